"""The report of a stored plan's round: what Excel, the summary card, the web and the commands all start from."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import cast

from sqlalchemy.orm import Session

from exports import report
from exports.narrative import TextField
from exports.orders import order_lines
from exports.report_value import Report
from models import audit, reports
from models.calendar import Month, Round, bangkok_date
from models.records import StoredPlan, ledger, so_far


def build_report(
    session: Session, stored: StoredPlan, round: Round, now: datetime, layout: str | None = None
) -> Report:
    """The report of a round as it stands at `now`; months that have not opened yet are not counted as missing.

    Raises ValueError with a sentence when the layout is unknown.
    """
    names = report.Names(
        measures={id_: m.code for id_, m in stored.measures.items()}, divisions=dict(stored.divisions)
    )
    own = reports.own_words(session, stored.id, round.key)
    edits = {
        (names.measures[id_], cast(TextField, field)): row.text or ""
        for (id_, field), row in own.items()
        if id_ in names.measures
    }
    beside = report.Beside(orders=order_lines(session, stored, round))
    return report.build(stored.plan, round, so_far(ledger(session, stored), now), names, layout, now, edits, beside)


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
