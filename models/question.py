"""What a question of the monthly report is made of, and what reading a reply gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from models.calendar import Month, Round

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Context:
    """What the engine must know beside the answers. `tag` names the obligation inside buttons.

    `previous` is the latest answer of an earlier month, `meetings` the announced days of the monthly meeting,
    `waiting_files` the evidence that was sent before and is tied to no measure yet.
    """

    tag: str
    order: int
    title: str
    division: str
    step: str  # what is to be done, where the title alone does not say it
    month: Month
    round: Round
    today: date
    ask_outcome: bool = False
    waiting_files: tuple[int, ...] = ()
    previous: Answers | None = None
    previous_month: Month | None = None
    missed_before: bool = False  # the month just before was left unanswered
    meetings: tuple[date, ...] = ()
    status: str = ""  # as answered so far; the engine fills it in


@dataclass(frozen=True)
class Option:
    """A choice of a question: what is stored, and what is shown."""

    value: str
    label: str


YES, NO, KEEP_IT = "_yes", "_no", "_keep"  # KEEP_IT stores too, but "yes" does not mean it
KEEP_TYPED, RETYPE, NO_MORE = "เก็บตามที่พิมพ์", "พิมพ์ใหม่", "ไม่มีเพิ่มเติม"
SURE = (Option(YES, "ใช่ ถูกต้อง"), Option(NO, RETYPE))


@dataclass(frozen=True)
class Value:
    """A reply that was understood: the JSON value to store, and what else the same words say (`also`: values by the
    name of their question).

    With a `sentence` it is in doubt and is asked back with `choices`: YES stores it, NO asks again, any other
    choice is stored instead. `flag` is kept with a value that was stored after a doubt.
    """

    value: Any
    flag: str = ""
    sentence: str = ""
    choices: tuple[Option, ...] = SURE
    also: Answers = field(default_factory=dict)


@dataclass(frozen=True)
class Unclear:
    """A reply that does not answer the question, with the sentence that helps, and what it says of other ones."""

    sentence: str
    also: Answers = field(default_factory=dict)


Reading = Value | Unclear


def sure(value: Any, _context: Context) -> Value:
    """A value about which nothing can be in doubt."""
    return Value(value)


@dataclass(frozen=True)
class Question:
    """One question. `prompt` may name the {month}, or show it as it is typed ({example}).

    `read` turns typed text into a Value or Unclear; `check` doubts a value that came another way (a picked date, one
    message that says everything); `show` prints the stored value. One that is not `asked` is filled by other
    words, and opened only to be changed.
    """

    name: str
    label: str
    prompt: str
    read: Callable[[str, Context], Reading]
    check: Callable[[Any, Context], Value] = sure
    options: tuple[Option, ...] = ()
    show: Callable[[Any], str] = str
    empty: Any = ""
    skip: bool = True
    asked: bool = True
    pick_date: bool = False
    when: Callable[[Answers, Context], bool] = lambda _answers, _context: True
