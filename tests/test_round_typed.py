"""What is typed with a round's report: beside an open report, without words, and taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from models.calendar import FiscalYear, Round
from models.keeping_tables import AuditEntry
from models.post_tables import Outgoing
from models.report_tables import Endorsement, GapWaiver, NarrativeRow
from models.say import as_text
from models.tables import ConversationRow, DecisionRow, Organisation, Person
from tests.cast import join
from tests.desk import FakeDesk
from tests.reported import report_months

HALF = Round.of(FiscalYear(2570), "6m")
CLOSED = datetime(2027, 4, 7, 3, 0, tzinfo=UTC)
APRIL = datetime(2027, 4, 27, 3, 0, tzinfo=UTC)


@pytest.fixture
def whole(desk: FakeDesk) -> FakeDesk:
    """The desk with all six months reported."""
    with desk.db.write() as session:
        report_months(session, desk.organisation_id, HALF.first, HALF.last)
    return desk


def press(desk: FakeDesk, who: str, data: str, at: datetime = CLOSED) -> str:
    return "\n".join(as_text(m) for m in desk.event(who, at, "postback", postback={"data": data}))


def own_words(desk: FakeDesk) -> list[str | None]:
    with desk.db.read() as session:
        return list(session.scalars(select(NarrativeRow.text).order_by(NarrativeRow.id)))


# --- Beside an open report -----------------------------------------------------------------------------------


@pytest.fixture
def reporting(whole: FakeDesk) -> FakeDesk:
    """The secretary reports for a division too, and has a report open."""
    with whole.db.write() as session:
        join(session, session.scalars(select(Organisation)).one(), "นิภา", "reporter", "กองช่าง")
    press(whole, "นิภา", "start/2027-04/1", APRIL)
    return whole


def draft(desk: FakeDesk) -> dict[str, object]:
    with desk.db.read() as session:
        return dict(session.scalars(select(ConversationRow)).one().answers)


def test_own_words_that_were_asked_for_are_no_answer_of_the_open_report(reporting: FakeDesk) -> None:
    before = draft(reporting)
    press(reporting, "นิภา", "story/2570/6m/1/activity", APRIL)
    reporting.say("นิภา", "จัดประชุมชี้แจงนโยบาย ดำเนินการแล้วเสร็จ", APRIL)
    assert own_words(reporting) == ["จัดประชุมชี้แจงนโยบาย ดำเนินการแล้วเสร็จ"]
    assert draft(reporting) == before


def test_a_reason_that_was_asked_for_is_no_answer_of_the_open_report(reporting: FakeDesk) -> None:
    before = draft(reporting)
    press(reporting, "นิภา", "reopen/1/2026-10", APRIL)
    reporting.say("นิภา", "แก้วันที่ให้ตรงกับหนังสือ", APRIL)
    with reporting.db.read() as session:
        assert {row.reason for row in session.scalars(select(DecisionRow))} == {"แก้วันที่ให้ตรงกับหนังสือ"}
    assert draft(reporting) == before


def test_a_number_typed_beside_an_open_report_is_its_answer(reporting: FakeDesk) -> None:
    press(reporting, "นิภา", "story/2570/6m/1/activity", APRIL)
    reporting.say("นิภา", "4", APRIL)
    assert own_words(reporting) == []
    assert draft(reporting)["status"] == "ongoing"


# --- Without words -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [" ", "ค่ะ", "\u200b", "😀"])
def test_what_has_no_words_does_not_take_the_place_of_the_text(whole: FakeDesk, text: str) -> None:
    press(whole, "นิภา", "story/2570/6m/1/activity")
    told = "\n".join(as_text(m) for m in whole.say("นิภา", text, CLOSED))
    assert "ยังไม่มีข้อความค่ะ" in told
    assert own_words(whole) == []
    whole.say("นิภา", "จัดประชุมชี้แจง", CLOSED)  # the question is still open
    assert own_words(whole) == ["จัดประชุมชี้แจง"]


@pytest.mark.parametrize("text", ["ช่วยเหลือ", "ย้อน", "ส่ง", "แก้ไข"])
def test_a_word_that_steers_is_neither_own_words_nor_a_reason(whole: FakeDesk, text: str) -> None:
    for button in ("story/2570/6m/1/activity", "reopen/1/2026-10"):
        press(whole, "นิภา", button)
        whole.say("นิภา", text, CLOSED)
        press(whole, "นิภา", button)
        press(whole, "นิภา", f"word/{text}")  # ช่วยเหลือ stands on the rich menu
    assert own_words(whole) == []
    with whole.db.read() as session:
        assert session.scalars(select(DecisionRow)).all() == []


def test_help_is_given_while_an_order_or_a_comment_is_written(whole: FakeDesk) -> None:
    press(whole, "นิภา", "close/2570/6m/yes/1")
    press(whole, "นิภา", "post/d2/3/own")
    press(whole, "นิภา", "chain/propose/1/yes")
    for button in ("order/new/2570/1/0/0", "chain/endorse/1/2"):
        press(whole, "ปลัด", button)
        assert "พิมพ์ สรุป" in press(whole, "ปลัด", "word/ช่วยเหลือ")


@pytest.mark.parametrize("why", ["x", "ก" * 4900])
def test_the_reason_of_opening_again_is_short_also_after_the_word(whole: FakeDesk, why: str) -> None:
    told = as_text(whole.say("นิภา", f"เปิดรับ กองช่าง ต.ค. 69 เพราะ {why}", CLOSED)[0])
    assert told.startswith("ขอเหตุผลเป็นข้อความสั้น")
    whole.say("นิภา", "วันที่ผิด", CLOSED)
    with whole.db.read() as session:
        assert {row.reason for row in session.scalars(select(DecisionRow))} == {"วันที่ผิด"}


# --- Taken back ----------------------------------------------------------------------------------------------

SECRET = "ข้อความลับที่พิมพ์ผิดห้อง"


def kept(desk: FakeDesk) -> str:
    """All that is kept of what was typed."""
    with desk.db.read() as session:
        found = [str(row.messages) for row in session.scalars(select(Outgoing))]
        found += [str((row.place, row.old, row.new)) for row in session.scalars(select(AuditEntry))]
        found += [str(row.text) for row in session.scalars(select(NarrativeRow))]
        found += [row.reason for row in session.scalars(select(GapWaiver))]
        found += [row.reason for row in session.scalars(select(DecisionRow))]
        found += [row.comment for row in session.scalars(select(Endorsement))]
        found += [str(row.asking_about) for row in session.scalars(select(Person))]
    return "\n".join(found)


def test_own_words_that_are_unsent_give_the_assembled_text_back(whole: FakeDesk) -> None:
    press(whole, "นิภา", "story/2570/6m/1/activity")
    whole.say("นิภา", SECRET, CLOSED, message_id="777")
    assert SECRET in kept(whole)
    whole.unsend("นิภา", "777", CLOSED + timedelta(minutes=1))
    assert SECRET not in kept(whole)
    assert own_words(whole) == [None]


def test_a_reason_that_is_unsent_lets_the_gap_stand_again(desk: FakeDesk) -> None:
    press(desk, "นิภา", "gap/2570/6m/waive-all/0")
    desk.say("นิภา", SECRET, CLOSED, message_id="777")
    assert SECRET in kept(desk)
    desk.unsend("นิภา", "777", CLOSED + timedelta(minutes=1))
    assert SECRET not in kept(desk)
    with desk.db.read() as session:
        assert not session.scalars(select(GapWaiver).where(GapWaiver.ended_at.is_(None))).all()


@pytest.mark.parametrize("typed", [SECRET, f"เปิดรับ กองช่าง ต.ค. 69 เพราะ {SECRET}"])
def test_the_reason_of_opening_again_can_be_unsent(whole: FakeDesk, typed: str) -> None:
    if typed == SECRET:
        press(whole, "นิภา", "reopen/1/2026-10")
    whole.say("นิภา", typed, CLOSED, message_id="777")
    assert SECRET in kept(whole)
    whole.unsend("นิภา", "777", CLOSED + timedelta(minutes=1))
    assert SECRET not in kept(whole)


def test_a_comment_typed_after_the_word_can_be_unsent(whole: FakeDesk) -> None:
    press(whole, "นิภา", "close/2570/6m/yes/1")
    press(whole, "นิภา", "chain/propose/1/yes")
    press(whole, "นิภา", "post/d2/3/own")
    whole.say("ปลัด", f"เห็นชอบ {SECRET}", CLOSED, message_id="777")
    whole.say("ปลัด", "ยืนยันเห็นชอบ", CLOSED)
    assert SECRET in kept(whole)
    whole.unsend("ปลัด", "777", CLOSED + timedelta(minutes=1))
    assert SECRET not in kept(whole)
