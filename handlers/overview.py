"""What the secretary and the executives see: the round in one card, and the report as a file."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from exports import summary as spoken
from exports.freezing import report_of
from exports.rounds import current_round
from exports.texts import paper
from handlers import acknowledging, asking, cases, files, order_cards, staff, wording
from handlers import wording_chain as chain_words
from handlers import wording_details as details_words
from handlers.incoming import Visit
from handlers.scopes import scope_of, see_all, see_division
from handlers.wording_closing import GAPS
from models import orders, people
from models.calendar import Month, Round, bangkok_date
from models.records import StoredPlan, load_plans
from models.say import Card, Choice, Message, Text
from models.tables import DecisionRow, Person

MOST_WISHES = 10  # buttons under the list of wishes


def summary(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word สรุป: headline, exceptions, progress by division, and the button for the file."""
    if not people.oversees(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    stored = current_plan(visit)
    if stored is None:
        return (Text(wording.NO_PLAN),)
    round = current_round(stored, visit.incoming.at)
    executive = people.is_executive(visit.session, person)
    card = round_card(visit.session, stored, round, visit.incoming.at, executive=executive)
    waits = [chain_words.waits_for_you(case.name) for case in cases.waiting_for(visit, person)]
    endorse = (Text("\n".join(waits), (Choice(chain_words.WHERE, f"word/{chain_words.WHERE}"),)),) if waits else ()
    beside = (*endorse, *wishes(visit, person, stored), *staff.alerts(visit, person))
    return (asking.remember_card(visit, person, card), *beside)


def wishes(visit: Visit, person: Person, stored: StoredPlan) -> tuple[Message, ...]:
    """For the secretary: who asked to have a locked month reopened, and was not answered yet."""
    if not any(r.name == "secretary" for r in people.roles(visit.session, person)):
        return ()
    rows = visit.session.scalars(
        select(DecisionRow).where(DecisionRow.measure_id.in_(stored.measures)).order_by(DecisionRow.id)
    )
    open_: dict[tuple[int, int, str], tuple[str, Choice]] = {}
    for row in rows:
        key = (row.measure_id, row.division_id, row.month.key)
        if row.kind == "asked":
            order, division = stored.measures[row.measure_id].order, stored.divisions[row.division_id]
            label = wording.open_wish(division, row.month)
            send = Choice(label, f"reopen/{row.division_id}/{row.month.key}")
            open_[key] = (wording.wish(division, order, row.month), send)
        elif row.kind == "reopen":
            open_.pop(key, None)
    if not open_:
        return ()
    choices = dict.fromkeys(send for _, send in open_.values())
    return (Text(wording.wishes([line for line, _ in open_.values()]), tuple(choices)[:MOST_WISHES]),)


def round_card(session: Session, stored: StoredPlan, round: Round, now: datetime, *, executive: bool = True) -> Card:
    """The card of a round with its buttons: a tap on a division opens it. An executive takes note of a round
    that is complete or frozen, not of one that still runs."""
    what = acknowledging.of_round(session, stored, round)
    over = now >= stored.summary_at(round) or what.startswith("report/")
    noted = [Choice(details_words.NOTED, f"ack/{what}", strong=True)] if executive and over else []
    excel = files.button(stored, round, "excel", wording.GET_EXCEL, strong=not noted)
    scope = scope_of(stored, round.key)
    see, buttons = {}, [*noted, excel]
    if scope:
        divisions = {paper(name): i for i, name in stored.divisions.items()}  # as the report prints them
        see = {name: Choice(details_words.SEE, see_division(scope, i)) for name, i in divisions.items()}
        buttons.append(Choice(details_words.ALL_DIVISIONS, see_all(scope)))
    if not executive:
        buttons.append(Choice(GAPS, f"word/{GAPS}"))
    given = orders.of_plan(session, stored.organisation_id, stored.id)
    late = order_cards.overdue(given, bangkok_date(now))
    notes = [] if executive or not over else acknowledging.counted(session, stored.organisation_id, what)
    return spoken.card(report_of(session, stored, round, now)[0], tuple(buttons), see, late, notes)


def current_plan(visit: Visit) -> StoredPlan | None:
    """The plan of the newest month that has opened; else the newest plan there is."""
    plans = load_plans(visit.session, visit.desk.organisation_id)
    month = Month.of(bangkok_date(visit.incoming.at))
    begun = [p for p in plans if p.deadlines(p.fiscal_year.first_month).opens <= visit.incoming.at]
    current = [p for p in begun if p.fiscal_year in (month.fiscal_year, month.plus(-1).fiscal_year)]
    found = current or begun or plans
    return found[-1] if found else None


def round_of_words(visit: Visit, person: Person) -> tuple[StoredPlan, Round] | None:
    """The round whose papers are meant by a word: that is being reported, but to who does not oversee the agency that
    of the report that waits for their word; None without a plan."""
    if not people.oversees(visit.session, person) and (waiting := cases.waiting_for(visit, person)):
        return waiting[0].stored, waiting[0].round
    stored = current_plan(visit)
    return (stored, current_round(stored, visit.incoming.at)) if stored else None


def current_excel(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The same by word, for the round that is being reported."""
    if not files.may_read(visit, person):
        return (Text(wording.NOT_FOR_YOU),)
    found = round_of_words(visit, person)
    return (files.card(visit, person, *found),) if found else (Text(wording.NO_PLAN),)
