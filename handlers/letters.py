"""What the steps of the ladder say to one person: one letter for all that fell due, from how things stand now.

A letter is made twice from the same items: when it is queued, and again at the moment of sending, because an answer
may have come meanwhile (scheduler/ladder.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from sqlalchemy.orm import Session

from handlers import digest, order_cards
from handlers import wording_ladder as words
from handlers.overview import round_card
from handlers.owed import Owed, everything, month_card, of_month
from handlers.wording import ROLE_NAMES
from handlers.wording_details import NOTED
from handlers.wording_people import standing_in
from models import holidays, people
from models.calendar import Month, Round, add_workdays, bangkok_date
from models.people import Asked
from models.records import load_plan
from models.say import Card, Choice, Message, Row, Text
from models.shown import brief
from models.steps import BY_NAME
from models.tables import CalendarEntry, Person

ROWS = 12  # rows of one card of divisions
MOST_CARDS = 36  # LINE takes three carousels of twelve beside two texts


@dataclass(frozen=True, order=True)
class Item:
    """One step that fell due for a person. `period` is the month's key, a round (`2570-6m`), a day (ISO) or the id of
    a date; `division_id` 0 is the whole organisation."""

    step: str
    period: str
    division_id: int = 0


@dataclass(frozen=True)
class View:
    """How things stand at an instant: what is owed, whom to ask, the days off."""

    session: Session
    organisation_id: int
    now: datetime
    owed: Sequence[Owed]
    asked: dict[int, Asked]
    holidays: frozenset[date]

    @classmethod
    def at(
        cls, session: Session, organisation_id: int, now: datetime, divisions: Collection[int] | None = None
    ) -> View:
        """The view at an instant, of all or of some divisions."""
        return cls(
            session,
            organisation_id,
            now,
            everything(session, organisation_id, now, divisions),
            people.to_ask(session, organisation_id, bangkok_date(now)),
            holidays.days(session, organisation_id),
        )

    @cached_property
    def open(self) -> list[Owed]:
        """The obligations of the months that have opened and are not locked."""
        return [
            o for o in self.owed if o.obligation.deadlines.opens <= self.now and not o.obligation.locked(self.now)
        ]

    @cached_property
    def _by_division(self) -> dict[int, list[Owed]]:
        found: dict[int, list[Owed]] = defaultdict(list)
        for one in self.open:
            found[one.key.division_id].append(one)
        return found

    def missing(self, division_id: int) -> list[Owed]:
        """What a division still owes of the open months."""
        return [o for o in self._by_division[division_id] if o.missing]

    def of_month(self, month: Month, division_id: int) -> list[Owed]:
        """All that a division owes, or has sent, of one open month."""
        return of_month(self._by_division[division_id], month, division_id)

    def silent(self, division_id: int, month: Month) -> bool:
        """Whether nothing at all has come from a division for an open month."""
        return all(o.obligation.answer is None for o in self.of_month(month, division_id))

    @cached_property
    def plan_order(self) -> list[int]:
        """The divisions that owe anything, as in the plan."""
        return list(dict.fromkeys(o.key.division_id for o in self.owed))


def letter(view: View, person: Person, items: Iterable[Item]) -> tuple[Message, ...]:
    """The messages of one push to a person for what fell due; () when nothing of it is wanted any more."""
    wanted = sorted(items)
    own = [i for i in wanted if i.step == "snooze" or (i.step in BY_NAME and BY_NAME[i.step].audience == "reporter")]
    mine = _divisions_of(view, person, own) if own else []
    parts = [
        _to_reporter(view, person, own, mine) if own else _Part(),
        _to_head(view, [i.division_id for i in wanted if i.step == "head" and i.division_id not in mine]),
        _inner(view, [i for i in wanted if i.step == "inner"]),
        _dates(view, [i for i in wanted if i.step == "date"]),
        _digests(view, [i for i in wanted if i.step == "digest"]),
        *(_late(view, step, [i for i in wanted if i.step == step]) for step in ("listed", "named")),
        *(_summary(view, i) for i in wanted if i.step == "summary"),
    ]
    before = "\n\n".join(line for part in parts for line in part.before)
    cards = tuple(card for part in parts for card in part.cards)
    after = tuple(text for part in parts for text in part.after)
    return ((Text(before),) if before else ()) + cards[:MOST_CARDS] + after


@dataclass
class _Part:
    """What one kind of step adds to a letter: one text is made of all that is said before the cards."""

    before: list[str] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    after: list[Text] = field(default_factory=list)


def _digests(view: View, items: Sequence[Item]) -> _Part:
    """The month's card for an executive."""
    made = _Part()
    for month in sorted({Month.parse(i.period) for i in items}):
        stored = next((o.stored for o in view.owed if o.month == month), None)
        if stored:
            made.cards.append(digest.card(view.session, stored, month, view.now, executive=True))
    return made


