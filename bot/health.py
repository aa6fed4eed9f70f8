"""What /healthz says: whether this installation does its work. It writes, because a database that can be read but not
written to loses messages. It is for a watcher: it is not well too when only the clock of another process stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from models import heartbeats
from models.database import Database
from models.post_tables import InboundEvent, Outgoing
from models.tables import Organisation

UNSENT_TOO_LONG = timedelta(hours=1)
CLOCK_STANDS_AFTER = timedelta(minutes=10)  # ticks come every two minutes
UNAPPLIED_TOO_LONG = timedelta(minutes=5)


@dataclass(frozen=True)
class Pulse:
    """What the database says at an instant: the last tick, the oldest message to send, the events that wait."""

    ticked: datetime | None
    oldest_unsent: datetime | None
    oldest_event: datetime | None
    events: dict[str, int]


def pulse(session: Session, organisation_id: int, now: datetime) -> Pulse:
    """Read it. A message that waits for its hour and was never tried is not late."""
    unsent = select(func.min(Outgoing.created_at)).where(
        Outgoing.organisation_id == organisation_id,
        Outgoing.state == "pending",
        or_(Outgoing.attempts > 0, Outgoing.next_try_at <= now),
    )
    ours = InboundEvent.organisation_id == organisation_id
    states = select(InboundEvent.state, func.count()).where(ours, InboundEvent.state != "done")
    waiting = select(func.min(InboundEvent.received_at)).where(ours, InboundEvent.state == "new")
    return Pulse(
        ticked=heartbeats.last(session, organisation_id, heartbeats.TICK),
        oldest_unsent=session.scalar(unsent),
        oldest_event=session.scalar(waiting),
        events={state: count for state, count in session.execute(states.group_by(InboundEvent.state))},
    )


def clock_lives(ticked: datetime | None, started: datetime, now: datetime) -> bool:
    """Whether a tick went well lately, in any process; a new installation is given a while for its first one."""
    return now - (ticked or started) < CLOCK_STANDS_AFTER


def look(db: Database, organisation_id: int, now: datetime, started: datetime, threads_alive: bool) -> dict[str, Any]:
    """What /healthz shows; `ok` is among it. `now` and `started` are real time."""
    try:
        with db.write() as session:
            session.execute(update(Organisation).values(name=Organisation.name))
            found = pulse(session, organisation_id, now)
    except SQLAlchemyError as problem:
        return {"ok": False, "database": type(problem).__name__}
    unsent = now - found.oldest_unsent if found.oldest_unsent else timedelta()
    unapplied = now - found.oldest_event if found.oldest_event else timedelta()
    clock = clock_lives(found.ticked, started, now)
    return {
        "ok": threads_alive and clock and unsent < UNSENT_TOO_LONG and unapplied < UNAPPLIED_TOO_LONG,
        "database": "writable",
        "threads": "alive" if threads_alive else "dead",
        "clock": "alive" if clock else "stands",
        "last_tick_seconds": _seconds(now - found.ticked) if found.ticked else None,
        "events_waiting": found.events.get("new", 0),
        "events_failed": found.events.get("failed", 0),
        "oldest_event_seconds": _seconds(unapplied),
        "oldest_unsent_seconds": _seconds(unsent),
    }


def _seconds(span: timedelta) -> int:
    return round(span.total_seconds())
