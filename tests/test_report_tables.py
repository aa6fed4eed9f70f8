"""The result tables of the three sample reports and two sample plans, cell by cell through a written workbook."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from exports import excel
from exports.report import build
from models.calendar import FiscalYear, Round
from tests.report_tables import broken, expected_rows, result_rows, squeeze
from tests.reports.rounds import names_of, sample_plan, sample_report

REPORTS = [("kudjok-2566", "6m"), ("maechedi-2567", "12m"), ("khaosaming-2564", "6m")]
PLANS = [("khaosaming-2564", "khaosaming-plan-5col"), ("phonsongkhram-2569", "phonsongkhram-plan-5col")]


@pytest.mark.parametrize(("name", "code"), REPORTS)
def test_the_sample_reports_come_out_cell_by_cell(name: str, code: str, tmp_path: Path) -> None:
    excel.write(sample_report(name, code), tmp_path / "report.xlsx")
    found = result_rows(tmp_path / "report.xlsx")
    assert [[squeeze(c) for c in row] for row in found] == [[squeeze(c) for c in row] for row in expected_rows(name)]


@pytest.mark.parametrize(("name", "code"), REPORTS)
def test_the_sample_reports_break_their_lines_where_expected(name: str, code: str, tmp_path: Path) -> None:
    excel.write(sample_report(name, code), tmp_path / "report.xlsx")
    found = result_rows(tmp_path / "report.xlsx")
    assert [[broken(c) for c in row] for row in found] == [[broken(c) for c in row] for row in expected_rows(name)]


@pytest.mark.parametrize(("name", "layout"), PLANS)
def test_the_sample_plan_tables_come_out_cell_by_cell(name: str, layout: str, tmp_path: Path) -> None:
    plan = sample_plan(name)
    round = Round.of(FiscalYear(plan.fiscal_year), "12m")
    report = build(plan, round, (), names_of(plan), layout, datetime(2026, 1, 1, tzinfo=UTC))
    excel.write(report, tmp_path / "plan.xlsx")
    found = result_rows(tmp_path / "plan.xlsx")
    expected = expected_rows(f"{name}-plan")
    assert [[broken(c) for c in row] for row in found] == [[broken(c) for c in row] for row in expected]
