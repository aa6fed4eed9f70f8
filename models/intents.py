"""What a person wants when the whole reply is a wish: skip, back, cancel, help, edit, send, keep; what to change."""

from __future__ import annotations

import re
from typing import Literal

from models import thai

Intent = Literal["", "skip", "back", "cancel", "help", "edit", "send", "keep"]
Field = Literal["", "status", "activity", "dates", "output", "outcome", "problem", "evidence"]

_PLEASE = (
    "(?:ขอ|ช่วย|รบกวน|อยาก|ต้องการ|จะ|กรุณา|ผม|หนู|ดิฉัน|เรา|งั้น|อันนี้|นี้|ก็|เอา(?=เหมือน|ของ|อัน|ตาม|เดิม|คง)|กด|"
    "พิมพ์(?=ข้าม|ย้อน|ส่ง))*"
)
_LATER = "(?:ไปก่อน|ก่อน|ไป|มา|ที|หน่อย|ด้วย|เลย|ได้เลย|ได้ไหม|ได้มั้ย|แล้วกัน|ดีกว่า|ค่อยตอบ|นิดนึง|เถอะ|แล้ว|ๆ|สิ|ซิ|คะ|อีกที|อีกครั้ง|ใหม่)*"
_THIS = "(?:ข้อ|คำถาม|อัน|ตรง|ช่อง|ส่วน|รายการ)?(?:นี้)?"
_WISHES: tuple[tuple[Intent, str], ...] = (
    ("skip", rf"{_PLEASE}(?:ข้าม|ค้าม|ข่าม|ขาม|skip|ผ่าน(?=ข้อ|ไป|ก่อน|$)|เว้นไว้|ไม่ตอบ|ไม่ขอตอบ){_THIS}{_LATER}"),
    (
        "back",
        (
            rf"{_PLEASE}(?:ย้อนกลับ|ย้อนหลัง|ย้อน|ย่อน|ย้อยกลับ|ย้อย|ถอยกลับ|ถอย|กลับไป|กลับ|back)(?:ไป|"
            rf"มา)?(?:ที่)?(?:ข้อ|คำถาม|ขั้นตอน|อัน)?(?:ที่แล้ว|ก่อนหน้า|ก่อนหน้านี้|เดิม|ก่อน|เมื่อกี้)?{_LATER}"
        ),
    ),
    (
        "cancel",
        (
            rf"{_PLEASE}(?:ยกเลิก|ยกเลิ[กดห]|ออก|พักไว้|พัก|หยุด|เลิก|ไม่ทำแล้วตอนนี้|cancel|exit|ไว้ก่อน|ไว้ทีหลัง|"
            rf"เดี๋ยวมาทำต่อ|เดี๋ยวค่อยทำ|ค่อยทำต่อ)(?:การรายงาน|รายงาน|การตอบ|การกรอก|จากรายงาน|"
            rf"จากแชต)?(?:นี้)?{_LATER}"
        ),
    ),
    (
        "help",
        rf"{_PLEASE}(?:ช่วยเหลือ|ความช่วยเหลือ|วิธีใช้(?:งาน)?|วิธีทำ|คู่มือ(?:การใช้งาน)?|สอนใช้|สอน|help|\?+|งง|"
        rf"ไม่เข้าใจ|ไม่รู้เรื่อง|ใช้ยังไง|ใช้ไม่เป็น|ทำไม่เป็น){_LATER}(?:คำถาม)?"
        r"|(?:ขอ)?(?:ช่วย)(?:ด้วย|หน่อย|ที|เหลือ)*|(?:ต้อง|จะ)?(?:ทำ|พิมพ์|กรอก|ตอบ|ใช้|ส่ง|รายงาน|กด)(?:ยังไง|"
        r"อย่างไร|ไง|อะไร|อะไรบ้าง|ตรงไหน)(?:ต่อ|บ้าง|ดี|ต่อไป|ได้บ้าง)*|(?:มี)?คำสั่งอะไรบ้าง|ทำอะไรได้บ้าง",
    ),
    (
        "edit",
        (
            rf"{_PLEASE}(?:แก้ไข|แก้|แก้ใข|เปลี่ยน)(?:คำตอบ|ข้อมูล|รายงาน|ข้อความ|ที่ส่งไป|ที่พิมพ์)?(?:นี้)?{_LATER}|"
            rf"(?:พิมพ์|ตอบ|กรอก|กด|ส่ง|ใส่)ผิด(?:ไป|แล้ว|ข้อ)*|ผิด(?:แล้ว|ไป|ข้อ)*(?:ขอแก้(?:ไข)?)?|(?:พิมพ์|กรอก|"
            rf"ตอบ)ผิด(?:ขอ)?แก้(?:ไข)?(?:หน่อย|ใหม่)?"
        ),
    ),
    (
        "send",
        r"(?:โอเค|โอเช|ok|ตกลง|ได้|ถูกต้อง|ใช่|ครบ|เรียบร้อย)?(?:แล้ว)?(?:ขอ)?(?:กด)?(?:ยืนยัน|ส่ง|ส่ว)(?:ราย?งาน|"
        r"การส่ง|รายงานนี้|ข้อมูล)?(?:ได้|เลย|ไป|ทันที|ที|ๆ)*"
        r"|ใช่(?:แล้ว|เลย)?|ถูก(?:ต้อง)?(?:แล้ว|หมด|ทั้งหมด|ทุกอย่าง)*|ตกลง|โอเค(?:เลย|แล้ว)?|ok|okay|"
        r"ตามนี้(?:เลย)?|ส่งตามนี้(?:ได้)?(?:เลย)?|ยืนยันตามนี้|yes|send",
    ),
    (
        "keep",
        (
            rf"{_PLEASE}(?:คงเดิม|คงไว้|เหมือนเดิม|เก็บไว้|ใช้(?:ของ|ค่า|อัน)?เดิม|เดิม|ไม่(?:ต้อง)?แก้(?:ไข)?|"
            rf"ไม่(?:ต้อง)?เปลี่ยน(?:แปลง)?|ตามเดิม|อันเดิม){_LATER}"
        ),
    ),
)
_INTENTS = tuple((intent, re.compile(pattern)) for intent, pattern in _WISHES)
LONGEST = 60


