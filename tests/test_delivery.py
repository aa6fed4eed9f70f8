"""Delivery: one key before the first try, the same bytes on every try, each outcome in its place."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.line_draw import render
from models import dispatch, outbox
from models.database import Database
from models.dispatch import Parcel, Result
from models.post_tables import Outgoing
from models.say import Card, Choice, Text
from scheduler.delivery import deliver_all, deliver_next
from tests.desk import FakeDesk

NOW = datetime(2026, 10, 26, 3, 0, tzinfo=UTC)
WHO = "U" + "1" * 32


class FakeLine:
    """Keeps what it was sent and answers as told, then with success."""

    def __init__(self, *answers: Result) -> None:
        self.answers = list(answers)
        self.sent: list[Parcel] = []

    def send(self, parcel: Parcel) -> Result:
        self.sent.append(parcel)
        return self.answers.pop(0) if self.answers else Result("sent", "request-1")

    def texts(self) -> list[list[str]]:
        return [[m.get("text", m.get("altText")) for m in json.loads(p.body)] for p in self.sent]


class Post:
    """An outbox with a clock that the test moves."""

    def __init__(self, db: Database) -> None:
        self.db, self.now = db, NOW

    def reply(self, *texts: str, token: str | None = "t") -> None:
        with self.db.write() as session:
            outbox.reply(session, 1, WHO, 1, token, [Text(t) for t in texts], self.now)
        self.now += timedelta(milliseconds=1)

    def push(self, text: str) -> None:
        with self.db.write() as session:
            outbox.push(session, 1, WHO, 1, [Text(text)], self.now)
        self.now += timedelta(milliseconds=1)

    def deliver(self, line: FakeLine) -> int:
        return deliver_all(self.db, 1, render, line.send, lambda: self.now)

    def states(self) -> list[tuple[str, str]]:
        with self.db.read() as session:
            rows = session.execute(select(Outgoing.kind, Outgoing.state).order_by(Outgoing.created_at))
            return [(a, b) for a, b in rows]


@pytest.fixture
def post(desk: FakeDesk) -> Post:
    return Post(desk.db)


def test_replies_go_before_pushes_and_each_persons_in_order(post: Post) -> None:
    post.push("push 1")
    post.reply("reply 1")
    post.push("push 2")
    post.reply("reply 2")
    line = FakeLine()
    post.deliver(line)
    assert line.texts() == [["reply 1"], ["reply 2"], ["push 1"], ["push 2"]]


def test_a_temporary_error_is_tried_again_later_with_the_same_key_and_bytes(post: Post) -> None:
    post.push("hello")
    line = FakeLine(Result("again", error="500", unclear=True), Result("again", error="timeout", unclear=True))
    assert post.deliver(line) == 1
    post.now += timedelta(seconds=10)
    assert post.deliver(line) == 1
    post.now += timedelta(seconds=60)
    assert post.deliver(line) == 1
    assert len({(p.id, p.body) for p in line.sent}) == 1
    assert post.states() == [("push", "sent")]


def test_a_push_that_backs_off_holds_up_the_next_push_but_not_a_reply(post: Post) -> None:
    post.push("first")
    line = FakeLine(Result("again", error="429"))
    post.deliver(line)
    post.push("second")
    post.reply("answer")
    post.deliver(line)
    assert line.texts() == [["first"], ["answer"]]
    post.now += timedelta(seconds=10)
    post.deliver(line)
    assert line.texts()[2:] == [["first"], ["second"]]


def test_a_permanent_error_is_dead_and_the_others_go_on(post: Post) -> None:
    post.push("bad")
    post.push("good")
    post.deliver(FakeLine(Result("dead", error="400 Invalid")))
    assert post.states() == [("push", "dead"), ("push", "sent")]


def test_a_used_up_quota_holds_pushes(post: Post) -> None:
    post.push("too many")
    post.deliver(FakeLine(Result("quota", error="429 You have reached your monthly limit.")))
    assert post.states() == [("push", "held")]


def test_a_reply_whose_token_died_rides_on_the_next_reply(post: Post) -> None:
    post.reply("late")
    line = FakeLine(Result("token_dead", error="400 Invalid reply token"))
    post.deliver(line)
    assert post.states() == [("reply", "waiting")]
    post.reply("next")
    post.deliver(line)
    assert line.texts()[-1] == ["late", "next"]
    assert post.states() == [("reply", "merged"), ("reply", "sent")]


def test_a_dead_token_after_an_unclear_try_means_that_it_worked(post: Post) -> None:
    post.reply("once")
    line = FakeLine(Result("again", error="timeout", unclear=True), Result("token_dead", error="400"))
    post.deliver(line)
    post.now += timedelta(seconds=3)
    post.deliver(line)
    assert post.states() == [("reply", "sent")]


def test_an_old_reply_is_not_even_tried(post: Post) -> None:
    post.reply("old")
    post.now += timedelta(seconds=55)
    line = FakeLine()
    assert post.deliver(line) == 0
    assert post.states() == [("reply", "waiting")]


def test_more_riders_than_five_messages_wait_for_the_reply_after(post: Post) -> None:
    for n in range(6):
        post.reply(f"w{n}", token=None)
    post.reply("next")
    line = FakeLine()
    post.deliver(line)
    assert line.texts() == [["w0", "w1", "w2", "w3", "next"]]
    post.reply("again")
    post.deliver(line)
    assert line.texts()[-1] == ["w4", "w5", "again"]


def test_trying_ends_before_lines_key_does(post: Post) -> None:
    post.push("never clear")
    line = FakeLine(*[Result("again", error="500", unclear=True)] * 200)
    for _ in range(60):
        post.deliver(line)
        post.now += timedelta(hours=1)
    assert post.states() == [("push", "unknown")]
    first = NOW
    assert len(line.sent) <= 30
    assert post.now - first > timedelta(hours=24)


def test_what_cannot_be_drawn_is_dead_and_blocks_nobody(post: Post) -> None:
    with post.db.write() as session:
        outbox.push(session, 1, WHO, 1, [], post.now)
    post.push("fine")
    line = FakeLine()
    post.deliver(line)
    assert line.texts() == [["fine"]]
    assert post.states() == [("push", "dead"), ("push", "sent")]


def test_a_claimed_message_is_left_alone_until_its_lease_runs_out(post: Post) -> None:
    post.push("claimed by a process that died")
    with post.db.write() as session:
        first = dispatch.claim(session, 1, post.now, render)
    line = FakeLine()
    assert post.deliver(line) == 0
    post.now += dispatch.LEASE + timedelta(seconds=1)
    assert post.deliver(line) == 1
    assert first is not None
    assert (line.sent[0].id, line.sent[0].body) == (first.id, first.body)


def test_only_one_kind_can_be_asked_for(post: Post) -> None:
    post.push("push")
    post.reply("reply")
    line = FakeLine()
    assert deliver_next(post.db, 1, render, line.send, lambda: post.now, "push")
    assert line.texts() == [["push"]]


def test_a_card_is_rendered_once_with_its_notification_text(post: Post) -> None:
    with post.db.write() as session:
        card = Card("หัวข้อ", alt="แจ้งเตือน", buttons=(Choice("ตกลง", "word/ตกลง"),))
        outbox.push(session, 1, WHO, 1, [card], post.now)
    line = FakeLine()
    post.deliver(line)
    assert line.texts() == [["แจ้งเตือน"]]


RECEIPT = Card("บันทึกแล้ว", alt="บันทึกแล้ว", worth_a_push=True)


def receipt(post: Post, *, person: int | None = 1) -> None:
    with post.db.write() as session:
        outbox.reply(session, 1, WHO, person, "t", [RECEIPT], post.now)


@pytest.mark.parametrize("late", [timedelta(0), timedelta(minutes=2)])
def test_a_receipt_whose_token_died_is_pushed(post: Post, late: timedelta) -> None:
    """The token was refused, or was not tried in time."""
    receipt(post)
    post.now += late
    line = FakeLine(Result("token_dead", error="400")) if not late else FakeLine()
    post.deliver(line)
    assert [p.kind for p in line.sent] == ([] if late else ["reply"]) + ["push"]
    assert post.states() == [("push", "sent")]


def test_a_receipt_that_may_have_arrived_is_not_pushed_blindly(post: Post) -> None:
    receipt(post)
    line = FakeLine(Result("again", error="ReadTimeoutError", unclear=True))
    post.deliver(line)
    post.now += timedelta(minutes=2)
    post.deliver(line)
    assert [p.kind for p in line.sent] == ["reply"]
    assert post.states() == [("reply", "unknown")]


def test_a_reply_whose_sender_was_killed_is_tried_again_while_its_token_lives(post: Post) -> None:
    """The token is refused then: LINE had taken it, and it must not ride on the next reply."""
    post.reply("taken")
    with post.db.write() as session:
        assert dispatch.claim(session, 1, post.now, render)
    post.now += timedelta(seconds=21)
    line = FakeLine(Result("token_dead", error="400 Invalid reply token"))
    post.deliver(line)
    post.reply("next")
    post.deliver(line)
    assert line.texts() == [["taken"], ["next"]]
    assert post.states() == [("reply", "sent"), ("reply", "sent")]


@pytest.mark.parametrize("killed", [False, True])
def test_a_reply_that_may_have_arrived_never_rides(post: Post, killed: bool) -> None:
    """Nobody was there to try again while its token lived: after an answer of 500, or after a kill."""
    post.reply("perhaps taken")
    if killed:
        with post.db.write() as session:
            assert dispatch.claim(session, 1, post.now, render)
    else:
        post.deliver(FakeLine(Result("again", error="500", unclear=True)))
    post.now += timedelta(minutes=2)
    post.reply("next")
    line = FakeLine()
    post.deliver(line)
    assert line.texts() == [["next"]]
    assert post.states() == [("reply", "unknown"), ("reply", "sent")]


def test_an_unclear_try_stays_unclear_after_a_clear_one(post: Post) -> None:
    post.reply("once")
    dead = Result("token_dead", error="400 Invalid reply token")
    line = FakeLine(Result("again", error="timeout", unclear=True), Result("again", error="429"), dead)
    for _ in range(3):
        post.deliver(line)
        post.now += timedelta(seconds=3)
    assert post.states() == [("reply", "sent")]


def test_a_push_that_the_quota_held_for_weeks_is_sent(post: Post) -> None:
    post.push("an order")
    line = FakeLine(Result("quota", error="429"))
    post.deliver(line)
    post.now += timedelta(days=20)
    with post.db.write() as session:
        dispatch.release(session, 1, post.now)
    post.deliver(line)
    assert post.states() == [("push", "sent")]


def test_what_is_not_worth_a_push_waits_and_a_stranger_is_never_pushed_to(post: Post) -> None:
    post.reply("ไม่สำคัญ")
    receipt(post, person=None)
    post.now += timedelta(minutes=2)
    line = FakeLine()
    post.deliver(line)
    assert line.sent == []
    assert post.states() == [("reply", "waiting"), ("reply", "dead")]
