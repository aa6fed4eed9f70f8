"""Control runs: each takes one protection away. The campaign must find the damage, or it is blind."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import bot.line
from models import dispatch, inbox
from models.database import Database
from models.dispatch import Parcel, Result
from models.post_tables import Reminder
from scheduler import ladder, quota

Passed = Callable[[str], None]


def put(owner: Any, name: str, value: Any) -> None:
    """Patch a function of the product in this process."""
    setattr(owner, name, value)


def new_keys(_passed: Passed) -> None:
    """A new retry key for each try."""
    real = bot.line.LineApi.send

    def send(api: Any, parcel: Parcel) -> Result:
        return real(api, replace(parcel, id=str(uuid.uuid4())))

    put(bot.line.LineApi, "send", send)


def marked_first(_passed: Passed) -> None:
    """A message is marked as sent before the call."""
    real = dispatch.claim

    def claim(session: Any, organisation_id: int, now: datetime, *others: Any) -> Parcel | None:
        parcel = real(session, organisation_id, now, *others)
        if parcel:
            dispatch.record(session, parcel.id, Result("sent"), now)
        return parcel

    put(dispatch, "claim", claim)


def claimed_later(passed: Passed) -> None:
    """A step is claimed in a transaction after the one that queued its push: look, then act."""
    real_queue, real_run = ladder._queue, quota.run
    later: list[Reminder] = []

    def queue(session: Any, one: Any, now: datetime, wall: datetime) -> str:
        with session.no_autoflush:
            outgoing = real_queue(session, one, now, wall)
        for row in [r for r in session.new if isinstance(r, Reminder)]:
            session.expunge(row)
            later.append(row)
        return outgoing

    def run(db: Database, *others: Any) -> Any:
        lines = real_run(db, *others)
        passed("between")
        with db.write() as session:
            session.add_all(later)
        later.clear()
        return lines

    put(ladder, "_queue", queue)
    put(quota, "run", run)


def acknowledged_first(passed: Passed) -> None:
    """A webhook is answered at once and stored a moment later."""
    real = Database.write
    real_store = inbox.store

    def store(session: Any, organisation_id: int, events: Any, now: datetime) -> int:
        db = _of(session)

        def afterwards() -> None:
            time.sleep(0.2)
            passed("late")
            with real(db) as own:
                real_store(own, organisation_id, events, now)

        threading.Thread(target=afterwards, name="worker of the control run").start()
        return 0

    opened: list[Database] = []
    made = Database.__init__

    def init(db: Database, url: str) -> None:
        made(db, url)
        opened.append(db)

    def _of(_session: Any) -> Database:
        return opened[-1]

    put(Database, "__init__", init)
    put(inbox, "store", store)
