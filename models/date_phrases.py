"""The phrases of a date, each taken out of a text with the days it means: 7 พ.ย. 69, 6 และ 20 ม.ค., 5-7/10/69, วันนี้.

What the whole of a text says, and whether other words turn it, is decided by models/thai_dates.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from models.amounts import AFTER_RAI
from models.calendar import FiscalYear, Month, ce_year
from models.month_names import MONTH, month_number
from models.thai import WEEKDAYS

ON_DAY = r"วัน\s?(?:ที่|(?:ที|ตี้|ตี่|ทื่|ท่ี|ที้)(?=\s*(?:\d|$)))"  # วันที่, also without its tone mark and in the north
TO = r"\s*(?:-|–|—|~|จนถึง|ถึง|to)\s*(?:วันที่\s*)?"
DAYS = rf"\d{{1,2}}(?:(?:{TO}|\s*(?:,|และ|กับ|กะ|&|\+|แล้วก็)\s*(?:วันที่\s*)?|\s+)\d{{1,2}})*"
ERA = r"(?:พุทธศักราช|คริสต์ศักราช|พ\s?\.?\s?ศ\s?\.?|ค\s?\.?\s?ศ\s?\.?|ปี)"


def named(days: str, name: str) -> str:
    """A pattern of days, a month's name and perhaps a year, its groups called name_days, name_month, name_year.

    Two digits before another month name, or before people, are not a year (69 คนมา 80 คน is one).
    """
    people = rf"(?:คน|ราย(?!{AFTER_RAI}))(?!(?:มา|เข้า|ร่วม|สนใจ|ฟัง)[ก-๙\s]{{0,12}}\d)"
    begins = rf"(?![0-3]?\d(?!\d)\s*(?:{TO}|,|และ|กับ)\s*\d{{1,2}}\s*(?:{MONTH}))"  # 4-5 พ.ย. 11-12 พ.ย.
    year = rf"(?:\s*+{ERA}?\s*+{begins}(?P<{name}_year>\d{{4}}|\d{{2}})(?!\d)(?!\s*(?:{MONTH}|เดือน|{people})))?"
    return rf"(?<!\d)(?P<{name}_days>{days})\s*+(?:เดือน)?\s*+(?P<{name}_month>{MONTH}){year}"


SPAN = re.compile(named(r"\d{1,2}", "from") + TO + named(r"\d{1,2}", "to"))
NAMED_DAYS = re.compile(named(DAYS, "on"))
ISO = re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)")
_NUMBERS = (
    r"(?<!\d)(?P<{0}_day>\d{{1,2}})\s*[/.-]\s*(?P<{0}_month>\d{{1,2}})\s*[/.-]\s*(?P<{0}_year>\d{{4}}|\d{{2}})(?!\d)"
)
SPAN_OF_NUMBERS = re.compile(_NUMBERS.format("from") + TO + _NUMBERS.format("to"))
WITH_YEAR = re.compile(_NUMBERS.format("on"))
# 5-7/10/69 and 5,6/10/69: several days of one month in digits.
DAYS_OF_NUMBERS = re.compile(
    r"(?<![\d/.-])(?P<days>\d{1,2}(?:\s*(?:,|และ|กับ|-|–|ถึง)\s*\d{1,2})+)\s*/\s*(?P<month>\d{1,2})\s*/\s*(?P<year>\d{4}|"
    r"\d{2})(?!\d)"
)
WITHOUT_YEAR = re.compile(r"(?<![\d/])(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\d/])")
# 12-13/11, 4,6/11 and 12/11 ถึง 14/11, without a year.
DAYS_OF_A_MONTH = re.compile(
    rf"(?<![\d/.-])(?:(?P<days>\d{{1,2}}(?:(?:{TO}|\s*(?:,|และ|กับ)\s*)\d{{1,2}})+)\s*/\s*(?P<month>1[0-2]|0?[1-9])"
    rf"|(?P<from_day>\d{{1,2}})/(?P<from_month>1[0-2]|0?[1-9]){TO}(?P<to_day>\d{{1,2}})/(?P<to_month>1[0-2]|0?[1-9]))(?![\d/.]|\s*-\s*\d)"
)
DAY_ONLY = re.compile(rf"\s*(?:วันที่|(?:วัน|(?!อาทิตย์))(?:{'|'.join(WEEKDAYS)}|พฤหัสฯ?)\s*(?:ที่)?)?\s*(?P<days>{DAYS})\s*")
RELATIVE = (
    (re.compile("(?:เมื่อ|มื้อ)?วานซืน(?:นี้)?|มื้อซืน(?:นี้)?"), -2),
    (re.compile("(?:เมื่อ|มื้อ)วาน(?:นี้)?|(?<![ก-๙])วานนี้|เมื่อวา(?![น])|แรกวา(?:นี้)?"), -1),
    (re.compile("วันนี้|มื้อนี้|(?:เมื่อ)?เช้านี้|เมื่อเช้า|บ่ายนี้|เมื่อบ่าย(?:นี้)?|เมื่อกี้(?:นี้)?(?!\\s*(?:พิมพ์|กด|ตอบ|ส่ง|บอก|ใส่|ผิด))"), 0),
)
_COUNTED = {"หนึ่ง": 1, "สอง": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6, "เจ็ด": 7}
DAYS_AGO = re.compile(rf"(?:เมื่อ\s*)?(?P<days>\d{{1,2}}|{'|'.join(_COUNTED)})\s*วัน\s*(?:ก่อน|ที่แล้ว|ที่ผ่านมา)(?:นี้)?")
_DAY_OF_LAST_OR_THIS = re.compile(
    rf"(?:วันที่\s*)?(?<!\d)(?P<days>{DAYS})\s*(?:ของ)?\s*เดือน(?P<which>ที่แล้ว|ที่ผ่านมา|ก่อน|นี้)"
)
LAST_DAY = r"(?:สิ้น|วันสุดท้าย(?:ของ)?)"
END_OF_LAST_MONTH = re.compile(f"{LAST_DAY}เดือน(?:ที่แล้ว|ที่ผ่านมา|ก่อน)")
_END_OF_NAMED = re.compile(rf"{LAST_DAY}\s*(?:เดือน)?\s*(?P<month>{MONTH})(?!\s*\d)")
LONGEST_SPAN = 62  # days
MOST_YEARS = 8  # a year farther away is a slip: 8 พ.ย. 2469


Taken = tuple[str, list[date], str]
Step = Callable[[str, Month, date], Taken]


def iso(text: str, month: Month, today: date) -> Taken:
    return _each(text, ISO, lambda m: [_date(int(m["day"]), int(m["month"]), m["year"], month, today)])


def days_ago(text: str, _month: Month, today: date) -> Taken:
    return _each(text, DAYS_AGO, lambda m: [today - timedelta(days=_COUNTED.get(m["days"]) or int(m["days"]))])


def last_or_this(text: str, _month: Month, today: date) -> Taken:
    """วันที่ 5 เดือนที่แล้ว: last month, this month, as the calendar stood when it was said."""

    def dates(m: re.Match[str]) -> list[date | None]:
        month = Month.of(today).plus(0 if m["which"] == "นี้" else -1)
        return [_real(month.year, month.month, day) for day in days_in(m["days"])]

    return _each(text, _DAY_OF_LAST_OR_THIS, dates)


def days_of_numbers(text: str, month: Month, today: date) -> Taken:
    def dates(m: re.Match[str]) -> list[date | None]:
        return [_date(day, int(m["month"]), m["year"], month, today) for day in days_in(m["days"])]

    return _each(text, DAYS_OF_NUMBERS, dates)


def with_year(text: str, month: Month, today: date) -> Taken:
    return _each(text, WITH_YEAR, lambda m: [_date(int(m["on_day"]), int(m["on_month"]), m["on_year"], month, today)])


def without_year(text: str, month: Month, today: date) -> Taken:
    return _each(text, WITHOUT_YEAR, lambda m: [_date(int(m["day"]), int(m["month"]), None, month, today)])


def span(text: str, month: Month, today: date) -> Taken:
    """From one named day to another, every day between; a year written once is that of both."""

    def dates(m: re.Match[str]) -> list[date | None]:
        to_year = m["to_year"] or m["from_year"]
        last = _date(int(m["to_days"]), month_number(m["to_month"]), to_year, month, today)
        first_month = month_number(m["from_month"])
        if m["from_year"] or last is None:
            return _days_between(_date(int(m["from_days"]), first_month, m["from_year"], month, today), last)
        year = last.year - (1 if first_month > last.month else 0)
        return _days_between(_real(year, first_month, int(m["from_days"])), last)

    return _each(text, SPAN, dates)


def span_of_numbers(text: str, month: Month, today: date) -> Taken:
    def end(m: re.Match[str], name: str) -> date | None:
        return _date(int(m[f"{name}_day"]), int(m[f"{name}_month"]), m[f"{name}_year"], month, today)

    return _each(text, SPAN_OF_NUMBERS, lambda m: _days_between(end(m, "from"), end(m, "to")))


def _days_between(first: date | None, last: date | None) -> list[date | None]:
    if first is None or last is None or not first <= last <= first + timedelta(days=LONGEST_SPAN):
        return [None]
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def on_named(text: str, month: Month, today: date) -> Taken:
    def dates(m: re.Match[str]) -> list[date | None]:
        number = month_number(m["on_month"])
        return [_date(day, number, m["on_year"], month, today) for day in days_in(m["on_days"])]

    return _each(text, NAMED_DAYS, dates)


def day_only(text: str, month: Month, today: date) -> Taken:
    """A day without a month lies in the reporting month."""
    year = str(month.year)
    return _each(
        text, DAY_ONLY, lambda m: [_date(day, month.month, year, month, today) for day in days_in(m["days"])]
    )


def same_month(text: str, month: Month, _today: date) -> Taken:
    """A day that is announced without a month, beside one with it."""
    return _each(text, _ANNOUNCED, lambda m: [_real(month.year, month.month, int(m["day"]))])


_ANNOUNCED = re.compile(r"(?<!ลง)วันที่\s*(?P<day>\d{1,2})(?![\d/.:]|\s*(?:เดือน|-|–|ถึง))")


def relative(text: str, _month: Month, today: date) -> Taken:
    found: list[date] = []
    for pattern, days in RELATIVE:
        if pattern.search(text):
            found.append(today + timedelta(days=days))
            text = pattern.sub(" ", text)
    for match in _END_OF_NAMED.finditer(text):
        year = Month.of(today).fiscal_year
        number = month_number(match["month"])
        found.append(Month(year.start.year if number >= 10 else year.end.year, number).last_day)
    text = _END_OF_NAMED.sub(" ", text)
    if END_OF_LAST_MONTH.search(text):
        found.append(Month.of(today).plus(-1).last_day)
        text = END_OF_LAST_MONTH.sub(" ", text)
    return text, found, ""


def _each(text: str, pattern: re.Pattern[str], dates: Callable[[re.Match[str]], Sequence[date | None]]) -> Taken:
    """Take every match out of the text; the first that is no real day is given back as the trouble."""
    found: list[date] = []
    for match in pattern.finditer(text):
        for day in dates(match):
            if day is None:
                return text, [], match.group().strip()
            found.append(day)
    return pattern.sub(" ", text), found, ""


def days_in(text: str) -> list[int]:
    """The days of `6 และ 20` and of the range `2-4` (both ends and every day between); 0 for a range turned round."""
    days: list[int] = []
    for first, last in re.findall(rf"(\d+)(?:{TO}(\d+))?", text):
        if not last:
            days.append(int(first))
        elif int(first) < int(last):
            days += range(int(first), int(last) + 1)
        else:
            days.append(0)
    return days


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
    if min(abs(number - reported.year), abs(number - today.year)) > MOST_YEARS:
        return None
    return _real(number, month, day)


def _latest_past(day: int, month: int, year: FiscalYear, today: date) -> date | None:
    """The latest such day not after today within the fiscal year; when it has none, the one nearest to today (25 ก.ย.
    said in November is two months ago, 5 ธ.ค. is to come: both are asked back by the caller)."""
    every = [d for y in range(year.start.year - 1, year.end.year + 1) if (d := _real(y, month, day))]
    past = [d for d in every if year.start <= d <= year.end and d <= today]
    return max(past) if past else min(every, key=lambda d: abs(d - today), default=None)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
