"""Drilling down, for the secretary and the executives: all divisions, a division, a measure, an answer.

Every step is a button that works however old it is, and can be typed: สรุป กองช่าง, สรุป กองช่าง ข้อ 3. No names of
reporters are shown here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from exports.rounds import current_round
from handlers import asking, digest, one_measure, overview, wording
from handlers import wording_details as words
from handlers.incoming import Visit
from handlers.naming import Named, fits, named
from handlers.owed import read_id, read_tag
from handlers.scopes import (
    Scope,
    order_about,
    overdue,
    owed_in,
    remember,
    scope,
    scope_of,
    see_all,
    see_division,
    see_measure,
    state_of,
)
from handlers.wording_orders import waiting_line
from models import orders, people, thai
from models.ledger import STATUSES, Obligation, count
from models.plan import Measure
from models.say import Card, Choice, Message, Row, Text, Tone
from models.shown import brief
from models.tables import Person

ROWS = 10  # lines of one card: with the longest titles it stays within LINE's size


def tap(visit: Visit, person: Person, rest: Sequence[str]) -> tuple[Message, ...]:
    """A button: `rest` is what to see, and the ids that it is about."""
    if not people.oversees(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    match list(rest):
        case ["all", year, key, first] if found := scope(visit, year, key):
            return all_divisions(visit, person, found, read_id(first) or 0)
        case ["division", year, key, division, first] if found := scope(visit, year, key):
            return of_division(visit, person, found, read_id(division) or 0, read_id(first) or 0)
        case ["measure", year, key, measure, division] if found := scope(visit, year, key):
            return one_measure.of_measure(visit, person, found, read_id(measure) or 0, read_id(division) or 0)
        case ["month", year, key] if (found := scope(visit, year, key)) and len(found.months) == 1:
            return digest.of_month(visit, person, found)
        case ["answer", text] if wanted := read_tag(text):
            return one_measure.answer(visit, person, wanted)
    return (Text(wording.OLD_BUTTON),)


def answered(visit: Visit, person: Person, question: asking.Question, text: str) -> tuple[Message, ...] | None:
    """The words of one of a card's lines, or a division's short name, typed; None when they are none of them."""
    choices = [Choice(str(label), str(send)) for label, send in question.about.get("choices", [])]
    found = next((c for c in choices if thai.same_words(text, c.label)), None)
    if found is None:
        fitting = fits(text, {n: c.label for n, c in enumerate(choices)})
        found = choices[fitting[0]] if len(fitting) == 1 else None
    return tap(visit, person, found.send.split("/")[1:]) if found else None


# --- All divisions -------------------------------------------------------------------------------------------


def all_divisions(visit: Visit, person: Person, found: Scope, first: int = 0) -> tuple[Message, ...]:
    """Every division of a scope that owes something, ten on a card."""
    owed = owed_in(visit, found)
    owing = {o.key.division_id for o in owed}
    ids = [i for i in found.stored.divisions if i in owing]
    if not ids:
        return (Text(words.NOTHING_YET),)
    page = ids[first : first + ROWS] or ids[:ROWS]
    rows, choices = [], []
    for division_id in page:
        name = found.stored.divisions[division_id]
        see = Choice(words.SEE, see_division(found, division_id))
        counts = count(o for o in owed if o.key.division_id == division_id)
        late = any(o.key.division_id == division_id and overdue(visit, o) for o in owed)
        tone: Tone = "bad" if late else "plain"
        rows.append(Row(name, words.sent_of(counts.submitted, counts.expected), tone, see))
        choices.append(Choice(name, see.send))
    return _page(visit, person, words.DIVISIONS, found, rows, choices, len(ids), first, see_all(found))


def _page(
    visit: Visit,
    person: Person,
    title: str,
    found: Scope,
    rows: list[Row],
    choices: list[Choice],
    whole: int,
    first: int,
    again: str,
    buttons: Sequence[Choice] = (),
    how: str = "",
) -> tuple[Message, ...]:
    """A card of lines with what can be typed, and the button of the next ones. `again` sends the first ones."""
    following = first + ROWS
    more = [Choice(words.MORE, f"{again.rpartition('/')[0]}/{following}", strong=True)] if following < whole else []
    remember(visit, person, [*choices, *more])
    pages = (whole + ROWS - 1) // ROWS
    card = Card(
        title=f"{title}{words.page(first // ROWS + 1, pages)}",
        subtitle=found.name,
        rows=tuple(rows),
        note=how or words.how_divisions(choices[0].label),
        buttons=(*more, *buttons),
        alt=f"{title} {found.name}",
    )
    return (card,)


# --- One division --------------------------------------------------------------------------------------------


def of_division(visit: Visit, person: Person, found: Scope, division_id: int, first: int = 0) -> tuple[Message, ...]:
    """A division's measures with where each stands, ten on a card."""
    name = found.stored.divisions.get(division_id)
    if name is None:
        return (Text(wording.OLD_BUTTON),)
    owed = [o for o in owed_in(visit, found, division_id) if o.key.measure_id in found.stored.measures]
    measures = sorted({o.key.measure_id for o in owed}, key=lambda i: (found.stored.measures[i].order, i))
    if not measures:
        return (Text(f"{name} {words.WITHOUT}"),)
    rows, choices = [], []
    for measure_id in measures[first : first + ROWS] or measures[:ROWS]:
        measure = found.stored.measures[measure_id]
        see = Choice(words.SEE, see_measure(found, measure_id, division_id))
        rows.append(_measure_row(visit, measure, [o for o in owed if o.key.measure_id == measure_id], see))
        choices += [Choice(f"ข้อ {measure.order}", see.send), Choice(str(measure.order), see.send)]
    buttons = [Choice(words.ALL_DIVISIONS, see_all(found))]
    if people.is_executive(visit.session, person):
        month = found.key if len(found.months) == 1 else "0"
        buttons.insert(0, Choice(words.ORDER, order_about(found, division_id, 0, month)))
    how = words.how_measures(name, found.stored.measures[measures[0]].order)
    waiting = _waiting(visit, division_id)
    return _page(
        visit,
        person,
        name,
        found,
        rows,
        choices,
        len(measures),
        first,
        see_division(found, division_id),
        buttons,
        f"{waiting}\n{how}" if waiting else how,
    )


