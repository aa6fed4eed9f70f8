"""Freezing a round: its report's value is stored with version, hash, who and when, and never changes after."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from exports.report import relaid, round_text
from exports.report_value import Report, report_from_json, report_to_json
from exports.rounds import build_report
from models import audit, reports
from models.calendar import Round
from models.records import StoredPlan
from models.report_tables import ReportRow


def digest(document: dict[str, Any]) -> str:
    """The hash (SHA-256, hex) of a report's JSON, whatever the order of its keys in the database."""
    canonical = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def freeze(session: Session, stored: StoredPlan, round: Round, person_id: int | None, now: datetime) -> ReportRow:
    """Freeze a round as it stands at `now`, as the next version. Whether it may be is for the caller to see."""
    document = report_to_json(build_report(session, stored, round, now))
    row = ReportRow(
        organisation_id=stored.organisation_id,
        plan_id=stored.id,
        round=round.key,
        version=len(reports.versions(session, stored.id, round.key)) + 1,
        document=document,
        sha256=digest(document),
        person_id=person_id,
        frozen_at=now,
    )
    session.add(row)
    session.flush()
    _note(session, row, round, audit.FROZEN, now)
    return row


def undo(session: Session, row: ReportRow, round: Round, person_id: int | None, now: datetime) -> bool:
    """Take a freeze back; gives False when a post has said a word on it, and nothing changes."""
    if reports.endorsed(session, row.id):
        return False
    row.undone_at, row.undone_by = now, person_id
    _note(session, row, round, audit.UNDONE, now)
    return True


def _note(session: Session, row: ReportRow, round: Round, what: str, now: datetime) -> None:
    new = {"fiscal_year": round.fiscal_year.number, "round": round.key, "version": row.version, "sha256": row.sha256}
    audit.record(
        session,
        row.organisation_id,
        now,
        what,
        about="report",
        about_id=row.id,
        place=round_text(round),
        new=new,
    )


def thawed(row: ReportRow) -> Report:
    """The value that was frozen. Raises ValueError when the stored value is not the one that was frozen."""
    if digest(row.document) != row.sha256:
        raise ValueError(f"report {row.id} does not have the hash that it was frozen with")
    return report_from_json(row.document)


def report_of(
    session: Session, stored: StoredPlan, round: Round, now: datetime, layout: str | None = None
) -> tuple[Report, ReportRow | None]:
    """A round's report: the frozen one with its row, or as it stands at `now`.

    Raises ValueError with a sentence when the layout is unknown.
    """
    row = reports.standing(session, stored.id, round.key)
    if row is None:
        return build_report(session, stored, round, now, layout), None
    return relaid(thawed(row), layout), row
