"""Which organisation is meant: the only one, or the one that is named."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

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


def choose_or_add(session: Session, name: str | None, now: datetime) -> Organisation:
    """As `choose`, but a full name that is new makes a second organisation (or names the first)."""
    rows = list(session.scalars(select(Organisation).order_by(Organisation.id)))
    if name is None or any(r.name and name in r.name for r in rows):
        return choose(session, name)
    unnamed = next((r for r in rows if r.name is None), None)
    if unnamed is None:
        unnamed = Organisation(created_at=now, rules={})
        session.add(unnamed)
        session.flush()
    return unnamed


def _names(rows: list[Organisation]) -> str:
    return ", ".join(r.name or "(not named yet)" for r in rows)
