"""The conversation under anything that people do: it never raises, loses no words, strands nobody."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from models import thai
from models.calendar import FiscalYear, Month, Round
from models.conversation import Said, ask, take, word_of
from models.draft import collected, joined, open_question
from models.form import PROGRESS
from models.intents import read_edit
from models.ledger import STATUSES
from models.question import Context
from models.say import Card, Text, as_text
from models.tables import BundleRow, ConversationRow, ProgressEntry
from tests.desk import FakeDesk, check_body
from tests.reported import report_months

NOW = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
CONTEXT = Context(
    "1.1.2026-10",
    1,
    "ประกาศนโยบาย",
    "กองช่าง",
    "",
    Month(2026, 10),
    Round.of(FiscalYear(2570), "6m"),
    date(2026, 11, 2),
    ask_outcome=True,
    waiting_files=(7,),
    previous={"status": "ongoing", "activity": "ประชุมประจำเดือน", "output": "", "problem": ""},
    meetings=(date(2026, 10, 7),),
)
steering = st.sampled_from(
    ["ย้อน", "ข้าม", "ยกเลิก", "ช่วยเหลือ", "แก้ไข", "คงเดิม", "ส่ง", "ใช่", "ไม่ใช่", "ต่อไป", "ไม่มี", "1", "2", "3", "7"]
)
answers_typed = st.sampled_from(
    [
        "เสร็จแล้ว",
        "ยังไม่เริ่ม",
        "ทำต่อเนื่อง",
        "5 ต.ค. 69",
        "7 ม.ค. 63",
        "31 ก.พ.",
        "แนบที่ส่งไว้",
        "ผลผลิต",
        "ไม่ใช้",
        "ทำแล้ว",
        "เสร็จแล้ว 30%",
        "กำลังทำ 60%",
        "เหมือนเดือนก่อน",
        "โทร 081-234-5678",
        "แก้วันที่",
        "เพิ่มต่อจากเดิม",
        "ประชุม 7 ต.ค. 69 ผู้เข้าร่วม 24 คน เสร็จแล้ว",
        "ข้อ 1 เสร็จแล้ว",
        "ประชุมประจำเดือน",
        "ไม่มีเพิ่มเติม",
        "เก็บตามที่พิมพ์",
    ]
)
texts = steering | answers_typed | st.text(min_size=1, max_size=60)
taps = st.builds(
    Said,
    question=st.sampled_from([q.name for q in PROGRESS] + ["confirm", "nonsense"]),
    value=st.sampled_from(
        [
            *STATUSES,
            "",
            "done",
            "_skip",
            "_yes",
            "_no",
            "_edit",
            "_waiting",
            "_same",
            "_put",
            "send",
            "edit",
            "add",
            "drop",
            "2026-10-05",
            "x",
        ]
    ),
)
doings = st.lists(
    st.builds(Said, text=texts) | taps | st.builds(Said, files=st.just((1,)) | st.just((2, 3))), max_size=40
)


@settings(max_examples=300, deadline=None)
@given(doings)
def test_no_sequence_raises_or_strands(said: list[Said]) -> None:
    answers: dict[str, Any] = {}
    for one in said:
        before = dict(answers)
        turn = take(answers, one, CONTEXT)
        assert answers == before  # values in, values out
        answers = turn.answers
        assert turn.replies or turn.outcome
        if turn.replies:
            check_body(turn.replies[:5])
        if turn.outcome == "submit":
            assert collected(answers, CONTEXT)["status"] in STATUSES
    assert ask(answers, CONTEXT)


@settings(max_examples=100, deadline=None)
@given(doings)
@example([Said(text="1"), Said(text="ข้าม"), Said(text="ประชุม 7 ต.ค. 69 ผู้เข้าร่วม 24 คน เสร็จแล้ว")])
def test_from_anywhere_a_person_can_get_to_the_end(said: list[Said]) -> None:
    answers: dict[str, Any] = {}
    for one in said:
        answers = take(answers, one, CONTEXT).answers
    for _ in range(20):
        question = open_question(answers, CONTEXT)
        if doubt := answers.get("_doubt"):
            word = doubt["choices"][0][1]
        elif answers.get("_theirs"):
            word = "ใช้แทน"
        elif answers.get("_loose"):
            word = "ไม่ใช้"
        elif answers.get("_edit"):
            word = "ย้อน"
        else:
            word = "ส่ง" if question is None else "1" if question.name == "status" else "ข้าม"
        turn = take(answers, Said(text=word), CONTEXT)
        answers = turn.answers
        if turn.outcome == "submit":
            return
    raise AssertionError(f"stranded: {answers}")


@settings(max_examples=100, deadline=None)
@given(st.text(min_size=1, max_size=80).filter(lambda t: t.strip() != "" and not word_of(t) and not read_edit(t)))
def test_what_is_typed_is_kept_as_it_was_typed(text: str) -> None:
    turn = take({"status": "done", "activity": "x", "dates": []}, Said(text=text), CONTEXT)
    asked_again = open_question(turn.answers, CONTEXT)
    kept = "ไม่มี" if thai.means_nothing(text) else text.strip()  # NONE, which hypothesis finds in our own source
    assert turn.answers.get("output") == kept or (asked_again is not None and asked_again.name == "output")


def test_a_text_that_comes_late_is_shown_back_and_never_overwrites(desk: FakeDesk) -> None:
    desk.say("สมชาย", "ข้อ 1", NOW)
    desk.say("สมชาย", "กำลังทำ", NOW + timedelta(minutes=1))
    desk.say("สมชาย", "ร่างประกาศแล้ว", NOW + timedelta(minutes=6))
    (shown,) = desk.say("สมชาย", "ประชุมเมื่อเช้า", NOW + timedelta(minutes=2))
    assert "เพิ่งมาถึง" in as_text(shown)
    assert "ประชุมเมื่อเช้า" in as_text(shown)
    (again,) = desk.tap("สมชาย", "ไม่ใช้", NOW + timedelta(minutes=7))
    assert "วันที่เท่าไร" in as_text(again)
    with desk.db.read() as session:
        answers = session.scalars(select(ConversationRow.answers)).one()
    assert (answers["activity"], answers["_unsent"]) == ("ร่างประกาศแล้ว", ["ประชุมเมื่อเช้า"])


def test_a_late_text_can_be_used(desk: FakeDesk) -> None:
    for n, said in enumerate(("ข้อ 1", "กำลังทำ", "ร่างประกาศแล้ว", "ข้าม")):
        desk.say("สมชาย", said, NOW + timedelta(minutes=n))
    desk.say("สมชาย", "ประกาศ 1 ฉบับ", NOW + timedelta(minutes=1))
    desk.tap("สมชาย", "ใช้", NOW + timedelta(minutes=9))
    with desk.db.read() as session:
        assert session.scalars(select(ConversationRow.answers)).one()["output"] == "ประกาศ 1 ฉบับ"


def test_years_are_an_answer_and_no_invitation_code(desk: FakeDesk) -> None:
    for said in ("ข้อ 1", "กำลังทำ", "แผนพัฒนาท้องถิ่น", "ข้าม", "2566-2569", "ข้าม", "ส่ง"):
        desk.say("สมชาย", said, NOW)
    with desk.db.read() as session:
        assert session.scalars(select(ProgressEntry.answers)).one()["output"] == "2566-2569"


def test_a_number_under_several_open_months_is_asked_back(desk: FakeDesk) -> None:
    (card,) = desk.say("สมชาย", "ข้อ 1", datetime(2026, 11, 25, 4, 0, tzinfo=UTC))
    assert "จะเปิดข้อนี้ของเดือนไหน" in as_text(card)
    assert "พ.ย. ๖๙" in as_text(desk.tap("สมชาย", "เดือน พ.ย. ๖๙", datetime(2026, 11, 25, 4, 1, tzinfo=UTC))[0])


def test_a_photo_that_is_sent_while_choosing_what_to_change_can_be_sent_on() -> None:
    sent = {"status": "ongoing", "activity": "ประชุม", "dates": [], "output": "", "outcome": "", "problem": ""}
    (answered,) = take(sent | {"_edit": True}, Said(files=(9,)), CONTEXT).replies
    assert isinstance(answered, Text)
    assert answered.text.endswith("หรือกด ส่งรายงาน")
    assert answered.choices[0].label == "ส่งรายงาน"


def test_a_photo_does_not_hide_a_question_that_was_not_seen_yet() -> None:
    without_outcome = {"status": "ongoing", "activity": "ประชุม", "dates": [], "output": "", "problem": ""}
    for choosing in ("_edit", "_adding"):
        turn = take(without_outcome | {choosing: True}, Said(files=(9,)), CONTEXT)
        assert "เกิดผลลัพธ์อย่างไร" in as_text(turn.replies[-1])
    (more,) = take(turn.answers, Said(files=(10,)), CONTEXT).replies
    assert "ตอบคำถามด้านบนต่อได้เลย" in as_text(more)


def test_a_photo_beside_loose_words_promises_no_button_that_is_not_there() -> None:
    sent = {"status": "ongoing", "activity": "ประชุม", "dates": [], "output": "", "outcome": "", "problem": ""}
    loose = sent | {"_loose": {"text": "เพิ่มเติม", "from": "1"}}
    (answered,) = take(loose, Said(files=(9,)), CONTEXT).replies
    assert "กด ส่งรายงาน" not in as_text(answered)


def test_a_draft_of_an_older_form_goes_on() -> None:
    old = {
        "status": "ongoing",
        "venue": "ศาลาประชาคม",
        "activity": "ประชุม",
        "dates": [],
        "output": "",
        "evidence": True,
    }
    (asked,) = ask(old, CONTEXT)
    assert "เกิดผลลัพธ์อย่างไร" in as_text(asked)  # a question that the older form did not have, or had not reached
    answers = old
    for said in ("ประชาชนพอใจ", "ไม่มี", "ส่ง"):
        turn = take(answers, Said(text=said), CONTEXT)
        answers = turn.answers
    assert turn.outcome == "submit"
    assert "venue" not in collected(answers, CONTEXT)
    assert answers["venue"] == "ศาลาประชาคม"  # retired, and not lost with the draft


def test_a_doubt_of_an_older_form_can_be_settled() -> None:
    doubt = {
        "name": "dates",
        "value": ["2020-01-07"],
        "flag": "date_outside_round",
        "sentence": "วันที่ ๗ ม.ค. ๖๓ อยู่นอกรอบ",
    }
    old = {"status": "ongoing", "activity": "ประชุม", "_doubt": doubt}
    turn = take(old, Said(text="ใช่"), CONTEXT)
    assert turn.answers["dates"] == ["2020-01-07"]
    assert turn.answers["_flags"]["dates"] == ["date_outside_round"]


def _stored(desk: FakeDesk) -> str:
    """All that is kept of reports: what was sent, drafts, and what several reports were told."""
    with desk.db.read() as session:
        kept = [
            *session.scalars(select(ProgressEntry.answers)),
            *session.scalars(select(ConversationRow.answers)),
            *session.scalars(select(BundleRow.state)),
        ]
    return json.dumps(kept, ensure_ascii=False)


WARNED = ["แจ้งนายมานะ โทร 0812345678 แล้ว", "แจ้งนายมานะ เลขบัตร 1-2345-67890-12-3", "นายมานะเรียกรับเงินจากชาวบ้าน"]


@pytest.mark.parametrize("words", WARNED)
@pytest.mark.parametrize("anew", [("พิมพ์ใหม่", "แจ้งผู้เกี่ยวข้อง"), ("แจ้งผู้เกี่ยวข้อง",), ("ย้อน", "แจ้งผู้เกี่ยวข้อง")])
def test_what_is_typed_anew_after_a_warning_is_kept_nowhere_as_it_was(
    desk: FakeDesk, words: str, anew: tuple[str, ...]
) -> None:
    shown = desk.say("สมชาย", f"ข้อ 1 กำลังทำ {words} ผู้เข้าร่วม 24 คน", NOW)
    assert "เก็บตามที่พิมพ์" in as_text(shown[-1])
    for said in anew:
        shown = desk.say("สมชาย", said, NOW)
    for _ in range(12):
        last = as_text(shown[-1])
        if "บันทึก" in as_text(shown[0]):
            break
        card = isinstance(shown[-1], Card)
        shown = desk.say("สมชาย", "ส่ง" if card else "3" if "สถานะใด" in last else "ข้าม", NOW)
    kept = _stored(desk)
    assert "แจ้งผู้เกี่ยวข้อง" in kept
    assert [piece for piece in ("มานะ", "0812345678", "67890") if piece in kept] == []


@pytest.mark.parametrize("words", WARNED)
@pytest.mark.parametrize(
    "told",
    [
        "ข้อ 1 {} เสร็จแล้ว ข้อ 2 เผยแพร่ 7 ต.ค. 69 กำลังทำ",
        "ข้อ 1 เผยแพร่ 7 ต.ค. 69 กำลังทำ ข้อ 2 {} เสร็จแล้ว",
        "ข้อ 1 เผยแพร่ 7 ต.ค. 69 ข้อ 2 ติดปัญหา {}",
        "ข้อ 1 และ 2 ทำต่อเนื่อง {}",
    ],
)
def test_what_earns_a_warning_in_a_message_about_several_waits_nowhere(desk: FakeDesk, told: str, words: str) -> None:
    shown = "\n".join(map(as_text, desk.say("สมชาย", told.format(words), NOW)))
    assert "ไม่ควรอยู่ในรายงาน" in shown
    assert "ยังไม่ได้เก็บ" in shown
    kept = _stored(desk)
    assert [piece for piece in ("มานะ", "0812345678", "67890", "เรียกรับ") if piece in kept] == []
    assert "ongoing" in kept if "และ" in told else "2026-10-07" in kept


@pytest.mark.parametrize("words", WARNED)
def test_what_earns_a_warning_does_not_wait_for_its_measure(desk: FakeDesk, words: str) -> None:
    shown = desk.say("สมชาย", f"กำลังทำ {words} 7 ต.ค. 69", NOW)
    assert "ยังไม่ได้เก็บ" in as_text(shown[-1])
    assert _stored(desk) == "[]"
    desk.say("สมชาย", "กำลังทำ ติดป้าย 7 ต.ค. 69", NOW)
    assert "ยังไม่ได้เก็บ" in as_text(desk.say("สมชาย", f"ทำต่อเนื่อง {words} 8 ต.ค. 69", NOW)[0])
    kept = _stored(desk)
    assert [piece for piece in ("มานะ", "0812345678", "67890", "เรียกรับ") if piece in kept] == []
    assert "ติดป้าย" in kept


def test_a_warning_names_the_piece_that_it_is_about(desk: FakeDesk) -> None:
    told = "กำลังทำ แจ้งนายมานะ โทร 0812345678 7 ต.ค. 69 ผู้เข้าร่วม 24 คน ติดปัญหา นายสมศักดิ์เรียกรับเงิน"
    asked = as_text(desk.say("สมชาย", f"ข้อ 1 {told}", NOW)[-1])
    assert asked.startswith("สิ่งที่ดำเนินการ: ข้อความนี้มีหมายเลขโทรศัพท์")
    asked = as_text(desk.say("สมชาย", "เก็บตามที่พิมพ์", NOW)[-1])
    assert asked.startswith("ปัญหา อุปสรรค ข้อเสนอแนะ: ข้อความนี้คล้ายเรื่องร้องเรียน")
    desk.say("สมชาย", "พิมพ์ใหม่", NOW)
    asked = as_text(desk.say("สมชาย", "โทร 0812345678", NOW)[-1])
    assert asked.startswith("ข้อความนี้มีหมายเลขโทรศัพท์"), "one piece, and its own question"


def test_a_warning_names_the_measure_of_words_about_several(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        report_months(session, desk.organisation_id, Month(2026, 10), Month(2027, 2))
    march = datetime(2027, 3, 26, 3, 0, tzinfo=UTC)
    assert "ผลลัพธ์" in as_text(desk.say("สมชาย", "เหมือนเดือนก่อน", march)[-1])
    asked = as_text(desk.say("สมชาย", "ข้อ 1 ประชาชนเข้าใจดีขึ้น ข้อ 2 แจ้งนายมานะ โทร 0812345678", march)[-1])
    assert asked.startswith("ข้อ ๒: ข้อความนี้มีหมายเลขโทรศัพท์")


def test_words_that_are_kept_after_a_warning_are_kept_whole(desk: FakeDesk) -> None:
    desk.say("สมชาย", "ข้อ 1 กำลังทำ แจ้งนายมานะ โทร 0812345678 ผู้เข้าร่วม 24 คน", NOW)
    desk.say("สมชาย", "เก็บตามที่พิมพ์", NOW)
    with desk.db.read() as session:
        (said,) = session.scalars(select(ConversationRow.answers)).one()["_said"]
    assert "0812345678" in said["text"]


@pytest.mark.parametrize("told", ["เสร็จแล้ว แจกถุงยังชีพ 20 ชุด", "เสร็จแล้ว 15 ต.ค. 69 แจกถุงยังชีพ 20 ชุด"])
def test_a_report_told_at_the_question_for_the_status_is_taken_apart(told: str) -> None:
    turn = take({}, Said(text=told, message="m1"), CONTEXT)
    kept = turn.answers
    assert (kept["status"], kept["activity"], kept["output"]) == ("done", "แจกถุงยังชีพ", "20 ชุด")
    assert kept.get("dates", []) == (["2026-10-15"] if "15" in told else [])
    assert "เข้าใจตามนี้" in as_text(turn.replies[0])
    assert [one["text"] for one in kept["_said"]] == [told]


def test_what_is_told_beside_a_status_that_is_asked_back_is_used_after_the_choice() -> None:
    asked = take({}, Said(text="เสร็จแล้ว 30% แจกถุงยังชีพ 20 ชุด", message="m1"), CONTEXT)
    json.dumps(asked.answers)  # what waits can be kept
    assert "สถานะใดถูกต้องคะ" in as_text(asked.replies[-1])
    kept = take(asked.answers, Said(question="status", value="in_progress"), CONTEXT).answers
    assert (kept["status"], kept["percent"], kept["output"]) == ("in_progress", 30, "20 ชุด")
    assert "แจกถุงยังชีพ" in kept["activity"]


def test_the_month_before_is_shown_and_offered_only_where_there_is_an_answer(desk: FakeDesk) -> None:
    for said in ("ข้อ 1", "กำลังทำ", "ข้าม", "ข้าม", "ข้าม", "ไม่มี", "ส่ง"):
        desk.say("สมชาย", said, NOW)
    november = NOW + timedelta(days=30)
    (asked,) = desk.say("สมชาย", "ข้อ 1 เดือน พ.ย.", november)
    assert "เดือนก่อน: อยู่ระหว่างดำเนินการ (พิมพ์ เหมือนเดือนก่อน ได้)" in as_text(asked)
    (asked,) = desk.say("สมชาย", "กำลังทำ", november)
    assert "เดือนก่อน: ไม่ได้ตอบ\n" in as_text(asked)
    assert "[เหมือนเดือนก่อน]" not in as_text(asked)
    assert "ยังไม่มีคำตอบของเดือนก่อน" in as_text(desk.say("สมชาย", "เหมือนเดือนก่อน", november)[0])
    desk.say("สมชาย", "พักไว้ก่อน", november)
    (asked,) = desk.say("สมชาย", "ข้อ 2 เดือน พ.ย.", november)
    assert "เดือนก่อน: ไม่ได้ตอบ\n" in as_text(asked)
    assert "เหมือนเดือนก่อน" not in as_text(asked)


def test_an_outcome_that_was_given_stays_while_something_was_done() -> None:
    context = replace(CONTEXT, ask_outcome=False)
    sent = {"status": "ongoing", "activity": "ประชุม", "dates": [], "output": "", "outcome": "เข้าใจดีขึ้น", "problem": ""}
    for status in ("in_progress", "done", "ongoing", "blocked"):
        assert collected(sent | {"status": status}, context)["outcome"] == "เข้าใจดีขึ้น"
    for status in ("not_started", "cancelled"):
        assert "outcome" not in collected(sent | {"status": status}, context)
    assert "outcome" not in collected(sent | {"outcome": ""}, context)


@pytest.mark.parametrize("told", ["เสร็จ 50", "เสร็จแล้วนะแต่รูปไม่มี", "สั่งยกเลิกแล้วแต่ขอทำต่อ", "ไม่เรียบร้อย ต้องทำใหม่"])
def test_words_that_may_turn_a_status_are_still_asked_back(told: str) -> None:
    asked = take({}, Said(text=told, message="m1"), CONTEXT).answers
    json.dumps(asked)
    assert "status" not in asked
    kept = take(asked, Said(text=asked["_doubt"]["choices"][0][1], message="m2"), CONTEXT).answers
    assert [one["text"] for one in kept["_said"]] == [told]  # and nothing is lost


def test_news_of_a_measure_that_was_not_begun_needs_a_status(desk: FakeDesk) -> None:
    for month in (10, 11, 12):
        at = datetime(2026, month, 28, 3, 0, tzinfo=UTC)
        if month == 10:
            for said in ("ข้อ 1 ยังไม่เริ่ม ไม่มีปัญหา", "ส่ง", "ข้อ 2 ยังไม่เริ่ม ไม่มีปัญหา", "ส่ง"):
                desk.say("สมชาย", said, at)
        else:
            for said in ("เหมือนเดือนก่อน", "ส่ง"):
                desk.say("สมชาย", said, at)
    at = datetime(2027, 1, 28, 3, 0, tzinfo=UTC)
    assert "มีอะไรใหม่" in as_text(desk.say("สมชาย", "เหมือนเดือนก่อน", at)[-1])
    asked = as_text(desk.say("สมชาย", "ข้อ 2 เพิ่มป้ายใหม่ 5 ม.ค. 70", at)[-1])
    assert "เดือนนี้อยู่ในสถานะใดคะ" in asked
    assert "ข้อ 2 กำลังดำเนินการ เพิ่มป้ายใหม่ 5 ม.ค. 70" in asked
    shown = as_text(desk.say("สมชาย", "ข้อ 2 กำลังดำเนินการ เพิ่มป้ายใหม่ 5 ม.ค. 70", at)[-1])
    assert "อยู่ระหว่างดำเนินการ · ๕ ม.ค. ๗๐ · เพิ่มป้ายใหม่" in shown


@pytest.mark.parametrize(
    ("old", "new", "both"),
    [
        ("ผู้เข้าร่วม 24 คน", "24คน", "ผู้เข้าร่วม 24 คน"),
        ("24 คน", "ผู้เข้าร่วม ๒๔ คน", "ผู้เข้าร่วม ๒๔ คน"),
        ("ผู้เข้าร่วม 24 คน", "4 คน", "ผู้เข้าร่วม 24 คน\n4 คน"),
        ("4 คน", "24 คน", "4 คน\n24 คน"),
        ("24 คน; 3 แผ่น", "24 คน; 5 เล่ม", "24 คน; 3 แผ่น\n5 เล่ม"),
        ("ประชุม\nติดป้าย", "ติดป้าย\nแจกแผ่นพับ", "ประชุม\nติดป้าย\nแจกแผ่นพับ"),
    ],
)
def test_what_two_answers_both_say_is_said_once_and_nothing_is_lost(old: str, new: str, both: str) -> None:
    assert joined(old, new) == both


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("อบรม อสม. 40 คน เมื่อ 12 พ.ย.", {"activity": "ประชุม\nอบรม", "output": "อสม. 40 คน", "dates": ["2026-11-12"]}),
        ("อบรม อสม. 40 คน", {"activity": "ประชุม\nอบรม", "output": "อสม. 40 คน"}),
        ("12 พ.ย. ไม่มีปัญหา", {"dates": ["2026-11-12"], "problem": ""}),
        ("ดำเนินการแล้ว 12 พ.ย.", {"dates": ["2026-11-12"]}),
        ("ตลอดเดือน", {}),
        ("แจกแผ่นพับด้วย", {"activity": "ประชุม\nแจกแผ่นพับด้วย"}),
        ("แจกแผ่นพับเมื่อต้นเดือน", {"activity": "ประชุม\nแจกแผ่นพับเมื่อต้นเดือน"}),
        ("นายมานะ โทร 0812345678", {}),
        *((words, {}) for words in ("จะแจกแผ่นพับ", "ยังไม่ได้แจกแผ่นพับ", "แจกแผ่นพับวันไหนคะ", "แจกแผ่นพับมั้ง")),
        *((words, {}) for words in ("ประชุมทุกวันจันทร์", "จัดทุกสัปดาห์", "บันทึกไว้ก่อน", "มอบหมายแล้ว", "ประชุมแล้ว")),
    ],
)
def test_what_is_told_beside_the_days_is_kept(typed: str, kept: dict[str, Any]) -> None:
    begun = {"status": "in_progress", "activity": "ประชุม", "_flags": {}}
    november = replace(CONTEXT, month=Month(2026, 11), today=date(2026, 11, 26))
    turn = take(begun, Said(text=typed), november)
    asked = open_question(turn.answers, november)
    found = {name: value for name, value in turn.answers.items() if not name.startswith("_")}
    assert found == {"status": "in_progress", "activity": "ประชุม"} | kept
    assert (asked is not None and asked.name == "dates") == ("dates" not in kept)


def test_a_day_that_is_asked_about_is_not_lost_when_a_deed_is_told() -> None:
    begun = {"status": "in_progress", "activity": "ประชุม", "_flags": {}}
    november = replace(CONTEXT, month=Month(2026, 11), today=date(2026, 11, 26))
    turn = take(begun, Said(text="7 ธ.ค. 69"), november)
    turn = take(turn.answers, Said(text="แจกแผ่นพับด้วย"), november)
    assert "แจกแผ่นพับด้วย" in as_text(turn.replies[0])
    assert "ถูกต้องไหมคะ" in as_text(turn.replies[-1])
    turn = take(turn.answers, Said(text="ใช่"), november)
    found = {name: turn.answers[name] for name in ("activity", "dates")}
    assert found == {"activity": "ประชุม\nแจกแผ่นพับด้วย", "dates": ["2026-12-07"]}


def test_another_status_told_beside_the_days_is_asked_back_and_the_rest_waits() -> None:
    begun = {"status": "in_progress", "activity": "ประชุม", "_flags": {}}
    november = replace(CONTEXT, month=Month(2026, 11), today=date(2026, 11, 26))
    turn = take(begun, Said(text="เสร็จแล้ว 12 พ.ย. คนมา 30 คน"), november)
    assert "คนมา 30 คน" in as_text(turn.replies[0])
    turn = take(turn.answers, Said(text="ดำเนินการแล้วเสร็จ"), november)
    found = {name: turn.answers[name] for name in ("status", "dates", "output")}
    assert found == {"status": "done", "dates": ["2026-11-12"], "output": "คนมา 30 คน"}
