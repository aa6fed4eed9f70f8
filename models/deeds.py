"""Whether words tell plainly of something that was done, where another question than "what was done" is open."""

from __future__ import annotations

import re

from models import care, speech, thai
from models.clauses import UNSURE
from models.status_grammar import DEED

_AND = "(?:แล้ว(?=ก็|ยัง)|ก็|และ|นอกจากนี้|อีกทั้ง|รวมทั้ง|พร้อมทั้ง|เพิ่มเติม|เพิ่ม|กองเรา|กอง|ทางเรา|เรา|ยัง(?=มี|ได้)|ได้|มีการ|มี)*"
_WHEN = re.compile(
    r"(?:เมื่อ|ใน|ช่วง|ประมาณ|ราวๆ?|ทุก|ตลอด|ทั้ง|ประจำ|ต้น|กลาง|ปลาย|สิ้น)*(?:วัน|เดือน|สัปดาห์|อาทิตย์|ปี)"
    r"(?:จันทร์|อังคาร|พุธ|พฤหัส(?:บดี)?|ศุกร์|เสาร์|นี้|นั้น|ที่แล้ว|ที่ผ่านมา|ก่อน|ๆ)*|เมื่อวาน(?:ซืน)?|(?:เมื่อ)?เช้า(?:นี้)?|ประจำ"
)
# พิมพ์, เก็บ and the like are said of the report too, and ทำ alone says nothing.
_OF_THE_REPORT = re.compile("รายงาน|พิมพ์|เก็บ|บันทึก|เปลี่ยน|เปิด|ทำ|ดำเนิน|ปฏิบัติ|แจ้ง(?!เวียน)|ตรวจ(?=ดู|แล้ว|ก่อน|ให้)")
_NOT_DONE = re.compile(
    "จะ(?!ง)|เดี๋ยว|ค่อย|คาด|พรุ่งนี้|(?:วัน|เดือน|ปี|สัปดาห์|อาทิตย์|ครั้ง)หน้า|ภายหลัง|ทีหลัง|ไว้ก่อน|เตรียม|"
    "(?:ยัง)?ไม่(?:ได้|ทัน|เคย|ต้อง|มีการ|ครบ|เสร็จ)|ยังไม่|(?<![ก-๙])ขอ(?!ง)|อะไร|ไหน|ใคร|กี่|ทำไม"
)
_NO_OBJECT = "(?:ให้|หมาย|การ|ไป|เสร็จ|เรียบร้อย|แล้ว|อยู่|ก่อน|ด้วย|กัน|ครบ|ต่อเนื่อง|เสมอ)*+"
_PLAIN = re.compile(rf"{_AND}(?P<verb>(?>{DEED})){_NO_OBJECT}[ก-๙a-z/]{{4,}}")
# Verbs that say with what.
_WHOLE = re.compile(
    rf"{_AND}(?:จัดอบรม|จัดประชุม|ลงพื้นที่|ติดป้าย|ติดประกาศ|แจ้งเวียน|ออกประกาศ|ตัดหญ้า|ให้ความรู้){_NO_OBJECT}(?<!ก่อน)"
)


def tells_a_deed(text: str) -> bool:
    """Whether a text begins with what was done and with what: แจกแผ่นพับด้วย. Never a wish, a plan, a guess, a question,
    something that was not done, or words of the report itself (บันทึกไว้ก่อน)."""
    if speech.is_small_talk(thai.clean(text)) or care.is_vague(text):
        return False
    said = _WHEN.sub("", thai.bare(text))
    if care.is_vague(said):
        return False
    found = _PLAIN.match(said)
    if _WHOLE.fullmatch(said):
        return True
    if not found or UNSURE.search(said) or _NOT_DONE.search(said):
        return False
    return not _OF_THE_REPORT.match(said, found.start("verb"))
