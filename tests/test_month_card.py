"""The month's card of a division with many measures stays about as long as a phone shows."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot import line_draw
from handlers import wording_month
from models.calendar import Month
from models.database import Database
from models.decisions import decide
from models.plan import plan_from_json, plan_to_json
from models.records import ledger, load_plans
from models.say import Card, as_text
from tests import cast
from tests.desk import FakeDesk
from tests.reported import report_months

NOW = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
LATE = datetime(2026, 11, 9, 3, 0, tzinfo=UTC)
POLICY = "ประกาศนโยบายไม่รับของขวัญและของกำนัลทุกชนิดจากการปฏิบัติหน้าที่ (No Gift Policy) ประจำปี"


def desk_with(db: Database, measures: int) -> FakeDesk:
    plan = plan_to_json(cast.PLAN)
    first = plan["measures"][0] | {"title": POLICY, "divisions": ["works"]}
    plan["measures"] = [first | {"code": f"M{n}", "order": n} for n in range(1, measures + 1)]
    with db.write() as session:
        organisation = cast.publish(session, plan_from_json(plan))
        cast.join(session, organisation, "สมชาย", "reporter", "กองช่าง")
    return FakeDesk(db)


def send(desk: FakeDesk, *orders: int) -> None:
    for order in orders:
        desk.say("สมชาย", f"ข้อ {order} อบรม 8 ต.ค. 69 จำนวน 30 คน ทำต่อเนื่อง ไม่มีปัญหา", NOW)
        desk.say("สมชาย", "ส่ง", NOW)
        desk.say("สมชาย", "ยกเลิก", NOW)


def card_of(desk: FakeDesk, at: datetime) -> Card:
    (card,) = desk.say("สมชาย", "สถานะ", at)
    assert isinstance(card, Card)
    return card


def test_a_long_card_has_short_titles_no_state_word_and_says_the_due_date_again(db: Database) -> None:
    card = card_of(desk_with(db, 12), NOW)
    assert [r.state for r in card.rows] == [""] * 12
    assert {r.text.partition(" ประ")[2] for r in card.rows} == {"กาศนโยบายไม่รับของขวัญและของกำนัลทุกชนิด…"}
    assert {(r.lines, r.choice.label if r.choice else "") for r in card.rows} == {(2, "รายงาน")}
    assert card.note.splitlines()[-1] == f"{card.lead} {card.subtitle}"
    drawn = line_draw.bubble(card)["body"]["contents"]
    assert sum("maxLines" in str(part) for part in drawn) == 12


def test_what_is_sent_is_one_line_of_a_long_card(db: Database) -> None:
    desk = desk_with(db, 9)
    send(desk, 1, 2, 5, 6, 7)
    card = card_of(desk, NOW)
    assert card.lead == "ยังขาด ๔ จาก ๙ ข้อ"
    assert [r.text.split()[1] for r in card.rows[:-1]] == ["๓", "๔", "๘", "๙"]
    assert card.rows[-1].text == "ส่งแล้ว: ข้อ ๑, ๒, ๕-๗"
    assert card.lead not in card.note  # the head is still on the screen


def test_what_is_missing_is_quiet_until_it_is_due_and_red_after(db: Database) -> None:
    desk = desk_with(db, 3)
    assert [(r.state, r.tone) for r in card_of(desk, NOW).rows] == [("", "quiet")] * 3
    send(desk, 2)
    rows = [(r.state, r.tone) for r in card_of(desk, NOW).rows]
    assert rows == [("ยังไม่ส่ง", "quiet"), ("ยังไม่ส่ง", "quiet"), ("ส่งแล้ว", "good")]
    late = card_of(desk, LATE)
    assert [r.tone for r in late.rows] == ["bad", "bad", "good"]
    assert "ค้างส่ง ๒ จาก ๓ ข้อ" in as_text(late)


@pytest.mark.parametrize(
    ("orders", "shown"),
    [([4], "๔"), ([2, 1], "๑, ๒"), ([1, 2, 3], "๑-๓"), ([1, 3, 4, 5, 6, 9], "๑, ๓-๖, ๙")],
)
def test_three_numbers_in_a_row_are_joined(orders: list[int], shown: str) -> None:
    assert wording_month.said_of("ส่งแล้ว", orders) == f"ส่งแล้ว: ข้อ {shown}"


def test_what_was_opened_again_can_be_changed_from_a_long_card(db: Database) -> None:
    desk, october, closed = desk_with(db, 9), Month(2026, 10), datetime(2026, 11, 27, 3, 0, tzinfo=UTC)
    with db.write() as session:
        report_months(session, desk.organisation_id, october, october)
    with db.write() as session:
        (stored,) = load_plans(session, desk.organisation_id)
        keys = [o.key for o in ledger(session, stored) if o.month == october and o.key.measure_id < 3]
        decide(session, desk.organisation_id, keys, "reopen", "วันที่ผิด", None, closed)
    cards = desk.say("สมชาย", "สถานะ", closed)
    (card,) = [m for m in cards if isinstance(m, Card) and "ต.ค." in m.title]
    assert [r.choice.label if r.choice else "" for r in card.rows] == ["แก้ไข", "แก้ไข", ""]
    assert card.rows[-1].text == "ส่งแล้ว: ข้อ ๓-๙"
    assert card.note == "แก้ข้อที่ส่งแล้ว พิมพ์เช่น แก้ข้อ 1 ต.ค. 69"
