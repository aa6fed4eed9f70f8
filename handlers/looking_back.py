"""The word ย้อนดู: what was reported of a measure in the months of the round. Reporters see their own divisions."""

from __future__ import annotations

from exports.rounds import current_round
from handlers import asking, rounds, wording
from handlers import wording_narrative as words
from handlers.incoming import Visit
from handlers.naming import measure_in
from handlers.naming import named as meant_by
from handlers.overview import current_plan
from handlers.rounds import Place
from models import people, thai
from models.ledger import Obligation
from models.records import ledger, so_far
from models.replies import status_label
from models.say import Card, Message, Row, Text, Tone
from models.shown import brief
from models.tables import Person

MOST_CARDS = 12  # divisions that are shown
SHOWN = 160  # letters of what was done in a month


WHICH = "back-which"


def how(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word alone: asks which measure."""
    asking.ask(visit, person, WHICH)
    return (Text(words.HOW_BACK),)


def said(visit: Visit, person: Person, text: str) -> tuple[Message, ...] | None:
    """`ย้อนดู ข้อ 3`, of one division when it is named; None when the text is not that."""
    clean = thai.clean(text)
    return named(visit, person, clean.removeprefix(words.LOOK_BACK)) if clean.startswith(words.LOOK_BACK) else None


def answered(visit: Visit, person: Person, text: str) -> tuple[Message, ...] | None:
    """Which measure, after the word alone; None when the text names none."""
    return named(visit, person, text) if measure_in(thai.clean(text))[0] is not None else None


def named(visit: Visit, person: Person, wanted: str) -> tuple[Message, ...]:
    """The months of the measure, and of the division, that a text names."""
    oversees = people.oversees(visit.session, person)
    own = people.divisions(visit.session, person)
    place = _place(visit, oversees=oversees)
    if not oversees and not own:
        return (Text(wording.NOT_FOR_YOU),)
    if place is None:
        return (Text(wording.NO_PLAN),)
    meant = meant_by(visit, place[0], wanted)
    order, _ = measure_in(thai.clean(meant.rest))  # a bare number, or a measure that the plan does not have
    measure_id = meant.measure or next((i for i, m in place[0].measures.items() if m.order == order), None)
    if measure_id is None:
        return (Text(words.no_such(order)),) if order is not None else how(visit, person)
    divisions = [i for i in meant.divisions if oversees or i in own] or (None if oversees else own)
    return _cards(visit, place, measure_id, divisions) or (Text(words.NO_MONTHS),)


def _place(visit: Visit, *, oversees: bool) -> Place | None:
    """The round that the secretary works on; for others the one that is being reported."""
    if oversees:
        return rounds.meant(visit)
    stored = current_plan(visit)
    return (stored, current_round(stored, visit.incoming.at)) if stored else None


def _cards(visit: Visit, place: Place, measure_id: int, divisions: list[int] | None) -> tuple[Message, ...]:
    """A card for each division, a line for each month."""
    stored, round = place
    found = so_far(ledger(visit.session, stored, divisions=divisions, measure_id=measure_id), visit.incoming.at)
    by_division: dict[int, list[Obligation]] = {}
    for one in found:
        if one.month in round.months:
            by_division.setdefault(one.key.division_id, []).append(one)
    measure = stored.measures[measure_id]
    title = words.title(measure.order, brief(measure.title, 80))
    ids = [i for i in stored.divisions if i in by_division][:MOST_CARDS]
    return tuple(
        Card(
            title=title,
            subtitle=stored.divisions[i],
            rows=tuple(_row(one, visit) for one in by_division[i]),
            alt=f"{words.LOOK_BACK} {title}",
        )
        for i in ids
    )


def _row(one: Obligation, visit: Visit) -> Row:
    answer = one.answer
    if answer is None:
        state = wording.STATES[one.state]
        tone: Tone = "bad" if one.state == "missing" and visit.incoming.at > one.deadlines.due else "quiet"
        return Row(thai.short_month(one.month), state, tone)
    days = ", ".join(thai.short_date(day) for day in sorted(set(answer.dates)))
    said = " · ".join(part for part in (answer.activity, answer.output, answer.outcome, days) if part)
    files = f" · หลักฐาน {thai.thai_digits(len(answer.evidence))}" if answer.evidence else ""
    state = status_label(answer.status) if one.is_in else wording.STATES[one.state]
    return Row(
        thai.short_month(one.month),
        state,
        "good" if one.in_time else "warn",
        note=thai.shorten(said, SHOWN) + files,
    )