def _late(view: View, step: str, items: Sequence[Item]) -> _Part:
    if not items:
        return _Part()
    return _Part(cards=late_cards(view, max(Month.parse(i.period) for i in items), chase=step == "listed"))


def _divisions_of(view: View, person: Person, items: Sequence[Item]) -> list[int]:
    """The divisions that a reporter's items are about, in order; with a wish to be reminded, all of theirs."""
    ids = {i.division_id for i in items if i.division_id}
    if any(i.step == "snooze" for i in items):
        ids |= set(people.divisions(view.session, person))
    return [i for i in view.plan_order if i in ids]


def _to_reporter(view: View, person: Person, items: Sequence[Item], ids: Sequence[int]) -> _Part:
    """The month's card of each division with something missing; older months stand inside it."""
    cards: list[Card] = []
    instead: list[str] = []
    latest: Owed | None = None
    for division_id in ids:
        missing = view.missing(division_id)
        if not missing:
            continue
        month = max(o.month for o in missing)
        cards.append(
            month_card(view.of_month(month, division_id), view.now, sorted({o.month for o in missing} - {month}))
        )
        latest = next(o for o in missing if o.month == month)
        asked = view.asked[division_id]
        if asked.stands_in and asked.person and asked.person.id == person.id:
            instead.append(latest.division)
    if latest is None:
        return _Part()
    cards += order_cards.waiting(view.session, view.organisation_id, ids, view.now)
    return _Part([standing_in(instead)] if instead else [], cards, _closing(view, items, latest))


def _closing(view: View, items: Sequence[Item], latest: Owed) -> list[Text]:
    """The last words of a reminder, with the button for tomorrow, about the newest month; an opening has none."""
    snooze = (Choice(words.SNOOZE, f"word/{words.SNOOZE}"),)
    deadlines = latest.obligation.deadlines
    steps = {i.step for i in items if i.step == "snooze" or i.period == latest.month.key}
    if steps & {"late", "late_again"} and view.now > deadlines.due:
        return [Text(words.late(deadlines), snooze)]
    if "snooze" in steps:
        return [Text(words.SNOOZED, snooze)]
    return [Text(words.nudge(deadlines), snooze)] if "nudge" in steps else []


def _to_head(view: View, ids: Iterable[int]) -> _Part:
    made = _Part()
    for division_id in [i for i in view.plan_order if i in set(ids)]:
        missing = view.missing(division_id)
        if not missing:
            continue
        months = sorted({o.month for o in missing})
        made.before.append(words.for_head(missing[0].division, months, _who_is_asked(view, division_id)))
        made.cards.append(month_card(view.of_month(months[-1], division_id), view.now, months[:-1]))
    return made


def name_of(view: View, division_id: int) -> str:
    """What the one who is asked in a division is called; "" when nobody is."""
    asked = view.asked.get(division_id)
    if asked is None or asked.person is None:
        return ""
    return asked.person.name or ROLE_NAMES["reporter"]


def _who_is_asked(view: View, division_id: int) -> str:
    """The name of the one who is asked, or why nobody is."""
    return name_of(view, division_id) or words.NOT_REACHED[view.asked[division_id].reason]


# --- Who is late ---------------------------------------------------------------------------------------------


