"""Chasing: the secretary sees which division has not sent and reminds its reporter at once; who is reminded may ask
for tomorrow; and what the runs of reminders have sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from handlers import order_cards, runs, wording
from handlers import wording_ladder as words
from handlers.incoming import Visit
from handlers.letters import View, late_cards, name_of
from handlers.naming import fits
from handlers.owed import month_card, read_id
from models import organisations, outbox, people
from models.calendar import BANGKOK, Month, add_workdays
from models.post_tables import Outgoing, Reminder
from models.say import Card, Choice, Message, Text
from models.tables import Division, Person

SHOWN_RUNS = 5


def _view(visit: Visit) -> View:
    return View.at(visit.session, visit.desk.organisation_id, visit.incoming.at)


def late(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word ตาม: the divisions whose reports of the newest open month are missing, each with a button."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    view = _view(visit)
    opened = view.open
    if not opened:
        return (Text(words.STILL_TIME),)
    months = sorted({o.month for o in opened if o.missing})
    note = words.chase_cost(
        *organisations.pushes_left(visit.session, visit.desk.organisation_id, visit.incoming.today)
    )
    cards = [card for month in reversed(months) for card in late_cards(view, month, chase=True)]
    if not cards:
        return (Text(words.NOBODY_LATE),)
    return (*cards[:-1], replace(cards[-1], note=note))


def chase_named(visit: Visit, person: Person, text: str) -> tuple[Message, ...] | None:
    """`ตามกองช่าง`, `ตามคลัง`; None when no division, or more than one, is called so."""
    divisions = visit.session.scalars(
        select(Division).where(Division.organisation_id == visit.desk.organisation_id)
    ).all()
    named = fits(text, {d.id: d.name for d in divisions})
    return chase(visit, person, "", str(named[0])) if len(named) == 1 else None


def chase(visit: Visit, person: Person, month: str, division: str) -> tuple[Message, ...]:
    """Remind a division's reporter now, once a day. It goes at once, whatever the hour: a person asked for it."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    view, division_id = _view(visit), read_id(division) or 0
    row = visit.session.get(Division, division_id)
    if row is None or row.organisation_id != visit.desk.organisation_id:
        return (Text(wording.OLD_BUTTON),)
    missing = view.missing(division_id)
    waiting = order_cards.waiting(visit.session, row.organisation_id, [row.id], view.now)
    if not missing and not waiting:
        return (Text(_nothing_to_chase(view, row)),)
    asked = view.asked[division_id]
    if asked.person is None:
        return (Text(words.chase_in_vain(row.name, asked.reason)),)
    if before := _chased_today(visit, asked.person, division_id):
        return (Text(words.chased_already(row.name, before)),)
    cards = (*_month(view, division_id, month), *waiting)
    sent = outbox.push(
        visit.session,
        visit.desk.organisation_id,
        asked.person.line_id,
        asked.person.id,
        (Text(words.CHASED_BY), *cards),
        visit.desk.wall,
    )
    today = visit.incoming.today.isoformat()
    visit.session.add(runs.mark(asked.person, "chase", today, sent, visit.incoming.at, division_id))
    visit.session.flush()
    return (Text(words.chased(row.name, name_of(view, division_id))),)


def _month(view: View, division_id: int, month: str) -> tuple[Card, ...]:
    """The card of what a division still owes, of the month that the button names or the newest; () for nothing."""
    months = sorted({o.month for o in view.missing(division_id)})
    if not months:
        return ()
    newest = Month.parse(month) if month in {m.key for m in months} else months[-1]
    return (month_card(view.of_month(newest, division_id), view.now, [m for m in months if m < newest]),)


def _nothing_to_chase(view: View, division: Division) -> str:
    """Why there is nothing to chase: all is in, no month is open, or what is missing is locked."""
    begun = [o for o in view.owed if o.key.division_id == division.id and o.obligation.deadlines.opens <= view.now]
    if any(o.missing for o in begun):
        return words.chase_too_late(division.name)
    return words.chase_not_needed(division.name) if begun else words.STILL_TIME


def _chased_today(visit: Visit, person: Person, division_id: int) -> datetime | None:
    return visit.session.scalar(
        select(Reminder.at)
        .join(Outgoing, Outgoing.id == Reminder.outgoing_id)
        .where(
            Reminder.step == "chase",
            Reminder.period == visit.incoming.today.isoformat(),
            Reminder.person_id == person.id,
            Reminder.division_id == division_id,
        )
    )


def snooze(visit: Visit, person: Person) -> tuple[Message, ...]:
    """เตือนพรุ่งนี้: no reminder until the next workday, and one then."""
    view = _view(visit)
    wanted = [o for i in people.divisions(visit.session, person) for o in view.missing(i)]
    if not wanted:
        return (Text(words.NOTHING_TO_SNOOZE),)
    rules = wanted[0].stored.rules.of(Month.of(visit.incoming.today))
    person.remind_on = add_workdays(visit.incoming.at.astimezone(BANGKOK).date(), 1, view.holidays)
    told = Text(
        words.snoozed(person.remind_on, f"{rules.opens_at:%H.%M}"),
        (Choice(wording.REPORT, f"word/{wording.REPORT}"),),
    )
    return (told,)


def shown_runs(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word ผลการเตือน: the last runs of the ladder, whom they reached and whom not."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    found = runs.runs(_view(visit))[:SHOWN_RUNS]
    return (Text("\n".join(r.text for r in found) or words.NO_RUNS),)
