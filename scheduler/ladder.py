"""The reminder ladder: which step is due now and not yet done, and for whom.

A tick asks the tables what is due at an instant, never "is today the 25th", so that downtime only delays. A step is
claimed by its unique Reminder row, written in the transaction that queues the push; a second tick, or another
clock, finds the row and sends nothing (DESIGN.md section 4). Months that were missed while down are listed inside
the card of the newest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.drafts import lay_aside
from handlers.overview import round_card
from handlers.owed import everything, month_card, of_month
from handlers.wording_people import standing_in
from models import organisations, outbox, people
from models.calendar import BANGKOK, Month, Round, bangkok_date, is_workday
from models.post_tables import Outgoing, Reminder
from models.records import NO_HOLIDAYS, StoredPlan, load_plans
from models.say import Message, Text
from models.tables import ConversationRow, Division, Person

OFFICE_HOURS = (time(8, 30), time(16, 30))
ANSWERING = timedelta(minutes=15)  # since the last answer: after that a card disturbs nobody
SUMMARY_STAYS_DUE = timedelta(days=90)  # an older round is history, not news (a plan of a past year)


@dataclass(frozen=True)
class Line:
    """One thing a tick did or did not do: the step, its period, who, and the reason when nothing was queued.

    Reasons: no_reporter, away, unreachable, no_executive, outside_office_hours, in_conversation.
    """

    step: str
    period: str
    division: str = ""
    person: str = ""
    outgoing_id: str = ""
    reason: str = ""


@dataclass
class _Wanted:
    """What one person is to get in a step: messages, and the divisions they are about (id 0 is all of them)."""

    messages: list[Message] = field(default_factory=list)
    divisions: dict[int, str] = field(default_factory=dict)


def tick(session: Session, organisation_id: int, now: datetime, wall: datetime) -> list[Line]:
    """Queue every step that is due at `now` and not yet done; `wall` is real time, by which messages are sent.

    Nothing is queued outside office hours, on a day off, or for somebody who is answering just now; it is due again
    at the next tick. Steps queued before and still not sent are listed too.
    """
    organisations.take_turn(session, organisation_id)  # another clock may be ticking
    people.end_what_ran_out(session, organisation_id, now)
    lines = [
        *_openings(session, organisation_id, now, wall),
        *_round_summaries(session, organisation_id, now, wall),
    ]
    return lines + _unsent(session, organisation_id, {line.outgoing_id for line in lines})


def in_office_hours(now: datetime) -> bool:
    """Whether steps may be sent: a workday between 08:30 and 16:30 in Asia/Bangkok (DESIGN.md section 5)."""
    local = now.astimezone(BANGKOK)
    return is_workday(local.date(), NO_HOLIDAYS) and OFFICE_HOURS[0] <= local.time() <= OFFICE_HOURS[1]


def _openings(session: Session, organisation_id: int, now: datetime, wall: datetime) -> list[Line]:
    """The opening of the newest open month, to whoever is to be asked in each division that owes something."""
    found = everything(session, organisation_id, now)
    open_ = [o for o in found if o.obligation.deadlines.opens <= now and not o.obligation.locked(now)]
    if not open_:
        return []
    month = max(o.month for o in open_)
    lines: list[Line] = []
    wanted: dict[int, _Wanted] = defaultdict(_Wanted)
    asked = people.to_ask(session, organisation_id, bangkok_date(now))
    for division_id in dict.fromkeys(o.key.division_id for o in open_ if o.month == month):
        of_it = of_month(open_, month, division_id)
        if not any(o.missing for o in of_it):
            continue
        person, name = asked[division_id].person, of_it[0].division
        if person is None:
            lines.append(Line("open", month.key, name, reason=asked[division_id].reason))
            continue
        if _done(session, organisation_id, "open", month.key, person.id, division_id):
            continue
        behind = sorted({o.month for o in open_ if o.key.division_id == division_id and o.missing} - {month})
        wanted[person.id].messages.append(month_card(of_it, now, behind))
        wanted[person.id].divisions[division_id] = name
    for what in wanted.values():
        if instead := [name for division_id, name in what.divisions.items() if asked[division_id].stands_in]:
            what.messages.insert(0, Text(standing_in(instead)))
    return lines + _queue(session, organisation_id, "open", month.key, wanted, now, wall)


def _round_summaries(session: Session, organisation_id: int, now: datetime, wall: datetime) -> list[Line]:
    """The summary of every round that is complete, to the executives."""
    lines: list[Line] = []
    for stored, round in due_rounds(load_plans(session, organisation_id), now):
        period = round_period(stored, round)
        wanted: dict[int, _Wanted] = defaultdict(_Wanted)
        executives = people.holding(session, organisation_id, ["executive"])
        if not executives:
            lines.append(Line("summary", period, reason="no_executive"))
        for person in executives:
            if person.unreachable_since:
                lines.append(Line("summary", period, person=shown(person), reason="unreachable"))
            elif not _done(session, organisation_id, "summary", period, person.id, 0):
                wanted[person.id].messages.append(round_card(session, stored, round, now))
                wanted[person.id].divisions[0] = ""
        lines += _queue(session, organisation_id, "summary", period, wanted, now, wall)
    return lines


def round_period(stored: StoredPlan, round: Round) -> str:
    """What a round is called in its Reminder row: 2566-6m."""
    return f"{stored.plan.fiscal_year}-{round.code}"


def due_rounds(plans: Iterable[StoredPlan], now: datetime) -> list[tuple[StoredPlan, Round]]:
    """The rounds whose summary is due at `now`: from the first workday after their last month is due."""
    return [
        (stored, round)
        for stored in plans
        for round in stored.rounds
        if timedelta() <= now - stored.summary_at(round) < SUMMARY_STAYS_DUE
        and any(a.first <= round.last and a.last >= round.first for a in stored.assignments)
    ]


def _queue(
    session: Session,
    organisation_id: int,
    step: str,
    period: str,
    wanted: dict[int, _Wanted],
    now: datetime,
    wall: datetime,
) -> list[Line]:
    """Claim the step for each person and queue one push; nothing for those who have had it."""
    lines: list[Line] = []
    for person_id, what in wanted.items():
        person = session.get_one(Person, person_id)
        line = Line(step, period, ", ".join(filter(None, what.divisions.values())), shown(person))
        if not in_office_hours(now):
            lines.append(replace(line, reason="outside_office_hours"))
            continue
        if step == "open" and _is_answering(session, person, now):
            lines.append(replace(line, reason="in_conversation"))
            continue
        outgoing = outbox.push(session, organisation_id, person.line_id, person.id, what.messages, wall)
        if step == "open":  # what is typed after a month's card is not about an older month
            lay_aside(session, person.id, Month.parse(period))
        for division_id in what.divisions:
            session.add(
                Reminder(
                    organisation_id=organisation_id,
                    step=step,
                    period=period,
                    person_id=person_id,
                    division_id=division_id,
                    outgoing_id=outgoing,
                    at=now,
                )
            )
        lines.append(replace(line, outgoing_id=outgoing))
    session.flush()
    return lines


def _is_answering(session: Session, person: Person, now: datetime) -> bool:
    """Whether the person is in the middle of a report: a card would push the question's buttons away."""
    lately = select(ConversationRow.id).where(
        ConversationRow.person_id == person.id, ConversationRow.open, ConversationRow.moved_at > now - ANSWERING
    )
    return session.scalar(lately.limit(1)) is not None


