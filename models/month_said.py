"""The reporting month that a report names before it tells what was done: ข้อ 2 เดือน ต.ค. ประชุม …"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from models.calendar import Month, be_year
from models.month_names import MONTH, month_number
from models.status_grammar import DEED

_YEAR = r"(?:\s*(?:พ\.?ศ\.?\s*)?(?:25)?(?P<year>[67]\d)(?!\d|\s*%))?"
_NAMED = re.compile(
    rf"[\s(:]*+(?:ของ|ประจำ)?\s*+(?P<word>เดือน\s*)?(?P<name>{MONTH}){_YEAR}(?P<this>\s*นี้(?![ก-๙]))?(?=[\s):,]|$|(?<=\.)[ก-๙]|(?<=[ยมนา])(?={DEED}))[):]?"
)
# ต.ค.-พ.ย., ธ.ค. จะจัด, พ.ย. 5: a span, a plan, a day.
_NOT_OF_A_REPORT = re.compile(r"\s*(?:[-–,]|ถึง|และ|กับ|จะ|ค่อย|ไม่ใช่)")
_OTHER_MONTH = re.compile(
    rf"(?<!\d)(?<!\d\s)เดือน\s*(?:{MONTH})|(?<![\d.])(?<!\d\s)(?:{MONTH})\s*(?:-|–|ถึง)\s*(?:{MONTH})"
)
BACK, AHEAD = 9, 2  # so many months before and after this one a month without a year may be


@dataclass(frozen=True)
class MonthSaid:
    """The month that was named, and where its words end."""

    month: Month
    end: int


def month_before(words: str, today: date) -> MonthSaid | None:
    """The month whose name the folded words of a report begin with, or None. `today` is the day it was said. A span
    of months, a plan and a second month name none: they belong to what is told."""
    match = _NAMED.match(words)
    if match is None:
        return None
    after = words[match.end() :]
    if (
        _NOT_OF_A_REPORT.match(after)
        or _OTHER_MONTH.search(after)
        or (not match["word"] and re.match(r"\s*\d", after))
    ):
        return None
    month = _month(match, today)
    return MonthSaid(month, match.end()) if month else None


def month_in_heading(words: str, today: date) -> Month | None:
    """The one month that a heading names (รายงานประจำเดือน ต.ค. 69), None when it names none or several."""
    found = list(re.finditer(rf"(?P<name>{MONTH}){_YEAR}", words))
    return _month(found[0], today) if len(found) == 1 else None


def _month(match: re.Match[str], today: date) -> Month | None:
    """The month of that name nearest to today, of its year when that was said; None when it is far off."""
    number, now = month_number(match["name"].lower()), Month.of(today)
    near = (now.plus(n) for n in (*range(0, -BACK - 1, -1), *range(1, AHEAD + 1)))
    found = next((m for m in near if m.month == number), None)
    year = match["year"]
    return found if found and year in (None, str(be_year(found.year))[2:]) else None
