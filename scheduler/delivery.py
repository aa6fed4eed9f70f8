"""Delivery: take what is due from the outbox, send it with its stored key, write down what became of it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime
from typing import Literal

from models import dispatch
from models.database import Database
from models.dispatch import Parcel, Render, Result
from models.post_tables import Outgoing
from scheduler import sending

log = logging.getLogger(__name__)
Send = Callable[[Parcel], Result]


def deliver_next(
    db: Database,
    organisation_id: int,
    render: Render,
    send: Send,
    now: Callable[[], datetime],
    only: Literal["reply", "push"] | None = None,
    at: Callable[[], datetime] | None = None,
) -> bool:
    """Send one message that is due; gives whether there was one. `now` is real time: tokens and leases age by it;
    `at` is the product's clock (default: the same), by which a letter of the ladder is looked at again.

    1 claim the row, with its body rendered, in one transaction; 2 call LINE outside any transaction;
    3 record the outcome. A kill between 2 and 3 leaves the lease to run out; the same key is sent again and
    LINE answers 409.
    """
    with db.write() as session:
        seen = (at or now)()
        parcel = dispatch.claim(
            session, organisation_id, now(), render, only, lambda s, row: sending.at_sending(s, row, seen)
        )
    if parcel is None:
        return False
    began = time.monotonic()
    result = send(parcel)
    seconds = round(time.monotonic() - began, 3)
    with db.write() as session:
        dispatch.record(session, parcel.id, result, now())
        person_id = session.get_one(Outgoing, parcel.id).person_id
    log.info(
        "delivery",
        extra={
            "outgoing": parcel.id,
            "kind": parcel.kind,
            "person": person_id,
            "attempt": parcel.attempts,
            "outcome": result.outcome,
            "request": result.request_id or None,
            "seconds": seconds,
        },
    )
    return True


def deliver_all(
    db: Database,
    organisation_id: int,
    render: Render,
    send: Send,
    now: Callable[[], datetime],
    at: Callable[[], datetime] | None = None,
) -> int:
    """Send everything that is due now; gives how many tries were made."""
    count = 0
    while deliver_next(db, organisation_id, render, send, now, at=at):
        count += 1
    return count
