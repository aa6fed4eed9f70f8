"""Orders of executives: their days, their states, who may do what, what attacks them, and how they print."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.line_draw import render
from exports.rounds import build_report, report_and_gaps
from handlers import order_cards
from models import order_changes, orders
from models.calendar import FiscalYear, Month, Round, at
from models.database import Database
from models.dispatch import Parcel, Result
from models.ledger import Key
from models.orders import Entry, Order
from models.plan_store import find_division
from models.post_tables import Outgoing
from models.records import load_plans
from models.report_tables import OrderEntry, OrderRow, Post, PostHolder
from models.say import Card, Message, as_text
from models.tables import ConversationRow, Organisation, Person
from scheduler.delivery import deliver_all
from tests import agency, cast
from tests.desk import FakeDesk, check_body

NOW = datetime(2026, 11, 2, 12, 40, tzinfo=UTC)  # Monday 19:40 in Bangkok
TODAY = date(2026, 11, 2)
OCTOBER_TO_MARCH = Round.of(FiscalYear(2570), "6m").months


def text(messages: Sequence[Message]) -> str:
    return "\n".join(as_text(m) for m in messages)


def ordered(desk: FakeDesk, words: str, at: datetime = NOW, who: str = "ปลัด") -> str:
    """Give an order by typing; gives what its giver is told."""
    desk.say(who, f"สั่งการ {words}", at)
    return text(desk.say(who, "ส่งข้อสั่งการ", at))


def stored(desk: FakeDesk) -> list[Order]:
    with desk.db.read() as session:
        return orders.every(session, desk.organisation_id)


def made(entries: Sequence[tuple[str, int]], due: date = TODAY) -> Order:
    """An order with entries, each of so many days later."""
    found = tuple(Entry(kind, "คำ", 1, NOW + timedelta(days=days)) for kind, days in entries)  # type: ignore[arg-type]
    return Order(1, 1, 1, 1, "กองช่าง", None, None, "", "", "คำสั่ง", "ผู้บริหาร", 1, NOW, due, found)


# --- Days and states -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "today", "due"),
    [
        ({}, date(2026, 11, 2), date(2026, 11, 9)),
        ({}, date(2026, 10, 16), date(2026, 10, 26)),  # the 23rd is a holiday, then a weekend
        ({}, date(2026, 11, 7), date(2026, 11, 16)),  # a Saturday
        ({"order_days": 3}, date(2026, 11, 2), date(2026, 11, 5)),
        ({"since": {"2026-12": {"order_days": 1}}}, date(2026, 11, 30), date(2026, 12, 8)),  # the 7th is one too
        ({"since": {"2026-12": {"order_days": 1}}}, date(2026, 12, 1), date(2026, 12, 2)),
    ],
)
def test_the_day_of_an_order_is_a_workday_by_the_organisations_rule(
    desk: FakeDesk, rules: dict[str, object], today: date, due: date
) -> None:
    with desk.db.write() as session:
        session.scalars(select(Organisation)).one().rules = rules
        session.flush()
        assert order_changes.due_day(session, desk.organisation_id, today) == due


STEPS = st.lists(st.sampled_from(["answer", "again", "close"]), max_size=6)


@given(steps=STEPS)
def test_an_order_is_what_its_last_entry_makes_of_it(steps: list[str]) -> None:
    order = made([(kind, n) for n, kind in enumerate(steps)])
    expected = {"answer": "answered", "again": "open", "close": "closed"}[steps[-1]] if steps else "open"
    assert order.state == expected
    assert order.overdue(TODAY + timedelta(days=1)) == (expected == "open")
    assert not order.overdue(TODAY)
    assert len(order.answers) == steps.count("answer"), "every answer is kept"


def test_asking_again_gives_a_new_day(desk: FakeDesk) -> None:
    ordered(desk, "กองช่าง ทบทวนระเบียบ")
    assert stored(desk)[0].due_on == date(2026, 11, 9)
    desk.say("ปลัด", "สั่งเพิ่ม 1 ขอสำเนาด้วย", NOW + timedelta(days=8))
    desk.say("ปลัด", "ส่ง", NOW + timedelta(days=8))
    assert (stored(desk)[0].due_on, stored(desk)[0].state) == (date(2026, 11, 17), "open")


# --- In the report -------------------------------------------------------------------------------------------


def test_orders_print_by_post_with_every_answer_and_no_name(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        person = session.scalars(select(Person).where(Person.line_id == cast.line_id("ปลัด"))).one()
        post = Post(organisation_id=desk.organisation_id, position=4, name="ปลัดเทศบาลตัวอย่าง", action="comment")
        session.add(post)
        session.flush()
        holder = PostHolder(
            organisation_id=desk.organisation_id, post_id=post.id, person_id=person.id, acting=True, since=cast.START
        )
        session.add(holder)
        person.name = "นายสมหมาย"
    ordered(desk, "กองช่าง ข้อ 1 ประกาศภายใน 7 วัน")
    for answer in ("ประกาศแล้ว 1 ฉบับ", "เผยแพร่แล้วที่ www.example.go.th/news/12"):
        desk.say("สมชาย", f"ตอบข้อสั่งการ 1 {answer}", NOW + timedelta(days=1))
        desk.say("สมชาย", "ส่งคำตอบ", NOW + timedelta(days=1))
    ordered(desk, "กองคลัง ตรวจสอบทะเบียน")
    with desk.db.read() as session:
        plan = load_plans(session, desk.organisation_id)[0]
        round = Round.of(plan.fiscal_year, "6m")
        lines = build_report(session, plan, round, NOW).orders
        later = build_report(session, plan, Round.of(plan.fiscal_year, "3m", 2), NOW).orders
        waiting = [o for o in orders.of_plan(session, desk.organisation_id, plan.id) if o.state == "open"]
    assert later == (), "given in another round"
    assert [o.division for o in waiting] == ["กองคลัง"]
    first, second = lines
    assert (first.division, first.about, first.text) == ("กองช่าง", "ข้อ ๑", "ประกาศภายใน ๗ วัน")
    assert (first.by, first.given, first.due) == (
        "ปลัดเทศบาลตัวอย่าง (รักษาราชการแทน)",
        "๒ พ.ย. ๖๙",
        "๙ พ.ย. ๖๙",
    )
    assert first.answers == (
        "ประกาศแล้ว ๑ ฉบับ (๓ พ.ย. ๖๙)",
        "เผยแพร่แล้วที่ www.example.go.th/news/12 (๓ พ.ย. ๖๙)",
    )
    assert (first.state, second.state) == ("answered", "open")
    assert "สมหมาย" not in repr(lines)
    assert "สมชาย" not in repr(lines)


def test_an_order_about_a_month_belongs_to_the_round_of_that_month() -> None:
    order = made([])
    year = Month(2026, 10).fiscal_year
    about_march = Order(**{**order.__dict__, "month": Month(2027, 3), "at": datetime(2027, 4, 20, tzinfo=UTC)})
    assert orders.in_round(about_march, Round.of(year, "6m"), None)
    assert orders.in_round(about_march, Round.of(year, "3m", 3), None), "and to that in which it was given"
    assert not orders.in_round(about_march, Round.of(year, "3m", 1), None)


@pytest.mark.parametrize(
    ("month", "given", "frozen", "there"),
    [
        (None, date(2027, 4, 3), None, True),  # while the round is looked at
        (None, date(2027, 4, 3), date(2027, 4, 9), True),
        (None, date(2027, 4, 10), date(2027, 4, 9), False),  # what is signed is not written on
        (None, date(2027, 5, 30), None, True),
        (None, date(2027, 5, 31), None, False),  # 61 days later
        (Month(2027, 4), date(2027, 4, 3), None, False),  # about a month of the next round
        (Month(2027, 3), date(2027, 4, 10), date(2027, 4, 9), True),
        (None, date(2026, 9, 30), None, False),
    ],
)
def test_an_order_about_no_month_belongs_to_the_round_that_was_looked_at(
    month: Month | None, given: date, frozen: date | None, there: bool
) -> None:
    order = replace(made([]), month=month, at=at(given, time(9)))
    round = Round.of(Month(2026, 10).fiscal_year, "6m")
    assert orders.in_round(order, round, at(frozen, time(9)) if frozen else None) == there


def test_an_order_given_while_a_round_is_looked_at_is_a_gap_and_prints(desk: FakeDesk) -> None:
    april = datetime(2027, 4, 3, 3, tzinfo=UTC)
    ordered(desk, "กองช่าง ข้อ 1 เร่งส่งรูป", april)
    with desk.db.read() as session:
        plan = load_plans(session, desk.organisation_id)[0]
        report, gaps = report_and_gaps(session, plan, Round.of(plan.fiscal_year, "6m"), april)
    assert [line.text for line in report.orders] == ["เร่งส่งรูป"]
    assert [g.division for g in gaps if g.kind == "order"] == ["กองช่าง"]


# --- Reaching people -----------------------------------------------------------------------------------------


def test_an_order_goes_out_in_the_evening(desk: FakeDesk) -> None:
    sent: list[Parcel] = []

    def send(parcel: Parcel) -> Result:
        sent.append(parcel)
        return Result("sent")

    ordered(desk, "กองช่าง ทบทวนระเบียบ")
    deliver_all(desk.db, desk.organisation_id, render, send, lambda: NOW + timedelta(seconds=1))
    assert [p.line_id for p in sent if p.kind == "push"] == [cast.line_id("สมชาย")]


def test_an_answer_goes_to_the_other_executives_when_who_ordered_has_left(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        organisation = session.scalars(select(Organisation)).one()
        cast.join(session, organisation, "นายก", "executive", None)
    ordered(desk, "กองช่าง ทบทวนระเบียบ")
    desk.say("ปลัด", "ออกจากระบบ", NOW)
    desk.say("ปลัด", "ยืนยันออกจากระบบ", NOW)
    desk.pushed(NOW)
    desk.say("สมชาย", "ตอบข้อสั่งการ ทบทวนแล้ว", NOW)
    desk.say("สมชาย", "ส่งคำตอบ", NOW)
    assert list(desk.pushed(NOW)) == [cast.line_id("นายก")]
    assert "ปิดเรื่องข้อสั่งการที่ ๑" in text(desk.say("นายก", "ปิดเรื่อง 1", NOW))


def test_the_division_is_pushed_by_who_is_asked_now(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        organisation = session.scalars(select(Organisation)).one()
        cast.join(session, organisation, "อารี", "reporter", "กองช่าง")
    desk.say("สมชาย", "ลาถึงวันศุกร์", NOW)
    ordered(desk, "กองช่าง ทบทวนระเบียบ")
    assert list(desk.pushed(NOW)) == [cast.line_id("อารี")]


def test_a_new_reporter_sees_the_orders_that_nobody_was_there_for(desk: FakeDesk) -> None:
    desk.say("มาลี", "ออกจากระบบ", NOW)
    desk.say("มาลี", "ยืนยันออกจากระบบ", NOW)
    assert "ยังส่งถึง กองคลัง ไม่ได้ค่ะ (ยังไม่ลงทะเบียน)" in ordered(desk, "กองคลัง ตรวจทะเบียน")
    with desk.db.write() as session:
        organisation = session.scalars(select(Organisation)).one()
        cast.join(session, organisation, "วิภา", "reporter", "กองคลัง")
    assert "ตรวจทะเบียน" in text(desk.say("วิภา", "รายงาน", NOW))


# --- Who may what --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["สมชาย", "มาลี", "นิภา"])
def test_only_executives_order_close_and_ask_again(desk: FakeDesk, who: str) -> None:
    ordered(desk, "กองช่าง ทบทวนระเบียบ")
    order = stored(desk)[0].id
    division = stored(desk)[0].division_id
    for data in (
        f"order/new/2570/{division}/0/0",
        f"order/again/{order}",
        f"order/close/{order}",
        "order/pick/2570/2026-10",
    ):
        assert "เฉพาะผู้ที่ได้รับมอบหมาย" in text(tapped(desk, who, data)), data
    tapped(desk, who, f"order/send/1/again.{order}")
    assert stored(desk)[0].state == "open"
    assert stored(desk)[0].entries == ()


def test_only_the_division_answers_and_sees(desk: FakeDesk) -> None:
    ordered(desk, "กองช่าง ทบทวนระเบียบ")
    order = stored(desk)[0].id
    for who in ("มาลี", "ปลัด", "นิภา"):
        assert "เฉพาะผู้ที่ได้รับมอบหมาย" in text(tapped(desk, who, f"order/answer/{order}"))
    assert "เฉพาะผู้ที่ได้รับมอบหมาย" in text(tapped(desk, "มาลี", f"order/see/{order}"))
    assert "ทบทวน" not in text(desk.say("มาลี", "ข้อสั่งการ", NOW))
    assert "ทบทวน" not in text(desk.say("มาลี", "ข้อสั่งการ 1", NOW))


def test_who_lost_the_role_between_asking_and_sending_sends_nothing(desk: FakeDesk) -> None:
    ordered(desk, "กองช่าง ทบทวนระเบียบ")
    desk.say("สมชาย", "ตอบข้อสั่งการ ทบทวนแล้ว", NOW)
    with desk.db.write() as session:
        person = session.scalars(select(Person).where(Person.line_id == cast.line_id("สมชาย"))).one()
        division = find_division(session, desk.organisation_id, "กองคลัง")
        from models import people

        people.move(session, people.roles(session, person)[0], division.id, NOW)
    assert "เฉพาะผู้ที่ได้รับมอบหมาย" in text(desk.tap("สมชาย", "ส่งคำตอบ", NOW))
    assert stored(desk)[0].state == "open"


FORGED = [
    "order/new/2570/99/0/0",
    "order/new/2570/1/99/0",
    "order/new/2570/1/0/2026-13",
    "order/new/2570/1/0/2030-01",
    "order/new/9999/1/0/0",
    "order/new/๒๕๗๐/1/0/0",
    "order/send/1/new.2570.x.0.0",
    "order/send//",
    "order/send/1/answer.999999999999999999999",
    "order/answer/-1",
    "order/close/abc",
    "order/list/-5",
    "order/see/99",
    "order",
    "order/",
    "see/all/2570/6m/99999",
    "see/division/2570/6m/99/0",
    "see/division/2570/3m-9/1/0",
    "see/measure/2570/6m/99/1",
    "see/month/2570/6m",
    "see/answer/1.1.2026-13",
    "see/answer/1.99.2026-10",
    "see/all/2571/6m/0",
    "ack/month/2026-99",
    "ack/month/1999-01",
    "ack/report/1",
    "ack/round/2570-9m",
    "ack/round/",
    "ack/x/" + "1" * 200,
]


@pytest.mark.parametrize("data", FORGED)
def test_a_forged_button_changes_nothing_and_fails_nothing(desk: FakeDesk, data: str) -> None:
    assert tapped(desk, "ปลัด", data)
    assert tapped(desk, "สมชาย", data)
    assert stored(desk) == []


def tapped(desk: FakeDesk, who: str, data: str) -> list[Message]:
    return desk.event(who, NOW, "postback", postback={"data": data})


# --- Buttons that are old, and texts that attack ---------------------------------------------------------------


def test_the_buttons_of_the_check_work_weeks_later_or_say_what_became_of_it(desk: FakeDesk) -> None:
    desk.say("ปลัด", "สั่งการ กองช่าง ทบทวนระเบียบ", NOW)
    later = NOW + timedelta(days=20)
    assert "ส่งข้อสั่งการที่ ๑" in text(desk.tap("ปลัด", "ส่งข้อสั่งการ", later)), "nothing else was said since"
    assert "ส่งไปแล้วเมื่อ" in text(desk.tap("ปลัด", "ส่งข้อสั่งการ", later))
    assert "ส่งไปแล้วเมื่อ" in text(desk.tap("ปลัด", "แก้", later))
    assert len(stored(desk)) == 1
    desk.say("ปลัด", "สั่งการ กองคลัง ตรวจทะเบียน", later)
    desk.say("ปลัด", "เมนู", later)
    told = text(desk.tap("ปลัด", "ส่งข้อสั่งการ", later))
    assert "ไม่อยู่แล้ว" in told
    assert "พิมพ์ข้อสั่งการถึง กองคลัง" in told
    assert len(stored(desk)) == 1


def test_two_checks_side_by_side_are_not_mixed_up(desk: FakeDesk) -> None:
    desk.say("ปลัด", "สั่งการ กองช่าง ทบทวนระเบียบ", NOW)
    first = next(c for c in desk.seen["ปลัด"] if c.label == "ส่งข้อสั่งการ")
    desk.say("ปลัด", "สั่งการ กองคลัง ตรวจทะเบียน", NOW)
    desk.event("ปลัด", NOW, "postback", postback={"data": first.send})
    assert stored(desk) == [], "the first text is not kept any more, and the second was not meant"


ATTACKS = [
    '=HYPERLINK("http://evil.example","x")',
    "<b>หนา</b><script>alert(1)</script>",
    "{0.__class__} %s {user}",
    "\u202eกลับด้าน\u202c ปกติ",
    "👨‍👩‍👧‍👦" * 40 + " ครอบครัว",
    "ก" * 700,
    "บรรทัด\n" * 80,
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_typed_is_data(desk: FakeDesk, attack: str) -> None:
    ordered(desk, f"กองช่าง {attack}")
    desk.pushed(NOW)  # every body is held against LINE's rules
    desk.say("สมชาย", f"ตอบข้อสั่งการ {attack}", NOW)
    desk.say("สมชาย", "ส่งคำตอบ", NOW)
    desk.pushed(NOW)
    assert (stored(desk)[0].text, stored(desk)[0].entries[0].text) == (attack.strip(), attack.strip())
    for who, word in (("ปลัด", "ข้อสั่งการ"), ("ปลัด", "ข้อสั่งการ 1"), ("สมชาย", "ข้อสั่งการ")):
        assert desk.say(who, word, NOW)


def test_ten_thousand_letters_are_refused_and_nothing_is_lost_that_was_sent(desk: FakeDesk) -> None:
    told = text(desk.say("ปลัด", f"สั่งการ กองช่าง {'ยาว' * 1600}", NOW))
    assert "๔,๘๐๐ ตัวอักษร" in told
    assert "ขอไม่เกิน ๗๐๐ ตัวอักษร" in told
    desk.say("ปลัด", "สั้นลงแล้ว", NOW)
    desk.say("ปลัด", "ส่ง", NOW)
    assert [o.text for o in stored(desk)] == ["สั้นลงแล้ว"]


def test_a_long_thread_and_many_orders_stay_within_lines_limits(desk: FakeDesk) -> None:
    for n in range(20):
        ordered(desk, f"กองช่าง ข้อ 1 {'ก' * 690} {n}")
    first = stored(desk)[0].id
    with desk.db.write() as session:
        person = session.scalars(select(Person).where(Person.line_id == cast.line_id("สมชาย"))).one()
        for _ in range(30):
            order_changes.add(session, person, first, "answer", "ฮ" * 700, "", NOW)
    found, late = stored(desk), TODAY + timedelta(days=30)
    since = {Key(1, 1, month): 20 for month in OCTOBER_TO_MARCH}
    check_body([order_cards.thread(found[0], late, since, executive=True, of_division=False)])
    check_body([order_cards.to_division(found[0], late)])
    for first_row in range(0, 20, 8):
        check_body([order_cards.listing(found, late, first_row, of_division=False)])
    with desk.db.read() as session:
        division = found[0].division_id
        check_body(order_cards.waiting(session, desk.organisation_id, [division], NOW + timedelta(days=30)))
    shown = text(desk.say("ปลัด", "ข้อสั่งการ", NOW))
    assert "ข้อสั่งการที่ ๒ ·" in shown
    assert "[ต่อไป]" in shown
    assert "ข้อสั่งการที่ ๒๐ ·" in text([*desk.say("ปลัด", "ต่อไป", NOW), *desk.say("ปลัด", "ต่อไป", NOW)])


# --- What is taken back --------------------------------------------------------------------------------------


def test_an_unsent_order_leaves_no_word_anywhere(desk: FakeDesk) -> None:
    secret = "ตรวจสอบเรื่องของนายสมศักดิ์"
    ordered(desk, f"กองช่าง {secret}")
    desk.pushed(NOW)
    desk.say("สมชาย", "รายงาน", NOW)
    message = next(i for said, i in desk.sent_ids["ปลัด"] if secret in said)
    desk.unsend("ปลัด", message, NOW + timedelta(hours=2))
    assert stored(desk) == []
    with desk.db.read() as session:
        kept = [row.text for row in session.scalars(select(OrderRow))]
        bodies = json.dumps([row.messages for row in session.scalars(select(Outgoing))], ensure_ascii=False)
    assert kept == [""]
    assert "สมศักดิ์" not in bodies


def test_an_unsent_answer_is_wanted_again_and_a_draft_goes_too(desk: FakeDesk) -> None:
    ordered(desk, "กองช่าง ทบทวนระเบียบ")
    desk.say("สมชาย", "ตอบข้อสั่งการ ทบทวนแล้วโดยนายสมศักดิ์", NOW)
    desk.say("สมชาย", "ส่งคำตอบ", NOW)
    assert stored(desk)[0].state == "answered"
    desk.unsend("สมชาย", next(i for s, i in desk.sent_ids["สมชาย"] if "สมศักดิ์" in s), NOW)
    assert (stored(desk)[0].state, stored(desk)[0].entries) == ("open", ())
    desk.say("สมชาย", "ตอบข้อสั่งการ ทบทวนแล้วโดยนางสมศรี", NOW)
    desk.unsend("สมชาย", next(i for s, i in desk.sent_ids["สมชาย"] if "สมศรี" in s), NOW)
    with desk.db.read() as session:
        person = session.scalars(select(Person).where(Person.line_id == cast.line_id("สมชาย"))).one()
        assert person.asking is None
    assert "ไม่อยู่แล้ว" in text(desk.tap("สมชาย", "ส่งคำตอบ", NOW))


def test_the_words_of_an_order_are_not_taken_for_a_report(desk: FakeDesk) -> None:
    """A reporter in the middle of a report answers an order, and the report's question follows."""
    ordered(desk, "กองช่าง ทบทวนระเบียบ")
    desk.say("สมชาย", "ข้อ 1", NOW)
    desk.say("สมชาย", "2", NOW)
    desk.say("สมชาย", "ตอบข้อสั่งการ", NOW)
    desk.say("สมชาย", "ข้อ 2 ทำแล้ว 100 คน", NOW)
    told = text(desk.say("สมชาย", "ส่งคำตอบ", NOW))
    assert "ส่งคำตอบข้อสั่งการที่ ๑" in told
    assert "กองได้ดำเนินการอะไรบ้าง" in told, "the open question is asked again"
    with desk.db.read() as session:
        assert session.scalar(select(func.count(OrderEntry.id))) == 1
    assert stored(desk)[0].entries[0].text == "ข้อ 2 ทำแล้ว 100 คน"


