"""The report of a stored plan's round: what Excel, the summary card, the web and the commands all start from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import cast

from sqlalchemy.orm import Session

from exports import report
from exports.entries import entries_of
from exports.gaps import Gap, gaps_of
from exports.narrative import TextField
from exports.orders import order_lines
from exports.report_value import Report, WaivedGap
from exports.scoring import Scores, scores_of, scores_or_none
from exports.texts import paper
from models import assessments, audit, orders, reports
from models.calendar import Month, Round, bangkok_date
from models.plan import Analysis, Plan
from models.records import StoredPlan, ledger, load_plans, so_far


def build_report(
    session: Session, stored: StoredPlan, round: Round, now: datetime, layout: str | None = None
) -> Report:
    """The report of a round as it stands at `now`; months that have not opened yet are not counted as missing.

    Raises ValueError with a sentence when the layout is unknown.
    """
    return report_and_gaps(session, stored, round, now, layout)[0]


def report_and_gaps(
    session: Session, stored: StoredPlan, round: Round, now: datetime, layout: str | None = None
) -> tuple[Report, tuple[Gap, ...]]:
    """The same, and what it still lacks, waived or not."""
    names = report.Names(
        measures={id_: m.code for id_, m in stored.measures.items()}, divisions=dict(stored.divisions)
    )
    edits = {
        (names.measures[id_], cast(TextField, field)): row.text or ""
        for (id_, field), row in reports.own_words(session, stored.id, round.key).items()
        if id_ in names.measures
    }
    obligations = so_far(ledger(session, stored), now)
    scores = scores_or_none(stored.plan, assessments.of_plan(session, stored.organisation_id, stored.plan))
    given = orders.of_round(session, stored.organisation_id, stored.id, round, stored.frozen.get(round.key))
    assigned = (a for a in stored.assignments if a.first <= round.last and a.last >= round.first)
    owned = frozenset(names.measures[a.measure_id] for a in assigned if a.measure_id in names.measures)
    beside = report.Beside(orders=order_lines(given), scores=scores, owned=owned)
    made = report.build(stored.plan, round, obligations, names, layout, now, edits, beside)
    waived = {key: row.reason for key, row in reports.waived(session, stored.id, round.key).items()}
    entries = entries_of(stored.plan, round, obligations, names)
    unanswered = [one for one in given if one.state == "open"]
    gaps = gaps_of(round, entries, made.summary.notes, unanswered, waived, now)
    left = tuple(WaivedGap(gap.text, paper(gap.waived)) for gap in gaps if gap.waived)
    return replace(made, waived=left), gaps


def scores_of_year(
    session: Session, organisation_id: int, known: Mapping[int, Analysis], year: int
) -> tuple[Scores, Plan | None]:
    """The scores of an ITA year among those that are in (models/assessments.years), and the plan that answers them:
    None when it is not there yet."""
    plans = [stored.plan for stored in load_plans(session, organisation_id)]
    plan = next((plan for plan in reversed(plans) if assessments.year_of(plan) == year), None)
    found = assessments.assessed(session, organisation_id, known, year, Analysis())
    return scores_of(plan, found), plan


def current_round(stored: StoredPlan, now: datetime) -> Round:
    """The round that is being reported at `now`: the one of the newest month that has opened."""
    month = Month.of(bangkok_date(now))
    if stored.deadlines(month).opens > now:
        month = month.plus(-1)
    return stored.round_of(min(max(month, stored.fiscal_year.first_month), stored.fiscal_year.last_month))


def note_made(session: Session, organisation_id: int, round: Round, content: bytes | Path, now: datetime) -> None:
    """Write in the audit that a file of the round's report was made: by whom, when, and the hash of its content,
    which may be a file's that is too large to be read whole."""
    if isinstance(content, Path):
        with content.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    else:
        sha256 = hashlib.sha256(content).hexdigest()
    made = {
        "fiscal_year": round.fiscal_year.number,
        "round": round.code,
        "sha256": sha256,
    }
    audit.record(
        session, organisation_id, now, audit.REPORT, about="report", place=report.round_text(round), new=made
    )
