"""What is to be reported: cards, status, and opening the report that a word, a number or a button means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from handlers import asking, wording
from handlers.drafts import (
    LEFT,
    THEN,
    close_all,
    context_of,
    draft_of,
    find_owed,
    head_of,
    make_open,
    new_draft,
    open_draft,
    owed_of,
    paused,
)
from handlers.incoming import Visit
from handlers.owed import Owed, answerable, everything, month_card, of_month, read_id, tag
from handlers.wording_together import type_label
from models import people, thai
from models.calendar import Month
from models.conversation import ask
from models.draft import open_question
from models.records import counted, load_plans
from models.say import Card, Choice, Message, Text
from models.shown import answer_rows, brief
from models.tables import ConversationRow, Person, ProgressEntry


def report(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word รายงาน: go on with the open draft, else the card of the oldest open month with something missing."""
    if draft := open_draft(visit, person) or paused(visit, person):
        return _resume(visit, person, draft)
    return cards(visit, person)


def _resume(visit: Visit, person: Person, draft: ConversationRow) -> tuple[Message, ...]:
    owed = owed_of(visit, draft)
    if owed is None:
        draft.open = False
        return cards(visit, person)
    make_open(visit, person, draft)
    draft.answers = _without_picker(draft.answers)
    return (Text(wording.RESUMED), *ask(draft.answers, context_of(visit, person, owed), again=True))


def _without_picker(answers: dict[str, Any]) -> dict[str, Any]:
    """A draft that is opened afresh: nobody is choosing any more what of it is to be changed, and it is not left."""
    return {name: value for name, value in answers.items() if name not in ("_edit", LEFT)}


