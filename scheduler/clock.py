"""The clock only wakes us: one interval job that calls the tick. A missed or doubled wake-up changes nothing.

The owner of APScheduler. Its job store is not used (DESIGN.md section 7, "APScheduler only wakes us").
"""

from __future__ import annotations

from collections.abc import Callable

from apscheduler.schedulers.background import BackgroundScheduler


class Alarm:
    """Calls a function every so many seconds on a thread of its own, never two at once."""

    def __init__(self, seconds: int, call: Callable[[], None]) -> None:
        self._scheduler = BackgroundScheduler(timezone="UTC")
        self._scheduler.add_job(
            call, "interval", seconds=seconds, coalesce=True, max_instances=1, misfire_grace_time=None
        )

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        """Stop waking; a call that is running is waited for."""
        self._scheduler.shutdown(wait=True)
