"""The neutral words of a message: text, choices and cards, before any chat platform draws them.

`bot/line_draw.py` alone knows how LINE shows these and keeps LINE's limits; a transcript shows the same
values as text (`as_text`). Values are frozen and go through JSON unchanged (`to_json`, `from_json`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import TypeAdapter

Tone = Literal["plain", "good", "warn", "bad", "quiet"]


@dataclass(frozen=True)
class Choice:
    """Something to tap. `send` is what the tap means (`handlers/talk.py` reads it back weeks later); with
    `date` the tap opens a date picker; with `link` it opens an address. The label can always be typed."""

    label: str
    send: str = ""
    kind: Literal["tap", "date", "link"] = "tap"
    link: str = ""
    strong: bool = False


@dataclass(frozen=True)
class Text:
    """A text message, with choices under it. The first `numbered` of them are also printed as a numbered list,
    because LINE on a PC shows no buttons under a text."""

    text: str
    choices: tuple[Choice, ...] = ()
    numbered: int = 0
    type: Literal["text"] = "text"


@dataclass(frozen=True)
class Row:
    """A line of a card: what, and its state on the right or below; `note` is a small line under the text.

    With `field` the text is the label of a field and the state is its value, as in a card to check; else the text is
    what is looked for (a number and a title, a name). `lines` is the most lines the text may take, 0 any number.
    """

    text: str
    state: str = ""
    tone: Tone = "plain"
    choice: Choice | None = None
    note: str = ""
    field: bool = False
    lines: int = 0


@dataclass(frozen=True)
class Bar:
    """A progress bar: `part` of `whole` (counts; whole 0 prints –); `figures` stand in place of the counts. `note` is
    said after them (a trend). A tap on it does what its choice does."""

    label: str
    part: int
    whole: int
    tone: Tone = "good"
    figures: str = ""
    note: str = ""
    note_tone: Tone = "quiet"
    choice: Choice | None = None


@dataclass(frozen=True)
class Card:
    """A card: heading, a line under it, rows, bars, buttons. `alt` is what a notification shows. `worth_a_push`: when
    the reply came too late for its token, it does not wait for the next one but is pushed."""

    title: str
    subtitle: str = ""
    lead: str = ""
    rows: tuple[Row, ...] = ()
    bars: tuple[Bar, ...] = ()
    note: str = ""
    buttons: tuple[Choice, ...] = ()
    alt: str = ""
    tone: Tone = "good"
    worth_a_push: bool = False
    type: Literal["card"] = "card"


Message = Text | Card


def choices_of(message: Message) -> list[tuple[str, Choice]]:
    """Everything that can be tapped on a message, from its first line to its last button, with what it stands beside:
    the line's words, the card's title, under a text its own label."""
    if isinstance(message, Text):
        return [(choice.label, choice) for choice in message.choices]
    lines = [(row.text, row.choice) for row in message.rows] + [(bar.label, bar.choice) for bar in message.bars]
    tapped = [(where, choice) for where, choice in lines if choice]
    return [*tapped, *((message.title, choice) for choice in message.buttons)]


A_REPLY, A_ROW_OF_CARDS = (
    5,
    12,
)  # what one reply holds: so many messages, of cards that follow each other so many as one


def places(messages: Sequence[Message]) -> int:
    """How many of the places of a reply these take."""
    found = cards = 0
    for one in messages:
        cards = cards + 1 if isinstance(one, Card) else 0
        found += cards % A_ROW_OF_CARDS == 1 or not cards
    return found


_MESSAGES: TypeAdapter[tuple[Message, ...]] = TypeAdapter(tuple[Message, ...])


def to_json(messages: Sequence[Message]) -> list[dict[str, Any]]:
    """Messages as JSON values, for the Outgoing row."""
    dumped: list[dict[str, Any]] = _MESSAGES.dump_python(tuple(messages), mode="json")
    return dumped


def from_json(data: Any) -> tuple[Message, ...]:
    """Messages from `to_json`. Raises pydantic.ValidationError when a row was not written by it."""
    return _MESSAGES.validate_python(data)


def percent(part: int, whole: int) -> int | None:
    """Floored percent, so that 100 shows only when all are in; None when nothing is expected."""
    return None if whole == 0 else part * 100 // whole


def as_text(message: Message) -> str:
    """The message as a transcript shows it: every word, choices in brackets."""
    return _text(message) if isinstance(message, Text) else _card(message)


def _choices(choices: Sequence[Choice]) -> list[str]:
    if not choices:
        return []
    marks = {"tap": "[{0}]", "date": "[{0} ▾]", "link": "[{0} ↗ {1}]"}
    return [" ".join(marks[c.kind].format(c.label, c.link) for c in choices)]


def _text(message: Text) -> str:
    lines = [message.text]
    if message.numbered:
        lines += [f"{n} {c.label}" for n, c in enumerate(message.choices[: message.numbered], 1)]
    return "\n".join(lines + _choices(message.choices))


def _card(card: Card) -> str:
    lines = [f"┌ {card.title}"]
    lines += [f"│ {line}" for text in (card.subtitle, card.lead) for line in text.splitlines()]
    for row in card.rows:
        tap = f" [{row.choice.label}]" if row.choice else ""
        whole = f"• {row.text}" + (f" — {row.state}" if row.state else "") + tap
        lines += ["│ " + line for line in "\n  ".join([*whole.splitlines(), *row.note.splitlines()]).splitlines()]
    for bar in card.bars:
        share = percent(bar.part, bar.whole)
        counts = f"{bar.part}/{bar.whole} {'–' if share is None else f'{share}%'}"
        after = (f" {bar.note}" if bar.note else "") + (f" [{bar.choice.label}]" if bar.choice else "")
        lines.append(f"│ ▪ {bar.label} {bar.figures or counts}{after}")
    lines += [f"│ {line}" for line in card.note.splitlines()]
    return "\n".join(lines + [f"└ {line}" for line in _choices(card.buttons)])
