"""How much room a text needs in a cell: lines and row heights for TH SarabunPSK 16, without drawing anything.

Neither Excel nor LibreOffice makes rows tall enough when it opens a file, so heights are worked out here from
the advance widths of the typeface. Thai vowels above and below and tone marks have no width. Where a Thai word
ends is not known here; a line is taken to be a little shorter instead.

Many phones and computers lack the typeface and draw with one that is half as large again (Laksaman in
LibreOffice). Column widths grow with it, because they are counted in digits of the workbook's base font; rows do
not, so a line gets the height of the larger one: a little loose where the typeface is there, not cut where it is not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import zip_longest

SIZE = 16.0  # points
LINE = 26.8  # points from one line to the next: TH SarabunPSK takes 21, Laksaman in its place 26.7
PADDING = 4.0  # points above and below the text
MAX_HEIGHT = 409.5  # of a row, in Excel
MAX_LINES = int((MAX_HEIGHT - PADDING) // LINE)
PART_LINES = 12  # of each sheet row when a row must be divided: parts this tall fill the printed pages well
CHARACTER = 5.7  # points of one unit of column width: a digit of the base font, TH SarabunPSK 16
_MARGIN = 7.0  # points of a column that stay empty at its sides
_WORD_LOSS = 15.0  # points that a line loses on average because a Thai word is not broken

# Advance widths in thousandths of an em, measured on TH Sarabun New; bold is about a tenth wider.
_ADVANCES = {
    120: "'",
    150: "!Ii,.:;j|",
    205: '"()[]`fl{}เๅ\u2018\u2019\u201c\u201d',
    225: " -r\u00a0",
    245: "tโใไ",
    265: "J\\*/?sz",
    305: "งgk",
    325: "xราำ",
    345: "acvyฐธว",
    365: "$0123456789EFLSY_จะ–",
    385: "BKPRTeกขฃฉชซถผฝยฤลสอฮแ",
    405: "#ACVbdhnopquคฅฆดตมศฯๆ",
    425: "&+<=>GXZ^~ฎฏนบปภฦห฿",
    450: "DHNทพฟษ๏๐๑๒๓๔๕๖๗๘๙",
    475: "UOQฑฬ…",
    510: "w",
    550: "ฌญ๚@Mฒณ",
    605: "%Wm",
    720: "—",
}
_WIDTH = {letter: advance for advance, letters in _ADVANCES.items() for letter in letters}
_OTHER = 500
_WIDE = 1000
_BOLD = 1.1

_PIECES = re.compile(r"\n|[^\S\n]+|[^\s]+")
_THAI = re.compile("[\u0e01-\u0e4e]")


def room(width: float) -> float:
    """The points a line may fill in a column of that width (in characters, as Excel counts them)."""
    return max(width * CHARACTER - _MARGIN, 3 * SIZE)


def height(lines: int) -> float:
    """The height of a row that shows so many lines, at most what Excel allows."""
    return min(round(max(lines, 1) * LINE + PADDING, 1), MAX_HEIGHT)


@lru_cache(maxsize=5_000)
def advance(text: str, bold: bool = False) -> float:
    """The width of a text on one line, in points."""
    units = sum(_WIDTH[letter] if letter in _WIDTH else _unusual(letter) for letter in text)
    return units * SIZE / 1000 * (_BOLD if bold else 1.0)


def _unusual(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return _WIDE if unicodedata.east_asian_width(letter) in ("W", "F") else _OTHER


@lru_cache(maxsize=1_000)
def lines(text: str, points: float, bold: bool = False) -> tuple[str, ...]:
    """The text in lines of so many points; put together again they are the text, line breaks included."""
    made: list[str] = []
    line, used = "", 0.0
    for piece in _PIECES.findall(text):
        if piece == "\n":
            made.append(line + "\n")
            line, used = "", 0.0
            continue
        wide = advance(piece, bold)
        if piece.isspace() or used + wide <= points:
            line, used = line + piece, used + wide
            continue
        for part in _parts(piece, points - used, points, bold):
            if part and line and used + advance(part, bold) > points:
                made.append(line)
                line, used = "", 0.0
            line, used = line + part, used + advance(part, bold)
    return (*made, line)


def _parts(word: str, left: float, points: float, bold: bool) -> list[str]:
    """A word that does not fit the rest of its line, broken so that each part fits a line.

    A run of Thai is filled into the rest of the line first; other words are broken only when longer than a line.
    """
    thai = bool(_THAI.search(word))
    if not thai and advance(word, bold) <= points:
        return [word]
    loss = min(_WORD_LOSS, points / 4) if thai else 0.0
    limit = left - loss if thai else left
    parts: list[str] = []
    part, used = "", 0.0
    for letter in word:
        wide = advance(letter, bold)
        if wide and used + wide > limit and (part or not parts):
            parts.append(part)
            part, used, limit = "", 0.0, points - loss
        part, used = part + letter, used + wide
    return [*parts, part]


def whole(texts: Sequence[str], widths: Sequence[float], most: int = MAX_LINES) -> bool:
    """Whether a table row can be one sheet row of so many lines at most."""
    return all(len(lines(text, room(width))) <= most for text, width in zip(texts, widths, strict=True))


def rows(texts: Sequence[str], widths: Sequence[float], most: int = MAX_LINES) -> list[tuple[tuple[str, ...], int]]:
    """One table row as one or more sheet rows of at most so many lines: the texts of each and how many it has.

    Nearly every row is one: only what is taller than Excel's tallest row goes on in the next. Then every column
    flows on for itself, and its parts put together are its text again.
    """
    rooms = [room(width) for width in widths]
    if whole(texts, widths, most):
        tallest = max((len(lines(text, points)) for text, points in zip(texts, rooms, strict=True)), default=1)
        return [(tuple(texts), tallest)]
    columns = [_parts_of(text, points, most) for text, points in zip(texts, rooms, strict=True)]
    return [
        (part, max(len(lines(text, points)) for text, points in zip(part, rooms, strict=True)))
        for part in zip_longest(*columns, fillvalue="")
    ]


def _parts_of(text: str, points: float, most: int) -> list[str]:
    """A text in parts of at most PART_LINES, each ending with a paragraph, else with a word, where it can.

    A text that one sheet row can hold stays in one piece beside a longer one, so that its dates are not torn apart.
    """
    size = min(PART_LINES, most)
    parts: list[str] = []
    left = list(lines(text, points))
    if len(left) <= most:
        return [text]
    while len(left) > size:
        part = "".join(left[:size])
        least = len("".join(left[: size // 2]))
        end = part.rfind("\n", least) + 1 or part.rfind(" ", least) + 1 or len(part)
        parts.append(part[:end])
        # What was pushed on runs into the rest of its paragraph: that is broken into lines anew.
        stop = next((n for n, line in enumerate(left) if n >= size - 1 and line.endswith("\n")), len(left) - 1) + 1
        again = lines(part[end:] + "".join(left[size:stop]), points)
        left = [*(line for line in again if line), *left[stop:]]
    return [*parts, "".join(left)]