def late_cards(view: View, month: Month, *, chase: bool) -> list[Card]:
    """The divisions that have not sent a month's reports, with who is asked; `chase`: each with a button to remind
    that person now. () when all are in."""
    of_it = [o for o in view.open if o.month == month and o.obligation.state != "waived"]
    ids = list(dict.fromkeys(o.key.division_id for o in of_it))
    rows = [row for division_id in ids if (row := _late_row(view, of_month(of_it, month, division_id), chase))]
    if not rows:
        return []
    deadlines = of_it[0].obligation.deadlines
    late = view.now > deadlines.due
    title = words.late_title(month) if late else words.wanted_title(month)
    lead = words.complete_of(len(ids) - len(rows), len(ids))
    if late and not chase:
        lead = f"{words.long_late(_workdays_since(view, deadlines.due))} {lead}"
    parts = [rows[n : n + ROWS] for n in range(0, len(rows), ROWS)]
    noted = () if chase else (Choice(NOTED, f"ack/month/{month.key}"),)
    return [
        Card(
            title=title,
            lead=lead if n == 0 else "",
            rows=tuple(part),
            buttons=noted if n == len(parts) - 1 else (),
            alt=f"{title} {lead}",
            tone="warn" if late else "good",
        )
        for n, part in enumerate(parts)
    ]


def _late_row(view: View, found: Sequence[Owed], chase: bool) -> Row | None:
    missing = [o for o in found if o.missing]
    if not missing:
        return None
    first = missing[0]
    asked = view.asked[first.key.division_id]
    name = name_of(view, first.key.division_id)
    note = words.asked(name) if name else words.nobody_asked(asked.reason)
    send = f"chase/{first.month.key}/{first.key.division_id}"
    return Row(
        first.division,
        words.lacks(len(missing), len(found)),
        "bad" if view.now > first.obligation.deadlines.due else "quiet",
        Choice(words.CHASE_WORD, send) if chase and name else None,
        note,
    )


def _workdays_since(view: View, due: datetime) -> int:
    """How many workdays have begun since the due day."""
    day, today, count = bangkok_date(due), bangkok_date(view.now), 0
    while (day := add_workdays(day, 1, view.holidays)) <= today:
        count += 1
    return count


# --- Rounds, deadlines inside measures, dates ----------------------------------------------------------------


def _summary(view: View, item: Item) -> _Part:
    year, _, key = item.period.partition("-")
    stored = load_plan(view.session, view.organisation_id, int(year))
    if stored is None:
        return _Part()
    return _Part(cards=[round_card(view.session, stored, Round.parse(stored.fiscal_year, key), view.now)])


def _inner(view: View, items: Sequence[Item]) -> _Part:
    made = _Part()
    for day in sorted({date.fromisoformat(i.period) for i in items}):
        ids = {i.division_id for i in items if i.period == day.isoformat()}
        lines = [
            words.inner_line(o.measure.order, brief(o.measure.title, 60), deadline.text)
            for o in inner_wanted(view, day)
            if o.key.division_id in ids and (deadline := o.measure.follow_up.deadline)
        ]
        made.before += [words.inner(day, list(dict.fromkeys(lines)))] if lines else []
    return made


def inner_wanted(view: View, day: date) -> list[Owed]:
    """One obligation per measure and division whose inner deadline is that day and that is not finished."""
    found: dict[tuple[int, int], Owed] = {}
    finished: set[tuple[int, int]] = set()
    for one in view.owed:
        deadline = one.measure.follow_up.deadline
        if deadline is None or deadline.date != day or one.obligation.state == "waived":
            continue
        of = (one.key.measure_id, one.key.division_id)
        found.setdefault(of, one)
        if one.is_finished:
            finished.add(of)
    return [one for of, one in found.items() if of not in finished]


def _dates(view: View, items: Sequence[Item]) -> _Part:
    today = bangkok_date(view.now)
    entries = [view.session.get(CalendarEntry, int(i.period.partition("-")[0])) for i in items]
    known = {e.id: e for e in entries if e is not None and e.day >= today}
    lines = [words.coming(e.name, e.day, today) for e in sorted(known.values(), key=lambda e: (e.day, e.id))]
    return _Part(["\n".join(lines)] if lines else [])
