"""Every Thai sentence that the bot says outside the form (models/form.py has the questions).

Polite, short, one idea, and what to do next. Constants, or small functions that return text.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from models.calendar import Deadlines, Month, bangkok_date
from models.shown import MORE
from models.thai import arabic_digits, short_date, short_moment, short_month, shorten, thai_digits

# --- Joining
WELCOME_STRANGER = (
    "สวัสดีค่ะ บัญชีนี้ใช้รายงานผลตามมาตรการคุณธรรมและความโปร่งใสของหน่วยงาน\n"
    "ถ้าท่านได้รับรหัสเชิญจากผู้ดูแลรายงาน พิมพ์รหัสมาได้เลยค่ะ\n"
    "ถ้ายังไม่มี ขอรหัสได้ที่สำนักปลัด"
)
ENTER_CODE = "ใส่รหัสเชิญ"
ASK_CODE = "พิมพ์รหัสเชิญ ๘ ตัวที่ได้จากผู้ดูแลรายงานมาได้เลยค่ะ เช่น ABCD-2345"
HELP_STRANGER = "ต้องมีรหัสเชิญก่อนค่ะ ขอได้จากผู้ดูแลรายงาน ที่สำนักปลัดของหน่วยงาน\nเมื่อได้แล้ว พิมพ์รหัสในแชตนี้ หรือสแกนคิวอาร์โค้ดที่ได้รับ"
FILE_OF_STRANGER = "รูปหรือไฟล์นี้ไม่ได้เก็บไว้ค่ะ เมื่อเข้าร่วมแล้ว กรุณาส่งใหม่"
NOTHING_KEPT = "ท่านยังไม่ได้เข้าร่วม ระบบจึงไม่ได้เก็บข้อมูลของท่านไว้ในรายชื่อค่ะ ข้อความในแชตลบภายใน ๓๐ วัน"
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
    """What is kept about a person and why, in one short message (DOMAIN.md section 11); ข้อมูลของฉัน
    says how long, and whom to ask."""
    return (
        f"เข้าร่วมแล้วค่ะ ท่านเป็น{' และ '.join(roles)} ของ{organisation}\n"
        "ระบบเก็บบัญชี LINE ชื่อ กอง และคำตอบของท่าน เพื่อแจ้งเตือนและทำรายงานตามหน้าที่ค่ะ\n"
        "ดูรายละเอียด หรือออกจากระบบ พิมพ์ ข้อมูลของฉัน"
    )


def named(name: str) -> str:
    return f"ขอบคุณค่ะ บันทึกชื่อ {name} แล้ว"


# --- Menu and help
_MENU_DIVISION = (
    "รายงาน = ตอบรายงานของกอง", "สถานะ = ดูว่าส่งข้อใดแล้ว ยังขาดข้อใด", "เหมือนเดือนก่อน = ใช้คำตอบเดิมทุกข้อ",
    "แก้ไข = แก้ข้อที่ส่งแล้ว", "หลักฐาน = ระบุข้อให้รูปที่ส่งไว้", "ลา = แจ้งลา",
)  # fmt: skip
_MENU_OVERSEER = (
    "สรุป = ดูความคืบหน้าทั้งหน่วยงาน", "ขอไฟล์ = ขอไฟล์รายงาน Excel", "คะแนน = ดูคะแนน ITA และข้อที่ต้องปรับปรุง",
    "ตรวจความครบถ้วน = ดูว่ารายงานขาดอะไร", "หนังสือ = บันทึกข้อความ ประกาศ หนังสือเวียน", "ชุดหลักฐาน = ไฟล์หลักฐานทั้งรอบ",
    "อยู่ที่ใคร = ดูว่ารายงานที่เสนอรอความเห็นที่ใคร", "ข้อสั่งการ = ดูข้อสั่งการและคำตอบ",
    "รับทราบ = ดูหรือบันทึกการรับทราบสรุป",
)  # fmt: skip
_MENU_MONTH = (
    "ตาม = ดูกองที่ยังไม่ส่งและส่งข้อความตาม", "ผลการเตือน = ดูว่าการเตือนส่งถึงใครแล้ว", "ประชุม = แจ้งวันประชุมประจำเดือน",
    "เปิดรับ = เปิดเดือนที่ปิดรับแล้วอีกครั้ง", "ย้อนดู = ดูคำตอบทุกเดือนของข้อหนึ่ง",
)  # fmt: skip
_MENU_ROUND = (
    "จุดที่ขาด = ดูว่ารายงานรอบนี้ขาดอะไร ของใคร", "แก้ข้อความ = แก้ข้อความในรายงาน", "ปิดรอบ = ปิดรายงานเมื่อครบ",
    "สายการเสนอ = ดูและตั้งผู้ลงนาม", "เสนอรายงาน = เสนอรายงานที่ปิดรอบแล้ว",
)  # fmt: skip
_MENU_AGENCY = (
    "บุคลากร = ดูและย้ายผู้รายงาน", "กำหนดการ = วันสำคัญที่ต้องเตือน", "วันหยุด = วันหยุดราชการ",
    "แบบฟอร์ม = ใช้แบบรายงานของหน่วยงาน", "ประวัติ = ดูว่าใครเปลี่ยนอะไร",
)  # fmt: skip
_MENU_WEB = ("เผยแพร่ = รายการเผยแพร่รายงาน",)
_MENU_SELF = ("ข้อมูลของฉัน = ดูข้อมูลที่เก็บ แก้ชื่อ ออกจากระบบ", "ช่วยเหลือ = วิธีใช้")


def menu(reporter: bool, overseer: bool, secretary: bool, publishes: bool = False) -> str:
    """The words of the menu by what somebody is; several subjects have their headings."""
    groups = [
        (reporter, "งานของกอง", _MENU_DIVISION),
        (secretary, "งานประจำเดือน", _MENU_MONTH),
        (secretary, "รายงานของรอบ", _MENU_ROUND),
        (overseer, "ทั้งหน่วยงาน", _MENU_OVERSEER),
        (secretary, "ข้อมูลหน่วยงาน", _MENU_AGENCY),
        (publishes, "เว็บไซต์", _MENU_WEB),
    ]
    shown = [(heading, lines) for belongs, heading, lines in groups if belongs]
    said = ["พิมพ์คำใดคำหนึ่ง หรือกดปุ่มค่ะ"]
    for heading, lines in shown:
        said += ["", f"▸ {heading}", *lines] if len(shown) > 1 else lines
    return "\n".join([*said, *([""] if len(shown) > 1 else []), *_MENU_SELF])


HELP = (
    "พิมพ์ รายงาน แล้วตอบทีละคำถาม กดปุ่มหรือพิมพ์ก็ได้ค่ะ\nส่งรูป ไฟล์ หรือลิงก์หลักฐานในแชตนี้ได้ทุกเมื่อ\nคำตอบที่พิมพ์แล้วไม่หาย กลับมาทำต่อได้เสมอ"
)
HELP_WEBKEEPER = "พิมพ์ เผยแพร่ เพื่อดูรายการเผยแพร่ บันทึกที่อยู่เว็บไซต์และวันที่ และขอข้อความสำหรับ ITAS และ E-PLAN ค่ะ"
HELP_OVERSEER = (
    "พิมพ์ สรุป เพื่อดูความคืบหน้าของทุกกองและขอไฟล์รายงานค่ะ\nพิมพ์ สรุป ตามด้วยชื่อกอง เพื่อดูคำตอบและรูป หรือ ข้อสั่งการ เพื่อดูข้อสั่งการ\n"
    "พิมพ์ คะแนน เพื่อดูคะแนน ITA หรือ ตรวจความครบถ้วน เพื่อดูว่ารายงานขาดอะไร"
)
HELP_EXECUTIVE = f"{HELP_OVERSEER}\nพิมพ์ สั่งการ ตามด้วยชื่อกอง เพื่อสั่งการ หรือ รับทราบ เพื่อบันทึกว่ารับทราบสรุปแล้ว"
HELP_SECRETARY = (
    f"{HELP_OVERSEER}\nพิมพ์ ตาม เพื่อดูกองที่ยังไม่ส่งและส่งข้อความตาม หรือ ผลการเตือน เพื่อดูว่าส่งถึงใครแล้ว\n"
    "พิมพ์ ประชุม เพื่อแจ้งวันประชุมประจำเดือน หรือ บุคลากร เพื่อดูและแก้ไขรายชื่อ\n"
    "พิมพ์ กำหนดการ เพื่อบันทึกวันสำคัญ หรือ วันหยุด เพื่อดูวันหยุดราชการ\n"
    "พิมพ์ ประวัติ เพื่อดูว่าใครเปลี่ยนอะไร เมื่อไร\n"
    "พิมพ์ จุดที่ขาด เพื่อดูว่ารายงานของรอบขาดอะไร หรือ ปิดรอบ เมื่อครบแล้ว\n"
    "พิมพ์ ย้อนดู หรือ แก้ข้อความ ตามด้วยเลขข้อ เพื่อดูคำตอบทุกเดือน หรือแก้ข้อความในรายงาน\n"
    "พิมพ์ หนังสือ หรือ ชุดหลักฐาน เพื่อขอไฟล์ของรอบ\n"
    "พิมพ์ เสนอรายงาน เพื่อเสนอรายงานที่ปิดรอบแล้ว อยู่ที่ใคร เพื่อติดตาม หรือ สายการเสนอ เพื่อตั้งผู้ลงนาม"
)
NOT_UNDERSTOOD = "ขออภัยค่ะ ยังไม่เข้าใจข้อความ พิมพ์ เมนู เพื่อดูสิ่งที่ทำได้"
NOT_FOR_YOU = "คำสั่งนี้ใช้ได้เฉพาะผู้ที่ได้รับมอบหมายค่ะ ถ้าต้องใช้ ติดต่อสำนักปลัด"
NO_PLAN = "ยังไม่มีแผนมาตรการในระบบค่ะ สอบถามได้ที่สำนักปลัด"
CARD_ABOVE = "ตรวจการ์ดด้านบนแล้วเลือกได้เลยค่ะ"
ONLY_TEXT = "ขอเป็นข้อความ รูป หรือไฟล์นะคะ"
NO_SOUND = "ระบบเก็บวิดีโอและเสียงไม่ได้ค่ะ ขอเป็นข้อความ รูป หรือไฟล์นะคะ"
NOTHING_TO_LEAVE = "ตอนนี้ไม่มีรายงานที่ตอบค้างอยู่ค่ะ พิมพ์ รายงาน เพื่อเริ่ม"
NOTHING_OPEN = "ตอนนี้ไม่มีอะไรที่ทำค้างอยู่ค่ะ พิมพ์ เมนู เพื่อดูสิ่งที่ทำได้"
FAILED = "ขออภัยค่ะ ระบบขัดข้อง ข้อความของท่านเก็บไว้แล้ว ผู้ดูแลระบบจะตรวจสอบและนำเข้าให้"
NOTHING_TO_SEND = "ตอนนี้ไม่มีรายงานที่รอส่งค่ะ พิมพ์ รายงาน เพื่อดูข้อที่ยังขาด"
NOTHING_TO_EDIT = "ยังไม่มีรายงานที่ท่านส่งค่ะ พิมพ์ รายงาน เพื่อเริ่ม"
OLD_BUTTON = "ปุ่มนี้ใช้ไม่ได้แล้วค่ะ พิมพ์ เมนู เพื่อดูสิ่งที่ทำได้ตอนนี้"

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
SAME, NO_ACTIVITY, ATTACH_FILES, ADD = "เหมือนเดือนก่อน", "ไม่มีการดำเนินการ", "แนบหลักฐาน", MORE
GET_EXCEL = "ขอไฟล์ Excel"
# Words that stand on the rich menus beside those above (handlers/menus.py).
EVIDENCE, MEETING, STAFF, GET_FILE = "หลักฐาน", "ประชุม", "บุคลากร", "ขอไฟล์"
ANSWER = "รายงาน"
ALL_IN = "ส่งครบทุกข้อแล้ว ขอบคุณค่ะ"
NOTHING_OWED = "ตอนนี้ไม่มีข้อที่ต้องรายงานค่ะ แต่ละเดือนเปิดรับราววันที่ ๒๕"
RESUMED = "ทำต่อจากที่ค้างไว้ค่ะ"
LEFT = "พักไว้แล้วค่ะ คำตอบที่พิมพ์ไว้ยังอยู่ พิมพ์ รายงาน เมื่อพร้อมทำต่อ"
LEFT_AS_IT_WAS = "ไม่มีอะไรเปลี่ยนแปลงค่ะ พิมพ์ เมนู เพื่อดูสิ่งที่ทำได้"
MEASURE_CANCELLED = "ยกเลิกมาตรการนี้"
LEFT_AT_STATUS = f"พักไว้แล้วค่ะ พิมพ์ รายงาน เมื่อพร้อมทำต่อ\nถ้าหมายถึงมาตรการนี้ถูกยกเลิก กดหรือพิมพ์ {MEASURE_CANCELLED}"
NO_LONGER_OWED = "ข้อนี้ไม่ต้องรายงานแล้วค่ะ ข้อความของท่านยังเก็บไว้ พิมพ์ รายงาน เพื่อดูข้อที่ต้องรายงานตอนนี้"
USE, DROP = "ใช้", "ไม่ใช้"
NOT_YOURS = "รูปและไฟล์หลักฐานรับจากผู้รายงานของกองค่ะ พิมพ์ เมนู เพื่อดูสิ่งที่ทำได้"


def which_button(label: str) -> str:
    """Several buttons of one label do different things."""
    return f"{label} รายการไหนคะ"


def came_late(text: str, at: datetime) -> str:
    """A message that arrives after later ones were answered is shown back, never silently used."""
    return f"ข้อความที่ส่งเมื่อ {short_moment(at)} เพิ่งมาถึงค่ะ\n“{text}”\nจะใช้เป็นคำตอบของคำถามนี้ไหมคะ พิมพ์ ใช้ หรือ ไม่ใช้"


def came_back(order: int, month: Month, text: str) -> str:
    """Words that come when a report has been open since another day."""
    where = f"ข้อ {thai_digits(order)} เดือน {short_month(month)}"
    return f"ยังตอบ{where} ค้างอยู่ค่ะ\nจะใช้ “{text}” เป็นคำตอบของข้อนี้ไหมคะ พิมพ์ ใช้ หรือ ไม่ใช้"


def came_late_unused(text: str, at: datetime) -> str:
    return f"ข้อความที่ส่งเมื่อ {short_moment(at)} เพิ่งมาถึงค่ะ\n“{text}”\nถ้ายังต้องการใช้ พิมพ์อีกครั้งนะคะ"


def month_title(month: Month, division: str) -> str:
    return f"รายงานเดือน {short_month(month)} {division}"


def due_line(deadlines: Deadlines, now: datetime) -> str:
    """When the month is due, or that it is late and until when it is taken."""
    if now <= deadlines.due:
        return f"ส่งภายในวันที่ {short_date(bangkok_date(deadlines.due))}"
    return f"เลยกำหนดวันที่ {short_date(bangkok_date(deadlines.due))} แล้ว แต่ยังส่งได้ถึง {short_moment(deadlines.locks)}"


def which_one(months: bool, divisions: bool) -> str:
    """What is not clear about a measure that is named by its number."""
    if months:
        return "จะเปิดข้อนี้ของเดือนไหนคะ" if not divisions else "จะเปิดข้อนี้ของเดือนและกองไหนคะ"
    return "จะเปิดข้อนี้ของกองไหนคะ"


def all_in_by_others(divisions: Sequence[str]) -> str:
    """To a reporter who has sent nothing yet: colleagues did."""
    return f"{', '.join(divisions)} ส่งครบทุกข้อแล้วค่ะ ตอนนี้ไม่มีข้อที่ต้องรายงาน"


def which_label(month: Month, division: str, months: bool, divisions: bool) -> str:
    """What tells one report of a measure from the others."""
    if not divisions:
        return f"เดือน {short_month(month)}"
    return f"เดือน {short_month(month)} {division}" if months else division


def closed(month: Month, count: int, complete: Month | None) -> str:
    """What is lacking of months that are closed; `complete`: the newest open month, of which all is in."""
    now = f"เดือน {short_month(complete)} ส่งครบแล้ว ขอบคุณค่ะ" if complete else "ตอนนี้ไม่มีเดือนที่เปิดรับค่ะ"
    return (
        f"{now} เดือนที่ปิดรับแล้ว (ล่าสุด {short_month(month)}) ยังขาด {thai_digits(count)} ข้อ\n"
        "ถ้าต้องการส่ง ติดต่อผู้ดูแลรายงานเพื่อขอเปิดรับ"
    )


def month_button(month: Month, division: str) -> str:
    return f"เดือน {short_month(month)} {division}"


def months_behind(months: Sequence[Month]) -> str:
    return f"เดือนที่ค้างส่ง: {', '.join(short_month(m) for m in months)}"


def last_month(status: str, month: Month | None) -> str:
    """The status that stood last; `month` when it is not that of the month before."""
    return f"{f'เดือน {short_month(month)}' if month else 'เดือนก่อน'}: {status}"


def orders_text(orders: Sequence[int]) -> str:
    """ข้อ ๑, ๓-๕: three and more in a row are a range."""
    runs: list[list[int]] = []
    for n in sorted(orders):
        if runs and n == runs[-1][-1] + 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    parts = [f"{r[0]}-{r[-1]}" if len(r) > 2 else ", ".join(map(str, r)) for r in runs]
    return f"ข้อ {thai_digits(', '.join(parts))}"


def numbered(order: int, title: str) -> str:
    return f"ข้อ {thai_digits(order)} {title}"


def measure_label(order: int, title: str) -> str:
    """A measure on a button under a text, where LINE shows 20 letters."""
    return shorten(numbered(order, title), 20)


STATES = {
    "missing": "ยังไม่ส่ง",
    "submitted": "ส่งแล้ว",
    "accepted": "รับแล้ว",
    "returned": "ส่งกลับให้แก้ไข",
    "waived": "ยกเว้น",
}
SUBMITTED_LATE = "ส่งแล้ว (ช้า)"


def type_number(order: int) -> str:
    return f"พิมพ์เลขข้อ เช่น ข้อ {order} เพื่อเริ่มข้อนั้น"


def type_to_change(order: int, month: Month) -> str:
    return f"แก้ข้อที่ส่งแล้ว พิมพ์เช่น แก้ข้อ {order} {arabic_digits(short_month(month))}"


def saved(month: Month) -> str:
    return f"บันทึกรายงานเดือน {short_month(month)} แล้วค่ะ"


def saved_when(in_time: bool, at: datetime, revision: int) -> str:
    """Whether the report was in time, by its first sending; and that this was a change."""
    when = "ส่งทันกำหนด" if in_time else "ส่งหลังกำหนด"
    return f"{when} · {short_moment(at)}" + (f" · แก้ไขครั้งที่ {thai_digits(revision - 1)}" if revision > 1 else "")


MOST_NUMBERS = 6  # more numbers than these are counted instead


def report_month(month: Month) -> str:
    return f"รายงานเดือน {short_month(month)}"


def which_division_of(month: Month) -> str:
    return f"จะรายงานเดือน {short_month(month)} ของกองไหนคะ"


def month_lacks(month: Month, count: int) -> str:
    return f"เดือน {short_month(month)} ยังขาด {thai_digits(count)} ข้อ"


def still_missing(orders: Sequence[int], month: Month) -> str:
    if not orders:
        return f"เดือน {short_month(month)} ส่งครบแล้ว"
    if len(orders) > MOST_NUMBERS:
        return f"เดือน {short_month(month)} ยังขาด {thai_digits(len(orders))} ข้อ"
    return f"เดือน {short_month(month)} ยังขาด{orders_text(orders)}"


def already_in(at: datetime) -> str:
    return f"ข้อนี้ส่งแล้วเมื่อ {short_moment(at)} ค่ะ ถ้าจะเปลี่ยน กด แก้ไข"


def locked(month: Month, deadlines: Deadlines) -> str:
    return (
        f"เดือน {short_month(month)} ปิดรับแล้วเมื่อ {short_moment(deadlines.locks)}\n"
        "คำตอบเก็บไว้ให้แล้วค่ะ ผู้ดูแลรายงานจะเห็นคำขอเปิดรับของท่าน เมื่อเปิดรับแล้วพิมพ์ รายงาน เพื่อส่ง"
    )


KEPT_FOR_LATER = "ข้อความที่แก้เก็บไว้ให้แล้วค่ะ เมื่อเปิดรับแล้วพิมพ์ รายงาน เพื่อส่ง"


def locked_before_start(month: Month) -> str:
    return f"เดือน {short_month(month)} ปิดรับแล้วค่ะ ถ้าต้องการส่ง ติดต่อผู้ดูแลรายงานเพื่อขอเปิดรับ"


def sent_and_closed(order: int, month: Month, division: str, frozen: bool) -> str:
    """Why a report that is in cannot be changed now, and who can open it again."""
    where = f"ข้อ {thai_digits(order)} เดือน {short_month(month)}"
    return f"{where} ส่งไว้แล้ว แต่{_closed(frozen)} จึงยังแก้ไม่ได้ค่ะ\n{ask_to_open([division], month)}"


def sent_and_closed_in(order: int, month: Month, divisions: Sequence[str], frozen: bool) -> str:
    """The same of several divisions."""
    where = f"ข้อ {thai_digits(order)} เดือน {short_month(month)} ของ{' และ'.join(divisions)}"
    return f"{where} ส่งไว้แล้ว แต่{_closed(frozen)} จึงยังแก้ไม่ได้ค่ะ\n{ask_to_open(divisions, month)}"


def _closed(frozen: bool) -> str:
    return "ปิดรอบแล้ว" if frozen else "ปิดรับแล้ว"


def ask_to_open(divisions: Sequence[str], month: Month) -> str:
    """Who can open a month of some divisions again, and how."""
    return f"ถ้าต้องแก้ไข ขอให้ผู้ดูแลรายงานพิมพ์ {' หรือ '.join(open_wish(one, month) for one in divisions)}"


def wish(division: str, order: int, month: Month) -> str:
    return f"{division} ข้อ {thai_digits(order)} เดือน {short_month(month)}"


def open_wish(division: str, month: Month) -> str:
    """The button that opens a division's month again; typed it does the same."""
    return f"เปิดรับ {division} {short_month(month)}"


