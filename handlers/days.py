"""Days that are said outside a report: until when somebody is away, when the meeting was."""

from __future__ import annotations

import re
from datetime import date, timedelta

from models.calendar import Month
from models.thai import clean
from models.thai_dates import DatesRead, read_dates

_WORDS = (
    (re.compile("พรุ่งนี้"), lambda today: today + timedelta(days=1)),
    (re.compile("มะรืน(?:นี้)?"), lambda today: today + timedelta(days=2)),
    (re.compile("สิ้นเดือน(?:นี้)?(?!ที่แล้ว|ที่ผ่านมา|ก่อน|หน้า)"), lambda today: Month.of(today).last_day),
)


def read_coming(text: str, today: date) -> DatesRead:
    """The days in a text, where a day without a year, or without a month, is the coming one."""
    said = clean(text)
    for pattern, day in _WORDS:
        said = pattern.sub(f" {day(today).isoformat()} ", said)
    found = [read_dates(said, Month.of(today).plus(n), today) for n in (0, 1, 12)]
    coming = [r for r in found if r.dates and r.dates[-1] >= today]
    return min(coming, key=lambda r: r.dates[-1]) if coming else found[0]


def read_nearest(text: str, today: date) -> DatesRead:
    """The days in a text, where a day without a year is the nearest one; without a month it lies in this month."""
    found = [read_dates(text, Month.of(today).plus(n), today) for n in (0, -12, 12)]
    read = [r for r in found if r.dates]
    return min(read, key=lambda r: abs(r.dates[-1] - today)) if read else found[0]
