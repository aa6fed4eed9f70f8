"""The running service: threads for the worker, deliveries, downloads and menus, and the alarm that wakes the ladder.

Everything a thread does is a query for what is due, so a thread that dies with its process loses nothing; each
looks again every few seconds for what another process left. Bells only make it sooner.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from bot import health
from bot.heartbeat import Watcher
from bot.line import LineApi
from bot.line_draw import render
from bot.links import Links
from bot.menus import designs
from bot.worker import work_one
from models import inbox
from models.database import Database
from scheduler import ladder, menus, quota
from scheduler.clock import Alarm
from scheduler.delivery import deliver_next
from scheduler.fetching import delete_next, fetch_next

log = logging.getLogger(__name__)
TICK_SECONDS = 120
RESCAN_SECONDS = 2  # how long a thread sleeps before it looks for what nobody rang for
REPLY_THREADS, PUSH_THREADS = 4, 2


class Clock:
    """The product's clock: real time plus an offset, running on. Leases and tokens use `wall`."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self.offset = offset

    @classmethod
    def starting_at(cls, instant: datetime) -> Clock:
        """A clock that shows the instant now."""
        return cls(instant - datetime.now(UTC))

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    @staticmethod
    def wall() -> datetime:
        return datetime.now(UTC)


class Bell:
    """Wakes every thread that waits on it; a ring while nobody waits is remembered by each."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._rings = 0

    def ring(self) -> None:
        with self._condition:
            self._rings += 1
            self._condition.notify_all()

    def heard(self) -> int:
        return self._rings

    def wait(self, since: int, seconds: float) -> int:
        """Wait until it was rung after `since`, at most so long; gives the count of rings."""
        with self._condition:
            self._condition.wait_for(lambda: self._rings != since, seconds)
            return self._rings


class Service:
    """One process's part of the bot. `start` what it should do, `stop` ends it gracefully."""

    def __init__(
        self,
        db: Database,
        organisation_id: int,
        api: LineApi,
        links: Links,
        evidence: Path,
        clock: Clock,
        watcher: Watcher,
    ) -> None:
        self.db = db
        self.organisation_id = organisation_id
        self.api = api
        self.links = links
        self.evidence = evidence
        self.clock = clock
        self.watcher = watcher
        self._started = clock.wall()
        self.events, self.messages = Bell(), Bell()
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._alarm = Alarm(TICK_SECONDS, self._tick_quietly)
        self._ticks = False

    def start(self, *, work: bool = True, ticks: bool = True) -> None:
        """Start the threads: `work` applies events and sends replies, `ticks`: ladder, pushes, downloads, menus."""
        if work:
            self._thread("worker", self._work, self.events)
            for n in range(REPLY_THREADS):
                self._thread(f"replies-{n}", lambda: self._deliver("reply"), self.messages)
        if ticks:
            for n in range(PUSH_THREADS):
                self._thread(f"pushes-{n}", lambda: self._deliver("push"), self.messages)
            self._thread("downloads", self._fetch, self.messages)
            self._thread("menus", self._menus, self.messages)
            self._ticks = True
            self._alarm.start()
            threading.Thread(target=self._tick_quietly, name="first tick", daemon=True).start()

    def stop(self) -> None:
        """Finish what is in hand and end; what is not done stays in the database for the next start."""
        self._stopping.set()
        self.events.ring()
        self.messages.ring()
        if self._ticks:
            self._alarm.stop()
        for thread in self._threads:
            thread.join(timeout=20)

    def tick(self) -> list[ladder.Line]:
        """Run the ladder now; gives what it did."""
        began = time.monotonic()
        lines = quota.run(self.db, self.organisation_id, self.clock.now(), self.clock.wall(), self.api.quota)
        with self.db.write() as session:
            inbox.blank_old(session, self.organisation_id, self.clock.wall())
        self.messages.ring()
        queued = sum(bool(line.outgoing_id) for line in lines)
        log.info("tick", extra={"count": queued, "seconds": round(time.monotonic() - began, 3)})
        self.watcher.tell()
        return lines

    def health(self) -> dict[str, object]:
        """What /healthz shows (bot/health.py)."""
        alive = all(t.is_alive() for t in self._threads)
        return health.look(self.db, self.organisation_id, self.clock.wall(), self._started, alive)

    # --- threads

    def _thread(self, name: str, step: Callable[[], bool], bell: Bell) -> None:
        thread = threading.Thread(target=self._loop, args=(step, bell), name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _loop(self, step: Callable[[], bool], bell: Bell) -> None:
        """Do steps while there are any, then wait for the bell. A failing step is logged and tried again later."""
        heard = bell.heard()
        while not self._stopping.is_set():
            try:
                if step():
                    continue
            except Exception:  # a thread that ends would stop the service silently
                log.exception("a step failed", extra={"step": threading.current_thread().name})
                self._stopping.wait(2)
            heard = bell.wait(heard, RESCAN_SECONDS)

    def _work(self) -> bool:
        worked = work_one(self.db, self.organisation_id, self.links.make, self.clock.wall)
        if worked:
            self.messages.ring()
        return worked

    def _deliver(self, only: Literal["reply", "push"]) -> bool:
        return deliver_next(
            self.db, self.organisation_id, render, self.api.send, self.clock.wall, only, self.clock.now
        )

    def _fetch(self) -> bool:
        if fetch_next(self.db, self.organisation_id, self.evidence, self.api.fetch, self.clock.wall()):
            return True
        return delete_next(self.db, self.organisation_id, self.evidence)

    def _menus(self) -> bool:
        return menus.step(self.db, self.organisation_id, designs(), self.api, self.clock.wall())

    def _tick_quietly(self) -> None:
        try:
            self.tick()
        except Exception:  # the next wake-up tries again
            log.exception("the tick failed")
