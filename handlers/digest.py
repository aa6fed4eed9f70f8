"""The executives' card of one month: headline, the three exceptions that matter most, bars by division, the trend."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from exports.digest import Digest, Share, digest
from exports.entries import Names
from exports.exceptions import most_first, of_division, of_problem
from exports.summary import MOST_BARS, MOST_EXCEPTIONS
from handlers import acknowledging, order_cards, wording
from handlers import wording_details as words
from handlers.incoming import Visit
from handlers.scopes import Scope, scope_of, see_all, see_division, see_measure
from models import orders, people
from models.calendar import Month, bangkok_date
from models.ledger import Obligation
from models.records import StoredPlan, ledger, so_far
from models.say import Bar, Card, Choice, Message, Row, Text, Tone
from models.tables import Person


def card(session: Session, stored: StoredPlan, month: Month, now: datetime, *, executive: bool) -> Card:
    """The card of a plan's month as it stands at `now`; an executive can take note and order."""
    scope = scope_of(stored, month.key)
    assert scope
    names = Names({i: m.code for i, m in stored.measures.items()}, dict(stored.divisions))
    value = digest(stored.plan, month, _of_plan(session, stored, now), names, now)
    rows = _exceptions(session, scope, value, now)
    bars = tuple(_bar(scope, value, one) for one in value.divisions[:MOST_BARS])
    return Card(
        title=words.month_title(month),
        subtitle=stored.plan.organisation.name,
        lead=words.headline(value.total, value.not_due, value.trend.than if value.trend else ""),
        rows=rows[:MOST_EXCEPTIONS],
        bars=bars,
        note="\n".join(_notes(session, scope, value, len(rows), executive=executive)),
        buttons=_buttons(scope, month, executive=executive, due=not value.not_due),
        alt=f"{words.month_title(month)} {' '.join(words.headline(value.total, value.not_due).splitlines())}",
        tone=_tone(value.total.missing - value.not_due, value.total.completeness),
    )


def _of_plan(session: Session, stored: StoredPlan, now: datetime) -> list[Obligation]:
    return list(so_far(ledger(session, stored), now))


def _exceptions(session: Session, scope: Scope, value: Digest, now: datetime) -> tuple[Row, ...]:
    """What matters most first (exports/exceptions.py)."""
    points = value.trend.by_division if value.trend else {}
    late = [
        of_division(
            d.name,
            d.counts.submitted,
            d.counts.expected,
            d.counts.missing,
            d.silent,
            points.get(d.name, 0),
            Choice(words.SEE, see_division(scope, d.id)),
        )
        for d in value.divisions
        if _overdue(value, d)
    ]
    given = orders.of_plan(session, scope.stored.organisation_id, scope.stored.id)
    ids = {m.code: i for i, m in scope.stored.measures.items()}
    by_name = {d.name: d.id for d in value.divisions}
    problems = []
    for problem in value.problems:
        division = by_name.get(problem.divisions[0], 0) if len(problem.divisions) == 1 else 0
        see = Choice(words.SEE, see_measure(scope, ids[problem.measure], division))
        problems.append(of_problem(problem, see))
    return most_first([*late, *order_cards.overdue(given, bangkok_date(now)), *problems])


def _overdue(value: Digest, one: Share) -> bool:
    return one.counts.missing > 0 and not value.not_due


def _bar(scope: Scope, value: Digest, one: Share) -> Bar:
    counts = one.counts
    tone = _tone(counts.missing if _overdue(value, one) else 0, counts.completeness)
    see = Choice(words.SEE, see_division(scope, one.id))
    bar = Bar(one.name, counts.submitted, counts.expected, tone, choice=see)
    return value.trend.bar(bar) if value.trend else bar


def _tone(overdue: int, completeness: int | None) -> Tone:
    if not overdue:
        return "good"
    return "bad" if (completeness or 0) < 50 else "warn"


def _notes(session: Session, scope: Scope, value: Digest, exceptions: int, *, executive: bool) -> list[str]:
    notes: list[str] = []
    if len(value.divisions) > MOST_BARS:
        notes.append(words.shown_of(MOST_BARS, len(value.divisions)))
    if exceptions > MOST_EXCEPTIONS:
        notes.append(words.and_more(exceptions - MOST_EXCEPTIONS))
    if not executive and not value.not_due:
        notes += acknowledging.counted(session, scope.stored.organisation_id, f"month/{value.month.key}")
    if value.divisions:
        notes.append(words.how_divisions(value.divisions[0].name))
    return notes


def _buttons(scope: Scope, month: Month, *, executive: bool, due: bool) -> tuple[Choice, ...]:
    """A month is taken note of when its due time has passed, and not before."""
    see = Choice(words.ALL_DIVISIONS, see_all(scope))
    if not executive:
        return (see,)
    order = Choice(words.ORDER, f"order/pick/{scope.stored.plan.fiscal_year}/{month.key}")
    noted = [Choice(words.NOTED, f"ack/month/{month.key}", strong=True)] if due else []
    return (*noted, see, order)


def of_month(visit: Visit, person: Person, scope: Scope) -> tuple[Message, ...]:
    """The same card on request: สรุป ต.ค."""
    month, now = scope.months[0], visit.incoming.at
    if not people.oversees(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    if not any(o.month == month for o in _of_plan(visit.session, scope.stored, now)):
        return (Text(words.NOTHING_YET),)
    executive = people.is_executive(visit.session, person)
    return (card(visit.session, scope.stored, month, now, executive=executive),)
