"""Reply tokens and retry keys: what works once, and for how long (LINE-PLATFORM.md, "Sending out")."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass
class _Token:
    chat: str
    made: float
    ends: float | None = None
    used: bool = False


class ReplyTokens:
    """Single use, one minute after the webhook was received; a redelivery renews the minute."""

    def __init__(self, elapsed: Callable[[], float], seconds: float, event_seconds: float) -> None:
        self._elapsed = elapsed
        self._seconds = seconds
        self._event_seconds = event_seconds
        self._tokens: dict[str, _Token] = {}

    def add(self, token: str, chat: str) -> None:
        """Know a token that belongs to a chat; it works from its first posting on."""
        self._tokens[token] = _Token(chat, self._elapsed())

    def posted(self, token: str) -> None:
        """The webhook is on its way: the minute starts, again for a redelivery within 20 minutes of the event."""
        known = self._tokens.get(token)
        if known is None or known.used:
            return
        now = self._elapsed()
        if known.ends is None or now - known.made <= self._event_seconds:
            known.ends = now + self._seconds

    def chat_of(self, token: str) -> str | None:
        """The chat a usable token answers into, or None if it is unknown, used or expired."""
        known = self._tokens.get(token)
        if known is None or known.used or known.ends is None or self._elapsed() > known.ends:
            return None
        return known.chat

    def use(self, token: str) -> None:
        """Mark the token as used."""
        self._tokens[token].used = True


@dataclass
class Accepted:
    """What an accepted retry key answers the next time."""

    request_id: str
    sent_messages: list[Any] | None
    at: float = field(default=0.0)


class RetryKeys:
    """Keys of accepted requests, remembered for 24 hours of real time."""

    def __init__(self, elapsed: Callable[[], float], seconds: float) -> None:
        self._elapsed = elapsed
        self._seconds = seconds
        self._keys: dict[str, Accepted] = {}

    def seen(self, key: str) -> Accepted | None:
        """The acceptance of this key if it is younger than 24 hours."""
        accepted = self._keys.get(key.lower())
        if accepted is None or self._elapsed() - accepted.at > self._seconds:
            return None
        return accepted

    def accept(self, key: str, request_id: str, sent_messages: list[Any] | None) -> None:
        """Remember that a request with this key was accepted."""
        self._keys[key.lower()] = Accepted(request_id, sent_messages, self._elapsed())
