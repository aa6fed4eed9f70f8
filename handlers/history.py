"""The word ประวัติ: who changed what lately, for the secretary and the executives; of one measure or one division."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from handlers import wording
from handlers import wording_audit as words
from handlers.incoming import Visit
from handlers.owed import plans_at
from models import people, thai
from models.audit_reading import Change, Wanted, changes
from models.say import Card, Choice, Message, Row, Text
from models.tables import Division, MeasureRow, Person

LATELY = timedelta(days=30)
NEWEST = 10
LONGEST = 300  # letters of one change in the chat: ten of them stay within LINE's size of a card


def view(visit: Visit, person: Person, wanted: str = "") -> tuple[Message, ...]:
    """The newest changes, perhaps only those of `ข้อ 3` or of a division."""
    if not people.oversees(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    only = _only(visit, wanted)
    if only is None:
        return (Text(words.NO_SUCH, (Choice(words.HISTORY, f"word/{words.HISTORY}"),)),)
    found = changes(
        visit.session,
        visit.desk.organisation_id,
        replace(only, since=visit.incoming.at - LATELY, newest=NEWEST),
    )
    if not found:
        return (Text(words.NOTHING),)
    return (_card(visit, found),)


def said(visit: Visit, person: Person, text: str) -> tuple[Message, ...] | None:
    """`ประวัติ ข้อ 3`, `ประวัติ กองคลัง`; None when the text is not that, and may be a report of who reports as well."""
    clean = thai.clean(text)
    if not clean.startswith(words.HISTORY) or not people.oversees(visit.session, person):
        return None
    wanted = clean.removeprefix(words.HISTORY).strip()
    if _only(visit, wanted) is None and people.divisions(visit.session, person):
        return None
    return view(visit, person, wanted)


def _only(visit: Visit, wanted: str) -> Wanted | None:
    """Which changes are meant; None when the words name no measure and no division."""
    if not wanted:
        return Wanted()
    number = thai.read_item(wanted) or thai.read_number(wanted)
    if number is not None:
        ids = [p.id for p in plans_at(visit.session, visit.desk.organisation_id, visit.incoming.at)]
        query = select(MeasureRow.id).where(MeasureRow.plan_id.in_(ids), MeasureRow.position == number)
        measures = frozenset(visit.session.scalars(query))
        return Wanted(measures=measures) if measures else None
    query_divisions = select(Division).where(Division.organisation_id == visit.desk.organisation_id)
    divisions = visit.session.scalars(query_divisions.order_by(Division.position)).all()
    named = [d for d in divisions if thai.same_words(wanted, d.name) or wanted in thai.clean(d.name)]
    return Wanted(division_id=named[0].id) if named else None


def _card(visit: Visit, found: list[Change]) -> Card:
    session, organisation_id = visit.session, visit.desk.organisation_id
    divisions = {
        d.id: d.name for d in session.scalars(select(Division).where(Division.organisation_id == organisation_id))
    }
    every = session.scalars(select(Person).where(Person.organisation_id == organisation_id))
    names = {p.id: p.name or words.SOMEBODY for p in every if not people.has_left(p)}
    rows = []
    for change in found:
        head, rest = words.line(change, divisions, names)
        rows.append(Row(head, note=thai.shorten(rest, LONGEST)))
    return Card(title=words.TITLE, rows=tuple(rows), note=words.HOW, alt=words.TITLE)
