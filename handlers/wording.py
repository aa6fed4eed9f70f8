"""Every Thai sentence that the bot says outside the form (models/form.py has the questions).

Polite, short, one idea, and what to do next. Constants, or small functions that return text.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from models.calendar import Deadlines, Month, bangkok_date
from models.thai import short_date, short_moment, short_month, thai_digits

# --- Joining
WELCOME_STRANGER = (
    "สวัสดีค่ะ บัญชีนี้ใช้รายงานผลตามมาตรการคุณธรรมและความโปร่งใสของหน่วยงาน\n"
    "ถ้าท่านได้รับรหัสเชิญจากผู้ดูแลรายงาน พิมพ์รหัสมาได้เลยค่ะ\n"
    "ถ้ายังไม่มี ขอรหัสได้ที่สำนักปลัด"
)
ENTER_CODE = "ใส่รหัสเชิญ"
ASK_CODE = "พิมพ์รหัสเชิญ ๘ ตัวที่ได้จากผู้ดูแลรายงานมาได้เลยค่ะ เช่น ABCD-2345"
HELP_STRANGER = "ต้องมีรหัสเชิญก่อนค่ะ ขอได้จากผู้ดูแลรายงาน ที่สำนักปลัดของหน่วยงาน\nเมื่อได้แล้ว พิมพ์รหัสในแชตนี้ หรือสแกน QR ที่ได้รับ"
CODE_WRONG = "รหัสนี้ใช้ไม่ได้หรือหมดอายุแล้วค่ะ ตรวจตัวอักษรอีกครั้ง หรือขอรหัสใหม่ที่สำนักปลัด"
CODE_TOO_MANY = "พิมพ์รหัสไม่ถูกหลายครั้งแล้วค่ะ กรุณารอ ๑๕ นาทีแล้วลองใหม่ หรือขอรหัสใหม่ที่สำนักปลัด"
ASK_NAME = "ขอทราบชื่อที่ใช้ในที่ทำงานค่ะ หากไม่ระบุ พิมพ์ ข้าม"
WELCOME_BACK = "ยินดีต้อนรับกลับมาค่ะ พิมพ์ เมนู เพื่อดูสิ่งที่ทำได้"

ROLE_NAMES = {
    "reporter": "ผู้รายงาน",
    "head": "หัวหน้าส่วนราชการ",
    "secretary": "ผู้ดูแลรายงาน",
    "executive": "ผู้บริหาร",
    "webkeeper": "ผู้ดูแลเว็บไซต์",
}


def role_name(role: str, division: str | None, acting_until: date | None = None) -> str:
    """ผู้รายงาน กองช่าง (รักษาราชการแทน ถึง ๓๐ พ.ย. ๖๙)"""
    name = ROLE_NAMES[role] + (f" {division}" if division else "")
    return f"{name} (รักษาราชการแทน ถึง {short_date(acting_until)})" if acting_until else name


def joined(roles: Sequence[str], organisation: str) -> str:
    """What is kept about a person and why, in one short message (DOMAIN.md section 11)."""
    return (
        f"เข้าร่วมแล้วค่ะ ท่านเป็น{' และ '.join(roles)} ของ{organisation}\n"
        "ระบบเก็บบัญชี LINE ชื่อ กอง และคำตอบของท่าน เพื่อแจ้งเตือนและจัดทำรายงานตามหน้าที่ "
        "เก็บไว้ตลอดเวลาที่ท่านรับผิดชอบ สอบถามได้ที่สำนักปลัด\n"
        "ดูข้อมูลหรือออกจากระบบได้ทุกเมื่อ พิมพ์ ข้อมูลของฉัน ค่ะ"
    )


def named(name: str) -> str:
    return f"ขอบคุณค่ะ บันทึกชื่อ {name} แล้ว"


# --- Menu and help
def menu(reporter: bool, overseer: bool, secretary: bool) -> str:
    lines = ["พิมพ์คำใดคำหนึ่ง หรือกดปุ่มค่ะ"]
    if reporter:
        lines += ["รายงาน = ตอบรายงานของกอง", "สถานะ = ดูว่าส่งข้อใดแล้ว ยังขาดข้อใด", "ลา = แจ้งลา"]
    if overseer:
        lines += ["สรุป = ดูความคืบหน้าทั้งหน่วยงาน", "ขอไฟล์ = ขอไฟล์รายงาน Excel"]
    if secretary:
        lines += ["บุคลากร = ดูและย้ายผู้รายงาน", "ประชุม = แจ้งวันประชุมประจำเดือน"]
    return "\n".join([*lines, "ข้อมูลของฉัน = ดูข้อมูลที่เก็บ แก้ชื่อ ออกจากระบบ", "ช่วยเหลือ = วิธีใช้"])


HELP = (
    "พิมพ์ รายงาน แล้วตอบทีละคำถาม กดปุ่มหรือพิมพ์ก็ได้ค่ะ\nส่งรูป ไฟล์ หรือลิงก์หลักฐานในแชตนี้ได้ทุกเมื่อ\nคำตอบที่พิมพ์แล้วไม่หาย กลับมาทำต่อได้เสมอ"
)
HELP_OVERSEER = "พิมพ์ สรุป เพื่อดูความคืบหน้าของทุกกองและขอไฟล์รายงานค่ะ"
NOT_UNDERSTOOD = "ขออภัยค่ะ ยังไม่เข้าใจข้อความ พิมพ์ เมนู เพื่อดูสิ่งที่ทำได้"
NOT_FOR_YOU = "เมนูนี้สำหรับผู้ที่ได้รับมอบหมายค่ะ ถ้าต้องใช้ ติดต่อสำนักปลัด"
NO_PLAN = "ยังไม่มีแผนมาตรการในระบบค่ะ สอบถามได้ที่สำนักปลัด"
ONLY_TEXT = "ขอเป็นข้อความ รูป หรือไฟล์นะคะ"
NO_SOUND = "ระบบเก็บวิดีโอและเสียงไม่ได้ค่ะ ขอเป็นข้อความ รูป หรือไฟล์นะคะ"
NOTHING_TO_LEAVE = "ตอนนี้ไม่มีรายงานที่ตอบค้างอยู่ค่ะ พิมพ์ รายงาน เพื่อเริ่ม"
FAILED = "ขออภัยค่ะ ระบบขัดข้อง ข้อความของท่านเก็บไว้แล้ว ผู้ดูแลระบบจะตรวจสอบและนำเข้าให้"
NOTHING_TO_EDIT = "ยังไม่มีรายงานที่ท่านส่งค่ะ พิมพ์ รายงาน เพื่อเริ่ม"
OLD_BUTTON = "ปุ่มนี้ใช้ไม่ได้แล้วค่ะ พิมพ์ รายงาน เพื่อดูข้อที่ต้องรายงานตอนนี้"

# --- Reporting
START, NEXT, EDIT, STATUS, REPORT, SUMMARY, MENU, HELP_WORD = (
    "รายงานทีละข้อ",
    "ข้อถัดไป",
    "แก้ไข",
    "สถานะ",
    "รายงาน",
    "สรุป",
    "เมนู",
    "ช่วยเหลือ",
)
SAME, NO_ACTIVITY, ATTACH_FILES, ADD = "เหมือนเดือนก่อน", "ไม่มีการดำเนินการ", "แนบหลักฐาน", "เพิ่มเติม"
GET_EXCEL = "ขอไฟล์ Excel"
# Words that stand on the rich menus beside those above (handlers/menus.py).
EVIDENCE, MEETING, STAFF, GET_FILE = "หลักฐาน", "ประชุม", "บุคลากร", "ขอไฟล์"
ANSWER = "รายงาน"
ALL_IN = "ส่งครบทุกข้อแล้ว ขอบคุณค่ะ"
NOTHING_OWED = "ตอนนี้ไม่มีข้อที่ต้องรายงานค่ะ แต่ละเดือนเปิดรับราววันที่ ๒๕"
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


def came_late_unused(text: str, at: datetime) -> str:
    return f"ข้อความที่ส่งเมื่อ {short_moment(at)} เพิ่งมาถึงค่ะ\n“{text}”\nถ้ายังต้องการใช้ พิมพ์อีกครั้งนะคะ"


def month_title(month: Month, division: str) -> str:
    return f"รายงานเดือน {short_month(month)} {division}"


def due_line(deadlines: Deadlines, now: datetime) -> str:
    """When the month is due, or that it is late and until when it is taken."""
    if now <= deadlines.due:
        return f"ส่งภายในวันที่ {short_date(bangkok_date(deadlines.due))}"
    return f"เลยกำหนดวันที่ {short_date(bangkok_date(deadlines.due))} แล้ว แต่ยังส่งได้ถึง {short_moment(deadlines.locks)}"


WHICH_MONTH = "ข้อนี้ยังขาดหลายเดือน จะรายงานเดือนไหนคะ"


def month_button(month: Month, division: str) -> str:
    return f"เดือน {short_month(month)} {division}"


def months_behind(months: Sequence[Month]) -> str:
    return f"เดือนที่ค้างส่ง: {', '.join(short_month(m) for m in months)}"


def how_many_left(missing: int, whole: int) -> str:
    if missing == 0:
        return f"ส่งครบทั้ง {thai_digits(whole)} ข้อ"
    return f"ยังขาด {thai_digits(missing)} จาก {thai_digits(whole)} ข้อ"


def alt_month(month: Month, missing: int, deadlines: Deadlines, now: datetime) -> str:
    """What the notification of a month's card shows."""
    head = f"รายงานเดือน {short_month(month)}"
    return f"{head}: ยังขาด {thai_digits(missing)} ข้อ {due_line(deadlines, now)}" if missing else f"{head}: ส่งครบแล้ว"


