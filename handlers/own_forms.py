"""The agency's own form in the chat: the secretary sends the workbook, checks what each column was taken for, and
uses it. The delivery threads fetch and read the file (scheduler/fetching.py); nothing here touches a disk."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath

from sqlalchemy import select
from sqlalchemy.orm import Session

from exports.form_fields import FORM_FIELDS
from exports.form_file import FormRefused
from exports.own_form import Proposal
from handlers import asking, wording
from handlers import wording_forms as words
from handlers.incoming import Desk, Incoming, Visit
from handlers.owed import read_id
from models import forms, outbox, people
from models.calendar import bangkok_date
from models.report_tables import FormRow
from models.say import Card, Choice, Message, Row, Text
from models.shown import brief
from models.tables import EvidenceRow, Person

ASKED = "form"  # in Person.asking: the next workbook is the form
_LONGEST_LABEL = 20  # what LINE shows of a button under a text
_GIVEN_UP = ("gone", "unsent")


def view(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word แบบฟอร์ม: the form that waits to be confirmed, else the one in use, else how to send one."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    waiting = forms.draft(visit.session, person.organisation_id)
    if waiting and _is_lost(visit.session, waiting):
        forms.drop(visit.session, waiting, visit.incoming.at)
        waiting = None
    if waiting:
        return (_to_check(visit, person, waiting) if waiting.content else Text(words.READING),)
    used = forms.current(visit.session, person.organisation_id)
    return (_in_use(visit, person, used),) if used else ask(visit, person)


def ask(visit: Visit, person: Person) -> tuple[Message, ...]:
    """Ask for the workbook."""
    asking.ask(visit, person, ASKED)
    return (Text(words.SEND),)


def _is_lost(session: Session, row: FormRow) -> bool:
    """Whether the file never came, or was taken back before it was confirmed."""
    brought = session.get(EvidenceRow, row.evidence_id) if row.evidence_id else None
    return brought is not None and brought.state in _GIVEN_UP


def _in_use(visit: Visit, person: Person, row: FormRow) -> Card:
    assert row.confirmed_at is not None
    buttons = (Choice(words.CHANGE, "form/new"), Choice(words.END, f"form/end/{row.id}"))
    asking.remember(visit, person, buttons)
    since = words.used_since(brief(row.name, 60), bangkok_date(row.confirmed_at))
    return Card(words.TITLE, since, rows=_rows(row), buttons=buttons, alt=words.TITLE)


def _rows(row: FormRow) -> tuple[Row, ...]:
    return tuple(
        Row(brief(heading, 80) or letter, _title(row.matching["columns"].get(letter, "")), field=True)
        for letter, heading in row.matching["headings"].items()
    )


def _title(field: str) -> str:
    return FORM_FIELDS[field].title if field in FORM_FIELDS else words.NONE


def _to_check(visit: Visit, person: Person, row: FormRow, lead: str = words.CHECK) -> Card:
    """What each column was taken for, to be confirmed."""
    buttons = (
        Choice(words.CONFIRM, f"form/yes/{row.id}", strong=True),
        Choice(words.FIX, f"form/fix/{row.id}"),
        Choice(words.DROP, f"form/no/{row.id}"),
    )
    asking.remember(visit, person, buttons)
    return Card(
        words.DRAFT_TITLE,
        words.file_named(brief(row.name, 60)),
        lead=lead,
        rows=_rows(row),
        note=f"{words.years(row.matching['years'])}\n{words.HOW}",
        buttons=buttons,
        alt=words.DRAFT_TITLE,
    )


# --- The workbook comes --------------------------------------------------------------------------------------


def receive(visit: Visit, person: Person) -> tuple[Message, ...] | None:
    """A file that was asked for as the form; None when it is anything else, and the question stays open."""
    if _came_before(visit, person):
        return ()
    if person.asking != ASKED or not people.is_secretary(visit.session, person):
        return None
    ending = PurePath(visit.incoming.file_name).suffix.lower()
    if ending != ".xlsx":
        is_evidence = bool(people.divisions(visit.session, person)) and ending != ".xls"
        return None if is_evidence else (Text(words.WANT_XLSX),)
    if asking.taken(visit, person) is None:  # it was asked too long ago
        return None
    at, desk = visit.incoming.at, visit.desk
    brought = EvidenceRow(
        organisation_id=person.organisation_id,
        person_id=person.id,
        message_id=visit.incoming.message_id,
        name=visit.incoming.file_name,
        state="fetch",
        sent_at=at,
        attached=True,  # it waits for no measure
    )
    visit.session.add(brought)
    visit.session.flush()
    row = forms.keep(
        visit.session, person.organisation_id, visit.incoming.file_name, b"", {}, person.id, at, brought.id
    )
    # The answer is what was read, if that comes while the reply token lives.
    soon = (Text(words.READING),)
    outbox.reply_unless_overtaken(
        visit.session, _name(row), person, visit.incoming.reply_token, soon, desk.wall, outbox.READ_SOON
    )
    return ()


def _came_before(visit: Visit, person: Person) -> bool:
    """Whether this very message brought a form already: LINE may bring it again under another event id."""
    known = visit.session.scalar(
        select(EvidenceRow.id).where(
            EvidenceRow.organisation_id == person.organisation_id,
            EvidenceRow.message_id == visit.incoming.message_id,
        )
    )
    return known is not None and forms.brought_by(visit.session, known) is not None


def _name(row: FormRow) -> str:
    return f"form/{row.id}"


def read(
    session: Session, row: FormRow, content: bytes, found: Proposal | FormRefused | None, wall: datetime
) -> None:
    """What became of a form's file: understood, refused with a sentence, or (None) gone. It is told as the answer to
    the message that brought it, or shown when the secretary asks for it."""
    if row.ended_at is not None:
        return
    if isinstance(found, Proposal):
        row.content = content
        row.matching = {
            "sheet": found.sheet,
            "headings": found.headings,
            "columns": found.columns,
            "years": list(found.years),
        }
    else:
        forms.drop(session, row, wall)
    person = session.get(Person, row.person_id)
    if person is None:
        return
    visit = _visit(session, row, person, wall)
    if isinstance(found, Proposal):
        # Whatever else was asked meanwhile stays open: then the card's buttons are tapped, or the word is typed.
        before = person.asking, person.asking_about
        told: Message = _to_check(visit, person, row)
        if before[0] is not None:
            person.asking, person.asking_about = before
    else:
        told = Text(words.GONE if found is None else str(found))
        if person.asking is None:
            asking.ask(visit, person, ASKED)
    if not outbox.instead(session, _name(row), (told,), wall) and not isinstance(found, Proposal):
        outbox.tell_later(session, person, (told,), wall)


def _visit(session: Session, row: FormRow, person: Person, wall: datetime) -> Visit:
    """The visit that brought the file, for what is asked now."""
    desk = Desk(session, row.organisation_id, lambda _id: "", wall)
    return Visit(desk, Incoming("file", person.line_id, row.at), person)


# --- Buttons -------------------------------------------------------------------------------------------------


def tap(visit: Visit, person: Person, rest: list[str]) -> tuple[Message, ...] | None:
    """A button of these cards and lists, however old."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    match rest:
        case ["new"]:
            return ask(visit, person)
        case ["keep"]:
            return view(visit, person)
        case ["end", id_]:
            return _ask_end(visit, person, id_)
        case ["ended", id_]:
            return _end(visit, person, id_)
        case [what, id_, *more]:
            row = forms.find(visit.session, person.organisation_id, read_id(id_) or 0)
            if row is None or row.confirmed_at or row.ended_at or not row.content:
                return (Text(words.OVER),)
            return _checked(visit, person, row, what, more)
    return None


