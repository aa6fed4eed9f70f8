"""Freezing a round: nothing in it changes after, later edits are amendments, it can be taken back until endorsed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from exports import freezing
from exports.amendments import amendments
from exports.dossier import gather
from exports.gaps import Gap, open_gaps
from exports.report_value import Report
from exports.rounds import report_and_gaps
from models import reports
from models.calendar import FiscalYear, Month, Round
from models.database import Database
from models.ledger import REOPENED_FOR, Key
from models.records import StoredPlan, ledger, load_plan
from models.report_tables import Endorsement, NarrativeRow, Post, ReportRow
from models.say import as_text
from models.tables import Division, EvidenceRow, Progress, ProgressEntry
from tests.desk import FakeDesk
from tests.reported import report, report_months

HALF = Round.of(FiscalYear(2570), "6m")
CLOSED = datetime(2027, 4, 7, 3, 0, tzinfo=UTC)
LATER = CLOSED + timedelta(days=1)
FIRST, LAST = HALF.first, HALF.last


@pytest.fixture
def whole(desk: FakeDesk) -> Database:
    """The cast's agency, all six months reported."""
    with desk.db.write() as session:
        report_months(session, desk.organisation_id, FIRST, LAST)
    return desk.db


def plan_in(db: Database) -> StoredPlan:
    with db.read() as session:
        stored = load_plan(session, 1, 2570)
    assert stored
    return stored


def gaps(db: Database, at: datetime = CLOSED) -> list[Gap]:
    with db.read() as session:
        stored = load_plan(session, 1, 2570)
        assert stored
        return list(report_and_gaps(session, stored, HALF, at)[1])


def freeze(db: Database, at: datetime = CLOSED) -> Report:
    with db.write() as session:
        stored = load_plan(session, 1, 2570)
        assert stored
        return freezing.thawed(freezing.freeze(session, stored, HALF, None, at))


def change(db: Database, field: str, value: object, at: datetime = LATER) -> None:
    """A later revision of one answer: กองช่าง, measure 1, October."""
    with db.write() as session:
        head = session.scalars(select(Progress).order_by(Progress.id)).first()
        assert head
        old = session.get_one(ProgressEntry, head.entry_id)
        entry = ProgressEntry(
            organisation_id=1,
            measure_id=old.measure_id,
            division_id=old.division_id,
            month=old.month,
            revision=2,
            answers={**old.answers, field: value},
            person_id=1,
            submitted_at=at,
        )
        session.add(entry)
        session.flush()
        head.entry_id, head.revision = entry.id, 2


def test_what_was_frozen_never_changes_and_the_rest_is_an_amendment(whole: Database) -> None:
    frozen = freeze(whole)
    change(whole, "output", "ประกาศ ๒ ฉบับ")
    with whole.read() as session:
        stored = load_plan(session, 1, 2570)
        assert stored
        value, row = freezing.report_of(session, stored, HALF, LATER)
        dossier = gather(session, stored, HALF, LATER, Path())
    assert value == frozen
    assert row
    assert [(a.division, a.month, a.field, a.old, a.new) for a in dossier.amendments] == [
        ("กองช่าง", "ต.ค. ๖๙", "ผลผลิต", "รายงานการประชุม ๑ ฉบับ", "ประกาศ ๒ ฉบับ")
    ]
    assert dossier.frozen
    assert (dossier.frozen.version, dossier.frozen.sha256) == (1, row.sha256)


def test_another_layout_of_a_frozen_round_is_laid_out_from_what_was_frozen(whole: Database) -> None:
    frozen = freeze(whole)
    change(whole, "activity", "แก้หลังปิด")
    with whole.read() as session:
        stored = load_plan(session, 1, 2570)
        assert stored
        value, _ = freezing.report_of(session, stored, HALF, LATER, "khaosaming-6m-result")
    texts = [cell for section in value.table.sections for row in section.rows for cell in row]
    assert value.table.layout == "khaosaming-6m-result"
    assert not any("แก้หลังปิด" in text for text in texts)
    assert value.summary == frozen.summary


def test_a_value_that_is_not_the_one_that_was_frozen_is_refused(whole: Database) -> None:
    freeze(whole)
    with whole.write() as session:
        row = session.scalars(select(ReportRow)).one()
        row.document = {**row.document, "title": "อย่างอื่น"}
    with whole.read() as session, pytest.raises(ValueError, match="does not have the hash"):
        freezing.thawed(session.scalars(select(ReportRow)).one())


def test_a_freeze_locks_the_months_of_the_round_and_only_those(whole: Database) -> None:
    freeze(whole)
    stored = plan_in(whole)
    assert stored.deadlines(LAST).locks == CLOSED
    assert stored.deadlines(LAST.plus(1)).locks > CLOSED


