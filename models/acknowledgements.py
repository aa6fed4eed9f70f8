"""Who took note (รับทราบ) of what, and when: `month/2026-11`, `round/2570-6m`, `report/12` (a frozen one's id)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.report_tables import Acknowledgement
from models.tables import Person


def note(session: Session, person: Person, what: str, now: datetime) -> datetime | None:
    """Keep that a person took note; gives when they had done so before, None when this is the first time."""
    before = at(session, person, what)
    if before is None:
        session.add(Acknowledgement(organisation_id=person.organisation_id, person_id=person.id, what=what, at=now))
        session.flush()
    return before


def at(session: Session, person: Person, what: str) -> datetime | None:
    """When a person took note of something."""
    query = select(Acknowledgement.at).where(Acknowledgement.person_id == person.id, Acknowledgement.what == what)
    return session.scalar(query)


def of(session: Session, organisation_id: int, what: str) -> dict[int, datetime]:
    """When each took note of something, by person."""
    query = select(Acknowledgement).where(
        Acknowledgement.organisation_id == organisation_id, Acknowledgement.what == what
    )
    return {row.person_id: row.at for row in session.scalars(query)}
