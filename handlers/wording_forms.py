"""Sentences about the agency's own form of the report (แบบฟอร์ม), and the buttons that go with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.thai import short_date, thai_digits

FORM = "แบบฟอร์ม"
TITLE, DRAFT_TITLE = "แบบฟอร์มของหน่วยงาน", "แบบฟอร์มที่รอยืนยัน"
CONFIRM, FIX, DROP = "ยืนยัน", "แก้ช่อง", "ไม่ใช้แบบฟอร์มนี้"
CHANGE, END, KEEP = "เปลี่ยนแบบฟอร์ม", "เลิกใช้แบบฟอร์ม", "ใช้ต่อ"
NONE = "เว้นไว้ไม่กรอก"
SEND = (
    "ถ้าหน่วยงานมีแบบรายงานของตัวเอง ส่งไฟล์ Excel (.xlsx) ที่มีหัวตารางมาในแชตนี้ได้เลยค่ะ\n"
    "ระบบจะเติมรายงานลงในแบบนั้น โดยคงตัวอักษร ความกว้างช่อง หัวเรื่อง และช่องลงชื่อไว้"
)
WANT_XLSX = "แบบฟอร์มต้องเป็นไฟล์ Excel ที่ลงท้ายด้วย .xlsx ค่ะ เปิดใน Excel แล้วบันทึกเป็นชนิดนี้ แล้วส่งมาอีกครั้ง"
READING = f"ได้รับแบบฟอร์มแล้ว กำลังอ่านค่ะ พิมพ์ {FORM} เพื่อดูผล"
GONE = f"ไฟล์แบบฟอร์มเปิดไม่ได้แล้วค่ะ พิมพ์ {FORM} แล้วส่งไฟล์อีกครั้ง"
CHECK = "ตรวจว่าแต่ละช่องของแบบฟอร์มจะเติมอะไร แล้วยืนยันค่ะ"
HOW = f"กดปุ่ม หรือพิมพ์ {CONFIRM} {FIX} หรือ {DROP}"
WHICH_COLUMN = "จะแก้ช่องไหนคะ กดเลือก หรือพิมพ์หมายเลข"
CONFIRMED = "ใช้แบบฟอร์มนี้แล้วค่ะ ขอไฟล์รายงานครั้งต่อไปจะได้ในแบบของหน่วยงาน"
DROPPED = f"ไม่ใช้แบบฟอร์มนี้แล้วค่ะ ถ้าจะส่งใหม่ พิมพ์ {FORM}"
ENDED = "เลิกใช้แบบฟอร์มของหน่วยงานแล้วค่ะ ไฟล์รายงานจะเป็นแบบของระบบ"
SURE = "เลิกใช้แบบฟอร์มของหน่วยงานใช่ไหมคะ"
NO_COLUMN = f"ยังไม่มีช่องไหนที่ระบบเติมได้ค่ะ กด {FIX} เพื่อเลือกก่อน"
OVER = f"แบบฟอร์มนี้ไม่ได้รอยืนยันแล้วค่ะ พิมพ์ {FORM} เพื่อดูแบบที่ใช้อยู่"
GET_OWN, GET_WHOLE = "เปิดแบบของหน่วยงาน", "เปิดฉบับเต็มของระบบ"


def used_since(name: str, day: date) -> str:
    return f"ใช้ไฟล์ {name} ตั้งแต่ {short_date(day)}"


def file_named(name: str) -> str:
    return f"จากไฟล์ {name}"


def years(found: Sequence[int]) -> str:
    """A title that names a year is printed as it is."""
    named = ", ".join(thai_digits(year) for year in found)
    return f"หัวเรื่องในไฟล์ระบุปี {named} ระบบไม่เปลี่ยนหัวเรื่องให้ค่ะ" if found else "หัวเรื่องเหนือตารางคงตามไฟล์ ระบบไม่เปลี่ยนให้ค่ะ"


def what_in(heading: str) -> str:
    return f"ช่อง “{heading}” จะให้เติมอะไรคะ กดเลือก หรือพิมพ์หมายเลข"
