"""Time as this work counts it: Thai fiscal years, reporting months, rounds, deadlines and workdays.

This is the only place that converts between the Buddhist era (BE) and the Christian era (CE).
Instants are aware datetimes; dates are CE dates of Asia/Bangkok, which has no summer time.
"""

from __future__ import annotations

import calendar as _calendar
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Literal

BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")
BE_OFFSET = 543
RoundCode = Literal["3m", "6m", "12m"]


def be_year(ce: int) -> int:
    """The Buddhist-era year of a Christian-era year: 2026 -> 2569."""
    return ce + BE_OFFSET


def ce_year(be: int) -> int:
    """The Christian-era year of a Buddhist-era year: 2569 -> 2026."""
    return be - BE_OFFSET


def bangkok_date(instant: datetime) -> date:
    """The calendar date in Asia/Bangkok at an aware instant."""
    return instant.astimezone(BANGKOK).date()


def at(day: date, clock: time) -> datetime:
    """The instant (UTC) at which clocks in Asia/Bangkok show `clock` on `day`."""
    return datetime.combine(day, clock, BANGKOK).astimezone(UTC)


def parse_instant(text: str) -> datetime:
    """An instant (UTC) from ISO 8601 text; without a zone it is Asia/Bangkok, without a time midnight.

    Raises ValueError with a sentence for the operator when the text is not an instant,
    or when its year can only be a Buddhist-era one.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"'{text}' is not a date and time such as 2026-10-25T09:00") from None
    if found.year >= 2400:
        raise ValueError(f"'{text}' has a Buddhist-era year; write {ce_year(found.year)} instead of {found.year}")
    if not 1900 <= found.year <= 2200:
        raise ValueError(f"'{text}' is not an instant of this work")
    return (found if found.tzinfo else found.replace(tzinfo=BANGKOK)).astimezone(UTC)


@dataclass(frozen=True, order=True)
class Month:
    """A reporting month, CE: Month(2026, 10) is ตุลาคม ๒๕๖๙."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12:
            raise ValueError(f"month {self.month} is not 1 to 12")

    @classmethod
    def parse(cls, key: str) -> Month:
        """The month of a key `YYYY-MM` (CE). Raises ValueError with a sentence when it is not one."""
        year, _, month = key.partition("-")
        if not re.fullmatch("[0-9]{4}-[0-9]{2}", key):
            raise ValueError(f"'{key}' is not a month such as 2026-10")
        if int(year) >= 2400:
            raise ValueError(f"'{key}' has a Buddhist-era year; write {ce_year(int(year))}-{month}")
        return cls(int(year), int(month))

    @classmethod
    def of(cls, day: date) -> Month:
        """The month that a date lies in."""
        return cls(day.year, day.month)

    @property
    def key(self) -> str:
        """`YYYY-MM`, as stored and as written in commands."""
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.month, _calendar.monthrange(self.year, self.month)[1])

    @property
    def fiscal_year(self) -> FiscalYear:
        """The Thai fiscal year that the month belongs to: October opens the next one."""
        return FiscalYear(be_year(self.year + (1 if self.month >= 10 else 0)))

    def plus(self, months: int) -> Month:
        """The month so many months later (or earlier, when negative)."""
        count = self.year * 12 + (self.month - 1) + months
        return Month(count // 12, count % 12 + 1)


def months_between(first: Month, last: Month) -> Iterator[Month]:
    """Every month from `first` to `last`, both included; nothing when last is before first."""
    month = first
    while month <= last:
        yield month
        month = month.plus(1)


@dataclass(frozen=True, order=True)
class FiscalYear:
    """A Thai fiscal year by its BE number: FiscalYear(2570) is 1 Oct 2569 - 30 Sep 2570 (DOMAIN.md section 2)."""

    number: int

    @property
    def first_month(self) -> Month:
        return Month(ce_year(self.number) - 1, 10)

    @property
    def last_month(self) -> Month:
        return Month(ce_year(self.number), 9)

    @property
    def start(self) -> date:
        return self.first_month.first_day

    @property
    def end(self) -> date:
        return self.last_month.last_day

    @property
    def months(self) -> tuple[Month, ...]:
        return tuple(months_between(self.first_month, self.last_month))


@dataclass(frozen=True)
class Round:
    """A reporting round of a fiscal year: `6m` = Oct-Mar, `12m` = Oct-Sep, `3m` = one quarter."""

    fiscal_year: FiscalYear
    code: RoundCode
    first: Month
    last: Month

    @classmethod
    def of(cls, fiscal_year: FiscalYear, code: str, quarter: int | None = None) -> Round:
        """The round `code` of a fiscal year; `3m` needs quarter 1 to 4. Raises ValueError otherwise."""
        first = fiscal_year.first_month
        if code == "6m":
            return cls(fiscal_year, "6m", first, first.plus(5))
        if code == "12m":
            return cls(fiscal_year, "12m", first, first.plus(11))
        if code == "3m":
            if quarter not in (1, 2, 3, 4):
                raise ValueError("a round of 3m needs a quarter from 1 to 4")
            start = first.plus(3 * (quarter - 1))
            return cls(fiscal_year, "3m", start, start.plus(2))
        raise ValueError(f"'{code}' is not a round; use 3m, 6m or 12m")

    @property
    def months(self) -> tuple[Month, ...]:
        return tuple(months_between(self.first, self.last))

    @property
    def key(self) -> str:
        """What the round is called in buttons, links and Reminder rows: `6m`, `12m`, `3m-2` (second quarter)."""
        return f"{self.code}-{self.quarter}" if self.quarter else self.code

    @classmethod
    def parse(cls, fiscal_year: FiscalYear, key: str) -> Round:
        """The round of a `key`. Raises ValueError when it is none."""
        code, _, quarter = key.partition("-")
        return cls.of(fiscal_year, code, int(quarter) if re.fullmatch("[1-4]", quarter) else None)

    @property
    def quarter(self) -> int | None:
        """1 to 4 for a round of three months, else None."""
        return None if self.code != "3m" else (self.first.month - 10) % 12 // 3 + 1

    def __contains__(self, day: date) -> bool:
        return self.first.first_day <= day <= self.last.last_day


def is_workday(day: date, holidays: Collection[date] = ()) -> bool:
    """Whether government offices work on the day: Monday to Friday and not in the holiday table."""
    return day.weekday() < 5 and day not in holidays


def workday_on_or_after(day: date, holidays: Collection[date] = ()) -> date:
    """The day itself when it is a workday, else the next one."""
    while not is_workday(day, holidays):
        day += timedelta(days=1)
    return day


def add_workdays(day: date, count: int, holidays: Collection[date] = ()) -> date:
    """The workday `count` workdays after the day, or before it when `count` is negative (0 gives the day itself)."""
    one = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += one
        while not is_workday(day, holidays):
            day += one
    return day


@dataclass(frozen=True)
class DeadlineRules:
    """When a month opens, is due and locks, and when the ladder's steps follow: data per organisation with the
    defaults of DESIGN.md section 5.

    `timely_days` and `expiry_days` are counted from the month's last day: until when a report is in time, and until
    when it is taken at all. The others are workdays: `nudge` before the due day, the rest after it (models/steps.py);
    `endorse` for a post of the chain to say its word, after which the secretary sees that it is slow. `order_days`,
    moved forward to a workday, are the time in which an executive's order is to be answered.
    """

    opens_day: int = 25
    opens_at: time = time(9, 0)
    timely_days: int = 5
    expiry_days: int = 25
    locks_at: time = time(23, 59)
    nudge: int = 3
    late: int = 1
    late_again: int = 3
    head: int = 3
    listed: int = 5
    named: int = 10
    endorse: int = 3
    floor_hours: int = 20
    order_days: int = 7


@dataclass(frozen=True)
class Deadlines:
    """The three instants (UTC) of one reporting month.

    `opens`: the card goes out; `due`: the last instant that is in time (inclusive);
    `locks`: the last instant at which an answer is taken without reopening (inclusive).
    """

    opens: datetime
    due: datetime
    locks: datetime


def deadlines(month: Month, rules: DeadlineRules, holidays: Collection[date] = ()) -> Deadlines:
    """The deadlines of a month (DESIGN.md section 5).

    Opens on the 25th at 09:00 or the next workday; due at the end of the 5th of the next month, moved
    forward to a workday; locks at 23:59 of the 25th of the next month or of the workday after the
    +10-workdays step, whichever is later.
    """
    opens = workday_on_or_after(_day_in(month, rules.opens_day), holidays)
    due = workday_on_or_after(month.last_day + timedelta(days=rules.timely_days), holidays)
    named = add_workdays(due, rules.named, holidays)
    locks = max(month.last_day + timedelta(days=rules.expiry_days), add_workdays(named, 1, holidays))
    return Deadlines(
        opens=at(opens, rules.opens_at),
        due=at(due + timedelta(days=1), time(0)) - timedelta(microseconds=1),
        locks=at(locks, rules.locks_at) + timedelta(minutes=1) - timedelta(microseconds=1),
    )


def _day_in(month: Month, day: int) -> date:
    """The day of the month, or its last day when it is shorter."""
    return date(month.year, month.month, min(day, month.last_day.day))


def round_summary_at(last: Month, rules: DeadlineRules, holidays: Collection[date] = ()) -> datetime:
    """When a round's summary goes out: 09:00 of the first workday after its last month is due."""
    due = bangkok_date(deadlines(last, rules, holidays).due)
    return at(add_workdays(due, 1, holidays), rules.opens_at)
