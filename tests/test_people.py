"""People come, move, stand in, go on leave and leave; who is asked follows, and what they answered stays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from models import outbox, people
from models.calendar import at
from models.post_tables import InboundEvent, Outgoing
from models.say import Text, as_text
from models.tables import ConversationRow, Organisation, Person, ProgressEntry, RoleRow
from tests import cast
from tests.desk import FakeDesk, check_body

NOW = datetime(2026, 10, 20, 3, 0, tzinfo=UTC)
TODAY = date(2026, 10, 20)
FINANCE = "กองคลัง"


class Staff:
    """Short words for what the tests do to people."""

    def __init__(self, desk: FakeDesk) -> None:
        self.desk = desk

    def joins(self, name: str, role: str = "reporter", division: str | None = FINANCE) -> None:
        with self.desk.db.write() as session:
            cast.join(session, session.get_one(Organisation, self.desk.organisation_id), name, role, division)

    def acts(self, name: str, until: date) -> None:
        with self.desk.db.write() as session:
            division = next(d for d, a in self._asked(session).items() if a.person and a.person.name == "มาลี")
            people.give(session, self._find(session, name), "reporter", division, NOW, acting=True, until=until)

    def is_away(self, name: str, until: date | None) -> None:
        with self.desk.db.write() as session:
            self._find(session, name).away_until = until

    def blocks(self, name: str) -> None:
        self.desk.event(name, NOW, "unfollow")

    def asked(self, today: date = TODAY) -> tuple[str | None, str]:
        """Who is asked in กองคลัง, and the reason when nobody is."""
        with self.desk.db.read() as session:
            found = list(self._asked(session, today).values())[1]
            return (found.person.name if found.person else None, found.reason)

    def _asked(self, session: Session, today: date = TODAY) -> dict[int, people.Asked]:
        return people.to_ask(session, self.desk.organisation_id, today)

    def _find(self, session: Session, name: str) -> Person:
        return session.scalars(select(Person).where(Person.name == name)).one()


@pytest.fixture
def staff(desk: FakeDesk) -> Staff:
    return Staff(desk)


# --- Who is asked


def test_the_primary_then_who_acts_then_the_deputies(staff: Staff) -> None:
    staff.joins("สำรอง")
    staff.joins("แทน", "executive", None)
    staff.acts("แทน", date(2026, 11, 30))
    assert staff.asked() == ("มาลี", "")
    staff.is_away("มาลี", date(2026, 11, 1))
    assert staff.asked() == ("แทน", "")
    staff.is_away("แทน", date(2026, 11, 1))
    assert staff.asked() == ("สำรอง", "")
    staff.blocks("สำรอง")
    assert staff.asked() == (None, "away")
    assert staff.asked(date(2026, 11, 2)) == ("มาลี", "")  # a leave ends by itself


def test_why_nobody_is_asked(staff: Staff) -> None:
    staff.blocks("มาลี")
    assert staff.asked() == (None, "unreachable")
    staff.desk.say("มาลี", "ออกจากระบบ", NOW)
    staff.desk.say("มาลี", "ยืนยัน", NOW)
    assert staff.asked() == (None, "no_reporter")


def test_when_the_primary_leaves_the_next_reporter_is_asked_first(staff: Staff) -> None:
    staff.joins("สำรอง")
    staff.desk.say("มาลี", "ออกจากระบบ", NOW)
    staff.desk.tap("มาลี", "ยืนยันออกจากระบบ", NOW)
    assert staff.asked() == ("สำรอง", "")
    with staff.desk.db.read() as session:
        firsts = session.scalars(select(RoleRow).where(RoleRow.asked_first, people.HELD)).all()
    assert len(firsts) == 2  # one in each division


def test_acting_lasts_through_its_last_day(staff: Staff) -> None:
    staff.joins("แทน", "executive", None)
    staff.acts("แทน", date(2026, 10, 21))
    last, over = datetime(2026, 10, 21, 16, 59, tzinfo=UTC), datetime(2026, 10, 21, 17, 0, tzinfo=UTC)
    assert "ผู้รายงาน กองคลัง" in str(staff.desk.say("แทน", "ข้อมูลของฉัน", last))
    assert "ผู้รายงาน กองคลัง" not in str(staff.desk.say("แทน", "ข้อมูลของฉัน", over))
    with staff.desk.db.read() as session:
        (role,) = session.scalars(select(RoleRow).where(RoleRow.acting)).all()
        assert role.ended_at == over  # midnight, and the row stays


def test_acting_again_until_a_later_day_replaces_the_earlier(staff: Staff) -> None:
    staff.joins("แทน", "executive", None)
    staff.acts("แทน", date(2026, 10, 21))
    staff.acts("แทน", date(2026, 10, 30))
    with staff.desk.db.read() as session:
        rows = session.scalars(select(RoleRow).where(RoleRow.acting).order_by(RoleRow.id)).all()
    assert [(r.until, r.ended_at is None) for r in rows] == [(date(2026, 10, 21), False), (date(2026, 10, 30), True)]


def test_the_ladder_ends_what_ran_out(staff: Staff) -> None:
    staff.joins("แทน", "executive", None)
    staff.acts("แทน", date(2026, 10, 25))
    staff.is_away("มาลี", date(2026, 10, 30))
    lines, _ = staff.desk.tick(at(date(2026, 10, 26), NOW.time().replace(hour=9)))
    assert [(line.division, line.reason) for line in lines if line.reason] == [(FINANCE, "away")]


# --- What the secretary changes


SENDS = ("staff/1", "staff/move/1/2", "staff/end/1", "staff/end/1/yes", "staff/first/1", "staff/act/1/2")


@pytest.mark.parametrize("send", [*SENDS, "staff/until/1/2"])
def test_only_a_secretary_changes_people(desk: FakeDesk, send: str) -> None:
    for who in ("สมชาย", "ปลัด"):
        answer = desk.event(who, NOW, "postback", postback={"data": send, "params": {"date": "2026-11-30"}})
        assert "เฉพาะผู้ที่ได้รับมอบหมาย" in str(answer)
    with desk.db.read() as session:
        roles = session.scalars(select(RoleRow)).all()
    assert [(r.ended_at, r.acting) for r in roles] == [(None, False)] * 4


@pytest.mark.parametrize(
    "send", ["staff", "staff/", "staff/99", "staff/move/99/1", "staff/move/1/99", "staff/end/x/yes", "staff/act/๑/1"]
)
def test_a_button_that_names_nobody_is_old(desk: FakeDesk, send: str) -> None:
    assert "ปุ่มนี้ใช้ไม่ได้แล้ว" in str(desk.event("นิภา", NOW, "postback", postback={"data": send}))


def test_a_button_pressed_twice_ends_a_role_once(desk: FakeDesk) -> None:
    desk.say("นิภา", "บุคลากร มาลี", NOW)
    desk.tap("นิภา", "พ้นหน้าที่", NOW)
    assert "พ้นหน้าที่" in str(desk.tap("นิภา", "ยืนยันพ้นหน้าที่", NOW))
    assert "ปุ่มนี้ใช้ไม่ได้แล้ว" in str(desk.tap("นิภา", "ยืนยันพ้นหน้าที่", NOW))


def test_the_last_secretary_stays_also_by_an_old_button(desk: FakeDesk, staff: Staff) -> None:
    staff.joins("อารี", "secretary", None)
    desk.say("นิภา", "บุคลากร อารี", NOW)
    desk.tap("นิภา", "พ้นหน้าที่", NOW)
    desk.say("อารี", "บุคลากร นิภา", NOW)
    desk.tap("อารี", "พ้นหน้าที่", NOW)
    desk.tap("นิภา", "ยืนยันพ้นหน้าที่", NOW)
    desk.tap("อารี", "ยืนยันพ้นหน้าที่", NOW)  # is no secretary any more
    with desk.db.read() as session:
        assert [p.name for p in people.holding(session, desk.organisation_id, ["secretary"])] == ["นิภา"]


def test_who_moves_leaves_the_answers_with_the_division(desk: FakeDesk) -> None:
    for said in ("ข้อ 1", "ยังไม่เริ่ม", "ไม่มี", "ส่ง", "ข้อ 2", "ทำต่อเนื่อง"):
        desk.say("มาลี", said, NOW)
    for said in ("บุคลากร มาลี", "ย้ายกอง", "กองช่าง", "ยืนยันย้ายกอง"):
        desk.say("นิภา", said, NOW)
    with desk.db.read() as session:
        (entry,) = session.scalars(select(ProgressEntry)).all()
        (draft,) = session.scalars(select(ConversationRow)).all()
        roles = session.scalars(select(RoleRow).where(RoleRow.person_id == entry.person_id)).all()
    assert [(r.division_id, r.ended_at) for r in roles] == [(entry.division_id, NOW), (1, None)]
    assert (draft.open, draft.answers["status"]) == (False, "ongoing")
    answer = desk.say("มาลี", "รายงาน", NOW)
    assert "ย้ายท่านจากผู้รายงาน กองคลัง" in as_text(answer[0])
    assert "กองช่าง" in as_text(answer[1])


def test_two_hundred_people_fit_into_one_answer(desk: FakeDesk, staff: Staff) -> None:
    for n in range(200):
        staff.joins(f"{n:03} ผู้รายงานที่มีชื่อและนามสกุลยาวมากเป็นพิเศษในกองคลัง")
    answer = desk.say("นิภา", "บุคลากร", NOW)
    drawn = check_body(answer)  # within LINE's limits, and no row was left out to keep them
    assert len(drawn) == 4
    assert "และอีก" not in str(drawn)
    assert "แสดง ๔๘ จาก ๒๐๔ คน" in as_text(answer[-1])
    assert "150 ผู้รายงาน" in str(desk.say("นิภา", "บุคลากร 150", NOW))


def test_a_number_typed_much_later_means_something_else(desk: FakeDesk) -> None:
    desk.say("นิภา", "บุคลากร", NOW)
    assert "ยังไม่เข้าใจ" in str(desk.say("นิภา", "1", NOW + timedelta(hours=2)))


def test_what_was_said_before_a_question_does_not_answer_it(desk: FakeDesk) -> None:
    desk.say("มาลี", "ออกจากระบบ", NOW)
    desk.say("มาลี", "ใช่", NOW - timedelta(seconds=5))  # came late
    with desk.db.read() as session:
        assert people.find(session, desk.organisation_id, cast.line_id("มาลี")) is not None
    assert "ยังอยู่ในระบบ" in str(desk.say("มาลี", "ไม่", NOW + timedelta(seconds=5)))


def test_who_has_left_gets_no_role_by_an_old_button(desk: FakeDesk) -> None:
    desk.say("นิภา", "บุคลากร มาลี", NOW)
    desk.say("มาลี", "ออกจากระบบ", NOW)
    desk.say("มาลี", "ยืนยันออกจากระบบ", NOW)
    assert "ปุ่มนี้ใช้ไม่ได้แล้ว" in str(desk.tap("นิภา", "ให้รักษาราชการแทน", NOW))


def test_two_of_one_name_are_told_apart(desk: FakeDesk, staff: Staff) -> None:
    staff.joins("อารี")
    with desk.db.write() as session:
        session.execute(text("update person set name = 'มาลี' where name = 'อารี'"))
    desk.say("นิภา", "บุคลากร มาลี", NOW)
    assert "ยังไม่เข้าใจ" in str(desk.say("นิภา", "มาลี", NOW))  # which of the two is not guessed
    desk.say("นิภา", "บุคลากร มาลี", NOW)
    assert "ผู้รายงานหลัก กองคลัง" not in str(desk.say("นิภา", "2", NOW))


ODD = ["", " ", "0", "99999", "ยกเลิก", "ข้าม", "🙂", "ก" * 4999, "31 ก.พ.", "%s {0} <b>", "=1+1", "staff/end/1/yes"]


@pytest.mark.parametrize("question", ["บุคลากร", "ประชุม", "ออกจากระบบ", "แก้ชื่อ", "ลา"])
@pytest.mark.parametrize("said", ODD)
def test_no_answer_to_a_small_question_fails_or_changes_roles(desk: FakeDesk, question: str, said: str) -> None:
    with desk.db.write() as session:
        nipa = people.find(session, desk.organisation_id, cast.line_id("นิภา"))
        assert nipa is not None
        people.give(session, nipa, "reporter", 1, NOW)
    desk.say("นิภา", question, NOW)
    desk.say("นิภา", said, NOW)
    with desk.db.read() as session:
        assert all(r.ended_at is None for r in session.scalars(select(RoleRow)))


# --- Leaving


def test_a_number_for_the_report_does_not_throw_anybody_out(desk: FakeDesk) -> None:
    for said in ("ข้อ 1", "ออกจากระบบ", "1"):
        answer = desk.say("มาลี", said, NOW)
    assert "ดำเนินการ" in str(answer) or "ปัญหา" in str(answer)
    with desk.db.read() as session:
        assert people.find(session, desk.organisation_id, cast.line_id("มาลี")) is not None


def test_who_leaves_is_unlinked_everywhere_and_may_come_back_as_somebody_new(desk: FakeDesk, staff: Staff) -> None:
    for said in ("ข้อ 1", "ยังไม่เริ่ม", "ไม่มี", "ส่ง"):
        desk.say("มาลี", said, NOW)
    me = cast.line_id("มาลี")
    with desk.db.write() as session:
        person = people.find(session, desk.organisation_id, me)
        assert person is not None
        outbox.push(session, desk.organisation_id, me, person.id, (Text("การ์ด"),), NOW)
        outbox.reply(session, desk.organisation_id, me, person.id, None, (Text("ไฟล์"),), NOW)
    desk.say("มาลี", "ออกจากระบบ", NOW)
    desk.say("มาลี", "ยืนยันออกจากระบบ", NOW)
    with desk.db.read() as session:
        old = session.get_one(Person, person.id)
        assert (old.line_id, old.name, people.roles(session, old)) == (f"left-{old.id}", None, [])
        assert session.scalars(select(ProgressEntry.person_id)).all() == [old.id]  # the division's answers stay
        assert session.scalars(select(Outgoing).where(Outgoing.line_id == me)).all() == []
        (farewell,) = session.scalars(select(Outgoing).where(Outgoing.line_id == "")).all()
        assert "ออกจากระบบแล้ว" in str(farewell.messages)
        assert session.scalars(select(InboundEvent).where(InboundEvent.body.contains(me))).all() == []
    staff.joins("มาลี")
    with desk.db.read() as session:
        new = people.find(session, desk.organisation_id, me)
        assert new is not None
        assert new.id != person.id


def test_a_database_of_before_goes_on_with_its_roles(desk: FakeDesk) -> None:
    """The columns that came later are empty in old rows: everybody still holds what they held."""
    with desk.db.write() as session:
        session.execute(text("update role set until = null, ended_at = null, acting = false"))
        session.execute(text("update person set asking_about = null, away_until = null"))
    assert "กองช่าง" in str(desk.say("สมชาย", "สถานะ", datetime(2026, 10, 27, 3, tzinfo=UTC)))
