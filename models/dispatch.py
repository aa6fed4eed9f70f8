"""Dispatch: which message of the outbox is sent next, and what became of a try (scheduler/delivery.py calls LINE).

A row's id is LINE's retry key and exists before the first try; so does its rendered body, because what LINE may have
taken must be sent again as the same bytes (LINE-PLATFORM.md, "Retries").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.post_tables import Outgoing, SentMessage
from models.say import Message, from_json, to_json

LEASE = timedelta(seconds=60)  # longer than any call may take
REPLY_LEASE = timedelta(seconds=20)  # so too, and short enough to try again while the token lives
KEY_LIVES = timedelta(hours=23)  # LINE forgets a retry key after 24 hours; we stop before
REPLY_LIVES = timedelta(seconds=50)  # a reply token lives one minute
BACKOFF = (5, 15, 60, 300, 900, 3600)  # seconds

Look = Callable[[Session, Outgoing], timedelta | None]
Render = Callable[[Sequence[Message]], bytes]
Outcome = Literal["sent", "again", "dead", "token_dead", "quota"]


@dataclass(frozen=True)
class Result:
    """What one try at LINE gave. `unclear`: it may have been accepted although no answer came. `message_ids`: what
    LINE calls the messages that it took, in their order."""

    outcome: Outcome
    request_id: str = ""
    error: str = ""
    unclear: bool = False
    message_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Parcel:
    """A claimed message, ready to send outside any transaction."""

    id: str
    kind: Literal["reply", "push"]
    line_id: str
    reply_token: str
    body: bytes
    attempts: int


def claim(
    session: Session,
    organisation_id: int,
    now: datetime,
    render: Render,
    only: Literal["reply", "push"] | None = None,
    look: Look = lambda _session, _row: None,
) -> Parcel | None:
    """Take the next message that is due: replies first, then pushes, one person's in order.

    Renders and stores the body before the first try. A row that cannot be rendered is dead, with its error.
    A lease keeps other senders away until the try must be over. `look` sees a push again before each try.
    """
    earlier = Outgoing.__table__.alias("earlier")
    blocked = (
        select(earlier.c.id)
        .where(
            earlier.c.organisation_id == Outgoing.organisation_id,
            earlier.c.line_id == Outgoing.line_id,
            earlier.c.kind == Outgoing.kind,  # a push that backs off must not hold up a reply
            earlier.c.state == "pending",
            or_(earlier.c.attempts > 0, earlier.c.next_try_at <= now),  # what waits for its hour is not in the way
            or_(
                earlier.c.created_at < Outgoing.created_at,
                (earlier.c.created_at == Outgoing.created_at) & (earlier.c.id < Outgoing.id),
            ),
        )
        .exists()
    )
    query = (
        select(Outgoing)
        .where(
            Outgoing.organisation_id == organisation_id,
            Outgoing.state == "pending",
            Outgoing.next_try_at <= now,
            or_(Outgoing.lease_until.is_(None), Outgoing.lease_until <= now),
            ~blocked,
        )
        .order_by((Outgoing.kind == "reply").desc(), Outgoing.created_at, Outgoing.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if only:
        query = query.where(Outgoing.kind == only)
    while row := session.scalar(query):
        if row.lease_until and not _unclear(row):
            row.error = "unclear: who sent it did not come back"
        if row.kind == "reply" and now - row.created_at > REPLY_LIVES:
            _too_late(row, now)
            _let_go(row)
            session.flush()
            continue
        if not maybe_taken(row):
            row.first_try_at = None  # a key that LINE has surely not taken does not age
        if row.first_try_at and now - row.first_try_at > KEY_LIVES:
            row.state, row.error = "unknown", "its retry key is too old to try again safely"
            _let_go(row)
            session.flush()
            continue
        if row.kind == "push" and (wait := look(session, row)) is not None:
            row.next_try_at = now + wait
            session.flush()
            continue
        if row.state != "pending":
            session.flush()
            continue
        if row.body is None:
            try:
                row.body = render(from_json(row.messages))
            except ValueError as problem:
                row.state, row.error = "dead", f"cannot be drawn: {type(problem).__name__}"
                _let_go(row)
                session.flush()
                continue
        row.lease_until = now + (REPLY_LEASE if row.kind == "reply" else LEASE)
        row.attempts += 1
        row.first_try_at = row.first_try_at or now
        session.flush()
        kind: Literal["reply", "push"] = "reply" if row.kind == "reply" else "push"
        return Parcel(row.id, kind, row.line_id, row.reply_token or "", row.body, row.attempts)
    return None


def _too_late(row: Outgoing, now: datetime) -> None:
    """A reply whose token has died waits for the next one, and what is worth a push is pushed. One that LINE may have
    taken would arrive twice: a person decides."""
    if _unclear(row):
        row.state, row.lease_until = "unknown", None
        return
    worth = any(message.get("worth_a_push") for message in row.messages)
    if not worth or row.person_id is None:
        row.state = "waiting"
        return
    row.kind, row.reply_token, row.body = "push", None, None
    row.attempts, row.first_try_at, row.next_try_at = 0, None, now


def maybe_taken(row: Outgoing) -> bool:
    """Whether LINE may have taken a message: an unclear answer, or a sender that ended in the middle of a try."""
    return _unclear(row) or row.lease_until is not None or (row.attempts > 0 and row.error is None)


def _unclear(row: Outgoing) -> bool:
    """Whether the last answer left open if LINE took a message."""
    return bool(row.error and row.error.startswith("unclear"))


def record(session: Session, parcel_id: str, result: Result, now: datetime) -> None:
    """Write down what a try gave. A dead token after an unclear try means that the try worked
    (LINE-PLATFORM.md, "Retries"); otherwise the reply waits for the next one."""
    row = session.get_one(Outgoing, parcel_id, with_for_update=True)
    if row.state != "pending":  # another sender took over when our lease ran out, and has finished
        return
    was_unclear = _unclear(row)
    row.lease_until = None
    row.request_id = result.request_id or row.request_id
    unclear = result.unclear or (was_unclear and result.outcome != "sent")  # a clear refusal later says nothing of it
    row.error = (("unclear: " if unclear else "") + result.error)[:2000] or None
    for position, message_id in enumerate(result.message_ids):
        sent = SentMessage(
            organisation_id=row.organisation_id, message_id=message_id, outgoing_id=row.id, position=position
        )
        session.merge(sent)
    if result.outcome == "sent" or (result.outcome == "token_dead" and was_unclear):
        row.state, row.sent_at = "sent", now
    elif result.outcome == "token_dead":
        _too_late(row, now)
    elif result.outcome == "dead":
        row.state = "dead"
    elif result.outcome == "quota":
        row.state = "held"
    else:
        wait = BACKOFF[min(row.attempts, len(BACKOFF)) - 1]
        row.next_try_at = now + timedelta(seconds=2 if row.kind == "reply" else wait)
    _let_go(row)


def _let_go(row: Outgoing) -> None:
    """Forget whom a finished message went to, when it was nobody who has joined: a stranger, or who has just left.
    Such a reply waits for no next one."""
    if row.person_id is None and row.state != "pending":
        row.line_id = ""
        if row.state == "waiting":
            row.state, row.error = "dead", row.error or "too late"


def drop(row: Outgoing, why: str) -> None:
    """Send a push no more, because nobody wants it; one that LINE may have taken is not asked for again."""
    row.state, row.error, row.lease_until = "dropped", why, None


def reword(row: Outgoing, messages: Sequence[Message]) -> None:
    """Change what a message says, as long as LINE has surely not taken it: then its key stands for the bytes."""
    row.messages, row.body = to_json(messages), None


def release(session: Session, organisation_id: int, now: datetime) -> int:
    """Queue again the pushes that were held because the quota was used up; gives how many."""
    rows = session.scalars(
        select(Outgoing).where(Outgoing.organisation_id == organisation_id, Outgoing.state == "held")
    ).all()
    for row in rows:
        row.state, row.next_try_at = "pending", now
    return len(rows)
