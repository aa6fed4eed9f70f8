"""An agency's own table, as it is printed, is read as a plan; printed again it is the same table."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from exports.cells import FIELDS
from exports.layouts import LAYOUTS
from exports.plan_periods import Found, printed_period
from exports.plan_printed import listed_items
from exports.plan_reader import PlanFileError, read_plan
from models.calendar import FiscalYear
from models.plan import DivisionName, OrganisationProfile, Plan, plan_from_json
from tests.plan_cases import SAMPLES

EXPECTED = Path(__file__).parent / "expected"
TABLES = [
    ("kudjok-2566", "kudjok-2566", "kudjok-6m-5col"),
    ("maechedi-2567", "maechedi-2567", "maechedi-annual-6col"),
    ("khaosaming-2564", "khaosaming-2564", "khaosaming-6m-result"),
    ("khaosaming-2564", "khaosaming-2564-plan", "khaosaming-plan-5col"),
    ("phonsongkhram-2569", "phonsongkhram-2569-plan", "phonsongkhram-plan-5col"),
]


def sample(name: str) -> Plan:
    return plan_from_json(json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8")))


def rows_of(table: str) -> list[list[str]]:
    with (EXPECTED / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def workbook(folder: Path, rows: list[list[str]]) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "ตาราง"
    for row in rows:
        sheet.append(row)
    book.save(folder / "table.xlsx")
    return folder / "table.xlsx"


def close(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(("name", "table", "layout"), TABLES)
def test_a_printed_table_read_as_a_plan_prints_the_same_cells(
    name: str, table: str, layout: str, tmp_path: Path
) -> None:
    known, rows = sample(name), rows_of(table)
    path = workbook(tmp_path, rows)
    plan = read_plan(
        path, organisation=known.organisation, fiscal_year=known.fiscal_year, divisions=known.divisions
    ).plan
    leaves = LAYOUTS[layout].leaves
    body = rows[len(LAYOUTS[layout].heading_rows) :]
    printed = [
        [close(FIELDS[leaf.field](measure, ())) for leaf in leaves if "results" not in leaf.field]
        for measure in plan.measures
    ]
    wanted = [
        [close(cell) for cell, leaf in zip(row, leaves, strict=True) if "results" not in leaf.field] for row in body
    ]
    assert (plan.layout, printed) == (layout, wanted)


@pytest.mark.parametrize(
    ("name", "table"),
    [(name, table) for name, table, layout in TABLES if layout != "khaosaming-6m-result"],
)
def test_divisions_and_codes_of_a_printed_table_are_those_of_the_sample(
    name: str, table: str, tmp_path: Path
) -> None:
    known = sample(name)
    plan = read_plan(
        workbook(tmp_path, rows_of(table)), organisation=known.organisation, fiscal_year=known.fiscal_year
    ).plan
    assert [measure.divisions for measure in plan.measures] == [measure.divisions for measure in known.measures]
    if name.startswith("kudjok"):
        assert [measure.code for measure in plan.measures] == [measure.code for measure in known.measures]


@pytest.mark.parametrize("name", ["maechedi-2567", "phonsongkhram-2569"])
def test_periods_of_a_printed_table_are_those_of_the_sample(name: str, tmp_path: Path) -> None:
    known = sample(name)
    table = next(table for other, table, _layout in TABLES if other == name)
    plan = read_plan(
        workbook(tmp_path, rows_of(table)), organisation=known.organisation, fiscal_year=known.fiscal_year
    ).plan
    assert [measure.period for measure in plan.measures] == [measure.period for measure in known.measures]


def test_the_lines_above_a_table_say_whose_and_of_which_year_it_is(tmp_path: Path) -> None:
    rows = [["รายงานผล ขององค์การบริหารส่วนตำบลแม่เจดีย์ ประจำปีงบประมาณ พ.ศ. ๒๕๖๗"], *rows_of("maechedi-2567")]
    found = read_plan(workbook(tmp_path, rows))
    assert found.plan.organisation == OrganisationProfile("องค์การบริหารส่วนตำบลแม่เจดีย์")
    assert found.plan.fiscal_year == 2567
    assert found.plan.divisions == (
        DivisionName("clerk", "สำนักปลัด"),
        DivisionName("finance", "กองคลัง"),
        DivisionName("works", "กองช่าง"),
        DivisionName("education", "กองการศึกษาฯ"),
    )
    assert found.warnings[0] == (
        "sheet ตาราง: the divisions are those that the table names: สำนักปลัด, กองคลัง, กองช่าง, กองการศึกษาฯ"
    )


def test_a_table_of_nobody_is_refused_with_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(PlanFileError) as caught:
        read_plan(workbook(tmp_path, rows_of("kudjok-2566")))
    assert caught.value.problems == (
        "sheet ตาราง: the table does not say whose plan it is; give the organisation",
        "sheet ตาราง: the table does not say of which fiscal year it is; give the year (BE)",
    )


def test_a_table_that_names_no_division_needs_them_from_the_caller(tmp_path: Path) -> None:
    with pytest.raises(PlanFileError, match="the plan names no division, so nobody could be asked"):
        read_plan(
            workbook(tmp_path, rows_of("khaosaming-2564")),
            organisation=OrganisationProfile("องค์การบริหารส่วนตำบลเขาสมิง"),
            fiscal_year=2564,
        )


def test_a_fiscal_year_in_ce_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlanFileError, match="sheet ตาราง: 2023 is not a Buddhist-era year such as 2570"):
        read_plan(
            workbook(tmp_path, rows_of("kudjok-2566")), organisation=OrganisationProfile("อบต."), fiscal_year=2023
        )


def test_what_is_wrong_in_a_table_is_said_with_its_row(tmp_path: Path) -> None:
    rows = rows_of("maechedi-2567")
    rows[1][2], rows[2][3] = "กองทัพ", "เร็ว ๆ นี้"
    with pytest.raises(PlanFileError) as caught:
        read_plan(
            workbook(tmp_path, rows),
            organisation=OrganisationProfile("องค์การบริหารส่วนตำบลตัวอย่าง"),
            fiscal_year=2567,
            divisions=sample("maechedi-2567").divisions,
        )
    assert caught.value.problems == (
        "sheet ตาราง, row 3, column ระยะเวลา: the period is not understood; "
        "write it such as ๑ ตุลาคม ๒๕๖๙ – ๓๐ กันยายน ๒๕๗๐",
        "sheet ตาราง, row 2, column ผู้รับผิดชอบ: 'กองทัพ' is not a division of the plan "
        "(สำนักปลัด, กองคลัง, กองช่าง, กองการศึกษาฯ)",
    )


def test_group_lines_repeated_headings_and_rows_that_go_on_are_understood(tmp_path: Path) -> None:
    heading, first, *_rest = rows_of("phonsongkhram-2569-plan")
    rows = [
        heading,
        ["ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่"],
        first,
        ["", "", "๙๙. ขั้นตอนที่อยู่หน้าถัดไป"],
        heading,
        ["หมายเหตุ ข้อมูล ณ วันที่ ๑"],
    ]
    found = read_plan(workbook(tmp_path, rows), organisation=OrganisationProfile("อบต."), fiscal_year=2569,
                      divisions=(DivisionName("clerk", "สำนักปลัด"),))  # fmt: skip
    (measure,) = found.plan.measures
    assert (measure.code, measure.title) == ("IND1", "มาตรการตามตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่")
    assert measure.steps[-1].endswith("\n๙๙. ขั้นตอนที่อยู่หน้าถัดไป")
    assert found.warnings == ("sheet ตาราง, row 6: passed over, because only its first cell is filled",)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("ปีงบประมาณ พ.ศ. ๒๕๖๗", date(2023, 10, 1), date(2024, 9, 30)),
        ("๑ ตุลาคม ๒๕๖๖ – ๓๐ กันยายน ๒๕๖๗", date(2023, 10, 1), date(2024, 9, 30)),
        ("๒๖ มีนาคม ๒๕๖๗", date(2024, 3, 26), date(2024, 3, 26)),
        ("มีนาคม ๒๕๖๗ – พฤษภาคม ๒๕๖๗", date(2024, 3, 1), date(2024, 5, 31)),
        ("ต.ค. - ธ.ค. 2566", date(2023, 10, 1), date(2023, 12, 31)),
        ("ตุลาคม - มกราคม", date(2023, 10, 1), date(2024, 1, 31)),
        ("รอบ ๖ เดือน", date(2023, 10, 1), date(2024, 3, 31)),
        ("เดือนตุลาคม ๒๕๖๖ ถึงเดือนมีนาคม ๒๕๖๗", date(2023, 10, 1), date(2024, 3, 31)),
        ("ตลอดปีงบประมาณ", date(2023, 10, 1), date(2024, 9, 30)),
    ],
)
def test_a_printed_period_is_understood(text: str, start: date, end: date) -> None:
    assert printed_period(text, FiscalYear(2567)) == Found(start, end)


def test_quarters_are_kept_as_quarters() -> None:
    found = printed_period("ไตรมาส ๑-๓ (ปีงบประมาณ พ.ศ. ๒๕๖๗)", FiscalYear(2567))
    assert found == Found(date(2023, 10, 1), date(2024, 6, 30), (1, 3))


def test_a_printed_list_loses_its_marks_only_where_they_count_on() -> None:
    assert listed_items("๑. ประชุม\n๒. รายงาน\n๒ ครั้ง") == (["ประชุม", "รายงาน\n๒ ครั้ง"], None)
    assert listed_items("- ประชุม\n- รายงาน") == (["ประชุม", "รายงาน"], "dash")
    assert listed_items("รายงาน\n-รอบ ๖ เดือน") == (["รายงาน\n-รอบ ๖ เดือน"], None)
