"""Giving a measure that nobody reports an owner, from the list of what a round lacks (`plan assign` in the chat)."""

from __future__ import annotations

from exports.gaps import Gap
from handlers import asking, rounds
from handlers import wording_closing as words
from handlers.incoming import Visit
from handlers.rounds import Place
from models import outbox, people
from models.plan_store import PlanRefused, assign
from models.records import load_plan
from models.say import Choice, Message, Text
from models.shown import brief
from models.tables import Organisation, Person

KIND = "no_owner"  # of the gaps that this is about


def ask(visit: Visit, person: Person, place: Place, gap: Gap) -> tuple[Message, ...]:
    """Which division is to report the measure."""
    choices = [
        Choice(name, rounds.about_gap(place, f"owner/{division_id}", gap))
        for division_id, name in place[0].divisions.items()
    ]
    return (asking.offer(visit, person, words.ask_owner(gap.text), choices),)


def give(visit: Visit, person: Person, place: Place, division_id: int, gap: Gap) -> Text | None:
    """Make the division the owner from now on, and let its reporters know with their next reply, because the month's
    card shows it too; None when it, or the measure, is there no more."""
    session, stored, code = visit.session, place[0], gap.key.removeprefix(f"{KIND}/")
    organisation = session.get_one(Organisation, visit.desk.organisation_id)
    if division_id not in stored.divisions:
        return None
    try:
        name = assign(
            session,
            organisation,
            stored.plan.fiscal_year,
            code,
            stored.divisions[division_id],
            visit.incoming.at,
        )
    except PlanRefused:
        return None
    session.flush()
    now = load_plan(session, organisation.id, stored.plan.fiscal_year)
    assert now
    given = next(
        a for a in now.assignments if now.measures[a.measure_id].code == code and a.division_id == division_id
    )
    measure = now.measures[given.measure_id]
    told = {p.id: p for p in people.reporters(session, organisation.id, division_id)}
    for one in told.values():
        if one.id != person.id:
            text = words.owner_told(measure.order, brief(measure.title, 80), name, given.first)
            outbox.tell_later(session, one, (Text(text),), visit.desk.wall)
    late = given.first > place[1].last
    return Text(words.owner_given(measure.order, name, given.first, late=late, told=bool(told)))
