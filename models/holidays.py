"""The holiday table: the days on which government offices are closed beside Saturdays and Sundays, by organisation.

models/holidays.csv holds the years that come with the program, written from the package `holidays` by the function
behind `python -m bot holidays fill`: 1 May is a workday of the government, the day of the Royal Ploughing Ceremony is
none (DOMAIN.md section 5). The cabinet adds days late, so the table is changed by a command, without a release.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import audit
from models.calendar import ce_year
from models.tables import Holiday

SHIPPED = Path(__file__).resolve().parent / "holidays.csv"


def shipped() -> dict[date, str]:
    """The days of the years that come with the program, with their Thai names."""
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        return {date.fromisoformat(row["day"]): row["name"] for row in csv.DictReader(file)}


def days(session: Session, organisation_id: int) -> frozenset[date]:
    """The days off of an organisation, of all years."""
    return frozenset(session.scalars(select(Holiday.day).where(Holiday.organisation_id == organisation_id)))


def named(session: Session, organisation_id: int, year: int | None = None) -> dict[date, str]:
    """The days off with their names, in order: of a calendar year (BE), or of all."""
    query = select(Holiday).where(Holiday.organisation_id == organisation_id).order_by(Holiday.day)
    if year is not None:
        first, last = date(ce_year(year), 1, 1), date(ce_year(year), 12, 31)
        query = query.where(Holiday.day.between(first, last))
    return {row.day: row.name for row in session.scalars(query)}


def add(session: Session, organisation_id: int, found: Mapping[date, str], now: datetime) -> int:
    """Add days off; a day that is in the table gets the new name. Gives how many were not there before."""
    known = {h.day: h for h in session.scalars(select(Holiday).where(Holiday.organisation_id == organisation_id))}
    old = {day.isoformat(): known[day].name for day in found if day in known}
    for day, name in found.items():
        if day in known:
            known[day].name = name
        else:
            session.add(Holiday(organisation_id=organisation_id, day=day, name=name))
    new = {day.isoformat(): name for day, name in found.items()}
    audit.record(session, organisation_id, now, audit.HOLIDAYS, old=old, new=new)
    session.flush()
    return len(set(found) - set(known))


def remove(session: Session, organisation_id: int, day: date, now: datetime) -> bool:
    """Take a day off out of the table; gives whether it was there."""
    row = (Holiday.organisation_id == organisation_id, Holiday.day == day)
    name = session.scalar(delete(Holiday).where(*row).returning(Holiday.name))
    if name is None:
        return False
    audit.record(session, organisation_id, now, audit.HOLIDAYS, old={day.isoformat(): name})
    return True


def years(session: Session, organisation_id: int) -> frozenset[int]:
    """The calendar years (CE) of which any day off is stored."""
    return frozenset(day.year for day in days(session, organisation_id))


def fill(session: Session, organisation_id: int) -> None:
    """Give a new organisation the years that come with the program."""
    rows = [Holiday(organisation_id=organisation_id, day=day, name=name) for day, name in shipped().items()]
    session.add_all(rows)
    session.flush()
