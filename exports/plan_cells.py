"""How one cell of the plan workbook holds one value, and how it is read back to exactly that value.

Text is kept as typed. Three conventions make every value survive (the sheet คำอธิบาย tells the clerk):
text that would be lost in a cell (empty, or with blanks at its ends) stands in double quotes; a list has one item a
line, and when an item has several lines each item starts with a bullet and its further lines are indented by two
blanks; Excel's own `_x005F_` spelling protects text that Excel would take for an escaped character.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from exports.plan_dates import iso_day, refuse_be, shown_day, shown_month, typed_day, typed_month
from exports.plan_file import quoted
from models.calendar import Month
from models.thai import long_date

BULLET = "•"
_INDENT = "  "
# Control characters, halves of surrogate pairs and the two code points that XML has no place for.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

Cell = str | int | float | bool | date | datetime | time | timedelta | None


@dataclass(frozen=True)
class Kind:
    """A kind of cell: `show` makes the cell's value of the plan's, `read` the plan's of a cell that is not blank.

    `read` raises ValueError with a sentence. `choices` are offered as a list in the template; `several` of them
    may stand in a cell.
    """

    show: Callable[[Any], str | int | float | None]
    read: Callable[[Cell], Any]
    choices: tuple[str, ...] = ()
    several: bool = False


def clean(text: str) -> str:
    """The text without control characters; line ends are \\n."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def escaped(text: str) -> str:
    """As stored in a workbook: what Excel would unescape is protected (ECMA-376, ST_Xstring)."""
    return _LOOKS_ESCAPED.sub("_x005F_", text)


def unescaped(text: str) -> str:
    """The text that Excel would show for a stored text, cleaned."""
    return clean(_ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text))


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing that a person would see."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def plain(cell: Cell) -> str:
    """The text of a cell of any type; a real date is written out in Thai."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return long_date(cell.date())
    if isinstance(cell, date):
        return long_date(cell)
    return "" if cell is None else str(cell)


def _is_quoted(text: str) -> bool:
    return len(text) >= 2 and text[0] == text[-1] == '"'


def _needs_quotes(text: str) -> bool:
    """Whether the text would be lost in a cell, or be mistaken for such a text in quotes."""
    while _is_quoted(text):
        text = text[1:-1]
    return text != text.strip() or not text


def show_text(text: str | None) -> str | None:
    """A text for a cell; `read_text` gives it back."""
    if text is None:
        return None
    return f'"{text}"' if _needs_quotes(text) else text


def read_text(cell: Cell) -> str:
    """The text of a cell without the blanks at its ends, unless quotes keep them."""
    text = plain(cell).strip()
    return text[1:-1] if _is_quoted(text) and _needs_quotes(text[1:-1]) else text


def show_items(items: Iterable[str]) -> str | None:
    """A list for a cell, one item a line; with bullets when a line alone would not tell the items apart."""
    listed = list(items)
    if not listed:
        return None
    if all("\n" not in item and item and item == item.strip() and item[0] != BULLET for item in listed):
        return "\n".join(listed)
    return "\n".join(f"{BULLET} " + item.replace("\n", f"\n{_INDENT}") for item in listed)


def read_items(cell: Cell) -> list[str]:
    """The items of a cell: lines, or when the first one starts with a bullet, what stands from bullet to bullet."""
    lines = plain(cell).lstrip().split("\n")
    if not lines[0].startswith(BULLET):
        return [line.strip() for line in lines if line.strip()]
    items: list[str] = []
    for line in lines:
        if line.startswith(BULLET):
            items.append(line[1:].removeprefix(" "))
        elif line and items:
            items[-1] += "\n" + line.removeprefix(_INDENT)
    return items


def show_number(value: float | int | None) -> float | int | str | None:
    """A number for a cell; as text when a workbook would not keep all its digits."""
    if value is None:
        return None
    return value if float(f"{value:.15g}") == value and abs(value) < 10**15 else repr(value)


def read_number(cell: Cell) -> float:
    """The number of a cell, Thai digits included. Raises ValueError with a sentence."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return cell
    text = plain(cell).replace(",", "").strip()
    # float() knows Thai digits, but also nan, inf and 1_000, which nobody means.
    if not re.fullmatch(r"[-+]?\d+(\.\d*)?([eE][-+]?\d+)?", text):
        raise ValueError(f"{quoted(plain(cell))} is not a number")
    return float(text)


