"""The chain: its usual posts, who holds them, whose turn it is whatever was said, and what is printed of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from exports.documents import PAPERS
from exports.dossier import gather
from exports.freezing import freeze
from models import chain, endorsements, people
from models.calendar import Round
from models.chain import ChainRefused
from models.database import Database
from models.keeping_tables import AuditEntry
from models.plan import ApprovalStep, OrganisationProfile, plan_from_json
from models.records import StoredPlan, load_plan
from models.report_tables import ReportRow
from models.tables import Person
from tests import cast
from tests.desk import FakeDesk
from tests.dossiers import dump

NOW = datetime(2027, 4, 8, 3, 0, tzinfo=UTC)
TODAY = date(2027, 4, 8)
ORDER = ["ผู้จัดทำ", "ปลัดเทศบาล", "นายกเทศมนตรี"]
SEEDS = Path(__file__).parent.parent / "samples" / "plans"


def named(*names: str) -> list[str]:
    return [step.position for step in chain.chain_of(replace(cast.PLAN, approval_chain=steps(*names)))]


def steps(*names: str) -> tuple[ApprovalStep, ...]:
    actions = {"ผู้อนุมัติ": "approve", "นิติกร": "prepare"}
    return tuple(
        ApprovalStep(9 - n, name, actions.get(name, "comment"))  # type: ignore[arg-type]
        for n, name in enumerate(names)
    )


def test_the_usual_posts_of_a_municipality() -> None:
    assert named() == ["ผู้จัดทำ", "หัวหน้าสำนักปลัดเทศบาล", "รองปลัดเทศบาล", "ปลัดเทศบาล", "นายกเทศมนตรี"]


def test_the_usual_posts_of_a_subdistrict() -> None:
    plan = plan_from_json(json.loads((SEEDS / "kudjok-2566.json").read_text(encoding="utf-8")))
    assert [step.position for step in chain.chain_of(plan)] == [
        "ผู้จัดทำ",
        "หัวหน้าสำนักปลัด",
        "รองปลัดองค์การบริหารส่วนตำบล",
        "ปลัดองค์การบริหารส่วนตำบล",
        "นายกองค์การบริหารส่วนตำบล",
    ]


@pytest.mark.parametrize(
    ("name", "kind", "posts"),
    [
        ("ทต.ตัวอย่าง", "เทศบาล", "หัวหน้าสำนักปลัดเทศบาล รองปลัดเทศบาล ปลัดเทศบาล นายกเทศมนตรี"),
        ("ตัวอย่าง", "เทศบาล", "หัวหน้าสำนักปลัดเทศบาล รองปลัดเทศบาล ปลัดเทศบาล นายกเทศมนตรี"),
        ("ทม.ตัวอย่าง", None, "หัวหน้าสำนักปลัดเทศบาล รองปลัดเทศบาล ปลัดเทศบาล นายกเทศมนตรี"),
        (
            "อบจ.ตัวอย่าง",
            None,
            "หัวหน้าสำนักปลัด รองปลัดองค์การบริหารส่วนจังหวัด ปลัดองค์การบริหารส่วนจังหวัด นายกองค์การบริหารส่วนจังหวัด",
        ),
        ("เมืองพัทยา", None, "หัวหน้าสำนักปลัดเมืองพัทยา รองปลัดเมืองพัทยา ปลัดเมืองพัทยา นายกเมืองพัทยา"),
        (
            "ทมิฬ",  # ทม without its dot is no short form
            None,
            "หัวหน้าสำนักปลัด รองปลัดองค์การบริหารส่วนตำบล ปลัดองค์การบริหารส่วนตำบล นายกองค์การบริหารส่วนตำบล",
        ),
    ],
)
def test_the_kind_of_agency_is_its_type_before_its_name(name: str, kind: str | None, posts: str) -> None:
    plan = replace(cast.PLAN, organisation=OrganisationProfile(name, type=kind), approval_chain=())
    assert [step.position for step in chain.chain_of(plan)][1:] == posts.split()


def test_the_plans_posts_come_in_its_order() -> None:
    assert named("ผู้อนุมัติ", "ปลัด", "นิติกร") == ["นิติกร", "ปลัด", "ผู้อนุมัติ"]


def test_who_prepared_it_alone_is_no_chain() -> None:
    assert named("นิติกร")[0] == "นิติกร"
    assert named("นิติกร")[1:] == named()[1:]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (["ผู้จัดทำ"], "few"),
        ([f"ตำแหน่ง {n}" for n in range(13)], "many"),
        (["ผู้จัดทำ", " "], "empty"),
        (["ผู้จัดทำ", "\u200b\u202e"], "empty"),
        (["ผู้จัดทำ", "น" * 121], "long"),
        (["ผู้จัดทำ", "ปลัด", " ปลัด "], "twice"),
    ],
)
def test_a_chain_that_makes_no_sense_is_refused(desk: FakeDesk, typed: list[str], why: str) -> None:
    with desk.db.write() as session:
        with pytest.raises(ChainRefused) as refused:
            chain.change(session, desk.organisation_id, cast.PLAN, typed, NOW)
        assert refused.value.why == why
        assert not chain.posts(session, desk.organisation_id)


def test_who_holds_a_post_that_stays_keeps_it(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        assert chain.change(session, desk.organisation_id, cast.PLAN, ORDER, NOW)
        hold(session, "ปลัดเทศบาล", "ปลัด")
        hold(session, "นายกเทศมนตรี", "นิภา")
        assert not chain.change(session, desk.organisation_id, cast.PLAN, ORDER, NOW)
        later = NOW + timedelta(days=1)
        assert chain.change(session, desk.organisation_id, cast.PLAN, ["นิติกร", "ปลัดเทศบาล", "นายก"], later)
        assert holders(session, TODAY) == ["", "ปลัด", ""]
        assert [p.name for p in chain.posts(session, desk.organisation_id, 2)] == ORDER
        assert [p.action for p in chain.posts(session, desk.organisation_id)] == ["prepare", "comment", "approve"]


def hold(session: Session, post: str, who: str, *, acting: bool = False, until: date | None = None) -> None:
    found = next(p for p in chain.posts(session, 1) if p.name == post)
    person = session.scalars(select(Person).where(Person.name == who)).one()
    chain.appoint(session, found, person, NOW, acting=acting, until=until)


def holders(session: Session, today: date) -> list[str]:
    return [str(s.holder.name) if s.holder else "" for s in chain.seats(session, 1, cast.PLAN, today)]


def test_who_stands_in_comes_before_who_holds_it_until_the_last_day(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        chain.change(session, 1, cast.PLAN, ORDER, NOW)
        hold(session, "ปลัดเทศบาล", "ปลัด")
        hold(session, "ปลัดเทศบาล", "นิภา", acting=True, until=TODAY)
        assert holders(session, TODAY)[1] == "นิภา"
        assert holders(session, TODAY + timedelta(days=1))[1] == "ปลัด"
        hold(session, "ปลัดเทศบาล", "ปลัด")
        assert holders(session, TODAY)[1] == "ปลัด"  # the post itself was given anew: nobody stands in
        assert chain.vacate(session, chain.posts(session, 1)[1], NOW)
        assert not chain.vacate(session, chain.posts(session, 1)[1], NOW)
        assert holders(session, TODAY)[1] == ""


def test_who_has_no_such_role_any_more_or_left_holds_no_post(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        chain.change(session, 1, cast.PLAN, ORDER, NOW)
        hold(session, "ปลัดเทศบาล", "ปลัด")
        hold(session, "นายกเทศมนตรี", "นิภา")
        person = session.scalars(select(Person).where(Person.name == "ปลัด")).one()
        assert chain.holds_one(session, person, TODAY)
        for role in people.roles(session, person):
            people.end(session, role, NOW)
        people.unlink(session, session.scalars(select(Person).where(Person.name == "นิภา")).one(), NOW)
        assert holders(session, TODAY) == ["", "", ""]
        assert not chain.holds_one(session, person, TODAY)


def test_a_button_shown_before_the_posts_were_stored_finds_its_post(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        before = chain.find(session, 1, cast.PLAN, TODAY, "d5")
        assert before is not None
        assert before.post_id is None
        chain.store(session, 1, cast.PLAN)
        after = chain.find(session, 1, cast.PLAN, TODAY, "d5")
        assert after is not None
        assert after.name == before.name == "นายกเทศมนตรี"
        assert after.post_id is not None
        assert chain.find(session, 1, cast.PLAN, TODAY, "d9") is None
        assert chain.find(session, 1, cast.PLAN, TODAY, "999") is None


# --- Whose turn it is ----------------------------------------------------------------------------------------


def frozen(session: Session) -> tuple[StoredPlan, Round, ReportRow]:
    stored = load_plan(session, 1, 2570)
    assert stored
    round = Round.of(stored.fiscal_year, "6m")
    return stored, round, freeze(session, stored, round, None, NOW)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(verdicts=st.lists(st.sampled_from(["endorse", "return", "skip"]), max_size=12))
def test_whatever_is_said_the_turn_is_the_first_that_has_not_spoken(db: Database, verdicts: list[str]) -> None:
    with db.write() as session:
        organisation = cast.publish(session)
        person = cast.join(session, organisation, "นิภา", "secretary", None)
        chain.change(session, 1, cast.PLAN, ORDER, NOW)
        _, _, row = frozen(session)
        expected = 0
        returns = 0
        for verdict in verdicts:
            course = endorsements.course(session, row, cast.PLAN, TODAY)
            assert len(course.returns) == returns
            if expected == len(ORDER):
                assert (course.turn, course.state) == (None, "complete")
                break
            assert course.turn
            assert course.turn.name == ORDER[expected]
            assert course.state == ("waiting" if expected else "returned" if returns else "new")
            if (verdict == "return" and expected == 0) or (verdict == "skip" and expected == len(ORDER) - 1):
                continue  # nobody can say this
            endorsements.say(session, row, course.turn, person, verdict, "เพราะ", NOW, "")  # type: ignore[arg-type]
            expected, returns = (0, returns + 1) if verdict == "return" else (expected + 1, returns)
        session.rollback()


def test_a_post_that_becomes_the_approving_one_is_asked_again(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        chain.change(session, 1, cast.PLAN, ORDER, NOW)
        _, _, row = frozen(session)
        person = session.scalars(select(Person).where(Person.name == "นิภา")).one()
        for _ in range(2):
            seat = endorsements.course(session, row, cast.PLAN, TODAY).turn
            assert seat
            endorsements.say(session, row, seat, person, "endorse", "", NOW, "")
        chain.change(session, 1, cast.PLAN, ORDER[:2], NOW + timedelta(hours=1))
        course = endorsements.course(session, row, cast.PLAN, TODAY)
        assert course.turn
        assert (course.turn.name, course.turn.action) == ("ปลัดเทศบาล", "approve")


def test_who_stands_in_for_a_post_that_has_not_spoken_is_printed(desk: FakeDesk, tmp_path: Path) -> None:
    with desk.db.write() as session:
        chain.change(session, 1, cast.PLAN, ORDER, NOW - timedelta(days=1))
        hold(session, "ปลัดเทศบาล", "นิภา", acting=True, until=TODAY)
        stored, round, _ = frozen(session)
        assert gather(session, stored, round, NOW, tmp_path).acting == {"ปลัดเทศบาล"}
        assert gather(session, stored, round, NOW + timedelta(days=1), tmp_path).acting == frozenset()


def test_what_was_endorsed_is_printed_with_the_posts_of_that_time(desk: FakeDesk, tmp_path: Path) -> None:
    with desk.db.write() as session:
        chain.change(session, 1, cast.PLAN, ORDER, NOW - timedelta(days=1))
        hold(session, "นายกเทศมนตรี", "ปลัด", acting=True)
        stored, round, row = frozen(session)
        maker = session.scalars(select(Person).where(Person.name == "นิภา")).one()
        mayor = session.scalars(select(Person).where(Person.name == "ปลัด")).one()
        said = (("endorse", "", maker), ("skip", "ตำแหน่งว่าง", maker), ("endorse", "เห็นควรเผยแพร่", mayor))
        for verdict, comment, who in said:
            seat = endorsements.course(session, row, cast.PLAN, TODAY).turn
            assert seat
            endorsements.say(session, row, seat, who, verdict, comment, NOW, "")  # type: ignore[arg-type]
        chain.change(session, 1, cast.PLAN, ["เลขานุการ", "ประธาน"], NOW + timedelta(days=1))
        dossier = gather(session, stored, round, NOW + timedelta(days=2), tmp_path)
        assert [step.position for step in dossier.chain] == ORDER
        assert [(c.post, c.acting, c.verdict, c.text) for c in dossier.comments] == [
            ("ผู้จัดทำ", False, "endorse", ""),
            ("ปลัดเทศบาล", False, "skip", "ไม่มีผู้ดำรงตำแหน่ง (ตำแหน่งว่าง)"),
            ("นายกเทศมนตรี", True, "endorse", "เห็นควรเผยแพร่"),
        ]
        PAPERS["memo"].write(dossier, tmp_path / "memo.docx")
        printed = dump(tmp_path / "memo.docx")
        assert "ความเห็นปลัดเทศบาล⏎ไม่มีผู้ดำรงตำแหน่ง (ตำแหน่งว่าง)⏎ | " in printed  # and nobody signs there
        assert "⏎เห็นชอบ⏎เห็นควรเผยแพร่⏎" in printed
        assert "รักษาราชการแทน นายกเทศมนตรี" in printed
        assert "ความเห็นผู้จัดทำ" not in printed  # who prepared the memo signs it
        assert endorsements.course(session, row, cast.PLAN, TODAY).state == "complete"
        entries = session.scalars(select(AuditEntry).where(AuditEntry.what == "report.endorsed")).all()
        assert "เห็นควรเผยแพร่" not in str([e.new for e in entries])  # it stands in one place