def read_intent(text: str) -> Intent:
    """The wish that a whole reply is: ขอข้ามข้อนี้นะคะ -> skip, พิมพ์ผิด -> edit; "" when it says anything else."""
    said = _bare(text)
    if re.fullmatch(r"[?\s]+", text.strip() or "-"):
        return "help"
    found = [intent for intent, pattern in _INTENTS if said and len(said) <= LONGEST and pattern.fullmatch(said)]
    return found[0] if found else ""


_FIELDS: tuple[tuple[Field, str], ...] = (
    ("status", "สถานะ|สเตตัส|ความคืบหน้า|สถาณะ|สถนะ"),
    ("activity", "สิ่งที่ดำเนินการ|สิ่งที่ทำ|กิจกรรม|การดำเนินการ|ผลการดำเนินการ|ผลการดำเนินงาน|รายละเอียด|งานที่ทำ|ที่ทำ|เนื้อหา"),
    ("dates", "วันที่ดำเนินการ|วันที่ทำ|วันที่จัด|วันที่|วันเดือนปี|วัน"),
    ("output", "ผลผลิต|จำนวนผู้เข้าร่วม|จำนวนคน|จำนวน|ผู้เข้าร่วม"),
    ("outcome", "ผลลัพธ์|ผลลัพท์|ผลลัพ"),
    ("problem", "ปัญหาอุปสรรคข้อเสนอแนะ|ปัญหาและอุปสรรค|ปัญหาอุปสรรค|ปัญหา|อุปสรรค|ข้อเสนอแนะ"),
    ("evidence", "หลักฐาน|รูปภาพ|รูปถ่าย|รูป|ภาพถ่าย|ภาพ|ไฟล์แนบ|ไฟล์|เอกสารแนบ"),
)  # fmt: skip
_CHANGE = rf"{_PLEASE}(?:แก้ไข|แก้ใข|แก้|เปลี่ยนแปลง|เปลี่ยน|ปรับ|พิมพ์ผิด|ใส่ผิด|กรอกผิด)(?:ที่|ตรง|ช่อง|ส่วน|เรื่อง|คำตอบ)?"
_ORDER = r"(?:ข้อ|มาตรการ|ลำดับ)(?:ที่)?(?P<order>\d{1,4})"
_OF = rf"(?:ของ)?(?:{_ORDER})?"


