"""The inbox: webhook events as they came, each once, and what became of them.

Written in Core, because this is the hot path (RUNTIME-FACTS.md, "Databases").
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.post_tables import InboundEvent

KEPT = timedelta(days=30)  # how long the raw body of an applied event stays (DESIGN.md section 8)
ATTEMPTS = 10  # a passing fault of the database is tried again so often before the event is parked


def store(session: Session, organisation_id: int, events: Sequence[Any], now: datetime) -> int:
    """Store webhook events (raw JSON values); gives how many were new. A known id is passed over.

    An event without an id is keyed by its hash; one without a timestamp happened now.
    """
    rows = sorted((_row(organisation_id, event, now) for event in events), key=lambda row: str(row["event_id"]))
    if not rows:  # sorted, so that two processes that are given the same events cannot wait for one another
        return 0
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    made = dialect.insert(InboundEvent).on_conflict_do_nothing().returning(InboundEvent.event_id)
    return len(session.execute(made, rows).all())


def _row(organisation_id: int, event: Any, now: datetime) -> dict[str, Any]:
    body = json.dumps(event, ensure_ascii=False, sort_keys=True)
    if any("\ud800" <= letter <= "\udfff" for letter in body):  # half an emoji cannot be stored as UTF-8
        body = json.dumps(event, sort_keys=True)
    fields: Mapping[str, Any] = event if isinstance(event, dict) else {}
    event_id = fields.get("webhookEventId")
    if (
        not isinstance(event_id, str)
        or not 0 < len(event_id) <= 80
        or not (event_id.isascii() and event_id.isprintable())
    ):
        event_id = "sha256-" + hashlib.sha256(body.encode()).hexdigest()
    kind = fields.get("type")
    return {
        "organisation_id": organisation_id,
        "event_id": event_id,
        "occurred_at": _moment(fields.get("timestamp")) or now,
        "received_at": now,
        "kind": kind if isinstance(kind, str) and 0 < len(kind) <= 40 and kind.isascii() else None,
        "message_id": message_of(fields) or None,
        "body": body,
        "state": "new",
        "attempts": 0,
    }


def _moment(timestamp: Any) -> datetime | None:
    """The instant of LINE's timestamp (milliseconds), or None when it is none."""
    if isinstance(timestamp, bool) or not isinstance(timestamp, int | float) or not 0 < timestamp < 4e12:
        return None
    return datetime.fromtimestamp(timestamp / 1000, UTC)


def message_of(event: Mapping[str, Any]) -> str:
    """The id of the message that a raw event brings or takes back (unsend), or "" when it is about none."""
    holder, key = ("unsend", "messageId") if event.get("type") == "unsend" else ("message", "id")
    inside = event.get(holder)
    found = inside.get(key) if isinstance(inside, dict) else None
    good = isinstance(found, str) and 0 < len(found) <= 64 and found.isascii() and found.isprintable()
    return str(found) if good else ""


def was_unsent(session: Session, event: InboundEvent) -> bool:
    """Whether the message that an event brings has been taken back: the unsending may arrive first."""
    if event.message_id is None or event.kind == "unsend":
        return False
    taken_back = select(InboundEvent.event_id).where(
        InboundEvent.organisation_id == event.organisation_id,
        InboundEvent.message_id == event.message_id,
        InboundEvent.kind == "unsend",
    )
    return session.scalar(taken_back.limit(1)) is not None


def take_back(session: Session, organisation_id: int, message_id: str) -> str:
    """Blank the bodies of a message's events, applied or not; gives the text that stood there, "" when none did."""
    found = session.scalars(
        select(InboundEvent).where(
            InboundEvent.organisation_id == organisation_id,
            InboundEvent.message_id == message_id,
            InboundEvent.kind != "unsend",
            InboundEvent.body != "",
        )
    )
    text = ""
    for event in found:
        said = json.loads(event.body).get("message", {}).get("text")
        text = said if isinstance(said, str) else text
        event.body, event.state, event.error = "", "done", None  # a parked one must not be replayed
    return text


def next_new(session: Session, organisation_id: int) -> InboundEvent | None:
    """The unprocessed event that happened first.

    The caller has taken the organisation's turn, so that no other worker has an earlier one of the person in hand.
    """
    return session.scalar(
        select(InboundEvent)
        .where(InboundEvent.organisation_id == organisation_id, InboundEvent.state == "new")
        .order_by(InboundEvent.occurred_at, InboundEvent.event_id)
        .limit(1)
        .with_for_update()
    )


def done(event: InboundEvent, now: datetime, *, forget: bool = False) -> None:
    """Mark an event applied; `forget` blanks its body at once (a group that did not speak to us)."""
    event.state, event.done_at, event.error = "done", now, None
    if forget:
        event.body = ""


def failed(session: Session, organisation_id: int, event_id: str, error: str, *, passing: bool) -> bool:
    """Record a failure; a passing one is tried again a few times. Gives whether the event is now parked.

    Not when it is no longer waiting: another worker may have applied it after the connection of this one was lost.
    """
    event = session.get_one(InboundEvent, (organisation_id, event_id), with_for_update=True)
    if event.state != "new":
        return False
    event.attempts += 1
    event.error = error[:2000]
    if not passing or event.attempts >= ATTEMPTS:
        event.state = "failed"
    return event.state == "failed"


def replay(session: Session, organisation_id: int) -> int:
    """Put every parked event back in the queue; gives how many."""
    waiting = (InboundEvent.organisation_id == organisation_id, InboundEvent.state == "failed")
    ids = session.scalars(select(InboundEvent.event_id).where(*waiting)).all()
    session.execute(update(InboundEvent).where(*waiting).values(state="new", attempts=0))
    return len(ids)


def drop(session: Session, organisation_id: int, event_id: str, now: datetime) -> None:
    """Give up an event of a group that could not be applied: its body is not kept for a replay."""
    done(session.get_one(InboundEvent, (organisation_id, event_id)), now, forget=True)


def forget(session: Session, organisation_id: int, line_id: str, until: datetime) -> None:
    """Blank the bodies of the events up to a moment that name a LINE id, whose owner has left: applied or parked."""
    session.execute(
        update(InboundEvent)
        .where(
            InboundEvent.organisation_id == organisation_id,
            InboundEvent.occurred_at <= until,
            InboundEvent.body.contains(line_id, autoescape=True),
        )
        .values(body="", state="done", error=None)
    )


def blank_old(session: Session, organisation_id: int, now: datetime) -> None:
    """Blank the bodies of events that were received longer ago than they are kept, parked ones too; ids stay."""
    session.execute(
        update(InboundEvent)
        .where(
            InboundEvent.organisation_id == organisation_id,
            InboundEvent.state != "new",
            InboundEvent.received_at < now - KEPT,
            InboundEvent.body != "",
        )
        .values(body="", state="done")
    )
