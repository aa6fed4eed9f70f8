"""What a count of a message counts: the people, the thing or the deed before 24 คน, 1 เล่ม, 2 ครั้ง."""

from __future__ import annotations

import re

from models.amounts import UNIT
from models.pieces import TAKEN, Marks
from models.status_grammar import DEED, DO, PREPARE

_STAFF = "ประชาชน|พนักงาน|เจ้าหน้าที่|บุคลากร|ผู้บริหาร|(?:เด็ก)?นักเรียน|เด็ก|เยาวชน|ชาวบ้าน|ผู้สูงอายุ|ผู้ปกครอง|อสม\\.?"
_COMERS = (
    "ผู้เข้าร่วม|ผู้เข้าอบรม|ผู้เข้ารับการอบรม|ผู้ร่วม|คนเข้าร่วม|คนเข้า|คนร่วม|คนมา|ผู้มา|เข้าร่วม|ผู้รับบริการ|"
    "ผู้ตอบแบบ(?:สอบถาม|ประเมิน)?|ผู้ลงนาม|(?<![ก-๙])ผู้(?:เข้า|ประชุม|อบรม|สมัคร|เรียน|ชม)"
)
_PEOPLE = re.compile(
    rf"(?:(?:โดย)?(?:มี|ได้)(?:จำนวน)?(?:{_COMERS}|{_STAFF})|(?:โดย)?(?:จำนวน)?(?:{_COMERS})|(?<![ก-๙])(?:{_STAFF}|คน(?=\s*$)))"
    r"[ก-๙]{0,20}?\s*(?:จำนวน|รวม(?:ทั้งหมด|ทั้งสิ้น)?|ทั้งหมด|ทั้งสิ้น|ประมาณ|กว่า)?\s*:?\s*$"
)
_THING = re.compile(
    r"(?:ผลผลิต\s*:?\s*)?(?:ได้|มี|แจก|จำนวน)?(?:ครุภัณฑ์|วัสดุ|คู่มือ|ประกาศ|คำสั่ง|แผ่นพับ|โปสเตอร์|ป้าย|รายงาน|เอกสาร|"
    r"หนังสือเวียน|หนังสือ|โครงการ|"
    r"ช่องทาง|หลักสูตร|แบบประเมิน|แบบสอบถาม|นโยบาย|แผน|ข่าว|อินโฟกราฟิก|สื่อ|คลิป|ผลผลิต|วีดิทัศน์|แบบ|ฐานข้อมูล|เว็บไซต์|"
    r"เพจ|ครัวเรือน|ใบประกาศ)[ก-๙]{0,15}?\s*(?:จำนวน)?\s*$"
)
_PLACES = re.compile(r"\d+\s*(?:จุด|แห่ง|หมู่บ้าน|ชุมชน|ครัวเรือน|โรงเรียน)")
_WITH_ITS_THING = re.compile(rf"(?:{DO}|{DEED})[ก-๙]{{4,}}")  # ติดตั้งกล้อง, beside ลงพื้นที่ alone
_WHERE = re.compile(r"\d+\s*(?:จุด|แห่ง|ครั้ง|หมู่บ้าน|รุ่น)")  # counts places and times, not the thing before
# What is counted is named in what was done (เปลี่ยนหลอดไฟ 24 หลอด); people, places and times need its words.
_OF_A_THING = re.compile(rf"[\d,]+\s*(?:{UNIT}|คัน|เครื่อง|ใบ|ชิ้น|แผ่น|เล่ม|ชุด)")
_ONLY_A_VERB = re.compile(rf"(?:{DO}|{DEED}|{PREPARE}|แล้ว|ไป|ได้|มี)+")
_VERBS = re.compile(rf"{DO}|{DEED}|{PREPARE}|แล้ว|ได้|ให้|มี")
_ALONE = re.compile(
    r"(?:มี(?:[ก-๙]{2,25})?(?=\s*$)|ระยะทาง|ความยาว|(?<![ก-๙])ยาว|ปริมาณ|น้ำหนัก|ครบ|ทั้ง|ได้|จำนวน|รวม|ทั้งหมด|รวมทั้งหมด|ทั้งสิ้น|ผลผลิต)+\s*:?\s*$"
)
_GOT = re.compile(
    r"(?:^|(?<=\s))(?:ได้|ผลผลิต(?:ที่ได้|คือ)?\s*:?)(?:เป็น|จำนวน)?\s?"
    r"(?P<thing>(?!รับ|มี|ไป|มา|ให้|ที่|แก่|กับ|แล้ว)[ก-๙][ก-๙ .]{1,40}?)\s*$"
)
_DEED_GOT = re.compile(  # ได้ประชุม 2 ครั้ง; but ได้รายงานการประชุม 1 ฉบับ
    rf"(?!รายงาน|ประกาศ|บันทึก|แผน|แบบ|คู่มือ)(?:{DO}|{DEED}|{PREPARE})"
)
_BREAK = re.compile(r"[\0\n,;()]|(?<!ร่วม)(?<!อบรม)(?<!ประชุม):")
SHORT = 25


def output_of(marks: Marks, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The spans that say what was counted. A noun of people goes with its count; the words of a deed (อบรม 2 ครั้ง)
    and the thing it made (จัดทำคู่มือ 1 เล่ม) are told with the count and stay in what was done as well."""
    left = marks.left()[: start - marks.start]
    begin = max((m.end() for m in _BREAK.finditer(left)), default=0)
    before = left[begin:]
    if before.strip() and (match := _PEOPLE.search(before) or _ALONE.search(before)):
        taken = (marks.start + begin + match.start(), end)
        marks.take(*taken)
        return (taken,)
    counted = marks.left()[start - marks.start : end - marks.start]
    if (got := _GOT.search(before)) and not _DEED_GOT.match(got["thing"]):  # ได้กล่องรับเรื่อง 3 กล่อง
        marks.take(marks.start + begin + got.start(), end)
        return ((marks.start + begin + got.start("thing"), end),)
    where = _WHERE.match(counted)
    marks.take(start, end)
    words = before.strip()
    unit = counted.lstrip("0123456789, ")
    if len(unit) < len(words) <= SHORT and re.fullmatch(rf"{re.escape(unit)}[ก-๙]+", words):  # แผงค้า 85 แผง
        marks.take(marks.start + begin, end)
        return ((marks.start + begin + len(before) - len(before.lstrip()), end),)
    if not words:
        return ((start, end),)
    told = TAKEN in left[:begin] and len(left[:begin].strip("\0 \n")) > 1  # what was done stands before the day
    of_a_thing = _OF_A_THING.match(counted) or unit == "รายการ"
    if told and len(words) <= SHORT and of_a_thing and not _VERBS.search(words):
        marks.take(marks.start + begin, end)
        return ((marks.start + begin + len(before) - len(before.lstrip()), end),)
    if not where and (match := _THING.search(before)):
        whole = (marks.start + begin + match.start(), end)
        deed = before[: match.start()]
        if not deed.strip() or (deed[-1] == " " and not _ONLY_A_VERB.fullmatch(deed.strip())):  # … คู่มือ 1 เล่ม
            marks.take(*whole)
        return (whole,)
    if _PLACES.match(counted) and _WITH_ITS_THING.match(words):
        return ((start, end),)
    if len(words) <= SHORT and not _OF_A_THING.match(counted):
        at = marks.start + begin + len(before) - len(before.lstrip())
        return ((at, end),)
    return ((start, end),)
