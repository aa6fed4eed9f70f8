"""Reading the audit: each change with who made it and every value from what to what.

What an answer said is read from its revisions, so that words that were unsent are gone here too; names are those
that people have now, so that who left has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import audit
from models.form import BY_NAME
from models.keeping_tables import AuditEntry
from models.tables import Division, MeasureRow, Person, ProgressEntry


@dataclass(frozen=True)
class Value:
    """One value that changed: its name, and what it was and is (JSON values)."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Change:
    """One line of the audit. `person` made it (None: the operator or the clock); `whom` it is about, if anybody."""

    id: int
    at: datetime
    author: str
    person: Person | None
    what: str
    place: str
    code: str
    division: str
    whom: Person | None
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Wanted:
    """Which changes: of some measures, of a division, since an instant, the newest so many; all without a limit."""

    measures: frozenset[int] | None = None
    division_id: int | None = None
    since: datetime | None = None
    newest: int | None = None


EVERYTHING = Wanted()


def changes(session: Session, organisation_id: int, wanted: Wanted = EVERYTHING) -> list[Change]:
    """The changes that are wanted, newest first."""
    query = select(AuditEntry).where(AuditEntry.organisation_id == organisation_id).order_by(AuditEntry.id.desc())
    if wanted.measures is not None:
        query = query.where(AuditEntry.measure_id.in_(wanted.measures))
    if wanted.division_id is not None:
        query = query.where(AuditEntry.division_id == wanted.division_id)
    if wanted.since is not None:
        query = query.where(AuditEntry.at >= wanted.since)
    if wanted.newest is not None:
        query = query.limit(wanted.newest)
    return [_change(session, row) for row in session.scalars(query)]


def _change(session: Session, row: AuditEntry) -> Change:
    measure = session.get(MeasureRow, row.measure_id) if row.measure_id else None
    division = session.get(Division, row.division_id) if row.division_id else None
    about_person = row.about == "person" and row.about_id
    return Change(
        id=row.id,
        at=row.at,
        author=row.author,
        person=session.get(Person, row.person_id) if row.person_id else None,
        what=row.what,
        place=row.place,
        code=measure.code if measure else "",
        division=division.name if division else "",
        whom=session.get(Person, row.about_id) if about_person else None,
        values=tuple(_values(session, row)),
    )


def _values(session: Session, row: AuditEntry) -> Iterable[Value]:
    old: Mapping[str, Any] = row.old
    new: Mapping[str, Any] = row.new
    if row.what == audit.ANSWER:
        old, new = _said(session, old.get("entry")), _said(session, new.get("entry"))
    elif row.what == audit.ANSWER_UNSENT:
        return [Value(name, None, None) for name in new["fields"]]
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    return [Value(name, old.get(name), new.get(name)) for name in names]


def _said(session: Session, entry_id: int | None) -> Mapping[str, Any]:
    """What a revision says, field by field; of evidence only how much."""
    entry = session.get(ProgressEntry, entry_id) if entry_id else None
    if entry is None:
        return {}
    said = {name: entry.answers[name] for name in BY_NAME if name in entry.answers}
    return {name: len(value) if name == "evidence" else value for name, value in said.items()}
