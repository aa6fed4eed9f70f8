"""One month of the whole agency as a value: figures by division, problems, the trend against the month before.

What the executives' card says (handlers/digest.py) is laid out from this; nothing is reckoned there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from exports import trend
from exports.entries import Entry, Names, divisions_of, entries_of
from exports.exceptions import silent_for
from exports.notes import problems_of
from exports.report_value import Problem
from exports.trend import Trend
from models.calendar import FiscalYear, Month, Round
from models.ledger import Counts, Obligation, count
from models.plan import Plan
from models.thai import short_month


@dataclass(frozen=True)
class Share:
    """A division's figures of the month; `id` is the division's, `silent` its months in a row without a report."""

    id: int
    name: str
    counts: Counts
    silent: int = 0


@dataclass(frozen=True)
class Digest:
    """`not_due`: how many of the missing may still come in time. `trend` is None before the month is due, and in the
    first month of a plan."""

    month: Month
    total: Counts
    not_due: int
    divisions: tuple[Share, ...]
    problems: tuple[Problem, ...]
    trend: Trend | None


def digest(plan: Plan, month: Month, obligations: Iterable[Obligation], names: Names, now: datetime) -> Digest:
    """The digest of a month at `now`. `obligations` are those of the plan, of any months."""
    found, before = list(obligations), month.plus(-1)
    year = Round.of(FiscalYear(plan.fiscal_year), "12m")
    so_far = entries_of(plan, year, (o for o in found if o.month <= month), names)
    by_month = {m: [e for e in so_far if e.month == m] for m in sorted({e.month for e in so_far})}
    shares = [_shares(of_month) for of_month in by_month.values()]
    entries, earlier = by_month.get(month, []), by_month.get(before, [])
    divisions = divisions_of(plan, entries)
    ids = {e.division: e.obligation.key.division_id for e in entries}
    not_due = sum(e.not_due(now) for e in entries)
    return Digest(
        month,
        count(e.obligation for e in entries),
        not_due,
        tuple(
            Share(
                ids[d],
                d,
                count(e.obligation for e in entries if e.division == d),
                silent_for([one[d] for one in shares if d in one and one[d][1]]),
            )
            for d in divisions
        ),
        problems_of(entries, divisions),
        None
        if not_due
        else trend.between(short_month(month), _shares(entries), short_month(before), _shares(earlier)),
    )


def _shares(entries: Sequence[Entry]) -> trend.Shares:
    names = dict.fromkeys(e.division for e in entries)
    counts = {name: count(e.obligation for e in entries if e.division == name) for name in names}
    return {name: (one.submitted, one.expected) for name, one in counts.items()}
