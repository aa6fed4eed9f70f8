"""The agency's own form: headings are understood, the form is kept as it is, rows are filled in and extended."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import time
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from exports import fitting, own_form
from exports.documents import PAPERS, PaperRefused
from exports.dossier import Dossier, OwnForm
from exports.form_fields import FORM_FIELDS, matched
from exports.form_file import FormRefused
from exports.layouts import LAYOUTS
from models.calendar import bangkok_date
from tests import workbooks
from tests.own_forms import FONT, form, two_rows
from tests.reports.rounds import AFTER, answer, month, owed, sample_report, small_plan, small_report

SIGNED = "ลงชื่อ ................................"
EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "#N/A", "a\x00\x0bb", "\u202egpj.exe", "<b>x</b>", "🏛️" * 50, "ก" * 10_000]


def filled(content: bytes, path: Path, report=None, columns: dict[str, str] | None = None) -> Worksheet:
    found = own_form.proposed(content).columns if columns is None else columns
    report = report or sample_report("kudjok-2566", "6m")
    PAPERS["own"].write(Dossier(small_plan(), report, bangkok_date(AFTER), form=OwnForm(content, found)), path)
    workbooks.check(path)
    sheet = load_workbook(path).active
    assert isinstance(sheet, Worksheet)
    return sheet


def column(sheet: Worksheet, letter: str, first: int, last: int) -> list[object]:
    return [sheet[f"{letter}{row}"].value for row in range(first, last + 1)]


# --- What is understood --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("ที่", "order"),
        ("ลำดับ ที่.", "order"),
        ("มาตรการ / กิจกรรม", "title"),
        ("โครงการ/กิจกรรม/มาตรการ", "title"),
        ("ผู้รับผิดชอบดำเนินการ", "responsible_text"),
        ("หน่วยงานรับผิดชอบ", "responsible_text"),
        ("ผลการดำเนินงาน รอบ ๖ เดือน", "results"),
        ("ผลการดำเนินการตามมาตรการ", "results"),
        ("ผลผลิต (Output)", "results.outputs"),
        ("ผลลัพธ์/ความสำเร็จ", "results.outcomes"),
        ("ปัญหา อุปสรรค และข้อเสนอแนะ", "results.problems"),
        ("ระยะเวลาดำเนินการ", "period.text"),
        ("ขั้นตอน / วิธีปฏิบัติ", "steps"),
        ("การกำกับ ติดตาม", "follow_up"),
        ("ความก้าวหน้า", "status"),
        ("ร้อยละความก้าวหน้า", "percent"),
        ("ความก้าวหน้า (ร้อยละ)", "percent"),
        ("% ความก้าวหน้า", "percent"),
        ("ความก้าวหน้า %", "percent"),
        ("ร้อยละความสำเร็จ", "percent"),
        ("ร้อยละของการรายงาน", "completeness"),
        ("ร้อยละ", ""),
        ("ร้อยละการเบิกจ่าย", ""),
        ("ค่าเป้าหมาย (ร้อยละ)", ""),
        ("ตัวชี้วัด", "group"),
        ("ตัวชี้วัดความสำเร็จ", ""),
        ("ผลสำเร็จตามตัวชี้วัด", ""),
        ("ผลการวิเคราะห์ตัวชี้วัด", "analysis"),
        ("หมายเหตุ", "blank"),
        ("งบประมาณ (บาท)", ""),
        ("", ""),
    ],
)
def test_a_heading_means_a_field(heading: str, field: str) -> None:
    beside = "มาตรการ" if field == "order" else "ลำดับ"
    assert matched([[beside], [heading]])[1] == field


def test_the_headings_of_our_own_layouts_are_understood() -> None:
    same = {"title": "order+title", "title_items": "order+title", "order+title+items": "order+title"}
    same |= {"results.period.text": "period.text", "results.remarks": "blank"}
    same |= {"results.outputs+count": "results.outputs"}
    same |= {f"results.activity{more}": "results" for more in ("", "+dates", "+dates+status")}
    for layout in LAYOUTS.values():
        found = matched([[leaf.heading] for leaf in layout.leaves])
        assert found == [same.get(leaf.field, leaf.field) for leaf in layout.leaves]


def test_cells_full_of_text_are_no_headings_and_take_no_time() -> None:
    begin = time.process_time()
    assert matched([[f"ผลผลิต {n} " * 2500] for n in range(40)] + [["ผลผลิต"]]) == 40 * [""] + ["results.outputs"]
    assert time.process_time() - begin < 1


def test_no_field_is_given_twice() -> None:
    found = matched([["มาตรการ"], ["มาตรการ"], ["ผลผลิต"], ["ผลผลิต"]])
    assert found[0] == "order+title"
    assert found[2] == "results.outputs"
    assert len({name for name in found if name}) == len([name for name in found if name])


def test_the_years_of_the_titles_are_told() -> None:
    assert own_form.proposed(form()).years == (2569,)


def test_a_percent_is_what_was_said_last_a_number_and_empty_when_nobody_said_one(tmp_path: Path) -> None:
    done = answer("เสร็จ", status="done", at=month(2))
    report = small_report(
        [
            *(
                owed(1, 1, n, replace(answer("ทำ", at=month(n)), percent=share))
                for n, share in ((1, 40), (2, 60), (3, None))
            ),
            *(owed(2, 1, n, found) for n, found in ((1, replace(answer("ทำ"), percent=40)), (2, done))),
            *(owed(3, d, 1, replace(answer("ทำ"), percent=share)) for d, share in ((1, 20), (2, 50), (3, 20))),
            *(owed(4, d, 1) for d in (1, 2, 3)),
        ],
        small_plan(4),
    )
    headings = ("ลำดับ", "มาตรการ", "ความก้าวหน้า (ร้อยละ)")
    sheet = filled(form(headings), tmp_path / "own.xlsx", report)
    assert column(sheet, "C", 5, 8) == [60, None, "สำนักปลัด, กองช่าง: ๒๐\nกองคลัง: ๕๐", None]


# --- What is kept --------------------------------------------------------------------------------------------


def test_rows_are_filled_in_and_what_stands_below_moves_down(tmp_path: Path) -> None:
    sheet = filled(form(rows=2), tmp_path / "own.xlsx")
    last = 4 + 6  # six measures
    assert column(sheet, "A", 5, last) == [1, 2, 3, 4, 5, 6]
    assert {sheet[f"A{row}"].number_format for row in range(5, last + 1)} == {"[$-D00041E]#,##0"}
    assert {sheet[f"{letter}5"].alignment.horizontal for letter in "AE"} == {"center"}
    assert str(sheet["D5"].value).startswith("ดำเนินการอย่างต่อเนื่อง")
    assert column(sheet, "E", 5, last) == [50] * 6
    assert sheet[f"A{last + 1}"].value == "หมายเหตุ : ข้อมูล ณ วันสิ้นรอบ"
    assert [sheet[f"E{last + n}"].value for n in (3, 5)] == [
        "ลงชื่อ ................................",
        "ปลัดองค์การบริหารส่วนตำบล",
    ]
    assert f"E{last + 3}:G{last + 3}" in {str(one) for one in sheet.merged_cells.ranges}
    assert sheet.row_dimensions[last + 3].height == 45
    assert [image.anchor._from.row for image in getattr(sheet, "_images")]  # noqa: B009 == [last + 2]
    assert sheet.max_row == last + 5


def test_headings_without_a_row_give_theirs_the_typeface_and_the_lines(tmp_path: Path) -> None:
    def alone(sheet: Worksheet) -> None:
        sheet.delete_rows(5, 7)
        sheet.merged_cells.ranges = {one for one in sheet.merged_cells.ranges if one.max_row < 5}

    for n, content in enumerate((form(rows=0), form(rows=0, change=alone), two_rows(rows=0))):
        sheet = filled(content, tmp_path / f"{n}.xlsx")
        first = int(str(sheet.print_title_rows).split("$")[-1]) + 1
        for place in (
            f"{letter}{row}" for letter in own_form.proposed(content).headings for row in (first, first + 5)
        ):
            assert look(sheet, place) == (FONT, 16, False, None, ("thin",) * 4, "00000000"), (n, place)
        assert sheet[f"C{first}"].alignment.horizontal is None
        assert (sheet.row_dimensions[first].height or 0) > 30
        assert (sheet[f"A{first + 6}"].value == "หมายเหตุ : ข้อมูล ณ วันสิ้นรอบ") is (n != 1)


def test_fewer_measures_than_rows_leave_no_empty_ones(tmp_path: Path) -> None:
    sheet = filled(form(rows=30), tmp_path / "own.xlsx")
    assert sheet["A11"].value == "หมายเหตุ : ข้อมูล ณ วันสิ้นรอบ"


def look(sheet: Worksheet, place: str) -> tuple[Any, ...]:
    cell = sheet[place]
    font, border = cell.font, cell.border
    lines = tuple(side and side.style for side in (border.left, border.right, border.top, border.bottom))
    return font.name, font.sz, font.b, font.color and font.color.rgb, lines, cell.fill.fgColor.rgb


def test_looks_titles_and_widths_are_the_forms(tmp_path: Path) -> None:
    before = load_workbook(BytesIO(form())).active
    assert isinstance(before, Worksheet)
    after = filled(form(), tmp_path / "own.xlsx")
    for place in ("A1", "A2", "D4", "B5"):
        assert look(after, place) == look(before, place)
    assert (after["A1"].value, after["A2"].value) == (before["A1"].value, before["A2"].value)
    assert {k: d.width for k, d in after.column_dimensions.items()} == {
        k: d.width for k, d in before.column_dimensions.items()
    }
    assert all(look(after, f"B{row}") == look(before, "B5") for row in range(5, 11))
    assert after["D7"].alignment.wrap_text
    assert (after.page_setup.orientation, after.print_title_rows) == ("landscape", "$4:$4")


def test_two_heading_rows_with_merged_cells(tmp_path: Path) -> None:
    found = own_form.proposed(two_rows())
    assert found.columns == {
        "A": "order+title",
        "C": "results",
        "D": "results.outputs",
        "E": "results.outcomes",
        "F": "responsible_text",
        "G": "evidence",
    }
    assert found.headings["E"] == "ผลการดำเนินการ ผลลัพธ์"
    sheet = filled(two_rows(), tmp_path / "own.xlsx", sample_report("khaosaming-2564", "6m"))
    assert sheet.print_title_rows == "$4:$6"
    merged = {str(one) for one in sheet.merged_cells.ranges}
    assert {"A4:B5", "D4:E4", "A7:B7", "A8:B8", "A9:B9"} <= merged
    assert [str(text)[:2] for text in column(sheet, "A", 7, 12) if text][:3] == ["๑.", "๒.", "๓."]
    assert [n for n in column(sheet, "G", 7, 12) if n is not None] == [0, 0, 0]


def test_rows_that_hold_last_years_report_are_replaced(tmp_path: Path) -> None:
    def old(sheet: Worksheet) -> None:
        for row in range(5, 8):
            sheet.cell(row, 2, "มาตรการของปีก่อน")
        sheet.merge_cells("C5:C7")

    sheet = filled(form(rows=3, change=old), tmp_path / "own.xlsx")
    assert not [c for row in sheet.iter_rows() for c in row if c.value == "มาตรการของปีก่อน"]
    assert all(column(sheet, "C", 5, 10))


def test_a_table_without_lines_ends_at_the_first_empty_row(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in (("ที่", "มาตรการ", "ผลการดำเนินการ"), (1, "เก่า", "เก่า"), (2, "เก่า", "เก่า"), (), ("ลงชื่อ",)):
        sheet.append(row)
    file = BytesIO()
    book.save(file)
    after = filled(file.getvalue(), tmp_path / "own.xlsx")
    assert [v for v in column(after, "A", 1, 40) if v] == ["ที่", 1, 2, 3, 4, 5, 6, "ลงชื่อ"]


def test_nothing_that_lives_and_nobody_is_left_in_it(tmp_path: Path) -> None:
    def alive(sheet: Worksheet) -> None:
        sheet["A2"].comment = Comment("ตรวจ", "Somchai Jaidee")
        sheet["A1"].hyperlink = "https://example.com"
        sheet.add_data_validation(DataValidation("list", formula1="'ข้อมูลเดิม'!$A$1:$A$3"))
        sheet.conditional_formatting.add("A5:A9", CellIsRule("equal", ["1"]))
        sheet.add_table(Table(displayName="T1", ref="A4:G7"))
        sheet.auto_filter.ref = "A4:G7"
        sheet.protection.sheet, sheet.protection.password = True, "x"

    path = tmp_path / "own.xlsx"
    filled(form(change=alive), path)
    with ZipFile(path) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
        assert not [name for name in archive.namelist() if re.search("comment|table|external|sheet2", name)]
    for word in (
        b"Somchai",
        "สมชาย".encode(),
        b"example.com",
        b"dataValidation ",
        b"conditionalFormatting",
        b"<autoFilter",
        b"<sheetProtection",
    ):
        assert word not in everything
    assert "องค์การบริหารส่วนตำบลกุดจอก".encode() in everything


# --- What was typed is text; rows are tall enough ------------------------------------------------------------


@pytest.mark.parametrize("text", EVIL)
def test_what_was_typed_stays_text_and_nothing_is_lost(text: str, tmp_path: Path) -> None:
    report = small_report([owed(1, 1, 1, answer(text, problem=text))])
    path = tmp_path / "own.xlsx"
    sheet = filled(form(), path, report)
    with ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    first = next(row for row in range(5, sheet.max_row) if sheet[f"A{row}"].value == 1)
    second = next(row for row in range(5, sheet.max_row) if sheet[f"A{row}"].value == 2)
    told = "".join(str(sheet[f"D{row}"].value or "") for row in range(first, second))
    assert told == report.cells[0].fields["results.activity+dates"]
    assert all(sheet[f"D{row}"].data_type == "s" for row in range(first, second) if sheet[f"D{row}"].value)
    assert max(d.height or 0 for d in sheet.row_dimensions.values()) <= fitting.MAX_HEIGHT


def test_a_long_text_has_no_line_between_its_parts(tmp_path: Path) -> None:
    report = small_report([owed(1, 1, 1, answer("ยาวมาก " * 400))])
    sheet = filled(form(size=20), tmp_path / "own.xlsx", report)
    parts = [row for row in range(5, sheet.max_row) if sheet[f"D{row}"].value and sheet[f"A{row}"].value is None]
    assert parts
    assert look(sheet, "D5")[4][2:] == ("thin", None)  # above and below
    assert look(sheet, f"D{parts[0]}")[4][2] is None
    assert look(sheet, f"G{parts[-1]}")[4][3] == "thin"


def test_larger_letters_take_taller_rows(tmp_path: Path) -> None:
    heights = [
        filled(form(size=size), tmp_path / f"{size}.xlsx").row_dimensions[5].height or 0 for size in (12, 16, 22)
    ]
    assert heights == sorted(set(heights))


def test_two_hundred_measures(tmp_path: Path) -> None:
    sheet = filled(form(), tmp_path / "own.xlsx", small_report([owed(1, 1, 1, answer("ทำ"))], small_plan(200)))
    assert column(sheet, "A", 5, 204) == list(range(1, 201))


def test_every_field_can_be_printed(tmp_path: Path) -> None:
    headings = tuple(one.title for one in FORM_FIELDS.values())
    letters = [chr(65 + n) for n in range(len(headings))]
    sheet = filled(form(headings[:7]), tmp_path / "own.xlsx", columns=dict(zip(letters, FORM_FIELDS, strict=True)))
    assert sheet["A5"].value == 1
    empty = {"blank", "percent", "analysis", "guidelines", "results.outputs", "results.outcomes", "results.problems"}
    for name in FORM_FIELDS:  # each in the first column
        sheet = filled(form(), tmp_path / "own.xlsx", columns={"A": name})
        assert (sheet["A5"].value is None) == (name in empty), name


# --- What is refused -----------------------------------------------------------------------------------------


def test_without_a_form_the_paper_is_refused(tmp_path: Path) -> None:
    report = sample_report("kudjok-2566", "6m")
    with pytest.raises(PaperRefused, match="ยังไม่มีแบบฟอร์ม"):
        PAPERS["own"].write(Dossier(small_plan(), report, bangkok_date(AFTER)), tmp_path / "own.xlsx")


def refusal(content: bytes) -> str:
    with pytest.raises(FormRefused) as caught:
        own_form.proposed(content)
    return str(caught.value)


def test_a_form_that_calculates_is_refused_with_the_cell() -> None:
    def sums(sheet: Worksheet) -> None:
        sheet["E8"] = "=SUM(E5:E7)"

    assert "ช่อง E8" in refusal(form(change=sums))


def test_a_workbook_without_headings_is_refused() -> None:
    assert "ไม่พบหัวตาราง" in refusal(form(("ก", "ข", "ค")))


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0 old", b"<html>", b"PK" + bytes(6 * 2**20)]
)
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    assert refusal(content).endswith(("อีกครั้ง",))


def test_damaged_forms_end_in_nothing_but_a_sentence(tmp_path: Path) -> None:
    whole, dice = form(), random.Random(3)
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(dice.randint(1, 12)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        try:
            filled(bytes(data[: dice.choice((len(data), dice.randrange(len(data))))]), tmp_path / "own.xlsx")
        except FormRefused:
            continue


def test_a_cell_merged_over_the_whole_sheet_is_refused_at_once() -> None:
    def merged(sheet: Worksheet) -> None:
        sheet.merged_cells.add("I1:XFD1048576")

    began = time.monotonic()
    assert "ใหญ่เกิน" in refusal(form(change=merged))
    assert time.monotonic() - began < 2


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
@pytest.mark.parametrize("content", [form(), two_rows()], ids=["one row", "two rows"])
def test_libreoffice_opens_it_with_every_measure(content: bytes, tmp_path: Path) -> None:
    filled(content, tmp_path / "own.xlsx", replace(sample_report("kudjok-2566", "6m")))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76",
        "own.xlsx",
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    text = (tmp_path / "own.csv").read_text(encoding="utf-8")
    assert text.count("ดำเนินการอย่างต่อเนื่อง") >= 6
    assert "ลงชื่อ" in text
