"""What got stuck is listed without what it says, and goes again under the right key."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.line_draw import render
from models import outbox, people, stuck
from models.dispatch import Result
from models.post_tables import InboundEvent, Outgoing, Reminder
from models.say import Text
from models.stuck import CannotReplay
from models.tables import Person
from scheduler.delivery import deliver_all
from tests import cast
from tests.desk import FakeDesk
from tests.test_delivery import FakeLine

NOW = datetime(2026, 10, 26, 3, 0, tzinfo=UTC)
SECRET = "คำลับในข้อความ"


def pushed(desk: FakeDesk, *answers: Result, hours: int = 0) -> str:
    """A push to สมชาย that LINE answered so; gives its id."""
    with desk.db.write() as session:
        row_id = outbox.push(session, 1, cast.line_id("สมชาย"), 1, [Text(SECRET)], NOW)
    line = FakeLine(*answers)
    for hour in range(hours + 1):
        deliver_all(desk.db, 1, render, line.send, lambda hour=hour: NOW + timedelta(hours=hour))  # type: ignore[misc]
    return row_id


def state(desk: FakeDesk, row_id: str) -> str:
    with desk.db.read() as session:
        return session.get_one(Outgoing, row_id).state


def replayed(desk: FakeDesk, row_id: str) -> None:
    with desk.db.write() as session:
        stuck.replay(session, 1, row_id, NOW + timedelta(days=2))


def test_a_refused_push_goes_again_under_a_new_key_and_is_not_listed_twice(desk: FakeDesk) -> None:
    first = pushed(desk, Result("dead", error="400 The request body has 1 error(s)"))
    with desk.db.write() as session:
        session.add(
            Reminder(
                organisation_id=1,
                step="open",
                period="2026-10",
                person_id=1,
                division_id=1,
                outgoing_id=first,
                at=NOW,
            )
        )
        (listed,) = stuck.messages(session, 1)
    assert (listed.id, listed.kind, listed.state, listed.attempts) == (first, "push", "dead", 1)
    assert SECRET not in str(listed)
    replayed(desk, first)
    line = FakeLine()
    deliver_all(desk.db, 1, render, line.send, lambda: NOW + timedelta(days=2))
    (sent,) = line.sent
    assert sent.id != first
    assert "ต.ค. ๖๙" in json.loads(sent.body)[0]["altText"], "a letter of the ladder says how things stand now"
    with desk.db.read() as session:
        assert stuck.messages(session, 1) == []
        assert session.scalars(select(Reminder.outgoing_id)).all() == [sent.id]
    with pytest.raises(CannotReplay):
        replayed(desk, first)


def test_an_unclear_push_goes_again_only_when_it_is_named(desk: FakeDesk) -> None:
    unclear = pushed(desk, *[Result("again", error="500", unclear=True)] * 100, hours=30)
    assert state(desk, unclear) == "unknown"
    with desk.db.read() as session:
        assert stuck.messages(session, 1, ["dead"]) == []
    replayed(desk, unclear)
    line = FakeLine()
    deliver_all(desk.db, 1, render, line.send, lambda: NOW + timedelta(days=2))
    assert [p.id != unclear for p in line.sent] == [True]


def test_a_message_that_was_sent_or_waits_is_not_replayed(desk: FakeDesk) -> None:
    for row_id in (pushed(desk), pushed(desk, Result("again", error="500")), "nothing"):
        with pytest.raises(CannotReplay):
            replayed(desk, row_id)


def test_nobody_who_left_is_written_to(desk: FakeDesk) -> None:
    dead = pushed(desk, Result("dead", error="400"))
    with desk.db.write() as session:
        people.unlink(session, session.get_one(Person, 1), NOW)
    with pytest.raises(CannotReplay, match="left"):
        replayed(desk, dead)


def test_a_reply_rides_on_the_next_one(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        outbox.reply(session, 1, cast.line_id("สมชาย"), 1, "token", [Text(SECRET)], NOW)
    deliver_all(desk.db, 1, render, FakeLine(Result("dead", error="400 odd")).send, lambda: NOW)
    with desk.db.read() as session:
        (row,) = stuck.messages(session, 1)
    replayed(desk, row.id)
    assert state(desk, row.id) == "waiting"
    assert SECRET in str(desk.say("สมชาย", "เมนู", NOW + timedelta(minutes=1)))


def test_one_parked_event_is_applied_again(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        for event_id in ("e1", "e2"):
            session.add(
                InboundEvent(
                    organisation_id=1,
                    event_id=event_id,
                    occurred_at=NOW,
                    received_at=NOW,
                    kind="message",
                    body=json.dumps({"type": "message", "message": {"type": "text", "text": SECRET}}),
                    state="failed",
                    attempts=3,
                    error="ValueError at handlers/talk.py:1 _text",
                )
            )
    with desk.db.write() as session:
        listed = stuck.events(session, 1)
        assert [(s.id, s.kind, s.attempts, s.error) for s in listed] == [
            ("e1", "message", 3, "ValueError at handlers/talk.py:1 _text"),
            ("e2", "message", 3, "ValueError at handlers/talk.py:1 _text"),
        ]
        assert SECRET not in str(listed)
        stuck.replay(session, 1, "e1", NOW)
        assert [s.id for s in stuck.events(session, 1)] == ["e2"]
