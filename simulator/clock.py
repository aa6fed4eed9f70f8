"""The simulated clock: the instants that stand in events and on the page. Token and key ages run on real time."""

import threading
import time
from datetime import datetime, timedelta, timezone

BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")


class Clock:
    """Real time plus an offset, running on."""

    def __init__(self, start: datetime | None = None) -> None:
        self._lock = threading.Lock()
        self._offset_ms = 0
        if start is not None:
            self.set(start)

    def now_ms(self) -> int:
        """The simulated instant in milliseconds, as it stands in an event's timestamp."""
        return int(time.time() * 1000) + self._offset_ms

    def set(self, now: datetime) -> None:
        """Let the simulated clock show `now` and run on from there."""
        with self._lock:
            self._offset_ms = int(now.timestamp() * 1000) - int(time.time() * 1000)

    def set_offset(self, offset_ms: int) -> None:
        """Let the simulated clock differ from real time by so many milliseconds."""
        with self._lock:
            self._offset_ms = offset_ms

    def as_json(self) -> dict[str, str | int]:
        """{"now": ISO in Bangkok's time, "offset_ms": difference from real time}"""
        now = datetime.fromtimestamp(self.now_ms() / 1000, BANGKOK)
        return {"now": now.isoformat(timespec="seconds"), "offset_ms": self._offset_ms}


def read_instant(text: str) -> datetime:
    """An ISO instant; one without a zone is Asia/Bangkok. ValueError if it is none."""
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=BANGKOK)
