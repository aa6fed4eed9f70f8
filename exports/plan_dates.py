"""Dates and months in plan files: ISO (CE) in JSON, Thai forms (BE) in the Excel template.

In the template people type Buddhist-era years, so a year of 2400 or more is BE there (DOMAIN.md section 8); an ISO
text is CE by its own rule, and a BE year in it is refused. Only models.calendar converts between the eras.
"""

from __future__ import annotations

import re
from datetime import date

from exports.plan_file import quoted
from models.calendar import Month, be_year, ce_year
from models.thai import MONTHS, SHORT_MONTHS

FIRST_BE_YEAR = 2400  # from here on a year can only be meant as BE
LAST_BE_YEAR = 2800  # later ones are slips of the finger
FIRST_CE_YEAR = 1900  # so are earlier ones
_CENTURY_OF_SHORT_YEARS = 2500  # a year of two digits is BE 25xx

_MONTH_NUMBERS = {
    name.replace(".", ""): number
    for names in (MONTHS, SHORT_MONTHS)
    for number, name in enumerate(names, start=1)
}  # fmt: skip
_NAMES = "|".join(sorted(map(re.escape, _MONTH_NUMBERS), key=len, reverse=True))
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]00:00(?::00)?)?")
_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
_WRITTEN_OUT = re.compile(rf"(?:วันที่)?(\d{{1,2}})(?:เดือน)?({_NAMES})(พศ|คศ)?(\d{{4}}|\d{{2}})")
_WRITTEN_MONTH = re.compile(rf"(?:เดือน)?({_NAMES})(พศ|คศ)?(\d{{4}}|\d{{2}})")


def iso_day(text: str) -> date:
    """The date of ISO text such as 2022-10-01 (CE).

    Raises ValueError with a sentence when it is no date, or its year can only be a BE one.
    """
    match = _ISO.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{quoted(text)} is not a date such as 2026-10-01")
    year, month, day = (int(part) for part in match.groups())
    refuse_be(year, text)
    return _day(year, month, day, text)


def refuse_be(year: int, text: object) -> None:
    """Raises ValueError with the CE year to write when the year can only be a BE one."""
    if year >= FIRST_BE_YEAR:
        raise ValueError(
            f"{quoted(text)} has a Buddhist-era year where a Christian-era year stands; "
            f"write {ce_year(year)} instead of {year}"
        )
    if year < FIRST_CE_YEAR:
        raise ValueError(f"{quoted(text)} has the year {year}, which is not plausible")


def typed_day(text: str) -> date:
    """The date of a cell's text: ISO (CE), or day month year in Thai or with slashes (BE when 2400 or more).

    Thai digits count as digits. Raises ValueError with a sentence when it is no date.
    """
    stripped = text.strip()
    if _ISO.fullmatch(stripped):
        return iso_day(stripped)
    if match := _DAY_MONTH_YEAR.fullmatch(re.sub(r"\s", "", stripped)):
        day, month, year = match.groups()
        return _day(_typed_year(year, None, text), int(month), int(day), text)
    if match := _WRITTEN_OUT.fullmatch(re.sub(r"[\s.]", "", stripped)):
        day, name, era, year = match.groups()
        return _day(_typed_year(year, era, text), _MONTH_NUMBERS[name], int(day), text)
    raise ValueError(f"{quoted(text)} is not a date such as 1 ต.ค. 2569")


def typed_month(text: str) -> Month:
    """The month of a cell's text: 2021-04 (CE), เม.ย. 2564 or เมษายน ๒๕๖๔. Raises ValueError with a sentence."""
    if match := _WRITTEN_MONTH.fullmatch(re.sub(r"[\s.]", "", text)):
        name, era, year = match.groups()
        return Month(_typed_year(year, era, text), _MONTH_NUMBERS[name])
    try:
        return Month.parse(text.strip())
    except ValueError as error:
        raise ValueError(
            f"{error}" if "Buddhist" in f"{error}" else f"{quoted(text)} is not a month such as เม.ย. 2570"
        ) from None


def shown_day(day: date) -> str:
    """As the template shows a date: 1 ต.ค. 2565; `typed_day` reads it back."""
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {be_year(day.year)}"


def shown_month(month: Month) -> str:
    """As the template shows a month: เม.ย. 2564; `typed_month` reads it back."""
    return f"{SHORT_MONTHS[month.month - 1]} {be_year(month.year)}"


def _typed_year(digits: str, era: str | None, text: str) -> int:
    year = int(digits)
    if era == "คศ":
        refuse_be(year, text)
        return year
    if len(digits) == 2:
        return ce_year(_CENTURY_OF_SHORT_YEARS + year)
    if year >= FIRST_BE_YEAR:
        return ce_year(year)
    refuse_be(year, text)
    return year


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"{quoted(text)} is not a day of the calendar") from None
