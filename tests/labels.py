"""What a button's tap does, held against what its label does when it is typed: what is answered, what others are sent
and what is stored. Both are tried from where a conversation stands, and taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from handlers.incoming import Desk, Incoming
from handlers.talk import handle
from models.base import Base
from models.database import Database
from models.say import Choice, Message, as_text, choices_of
from tests.cast import line_id

TYPED = "9999999999999"  # the id of the message that a label is typed in; a tap comes with none
_OF_A_MESSAGE = {"_from", "sources", "message", "from"}
_RANDOM = {("outgoing", "id"), ("outgoing", "created_at"), ("file_link", "id"), ("reminder", "outgoing_id")}


class Outcome(NamedTuple):
    """What came of one thing that was done: the answer as it is read, its buttons, the rows of every table."""

    answer: str
    sends: tuple[str, ...]
    stored: tuple[str, ...]


def tapped(db: Database, organisation_id: int, who: str, send: str, at: datetime) -> Outcome:
    """What a tap does."""
    return _outcome(db, organisation_id, Incoming("tap", line_id(who), at, "token", tap=send))


def typed(db: Database, organisation_id: int, who: str, label: str, at: datetime) -> Outcome:
    """What the same words do when they are typed."""
    return _outcome(db, organisation_id, Incoming("text", line_id(who), at, "token", text=label, message_id=TYPED))


def taps(messages: Sequence[Message]) -> list[Choice]:
    """The buttons of some messages whose label can be typed: a picker of dates and an address cannot."""
    return [c for message in messages for _, c in choices_of(message) if c.kind == "tap"]


def told_apart(one: Outcome, other: Outcome) -> str:
    """In what two outcomes differ, to be read when a test fails."""
    if one[:2] != other[:2]:
        return f"tapped:\n{one.answer}\n{one.sends}\ntyped:\n{other.answer}\n{other.sends}"
    rows = [[row for row in a.stored if row not in b.stored] for a, b in ((one, other), (other, one))]
    return "tapped:\n{}\ntyped:\n{}".format(*("\n".join(some) for some in rows))


def _outcome(db: Database, organisation_id: int, incoming: Incoming) -> Outcome:
    with _taken_back(db) as session:
        messages = handle(
            Desk(session, organisation_id, lambda _id: "https://bot.example/files/x", incoming.at), incoming
        )
        session.flush()
        answer = "\n".join(map(as_text, messages))
        return Outcome(answer, tuple(_plain(c.send) for c in taps(messages)), tuple(_stored(session)))


class _Back(Exception):
    """Leaves a transaction, so that nothing of it stays."""


@contextmanager
def _taken_back(db: Database) -> Iterator[Session]:
    try:
        with db.write() as session:
            yield session
            raise _Back
    except _Back:
        pass


def _stored(session: Session) -> list[str]:
    found = []
    for table in Base.metadata.sorted_tables:
        columns = [c for c in table.columns if (table.name, c.name) not in _RANDOM]
        for row in session.execute(table.select().with_only_columns(*columns)):
            values = {c.name: _without_messages(v) for c, v in zip(columns, row, strict=True)}
            found.append(_plain(f"{table.name} {values}"))
    return sorted(found)


def _without_messages(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_messages(v) for k, v in value.items() if k not in _OF_A_MESSAGE}
    return [_without_messages(v) for v in value] if isinstance(value, list) else value


def _plain(text: str) -> str:
    return re.sub(rf"/{TYPED}/", "/0/", text)
