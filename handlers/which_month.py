"""Which month and division is meant by words about all reports of a month."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from handlers import asking, reporting
from handlers import wording_together as words
from handlers.incoming import Visit
from handlers.owed import answerable
from models import people
from models.calendar import Month
from models.say import Card, Choice, Message
from models.tables import Person


def by_words(
    visit: Visit,
    person: Person,
    act: Callable[[Month, int], tuple[Message, ...]],
    word: str,
    division: int | None = None,
    keep: Callable[[Sequence[tuple[Month, int]]], tuple[Message, ...]] | None = None,
) -> tuple[Message, ...]:
    """The words เหมือนเดือนก่อน and ไม่มีการดำเนินการ typed: of the open month; which of several months or divisions is
    asked. `keep` asks it where the words say more, which the choice must not lose."""
    found = reporting.own(visit, person)
    own = [division] if division else people.divisions(visit.session, person)
    wanted = answerable(found, own, visit.incoming.at)
    if not wanted:
        return reporting.cards(visit, person)
    opened = [o for o in wanted if o.obligation.deadlines.opens <= visit.incoming.at] or wanted
    places = list(dict.fromkeys((o.month, o.key.division_id) for o in opened))
    if len(places) == 1:
        return act(*places[0])
    if keep:
        return keep(places)
    names = {o.key.division_id: o.division for o in opened}
    several = (len({m for m, _ in places}) > 1, len(names) > 1)
    choices = [Choice(words.place(m, names[d], *several), f"{word}/{m.key}/{d}") for m, d in places]
    title = words.WHICH_DIVISION if several[1] else words.WHICH_MONTH
    asking.remember(visit, person, choices)
    note = words.type_label(choices[0].label)
    cards = [choices[n : n + 10] for n in range(0, len(choices), 10)]
    return tuple(Card(title=title, buttons=tuple(some), note=note, alt=title) for some in cards[:5])
