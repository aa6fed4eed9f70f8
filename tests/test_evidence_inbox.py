"""The evidence inbox: what is sent with no report open waits for its measure; sets are answered once; links count."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from handlers import evidence
from models.database import Database
from models.ledger import Answer, Key
from models.plan import plan_from_json, plan_to_json
from models.records import ledger, load_plans
from models.say import Card, Message, Text, as_text
from models.tables import ConversationRow, DecisionRow, EvidenceRow, Organisation, Progress
from tests import cast
from tests.desk import FakeDesk

NOW = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
LOCKED = datetime(2026, 12, 20, 3, 0, tzinfo=UTC)


def told(messages: list[Message]) -> str:
    return "\n".join(as_text(m) for m in messages)


def answers(desk: FakeDesk) -> dict[Key, Answer]:
    with desk.db.read() as session:
        return {
            o.key: o.answer for p in load_plans(session, desk.organisation_id) for o in ledger(session, p) if o.answer
        }


def drafts(desk: FakeDesk) -> list[list[int]]:
    with desk.db.read() as session:
        return [d.answers.get("_files", []) for d in session.scalars(select(ConversationRow))]


def attached(desk: FakeDesk) -> list[bool]:
    with desk.db.read() as session:
        return list(session.scalars(select(EvidenceRow.attached).order_by(EvidenceRow.id)))


def send_report(desk: FakeDesk, who: str, number: int = 1) -> None:
    for said in (f"ข้อ {number}", "ยังไม่เริ่ม", "ไม่มี", "ส่ง"):
        desk.say(who, said, NOW)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://example.go.th/a", (("https://example.go.th/a",), None)),
        ("http://a.th/1\nhttp://a.th/2 http://a.th/1", (("http://a.th/1", "http://a.th/2"), None)),
        ("หลักฐาน https://a.th", (("https://a.th",), None)),
        ("ลิงก์หลักฐานข้อที่ ๓ : https://a.th/x.", (("https://a.th/x",), 3)),
        ("https://a.th ค่ะ", (("https://a.th",), None)),
        ("ข้อ 2 https://a.th", (("https://a.th",), 2)),
        ("เผยแพร่แผนแล้ว https://a.th", None),
        ("https://a.th เมื่อวันที่ 3 ต.ค.", None),
        ("หลักฐาน", None),
        ("ftp://a.th", None),
        ("https://", None),
        ("https://a.th " + "." * 4000 + "x", None),
    ],
)
def test_a_text_of_nothing_but_links(text: str, found: object) -> None:
    assert evidence.links_in(text) == found


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2", 2),
        ("ข้อ ๒", 2),
        ("แนบข้อ 2", 2),
        ("เป็นหลักฐานของข้อ 2 ค่ะ", 2),
        ("กับข้อที่ 12", 12),
        ("ประชุม 2", None),
        ("", None),
    ],
)
def test_the_number_of_a_measure(text: str, number: int | None) -> None:
    place = evidence.place_in(text)
    assert (place.order if place else None) == number


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("แนบข้อ 2 พ.ย. 69", evidence.Place(2, 11, 69, None, True)),
        ("แนบข้อ ๒ พ.ย. ๖๙ กองช่าง", evidence.Place(2, 11, 69, "กองช่าง", True)),
        ("ข้อ 2 เดือนพฤศจิกายน 2569", evidence.Place(2, 11, 69)),
        ("แนบข้อ 2 กองช่าง", evidence.Place(2, None, None, "กองช่าง", True)),
        ("ข้อ 2 มิ.ย.", evidence.Place(2, 6)),
        ("ข้อ 2 ของกองช่าง", evidence.Place(2, None, None, "กองช่าง")),
        ("2 กองช่างสุขาภิบาล", evidence.Place(2, None, None, "กองช่างสุขาภิบาล")),
        ("2 พ.ย. 69", None),  # a date
        ("แนบข้อ 2 ประชุมเมื่อ 7 พ.ย. 69", None),  # says more
    ],
)
def test_a_measure_with_its_month_and_division(text: str, place: evidence.Place | None) -> None:
    assert evidence.place_in(text, ["กองช่าง", "กองช่างสุขาภิบาล"]) == place


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 1, 2)])
@pytest.mark.parametrize("report_open", [False, True])
def test_photos_sent_together_are_answered_once_in_whatever_order_they_come(
    desk: FakeDesk, order: tuple[int, ...], report_open: bool
) -> None:
    if report_open:
        desk.say("สมชาย", "ข้อ 1", NOW)
    said = [desk.photo("สมชาย", NOW, image_set={"id": "S", "index": n, "total": 3}) for n in order]
    assert [len(messages) for messages in said] == [0, 0, 1]
    assert "๓ รายการ" in told(said[2])


def of_set(desk: FakeDesk, number: int, second: int, total: int = 3) -> list[Message]:
    photo = {"id": "S", "index": number, "total": total}
    return desk.photo("สมชาย", NOW + timedelta(seconds=second), image_set=photo)


@pytest.mark.parametrize("report_open", [False, True])
def test_a_set_of_which_a_photo_never_comes_is_asked_about_after_a_while(desk: FakeDesk, report_open: bool) -> None:
    if report_open:
        desk.say("สมชาย", "ข้อ 1", NOW)
    assert [of_set(desk, 1, 0), of_set(desk, 3, 5)] == [[], []]
    assert desk.due("สมชาย", NOW + timedelta(seconds=19)) == [], "the second photo put it off"
    assert "๒ รายการ" in told(desk.due("สมชาย", NOW + timedelta(seconds=20)))
    assert "๓ รายการ" in told(of_set(desk, 2, 60)), "it came after all"


def test_what_waits_for_the_rest_of_a_set_is_said_before_the_answer_to_anything_else(desk: FakeDesk) -> None:
    of_set(desk, 1, 0)
    assert "ข้อ ๑" in told(desk.say("สมชาย", "ข้อ 1", NOW + timedelta(seconds=2)))
    assert "๑ รายการ" in told(desk.due("สมชาย", NOW + timedelta(seconds=2)))
    assert desk.due("สมชาย", NOW + timedelta(minutes=5)) == []


def test_a_photo_that_comes_again_under_another_event_is_not_answered_twice(desk: FakeDesk) -> None:
    assert desk.photo("สมชาย", NOW, "100")
    assert desk.photo("สมชาย", NOW, "100") == []
    assert len(attached(desk)) == 1


def test_the_short_answer_is_for_photos_one_after_another_only(desk: FakeDesk) -> None:
    kinds = [type(desk.photo("สมชาย", NOW + timedelta(minutes=m))[0]) for m in (0, 1, 2, 60)]
    assert kinds == [Card, Text, Text, Card]


def test_the_question_lapses_with_the_day(desk: FakeDesk) -> None:
    desk.photo("สมชาย", NOW)
    assert "สถานะ" in told(desk.say("สมชาย", "1", NOW + timedelta(days=1))), "the report is meant"
    assert attached(desk) == [False]


def test_what_is_given_to_a_report_that_was_sent_is_a_new_revision_with_the_first_time_kept(desk: FakeDesk) -> None:
    send_report(desk, "สมชาย")
    desk.photo("สมชาย", NOW + timedelta(days=10))
    assert "รวม ๑ รายการ" in told(desk.say("สมชาย", "1", NOW + timedelta(days=10)))
    ((_, answer),) = answers(desk).items()
    assert (answer.revision, len(answer.evidence), answer.status) == (2, 1, "not_started")
    with desk.db.read() as session:
        assert session.scalars(select(Progress)).one().first_submitted_at == NOW


def test_a_change_in_progress_follows_the_evidence_that_is_added(desk: FakeDesk) -> None:
    send_report(desk, "สมชาย")
    for said in ("แก้ไข", "1", "ยกเลิกมาตรการนี้", "ยกเลิก"):
        desk.say("สมชาย", said, NOW)
    desk.photo("สมชาย", NOW)
    desk.say("สมชาย", "1", NOW)
    for said in ("รายงาน", "ส่ง"):
        last = desk.say("สมชาย", said, NOW)
    assert "บันทึกรายงาน" in told(last), "not asked whether to replace somebody else's answer"
    ((_, answer),) = answers(desk).items()
    assert (answer.status, len(answer.evidence)) == ("cancelled", 1)


def test_a_returned_report_gets_it_in_a_draft_because_it_must_be_sent_again(desk: FakeDesk) -> None:
    send_report(desk, "สมชาย")
    ((key, _),) = answers(desk).items()
    with desk.db.write() as session:
        session.add(
            DecisionRow(
                organisation_id=1,
                measure_id=key.measure_id,
                division_id=key.division_id,
                month=key.month,
                kind="return",
                reason="ขอรูป",
                at=NOW,
            )
        )
    desk.photo("สมชาย", NOW + timedelta(hours=1))
    assert "ยังไม่ได้ส่ง" in told(desk.say("สมชาย", "ข้อ 1", NOW + timedelta(hours=1)))
    assert [len(files) for files in drafts(desk)] == [1]


def test_after_the_lock_it_is_kept_and_the_person_is_told(desk: FakeDesk) -> None:
    desk.photo("สมชาย", NOW)
    assert "ปิดรับแล้ว" in told(desk.tap("สมชาย", "แนบข้อ ๑", LOCKED))
    assert attached(desk) == [False]


def test_somebody_elses_measure_is_refused(desk: FakeDesk) -> None:
    desk.photo("มาลี", NOW)
    choice = next(c for c in desk.seen["มาลี"] if c.label == "แนบข้อ ๓")
    desk.photo("สมชาย", NOW)
    assert "ผู้ที่ได้รับมอบหมาย" in told(desk.event("สมชาย", NOW, "postback", postback={"data": choice.send}))
    assert attached(desk) == [False, False]


@pytest.mark.parametrize("data", ["", "1.2", "999.1.2026-10", "remove/x", "a/b/c"])
def test_a_strange_button_is_an_old_button(desk: FakeDesk, data: str) -> None:
    assert "ใช้ไม่ได้แล้ว" in told(desk.event("สมชาย", NOW, "postback", postback={"data": f"evidence/{data}"}))


def test_a_number_that_two_divisions_have_is_asked_back(desk: FakeDesk, db: Database) -> None:
    with db.write() as session:
        cast.join(session, session.get_one(Organisation, 1), "สมชาย", "reporter", "กองคลัง")
    desk.photo("สมชาย", NOW)
    (card,) = desk.say("สมชาย", "ข้อ 1", NOW)
    assert isinstance(card, Card)
    assert [r.choice.label for r in card.rows if r.choice] == ["แนบข้อ ๑ กองช่าง", "แนบข้อ ๑ กองคลัง"]
    assert "แนบกับข้อ ๑" in told(desk.say("สมชาย", "แนบข้อ 1 กองคลัง", NOW))


def test_before_a_month_opens_the_month_that_has_begun_is_offered_when_nothing_else_is_wanted(desk: FakeDesk) -> None:
    send_report(desk, "สมชาย", 1)
    send_report(desk, "สมชาย", 2)
    (card,) = desk.photo("สมชาย", NOW)
    assert isinstance(card, Card)
    labels = [r.choice.label for r in card.rows if r.choice]
    assert labels == ["แนบข้อ ๑ พ.ย. ๖๙", "แนบข้อ ๒ พ.ย. ๖๙", "แนบข้อ ๑ ต.ค. ๖๙", "แนบข้อ ๒ ต.ค. ๖๙"]


def test_nothing_owed_keeps_it_for_later(desk: FakeDesk) -> None:
    early = datetime(2026, 9, 20, 3, 0, tzinfo=UTC)
    assert "ได้รับแล้ว ๑ รายการ" in told(desk.photo("สมชาย", early))
    assert "แนบข้อ" in told(desk.say("สมชาย", "หลักฐาน", NOW))


def test_sixty_measures_fit_and_any_number_can_be_typed(db: Database) -> None:
    plan = plan_to_json(cast.PLAN)
    first = plan["measures"][0] | {"title": "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน " * 6}
    plan["measures"] = [first | {"code": f"M{n}", "order": n} for n in range(1, 61)]
    with db.write() as session:
        organisation = cast.publish(session, plan_from_json(plan))
        cast.join(session, organisation, "สมชาย", "reporter", "กองช่าง")
    desk = FakeDesk(db)  # holds every body against LINE's limits
    desk.photo("สมชาย", NOW)
    assert "แนบข้อ ๑๒" in told(desk.photo("สมชาย", NOW))
    assert "แนบกับข้อ ๖๐" in told(desk.say("สมชาย", "60", NOW))


def test_all_can_be_taken_out_and_waits_again(desk: FakeDesk) -> None:
    desk.say("สมชาย", "ข้อ 1", NOW)
    desk.photos("สมชาย", 15, NOW)
    desk.say("สมชาย", "ขอลบรูปค่ะ", NOW)
    assert "เอาออกแล้ว ๑ รายการ เหลือ ๑๔" in told(desk.say("สมชาย", "รายการ 15", NOW))
    desk.say("สมชาย", "ลบรูป", NOW)
    assert "เอาออกแล้ว ๑๔ รายการ" in told(desk.say("สมชาย", "ทั้งหมด", NOW))
    assert (drafts(desk), attached(desk)) == ([[]], [False] * 15)
    assert "ยังไม่มีหลักฐาน" in told(desk.say("สมชาย", "ลบรูป", NOW))


def test_an_answer_with_a_link_is_an_answer_and_a_link_alone_is_evidence(desk: FakeDesk) -> None:
    for said in ("ข้อ 1", "ทำต่อเนื่อง", "https://example.go.th/a", "เผยแพร่ที่ https://example.go.th/a แล้ว"):
        desk.say("สมชาย", said, NOW)
    with desk.db.read() as session:
        said_so_far = session.scalars(select(ConversationRow)).one().answers
    assert said_so_far["activity"] == "เผยแพร่ที่ https://example.go.th/a แล้ว"
    assert len(said_so_far["_files"]) == 1


def test_a_link_is_printed_in_the_report(desk: FakeDesk) -> None:
    from exports.rounds import build_report, current_round

    desk.say("สมชาย", "ข้อ 1 https://example.go.th/a?x=1", NOW)
    send_report(desk, "สมชาย")
    with desk.db.read() as session:
        (plan,) = load_plans(session, 1)
        months = build_report(session, plan, current_round(plan, NOW), NOW).months
    (row,) = [m for m in months if m.evidence]
    assert (row.evidence, row.remarks) == (1, "https://example.go.th/a?x=1")


def test_a_link_that_is_too_long_is_refused(desk: FakeDesk) -> None:
    assert "ยาวเกินไป" in told(desk.say("สมชาย", "https://a.th/" + "x" * 1000, NOW))


def test_an_older_question_does_not_make_the_one_for_the_measure_lapse(desk: FakeDesk) -> None:
    desk.say("สมชาย", "ลา", NOW)
    desk.photo("สมชาย", NOW + timedelta(minutes=65))
    assert "แนบกับข้อ ๒ แล้ว" in told(desk.say("สมชาย", "2", NOW + timedelta(minutes=66)))
    assert attached(desk) == [True]


def test_the_question_for_the_measure_lasts_for_the_day(desk: FakeDesk) -> None:
    desk.photo("สมชาย", NOW)
    assert "แนบกับข้อ ๒ แล้ว" in told(desk.say("สมชาย", "2", NOW + timedelta(hours=3)))
