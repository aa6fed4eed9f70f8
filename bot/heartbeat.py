"""A sign of life for a watcher outside, who raises the alarm when it stays away. Its address holds a secret: it is
called, and never shown."""

from __future__ import annotations

import logging
import time
import urllib.error
import urllib.request
from http.client import HTTPException

log = logging.getLogger(__name__)
TIMEOUT = 5  # seconds
AT_MOST_EVERY = 60  # seconds


class Watcher:
    """Calls the watcher's address (HEARTBEAT_URL). Without one it does nothing."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._called: float | None = None

    def tell(self) -> None:
        """Say that a tick went well; at most once a minute. That it was not heard is only a line in the log."""
        now = time.monotonic()
        if not self._url or (self._called is not None and now - self._called < AT_MOST_EVERY):
            return
        self._called = now
        try:
            with urllib.request.urlopen(self._url, timeout=TIMEOUT):  # noqa: S310  (the setting is http or https)
                pass
        except urllib.error.HTTPError as problem:
            log.warning("the outside watcher refused the sign of life", extra={"status": problem.code})
        except (OSError, ValueError, HTTPException) as problem:
            log.warning("the outside watcher was not reached", extra={"error": type(problem).__name__})
