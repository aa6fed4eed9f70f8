"""The audit: who changed what, when, from what to what. Append-only, in the transaction of the change.

A transaction has one author, who signs it: the person at the desk, the clock, or (unsigned) the operator of a
command. Nothing here holds a name or a LINE id; of an answer it keeps which revision followed which, so that the
words stand in one place and leave it when they are unsent (models/audit_reading.py reads both).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.calendar import Month
from models.keeping_tables import AuditEntry
from models.redaction import cleaned
from models.tables import Division, MeasureRow
from models.thai import short_month, thai_digits

ANSWER, ANSWER_UNSENT = "answer.sent", "answer.unsent"
PLAN, DIVISION, MEASURE, OWNER = "plan.imported", "plan.division", "plan.measure", "plan.owner"
ROLE_GIVEN, ROLE_ENDED, ROLE_MOVED, FIRST = "role.given", "role.ended", "role.moved", "role.first"
LEAVE, LEFT = "person.leave", "person.left"
INVITATION, MEETING, REPORT = "invitation.made", "meeting.set", "report.made"
RULES, HOLIDAYS, DATE = "rules.changed", "holidays.changed", "date.changed"
FROZEN, UNDONE, EDITED, WAIVED = "report.frozen", "report.undone", "report.edited", "report.waived"
ORDERED, ENDORSED, PUBLISHED = "order.changed", "report.endorsed", "report.published"
POSTS, FORM, SCORES, WORDING = "posts.changed", "form.changed", "scores.imported", "wording.changed"
DECISION = "decision."  # and its kind: decision.reopen, decision.asked …

Author = int | Literal["operator", "clock"]  # a person by the row's id
_AUTHOR = "author"


def sign(session: Session, author: Author) -> None:
    """Say who makes the changes of this transaction from now on."""
    session.info[_AUTHOR] = author


@contextmanager
def signed(session: Session, author: Author) -> Iterator[None]:
    """The same for a while; then whoever signed before goes on."""
    before = session.info.get(_AUTHOR, "operator")
    sign(session, author)
    yield
    sign(session, before)


def record(
    session: Session,
    organisation_id: int,
    at: datetime,
    what: str,
    *,
    about: str = "organisation",
    about_id: int | None = None,
    place: str = "",
    measure_id: int | None = None,
    division_id: int | None = None,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
) -> None:
    """Write down one change, by whoever signed the transaction. Values are JSON; no names of people in them.

    `about` and `about_id` say what was changed: an entry (of progress), person, measure, division, plan …
    """
    by = session.info.get(_AUTHOR, "operator")
    session.add(
        AuditEntry(
            organisation_id=organisation_id,
            at=at,
            author="person" if isinstance(by, int) else by,
            person_id=by if isinstance(by, int) else None,
            what=what,
            about=about,
            about_id=about_id,
            place=place or place_of(session, measure_id, division_id),
            measure_id=measure_id,
            division_id=division_id,
            old=dict(old or {}),
            new=dict(new or {}),
        )
    )


def place_of(session: Session, measure_id: int | None, division_id: int | None, month: Month | None = None) -> str:
    """What a change is about, as people read it: ข้อ ๓ ต.ค. ๖๙ กองช่าง."""
    measure = session.get(MeasureRow, measure_id) if measure_id else None
    division = session.get(Division, division_id) if division_id else None
    parts = [
        f"ข้อ {thai_digits(measure.position)}" if measure else "",
        short_month(month) if month else "",
        division.name if division else "",
    ]
    return " ".join(part for part in parts if part)


def forget(
    session: Session, organisation_id: int, texts: Sequence[str], since: datetime, *, names: bool = False
) -> None:
    """Take texts that were unsent (`names`: what somebody who left was called) out of what was written since then."""
    rows = session.scalars(
        select(AuditEntry).where(AuditEntry.organisation_id == organisation_id, AuditEntry.at >= since)
    )
    for row in rows:
        for column in ("place", "old", "new"):
            before = getattr(row, column)
            if (after := _without(before, texts, names)) != before:
                setattr(row, column, after)


def _without(value: Any, texts: Sequence[str], names: bool) -> Any:
    if isinstance(value, str):
        return cleaned(value, texts, names=names)
    if isinstance(value, list):
        return [_without(one, texts, names) for one in value]
    if isinstance(value, dict):
        return {key: _without(one, texts, names) for key, one in value.items()}
    return value
