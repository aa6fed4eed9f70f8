"""LINE's webhook: the signature over the raw bytes, and one raw event as an Incoming.

No SDK here: its parser drops the text, user and token of an event with one unknown field, and raises for a whole
batch on an unknown mode (LINE-PLATFORM.md, "SDK 3.27 facts").
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from handlers.groups import Heard
from handlers.incoming import Incoming
from models import inbox

LONGEST_ID = 64  # what the tables hold
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_OTHERS = ("sticker", "audio", "video", "location")


def signature_is_right(body: bytes, signature: str | None, channel_secrets: Iterable[str]) -> bool:
    """Whether the signature is base64(HMAC-SHA256(secret, raw body)) for one of the secrets.

    Compared in constant time; a missing signature is wrong (LINE-PLATFORM.md, "Webhook in").
    """
    if not signature:
        return False
    given = signature.encode("utf-8", "replace")
    made = [base64.b64encode(hmac.new(s.encode(), body, hashlib.sha256).digest()) for s in channel_secrets]
    return any([hmac.compare_digest(one, given) for one in made])


def read_event(event: Any, at: datetime) -> Incoming | None:
    """One raw event of a 1:1 chat as an Incoming, or None when the bot has nothing to do with it.

    `at` is when it happened. Groups (`read_group`), a standby channel, unknown types and half events give None; they
    stay in the inbox as they came.
    """
    if not isinstance(event, dict) or event.get("mode", "active") != "active":
        return None
    source = event.get("source")
    if not isinstance(source, dict) or source.get("type") != "user" or not _id_in(source, "userId"):
        return None
    line_id = _id_in(source, "userId")
    token = event.get("replyToken") if _is_id(event.get("replyToken")) else None
    match event.get("type"):
        case "message":
            return _message(event.get("message"), line_id, at, token)
        case "postback":
            return _postback(event.get("postback"), line_id, at, token)
        case "follow":
            return Incoming("follow", line_id, at, token)
        case "unfollow":
            return Incoming("unfollow", line_id, at)
        case "unsend":
            message_id = inbox.message_of(event)
            return Incoming("unsend", line_id, at, message_id=message_id) if message_id else None
    return None


def is_group(event: Any) -> bool:
    """Whether an event comes from a group or room, whose chatter is not kept."""
    source = event.get("source") if isinstance(event, dict) else None
    return isinstance(source, dict) and source.get("type") in ("group", "room")


def read_group(event: Any, at: datetime) -> Heard | None:
    """What may concern the bot in a group or room: that it was let in, or a text. None for all the rest: postbacks,
    edits, members who come and go, a standby channel, an event that cannot be answered."""
    if not is_group(event) or event.get("mode", "active") != "active":
        return None
    source, token = event["source"], event.get("replyToken")
    group_id = _id_in(source, f"{source['type']}Id")
    if not group_id or not _is_id(token):
        return None
    if event.get("type") == "join":
        return Heard("join", group_id, at, token)
    message = event.get("message")
    if event.get("type") != "message" or not isinstance(message, dict) or message.get("type") != "text":
        return None
    text = message.get("text")
    return (
        Heard("text", group_id, at, token, printable(text), _mentions_us(message)) if isinstance(text, str) else None
    )


def _mentions_us(message: Mapping[str, Any]) -> bool:
    mention = message.get("mention")
    named = mention.get("mentionees") if isinstance(mention, dict) else None
    return isinstance(named, list) and any(isinstance(one, dict) and one.get("isSelf") is True for one in named)


def _is_id(value: Any) -> bool:
    """Whether a value can be an id or a token of LINE's: printable ASCII of a sane length."""
    return isinstance(value, str) and 0 < len(value) <= 500 and value.isascii() and value.isprintable()


def _id_in(fields: Mapping[str, Any], name: str) -> str:
    """An id that the tables can hold, or ""."""
    value = fields.get(name)
    return str(value) if _is_id(value) and len(str(value)) <= LONGEST_ID else ""


def _message(message: Any, line_id: str, at: datetime, token: str | None) -> Incoming | None:
    if not isinstance(message, dict):
        return None
    kind = message.get("type")
    message_id = _id_in(message, "id")
    if kind == "text" and isinstance(message.get("text"), str):
        return Incoming(
            "text",
            line_id,
            at,
            token,
            text=printable(message["text"]),
            message_id=message_id,
            quoted=_id_in(message, "quotedMessageId"),
        )
    if kind in ("image", "file") and message_id and _held_by_line(message):
        name, size = message.get("fileName"), message.get("fileSize")
        set_id, set_total = _image_set(message.get("imageSet"))
        return Incoming(
            "file",
            line_id,
            at,
            token,
            message_id=message_id,
            file_name=printable(name) if isinstance(name, str) else "",
            file_size=size if isinstance(size, int) else None,
            set_id=set_id,
            set_total=set_total,
        )
    return Incoming("other", line_id, at, token, media=kind) if kind in (*_OTHERS, "image", "file") else None


def _image_set(image_set: Any) -> tuple[str, int]:
    """The id of the set that a photo belongs to and how many are in it; ("", 0) when it was sent alone."""
    set_id = _id_in(image_set, "id") if isinstance(image_set, dict) else ""
    total = image_set.get("total") if set_id else 0  # missing where LINE cannot say (a few phones)
    return (set_id, total) if isinstance(total, int) and 1 < total <= 100 else ("", 0)


def _held_by_line(message: Mapping[str, Any]) -> bool:
    provider = message.get("contentProvider")
    return not isinstance(provider, dict) or provider.get("type", "line") == "line"


def _postback(postback: Any, line_id: str, at: datetime, token: str | None) -> Incoming | None:
    if not isinstance(postback, dict) or not isinstance(postback.get("data"), str):
        return None
    params = postback.get("params")
    picked = params.get("date") if isinstance(params, dict) else None
    return Incoming(
        "tap",
        line_id,
        at,
        token,
        tap=printable(unquote(postback["data"])),
        picked=printable(picked) if isinstance(picked, str) else "",
    )


def printable(text: str) -> str:
    """The text without control characters and halves of letters, which no database or sheet can hold."""
    return _UNPRINTABLE.sub("", text)
