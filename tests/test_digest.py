"""The executives' month: the card's figures and trend, when it is sent, drilling down, taking note."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from exports import trend
from exports.freezing import freeze
from models import acknowledgements
from models.calendar import Round
from models.database import Database
from models.plan import plan_from_json, plan_to_json
from models.post_tables import FileLink
from models.records import load_plans
from models.report_tables import Acknowledgement
from models.say import Card, Message, as_text
from models.steps import BY_NAME
from models.tables import EvidenceRow, Person, RoleRow
from scheduler import ladder
from tests import cast
from tests.desk import FakeDesk
from tests.test_ladder_steps import letters

NOW = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
DIGEST = datetime(2026, 11, 19, 2, 0, tzinfo=UTC)  # ten workdays after the due day, Thursday 09:00 in Bangkok


def text(messages: Sequence[Message]) -> str:
    return "\n".join(as_text(m) for m in messages)


def everybody_answers(desk: FakeDesk, at: datetime = NOW) -> None:
    for who, numbers in (("สมชาย", "ข้อ 1 กับ 2"), ("มาลี", "ข้อ 1 ถึง 3")):
        desk.say(who, f"{numbers} ยังไม่เริ่ม รองบประมาณ", at)
        desk.say(who, "ส่งทั้งหมด", at)


# --- The trend -----------------------------------------------------------------------------------------------

COUNTS = st.integers(0, 12).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))
SHARES = st.dictionaries(st.sampled_from(["ก", "ข", "ค"]), COUNTS, max_size=3)


@given(now=SHARES, before=SHARES)
def test_a_trend_is_of_sums_and_never_of_averages(
    now: dict[str, tuple[int, int]], before: dict[str, tuple[int, int]]
) -> None:
    found = trend.between("พ.ย. ๖๙", now, "ต.ค. ๖๙", before)
    wholes = [sum(whole for _, whole in shares.values()) for shares in (now, before)]
    if not all(wholes):
        assert found is None
        return
    assert found
    shares = [sum(p for p, _ in s.values()) * 100 // whole for s, whole in zip((now, before), wholes, strict=True)]
    assert (found.share, found.points) == (shares[0], shares[0] - shares[1])
    for name, (_, whole) in now.items():
        assert (name in found.by_division) == bool(whole and before.get(name, (0, 0))[1])


@pytest.mark.parametrize(("points", "said"), [(5, "▲ ๕"), (-12, "▼ ๑๒"), (0, "")])
def test_an_arrow_says_up_or_down_and_nothing_for_no_change(points: int, said: str) -> None:
    assert trend.arrow(points) == said


# --- When it is sent -----------------------------------------------------------------------------------------


def test_the_months_card_and_the_names_fall_due_together() -> None:
    """One letter carries both: DESIGN.md section 8, "Pushes"."""
    assert BY_NAME["digest"].workdays is not None
    rules = BY_NAME["digest"].workdays
    assert rules.__code__.co_names == BY_NAME["named"].workdays.__code__.co_names  # type: ignore[union-attr]


def test_a_complete_month_is_told_of_and_names_nobody(desk: FakeDesk) -> None:
    everybody_answers(desk)
    assert letters(desk, date(2026, 11, 6), date(2026, 11, 24)) == ["19/11 09.00 digest 2026-10 ปลัด"]


def test_without_an_executive_the_operator_is_told_once(desk: FakeDesk) -> None:
    everybody_answers(desk)
    with desk.db.write() as session:
        for role in session.scalars(select(RoleRow).where(RoleRow.name == "executive")):
            role.ended_at = NOW
    with desk.db.write() as session:
        lines = ladder.tick(session, desk.organisation_id, DIGEST, DIGEST)
    assert [(line.step, line.period, line.reason) for line in lines] == [("digest", "2026-10", "no_executive")]


def test_a_month_of_a_frozen_round_has_no_card_of_its_own(desk: FakeDesk) -> None:
    everybody_answers(desk)
    with desk.db.write() as session:
        plan = load_plans(session, desk.organisation_id)[0]
        freeze(session, plan, Round.of(plan.fiscal_year, "6m"), None, DIGEST - timedelta(days=2))
    assert [line for line in letters(desk, date(2026, 11, 18), date(2026, 11, 20)) if "digest" in line] == []


# --- Taking note ---------------------------------------------------------------------------------------------


def test_what_still_runs_cannot_be_taken_note_of_by_a_card(desk: FakeDesk) -> None:
    assert "[รับทราบ]" not in text(desk.say("ปลัด", "สรุป", NOW))
    assert "[รับทราบ]" not in text(desk.say("ปลัด", "สรุป ต.ค.", NOW))
    assert "[รับทราบ]" in text(desk.say("ปลัด", "สรุป ต.ค.", DIGEST))


@pytest.mark.parametrize("who", ["สมชาย", "นิภา"])
def test_only_an_executive_takes_note(desk: FakeDesk, who: str) -> None:
    desk.event(who, DIGEST, "postback", postback={"data": "ack/month/2026-10"})
    with desk.db.read() as session:
        assert session.scalars(select(Acknowledgement)).all() == []


def test_a_frozen_round_is_taken_note_of_by_itself(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        plan = load_plans(session, desk.organisation_id)[0]
        row = freeze(session, plan, Round.of(plan.fiscal_year, "6m"), None, DIGEST).id
    desk.say("ปลัด", "สรุป", DIGEST)
    assert "รับทราบรอบ ๖ เดือน ปี ๒๕๗๐ เมื่อ" in text(desk.tap("ปลัด", "รับทราบ", DIGEST))
    with desk.db.read() as session:
        person = session.scalars(select(Person).where(Person.line_id == cast.line_id("ปลัด"))).one()
        assert acknowledgements.at(session, person, f"report/{row}") == DIGEST
    assert "๑ จาก ๑ ท่าน" in text(desk.say("นิภา", "สรุป", DIGEST))


def test_rab_sab_of_a_reporter_is_no_word_of_ours(desk: FakeDesk) -> None:
    """รับทราบ is what people say to anything; only who oversees means the summary by it."""
    assert "สรุป" not in text(desk.say("สมชาย", "รับทราบ", NOW))


# --- Drilling down -------------------------------------------------------------------------------------------


@pytest.fixture
def large(db: Database) -> FakeDesk:
    """Twelve divisions, twenty-five measures of long names, each owed by all."""
    plan = plan_to_json(cast.PLAN)
    plan["divisions"] = [{"code": f"d{n}", "name": f"กองส่งเสริมและพัฒนาที่ {n}"} for n in range(1, 13)]
    plan["measures"] = [
        plan["measures"][1] | {"code": f"M{n}", "order": n, "title": f"มาตรการที่ {n} " + "จัดทำแผนและคู่มือการปฏิบัติงาน" * 6}
        for n in range(1, 26)
    ]
    with db.write() as session:
        organisation = cast.publish(session, plan_from_json(plan))
        cast.join(session, organisation, "ปลัด", "executive", None)
        cast.join(session, organisation, "สมชาย", "reporter", "กองส่งเสริมและพัฒนาที่ 11")
    return FakeDesk(db)


def test_what_does_not_fit_a_card_goes_on(large: FakeDesk) -> None:
    first = text(large.say("ปลัด", "สรุป รายกอง", NOW))
    assert "รายกอง (๑/๒)" in first
    assert "ที่ 11" not in first
    assert "ที่ 11" in text(large.tap("ปลัด", "ต่อไป", NOW))
    shown = text(large.say("ปลัด", "สรุป กองส่งเสริมและพัฒนาที่ 11", NOW))
    assert "ข้อ ๑๐ " in shown
    assert "ข้อ ๑๑ " not in shown
    assert "ข้อ ๑๑ " in text(large.say("ปลัด", "ต่อไป", NOW))
    last = text(large.tap("ปลัด", "ต่อไป", NOW))
    assert "(๓/๓)" in last
    assert "ข้อ ๒๕ " in last
    assert "ข้อ ๒๕ " in text(large.say("ปลัด", "25", NOW))
    card = large.say("ปลัด", "สรุป ต.ค.", NOW)[0]
    assert isinstance(card, Card)
    assert (len(card.bars), "แสดง ๑๒ จาก" in card.note) == (12, False)


def test_a_longer_name_is_looked_for_before_a_shorter_one(large: FakeDesk) -> None:
    assert "ที่ 12" in text(large.say("ปลัด", "สรุปกองส่งเสริมและพัฒนาที่ 12", NOW)).splitlines()[0]
    assert text(large.say("ปลัด", "สรุป กองส่งเสริมและพัฒนาที่ 1", NOW)).splitlines()[0].startswith("┌ กองส่งเสริมและพัฒนาที่ 1 ")
    assert "ถึง กองส่งเสริมและพัฒนาที่ 12 ได้เลย" in text(large.say("ปลัด", "สั่งการ กองส่งเสริมและพัฒนาที่ 12", NOW))


def test_photos_open_by_a_link_of_the_executives_own(desk: FakeDesk) -> None:
    desk.say("สมชาย", "ข้อ 1", NOW)
    desk.say("สมชาย", "ทำต่อเนื่อง", NOW)
    for _ in range(12):
        desk.photo("สมชาย", NOW)
    for said in ("ประกาศในที่ประชุม https://example.go.th/ข่าว", "ข้าม", "ข้าม", "ไม่มี", "ส่ง"):
        desk.say("สมชาย", said, NOW)
    with desk.db.write() as session:
        for n, row in enumerate(session.scalars(select(EvidenceRow).order_by(EvidenceRow.id))):
            if not row.url:
                row.state, row.sha256, row.content_type = (
                    "stored",
                    f"{n:064x}",
                    "image/png" if n else "application/pdf",
                )
    card = desk.say("ปลัด", "สรุป กองช่าง ข้อ 1 ต.ค.", NOW)[0]
    assert isinstance(card, Card)
    links = [b for b in card.buttons if b.kind == "link"]
    assert [b.label for b in links][:3] == ["ไฟล์ ๑", "รูป ๒", "รูป ๓"]
    assert len(links) == 10
    assert "และหลักฐานอีก" in card.note
    assert "สมชาย" not in as_text(card)
    with desk.db.read() as session:
        person = session.scalars(select(Person).where(Person.line_id == cast.line_id("ปลัด"))).one()
        made = session.scalars(select(FileLink)).all()
        assert {link.person_id for link in made} == {person.id}
        assert all(set(link.what) == {"evidence"} for link in made)
    again = desk.event("มาลี", NOW, "postback", postback={"data": "see/answer/1.1.2026-10"})
    assert "เฉพาะผู้ที่ได้รับมอบหมาย" in text(again)
