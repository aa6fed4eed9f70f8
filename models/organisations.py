"""Which organisation is meant: the only one, or the one that is named."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import holidays
from models.tables import Organisation


class OrganisationUnclear(ValueError):
    """There are several organisations, or none of that name; the sentence lists them."""


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


def _names(rows: list[Organisation]) -> str:
    return ", ".join(r.name or "(not named yet)" for r in rows)
