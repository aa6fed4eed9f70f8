"""Letting gaps of a round's report stay, with a reason that is printed in it."""

from __future__ import annotations

from collections.abc import Sequence

from exports.gaps import Gap, open_gaps
from handlers import asking, rounds, wording
from handlers import wording_closing as words
from handlers.incoming import Visit
from handlers.rounds import Place
from models import people, reports, thai
from models.say import Choice, Message, Text
from models.tables import Person

REASON = "waive"
LONGEST_REASON = 300
MOST_LINES, MOST_BUTTONS = 36, 12


def of_division(visit: Visit, place: Place, division_id: int) -> list[Gap]:
    """The gaps of a division (rounds.NOBODY: of nobody in particular) as its card numbers them, waived ones too."""
    return [g for g in rounds.lacking(visit, place) if (g.division_id or rounds.NOBODY) == division_id]


def every(visit: Visit, person: Person, place: Place) -> tuple[Message, ...]:
    """All gaps of the round at once."""
    return ask_reason(visit, person, place, [g.key for g in open_gaps(rounds.lacking(visit, place))])


def pick(visit: Visit, person: Person, place: Place, division_id: int) -> tuple[Message, ...]:
    """Which gap of a division may stay, by the numbers of its card, or all of them at once."""
    own = of_division(visit, place, division_id)
    open_ = [(n, g) for n, g in enumerate(own, 1) if not g.waived]
    if len(open_) < 2:
        return ask_reason(visit, person, place, [g.key for _, g in open_])
    numbered = [Choice(words.number(n), rounds.about_gap(place, "waive", g)) for n, g in enumerate(own, 1)]
    all_ = Choice(words.waive_all(len(open_)), f"gap/{rounds.name(place)}/every/{division_id}")
    asking.remember(visit, person, numbered, (all_,), asks=True)
    lines = [f"{thai.thai_digits(n)}. {thai.shorten(g.text, 120)}" for n, g in open_[:MOST_LINES]]
    buttons = [numbered[n - 1] for n, _ in open_[:MOST_BUTTONS]]
    return (Text("\n".join([words.which_gap(all_.label), *lines]), (*buttons, all_)),)


def ask_reason(visit: Visit, person: Person, place: Place, keys: Sequence[str]) -> tuple[Message, ...]:
    """Ask why the gaps of these keys may stay."""
    if not keys:
        return (Text(words.NOTHING_TO_WAIVE),)
    asking.ask(visit, person, REASON, {"year": place[0].plan.fiscal_year, "round": place[1].key, "gaps": list(keys)})
    return (Text(words.ask_reason(len(keys))),)


def reason(visit: Visit, person: Person, question: asking.Question, text: str) -> tuple[Message, ...]:
    """The typed reason: the gaps that still stand are waived with it."""
    place = rounds.round_named(visit, str(question.about["year"]), question.about["round"])
    if place is None or not people.is_secretary(visit.session, person):
        return (Text(wording.OLD_BUTTON),)
    why = text.strip()
    if not 3 <= len(why) <= LONGEST_REASON:
        asking.ask(visit, person, REASON, question.about)
        return (Text(words.REASON_SHORT),)
    wanted = set(question.about["gaps"])
    named = [g for g in open_gaps(rounds.lacking(visit, place)) if g.key in wanted]
    for gap in named:
        reports.waive(
            visit.session,
            visit.desk.organisation_id,
            place[0].id,
            place[1].key,
            gap.key,
            why,
            person.id,
            visit.incoming.at,
        )
    visit.session.flush()
    left = len(open_gaps(rounds.lacking(visit, place)))
    then = (
        Choice(words.CLOSE, f"close/{rounds.name(place)}") if not left else Choice(words.GAPS, f"word/{words.GAPS}")
    )
    return (Text(words.waived_now(len(named), left), (then,)),)
