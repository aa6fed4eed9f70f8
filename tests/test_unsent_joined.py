"""Words of one message that were put together with others, or copied: taken back, they are nowhere, and what misses
them is asked again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models.say import as_text
from models.tables import BundleRow, ConversationRow, Organisation, ProgressEntry
from tests import cast
from tests.desk import FakeDesk
from tests.test_unsent import stored, waiting

NOW = datetime(2026, 10, 26, 3, 0, tzinfo=UTC)
WHOLE = "ข้อ 1 ต่อเนื่อง อบรมที่บ้านนางลับ 7 ต.ค. 69 ผู้เข้าร่วม 24 คน ไม่มีปัญหา"
TAG = "1.1.2026-10"


class Chat:
    """One person after the other types, a minute apart."""

    def __init__(self, desk: FakeDesk) -> None:
        self.desk, self.now = desk, NOW

    def joins(self, name: str, division: str) -> None:
        with self.desk.db.write() as session:
            organisation = session.get_one(Organisation, self.desk.organisation_id)
            cast.join(session, organisation, name, "reporter", division)

    def say(self, who: str, *texts: str, message_id: str = "") -> str:
        """Type texts; gives what the bot answers to the last."""
        answer = ""
        for text in texts:
            self.now += timedelta(minutes=1)
            answer = "\n".join(map(as_text, self.desk.say(who, text, self.now, message_id=message_id)))
        return answer

    def late(self, who: str, text: str, message_id: str) -> None:
        self.desk.say(who, text, self.now - timedelta(seconds=30), message_id=message_id)

    def tap(self, who: str, send: str) -> str:
        self.now += timedelta(minutes=1)
        return "\n".join(map(as_text, self.desk.event(who, self.now, "postback", postback={"data": send})))

    def unsend(self, who: str, message_id: str) -> None:
        self.now += timedelta(minutes=1)
        self.desk.unsend(who, message_id, self.now)

    def rows(self, table: type[Any]) -> list[Any]:
        with self.desk.db.read() as session:
            return list(session.scalars(select(table).order_by(table.id)))


@pytest.fixture
def chat(desk: FakeDesk) -> Chat:
    return Chat(desk)


def test_a_colleague_who_is_changing_the_answer_holds_no_copy(chat: Chat) -> None:
    chat.joins("สมหญิง", "กองช่าง")
    chat.say("สมชาย", "ข้อ 1", "ทำต่อเนื่อง")
    chat.say("สมชาย", "อบรมบ้านนางลับในหมู่บ้าน", message_id="900")
    chat.say("สมชาย", "ข้าม", "ข้าม", "ไม่มี", "ส่ง")
    chat.tap("สมหญิง", f"edit/{TAG}")
    chat.unsend("สมชาย", "900")
    assert "นางลับ" not in stored(chat.desk)
    assert "ผลผลิต" in chat.say("สมหญิง", "แก้ผลผลิต")
    chat.say("สมหญิง", "คู่มือ 1 เล่ม", "อบรมใหม่ในหมู่บ้าน", "ส่ง")
    assert "นางลับ" not in stored(chat.desk)
    (told, *_) = waiting(chat.desk)
    assert "สิ่งที่ดำเนินการ" in told


def test_a_copy_of_a_colleagues_answer_is_cleaned(chat: Chat) -> None:
    chat.joins("สมหญิง", "กองช่าง")
    chat.say("สมหญิง", "ข้อ 1 ต่อเนื่อง อบรมในหมู่บ้าน 8 ต.ค. 69")
    chat.say("สมชาย", WHOLE, message_id="900")
    chat.say("สมชาย", "ส่ง")
    chat.say("สมหญิง", "ข้าม", "ไม่มี")
    assert "นางลับ" in chat.say("สมหญิง", "ส่ง"), "the colleague's answer is shown first"
    chat.unsend("สมชาย", "900")
    assert "นางลับ" not in stored(chat.desk)
    chat.say("สมหญิง", "เพิ่มต่อจากเดิม", "ส่ง")
    entry = chat.rows(ProgressEntry)[-1]
    assert entry.answers["activity"] == "อบรมในหมู่บ้าน"
    assert "นางลับ" not in stored(chat.desk)


@pytest.mark.parametrize("sent", [False, True])
def test_several_measures_in_one_message(chat: Chat, sent: bool) -> None:
    text = f"{WHOLE}\nข้อ 2 ต่อเนื่อง ประชุมบ้านนายแอบ 8 ต.ค. 69 ผู้เข้าร่วม 10 คน ไม่มีปัญหา"
    assert "รายงาน ๒ ข้อ" in chat.say("สมชาย", text, message_id="900")
    if sent:
        chat.say("สมชาย", "ส่ง")
        assert len(chat.rows(ProgressEntry)) == 2
        said = [one["text"] for entry in chat.rows(ProgressEntry) for one in entry.answers["said"]]
        assert ["ข้อ 2" in one for one in said] == [False, True], "each holds its own words"
    chat.unsend("สมชาย", "900")
    assert [word for word in ("นางลับ", "นายแอบ") if word in stored(chat.desk)] == []


@pytest.mark.parametrize("which", ["900", "901"])
def test_a_field_of_two_messages_goes_with_either(chat: Chat, which: str) -> None:
    chat.say("สมชาย", WHOLE, message_id="900")
    chat.say("สมชาย", "ส่ง")
    chat.tap("สมชาย", f"add/{TAG}")
    chat.say("สมชาย", "ประชุมกับนางลับ สองครั้งด้วย", message_id="901")
    chat.say("สมชาย", "ส่ง")
    answers = chat.rows(ProgressEntry)[-1].answers
    assert answers["sources"]["activity"] == ["900", "901"]
    assert answers["sources"]["dates"] == ["900"]
    chat.unsend("สมชาย", which)
    answers = chat.rows(ProgressEntry)[-1].answers
    assert (answers["activity"], "activity" in answers["unsent"]) == ("", True)
    assert (answers["dates"] == []) == (which == "900")
    assert "สิ่งที่ดำเนินการ" in waiting(chat.desk)[0]


def test_more_words_to_a_vague_text_and_at_the_card(chat: Chat) -> None:
    chat.say("สมชาย", "ข้อ 1", "ทำต่อเนื่อง")
    assert "ขอรายละเอียด" in chat.say("สมชาย", "ดำเนินการตามแผน", message_id="900")
    chat.say("สมชาย", "อบรมบ้านนางลับในหมู่บ้าน", message_id="901")
    chat.say("สมชาย", "ข้าม", "ข้าม", "ไม่มี")
    chat.say("สมชาย", "แจกเอกสารให้ผู้สูงอายุ", message_id="902")
    chat.say("สมชาย", "สิ่งที่ดำเนินการ")
    (draft,) = chat.rows(ConversationRow)
    assert draft.answers["_from"]["activity"] == ["900", "901", "902"]
    chat.unsend("สมชาย", "901")
    (draft,) = chat.rows(ConversationRow)
    assert "activity" not in draft.answers
    assert "นางลับ" not in stored(chat.desk)


def test_a_value_that_was_doubted_belongs_to_the_message_and_not_to_the_yes(chat: Chat) -> None:
    chat.say("สมชาย", "ข้อ 1", "ทำต่อเนื่อง")
    chat.say("สมชาย", "อบรมนางลับ โทร 081-234-5678", message_id="900")
    chat.say("สมชาย", "เก็บตามที่พิมพ์", message_id="901")
    (draft,) = chat.rows(ConversationRow)
    assert draft.answers["_from"]["activity"] == ["900"]


def test_words_added_while_it_is_asked_which_report(chat: Chat) -> None:
    chat.joins("สมชาย", "กองคลัง")
    chat.say("สมชาย", "ประชุมบ้านนางหนึ่ง 7 ต.ค. 69 ผู้เข้าร่วม 24 คน", message_id="900")
    chat.say("สมชาย", "ต่อเนื่อง อบรมบ้านนางลับ 10 คน", message_id="901")
    (bundle,) = chat.rows(BundleRow)
    with chat.desk.db.read() as session:
        assert session.get_one(BundleRow, bundle.id).state["messages"] == ["900", "901"]
    chat.unsend("สมชาย", "901")
    (bundle,) = chat.rows(BundleRow)
    assert (bundle.open, bundle.state["done"], bundle.state["text"]) == (False, True, "")
    assert "นางลับ" not in stored(chat.desk)


def test_words_of_a_chosen_report_have_all_their_messages(chat: Chat) -> None:
    chat.joins("สมชาย", "กองคลัง")
    chat.say("สมชาย", "ประชุมบ้านนางหนึ่ง 7 ต.ค. 69 ผู้เข้าร่วม 24 คน", message_id="900")
    chat.say("สมชาย", "ต่อเนื่อง อบรมบ้านนางลับ 10 คน", message_id="901")
    (bundle,) = chat.rows(BundleRow)
    chat.tap("สมชาย", f"which/{bundle.id}/{TAG}")
    (draft,) = chat.rows(ConversationRow)
    assert draft.answers["_from"]["activity"] == ["900", "901"]
    chat.unsend("สมชาย", "901")
    assert "นางลับ" not in stored(chat.desk)


def test_texts_that_came_late(chat: Chat) -> None:
    chat.say("สมชาย", "ข้อ 1", "ทำต่อเนื่อง")
    chat.late("สมชาย", "ประชุมบ้านนางลับ 24 คน", "900")
    chat.late("สมชาย", "อบรมบ้านนายแอบในหมู่บ้าน", "901")
    chat.unsend("สมชาย", "900")
    assert "นางลับ" not in stored(chat.desk)
    assert "นายแอบ" in stored(chat.desk)
    chat.say("สมชาย", "ไม่ใช้")
    assert "นายแอบ" in stored(chat.desk), "what was typed is kept"
    chat.unsend("สมชาย", "901")
    assert "นายแอบ" not in stored(chat.desk)


def test_a_text_of_another_day_that_was_not_used_and_told_a_report(chat: Chat) -> None:
    chat.say("สมชาย", "ข้อ 1", "ทำต่อเนื่อง")
    chat.now += timedelta(days=1)
    assert "ไม่ใช้" in chat.say("สมชาย", "อบรมบ้านนายแอบในหมู่บ้าน 24 คน", message_id="901")
    chat.say("สมชาย", "ไม่ใช้")
    assert "นายแอบ" in stored(chat.desk)
    chat.unsend("สมชาย", "901")
    assert "นายแอบ" not in stored(chat.desk)


def test_an_answer_repeated_in_another_month_goes_too(chat: Chat) -> None:
    chat.now = datetime(2026, 10, 31, 9, 0, tzinfo=UTC)
    chat.say("สมชาย", WHOLE, message_id="900")
    chat.say("สมชาย", "ส่ง")
    chat.say("สมชาย", "ข้อ 2", "ยังไม่เริ่ม", "ไม่มี", "ส่ง", "ส่ง")
    chat.now += timedelta(hours=16)  # the first of November
    chat.say("สมชาย", "เหมือนเดือนก่อน", "ส่ง")
    assert [e.answers["sources"]["activity"] for e in chat.rows(ProgressEntry) if e.measure_id == 1] == [["900"]] * 2
    chat.unsend("สมชาย", "900")
    assert "นางลับ" not in stored(chat.desk)


def test_drafts_and_answers_of_an_older_form(chat: Chat) -> None:
    chat.say("สมชาย", WHOLE, message_id="900")
    chat.say("สมชาย", "ส่ง")
    chat.tap("สมชาย", f"edit/{TAG}")
    with chat.desk.db.write() as session:
        for entry in session.scalars(select(ProgressEntry)):
            entry.answers = {**entry.answers, "said": WHOLE, "sources": {"activity": "900", "output": "900"}}
        for draft in session.scalars(select(ConversationRow)):
            old = {"_said": WHOLE, "_from": {"activity": "900"}, "_late": WHOLE, "_unsent": [WHOLE]}
            draft.answers = {**draft.answers, **old}
    chat.unsend("สมชาย", "900")
    assert "นางลับ" not in stored(chat.desk)


def test_a_name_with_two_spaces_is_nowhere(chat: Chat) -> None:
    chat.say("สมชาย", "แก้ชื่อ")
    chat.say("สมชาย", "สมชาย  รักลับ", message_id="900")
    chat.say("นิภา", "บุคลากร")
    chat.unsend("สมชาย", "900")
    assert "รักลับ" not in stored(chat.desk)
    assert "กองช่าง" in chat.say("นิภา", "1"), "the secretary's list keeps its numbers"


def test_the_reason_of_a_month_that_was_left(chat: Chat) -> None:
    chat.say("สมชาย", "เดือนนี้ไม่มีกิจกรรม เพราะรอนางลับ", message_id="900")
    chat.say("สมชาย", "ย้อน")
    chat.unsend("สมชาย", "900")
    assert "นางลับ" not in stored(chat.desk)


def test_a_reason_kept_while_the_month_was_asked_is_taken_back(chat: Chat) -> None:
    chat.now = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)  # October and November are open
    chat.say("มาลี", "เดือนนี้ไม่มีกิจกรรม เพราะนายลับลาออก", message_id="77")
    assert "นายลับ" in chat.say("มาลี", "พ.ย.")
    chat.unsend("มาลี", "77")
    (told,) = [row for row in chat.rows(BundleRow) if row.kind == "none"]
    assert told.month.month == 11
    assert told.state["said"] == {}
    assert not [row for row in chat.rows(BundleRow) if "นายลับ" in str(row.state)]


def test_what_stands_aside_while_it_is_asked_about_is_cleaned(chat: Chat) -> None:
    chat.say("สมชาย", WHOLE, message_id="900")
    chat.say("สมชาย", "พักไว้ก่อน")
    assert "ใช้แทนคำตอบเดิม" in chat.say("สมชาย", "ข้อ 1 ต่อเนื่อง ติดป้าย 9 ต.ค. 69 จำนวน 3 แผ่น", message_id="901")
    chat.unsend("สมชาย", "900")
    assert "นางลับ" not in stored(chat.desk)
    chat.say("สมชาย", "เพิ่มต่อจากเดิม")
    (draft,) = chat.rows(ConversationRow)
    assert (draft.answers["activity"], draft.answers["dates"]) == ("ติดป้าย", ["2026-10-09"])


def test_what_was_told_beside_it_goes_with_its_own_message_only(chat: Chat) -> None:
    chat.say("สมชาย", WHOLE, message_id="900")
    chat.say("สมชาย", "พักไว้ก่อน")
    chat.say("สมชาย", "ข้อ 1 ต่อเนื่อง ติดป้าย 9 ต.ค. 69 จำนวน 3 แผ่น", message_id="901")
    chat.say("สมชาย", "เพิ่มต่อจากเดิม")
    (draft,) = chat.rows(ConversationRow)
    assert draft.answers["output"] == "ผู้เข้าร่วม 24 คน\nจำนวน 3 แผ่น"
    assert sorted(draft.answers["_from"]["output"]) == ["900", "901"]
    assert [one["message"] for one in draft.answers["_said"]] == [["900"], ["901"]]


@pytest.mark.parametrize("which", ["900", "901"])
@pytest.mark.parametrize("chosen", ["เพิ่มต่อจากเดิม", "ใช้แทนคำตอบเดิม"])
@pytest.mark.parametrize("before", [True, False])
def test_what_waits_with_an_answer_that_stands_aside_is_cleaned(
    chat: Chat, which: str, chosen: str, before: bool
) -> None:
    chat.say("สมชาย", "ข้อ 1 ต่อเนื่อง อบรมบ้านนางลับ โทร 0812345678 7 ธ.ค. 69 แจก 24 ชุด", message_id="900")
    chat.say("สมชาย", "พักไว้ก่อน")
    asked = chat.say("สมชาย", "ข้อ 1 ต่อเนื่อง ติดป้ายบ้านนายแอบ 9 ต.ค. 69 จำนวน 3 แผ่น", message_id="901")
    assert chosen in asked
    if not before:
        chat.say("สมชาย", chosen)
    chat.unsend("สมชาย", which)
    if before:
        chat.say("สมชาย", chosen)
    (draft,) = chat.rows(ConversationRow)
    assert ("นางลับ" if which == "900" else "นายแอบ") not in stored(chat.desk)
    kept = stored(chat.desk)
    assert ("นางลับ" in str(draft.answers)) == (which == "901" and chosen == "เพิ่มต่อจากเดิม"), kept
    assert ("นายแอบ" in str(draft.answers)) == (which == "900"), kept


def test_words_whose_place_is_asked_and_late_ones_stand_aside_too(chat: Chat) -> None:
    chat.say("สมชาย", WHOLE, message_id="900")
    chat.say("สมชาย", "แจกเอกสารบ้านนายแอบ", message_id="901")
    chat.late("สมชาย", "ประชุมบ้านนางช้า", "902")
    chat.say("สมชาย", "พักไว้ก่อน", "ข้อ 1 ต่อเนื่อง ติดป้าย 9 ต.ค. 69 จำนวน 3 แผ่น")
    (draft,) = chat.rows(ConversationRow)
    assert sorted(draft.answers["_aside"]) == ["_late", "_loose"]
    told = chat.say("สมชาย", "เพิ่มต่อจากเดิม")
    assert "แจกเอกสารบ้านนายแอบ" in told
    assert "ประชุมบ้านนางช้า" in told, "what came late is asked about as it was"
    chat.unsend("สมชาย", "901")
    chat.unsend("สมชาย", "902")
    assert [word for word in ("นายแอบ", "นางช้า") if word in stored(chat.desk)] == []


def test_words_that_were_left_before_their_report_was_chosen_are_taken_back(chat: Chat) -> None:
    asked = chat.say("สมชาย", "อบรมบ้านนางลับ 7 ต.ค. 69 จำนวน 24 คน ต่อเนื่อง ไม่มีปัญหา", message_id="900")
    assert "เป็นของข้อไหนคะ" in asked
    chat.say("สมชาย", "พักไว้ก่อน")
    assert "นางลับ" in chat.say("สมชาย", "รายงาน")
    chat.say("สมชาย", "พักไว้ก่อน")
    chat.unsend("สมชาย", "900")
    assert "นางลับ" not in stored(chat.desk)
    assert "ทำต่อจากที่ค้างไว้" not in chat.say("สมชาย", "รายงาน")
