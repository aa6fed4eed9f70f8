"""The names of the months as people type them: in full, cut short, with and without dots, misspelt, in English."""

from __future__ import annotations

import re

from models.thai import MONTHS, SHORT_MONTHS


def _month_pattern() -> str:
    """Every spelling of a month name as one group: full, ตุลา, ต.ค. with or without dots and spaces."""
    spellings: list[str] = []
    for full, short in zip(MONTHS, SHORT_MONTHS, strict=True):
        stem = re.sub(r"(าคม|ายน|าพันธ์)$", "", full)
        tail = {"าคม": "า(?:คม)?", "ายน": "า(?:ยน)?", "าพันธ์": "า(?:พันธ์?)?"}
        ending = next(e for e in tail if full.endswith(e))
        letters = [re.escape(part) for part in short.split(".") if part]
        spellings += [re.escape(stem) + tail[ending], r"\s?\.?\s?".join(letters) + r"(?:\s?\.)?"]
    spellings += _MISSPELT
    return "|".join(f"(?:{s})" for s in sorted(spellings, key=len, reverse=True))


# Month names as they are misspelt, and in English; the number of each is its place in the year.
_ODD_NAMES: tuple[tuple[int, str], ...] = (
    (1, "มกราคา|มกคาคม|มะกราคม|มกรค|มกร|january|jan"),
    (2, "กุมภาพัน|กุมพาพันธ์|กุมพาพัน|กุมภาพันธิ์|กุมภาพันธุ์|กุมภาพนธ์|กุมพา|february|feb"),
    (3, "มินาคม|มีนาคน|march|mar"),
    (4, "เมษษายน|เมศายน|เมสายน|เมษยน|april|apr"),
    (5, "พฤกษภาคม|พฤษพาคม|พฤสภาคม|พฤษาคม|may"),
    (6, "มิถุณายน|มิถนายน|มืถุนายน|june|jun"),
    (7, "กรกฏาคม|กรกดาคม|กรกฎคม|กรกฏา|july|jul"),
    (8, "สิงหาคา|สิงหคม|สิงห์หาคม|august|aug"),
    (9, "กันยานยน|กันยยน|กัญยายน|กันยายา|september|sep"),
    (10, "ตุลาคา|ตุลคม|ตุราคม|ตุลาคน|october|oct"),
    (11, "พฤศจิ(?!ก)|พฤษจิกายน|พฤศจิกายย|พฤจิกายน|พฤศจิกยน|"
     "พฤศจกายน|พฤศิกายน|พศจิกายน|พฤษจิกา|พฤกษจิกายน|พฤศจิการยน|พฤสจิกายน|november|nov"),
    (12, "ธันวาคา|ธันวคม|ทันวาคม|ธัณวาคม|ธันวาคน|december|dec"),
)  # fmt: skip
_ODD = {name: number for number, names in _ODD_NAMES for name in names.split("|")}
_MISSPELT = [rf"{name}(?![a-zก-ฮ])" if name.isascii() else name for name in _ODD]
MONTH = _month_pattern()


def month_number(word: str) -> int:
    """1 to 12 of a month name in any spelling of MONTH. Raises ValueError for another word."""
    letters = re.sub(r"[\s.]", "", word)
    if letters in _ODD:
        return _ODD[letters]
    for number, (full, short) in enumerate(zip(MONTHS, SHORT_MONTHS, strict=True), 1):
        if letters == short.replace(".", "") or (len(letters) > 3 and full.startswith(letters[:-1])):
            return number
    raise ValueError(f"'{word}' is no month name")
