"""Invitation codes: limited in number and in time, kept as a hash only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from handlers import joining
from models.calendar import Month
from models.say import as_text
from models.tables import Invitation, Organisation, Person
from tests import cast
from tests.desk import FakeDesk
from tests.reported import report_months

NOW = datetime(2026, 10, 20, 3, 0, tzinfo=UTC)


def code_of(desk: FakeDesk, *, uses: int = 1, days: int = 14) -> str:
    with desk.db.write() as session:
        code, _ = joining.invite(
            session, desk.organisation_id, "executive", None, NOW, uses=uses, valid=timedelta(days=days)
        )
    return code


def joins(desk: FakeDesk, who: str, text: str, at: datetime = NOW) -> bool:
    return "เข้าร่วมแล้ว" in "".join(as_text(m) for m in desk.say(who, text, at))


def test_a_code_is_good_until_it_expires(desk: FakeDesk) -> None:
    code = code_of(desk, days=3)
    assert not joins(desk, "คนช้า", code, NOW + timedelta(days=3, minutes=1))
    assert joins(desk, "คนไว", code, NOW + timedelta(days=2))


def test_a_code_is_good_for_as_many_people_as_it_says(desk: FakeDesk) -> None:
    code = code_of(desk, uses=2)
    assert [joins(desk, who, code) for who in ("หนึ่ง", "สอง", "สาม")] == [True, True, False]


def test_who_sends_the_same_code_twice_does_not_use_it_up(desk: FakeDesk) -> None:
    code = code_of(desk, uses=2)
    assert joins(desk, "หนึ่ง", code)
    desk.say("หนึ่ง", "ข้าม", NOW)
    desk.say("หนึ่ง", code, NOW)
    assert joins(desk, "สอง", code)


@pytest.mark.parametrize("form", ["{}", "{} ค่ะ", "รหัส {} ครับ", "สวัสดีค่ะ {}"])
def test_a_code_is_found_as_people_write_it(desk: FakeDesk, form: str) -> None:
    assert joins(desk, "หนึ่ง", form.format(code_of(desk)))


@pytest.mark.parametrize("change", [str.lower, lambda c: c.replace("-", ""), lambda c: c.replace("-", " – ")])
def test_case_and_dash_do_not_matter(desk: FakeDesk, change: Callable[[str], str]) -> None:
    assert joins(desk, "หนึ่ง", change(code_of(desk)))


def test_the_code_itself_is_not_kept(desk: FakeDesk) -> None:
    code = code_of(desk)
    with desk.db.read() as session:
        (row,) = session.scalars(select(Invitation)).all()
    assert code.replace("-", "") not in row.code_hash


def test_a_stranger_leaves_no_trace_among_people(desk: FakeDesk) -> None:
    desk.say("คนแปลกหน้า", "สวัสดี", NOW)
    desk.sticker("คนแปลกหน้า", NOW)
    with desk.db.read() as session:
        assert len(session.scalars(select(Person)).all()) == 4


def test_who_has_sent_nothing_is_not_thanked_for_it(desk: FakeDesk) -> None:
    def says(who: str, at: datetime) -> str:
        return as_text(desk.say(who, "รายงาน", at)[0])

    with desk.db.write() as session:
        cast.join(session, session.get_one(Organisation, desk.organisation_id), "อารี", "reporter", "กองช่าง")
        report_months(session, desk.organisation_id, Month(2026, 10), Month(2026, 10))
    assert says("อารี", NOW).startswith("กองช่าง ส่งครบทุกข้อแล้วค่ะ ตอนนี้ไม่มีข้อที่ต้องรายงาน")
    assert says("สมชาย", NOW).startswith("ส่งครบทุกข้อแล้ว ขอบคุณค่ะ")


def test_who_owes_nothing_any_more_has_not_sent_all(desk: FakeDesk) -> None:
    for number in (1, 2):
        for said in (f"ข้อ {number} เสร็จแล้ว ประชุม 7 ต.ค. 69 จำนวน 1 ครั้ง ไม่มีปัญหา", "ข้าม", "ส่ง"):
            desk.say("สมชาย", said, NOW)
    later = NOW + timedelta(days=90)
    assert as_text(desk.say("สมชาย", "รายงาน", later)[0]).startswith("ตอนนี้ไม่มีข้อที่ต้องรายงานค่ะ")
