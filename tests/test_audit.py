"""The audit: every change has its line, with who made it and the values; nobody's words or name stay in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from models import audit, organisations, people
from models.audit_reading import EVERYTHING, Change, Wanted, changes
from models.calendar import Month
from models.database import Database
from models.keeping_tables import AuditEntry
from models.plan import plan_from_json, plan_to_json
from models.plan_store import assign, save_plan
from models.tables import Person
from tests import cast
from tests.desk import FakeDesk
from tests.test_leaving import leave
from tests.test_unsent import stored

NOW = datetime(2026, 10, 26, 3, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)


def lines(db: Database, wanted: Wanted = EVERYTHING) -> list[Change]:
    """The audit, oldest first."""
    with db.read() as session:
        return changes(session, 1, wanted)[::-1]


def what(db: Database, since: datetime = NOW) -> list[str]:
    return [c.what for c in lines(db, Wanted(since=since))]


def values(change: Change) -> dict[str, tuple[Any, Any]]:
    return {v.name: (v.old, v.new) for v in change.values}


def report(desk: FakeDesk, output: str, at: datetime = NOW) -> None:
    for said in ("ข้อ 1", "ทำต่อเนื่อง", "ประชุมชี้แจงนโยบาย", "ข้าม", output, "ไม่มี", "ส่งรายงาน"):
        desk.say("สมชาย", said, at)


def test_an_answer_and_its_change_field_by_field(desk: FakeDesk) -> None:
    report(desk, "คู่มือ 1 เล่ม")
    for said in ("แก้ผลผลิต", "คู่มือ 2 เล่ม", "ส่งรายงาน"):
        desk.say("สมชาย", said, LATER)
    first, second = lines(desk.db, Wanted(since=NOW))
    assert (first.what, first.place, first.code) == (audit.ANSWER, "ข้อ ๑ ต.ค. ๖๙ กองช่าง", "M1")
    assert first.person is not None
    assert first.person.name == "สมชาย"
    assert values(first)["status"] == (None, "ongoing")
    assert values(second) == {"output": ("คู่มือ 1 เล่ม", "คู่มือ 2 เล่ม")}


def test_what_was_unsent_is_gone_from_the_audit_and_that_it_went_is_in_it(desk: FakeDesk) -> None:
    report(desk, "คำลับที่ส่งผิด")
    for said in ("แก้ผลผลิต", "คำที่ส่งใหม่", "ส่งรายงาน"):
        desk.say("สมชาย", said, LATER)
    desk.say("นิภา", "ประวัติ", LATER)
    (sent,) = [i for text, i in desk.sent_ids["สมชาย"] if text == "คำลับที่ส่งผิด"]
    desk.unsend("สมชาย", sent, LATER)
    assert "คำลับ" not in str(lines(desk.db)) + stored(desk)
    assert lines(desk.db)[-1].what == audit.ANSWER_UNSENT
    assert [v.name for v in lines(desk.db)[-1].values] == ["output"]
    assert "คำที่ส่งใหม่" in str(lines(desk.db))


def test_roles_given_moved_ended_and_who_is_asked_first(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        organisation = organisations.choose(session, None)
        for name in ("อารี", "วิภา"):
            cast.join(session, organisation, name, "reporter", "กองช่าง")
    for said in ("บุคลากร อารี", "ย้ายกอง", "กองคลัง", "บุคลากร สมชาย", "พ้นหน้าที่", "ยืนยันพ้นหน้าที่"):
        desk.say("นิภา", said, NOW)
    found = lines(desk.db, Wanted(since=NOW))
    assert [(c.what, c.whom.name if c.whom else "") for c in found] == [
        (audit.ROLE_MOVED, "อารี"),
        (audit.ROLE_ENDED, "สมชาย"),
        (audit.FIRST, "วิภา"),
    ]
    assert {c.person.name for c in found if c.person} == {"นิภา"}
    assert values(found[0])["division"] == (1, 2)


def test_acting_that_ran_out_was_ended_by_the_clock(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        malee = session.scalars(select(Person).where(Person.name == "มาลี")).one()
        people.give(session, malee, "reporter", 1, NOW, acting=True, until=NOW.date())
    desk.say("สมชาย", "เมนู", NOW + timedelta(days=2))
    last = lines(desk.db)[-1]
    assert (last.what, last.author, last.person) == (audit.ROLE_ENDED, "clock", None)


def test_leave_meeting_and_the_wish_to_reopen(desk: FakeDesk) -> None:
    for who, said in (("มาลี", "ลาถึง 30 ต.ค. 69"), ("มาลี", "กลับมาแล้ว"), ("นิภา", "ประชุม 7 ต.ค. 69")):
        desk.say(who, said, NOW)
    assert what(desk.db) == [audit.LEAVE, audit.LEAVE, audit.MEETING]
    assert [values(c) for c in lines(desk.db, Wanted(since=NOW))] == [
        {"until": (None, "2026-10-30")},
        {"until": ("2026-10-30", None)},
        {"dates": ([], ["2026-10-07"])},
    ]


def test_who_joined_signed_it(desk: FakeDesk) -> None:
    from handlers import joining

    with desk.db.write() as session:
        code, _ = joining.invite(session, 1, "reporter", 1, NOW)
    desk.say("อารี", code, NOW)
    invited, given = lines(desk.db, Wanted(since=NOW))
    assert (invited.what, invited.author) == (audit.INVITATION, "operator")
    assert code.replace("-", "") not in str(invited)
    assert given.person is not None
    assert (given.what, given.person.id) == (audit.ROLE_GIVEN, given.whom.id if given.whom else 0)


def test_a_changed_plan_says_what_changed_in_it(desk: FakeDesk) -> None:
    body = plan_to_json(cast.PLAN)
    body["measures"][0]["title"] = "ประกาศนโยบายไม่รับของขวัญ ฉบับใหม่ (No Gift Policy)"
    body["measures"].pop()
    with desk.db.write() as session:
        organisation = organisations.choose(session, None)
        save_plan(session, organisation, plan_from_json(body), NOW)
        save_plan(session, organisation, plan_from_json(body), NOW)  # nothing changes, nothing is written
        assign(session, organisation, 2570, "M2", "กองคลัง", NOW)
    found = {(c.what, c.code): values(c) for c in lines(desk.db, Wanted(since=NOW))}
    assert set(found) == {(audit.MEASURE, "M1"), (audit.MEASURE, "M3"), (audit.OWNER, "M2")}
    assert found[audit.MEASURE, "M1"]["title"][1].endswith("ฉบับใหม่ (No Gift Policy)")
    assert found[audit.MEASURE, "M3"] == {"removed": (False, True)}
    assert found[audit.OWNER, "M2"]["owners"][1][-1][0] == 2


def test_a_new_plan_is_one_line(desk: FakeDesk) -> None:
    (plan,) = [c for c in lines(desk.db) if c.what == audit.PLAN]
    assert values(plan)["measures"] == (None, 3)
    assert [c for c in lines(desk.db) if c.what == audit.MEASURE] == []


def test_who_left_has_no_name_in_the_audit(desk: FakeDesk) -> None:
    with desk.db.write() as session:  # as a later version might write it
        audit.record(session, 1, NOW, "decision.return", place="ของสมชาย", new={"reason": ["ตามที่ สมชาย ขอ"]})
    desk.say("นิภา", "ประวัติ", NOW)
    leave(desk, "สมชาย", LATER)
    held = stored(desk)
    assert cast.line_id("สมชาย") not in held
    assert held.count("สมชาย") == 1, "only what tells those in charge who has left"
    assert "ผู้ที่ออกจากระบบแล้ว" in str(desk.say("นิภา", "ประวัติ", LATER))


def test_a_change_that_is_rolled_back_leaves_no_line(desk: FakeDesk) -> None:
    before = len(lines(desk.db))
    with desk.db.write() as session:
        audit.record(session, 1, NOW, audit.RULES, old={"due_day": 5}, new={"due_day": 7})
        session.rollback()
    assert len(lines(desk.db)) == before


def test_a_year_of_changes_fits_one_card(desk: FakeDesk) -> None:
    long = "ข้อความยาวมากที่พิมพ์มาในช่องนี้ " * 30
    with desk.db.write() as session:
        for n in range(40):
            old, new = ({"reason": long + str(n), "title": long}, {"reason": long, "title": f"{n}{long}"})
            audit.record(session, 1, NOW, audit.MEASURE, about="measure", measure_id=1, old=old, new=new)
    shown = str(desk.say("นิภา", "ประวัติ", LATER))  # the desk holds every card against LINE's limits
    assert shown.count("แก้มาตรการ") == 10


def test_only_who_oversees_may_read(desk: FakeDesk) -> None:
    for who, may in (("สมชาย", False), ("ปลัด", True), ("นิภา", True)):
        assert ("ประวัติการเปลี่ยนแปลง" in str(desk.say(who, "ประวัติ", NOW))) is may


def test_the_table_is_only_appended_to_by_the_house(desk: FakeDesk) -> None:
    report(desk, "คู่มือ 1 เล่ม")
    with desk.db.read() as session:
        rows = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [r.id for r in rows] == list(range(1, len(rows) + 1))
    assert audit.place_of(session, None, None, Month(2026, 10)) == "ต.ค. ๖๙"


def test_a_typed_reason_that_was_unsent_leaves_the_audit(desk: FakeDesk) -> None:
    reason = "เหตุผลลับที่พิมพ์ผิดห้อง"
    desk.say("นิภา", reason, NOW)
    with desk.db.write() as session:  # as a later version might write it
        audit.record(session, 1, NOW, "decision.return", new={"reason": f"คืนเพราะ {reason}"})
    (sent,) = [i for text, i in desk.sent_ids["นิภา"] if text == reason]
    desk.unsend("นิภา", sent, LATER)
    assert reason not in stored(desk)
    assert values(lines(desk.db)[-1])["reason"][1].startswith("คืนเพราะ …")