def wishes(lines: Sequence[str]) -> str:
    """What the secretary is told of those who answered after the lock."""
    return "มีคำตอบที่มาหลังปิดรับและขอเปิดรับ:\n" + "\n".join(f"- {line}" for line in lines)


def not_yet_open(month: Month) -> str:
    return f"เดือน {short_month(month)} ยังมาไม่ถึงค่ะ ตอบได้ตั้งแต่วันที่ {short_date(month.first_day)}"


WAIVED = "ข้อนี้ได้รับยกเว้นสำหรับเดือนนี้ ไม่ต้องรายงานค่ะ"

# --- Changing what was sent
WHAT_TO_EDIT = "จะแก้ไขข้อไหนคะ"


def type_edit(order: int) -> str:
    return f"พิมพ์เลขข้อ หรือพิมพ์เช่น แก้ข้อ {order} วันที่"


def of_month(month: Month, division: str) -> str:
    return f"เดือน {short_month(month)} {division}"


def all_closed(month: Month, divisions: Sequence[str], frozen: bool) -> str:
    """Nothing that was sent can be changed now; the month and the divisions of the newest."""
    newest = f"(ล่าสุดเดือน {short_month(month)} {' และ'.join(divisions)})"
    return f"รายงานที่ส่งไว้{_closed(frozen)}ทุกข้อ {newest} จึงยังแก้ไม่ได้ค่ะ\n{ask_to_open(divisions, month)}"


WHICH_TO_CORRECT = "จะแก้ข้อไหนคะ พิมพ์เลขข้อมาด้วย เช่น แก้ข้อ 2 ผลผลิต"


def not_sent_yet(order: int | None, month: Month | None = None) -> str:
    """A measure, perhaps of a month, that has nothing to be changed."""
    named = [f"ข้อ {thai_digits(order)}"] if order is not None else []
    named += [f"เดือน {short_month(month)}"] if month else []
    return f"{' '.join(named)} ยังไม่ได้ส่ง จึงยังแก้ไม่ได้ค่ะ พิมพ์ รายงาน เพื่อเริ่ม"


def one_at_a_time(order: int) -> str:
    return f"แก้ได้ทีละข้อค่ะ พิมพ์ เช่น แก้ข้อ {order} ผลผลิต"
