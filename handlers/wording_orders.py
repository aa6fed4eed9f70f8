"""Sentences of the executives' orders (ข้อสั่งการ): giving, answering, closing, asking again, the lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from handlers.wording_ladder import NOT_REACHED
from models.thai import arabic_digits, short_date, short_moment, thai_digits

ORDERS, ORDER, AGAIN, CLOSE, ANSWER = "ข้อสั่งการ", "สั่งการ", "สั่งเพิ่ม", "ปิดเรื่อง", "ตอบข้อสั่งการ"
SEND_ORDER, SEND_ANSWER, EDIT, CANCEL, SEE, MORE = "ส่งข้อสั่งการ", "ส่งคำตอบ", "แก้", "ยกเลิก", "ดู", "ต่อไป"
ANSWER_SHORT = "ตอบ"
LEAVE_HOW = "ถ้าไม่ส่ง พิมพ์ ยกเลิก"
NOT_SENT = "ไม่ได้ส่งค่ะ ไม่มีอะไรเปลี่ยนแปลง"
NOT_KEPT = "ข้อความที่พิมพ์ไว้ไม่อยู่แล้วค่ะ พิมพ์ใหม่อีกครั้งนะคะ"
KEPT_BESIDE = "เก็บรูปหรือไฟล์ไว้แล้วค่ะ ยังไม่มีรายงานที่ส่งแล้วของข้อสั่งการนี้ให้แนบ แนบภายหลัง พิมพ์ หลักฐาน"
WRITE_ON = "พิมพ์คำตอบข้อสั่งการต่อได้เลยค่ะ"
SEND_ON = f"ถ้าคำตอบข้อสั่งการครบแล้ว กดหรือพิมพ์ {SEND_ANSWER}"
EMPTY = "ยังไม่มีข้อความค่ะ พิมพ์เป็นข้อความได้เลย"
WHICH_DIVISION = "จะสั่งการกองไหนคะ"
WHICH_ORDER = "จะตอบข้อสั่งการไหนคะ"
WHICH_TO_CLOSE, WHICH_AGAIN = "จะปิดเรื่องไหนคะ", "จะสั่งเพิ่มเรื่องไหนคะ"
NONE_OPEN = "ตอนนี้ไม่มีข้อสั่งการที่ต้องตอบค่ะ"
NONE_YET = "ยังไม่มีข้อสั่งการค่ะ พิมพ์ สั่งการ ตามด้วยชื่อกองเพื่อเริ่ม"
NO_ORDERS = "ยังไม่มีข้อสั่งการค่ะ"
NO_SUCH = "ไม่พบข้อสั่งการนี้ค่ะ พิมพ์ ข้อสั่งการ เพื่อดูทั้งหมด"
THE_ORDER, THE_ANSWER, THE_MORE = "ข้อสั่งการ", "คำตอบ", "สั่งเพิ่ม"
DUE, WHO, OF, MEASURE = "กำหนดตอบ", "ถึง", "ของ", "มาตรการ"
CHECK = "โปรดตรวจสอบก่อนส่งค่ะ"
CLOSED = "ปิดเรื่องแล้ว"
CARE_HOW = "ถ้าต้องการพิมพ์ใหม่ กดหรือพิมพ์ แก้"


def to(division: str, about: str) -> str:
    """กองช่าง ข้อ ๓ เดือน ต.ค. ๖๙"""
    return f"{division} {about}".strip()


def numbered(number: int) -> str:
    return f"ข้อสั่งการที่ {thai_digits(number)}"


def ask_order(division: str, about: str) -> str:
    return f"พิมพ์ข้อสั่งการถึง {to(division, about)} ได้เลยค่ะ\n{LEAVE_HOW}"


def ask_again(number: int, division: str) -> str:
    return f"พิมพ์สิ่งที่สั่งเพิ่มใน{numbered(number)} ถึง {division} ได้เลยค่ะ\n{LEAVE_HOW}"


def ask_answer(number: int, text: str, before: datetime | None) -> str:
    """The order once more, and that an answer was given already."""
    lines = [f"{numbered(number)}", f"“{text}”"]
    if before:
        lines.append(f"กองตอบไว้แล้วเมื่อ {short_moment(before)} ตอบเพิ่มได้")
    return "\n".join([*lines, "พิมพ์คำตอบได้เลยค่ะ", LEAVE_HOW])


def which_line(number: int, where: str, text: str) -> str:
    return f"{thai_digits(number)} {where}: {text}"


WHICH_HOW = "พิมพ์เลข หรือกดเลือก"


NO_MEASURE = "ไม่เจาะจงข้อ"
WHICH_MEASURE_HOW = f"พิมพ์เลขข้อ หรือ {NO_MEASURE}"


def no_such_measure(number: int) -> str:
    return f"แผนนี้ไม่มีข้อ {thai_digits(number)} ค่ะ จะสั่งการเรื่องข้อไหนคะ"


def too_long(letters: int, most: int) -> str:
    return f"ข้อความยาว {thai_digits(f'{letters:,}')} ตัวอักษรค่ะ ขอไม่เกิน {thai_digits(most)} ตัวอักษร พิมพ์ใหม่ได้เลย"


def type_send(send: str) -> str:
    return f"พิมพ์ {send}, แก้ หรือ ยกเลิก ก็ได้"


def given_more(number: int, division: str, due: date) -> str:
    return f"ส่งสิ่งที่สั่งเพิ่มใน{numbered(number)} ถึง {division} แล้วค่ะ กำหนดตอบภายใน {short_date(due)}"


def given(number: int, division: str, due: date) -> str:
    return f"ส่ง{numbered(number)} ถึง {division} แล้วค่ะ กำหนดตอบภายใน {short_date(due)}"


def given_in_vain(number: int, division: str, reason: str) -> str:
    return (
        f"บันทึก{numbered(number)} แล้ว แต่ยังส่งถึง {division} ไม่ได้ค่ะ ({NOT_REACHED[reason]})\n"
        "แจ้งผู้ดูแลรายงานไว้แล้ว กองจะเห็นเมื่อมีผู้รายงาน"
    )


def nobody_for(number: int, division: str, reason: str) -> str:
    """To the secretary."""
    return f"{numbered(number)} ยังส่งถึง {division} ไม่ได้ค่ะ ({NOT_REACHED[reason]}) ตรวจรายชื่อด้วยคำว่า บุคลากร {division}"


def sent_before(at: datetime) -> str:
    return f"ข้อความนี้ส่งไปแล้วเมื่อ {short_moment(at)} ค่ะ"


def answered(number: int, reached: bool) -> str:
    return f"ส่งคำตอบ{numbered(number)} {'ถึงผู้บริหารแล้วค่ะ' if reached else 'แล้วค่ะ ผู้บริหารจะเห็นเมื่อเปิดดู'}"


def closed(number: int) -> str:
    return f"ปิดเรื่อง{numbered(number)} แล้วค่ะ ถ้าจะสั่งเพิ่ม พิมพ์ สั่งเพิ่ม {number}"


def closed_before(number: int, at: datetime) -> str:
    return f"{numbered(number)} ปิดเรื่องแล้วเมื่อ {short_moment(at)} ค่ะ"


def told_closed(number: int, division: str) -> str:
    """To the division, on its next free reply."""
    return f"{numbered(number)} ของ{division} ปิดเรื่องแล้วค่ะ ขอบคุณค่ะ"


def told_withdrawn(number: int, division: str) -> str:
    return f"{numbered(number)} ของ{division} ถูกถอนแล้วค่ะ ไม่ต้องตอบ"


def unsent_order(number: int, division: str) -> str:
    """To the executive who took the message back."""
    return f"ถอน{numbered(number)} ถึง {division} แล้วค่ะ ตามที่ท่านยกเลิกข้อความ"


def unsent_again(number: int) -> str:
    return f"ลบข้อความสั่งเพิ่มใน{numbered(number)} แล้วค่ะ ตามที่ท่านยกเลิกข้อความ"


def unsent_answer(number: int) -> str:
    return f"ลบคำตอบ{numbered(number)} แล้วค่ะ ตามที่ท่านยกเลิกข้อความ ยังต้องตอบใหม่ พิมพ์ ตอบข้อสั่งการ"


# --- Cards ---------------------------------------------------------------------------------------------------


def from_whom(by: str, at: datetime) -> str:
    return f"จาก {by} · {short_moment(at)}"


def due_by(due: date) -> str:
    return f"ตอบภายใน {short_date(due)}"


def days_late(due: date, today: date) -> str:
    return f"เกินกำหนด {thai_digits((today - due).days)} วัน"


def entry_label(what: str, at: datetime) -> str:
    return f"{what} · {short_moment(at)}"


def earlier(count: int) -> str:
    return f"มีข้อความก่อนหน้านี้อีก {thai_digits(count)} ข้อความ"


def how_answer(number: int) -> str:
    return f"พิมพ์ได้ เช่น ตอบข้อสั่งการ {number}"


def how_executive(number: int) -> str:
    return f"พิมพ์ได้ เช่น ปิดเรื่อง {number} หรือ สั่งเพิ่ม {number}"


SINCE = "ส่งหลังข้อสั่งการ"


def how_evidence(division: str, about: str) -> str:
    return f"ดูหลักฐาน พิมพ์ สรุป {to(division, arabic_digits(about))}"


def how_list(number: int) -> str:
    return f"พิมพ์เลขได้ เช่น ข้อสั่งการ {number}"


def counts(overdue: int, open_: int, answered: int, closed: int) -> str:
    """What stands above the list."""
    parts = [
        f"เกินกำหนด {thai_digits(overdue)}" if overdue else "",
        f"รอตอบ {thai_digits(open_)}" if open_ else "",
        f"ตอบแล้ว {thai_digits(answered)}" if answered else "",
        f"ปิดเรื่องแล้ว {thai_digits(closed)}" if closed else "",
    ]
    return " · ".join(part for part in parts if part)


ANSWERED = "ตอบแล้ว รอปิดเรื่อง"


def waiting_title(count: int) -> str:
    return f"ข้อสั่งการที่ต้องตอบ {thai_digits(count)} เรื่อง"


def waiting_line(open_: int, overdue: int) -> str:
    late = f" (เกินกำหนด {thai_digits(overdue)})" if overdue else ""
    return f"ข้อสั่งการที่รอตอบ {thai_digits(open_)} เรื่อง{late}"


def overdue_row(numbers: Sequence[int]) -> str:
    """เกินกำหนดตอบ ๒ เรื่อง (ที่ ๓, ๕)"""
    return f"เกินกำหนดตอบ {thai_digits(len(numbers))} เรื่อง (ที่ {thai_digits(', '.join(map(str, numbers[:5])))})"


def written(count: int) -> str:
    return f"{thai_digits(count)} ข้อความ"


WRITTEN = "ข้อสั่งการและคำตอบที่ท่านเขียน"
