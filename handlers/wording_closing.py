"""Sentences about a round's report: what it lacks, freezing it, opening a month again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from models.calendar import Month
from models.thai import arabic_digits, short_moment, short_month, shorten, thai_digits

GAPS, CLOSE, UNDO, COMPARE = "จุดที่ขาด", "ปิดรอบ", "ยกเลิกการปิดรอบ", "เทียบฉบับ"
REOPEN = "เปิดรับ"
SEE_GAPS, CHASE, CHASE_ALL, WAIVE, SEE = "ดูจุดที่ขาด", "ตาม", "ตามทุกจุดของกองนี้", "ยกเว้นบางจุด", "ดู"
ASSIGN = "มอบหมาย"
WAIVE_ONE, WAIVE_REST, AGAIN = "ยกเว้นจุดนี้", "ยกเว้นทั้งหมด", "กลับไปนับเป็นจุดที่ขาด"
CLOSE_NOW, CLOSE_VERSION, CHANGES, NOT_NOW = "ปิดรอบนี้", "ปิดเป็นฉบับใหม่", "ดูรายการแก้ไข", "ยังไม่ปิด"
SEE_CHANGES = "รายการแก้ไข"  # the button's words without the verb
GET_EXCEL, GET_PAPERS = "ไฟล์ Excel", "หนังสือ"
WHOLE = "ทั้งหน่วยงาน"
GAPS_TITLE, CLOSE_TITLE, CLOSED_TITLE, CHANGES_TITLE = "จุดที่ยังขาด", "ปิดรอบรายงาน", "ปิดรอบแล้ว", "รายการแก้ไขหลังปิดรอบ"
READY = "พร้อมปิดรอบ ไม่มีจุดที่ขาดแล้วค่ะ"
NO_GAP = "จุดนี้ครบแล้วค่ะ ไม่ต้องตาม"
WHICH_ROUND = "รอบใดคะ"
NO_SUCH_DIVISION = "ไม่พบกองที่พิมพ์มาค่ะ เลือกกองจากรายการนี้ได้เลย"
REASON_SHORT = "ขอเหตุผลเป็นข้อความสั้น ๆ ค่ะ เพราะจะพิมพ์ในรายงาน"
NOTHING_TO_WAIVE = "ไม่มีจุดที่ต้องยกเว้นค่ะ"
FROZEN_ALREADY = "รอบนี้ปิดแล้ว และไม่มีอะไรแก้ไขหลังจากนั้นค่ะ"
NOT_FROZEN = "รอบนี้ยังไม่ได้ปิดค่ะ"
ENDORSED = "รายงานฉบับนี้มีผู้ให้ความเห็นแล้ว จึงยกเลิกการปิดรอบไม่ได้ค่ะ ถ้าต้องแก้ไข ให้ปิดเป็นฉบับใหม่"
UNDONE = "ยกเลิกการปิดรอบแล้วค่ะ แก้ไขรายงานต่อได้ และต้องปิดรอบใหม่เมื่อพร้อม"
NO_CHANGES = "ไม่มีการแก้ไขหลังปิดรอบค่ะ"
ONE_VERSION = "รอบนี้มีฉบับเดียว ยังไม่มีฉบับอื่นให้เทียบค่ะ"
SAME_VERSIONS = "สองฉบับนี้ไม่ต่างกันค่ะ"
KEPT_OPEN = "ยังไม่ปิดรอบค่ะ"
KEPT_CLOSED = "ยังปิดรอบอยู่เหมือนเดิมค่ะ"
NOT_OPENED, NO_REOPEN = "ไม่ได้เปิดรับเพิ่มค่ะ", "ยังไม่เปิด"
CHECKS = "ข้อควรตรวจ"
REOPEN_HOW = f"พิมพ์ {REOPEN} ตามด้วยกอง เดือน และเหตุผล เช่น {REOPEN} กองช่าง ต.ค. 69 เพราะ วันที่ผิด"
REOPEN_WHICH = "จะเปิดรับของกองไหนคะ"
REOPEN_REASON = "เหตุผลที่เปิดรับอีกครั้งคืออะไรคะ (พิมพ์ ยกเลิก ได้)"
FOR_GAPS = "ขอข้อมูลที่ยังขาดในรายงาน"
WHY = "เพราะว่า|เพราะ|เนื่องจาก|เนื่องด้วย"  # before a reason, and no part of it


def lacking(open_: int, waived: int) -> str:
    beside = f" ยกเว้นแล้ว {thai_digits(waived)} จุด" if waived else ""
    return f"ยังขาด {thai_digits(open_)} จุด{beside}" if open_ else f"{READY}{beside}"


def number(position: int) -> str:
    """What is typed for a line of the list."""
    return f"จุดที่ {thai_digits(position)}"


def none_of(division: str) -> str:
    return f"{division} ไม่มีจุดที่ขาดแล้วค่ะ"


def count(number: int) -> str:
    return f"{thai_digits(number)} จุด"


def more(number: int) -> str:
    return f"และอีก {thai_digits(number)} จุด จะแสดงเมื่อจุดข้างต้นครบ"


def waived(text: str, reason: str) -> str:
    return f"{text} (ยกเว้น: {shorten(reason, 80)})"


def gaps_how(division: str | None) -> str:
    if division is None:
        return f"ดูทีละกอง พิมพ์ {GAPS} ตามด้วยชื่อกอง"
    return f"พิมพ์เลขหน้าจุด เพื่อ{ASSIGN if division == WHOLE else CHASE}หรือยกเว้นจุดนั้น"


def ask_owner(gap: str) -> str:
    return f"{gap}\nมอบหมายให้กองใดรายงานคะ"


def owner_given(order: int, division: str, first: Month, *, late: bool, told: bool) -> str:
    """`late`: what is to be reported begins only after the round, which still lacks the measure; `told`: the division
    has reporters, who are let know."""
    to_whom = "จะแจ้งผู้รายงานของกองในข้อความตอบครั้งถัดไป" if told else f"{division} ยังไม่มีผู้รายงาน"
    still = "\nรอบนี้จบก่อนเดือนนั้น จึงยังเป็นจุดที่ขาด ถ้าจะปิดรอบ ให้ยกเว้นจุดนี้พร้อมเหตุผล" if late else ""
    return (
        f"มอบหมายข้อ {thai_digits(order)} ให้ {division} แล้วค่ะ เริ่มรายงานเดือน {short_month(first)}\n"
        f"{to_whom}\n"
        f"ช่องผู้รับผิดชอบที่พิมพ์ในรายงานยังเป็นตามแผน{still}"
    )


def owner_told(order: int, title: str, division: str, first: Month) -> str:
    """To the division's reporters, on their next free reply."""
    return (
        f"{division} ได้รับมอบหมายให้รายงานข้อ {thai_digits(order)} {title} ตั้งแต่เดือน {short_month(first)} ค่ะ\n"
        "พิมพ์ รายงาน เพื่อดูรายการ"
    )


