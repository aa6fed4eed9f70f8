"""The outbox: messages to deliver, written in the transaction of what changed, sent by scheduler/delivery.py.

A row's id is LINE's retry key and exists before the first try; so does its rendered body, because a later try
must send the same bytes (LINE-PLATFORM.md, "Retries"). One person's messages go in order; a reply whose token
died leaves that order and rides on the next free reply.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Select, delete, func, or_, select, update
from sqlalchemy.orm import Session

from models.post_tables import Outgoing, SentMessage
from models.redaction import without
from models.say import Message, from_json, to_json
from models.tables import Person

MOST_MESSAGES = 5  # LINE takes at most five message objects in one request
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


def reply(
    session: Session,
    organisation_id: int,
    line_id: str,
    person_id: int | None,
    token: str | None,
    messages: Sequence[Message],
    now: datetime,
) -> None:
    """Queue a free reply. Replies that lost their token ride in front of it, as far as five messages allow.

    Without a token (an unfollow, a file refused later) the messages wait for the next reply.
    """
    if not messages and not token:
        return
    riders: list[Message] = []
    if token:
        for row in session.scalars(_of(organisation_id, line_id, "waiting").order_by(Outgoing.created_at)):
            carried = from_json(row.messages)
            room = MOST_MESSAGES - len(messages) - len(riders)
            if room <= 0:
                break
            riders += carried[:room]
            if carried[room:]:  # the rest rides on the reply after
                row.messages = to_json(carried[room:])
            else:
                row.state, row.sent_at = "merged", now
    if riders or messages:
        _put(session, organisation_id, line_id, person_id, token, [*riders, *messages], now)


def reply_in_group(
    session: Session, organisation_id: int, group_id: str, token: str, messages: Sequence[Message], now: datetime
) -> None:
    """Queue the answer to a group. One that came too late there is given up: nobody waits for old counts, and a
    group is never pushed to."""
    if messages:
        _put(session, organisation_id, group_id, None, token, messages, now)


def reply_unless_overtaken(
    session: Session,
    name: str,
    person: Person,
    token: str | None,
    messages: Sequence[Message],
    now: datetime,
    after: timedelta,
) -> None:
    """Queue a free reply that is given after a while, or as soon as the person does anything else (`hasten`), unless
    `overtaken` with its name comes first. What was given once under a name is not waited for again."""
    row_id = _named(name)
    if not token or session.get(Outgoing, row_id) is not None:
        reply(session, person.organisation_id, person.line_id, person.id, token, messages, now)
        return
    _put(session, person.organisation_id, person.line_id, person.id, token, messages, now, row_id=row_id)
    session.get_one(Outgoing, row_id).next_try_at = now + after


def overtaken(session: Session, name: str) -> None:
    """Take back the reply of that name, when it has not been given yet."""
    untried = (Outgoing.state == "pending", Outgoing.attempts == 0)
    session.execute(delete(Outgoing).where(Outgoing.id == _named(name), *untried))


def hasten(session: Session, organisation_id: int, line_id: str, now: datetime) -> None:
    """Give at once the replies to a person that waited for more to come."""
    session.execute(
        update(Outgoing)
        .where(
            Outgoing.organisation_id == organisation_id,
            Outgoing.line_id == line_id,
            Outgoing.kind == "reply",
            Outgoing.state == "pending",
            Outgoing.attempts == 0,
            Outgoing.next_try_at > now,
        )
        .values(next_try_at=now)
    )


def _named(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def tell_later(session: Session, person: Person, messages: Sequence[Message], now: datetime) -> str:
    """Let messages ride on the person's next free reply; gives the row's id."""
    return _put(session, person.organisation_id, person.line_id, person.id, None, messages, now)


def waits(session: Session, organisation_id: int, line_id: str, messages: Sequence[Message]) -> bool:
    """Whether the very same messages already wait for the person's next reply."""
    return to_json(messages) in [row.messages for row in session.scalars(_of(organisation_id, line_id, "waiting"))]


def push(
    session: Session, organisation_id: int, line_id: str, person_id: int, messages: Sequence[Message], now: datetime
) -> str:
    """Queue a push, which counts toward the quota; gives the row's id."""
    return _put(session, organisation_id, line_id, person_id, None, messages, now, kind="push")


