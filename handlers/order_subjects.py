"""What is being written about: a new order, an order that is asked again, one that is answered."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers.incoming import Visit
from handlers.owed import read_id
from models import orders, people
from models.calendar import Month
from models.orders import Order
from models.records import StoredPlan, load_plan
from models.tables import Division, Person


@dataclass(frozen=True)
class Subject:
    """What is being written: `new` to a division (about a measure and month, when they are not None), or `again` or
    `answer` to an order."""

    kind: str
    plan: StoredPlan | None = None
    division: Division | None = None
    measure_id: int | None = None
    month: Month | None = None
    order: Order | None = None

    @property
    def key(self) -> str:
        """The subject as it stands in buttons."""
        if self.order:
            return f"{self.kind}.{self.order.id}"
        year = self.plan.plan.fiscal_year if self.plan else 0
        division = self.division.id if self.division else 0
        return f"new.{year}.{division}.{self.measure_id or 0}.{self.month.key if self.month else 0}"


def subject(visit: Visit, key: str) -> Subject | None:
    """The subject of a button or an open question; None when it names nothing of ours any more."""
    match key.split("."):
        case ["new", year, division, measure, month]:
            return new_subject(visit, year, read_id(division) or 0, read_id(measure) or 0, month)
        case [("again" | "answer") as kind, text]:
            order = orders.find(visit.session, visit.desk.organisation_id, read_id(text) or 0)
            return Subject(kind, order=order) if order else None
    return None


def new_subject(visit: Visit, year: str, division_id: int, measure_id: int, month: str) -> Subject | None:
    """The subject of a new order; None when a part of it is none of ours."""
    known = re.fullmatch("2[0-9]{3}", year) is not None
    stored = load_plan(visit.session, visit.desk.organisation_id, int(year)) if known else None
    if stored is None or division_id not in stored.divisions or (measure_id and measure_id not in stored.measures):
        return None
    if month != "0" and month not in {m.key for m in stored.fiscal_year.months}:
        return None
    division = visit.session.get_one(Division, division_id)
    return Subject("new", stored, division, measure_id or None, None if month == "0" else Month.parse(month))


def whom(visit: Visit, one: Subject) -> tuple[str, str, int]:
    """Whom a subject is to, what it is about, and the order's number (0 for a new one)."""
    if one.order:
        return one.order.division, one.order.about, one.order.number
    name = one.division.name if one.division else ""
    return name, orders.about(visit.session, one.measure_id, one.month), 0


def may(visit: Visit, person: Person, one: Subject) -> bool:
    """An answer is the division's, by who holds a role in it now; all else is an executive's."""
    if one.kind == "answer":
        return one.order is not None and one.order.division_id in people.divisions(visit.session, person)
    return people.is_executive(visit.session, person)