def asked_for(round_text: str) -> str:
    """The first line of what a reporter gets when a gap is chased."""
    return f"ผู้ดูแลรายงานขอข้อมูลเพิ่มสำหรับรายงาน{round_text} ค่ะ"


def give(part: str, *, files: bool) -> str:
    """The button that leads to the only part of a report that is lacking."""
    return f"ส่ง{part}" if files else f"ตอบ{part}"


def nothing_lacks(part: str) -> str:
    return f"ตอนนี้ไม่มีข้อที่ส่งแล้วและยังขาด{part}ค่ะ"


def type_part(order: int, part: str, month: Month) -> str:
    """How a report that is chased is opened by typing."""
    what = " ".join(p for p in (f"แก้ข้อ {order}", part, arabic_digits(short_month(month))) if p)
    return f"พิมพ์ได้ เช่น {what}"


def chased(division: str, name: str, number: int) -> str:
    return f"ส่งข้อความถึง {name} ({division}) แล้วค่ะ {thai_digits(number)} จุด"


CHASE_NEXT = "ตามจุดอื่นต่อ พิมพ์เลขหน้าจุดนั้น"


def chased_before(division: str, at: datetime) -> str:
    return f"วันนี้ตามจุดนี้กับ {division} ไปแล้วเมื่อ {short_moment(at)}"


def locked(division: str, months: Sequence[Month]) -> str:
    return (
        f"เดือน {_months(months)} ของ {division} ปิดรับแล้ว ต้องเปิดรับอีกครั้งก่อนจึงจะแก้ได้\n"
        "เปิดรับ ๔๘ ชั่วโมง และแจ้งกองตอนนี้เลยไหมคะ"
    )


def _months(months: Sequence[Month]) -> str:
    return ", ".join(short_month(m) for m in months)


def ask_reason(number: int) -> str:
    what = f"ยกเว้น {thai_digits(number)} จุด" if number > 1 else "ยกเว้นจุดนี้"
    return f"{what} เหตุผลคืออะไรคะ เหตุผลจะพิมพ์ในรายงาน (พิมพ์ ยกเลิก ได้)"


def waive_all(number: int) -> str:
    return f"ยกเว้นทั้ง {thai_digits(number)} จุด"


def which_gap(all_: str) -> str:
    return f"ยกเว้นจุดใดคะ พิมพ์เลขหน้าจุด หรือ {all_}"


def waived_now(number: int, left: int) -> str:
    rest = READY if not left else f"ยังขาดอีก {thai_digits(left)} จุด"
    return f"บันทึกการยกเว้น {thai_digits(number)} จุดแล้วค่ะ {rest}"


