"""What a person did, translated from the platform's event, and what a handler is given beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy.orm import Session

from models.calendar import bangkok_date
from models.tables import Person

Kind = Literal["text", "tap", "file", "follow", "unfollow", "unsend", "other"]


@dataclass(frozen=True)
class Incoming:
    """One thing a person did in a 1:1 chat. `at` is when it happened by the platform's clock (UTC).

    text: `text`, its `message_id`, and `quoted`, the id of the message that it answers. tap: `tap` is the Choice's
    `send`, `picked` the date of a date picker (ISO). file: `message_id`, `file_name` and `file_size` when the
    platform gives them, `set_id` and `set_total` when several photos were sent together. unsend: `message_id`, and
    the `text` that was taken back when it is still known. other: `media` is sticker, audio, video, location …
    """

    kind: Kind
    line_id: str
    at: datetime
    reply_token: str | None = None
    text: str = ""
    tap: str = ""
    picked: str = ""
    message_id: str = ""
    file_name: str = ""
    file_size: int | None = None
    quoted: str = ""
    set_id: str = ""
    set_total: int = 0
    media: str = ""

    @property
    def today(self) -> date:
        """The date in Asia/Bangkok when it happened."""
        return bangkok_date(self.at)


@dataclass(frozen=True)
class Desk:
    """What every handler works with: the open transaction, whose it is, the maker of signed addresses.

    `wall` is real time, by which codes expire; everything a person does counts by the event's own time.
    """

    session: Session
    organisation_id: int
    link: Callable[[str], str]  # the random id of a FileLink -> its signed address
    wall: datetime


@dataclass(frozen=True)
class Visit:
    """One person at the desk with one thing to say. `person` is None for somebody who has not joined."""

    desk: Desk
    incoming: Incoming
    person: Person | None

    @property
    def session(self) -> Session:
        return self.desk.session