def last_month(status: str) -> str:
    return f"เดือนก่อน: {status}"


def orders_text(orders: Sequence[int]) -> str:
    """ข้อ ๑, ๒, ๕"""
    return f"ข้อ {', '.join(thai_digits(n) for n in orders)}"


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
    when = "ส่งทันกำหนด" if in_time else "ส่งหลังกำหนด"
    return f"{when} · {short_moment(at)}" + (f" · แก้ไขครั้งที่ {thai_digits(revision - 1)}" if revision > 1 else "")


MOST_NUMBERS = 6  # more numbers than these are counted instead


def still_missing(orders: Sequence[int], month: Month) -> str:
    if not orders:
        return f"เดือน {short_month(month)} ส่งครบแล้ว"
    if len(orders) > MOST_NUMBERS:
        return f"เดือน {short_month(month)} ยังขาด {thai_digits(len(orders))} ข้อ"
    return f"เดือน {short_month(month)} ยังขาดข้อ {', '.join(thai_digits(n) for n in orders)}"


def already_in(at: datetime) -> str:
    return f"ข้อนี้ส่งแล้วเมื่อ {short_moment(at)} หากต้องการเปลี่ยน กด แก้ไข ค่ะ"


def locked(month: Month, deadlines: Deadlines) -> str:
    return (
        f"เดือน {short_month(month)} ปิดรับแล้วเมื่อ {short_moment(deadlines.locks)}\n"
        "คำตอบเก็บไว้ให้แล้วค่ะ ผู้ดูแลรายงานจะเห็นคำขอเปิดรับของท่าน เมื่อเปิดรับแล้วพิมพ์ รายงาน เพื่อส่ง"
    )