def read_edit(text: str) -> Field:
    """Which part of an answer is to be changed: แก้ผลผลิต, ขอแก้สถานะ, แก้ไขข้อ 3 วันที่; "" when none is named."""
    said = _bare(text)
    for field, words in _FIELDS:
        tail = r"(?:ใหม่|หน่อย|ด้วย|ที|ผิด|นะ|ให้|เป็น.*)*"
        for pattern in (
            rf"{_CHANGE}{_OF}(?:ตรง|เรื่อง|ช่อง|ที่)?(?:{words}){_OF.replace('order', 'later')}{tail}",
            rf"(?:{words}){_OF}(?:ใส่|พิมพ์|กรอก|ตอบ)?ผิด(?:ขอแก้(?:ไข)?)?",
        ):
            if len(said) <= LONGEST and re.fullmatch(pattern, said):
                return field
    return ""


def read_edit_order(text: str) -> int | None:
    """Which measure is to be changed: แก้ข้อ 3 -> 3, แก้ไขข้อ 3 วันที่ -> 3; None when none is named, or two."""
    said = _bare(text)
    words = "|".join(words for _, words in _FIELDS)
    match = len(said) <= LONGEST and (
        re.fullmatch(rf"{_CHANGE}{_ORDER}(?:ตรง|เรื่อง|ช่อง)?(?:{words})?{_LATER}(?:ผิด)?", said)
        or re.fullmatch(rf"{_CHANGE}(?:{words})(?:ของ)?{_ORDER}{_LATER}", said)
        or re.fullmatch(rf"{_ORDER}(?:{words})?(?:ใส่|พิมพ์|กรอก|ตอบ)?(?:ผิด|ขอแก้(?:ไข)?|แก้(?:ไข)?){_LATER}", said)
    )
    return int(match["order"]) if match else None


_FILES = "(?:หลักฐาน|รูปภาพ|รูปถ่าย|รูป|ภาพถ่าย|ภาพ|ไฟล์แนบ|ไฟล์|เอกสารแนบ|เอกสาร)"
_REMOVE = re.compile(
    rf"{_PLEASE}(?:ลบ|เอา(?={_FILES}.*ออก|ออก)|ถอด|นำ(?={_FILES}.*ออก)|ไม่(?:เอา|"
    rf"ใช้)){_FILES}(?:ที่ส่ง(?:ไป|มา|ผิด)?|ที่แนบ(?:ไว้|มา)?|ล่าสุด|เดิม|เมื่อกี้|นี้|ทั้งหมด|ทุกรูป|หมด|ออก|ไป|ผิด|แล้ว|ให้|"
    rf"หน่อย|ด้วย|เลย|ที)*"
    rf"|{_FILES}(?:นี้)?(?:ส่งผิด|ผิด)(?:ขอ)?(?:ลบ|เอา)(?:ออก)?|(?:ส่ง|แนบ){_FILES}ผิด(?:ขอ)?(?:ลบ|เอา)?(?:ออก)?(?:หน่อย|ที)?"
)


def removes_files(text: str) -> bool:
    """Whether the reply asks to take evidence away again: ลบรูป, เอารูปออก."""
    said = _bare(text)
    return len(said) <= LONGEST and bool(_REMOVE.fullmatch(said))


def _bare(text: str) -> str:
    said = re.sub(r"[\s.()/·,!]", "", thai.bare(text))
    return re.sub(r"([ก-๙])\1{2,}|(?<=...)([ก-๙])\2+$", r"\1\2", said)  # ข้ามมมม, ย้อนน
