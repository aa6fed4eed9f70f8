"""The log: one JSON object per line on standard error, for machines and for grep.

Only the fields named here are printed, and of a message only its fixed words: no secret, token, LINE id, name, answer
or message body can stand in it, whoever logs and whatever failed. People are row ids.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

from bot import faults

HOUSE = ("bot", "models", "exports", "handlers", "scheduler", "__main__")
FIELDS = (
    "event",  # LINE's id of a webhook event
    "kind",  # of the event or the message
    "person",  # the row's id
    "outgoing",  # the id of a message to deliver, which is its retry key
    "attempt",
    "outcome",
    "request",  # LINE's x-line-request-id
    "status",  # LINE's or an HTTP answer's
    "menu",
    "count",
    "seconds",
    "error",  # the kind of an exception
    "step",  # which thread or command
)
NOISY = ("apscheduler", "alembic", "waitress", "werkzeug", "urllib3", "sqlalchemy")


class Lines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "where": record.name,
            "what": self._words(record),
        }
        line |= {name: getattr(record, name) for name in FIELDS if getattr(record, name, None) is not None}
        problem = record.exc_info[1] if record.exc_info else None
        if problem is not None:
            line |= {"error": faults.kind(problem), "places": faults.places(problem)}
        return json.dumps(line, ensure_ascii=False, default=str)

    @staticmethod
    def _words(record: logging.LogRecord) -> str:
        """The fixed words of a message. A library may have put values into them already: its place must do then."""
        ours = record.name.split(".")[0] in HOUSE
        if isinstance(record.msg, str) and (ours or record.args):
            return record.msg
        return f"{record.module}:{record.lineno}"


def begin(level: int = logging.INFO) -> None:
    """Log to standard error from now on."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in NOISY:
        logging.getLogger(noisy).setLevel(logging.WARNING)