def cards(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The card of each of the person's divisions, of its oldest open month with something missing."""
    return _cards(visit, person, own(visit, person))


def _cards(visit: Visit, person: Person, found: Sequence[Owed]) -> tuple[Message, ...]:
    made: list[Message] = []
    for division in people.divisions(visit.session, person):
        wanted = answerable(found, [division], visit.incoming.at)
        if wanted:
            month = asked_month(wanted, visit)
            made.append(month_card(of_month(found, month, division), visit.incoming.at))
    if made:
        return tuple(made)
    at = visit.incoming.at
    begun = [o for o in found if o.month.first_day <= visit.incoming.today]
    done = [o for o in begun if o.obligation.is_in and not o.obligation.locked(at)]
    if closed := [o for o in begun if o.missing and o.obligation.locked(at)]:
        return (
            Text(
                wording.closed(closed[-1].month, len(closed), max((o.month for o in done), default=None)),
                (Choice(wording.STATUS, f"word/{wording.STATUS}"),),
            ),
        )
    if done:
        divisions = list(dict.fromkeys(o.division for o in done))
        said = wording.ALL_IN if latest_entry(visit, person) else wording.all_in_by_others(divisions)
        return (Text(said, (Choice(wording.STATUS, f"word/{wording.STATUS}"),)),)
    return (_nothing(visit),)


def card_of_month(visit: Visit, person: Person, month: Month, division: int) -> tuple[Message, ...]:
    """The card of a month that was chosen, whose buttons can be typed; where nothing of it can be answered, the cards
    of what can (`cards`)."""
    found = own(visit, person)
    of_it = of_month(found, month, division)
    if not answerable(of_it, people.divisions(visit.session, person), visit.incoming.at):
        return _cards(visit, person, found)
    return (asking.remember_card(visit, person, month_card(of_it, visit.incoming.at)),)


def _nothing(visit: Visit) -> Text:
    """Why there is no card: nothing is owed, or there is no plan yet."""
    return Text(wording.NOTHING_OWED if load_plans(visit.session, visit.desk.organisation_id) else wording.NO_PLAN)


def asked_month(wanted: Sequence[Owed], visit: Visit) -> Month:
    """The oldest month that has opened; when none has, the oldest that has begun."""
    opened = [o.month for o in wanted if _opened(o, visit)]
    return min(opened or [o.month for o in wanted])


def start(visit: Visit, person: Person, month: str, division: str) -> tuple[Message, ...]:
    """The card's button: the first missing measure of that month and division."""
    found = own(visit, person)
    try:
        wanted_month, wanted_division = Month.parse(month), read_id(division)
    except ValueError:
        return (Text(wording.OLD_BUTTON),)
    if wanted_division is None or wanted_division not in people.divisions(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    of_card = of_month(found, wanted_month, wanted_division)
    wanted = answerable(of_card, [wanted_division], visit.incoming.at)
    if wanted:
        return next_of(visit, person, [tag(o.key) for o in wanted])
    if missing := [o for o in of_card if o.missing]:
        return (Text(why_not(missing[0], visit)), *_cards(visit, person, found)[:4])
    return _cards(visit, person, found)


def next_missing(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The words เริ่มรายงาน and ข้อถัดไป typed: the next missing measure of the oldest open month."""
    found = own(visit, person)
    wanted = answerable(found, people.divisions(visit.session, person), visit.incoming.at)
    if not wanted:
        return _cards(visit, person, found)
    month = asked_month(wanted, visit)
    of_it = [o for o in wanted if o.month == month]
    latest = latest_entry(visit, person)
    after = [
        o
        for o in of_it
        if latest
        and (latest.month, latest.division_id) == (month, o.key.division_id)
        and o.measure.order > next((w.measure.order for w in found if w.key.measure_id == latest.measure_id), 0)
    ]
    first = (after or of_it)[0]
    return next_of(visit, person, [tag(o.key) for o in [first, *(o for o in of_it if o is not first)]])


def next_of(visit: Visit, person: Person, tags: Sequence[str]) -> tuple[Message, ...]:
    """Open the first of some reports that is still wanted; the others follow when it is sent. () when none is."""
    for position, tag_text in enumerate(tags):
        owed = find_owed(visit, tag_text)
        if owed and owed.missing and not why_not(owed, visit):
            asked = open_owed(visit, person, owed)
            if draft := open_draft(visit, person):
                draft.answers = {**draft.answers, THEN: list(tags[position + 1 :])}
            return asked
    return ()


def latest_entry(visit: Visit, person: Person) -> ProgressEntry | None:
    """What the person sent last."""
    return visit.session.scalar(
        select(ProgressEntry).where(ProgressEntry.person_id == person.id).order_by(ProgressEntry.id.desc()).limit(1)
    )


def by_number(visit: Visit, person: Person, text: str) -> tuple[Message, ...] | None:
    """`ข้อ 3`, `3`, `ข้อ 3 กองช่าง`, `ข้อ 3 เดือน ต.ค.`: that measure's report that is missing, or how it stands when it
    was sent; which month is asked where several can be meant. None when the text is no number, or there is no such
    measure."""
    division, rest = people.division_named(visit.session, person, text)
    divisions = [division] if division else people.divisions(visit.session, person)
    found = [o for o in own(visit, person) if o.key.division_id in divisions and _takes_answers(o, visit)]
    month, rest = _month_named(rest, found)
    found = [o for o in found if month in (None, o.month)]
    number = thai.read_item(rest) if thai.read_item(rest) is not None else thai.read_number(rest)
    named = [o for o in found if o.measure.order == number]
    if number is None or not named:
        return None
    named = [o for o in named if _opened(o, visit)] or named
    wanted = [o for o in named if o.missing]
    newest = [o for o in named if o.month == max(o.month for o in named)]
    if wanted and all(o.month < newest[0].month for o in wanted):  # an older one, and the newest was sent
        return which_month(visit, person, [*wanted, *newest], "open")
    if len(wanted) > 1:
        return which_month(visit, person, wanted, "open")
    if wanted:
        return open_owed(visit, person, wanted[0])
    return open_owed(visit, person, newest[0]) if len(newest) == 1 else which_month(visit, person, newest, "open")


def by_month(visit: Visit, person: Person, text: str) -> tuple[Message, ...] | None:
    """`รายงานเดือน พ.ย. ๖๙`, perhaps with a division: the first missing measure of that month, as the receipt's button
    of these words. None when the text is anything else."""
    if wording.REPORT not in text:
        return None
    division, rest = people.division_named(visit.session, person, text)
    found = [o for o in own(visit, person) if o.month.first_day <= visit.incoming.today]
    month, left = _month_named(rest, found)
    if month is None or thai.clean(left) != wording.REPORT:
        return None
    of_it = [o for o in found if o.month == month and division in (None, o.key.division_id)]
    wanted = answerable(of_it, people.divisions(visit.session, person), visit.incoming.at) or of_it
    divisions = {o.key.division_id: o.division for o in wanted}
    if len(divisions) == 1:
        return start(visit, person, month.key, str(next(iter(divisions))))
    close_all(visit, person)  # a number that is typed now is that of the list
    choices = [Choice(name, f"start/{month.key}/{i}") for i, name in divisions.items()]
    return (asking.offer(visit, person, wording.which_division_of(month), choices),)


def _takes_answers(owed: Owed, visit: Visit) -> bool:
    return owed.month.first_day <= visit.incoming.today and not owed.obligation.locked(visit.incoming.at)


def _month_named(text: str, found: Sequence[Owed]) -> tuple[Month | None, str]:
    """The month that a text ends with (เดือน ต.ค. ๖๙, ตุลาคม), of those that are open, and the text before it."""
    for month in sorted({o.month for o in found}):
        for name in (thai.short_month(month), thai.long_month(month), *thai.month_names(month)):
            head, mark, tail = thai.arabic_digits(text).rpartition(thai.arabic_digits(name))
            if mark and not tail.strip():
                return month, head.strip().removesuffix("เดือน").strip()
    return None, text


def _opened(owed: Owed, visit: Visit) -> bool:
    return owed.obligation.deadlines.opens <= visit.incoming.at


def which_month(visit: Visit, person: Person, several: Sequence[Owed], what: str) -> tuple[Message, ...]:
    """A number alone does not say which of several open months or divisions is meant: ask, never guess. What was
    open is laid aside: a number that is typed then is that of a measure."""
    close_all(visit, person)
    months, divisions = len({o.month for o in several}) > 1, len({o.division for o in several}) > 1
    choices = [
        Choice(wording.which_label(o.month, o.division, months, divisions), f"{what}/{tag(o.key)}", strong=n == 0)
        for n, o in enumerate(several[:10])
    ]
    asking.remember_words(visit, person, choices)
    first = several[0]
    lead = wording.which_one(months, divisions)
    title = wording.numbered(first.measure.order, brief(first.measure.title, 80))
    return (Card(title=title, lead=lead, buttons=tuple(choices), note=type_label(choices[0].label), alt=lead),)


def open_report(visit: Visit, person: Person, tag_text: str, *, edit: bool = False) -> tuple[Message, ...]:
    """A measure's own button, however old: open it, or say why not."""
    owed = find_owed(visit, tag_text)
    if owed is None:
        return (Text(wording.OLD_BUTTON),)
    if owed.key.division_id not in people.divisions(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    return open_owed(visit, person, owed, edit=edit)


def own(visit: Visit, person: Person) -> list[Owed]:
    """Everything that the person's divisions owe."""
    divisions = people.divisions(visit.session, person)
    return everything(visit.session, visit.desk.organisation_id, visit.incoming.at, divisions)


def why_not(owed: Owed, visit: Visit) -> str:
    """Why an obligation cannot be answered now, or "" when it can."""
    if owed.month.first_day > visit.incoming.today:
        return wording.not_yet_open(owed.month)
    if owed.obligation.locked(visit.incoming.at):
        if owed.obligation.is_in:
            return wording.sent_and_closed(owed.measure.order, owed.month, owed.division, owed.in_frozen_round)
        return wording.locked_before_start(owed.month)
    return wording.WAIVED if owed.obligation.state == "waived" else ""


def open_owed(visit: Visit, person: Person, owed: Owed, *, edit: bool = False) -> tuple[Message, ...]:
    """Open one report, to answer or to change it; or say why not."""
    draft = draft_of(visit, person, owed.key)
    if (why := why_not(owed, visit)) and not (draft and owed.obligation.state == "missing"):
        return (Text(why),)
    if draft is None and owed.obligation.is_in and not edit:
        return _as_submitted(visit, owed)
    fresh = draft is None
    if draft is None:
        draft = new_draft(visit, person, owed)
    make_open(visit, person, draft)
    draft.answers = _without_picker(draft.answers)
    context = context_of(visit, person, owed)
    taken_back = owed.obligation.answer is not None and bool(owed.obligation.answer.unsent)
    asks = taken_back and open_question(draft.answers, context) is not None  # for what was taken back, at once
    if edit and owed.obligation.is_in and not asks and not draft.answers.get("_at"):
        draft.answers = {**draft.answers, "_edit": True}
    asked = ask(draft.answers, context, again=not fresh or edit)
    return asked if fresh else (Text(wording.RESUMED), *asked)


def _as_submitted(visit: Visit, owed: Owed) -> tuple[Message, ...]:
    """A report that is in: what it says, and the button to change it."""
    head = head_of(visit, owed.key)
    if head is None:
        return (Text(wording.OLD_BUTTON),)
    entry = visit.session.get_one(ProgressEntry, head.entry_id)
    buttons = (Choice(wording.EDIT, f"edit/{tag(owed.key)}"), Choice(wording.ADD, f"add/{tag(owed.key)}"))
    return (
        Card(
            title=wording.numbered(owed.measure.order, brief(owed.measure.title, 80)),
            subtitle=wording.month_title(owed.month, owed.division),
            lead=wording.already_in(entry.submitted_at),
            rows=answer_rows(entry.answers, counted(visit.session, entry.organisation_id, entry.answers["evidence"])),
            buttons=buttons,
            alt=wording.already_in(entry.submitted_at),
        ),
    )


def status(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word สถานะ for a reporter: of each open month of each division, what is in and what is missing."""
    at = visit.incoming.at
    found = own(visit, person)
    cards: list[Message] = []
    for division in people.divisions(visit.session, person):
        theirs = [o for o in found if o.key.division_id == division]
        begun = [o for o in theirs if o.month.first_day <= visit.incoming.today and not o.obligation.locked(at)]
        months = sorted({o.month for o in begun if o.obligation.deadlines.opens <= at} or {o.month for o in begun})
        earlier = sorted({o.month for o in theirs if o.missing and o.obligation.locked(at)})
        wanted = [m for m in months if any(o.missing or o.was_reopened(at) for o in of_month(theirs, m, division))]
        for month in (wanted or months[-1:])[:2]:
            cards.append(month_card(of_month(theirs, month, division), at, [m for m in earlier if m < month]))
    return tuple(cards[:5]) or (_nothing(visit),)
