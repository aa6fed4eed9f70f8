"""No text that a person types keeps the worker of the agency busy: the same particle, word, number or space again and
again, up to LINE's limit, to every open question."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from models.say import as_text
from tests.desk import FakeDesk

START = datetime(2026, 10, 26, 3, 0, tzinfo=UTC)
ANSWERS = ("รายงานทีละข้อ", "4", "ประชุมพนักงานประจำเดือน", "ข้าม", "ข้าม", "ไม่มี", "แก้ไข")
STATES: dict[str, tuple[str, tuple[str, ...]]] = {
    "nothing open": ("สมชาย", ()),
    **{f"after {said}": ("สมชาย", ANSWERS[: n + 1]) for n, said in enumerate(ANSWERS) if n not in (3, 4)},
    "why nothing": ("สมชาย", ("ไม่มีการดำเนินการ",)),
    "until when": ("สมชาย", ("ลา",)),
    "evidence": ("สมชาย", ("แนบหลักฐาน",)),
    "several": ("สมชาย", ("ข้อ 1 เสร็จแล้ว ข้อ 2 กำลังทำ",)),
    "secretary": ("นิภา", ()),
    "gaps": ("นิภา", ("จุดที่ขาด",)),
    "posts": ("นิภา", ("สายการเสนอ",)),
    "meeting": ("นิภา", ("ประชุม",)),
    "executive": ("ปลัด", ("สรุป",)),
    "order": ("ปลัด", ("สั่งการ",)),
    "stranger": ("คนแปลกหน้า", ()),
}
UNITS = ("อ่ะ", "ครับผม", "ยังคง", "35 ", "เว้นผม", "พี่น้อง", "7" + 999 * " ")


@pytest.mark.parametrize("state", STATES)
def test_a_long_text_keeps_nobody_waiting(desk: FakeDesk, state: str) -> None:
    who, before = STATES[state]
    now = START
    for said in before:
        desk.say(who, said, now := now + timedelta(minutes=1))
    begin = time.process_time()
    for length in (80, 299, 2999, 5000):
        for unit in UNITS:
            text = (unit * length)[: length - 1] + "ก"
            desk.say(who, text, now := now + timedelta(minutes=1))
            assert time.process_time() - begin < 10, (unit, length)


def test_many_days_that_do_not_exist_are_told_in_one_message(desk: FakeDesk) -> None:
    desk.say("สมชาย", "รายงานทีละข้อ", START)
    typed = "ประชุม 31 ก.พ. และ 30 ก.พ. และ 31 มิ.ย. และ 31 ก.ย. และ 31 พ.ย. และ 31 ก.พ."
    texts = [as_text(m) for m in desk.say("สมชาย", typed, START + timedelta(minutes=1))]
    assert sum("ในปฏิทิน" in text for text in texts) == 1, texts
