"""The outbox: messages to deliver, written in the transaction of what changed (taken out by models/dispatch.py).

One person's messages go in order; a reply whose token died leaves that order and rides on the next free reply.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session

from models.post_tables import Outgoing, SentMessage
from models.redaction import without
from models.say import Message, from_json, to_json
from models.tables import Person

READ_SOON = timedelta(seconds=20)  # what is read meanwhile is told in place of a reply that waits so long
MOST_SHOWN = 5  # the newest messages that are looked at for the button of a label that is typed
MOST_MESSAGES = 5  # LINE takes at most five message objects in one request


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


def instead(session: Session, name: str, messages: Sequence[Message], now: datetime) -> bool:
    """Give other messages as the reply of that name, at once; gives False when it was given already, or never was."""
    untried = (Outgoing.state == "pending", Outgoing.attempts == 0)
    row = session.scalar(select(Outgoing).where(Outgoing.id == _named(name), *untried).with_for_update())
    if row is None:
        return False
    row.messages, row.next_try_at = to_json(messages), now
    return True


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


def pushed(
    session: Session, organisation_id: int, line_id: str, messages: Sequence[Message], since: datetime
) -> bool:
    """Whether the very same messages were pushed to the person since then."""
    lately = (Outgoing.organisation_id == organisation_id, Outgoing.line_id == line_id, Outgoing.created_at >= since)
    rows = session.scalars(select(Outgoing).where(*lately, Outgoing.kind == "push"))
    return to_json(messages) in [row.messages for row in rows]


def withdraw(session: Session, organisation_id: int, line_id: str, messages: Sequence[Message]) -> None:
    """Take back what waits for the person's next reply, when it is these very messages: they are true no more."""
    for row in session.scalars(_of(organisation_id, line_id, "waiting")):
        if row.messages == to_json(messages):
            row.state, row.error = "dropped", "it was true no more"


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
    """When a message counts as written: after all that was written to the person, also when it was in the same
    instant, or by a machine whose clock is ahead. That is the order in which they are sent and seen."""
    theirs = (Outgoing.organisation_id == organisation_id, Outgoing.line_id == line_id)
    last = session.scalar(select(func.max(Outgoing.created_at)).where(*theirs))
    return now if last is None or last < now else last + timedelta(microseconds=1)


def _of(organisation_id: int, line_id: str, state: str) -> Select[Outgoing]:
    return select(Outgoing).where(
        Outgoing.organisation_id == organisation_id, Outgoing.line_id == line_id, Outgoing.state == state
    )


def quoted(session: Session, organisation_id: int, message_id: str) -> tuple[Message, ...]:
    """The message of ours that LINE knows by an id: () when there is none.

    When more cards were sent than LINE takes messages they shared one, so all that was sent together is given.
    """
    sent = session.get(SentMessage, (organisation_id, message_id))
    if sent is None:
        return ()
    messages = from_json(session.get_one(Outgoing, sent.outgoing_id).messages)
    return messages if len(messages) > MOST_MESSAGES else messages[sent.position : sent.position + 1]


def shown_last(
    session: Session, organisation_id: int, line_id: str
) -> tuple[tuple[Message, ...], tuple[Message, ...]]:
    """What a person sees last: our newest answer, and all that was pushed after it."""
    seen = Outgoing.state.in_(("sent", "unknown")) | ((Outgoing.kind == "reply") & (Outgoing.state == "pending"))
    theirs = (Outgoing.organisation_id == organisation_id, Outgoing.line_id == line_id)
    newest = select(Outgoing.id).where(*theirs, seen).order_by(Outgoing.created_at.desc(), Outgoing.id)
    pushed: tuple[Message, ...] = ()
    for row_id in session.scalars(newest.limit(MOST_SHOWN)).all():  # what they say is read of these few alone
        row = session.get_one(Outgoing, row_id)
        if row.kind == "reply":
            return from_json(row.messages), pushed
        pushed = (*from_json(row.messages), *pushed)
    return (), pushed


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


def oldest_pending(session: Session, organisation_id: int) -> datetime | None:
    """When the oldest unsent message was written, or None when nothing waits to be sent."""
    return session.scalar(
        select(func.min(Outgoing.created_at)).where(
            Outgoing.organisation_id == organisation_id, Outgoing.state == "pending"
        )
    )
