"""Scores as they are kept: imported over planned, by year, in the dossier, and unchanged in a frozen report."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from exports import excel
from exports.dossier import gather
from exports.freezing import freeze, thawed
from exports.rounds import build_report, current_round
from exports.scores_file import write_scores
from exports.scoring import scores_of
from models import assessments, audit, organisations
from models.calendar import Round
from models.database import Database
from models.keeping_tables import AuditEntry
from models.plan import Analysis, Indicator, Question
from models.plan_store import save_plan
from models.records import load_plan
from models.tables import Organisation
from tests import cast
from tests.reports.rounds import sample_plan, small_report
from tests.score_stage import shifted
from tests.test_commands import SAMPLES, Office, office

__all__ = ["office"]

PHON = sample_plan("phonsongkhram-2569")
NOW = cast.START + timedelta(days=60)


def test_the_imported_scores_count_and_keep_the_plans_words(db: Database) -> None:
    planned = replace(PHON.analysis, weaknesses=("จุดอ่อนตามแผน",), source_fiscal_year=2568)
    with db.write() as session:
        organisation = organisations.choose(session, None)
        save_plan(session, organisation, replace(PHON, analysis=planned), NOW)
        assert assessments.years(session, organisation.id) == {2568: planned}
        imported = Analysis(2568, 80.0, indicators=(Indicator(9, "OIT", "ก", 70),))
        older = Analysis(2567, 75.0)
        assert assessments.keep(session, organisation.id, 2568, imported, None, NOW)
        assert assessments.keep(session, organisation.id, 2567, older, None, NOW)
        assert not assessments.keep(session, organisation.id, 2567, older, None, NOW)
    with db.read() as session:
        found = assessments.years(session, 1)
        assert list(found) == [2567, 2568]
        one = found[2568]
        assert (one.overall_score, one.level, one.weaknesses) == (80.0, "ผ่านดี", ("จุดอ่อนตามแผน",))
        assert one.indicators == imported.indicators
        assessed = assessments.of_plan(session, 1, PHON)
        assert (assessed.year, assessed.analysis, assessed.before, assessed.threshold) == (2568, one, older, 85)
        changes = session.scalars(select(AuditEntry).where(AuditEntry.what == audit.SCORES)).all()
        assert [(c.new["ita_year"], c.new["overall_score"]) for c in changes] == [(2568, "80"), (2567, "75")]


def test_a_plan_without_scores_has_its_own_analysis(db: Database) -> None:
    with db.write() as session:
        organisation = organisations.choose(session, None)
        plan = sample_plan("khaosaming-2564")
        save_plan(session, organisation, plan, NOW)
        assert assessments.years(session, organisation.id) == {}
        found = assessments.of_plan(session, organisation.id, plan)
        assert (found.year, found.analysis, found.before) == (2563, plan.analysis, None)


@pytest.mark.parametrize(
    ("target", "rules", "expected"),
    [(None, {}, 85), (None, {"score_threshold": 80}, 80), (90.0, {"score_threshold": 80}, 90)],
)
def test_the_threshold_is_data(target: float | None, rules: dict[str, float], expected: float) -> None:
    assert assessments.threshold(Analysis(target_score=target), rules) == expected


def test_another_organisations_scores_are_not_ours(db: Database) -> None:
    with db.write() as session:
        first = organisations.choose(session, None)
        other = Organisation(name="อบต.อื่น", created_at=NOW, rules={})
        session.add(other)
        session.flush()
        assessments.keep(session, other.id, 2568, Analysis(2568, 50.0), None, NOW)
        assert assessments.years(session, first.id) == {}
        assert list(assessments.years(session, other.id)) == [2568]


def test_a_frozen_report_keeps_the_scores_of_its_day(db: Database) -> None:
    with db.write() as session:
        organisation = organisations.choose(session, None)
        save_plan(session, organisation, PHON, NOW)
        stored = load_plan(session, organisation.id, 2569)
        assert stored is not None
        round = Round.of(stored.fiscal_year, "12m")
        before = gather(session, stored, round, NOW, Path())
        assert (before.assessment.overall_score, before.assessment_before) == (92.27, None)
        row = freeze(session, stored, round, None, NOW)
        assessments.keep(session, organisation.id, 2568, shifted(PHON.analysis, -10), None, NOW)
        assessments.keep(session, organisation.id, 2567, shifted(PHON.analysis, -5), None, NOW)
        frozen = gather(session, stored, round, NOW, Path())
        assert (frozen.assessment.overall_score, frozen.assessment_before) == (92.27, None)
        assert thawed(row).scores == before.report.scores
        live = build_report(session, stored, round, NOW)
        assert live.scores is not None
        assert live.scores.before is not None
        assert live.scores.analysis.overall_score == 82.27


def test_the_sheet_of_scores(db: Database, tmp_path: Path) -> None:
    with db.write() as session:
        organisation = organisations.choose(session, None)
        attack = replace(
            PHON.analysis.indicators[0], questions=(Question("I1", "=1+1", 50), Question("+I2", "@x", 60))
        )
        save_plan(session, organisation, PHON, NOW)
        analysis = replace(PHON.analysis, indicators=(attack, *PHON.analysis.indicators[1:]))
        assessments.keep(session, organisation.id, 2568, analysis, None, NOW)
        assessments.keep(session, organisation.id, 2567, shifted(PHON.analysis, -6.5), None, NOW)
        stored = load_plan(session, organisation.id, 2569)
        assert stored is not None
        report = build_report(session, stored, current_round(stored, NOW), NOW)
    excel.write(report, tmp_path / "report.xlsx")
    sheet = load_workbook(tmp_path / "report.xlsx")["คะแนน ITA"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    by_name = {str(row[0]).split("\n")[0]: row for row in rows}
    assert by_name["๙. การเปิดเผยข้อมูล"][1:] == [88.75, 82.25, 6.5, "ผ่านเกณฑ์\n(ปีก่อนต่ำกว่า)", "มาตรการที่ ๙"]
    assert by_name["๑๐. การป้องกันการทุจริต"][5] == "ยังไม่มีมาตรการ"
    assert by_name["ข้อ O22 รายงานการรับทรัพย์สินหรือประโยชน์อื่นใดโดยธรรมจรรยา"][4:] == ["ต่ำกว่าเกณฑ์", "ยังไม่มีมาตรการ"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert "ข้อ I1 =๑+๑" in by_name


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_libreoffice_prints_the_sheet_of_scores(tmp_path: Path) -> None:
    scores = scores_of(PHON, assessments.Assessed(2568, PHON.analysis, shifted(PHON.analysis, -6.5), 85))
    excel.write(replace(small_report(()), scores=scores), tmp_path / "report.xlsx")
    office = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*office, "report.xlsx"], cwd=tmp_path, check=True, capture_output=True, timeout=120)
    subprocess.run(["pdftotext", "-layout", "report.pdf", "report.txt"], cwd=tmp_path, check=True, timeout=60)
    text = "".join((tmp_path / "report.txt").read_text(encoding="utf-8").split())
    for printed in ("๘๘.๗๕๘๒.๒๕๖.๕๐", "EITPublic๑๐๐.๐๐·EITSurvey๗๙.๐๙", "O28"):
        assert printed in text
    assert "#" not in text  # no cell is too narrow for its number


# --- The commands


def scores_of_sample(folder: Path, year: int | None, by: float = 0) -> Path:
    path = folder / f"{year}{by}.xlsx"
    analysis = shifted(PHON.analysis, by)
    write_scores(path, replace(analysis, source_fiscal_year=year, target_score=None))
    return path


def test_scores_come_in_by_command_and_are_shown(office: Office) -> None:
    assert "no scores yet" in office.refused("scores", "show")
    office.done("plan", "import", SAMPLES / "phonsongkhram-2569.json")
    out = office.done("scores", "show")
    assert "ITA 2568: 92.27, level ผ่านดี" in out
    assert "under 85: O27 มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน: 50; no measure answers" in out
    before = office.contents()
    dry = office.done("scores", "import", scores_of_sample(office.folder, 2567, -6.5), "--dry-run")
    assert "nothing stored (dry run)" in dry
    assert office.contents() == before
    assert office.done("scores", "import", scores_of_sample(office.folder, 2567, -6.5)).endswith("stored\n")
    again = office.done("scores", "import", scores_of_sample(office.folder, 2567, -6.5))
    assert again.endswith("nothing changed\n")
    shown = json.loads(office.done("scores", "show", "--json"))
    assert (shown["ita_year"], shown["overall"], shown["level"], shown["threshold"]) == (2568, 92.27, "ผ่านดี", 85)
    assert [one["code"] for one in shown["below"] if one["by_mean"] and not one["measures"]] == ["O22", "O27"]
    assert [c["code"] for c in shown["changes"] if c["crossed"] == "up"] == ["8", "9", "10", "E3", "E4", "E9"]
    assert json.loads(office.done("scores", "show", "--year", "2567", "--json"))["ita_year"] == 2567
    before = office.done("scores", "show", "--year", "2567")
    assert "no measure" not in before
    assert before.endswith("there is no plan of 2568 yet, whose measures would answer these scores\n")
    assert shown["plan"] == 2569
    assert json.loads(office.done("scores", "show", "--year", "2567", "--json"))["plan"] is None
    assert "there are no scores of 2560; there are: 2567, 2568" in office.refused("scores", "show", "--year", "2560")


def test_the_year_of_a_file_must_be_sure(office: Office) -> None:
    file, silent = scores_of_sample(office.folder, 2567), scores_of_sample(office.folder, None)
    assert "is not the year that the file says: 2567" in office.refused("scores", "import", file, "--year", "2568")
    assert "name it with --year" in office.refused("scores", "import", silent)
    assert "not a Buddhist-era year" in office.refused("scores", "import", silent, "--year", "2025")
    assert office.done("scores", "import", silent, "--year", "2568").endswith("stored\n")


def test_a_bad_file_changes_nothing(office: Office) -> None:
    (office.folder / "scores.xlsx").write_bytes(b"none")
    assert "not a workbook" in office.refused("scores", "import", "scores.xlsx", "--year", "2568")
    office.done("scores", "template", "empty.xlsx")
    assert "there is no score" in office.refused("scores", "import", "empty.xlsx", "--year", "2568")
    assert "exists already" in office.refused("scores", "template", "empty.xlsx")
    assert "must end in .xlsx" in office.refused("scores", "template", "empty.csv")


def test_the_threshold_by_command(office: Office) -> None:
    assert office.done("scores", "threshold").startswith("85,")
    assert office.done("scores", "threshold", "80.5").startswith("80.5,")
    office.done("scores", "import", scores_of_sample(office.folder, 2568))
    assert json.loads(office.done("scores", "show", "--json"))["threshold"] == 80.5
    assert "from 0 to 100" in office.refused("scores", "threshold", "nan")
    assert "from 0 to 100" in office.refused("scores", "threshold", "101")


def test_the_oit_items_by_command(office: Office) -> None:
    assert "2566 measures O42 report O43 covers 2566 (not confirmed;" in office.done("oit", "list")
    done = office.done("oit", "set", "--year", "2570", "--measures", "๐๒๕", "--report", "o ๒๖")
    assert done == "2570 measures O25 report O26 covers 2569\n"
    years = json.loads(office.done("oit", "list", "--json"))["years"]
    assert years[-1] == {"ita_year": 2570, "measures": "O25", "report": "O26", "covers": 2569, "confirmed": True}
    assert "not a code" in office.refused("oit", "set", "--year", "2571", "--measures", "25", "--report", "O26")
    office.done("deadlines", "--set", "timely_days=7")  # what else is in the rules stays
    assert "2570 measures O25" in office.done("oit", "list")
