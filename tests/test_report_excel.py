"""The workbook: what a person typed stays text, no text is cut, pages are laid out, the file is whole."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from exports import excel, fitting, summary_sheet
from exports.files import whole_file
from exports.texts import clean
from tests.report_tables import dump, result_rows
from tests.reports.rounds import answer, month, owed, sample_report, small_plan, small_report

GOLDEN = Path(__file__).parent / "reports"
OURS = ["รายมาตรการ", "ประเด็นที่ต้องทราบ", "รายเดือน"]
SAMPLES = [("kudjok-2566", "6m"), ("maechedi-2567", "12m"), ("khaosaming-2564", "6m")]
DANGEROUS = [
    "=1+1",
    '=HYPERLINK("http://x","y")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "#N/A",
    "'=1",
    "=",
    "TRUE",
]


@pytest.mark.parametrize(("name", "code"), SAMPLES)
def test_the_summary_sheet_reads_as_expected(name: str, code: str, tmp_path: Path, update: bool) -> None:
    excel.write(sample_report(name, code), tmp_path / "report.xlsx")
    book = load_workbook(tmp_path / "report.xlsx")
    found = "\n".join(dump(book[title]) for title in summary_sheet.TITLES)
    if update:
        (GOLDEN / f"{name}.txt").write_text(found, encoding="utf-8")
    assert found == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def test_missing_months_and_doubtful_dates_stand_among_the_notes(tmp_path: Path) -> None:
    for name, sentence in (
        ("kudjok-2566", "ทุกส่วนราชการ: ทุกมาตรการ ยังไม่รายงาน ม.ค. ๖๖, ก.พ. ๖๖, มี.ค. ๖๖"),
        ("khaosaming-2564", "ระบุวันที่ ๗ มกราคม ๒๕๖๓ ซึ่งอยู่นอกรอบรายงาน (ผู้รายงานยืนยันแล้ว)"),
    ):
        excel.write(sample_report(name, "6m"), tmp_path / f"{name}.xlsx")
        assert sentence in dump(load_workbook(tmp_path / f"{name}.xlsx")["ประเด็นที่ต้องทราบ"])


def write_typed(text: str, path: Path) -> None:
    plan = small_plan()
    first = replace(plan.measures[0], title=text or "-", responsible_text=text)
    plan = replace(
        plan,
        measures=(first, *plan.measures[1:]),
        organisation=replace(plan.organisation, name=text),
        divisions=(replace(plan.divisions[0], name=text), *plan.divisions[1:]),
    )
    typed = answer(text, output=text, outcome=text, problem=text)
    excel.write(small_report([owed(1, 1, 1, typed), owed(2, 2, 1, answer("อื่น"))], plan), path)


def sheets(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return [archive.read(n).decode() for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_was_typed_stays_text(text: str, tmp_path: Path) -> None:
    write_typed(text, tmp_path / "report.xlsx")
    for xml in sheets(tmp_path / "report.xlsx"):
        assert "<f>" not in xml
        assert 't="e"' not in xml
    cells = [c for s in load_workbook(tmp_path / "report.xlsx") for row in s.iter_rows() for c in row]
    held = [c for c in cells if c.value is not None]
    assert all(c.data_type == "s" or (c.data_type == "n" and isinstance(c.value, int)) for c in held)


def test_a_text_like_a_formula_keeps_its_quote_when_edited(tmp_path: Path) -> None:
    write_typed("=1+1", tmp_path / "report.xlsx")
    found = [
        c
        for row in load_workbook(tmp_path / "report.xlsx").worksheets[1].iter_rows()
        for c in row
        if c.value == "=๑+๑"
    ]
    assert found
    assert all(c.quotePrefix for c in found)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), max_size=80) | st.text(st.sampled_from("=+-@\t\r\n๑1กำ่'\"<&_x\x00\x0b"), max_size=20))
def test_any_text_in_any_field_writes_and_is_never_a_formula(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("any") / "report.xlsx"
    write_typed(text, path)
    assert not any("<f>" in xml for xml in sheets(path))
    load_workbook(path)


def test_sheet_titles_are_legal() -> None:
    assert excel.sheet_title("รายงาน[1]:*?/\\ รอบ") == "รายงาน 1       รอบ"
    assert len(excel.sheet_title("ก" * 50)) == 31
    assert excel.sheet_title("ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่") == "ตัวชี้วัดที่ ๑ การปฏิบัติหน้า"
    assert excel.sheet_title("ก" * 30 + "ทำ") == "ก" * 30
    assert len(excel.sheet_title("🏛" * 31).encode("utf-16-le")) <= 62
    assert excel.sheet_title("''") == excel.sheet_title("สรุป") == excel.sheet_title("คะแนน ITA") == "รายงาน"


def test_signs_that_turn_the_writing_are_in_no_sheet(tmp_path: Path) -> None:
    write_typed("\u202eกอง\u200fกลับ\u202c\u2066\ufeff\u200b👩\u200d💻", tmp_path / "report.xlsx")
    with zipfile.ZipFile(tmp_path / "report.xlsx") as archive:
        parts = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
    assert "กองกลับ\u200b👩\u200d💻" in parts
    assert not re.search("[\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]", parts)


def test_a_single_column_fits_the_page_in_the_larger_letters_too(tmp_path: Path) -> None:
    excel.write(small_report([], layout="khaochaison-announcement-list"), tmp_path / "report.xlsx")
    sheet = load_workbook(tmp_path / "report.xlsx").worksheets[1]
    assert (sheet.max_column, sheet.column_dimensions["A"].width) == (1, 88)  # 8.7 points a digit in LibreOffice


def test_the_sheets_are_summary_result_and_months(tmp_path: Path) -> None:
    for name, code, title in (
        ("kudjok-2566", "6m", "รายงานรอบ ๖ เดือน"),
        ("maechedi-2567", "12m", "รายงานรอบ ๑๒ เดือน"),
    ):
        excel.write(sample_report(name, code), tmp_path / "report.xlsx")
        assert load_workbook(tmp_path / "report.xlsx").sheetnames == ["สรุป", title, *OURS]


def test_pages_are_a4_landscape_one_page_wide_with_repeated_headings(tmp_path: Path) -> None:
    excel.write(sample_report("khaosaming-2564", "6m"), tmp_path / "report.xlsx")
    book = load_workbook(tmp_path / "report.xlsx")
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter is not None
        assert sheet.oddFooter.center is not None
        assert sheet.oddFooter.center.text == "หน้า &P จาก &N"
    assert [s.print_title_rows for s in book] == ["$27:$27", "$4:$5", "$4:$4", "$4:$4", "$4:$4"]
    result = book.worksheets[1]
    assert {str(r) for r in result.merged_cells.ranges} >= {"A4:A5", "B4:B5", "C4:C5", "D4:E4", "F4:F5"}
    assert {c.font.name for row in result.iter_rows() for c in row} == {"TH SarabunPSK"}
    assert result["A4"].font.bold
    assert result["A6"].alignment.wrap_text
    assert result["A6"].alignment.vertical == "top"


def test_counts_are_numbers_shown_with_thai_digits_and_nothing_expected_is_a_dash(tmp_path: Path) -> None:
    excel.write(small_report([owed(1, 1, 1, answer("ทำ"))]), tmp_path / "report.xlsx")
    rows = {row[0].value: row for row in load_workbook(tmp_path / "report.xlsx")["สรุป"].iter_rows()}
    october, november = rows["ต.ค. ๖๙"], rows["พ.ย. ๖๙"]
    assert [c.value for c in october[1:]] == [1, 1, 0, 0, 0, 100, 100]
    assert {c.number_format for c in october[1:]} == {"[$-D00041E]#,##0"}
    assert [c.value for c in november[1:]] == [0, 0, 0, 0, 0, "–", "–"]


def test_document_properties_name_the_organisation_and_no_person(tmp_path: Path) -> None:
    excel.write(sample_report("kudjok-2566", "6m"), tmp_path / "report.xlsx")
    properties = load_workbook(tmp_path / "report.xlsx").properties
    assert properties.creator == properties.lastModifiedBy == "องค์การบริหารส่วนตำบลกุดจอก"


def test_styles_are_few_however_many_the_rows(tmp_path: Path) -> None:
    excel.write(sample_report("kudjok-2566", "6m"), tmp_path / "report.xlsx")
    with zipfile.ZipFile(tmp_path / "report.xlsx") as archive:
        cell_styles = re.search(r'<cellXfs count="(\d+)"', archive.read("xl/styles.xml").decode())
    assert cell_styles is not None
    assert int(cell_styles[1]) < 40


# --- Heights -------------------------------------------------------------------------------------------------


def test_marks_above_and_below_have_no_width() -> None:
    assert fitting.advance("กี่กุ้") == fitting.advance("กก")


def test_a_row_is_as_tall_as_its_tallest_cell(tmp_path: Path) -> None:
    excel.write(small_report([owed(1, 1, 1, answer("\n".join("กขคงจ")))]), tmp_path / "report.xlsx")
    sheet = load_workbook(tmp_path / "report.xlsx").worksheets[1]
    first = int(str(sheet.print_title_rows).split("$")[-1]) + 1
    assert sheet.row_dimensions[first].height == fitting.height(6)  # the status stands above the five lines


def test_a_text_taller_than_a_row_goes_on_in_the_next_and_nothing_is_lost(tmp_path: Path) -> None:
    text = "\n".join(f"ข้อ {'ก' * 60} ข้อความยาว" for _ in range(90)) + " จบ"
    excel.write(small_report([owed(1, 1, 1, answer(text))]), tmp_path / "report.xlsx")
    sheet = load_workbook(tmp_path / "report.xlsx").worksheets[1]
    assert max(d.height or 0 for d in sheet.row_dimensions.values()) <= fitting.MAX_HEIGHT
    assert result_rows(tmp_path / "report.xlsx")[1][3] == f"อยู่ระหว่างดำเนินการ\n{text}"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300), st.floats(48, 400))
def test_lines_put_together_are_the_text(text: str, points: float) -> None:
    text = clean(text)
    assert "".join(fitting.lines(text, points)) == text


@given(st.text(st.sampled_from("กขคaWmเแ่ำ "), max_size=200), st.floats(60, 400))
def test_no_line_is_wider_than_its_room(text: str, points: float) -> None:
    assert all(fitting.advance(line.rstrip()) <= points + 0.01 for line in fitting.lines(text, points))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(st.sampled_from("กขa แ่\n"), max_size=900), min_size=1, max_size=3), st.floats(8, 50))
def test_divided_rows_hold_all_text_and_none_is_too_tall(texts: list[str], width: float) -> None:
    rows = fitting.rows(texts, [width] * len(texts))
    assert ["".join(column) for column in zip(*(part for part, _ in rows), strict=True)] == texts
    assert all(1 <= lines <= fitting.MAX_LINES for _, lines in rows)


# --- The file ------------------------------------------------------------------------------------------------


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    path.write_bytes(b"old")

    def fail() -> None:
        with whole_file(path) as file:
            file.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_writing_again_replaces_the_file(tmp_path: Path) -> None:
    for _ in range(2):
        excel.write(small_report([]), tmp_path / "report.xlsx")
    assert [p.name for p in tmp_path.iterdir()] == ["report.xlsx"]


def test_a_plan_of_200_measures_is_written_in_seconds(tmp_path: Path) -> None:
    plan = small_plan(200)
    answers = {n: answer("เน้นย้ำในการประชุมประจำเดือนของพนักงานทุกส่วนราชการ " * 3, at=month(n)) for n in range(1, 7)}
    obligations = [owed(m, d, n, answers[n]) for m in range(1, 201) for d in (1, 2, 3) for n in range(1, 7)]
    started = time.monotonic()
    excel.write(small_report(obligations, plan), tmp_path / "report.xlsx")
    assert time.monotonic() - started < 30
    assert len(result_rows(tmp_path / "report.xlsx")) == 201


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_libreoffice_opens_it_and_shows_thai_digits(tmp_path: Path) -> None:
    excel.write(sample_report("kudjok-2566", "6m"), tmp_path / "report.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76",
        "report.xlsx",
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert "รวม,๑๐๘,๕๔,๐,๕๔,๐,๕๐,๕๐" in (tmp_path / "report.csv").read_text(encoding="utf-8")
