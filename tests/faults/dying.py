"""What a process of the bot is given in the campaign, before it starts: a point at which it kills itself, quicker
times, or a protection that is taken away. Nothing of this is in the product; it is patched in from outside."""

from __future__ import annotations

import os
import pathlib
import signal
import threading
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine.default import DefaultDialect

import bot.line
import bot.service
from models import dispatch
from scheduler import fetching, menus

ROLES = {
    "waitress": "webhook",
    "worker": "worker",
    "replies": "replies",
    "pushes": "pushes",
    "downloads": "downloads",
    "menus": "menus",
    "first tick": "tick",
    "APScheduler": "tick",
    "MainThread": "command",
}


@dataclass(frozen=True)
class Doom:
    """Where a process ends: the n-th time that it passes a point, such as `worker.commit.before`. `signal` may also
    be SIGSTOP: then it stands still until somebody wakes it."""

    point: str
    n: int = 1
    signal: int = signal.SIGKILL


class _Points:
    """Counts how often each point is passed."""

    def __init__(self, doom: Doom | None) -> None:
        self._doom, self._seen, self._guard = doom, Counter[str](), threading.Lock()

    def passed(self, what: str) -> None:
        """One passing of a point by the thread that calls."""
        name = threading.current_thread().name
        role = next((role for begins, role in ROLES.items() if name.startswith(begins)), "other")
        point = f"{role}.{what}"
        with self._guard:
            self._seen[point] += 1
            meant = self._doom and self._doom.point == point and self._doom.n == self._seen[point]
        if meant and self._doom:
            os.kill(os.getpid(), self._doom.signal)


def around(owner: Any, name: str, what: str, passed: Callable[[str], None]) -> None:
    """Pass a point before and after each call of a function."""
    real = getattr(owner, name)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        passed(f"{what}.before")
        found = real(*args, **kwargs)
        passed(f"{what}.after")
        return found

    setattr(owner, name, wrapped)


def prepare(doom: Doom | None, *, quick: bool, without: str = "") -> None:
    """Set the points, the times and the missing protection (tests/faults/unprotected.py) of this process."""
    points = _Points(doom)
    around(DefaultDialect, "do_commit", "commit", points.passed)
    for call in ("send", "fetch", "quota"):
        around(bot.line.LineApi, call, call, points.passed)
    around(bot.line, "_menu_call", "menu", points.passed)
    around(os, "replace", "replace", points.passed)
    around(pathlib.Path, "replace", "replace", points.passed)
    around(zipfile.ZipFile, "writestr", "zip", points.passed)
    event.listen(Engine, "after_cursor_execute", lambda *_: points.passed("statement"))
    if quick:
        hurry()
    if without:
        from tests.faults import unprotected

        getattr(unprotected, without)(points.passed)


def hurry() -> None:
    """Leases, waits and timeouts as in the product, only shorter: a minute becomes a second and a half."""
    dispatch.LEASE = fetching.LEASE = menus.LEASE = timedelta(seconds=1.5)
    dispatch.REPLY_LEASE = timedelta(seconds=1.5)
    for owner in (dispatch, fetching, menus):
        setattr(owner, "BACKOFF", (1,))  # noqa: B010
    bot.line.TIMEOUT = (1, 1)
    bot.service.RESCAN_SECONDS = 1
