"""A plan that changes during the year: answers are never lost, moved to another measure, or owed backwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from models import organisations
from models.calendar import Month
from models.ledger import count
from models.plan import DivisionName, Measure, Period, Plan
from models.plan_store import PlanRefused, assign, save_plan
from models.records import ledger, load_plans
from models.say import as_text
from models.tables import ConversationRow, Division
from tests import cast
from tests.desk import FakeDesk

NOVEMBER = datetime(2026, 11, 2, 3, tzinfo=UTC)
FEBRUARY = datetime(2027, 2, 2, 3, tzinfo=UTC)


def answer(desk: FakeDesk, who: str, item: str, status: str = "ทำต่อเนื่อง", at: datetime = NOVEMBER) -> None:
    for said in (f"ข้อ {item}", status, "ทำแล้วตามแผน", "ข้าม", "ข้าม", "ข้าม", "ข้าม", "ส่ง"):
        if "บันทึกรายงาน" in "".join(as_text(m) for m in desk.say(who, said, at)):
            return


def change(desk: FakeDesk, plan: Plan, now: datetime = FEBRUARY) -> tuple[str, ...]:
    with desk.db.write() as session:
        return save_plan(session, organisations.choose(session, None), plan, now)


def owed(desk: FakeDesk, code: str, division: str) -> list[str]:
    with desk.db.read() as session:
        (stored,) = load_plans(session, desk.organisation_id)
        found = ledger(session, stored)
    return [
        o.month.key
        for o in found
        if stored.measures[o.key.measure_id].code == code and stored.divisions[o.key.division_id] == division
    ]


def with_measure(plan: Plan, code: str, edit: Callable[[Measure], Measure]) -> Plan:
    return replace(plan, measures=tuple(edit(m) if m.code == code else m for m in plan.measures))


def test_a_measure_with_answers_cannot_be_dropped(desk: FakeDesk) -> None:
    answer(desk, "สมชาย", "2")
    with pytest.raises(PlanRefused, match="M2 has answers"):
        change(desk, replace(cast.PLAN, measures=(cast.PLAN.measures[0], cast.PLAN.measures[2])))
    assert change(desk, replace(cast.PLAN, measures=cast.PLAN.measures[:2])) == ("measure removed: M3",)


def test_a_measure_with_answers_cannot_become_another_one(desk: FakeDesk) -> None:
    answer(desk, "สมชาย", "1")
    with pytest.raises(PlanRefused, match="code of its own"):
        change(desk, with_measure(cast.PLAN, "M1", lambda m: replace(m, title="ปรับปรุงเว็บไซต์ของหน่วยงานให้เป็นปัจจุบัน")))
    corrected = with_measure(cast.PLAN, "M1", lambda m: replace(m, title=m.title.replace("ของขวัญ", "ของขวัญทุกชนิด")))
    assert change(desk, corrected) == ("measure changed: M1",)


def test_a_new_measure_is_owed_from_now_on(desk: FakeDesk) -> None:
    new = replace(cast.PLAN.measures[0], code="M4", order=4, title="มาตรการใหม่")
    change(desk, replace(cast.PLAN, measures=(*cast.PLAN.measures, new)))
    assert owed(desk, "M4", "กองช่าง")[0] == "2027-02"


def test_a_new_owner_is_asked_from_now_on_and_the_old_ones_answers_stay(desk: FakeDesk) -> None:
    answer(desk, "สมชาย", "1")
    change(desk, with_measure(cast.PLAN, "M1", lambda m: replace(m, divisions=("finance",))))
    assert owed(desk, "M1", "กองช่าง") == ["2026-10", "2026-11", "2026-12", "2027-01"]
    change(desk, with_measure(cast.PLAN, "M3", lambda m: replace(m, divisions=("works",))))
    assert owed(desk, "M3", "กองช่าง") == ["2027-02", "2027-03"]


def test_an_owner_given_by_hand_is_asked_from_now_on(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        assign(session, organisations.choose(session, None), 2570, "M3", "กองช่าง", FEBRUARY)
    assert owed(desk, "M3", "กองช่าง") == ["2027-02", "2027-03"]
    assert change(desk, cast.PLAN) == ()
    assert owed(desk, "M3", "กองช่าง") == ["2027-02", "2027-03"]


def test_an_answer_outside_a_shortened_period_stays(desk: FakeDesk) -> None:
    answer(desk, "สมชาย", "1")
    later = Period("ไตรมาส ๒", Month(2027, 1).first_day, Month(2027, 3).last_day)
    change(desk, with_measure(cast.PLAN, "M1", lambda m: replace(m, period=later)))
    assert owed(desk, "M1", "กองช่าง") == ["2026-10", "2027-01", "2027-02", "2027-03"]
    with desk.db.read() as session:
        (stored,) = load_plans(session, desk.organisation_id)
        assert count(ledger(session, stored)).submitted == 1


def test_a_division_that_gets_another_code_stays_the_same_division(desk: FakeDesk) -> None:
    recoded = replace(
        with_measure(cast.PLAN, "M1", lambda m: replace(m, divisions=("engineering", "finance"))),
        divisions=(DivisionName("engineering", "กองช่าง"), cast.PLAN.divisions[1]),
    )
    change(desk, recoded)
    with desk.db.read() as session:
        assert session.scalars(select(Division.name).order_by(Division.id)).all() == ["กองช่าง", "กองคลัง"]
    assert "กองช่าง" in "".join(as_text(m) for m in desk.say("สมชาย", "รายงาน", NOVEMBER))


def test_all_divisions_means_those_of_the_plan(desk: FakeDesk) -> None:
    works_only = replace(
        with_measure(cast.PLAN, "M1", lambda m: replace(m, divisions=("works",))),
        divisions=cast.PLAN.divisions[:1],
        measures=tuple(replace(m, divisions=("works",)) if m.code == "M1" else m for m in cast.PLAN.measures[:2]),
    )
    change(desk, works_only)
    assert owed(desk, "M2", "กองคลัง") == []


def test_the_draft_of_a_measure_that_is_gone_keeps_what_was_typed(desk: FakeDesk) -> None:
    desk.say("มาลี", "ข้อ 3", NOVEMBER)
    desk.say("มาลี", "กำลังทำ", NOVEMBER)
    change(desk, replace(cast.PLAN, measures=cast.PLAN.measures[:2]))
    (told,) = desk.say("มาลี", "ร่างแผนจัดซื้อแล้ว", NOVEMBER)
    assert "ไม่ต้องรายงานแล้ว" in as_text(told)
    with desk.db.read() as session:
        assert session.scalars(select(ConversationRow.answers)).one()["_unsent"] == ["ร่างแผนจัดซื้อแล้ว"]
    assert "รายงานเดือน ต.ค. ๖๙" in as_text(desk.say("มาลี", "รายงาน", NOVEMBER)[0])


def test_a_plan_of_another_name_never_takes_over(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        with pytest.raises(organisations.OrganisationUnclear, match="not the plan's organisation"):
            organisations.choose_or_add(session, "อบต.อื่น", "เทศบาลตัวอย่าง", FEBRUARY)
        first = organisations.choose_or_add(session, "เทศบาลตัวอย่าง", "เทศบาลตัวอย่าง", FEBRUARY)
        assert first.id == desk.organisation_id
        second = organisations.choose_or_add(session, "เทศบาลสอง", "เทศบาลสอง", FEBRUARY)
        assert second.id != desk.organisation_id
