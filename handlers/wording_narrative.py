"""Sentences about the round's text of a measure: editing it, and looking back at its months."""

from __future__ import annotations

from models.thai import thai_digits

EDIT_TEXT, LOOK_BACK = "แก้ข้อความ", "ย้อนดู"
EDIT, GIVE_BACK, AS_IT_WAS = "แก้", "ใช้ข้อความที่ระบบรวบรวม", "ยกเลิก"
TITLE = "ข้อความในรายงาน"
FIELDS = {  # in the order of the form
    "activity": "ผลการดำเนินการ",
    "output": "ผลผลิต",
    "outcome": "ผลลัพธ์",
    "problem": "ปัญหา อุปสรรค ข้อเสนอแนะ",
}
NOTHING_SAID = "ยังไม่มีข้อความ"
OWN_WORDS = "แก้โดยผู้ดูแลรายงาน"
CHANGED_AFTER = "คำตอบของกองเปลี่ยนไปหลังแก้ โปรดตรวจอีกครั้ง"
HOW = f"พิมพ์ {EDIT_TEXT} ตามด้วยเลขข้อ เช่น {EDIT_TEXT} ข้อ 3"
HOW_BACK = f"พิมพ์ {LOOK_BACK} ตามด้วยเลขข้อ เช่น {LOOK_BACK} ข้อ 3"
TYPE_NUMBER = "พิมพ์เลข ๑ ถึง ๔ หรือชื่อช่อง เพื่อแก้ช่องนั้น"
TYPE_NEW = "พิมพ์ข้อความใหม่ทั้งช่องได้เลยค่ะ จะพิมพ์ในรายงานตามที่พิมพ์ คำตอบของกองไม่เปลี่ยน (พิมพ์ ยกเลิก ได้)"
TOO_LONG = "ข้อความยาวเกินไปค่ะ ขอไม่เกิน ๔,๐๐๐ ตัวอักษร"
NO_WORDS = "ยังไม่มีข้อความค่ะ ขอข้อความที่จะพิมพ์ในรายงาน (พิมพ์ ยกเลิก ได้)"
GIVEN_BACK = "กลับไปใช้ข้อความที่ระบบรวบรวมแล้วค่ะ"
NO_MONTHS = "ยังไม่มีรายงานของข้อนี้ในรอบนี้ค่ะ"
LONGEST = 4000


def title(order: int, name: str) -> str:
    return f"ข้อ {thai_digits(order)} {name}"


def no_such(order: int) -> str:
    return f"ไม่มีข้อ {thai_digits(order)} ในแผนค่ะ"


def saved(field: str, order: int) -> str:
    return f"บันทึก{FIELDS[field]} ข้อ {thai_digits(order)} ที่แก้แล้วค่ะ คำตอบเดิมของกองยังอยู่ครบ"


def now_reads(field: str) -> str:
    return f"{FIELDS[field]} ตอนนี้:"
