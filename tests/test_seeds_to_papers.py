"""The five real plans, from import over answers to a frozen round and every paper of it."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from docx import Document

from exports import freezing
from exports.documents import PAPERS, PaperRefused
from exports.dossier import gather
from exports.gaps import open_gaps
from exports.plan_reader import read_plan
from exports.rounds import report_and_gaps
from models import organisations, reports
from models.calendar import FiscalYear, Round
from models.database import Database
from models.plan_store import assign, save_plan
from models.records import load_plan
from models.tables import Person
from tests import cast, workbooks
from tests.reported import report_months

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
SEEDS = ("khaochaison-2564", "khaosaming-2564", "kudjok-2566", "maechedi-2567", "phonsongkhram-2569")
REASON = "ไม่มีส่วนราชการผู้รับผิดชอบในเอกสารเดิม"


@pytest.mark.parametrize("name", SEEDS)
def test_a_real_plan_becomes_a_frozen_report_with_its_papers(db: Database, name: str, tmp_path: Path) -> None:
    plan = read_plan(SAMPLES / "plans" / f"{name}.json").plan
    round = Round.of(FiscalYear(plan.fiscal_year), "6m")
    with db.write() as session:
        organisation = organisations.choose(session, None)
        save_plan(session, organisation, plan, cast.START)
        session.add(Person(organisation_id=organisation.id, line_id="U1", name="ผู้รายงาน", joined_at=cast.START))
        session.flush()
        script = SAMPLES / "replay" / f"{name}.json"
        for given in json.loads(script.read_text(encoding="utf-8"))["assign"] if script.exists() else ():
            assign(session, organisation, plan.fiscal_year, given["measure"], given["division"], cast.START)
        report_months(session, organisation.id, round.first, round.last)
        stored = load_plan(session, organisation.id, plan.fiscal_year)
        assert stored
        now = stored.deadlines(round.last).due + timedelta(days=1)
        lacking = report_and_gaps(session, stored, round, now)[1]
        assert {gap.kind for gap in lacking} <= {"no_owner", "outcome"}  # what the agencies left open themselves
        for gap in lacking:
            reports.waive(session, organisation.id, stored.id, round.key, gap.key, REASON, None, now)
        session.flush()
        assert not open_gaps(report_and_gaps(session, stored, round, now)[1])
        row = freezing.freeze(session, stored, round, None, now)
        frozen = freezing.thawed(row)
        stored = load_plan(session, organisation.id, plan.fiscal_year)
        assert stored
        dossier = gather(session, stored, round, now + timedelta(days=9), tmp_path)
    assert dossier.report == frozen
    assert dossier.amendments == ()
    assert len(frozen.waived) == len(lacking)
    for kind, paper in PAPERS.items():
        out = tmp_path / f"{kind}{paper.suffix}"
        try:
            paper.write(dossier, out)
        except PaperRefused:
            nothing = {"own": True, "analysis": not plan.analysis.indicators, "evidence": not frozen.evidence}
            assert nothing.get(kind), kind
            continue
        if paper.suffix == ".docx":
            assert any("".join(p.text for p in Document(str(out)).paragraphs))
        if paper.suffix == ".xlsx":
            workbooks.check(out)
