"""What the secretary and the executives see: the round in one card, and the report as a file."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from exports import report
from exports import summary as spoken
from exports.report_value import Report
from handlers import wording
from handlers.incoming import Visit
from models import people
from models.calendar import Month, Round, bangkok_date
from models.records import StoredPlan, ledger, load_plan, load_plans, so_far
from models.say import Card, Choice, Message, Text
from models.tables import FileLink, Person


def build_report(
    session: Session, stored: StoredPlan, round: Round, now: datetime, layout: str | None = None
) -> Report:
    """The report of a round as it stands at `now`; months that have not opened yet are not counted as missing.

    Raises ValueError with a sentence when the layout is unknown.
    """
    names = report.Names(
        measures={id_: m.code for id_, m in stored.measures.items()}, divisions=dict(stored.divisions)
    )
    return report.build(stored.plan, round, so_far(ledger(session, stored), now), names, layout, now)


def current_round(stored: StoredPlan, now: datetime) -> Round:
    """The round that is being reported at `now`: the one of the newest month that has opened."""
    month = Month.of(bangkok_date(now))
    if stored.deadlines(month).opens > now:
        month = month.plus(-1)
    return stored.round_of(min(max(month, stored.fiscal_year.first_month), stored.fiscal_year.last_month))


def summary(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word สรุป: headline, exceptions, progress by division, and the button for the file."""
    if not people.oversees(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    stored = _current_plan(visit)
    if stored is None:
        return (Text(wording.NO_PLAN),)
    round = current_round(stored, visit.incoming.at)
    return (round_card(visit.session, stored, round, visit.incoming.at),)


def round_card(session: Session, stored: StoredPlan, round: Round, now: datetime) -> Card:
    """The executives' card of a round with its button."""
    button = Choice(wording.GET_EXCEL, f"excel/{stored.plan.fiscal_year}/{round.code}", strong=True)
    return spoken.card(build_report(session, stored, round, now), (button,))


def _current_plan(visit: Visit) -> StoredPlan | None:
    """The plan of the newest month that has opened; else the newest plan there is."""
    plans = load_plans(visit.session, visit.desk.organisation_id)
    month = Month.of(bangkok_date(visit.incoming.at))
    begun = [p for p in plans if p.deadlines(p.fiscal_year.first_month).opens <= visit.incoming.at]
    current = [p for p in begun if p.fiscal_year in (month.fiscal_year, month.plus(-1).fiscal_year)]
    found = current or begun or plans
    return found[-1] if found else None


def excel(visit: Visit, person: Person, year: str, code: str) -> tuple[Message, ...]:
    """The button of a card, however old: a fresh link to the round's Excel file."""
    if not people.oversees(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    stored = load_plan(visit.session, visit.desk.organisation_id, int(year)) if year.isdigit() else None
    if stored is None or code not in ("6m", "12m"):
        return (Text(wording.OLD_BUTTON),)
    return (_link(visit, person, stored, Round.of(stored.fiscal_year, code)),)


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
        what={"year": stored.plan.fiscal_year, "round": round.code},
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
