"""Thai sentences of the publishing check-list. As in handlers/wording.py: polite, short, and what to do next."""

from __future__ import annotations

from datetime import date

from models.question import SURE
from models.thai import short_date, thai_digits

PUBLISH = "เผยแพร่"
TITLE = "รายการเผยแพร่"
TICK, CHANGE, UNTICK = "บันทึก", "แก้ไข", "ยังไม่ได้ทำ"
TODAY, PICK_DATE = "วันนี้", "เลือกวันที่"
ITAS_TEXT, EPLAN_TEXT = "ข้อความสำหรับ ITAS", "ข้อความสำหรับ E-PLAN"
DONE = "ทำแล้ว"  # what is noted of a place of which nothing else is

NOTHING_FROZEN = "ยังไม่มีรายงานที่ปิดรอบให้เผยแพร่ค่ะ"
NOT_PUBLISHED = "รายงานนี้ยังไม่ได้เผยแพร่ค่ะ เมื่อเผยแพร่แล้วจะแสดงที่อยู่ที่นี่"
NOT_ENDORSED = "รายงานนี้ยังไม่ได้รับความเห็นชอบครบทุกตำแหน่ง"
HOW = "แตะ บันทึก หรือพิมพ์เลขหน้ารายการ"
ALL_DONE = "เผยแพร่ครบทุกรายการแล้ว"
NO_DAY = "ยังไม่ระบุวันที่"
NO_ADDRESS_YET = "ยังไม่มีที่อยู่เว็บไซต์ค่ะ บันทึกรายการเว็บไซต์ของหน่วยงานก่อน"
COPY = "กดค้างที่ข้อความถัดไปเพื่อคัดลอกค่ะ"
PASTED = "กรอกแล้ววันนี้"
ASK_ADDRESS = "ขอที่อยู่หน้าเว็บที่เผยแพร่รายงานค่ะ คัดลอกจากเบราว์เซอร์แล้ววางได้เลย ขึ้นต้นด้วย https:// หรือ http://"
NOT_AN_ADDRESS = "ข้อความนี้ไม่ใช่ที่อยู่หน้าเว็บค่ะ ต้องขึ้นต้นด้วย https:// หรือ http:// และไม่มีเว้นวรรค"
ASK_WORDS = "เผยแพร่ทางช่องทางใดคะ เช่น เพจเฟซบุ๊กของหน่วยงาน วางลิงก์มาด้วยได้"
WORDS_TOO_LONG = "ข้อความยาวเกิน ๑,๐๐๐ ตัวอักษรค่ะ ขอข้อความที่สั้นลง"
DAY_UNREAD = "ขอวันที่เผยแพร่วันเดียวค่ะ เช่น วันนี้ หรือ "
UNTICKED = "บันทึกแล้วค่ะว่ายังไม่ได้ทำ"
WHAT_TO_DO = "จะทำอะไรคะ"


def count(done: int, whole: int) -> str:
    return ALL_DONE if done == whole else f"ทำแล้ว {thai_digits(done)} จาก {thai_digits(whole)} รายการ"


def ask_day(title: str) -> str:
    return f"{title} เมื่อวันที่เท่าไรคะ กดหรือพิมพ์ {TODAY} หรือพิมพ์วันที่"


def noted_ask_day(title: str) -> str:
    return f"บันทึกแล้วค่ะ\n{ask_day(title)}"


def in_future(day: date) -> str:
    return f"วันที่ {short_date(day)} ยังมาไม่ถึงค่ะ ขอวันที่เผยแพร่จริง"


RIGHT, ANOTHER_DAY = (option.label for option in SURE)


def before_freeze(day: date, frozen: date) -> str:
    return f"วันที่ {short_date(day)} อยู่ก่อนวันปิดรอบ ({short_date(frozen)}) ถูกต้องไหมคะ"


def noted(title: str, day: date) -> str:
    return f"บันทึกแล้วค่ะ {title} วันที่ {short_date(day)}"


def noted_on(day: date | None) -> str:
    return short_date(day) if day else NO_DAY
