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
_TO = r"\s*(?:-|–|ถึง)\s*(?:วันที่\s*)?"
_DAYS = rf"\d{{1,2}}(?:(?:{_TO}|\s*(?:,|และ|กับ|&|\s)\s*(?:วันที่\s*)?)\d{{1,2}})*"
_ERA = r"(?:พ\s?\.?\s?ศ\s?\.?|ค\s?\.?\s?ศ\s?\.?|ปี)"


def _named(days: str, name: str) -> str:
    """A pattern of days, a month's name and perhaps a year, its groups called name_days, name_month, name_year.

    Two digits before another month name, or before people, are not a year.
    """
    year = rf"(?:\s*{_ERA}?\s*(?P<{name}_year>\d{{4}}|\d{{2}})(?!\d)(?!\s*(?:{_MONTH}|เดือน|คน|ราย)))?"
    return rf"(?<!\d)(?P<{name}_days>{days})\s*(?:เดือน)?\s*(?P<{name}_month>{_MONTH}){year}"


_SPAN = re.compile(_named(r"\d{1,2}", "from") + _TO + _named(r"\d{1,2}", "to"))
_NAMED = re.compile(_named(_DAYS, "on"))
_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)")
_NUMBERS = (
    r"(?<!\d)(?P<{0}_day>\d{{1,2}})\s*[/.-]\s*(?P<{0}_month>\d{{1,2}})\s*[/.-]\s*(?P<{0}_year>\d{{4}}|\d{{2}})(?!\d)"
)
_SPAN_OF_NUMBERS = re.compile(_NUMBERS.format("from") + _TO + _NUMBERS.format("to"))
_WITH_YEAR = re.compile(_NUMBERS.format("on"))
_WITHOUT_YEAR = re.compile(r"(?<![\d/])(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\d/])")
_DAY_ONLY = re.compile(rf"\s*(?:วันที่)?\s*(?P<days>{_DAYS})\s*")
_RELATIVE = (
    (re.compile("เมื่อวานซืน(?:นี้)?|วานซืน(?:นี้)?"), -2),
    (re.compile("เมื่อวาน(?:นี้)?"), -1),
    (re.compile("วันนี้"), 0),
)
_END_OF_LAST_MONTH = re.compile("สิ้นเดือน(?:ที่แล้ว|ที่ผ่านมา|ก่อน)")
_TIME = re.compile(
    r"(?:เวลา\s*)?\d{1,2}[.:]\d{2}(?:\s*(?:-|–|ถึง)\s*\d{1,2}[.:]\d{2})?\s*(?:น\.|น(?=\s|$)|นาฬิกา)|เวลา\s*\d{1,2}[.:]\d{2}"
)
_NO_DAY = re.compile("(?:ต้น|กลาง|ปลาย)เดือน|สิ้นเดือน(?!ที่แล้ว|ที่ผ่านมา|ก่อน)|(?:อาทิตย์|สัปดาห์)(?:ที่|ก่อน|แรก|สุดท้าย|นี้)")
# What turns a date into something else; the person is asked to write the date alone.
_TWISTED = re.compile("ไม่|ยกเว้น|เว้น|ก่อน|หลัง|พรุ่งนี้|มะรืน|ประมาณ|ราว|ทุกวัน")
LONGEST = 300  # letters; a longer text is no answer to a question for dates
LONGEST_SPAN = 62  # days


def read_dates(text: str, month: Month, today: date) -> DatesRead:
    """The dates in a text. `month` is the reporting month (a day alone lies in it), `today` the day it was said.

    Trouble `none`: no date there; `impossible`: such a day does not exist; `which_day`: a part of a month
    without a day; `leftover`: words or digits remain that may change the meaning. Then no date is given at all.
    """
    if len(text) > LONGEST:
        return DatesRead(trouble="leftover", words=text[:30] + "…")
    rest = _TIME.sub(" ", clean(text))
    if vague := _NO_DAY.search(rest):
        return DatesRead(trouble="which_day", words=vague.group())
    steps: tuple[_Step, ...] = (_iso, _span, _span_of_numbers, _on_named, _with_year, _relative)
    if _only_without_years(rest):
        steps = (_without_year,)
    elif _DAY_ONLY.fullmatch(rest):
        steps = (_day_only,)
    found: list[date] = []
    for take in steps:
        rest, dates, bad = take(rest, month, today)
        if bad:
            return DatesRead(trouble="impossible", words=bad)
        found += dates
    if not found:
        return DatesRead(trouble="none", words=text)
    if re.search(r"\d", rest) or _TWISTED.search(rest):
        return DatesRead(trouble="leftover", words=" ".join(rest.split()))
    return DatesRead(tuple(sorted(set(found))))


def _only_without_years(text: str) -> bool:
    """Whether the text is nothing but dates such as 5/10, for elsewhere 5/10 is often a number of a document."""
    return bool(_WITHOUT_YEAR.search(text)) and not re.sub(r"และ|กับ|วันที่|[,\s]", "", _WITHOUT_YEAR.sub("", text))


_Taken = tuple[str, list[date], str]
_Step = Callable[[str, Month, date], _Taken]


def _iso(text: str, month: Month, today: date) -> _Taken:
    return _each(text, _ISO, lambda m: [_date(int(m["day"]), int(m["month"]), m["year"], month, today)])


def _with_year(text: str, month: Month, today: date) -> _Taken:
    return _each(
        text, _WITH_YEAR, lambda m: [_date(int(m["on_day"]), int(m["on_month"]), m["on_year"], month, today)]
    )


def _without_year(text: str, month: Month, today: date) -> _Taken:
    return _each(text, _WITHOUT_YEAR, lambda m: [_date(int(m["day"]), int(m["month"]), None, month, today)])


def _span(text: str, month: Month, today: date) -> _Taken:
    """From one named day to another, every day between; a year written once is that of both."""

    def dates(m: re.Match[str]) -> list[date | None]:
        to_year = m["to_year"] or m["from_year"]
        last = _date(int(m["to_days"]), _month_number(m["to_month"]), to_year, month, today)
        first_month = _month_number(m["from_month"])
        if m["from_year"] or last is None:
            return _days_between(_date(int(m["from_days"]), first_month, m["from_year"], month, today), last)
        year = last.year - (1 if first_month > last.month else 0)
        return _days_between(_real(year, first_month, int(m["from_days"])), last)

    return _each(text, _SPAN, dates)


def _span_of_numbers(text: str, month: Month, today: date) -> _Taken:
    def end(m: re.Match[str], name: str) -> date | None:
        return _date(int(m[f"{name}_day"]), int(m[f"{name}_month"]), m[f"{name}_year"], month, today)

    return _each(text, _SPAN_OF_NUMBERS, lambda m: _days_between(end(m, "from"), end(m, "to")))


def _days_between(first: date | None, last: date | None) -> list[date | None]:
    if first is None or last is None or not first <= last <= first + timedelta(days=LONGEST_SPAN):
        return [None]
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _on_named(text: str, month: Month, today: date) -> _Taken:
    def dates(m: re.Match[str]) -> list[date | None]:
        number = _month_number(m["on_month"])
        return [_date(day, number, m["on_year"], month, today) for day in _days(m["on_days"])]

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
    """The days of `6 และ 20` and of the range `2-4` (both ends and every day between); 0 for a range turned round."""
    days: list[int] = []
    for first, last in re.findall(rf"(\d+)(?:{_TO}(\d+))?", text):
        if not last:
            days.append(int(first))
        elif int(first) < int(last):
            days += range(int(first), int(last) + 1)
        else:
            days.append(0)
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
