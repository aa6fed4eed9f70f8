"""Reads the period that an agency prints in a table: days, months, quarters, half a year, the fiscal year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from exports.plan_dates import typed_day
from models.calendar import FiscalYear, Month, Round, be_year
from models.thai import MONTHS, SHORT_MONTHS

# Short names only with their dots: without them they stand inside other words (สมควร holds มค).
_NUMBERS = {name: number for names in (MONTHS, SHORT_MONTHS) for number, name in enumerate(names, start=1)}
_NAMES = "|".join(re.escape(name) for name in sorted(_NUMBERS, key=len, reverse=True))
_MONTH = re.compile(rf"(\d{{1,2}})?(?:เดือน)?({_NAMES})(?:พ\.?ศ\.?)?(\d{{4}})?")
_QUARTERS = re.compile(r"ไตรมาส(?:ที่)?(\d)(?:(?:-|–|ถึง)(?:ไตรมาส(?:ที่)?)?(\d))?")
_HALF = re.compile(r"รอบ[6๖]เดือน")
_YEAR = re.compile(r"ปีงบประมาณ(?:พ\.?ศ\.?)?(\d{4})?|ตลอดปี|รอบ(?:12|๑๒)เดือน|ประจำปี")


@dataclass(frozen=True)
class Found:
    """The dates of a printed period, and its quarters when it is printed as quarters."""

    start: date
    end: date
    quarters: tuple[int, int] | None = None


def printed_period(text: str, year: FiscalYear) -> Found:
    """The dates that a printed period means; a month without a year lies in the fiscal year `year`.

    Raises ValueError when nothing of it is understood, or a date is no day of the calendar.
    """
    close = re.sub(r"\s", "", text)
    if months := list(_MONTH.finditer(close)):
        return Found(_start(months[0], year), _end(months[-1], year))
    if match := _QUARTERS.search(close):
        first, last = int(match.group(1)), int(match.group(2) or match.group(1))
        if not 1 <= first <= last <= 4:
            raise ValueError("the quarters are not 1 to 4")
        rounds = [Round.of(year, "3m", quarter) for quarter in (first, last)]
        return Found(rounds[0].first.first_day, rounds[1].last.last_day, (first, last))
    if _HALF.search(close):
        half = Round.of(year, "6m")
        return Found(half.first.first_day, half.last.last_day)
    if match := _YEAR.search(close):
        named = FiscalYear(int(match.group(1))) if match.group(1) else year
        return Found(named.start, named.end)
    raise ValueError("the period is not understood")


def _start(match: re.Match[str], year: FiscalYear) -> date:
    return _day(match, year) if match.group(1) else _month(match, year).first_day


def _end(match: re.Match[str], year: FiscalYear) -> date:
    return _day(match, year) if match.group(1) else _month(match, year).last_day


def _day(match: re.Match[str], year: FiscalYear) -> date:
    return typed_day(f"{match.group(1)} {match.group(2)} {match.group(3) or be_year(_month(match, year).year)}")


def _month(match: re.Match[str], year: FiscalYear) -> Month:
    number = _NUMBERS[match.group(2)]
    if match.group(3):
        first = typed_day(f"1 {match.group(2)} {match.group(3)}")
        return Month.of(first)
    return next(month for month in year.months if month.month == number)
