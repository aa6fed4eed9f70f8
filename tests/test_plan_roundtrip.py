"""What the plan workbook holds is the plan: written and read back, nothing changes."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exports.plan_cells import read_items, read_text, show_items, show_text
from exports.plan_reader import PlanFileError, read_plan
from exports.plan_writer import write_plan, write_template
from models.plan import Plan, plan_from_json, plan_to_json
from tests.plan_cases import SAMPLES
from tests.plan_cases.strategies import plans, texts

NAMES = sorted(path.stem for path in SAMPLES.glob("*.json"))


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_plan_written_as_a_workbook_reads_back_as_the_same_plan(name: str, tmp_path: Path) -> None:
    plan = plan_from_json(json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8")))
    write_plan(plan, tmp_path / "plan.xlsx")
    assert read_plan(tmp_path / "plan.xlsx").plan == plan


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_plan_read_from_json_survives_the_workbook_and_json(name: str, tmp_path: Path) -> None:
    plan = read_plan(SAMPLES / f"{name}.json").plan
    write_plan(plan, tmp_path / "plan.xlsx")
    (tmp_path / "plan.json").write_text(json.dumps(plan_to_json(plan)), encoding="utf-8")
    assert (read_plan(tmp_path / "plan.xlsx").plan, read_plan(tmp_path / "plan.json").plan) == (plan, plan)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans())
def test_any_plan_written_as_a_workbook_reads_back_as_the_same_plan(plan: Plan) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xlsx"
        write_plan(plan, path)
        assert read_plan(path).plan == plan


@given(st.none() | texts)
def test_any_text_survives_its_cell(text: str | None) -> None:
    shown = show_text(text)
    assert (None if shown is None else read_text(shown)) == text


@given(st.lists(texts, max_size=4))
def test_any_list_survives_its_cell(items: list[str]) -> None:
    shown = show_items(items)
    assert ([] if shown is None else read_items(shown)) == items


def test_typed_text_never_becomes_a_formula(tmp_path: Path) -> None:
    plan = read_plan(SAMPLES / "kudjok-2566.json").plan
    data = plan_to_json(plan)
    data["measures"][0]["title"] = '=HYPERLINK("http://x")'
    write_plan(plan_from_json(data), tmp_path / "plan.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "plan.xlsx")["มาตรการ"]["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ('=HYPERLINK("http://x")', "s", True)


def test_control_characters_are_left_out(tmp_path: Path) -> None:
    data = plan_to_json(read_plan(SAMPLES / "kudjok-2566.json").plan)
    data["measures"][0]["title"] = "ก\x00\x0bข\r\nค"
    write_plan(plan_from_json(data), tmp_path / "plan.xlsx")
    (tmp_path / "plan.json").write_text(json.dumps(data), encoding="utf-8")
    titles = [read_plan(tmp_path / name).plan.measures[0].title for name in ("plan.xlsx", "plan.json")]
    assert titles == ["กข\nค", "กข\nค"]


def test_a_text_too_long_for_a_cell_is_refused_and_no_file_is_left(tmp_path: Path) -> None:
    data = plan_to_json(read_plan(SAMPLES / "kudjok-2566.json").plan)
    data["measures"][0]["title"] = "ก" * 32_768
    with pytest.raises(PlanFileError, match="sheet มาตรการ, row 2, column 2: the text is longer than a cell holds"):
        write_plan(plan_from_json(data), tmp_path / "plan.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_plan_is_written_only_as_a_workbook(tmp_path: Path) -> None:
    with pytest.raises(PlanFileError, match=r"plan.csv: a plan is written as a workbook; the name must end in .xlsx"):
        write_template(tmp_path / "plan.csv")


def test_the_template_is_empty_and_says_what_to_fill(tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx")
    with pytest.raises(PlanFileError) as caught:
        read_plan(tmp_path / "template.xlsx")
    assert sorted(caught.value.problems) == [
        "sheet กอง: the plan names no division, so nobody could be asked",
        "sheet มาตรการ: the plan has no measure",
        "sheet หน่วยงาน, row 2, ชื่อหน่วยงาน: is missing",
        "sheet หน่วยงาน, row 3, ปีงบประมาณ (พ.ศ.): is missing",
    ]


def test_the_template_has_frozen_headings_lists_to_choose_from_and_landscape_pages(tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx")
    book = openpyxl.load_workbook(tmp_path / "template.xlsx")
    measures = book["มาตรการ"]
    lists = {str(rule.sqref): rule.formula1 for rule in measures.data_validations.dataValidation}
    assert (book.sheetnames[0], measures.freeze_panes, lists["C2:C500"]) == ("คำอธิบาย", "C2", "='กอง'!$B$2:$B$100")
    assert {sheet.page_setup.orientation for sheet in book.worksheets} == {"landscape"}
    assert {cell.font.name for row in measures["A1:F3"] for cell in row} == {"TH SarabunPSK"}
