"""What the bot says about several reports at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.wording import RESUMED, orders_text
from models.calendar import Month
from models.shown import SEND
from models.thai import short_moment, short_month, thai_digits

NOTHING_BEFORE = "ยังไม่มีคำตอบของเดือนก่อนให้ใช้ซ้ำค่ะ พิมพ์ รายงานทีละข้อ เพื่อเริ่ม"


def all_sent(month: Month, division: str, *, closed: bool) -> str:
    sent = f"เดือน {short_month(month)} {division} ส่งครบแล้ว"
    return f"{sent} และปิดรับแล้วค่ะ พิมพ์ สถานะ เพื่อดูเดือนนี้" if closed else f"{sent}ค่ะ ถ้าจะเปลี่ยน พิมพ์ แก้ไข"


NOTHING_NEW, NO_MEETING = "ไม่มีอะไรใหม่", "ส่ง ไม่เพิ่มวันประชุม"
CHECK_SAME = "ใช้สถานะและข้อความของคำตอบล่าสุด โปรดตรวจสอบก่อนส่งค่ะ"
CHECK_NONE = "จะบันทึกว่าไม่มีการดำเนินการ โปรดตรวจสอบก่อนส่งค่ะ"
CHECK_TOLD = "โปรดตรวจสอบก่อนส่งค่ะ"
LEFT_TOGETHER = "ยังไม่ได้ส่งค่ะ พิมพ์ รายงาน เมื่อพร้อมทำต่อ"
THE_OTHERS = "ข้อที่เหลือยังไม่ได้ส่งค่ะ"
WITH_MEETING = "ส่งพร้อมวันประชุม"
EXCEPT = "ยกเว้น"
WHICH_DIVISION = "จะรายงานของกองไหนคะ"
WHICH_REPORT = "เป็นของข้อไหนคะ พิมพ์เลขข้อได้เลย"
ADD_WHERE = "ส่งครบทุกข้อแล้วค่ะ จะเพิ่มข้อความนี้ในข้อไหนคะ พิมพ์เลขข้อได้เลย"
WORDS_WAIT = f"{RESUMED} หากไม่ต้องการบันทึก พิมพ์ ยกเลิก"


def left_out(order: int, pieces: Sequence[str], why: str) -> str:
    """Which pieces of what a message about several measures said of one were not kept, and the warning about them."""
    of = f" {' และ'.join(pieces)}" if pieces else ""
    return f"ข้อ {thai_digits(order)}{of}: {why}"


TYPE_AGAIN = "จึงยังไม่ได้เก็บส่วนนั้น พิมพ์ใหม่ได้เมื่อตอบข้อนั้นค่ะ"


def not_kept(why: str) -> str:
    """Words that do not belong in a report do not wait until it is clear which report they are about."""
    return f"{why}\nจึงยังไม่ได้เก็บข้อความนี้ พิมพ์ใหม่โดยไม่มีส่วนนั้น หรือพิมพ์เลขข้อ เช่น ข้อ 2 เพื่อเปิดข้อนั้นก่อนแล้วตอบค่ะ"


WORDS_LEFT = "พักไว้แล้วค่ะ ข้อความที่พิมพ์ไว้ยังอยู่ พิมพ์ รายงาน เมื่อพร้อมทำต่อ"
NOT_RECORDED = "ไม่ได้บันทึกค่ะ พิมพ์ รายงาน เพื่อเริ่มใหม่"


def except_hint(order: int) -> str:
    return f"ถ้ามีข้อที่ไม่เหมือนเดิม พิมพ์เช่น {EXCEPT} {order}"


def number_alone(order: int, way: str) -> str:
    """`way`: what is typed to change that measure."""
    return f"จะแก้ข้อ {thai_digits(order)} ใช่ไหมคะ ถ้าใช่ พิมพ์ {way} ถ้าจะส่งทั้งหมด พิมพ์ {SEND}"


def days_hint(example: str) -> str:
    """`example`: the month as it is typed."""
    return f"เพิ่มวันที่ให้ทุกข้อได้ พิมพ์เช่น 10 {example}"


def days_line(days: str) -> str:
    return f"วันที่ดำเนินการ: {days}"


NO_DAYS = "ไม่ได้ระบุวันที่ดำเนินการ"


def days_refused(why: str) -> str:
    return f"{why} จึงยังไม่ได้เพิ่มค่ะ"


NOTHING_BEGUN = "ทุกข้อยังไม่ดำเนินการ จึงไม่มีวันที่ให้เพิ่มค่ะ"
WHICH_MONTH = "จะรายงานเดือนไหนคะ"


def which_place(what: str, example: str) -> str:
    """`what`: เดือน, กอง, or both; `example`: what is typed."""
    return f"เป็นของ{what}ไหนคะ กดเลือก หรือพิมพ์ เช่น {example}"


def choose_one(what: str) -> str:
    """`what` is asked: ข้อ, เดือน, กอง, or month and division."""
    return f"เลือก{what}ก่อนค่ะ หากไม่ต้องการบันทึก พิมพ์ ยกเลิก"


def place(month: Month, division: str, months: bool, divisions: bool) -> str:
    """A month of a division: what tells it from the others."""
    parts = [f"เดือน {short_month(month)}"] if months else []
    return " ".join([*parts, *([division] if divisions else [])])


def type_label(label: str) -> str:
    return f"กดเลือก หรือพิมพ์ {label}"


def with_meeting(days: str) -> str:
    """The label of the button that adds the announced day of the meeting (at most 40 letters)."""
    return f"{WITH_MEETING} {days}"


def with_days(days: str) -> str:
    """The label of the button that sends the days which were typed."""
    return f"ส่ง ({days})"


def add_meeting(days: str) -> str:
    return f"จะเพิ่มวันประชุม {days} ด้วยไหมคะ พิมพ์ เพิ่ม หรือ ไม่เพิ่ม"


def same_title(count: int) -> str:
    return f"เหมือนเดือนก่อน {thai_digits(count)} ข้อ"


def none_title(count: int) -> str:
    return f"ไม่มีการดำเนินการ {thai_digits(count)} ข้อ"


def told_title(count: int) -> str:
    return f"รายงาน {thai_digits(count)} ข้อ"


def whats_new(orders: Sequence[int], example: int) -> str:
    return (
        f"{orders_text(orders)} ใช้คำตอบเดิมติดกันหลายเดือนแล้ว เดือนนี้มีอะไรใหม่ไหมคะ\n"
        f"ถ้ามี พิมพ์รวมมาได้ เช่น ข้อ {example} อบรมเพิ่ม 20 คน ถ้าไม่มี พิมพ์ {NOTHING_NEW}"
    )


WHAT_IS_NEW = "มีอะไรใหม่คะ"


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


def all_begun(orders: Sequence[int]) -> str:
    return f"{orders_text(orders)} ตอบค้างไว้แล้ว จึงไม่ใช้คำตอบเดิมทับค่ะ พิมพ์ รายงานทีละข้อ เพื่อทำต่อ"


def begun(orders: Sequence[int]) -> str:
    return f"{orders_text(orders)} ไม่รวม เพราะตอบค้างไว้แล้ว"


def saved_together(count: int) -> str:
    return f"บันทึกแล้ว {thai_digits(count)} ข้อค่ะ"


def which_of_these(said: str, statuses: str) -> str:
    return f"“{said}” สถานะคือ {statuses} คะ กรุณาพิมพ์ใหม่ให้ชัด"


def which_status_now(order: int, told: str) -> str:
    return (
        f"{orders_text([order])} มีการดำเนินการแล้ว จึงใช้สถานะเดิมไม่ได้ค่ะ เดือนนี้อยู่ในสถานะใดคะ\n"
        f"กรุณาพิมพ์มาใหม่พร้อมสถานะ เช่น ข้อ {order} กำลังดำเนินการ {told}"
    )


def status_kept(status: str, *, before: bool) -> str:
    """`before`: whether there is an earlier month whose status is kept."""
    return f"ไม่มีการดำเนินการ ({'สถานะคงเดิม' if before else 'สถานะ'}: {status})"


def no_such(orders: Sequence[int]) -> str:
    return f"ไม่มี{orders_text(orders)} ในเดือนนี้"


def sent_already(orders: Sequence[int]) -> str:
    return f"{orders_text(orders)} ส่งแล้ว แก้ได้ด้วยการพิมพ์ แก้ข้อ {orders[0]}"


def sent_before(orders: Sequence[int], month: Month, division: str, at: datetime, *, closed: bool) -> str:
    """To an old button of a card of several: they were sent, and when."""
    sent = f"{orders_text(orders)} เดือน {short_month(month)} {division} ส่งแล้วเมื่อ {short_moment(at)}"
    return f"{sent} และปิดรับแล้วค่ะ พิมพ์ สถานะ เพื่อดูเดือนนี้" if closed else f"{sent} ค่ะ ถ้าจะเปลี่ยน พิมพ์ แก้ไข"


def problem_line(problem: str) -> str:
    return f"ปัญหา: {problem}"


def files_line(count: int) -> str:
    return f"หลักฐาน {thai_digits(count)} รายการ"


def not_sent_again(orders: Sequence[int]) -> str:
    return f"{orders_text(orders)} ไม่ได้ส่งซ้ำ เพราะมีผู้ส่งแล้วหรือปิดรับแล้ว"


def no_such_measure(numbers: str) -> str:
    return f"ไม่มีข้อ {thai_digits(numbers)} ในรายการของกองค่ะ พิมพ์ รายงาน เพื่อดูรายการ"


def closed_but_kept(month: Month) -> str:
    """Before the questions of a report of a month that is closed: what becomes of it."""
    return f"เดือน {short_month(month)} ปิดรับแล้วค่ะ ตอบต่อได้ เมื่อส่งแล้ว คำขอเปิดรับจะถึงผู้ดูแลรายงาน"


def none_in(order: int | None, month: Month) -> str:
    """Nothing, or not this measure, is to be reported of a month."""
    what = f"ข้อ {thai_digits(order)} " if order is not None else "รายงาน"
    return f"เดือน {short_month(month)} ไม่มี{what}ที่ต้องส่งค่ะ"


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


SAME_UNCLEAR = "ยังไม่แน่ใจว่าข้อไหนเหมือนเดิมค่ะ พิมพ์เช่น เหมือนเดือนก่อน ยกเว้น 3, 7"
IDLE_UNCLEAR = "ยังไม่แน่ใจว่าข้อไหนไม่มีการดำเนินการค่ะ พิมพ์เช่น ไม่มีการดำเนินการ ยกเว้น 3, 7"
NOTHING_SENT = "ไม่มีข้อที่ส่งได้แล้วค่ะ พิมพ์ สถานะ เพื่อดูรายการ"