def read_whole(cell: Cell) -> int:
    """The whole number of a cell. Raises ValueError with a sentence."""
    if isinstance(cell, str) and re.fullmatch(r"\s*[-+]?\d{1,40}\s*", cell):
        return int(cell)
    number = read_number(cell)
    if number != number or number in (float("inf"), float("-inf")) or int(number) != number:
        raise ValueError(f"{quoted(plain(cell))} is not a whole number")
    return int(number)


def show_day(iso: str | None) -> str | None:
    """An ISO date for a cell: 1 ต.ค. 2565. Raises ValueError when the plan holds no date there."""
    return None if iso is None else shown_day(iso_day(iso))


def read_day(cell: Cell) -> str:
    """The ISO date of a cell: a real date, or text that people type. Raises ValueError with a sentence."""
    if isinstance(cell, datetime | date):
        refuse_be(cell.year, f"{cell:%Y-%m-%d}")
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, str):
        return typed_day(cell).isoformat()
    raise ValueError(f"{quoted(plain(cell))} is not a date such as 1 ต.ค. 2569")


def show_month(key: str | None) -> str | None:
    """A month key for a cell: เม.ย. 2564."""
    return None if key is None else shown_month(Month.parse(key))


def read_month(cell: Cell) -> str:
    """The month key of a cell. Raises ValueError with a sentence."""
    if isinstance(cell, datetime | date):
        refuse_be(cell.year, f"{cell:%Y-%m-%d}")
        return Month.of(cell).key
    return typed_month(plain(cell)).key


TEXT = Kind(show_text, read_text)
ITEMS = Kind(show_items, read_items)
NUMBER = Kind(show_number, read_number)
WHOLE = Kind(show_number, read_whole)
DAY = Kind(show_day, read_day)
MONTH = Kind(show_month, read_month)


def choice(labels: Mapping[str, str], only: bool = False) -> Kind:
    """Text that has Thai labels for its usual values; anything else stays as it is, or is refused (`only`)."""
    values = {label: value for value, label in labels.items()}

    def read(cell: Cell) -> str:
        text = read_text(cell)
        if only and text not in values and text not in labels:
            raise ValueError(f"{quoted(text)} is none of {', '.join(values)}")
        return values.get(text, text)

    return Kind(lambda value: show_text(labels.get(value, value)), read, tuple(labels.values()))


def choices(labels: Mapping[str, str]) -> Kind:
    """A list of texts that have Thai labels for their usual values."""
    values = {label: value for value, label in labels.items()}
    return Kind(
        lambda items: show_items(labels.get(item, item) for item in items),
        lambda cell: [values.get(item, item) for item in read_items(cell)],
        tuple(labels.values()),
        several=True,
    )


def _read_yes_no(cell: Cell) -> bool:
    text = plain(cell).strip().casefold()
    if text in ("ใช่", "true", "1"):
        return True
    if text in ("ไม่ใช่", "ไม่", "false", "0"):
        return False
    raise ValueError(f"{quoted(plain(cell))} is neither ใช่ nor ไม่ใช่")


def _read_numbers(cell: Cell) -> list[int]:
    return [read_whole(part) for part in re.split(r"[\s,;]+", plain(cell)) if part]


def _read_quarters(cell: Cell) -> list[int]:
    parts = re.split(r"\s*[-–,]\s*", plain(cell).strip())
    if len(parts) > 2 or not all(re.fullmatch(r"\d{1,9}", part) for part in parts):
        raise ValueError(f"{quoted(plain(cell))} are not quarters such as 1-3")
    return [int(parts[0]), int(parts[-1])]


def _show_scores(scores: Iterable[Mapping[str, Any]]) -> str | None:
    def number(value: float | None) -> str:
        return "-" if value is None else repr(value)

    return show_items(f"{score['source']} = {number(score.get('score'))}" for score in scores)


def _read_scores(cell: Cell) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for item in read_items(cell):
        source, equals, number = item.rpartition(" = ")
        if not equals:
            source, equals, number = (part.strip() for part in item.rpartition("="))
        if not equals:
            raise ValueError(f"{quoted(item)} is not a score such as EITPublic = 95.5")
        found.append({"source": source, "score": None if number.strip() == "-" else read_number(number)})
    return found


YES_NO = Kind(lambda value: "ใช่" if value else None, _read_yes_no, ("ใช่", "ไม่ใช่"))
NUMBERS = Kind(lambda values: ", ".join(map(str, values)) or None, _read_numbers)
QUARTERS = Kind(lambda value: None if value is None else f"{value[0]}-{value[1]}", _read_quarters)
SCORES = Kind(_show_scores, _read_scores)
