"""The publishing check-list of a round's report, and the texts that are pasted into ITAS and E-PLAN NACC.

Where a report is published is data: a new place is a line of ITEMS (DOMAIN.md section 6, "After approval").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import urlsplit

from exports.report_value import Report
from models.oit import OitYear
from models.thai import long_date, thai_digits

LONGEST = 1000  # letters of an address, which a LINE button can open


@dataclass(frozen=True)
class Item:
    """One place: its name in the table, what it is called, and what is noted of it beside the day:
    an address, some words, or nothing."""

    name: str
    title: str
    notes: Literal["address", "words", "nothing"]


ITEMS = (
    Item("website", "เว็บไซต์ของหน่วยงาน", "address"),
    Item("board", "ปิดประกาศที่บอร์ดประชาสัมพันธ์", "nothing"),
    Item("channels", "เฟซบุ๊กหรือช่องทางอื่น", "words"),
    Item("itas", "กรอกลิงก์ในระบบ ITAS", "nothing"),
    Item("eplan", "กรอกในระบบ E-PLAN NACC", "nothing"),
)
BY_NAME = {item.name: item for item in ITEMS}


def asked_by(years: Sequence[OitYear]) -> str:
    """The OIT item that asks for this report, of the newest ITA year that does; "" when it is not announced yet."""
    return next((year.report for year in reversed(years) if year.report), "")


def title(item: Item, oit: str) -> str:
    """What the item is called, ITAS with the code of the year: กรอกลิงก์ในระบบ ITAS (O43)."""
    return f"{item.title} ({oit})" if item.name == "itas" and oit else item.title


def is_address(text: str) -> bool:
    """Whether a text is the address of a page: http or https, a host with a dot, nothing that cannot be seen."""
    if len(text) > LONGEST or not re.fullmatch(r"https?://[^\s<>\"\\^`{|}]+", text, re.IGNORECASE):
        return False
    if not text.isprintable():
        return False
    try:
        found = urlsplit(text)
        host, _ = found.hostname or "", found.port
    except ValueError:
        return False
    return "@" not in found.netloc and bool(re.fullmatch(r"[^.\s]+(?:\.[^.\s]+)+\.?", host))


def for_itas(oit: str, report: Report, address: str, day: date | None) -> str:
    """What is pasted into ITAS: the item of the year, the report's title, its address and since when it is there."""
    lines = [f"ข้อ {oit}"] if oit else []
    return "\n".join([*lines, *report.table.titles, address, *_since(day)])


def for_eplan(report: Report, address: str, day: date | None) -> str:
    """What is pasted into E-PLAN NACC: the report, its figures in words, its address."""
    summary = report.summary
    measures = f"จำนวนมาตรการ {thai_digits(len(summary.by_measure))} มาตรการ"
    return "\n".join([*report.table.titles, measures, *summary.headline.splitlines(), address, *_since(day)])


def _since(day: date | None) -> list[str]:
    return [f"เผยแพร่เมื่อวันที่ {long_date(day)}"] if day else []
