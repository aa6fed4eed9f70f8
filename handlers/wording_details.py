"""Sentences of what an executive sees: the month's card, a division, a measure, an answer, and taking note."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from models.calendar import Month
from models.ledger import Counts
from models.thai import long_month, short_moment, short_month, thai_digits

SEE, MORE, ALL_DIVISIONS = "ดู", "ต่อไป", "ดูรายกอง"
NOTED, ORDER = "รับทราบ", "สั่งการ"
DIVISIONS = "รายกอง"
NOT_FOUND = "ไม่พบกองหรือข้อนี้ค่ะ พิมพ์ สรุป รายกอง เพื่อดูทุกกอง"
WHICH_DIVISION = "จะดูกองไหนคะ"
NOTHING_YET = "ยังไม่มีเดือนที่เปิดรับค่ะ"
NO_ANSWER = "ยังไม่มีคำตอบ"
SENT_BACK = "ส่งกลับให้แก้ไข"
WITHOUT = "ไม่มีข้อที่ต้องรายงาน"
PHOTO, FILE, LINK = "รูป", "ไฟล์", "ลิงก์"
FILES_LIVE = "ลิงก์เปิดดูได้ ๑๕ นาที หมดเวลาแล้วพิมพ์หรือกดดูใหม่ได้"


def month_title(month: Month) -> str:
    return f"สรุปเดือน {long_month(month)}"


def headline(total: Counts, not_due: int, trend: str = "") -> str:
    """One figure a line."""
    share = "–" if total.completeness is None else f"ร้อยละ {thai_digits(total.completeness)}"
    lines = [f"ส่งแล้ว {thai_digits(total.submitted)} จาก {thai_digits(total.expected)} ข้อ ({share})"]
    lines += [trend] if trend else []
    if total.late:
        lines.append(f"ส่งหลังกำหนด {thai_digits(total.late)} ข้อ")
    if overdue := total.missing - not_due:
        lines.append(f"ค้างส่ง {thai_digits(overdue)} ข้อ")
    if not_due:
        lines.append(f"ยังขาด {thai_digits(not_due)} ข้อ ยังไม่ถึงกำหนด")
    return "\n".join(lines)


def and_more(count: int) -> str:
    return f"และอีก {thai_digits(count)} เรื่อง กด {ALL_DIVISIONS}"


def shown_of(shown: int, count: int) -> str:
    return f"แสดง {thai_digits(shown)} จาก {thai_digits(count)} กอง"


def of_round(name: str) -> str:
    """How a round is called under a division: its first words, without the span of months."""
    return name.split(" (")[0]


def of_month(month: Month) -> str:
    return f"เดือน {short_month(month)}"


def sent_of(part: int, whole: int) -> str:
    return f"ส่งแล้ว {thai_digits(part)} จาก {thai_digits(whole)} ข้อ" if whole else WITHOUT


def months_of(part: int, whole: int) -> str:
    return f"ส่ง {thai_digits(part)} จาก {thai_digits(whole)} เดือน"


def page(n: int, pages: int) -> str:
    return f" ({thai_digits(n)}/{thai_digits(pages)})" if pages > 1 else ""


def how_divisions(first: str) -> str:
    return f"พิมพ์ชื่อกองได้ เช่น สรุป {first}"


def how_measures(division: str, order: int) -> str:
    return f"พิมพ์ได้ เช่น สรุป {division} ข้อ {order}"


def how_months(month: Month) -> str:
    return f"พิมพ์เดือนได้ เช่น {short_month(month)}"


def which_division(order: int) -> str:
    return f"จะดูข้อ {thai_digits(order)} ของกองไหนคะ"


def pieces(photos: int) -> str:
    return f"หลักฐาน {thai_digits(photos)} รายการ"


def more_files(count: int) -> str:
    return f"และหลักฐานอีก {thai_digits(count)} รายการ"


def file_button(kind: str, number: int) -> str:
    return f"{kind} {thai_digits(number)}"


# --- Taking note ---------------------------------------------------------------------------------------------


def noted(what: str, at: datetime) -> str:
    return f"บันทึกแล้วว่าท่านรับทราบ{what} เมื่อ {short_moment(at)} ค่ะ"


def noted_before(what: str, at: datetime) -> str:
    return f"ท่านรับทราบ{what} ไว้แล้วเมื่อ {short_moment(at)} ค่ะ"


NOTHING_TO_NOTE = "ยังไม่มีสรุปที่ส่งถึงท่านค่ะ พิมพ์ สรุป เพื่อดูความคืบหน้า"
NO_EXECUTIVE = "ยังไม่มีผู้บริหารในระบบค่ะ"


def of_what_month(month: Month) -> str:
    return f"สรุปเดือน {short_month(month)}"


def who_noted(what: str, lines: Sequence[str]) -> str:
    """To the secretary: each executive, and when they took note."""
    return f"การรับทราบ{what}\n" + "\n".join(lines)


def noted_line(who: str, at: datetime | None) -> str:
    return f"- {who}: {f'รับทราบเมื่อ {short_moment(at)}' if at else 'ยังไม่รับทราบ'}"


def noted_count(part: int, whole: int) -> str:
    return f"ผู้บริหารรับทราบแล้ว {thai_digits(part)} จาก {thai_digits(whole)} ท่าน พิมพ์ {NOTED} เพื่อดู"
