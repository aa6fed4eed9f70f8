"""What people type into a plan file is understood as they mean it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exports.plan_cells import read_items, read_number, read_text
from exports.plan_dates import typed_day, typed_month
from exports.plan_reader import read_plan
from models.plan import DivisionName, Measure, Period
from tests.plan_cases import Rows, hand_made, json_file


def test_three_sheets_with_the_needed_columns_are_a_plan(tmp_path: Path) -> None:
    found = read_plan(hand_made(tmp_path))
    year = Period("ปีงบประมาณ พ.ศ. ๒๕๖๖", date(2022, 10, 1), date(2023, 9, 30))
    day = Period("๒๖ มีนาคม ๒๕๖๖", date(2023, 3, 26), date(2023, 3, 26))
    assert found.warnings == ()
    assert found.plan.divisions == (
        DivisionName("clerk", "สำนักปลัด"),
        DivisionName("finance", "กองคลัง", sections=("งานพัสดุ",)),
    )
    assert found.plan.measures == (
        Measure("M1", 1, "มาตรการ No Gift Policy", year, divisions=("all",), responsible_text="ทุกกอง"),
        Measure("M2", 2, "อบรมคุณธรรม", day, divisions=("finance",), responsible_text="กองคลัง"),
    )


@pytest.mark.parametrize(
    ("typed", "codes", "section", "printed"),
    [
        ("กองคลัง", ("finance",), None, "กองคลัง"),
        ("กอง คลัง ", ("finance",), None, "กอง คลัง"),
        ("FINANCE", ("finance",), None, "กองคลัง"),
        ("ทุกกอง", ("all",), None, "ทุกกอง"),
        ("all", ("all",), None, "ทุกกอง"),
        ("งานพัสดุ", ("finance",), "งานพัสดุ", "งานพัสดุ"),
        ("กองคลัง /งานพัสดุ", ("finance",), "งานพัสดุ", "กองคลัง /งานพัสดุ"),
        ("กองคลัง / งานการเงิน", ("finance",), "งานการเงิน", "กองคลัง / งานการเงิน"),
        ("กองคลัง\nสำนักปลัด", ("finance", "clerk"), None, "กองคลัง\nสำนักปลัด"),
        ("กองคลัง, สำนักปลัด", ("finance", "clerk"), None, "กองคลัง, สำนักปลัด"),
        ("กองคลัง และสำนักปลัด", ("finance", "clerk"), None, "กองคลัง และสำนักปลัด"),
    ],
)
def test_a_responsible_cell_names_divisions_in_many_ways(
    typed: str, codes: tuple[str, ...], section: str | None, printed: str, tmp_path: Path
) -> None:
    def spoil(sheets: dict[str, Rows]) -> None:
        sheets["มาตรการ"][1][2] = typed

    measure = read_plan(hand_made(tmp_path, spoil)).plan.measures[0]
    assert (measure.divisions, measure.section, measure.responsible_text) == (codes, section, printed)


def test_in_json_a_section_beside_its_division_is_learnt(tmp_path: Path) -> None:
    def spoil(plan: dict[str, Any]) -> None:
        plan["measures"][0].update(divisions=["งานนิติการ"])
        plan["measures"][1].update(divisions=["สำนักปลัด"], section="งานนิติการ")

    plan = read_plan(json_file(tmp_path, spoil)).plan
    assert (plan.measures[0].divisions, plan.divisions[0].sections) == (("clerk",), ("งานนิติการ",))


def test_an_abbreviated_division_is_the_one_that_begins_so(tmp_path: Path) -> None:
    plan = read_plan(json_file(tmp_path, lambda plan: plan["measures"][0].update(divisions=["กองการศึกษาฯ"]))).plan
    assert plan.measures[0].divisions == ("education",)


def test_thai_labels_of_usual_values_mean_the_values_in_json_too(tmp_path: Path) -> None:
    def spoil(plan: dict[str, Any]) -> None:
        plan["publishing"] = ["เว็บไซต์", "ป้ายหน้าอำเภอ"]
        plan["measures"][0]["follow_up"] = {"cadence": ["ทุกเดือน"]}

    plan = read_plan(json_file(tmp_path, spoil)).plan
    assert (plan.publishing, plan.measures[0].follow_up.cadence) == (("website", "ป้ายหน้าอำเภอ"), ("monthly",))


def test_measures_are_counted_in_the_order_of_the_file(tmp_path: Path) -> None:
    def spoil(plan: dict[str, Any]) -> None:
        plan["measures"][0]["order"], plan["measures"][1]["order"] = 7, 3

    assert [(m.code, m.order) for m in read_plan(json_file(tmp_path, spoil)).plan.measures] == [("M1", 1), ("M2", 2)]


def test_a_title_above_the_headings_and_empty_rows_do_no_harm(tmp_path: Path) -> None:
    def spoil(sheets: dict[str, Rows]) -> None:
        sheets["มาตรการ"][:0] = [["แผนมาตรการ ปี 2566"], []]
        sheets["มาตรการ"].insert(4, [" ", None])

    assert [measure.code for measure in read_plan(hand_made(tmp_path, spoil)).plan.measures] == ["M1", "M2"]


@pytest.mark.parametrize(
    "typed",
    ["1 ต.ค. 2565", "๑ ตุลาคม ๒๕๖๕", "1/10/2565", "01-10-2565", "1.10.2565", "1 ตค 65", "1ต.ค.65",
     "วันที่ ๑ ตุลาคม พ.ศ. ๒๕๖๕", "1 ตุลาคม ค.ศ. 2022", "1/10/2022", "2022-10-01", "2022-10-01 00:00:00"],
)  # fmt: skip
def test_a_typed_date_is_understood(typed: str) -> None:
    assert typed_day(typed) == date(2022, 10, 1)


@pytest.mark.parametrize("typed", ["เม.ย. 2564", "เมษายน ๒๕๖๔", "เดือนเมษายน พ.ศ. 2564", "เมย 64", "2021-04"])
def test_a_typed_month_is_understood(typed: str) -> None:
    assert typed_month(typed).key == "2021-04"


@pytest.mark.parametrize("typed", ["2564-04", "เมษายน", "13/2564", ""])
def test_what_is_no_month_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"Buddhist-era|is not a month such as"):
        typed_month(typed)


def test_a_29_february_of_a_leap_year_in_be_is_a_day() -> None:
    assert typed_day("29 ก.พ. 2567") == date(2024, 2, 29)


def test_items_stand_one_a_line_or_from_bullet_to_bullet() -> None:
    assert read_items(" ประชุม \n\nรายงาน\n") == ["ประชุม", "รายงาน"]
    assert read_items("• ประชุม\nทุกเดือน\n•รายงาน\n  - ปลัด") == ["ประชุม\nทุกเดือน", "รายงาน\n- ปลัด"]


def test_numbers_and_texts_of_other_types_are_understood() -> None:
    assert [read_number("๙๕.๕"), read_number(" 1,000 "), read_text(9.1), read_text(10.0)] == [95.5, 1000, "9.1", "10"]
