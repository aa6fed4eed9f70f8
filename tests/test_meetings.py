"""The meeting days of a month: announced once, replaced by the newer announcement, of one organisation."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from handlers import meeting
from models import meetings, people
from models.calendar import Month
from models.say import as_text
from tests import cast
from tests.desk import FakeDesk

NOW = datetime(2026, 11, 10, 3, 0, tzinfo=UTC)
NOVEMBER, DECEMBER = Month(2026, 11), Month(2026, 12)


def days(desk: FakeDesk, month: Month) -> tuple[date, ...]:
    with desk.db.read() as session:
        return meetings.dates_of(session, desk.organisation_id, month)


def test_days_are_kept_by_their_month_in_order_and_replaced(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        person = people.find(session, desk.organisation_id, cast.line_id("นิภา"))
        assert person is not None
        first = [date(2026, 12, 1), date(2026, 11, 21), date(2026, 11, 7), date(2026, 11, 7)]
        meetings.announce(session, desk.organisation_id, person.id, first, NOW)
    assert days(desk, NOVEMBER) == (date(2026, 11, 7), date(2026, 11, 21))
    assert days(desk, DECEMBER) == (date(2026, 12, 1),)
    assert days(desk, Month(2027, 1)) == ()
    desk.say("นิภา", "ประชุม 6 พ.ย. 69", NOW)
    assert days(desk, NOVEMBER) == (date(2026, 11, 6),)
    assert days(desk, DECEMBER) == (date(2026, 12, 1),)  # another month's stay


def test_in_the_middle_of_a_report_the_word_is_an_answer(desk: FakeDesk) -> None:
    desk.event("มาลี", NOW, "follow", follow={"isUnblocked": False})
    with desk.db.write() as session:
        malee = people.find(session, desk.organisation_id, cast.line_id("มาลี"))
        assert malee is not None
        people.give(session, malee, "secretary", None, NOW)
    for said in ("ข้อ 1", "ทำต่อเนื่อง", "ประชุม 7 พ.ย. 69"):
        answer = desk.say("มาลี", said, NOW)
    assert days(desk, NOVEMBER) == ()
    assert "อยู่หลังเดือน" in str(answer)  # read as what was done, on a day after the month


def test_only_the_secretary_announces(desk: FakeDesk) -> None:
    desk.say("นิภา", "ประชุม 27 พ.ย. 69", NOW)
    sure = next(c for c in desk.seen["นิภา"] if c.label == "ใช่วันประชุม")
    desk.event("มาลี", NOW, "postback", postback={"data": sure.send})
    desk.event("มาลี", NOW, "postback", postback={"data": "meet/day", "params": {"date": "2026-11-06"}})
    assert days(desk, NOVEMBER) == ()


def test_the_meetings_day_is_offered_only_with_what_was_begun(desk: FakeDesk) -> None:
    october, november = datetime(2026, 10, 26, 3, 0, tzinfo=UTC), datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
    for said in ("ไม่มีการดำเนินการ", "ยังไม่ถึงกำหนด", "ส่ง"):
        desk.say("สมชาย", said, october)
    desk.say("นิภา", "ประชุม 6 พ.ย. 69", november)
    card = as_text(desk.say("สมชาย", "เหมือนเดือนก่อน", november)[-1])
    assert "ยังไม่ดำเนินการ" in card
    assert "วันประชุม" not in card
    assert "เพิ่มวันที่" not in card
    for said in ("ส่งพร้อมวันประชุม", "6 พ.ย. 69"):
        refused, card = map(as_text, desk.say("สมชาย", said, november))
        assert refused == "ทุกข้อยังไม่ดำเนินการ จึงไม่มีวันที่ให้เพิ่มค่ะ"
        assert "[ส่งรายงาน]" in card
    assert "บันทึกแล้ว" in as_text(desk.say("สมชาย", "ส่ง", november)[0])


@pytest.mark.parametrize(
    ("typed", "added"),
    [
        ("ใช่ค่ะ", True), ("เพิ่ม", True), ("ด้วยค่ะ", True), ("เพิ่มวันประชุมด้วย", True), ("ใช่ เพิ่มเลย", True), ("ได้ค่ะ", True),
        ("ไม่", False), ("ไม่เพิ่มค่ะ", False), ("ไม่ต้อง", False), ("ไม่ต้องเพิ่มวันประชุม", False), ("ไม่เอา", False),
        ("ไม่ส่ง", None), ("แก้ไข", None), ("ส่ง", None), ("เพิ่มวันที่ 10 พ.ย. 69", None), ("", None),
    ],
)  # fmt: skip
def test_whether_the_day_is_to_be_added(typed: str, added: bool | None) -> None:
    assert meeting.is_added(typed) is added
