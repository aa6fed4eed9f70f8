"""What is wrong in a plan file is said in one sentence with its place, and nothing of the file is taken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exports.plan_reader import PlanFileError, read_plan
from tests.plan_cases import SAMPLES, Rows, hand_made, json_file

SpoilJson = Callable[[dict[str, Any]], object]
SpoilRows = Callable[[dict[str, Rows]], object]


def in_measure(index: int, **values: Any) -> SpoilJson:
    return lambda plan: plan["measures"][index].update(values)


def in_period(**values: Any) -> SpoilJson:
    return lambda plan: plan["measures"][1]["period"].update(values)


JSON_PROBLEMS: list[tuple[SpoilJson, str]] = [
    (
        in_period(start="2566-03-26"),
        "measures[1] (M2) period.start: '2566-03-26' has a Buddhist-era year where a Christian-era year stands; "
        "write 2023 instead of 2566",
    ),
    (in_period(start="2023-02-30"), "measures[1] (M2) period.start: '2023-02-30' is not a day of the calendar"),
    (in_period(start="ตุลาคม"), "measures[1] (M2) period.start: 'ตุลาคม' is not a date such as 2026-10-01"),
    (in_period(start=20230326), "measures[1] (M2) period.start: '20230326' is not a date such as 2026-10-01"),
    (
        in_period(start="0023-03-26"),
        "measures[1] (M2) period.start: '0023-03-26' has the year 23, which is not plausible",
    ),
    (in_period(start="2023-04-26"), "measures[1] (M2) period.end: the end 2023-03-26 is before the start 2023-04-26"),
    (
        in_period(start="2024-01-01", end="2024-01-31"),
        "measures[1] (M2) period.start: the period 2024-01-01 to 2024-01-31 lies outside fiscal year 2566 "
        "(2022-10-01 to 2023-09-30)",
    ),
    (in_period(quarters=[3, 1]), "measures[1] (M2) period.quarters: 3 to 1 are not quarters from 1 to 4"),
    (
        lambda plan: plan.update(fiscal_year=2023),
        "fiscal_year: 2023 is a Christian-era year where a Buddhist-era year stands; write 2566",
    ),
    (lambda plan: plan.update(fiscal_year="ปีนี้"), "fiscal_year: 'ปีนี้' is not a fiscal year such as 2570"),
    (lambda plan: plan.update(fiscal_year=66), "fiscal_year: 66 is not a Buddhist-era year such as 2570"),
    (lambda plan: plan.pop("fiscal_year"), "fiscal_year: is missing"),
    (lambda plan: plan.pop("measures"), "measures: is missing"),
    (lambda plan: plan.update(measures=[]), "measures: the plan has no measure"),
    (lambda plan: plan.update(measures={}), "measures: the plan has no measure"),
    (lambda plan: plan["measures"].append(7), "measures[2]: must be an object"),
    (lambda plan: plan["organisation"].update(name=" "), "organisation.name: is missing"),
    (lambda plan: plan["measures"][1].pop("title"), "measures[1] (M2) title: is missing"),
    (lambda plan: plan["measures"][1].pop("code"), "measures[1].code: is missing"),
    (lambda plan: plan["measures"][1].pop("period"), "measures[1] (M2) period: is missing"),
    (in_measure(1, title=5), "measures[1] (M2) title: must be text"),
    (in_measure(1, steps="ประชุม"), "measures[1] (M2) steps: must be a list"),
    (in_measure(1, steps_style="roman"), "measures[1] (M2) steps_style: must be 'number', 'dash' or 'plain'"),
    (
        in_measure(1, code="m 1"),
        "measures[1] (m 1) code: 'm 1' is already the code of another measure (measures[0] (M1))",
    ),
    (
        in_measure(1, divisions=["finance", "กองช่าง"]),
        "measures[1] (M2) divisions: 'กองช่าง' is not a division of the plan "
        "(สำนักปลัด, กองคลัง, กองการศึกษา ศาสนาและวัฒนธรรม)",
    ),
    (
        lambda plan: plan["divisions"].append({"code": "treasury", "name": "กอง คลัง"}),
        "divisions[3].name: 'กอง คลัง' already names another division (divisions[1])",
    ),
    (
        lambda plan: plan["divisions"].append({"code": "Finance", "name": "กองช่าง"}),
        "divisions[3].code: 'Finance' already names another division (divisions[1])",
    ),
    (
        lambda plan: plan["divisions"].append({"code": "every", "name": "ทุกกอง", "kind": "group"}),
        "divisions[3].code: only ทุกกอง has the code 'all', and no other code",
    ),
    (
        lambda plan: plan.update(rounds=[{"code": "6m", "title": "", "start": "2023-10-01", "end": "2023-03-31"}]),
        "rounds[0].end: the end 2023-03-31 is before the start 2023-10-01",
    ),
    (
        lambda plan: plan.update(documents=[{"kind": "memo", "title": "", "date": "2566-01-05"}]),
        "documents[0].date: '2566-01-05' has a Buddhist-era year where a Christian-era year stands; "
        "write 2023 instead of 2566",
    ),
    (
        lambda plan: plan.update(analysis={"source_fiscal_year": 2022}),
        "analysis.source_fiscal_year: 2022 is a Christian-era year where a Buddhist-era year stands; write 2565",
    ),
]


@pytest.mark.parametrize(("spoil", "sentence"), JSON_PROBLEMS)
def test_a_problem_in_json_is_one_sentence_with_its_place(spoil: SpoilJson, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(PlanFileError) as caught:
        read_plan(json_file(tmp_path, spoil))
    assert caught.value.problems == (sentence,)


def cell(sheet: str, row: int, column: int, value: Any) -> SpoilRows:
    """Puts a value into a cell of a hand-made workbook, counted as in Excel."""

    def spoil(sheets: dict[str, Rows]) -> None:
        cells = sheets[sheet][row - 1]
        cells += [None] * (column - len(cells))
        cells[column - 1] = value

    return spoil


def without_column(sheet: str, heading: str) -> SpoilRows:
    def spoil(sheets: dict[str, Rows]) -> None:
        index = sheets[sheet][0].index(heading)
        for row in sheets[sheet]:
            row.pop(index)

    return spoil


XLSX_PROBLEMS: list[tuple[SpoilRows, str]] = [
    (cell("มาตรการ", 3, 2, None), "sheet มาตรการ, row 3, column มาตรการ: is missing"),
    (cell("มาตรการ", 3, 1, " "), "sheet มาตรการ, row 3, column รหัส: is missing"),
    (cell("มาตรการ", 3, 4, None), "sheet มาตรการ, row 3, column ระยะเวลา: is missing"),
    (cell("มาตรการ", 3, 5, None), "sheet มาตรการ, row 3, column วันเริ่ม: is missing"),
    (cell("กอง", 2, 2, None), "sheet กอง, row 2, column ชื่อ: is missing"),
    (cell("หน่วยงาน", 1, 2, None), "sheet หน่วยงาน, row 1, ชื่อหน่วยงาน: is missing"),
    (
        cell("มาตรการ", 3, 1, "M 1"),
        "sheet มาตรการ, row 3, column รหัส: 'M 1' is already the code of another measure (sheet มาตรการ, row 2)",
    ),
    (
        lambda sheets: sheets["กอง"].append(["office", "สำนัก ปลัด"]),
        "sheet กอง, row 4, column ชื่อ: 'สำนัก ปลัด' already names another division (sheet กอง, row 2)",
    ),
    (
        cell("มาตรการ", 2, 3, "กองช่าง"),
        "sheet มาตรการ, row 2, column กองผู้รับผิดชอบ: 'กองช่าง' is not a division of the plan (สำนักปลัด, กองคลัง)",
    ),
    (
        cell("มาตรการ", 2, 5, date(2565, 10, 1)),
        "sheet มาตรการ, row 2, column วันเริ่ม: '2565-10-01' has a Buddhist-era year where a Christian-era year "
        "stands; write 2022 instead of 2565",
    ),
    (
        cell("มาตรการ", 2, 5, "2565-10-01"),
        "sheet มาตรการ, row 2, column วันเริ่ม: '2565-10-01' has a Buddhist-era year where a Christian-era year "
        "stands; write 2022 instead of 2565",
    ),
    (cell("มาตรการ", 2, 5, "31 ก.พ. 2566"),
     "sheet มาตรการ, row 2, column วันเริ่ม: '31 ก.พ. 2566' is not a day of the calendar"),
    (cell("มาตรการ", 2, 5, "ตุลาคม"), "sheet มาตรการ, row 2, column วันเริ่ม: 'ตุลาคม' is not a date such as 1 ต.ค. 2569"),
    (cell("มาตรการ", 2, 5, 44835), "sheet มาตรการ, row 2, column วันเริ่ม: '44835' is not a date such as 1 ต.ค. 2569"),
    (
        cell("มาตรการ", 2, 6, "30 ก.ย. 2565"),
        "sheet มาตรการ, row 2, column วันสิ้นสุด: the end 2022-09-30 is before the start 2022-10-01",
    ),
    (
        lambda sheets: (cell("มาตรการ", 3, 5, "1/1/2560")(sheets), cell("มาตรการ", 3, 6, "31/1/2560")(sheets)),
        "sheet มาตรการ, row 3, column วันเริ่ม: the period 2017-01-01 to 2017-01-31 lies outside fiscal year 2566 "
        "(2022-10-01 to 2023-09-30)",
    ),
    (
        cell("หน่วยงาน", 2, 2, "๒๐๒๓"),
        "sheet หน่วยงาน, row 2, ปีงบประมาณ (พ.ศ.): 2023 is a Christian-era year where a Buddhist-era year stands; "
        "write 2566",
    ),
    (cell("หน่วยงาน", 2, 2, "ปี 66"), "sheet หน่วยงาน, row 2, ปีงบประมาณ (พ.ศ.): 'ปี 66' is not a number"),
    (
        cell("มาตรการ", 2, 2, "=A1"),
        "sheet มาตรการ, row 2, column มาตรการ: the cell holds a formula (=A1); type its value instead",
    ),
    (
        cell("มาตรการ", 2, 9, "=A1"),
        "sheet มาตรการ, row 2: the cell holds a formula (=A1); type its value instead",
    ),
    (
        lambda sheets: sheets.update({"สายการเสนอ": [["ลำดับ", "ตำแหน่ง", "หน้าที่"], [1, "นิติกร", "เซ็น"]]}),
        "sheet สายการเสนอ, row 2, column หน้าที่: 'เซ็น' is none of จัดทำ, เสนอความเห็น, อนุมัติ",
    ),
    (lambda sheets: sheets.pop("กอง"), "sheet กอง: the sheet is missing"),
    (lambda sheets: sheets["มาตรการ"].clear(),
     "sheet มาตรการ: the row of headings is missing; it needs รหัส, มาตรการ, ระยะเวลา, วันเริ่ม, วันสิ้นสุด"),
    (without_column("มาตรการ", "ระยะเวลา"), "sheet มาตรการ, column ระยะเวลา: the column is missing"),
    (cell("มาตรการ", 1, 7, "รหัส *"), "sheet มาตรการ, row 1, column รหัส: the column stands there twice"),
    (
        lambda sheets: sheets["หน่วยงาน"].append(["ปีงบประมาณ (พ.ศ.)", 2567]),
        "sheet หน่วยงาน, row 3, ปีงบประมาณ (พ.ศ.): stands there twice",
    ),
    (
        lambda sheets: sheets.update({"ข้อคำถาม": [["ตัวชี้วัดที่", "ข้อ", "ข้อคำถาม"], [8, "E12", "…"]]}),
        "sheet ข้อคำถาม, row 2, column ตัวชี้วัดที่: the indicator 8 is not on the sheet ตัวชี้วัด",
    ),
    (
        lambda sheets: sheets.update(
            {"ตัวชี้วัด": [["ตัวชี้วัดที่", "เครื่องมือ", "ชื่อตัวชี้วัด", "คะแนน"], [8, "EIT", "การปรับปรุง", "ดี"]]}
        ),
        "sheet ตัวชี้วัด, row 2, column คะแนน: 'ดี' is not a number",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "sentence"), XLSX_PROBLEMS)
def test_a_problem_in_a_workbook_is_one_sentence_with_sheet_and_row(
    spoil: SpoilRows, sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(PlanFileError) as caught:
        read_plan(hand_made(tmp_path, spoil))
    assert caught.value.problems == (sentence,)


def test_all_problems_are_listed_at_once(tmp_path: Path) -> None:
    def spoil(plan: dict[str, Any]) -> None:
        plan["fiscal_year"] = 2023
        plan["measures"][0]["period"]["end"] = "2021-01-01"
        plan["measures"][1].update(title=None, divisions=["กองช่าง"], code="M1")

    with pytest.raises(PlanFileError) as caught:
        read_plan(json_file(tmp_path, spoil))
    assert [problem.split(":")[0] for problem in caught.value.problems] == [
        "fiscal_year",
        "measures[0] (M1) period.end",
        "measures[1] (M1) title",
        "measures[1] (M1) code",
        "measures[1] (M1) divisions",
    ]
    assert str(caught.value) == "\n".join(caught.value.problems)


BROKEN_FILES: list[tuple[str, bytes | None, str]] = [
    ("plan.json", None, "plan.json: there is no such file"),
    ("plan.json", b"", "plan.json: the file is empty"),
    ("plan.json", b'{"measures": [', "plan.json: the file is broken JSON in line 1 (Expecting value)"),
    ("plan.json", b'{"measures": [NaN]}', "plan.json: the file is broken JSON"),
    ("plan.json", b"[" * 100_000, "plan.json: the file is broken JSON"),
    ("plan.json", "มาตรการ".encode("cp874"), "plan.json: the file is not text in UTF-8"),
    ("plan.json", b"[]", "plan.json: this is not a plan; a plan has organisation, fiscal_year, divisions, measures"),
    ("plan.json", b'{"a": 1}',
     "plan.json: this is not a plan; a plan has organisation, fiscal_year, divisions, measures"),
    (
        "plan.json", b'{"schema_version": 2, "measures": []}',
        "plan.json: schema_version 2 is not known; this program reads 1",
    ),
    ("plan.docx", b"PK", "plan.docx: a plan file ends in .xlsx or .json"),
    ("plan.xls", b"PK", "plan.xls: a plan file ends in .xlsx or .json"),
    (
        "plan.xlsx", b"PK\x03\x04 cut off",
        "plan.xlsx: the file is broken or not a workbook; open it in Excel and save it again",
    ),
    (
        "plan.xlsx", b"\xd0\xcf\x11\xe0 old",
        "plan.xlsx: the workbook has a password or is an old .xls; save it as .xlsx without a password",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "sentence"), BROKEN_FILES)
def test_a_file_that_is_no_plan_gets_one_sentence(
    name: str, data: bytes | None, sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(PlanFileError) as caught:
        read_plan(path)
    assert caught.value.problems == (sentence,)


def test_a_folder_is_not_a_plan(tmp_path: Path) -> None:
    folder = tmp_path / "plan.json"
    folder.mkdir()
    with pytest.raises(PlanFileError, match=r"plan.json: the file cannot be read \(Is a directory\)"):
        read_plan(folder)


def test_a_workbook_of_something_else_is_not_a_plan(tmp_path: Path) -> None:
    def spoil(sheets: dict[str, Rows]) -> None:
        sheets.clear()
        sheets["งบประมาณ"] = [["รายการ", "บาท"]]

    with pytest.raises(PlanFileError, match=r"plan.xlsx: this is not a plan; a plan workbook has the sheets"):
        read_plan(hand_made(tmp_path, spoil))


def test_a_measure_without_a_division_is_taken_with_a_warning_that_names_it() -> None:
    found = read_plan(SAMPLES / "maechedi-2567.json")
    assert [warning.partition(" names no division")[0] for warning in found.warnings] == [
        "measures[3] (M4) divisions: measure M4 'โครงการจัดเวทีประชาคมหมู่บ้าน ระดับตำบล เพื่อจัดทำแผนพัฒนาท้องถิ่น "
        "(พ.ศ. ๒๕๖๖-๒๕๗๐) เพิ่มเติมเปลี่ยนแปลง ฉบับที่ ๓'",
        "measures[6] (M7) divisions: measure M7 'จัดทำแผนผังแสดงขั้นตอนการให้บริการงานด้านต่าง ๆ อย่างทั่วถึง "
        "และส่งเสริมให้มีการฝึกอบรมพัฒนาเพิ่มพูนทักษะและความรู้เกี่ยวกับการปฏิบัติงานอย่างสม่ำเสมอ'",
    ]


def test_an_unknown_layout_and_a_late_deadline_are_warnings(tmp_path: Path) -> None:
    def spoil(plan: dict[str, Any]) -> None:
        plan["layout"] = "our-own"
        plan["measures"][1]["follow_up"]["deadline"]["date"] = "2024-01-31"

    assert read_plan(json_file(tmp_path, spoil)).warnings == (
        "layout: 'our-own' is not a known report layout",
        "measures[1] (M2) follow_up.deadline.date: the deadline 2024-01-31 of measure M2 "
        "lies outside fiscal year 2566",
    )


def test_sheets_and_headings_that_are_not_ours_are_passed_over_with_a_warning(tmp_path: Path) -> None:
    def spoil(sheets: dict[str, Rows]) -> None:
        sheets["มาตรการ"][0].append("งบประมาณ")
        sheets["จดไว้"] = [["โทรถามอำเภอ"]]

    assert read_plan(hand_made(tmp_path, spoil)).warnings == (
        "sheet มาตรการ, row 1: 'งบประมาณ' is not a heading of the template; passed over",
        "sheet จดไว้: passed over, because it is not a sheet of the template",
    )


def test_a_cell_that_excel_made_a_date_is_that_date(tmp_path: Path) -> None:
    plan = read_plan(hand_made(tmp_path, cell("มาตรการ", 2, 5, date(2022, 10, 3)))).plan
    assert plan.measures[0].period.start == date(2022, 10, 3)