def locked_before_start(month: Month) -> str:
    return f"เดือน {short_month(month)} ปิดรับแล้วค่ะ ถ้าต้องการส่ง ติดต่อผู้ดูแลรายงานเพื่อขอเปิดรับ"


def wish(division: str, order: int, month: Month) -> str:
    return f"{division} ข้อ {thai_digits(order)} เดือน {short_month(month)}"


def wishes(lines: Sequence[str]) -> str:
    """What the secretary is told of those who answered after the lock."""
    return "มีคำตอบที่มาหลังปิดรับและขอเปิดรับ:\n" + "\n".join(f"- {line}" for line in lines)


def not_yet_open(month: Month) -> str:
    return f"เดือน {short_month(month)} ยังมาไม่ถึงค่ะ ตอบได้ตั้งแต่วันที่ {short_date(month.first_day)}"


WAIVED = "ข้อนี้ได้รับยกเว้นสำหรับเดือนนี้ ไม่ต้องรายงานค่ะ"

# --- Several measures at once
NOTHING_BEFORE = "ยังไม่มีคำตอบของเดือนก่อนให้ใช้ซ้ำค่ะ กรุณารายงานทีละข้อ"
NOTHING_NEW, SKIP_WORD, SEND_ALL, NO_MEETING = "ไม่มีอะไรใหม่", "ข้าม", "ส่งรายงาน", "ส่ง ไม่เพิ่มวันประชุม"
KEEP_TYPED, RETYPE, LEAVE = "เก็บตามที่พิมพ์", "พิมพ์ใหม่", "ยกเลิก"
WHY_NOTHING = "เดือนนี้ไม่มีการดำเนินการเพราะอะไรคะ พิมพ์สั้น ๆ หรือเลือก"
REASONS = ("ยังไม่ถึงกำหนด", "รองบประมาณ", "ไม่มีกิจกรรมเดือนนี้")
CHECK_SAME = "ใช้สถานะและข้อความของเดือนก่อน โปรดตรวจสอบก่อนส่งค่ะ"
CHECK_NONE = "จะบันทึกว่าไม่มีการดำเนินการ โปรดตรวจสอบก่อนส่งค่ะ"
CHECK_TOLD = "โปรดตรวจสอบก่อนส่งค่ะ"
LEFT_TOGETHER = "ยังไม่ได้ส่งค่ะ พิมพ์ รายงาน เมื่อพร้อมทำต่อ"
WHICH_DIVISION = "จะรายงานของกองไหนคะ"
WHICH_REPORT = "เป็นของข้อไหนคะ พิมพ์เลขข้อ หรือเลือก"


