"""What is due at an instant, and for whom: a query over plans, deadlines and people that knows nothing of what was
sent before (scheduler/ladder.py leaves that out)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.letters import Item, View, inner_wanted
from handlers.runs import round_period
from models import people
from models.calendar import DeadlineRules, Month, Round, at, bangkok_date, workday_on_or_after
from models.people import Reason
from models.records import StoredPlan, load_plans
from models.steps import DATE_WARNINGS, STEPS, Step, inner_at
from models.tables import CalendarEntry, Person

SUMMARY_STAYS_DUE = timedelta(days=90)  # an older round is history, not news (a plan of a past year)


@dataclass(frozen=True)
class Due:
    """A step that is due for a person."""

    item: Item
    person: Person


@dataclass(frozen=True)
class Nobody:
    """A step that is due and reaches nobody, and why."""

    step: str
    period: str
    division: str
    reason: Reason | str


def steps(view: View) -> tuple[list[Due], list[Nobody]]:
    """Every step that is due at the view's instant, with who is to get it, done or not; and those for nobody."""
    found: list[Due] = []
    nobody: list[Nobody] = []
    for month in sorted({o.month for o in view.open}):
        _of_month(view, month, found, nobody)
    _summaries(view, found, nobody)
    found += _inner(view)
    found += _dates(view)
    found += _snoozed(view)
    return found, nobody


def _of_month(view: View, month: Month, found: list[Due], nobody: list[Nobody]) -> None:
    """The steps of one reporting month. Of a division that reaches nobody only the newest step is listed."""
    first = next(o for o in view.open if o.month == month)
    deadlines, rules = first.obligation.deadlines, first.stored.rules.of(month)
    begun = [
        s for s in STEPS if s.due_at(deadlines, rules, view.holidays) <= view.now and not s.over(deadlines, view.now)
    ]
    divisions = list(dict.fromkeys(o.key.division_id for o in view.open if o.month == month and o.missing))
    begun = [s for s in begun if divisions or s.name == "digest"]  # a complete month is told of, not reminded of
    names = {o.key.division_id: o.division for o in view.open}
    for step in begun:
        newest = step is [s for s in begun if s.audience == step.audience][-1]
        if step.audience in ("secretary", "executive"):
            _to_overseers(view, step, month, found, nobody if newest else [])
            continue
        for division_id in divisions:
            targets, reason = _targets(view, step, month, division_id)
            found += [Due(Item(step.name, month.key, division_id), person) for person in targets]
            if not targets and newest:
                nobody.append(Nobody(step.name, month.key, names[division_id], reason))


def _to_overseers(view: View, step: Step, month: Month, found: list[Due], nobody: list[Nobody]) -> None:
    held = people.holding(view.session, view.organisation_id, [step.audience])
    found += [Due(Item(step.name, month.key), person) for person in held]
    if not held:
        nobody.append(Nobody(step.name, month.key, "", f"no_{step.audience}"))


def _targets(view: View, step: Step, month: Month, division_id: int) -> tuple[list[Person], str]:
    """Who gets a division's step: whom to ask; on the first late step the deputy too, when the division is silent."""
    if step.audience == "head":
        heads = people.heads(view.session, view.organisation_id, division_id)
        return heads, "no_head"
    asked = view.asked[division_id]
    if asked.person is None:
        return [], asked.reason
    if step.name == "late" and view.silent(division_id, month):
        deputy = people.deputy(
            view.session, view.organisation_id, division_id, bangkok_date(view.now), asked.person.id
        )
        return [asked.person, *([deputy] if deputy else [])], ""
    return [asked.person], ""


# --- Steps that are not of a month ---------------------------------------------------------------------------


def _summaries(view: View, found: list[Due], nobody: list[Nobody]) -> None:
    """The summary of every round that is complete, to the executives."""
    for stored, round in due_rounds(load_plans(view.session, view.organisation_id), view.now):
        period = round_period(stored, round)
        executives = people.holding(view.session, view.organisation_id, ["executive"])
        found += [Due(Item("summary", period), person) for person in executives]
        if not executives:
            nobody.append(Nobody("summary", period, "", "no_executive"))