def test_a_month_that_was_opened_again_closes_by_itself(whole: Database) -> None:
    freeze(whole)
    desk = FakeDesk(whole)
    desk.say("นิภา", "เปิดรับ กองช่าง มี.ค. 70 เพราะ จำนวนผิด", LATER)
    with whole.read() as session:
        stored = load_plan(session, 1, 2570)
        assert stored
        division = stored.division_codes["works"]
        found = [o for o in ledger(session, stored, divisions=[division]) if o.month == LAST]
    assert found
    assert not any(o.locked(LATER + REOPENED_FOR) for o in found)
    assert all(o.locked(LATER + REOPENED_FOR + timedelta(seconds=1)) for o in found)


def test_it_can_be_taken_back_until_somebody_of_the_chain_has_spoken(whole: Database) -> None:
    freeze(whole)
    with whole.write() as session:
        row = session.scalars(select(ReportRow)).one()
        assert freezing.undo(session, row, HALF, None, LATER)
    assert plan_in(whole).frozen == {}
    freeze(whole, LATER)
    with whole.write() as session:
        row = session.scalars(select(ReportRow).where(ReportRow.undone_at.is_(None))).one()
        assert row.version == 2
        speak(session, row)
        assert not freezing.undo(session, row, HALF, None, LATER)
        assert row.undone_at is None


def speak(session: Session, row: ReportRow) -> None:
    """Somebody of the chain endorses."""
    post = Post(organisation_id=1, position=1, name="ปลัด", action="comment")
    session.add(post)
    session.flush()
    session.add(
        Endorsement(
            organisation_id=1,
            report_id=row.id,
            post_id=post.id,
            post_name=post.name,
            person_id=1,
            verdict="endorse",
            comment="",
            at=LATER,
        )
    )
    session.flush()


def test_a_division_that_is_renamed_is_no_amendment(whole: Database) -> None:
    frozen = freeze(whole)
    with whole.write() as session:
        session.execute(update(Division).where(Division.code == "works").values(name="กองช่างและผังเมือง"))
    with whole.read() as session:
        stored = load_plan(session, 1, 2570)
        assert stored
        assert amendments(frozen, report_and_gaps(session, stored, HALF, LATER)[0]) == ()


def test_time_that_passed_is_no_amendment(whole: Database) -> None:
    """What was not due and missing at the freeze is only late afterwards."""
    with whole.write() as session:
        session.execute(update(Progress).where(Progress.month == LAST).values(month=LAST.plus(6)))
    early = datetime(2027, 3, 26, 3, 0, tzinfo=UTC)
    frozen = freeze(whole, early)
    with whole.read() as session:
        stored = load_plan(session, 1, 2570)
        assert stored
        now = report_and_gaps(session, stored, HALF, LATER)[0]
    assert amendments(frozen, now) == ()


def tapped(desk: FakeDesk, data: str) -> str:
    return "\n".join(as_text(m) for m in desk.event("นิภา", LATER, "postback", postback={"data": data}))


def standing(db: Database) -> int | None:
    with db.read() as session:
        row = reports.standing(session, 1, HALF.key)
        return row.version if row else None


def test_the_buttons_of_an_earlier_version_ask_again(whole: Database) -> None:
    desk = FakeDesk(whole)
    tapped(desk, "close/2570/6m/yes/1")
    assert standing(whole) == 1
    tapped(desk, "close/2570/6m/undone/1")
    assert standing(whole) is None
    assert "ปิดรอบนี้" in tapped(desk, "close/2570/6m/yes/1")  # the old button: nothing is frozen, nobody is told
    assert standing(whole) is None
    desk.tap("นิภา", "ปิดรอบนี้", LATER)
    assert standing(whole) == 2
    assert "ยกเลิกการปิดรอบ" in tapped(desk, "close/2570/6m/undone/1")
    assert standing(whole) == 2
    tapped(desk, "close/2570/6m/undone/2")
    assert standing(whole) is None


@pytest.mark.parametrize("word", ["แก้ข้อความ", "เปิดรับ"])
def test_how_the_secretary_types_a_word_is_told_to_nobody_else(desk: FakeDesk, word: str) -> None:
    assert "เฉพาะผู้ที่ได้รับมอบหมาย" in as_text(desk.say("ปลัด", word, LATER)[0])
    assert f"พิมพ์ {word}" in as_text(desk.say("นิภา", word, LATER)[0])


# --- Gaps ----------------------------------------------------------------------------------------------------


