"""What somebody who oversees the agency names in a text: a division, a month, a measure's number, in any order.

They stand at the beginning; what follows is kept as it was typed, because it may be an order's words. A division is
named by its name, by a beginning of it (กองการศึกษา) or without กอง or สำนัก (คลัง); when several fit, all are given.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from handlers.incoming import Visit
from models import thai
from models.calendar import Month, ce_year
from models.month_names import MONTH, month_number
from models.records import StoredPlan

_THEN = r"(?=\s|$|ข้อ|มาตรการ|เดือน|กอง|สำนัก|ของ)"  # what may follow a name
_MONTH = re.compile(rf"(?:ประจำ)?(?:เดือน)?\s*({MONTH})\s*(\d{{4}}|\d{{2}})?(?!\d){_THEN}", re.IGNORECASE)
_MEASURE = re.compile(rf"(?:ข้อ|มาตรการ)(?:ที่)?\s*(\d{{1,4}}){_THEN}")
_BETWEEN = re.compile(r"(?:ของ|ถึง)\s*")
_KIND = re.compile("กอง|สำนักงาน|สำนัก|ฝ่าย|ส่วน|หน่วย|งาน")
_END = re.compile(rf"(?<=\S){_THEN}")
_SHORTEST = 3  # letters of a beginning


@dataclass(frozen=True)
class Named:
    """What a text names, None or () where it does not: the ids of the divisions that may be meant, the month, the
    measure's id; and what follows, as it was typed."""

    divisions: tuple[int, ...] = ()
    month: Month | None = None
    measure: int | None = None
    rest: str = ""

    @property
    def division(self) -> int | None:
        """The one division that is meant; None when none is, or several may be."""
        return self.divisions[0] if len(self.divisions) == 1 else None


def named(visit: Visit, stored: StoredPlan, text: str) -> Named:
    """What a text names of a plan. A month or measure that the plan does not have is left in the rest."""
    measures = {m.order: i for i, m in reversed(list(stored.measures.items()))}
    return read(text, visit.incoming.today, stored.divisions, stored.fiscal_year.months, measures)


def read(
    text: str,
    today: date,
    divisions: Mapping[int, str],
    months: Collection[Month] | None = None,
    measures: Mapping[int, int] = MappingProxyType({}),
) -> Named:
    """What a text names, of these divisions, months (None: of any) and measures (by number)."""
    found = Named(rest=text.strip())
    while True:
        begins = found.rest
        skipped = _BETWEEN.match(begins)
        for rest in (begins, begins[skipped.end() :] if skipped else ""):
            further = _next(replace(found, rest=rest), today, divisions, months, measures)
            if further is not None:
                found = further
                break
        else:
            return found


def _next(
    found: Named,
    today: date,
    divisions: Mapping[int, str],
    months: Collection[Month] | None,
    measures: Mapping[int, int],
) -> Named | None:
    """With the one name more that the rest begins with; None when it begins with none that is still wanted."""
    rest = found.rest
    digits = thai.arabic_digits(rest)
    if found.measure is None and (match := _MEASURE.match(digits)) and int(match[1]) in measures:
        return replace(found, measure=measures[int(match[1])], rest=rest[match.end() :].strip())
    if found.month is None and (match := _MONTH.match(digits)):
        month = _month(match, today)
        if month and (months is None or month in months):
            return replace(found, month=month, rest=rest[match.end() :].strip())
    if not found.divisions:
        fitting, end = _division(rest, divisions)
        if fitting:
            return replace(found, divisions=fitting, rest=rest[end:].lstrip("ฯ").strip())
    return None


def begins_with_measure(text: str) -> tuple[int | None, str]:
    """The number of the measure that a text begins with, whether there is one of that number or not, and what
    follows."""
    match = _MEASURE.match(thai.arabic_digits(text.strip()))
    return (int(match[1]), text.strip()[match.end() :].strip()) if match else (None, text)


def _month(match: re.Match[str], today: date) -> Month | None:
    """Without a year it is the latest such month."""
    number, year = month_number(match[1].lower()), match[2]
    if year:
        be = int(year) if len(year) == 4 else 2500 + int(year)
        return Month(ce_year(be), number) if 2500 <= be < 2700 else None
    this = Month.of(today)
    return Month(this.year if number <= this.month else this.year - 1, number)


def _division(text: str, divisions: Mapping[int, str]) -> tuple[tuple[int, ...], int]:
    """The divisions that fit the most that a text begins with, and where that ends: between words, or after what is
    plainly a name. What adds nothing to a name (a smile, a particle) is not a part of it."""
    longest = 2 * max(map(len, divisions.values()), default=0)
    between = {match.start() for match in _END.finditer(text[: longest + 1])} - {longest + 1}
    plain = {part for name in divisions.values() for part in (name, re.split(r"\s|ฯ|และ", name)[0])}
    found: tuple[tuple[int, ...], int] = ((), 0)
    read_before = ""
    for end in sorted(between | {len(part) for part in plain if part and text.startswith(part)}):
        wanted = _key(text[:end])
        if wanted != read_before and (fitting := fits(text[:end], divisions)):
            found, read_before = (fitting, end), wanted
    return found


def fits(typed: str, divisions: Mapping[int, str]) -> tuple[int, ...]:
    """The divisions that are called so: by the name, else without กอง or สำนัก, else by a beginning of either."""
    wanted = _key(typed)
    keys = {i: (_key(name), _KIND.sub("", _key(name), count=1)) for i, name in divisions.items()}
    for exact in (0, 1):
        if found := tuple(i for i, both in keys.items() if both[exact] == wanted):
            return found
    if len(wanted) < _SHORTEST:
        return ()
    return tuple(i for i, both in keys.items() if any(key.startswith(wanted) for key in both))


def _key(name: str) -> str:
    return re.sub(r"[\sฯ]", "", thai.clean(name))


def one_of(typed: str, names: Sequence[str]) -> int | None:
    """Which of these names is the one division that is called so; None when none is, or several."""
    divisions = {n: name for n, name in enumerate(names) if _KIND.match(name)}
    found = fits(typed, divisions)
    return found[0] if len(found) == 1 else None


def month_one_of(typed: str, labels: Sequence[str]) -> int | None:
    """Which of these labels is of the month that is named: พ.ย., เดือนพฤศจิกายน ๒๕๖๙; None when none is, or several."""
    said = _month_and_year(typed, whole=True)
    if said is None:
        return None
    months = [_month_and_year(label) for label in labels]
    found = [n for n, of in enumerate(months) if of and of[0] == said[0] and said[1] in (None, of[1])]
    return found[0] if len(found) == 1 else None


def _month_and_year(text: str, *, whole: bool = False) -> tuple[int, int | None] | None:
    """The month that a text begins with (or is), and the last two digits of its year when it stands there."""
    match = (_MONTH.fullmatch if whole else _MONTH.match)(thai.clean(text))
    return (month_number(match[1].lower()), int(match[2]) % 100 if match[2] else None) if match else None


def measure_in(text: str) -> tuple[int | None, str]:
    """The number of the measure that stands anywhere in a cleaned text, or is all of it; and the text without it."""
    match = re.search(r"(?:ข้อ|มาตรการ)(?:ที่)?\s*(\d{1,4})", text)
    if match is None:
        number = thai.read_number(text)
        return number, "" if number is not None else text
    return int(match[1]), " ".join(f"{text[: match.start()]} {text[match.end() :]}".split())