# --- Freezing ------------------------------------------------------------------------------------------------


def not_yet(last: Month, opens: datetime) -> str:
    return f"รอบนี้ยังไม่ถึงเดือนสุดท้าย ({short_month(last)}) ปิดรอบได้ตั้งแต่ {short_moment(opens)}"


def not_ready(open_: int) -> str:
    return f"ยังปิดรอบไม่ได้ค่ะ มีจุดที่ขาด {thai_digits(open_)} จุด ตามให้ครบ หรือยกเว้นพร้อมเหตุผล"


SURE = "เมื่อปิดรอบแล้ว ตัวเลขและข้อความในรายงานฉบับนี้จะไม่เปลี่ยนอีก การแก้ไขหลังจากนี้จะเป็นรายการแก้ไข"


def before_closing(odd: Sequence[str], more: int) -> str:
    """The question before a freeze, under what looks odd."""
    if not odd:
        return SURE
    lines = [f"{CHECKS} (ไม่ห้ามปิดรอบ)", *(f"• {shorten(line, 200)}" for line in odd)]
    rest = [f"และอีก {thai_digits(more)} เรื่อง"] if more else []
    return "\n".join([*lines, *rest, "", SURE])


def count_odd(number: int) -> str:
    return f"{thai_digits(number)} เรื่อง จะแสดงก่อนปิดรอบ"


def stale(order: int) -> str:
    return f"ข้อ {thai_digits(order)} คำตอบของกองเปลี่ยนไปหลังแก้ข้อความ"


KEEP = "ปิดรอบไว้เหมือนเดิม"
SURE_UNDO = "ยกเลิกการปิดรอบ แล้วกลับไปแก้รายงานใช่ไหมคะ"


OPERATOR = "ผู้ดูแลระบบ"


def version(number: int, at: datetime, by: str, sha256: str) -> str:
    return f"ฉบับที่ {thai_digits(number)} ปิดเมื่อ {short_moment(at)} โดย {by}\nรหัสตรวจสอบ {sha256[:12]}"


def told_closed(round_text: str, version: int) -> str:
    """To the executives, above the summary card."""
    again = f" (ฉบับที่ {thai_digits(version)} แทนฉบับก่อน)" if version > 1 else ""
    return f"รายงาน{round_text} ปิดรอบแล้วค่ะ{again}"


def told_undone(round: str) -> str:
    """To the executives, on their next free reply."""
    return f"รายงาน{round} ที่แจ้งว่าปิดรอบแล้ว กำลังแก้ไขอยู่ค่ะ จะแจ้งอีกครั้งเมื่อปิดรอบใหม่"


def more_changes(number: int) -> str:
    return f"และอีก {thai_digits(number)} รายการ ดูทั้งหมดในไฟล์ Excel"


def changes(number: int) -> str:
    return f"มีการแก้ไขหลังปิดรอบ {thai_digits(number)} รายการ"


def change(old: str, new: str) -> str:
    return f"เดิม: {shorten(old, 90) or '–'}\nใหม่: {shorten(new, 90) or '–'}"


def which_versions(last: int) -> str:
    return f"มีฉบับที่ ๑ ถึง {thai_digits(last)} ค่ะ พิมพ์สองฉบับที่จะเทียบ เช่น {COMPARE} 1 กับ {last}"


def versions(old: int, new: int) -> str:
    return f"ฉบับที่ {thai_digits(old)} เทียบกับฉบับที่ {thai_digits(new)}"


# --- Opening again -------------------------------------------------------------------------------------------


def reopened(division: str, month: Month, until: datetime, told: str) -> str:
    return f"เปิดรับรายงานเดือน {short_month(month)} ของ {division} อีกครั้งแล้วค่ะ ถึง {short_moment(until)}\n{told}"


def told(name: str) -> str:
    return f"แจ้ง {name} แล้ว"


def open_again(division: str, month: Month, until: datetime, reason: str) -> str:
    """To the reporter."""
    why = f"\nเหตุผล: {reason}" if reason else ""
    return f"เปิดรับรายงานเดือน {short_month(month)} ของ {division} อีกครั้งถึง {short_moment(until)} ค่ะ{why}"


def nothing_owed(division: str, month: Month) -> str:
    return f"{division} ไม่มีรายงานของเดือน {short_month(month)} ค่ะ"


def not_open_yet(division: str, month: Month, opens: datetime) -> str:
    return f"เดือน {short_month(month)} ของ {division} ยังไม่เปิดรับค่ะ เปิดเอง {short_moment(opens)}"


def open_anyway(division: str, month: Month) -> str:
    return f"เดือน {short_month(month)} ของ {division} ยังเปิดรับอยู่แล้วค่ะ"
