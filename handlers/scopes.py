"""What an executive looks at: a plan's month, or the months of a round so far, and how buttons name it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from exports.report import round_text
from handlers import asking, wording
from handlers import wording_details as words
from handlers.incoming import Visit
from models.calendar import Month, Round
from models.ledger import Obligation
from models.records import StoredPlan, ledger, load_plan, so_far
from models.say import Choice
from models.tables import Person

ASKED = "see"  # the name of the open question: which of a card's lines is meant


@dataclass(frozen=True)
class Scope:
    """A plan with the months that are looked at; `key` is the month's or the round's key, as in buttons."""

    stored: StoredPlan
    key: str
    months: tuple[Month, ...]

    @property
    def path(self) -> str:
        return f"{self.stored.plan.fiscal_year}/{self.key}"

    @property
    def name(self) -> str:
        """เดือน พ.ย. ๖๙, or รอบ ๖ เดือน."""
        if len(self.key) == len("2026-10"):
            return words.of_month(self.months[0])
        return words.of_round(round_text(Round.parse(self.stored.fiscal_year, self.key)))


def scope(visit: Visit, year: str, key: str) -> Scope | None:
    """The scope that a button names; None when it names none of ours."""
    if not re.fullmatch("2[0-9]{3}", year):
        return None
    stored = load_plan(visit.session, visit.desk.organisation_id, int(year))
    return scope_of(stored, key) if stored else None


def scope_of(stored: StoredPlan, key: str) -> Scope | None:
    """A plan's month or round by its key; None when the plan has no such."""
    try:
        if re.fullmatch("20[0-9]{2}-[0-9]{2}", key):
            month = Month.parse(key)
            return Scope(stored, key, (month,)) if month.fiscal_year == stored.fiscal_year else None
        return Scope(stored, key, Round.parse(stored.fiscal_year, key).months)
    except ValueError:
        return None


def see_all(found: Scope, first: int = 0) -> str:
    """What the button of all divisions sends."""
    return f"see/all/{found.path}/{first}"


def see_division(found: Scope, division_id: int, first: int = 0) -> str:
    """What the button of a division sends."""
    return f"see/division/{found.path}/{division_id}/{first}"


def see_measure(found: Scope, measure_id: int, division_id: int) -> str:
    """What the button of a measure sends."""
    return f"see/measure/{found.path}/{measure_id}/{division_id}"


def owed_in(
    visit: Visit, found: Scope, division_id: int | None = None, measure_id: int | None = None
) -> list[Obligation]:
    """The obligations of a scope that stand so far, of all or of one division or measure."""
    divisions = None if division_id is None else [division_id]
    every = ledger(visit.session, found.stored, divisions=divisions, measure_id=measure_id)
    return [o for o in so_far(every, visit.incoming.at) if o.month in found.months]


def order_about(found: Scope, division_id: int, measure_id: int, month: str) -> str:
    """What a button that orders sends (handlers/ordering.py); no measure is 0, no month too."""
    return f"order/new/{found.stored.plan.fiscal_year}/{division_id}/{measure_id}/{month}"


def remember(visit: Visit, person: Person, choices: Sequence[Choice]) -> None:
    """Take the words of one of a card's lines as the next reply. Numbers are not counted: a measure has its own."""
    asking.ask(visit, person, ASKED, {"choices": [[c.label, c.send] for c in choices]})


def overdue(visit: Visit, one: Obligation) -> bool:
    """Whether a report is missing, or was returned, and its time has passed."""
    return one.state in ("missing", "returned") and visit.incoming.at > one.deadlines.due


def state_of(visit: Visit, one: Obligation) -> str:
    """Where one month's report stands, in words."""
    if one.is_in:
        return "" if one.in_time else wording.SUBMITTED_LATE
    if one.state == "missing" and not overdue(visit, one):
        return wording.STATES["missing"]
    return {"missing": "ค้างส่ง", "returned": words.SENT_BACK}.get(one.state, wording.STATES[one.state])
