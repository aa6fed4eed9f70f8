"""Buttons with forged or stale data, at the real desk: none fails, none changes what is not the presser's."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from models.report_tables import Acknowledgement
from models.say import as_text
from models.tables import BundleRow, ProgressEntry
from tests.desk import FakeDesk

NOW = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
LONG = "9" * 23


@pytest.mark.parametrize(
    "data",
    [  # one per kind of damage
        "",
        "/",
        "bundle",
        "bundle/²/send",
        "bundle/1/send",
        f"bundle/{LONG}/send",
        "bundle/-1/send",
        "which/²/1.1.2026-10",
        f"which/{LONG}/x",
        "which/1/at.1.2026-10",
        "same/2026-10/²",
        "same/2026-13/1",
        f"same/2026-10/{LONG}",
        "none/9999-99/1",
        f"open/1.{LONG}.2026-10",
        f"edit/{LONG}.1.2026-10",
        "add/1.2.2026-10",
        "add/x",
        f"evidence/1.{LONG}.2026-10",
        "evidence/remove/²",
        f"say/1.{LONG}.2026-10/status/done",
        "say/1.2.2026-10/confirm/send",
        "start/2026-10/²",
        "late/use",
        "late/x",
        "staff/²",
        "staff/move/1/1",
        "meet/sure/9999-12-31",
        "out/yes/x",
        "chain",
        "chain/propose/²",
        f"chain/propose/{LONG}/yes",
        "chain/propose/1/yes",
        "chain/endorse/1/1",
        "chain/yes/endorse/1/1",
        "chain/with/return/1/²",
        "chain/yes/approve/1/1",
        "chain/skip/1/1",
        "chain/chase/1",
        "post/1",
        "post/d9",
        f"post/d1/{LONG}/own",
        "post/d1/²/act",
        "post/d2/1/own",
        "post/d2/4/until",
        "publish/1",
        "publish/²/website/today",
        "publish/1/text/x",
        "publish/1/x/day",
        "leave/until",
        "word/",
        "paper/excel/2570/6m",
        "paper/excel/2570/9m",
        "paper/x/2570/6m",
        "paper/excel/²/6m",
        "gaps/2570/6m",
        "gaps/2570/6m/²",
        f"gaps/2570/6m/{LONG}",
        "gap/2570/6m/chase/missing/1/x",
        "gap/2570/6m/all/99",
        f"gap/2570/6m/all/{LONG}",
        "gap/2570/6m/pick/²",
        "gap/2570/6m/unlock/all/1",
        "gap/2570/6m/waive/",
        "gap/9999/6m/waive/x",
        "close/2570/6m/yes",
        "close/2570/6m/yes/1",
        "close/2570/6m/yes/²",
        "close/2570/6m/undone",
        "close/2570/6m/undone/1",
        "close/2570/6m/versions",
        "close/2570/6m/x",
        "close/x/6m",
        "reopen/1/2026-10",
        "reopen/²/2026-10",
        f"reopen/{LONG}/2026-10",
        "reopen/1/2026-13",
        "story/2570/6m/1/activity",
        "story/2570/6m/1/x",
        "story/2570/6m/²/activity",
        f"story/2570/6m/{LONG}/activity/back",
        "x" * 300,
    ],
)
@pytest.mark.parametrize("who", ["สมชาย", "นิภา"])
def test_forged_data_fails_nothing(desk: FakeDesk, data: str, who: str) -> None:
    assert desk.event(who, NOW, "postback", postback={"data": data})
    with desk.db.read() as session:
        assert not session.scalars(select(ProgressEntry)).all()


def test_the_bundle_of_another_person_is_not_sent(desk: FakeDesk) -> None:
    desk.say("สมชาย", "ไม่มีการดำเนินการ เพราะรองบ", NOW)
    with desk.db.read() as session:
        bundle = session.scalars(select(BundleRow)).one()
    desk.event("มาลี", NOW, "postback", postback={"data": f"bundle/{bundle.id}/send"})
    with desk.db.read() as session:
        assert not session.scalars(select(ProgressEntry)).all()


def test_a_bundle_pressed_twice_is_sent_once(desk: FakeDesk) -> None:
    desk.say("สมชาย", "ไม่มีการดำเนินการ เพราะรองบ", NOW)
    desk.tap("สมชาย", "ส่งรายงาน", NOW)
    desk.tap("สมชาย", "ส่งรายงาน", NOW)
    with desk.db.read() as session:
        assert len(session.scalars(select(ProgressEntry)).all()) == 2


def test_what_a_colleague_finished_meanwhile_strands_nobody(desk: FakeDesk) -> None:
    desk.say(
        "สมชาย",
        "ข้อ 1 ประกาศ 7 ต.ค. 69 จำนวน 1 ฉบับ ต่อเนื่อง ไม่มีปัญหา ข้อ 2 ประชุม 7 ต.ค. 69 ผู้เข้าร่วม 9 คน ต่อเนื่อง ไม่มีปัญหา",
        NOW,
    )
    desk.say("สมชาย", "ส่ง", NOW)
    desk.say("สมชาย", "เหมือนเดือนก่อน", NOVEMBER)
    with desk.db.write() as session:  # as if a colleague had changed October to done: November is owed no more
        for entry in session.scalars(select(ProgressEntry)):
            entry.answers = {**entry.answers, "status": "done"}
    for said in ("เมนู", "7 พ.ย. 69", "ส่ง", "รายงาน"):
        assert desk.say("สมชาย", said, NOVEMBER)


def test_a_message_about_several_that_was_left_takes_over_nothing(desk: FakeDesk) -> None:
    desk.say("สมชาย", "ข้อ 1 ต่อเนื่อง อบรม 7 ต.ค. 69 จำนวน 5 คน ข้อ 2 ต่อเนื่อง ประชุม 8 ต.ค. 69 จำนวน 9 คน", NOW)
    desk.say("สมชาย", "ยกเลิก", NOW)
    desk.tick(NOVEMBER)
    desk.say("สมชาย", "ข้อ 1 ต่อเนื่อง อบรม 7 พ.ย. 69 จำนวน 5 คน ไม่มีปัญหา", NOVEMBER)
    answers = desk.say("สมชาย", "ส่ง", NOVEMBER)
    assert "บันทึกรายงานเดือน พ.ย. ๖๙" in as_text(answers[0])
    assert not any("ต.ค. ๖๙" in as_text(m) and "มีปัญหา" in as_text(m) for m in answers)


def test_a_month_in_other_digits_is_no_month_to_take_note_of(desk: FakeDesk) -> None:
    for data in ("ack/month/2026-1๐", "ack/month/2026-10", "ack/month/2026-10"):
        desk.event("ปลัด", NOW, "postback", postback={"data": data})
    with desk.db.read() as session:
        assert session.scalars(select(Acknowledgement.what)).all() == ["month/2026-10"]
