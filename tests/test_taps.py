"""The number that matters: how many taps and messages a month costs a reporter (printed on every run)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from models.calendar import Month
from models.say import as_text
from models.tables import Progress
from tests.cast import line_id
from tests.desk import FakeDesk

OCTOBER, NOVEMBER, DECEMBER, JANUARY = (
    datetime(2026, 10, 28, 9, 20, tzinfo=UTC),
    datetime(2026, 11, 25, 9, 20, tzinfo=UTC),
    datetime(2026, 12, 25, 9, 20, tzinfo=UTC),
    datetime(2027, 1, 25, 9, 20, tzinfo=UTC),
)
FIRST_MONTH = (  # กองคลัง has three measures
    "ข้อ 1 ประชาสัมพันธ์นโยบาย 7 ต.ค. 69 จำนวน 1 ครั้ง ทำต่อเนื่อง ไม่มีปัญหา",
    "ส่ง",
    "ข้อ 2 เน้นย้ำในที่ประชุม 7 ต.ค. 69 ผู้เข้าร่วม 24 คน ทำต่อเนื่อง ไม่มีปัญหา",
    "ส่ง",
    "ข้อ 3 กำลังทำ 40% รวบรวมข้อมูล 12 ต.ค. 69 จำนวน 1 ฉบับ ไม่มีปัญหา",
    "ส่ง",
)


class Counted:
    """A person whose taps and messages are counted."""

    def __init__(self, desk: FakeDesk, who: str) -> None:
        self.desk, self.who = desk, who
        self.taps = self.messages = 0

    def tap(self, label: str, at: datetime) -> str:
        self.taps += 1
        return "\n".join(map(as_text, self.desk.tap(self.who, label, at)))

    def say(self, text: str, at: datetime) -> str:
        self.messages += 1
        return "\n".join(map(as_text, self.desk.say(self.who, text, at)))

    def photo(self, at: datetime) -> str:
        self.messages += 1
        return "\n".join(map(as_text, self.desk.photo(self.who, at)))


def in_month(desk: FakeDesk, month: Month) -> int:
    """How many reports of กองคลัง are in."""
    with desk.db.read() as session:
        return len(session.scalars(select(Progress.id).where(Progress.month == month)).all())


def card_only(desk: FakeDesk, at: datetime) -> Counted:
    """มาลี, who has just been sent the month's card."""
    _, pushed = desk.tick(at)
    desk.remember("มาลี", pushed[line_id("มาลี")])
    return Counted(desk, "มาลี")


def test_what_a_month_costs(desk: FakeDesk, capsys: pytest.CaptureFixture[str]) -> None:
    for said in FIRST_MONTH:
        desk.say("มาลี", said, OCTOBER)
    assert in_month(desk, Month(2026, 10)) == 3

    lines = []
    for name, at, month in (("first", NOVEMBER, Month(2026, 11)), ("second", DECEMBER, Month(2026, 12))):
        malee = card_only(desk, at)
        malee.tap("เหมือนเดือนก่อน", at)
        malee.tap("ส่งรายงาน", at)
        assert in_month(desk, month) == 3
        assert (malee.taps, malee.messages) == (2, 0)
        lines.append(f"unchanged, {name} month running: {malee.taps} taps")

    malee = card_only(desk, JANUARY)
    assert "มีอะไรใหม่" in malee.tap("เหมือนเดือนก่อน", JANUARY)
    malee.tap("ไม่มีอะไรใหม่", JANUARY)
    malee.tap("ส่งรายงาน", JANUARY)
    assert in_month(desk, Month(2027, 1)) == 3
    assert (malee.taps, malee.messages) == (3, 0)
    lines.append(f"unchanged, third month running: {malee.taps} taps, one of them to say that nothing is new")
    with capsys.disabled():
        print("\n" + "\n".join(f"a month of a division of three measures, {line}" for line in lines))


def test_what_one_measure_with_news_costs(desk: FakeDesk, capsys: pytest.CaptureFixture[str]) -> None:
    at_once = Counted(desk, "มาลี")
    at_once.say("ข้อ 3 ประชุมเมื่อ 7 ต.ค. 69 ผู้เข้าร่วม 24 คน เสร็จแล้ว", OCTOBER)
    at_once.say("เจ้าหน้าที่เข้าใจขั้นตอน", OCTOBER)
    at_once.tap("ไม่มี", OCTOBER)
    at_once.tap("ส่งรายงาน", OCTOBER)
    stepwise = card_only(desk, OCTOBER)
    stepwise.tap("รายงาน", OCTOBER)
    stepwise.tap("ดำเนินการต่อเนื่อง", OCTOBER)
    stepwise.say("เน้นย้ำในที่ประชุม 7 ต.ค. 69 ผู้เข้าร่วม 24 คน", OCTOBER)
    stepwise.tap("ไม่มี", OCTOBER)
    stepwise.tap("ส่งรายงาน", OCTOBER)
    assert in_month(desk, Month(2026, 10)) == 2
    assert at_once.taps + at_once.messages <= 4
    assert stepwise.messages <= 4
    with capsys.disabled():
        print(
            f"\none measure with news, in one message: {at_once.messages} messages and {at_once.taps} taps; "
            f"question by question: {stepwise.messages} message and {stepwise.taps} taps"
        )
