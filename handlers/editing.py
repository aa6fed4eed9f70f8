"""Changing a report that was sent: which one, one field of it, or something to add."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import asking, reporting, wording
from handlers.drafts import context_of, draft_of, find_owed, open_draft, owed_of
from handlers.incoming import Visit
from handlers.naming import month_in
from handlers.owed import Owed, tag
from models import intents, people, thai
from models.calendar import Month
from models.conversation import Said, ask, take
from models.ledger import Key
from models.say import Card, Choice, Message, Row, Text
from models.shown import brief, heading, of_month
from models.tables import ConversationRow, Person

MOST_ROWS = 12
ASKED = "edit"  # in Person.asking: a number that is typed now is that of the report to change


def what_to_edit(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word แก้ไข with no report open: the reports that can be changed; a single one is opened at once."""
    every = _sent(visit, person)
    sent = _open(visit, every)
    if every and not sent:
        newest = every[0]
        return (Text(wording.all_closed(newest.month, newest.division, newest.in_frozen_round)),)
    if not sent:
        return (Text(wording.NOTHING_TO_EDIT, (Choice(wording.REPORT, f"word/{wording.REPORT}"),)),)
    if len(sent) == 1:
        return reporting.open_owed(visit, person, sent[0], edit=True)
    rows = [
        Row(
            wording.numbered(o.measure.order, brief(o.measure.title, 60)),
            note=wording.of_month(o.month, o.division),
            choice=Choice(wording.EDIT, f"edit/{tag(o.key)}"),
        )
        for o in sent[:MOST_ROWS]
    ]
    asking.ask(visit, person, ASKED)
    note = wording.type_edit(sent[0].measure.order)
    return (Card(title=wording.WHAT_TO_EDIT, rows=tuple(rows), note=note, alt=wording.WHAT_TO_EDIT),)


def _sent(visit: Visit, person: Person) -> list[Owed]:
    """The person's divisions' reports that are in, the newest month first."""
    found = [o for o in reporting.own(visit, person) if o.obligation.is_in]
    return sorted(found, key=lambda o: (-o.month.year, -o.month.month, o.key.division_id, o.measure.order))


def _open(visit: Visit, sent: Sequence[Owed]) -> list[Owed]:
    """Those that are not locked."""
    return [o for o in sent if not o.obligation.locked(visit.incoming.at)]


def _fields(visit: Visit, person: Person, draft: ConversationRow, owed: Owed) -> tuple[Message, ...]:
    """What of the open report is to be changed."""
    context = context_of(visit, person, owed)
    turn = take(draft.answers, Said(text=wording.EDIT), context)
    draft.answers = turn.answers
    return turn.replies


def said(visit: Visit, person: Person, text: str, division: int | None) -> tuple[Message, ...] | None:
    """`แก้ข้อ 3`, `แก้ข้อ 3 ผลลัพธ์ มี.ค. 70`; None when the text names no measure to change."""
    month = None
    if (order := intents.read_edit_order(text)) is None:
        month, text = month_in(thai.clean(text), visit.incoming.today)
        order = intents.read_edit_order(text) if month else None
    return None if order is None else edit_number(visit, person, order, intents.read_edit(text), division, month)


def edit_number(
    visit: Visit,
    person: Person,
    order: int,
    field: str = "",
    division: int | None = None,
    month: Month | None = None,
) -> tuple[Message, ...]:
    """`แก้ข้อ 3`: the newest sent report of that number (or the open one), at one field when it is named."""

    def meant(owed: Owed) -> bool:
        there = division in (None, owed.key.division_id) and month in (None, owed.month)
        return owed.measure.order == order and there

    every = [o for o in _sent(visit, person) if meant(o)]
    sent = _open(visit, every)
    draft = open_draft(visit, person)
    owed = owed_of(visit, draft) if draft else None
    if draft and owed and meant(owed):
        return edit_field(visit, person, owed, field) if field else _fields(visit, person, draft, owed)
    same_month = [o for o in sent if o.month == sent[0].month]
    if every and not sent:
        return reporting.open_owed(visit, person, every[0])  # locked: it says so, and who can open it
    if not sent:
        return (Text(wording.not_sent_yet(order, month), (Choice(wording.REPORT, f"word/{wording.REPORT}"),)),)
    if len(same_month) > 1:
        return reporting.which_month(visit, person, same_month, "edit")
    return edit_field(visit, person, sent[0], field)


def edit_latest(visit: Visit, person: Person, field: str) -> tuple[Message, ...]:
    """`แก้ผลผลิต` with no report open: that field of the report that the person sent last."""
    latest = reporting.latest_entry(visit, person)
    owed = find_owed(visit, tag(Key(latest.measure_id, latest.division_id, latest.month))) if latest else None
    own = owed is not None and owed.key.division_id in people.divisions(visit.session, person)
    return edit_field(visit, person, owed, field) if owed and own else what_to_edit(visit, person)


def open_field(visit: Visit, person: Person, tag_text: str, field: str) -> tuple[Message, ...]:
    """A button that leads to one field of a report that was sent, however old it is; or why not."""
    owed = find_owed(visit, tag_text)
    if owed is None:
        return (Text(wording.OLD_BUTTON),)
    if owed.key.division_id not in people.divisions(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    return edit_field(visit, person, owed, field)


def edit_field(visit: Visit, person: Person, owed: Owed, field: str) -> tuple[Message, ...]:
    """Open a sent report to change it, at one field when it is named."""
    asked = reporting.open_owed(visit, person, owed, edit=True)
    draft = draft_of(visit, person, owed.key)
    if not field or draft is None or not draft.open:
        return asked
    context = context_of(visit, person, owed)
    known = field in draft.answers and field != "evidence"  # then the question says the month
    turn = take(draft.answers, Said(question=field, value="_edit"), context)
    draft.answers = turn.answers
    return (Text(heading(context) if known else f"{heading(context)}\n{of_month(context)}"), *turn.replies)


def add(visit: Visit, person: Person, tag_text: str) -> tuple[Message, ...]:
    """The button เพิ่มเติม of a report that was sent: what is typed or sent next is added to it."""
    owed = find_owed(visit, tag_text)
    if owed is None or not owed.obligation.is_in:
        return (Text(wording.OLD_BUTTON),)
    if owed.key.division_id not in people.divisions(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    asked = reporting.open_owed(visit, person, owed, edit=True)
    draft = draft_of(visit, person, owed.key)
    if draft is None or not draft.open:
        return asked
    draft.answers = {k: v for k, v in draft.answers.items() if k != "_edit"} | {"_adding": True}
    return ask(draft.answers, context_of(visit, person, owed))
