"""Delivers webhooks to the bot in the background: signed, in order per chat, repeated when not answered 2xx."""

import base64
import hashlib
import hmac
import json
import logging
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import requests

from simulator.bodies import Json
from simulator.faults import Faults
from simulator.world import World

log = logging.getLogger(__name__)
THREADS = 4
SHUFFLE_SECONDS = 0.4


def sign(secret: str, raw: bytes) -> str:
    """The x-line-signature of a body: base64 of HMAC-SHA256 (LINE-PLATFORM.md, "Webhook in")."""
    return base64.b64encode(hmac.new(secret.encode(), raw, hashlib.sha256).digest()).decode()


@dataclass(order=True)
class _Item:
    due: float
    order: int
    events: list[Json] = field(compare=False)
    attempt: int = field(compare=False, default=0)
    redelivery: bool = field(compare=False, default=False)


class Sender:
    """A few threads, one queue per chat. Events of a chat go one after another; repeats hold nothing up."""

    def __init__(self, world: World, faults: Faults) -> None:
        self._world = world
        self._faults = faults
        self._settings = world.settings
        self._wake = threading.Condition()
        self._lanes: dict[str, list[_Item]] = {}
        self._busy: set[str] = set()
        self._held: list[Json] = []
        self._order = 0
        self._stopping = False
        self._threads: list[threading.Thread] = []
        self.sent: dict[str, tuple[str, Json]] = {}

    def start(self) -> None:
        """Begin delivering."""
        for number in range(THREADS):
            thread = threading.Thread(target=self._work, name=f"webhook-{number}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Finish the deliveries that are on their way and end the threads."""
        with self._wake:
            self._stopping = True
            self._wake.notify_all()
        for thread in self._threads:
            thread.join(timeout=5)

    def pending(self) -> int:
        """How many deliveries are waiting or on their way."""
        with self._wake:
            return sum(map(len, self._lanes.values())) + len(self._busy) + len(self._held)

    def event(self, chat: str, event: Json) -> None:
        """Deliver one event of a chat, with the faults that are switched on."""
        faults = self._faults.webhook
        with self._wake:
            self.sent[event["webhookEventId"]] = (chat, event)
            if faults.hold:
                self._held.append(event)
                return
        delay = faults.delay
        with self._wake:
            # Every second event overtakes the one before it.
            if faults.out_of_order and self._order % 2 == 0:
                delay += SHUFFLE_SECONDS
        self._put(chat, [event], delay)
        if faults.twice:
            self._put(chat, [event], delay)

    def release(self) -> None:
        """Deliver all held events in one webhook, as LINE batches events of different chats."""
        with self._wake:
            events, self._held = self._held, []
        if events:
            self._put("batch", events, 0)

    def repeat(self, event_id: str, redelivery: bool) -> bool:
        """Deliver a past event again; False if there was none of that id."""
        known = self.sent.get(event_id)
        if known is None:
            return False
        chat, event = known
        self._put(chat, [event], 0, redelivery=redelivery)
        return True

    def post(self, raw: bytes, signature: str | None, session: requests.Session | None = None) -> tuple[int, str]:
        """POST a body to the bot; (status, answer), status 0 when there was none."""
        headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "LineBotWebhook/2.0"}
        if signature is not None:
            headers["x-line-signature"] = signature
        try:
            answer = (session or _session()).post(
                self._settings.bot_url,
                data=raw,
                headers=headers,
                timeout=self._faults.webhook.timeout,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            return 0, type(error).__name__
        return answer.status_code, answer.content[:2000].decode("utf-8", "replace")

    def body(self, events: list[Json]) -> bytes:
        """The webhook body for these events."""
        webhook = {"destination": self._settings.bot_user_id, "events": events}
        try:
            return json.dumps(webhook, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            # Half an emoji has no UTF-8 form; as an escape it is still JSON.
            return json.dumps(webhook).encode()

    def _put(self, lane: str, events: list[Json], delay: float, attempt: int = 0, redelivery: bool = False) -> None:
        with self._wake:
            self._order += 1
            item = _Item(time.monotonic() + delay, self._order, events, attempt, redelivery)
            waiting = self._lanes.setdefault(lane, [])
            waiting.append(item)
            waiting.sort()
            self._wake.notify()

    def _next(self) -> tuple[str, _Item] | None:
        """Wait for an item that is due in a lane nobody works on; None when stopping."""
        with self._wake:
            while not self._stopping:
                now = time.monotonic()
                free = [(items[0], lane) for lane, items in self._lanes.items() if items and lane not in self._busy]
                if free:
                    item, lane = min(free)
                    if item.due <= now:
                        self._lanes[lane].pop(0)
                        if not self._lanes[lane]:
                            del self._lanes[lane]
                        self._busy.add(lane)
                        return lane, item
                    self._wake.wait(item.due - now)
                else:
                    self._wake.wait()
        return None

    def _work(self) -> None:
        session = _session()
        while (taken := self._next()) is not None:
            lane, item = taken
            try:
                self._deliver(lane, item, session)
            except Exception:
                # One broken delivery must not end the thread that serves everybody else.
                log.exception("delivery of %s failed", [event.get("webhookEventId") for event in item.events])
            finally:
                with self._wake:
                    self._busy.discard(lane)
                    self._wake.notify_all()

    def _deliver(self, lane: str, item: _Item, session: requests.Session) -> None:
        events = [_as_delivered(event, item.redelivery) for event in item.events]
        raw = self.body(events)
        with self._world.lock:
            for event in events:
                if "replyToken" in event:
                    self._world.reply_tokens.posted(event["replyToken"])
        began = time.monotonic()
        status, answer = self.post(raw, sign(self._settings.channel_secret, raw), session)
        for event in events:
            self._world.record_webhook(
                {
                    "webhookEventId": event["webhookEventId"],
                    "type": event["type"],
                    "chat": lane,
                    "status": status,
                    "error": answer if status == 0 else None,
                    "redelivery": item.redelivery,
                    "attempt": item.attempt + 1,
                    "ms": round((time.monotonic() - began) * 1000),
                    "at": self._world.clock.now_ms(),
                }
            )
        delays = self._faults.webhook.redelivery_delays
        if not 200 <= status < 300 and self._faults.webhook.redelivery and item.attempt < len(delays):
            self._put(lane, item.events, delays[item.attempt], item.attempt + 1, redelivery=True)


def _session() -> requests.Session:
    session = requests.Session()
    # The bot is on this machine or named by address: no proxy of the environment stands between.
    session.trust_env = False
    return session


def _as_delivered(event: Json, redelivery: bool) -> dict[str, Any]:
    return {**event, "deliveryContext": {"isRedelivery": redelivery}}
