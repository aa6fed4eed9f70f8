"""What the secretary and the executives see: the round in one card, and the report as a file."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from exports import report
from exports import summary as spoken
from exports.rounds import build_report, current_round
from handlers import staff, wording
from handlers.incoming import Visit
from models import people
from models.calendar import Month, Round, bangkok_date
from models.post_tables import FileLink
from models.records import StoredPlan, load_plan, load_plans
from models.say import Card, Choice, Message, Text
from models.tables import DecisionRow, Person


def summary(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word สรุป: headline, exceptions, progress by division, and the button for the file."""
    if not people.oversees(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    stored = _current_plan(visit)
    if stored is None:
        return (Text(wording.NO_PLAN),)
    round = current_round(stored, visit.incoming.at)
    card = round_card(visit.session, stored, round, visit.incoming.at)
    return (card, *wishes(visit, person, stored), *staff.alerts(visit, person))


def wishes(visit: Visit, person: Person, stored: StoredPlan) -> tuple[Message, ...]:
    """For the secretary: who asked to have a locked month reopened, and was not answered yet."""
    if not any(r.name == "secretary" for r in people.roles(visit.session, person)):
        return ()
    rows = visit.session.scalars(
        select(DecisionRow).where(DecisionRow.measure_id.in_(stored.measures)).order_by(DecisionRow.id)
    )
    open_: dict[tuple[int, int, str], str] = {}
    for row in rows:
        key = (row.measure_id, row.division_id, row.month.key)
        if row.kind == "asked":
            order = stored.measures[row.measure_id].order
            open_[key] = wording.wish(stored.divisions[row.division_id], order, row.month)
        elif row.kind == "reopen":
            open_.pop(key, None)
    return (Text(wording.wishes(list(open_.values()))),) if open_ else ()


def round_card(session: Session, stored: StoredPlan, round: Round, now: datetime) -> Card:
    """The executives' card of a round with its button."""
    button = Choice(wording.GET_EXCEL, f"excel/{stored.plan.fiscal_year}/{round.key}", strong=True)
    return spoken.card(build_report(session, stored, round, now), (button,))


def _current_plan(visit: Visit) -> StoredPlan | None:
    """The plan of the newest month that has opened; else the newest plan there is."""
    plans = load_plans(visit.session, visit.desk.organisation_id)
    month = Month.of(bangkok_date(visit.incoming.at))
    begun = [p for p in plans if p.deadlines(p.fiscal_year.first_month).opens <= visit.incoming.at]
    current = [p for p in begun if p.fiscal_year in (month.fiscal_year, month.plus(-1).fiscal_year)]
    found = current or begun or plans
    return found[-1] if found else None


def excel(visit: Visit, person: Person, year: str, key: str) -> tuple[Message, ...]:
    """The button of a card, however old: a fresh link to the round's Excel file."""
    if not people.oversees(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    known = year.isascii() and year.isdigit() and len(year) == 4
    stored = load_plan(visit.session, visit.desk.organisation_id, int(year)) if known else None
    try:
        round = Round.parse(stored.fiscal_year, key) if stored else None
    except ValueError:
        round = None
    if stored is None or round is None:
        return (Text(wording.OLD_BUTTON),)
    return (_link(visit, person, stored, round),)


def current_excel(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The same by word, for the round that is being reported."""
    if not people.oversees(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    stored = _current_plan(visit)
    if stored is None:
        return (Text(wording.NO_PLAN),)
    return (_link(visit, person, stored, current_round(stored, visit.incoming.at)),)


def _link(visit: Visit, person: Person, stored: StoredPlan, round: Round) -> Card:
    row = FileLink(
        id=secrets.token_urlsafe(16),
        organisation_id=person.organisation_id,
        person_id=person.id,
        what={"year": stored.plan.fiscal_year, "round": round.key},
        created_at=visit.incoming.at,
    )
    visit.session.add(row)
    button = Choice(wording.OPEN_FILE, kind="link", link=visit.desk.link(row.id), strong=True)
    return Card(
        title=wording.EXCEL,
        subtitle=report.round_text(round),
        lead=wording.LINK_LIVES,
        note=wording.LINK_OPENS,
        buttons=(button,),
        alt=wording.EXCEL,
    )
