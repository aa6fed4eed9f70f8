"""Thai text: digits, dates as printed and as typed, statuses and the words that steer a conversation.

The owner of PyThaiNLP (digits and normalising). Dates, percent and intents are read by our own small rules,
because general parsers read Buddhist-era years wrongly (DOMAIN.md section 8). Reading works on a cleaned copy;
what a person typed is kept as it was.
"""

from __future__ import annotations

import re
from datetime import date

from models.calendar import Month, be_year

THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
_TO_THAI = str.maketrans("0123456789", THAI_DIGITS)
MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
SHORT_MONTHS = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")

# Digits stay as they are in addresses, e-mail and words with Latin letters (DESIGN.md section 8); a question
# code such as E12 is the exception that the seeds print as E๑๒, and its printer says so itself.
_LATIN_WORD = re.compile(r"[A-Za-z0-9_./:@?&=%#+~-]*[A-Za-z][A-Za-z0-9_./:@?&=%#+~-]*")


def thai_digits(value: object) -> str:
    """Every Arabic digit of the text as a Thai digit: 2569 -> ๒๕๖๙."""
    return str(value).translate(_TO_THAI)


def thai_digits_on_paper(text: str) -> str:
    """Thai digits everywhere except in addresses, e-mail and words with Latin letters."""
    parts: list[str] = []
    end = 0
    for match in _LATIN_WORD.finditer(text):
        parts += [thai_digits(text[end : match.start()]), match.group()]
        end = match.end()
    return "".join([*parts, thai_digits(text[end:])])


def long_date(day: date) -> str:
    """As on paper: ๒๐ พฤศจิกายน ๒๕๖๙."""
    return thai_digits(f"{day.day} {MONTHS[day.month - 1]} {be_year(day.year)}")


def short_date(day: date) -> str:
    """As in narrow cells and in the chat: ๒๐ พ.ย. ๖๙."""
    return thai_digits(f"{day.day} {SHORT_MONTHS[day.month - 1]} {be_year(day.year) % 100:02d}")


def short_month(month: Month) -> str:
    """A reporting month as shown: ต.ค. ๖๙."""
    return thai_digits(f"{SHORT_MONTHS[month.month - 1]} {be_year(month.year) % 100:02d}")


def long_month(month: Month) -> str:
    """A reporting month in full: ตุลาคม ๒๕๖๙."""
    return thai_digits(f"{MONTHS[month.month - 1]} {be_year(month.year)}")
