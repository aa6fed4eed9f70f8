"""The monthly staff meeting: its days are the usual activity dates of many measures at once (DOMAIN.md section 2)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import audit
from models.calendar import Month
from models.tables import Meeting
from models.thai import short_month


def dates_of(session: Session, organisation_id: int, month: Month) -> tuple[date, ...]:
    """The meeting days that fall in a reporting month, in order; () when none was announced.

    A meeting may be announced before it is held: whoever offers the days as what was done leaves out later ones.
    """
    row = _row(session, organisation_id, month)
    return tuple(sorted(date.fromisoformat(d) for d in row.dates)) if row else ()


def announce(session: Session, organisation_id: int, person_id: int, dates: Collection[date], at: datetime) -> None:
    """Store the meeting days; in every month that they touch they replace what was announced before."""
    for month in {Month.of(day) for day in dates}:
        row = _row(session, organisation_id, month)
        if row is None:
            row = Meeting(organisation_id=organisation_id, month=month)
            session.add(row)
        before, row.dates = row.dates or [], sorted({d.isoformat() for d in dates if Month.of(d) == month})
        row.person_id, row.at = person_id, at
        audit.record(
            session,
            organisation_id,
            at,
            audit.MEETING,
            about="meeting",
            place=short_month(month),
            old={"dates": before},
            new={"dates": row.dates},
        )
    session.flush()


def _row(session: Session, organisation_id: int, month: Month) -> Meeting | None:
    return session.scalar(
        select(Meeting).where(Meeting.organisation_id == organisation_id, Meeting.month == month).with_for_update()
    )
