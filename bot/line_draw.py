"""How LINE draws the neutral messages, within LINE's limits (LINE-PLATFORM.md, "Message limits").

Text is counted in UTF-16 units, labels in grapheme clusters, Flex in the bytes of JSON with \\uXXXX escapes.
What does not fit is cut with a mark; rows that do not fit are counted in a last row.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import regex

from models.say import A_REPLY, A_ROW_OF_CARDS, Bar, Card, Choice, Message, Row, Text, Tone, percent
from models.thai import thai_digits

Json = dict[str, Any]
TEXT_UNITS = 5000
ALT_UNITS = 400  # LINE allows 1500; a notification shows far less
QUICK_REPLIES = 13
QUICK_LABEL, BUTTON_LABEL = 20, 40
BUBBLE_BYTES = 28_000  # LINE refuses above 30 KB
CAROUSEL_BYTES = 46_000  # LINE refuses above 50 KB
BUTTONS = 20  # more than these nobody scrolls through
BESIDE = 12  # letters of a state or label; longer ones go under their row

COLOURS: dict[Tone, str] = {
    "plain": "#1F2937",
    "good": "#0B6E4F",
    "warn": "#B45309",
    "bad": "#B91C1C",
    "quiet": "#6B7280",
}
INK, SOFT, GREY, LINE_GREY, TRACK = "#1F2937", "#4B5563", "#6B7280", "#E5E7EB", "#E5E7EB"


def render(messages: Sequence[Message]) -> bytes:
    """LINE's message objects as JSON bytes, at most five. Raises ValueError when there are none.

    More cards than fit are put into carousels.
    """
    drawn = [_text(m) if isinstance(m, Text) else m for m in messages]
    objects = [_flex(d, bubble(d)) if isinstance(d, Card) else d for d in drawn]
    if len(objects) > A_REPLY:
        objects = _carousels(drawn)
    if not 0 < len(objects) <= A_REPLY:
        raise ValueError(f"{len(objects)} message objects instead of 1 to 5")
    return json.dumps(objects, ensure_ascii=False).encode()


def _carousels(drawn: Sequence[Card | Json]) -> list[Json]:
    """Neighbouring cards as carousels of at most twelve bubbles and LINE's size."""
    objects: list[Json] = []
    cards: list[Card] = []

    def close() -> None:
        if cards:
            contents = {"type": "carousel", "contents": [bubble(c, CAROUSEL_BYTES // len(cards)) for c in cards]}
            objects.append(_flex(cards[0], contents))
            cards.clear()

    for one in drawn:
        if isinstance(one, Card):
            if len(cards) == A_ROW_OF_CARDS:
                close()
            cards.append(one)
        else:
            close()
            objects.append(one)
    close()
    return objects


def units(text: str) -> int:
    """The length of a text as LINE counts messages: UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def cut_units(text: str, most: int) -> str:
    """The text within so many UTF-16 units, never through a letter; a mark shows that it was cut."""
    if units(text) <= most:
        return text
    kept, left = [], most - 1
    for cluster in regex.findall(r"\X", text):
        left -= units(cluster)
        if left < 0:
            break
        kept.append(cluster)
    return "".join(kept) + "…"


def cut_label(text: str, most: int) -> str:
    """The text within so many grapheme clusters; a mark shows that it was cut."""
    clusters = regex.findall(r"\X", text)
    return text if len(clusters) <= most else "".join(clusters[: most - 1]) + "…"


def _text(message: Text) -> Json:
    lines = [message.text]
    lines += [f"{n} {c.label}" for n, c in enumerate(message.choices[: message.numbered], 1)]
    drawn: Json = {"type": "text", "text": cut_units("\n".join(lines), TEXT_UNITS)}
    if message.choices:
        items = [{"type": "action", "action": action(c, QUICK_LABEL)} for c in message.choices[:QUICK_REPLIES]]
        drawn["quickReply"] = {"items": items}
    return drawn


def action(choice: Choice, most: int) -> Json:
    """What a tap does. A postback shows its label in the chat, so that the chat reads as a conversation."""
    label = cut_label(choice.label, most)
    if choice.kind == "link":
        return {"type": "uri", "label": label, "uri": choice.link}
    if choice.kind == "date":
        return {"type": "datetimepicker", "label": label, "data": choice.send, "mode": "date"}
    return {"type": "postback", "label": label, "data": choice.send, "displayText": cut_label(choice.label, 300)}


def _flex(card: Card, contents: Json) -> Json:
    return {"type": "flex", "altText": cut_units(card.alt or card.title, ALT_UNITS), "contents": contents}


def size(value: Any) -> int:
    """The bytes of the JSON with \\uXXXX escapes, which is how the SDK writes it."""
    return len(json.dumps(value))


def bubble(card: Card, most: int = BUBBLE_BYTES) -> Json:
    """A card as a Flex bubble of at most so many bytes; rows, then bars, that do not fit are counted instead. Of very
    many buttons the first stay: what they do can be typed."""
    rows, bars, buttons = list(card.rows), list(card.bars), list(card.buttons)[:BUTTONS]
    while True:
        drawn = _bubble(replace(card, buttons=tuple(buttons)), rows, bars)
        longest = rows or bars or buttons
        if size(drawn) <= most or not longest:
            return drawn
        del longest[len(longest) - max(1, len(longest) // 8) :]


def _bubble(card: Card, rows: Sequence[Row], bars: Sequence[Bar]) -> Json:
    body: list[Json] = []
    if card.lead:
        body.append(_words(card.lead, weight="bold", color=INK))
    for row in rows:
        if body:
            body.append({"type": "separator", "color": LINE_GREY, "margin": "md"})
        body.append(_row(row))
    body += _left_out(len(card.rows) - len(rows))
    if bars and body:
        body.append({"type": "separator", "color": LINE_GREY, "margin": "md"})
    body += [_bar(bar) for bar in bars]
    body += _left_out(len(card.bars) - len(bars))
    body += [_words(line, size="xs", color=GREY, margin="md") for line in card.note.splitlines() if line]
    title = [_words(card.title, weight="bold", size="md", color="#FFFFFF")]
    if card.subtitle:
        title.append(_words(card.subtitle, size="sm", color="#FFFFFFDD", margin="xs"))
    drawn: Json = {"type": "bubble", "size": "mega"}
    drawn["header"] = _box(title) | {"backgroundColor": COLOURS[card.tone], "paddingAll": "lg"}
    if body:
        drawn["body"] = _box(body) | {"paddingAll": "lg"}
    if card.buttons:
        drawn["footer"] = _box([_button(choice) for choice in card.buttons]) | {"spacing": "sm"}
    return drawn


def _box(contents: list[Json], layout: str = "vertical") -> Json:
    return {"type": "box", "layout": layout, "contents": contents}


def _left_out(count: int) -> list[Json]:
    return [_words(f"และอีก {thai_digits(count)} รายการ", size="sm", color=GREY, margin="md")] if count else []


def _words(text: str, **look: str | int) -> Json:
    return {"type": "text", "text": cut_units(text or "–", 800), "wrap": True, "size": "sm"} | look


def _row(row: Row) -> Json:
    """A row: short states and labels stand on the right, long ones under the text; a tap works on the whole row.

    What is looked for is the darkest: the value of a field, the text of any other row.
    """
    name = _words(row.text, size="xs", color=GREY) if row.field else _words(row.text, color=INK)
    if row.lines:
        name["maxLines"] = row.lines
    under, right = [name], []
    if row.state:
        if row.field or row.tone == "plain" or not _is_short(row.state):
            colour = SOFT if row.tone == "plain" and not row.field else COLOURS[row.tone]
            under.append(_words(row.state, color=colour, margin="xs"))
        else:
            weight = "regular" if row.tone == "quiet" else "bold"
            right.append(_words(row.state, size="xs", color=COLOURS[row.tone], align="end", weight=weight))
    if row.note:
        under.append(_words(row.note, size="xs", color=GREY, margin="xs"))
    if row.choice:
        place = right if _is_short(row.choice.label) else under
        tap = _words(f"{cut_label(row.choice.label, BUTTON_LABEL)} ›", size="xs", color=COLOURS["good"], align="end")
        place.append(tap | ({"margin": "xs"} if place else {}))
    box = _box(under)
    if right:  # so wide as it is, no wider
        box = _box([box | {"flex": 1}, _box(right) | {"flex": 0}], "horizontal") | {"spacing": "md"}
    if row.choice:
        box["action"] = action(row.choice, BUTTON_LABEL)
    return box | {"margin": "md"}


def _is_short(text: str) -> bool:
    return len(regex.findall(r"\X", text)) <= BESIDE


def _bar(bar: Bar) -> Json:
    share = percent(bar.part, bar.whole)
    shown = "–" if share is None else f"{thai_digits(share)}%"
    figures = bar.figures or f"{thai_digits(bar.part)}/{thai_digits(bar.whole)}  {shown}"
    figures += " ›" if bar.choice else ""
    note = _words(bar.note, size="sm", color=COLOURS[bar.note_tone], align="end") | {"flex": 0}
    names = _box(
        [
            _words(bar.label, size="sm", color=INK) | {"flex": 1},
            *([note] if bar.note else []),
            _words(figures, size="sm", color=GREY, align="end") | {"flex": 0},  # so wide as they are, no wider
        ],
        "horizontal",
    ) | {"spacing": "md"}
    thick = {"height": "8px", "cornerRadius": "4px"}
    filled = [_box([]) | thick | {"width": f"{share}%", "backgroundColor": COLOURS[bar.tone]}] if share else []
    track = _box(filled, "horizontal") | thick | {"backgroundColor": TRACK, "margin": "xs"}
    box = _box([names, track]) | {"margin": "md"}
    return box | {"action": action(bar.choice, BUTTON_LABEL)} if bar.choice else box


def _button(choice: Choice) -> Json:
    drawn: Json = {"type": "button", "height": "sm", "action": action(choice, BUTTON_LABEL)}
    if choice.strong:
        return drawn | {"style": "primary", "color": COLOURS["good"]}
    return drawn | {"style": "secondary"}