def test_a_whole_round_lacks_nothing(whole: Database) -> None:
    assert gaps(whole) == []


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("dates", [], "ยังไม่มีวันที่ดำเนินการ (ต.ค. ๖๙)"),
        ("output", "", "ยังไม่มีผลผลิต (ต.ค. ๖๙)"),
        ("status", "done", "ยังไม่มีผลลัพธ์ (ต.ค. ๖๙)"),
        ("dates", ["2027-05-03"], "เดือน ต.ค. ๖๙ ระบุวันที่ ๓ พฤษภาคม ๒๕๗๐ ซึ่งอยู่นอกรอบ"),
        ("evidence", [], "ยังไม่มีรูปหรือไฟล์หลักฐานในรอบนี้"),
        ("unsent", ["output"], "รอข้อความใหม่แทนที่ถูกยกเลิกการส่ง (ต.ค. ๖๙)"),
    ],
)
def test_what_a_report_does_not_say_is_a_line_with_its_division(
    whole: Database, field: str, value: object, text: str
) -> None:
    change(whole, field, value)
    found = gaps(whole)
    assert [g.text for g in found] == [f"มาตรการที่ ๑ ประกาศนโยบายไม่รับของขวัญ (No Gift Policy) กองช่าง {text}"]
    assert {k.division_id for k in found[0].keys} == {found[0].division_id}


def test_a_date_outside_the_round_stays_a_gap_when_it_was_confirmed(whole: Database) -> None:
    change(whole, "dates", ["2027-05-03"])
    change_again = {"date_outside_round": ["date_outside_round"]}
    with whole.write() as session:
        entry = session.scalars(select(ProgressEntry).where(ProgressEntry.revision == 2)).one()
        entry.answers = {**entry.answers, "flags": change_again}
    assert [g.text.endswith("ซึ่งอยู่นอกรอบ ผู้รายงานยืนยันแล้ว") for g in gaps(whole)] == [True]


def test_a_measure_of_which_nothing_was_done_needs_no_photo(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        flags = {"activity": ["no_activity"]}
        report(session, 1, Key(1, 1, FIRST), CLOSED, activity="", dates=[], output="", problem="รองบ", flags=flags)
    found = gaps(desk.db, datetime(2026, 10, 27, 3, 0, tzinfo=UTC))
    assert {g.kind for g in found} == {"missing"}


def test_an_unsent_photo_is_a_gap_again(whole: Database) -> None:
    with whole.write() as session:
        session.execute(update(EvidenceRow).values(state="unsent"))
    assert {g.kind for g in gaps(whole)} == {"evidence"}
    assert len(gaps(whole)) == 5  # measures of divisions


def test_a_waiver_is_of_what_was_lacking_then(whole: Database) -> None:
    change(whole, "dates", [])
    gap = gaps(whole)[0]
    with whole.write() as session:
        reports.waive(session, 1, plan_in(whole).id, HALF.key, gap.key, "เอกสารสูญหาย", None, CLOSED)
    assert open_gaps(gaps(whole)) == []
    with whole.write() as session:
        entry = session.scalars(select(ProgressEntry).where(ProgressEntry.revision == 2)).one()
        entry.answers = {**entry.answers, "output": ""}
    assert len(open_gaps(gaps(whole))) == 1


def test_waived_gaps_are_printed_with_their_reason(whole: Database) -> None:
    change(whole, "dates", [])
    with whole.write() as session:
        reports.waive(session, 1, plan_in(whole).id, HALF.key, gaps(whole)[0].key, "เอกสารสูญหาย", None, CLOSED)
    assert [w.reason for w in freeze(whole).waived] == ["เอกสารสูญหาย"]


def test_missing_months_are_one_line_for_each_division_and_month(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        report_months(session, 1, FIRST, LAST.plus(-2))
    assert [g.text for g in gaps(desk.db)] == [
        "กองช่าง เดือน ก.พ. ๗๐ ปิดรับแล้ว ยังไม่ส่ง ข้อ ๑, ๒",
        "กองช่าง เดือน มี.ค. ๗๐ ค้างส่ง ข้อ ๑, ๒",
        "กองคลัง เดือน ก.พ. ๗๐ ปิดรับแล้ว ยังไม่ส่ง ข้อ ๑, ๒, ๓",
        "กองคลัง เดือน มี.ค. ๗๐ ค้างส่ง ข้อ ๑, ๒, ๓",
    ]


# --- The secretary's own words -------------------------------------------------------------------------------


def test_own_words_take_the_place_of_the_assembled_text_and_the_answers_stay(whole: Database) -> None:
    with whole.write() as session:
        session.add(
            NarrativeRow(
                organisation_id=1,
                measure_id=1,
                round=HALF.key,
                field="activity",
                text="=1+1 ข้อความใหม่",
                basis="",
                person_id=4,
                at=CLOSED,
            )
        )
    value = freeze(whole)
    first = value.cells[0]
    assert first.fields["results.activity"] == "=๑+๑ ข้อความใหม่"
    assert "results.activity+dates" in first.edited
    assert value.months[0].activity == "เน้นย้ำในที่ประชุมประจำเดือน"


def test_a_report_of_one_month(desk: FakeDesk) -> None:
    """From the first month on the round's report can be opened; what has not opened is not lacking."""
    with desk.db.write() as session:
        report(session, 1, Key(1, 1, Month(2026, 10)), CLOSED)
    found = gaps(desk.db, datetime(2026, 10, 27, 3, 0, tzinfo=UTC))
    assert {k.month for g in found for k in g.keys} == {Month(2026, 10)}