def test_quoting_the_orders_card_answers_it_and_quoting_the_answer_asks_again(desk: FakeDesk) -> None:
    ordered(desk, "กองช่าง ทบทวนระเบียบ")
    desk.pushed(NOW)
    desk.say("สมชาย", "ทบทวนแล้ว 2 ฉบับ", NOW, quoted=desk.shown_ids[cast.line_id("สมชาย")][-1][1])
    desk.tap("สมชาย", "ส่งคำตอบ", NOW)
    desk.pushed(NOW)
    desk.say("ปลัด", "ขอสำเนาด้วย", NOW, quoted=desk.shown_ids[cast.line_id("ปลัด")][-1][1])
    desk.tap("ปลัด", "ส่งข้อสั่งการ", NOW)
    (order,) = stored(desk)
    assert [(e.kind, e.text) for e in order.entries] == [("answer", "ทบทวนแล้ว 2 ฉบับ"), ("again", "ขอสำเนาด้วย")]


def test_a_division_of_digits_is_tapped_as_the_report_prints_it(db: Database) -> None:
    agency.people_of(db)
    desk = FakeDesk(db)
    card = desk.say("ปลัด", "สรุป", datetime(2026, 10, 27, 3, tzinfo=UTC))[0]
    assert isinstance(card, Card)
    assert [bar.label for bar in card.bars][:1] == ["กองที่ ๑"]
    assert all(bar.choice for bar in card.bars)


