"""Sentences about the secretary's calendar: dates that must not be missed, days off."""

from __future__ import annotations

from datetime import date

from models.steps import DATE_WARNINGS
from models.thai import WEEKDAYS, short_date, shorten, thai_digits

DATES, REMOVE_DATE = "กำหนดการ", "ลบกำหนดการ"
DAYS_OFF, REMOVE_DAY_OFF = "วันหยุด", "ลบวันหยุด"

NO_DATES = "ยังไม่มีกำหนดการที่บันทึกไว้ค่ะ"
DATES_HOW = f"เพิ่มได้ เช่น {DATES} ส่งข้อมูล OIT 30 เม.ย. 70\nถ้าจะลบ พิมพ์ {REMOVE_DATE} ตามด้วยเลขหน้ารายการ"
DATES_UNREAD = f"ขอชื่อกำหนดการ และวันที่หนึ่งวันหรือหนึ่งช่วงค่ะ เช่น {DATES} ส่งข้อมูล OIT 30 เม.ย. 70"
NO_SUCH_DATE = f"ไม่มีกำหนดการเลขนั้นค่ะ พิมพ์ {DATES} เพื่อดูรายการ"
NO_DAYS_OFF = "ยังไม่มีวันหยุดในระบบค่ะ"
DAYS_OFF_HOW = f"เพิ่มได้ เช่น {DAYS_OFF} 13 พ.ค. 70 วันพืชมงคล\nถ้าจะลบ พิมพ์ {REMOVE_DAY_OFF} 13 พ.ค. 70"
DAY_OFF_UNREAD = f"ขอวันที่หนึ่งวันและชื่อวันหยุดค่ะ เช่น {DAYS_OFF} 13 พ.ค. 70 วันพืชมงคล"


def entry_line(number: int, name: str, day: date, today: date) -> str:
    left = (day - today).days
    when = f"อีก {thai_digits(left)} วัน" if left else "วันนี้"
    return f"{number} {name} วันที่ {short_date(day)} ({when})"


def warned(day: date, today: date) -> str:
    """Which warnings are still to come."""
    ahead = [thai_digits(days) for days in DATE_WARNINGS if (day - today).days > days]
    return f"ระบบจะเตือนก่อนถึงกำหนด {', '.join(ahead)} วัน" if ahead else "ใกล้ถึงกำหนดแล้ว ระบบจะไม่เตือนซ้ำ"


def begins(name: str) -> str:
    return f"{name} (วันแรก)"


def ends(name: str) -> str:
    return f"{name} (วันสุดท้าย)"


def noted(name: str, day: date) -> str:
    return f"บันทึกแล้วค่ะ {name} วันที่ {short_date(day)}"


def removed(name: str, day: date) -> str:
    return f"ลบแล้วค่ะ {name} วันที่ {short_date(day)}"


def day_has_passed(day: date) -> str:
    return f"วันที่ {short_date(day)} ผ่านไปแล้วค่ะ ขอวันที่ยังมาไม่ถึง"


def day_line(day: date, name: str) -> str:
    return f"วัน{WEEKDAYS[day.weekday()]}ที่ {short_date(day)} {shorten(name, 48)}"


def day_off_noted(name: str, day: date) -> str:
    noted = f"บันทึกวันหยุดแล้วค่ะ {day_line(day, name)}"
    return f"{noted}\nกำหนดส่งและการเตือนจะเลื่อนตามวันหยุดนี้" if day.weekday() < 5 else noted


def day_off_has_passed(day: date) -> str:
    return f"วันที่ {short_date(day)} ผ่านไปแล้วค่ะ การแก้วันหยุดย้อนหลังทำได้โดยผู้ดูแลระบบเท่านั้น"


def day_off_removed(day: date) -> str:
    return f"ลบวันหยุด {short_date(day)} แล้วค่ะ นับเป็นวันทำการ"


def not_a_day_off(day: date) -> str:
    return f"วันที่ {short_date(day)} ไม่ได้อยู่ในรายการวันหยุดค่ะ"
