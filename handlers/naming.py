"""What somebody who oversees the agency names in a text: a division, a month, a measure's number."""

from __future__ import annotations

import re
from datetime import date

from sqlalchemy import select

from handlers.incoming import Visit
from models import thai
from models.calendar import Month, ce_year
from models.month_names import MONTH, month_number
from models.tables import Division

_MONTH = re.compile(rf"(?:ประจำ)?(?:เดือน)?\s*({MONTH})\s*(\d{{4}}|\d{{2}})?(?!\d)")
_MEASURE = re.compile(r"(?:ข้อ|มาตรการ)(?:ที่)?\s*(\d{1,4})")


def division_in(visit: Visit, text: str) -> tuple[Division | None, str]:
    """The division whose name stands in a cleaned text, the longest when several do, and the text without it."""
    query = select(Division).where(Division.organisation_id == visit.desk.organisation_id)
    named = [(d, thai.clean(d.name)) for d in visit.session.scalars(query.order_by(Division.position))]
    found = max((pair for pair in named if pair[1] in text), key=lambda pair: len(pair[1]), default=None)
    if found is None:
        return None, text
    return found[0], " ".join(text.replace(found[1], " ", 1).split())


_KIND = re.compile("^(?:กอง|สำนักงาน|สำนัก|ฝ่าย|หน่วย|ส่วน)")
LEAST = 2  # letters of a name, its kind aside, that can mean a division


def begins_division(text: str, name: str) -> bool:
    """Whether a text is the beginning of a division's name, with or without กอง or สำนัก: การศึกษา of
    กองการศึกษา ศาสนาและวัฒนธรรม. Whether it is the beginning of one only is the caller's to see."""
    said, whole = (thai.clean(one).replace(" ", "") for one in (text, name))
    bare = _KIND.sub("", whole)
    if bare == whole or len(_KIND.sub("", said)) < LEAST:
        return False
    return whole.startswith(said) or bare.startswith(said)


def month_in(text: str, today: date) -> tuple[Month | None, str]:
    """The month that a cleaned text names, and the text without it. Without a year it is the latest such month."""
    match = _MONTH.search(text)
    if match is None:
        return None, text
    rest = " ".join(f"{text[: match.start()]} {text[match.end() :]}".split())
    number, year = month_number(match[1]), match[2]
    if year:
        be = int(year) if len(year) == 4 else 2500 + int(year)
        return (Month(ce_year(be), number), rest) if 2500 <= be < 2700 else (None, text)
    this = Month.of(today)
    return Month(this.year if number <= this.month else this.year - 1, number), rest


def measure_in(text: str) -> tuple[int | None, str]:
    """The number of the measure that a cleaned text names (ข้อ 3), and the text without it."""
    match = _MEASURE.search(text)
    if match is None:
        number = thai.read_number(text)
        return number, "" if number is not None else text
    return int(match[1]), " ".join(f"{text[: match.start()]} {text[match.end() :]}".split())