def due_rounds(plans: Iterable[StoredPlan], now: datetime) -> list[tuple[StoredPlan, Round]]:
    """The rounds whose summary is due at `now`: from the first workday after their last month is due."""
    return [
        (stored, round)
        for stored in plans
        for round in stored.rounds
        if timedelta() <= now - stored.summary_at(round) < SUMMARY_STAYS_DUE
        and any(a.first <= round.last and a.last >= round.first for a in stored.assignments)
    ]


def _inner(view: View) -> Iterator[Due]:
    """Deadlines inside measures: warned of once, until their day has passed."""
    days = {d.date for o in view.owed if (d := o.measure.follow_up.deadline)}
    today = bangkok_date(view.now)
    for day in sorted(days):
        if day < today or inner_at(day, rules_now(view), view.holidays) > view.now:
            continue
        for division_id in dict.fromkeys(o.key.division_id for o in inner_wanted(view, day)):
            if (person := view.asked[division_id].person) is not None:
                yield Due(Item("inner", day.isoformat(), division_id), person)


def _dates(view: View) -> Iterator[Due]:
    """The dates that the secretary has entered: 30, 14 and 7 days before, moved forward to a workday; a warning whose
    time had passed when the date was entered is not given."""
    today, rules = bangkok_date(view.now), rules_now(view)
    entries = view.session.scalars(
        select(CalendarEntry).where(
            CalendarEntry.organisation_id == view.organisation_id,
            CalendarEntry.day >= today,
            CalendarEntry.day <= today + timedelta(days=max(DATE_WARNINGS)),
        )
    ).all()
    secretaries = people.holding(view.session, view.organisation_id, ["secretary"]) if entries else []
    for entry in entries:
        for before in DATE_WARNINGS:
            warned = warning_at(entry.day, before, rules, view.holidays)
            if entry.at < warned <= view.now:
                yield from (Due(Item("date", f"{entry.id}-{before}"), person) for person in secretaries)


def warning_at(day: date, before: int, rules: DeadlineRules, holidays: frozenset[date]) -> datetime:
    """When a date is warned of, so many days before."""
    return at(workday_on_or_after(day - timedelta(days=before), holidays), rules.opens_at)


def _snoozed(view: View) -> Iterator[Due]:
    """Those who asked to be reminded on a day that has come."""
    wishes = view.session.scalars(
        select(Person).where(Person.organisation_id == view.organisation_id, Person.remind_on.is_not(None))
    )
    for person in wishes:
        if person.remind_on and snooze_at(view, person.remind_on) <= view.now and not _is_away(view, person):
            yield Due(Item("snooze", person.remind_on.isoformat()), person)


def _is_away(view: View, person: Person) -> bool:
    return people.is_away(person, bangkok_date(view.now))


def snooze_at(view: View, day: date) -> datetime:
    """When somebody who asked for it is reminded again."""
    return at(workday_on_or_after(day, view.holidays), rules_now(view).opens_at)


def rules_now(view: View) -> DeadlineRules:
    """The rules that count for the month of the view's instant."""
    month = Month.of(bangkok_date(view.now))
    return view.owed[0].stored.rules.of(month) if view.owed else DeadlineRules()


# --- What is to come -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Coming:
    """A step that falls due later: its instant, name and period."""

    at: datetime
    step: str
    period: str


def coming(session: Session, organisation_id: int, now: datetime) -> list[Coming]:
    """Every step of the stored plans that falls due after `now`, in order of time."""
    found: list[Coming] = []
    for stored in load_plans(session, organisation_id):
        for month in _months(stored):
            deadlines, rules = stored.deadlines(month), stored.rules.of(month)
            found += [Coming(s.due_at(deadlines, rules, stored.holidays), s.name, month.key) for s in STEPS]
        found += [Coming(stored.summary_at(r), "summary", round_period(stored, r)) for r in stored.rounds]
    return sorted((c for c in found if c.at > now), key=lambda c: c.at)


def _months(stored: StoredPlan) -> list[Month]:
    """The months in which anything of the plan is owed."""
    return [m for m in stored.fiscal_year.months if any(a.first <= m <= a.last for a in stored.assignments)]


def next_step(session: Session, organisation_id: int, now: datetime) -> tuple[datetime, str, str] | None:
    """The next instant at which a step comes due, with its step and period; None when no plan has one left."""
    first = next(iter(coming(session, organisation_id, now)), None)
    return (first.at, first.step, first.period) if first else None
