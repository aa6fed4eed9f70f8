"""The reminder ladder as one table: when each step falls due, whom it goes to, what it yields when pushes are scarce.

DESIGN.md section 5. A step is due from its instant until it makes no sense any more; which of the due ones were sent
is known to the Reminder rows (scheduler/ladder.py).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from models.calendar import BANGKOK, DeadlineRules, Deadlines, add_workdays, at, bangkok_date, is_workday

Audience = Literal["reporter", "head", "secretary", "executive"]
OFFICE_HOURS = (time(8, 30), time(16, 30))


@dataclass(frozen=True)
class Step:
    """A step of a reporting month. `workdays` counts from the due day, None is the opening; `rank`: 1 is kept longest
    when the quota will not reach (executive report and opening before late steps, those before nudges)."""

    name: str
    audience: Audience
    rank: int
    workdays: Callable[[DeadlineRules], int] | None = None

    def due_at(self, deadlines: Deadlines, rules: DeadlineRules, holidays: Collection[date]) -> datetime:
        """The instant (UTC) from which the step is due: the opening, or that workday at the opening's time of day."""
        if self.workdays is None:
            return deadlines.opens
        return at(add_workdays(bangkok_date(deadlines.due), self.workdays(rules), holidays), rules.opens_at)

    def over(self, deadlines: Deadlines, now: datetime) -> bool:
        """Whether the step makes no sense any more: a nudge after the due time, the others after the lock."""
        return now > (deadlines.due if self.name == "nudge" else deadlines.locks)


STEPS = (  # in the order in which they fall due
    Step("open", "reporter", 1),
    Step("nudge", "reporter", 3, lambda rules: -rules.nudge),
    Step("late", "reporter", 2, lambda rules: rules.late),
    Step("late_again", "reporter", 2, lambda rules: rules.late_again),
    Step("head", "head", 2, lambda rules: rules.head),
    Step("listed", "secretary", 2, lambda rules: rules.listed),
    Step("digest", "executive", 1, lambda rules: rules.named),  # one letter with the next: they fall due together
    Step("named", "executive", 1, lambda rules: rules.named),
)
BY_NAME = {step.name: step for step in STEPS}
OTHER_RANKS = {"summary": 1, "inner": 2, "date": 2, "snooze": 3}  # the steps that are not of a month
DATE_WARNINGS = (30, 14, 7)  # days before a date that the secretary has entered
INNER_WARNING = 7  # days before a deadline inside a measure, moved forward to a workday


def in_office_hours(now: datetime, holidays: Collection[date]) -> bool:
    """Whether steps may be sent: a workday between 08:30 and 16:30 in Asia/Bangkok (DESIGN.md section 5)."""
    local = now.astimezone(BANGKOK)
    return is_workday(local.date(), holidays) and OFFICE_HOURS[0] <= local.time() <= OFFICE_HOURS[1]


def office_opens(now: datetime, holidays: Collection[date]) -> datetime:
    """When steps may be sent next, for an instant outside office hours."""
    local = now.astimezone(BANGKOK)
    today = is_workday(local.date(), holidays) and local.time() < OFFICE_HOURS[0]
    day = local.date() if today else add_workdays(local.date(), 1, holidays)
    return at(day, OFFICE_HOURS[0])


def inner_at(deadline: date, rules: DeadlineRules, holidays: Collection[date]) -> datetime:
    """When a deadline inside a measure is warned of."""
    day = deadline - timedelta(days=INNER_WARNING)
    while not is_workday(day, holidays):
        day += timedelta(days=1)
    return at(day, rules.opens_at)
