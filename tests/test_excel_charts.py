"""The charts of the summary sheet, its later blocks, and a large agency: the workbook is whole and nothing is cut."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from exports import charts, excel
from exports.amendments import Amendment
from exports.documents import PAPERS
from exports.dossier import Dossier, Frozen
from exports.report_value import OrderLine, Report, WaivedGap
from models.calendar import bangkok_date
from tests import workbooks
from tests.reports.rounds import AFTER, answer, month, owed, sample_report, small_plan, small_report

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
EVIL = ["=1+1", "\x00\x0b\x1f", "ก" * 10_000, "\u202etxt.exe", "🏛️👩‍💻" * 40, "<b>&amp;</b>", "']]>", "#N/A"]


def parts_of(report: Report, path: Path) -> dict[str, Element]:
    excel.write(report, path)
    return workbooks.check(path)


def charts_in(parts: dict[str, Element]) -> list[Element]:
    return [parts[name] for name in sorted(parts) if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]


def cells_of(sheet: Worksheet, reference: str) -> list[object]:
    area = reference.split("!")[1].replace("$", "")
    found = sheet[area]
    return [cell.value for row in found for cell in row] if isinstance(found, tuple) else [found.value]


def test_the_charts_read_the_figures_of_the_tables(tmp_path: Path) -> None:
    report = sample_report("kudjok-2566", "6m")
    found = charts_in(parts_of(report, tmp_path / "r.xlsx"))
    sheet = load_workbook(tmp_path / "r.xlsx")["สรุป"]
    assert len(found) == 2
    for chart, figures in zip(found, (report.summary.by_division, report.summary.by_month), strict=True):
        for series, name in zip(chart.iter(f"{CHART}ser"), ("in_time", "late", "missing"), strict=True):
            labels, values = series.find(f"{CHART}cat//{CHART}f"), series.find(f"{CHART}val//{CHART}f")
            heading = series.find(f"{CHART}tx//{CHART}f")
            assert labels is not None
            assert values is not None
            assert heading is not None
            assert cells_of(sheet, str(labels.text)) == [one.label for one in figures]
            assert cells_of(sheet, str(values.text)) == [getattr(one, name) for one in figures]
            kept = [point.text for point in series.iter(f"{CHART}v")]
            assert kept[0] == cells_of(sheet, str(heading.text))[0]
            assert kept[-len(figures) :] == [str(getattr(one, name)) for one in figures]


@pytest.mark.parametrize("divisions", [1, 8, 25, 45])
def test_the_charts_cover_no_cell(divisions: int, tmp_path: Path) -> None:
    plan = small_plan(1, tuple(f"กองที่ {n}" for n in range(divisions)))
    parts = parts_of(
        small_report([owed(1, n + 1, 1, answer("ทำ")) for n in range(divisions)], plan), tmp_path / "r.xlsx"
    )
    sheet = load_workbook(tmp_path / "r.xlsx")["สรุป"]
    anchors = [
        a for name, root in parts.items() if "drawings/drawing" in name for a in root.iter(f"{DRAWING}twoCellAnchor")
    ]
    assert len(anchors) == (2 if divisions <= charts.MOST else 1)
    for anchor in anchors:
        first, last = (int(str(anchor.find(f"{DRAWING}{end}/{DRAWING}row").text)) for end in ("from", "to"))  # type: ignore[union-attr]
        assert last > first
        covered = [cell for row in sheet.iter_rows(min_row=first + 1, max_row=last) for cell in row if cell.value]
        assert covered == []


NAMES = ("สำนักปลัด", "กองคลัง", "กองการศึกษา ศาสนาและวัฒนธรรม", "กองสาธารณสุขและสิ่งแวดล้อม")


def of_divisions(count: int) -> Report:
    names = [*NAMES, *(f"ศูนย์พัฒนาเด็กเล็กองค์การบริหารส่วนตำบลบ้านหนองใหญ่ แห่งที่ {n}" for n in range(count))][:count]
    obligations = [owed(1, d, n, answer("ทำ", at=month(n))) for d in range(1, count + 1) for n in range(1, 7)]
    return small_report(obligations, small_plan(1, names))


@pytest.mark.parametrize("divisions", [2, 5, 6, 8, 10, 12, 20, 30, 40])
def test_the_first_page_is_filled_with_a_chart_and_tables_begin_on_a_new_one(divisions: int, tmp_path: Path) -> None:
    parts = parts_of(of_divisions(divisions), tmp_path / "r.xlsx")
    sheet = load_workbook(tmp_path / "r.xlsx")["สรุป"]
    ends = [one.id for one in sheet.row_breaks.brk]
    rows = [
        tuple(int(str(a.find(f"{DRAWING}{end}/{DRAWING}row").text)) for end in ("from", "to"))  # type: ignore[union-attr]
        for name, root in parts.items()
        if "drawings/drawing" in name
        for a in root.iter(f"{DRAWING}twoCellAnchor")
    ]
    assert max(last for _, last in rows) in ends
    tables = next(row for row in range(1, 90) if sheet.cell(row, 1).value == "จำแนกตามเดือน")
    begin = 1
    for end in [end for end in ends if end < tables]:
        assert 480 < sum(sheet.row_dimensions[row].height or 0 for row in range(begin, end + 1)) < 492
        assert any(begin <= first + 1 <= last <= end for first, last in rows)
        begin = end + 1
    assert begin == tables
    turned = [body.get("rot") for chart in charts_in(parts) for body in chart.findall(f".//{CHART}catAx//*[@rot]")]
    assert turned == ["0"] * len(rows)  # else LibreOffice leaves out every second name


def test_headings_repeat_on_every_page_of_measures_notes_and_divisions(tmp_path: Path) -> None:
    excel.write(of_divisions(30), tmp_path / "r.xlsx")
    book = load_workbook(tmp_path / "r.xlsx")
    for title, heading in (("สรุป", "ส่วนราชการ"), ("รายมาตรการ", "มาตรการ"), ("ประเด็นที่ต้องทราบ", "เรื่อง")):
        first, last = str(book[title].print_title_rows).replace("$", "").split(":")
        assert first == last
        assert book[title].cell(int(first), 1).value == heading
    assert book["ประเด็นที่ต้องทราบ"].max_column == 2


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_libreoffice_shows_every_division_on_the_chart(tmp_path: Path) -> None:
    excel.write(of_divisions(12), tmp_path / "r.xlsx")
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "r.xlsx"], cwd=tmp_path, check=True, capture_output=True, timeout=200)
    text = subprocess.run(
        ["pdftotext", "-f", "2", "-l", "2", "r.pdf", "-"], cwd=tmp_path, capture_output=True, check=True
    )
    squeezed = "".join(text.stdout.decode().split())
    assert [n for n in "๐๑๒๓๔๕๖๗" if f"แห่งที่{n}" not in squeezed] == []
    assert "กองคลัง" in squeezed


def test_without_anything_to_report_there_is_no_chart(tmp_path: Path) -> None:
    assert charts_in(parts_of(small_report([]), tmp_path / "r.xlsx")) == []


def test_the_paper_says_which_version_it_is_and_lists_what_changed_after(tmp_path: Path) -> None:
    answers = ("ทำแล้ว", "ส่งรูปแล้ว")
    report = replace(
        small_report([owed(1, 1, 1, answer("ทำ"))]),
        orders=(OrderLine("กองช่าง", "ข้อ ๑", "เร่งรัด", "ปลัด", "๑ พ.ย. ๖๙", "๘ พ.ย. ๖๙", "answered", answers),),
        waived=(WaivedGap("ข้อ ๒ ไม่มีรูป", "=ไม่มีการประชุม"),),
    )
    changed = Amendment("๑. มาตรการ", "M1", "กองช่าง", "ต.ค. ๖๙", "ผลผลิต", "", "=HYPERLINK(1)")
    frozen = Frozen(1, 2, "a1b2c3d4e5f60718" + "0" * 48, bangkok_date(AFTER))
    draft = Dossier(small_plan(), report, bangkok_date(AFTER))
    PAPERS["excel"].write(draft, tmp_path / "draft.xlsx")
    PAPERS["excel"].write(replace(draft, frozen=frozen, amendments=(changed,)), tmp_path / "frozen.xlsx")
    assert load_workbook(tmp_path / "draft.xlsx").sheetnames == [
        "สรุป", "รายงานรอบ ๖ เดือน", "รายมาตรการ", "ประเด็นที่ต้องทราบ", "รายเดือน",
    ]  # fmt: skip
    book = load_workbook(tmp_path / "frozen.xlsx")
    texts = [
        str(cell.value)
        for title in ("สรุป", "ประเด็นที่ต้องทราบ")
        for row in book[title].iter_rows()
        for cell in row
        if cell.value
    ]
    assert "ฉบับที่ ๒ ปิดรอบเมื่อวันที่ ๑ มิถุนายน ๒๕๗๐ รหัสตรวจสอบ a1b2c3d4e5f60718" in texts
    assert "ข้อ ๒ ไม่มีรูป\nเหตุผล: =ไม่มีการประชุม" in texts
    order = ["กองช่าง ข้อ ๑: เร่งรัด", "สั่งโดย ปลัด ๑ พ.ย. ๖๙ กำหนดตอบ ๘ พ.ย. ๖๙ – ตอบแล้ว"]
    assert "\n".join([*order, "คำตอบ: (๑) ทำแล้ว", "คำตอบ: (๒) ส่งรูปแล้ว"]) in texts
    row = [cell.value for cell in book["รายการแก้ไขหลังปิดรอบ"][5]]
    assert row == ["๑. มาตรการ", "กองช่าง", "ต.ค. ๖๙", "ผลผลิต", "–", "=HYPERLINK(1)"]
    workbooks.check(tmp_path / "frozen.xlsx")


@pytest.mark.parametrize("text", EVIL)
def test_any_text_makes_a_whole_workbook(text: str, tmp_path: Path) -> None:
    plan = small_plan(2, (text or "-", "กองคลัง"))
    report = small_report([owed(1, 1, 1, answer(text, output=text, problem=text)), owed(2, 2, 1, answer("ทำ"))], plan)
    report = replace(
        report,
        orders=(OrderLine(text, text, text, text, text, text, "open", (text,)),),
        waived=(WaivedGap(text, text),),
    )
    changed = Amendment(text, "M1", text, text, text, text, text)
    excel.write(report, tmp_path / "r.xlsx", text, (changed,))
    workbooks.check(tmp_path / "r.xlsx")


def large_report() -> Report:
    """200 measures of eight divisions, six months of answers of some length, a few problems."""
    names = tuple(f"กองที่ {n} ส่งเสริมการเกษตรและสิ่งแวดล้อม" for n in range(1, 9))
    texts = {
        n: answer(
            f"เดือนที่ {n} เน้นย้ำในการประชุมประจำเดือนของพนักงานทุกส่วนราชการ และติดประกาศ ณ ที่ทำการ " * 2,
            at=month(n),
            output=f"ประกาศ {n} ฉบับ",
            late=n * 5,
        )
        for n in range(1, 7)
    }
    return small_report(
        [
            owed(m, d, n, texts[n] if (m + n) % 7 else None)
            for m in range(1, 201)
            for d in range(1, 9)
            for n in range(1, 7)
        ],
        small_plan(200, names),
    )


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_libreoffice_opens_two_hundred_measures_and_loses_nothing(tmp_path: Path) -> None:
    report = large_report()
    excel.write(report, tmp_path / "large.xlsx")
    workbooks.check(tmp_path / "large.xlsx")
    # As pages it would be 1,800 of them and take minutes: read and written again it shows the same.
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
    command += ["xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "again"), "large.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    before, after = (load_workbook(tmp_path / name) for name in ("large.xlsx", "again/large.xlsx"))
    for one, other in zip(before.worksheets, after.worksheets, strict=True):
        texts = [[c.value for c in row if c.value is not None] for row in one.iter_rows()]
        again = [[c.value for c in row if c.value is not None] for row in other.iter_rows(max_row=one.max_row)]
        assert texts == again
