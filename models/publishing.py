"""What was published of a frozen report, where and when: append-only, the newest row of an item counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import audit
from models.redaction import cleaned
from models.report_tables import Publishing
from models.tables import Person

ROLES = ("secretary", "webkeeper")  # who ticks the list


def ticked(session: Session, report_id: int) -> dict[str, Publishing]:
    """By item: what was noted. An item whose tick was taken back is not among them."""
    rows = session.scalars(select(Publishing).where(Publishing.report_id == report_id).order_by(Publishing.id))
    newest = {row.item: row for row in rows}
    return {name: row for name, row in newest.items() if row.value}


def note(
    session: Session,
    organisation_id: int,
    report_id: int,
    item: str,
    value: str,
    day: date | None,
    person_id: int,
    now: datetime,
    place: str,
) -> None:
    """Tick an item with what is noted of it, or take the tick back with an empty value; `place` names it."""
    before = ticked(session, report_id).get(item)
    row = Publishing(
        organisation_id=organisation_id,
        report_id=report_id,
        item=item,
        value=value,
        day=day,
        person_id=person_id,
        at=now,
    )
    session.add(row)
    session.flush()
    old = _terms(before.value, before.day) if before else {}
    new = _terms(value, day) if value else {}
    audit.record(
        session,
        organisation_id,
        now,
        audit.PUBLISHED,
        about="report",
        about_id=report_id,
        place=place,
        old=old,
        new=new,
    )


def _terms(value: str, day: date | None) -> dict[str, str]:
    return {"value": value} | ({"day": day.isoformat()} if day else {})


def forget(session: Session, person: Person, texts: Sequence[str], since: datetime) -> None:
    """Take what was noted from unsent texts since then away, and the tick with it: half an address is none."""
    for row in session.scalars(select(Publishing).where(Publishing.person_id == person.id, Publishing.at >= since)):
        if cleaned(row.value, texts) != row.value:
            row.value = ""
