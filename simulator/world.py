"""The state of the simulated platform: people, groups, messages, calls and deliveries, in memory behind one lock."""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from simulator import ids
from simulator.bodies import Json
from simulator.clock import Clock
from simulator.settings import Settings
from simulator.tickets import ReplyTokens, RetryKeys

KEPT_RECORDS = 500


@dataclass
class Person:
    """A LINE user: a friend of the bot, a blocker, or somebody who only wrote to it."""

    user_id: str
    name: str
    label: str
    picture: str | None
    friend: bool = False
    blocked: bool = False
    wrote_at: float | None = None
    rich_menu: str | None = None


@dataclass
class Group:
    """A group chat with its members; `joined` says whether the bot is in it."""

    group_id: str
    name: str
    members: list[str] = field(default_factory=list)
    joined: bool = False


@dataclass
class Message:
    """One bubble of a chat as the page shows it; `n` is its place, `version` its last change."""

    n: int
    version: int
    message_id: str
    chat: str
    sender: str | None
    kind: str
    body: Json
    via: str
    at: int
    event_id: str | None = None
    unsent: bool = False


@dataclass
class Content:
    """The bytes of a photo or file a person sent; `gone` after unsending."""

    data: bytes
    media_type: str
    file_name: str | None = None
    gone: bool = False


@dataclass
class Delivered:
    """A message request that reached people, kept for counting what arrived."""

    request_id: str
    via: str
    retry_key: str | None
    to: list[str]
    messages: list[Json]
    message_ids: list[str]
    at: int


class World:
    """All state. Whoever reads or changes more than one thing holds `lock` meanwhile."""

    def __init__(
        self, settings: Settings, clock: Clock | None = None, elapsed: Callable[[], float] = time.monotonic
    ) -> None:
        self.lock = threading.RLock()
        self.boot = ids.token()[:12]
        self.settings = settings
        self.clock = clock or Clock(settings.clock_start)
        self.elapsed = elapsed
        self.version = 0
        self.people: dict[str, Person] = {}
        self.groups: dict[str, Group] = {}
        self.messages: list[Message] = []
        self.contents: dict[str, Content] = {}
        self.delivered: list[Delivered] = []
        self.calls: deque[Json] = deque(maxlen=KEPT_RECORDS)
        self.webhooks: deque[Json] = deque(maxlen=KEPT_RECORDS)
        self.acknowledged: dict[str, int] = {}  # event id -> how often it was answered with 2xx; all of them
        self.loading: dict[str, float] = {}
        self.quota_limit = settings.quota
        self.quota_used = 0
        self.reply_tokens = ReplyTokens(elapsed, settings.reply_token_seconds, settings.reply_token_event_seconds)
        self.retry_keys = RetryKeys(elapsed, settings.retry_key_seconds)

    def touch(self) -> int:
        """The next version number: pages that saw a smaller one ask for the difference."""
        self.version += 1
        return self.version

    def person(self, user_id: str, name: str, label: str = "", picture: str | None = None) -> Person:
        """Add a person who is not yet a friend, or rename a known one."""
        with self.lock:
            person = self.people.get(user_id) or Person(user_id, name, label, picture)
            person.name, person.label, person.picture = name, label, picture
            self.touch()
            self.people[user_id] = person
            return person

    def show(
        self,
        chat: str,
        sender: str | None,
        kind: str,
        body: Json,
        via: str,
        message_id: str,
        event_id: str | None = None,
    ) -> Message:
        """Put one bubble into a chat; sender None is the bot."""
        with self.lock:
            version = self.touch()
            message = Message(
                version, version, message_id, chat, sender, kind, body, via, self.clock.now_ms(), event_id
            )
            self.messages.append(message)
            if sender is None:
                self.loading.pop(chat, None)
            return message

    def find_message(self, message_id: str) -> Message | None:
        """The bubble of that id, newest first."""
        with self.lock:
            return next((one for one in reversed(self.messages) if one.message_id == message_id), None)

    def reachable(self, user_id: str) -> bool:
        """Whether a message to this id arrives and counts: friends, and for 7 days those who wrote 1:1."""
        person = self.people.get(user_id)
        if person is None or person.blocked:
            return False
        recently = person.wrote_at is not None and (
            self.elapsed() - person.wrote_at <= self.settings.stranger_push_seconds
        )
        return person.friend or recently

    def record_call(self, call: Json) -> None:
        """Remember an API call for the page and the tests."""
        with self.lock:
            self.calls.append({**call, "n": self.touch()})

    def record_webhook(self, delivery: Json) -> None:
        """Remember one webhook delivery with the status the bot gave."""
        with self.lock:
            if 200 <= delivery["status"] < 300:
                event_id = delivery["webhookEventId"]
                self.acknowledged[event_id] = self.acknowledged.get(event_id, 0) + 1
            self.webhooks.append({**delivery, "n": self.touch()})

    def as_json(self, since: int, menu_of: Callable[[str], str | None]) -> Json:
        """What is newer than version `since`, in the form of GET /simulator/state; `menu_of` knows rich menus."""
        with self.lock:
            return {
                "boot": self.boot,
                "version": self.version,
                "now": self.clock.now_ms(),
                "people": [
                    {
                        "user_id": person.user_id,
                        "name": person.name,
                        "label": person.label,
                        "picture": person.picture,
                        "friend": person.friend,
                        "blocked": person.blocked,
                        "rich_menu": menu_of(person.user_id),
                    }
                    for person in self.people.values()
                ],
                "groups": [
                    {
                        "group_id": group.group_id,
                        "name": group.name,
                        "members": group.members,
                        "joined": group.joined,
                    }
                    for group in self.groups.values()
                ],
                "messages": [_message_json(one, self.groups) for one in self.messages if one.version > since],
                "quota": {"limit": self.quota_limit, "used": self.quota_used},
                "loading": [chat for chat, until in self.loading.items() if until > self.elapsed()],
                "calls": [call for call in self.calls if call["n"] > since],
                "webhooks": [delivery for delivery in self.webhooks if delivery["n"] > since],
            }


def _message_json(message: Message, groups: dict[str, Group]) -> Json:
    in_group = message.chat in groups
    return {
        "n": message.n,
        "message_id": message.message_id,
        "user_id": message.sender if in_group else message.chat,
        "group": message.chat if in_group else None,
        "from": "bot" if message.sender is None else "person",
        "kind": message.kind,
        "message": {} if message.unsent else message.body,
        "via": message.via,
        "at": message.at,
        "unsent": message.unsent,
    }
