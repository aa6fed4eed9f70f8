"""Letters that leave later than they were queued, wishes to be reminded, two roles at once: what an attack found."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.line_draw import render
from models.calendar import Month
from models.dispatch import Result
from models.post_tables import Outgoing, Reminder
from models.rules import RuleRefused, change
from models.say import as_text
from models.tables import CalendarEntry, Division, Organisation, Person
from scheduler import ladder, quota
from scheduler.delivery import deliver_all
from scheduler.quota import Quota
from tests import cast
from tests.desk import FakeDesk
from tests.test_ladder_steps import Line, answer, letters, queue, states
from tests.test_quota import run

FRIDAY = datetime(2026, 10, 30, 9, 29, tzinfo=UTC)  # 16:29
MONDAY = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)  # 08:30
REFUSED = Result("again", error="429")


def deliver(desk: FakeDesk, line: Line, now: datetime) -> None:
    deliver_all(desk.db, desk.organisation_id, render, line.send, lambda: now)


def put_off_on_friday(desk: FakeDesk) -> Line:
    """Two openings that LINE refused a minute before the office closed."""
    line = Line()
    queue(desk, FRIDAY)
    line.answers = [REFUSED, REFUSED]
    deliver(desk, line, FRIDAY)
    deliver(desk, line, FRIDAY + timedelta(minutes=5))
    assert line.sent == []
    return line


def test_who_answers_at_the_weekend_is_not_reminded_on_monday(desk: FakeDesk) -> None:
    line = put_off_on_friday(desk)
    answer(desk, ("สมชาย",), FRIDAY + timedelta(days=1))
    line.sent.clear()
    deliver(desk, line, MONDAY)
    assert [p.line_id for p in line.sent if p.kind == "push"] == [cast.line_id("มาลี")]


def test_who_goes_on_leave_at_the_weekend_is_not_reminded_on_monday(desk: FakeDesk) -> None:
    line = put_off_on_friday(desk)
    desk.say("สมชาย", "ลาถึง 6 พ.ย. 69", FRIDAY + timedelta(days=1))
    deliver(desk, line, MONDAY)
    assert [p.line_id for p in line.sent if p.kind == "push"] == [cast.line_id("มาลี")]


def test_a_letter_that_leaves_late_holds_back_the_next_one(desk: FakeDesk) -> None:
    line = put_off_on_friday(desk)
    deliver(desk, line, MONDAY)
    lines, _ = desk.tick(MONDAY + timedelta(minutes=30))
    assert {x.reason for x in lines if x.step == "nudge"} == {"reminded_lately"}


def test_what_line_would_not_take_for_a_week_goes_into_the_next_letter(desk: FakeDesk) -> None:
    line = put_off_on_friday(desk)
    lines, _ = desk.tick(MONDAY + timedelta(minutes=30))
    assert {(x.step, x.merged) for x in lines if x.outgoing_id} == {("nudge", ("open 2026-10",))}
    deliver(desk, line, MONDAY + timedelta(minutes=31))
    assert states(desk)["dropped"] == 2
    assert line.sent == [], "the desk has sent the two letters itself"


def test_a_refused_letter_does_not_get_lost_when_nothing_runs_for_days(desk: FakeDesk) -> None:
    line = Line()
    queue(desk, FRIDAY)
    line.answers = [REFUSED, REFUSED]
    deliver(desk, line, FRIDAY)
    deliver(desk, line, MONDAY)
    assert len(line.sent) == 2


def test_a_snooze_at_the_weekend_counts_for_a_letter_that_waits(desk: FakeDesk) -> None:
    line = put_off_on_friday(desk)
    desk.say("สมชาย", "เตือนพรุ่งนี้", MONDAY - timedelta(minutes=30))
    deliver(desk, line, MONDAY)
    assert [p.line_id for p in line.sent if p.kind == "push"] == [cast.line_id("มาลี")]
    lines, _ = desk.tick(MONDAY + timedelta(days=1, minutes=30))
    assert [(x.step, x.person) for x in lines if x.person == "สมชาย"] == [("snooze", "สมชาย")]


def test_a_chase_is_not_sent_on_another_day_nor_to_who_has_answered(desk: FakeDesk) -> None:
    line, evening = Line(), datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
    for who in ("กองช่าง", "กองคลัง"):
        desk.say("นิภา", f"ตาม{who}", evening)
    answer(desk, ("สมชาย",), evening + timedelta(minutes=1))
    line.answers = [Result("quota", error="429 You have reached your monthly limit.")]
    deliver(desk, line, evening + timedelta(minutes=2))
    assert states(desk) == {"dropped": 1, "held": 1}, "who has answered is not chased; LINE holds the other"
    run(desk, evening + timedelta(hours=6), 300)  # 01:00 of the next month
    line.sent.clear()
    deliver(desk, line, evening + timedelta(hours=6))
    assert [p for p in line.sent if p.kind == "push"] == []


def test_who_is_answering_when_the_letter_would_go_is_left_alone(desk: FakeDesk) -> None:
    line, opening = Line(), datetime(2026, 10, 26, 2, 0, tzinfo=UTC)
    queue(desk, opening)
    desk.say("สมชาย", "ข้อ 1", opening + timedelta(seconds=5))
    deliver(desk, line, opening + timedelta(minutes=1))
    assert [p.line_id for p in line.sent if p.kind == "push"] == [cast.line_id("มาลี")]


# --- Two roles, and wishes -----------------------------------------------------------------------------------


@pytest.fixture
def also_head(desk: FakeDesk) -> FakeDesk:
    with desk.db.write() as session:
        organisation = session.scalars(select(Organisation)).one()
        cast.join(session, organisation, "สมชาย", "head", "กองช่าง")
        cast.join(session, organisation, "สมชาย", "head", "กองคลัง")
    return desk


def test_a_snooze_holds_only_what_reminds_of_the_own_reports(also_head: FakeDesk) -> None:
    letters(also_head, date(2026, 10, 26), date(2026, 11, 9))
    also_head.say("สมชาย", "เตือนพรุ่งนี้", datetime(2026, 11, 10, 1, 55, tzinfo=UTC))
    lines, pushed = also_head.tick(datetime(2026, 11, 10, 2, 0, tzinfo=UTC))
    assert [(x.step, x.reason) for x in lines if x.person == "สมชาย"] == [("late_again", "snoozed"), ("head", "")]
    assert "เตือนพรุ่งนี้" not in str(pushed[cast.line_id("สมชาย")])
    lines, _ = also_head.tick(datetime(2026, 11, 11, 2, 0, tzinfo=UTC))
    assert [x.step for x in lines if x.person == "สมชาย"] == ["snooze"]


def test_nobody_is_asked_to_chase_himself(also_head: FakeDesk) -> None:
    letters(also_head, date(2026, 10, 26), date(2026, 11, 9))
    _, pushed = also_head.tick(datetime(2026, 11, 10, 2, 0, tzinfo=UTC))
    cards = [as_text(m) for m in pushed[cast.line_id("สมชาย")]]
    assert sum("รายงานเดือน ต.ค. ๖๙ กองช่าง" in c for c in cards) == 1
    assert "กองคลัง ยังค้างส่ง" in cards[0]
    assert "กองช่าง ยังค้างส่ง" not in cards[0]


def test_a_wish_to_be_reminded_ends_with_the_reports_it_was_about(desk: FakeDesk) -> None:
    opening = datetime(2026, 10, 26, 2, 0, tzinfo=UTC)
    desk.tick(opening)
    desk.say("สมชาย", "เตือนพรุ่งนี้", opening + timedelta(minutes=1))
    answer(desk, ("สมชาย",), opening + timedelta(minutes=2))
    assert all("snooze" not in line for line in letters(desk, date(2026, 10, 27), date(2026, 11, 25)))


def test_a_wish_that_the_quota_held_stands_again(desk: FakeDesk) -> None:
    opening = datetime(2026, 10, 26, 2, 0, tzinfo=UTC)
    desk.tick(opening)
    desk.say("สมชาย", "เตือนพรุ่งนี้", opening + timedelta(minutes=1))
    queue(desk, opening + timedelta(days=1))
    with desk.db.write() as session:
        session.execute(update(Outgoing).where(Outgoing.state == "pending").values(state="held"))
    lines = run(desk, opening + timedelta(days=1, minutes=10), 300)
    assert [(x.step, x.person) for x in lines if x.outgoing_id] == [("snooze", "สมชาย")]


def test_who_was_reminded_in_the_afternoon_is_reminded_at_nine_when_they_asked_for_it(desk: FakeDesk) -> None:
    afternoon = datetime(2026, 10, 26, 8, 0, tzinfo=UTC)
    desk.tick(afternoon)
    desk.say("สมชาย", "เตือนพรุ่งนี้", afternoon + timedelta(minutes=1))
    lines, _ = desk.tick(datetime(2026, 10, 27, 2, 0, tzinfo=UTC))
    assert [x.step for x in lines if x.outgoing_id] == ["snooze"]


# --- The secretary -------------------------------------------------------------------------------------------


def test_removing_by_a_number_that_is_none_removes_nothing(desk: FakeDesk) -> None:
    now = datetime(2026, 11, 2, 3, tzinfo=UTC)
    assert "ไม่มีกำหนดการเลขนั้น" in as_text(desk.say("นิภา", "ลบกำหนดการ 0", now)[0])
    desk.say("นิภา", "กำหนดการ ส่ง OIT ภายใน 30 เม.ย. 70", now)
    assert "ไม่มีกำหนดการเลขนั้น" in as_text(desk.say("นิภา", "ลบกำหนดการ 0", now)[0])
    with desk.db.read() as session:
        assert session.scalars(select(CalendarEntry.name)).all() == ["ส่ง OIT"]


def test_a_new_date_is_warned_of_although_a_removed_one_was(desk: FakeDesk) -> None:
    desk.say("นิภา", "กำหนดการ ก 30 เม.ย. 70", datetime(2027, 3, 1, 3, tzinfo=UTC))
    letters(desk, date(2027, 3, 30), date(2027, 4, 1))
    now = datetime(2027, 4, 1, 5, tzinfo=UTC)
    desk.say("นิภา", "ลบกำหนดการ 1", now)
    desk.say("นิภา", "กำหนดการ ข 31 ส.ค. 70", now)
    found = [line for line in letters(desk, date(2027, 8, 1), date(2027, 8, 3)) if " date " in line]
    assert len(found) == 1


def test_an_old_button_of_a_locked_month_does_not_say_that_all_is_in(desk: FakeDesk) -> None:
    now = datetime(2026, 11, 24, 3, tzinfo=UTC)
    desk.say("นิภา", "ตาม", now)
    locked = datetime(2027, 10, 30, 3, tzinfo=UTC)
    assert "ปิดรับแล้ว" in as_text(desk.tap("นิภา", "ตาม", locked)[0])
    assert "ยังไม่มีเดือนที่เปิดรับ" in as_text(desk.say("นิภา", "ตามกองช่าง", datetime(2026, 10, 20, 3, tzinfo=UTC))[0])


@pytest.mark.parametrize(
    "send", ["chase/2026-10/999", "chase/xx/-1", "chase//", "chase/2026-10/๑", "chase/{}/%s", "chase/2026-10/0"]
)
def test_a_forged_button_does_nothing(desk: FakeDesk, send: str) -> None:
    now = datetime(2026, 11, 6, 3, tzinfo=UTC)
    assert desk.event("นิภา", now, "postback", postback={"data": send})
    with desk.db.read() as session:
        assert session.scalars(select(Reminder)).all() == []


def test_a_division_of_another_organisation_cannot_be_chased(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        other = Organisation(name="อบต.อื่น", created_at=cast.START, rules={})
        session.add(other)
        session.flush()
        division = Division(organisation_id=other.id, code="x", name="กองอื่น", position=1)
        session.add(division)
        session.flush()
        sent = f"chase/2026-10/{division.id}"
    now = datetime(2026, 11, 6, 3, tzinfo=UTC)
    assert "ปุ่มนี้ใช้ไม่ได้แล้ว" in as_text(desk.event("นิภา", now, "postback", postback={"data": sent})[0])


def test_days_off_in_the_past_are_not_changed_in_the_chat(desk: FakeDesk) -> None:
    now = datetime(2027, 3, 20, 3, tzinfo=UTC)
    for said in ("วันหยุด 5 พ.ย. 69 วันพิเศษ", "ลบวันหยุด 10 ธ.ค. 69"):
        assert "ผ่านไปแล้ว" in as_text(desk.say("นิภา", said, now)[0])


def test_a_window_that_is_open_is_noted_with_its_last_day(desk: FakeDesk) -> None:
    said = as_text(desk.say("นิภา", "กำหนดการ EIT 1 พ.ย. 69 ถึง 30 พ.ย. 69", datetime(2026, 11, 6, 3, tzinfo=UTC))[0])
    assert "EIT (วันสุดท้าย) วันที่ ๓๐ พ.ย. ๖๙" in said
    assert "วันแรก" not in said
    assert "ก่อนถึงกำหนด ๑๔, ๗ วัน" in said


def test_a_quota_that_is_kept_is_not_called_used_up(desk: FakeDesk) -> None:
    now = datetime(2026, 11, 2, 2, tzinfo=UTC)
    with desk.db.write() as session:
        quota._tell_secretary(session, desk.organisation_id, 8, 40, now, now)
    (first, *_) = desk.say("นิภา", "สวัสดี", now)
    assert "เหลือ ๔๐ ข้อความ" in as_text(first)
    assert "หมดแล้ว" not in as_text(first)


def test_the_quota_of_another_month_is_not_shown(desk: FakeDesk) -> None:
    now = datetime(2026, 10, 26, 2, tzinfo=UTC)
    quota.run(desk.db, desk.organisation_id, now, now, lambda: Quota(300, 10))
    assert "เหลือ ๒๙๐ จาก ๓๐๐" in as_text(desk.say("นิภา", "ตาม", now)[-1])
    assert "เหลือ" not in as_text(desk.say("นิภา", "ตาม", datetime(2026, 11, 2, 2, tzinfo=UTC))[-1])


def test_steps_that_would_come_after_the_lock_are_refused() -> None:
    with pytest.raises(RuleRefused, match="follow one another"):
        change({}, {"head": "30"}, Month(2026, 11))


def test_the_head_is_told_why_nobody_is_asked(also_head: FakeDesk) -> None:
    with also_head.db.write() as session:
        session.execute(update(Person).where(Person.name == "มาลี").values(unreachable_since=cast.START))
    letters(also_head, date(2026, 10, 26), date(2026, 11, 9))
    _, pushed = also_head.tick(datetime(2026, 11, 10, 2, 0, tzinfo=UTC))
    assert "ผู้รายงาน: บล็อกบอท" in as_text(pushed[cast.line_id("สมชาย")][0])


def test_everything_that_waits_can_be_listed(desk: FakeDesk) -> None:
    put_off_on_friday(desk)
    with desk.db.write() as session:
        again = ladder.tick(session, desk.organisation_id, FRIDAY + timedelta(hours=1), FRIDAY)
    assert [x.step for x in again] == ["open", "open"]
