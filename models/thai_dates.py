"""Dates as people type them in Thai, read as CE dates (DOMAIN.md section 8).

Always day/month/year. A year from 2400 on is BE, 1900-2200 is CE, two digits are BE 25xx; without a year it is
the latest such date not after today within the fiscal year. What cannot be read is said, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from models.calendar import FiscalYear, Month, ce_year
from models.thai import MONTHS, SHORT_MONTHS, clean

Trouble = Literal["", "none", "impossible", "which_day", "leftover"]


@dataclass(frozen=True)
class DatesRead:
    """What was read: the dates in order without repeats, or the trouble with them and the words it lies in."""

    dates: tuple[date, ...] = ()
    trouble: Trouble = ""
    words: str = ""


def _month_pattern() -> str:
    """Every spelling of a month name as one group: full, ตุลา, ต.ค. with or without dots and spaces."""
    spellings: list[str] = []
    for full, short in zip(MONTHS, SHORT_MONTHS, strict=True):
        stem = re.sub(r"(าคม|ายน|าพันธ์)$", "", full)
        tail = {"าคม": "า(?:คม)?", "ายน": "า(?:ยน)?", "าพันธ์": "า(?:พันธ์?)?"}
        ending = next(e for e in tail if full.endswith(e))
        letters = [re.escape(part) for part in short.split(".") if part]
        spellings += [re.escape(stem) + tail[ending], r"\s?\.?\s?".join(letters) + r"(?:\s?\.)?"]
    return "|".join(f"(?:{s})" for s in sorted(spellings, key=len, reverse=True))


_MONTH = _month_pattern()
_DAYS = r"\d{1,2}(?:\s*(?:-|–|ถึง|,|และ|กับ|&|\s)\s*(?:วันที่\s*)?\d{1,2})*"
_ERA = r"(?:พ\s?\.?\s?ศ\s?\.?|ค\s?\.?\s?ศ\s?\.?|ปี)"
# Two digits before another month name, or before people, are not a year.
_YEAR = rf"(?:\s*{_ERA}?\s*(?P<year>\d{{4}}|\d{{2}})(?!\d)(?!\s*(?:{_MONTH}|เดือน|คน|ราย)))?"
_NAMED = re.compile(rf"(?P<days>{_DAYS})\s*(?:เดือน)?\s*(?P<month>{_MONTH}){_YEAR}")
_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)")
_SLASHED = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})(?:\s*[/.-]\s*(?P<year>\d{4}|\d{2}))?(?!\d)"
)
_DAY_ONLY = re.compile(rf"(?:วันที่|^)\s*(?P<days>{_DAYS})\s*$")
_RELATIVE = (
    (re.compile("เมื่อวานซืน(?:นี้)?|วานซืน(?:นี้)?"), -2),
    (re.compile("เมื่อวาน(?:นี้)?"), -1),
    (re.compile("วันนี้"), 0),
)
_END_OF_LAST_MONTH = re.compile("สิ้นเดือน(?:ที่แล้ว|ที่ผ่านมา|ก่อน)")
_NO_DAY = re.compile("(?:ต้น|กลาง|ปลาย)เดือน|สิ้นเดือน|อาทิตย์(?:ที่แล้ว|ก่อน)|สัปดาห์(?:ที่แล้ว|ก่อน)")
_FILLER = re.compile(r"เมื่อ|วันที่|วัน|เดือน|และ|กับ|ประชุม|จัด|เวลา|[,;:&\s().-]+")


def read_dates(text: str, month: Month, today: date) -> DatesRead:
    """The dates in a text. `month` is the reporting month (a day alone lies in it), `today` the day it was said.

    Trouble `none`: no date there; `impossible`: such a day does not exist; `which_day`: a part of a month
    without a day; `leftover`: digits remain that are not understood. Then no date is given at all.
    """
    rest = clean(text)
    found: list[date] = []
    for take in (_iso, _named, _slashed, _relative, _day_only):
        rest, dates, bad = take(rest, month, today)
        if bad:
            return DatesRead(trouble="impossible", words=bad)
        found += dates
    if vague := _NO_DAY.search(rest):
        return DatesRead(trouble="which_day", words=vague.group())
    if re.search(r"\d", rest) and (not found or re.search(r"\d", _FILLER.sub("", rest))):
        return DatesRead(trouble="leftover" if found else "none", words=rest.strip())
    if not found:
        return DatesRead(trouble="none", words=text)
    return DatesRead(tuple(sorted(set(found))))


_Taken = tuple[str, list[date], str]


def _iso(text: str, month: Month, today: date) -> _Taken:
    return _each(text, _ISO, lambda m: [_date(int(m["day"]), int(m["month"]), m["year"], month, today)])


def _slashed(text: str, month: Month, today: date) -> _Taken:
    return _each(text, _SLASHED, lambda m: [_date(int(m["day"]), int(m["month"]), m["year"], month, today)])


def _named(text: str, month: Month, today: date) -> _Taken:
    def dates(match: re.Match[str]) -> list[date | None]:
        number = _month_number(match["month"])
        return [_date(day, number, match["year"], month, today) for day in _days(match["days"])]

    return _each(text, _NAMED, dates)


def _day_only(text: str, month: Month, today: date) -> _Taken:
    """A day without a month lies in the reporting month."""
    year = str(month.year)
    return _each(text, _DAY_ONLY, lambda m: [_date(day, month.month, year, month, today) for day in _days(m["days"])])


def _relative(text: str, _month: Month, today: date) -> _Taken:
    found: list[date] = []
    for pattern, days in _RELATIVE:
        if pattern.search(text):
            found.append(today + timedelta(days=days))
            text = pattern.sub(" ", text)
    if _END_OF_LAST_MONTH.search(text):
        found.append(Month.of(today).plus(-1).last_day)
        text = _END_OF_LAST_MONTH.sub(" ", text)
    return text, found, ""


def _each(text: str, pattern: re.Pattern[str], dates: Callable[[re.Match[str]], Sequence[date | None]]) -> _Taken:
    """Take every match out of the text; the first that is no real day is given back as the trouble."""
    found: list[date] = []
    for match in pattern.finditer(text):
        for day in dates(match):
            if day is None:
                return text, [], match.group().strip()
            found.append(day)
    return pattern.sub(" ", text), found, ""


def _days(text: str) -> list[int]:
    """The days of `6 และ 20` or of the range `2-4` (both ends and every day between)."""
    days: list[int] = []
    for part in re.split(r"\s*(?:,|และ|กับ|&)\s*", text.replace("วันที่", " ")):
        ends = [int(n) for n in re.findall(r"\d+", part)]
        if len(ends) == 2 and re.search(r"-|–|ถึง", part) and ends[0] < ends[1]:
            days += range(ends[0], ends[1] + 1)
        else:
            days += ends
    return days


def _month_number(word: str) -> int:
    letters = re.sub(r"[\s.]", "", word)
    for number, (full, short) in enumerate(zip(MONTHS, SHORT_MONTHS, strict=True), 1):
        if letters == short.replace(".", "") or (len(letters) > 3 and full.startswith(letters[:-1])):
            return number
    raise ValueError(f"'{word}' is no month name")


def _date(day: int, month: int, year: str | None, reported: Month, today: date) -> date | None:
    """The CE date of day/month/year, or None when there is no such day."""
    if year is None:
        return _latest_past(day, month, reported.fiscal_year, today)
    number = int(year)
    if len(year) == 2:
        number = ce_year(2500 + number)
    elif number >= 2400:
        number = ce_year(number)
    elif not 1900 <= number <= 2200:
        return None
    return _real(number, month, day)


def _latest_past(day: int, month: int, year: FiscalYear, today: date) -> date | None:
    """The latest such day not after today within the fiscal year; else the one within it."""
    inside = [
        d for y in (year.start.year, year.end.year) if (d := _real(y, month, day)) and year.start <= d <= year.end
    ]
    past = [d for d in inside if d <= today]
    return max(past) if past else (inside[0] if inside else None)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
