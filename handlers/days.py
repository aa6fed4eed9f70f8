"""The days of the monthly meeting, as they are said outside a report."""

from __future__ import annotations

from datetime import date

from models.calendar import Month
from models.thai_dates import DatesRead, read_dates


def read_nearest(text: str, today: date) -> DatesRead:
    """The days in a text, where a day without a year is the nearest one; without a month it lies in this month."""
    found = [read_dates(text, Month.of(today).plus(n), today) for n in (0, -12, 12)]
    read = [r for r in found if r.dates]
    return min(read, key=lambda r: abs(r.dates[-1] - today)) if read else found[0]
