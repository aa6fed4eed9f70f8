"""Which round is meant when its papers are made: the ones that can be frozen, and the one that a button names."""

from __future__ import annotations

from exports.gaps import Gap
from exports.rounds import current_round, report_and_gaps
from handlers.files import round_named
from handlers.incoming import Visit
from handlers.overview import current_plan
from handlers.owed import plans_at
from models.calendar import Round
from models.records import StoredPlan

NOBODY = 0  # stands for the division of a gap that is nobody's
Place = tuple[StoredPlan, Round]


def to_close(visit: Visit) -> list[Place]:
    """The rounds whose last month has opened and that are not frozen, oldest first."""
    plans = plans_at(visit.session, visit.desk.organisation_id, visit.incoming.at)
    return [
        (stored, round)
        for stored in plans
        for round in stored.rounds
        if round.key not in stored.frozen and stored.deadlines(round.last).opens <= visit.incoming.at
    ]


def meant(visit: Visit) -> Place | None:
    """The round that is worked on: the oldest that can be closed, else the one that is being reported."""
    if found := to_close(visit):
        return found[0]
    stored = current_plan(visit)
    return (stored, current_round(stored, visit.incoming.at)) if stored else None


def frozen(visit: Visit) -> Place | None:
    """The round that was frozen last."""
    plans = plans_at(visit.session, visit.desk.organisation_id, visit.incoming.at)
    found = [(at, stored, key) for stored in plans for key, at in stored.frozen.items()]
    if not found:
        return None
    _, stored, key = max(found, key=lambda one: one[0])
    return stored, Round.parse(stored.fiscal_year, key)


def lacking(visit: Visit, place: Place) -> tuple[Gap, ...]:
    """The gaps of a round's report as it stands, waived or not."""
    return report_and_gaps(visit.session, *place, visit.incoming.at)[1]


def about_gap(place: Place, what: str, gap: Gap) -> str:
    """What a button about one gap sends."""
    return f"gap/{name(place)}/{what}/{gap.key}"


def name(place: Place) -> str:
    """The end of a button's data that names a round."""
    return f"{place[0].plan.fiscal_year}/{place[1].key}"


__all__ = ["NOBODY", "Place", "about_gap", "frozen", "lacking", "meant", "name", "round_named", "to_close"]
