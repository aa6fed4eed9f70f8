"""Sentences of the reminder ladder: what reminders say, chasing, the list of who is late, what a run has sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from models.calendar import BANGKOK, Deadlines, Month, bangkok_date
from models.thai import WEEKDAYS, short_date, short_moment, short_month, thai_digits

SNOOZE = "เตือนพรุ่งนี้"
SNOOZE_HOW = f"ถ้ายังไม่สะดวก กดหรือพิมพ์ {SNOOZE}"
NOTHING_TO_SNOOZE = "ตอนนี้ไม่มีรายงานที่ค้างค่ะ"
CHASE_WORD = "ตาม"
RUNS = "ผลการเตือน"
NO_RUNS = "ยังไม่มีการเตือนที่ส่งออกไปค่ะ"
NOBODY_LATE = "ทุกกองส่งครบแล้วค่ะ ไม่มีใครต้องตาม"
STILL_TIME = "ยังไม่มีเดือนที่เปิดรับค่ะ ไม่มีใครต้องตาม"
CHASED_BY = "ผู้ดูแลรายงานฝากตามรายงานค่ะ"


def nudge(deadlines: Deadlines) -> str:
    """Before the due day."""
    return f"ใกล้ครบกำหนดแล้วค่ะ ส่งภายในวันที่ {short_date(bangkok_date(deadlines.due))}\n{SNOOZE_HOW}"


def late(deadlines: Deadlines) -> str:
    """After the due day."""
    return f"เลยกำหนดแล้วค่ะ ยังส่งได้ถึง {short_moment(deadlines.locks)}\n{SNOOZE_HOW}"


SNOOZED = f"ฝากเตือนตามที่ขอไว้ค่ะ\n{SNOOZE_HOW}"


def snoozed(day: date, at: str) -> str:
    return f"ได้ค่ะ จะเตือนอีกครั้งวัน{WEEKDAYS[day.weekday()]}ที่ {short_date(day)} เวลา {thai_digits(at)} น."


def for_head(division: str, months: Sequence[Month], who: str) -> str:
    """To the head of a division, above its month's card."""
    return f"เรียนหัวหน้ากอง {division} ยังค้างส่งรายงานเดือน {_months(months)}\nผู้รายงาน: {who}\nขอความกรุณาช่วยติดตามค่ะ"


def _months(months: Sequence[Month]) -> str:
    return ", ".join(short_month(m) for m in months)


# --- The list of who is late ---------------------------------------------------------------------------------


def late_title(month: Month) -> str:
    return f"กองที่ค้างส่ง เดือน {short_month(month)}"


def wanted_title(month: Month) -> str:
    return f"กองที่ยังไม่ครบ เดือน {short_month(month)}"


def complete_of(sent: int, whole: int) -> str:
    return f"ส่งครบแล้ว {thai_digits(sent)} จาก {thai_digits(whole)} กอง"


def lacks(missing: int, whole: int) -> str:
    return f"ขาด {thai_digits(missing)} จาก {thai_digits(whole)} ข้อ"


def asked(name: str) -> str:
    return f"ผู้รายงาน: {name}"


def nobody_asked(reason: str) -> str:
    return f"ผู้รายงาน: {NOT_REACHED[reason]}"


def long_late(workdays: int) -> str:
    """To the executives."""
    return f"เลยกำหนดมาแล้ว {thai_digits(workdays)} วันทำการ"


def chase_cost(left: int | None, limit: int | None) -> str:
    cost = "ตามหนึ่งกองใช้ข้อความในโควตา ๑ ข้อความ"
    if left is None or limit is None:
        return cost
    return f"{cost} เดือนนี้เหลือ {thai_digits(left)} จาก {thai_digits(limit)}"


def chased(division: str, who: str) -> str:
    return f"ส่งข้อความตาม {division} ถึง {who} แล้วค่ะ"


def chased_already(division: str, at: datetime) -> str:
    return f"วันนี้ตาม {division} ไปแล้วเมื่อ {thai_digits(f'{at.astimezone(BANGKOK):%H.%M}')} น. ค่ะ ตามได้อีกครั้งพรุ่งนี้"


