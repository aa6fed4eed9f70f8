"""Which organisation is meant: the only one, or the one that is named; and its turn, in which its data is changed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import holidays
from models.calendar import Month, bangkok_date
from models.tables import Organisation

TURN = 1  # the first number of our locks on PostgreSQL; 0 is the migrations' (bot/schema.py)


class OrganisationUnclear(ValueError):
    """There are several organisations, or none of that name; the sentence lists them."""


def take_turn(session: Session, organisation_id: int) -> None:
    """Wait until nobody else changes what is true of the organisation, and keep them out until the transaction ends.

    Several processes apply events and several clocks tick. A person's events must go in their order, two colleagues
    may give the first answer of one measure, two clocks may find the same step due: looking and then writing is right
    only one after another. SQLite has a single writer anyway; on PostgreSQL this is a lock of the organisation, which
    the webhook, deliveries and calls to LINE do not take.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(TURN, organisation_id)))


def choose(session: Session, name: str | None) -> Organisation:
    """The organisation of that name (also a part of it that only one has), or the only one there is."""
    rows = list(session.scalars(select(Organisation).order_by(Organisation.id)))
    if name is None:
        if len(rows) == 1:
            return rows[0]
        raise OrganisationUnclear(f"name one with --organisation; there are: {_names(rows)}")
    exact = [r for r in rows if r.name == name]
    found = exact or [r for r in rows if r.name and name in r.name]
    if len(found) == 1:
        return found[0]
    raise OrganisationUnclear(f"there is no one organisation '{name}'; there are: {_names(rows)}")


def choose_or_add(session: Session, name: str | None, plans_name: str, now: datetime) -> Organisation:
    """The organisation that a plan of `plans_name` goes to.

    Without a name the only one there is. With one: the organisation that has it; when none has, the name must be (a
    part of) the plan's own, and then the unnamed first organisation or a second one is given.
    """
    rows = list(session.scalars(select(Organisation).order_by(Organisation.id)))
    if name is None or any(r.name and name in r.name for r in rows):
        return choose(session, name)
    if name not in plans_name:
        raise OrganisationUnclear(f"--organisation '{name}' is not the plan's organisation, {plans_name}")
    fitting = next((r for r in rows if r.name in (None, plans_name)), None)
    if fitting is None:
        fitting = Organisation(created_at=now, rules={})
        session.add(fitting)
        session.flush()
        holidays.fill(session, fitting.id)
    return fitting


def pushes_left(session: Session, organisation_id: int, today: date) -> tuple[int | None, int | None]:
    """What was left of LINE's messages when it was last asked this month, and the limit; None when not known."""
    quota = session.get_one(Organisation, organisation_id).quota or {}
    limit = quota.get("limit")
    if limit is None or Month.of(bangkok_date(datetime.fromisoformat(quota["at"]))) != Month.of(today):
        return (None, None)
    return (max(0, limit - quota["used"]), limit)


def _names(rows: list[Organisation]) -> str:
    return ", ".join(r.name or "(not named yet)" for r in rows)
