"""What got stuck: events that failed, and messages that LINE refused or that may or may not have arrived. Listed
without what they say, and put back on their way."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import people
from models.post_tables import InboundEvent, Outgoing, Reminder
from models.tables import Person

AGAIN = "sent again as "  # in the error of a row that another one took the place of
MEANT = ("the person left", "it repeats a message that was unsent", "too late")  # given up on purpose


class CannotReplay(ValueError):
    """The one that was named cannot be replayed; the sentence says why."""


@dataclass(frozen=True)
class Stuck:
    """One of them. `kind` is the event's (message, postback …) or the message's (reply, push); `error` says where the
    event failed, or what LINE answered."""

    id: str
    what: Literal["event", "message"]
    kind: str
    state: str
    since: datetime
    attempts: int
    error: str


def events(session: Session, organisation_id: int) -> list[Stuck]:
    """The parked events, oldest first."""
    rows = session.scalars(
        select(InboundEvent)
        .where(InboundEvent.organisation_id == organisation_id, InboundEvent.state == "failed")
        .order_by(InboundEvent.occurred_at, InboundEvent.event_id)
    )
    return [
        Stuck(r.event_id, "event", r.kind or "?", "parked", r.occurred_at, r.attempts, r.error or "") for r in rows
    ]


def messages(session: Session, organisation_id: int, states: Sequence[str] = ("dead", "unknown")) -> list[Stuck]:
    """The messages to people that are stuck, oldest first; not those that were given up on purpose."""
    rows = session.scalars(
        select(Outgoing)
        .where(
            Outgoing.organisation_id == organisation_id,
            Outgoing.state.in_(states),
            Outgoing.person_id.is_not(None),
        )
        .order_by(Outgoing.created_at, Outgoing.id)
    )
    return [
        Stuck(r.id, "message", r.kind, r.state, r.created_at, r.attempts, r.error or "")
        for r in rows
        if (r.error or "") not in MEANT and not (r.error or "").startswith(AGAIN)
    ]


def replay(session: Session, organisation_id: int, wanted: str, now: datetime) -> Stuck:
    """Put one back on its way, by its id; gives it as it was. Raises CannotReplay.

    A message that LINE refused was surely not accepted: the same bytes under the same key are refused each time. One
    that is unclear may arrive twice: whoever names it has decided that.
    """
    found = next((s for s in events(session, organisation_id) if s.id == wanted), None)
    if found:
        ours = (InboundEvent.organisation_id == organisation_id, InboundEvent.event_id == wanted)
        session.execute(update(InboundEvent).where(*ours).values(state="new", attempts=0))
        return found
    found = next((s for s in messages(session, organisation_id) if s.id == wanted), None)
    if found is None:
        raise CannotReplay(f"nothing that is stuck has the id '{wanted:.80}'; see: replay --list")
    _again(session, session.get_one(Outgoing, wanted), now)
    return found


def _again(session: Session, row: Outgoing, now: datetime) -> None:
    """A reply's token is used up, so it rides on the next one. A push goes as a new row, with a key of its own."""
    person = session.get_one(Person, row.person_id)
    if people.has_left(person):
        raise CannotReplay("the person has left; there is nobody to send it to")
    if row.kind == "reply":
        row.state, row.error, row.line_id = "waiting", None, person.line_id
        return
    again = Outgoing(
        id=str(uuid.uuid4()),
        organisation_id=row.organisation_id,
        person_id=person.id,
        line_id=person.line_id,
        kind="push",
        messages=row.messages,
        state="pending",
        created_at=now,
        next_try_at=now,
    )
    session.add(again)
    row.state, row.error = "dead", f"{AGAIN}{again.id}"
    session.execute(update(Reminder).where(Reminder.outgoing_id == row.id).values(outgoing_id=again.id))
