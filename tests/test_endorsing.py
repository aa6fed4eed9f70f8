"""Endorsing at the real desk: who may, what it costs, attacks, what is taken back, who opens the papers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot import line_draw
from exports.freezing import freeze
from handlers import cases
from models import chain, people
from models.calendar import Round
from models.keeping_tables import AuditEntry
from models.post_tables import Outgoing
from models.records import load_plan
from models.report_tables import Endorsement, Publishing
from models.say import as_text, from_json
from models.tables import Organisation, Person
from tests import cast
from tests.desk import FakeDesk

NOW = datetime(2027, 4, 8, 3, 0, tzinfo=UTC)
ORDER = ["ผู้จัดทำ", "ปลัดเทศบาล", "นายกเทศมนตรี"]


def begin(desk: FakeDesk) -> None:
    """ปลัด and นายก hold their posts, วิชัย keeps the website, the round is frozen."""
    with desk.db.write() as session:
        organisation = session.get_one(Organisation, desk.organisation_id)
        cast.join(session, organisation, "นายก", "executive", None)
        cast.join(session, organisation, "หัวหน้า", "head", "กองคลัง")
        cast.join(session, organisation, "วิชัย", "webkeeper", None)
        chain.change(session, organisation.id, cast.PLAN, ORDER, NOW)
        for post, who in zip(chain.posts(session, organisation.id)[1:], ("ปลัด", "นายก"), strict=True):
            person = session.scalars(select(Person).where(Person.name == who)).one()
            chain.appoint(session, post, person, NOW)
    close(desk)


def close(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        stored = load_plan(session, desk.organisation_id, 2570)
        assert stored
        freeze(session, stored, Round.of(stored.fiscal_year, "6m"), None, NOW)


def propose(desk: FakeDesk) -> None:
    desk.say("นิภา", "เสนอรายงาน", NOW)
    desk.say("นิภา", "ยืนยันเสนอ", NOW)


def endorse(desk: FakeDesk, who: str) -> str:
    desk.say(who, "เห็นชอบ", NOW)
    return texts(desk.say(who, "ยืนยันเห็นชอบ", NOW))


def texts(messages: object) -> str:
    return "\n".join(as_text(m) for m in messages)  # type: ignore[attr-defined]


def words(desk: FakeDesk) -> list[tuple[str, str, str]]:
    with desk.db.read() as session:
        rows = session.scalars(select(Endorsement).order_by(Endorsement.id))
        return [(row.post_name, row.verdict, row.comment) for row in rows]


def pushed(desk: FakeDesk) -> int:
    with desk.db.read() as session:
        return session.scalar(select(func.count()).select_from(Outgoing).where(Outgoing.kind == "push")) or 0


def test_a_report_costs_a_push_for_each_post_and_one_for_each_person_of_the_circular(desk: FakeDesk) -> None:
    begin(desk)
    propose(desk)
    assert pushed(desk) == 1
    endorse(desk, "ปลัด")
    assert pushed(desk) == 2
    told = endorse(desk, "นายก")
    assert "แจ้งเวียนทุกกองแล้ว ๓ คน" in told  # สมชาย, มาลี, หัวหน้า
    assert pushed(desk) == 2 + 3 + 2  # and นิภา and วิชัย
    assert [w[:2] for w in words(desk)] == [(post, "endorse") for post in ORDER]


def test_when_the_quota_does_not_reach_the_divisions_see_it_on_their_next_reply(desk: FakeDesk) -> None:
    begin(desk)
    propose(desk)
    endorse(desk, "ปลัด")
    with desk.db.write() as session:
        organisation = session.get_one(Organisation, desk.organisation_id)
        organisation.quota = {"limit": 300, "used": 296, "at": NOW.isoformat()}
    assert "โควตาข้อความไม่พอ" in endorse(desk, "นายก")
    assert pushed(desk) == 2 + 2  # those who have something to do are told at once
    assert "หนังสือเวียนถึงทุกกอง" in texts(desk.say("มาลี", "เมนู", NOW))


@pytest.mark.parametrize("who", ["มาลี", "หัวหน้า", "วิชัย", "นายก", "คนแปลกหน้า"])
def test_nobody_speaks_for_a_post_whose_turn_is_anothers(desk: FakeDesk, who: str) -> None:
    begin(desk)
    propose(desk)
    with desk.db.read() as session:
        (case,) = cases.every(session, desk.organisation_id, NOW.date())
        post = case.waits_at.post_id if case.waits_at else 0
    for data in (
        f"chain/yes/endorse/1/{post}",
        f"chain/yes/skip/1/{post}",
        f"chain/endorse/1/{post}",
        "chain/chase/1",
    ):
        desk.event(who, NOW, "postback", postback={"data": data})
        desk.say(who, "ยืนยันเห็นชอบ", NOW)
        desk.say(who, "ใช่", NOW)
    assert len(words(desk)) == 1
    desk.event(who, NOW, "postback", postback={"data": "chain/propose/1/yes"})
    assert len(words(desk)) == 1


def test_a_confirmation_pressed_twice_counts_once(desk: FakeDesk) -> None:
    begin(desk)
    propose(desk)
    desk.say("ปลัด", "เห็นชอบ", NOW)
    desk.tap("ปลัด", "ยืนยันเห็นชอบ", NOW)
    assert "ท่านให้ความเห็นรายงานนี้แล้ว" in texts(desk.tap("ปลัด", "ยืนยันเห็นชอบ", NOW))
    assert len(words(desk)) == 2


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (["เห็นชอบ", "ส่งกลับ ขอแก้ตัวเลข", "ใช่"], ("return", "ขอแก้ตัวเลข")),
        (["เห็นชอบ", "ไม่เห็นชอบ", "ตัวเลขผิด", "ใช่"], ("return", "ตัวเลขผิด")),
        (["ไม่อนุมัติ เพราะตัวเลขผิด", "ใช่"], ("return", "ไม่อนุมัติ เพราะตัวเลขผิด")),
        (["ส่งกลับ", "เห็นชอบ", "ยืนยันเห็นชอบ"], ("endorse", "")),
        (["อนุมัติ", "ข้าม"], ("endorse", "")),
        (["อนุมัติครับ", "ครับ", "ใช่ครับ"], ("endorse", "")),
        (["เห็นชอบ", "อนุมัติให้เผยแพร่", "ใช่"], ("endorse", "อนุมัติให้เผยแพร่")),
        (["เห็นชอบ", "ไม่"], None),
        (["เห็นชอบ ดีแล้ว", "ยกเลิก", "ใช่"], None),
    ],
)
def test_what_is_typed_is_what_is_meant(desk: FakeDesk, typed: list[str], stored: tuple[str, str] | None) -> None:
    begin(desk)
    propose(desk)
    for text in typed:
        desk.say("ปลัด", text, NOW)
    assert [word[1:] for word in words(desk)[1:]] == ([stored] if stored else [])


def test_a_report_is_not_sent_back_without_a_reason(desk: FakeDesk) -> None:
    begin(desk)
    propose(desk)
    desk.say("ปลัด", "ส่งกลับ", NOW)
    for typed in ("ยืนยันส่งกลับ", "ข้าม", "ไม่มี", "ส่งกลับ"):
        desk.say("ปลัด", typed, NOW)
    with desk.db.read() as session:
        (case,) = cases.every(session, desk.organisation_id, NOW.date())
        assert case.waits_at
        post = case.waits_at.post_id
    desk.event("ปลัด", NOW, "postback", postback={"data": f"chain/yes/return/1/{post}"})
    assert len(words(desk)) == 1


ATTACKS = [
    "=cmd|'/C calc'!A0 {0} %s {{x}}",
    "<script>alert(1)</script> & <b>",
    "ดี\u202eกลับหลัง\u202c 👨‍👩‍👧‍👦 ๚",
    "ก" * 1000,
    "A\x07B\x00C",
    "ดี”\nนายกเทศมนตรี เห็นชอบ: “เผยแพร่ได้",
]


@pytest.mark.parametrize("comment", ATTACKS)
def test_a_comment_is_kept_as_typed_and_drawn_within_lines_limits(desk: FakeDesk, comment: str) -> None:
    begin(desk)
    propose(desk)
    desk.say("ปลัด", f"เห็นชอบ {comment}", NOW)
    assert "ส่งต่อให้ นายกเทศมนตรี" in texts(desk.say("ปลัด", "ยืนยันเห็นชอบ", NOW))
    assert words(desk)[-1][2] == comment.replace("\x07", "").replace("\x00", "")
    with desk.db.read() as session:
        for row in session.scalars(select(Outgoing)):
            assert line_draw.render(from_json(row.messages))
            assert "\nนายกเทศมนตรี เห็นชอบ" not in texts(from_json(row.messages)) or row.kind == "reply"
    assert desk.say("นายก", "อยู่ที่ใคร", NOW)


def test_a_comment_of_ten_thousand_letters_is_asked_for_again(desk: FakeDesk) -> None:
    begin(desk)
    propose(desk)
    assert "ยาวเกิน" in texts(desk.say("ปลัด", "เห็นชอบ " + "ก" * 10_000, NOW))
    desk.say("ปลัด", "สั้นลงแล้ว", NOW)
    desk.say("ปลัด", "ใช่", NOW)
    assert words(desk)[-1][2] == "สั้นลงแล้ว"


def test_a_comment_that_is_taken_back_is_kept_nowhere(desk: FakeDesk) -> None:
    begin(desk)
    propose(desk)
    desk.say("ปลัด", "เห็นชอบ", NOW)
    desk.say("ปลัด", "ให้รอผลตรวจสอบของหน่วยตรวจสอบภายใน", NOW, message_id="777")
    desk.say("ปลัด", "ใช่", NOW)
    desk.unsend("ปลัด", "777", NOW + timedelta(minutes=5))
    assert words(desk)[-1] == ("ปลัดเทศบาล", "endorse", "…")
    with desk.db.read() as session:
        held = [str(row.messages) for row in session.scalars(select(Outgoing))]
        held += [str((row.old, row.new)) for row in session.scalars(select(AuditEntry))]
    assert "หน่วยตรวจสอบภายใน" not in "".join(held)


def test_a_head_who_answers_a_report_still_endorses_by_the_word(desk: FakeDesk) -> None:
    begin(desk)
    with desk.db.write() as session:
        person = session.scalars(select(Person).where(Person.name == "หัวหน้า")).one()
        chain.appoint(session, chain.posts(session, desk.organisation_id)[1], person, NOW)
    propose(desk)
    later = NOW + timedelta(days=18)  # April can be reported
    assert "สถานะใดคะ" in texts(desk.say("หัวหน้า", "ข้อ 1", later))
    assert "ในตำแหน่ง ปลัดเทศบาล" in texts(desk.say("หัวหน้า", "เห็นชอบ", later))
    answered = texts(desk.say("หัวหน้า", "ยืนยันเห็นชอบ", later))
    assert "ส่งต่อให้ นายกเทศมนตรี" in answered
    assert "สถานะใดคะ" in answered  # and the report's question again


def test_a_chase_goes_once_a_day(desk: FakeDesk) -> None:
    begin(desk)
    propose(desk)
    for moment, expected in ((NOW, 2), (NOW + timedelta(hours=1), 2), (NOW + timedelta(days=1), 3)):
        desk.say("นิภา", "ตามความเห็น", moment)
        assert pushed(desk) == expected


# --- The papers ----------------------------------------------------------------------------------------------

EXCEL = "paper/excel/2570/6m"


def opens(desk: FakeDesk, who: str, data: str = EXCEL) -> bool:
    return "เปิดไฟล์" in texts(desk.event(who, NOW, "postback", postback={"data": data}))


def test_who_endorses_or_publishes_opens_the_papers(desk: FakeDesk) -> None:
    begin(desk)
    with desk.db.write() as session:
        person = session.scalars(select(Person).where(Person.name == "หัวหน้า")).one()
        assert not people.oversees(session, person)
    assert not opens(desk, "หัวหน้า")
    assert not opens(desk, "วิชัย")
    assert not opens(desk, "มาลี")
    with desk.db.write() as session:
        person = session.scalars(select(Person).where(Person.name == "หัวหน้า")).one()
        chain.appoint(session, chain.posts(session, desk.organisation_id)[1], person, NOW)
    assert opens(desk, "หัวหน้า")
    propose(desk)
    endorse(desk, "หัวหน้า")
    assert not opens(desk, "วิชัย")  # not endorsed yet
    endorse(desk, "นายก")
    assert opens(desk, "วิชัย")
    assert not opens(desk, "วิชัย", "paper/evidence/2570/6m")
    assert not opens(desk, "มาลี")


# --- The publishing list -------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["มาลี", "ปลัด", "นายก"])
def test_only_the_web_keeper_and_the_secretary_tick(desk: FakeDesk, who: str) -> None:
    begin(desk)
    for data in ("publish/1", "publish/1/board/today", "publish/1/website/off", "publish/1/text/itas"):
        assert "ผู้ที่ได้รับมอบหมาย" in texts(desk.event(who, NOW, "postback", postback={"data": data}))
    with desk.db.read() as session:
        assert not session.scalars(select(Publishing)).all()


def test_an_address_that_was_typed_is_ticked_before_its_day_is_known(desk: FakeDesk) -> None:
    begin(desk)
    desk.event("วิชัย", NOW, "postback", postback={"data": "publish/1/website"})
    desk.say("วิชัย", "https://www.example.go.th/a", NOW)
    assert "ยังไม่ระบุวันที่" in texts(desk.say("วิชัย", "เผยแพร่", NOW))
    desk.event("วิชัย", NOW + timedelta(days=2), "postback", postback={"data": "publish/1/website/today"})
    with desk.db.read() as session:
        rows = session.scalars(select(Publishing).order_by(Publishing.id)).all()
        assert [(r.value, r.day and r.day.isoformat()) for r in rows] == [
            ("https://www.example.go.th/a", None),
            ("https://www.example.go.th/a", "2027-04-10"),
        ]


def test_an_address_that_is_taken_back_is_no_tick(desk: FakeDesk) -> None:
    begin(desk)
    desk.event("วิชัย", NOW, "postback", postback={"data": "publish/1/website"})
    desk.say("วิชัย", "https://www.example.go.th/wrong", NOW, message_id="778")
    desk.say("วิชัย", "วันนี้", NOW)
    desk.unsend("วิชัย", "778", NOW + timedelta(minutes=5))
    with desk.db.read() as session:
        assert {row.value for row in session.scalars(select(Publishing))} == {""}
    assert "ทำแล้ว ๐ จาก" in texts(desk.say("วิชัย", "เผยแพร่", NOW + timedelta(minutes=6)))


def test_a_button_of_an_old_version_ticks_nothing(desk: FakeDesk) -> None:
    begin(desk)
    close(desk)
    told = texts(desk.event("วิชัย", NOW, "postback", postback={"data": "publish/1/board/today"}))
    assert "ฉบับที่ ๒" in told
    with desk.db.read() as session:
        assert not session.scalars(select(Publishing)).all()


def test_a_report_under_way_is_proposed_again_when_the_chain_begins_with_another_post(desk: FakeDesk) -> None:
    begin(desk)
    propose(desk)
    endorse(desk, "ปลัด")
    desk.say("นิภา", "สายการเสนอ งานแผน, ปลัดเทศบาล, นายกเทศมนตรี", NOW)
    assert "ยังไม่ได้เสนอ" in texts(desk.say("นิภา", "อยู่ที่ใคร", NOW))
    assert "นายกเทศมนตรี" in texts(desk.say("นิภา", "เสนอรายงาน", NOW))  # what ปลัด said stands
    desk.say("นิภา", "ยืนยันเสนอ", NOW)
    assert "แจ้งเวียนทุกกองแล้ว" in endorse(desk, "นายก")


@pytest.mark.parametrize("word", ["บันทึกข้อความ", "ไฟล์รายงาน Excel", "ชุดหลักฐาน", "หนังสือ", "ประกาศ"])
def test_who_only_holds_a_post_asks_for_the_papers_by_their_words_too(desk: FakeDesk, word: str) -> None:
    with desk.db.write() as session:
        organisation = session.get_one(Organisation, desk.organisation_id)
        head = cast.join(session, organisation, "หัวหน้า", "head", "กองคลัง")
        chain.change(session, organisation.id, cast.PLAN, ORDER, NOW)
        chain.appoint(session, chain.posts(session, organisation.id)[1], head, NOW)
    close(desk)
    propose(desk)
    later = NOW + timedelta(days=30)  # another round is being reported by then
    desk.say("หัวหน้า", "เมนู", later)
    told = texts(desk.say("หัวหน้า", word, later))
    assert "รอบ ๖ เดือน" in told
    assert "เปิดไฟล์" in told or word == "หนังสือ"
    assert "คำสั่งนี้ใช้ได้เฉพาะ" in texts(desk.say("สมชาย", "หนังสือ", later))


def test_who_opens_a_month_of_an_endorsed_report_is_told_that_it_must_be_endorsed_again(desk: FakeDesk) -> None:
    begin(desk)
    at_stake = "ต้องปิดเป็นฉบับใหม่และเสนอขอความเห็นชอบอีกครั้ง"
    assert at_stake not in texts(desk.say("นิภา", "เปิดรับ กองช่าง ก.พ. 70 ลืมแนบรูป", NOW)), "nobody has endorsed it yet"
    propose(desk)
    assert "อยู่ระหว่างขอความเห็นชอบ ถ้ามีการแก้ไข" in texts(desk.say("นิภา", "เปิดรับ กองช่าง ม.ค. 70 ลืมแนบรูป", NOW))
    for who in ("ปลัด", "นายก"):
        endorse(desk, who)
    asked = texts(desk.say("นิภา", "เปิดรับ กองคลัง ต.ค. 69", NOW))
    assert asked.startswith("รายงานรอบ ๖ เดือน ปีงบประมาณ ๒๕๗๐ ได้รับความเห็นชอบครบแล้ว")
    assert at_stake in asked
    assert at_stake in texts(desk.say("นิภา", "วันที่ผิด", NOW))