def except_hint(example: str) -> str:
    """`example`: the month as it is typed."""
    return f"ถ้ามีข้อที่ไม่เหมือนเดิม พิมพ์เช่น ยกเว้น 3, 7\nเพิ่มวันที่ให้ทุกข้อได้ พิมพ์เช่น 10 {example}"


def days_line(days: str) -> str:
    return f"วันที่ดำเนินการ: {days}"


def days_refused(why: str) -> str:
    return f"{why} จึงยังไม่ได้เพิ่มค่ะ"


def with_meeting(days: str) -> str:
    """The label of the button that adds the announced day of the meeting (at most 40 letters)."""
    return f"ส่งพร้อมวันประชุม {days}"


def same_title(count: int) -> str:
    return f"เหมือนเดือนก่อน {thai_digits(count)} ข้อ"


def none_title(count: int) -> str:
    return f"ไม่มีการดำเนินการ {thai_digits(count)} ข้อ"


def told_title(count: int) -> str:
    return f"รายงาน {thai_digits(count)} ข้อ"


def whats_new(orders: Sequence[int], example: int) -> str:
    return (
        f"{orders_text(orders)} ใช้คำตอบเดิมมา ๒ เดือนติดกันแล้ว เดือนนี้มีอะไรใหม่ไหมคะ\n"
        f"ถ้ามี พิมพ์รวมมาได้ เช่น ข้อ {example} อบรมเพิ่ม 20 คน"
    )


def outcome_of(orders: Sequence[int], example: int) -> str:
    return (
        f"เดือนนี้เป็นเดือนสุดท้ายของรอบ {orders_text(orders)} เกิดผลลัพธ์อย่างไรคะ\n"
        f"พิมพ์รวมมาได้ เช่น ข้อ {example} ประชาชนได้รับบริการเร็วขึ้น หรือพิมพ์ ข้าม"
    )


def reason_line(reason: str) -> str:
    return f"เหตุผล: {reason}"


def asked_after(orders: Sequence[int]) -> str:
    return f"เมื่อส่งแล้วจะถาม{orders_text(orders)} ต่อ"


def no_earlier(orders: Sequence[int]) -> str:
    return f"{orders_text(orders)} ไม่รวม เพราะยังไม่มีคำตอบเดือนก่อน"


def begun(orders: Sequence[int]) -> str:
    return f"{orders_text(orders)} ไม่รวม เพราะตอบค้างไว้แล้ว"


def saved_together(count: int, month: Month) -> str:
    return f"บันทึกรายงานเดือน {short_month(month)} {thai_digits(count)} ข้อแล้วค่ะ"


def not_sent_again(orders: Sequence[int]) -> str:
    return f"{orders_text(orders)} ไม่ได้ส่งซ้ำ เพราะมีผู้ส่งแล้วหรือปิดรับแล้ว"


def no_such_measure(numbers: str) -> str:
    return f"ไม่มีข้อ {thai_digits(numbers)} ในรายการของกองค่ะ พิมพ์ รายงาน เพื่อดูรายการ"


UNDERSTOOD = "เข้าใจตามนี้ค่ะ"
EARLIER_BUTTON = "ปุ่มนี้เป็นของคำถามก่อนหน้าค่ะ"


def which_button(order: int, month: Month, division: str, months: bool, divisions: bool) -> str:
    """A report among several: its number, and the month or division where they differ."""
    parts = [f"ข้อ {thai_digits(order)}"]
    parts += [f"เดือน {short_month(month)}"] if months else []
    return " ".join([*parts, *([division] if divisions else [])])


def said_twice(numbers: str) -> str:
    return f"ในข้อความนี้มีข้อ {thai_digits(numbers)} มากกว่าหนึ่งครั้ง กรุณาพิมพ์ใหม่โดยบอกแต่ละข้อครั้งเดียวค่ะ"


def which_is(words: str) -> str:
    return f"ไม่แน่ใจว่า “{words}” คือข้อไหน กรุณาพิมพ์ใหม่พร้อมเลขข้อ เช่น ข้อ 3 ค่ะ"


