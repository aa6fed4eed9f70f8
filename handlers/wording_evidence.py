"""What the bot says about evidence, and about messages that were taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.wording import REPORT
from models.calendar import Month
from models.thai import SHORT_MONTHS, arabic_digits, short_moment, short_month, thai_digits

# After what it is about: ไฟล์ แผน.pdf …, รูปที่ส่งเมื่อ …
FILE_TOO_BIG = "ใหญ่เกิน ๒๐ เมกะไบต์ เก็บไม่ได้ค่ะ กรุณาย่อขนาดแล้วส่งใหม่"
FILE_WRONG_KIND = {
    "other": "เก็บไม่ได้ค่ะ ส่งได้เฉพาะรูป (JPG PNG) และไฟล์ PDF Word Excel",
    "old_office": "เป็นไฟล์ Word หรือ Excel แบบเก่า (.doc .xls) เก็บไม่ได้ค่ะ กรุณาบันทึกเป็น .docx .xlsx หรือ PDF แล้วส่งใหม่",
    "picture": "เป็นรูปชนิดที่เก็บไม่ได้ค่ะ ส่งรูปได้เฉพาะ JPG และ PNG",
    "empty": "ว่างเปล่าค่ะ ไม่มีอะไรอยู่ข้างใน กรุณาตรวจแล้วส่งใหม่",
    "damaged": "เสียหรือไม่สมบูรณ์ เปิดไม่ได้ค่ะ กรุณาตรวจแล้วส่งใหม่",
}
FILE_GONE = "เปิดไม่ได้แล้วค่ะ กรุณาส่งใหม่"
FILE_TWICE = "เคยส่งไว้แล้ว ระบบเก็บเพียงครั้งเดียวค่ะ"
NOT_LOOKED_AT = "ระบบกำลังตรวจไฟล์นี้ ถ้าเปิดไม่ได้จะแจ้งให้ทราบค่ะ"
LINK_TWICE = "ลิงก์นี้ส่งไว้แล้ว ระบบเก็บเพียงครั้งเดียวค่ะ"
LINK_TOO_LONG = "ลิงก์ยาวเกินไป ระบบเก็บไม่ได้ค่ะ กรุณาย่อลิงก์แล้วส่งใหม่"
WHICH_MEASURE = "เป็นหลักฐานของข้อไหนคะ"
NEW_WORDS_WANTED = "รอส่งใหม่"
NEW_EVIDENCE_WANTED = "รอหลักฐานใหม่"
NOT_YET = "ระบุภายหลัง"
LEFT_WAITING = "เก็บไว้ให้แล้วค่ะ เมื่อพร้อม พิมพ์ หลักฐาน เพื่อระบุข้อ"
NOTHING_WAITING = "ไม่มีรูป ไฟล์ หรือลิงก์ที่รอระบุข้อค่ะ ส่งมาในแชตนี้ได้ทุกเมื่อ"
REMOVE_ALL, REMOVE_NONE = "เอาออกทั้งหมด", "ไม่เอาออก"
NOTHING_TO_REMOVE = "รายงานนี้ยังไม่มีหลักฐานที่แนบไว้ค่ะ"
OPEN_TO_REMOVE = "เปิดรายงานข้อที่จะเอาหลักฐานออกก่อนค่ะ พิมพ์ รายงาน หรือ แก้ไข"
REMOVED_NONE = "ไม่ได้เอาหลักฐานใดออกค่ะ"


def file_named(name: str, sentence: str) -> str:
    """One of the sentences above about a file that has just come."""
    return f"ไฟล์ {name} {sentence}" if name else f"ไฟล์นี้{sentence}"


def file_sent(name: str, at: datetime, sentence: str) -> str:
    """One of the sentences above about what came earlier."""
    return f"{f'ไฟล์ {name} ' if name else 'รูป'}ที่ส่งเมื่อ {short_moment(at)} {sentence}"


def not_counted(places: Sequence[tuple[int, Month]]) -> str:
    """After a sentence about what cannot be kept: the measures whose evidence it is not."""
    where = " และ".join(f"ข้อ {thai_digits(order)} เดือน {short_month(month)}" for order, month in places)
    return f"จึงไม่นับเป็นหลักฐานของ{where}"


def kept(count: int) -> str:
    return f"ได้รับแล้ว {thai_digits(count)} รายการ"


def kept_for_later(count: int) -> str:
    return f"{kept(count)}ค่ะ ตอนนี้ไม่มีข้อที่เปิดรับ เมื่อเปิดรับแล้วพิมพ์ หลักฐาน เพื่อระบุข้อ"


def kept_more(count: int, example: str) -> str:
    """The short answer to the second photo and those after it."""
    return f"{kept(count)}ค่ะ {WHICH_MEASURE} {type_measure(example)}"


def type_measure(example: str) -> str:
    """What is typed in the place of a button: its words, by one that leaves nothing open."""
    return f"กดเลือก หรือพิมพ์ เช่น {arabic_digits(example)}"


def no_such_item(order: int, month: int | None = None, division: str | None = None) -> str:
    """Nothing that is open fits what was named, with the month (1 to 12) and division that were said."""
    where = (f" เดือน {SHORT_MONTHS[month - 1]}" if month else "") + (f" {division}" if division else "")
    return f"ไม่มีข้อ {thai_digits(order)}{where} ที่เปิดรับค่ะ เลือกจากรายการนี้"


def item(order: int) -> str:
    return f"ข้อ {thai_digits(order)}"


def attach_to(order: int) -> str:
    return f"แนบข้อ {thai_digits(order)}"


def attached(order: int, count: int) -> str:
    return f"{attached_here(order, count)} ข้อนี้ยังไม่ได้ส่ง พิมพ์ ข้อ {order} เพื่อรายงาน"


def attached_here(order: int, count: int) -> str:
    """To the report that is open, whose question follows."""
    return f"แนบกับข้อ {thai_digits(order)} แล้ว รวม {thai_digits(count)} รายการค่ะ"


def added_to_sent(order: int, month: Month, count: int) -> str:
    return f"เพิ่มหลักฐานในข้อ {thai_digits(order)} เดือน {short_month(month)} ที่ส่งแล้ว รวม {thai_digits(count)} รายการค่ะ"


def report_item(order: int) -> str:
    return f"{REPORT}ข้อ {thai_digits(order)}"


def evidence_locked(month: Month) -> str:
    return f"เดือน {short_month(month)} ปิดรับแล้วค่ะ รูปหรือไฟล์ยังเก็บไว้ ถ้าต้องการแนบ ติดต่อผู้ดูแลรายงานเพื่อขอเปิดรับ"


def which_to_remove(order: int) -> str:
    return f"หลักฐานของข้อ {thai_digits(order)} จะเอารายการไหนออกคะ พิมพ์หมายเลขได้เลย"


def nth_item(number: int) -> str:
    return f"รายการ {thai_digits(number)}"


def removed(count: int, left: int) -> str:
    rest = f"เหลือ {thai_digits(left)} รายการ" if left else "ไม่มีหลักฐานเหลือแล้ว"
    return f"เอาออกแล้ว {thai_digits(count)} รายการ {rest}ค่ะ ที่เอาออกยังเก็บไว้ให้"


# --- Messages that were taken back
def unsent_evidence(what: str, order: int, month: Month) -> str:
    return f"ท่านยกเลิกการส่ง{what}ที่ใช้เป็นหลักฐานข้อ {thai_digits(order)} เดือน {short_month(month)} กรุณาส่งใหม่แทนค่ะ"


def unsent_answer(fields: Sequence[str], order: int, month: Month) -> str:
    return (
        f"ท่านยกเลิกข้อความที่เป็นคำตอบข้อ {thai_digits(order)} เดือน {short_month(month)} ({', '.join(fields)}) "
        "ซึ่งส่งไปแล้ว กรุณากด แก้ไข เพื่อตอบใหม่ค่ะ"
    )


def unsent_draft(fields: Sequence[str], order: int) -> str:
    return f"ลบข้อความที่ท่านยกเลิกแล้วค่ะ ข้อ {thai_digits(order)} ({', '.join(fields)}) จะถามใหม่ก่อนส่ง"
