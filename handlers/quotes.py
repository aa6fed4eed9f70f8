"""Quotes: the message that a text answers says what the text is about. LINE gives only the quoted message's id."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from handlers import answering, attaching, drafts, evidence, reporting, telling, wording
from handlers.incoming import Visit
from handlers.owed import read_tag, tag
from models import outbox, people, thai
from models.calendar import Month
from models.conversation import Said, word_of
from models.corrections import read_correction
from models.intents import removes_files
from models.ledger import Key
from models.records import LIVE, load_plan
from models.say import Message, Text, choices_of
from models.tables import EvidenceRow, Person


@dataclass(frozen=True)
class About:
    """What a quoted message of the bot is about: one obligation (`tag`), else one division's month, else neither."""

    tag: str = ""
    month: str = ""
    division: str = ""


def about(visit: Visit) -> About:
    """What the quoted message is about, read from what its buttons mean."""
    if not visit.incoming.quoted:
        return About()
    found = outbox.quoted(visit.session, visit.desk.organisation_id, visit.incoming.quoted)
    return about_messages(found)


def about_messages(messages: tuple[Message, ...]) -> About:
    """The same of messages. Buttons that answer or change (say, edit) name the measure itself; a button that opens
    may also name the next one, as on a receipt, so it counts only where the others name none."""
    parts = [choice.send.split("/") for message in messages for _, choice in choices_of(message)]
    itself = {p[1] for p in parts if p[0] in ("say", "edit") and len(p) > 1}
    opened = {p[1] for p in parts if p[0] == "open" and len(p) > 1}
    tags = itself or opened
    if len(tags) == 1:
        (only,) = tags
        return About(only) if read_tag(only) else About()
    months = {(key.month.key, str(key.division_id)) for one in tags if (key := read_tag(one))}
    months |= {(p[1], p[2]) for p in parts if p[0] == "start" and len(p) > 2}
    return About("", *next(iter(months))) if len(months) == 1 else About()


def files_of(visit: Visit, person: Person) -> tuple[int, ...]:
    """The evidence ids of the person's own photo, file or links that a text quotes."""
    if not visit.incoming.quoted:
        return ()
    return tuple(
        visit.session.scalars(
            select(EvidenceRow.id)
            .where(
                EvidenceRow.person_id == person.id,
                EvidenceRow.message_id == visit.incoming.quoted,
                EvidenceRow.state.in_(LIVE),
            )
            .order_by(EvidenceRow.part)
        )
    )


def answer(visit: Visit, person: Person) -> tuple[Message, ...] | None:
    """What a quoting text does that it would not do without the quote; None when the quote adds nothing."""
    text = visit.incoming.text
    _, rest = people.division_named(visit.session, person, text)
    if (wish := read_correction(rest)) and wish.order is not None:
        return None  # แก้ข้อ 3 names a measure, whatever is quoted
    if files := files_of(visit, person):
        if removes_files(text):
            return attaching.remove(visit, person, str(files[0]))
        return evidence.attach_said(visit, person, text, files)
    quoted = about(visit)
    if quoted.month:
        named = _in_month(visit, person, quoted, thai.read_item(text) or thai.read_number(text) or 0)
        return reporting.open_report(visit, person, named) if named else None
    if quoted.tag and thai.read_item(text) is None:  # ข้อ 3 names a measure, whatever is quoted
        return _said_to(visit, person, quoted.tag)
    return None


def _in_month(visit: Visit, person: Person, quoted: About, number: int) -> str:
    """The tag of the measure of that number on a month's card, or ""."""
    month, division = Month.parse(quoted.month), int(quoted.division)
    if division not in people.divisions(visit.session, person):
        return ""
    stored = load_plan(visit.session, visit.desk.organisation_id, month.fiscal_year.number)
    ids = [i for i, measure in stored.measures.items() if measure.order == number] if stored else []
    return tag(Key(ids[0], division, month)) if ids else ""


def _said_to(visit: Visit, person: Person, tag_text: str) -> tuple[Message, ...]:
    """A text that quotes a measure's card is said to that measure; its report is opened for it."""
    owed = drafts.find_owed(visit, tag_text)
    if owed is None:
        return (Text(wording.OLD_BUTTON),)
    if owed.key.division_id not in people.divisions(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    text = visit.incoming.text
    if drafts.draft_of(visit, person, owed.key) is None:
        edit = word_of(text) == wording.EDIT
        if edit or any(thai.same_words(text, word) for word in (wording.START, wording.ANSWER)):
            return reporting.open_report(visit, person, tag_text, edit=edit)
        return telling.tell_one(visit, person, tag_text, text, visit.incoming.message_id)
    return answering.say(visit, person, Said(text=text), tag_text)
