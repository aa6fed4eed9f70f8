"""Ids in raw events: what can be used is read, what is strange is left out and never an error."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.line_events import read_event
from models import inbox

NOW = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
SET = {"id": "S", "index": 1, "total": 3}


def event(message: dict[str, Any]) -> dict[str, Any]:
    return {"type": "message", "source": {"type": "user", "userId": "U1"}, "message": message}


@pytest.mark.parametrize("strange", [None, 5, "", "x" * 65, "ก", "a\n", ["1"], {"id": "1"}])
def test_a_strange_id_is_left_out(strange: Any) -> None:
    text = read_event(event({"type": "text", "text": "ก", "id": strange, "quotedMessageId": strange}), NOW)
    assert text is not None
    assert (text.message_id, text.quoted) == ("", "")
    assert inbox.message_of(event({"id": strange})) == ""
    assert inbox.message_of({"type": "unsend", "unsend": {"messageId": strange}}) == ""


@pytest.mark.parametrize(
    ("image_set", "read"),
    [
        (SET, ("S", 3)),
        (SET | {"total": 1}, ("", 0)),
        (SET | {"total": "3"}, ("", 0)),
        (SET | {"total": 10**9}, ("", 0)),
        ({"id": "S"}, ("", 0)),
        (SET | {"id": 7}, ("", 0)),
        ("S", ("", 0)),
        (None, ("", 0)),
    ],
)
def test_a_set_without_its_size_is_single_photos(image_set: Any, read: tuple[str, int]) -> None:
    photo = read_event(event({"type": "image", "id": "1", "imageSet": image_set}), NOW)
    assert photo is not None
    assert (photo.set_id, photo.set_total) == read


def test_what_is_neither_text_nor_file_says_what_it_is() -> None:
    kinds = ["sticker", "audio", "video", "location"]
    found = [read_event(event({"type": kind, "id": "1"}), NOW) for kind in kinds]
    assert [f.media for f in found if f] == kinds
