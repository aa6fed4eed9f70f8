"""A desk to speak at: a person's doing becomes a raw webhook event, goes through the real inbox, worker and
handlers with everything reloaded, and what the bot queued comes back. Every body is held against LINE's limits."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from bot import line_draw
from bot.worker import work_one
from models import dispatch, inbox
from models.database import Database
from models.dispatch import Result
from models.post_tables import InboundEvent, Outgoing
from models.say import Card, Choice, Message, Text, as_text, from_json
from models.tables import Organisation
from scheduler import ladder
from simulator import rules
from tests.cast import line_id
from tests.openapi import problems_in_messages

GROUP = "C" + "1" * 32


class FakeDesk:
    """Keeps the last buttons each person saw, so that a test can tap by label."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._numbers = itertools.count(1)
        self.seen: dict[str, list[Choice]] = {}
        self.sent_ids: dict[str, list[tuple[str, str]]] = {}  # (text or type, id) of each message of a person
        self.shown_ids: dict[str, list[tuple[str, str]]] = {}  # (as text, id) of each message of the bot
        with db.read() as session:
            self.organisation_id = session.scalars(select(Organisation.id).order_by(Organisation.id)).first() or 1

    # --- what a person does

    def say(self, who: str, text: str, at: datetime, quoted: str = "", message_id: str = "") -> list[Message]:
        """Type a text, perhaps as an answer to the message of an id."""
        message = {"id": message_id or self._id(), "type": "text", "text": text}
        return self.event(who, at, "message", message=message | ({"quotedMessageId": quoted} if quoted else {}))

    def tap(self, who: str, label: str, at: datetime, picked: str = "") -> list[Message]:
        """Tap the newest button of that label that the person has been shown."""
        choice = next((c for c in reversed(self.seen.get(who, [])) if c.label == label), None)
        assert choice is not None, f"{who} sees no button '{label}', only {[c.label for c in self.seen.get(who, [])]}"
        postback: dict[str, Any] = {"data": choice.send}
        if picked:
            postback["params"] = {"date": picked}
        return self.event(who, at, "postback", postback=postback)

    def photo(self, who: str, at: datetime, message_id: str = "", image_set: Any = None) -> list[Message]:
        """Send a photo."""
        message = {"id": message_id or self._id(), "type": "image", "contentProvider": {"type": "line"}}
        return self.event(who, at, "message", message=message | ({"imageSet": image_set} if image_set else {}))

    def photos(self, who: str, count: int, at: datetime) -> list[Message]:
        """Send several photos together; gives all that the bot answers."""
        set_id = self._id()
        sets = [{"id": set_id, "index": n, "total": count} for n in range(1, count + 1)]
        return [m for one in sets for m in self.photo(who, at, image_set=one)]

    def unsend(self, who: str, message_id: str, at: datetime) -> None:
        """Take an own message back. LINE gives this event no reply token."""
        self.event(who, at, "unsend", unsend={"messageId": message_id}, replyToken=None)

    def file(self, who: str, name: str, size: int, at: datetime) -> list[Message]:
        """Send a file."""
        message = {"id": self._id(), "type": "file", "fileName": name, "fileSize": size}
        return self.event(who, at, "message", message=message)

    def sticker(self, who: str, at: datetime) -> list[Message]:
        """Send a sticker."""
        message = {"id": self._id(), "type": "sticker", "packageId": "1", "stickerId": "2"}
        return self.event(who, at, "message", message=message)

    def in_group(self, who: str, text: str, at: datetime, kind: str = "message") -> list[Message]:
        """Type a text in the group; `@บอท` in it mentions the bot. The body is not kept, whatever it was."""
        message: dict[str, Any] = {"id": self._id(), "type": "text", "text": text}
        if "@บอท" in text:
            named = {
                "index": text.index("@บอท"),
                "length": 4,
                "type": "user",
                "userId": "U" + "0" * 32,
                "isSelf": True,
            }
            message["mention"] = {"mentionees": [named]}
        source = {"type": "group", "groupId": GROUP, "userId": line_id(who)}
        content = {"message": message} if kind.startswith("message") else {}
        answered = self.event(who, at, kind, source=source, **content)
        with self.db.read() as session:
            assert not session.scalars(select(InboundEvent.event_id).where(InboundEvent.body.contains(GROUP))).all()
        return answered

    def event(self, who: str, at: datetime, kind: str, **fields: Any) -> list[Message]:
        """One webhook event of a person, stored and applied; gives what the bot answers."""
        number = next(self._numbers)
        event = {
            "type": kind,
            "mode": "active",
            "timestamp": int(at.timestamp() * 1000),
            "source": {"type": "user", "userId": line_id(who)},
            "webhookEventId": f"event-{number}",
            "deliveryContext": {"isRedelivery": False},
            "replyToken": f"token-{number}",
        } | fields
        if kind == "message":
            self.sent_ids.setdefault(who, []).append(
                (fields["message"].get("text", fields["message"]["type"]), fields["message"]["id"])
            )
        with self.db.write() as session:
            inbox.store(session, self.organisation_id, [event], at)
        self.work(at)
        with self.db.read() as session:
            failed = session.scalars(select(InboundEvent.error).where(InboundEvent.state == "failed")).all()
            assert not failed, failed
        return self.answers(who, f"token-{number}", at)

    def work(self, at: datetime) -> None:
        """Apply every stored event."""
        while work_one(self.db, self.organisation_id, _link, lambda: at):
            pass

    # --- what the bot says

    def tick(self, at: datetime) -> tuple[list[ladder.Line], dict[str, list[Message]]]:
        """Run the ladder; gives its lines, and the pushes by LINE id."""
        with self.db.write() as session:
            lines = ladder.tick(session, self.organisation_id, at, at)
        pushed: dict[str, list[Message]] = {}
        with self.db.write() as session:
            for row in session.scalars(select(Outgoing).where(Outgoing.id.in_([o.outgoing_id for o in lines]))):
                pushed[row.line_id] = self._checked(row)
                dispatch.record(session, row.id, self._accepted(row.line_id, pushed[row.line_id]), at)
        return lines, pushed

    def pushed(self, at: datetime) -> dict[str, list[Message]]:
        """What was pushed at once because somebody did something, by LINE id; it is delivered."""
        found: dict[str, list[Message]] = {}
        due = (Outgoing.kind == "push", Outgoing.state == "pending", Outgoing.next_try_at <= at)
        with self.db.write() as session:
            for row in session.scalars(select(Outgoing).where(*due).order_by(Outgoing.created_at, Outgoing.id)):
                found.setdefault(row.line_id, []).extend(shown := self._checked(row))
                dispatch.record(session, row.id, self._accepted(row.line_id, shown), at)
        return found

    def answers(self, who: str, token: str, at: datetime) -> list[Message]:
        """What was queued on a reply token, which is delivered."""
        messages: list[Message] = []
        with self.db.write() as session:
            for row in session.scalars(
                select(Outgoing).where(Outgoing.reply_token == token, Outgoing.next_try_at <= at)
            ):
                messages += (shown := self._checked(row))
                dispatch.record(session, row.id, self._accepted(row.line_id, shown), at)
        self.remember(who, messages)
        return messages

    def due(self, who: str, at: datetime) -> list[Message]:
        """The replies to a person that are due and not given yet, which are delivered."""
        messages: list[Message] = []
        due = (Outgoing.line_id == line_id(who), Outgoing.state == "pending", Outgoing.next_try_at <= at)
        with self.db.write() as session:
            for row in session.scalars(select(Outgoing).where(*due, Outgoing.kind == "reply")):
                messages += (shown := self._checked(row))
                dispatch.record(session, row.id, self._accepted(row.line_id, shown), at)
        self.remember(who, messages)
        return messages

    def remember(self, who: str, messages: Sequence[Message]) -> None:
        """Keep the buttons that a person sees."""
        for message in messages:
            if isinstance(message, Text):
                shown = list(message.choices)
            else:
                tapped = [*(r.choice for r in message.rows), *(b.choice for b in message.bars)]
                shown = [choice for choice in tapped if choice] + list(message.buttons)
            self.seen.setdefault(who, []).extend(shown)

    def _accepted(self, line_id: str, messages: Sequence[Message]) -> Result:
        """LINE took the messages and gave them ids."""
        ids = [self._id() for _ in messages]
        self.shown_ids.setdefault(line_id, []).extend(zip(map(as_text, messages), ids, strict=True))
        return Result("sent", message_ids=tuple(ids))

    def _checked(self, row: Outgoing) -> list[Message]:
        messages = list(from_json(row.messages))
        check_body(messages)
        return messages

    def _id(self) -> str:
        return str(500000000000000000 + next(self._numbers))


def check_body(messages: Sequence[Message]) -> list[dict[str, Any]]:
    """Render messages and hold them against the stand-in's rules and LINE's own description; gives the body."""
    body: list[dict[str, Any]] = json.loads(line_draw.render(messages))
    assert list(rules.REQUESTS["validate"].check({"messages": body}, ())) == []
    assert problems_in_messages(body) == []
    return body


def _link(link_id: str) -> str:
    return f"https://bot.example/files/{'x' * len(link_id)}?openExternalBrowser=1"


__all__ = ["Card", "FakeDesk", "Text", "check_body"]
