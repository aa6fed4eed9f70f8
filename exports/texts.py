"""Text on its way to paper: cleaned, with Thai digits, shortened, and never longer than a cell can hold."""

from __future__ import annotations

import re

from models.thai import shorten, thai_digits, thai_digits_on_paper

CELL_LIMIT = 32_767  # of Excel, counted in UTF-16 units; what is longer makes the file unreadable or is lost
CUT_MARK = "… (ข้อความยาวเกินช่อง ตัดส่วนท้ายออก)"

_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Control characters, halves of surrogate pairs and non-characters cannot stand in an XML file.
# What turns the direction of writing would print a name backwards; Thai needs none of it, nor signs of no width but
# the space where a line may break (\u200b) and the joiner of an emoji (\u200d).
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\ufffe\uffff]"
)


def clean(text: str) -> str:
    """The text without control characters; every kind of line break is \\n and a tab is a space.

    Cleaning a clean text changes nothing.
    """
    return _UNPRINTABLE.sub("", _BREAKS.sub("\n", text).replace("\t", " "))


def paper(text: str | None) -> str:
    """A text as it is printed: cleaned, no blank ends, Thai digits (DESIGN.md section 8). None prints as nothing."""
    return thai_digits_on_paper(clean(text or "").strip())


def fold(text: str) -> str:
    """What two texts are compared by: as printed, white space folded."""
    return " ".join(text.replace("\u200b", "").split())


def short(text: str, letters: int) -> str:
    """The text on one line within so many letters, ending with a word and … when something was left off."""
    return shorten(fold(text), letters)


def fits_cell(text: str) -> str:
    """The text, cut with a visible mark when a cell could not hold it."""
    if len(text) * 2 <= CELL_LIMIT or _units(text) <= CELL_LIMIT:
        return text
    kept = text[: CELL_LIMIT - len(CUT_MARK)]
    while _units(kept) > CELL_LIMIT - len(CUT_MARK):
        kept = kept[: len(kept) - max(1, (_units(kept) - CELL_LIMIT + len(CUT_MARK)) // 2)]
    return kept + CUT_MARK


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def number(value: int) -> str:
    """A count inside a sentence, Thai digits: 1234 -> ๑,๒๓๔."""
    return thai_digits(f"{value:,}")


def share(value: int | None) -> str:
    """A percent inside a sentence: ร้อยละ ๗๒, or – when nothing was expected."""
    return "–" if value is None else f"ร้อยละ {thai_digits(value)}"
