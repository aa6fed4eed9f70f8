"""One's own data: what is kept and why, another name, and leaving, which is possible at any time."""

from __future__ import annotations

from sqlalchemy import func, select

from handlers import asking, joining
from handlers import wording_orders as order_words
from handlers import wording_people as words
from handlers.incoming import Visit
from models import audit, inbox, outbox, people
from models.post_tables import Outgoing
from models.report_tables import OrderEntry, OrderRow
from models.say import Card, Choice, Message, Row, Text
from models.shown import CANCEL
from models.tables import EvidenceRow, Person, ProgressEntry

ASKED = "rename"


def my_data(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word ข้อมูลของฉัน: what is kept, why, how long, whom to ask, and how to take the link away."""
    session = visit.session
    answers = session.scalar(select(func.count(ProgressEntry.id)).where(ProgressEntry.person_id == person.id))
    files = session.scalar(select(func.count(EvidenceRow.id)).where(EvidenceRow.person_id == person.id))
    written = sum(
        session.scalar(select(func.count(table.id)).where(table.person_id == person.id, table.text != "")) or 0
        for table in (OrderRow, OrderEntry)
    )
    pushed = (Outgoing.person_id == person.id, Outgoing.kind == "push", Outgoing.state == "sent")
    notices = session.scalar(select(func.count(Outgoing.id)).where(*pushed))
    names = joining.role_names(session, person)
    rows = [(words.ACCOUNT, words.since(person.joined_at)), (words.NAME, person.name or "–")]
    held = people.roles(session, person)
    rows += [(name, words.since(role.since)) for role, name in zip(held, names, strict=True)]
    if people.is_away(person, visit.incoming.today) and person.away_until:
        rows.append((words.ON_LEAVE, words.away(person.away_until)))
    rows += [
        (words.ANSWERS, words.times(answers or 0)),
        (words.FILES, words.pieces(files or 0)),
        *([(order_words.WRITTEN, order_words.written(written))] if written else []),
        (words.NOTICES, words.times(notices or 0)),
    ]
    buttons = (Choice(words.RENAME, f"word/{words.RENAME}"), Choice(words.LEAVE_SYSTEM, f"word/{words.LEAVE_SYSTEM}"))
    shown = tuple(Row(label, value, field=True) for label, value in rows)
    return (Card(words.MY_DATA_TITLE, rows=shown, note=words.MY_DATA_WHY, buttons=buttons, alt=words.MY_DATA),)


def ask_name(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word แก้ชื่อ."""
    asking.ask(visit, person, ASKED)
    return (Text(words.ASK_NEW_NAME, (Choice(CANCEL, f"{ASKED}/no"),)),)


def sure(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word ออกจากระบบ: asked once more, with a warning to the only one in charge."""
    text = words.SURE_TO_LEAVE
    secretaries = people.holding(visit.session, visit.desk.organisation_id, ["secretary"])
    if [s.id for s in secretaries] == [person.id]:
        text = f"{words.NOBODY_WOULD_BE_LEFT}\n{text}"
    yes, no = Choice(words.CONFIRM_LEAVE, "out/yes"), Choice(words.STAY, "out/no")
    return (asking.confirm(visit, person, text, yes, no),)


def leave(visit: Visit, person: Person) -> tuple[Message, ...]:
    """Take the link away with all that is personal, and tell those in charge on their next reply."""
    session, organisation_id = visit.session, visit.desk.organisation_id
    told = words.somebody_left(person.name or words.nameless(person.id), joining.role_names(session, person))
    line_id, name, had_roles = person.line_id, person.name, bool(people.roles(session, person))
    people.unlink(session, person, visit.incoming.at)
    inbox.forget(session, organisation_id, line_id, visit.incoming.at)
    if name:
        outbox.forget(session, organisation_id, [name], person.joined_at, names=True)
        audit.forget(session, organisation_id, [name], person.joined_at, names=True)
        asking.forget(visit, name)
    for secretary in people.holding(session, organisation_id, ["secretary"]) if had_roles else ():
        outbox.reply(session, organisation_id, secretary.line_id, secretary.id, None, (Text(told),), visit.desk.wall)
    return (Text(words.GONE),)
