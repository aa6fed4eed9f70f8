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


def open_of(visit: Visit, place: Place, division_id: int) -> list[Gap]:
    """The open gaps of a division, or of everybody (rounds.NOBODY)."""
    open_ = open_gaps(rounds.lacking(visit, place))
    return [g for g in open_ if division_id in (rounds.NOBODY, g.division_id)]


def pick(visit: Visit, person: Person, place: Place, division_id: int) -> tuple[Message, ...]:
    """Which gap may stay: a numbered list, and all of them at once."""
    open_ = open_of(visit, place, division_id)
    if not open_:
        return (Text(words.NOTHING_TO_WAIVE),)
    every = Choice(words.waive_these(len(open_)), f"gap/{rounds.name(place)}/every/{division_id}")
    if len(open_) == 1 or division_id == rounds.NOBODY:
        return ask_reason(visit, person, place, [g.key for g in open_])
    ones = [Choice(thai.shorten(g.text, 120), rounds.about_gap(place, "waive", g)) for g in open_[:10]]
    return (asking.offer(visit, person, words.WHICH_GAP, (*ones, every)),)


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
