"""Taking a text out of stored messages that repeat it, so that a message that was unsent is kept nowhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from models.thai import thai_digits

SHOWN = ("text", "state", "title", "subtitle", "lead", "note", "alt", "label")  # what a person reads; `send` stays
MARK = "…"
_QUOTED = re.compile("“([^”]*)”")  # how we repeat a piece that we ask about
TELLING = 4  # shorter texts (2, ไม่) stand in many places that have nothing to do with the message


def without(value: Any, texts: Sequence[str], *, names: bool = False) -> Any:
    """Stored messages (JSON values of models/say.py) with a mark where they repeat one of the texts, in full or cut
    short as a card does it. `names`: they are what somebody is called, and even a short one is found as a word."""
    if isinstance(value, list):
        return [without(one, texts, names=names) for one in value]
    if isinstance(value, dict):
        return {
            key: cleaned(one, texts, names=names)
            if key in SHOWN and isinstance(one, str)
            else without(one, texts, names=names)
            for key, one in value.items()
        }
    return value


def cleaned(shown: str, texts: Sequence[str], *, names: bool = False) -> str:
    """One text with a mark where it repeats one of the texts."""
    for text in sorted(texts, key=len, reverse=True):  # a piece is looked for after the whole
        shown = _without_one(shown, text, names)
    return shown


def typed_in(kept: str, message: str) -> bool:
    """Whether a text that is kept was typed in a message: as the whole of it, or after a word and a place."""
    return bool(kept) and (kept == message or (len(kept) >= TELLING and kept in message))


def _without_one(shown: str, text: str, names: bool) -> str:
    if shown.strip() == text:
        return MARK
    if len(text) < TELLING:
        alone = rf"(?<![^\W\d_]){re.escape(text)}(?![\w\u0e31-\u0e4e])"
        return re.sub(alone, MARK, shown) if names else shown
    searched, at = _plain(text), 0
    while (at := _plain(shown).find(searched, at)) >= 0:
        shown = shown[:at] + MARK + shown[at + len(text) :]
        at += len(MARK)
    shown = _QUOTED.sub(lambda m: f"“{MARK}”" if m[1].strip() and _plain(m[1].strip()) in searched else m[0], shown)
    return _without_beginnings(shown, searched)


def _without_beginnings(shown: str, searched: str) -> str:
    """A card shows the beginning of a long text, and a mark after it."""
    end = 0
    while (end := shown.find(MARK, end)) >= 0:
        before = _plain(shown[:end])
        longest = min(len(before), len(searched) - 1)
        cut = next((n for n in range(longest, TELLING - 1, -1) if before.endswith(searched[:n])), 0)
        shown = shown[: end - cut] + shown[end:]
        end += len(MARK) - cut
    return shown


def _plain(text: str) -> str:
    """For finding only, letter for letter: Thai digits as on paper, no line breaks."""
    return thai_digits(text).replace("\n", " ")
