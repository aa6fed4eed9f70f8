"""Changing a report that was sent: which one, one field of it, or something to add."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import asking, bundles, reporting, resuming, telling, which, wording
from handlers.drafts import context_of, draft_of, find_owed, key_of, open_draft
from handlers.incoming import Visit
from handlers.owed import Owed, tag
from handlers.wording_together import no_such_measure
from models import people
from models.calendar import be_year
from models.conversation import Said, ask, take
from models.corrections import Correction
from models.ledger import Key
from models.say import Card, Choice, Message, Row, Text
from models.shown import brief, heading, of_month
from models.tables import Person

MOST_ROWS = 12
ASKED = "edit"  # in Person.asking: a number that is typed now is that of the report to change


def what_to_edit(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word แก้ไข with no report open: the reports that can be changed; a single one is opened at once."""
    every = _sent(visit, person)
    sent = _changeable(visit, every)
    if every and not sent:
        newest = every[0]
        return (Text(wording.all_closed(newest.month, _divisions(every, newest), newest.in_frozen_round)),)
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


def _divisions(sent: Sequence[Owed], like: Owed) -> list[str]:
    """The divisions of which some reports of the same month are."""
    return list(dict.fromkeys(o.division for o in sent if o.month == like.month))


def _changeable(visit: Visit, sent: Sequence[Owed]) -> list[Owed]:
    """Those that are not locked."""
    return [o for o in sent if not o.obligation.locked(visit.incoming.at)]


def correct(
    visit: Visit, person: Person, wish: Correction, text: str, division: int | None = None
) -> tuple[Message, ...]:
    """`แก้ข้อ 3`, `แก้ข้อ 2 ม.ค. ผลผลิต เป็น 46 คน`: the newest report that fits and can be changed. Without a measure
    and a month it is the one that the person sent last. `text` is the wish without a division's name."""
    if wish.several:
        return (Text(wording.one_at_a_time(wish.order or 1)),)
    if wish.order is None and wish.month is None and division is None:
        if bundles.open_bundle(visit, person):
            return (Text(wording.WHICH_TO_CORRECT), *resuming.asked_again(visit, person))
        latest = reporting.latest_entry(visit, person)
        owed = find_owed(visit, tag(Key(latest.measure_id, latest.division_id, latest.month))) if latest else None
        own = owed is not None and owed.key.division_id in people.divisions(visit.session, person)
        return _open(visit, person, owed, text) if owed and own else what_to_edit(visit, person)
    found = [o for o in reporting.own(visit, person) if _fits(o, wish) and division in (None, o.key.division_id)]
    ready = [o for o in found if _has_answers(visit, person, o) and not reporting.why_not(o, visit)]
    if not found and wish.order is not None:
        return (Text(no_such_measure(str(wish.order))), *reporting.cards(visit, person)[:4])
    if not ready:
        closed = [o for o in _sent(visit, person) if o in found]
        return _closed(visit, person, closed) if closed else _none_to_change(visit, wish, found)
    draft, told = open_draft(visit, person), bundles.latest_told(visit, person)
    of_now = [o for o in ready if draft and o.key == key_of(draft)]
    of_now = of_now or [o for o in ready if told and tag(o.key) in told.state["tags"]]
    newest = max(o.month for o in ready)
    meant = of_now or [o for o in ready if o.month == newest]
    if len(meant) == 1:
        return _open(visit, person, meant[0], text)
    return which.of_reports(visit, person, meant, text, visit.incoming.message_id)


def _closed(visit: Visit, person: Person, closed: Sequence[Owed]) -> tuple[Message, ...]:
    """Why a report that is in cannot be changed; the same measure and month of all divisions that are meant."""
    first = closed[0]
    divisions = _divisions([o for o in closed if o.measure.order == first.measure.order], first)
    if len(divisions) == 1:
        return reporting.open_owed(visit, person, first)
    said = wording.sent_and_closed_in(first.measure.order, first.month, divisions, first.in_frozen_round)
    return (Text(said),)


def _open(visit: Visit, person: Person, owed: Owed, text: str) -> tuple[Message, ...]:
    return telling.correct(visit, person, owed, text, visit.incoming.message_id)


def _fits(owed: Owed, wish: Correction) -> bool:
    return (
        wish.order in (None, owed.measure.order)
        and wish.month in (None, owed.month.month)
        and wish.year in (None, be_year(owed.month.year) % 100)
    )


def _has_answers(visit: Visit, person: Person, owed: Owed) -> bool:
    """Whether something is there to be changed: a report that is in, or what the person has begun to answer."""
    draft = draft_of(visit, person, owed.key)
    return owed.obligation.is_in or (draft is not None and "status" in draft.answers)


def _none_to_change(visit: Visit, wish: Correction, found: list[Owed]) -> tuple[Message, ...]:
    """Why nothing can be changed: the month that is named is closed or has not come, or nothing was sent."""
    begun = [o for o in found if o.month.first_day <= visit.incoming.today] or found
    why = reporting.why_not(begun[-1], visit) if begun and wish.month else ""
    said = why or wording.not_sent_yet(wish.order, begun[-1].month if begun and wish.month else None)
    return (Text(said, (Choice(wording.REPORT, f"word/{wording.REPORT}"),)),)


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