def _checked(visit: Visit, person: Person, row: FormRow, what: str, more: list[str]) -> tuple[Message, ...] | None:
    match what, more:
        case "yes", []:
            return _confirm(visit, person, row)
        case "no", []:
            forms.drop(visit.session, row, visit.incoming.at)
            return (Text(words.DROPPED),)
        case "fix", []:
            columns = [
                Choice(brief(heading, _LONGEST_LABEL) or letter, f"form/col/{row.id}/{letter}")
                for letter, heading in row.matching["headings"].items()
            ]
            return (asking.offer(visit, person, words.WHICH_COLUMN, columns),)
        case "col", [letter] if letter in row.matching["headings"]:
            fields = [Choice(one.title, f"form/set/{row.id}/{letter}/{name}") for name, one in FORM_FIELDS.items()]
            question = words.what_in(brief(row.matching["headings"][letter], 80) or letter)
            return (asking.offer(visit, person, question, fields),)
        case "set", [letter, name] if letter in row.matching["headings"] and name in FORM_FIELDS:
            columns_now = {**row.matching["columns"], letter: name}
            row.matching = {**row.matching, "columns": columns_now}
            return (_to_check(visit, person, row),)
    return None


def _confirm(visit: Visit, person: Person, row: FormRow) -> tuple[Message, ...]:
    if not any(row.matching["columns"].values()):
        return (_to_check(visit, person, row, words.NO_COLUMN),)
    forms.confirm(visit.session, row, visit.incoming.at)
    return (Text(words.CONFIRMED, (Choice(wording.GET_EXCEL, f"word/{wording.GET_FILE}"),)),)


def _ask_end(visit: Visit, person: Person, id_: str) -> tuple[Message, ...]:
    used = forms.current(visit.session, person.organisation_id)
    if used is None or used.id != read_id(id_):
        return (Text(words.OVER),)
    yes, no = Choice(words.END, f"form/ended/{used.id}"), Choice(words.KEEP, "form/keep")
    return (asking.confirm(visit, person, words.SURE, yes, no),)


def _end(visit: Visit, person: Person, id_: str) -> tuple[Message, ...]:
    used = forms.current(visit.session, person.organisation_id)
    if used is None or used.id != read_id(id_):
        return (Text(words.OVER),)
    forms.end(visit.session, used, visit.incoming.at)
    return (Text(words.ENDED),)
