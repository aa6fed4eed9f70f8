"""Taking a text out of stored messages that repeat it, so that a message that was unsent is kept nowhere."""

from __future__ import annotations

from typing import Any

from models.thai import thai_digits

SHOWN = ("text", "state", "title", "subtitle", "lead", "note", "alt")  # what a person reads; buttons keep their sense
MARK = "…"
TELLING = 4  # shorter texts (2, ไม่) stand in many places that have nothing to do with the message
CUT_AT = 30  # a card may show only the beginning of a long text


def without(value: Any, text: str) -> Any:
    """Stored messages (JSON values of models/say.py) with a mark where they repeat the text, in full or cut short."""
    if isinstance(value, list):
        return [without(one, text) for one in value]
    if isinstance(value, dict):
        return {
            key: _cleaned(one, text) if key in SHOWN and isinstance(one, str) else without(one, text)
            for key, one in value.items()
        }
    return value


def _cleaned(shown: str, text: str) -> str:
    if shown.strip() == text:
        return MARK
    if len(text) < TELLING:
        return shown
    while (at := _plain(shown).find(_plain(text))) >= 0:
        shown = shown[:at] + MARK + shown[at + len(text) :]
    at = _plain(shown).find(_plain(text[:CUT_AT])) if len(text) > CUT_AT else -1
    return shown if at < 0 else shown[:at] + MARK


def _plain(text: str) -> str:
    """For finding only, letter for letter: Thai digits as on paper, no line breaks."""
    return thai_digits(text).replace("\n", " ")