WHAT_TO_EDIT = "จะแก้ไขข้อไหนคะ"
TYPE_EDIT = "พิมพ์เช่น แก้ข้อ 3 หรือ แก้ข้อ 3 วันที่"


def of_month(month: Month, division: str) -> str:
    return f"เดือน {short_month(month)} {division}"


def not_sent_yet(order: int) -> str:
    return f"ข้อ {thai_digits(order)} ยังไม่ได้ส่ง จึงยังแก้ไม่ได้ค่ะ พิมพ์ รายงาน เพื่อเริ่ม"


SAME_UNCLEAR = "ยังไม่แน่ใจว่าข้อไหนเหมือนเดิมค่ะ พิมพ์เช่น เหมือนเดือนก่อน ยกเว้น 3, 7"
NOTHING_SENT = "ไม่มีข้อที่ส่งได้แล้วค่ะ พิมพ์ สถานะ เพื่อดูรายการ"

# --- Evidence
# After what it is about: ไฟล์ แผน.pdf …, รูปที่ส่งเมื่อ …
FILE_TOO_BIG = "ใหญ่เกิน ๒๐ MB ระบบเก็บไม่ได้ค่ะ กรุณาย่อขนาดแล้วส่งใหม่"
FILE_WRONG_KIND = "เก็บไม่ได้ค่ะ ระบบเก็บเฉพาะรูป JPEG PNG และไฟล์ PDF Word Excel ถ้าเป็นรูป ส่งเป็นรูปในแชตแทนการแนบไฟล์"
FILE_GONE = "เปิดไม่ได้แล้วค่ะ กรุณาส่งใหม่"
FILE_TWICE = "เคยส่งไว้แล้ว ระบบเก็บเพียงครั้งเดียวค่ะ"
LINK_TWICE = "ลิงก์นี้ส่งไว้แล้ว ระบบเก็บเพียงครั้งเดียวค่ะ"
LINK_TOO_LONG = "ลิงก์ยาวเกินไป ระบบเก็บไม่ได้ค่ะ กรุณาย่อลิงก์แล้วส่งใหม่"
EVIDENCE = "หลักฐาน"
WHICH_MEASURE = "เป็นหลักฐานของข้อไหนคะ"
TYPE_NUMBER_OF_EVIDENCE = "กดเลือก หรือพิมพ์เลขข้อ เช่น ข้อ 2"
NEW_WORDS_WANTED = "รอส่งใหม่"
NEW_EVIDENCE_WANTED = "รอหลักฐานใหม่"
NOT_YET = "ยังไม่ระบุ"
LEFT_WAITING = "เก็บไว้ให้ก่อนค่ะ เมื่อพร้อมระบุข้อ พิมพ์ หลักฐาน"
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


def kept(count: int) -> str:
    return f"เก็บไว้แล้ว {thai_digits(count)} รายการ"


def kept_for_later(count: int) -> str:
    return f"{kept(count)}ค่ะ ตอนนี้ไม่มีข้อที่เปิดรับ เมื่อเปิดรับแล้วพิมพ์ หลักฐาน เพื่อระบุข้อ"


def kept_more(count: int) -> str:
    """The short answer to the second photo and those after it."""
    return f"{kept(count)}ค่ะ {WHICH_MEASURE} พิมพ์เลขข้อได้เลย"


def no_such_item(number: int) -> str:
    return f"ไม่มีข้อ {thai_digits(number)} ที่เปิดรับค่ะ เลือกจากรายการนี้"


def attach_to(order: int) -> str:
    return f"แนบข้อ {thai_digits(order)}"


def attached(order: int, count: int) -> str:
    return f"แนบกับข้อ {thai_digits(order)} แล้ว รวม {thai_digits(count)} รายการค่ะ ข้อนี้ยังไม่ได้ส่ง พิมพ์ ข้อ {order} เพื่อรายงาน"


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


# --- Files that are made
LINK_LIVES = "ลิงก์ใช้ได้ ๑๕ นาที"
LINK_OPENS = "กดแล้วไฟล์จะเปิดในเบราว์เซอร์ของโทรศัพท์ ถ้าหมดเวลา กด ขอไฟล์ Excel ใหม่ได้เสมอ"
OPEN_FILE = "เปิดไฟล์"
EXCEL = "ไฟล์รายงาน Excel"
LINK_EXPIRED = "ลิงก์นี้หมดอายุแล้ว กลับไปที่แชตแล้วกด ขอไฟล์ Excel อีกครั้ง"
LINK_WRONG = "ลิงก์นี้ใช้ไม่ได้ กลับไปที่แชตแล้วกด ขอไฟล์ Excel อีกครั้ง"