def chase_in_vain(division: str, reason: str) -> str:
    return f"ยังส่งถึง {division} ไม่ได้ค่ะ ({NOT_REACHED[reason]})"


def chase_not_needed(division: str) -> str:
    return f"{division} ส่งครบแล้วค่ะ ไม่ต้องตาม"


def chase_too_late(division: str) -> str:
    return f"เดือนที่ {division} ค้างส่งปิดรับแล้วค่ะ ถ้าต้องการให้ส่ง ติดต่อผู้ดูแลระบบเพื่อเปิดรับอีกครั้ง"


NOT_REACHED = {
    "no_reporter": "ยังไม่ลงทะเบียน",
    "unreachable": "บล็อกบอท",
    "away": "ลาอยู่",
    "held": "โควตาข้อความหมด",
    "dead": "LINE ไม่รับข้อความ",
    "unknown": "ไม่แน่ใจว่าถึง",
    "pending": "กำลังส่ง",
}


# --- What a run has sent -------------------------------------------------------------------------------------


def run(name: str, period: str, sent: int, whole: int, others: Sequence[tuple[str, int]]) -> str:
    """ใกล้ครบกำหนด ต.ค. ๖๙: ส่งข้อความถึง ๑๔/๑๖ คน: ๑ บล็อกบอท, ๑ ยังไม่ลงทะเบียน"""
    head = f"{name} {period}: ส่งข้อความถึง {thai_digits(sent)}/{thai_digits(whole)} คน"
    if not others:
        return head
    return f"{head}: {', '.join(f'{thai_digits(n)} {NOT_REACHED[reason]}' for reason, n in others)}"


STEP_NAMES = {
    "open": "เปิดรับรายงาน",
    "nudge": "เตือนก่อนครบกำหนด",
    "late": "เตือนหลังครบกำหนด",
    "late_again": "เตือนซ้ำหลังครบกำหนด",
    "head": "แจ้งหัวหน้ากอง",
    "listed": "รายชื่อกองที่ค้างส่งถึงผู้ดูแล",
    "digest": "สรุปประจำเดือนถึงผู้บริหาร",
    "named": "รายชื่อกองที่ค้างส่งถึงผู้บริหาร",
    "summary": "สรุปถึงผู้บริหาร",
    "inner": "เตือนกำหนดของมาตรการ",
    "date": "เตือนกำหนดการ",
    "snooze": "เตือนตามที่ขอไว้",
}


def quota_reserved(held: int, left: int) -> str:
    """To the secretary, once a month: what is left is kept for what matters more."""
    return (
        f"โควตาข้อความของเดือนนี้เหลือ {thai_digits(left)} ข้อความค่ะ เก็บไว้สำหรับการเปิดรับและรายงานถึงผู้บริหาร\n"
        f"การเตือน {thai_digits(held)} รายการจึงยังไม่ส่ง ตามรายกองได้ด้วยคำว่า {CHASE_WORD}"
    )


def quota_used_up(held: int) -> str:
    """To the secretary, once a month."""
    return (
        f"โควตาข้อความของเดือนนี้หมดแล้วค่ะ มีการเตือนที่ยังไม่ได้ส่ง {thai_digits(held)} รายการ\n"
        "ระบบจะส่งเฉพาะที่ยังจำเป็นเมื่อขึ้นเดือนใหม่ หรือเมื่อเพิ่มแพ็กเกจของบัญชี LINE"
    )


# --- Deadlines inside measures, and dates of the year --------------------------------------------------------


def inner(day: date, lines: Sequence[str]) -> str:
    return f"ใกล้ถึงกำหนดของมาตรการ วันที่ {short_date(day)} ค่ะ\n" + "\n".join(lines)


def inner_line(order: int, title: str, text: str) -> str:
    return f"ข้อ {thai_digits(order)} {title} ({text})"


def coming(name: str, day: date, today: date) -> str:
    left = (day - today).days
    when = f"อีก {thai_digits(left)} วัน" if left > 0 else "วันนี้"
    return f"{when} ถึงกำหนด {name} วันที่ {short_date(day)} ค่ะ"