def _done(session: Session, organisation_id: int, step: str, period: str, person_id: int, division_id: int) -> bool:
    row = select(Reminder.id).where(
        Reminder.organisation_id == organisation_id,
        Reminder.step == step,
        Reminder.period == period,
        Reminder.person_id == person_id,
        Reminder.division_id == division_id,
    )
    return session.scalar(row) is not None


def _unsent(session: Session, organisation_id: int, listed: Collection[str]) -> list[Line]:
    """Steps that were queued by an earlier tick and have not been sent: waiting, held, dead or unclear."""
    rows = session.execute(
        select(Reminder, Person, Division.name)
        .join(Outgoing, Outgoing.id == Reminder.outgoing_id)
        .join(Person, Person.id == Reminder.person_id)
        .outerjoin(Division, Division.id == Reminder.division_id)
        .where(Reminder.organisation_id == organisation_id, Outgoing.state != "sent")
        .order_by(Reminder.id)
    )
    return [
        Line(r.step, r.period, division or "", shown(person), r.outgoing_id)
        for r, person, division in rows
        if r.outgoing_id not in listed
    ]


def shown(person: Person) -> str:
    """A person in an operator's list: the name, or the end of the LINE id."""
    return person.name or f"…{person.line_id[-6:]}"


def next_step(session: Session, organisation_id: int, now: datetime) -> tuple[datetime, str, str] | None:
    """The next instant at which a step comes due, with its step and period; None when no plan has one left."""
    steps: list[tuple[datetime, str, str]] = []
    for stored in load_plans(session, organisation_id):
        for month in _months(stored):
            steps.append((stored.deadlines(month).opens, "open", month.key))
        for round in stored.rounds:
            at = stored.summary_at(round)
            steps.append((at, "summary", round_period(stored, round)))
    return min((s for s in steps if s[0] > now), default=None)


def _months(stored: StoredPlan) -> Sequence[Month]:
    """The months in which anything of the plan is owed."""
    return [m for m in stored.fiscal_year.months if any(a.first <= m <= a.last for a in stored.assignments)]
