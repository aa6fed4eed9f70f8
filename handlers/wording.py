"""Every Thai sentence that the bot says outside the form (models/form.py has the questions).

Polite, short, one idea, and what to do next. Constants, or small functions that return text.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from models.calendar import Deadlines, Month, bangkok_date
from models.thai import short_date, short_moment, short_month, thai_digits

# --- Joining
WELCOME_STRANGER = (
    "สวัสดีค่ะ ที่นี่ใช้รายงานผลมาตรการคุณธรรมและความโปร่งใสของหน่วยงาน\n"
    "ถ้าท่านได้รับรหัสเชิญจากเลขานุการ พิมพ์รหัสมาได้เลยค่ะ\n"
    "ถ้ายังไม่มี ขอรหัสได้ที่สำนักปลัด"
)
CODE_WRONG = "รหัสนี้ใช้ไม่ได้หรือหมดอายุแล้วค่ะ ตรวจตัวอักษรอีกครั้ง หรือขอรหัสใหม่ที่สำนักปลัด"
CODE_TOO_MANY = "พิมพ์รหัสไม่ถูกหลายครั้งแล้วค่ะ กรุณารอ ๑๕ นาทีแล้วลองใหม่ หรือขอรหัสใหม่ที่สำนักปลัด"
ASK_NAME = "ให้เรียกท่านว่าอะไรดีคะ พิมพ์ชื่อที่ใช้ในที่ทำงาน หรือกด ข้าม"
WELCOME_BACK = "ยินดีต้อนรับกลับมาค่ะ พิมพ์ เมนู เพื่อดูสิ่งที่ทำได้"

ROLE_NAMES = {
    "reporter": "ผู้รายงาน",
    "head": "หัวหน้าส่วนราชการ",
    "secretary": "เลขานุการ",
    "executive": "ผู้บริหาร",
    "webkeeper": "ผู้ดูแลเว็บไซต์",
}


def role_name(role: str, division: str | None) -> str:
    """ผู้รายงาน กองช่าง"""
    return ROLE_NAMES[role] + (f" {division}" if division else "")


def joined(roles: Sequence[str], organisation: str) -> str:
    """What is kept about a person and why, in one short message (DOMAIN.md section 11)."""
    return (
        f"เข้าร่วมแล้วค่ะ ท่านเป็น{' และ '.join(roles)} ของ{organisation}\n"
        "ระบบเก็บบัญชี LINE ชื่อที่ให้เรียก กอง และคำตอบที่ท่านส่ง เพื่อเตือนและจัดทำรายงานตามหน้าที่ "
        "ตลอดเวลาที่ท่านรับผิดชอบ สอบถามได้ที่สำนักปลัด"
    )


def named(name: str) -> str:
    return f"ขอบคุณค่ะ คุณ{name}" if not name.startswith("คุณ") else f"ขอบคุณค่ะ {name}"


# --- Menu and help
def menu(reporter: bool, overseer: bool) -> str:
    lines = ["พิมพ์หรือกดได้เลยค่ะ"]
    if reporter:
        lines += ["รายงาน = ตอบรายงานของกอง", "สถานะ = ดูว่าส่งแล้วและยังขาดข้อไหน"]
    if overseer:
        lines += ["สรุป = ดูความคืบหน้าทั้งหน่วยงานและขอไฟล์รายงาน"]
    return "\n".join([*lines, "ช่วยเหลือ = วิธีใช้"])


HELP = "พิมพ์ รายงาน แล้วตอบทีละคำถาม กดปุ่มหรือพิมพ์ก็ได้ค่ะ\nส่งรูปหรือไฟล์หลักฐานในแชตนี้ได้ทุกเมื่อ\nคำตอบที่พิมพ์แล้วไม่หาย กลับมาทำต่อได้เสมอ"
HELP_OVERSEER = "พิมพ์ สรุป เพื่อดูความคืบหน้าของทุกกองและขอไฟล์รายงานค่ะ"
NOT_UNDERSTOOD = "ยังไม่เข้าใจค่ะ พิมพ์ เมนู เพื่อดูสิ่งที่ทำได้"
NOT_FOR_YOU = "เมนูนี้สำหรับผู้ที่ได้รับมอบหมายค่ะ ถ้าต้องใช้ ติดต่อสำนักปลัด"
NO_PLAN = "ยังไม่มีแผนมาตรการในระบบค่ะ เมื่อเลขานุการนำเข้าแผนแล้วจะแจ้งให้ทราบ"
ONLY_TEXT = "ขอเป็นข้อความ รูป หรือไฟล์นะคะ"
NOTHING_TO_LEAVE = "ตอนนี้ไม่มีรายงานที่ตอบค้างอยู่ค่ะ พิมพ์ รายงาน เพื่อเริ่ม"
FAILED = "ขออภัยค่ะ ระบบขัดข้อง ข้อความของท่านเก็บไว้แล้ว ผู้ดูแลระบบจะตรวจสอบและนำเข้าให้"
NOTHING_TO_EDIT = "ยังไม่มีรายงานที่ท่านส่งค่ะ พิมพ์ รายงาน เพื่อเริ่ม"
OLD_BUTTON = "ปุ่มนี้ใช้ไม่ได้แล้วค่ะ พิมพ์ รายงาน เพื่อดูข้อที่ต้องรายงานตอนนี้"

# --- Reporting
START, NEXT, EDIT, STATUS, REPORT, SUMMARY, MENU, HELP_WORD = (
    "เริ่มรายงาน",
    "ข้อถัดไป",
    "แก้ไข",
    "สถานะ",
    "รายงาน",
    "สรุป",
    "เมนู",
    "ช่วยเหลือ",
)
GET_EXCEL = "ขอไฟล์ Excel"
ANSWER = "รายงาน"
ALL_IN = "ส่งครบทุกข้อแล้วค่ะ ขอบคุณค่ะ"
NOTHING_OWED = "ตอนนี้ไม่มีข้อที่ต้องรายงานค่ะ เมื่อเปิดรับเดือนถัดไปจะแจ้งให้ทราบ"
RESUMED = "ทำต่อจากที่ค้างไว้ค่ะ"
LEFT = "พักไว้แล้วค่ะ คำตอบที่พิมพ์ไว้ยังอยู่ พิมพ์ รายงาน เมื่อพร้อมทำต่อ"
MEASURE_CANCELLED = "ยกเลิกมาตรการนี้"
LEFT_AT_STATUS = f"{LEFT}\nถ้าหมายถึงมาตรการนี้ถูกยกเลิก กดหรือพิมพ์ {MEASURE_CANCELLED}"
NO_LONGER_OWED = "ข้อนี้ไม่ต้องรายงานแล้วค่ะ ข้อความของท่านยังเก็บไว้ พิมพ์ รายงาน เพื่อดูข้อที่ต้องรายงานตอนนี้"
USE, DROP = "ใช้", "ไม่ใช้"
NOT_YOURS = "ยังไม่ต้องส่งรูปหรือไฟล์ค่ะ พิมพ์ เมนู เพื่อดูสิ่งที่ทำได้"


def came_late(text: str, at: datetime) -> str:
    """A message that arrives after later ones were answered is shown back, never silently used."""
    return f"ข้อความที่ส่งเมื่อ {short_moment(at)} เพิ่งมาถึงค่ะ\n“{text}”\nจะใช้เป็นคำตอบของคำถามนี้ไหมคะ"


def month_title(month: Month, division: str) -> str:
    return f"รายงานเดือน {short_month(month)} {division}"


def due_line(deadlines: Deadlines, now: datetime) -> str:
    """When the month is due, or that it is late and until when it is taken."""
    if now <= deadlines.due:
        return f"ส่งภายในวันที่ {short_date(bangkok_date(deadlines.due))}"
    return f"เลยกำหนด {short_date(bangkok_date(deadlines.due))} แล้ว ส่งได้ถึง {short_moment(deadlines.locks)}"


def months_behind(months: Sequence[Month]) -> str:
    return f"เดือนก่อนที่ยังขาด: {', '.join(short_month(m) for m in months)}"


def how_many_left(missing: int, whole: int) -> str:
    if missing == 0:
        return f"ส่งครบทั้ง {thai_digits(whole)} ข้อ"
    return f"ยังขาด {thai_digits(missing)} จาก {thai_digits(whole)} ข้อ"


def alt_month(month: Month, missing: int, deadlines: Deadlines) -> str:
    due = short_date(bangkok_date(deadlines.due))
    return f"รายงานเดือน {short_month(month)}: ยังขาด {thai_digits(missing)} ข้อ ส่งภายใน {due}"


def numbered(order: int, title: str) -> str:
    return f"ข้อ {thai_digits(order)} {title}"


STATES = {
    "missing": "ยังไม่ส่ง",
    "submitted": "ส่งแล้ว",
    "accepted": "รับแล้ว",
    "returned": "ส่งกลับให้แก้ไข",
    "waived": "ยกเว้น",
}
SUBMITTED_LATE = "ส่งแล้ว (ช้า)"
TYPE_NUMBER = "พิมพ์เลขข้อ เช่น ข้อ 3 เพื่อเริ่มข้อนั้น"


def saved(month: Month) -> str:
    return f"บันทึกรายงานเดือน {short_month(month)} แล้วค่ะ"


def saved_when(in_time: bool, at: datetime, revision: int) -> str:
    """Whether the report was in time, by its first sending; and that this was a change."""
    when = "ทันเวลา" if in_time else "ส่งหลังกำหนด"
    return f"{when} · {short_moment(at)}" + (f" · แก้ไขครั้งที่ {thai_digits(revision - 1)}" if revision > 1 else "")


def still_missing(orders: Sequence[int], month: Month) -> str:
    if not orders:
        return f"เดือน {short_month(month)} ส่งครบแล้ว"
    return f"เดือน {short_month(month)} ยังขาดข้อ {', '.join(thai_digits(n) for n in orders)}"


def already_in(at: datetime) -> str:
    return f"ข้อนี้ส่งแล้วเมื่อ {short_moment(at)} กด แก้ไข ถ้าต้องการเปลี่ยน"


def locked(month: Month, deadlines: Deadlines) -> str:
    return (
        f"เดือน {short_month(month)} ปิดรับแล้วเมื่อ {short_moment(deadlines.locks)}\n"
        "คำตอบเก็บไว้ให้แล้วค่ะ เลขานุการจะเห็นคำขอเปิดรับของท่าน เมื่อเปิดรับแล้วพิมพ์ รายงาน เพื่อส่ง"
    )


def locked_before_start(month: Month) -> str:
    return f"เดือน {short_month(month)} ปิดรับแล้วค่ะ ถ้าต้องการส่ง ติดต่อเลขานุการเพื่อขอเปิดรับ"


def wish(division: str, order: int, month: Month) -> str:
    return f"{division} ข้อ {thai_digits(order)} เดือน {short_month(month)}"


def wishes(lines: Sequence[str]) -> str:
    """What the secretary is told of those who answered after the lock."""
    return "มีคำตอบที่มาหลังปิดรับและขอเปิดรับ:\n" + "\n".join(f"- {line}" for line in lines)


def not_yet_open(month: Month) -> str:
    return f"เดือน {short_month(month)} ยังมาไม่ถึงค่ะ ตอบได้ตั้งแต่วันที่ {short_date(month.first_day)}"


WAIVED = "ข้อนี้ได้รับยกเว้นสำหรับเดือนนี้ ไม่ต้องรายงานค่ะ"
NEWER_ANSWER = "ระหว่างที่ท่านตอบ มีคนในกองส่งข้อนี้แล้ว ตามรายการด้านล่าง ถ้าจะส่งของท่านแทน กด ส่งรายงาน อีกครั้ง"
SENT_BEFORE = "คำตอบที่ส่งไว้"

# --- Evidence
FILE_KEPT = "เก็บรูปหรือไฟล์ไว้แล้วค่ะ เมื่อเปิดข้อที่จะรายงาน จะมีปุ่ม แนบที่ส่งไว้"
FILE_TOO_BIG = "ไฟล์ใหญ่เกิน ๒๐ MB ระบบเก็บไม่ได้ค่ะ กรุณาย่อขนาดแล้วส่งใหม่"
FILE_WRONG_KIND = "ระบบเก็บเฉพาะรูป JPEG PNG และไฟล์ PDF DOCX XLSX ค่ะ กรุณาแปลงไฟล์แล้วส่งใหม่"
FILE_GONE = "รูปหรือไฟล์ที่ส่งไว้เปิดไม่ได้แล้วค่ะ กรุณาส่งใหม่"


# --- Files that are made
LINK_LIVES = "ลิงก์ใช้ได้ ๑๕ นาที"
LINK_OPENS = "กดแล้วไฟล์จะเปิดในเบราว์เซอร์ของโทรศัพท์ ถ้าหมดเวลา กด ขอไฟล์ Excel ใหม่ได้เสมอ"
OPEN_FILE = "เปิดไฟล์"
EXCEL = "ไฟล์รายงาน Excel"
LINK_EXPIRED = "ลิงก์นี้หมดอายุแล้ว กลับไปที่แชตแล้วกด ขอไฟล์ Excel อีกครั้ง"
LINK_WRONG = "ลิงก์นี้ใช้ไม่ได้ กลับไปที่แชตแล้วกด ขอไฟล์ Excel อีกครั้ง"
