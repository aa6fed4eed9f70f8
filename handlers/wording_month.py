"""What the month's card counts: what is not sent is called ยังขาด until the due time, ค้างส่ง after it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from handlers.wording import due_line
from models.calendar import Deadlines, Month
from models.thai import short_month, thai_digits


def _wanted(deadlines: Deadlines, now: datetime) -> str:
    return "ยังขาด" if now <= deadlines.due else "ค้างส่ง"


def left(missing: int, whole: int, deadlines: Deadlines, now: datetime) -> str:
    """ยังขาด ๓ จาก ๑๒ ข้อ"""
    if missing == 0:
        return f"ส่งครบทั้ง {thai_digits(whole)} ข้อ"
    return f"{_wanted(deadlines, now)} {thai_digits(missing)} จาก {thai_digits(whole)} ข้อ"


def alt(month: Month, missing: int, deadlines: Deadlines, now: datetime) -> str:
    """What the notification of a month's card shows."""
    head = f"รายงานเดือน {short_month(month)}"
    if missing == 0:
        return f"{head}: ส่งครบแล้ว"
    return f"{head}: {_wanted(deadlines, now)} {thai_digits(missing)} ข้อ {due_line(deadlines, now)}"


def said_of(state: str, orders: Sequence[int]) -> str:
    """Several measures on one line of a long card: ส่งแล้ว: ข้อ ๑, ๒, ๕-๙"""
    return f"{state}: ข้อ {thai_digits(_runs(sorted(orders)))}"


def _runs(orders: Sequence[int]) -> str:
    """Three and more in a row are joined: 1, 2, 5-9."""
    runs: list[list[int]] = [[n] for n in orders[:1]]
    for one, following in pairwise(orders):
        if following == one + 1:
            runs[-1].append(following)
        else:
            runs.append([following])
    return ", ".join(f"{r[0]}-{r[-1]}" if len(r) > 2 else ", ".join(map(str, r)) for r in runs)
