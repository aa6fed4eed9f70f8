"""What an executive with ten seconds must see first: one order of importance for a month's and a round's card."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from exports.report_value import Problem
from models.say import Choice, Row, percent
from models.thai import shorten, thai_digits

Kind = Literal["silent", "blocked", "orders", "fell", "behind", "problem", "note"]
IMPORTANCE: tuple[Kind, ...] = (
    "silent",  # a division that sent nothing, for the longest first
    "blocked",  # work that is stuck, with its problem
    "orders",  # orders that nobody answered in time
    "fell",  # a division that sent far less than the month before, the deepest first
    "behind",  # a division that did not send all, the least complete first
    "problem",  # other problems and suggestions
    "note",  # what else is to be known
)
GRAVE = 4  # of these kinds the first is shown before the second of any
BIG_FALL = 30  # points of percent
LONGEST = 140


@dataclass(frozen=True)
class Matter:
    """A line of a card that may be shown; of its kind those of the greatest `weight` come first."""

    kind: Kind
    row: Row
    weight: tuple[int, ...] = ()


def most_first(found: Iterable[Matter]) -> tuple[Row, ...]:
    """Of each grave kind the first, because three exceptions that are all of one kind tell less; then the others."""
    matters = sorted(found, key=lambda one: one.weight, reverse=True)
    kinds = [[one.row for one in matters if one.kind == kind] for kind in IMPORTANCE]
    first = [row for rows in kinds[:GRAVE] for row in rows[:1]]
    then = [row for n, rows in enumerate(kinds) for row in (rows[1:] if n < GRAVE else rows)]
    return (*first, *then)


def of_division(
    label: str, sent: int, expected: int, overdue: int, silent: int, points: int, see: Choice | None
) -> Matter:
    """A division with something overdue. `silent`: its months in a row without a report; `points`: its trend."""
    text = behind_by(overdue, expected)
    if silent:
        text = f"ไม่ส่งเลย {thai_digits(silent)} เดือนติดกัน" if silent > 1 else text
        return Matter("silent", Row(label, text, "bad", see), (silent, overdue))
    if points <= -BIG_FALL:
        return Matter("fell", Row(label, f"{text} ลดลงร้อยละ {thai_digits(-points)}", "bad", see), (-points,))
    return Matter("behind", Row(label, text, "bad", see), (-(percent(sent, expected) or 0), overdue))


def silent_for(months: Sequence[tuple[int, int]]) -> int:
    """For how many months in a row nothing was sent, from (sent, expected) of each, the newest last."""
    return len(list(takewhile(lambda month: month[0] == 0, reversed(months))))


def of_problem(problem: Problem, see: Choice | None = None) -> Matter:
    """A problem with who has it."""
    label = f"{', '.join(problem.divisions)} · {shorten(problem.label, 50)}"
    return Matter("blocked" if problem.blocked else "problem", Row(label, shorten(problem.text, LONGEST), choice=see))


def behind_by(missing: int, expected: int) -> str:
    """ค้างส่ง ๓ จาก ๕ ข้อ"""
    return f"ค้างส่ง {thai_digits(missing)} จาก {thai_digits(expected)} ข้อ"
