"""ออกจากระบบ removes what it says, and a division that one no longer answers for leaves nothing open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from models import inbox, people
from models.post_tables import InboundEvent, Outgoing
from models.tables import BundleRow, ConversationRow, Person
from tests import cast
from tests.desk import FakeDesk
from tests.test_unsent import stored

NOW = datetime(2026, 10, 26, 3, 0, tzinfo=UTC)
NAME = "สมชาย ใจดี"


def leave(desk: FakeDesk, who: str, at: datetime) -> None:
    desk.say(who, "ออกจากระบบ", at)
    desk.say(who, "ยืนยันออกจากระบบ", at)


def test_nothing_personal_is_left(desk: FakeDesk) -> None:
    for said in ("แก้ชื่อ", NAME, "ข้อ 1", "ทำต่อเนื่อง", "ร่างลับที่ยังไม่ส่ง", "ยกเลิก", "ไม่มีการดำเนินการ", "เหตุลับส่วนตัว"):
        desk.say("สมชาย", said, NOW)
    desk.say("นิภา", "บุคลากร", NOW)
    desk.say("สมชาย", "ออกจากระบบ", NOW)
    with desk.db.write() as session:  # one that failed is kept for a replay
        event = session.scalars(select(InboundEvent).where(InboundEvent.body.contains("ร่างลับ"))).one()
        event.state, event.error = "failed", f"ValueError: {cast.line_id('สมชาย')}"
    desk.say("สมชาย", "ยืนยันออกจากระบบ", NOW + timedelta(minutes=1))
    held = stored(desk)
    assert cast.line_id("สมชาย") not in held
    assert held.count(NAME) == 1, "only what tells those in charge who has left"
    with desk.db.read() as session:
        drafts = [*session.scalars(select(ConversationRow)), *session.scalars(select(BundleRow))]
        assert drafts == []
        assert session.scalars(select(InboundEvent.state).where(InboundEvent.state != "done")).all() == []
    with desk.db.write() as session:
        assert inbox.replay(session, desk.organisation_id) == 0
    assert NAME in str(desk.say("นิภา", "เมนู", NOW + timedelta(minutes=2)))


def test_a_short_name_goes_as_a_word_and_not_as_a_piece_of_one(desk: FakeDesk) -> None:
    for said in ("แก้ชื่อ", "กอง"):
        desk.say("สมชาย", said, NOW)
    desk.say("นิภา", "บุคลากร", NOW)
    leave(desk, "สมชาย", NOW + timedelta(minutes=1))
    with desk.db.read() as session:
        shown = str(session.scalars(select(Outgoing.messages)).all())
    assert "'1 …'" in shown
    assert "'ผู้รายงานหลัก กองช่าง'" in shown


def test_what_a_stranger_was_answered_keeps_no_line_id(desk: FakeDesk) -> None:
    desk.say("ใครก็ไม่รู้", "สวัสดี", NOW)
    with desk.db.read() as session:
        assert session.scalars(select(Outgoing.line_id)).all() == [""]


@pytest.mark.parametrize("how", ["end", "move"])
def test_bundles_of_a_division_that_was_left_are_closed(desk: FakeDesk, how: str) -> None:
    desk.say("สมชาย", "ไม่มีการดำเนินการ", NOW)
    with desk.db.write() as session:
        person = session.scalars(select(Person).where(Person.name == "สมชาย")).one()
        (role,) = people.roles(session, person)
        if how == "move":
            people.move(session, role, 2, NOW)
        else:
            people.end(session, role, NOW)
    with desk.db.read() as session:
        assert [b.open for b in session.scalars(select(BundleRow))] == [False]


@pytest.mark.parametrize("days", ["9999-12-31", "0001-01-01", "2026-11-05," * 11 + "2026-11-06"])
def test_a_meeting_button_that_is_none_of_ours(desk: FakeDesk, days: str) -> None:
    answer = desk.event("นิภา", NOW, "postback", postback={"data": f"meet/sure/{days}"})
    assert "ปุ่มนี้ใช้ไม่ได้แล้ว" in str(answer)