def _waiting(visit: Visit, division_id: int) -> str:
    """How many orders wait for the division's answer, in words; "" for none."""
    found = orders.every(visit.session, visit.desk.organisation_id, [division_id])
    open_ = [o for o in found if o.state == "open"]
    return waiting_line(len(open_), sum(o.overdue(visit.incoming.today) for o in open_)) if open_ else ""


def _measure_row(visit: Visit, measure: Measure, owed: Sequence[Obligation], see: Choice) -> Row:
    """A measure of a division: its newest status, and what is missing."""
    sent = [o for o in owed if o.is_in and o.answer]
    counts = count(owed)
    status = STATUSES[sent[-1].answer.status] if sent and sent[-1].answer else words.NO_ANSWER
    tone: Tone = "bad" if any(overdue(visit, o) for o in owed) else "plain"
    note = words.months_of(counts.submitted, counts.expected) if len(owed) > 1 else state_of(visit, owed[0])
    title = wording.numbered(measure.order, brief(measure.title, 70))
    return Row(title, status, tone, see, note if note != status else "", lines=2)


# --- By words ------------------------------------------------------------------------------------------------


def by_word(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The words of the button ดูรายกอง."""
    return said(visit, person, f"{wording.SUMMARY} {words.DIVISIONS}") or (Text(wording.NOT_FOR_YOU),)


def said(visit: Visit, person: Person, text: str) -> tuple[Message, ...] | None:
    """`สรุป กองช่าง`, `สรุป กองช่าง ข้อ 3`, `สรุป ต.ค.`, `สรุป รายกอง`, or a division's name alone; None when the text is
    none of them, or is of a reporter who may mean something else."""
    rest = thai.clean(text)
    if not people.oversees(visit.session, person):
        return None
    stored, own = overview.current_plan(visit), people.divisions(visit.session, person)
    if not rest.startswith(wording.SUMMARY):
        alone = named(visit, stored, rest) if stored and not own else Named(rest=rest)
        if stored is None or not alone.division or alone != Named(alone.divisions):
            return None
    if stored is None:
        return (Text(wording.NO_PLAN),)
    rest = re.sub(f"{words.ALL_DIVISIONS}|{words.DIVISIONS}", " ", rest.removeprefix(wording.SUMMARY))
    meant = named(visit, stored, rest)
    order, rest = (thai.read_number(meant.rest), "") if thai.read_number(meant.rest) else (None, meant.rest)
    measure_id = meant.measure or next((i for i, m in stored.measures.items() if m.order == order), None)
    round = current_round(stored, visit.incoming.at)
    found = scope_of(stored, meant.month.key if meant.month else round.key)
    left = re.sub(r"เดือน|ของ|[\s.]", "", rest)
    if left or found is None or (order is not None and measure_id is None):
        return None if own else (Text(words.NOT_FOUND),)
    if len(meant.divisions) > 1:
        return _which(visit, person, found, meant.divisions, measure_id)
    if measure_id:
        return one_measure.of_measure(visit, person, found, measure_id, meant.division or 0)
    if meant.division:
        return of_division(visit, person, found, meant.division)
    return digest.of_month(visit, person, found) if meant.month else all_divisions(visit, person, found)


def _which(
    visit: Visit, person: Person, found: Scope, divisions: Sequence[int], measure_id: int | None
) -> tuple[Message, ...]:
    """Which of the divisions that fit what was typed; the month and the measure are kept."""
    names = found.stored.divisions
    if measure_id is None:
        question, send = words.WHICH_DIVISION, {i: see_division(found, i) for i in divisions}
    else:
        question = words.which_division(found.stored.measures[measure_id].order)
        send = {i: see_measure(found, measure_id, i) for i in divisions}
    choices = [Choice(names[i], send[i]) for i in divisions]
    remember(visit, person, [*choices, *(Choice(str(n), c.send) for n, c in enumerate(choices, 1))])
    return (Text(question, tuple(choices), numbered=len(choices)),)