# --- A photo with an answer ----------------------------------------------------------------------------------


def test_a_photo_of_an_answer_leaves_the_open_report_alone(desk: FakeDesk) -> None:
    for said in ("ข้อ 1 ประกาศ 7 ต.ค. 69 จำนวน 1 ฉบับ ทำต่อเนื่อง ไม่มีปัญหา", "ส่ง"):
        desk.say("สมชาย", said, NOW)
    ordered(desk, "กองช่าง ข้อ 1 ขอรูปประกาศ")
    desk.say("สมชาย", "ข้อ 2", NOW)
    desk.say("สมชาย", "ตอบข้อสั่งการ 1", NOW)
    shown = text(desk.photo("สมชาย", NOW))
    assert "เพิ่มหลักฐานในข้อ ๑" in shown
    assert "พิมพ์คำตอบข้อสั่งการต่อได้เลยค่ะ" in shown
    with desk.db.read() as session:
        draft = session.scalars(select(ConversationRow)).one()
        assert "_files" not in draft.answers
    desk.say("สมชาย", "ติดประกาศแล้ว", NOW)
    desk.say("สมชาย", "ส่งคำตอบ", NOW)
    assert [e.text for e in stored(desk)[0].entries] == ["ติดประกาศแล้ว"]


def test_an_hour_later_a_photo_belongs_to_no_answer(desk: FakeDesk) -> None:
    for said in ("ข้อ 1 ประกาศ 7 ต.ค. 69 จำนวน 1 ฉบับ ทำต่อเนื่อง ไม่มีปัญหา", "ส่ง"):
        desk.say("สมชาย", said, NOW)
    ordered(desk, "กองช่าง ข้อ 1 ขอรูปประกาศ")
    desk.say("สมชาย", "ยกเลิก", NOW)
    desk.say("สมชาย", "ตอบข้อสั่งการ 1", NOW)
    assert "เป็นหลักฐานของข้อไหน" in text(desk.photo("สมชาย", NOW + timedelta(hours=2)))


def test_an_executive_who_writes_an_order_attaches_nothing_to_it(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        cast.join(session, session.scalars(select(Organisation)).one(), "ปลัด", "reporter", "กองช่าง")
    desk.say("ปลัด", "สั่งการ กองคลัง เร่งรัด", NOW)
    assert "ข้อสั่งการ" not in text(desk.photo("ปลัด", NOW))
