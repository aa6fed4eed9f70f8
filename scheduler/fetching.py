"""Fetching the photos and files that people sent, outside any transaction, and checking what they are."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from sqlalchemy import or_, select

from handlers import wording
from models import evidence, outbox
from models.database import Database
from models.say import Text
from models.tables import EvidenceRow, Person

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=120)
GIVE_UP_AFTER = 12  # tries, spread over some hours; LINE keeps content for an undisclosed time
BACKOFF = (2, 5, 15, 60, 300, 900, 1800)  # seconds


@dataclass(frozen=True)
class Fetched:
    """What LINE gave: the content, that it is gone for ever, or that it may come later."""

    state: Literal["here", "gone", "later"]
    content: bytes = b""
    error: str = ""


Fetch = Callable[[str], Fetched]


def fetch_next(db: Database, organisation_id: int, folder: Path, fetch: Fetch, now: datetime) -> bool:
    """Fetch one file that is due; gives whether there was one. `now` is real time (leases)."""
    with db.write() as session:
        row = session.scalar(
            select(EvidenceRow)
            .where(
                EvidenceRow.organisation_id == organisation_id,
                EvidenceRow.state == "fetch",
                or_(EvidenceRow.next_try_at.is_(None), EvidenceRow.next_try_at <= now),
            )
            .order_by(EvidenceRow.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if row is None:
            return False
        row.attempts += 1
        row.next_try_at = now + LEASE
        row_id, message_id = row.id, row.message_id
    _record(db, row_id, _bring(folder, organisation_id, fetch(message_id)), now)
    return True


@dataclass(frozen=True)
class _Brought:
    state: Literal["stored", "refused", "gone", "later"]
    file: evidence.StoredFile | None = None
    error: str = ""
    sentence: str = ""


def _bring(folder: Path, organisation_id: int, fetched: Fetched) -> _Brought:
    if fetched.state == "gone":
        return _Brought("gone", error=fetched.error, sentence=wording.FILE_GONE)
    if fetched.state == "later":
        return _Brought("later", error=fetched.error)
    try:
        return _Brought("stored", evidence.store(folder, organisation_id, [fetched.content]))
    except evidence.TooBig as problem:
        return _Brought("refused", error=str(problem), sentence=wording.FILE_TOO_BIG)
    except evidence.WrongKind as problem:
        return _Brought("refused", error=str(problem), sentence=wording.FILE_WRONG_KIND)
    except OSError as problem:
        log.error("evidence cannot be written: %s", problem.strerror)
        return _Brought("later", error=f"cannot be written: {problem.strerror}")


def _record(db: Database, row_id: int, brought: _Brought, now: datetime) -> None:
    with db.write() as session:
        row = session.get_one(EvidenceRow, row_id)
        row.error = brought.error or None
        if brought.state == "later" and row.attempts < GIVE_UP_AFTER:
            row.next_try_at = now + timedelta(seconds=BACKOFF[min(row.attempts, len(BACKOFF)) - 1])
            return
        row.state = "gone" if brought.state == "later" else brought.state
        if brought.file:
            row.sha256, row.size = brought.file.sha256, brought.file.size
            row.content_type = brought.file.content_type
            return
        person = session.get_one(Person, row.person_id)
        sentence = Text(brought.sentence or wording.FILE_GONE)
        outbox.reply(session, row.organisation_id, person.line_id, person.id, None, (sentence,), now)
