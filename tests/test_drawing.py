"""Drawing for LINE: whatever is said stays within LINE's limits, as the stand-in and LINE itself count them."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot import line_draw
from models.say import Bar, Card, Choice, Message, Row, Text
from tests.desk import check_body
from tests.openapi import needs_openapi

LONG_TITLE = "หน่วยงานที่ท่านติดต่อ มีการปรับปรุงวิธีการและขั้นตอนการดำเนินงาน/การให้บริการให้ดีขึ้น มากน้อยเพียงใด"
texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=400).filter(
    lambda t: t.strip() != ""
)
choices = st.builds(Choice, label=texts, send=st.just("word/เมนู"), strong=st.booleans())
rows = st.builds(Row, text=texts, state=st.one_of(st.just(""), texts), choice=st.none() | choices)
bars = st.builds(Bar, label=texts, part=st.integers(0, 50), whole=st.integers(50, 90))
cards = st.builds(
    Card,
    title=texts,
    subtitle=texts,
    lead=texts,
    rows=st.lists(rows, max_size=40).map(tuple),
    bars=st.lists(bars, max_size=8).map(tuple),
    note=texts,
    buttons=st.lists(choices, max_size=4).map(tuple),
    alt=texts,
)
messages = st.lists(
    st.builds(Text, text=texts, choices=st.lists(choices, max_size=15).map(tuple)) | cards, min_size=1
)


@settings(max_examples=60, deadline=None)
@given(messages.map(lambda m: m[:5]))
def test_any_message_is_within_lines_limits(said: list[Message]) -> None:
    check_body(said)


def test_a_card_with_too_many_rows_counts_what_it_leaves_out() -> None:
    rows = tuple(Row(f"ข้อ {n} {LONG_TITLE}", "ยังไม่ส่ง", "bad", Choice("รายงาน", f"open/{n}")) for n in range(200))
    (message,) = check_body([Card("รายงานเดือน ต.ค. ๖๙", rows=rows, buttons=(Choice("เริ่มรายงาน", "start/x"),))])
    drawn = json.dumps(message, ensure_ascii=False)
    assert line_draw.size(message["contents"]) < 30_000
    assert "และอีก" in drawn
    assert "เริ่มรายงาน" in drawn


def test_a_card_with_too_many_bars_keeps_its_buttons() -> None:
    bars = tuple(Bar(f"กอง {n} {LONG_TITLE[:60]}", n, 90) for n in range(90))
    (message,) = check_body([Card("สรุป", bars=bars, buttons=(Choice("ขอไฟล์ Excel", "excel/2570/6m"),))])
    assert "ขอไฟล์ Excel" in json.dumps(message, ensure_ascii=False)


def test_a_person_with_nine_divisions_gets_one_message_with_nine_cards() -> None:
    rows = tuple(Row(f"ข้อ {n} {LONG_TITLE}", "ยังไม่ส่ง", "bad") for n in range(12))
    (carousel,) = check_body([Card(f"กอง {n}", rows=rows) for n in range(9)])
    assert len(carousel["contents"]["contents"]) == 9
    assert line_draw.size(carousel["contents"]) < 50_000


def test_text_is_cut_by_utf16_units_and_never_through_a_letter() -> None:
    flags = "🇹🇭" * 2000
    cut = line_draw.cut_units(flags, 5000)
    assert line_draw.units(cut) <= 5000
    assert cut.rstrip("…") == "🇹🇭" * (len(cut.rstrip("…")) // 2)


def test_a_label_is_cut_by_letters_as_read() -> None:
    assert len(line_draw.cut_label("กี่" * 30, 20)) == 19 * 3 + 1


def test_a_choice_past_the_thirteenth_is_still_in_the_numbered_list() -> None:
    many = tuple(Choice(f"กอง {n}", f"x/{n}") for n in range(15))
    (message,) = check_body([Text("เลือกกอง", many, numbered=15)])
    assert len(message["quickReply"]["items"]) == 13
    assert "15 กอง 14" in message["text"]


@needs_openapi
def test_the_sdk_sends_what_was_drawn_with_nothing_lost() -> None:
    from linebot.v3.messaging import ApiClient, Configuration, PushMessageRequest

    card = Card(
        "หัวข้อ",
        "รอง",
        "นำ",
        rows=(Row("แถว", "ส่งแล้ว", "good", Choice("ไป", "open/1")), Row("คำตอบ", "ยาว " * 20)),
        bars=(Bar("กองช่าง", 3, 5), Bar("กองคลัง", 0, 0)),
        note="หมายเหตุ",
        buttons=(Choice("เปิด", kind="link", link="https://bot.example/files/x"), Choice("วัน", "d", kind="date")),
    )
    body = check_body([card, Text("ข้อความ", (Choice("เลือกวันที่", "say/x", kind="date"), Choice("ข้าม", "word/ข้าม")))])
    request = PushMessageRequest.from_dict({"to": "U", "messages": body})
    sent: dict[str, Any] = ApiClient(Configuration(access_token="x")).sanitize_for_serialization(request)
    assert sent["messages"] == body


def test_a_card_of_very_many_long_buttons_fits() -> None:
    buttons = tuple(
        Choice(f"{n} รักษาราชการแทนกองสาธารณสุขและสิ่งแวดล้อม", f"staff/act/{n}/{'9' * 200}") for n in range(60)
    )
    note = "\n".join(f"{n} รักษาราชการแทนกองสาธารณสุขและสิ่งแวดล้อม" for n in range(60))
    check_body([Card(title="บุคลากร " * 20, note=note, buttons=buttons, alt="บุคลากร")])
