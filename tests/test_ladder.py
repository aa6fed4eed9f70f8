"""The ladder: what is due is queued once, whatever happened before; what is not sent is listed with its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from handlers import runs
from models import organisations
from models.calendar import Month, at
from models.plan import DivisionName
from models.plan_store import save_plan
from models.post_tables import Outgoing
from models.say import as_text
from scheduler import due, ladder
from tests import cast
from tests.desk import FakeDesk
from tests.reported import report_months

OPENING = datetime(2026, 10, 26, 2, 0, tzinfo=UTC)  # Monday 09:00 in Bangkok
AFTER_THE_ROUND = datetime(2027, 4, 7, 2, 0, tzinfo=UTC)  # the 6th is a holiday


def done(lines: list[ladder.Line]) -> list[tuple[str, str, str, str]]:
    return [(line.step, line.period, line.division or line.person, line.reason) for line in lines]


def test_a_second_tick_sends_nothing(desk: FakeDesk) -> None:
    lines, pushed = desk.tick(OPENING)
    assert done(lines) == [("open", "2026-10", "กองช่าง", ""), ("open", "2026-10", "กองคลัง", "")]
    assert len(pushed) == 2
    assert desk.tick(OPENING + timedelta(minutes=2)) == ([], {})


def test_nothing_is_due_before_the_month_opens(desk: FakeDesk) -> None:
    assert desk.tick(OPENING - timedelta(minutes=1)) == ([], {})


def test_nothing_goes_out_at_night_or_on_a_day_off_but_then_in_the_morning(desk: FakeDesk) -> None:
    for closed in (datetime(2026, 10, 26, 14, tzinfo=UTC), datetime(2026, 10, 31, 3, tzinfo=UTC)):
        lines, pushed = desk.tick(closed)
        assert {line.reason for line in lines} == {"outside_office_hours"}
        assert pushed == {}
    assert len(desk.tick(datetime(2026, 11, 2, 1, 30, tzinfo=UTC))[1]) == 2


def test_who_has_answered_everything_gets_no_card(desk: FakeDesk) -> None:
    for item in ("1", "2"):
        for said in (f"ข้อ {item}", "ยังไม่เริ่ม", "ไม่มี", "ส่ง"):
            desk.say("สมชาย", said, OPENING - timedelta(days=3))
    lines, _ = desk.tick(OPENING)
    assert done(lines) == [("open", "2026-10", "กองคลัง", "")]


def test_after_days_down_only_the_newest_month_is_asked_and_the_older_stand_inside(desk: FakeDesk) -> None:
    lines, pushed = desk.tick(datetime(2026, 11, 25, 3, tzinfo=UTC))
    assert {(line.step, line.period) for line in lines if line.outgoing_id and line.division} == {("open", "2026-11")}
    reporters = [cast.line_id(name) for name in ("สมชาย", "มาลี")]
    assert all("เดือนที่ค้างส่ง: ต.ค. ๖๙" in as_text(pushed[one][0]) for one in reporters)


def test_a_division_that_gets_its_reporter_later_gets_its_card_then(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        divisions = (*cast.PLAN.divisions, DivisionName("edu", "กองการศึกษา"))
        save_plan(session, organisations.choose(session, None), replace(cast.PLAN, divisions=divisions), OPENING)
    lines, _ = desk.tick(OPENING)
    assert ("open", "2026-10", "กองการศึกษา", "no_reporter") in done(lines)
    with desk.db.write() as session:
        cast.join(session, organisations.choose(session, None), "สมชาย", "reporter", "กองการศึกษา")
    lines, _ = desk.tick(OPENING + timedelta(hours=1))
    assert done(lines) == [("open", "2026-10", "กองการศึกษา", "reminded_lately")]
    lines, pushed = desk.tick(OPENING + timedelta(days=1))
    assert done(lines) == [("open", "2026-10", "กองการศึกษา", "")]
    assert "กองการศึกษา" in as_text(pushed[cast.line_id("สมชาย")][0])


def test_who_is_answering_just_now_is_not_disturbed(desk: FakeDesk) -> None:
    desk.say("สมชาย", "ข้อ 1", OPENING - timedelta(minutes=1))
    assert ("open", "2026-10", "กองช่าง", "in_conversation") in done(desk.tick(OPENING)[0])
    assert done(desk.tick(OPENING + timedelta(minutes=20))[0]) == [("open", "2026-10", "กองช่าง", "")]


def test_who_blocked_the_bot_is_listed_and_asked_again_when_back(desk: FakeDesk) -> None:
    desk.event("สมชาย", OPENING - timedelta(hours=1), "unfollow")
    assert ("open", "2026-10", "กองช่าง", "unreachable") in done(desk.tick(OPENING)[0])
    desk.event("สมชาย", OPENING + timedelta(hours=1), "follow", follow={"isUnblocked": True})
    assert done(desk.tick(OPENING + timedelta(hours=2))[0]) == [("open", "2026-10", "กองช่าง", "")]


def test_a_clock_that_goes_back_sends_nothing_again(desk: FakeDesk) -> None:
    desk.tick(OPENING + timedelta(hours=1))
    assert desk.tick(OPENING) == ([], {})


def test_what_was_queued_and_not_sent_stays_on_the_list(desk: FakeDesk) -> None:
    lines, _ = desk.tick(OPENING)
    with desk.db.write() as session:
        session.execute(update(Outgoing).where(Outgoing.id == lines[0].outgoing_id).values(state="held"))
    with desk.db.write() as session:
        again = ladder.tick(session, desk.organisation_id, OPENING, OPENING)
    assert [(line.outgoing_id, line.division) for line in again] == [(lines[0].outgoing_id, "กองช่าง")]


def test_the_rounds_summary_goes_to_each_executive_once(desk: FakeDesk) -> None:
    assert not any(line.step == "summary" for line in desk.tick(AFTER_THE_ROUND - timedelta(days=1))[0])
    lines, pushed = desk.tick(AFTER_THE_ROUND)
    assert [line.person for line in lines if line.step == "summary"] == ["ปลัด"]
    assert "ค้างส่ง ๓๐ ข้อ" in as_text(pushed[cast.line_id("ปลัด")][0])
    assert not any(line.step == "summary" for line in desk.tick(AFTER_THE_ROUND + timedelta(days=1))[0])


def test_the_summary_is_not_sent_again_after_its_card_went_out_with_the_freeze(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        report_months(session, desk.organisation_id, Month(2026, 10), Month(2027, 3))
    early = AFTER_THE_ROUND - timedelta(days=3)
    for word in ("ปิดรอบ", "ปิดรอบนี้", "ปิดรอบนี้"):
        desk.say("นิภา", word, early)
    assert "ปิดรอบแล้ว" in as_text(desk.pushed(early)[cast.line_id("ปลัด")][0])
    assert not any(line.step == "summary" for line in desk.tick(AFTER_THE_ROUND)[0])


def test_who_got_the_card_of_a_freeze_that_is_undone_hears_it_without_a_push(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        report_months(session, desk.organisation_id, Month(2026, 10), Month(2027, 3))
    early = AFTER_THE_ROUND - timedelta(days=3)
    for word in ("ปิดรอบ", "ปิดรอบนี้", "ปิดรอบนี้"):
        desk.say("นิภา", word, early)
    desk.pushed(early)
    desk.say("นิภา", "ยกเลิกการปิดรอบ", early)
    desk.say("นิภา", "ยกเลิกการปิดรอบ", early)
    assert desk.pushed(early) == {}
    assert "กำลังแก้ไขอยู่" in as_text(desk.say("ปลัด", "เมนู", early)[0])
    assert any(line.step == "summary" for line in desk.tick(AFTER_THE_ROUND)[0]), "it comes in its time"


@pytest.mark.parametrize("period", ["2570-6m", "2570-3m-2"])
def test_the_year_of_a_round_is_said_once(period: str) -> None:
    assert runs.shown_round(period).count("๒๕๗๐") == 1


def test_the_summary_of_a_round_long_past_is_no_news(desk: FakeDesk) -> None:
    assert not any(line.period == "2570-6m" for line in desk.tick(AFTER_THE_ROUND + timedelta(days=91))[0])


def test_the_next_step_is_known(desk: FakeDesk) -> None:
    with desk.db.read() as session:
        first = due.next_step(session, desk.organisation_id, OPENING - timedelta(days=5))
        last = due.next_step(session, desk.organisation_id, at(cast.START.date().replace(year=2027), OPENING.time()))
    assert first == (OPENING, "open", "2026-10")
    assert last is not None
    assert last[1:] == ("late", "2027-09")
