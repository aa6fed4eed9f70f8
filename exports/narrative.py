"""The round's text of a measure: what its divisions said, month after month, made into one cell.

The rules are those of DESIGN.md section 8, "The round's text of a measure". Texts stay as they were typed,
apart from Thai digits on paper.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from exports.texts import fold, paper
from exports.totals import total
from models.calendar import Month, bangkok_date
from models.dates_inside import dates_in
from models.ledger import Answer
from models.thai import long_date, thai_digits

TextField = Literal["activity", "output", "outcome", "problem"]

_DASHED = re.compile(r"\s*[-–•*]")
_NUMBERED = re.compile(r"\s*\(?[0-9๐-๙]{1,2}[.)]")


@dataclass(frozen=True)
class Said:
    """What a division answered about one measure for one month. Only answers that are in are said:
    what is missing, returned or waived contributes nothing."""

    division: str
    month: Month
    answer: Answer


def tell(said: Sequence[Said], field: TextField, with_dates: bool = False, counted: bool = False) -> str:
    """One cell's text: in `said` divisions stand in printed order; with_dates adds every date after the text, counted
    in how many months a text was reported, when there were several, and what the outputs of a division come to.

    Divisions that say the same are one text without a name; a division that says nothing does not differ.
    When divisions differ each has its line, those that agree sharing one: `สำนักปลัด, กองคลัง: …`.
    """
    voices = _voices(said, field, with_dates)
    if counted:
        voices = [replace(_counted(said, field, v), total=_total(said, v)) for v in voices]
    if len(voices) == 1:
        return _cell(voices[0])
    return "\n".join(f"{', '.join(v.divisions)}:{_after_name(v)}{_cell(v)}" for v in voices)


def _counted(said: Sequence[Said], field: TextField, voice: _Voice) -> _Voice:
    """Each text with the number of months in which these divisions reported it."""
    months: dict[str, set[Month]] = {}
    for one in said:
        if one.division in voice.divisions:
            months.setdefault(fold(paper(getattr(one.answer, field))), set()).add(one.month)
    times = [len(months[fold(text)]) for text in voice.texts]
    told = (
        f"{text} (รายงาน {thai_digits(n)} เดือน)" if n > 1 else text
        for text, n in zip(voice.texts, times, strict=True)
    )
    return replace(voice, texts=tuple(told))


def _total(said: Sequence[Said], voice: _Voice) -> str:
    """What a division's outputs come to. Divisions that say the same may mean one thing: not to be counted twice."""
    return total(one.answer for one in said if one.division in voice.divisions) if len(voice.divisions) == 1 else ""


def basis(text: str) -> str:
    """What an edit remembers of the assembled text, to notice when the answers have changed it."""
    return hashlib.sha256(text.encode()).hexdigest()


def dates_of(said: Iterable[Said]) -> tuple[date, ...]:
    """All dates of the answers, each once, in order."""
    return tuple(sorted({day for one in said for day in one.answer.dates}))


def _not_in_words(said: Iterable[Said]) -> tuple[date, ...]:
    """The dates to be printed after the texts: those that the texts do not say themselves."""
    found: set[date] = set()
    for one in said:
        said_on = bangkok_date(one.answer.submitted_at)
        found |= set(one.answer.dates) - set(dates_in(one.answer.activity, one.month, said_on))
    return tuple(sorted(found))


def dated(days: Sequence[date]) -> str:
    """Dates as the agencies print them: เมื่อวันที่ …, then วันที่ … on a line each."""
    return "\n".join(f"{'วันที่' if position else 'เมื่อวันที่'} {long_date(day)}" for position, day in enumerate(days))


@dataclass(frozen=True)
class _Voice:
    """Divisions that say the same, what they say (each text once), when, and what it comes to."""

    divisions: tuple[str, ...]
    texts: tuple[str, ...]
    dates: tuple[date, ...]
    total: str = ""


def _voices(said: Sequence[Said], field: TextField, with_dates: bool) -> list[_Voice]:
    by_division: dict[str, list[Said]] = {}
    for one in said:
        by_division.setdefault(one.division, []).append(one)
    groups: dict[frozenset[str], list[Said]] = {}
    for theirs in by_division.values():
        words = frozenset(fold(text) for text in _distinct(theirs, field))
        if words or (with_dates and dates_of(theirs)):
            groups.setdefault(words, []).extend(theirs)
    return [
        _Voice(
            tuple(dict.fromkeys(one.division for one in group)),
            _distinct(group, field),
            _not_in_words(group) if with_dates else (),
        )
        for group in groups.values()
    ]


def _distinct(said: Iterable[Said], field: TextField) -> tuple[str, ...]:
    """The texts by month, equal ones once; the first way of typing one is kept."""
    found: dict[str, str] = {}
    for one in sorted(said, key=lambda s: s.month):
        text = paper(getattr(one.answer, field))
        if text:
            found.setdefault(fold(text), text)
    return tuple(found.values())


def _cell(voice: _Voice) -> str:
    return "\n".join(part for part in (_joined(voice.texts), dated(voice.dates), voice.total) if part)


def _joined(texts: Sequence[str]) -> str:
    """One text as it is; several numbered. Texts that are lists themselves need care, for a number in front
    of a number reads as a slip: dash lists simply follow each other, others get the number in brackets."""
    if len(texts) < 2:
        return "".join(texts)
    if all(_DASHED.match(text) for text in texts):
        return "\n".join(texts)
    form = "({}) {}" if any(_DASHED.match(text) or _NUMBERED.match(text) for text in texts) else "{}. {}"
    return "\n".join(form.format(thai_digits(n), text) for n, text in enumerate(texts, 1))


def _after_name(voice: _Voice) -> str:
    """A list under a division's name starts on its own line; dates alone do not make a list."""
    words = _joined(voice.texts)
    return "\n" if "\n" in words or voice.total else " "