def _put(
    session: Session,
    organisation_id: int,
    line_id: str,
    person_id: int | None,
    token: str | None,
    messages: Sequence[Message],
    now: datetime,
    kind: Literal["reply", "push"] = "reply",
    row_id: str = "",
) -> str:
    row = Outgoing(
        id=row_id or str(uuid.uuid4()),
        organisation_id=organisation_id,
        person_id=person_id,
        line_id=line_id,
        kind=kind,
        reply_token=token,
        messages=to_json(messages),
        state="pending" if token or kind == "push" else "waiting",
        created_at=_after_the_others(session, organisation_id, line_id, now),
        next_try_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def _after_the_others(session: Session, organisation_id: int, line_id: str, now: datetime) -> datetime:
    """When a message counts as written: after all that the person is still to get, also when they were written in the
    same instant, or by a machine whose clock is ahead. That is the order in which they are sent."""
    unsent = (Outgoing.line_id == line_id, Outgoing.state.in_(("pending", "waiting")))
    last = session.scalar(
        select(func.max(Outgoing.created_at)).where(Outgoing.organisation_id == organisation_id, *unsent)
    )
    return now if last is None or last < now else last + timedelta(microseconds=1)


def _of(organisation_id: int, line_id: str, state: str) -> Select[Outgoing]:
    return select(Outgoing).where(
        Outgoing.organisation_id == organisation_id, Outgoing.line_id == line_id, Outgoing.state == state
    )


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
        if row.first_try_at and now - row.first_try_at > KEY_LIVES and not maybe_taken(row):
            row.first_try_at = None  # a key that LINE has surely not taken does not age
        if row.first_try_at and now - row.first_try_at > KEY_LIVES:
            row.state, row.error = "unknown", "its retry key is too old to try again safely"
            _let_go(row)
            session.flush()
            continue
        if row.kind == "push" and (wait := look(session, row)) is not None:
            _put_off(row, now + wait)
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


def _put_off(row: Outgoing, until: datetime) -> None:
    """Let a push wait. When LINE has surely not taken it, its key is as good as new."""
    row.next_try_at = until
    if not maybe_taken(row):
        row.first_try_at = None


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


def quoted(session: Session, organisation_id: int, message_id: str) -> tuple[Message, ...]:
    """The message of ours that LINE knows by an id: () when there is none.

    When more cards were sent than LINE takes messages they shared one, so all that was sent together is given.
    """
    sent = session.get(SentMessage, (organisation_id, message_id))
    if sent is None:
        return ()
    messages = from_json(session.get_one(Outgoing, sent.outgoing_id).messages)
    return messages if len(messages) > MOST_MESSAGES else messages[sent.position : sent.position + 1]


def forget(
    session: Session, organisation_id: int, texts: Sequence[str], since: datetime, *, names: bool = False
) -> None:
    """Take texts that were unsent (`names`: what somebody who left was called) out of every stored message since
    then, to whomever it went.

    What was not tried yet is sent without it; what was tried must not be changed (its retry key), so it is given up.
    """
    rows = session.scalars(
        select(Outgoing)
        .where(Outgoing.organisation_id == organisation_id, Outgoing.created_at >= since)
        .order_by(Outgoing.id)
        .with_for_update()  # a sender may be taking one of them
    )
    for row in rows:
        cleaned = without(row.messages, texts, names=names)
        if cleaned != row.messages:
            row.messages, row.body = cleaned, None
            if row.state == "pending" and row.first_try_at:
                row.state, row.error = "dead", "it repeats a message that was unsent"


def drop(row: Outgoing, why: str) -> None:
    """Give up a push that nobody wants any more; it was surely not sent."""
    row.state, row.error, row.lease_until = "dropped", why, None


def reword(row: Outgoing, messages: Sequence[Message]) -> None:
    """Change what a message says before its first try; afterwards its key stands for the bytes that were sent."""
    row.messages, row.body = to_json(messages), None


def release(session: Session, organisation_id: int, now: datetime) -> int:
    """Queue again the pushes that were held because the quota was used up; gives how many."""
    rows = session.scalars(
        select(Outgoing).where(Outgoing.organisation_id == organisation_id, Outgoing.state == "held")
    ).all()
    for row in rows:
        row.state, row.next_try_at = "pending", now
        if not _unclear(row):  # it was refused, so its key is as good as new, also weeks later
            row.first_try_at = None
    return len(rows)


def oldest_pending(session: Session, organisation_id: int) -> datetime | None:
    """When the oldest unsent message was written, or None when nothing waits to be sent."""
    return session.scalar(
        select(func.min(Outgoing.created_at)).where(
            Outgoing.organisation_id == organisation_id, Outgoing.state == "pending"
        )
    )
