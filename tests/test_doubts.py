"""Words around a status that turn it: a part of the work, a guess, a wish, an exception. It is asked back then.

A status that is read although other words deny it ends or opens an obligation without anybody noticing, so the turns
are tried around every phrase, before and behind, glued and apart, in a reply and in a report.
"""

from __future__ import annotations

import pytest

from models.ledger import FINAL
from models.reading import read_report
from models.status_reply import read_status_reply
from tests.replies import MONTH, ORDERS, TODAY

DONE = (
    "เสร็จแล้ว", "เรียบร้อยแล้วค่ะ", "ดำเนินการแล้วเสร็จ", "ครบแล้ว", "จบแล้ว", "ประชุมเสร็จแล้ว",
    "ยกเลิกโครงการแล้ว", "ไม่ทำแล้ว",
)  # fmt: skip
BEFORE = (
    "ไม่ใช่", "ยังไม่", "อยาก", "ถ้า", "หาก", "เมื่อ", "กว่าจะ", "จะ", "เกือบจะ", "ใกล้จะ", "คาดว่า", "หวังว่า",
    "น่าจะ", "คงจะ", "อาจจะ", "ต้อง", "ควรจะ", "ขอให้", "ให้", "เพื่อให้", "จนกว่าจะ", "สมมติว่า", "นึกว่า",
    "ใครบอกว่า", "คิดว่า", "เข้าใจว่า", "ได้ยินว่า", "เหมือนจะ", "เดาว่า", "ปลัดบอกว่า", "ไม่มีข้อไหน", "ไม่มีใคร",
    "อีกนิดก็", "พรุ่งนี้", "เดือนหน้า", "ไม่รู้ว่า", "ไม่แน่ใจว่า", "บางส่วน", "ครึ่งนึง", "ส่วนใหญ่",
    "เฉพาะขั้นตอนแรก", "ของกองอื่น", "ปีที่แล้ว", "เป้าหมายคือ",
)  # fmt: skip
BEHIND = (
    "ไหมคะ", "หรือยัง", "หรือเปล่า", "มั้ง", "ถ้าได้งบ", "เดือนหน้า", "พรุ่งนี้", "สิ้นเดือนนี้", "บางส่วน", "ครึ่งหนึ่ง",
    "แค่บางหมู่", "เฉพาะหมู่ 3", "ส่วนหนึ่ง", "เป็นบางข้อ", "แต่ยังไม่ส่ง", "แต่ยังขาดเอกสาร", " ยังไม่หมด",
    " เหลือสรุป", " รอลงนาม", " รอตรวจรับ", " ขาดลายเซ็น", " ต้องแก้ใหม่", " ขั้นตอนแรก", " ระยะที่ 1",
    " เฟสแรก", "ในส่วนของกองคลัง", " กำลังทำต่อ", " ทำต่อเนื่อง", " ประมาณ 80%", " 2 จาก 5", " ติดปัญหา",
    " ไม่ใช่นะ", " ล้อเล่น", " พิมพ์ผิด", " เดือนที่แล้ว เดือนนี้ยัง", " ไม่ใช่ของกองเรา", " มั้งคะ ไม่แน่ใจ",
    " เดี๋ยวยืนยันอีกที", " รอบแรก", " 1 ใน 3", " อันเดียว", " ไปหนึ่งเรื่อง", " ยังไม่ครบ", " แต่คนอื่นยัง",
    " เหลืออีก 2 หมู่", " ยกเว้นหมู่ 3", "ค่ะแค่บางส่วน", "ค่ะทำแค่บางหมู่", " เว้นวันที่ 5",
)  # fmt: skip


@pytest.mark.parametrize("done", DONE)
def test_a_turned_end_is_asked_back(done: str) -> None:
    said = [f"{turn}{gap}{done}" for turn in BEFORE for gap in ("", " ")] + [f"{done}{turn}" for turn in BEHIND]
    assert [text for text in said if read_status_reply(text).status in FINAL] == []
    in_reports = [part for text in said for part in read_report(f"ข้อ 3 {text}", MONTH, TODAY, ORDERS)]
    assert [part.said for part in in_reports if part.status in FINAL] == []


GOING_ON = ("ยังไม่ได้ทำ", "กำลังทำอยู่", "อยู่ระหว่างดำเนินการ", "ทำต่อเนื่อง", "ติดปัญหาเรื่องงบ", "รอหนังสือจากอำเภอ")
UNSURE_BEFORE = ("ไม่ใช่", "ถ้า", "หาก", "น่าจะ", "อาจจะ", "ไม่แน่ใจว่า", "สมมติว่า", "นึกว่า", "อยาก")
UNSURE_BEHIND = (
    "ไหมคะ", "หรือเปล่า", "มั้ง", "ไม่ใช่นะ", " เสร็จแล้ว", " ยกเลิกแล้ว", " แต่เสร็จแล้ว", " แต่ตอนนี้เสร็จแล้ว",
    " หรือเสร็จแล้วไม่แน่ใจ", " ต้องถามก่อน", " ไม่ใช่ของเรา", " พิมพ์ผิด", " ล้อเล่น", " จบแล้ว", " เรียบร้อย",
    " ครบแล้ว",
)  # fmt: skip


@pytest.mark.parametrize("status", GOING_ON)
def test_a_guess_or_a_second_status_is_asked_back(status: str) -> None:
    said = [f"{turn}{gap}{status}" for turn in UNSURE_BEFORE for gap in ("", " ")]
    said += [f"{status}{turn}" for turn in UNSURE_BEHIND]
    assert [(text, found) for text in said if (found := read_status_reply(text).status)] == []
    in_reports = [part for text in said for part in read_report(f"ข้อ 3 {text}", MONTH, TODAY, ORDERS)]
    assert [part.said for part in in_reports if part.status] == []
