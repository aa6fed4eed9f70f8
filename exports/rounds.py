"""The report of a stored plan's round: what Excel, the summary card, the web and the commands all start from."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from typing import cast

from sqlalchemy.orm import Session

from exports import report
from exports.entries import entries_of
from exports.gaps import Gap, gaps_of
from exports.narrative import TextField
from exports.report_value import Report, WaivedGap
from exports.texts import paper
from models import audit, reports
from models.calendar import Month, Round, bangkok_date
from models.records import StoredPlan, ledger, so_far


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
    made = report.build(stored.plan, round, obligations, names, layout, now, edits)
    waived = {key: row.reason for key, row in reports.waived(session, stored.id, round.key).items()}
    entries = entries_of(stored.plan, round, obligations, names)
    gaps = gaps_of(round, entries, made.summary.notes, (), waived, now)
    left = tuple(WaivedGap(gap.text, paper(gap.waived)) for gap in gaps if gap.waived)
    return replace(made, waived=left), gaps


def current_round(stored: StoredPlan, now: datetime) -> Round:
    """The round that is being reported at `now`: the one of the newest month that has opened."""
    month = Month.of(bangkok_date(now))
    if stored.deadlines(month).opens > now:
        month = month.plus(-1)
    return stored.round_of(min(max(month, stored.fiscal_year.first_month), stored.fiscal_year.last_month))


def note_made(session: Session, organisation_id: int, round: Round, content: bytes, now: datetime) -> None:
    """Write in the audit that a file of the round's report was made: by whom, when, and the file's hash."""
    made = {
        "fiscal_year": round.fiscal_year.number,
        "round": round.code,
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    audit.record(
        session, organisation_id, now, audit.REPORT, about="report", place=report.round_text(round), new=made
    )
