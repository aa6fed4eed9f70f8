"""Quotes: which measure a text is about, from the ids that LINE gave to what was sent."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.line import _refused
from handlers.quotes import About, about_messages
from models import dispatch, outbox
from models.dispatch import Parcel, Result
from models.say import Card, Choice, Message, Row, Text, as_text
from tests.desk import FakeDesk

NOW = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
WHO = "U" + "1" * 32


def text(*sends: str) -> Text:
    return Text("…", tuple(Choice("…", send) for send in sends))


@pytest.mark.parametrize(
    ("messages", "about"),
    [
        ((text("say/1.2.2026-10/status/done", "word/ยกเลิก"),), About("1.2.2026-10")),
        ((text("open/1.2.2026-10"),), About("1.2.2026-10")),
        ((text("open/9.2.2026-10", "edit/1.2.2026-10", "word/สถานะ"),), About("1.2.2026-10")),
        ((text("open/9.2.2026-10", "open/1.2.2026-10", "start/2026-10/2"),), About("", "2026-10", "2")),
        ((text("start/2026-10/2"),), About("", "2026-10", "2")),
        ((text("open/9.2.2026-10", "open/1.2.2026-11"),), About()),
        ((text("open/9.2.2026-10"), text("start/2026-11/2")), About("9.2.2026-10")),
        ((text("word/เมนู", "excel/2570/6m", "evidence/1.2.2026-10"),), About()),
        ((text("open/nonsense"),), About()),
        ((text("open", "say", "start/1"),), About()),
        ((Card("…", rows=(Row("…", choice=Choice("…", "open/1.2.2026-10")),)),), About("1.2.2026-10")),
        ((), About()),
    ],
)
def test_what_a_message_is_about(messages: tuple[Message, ...], about: About) -> None:
    assert about_messages(messages) == about


def test_each_message_of_a_delivery_is_known_by_its_own_id(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        outbox.reply(session, 1, WHO, 1, "token", [Text("ก"), Text("ข")], NOW)
        parcel = dispatch.claim(session, 1, NOW, lambda _messages: b"[]")
        assert parcel is not None
        dispatch.record(session, parcel.id, Result("sent", message_ids=("500", "501")), NOW)
        dispatch.record(session, parcel.id, Result("sent", message_ids=("500", "501")), NOW)  # a second sender
    with desk.db.read() as session:
        assert [outbox.quoted(session, 1, i) for i in ("500", "501", "502")] == [(Text("ก"),), (Text("ข"),), ()]


def test_cards_that_shared_a_message_are_all_meant(desk: FakeDesk) -> None:
    cards = [Card(f"{n}") for n in range(7)]
    with desk.db.write() as session:
        outbox.push(session, 1, WHO, 1, cards, NOW)
        parcel = dispatch.claim(session, 1, NOW, lambda _messages: b"[]")
        assert parcel is not None
        dispatch.record(session, parcel.id, Result("sent", message_ids=("500",)), NOW)
    with desk.db.read() as session:
        assert len(outbox.quoted(session, 1, "500")) == 7


def test_the_ids_in_a_409_are_kept_and_a_strange_body_gives_none() -> None:
    class Problem:
        status, headers = 409, {"x-line-accepted-request-id": "r"}

        def __init__(self, body: str) -> None:
            self.body = body

    parcel = Parcel("k", "push", WHO, "", b"[]", 1)
    assert _refused(Problem('{"sentMessages": [{"id": "500"}]}'), parcel).message_ids == ("500",)
    for body in ("", "{}", "[]", '{"sentMessages": 1}', '{"sentMessages": [1]}', "<html>"):
        assert _refused(Problem(body), parcel) == Result("sent", "r")


def test_a_quoted_card_of_another_division_is_refused(desk: FakeDesk) -> None:
    desk.say("มาลี", "ข้อ 3", NOW)
    _, message_id = desk.shown_ids["U" + "2" * 32][-1]
    assert "ผู้ที่ได้รับมอบหมาย" in as_text(desk.say("สมชาย", "เสร็จแล้ว", NOW, quoted=message_id)[0])


def test_an_unknown_quote_is_no_quote(desk: FakeDesk) -> None:
    assert "ข้อ ๑" in as_text(desk.say("สมชาย", "ข้อ 1", NOW, quoted="999")[0])


def test_words_that_always_work_work_in_a_quote(desk: FakeDesk) -> None:
    desk.say("สมชาย", "ข้อ 1", NOW)
    _, message_id = desk.shown_ids[WHO][-1]
    assert "เมนู" in as_text(desk.say("สมชาย", "ช่วยเหลือ", NOW, quoted=message_id)[0])
    assert "พิมพ์คำใดคำหนึ่ง" in as_text(desk.say("สมชาย", "เมนู", NOW, quoted=message_id)[0])


def test_a_quote_does_not_help_after_the_lock(desk: FakeDesk) -> None:
    desk.say("สมชาย", "ข้อ 1", NOW)
    desk.say("สมชาย", "ยังไม่เริ่ม", NOW)
    desk.say("สมชาย", "ไม่มี", NOW)
    desk.say("สมชาย", "ส่ง", NOW)
    _, receipt = desk.shown_ids[WHO][-1]
    late = datetime(2026, 12, 20, 3, 0, tzinfo=UTC)
    assert "ปิดรับแล้ว" in as_text(desk.say("สมชาย", "เสร็จแล้ว", late, quoted=receipt)[0])
