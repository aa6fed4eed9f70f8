"""Reading and checking the replies to the questions of the monthly report: what is stored, what is asked back.

Meanings of Thai words come from models/thai.py, models/thai_dates.py and models/reading.py; here is what they
mean for a question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from models import care, reading, same, status_reply, thai
from models.calendar import Month
from models.clauses import UNSURE
from models.ledger import STATUSES
from models.question import (
    KEEP_IT,
    KEEP_TYPED,
    NO,
    NO_MORE,
    RETYPE,
    YES,
    Answers,
    Context,
    Option,
    Reading,
    Unclear,
    Value,
)  # fmt: skip
from models.speech import is_small_talk
from models.thai_dates import read_dates

# On a button ยกเลิก would mean leaving the conversation, and a label has at most 20 letters.
STATUS_LABELS = STATUSES | {"ongoing": "ดำเนินการต่อเนื่อง", "cancelled": "ยกเลิกมาตรการนี้"}


def status_label(status: str) -> str:
    """A status as the label of a button (at most 20 letters)."""
    return STATUS_LABELS[status]


def read_status(text: str, context: Context) -> Reading:
    """One status, or the question which of several is meant."""
    read = status_reply.read_status_reply(text)
    if read.told:  # what was done, a day, a plan: the whole is read as a report
        return Unclear(f"{not_kept(text, context)}กรุณาเลือกสถานะ พิมพ์เลข 1 ถึง 6 ค่ะ")
    also: dict[str, Any] = {} if read.percent is None else {"percent": read.percent}
    if read.status is not None and not read.trouble:
        reason = read.words and not thai.means_nothing(read.words)
        return Value(read.status, also=also | ({"problem": read.words} if reason else {}))
    if read.trouble == "percent":
        return Unclear("ความคืบหน้ายังไม่ชัดค่ะ กรุณาเลือกสถานะ พิมพ์เลข 1 ถึง 6")
    if read.trouble == "over_100":
        return Unclear("ความคืบหน้าเกิน ๑๐๐% ไม่ได้ค่ะ กรุณาเลือกสถานะ พิมพ์เลข 1 ถึง 6")
    if read.choices:
        return which_status(read.choices, read.trouble, also)
    return Unclear(f"{not_kept(text, context)}กรุณาเลือกสถานะ พิมพ์เลข 1 ถึง 6 ค่ะ")


def not_kept(text: str, context: Context) -> str:
    """The line that says of words typed where one of a few is to be chosen that they were not kept, and where to type
    them; "" to what is no answer to any question."""
    words = thai.shorten(text.strip(), 160)
    steers = thai.read_number(text) is not None or thai.means_nothing(text) or thai.read_yes_no(text) is not None
    says_nothing = care.is_vague(text) or is_small_talk(thai.clean(text)) or UNSURE.search(thai.bare(text))
    if steers or says_nothing or isinstance(read_text(text, context), Unclear):
        return ""
    return f"ยังไม่ได้เก็บ “{words}” ค่ะ พิมพ์อีกครั้งหลังตอบสถานะ\n"


_STATUS_TROUBLE = {
    "contradiction": "สถานะกับความคืบหน้าไม่ตรงกันค่ะ สถานะใดถูกต้องคะ",
    "finished_or_ongoing": "แล้วเสร็จทั้งหมด หรือยังทำต่อเนื่องคะ",
}


def which_status(choices: Sequence[str], trouble: str, also: Answers) -> Value:
    """A status that words leave open: asked back with the possible ones as buttons."""
    options = tuple(Option(status, status_label(status)) for status in choices)
    return Value(None, "", _STATUS_TROUBLE.get(trouble, "สถานะใดถูกต้องคะ"), options, also)


_STEERING = (
    "ต่อไป",
    "ถัดไป",
    "ข้อถัดไป",
    "ส่ง",
    "ส่งรายงาน",
    "ส่งทั้งหมด",
    "ส่งทุกข้อ",
    "คงเดิม",
    "ส่งครบแล้ว",
    "เริ่มรายงาน",
    "รายงานทีละข้อ",
    "เพิ่มต่อจากเดิม",
    "ส่งแทนคำตอบเดิม",
)
_OF_THE_MENU = ("แนบหลักฐาน", "หลักฐาน")  # may be what was produced; typed here it is asked


_CHAT = {"ขอบคุณ": "ยินดีค่ะ", "ขอบคุณมาก": "ยินดีค่ะ", "ขอบใจ": "ยินดีค่ะ", "สวัสดี": "สวัสดีค่ะ", "หวัดดี": "สวัสดีค่ะ"}


def small_talk(text: str) -> str:
    """What is said to thanks and greetings, which are never an answer; "" to anything else."""
    return _CHAT.get(thai.clean(text).replace(" ", ""), "")


def read_text(text: str, context: Context) -> Reading:
    """Any words are an answer, except those that only steer: they would be printed in the agency's report."""
    if polite := small_talk(text):
        return Unclear(polite)
    if says_no_problem(text):
        also = {} if context.status == "blocked" else {"problem": ""}
        return Unclear("รับทราบว่าไม่มีปัญหาค่ะ ขอคำตอบของคำถามนี้ด้วย หากไม่มี พิมพ์ ข้าม", also)
    if any(thai.same_words(text, word) for word in _STEERING):
        return Unclear("พิมพ์คำตอบของคำถามนี้ค่ะ หากไม่มี พิมพ์ ข้าม")
    if not thai.clean(text):
        return Unclear("พิมพ์คำตอบสั้น ๆ ได้เลยค่ะ หากไม่มี พิมพ์ ข้าม")
    return check_text(text.strip(), context)


def says_no_problem(text: str) -> bool:
    """Whether a reply says that there is no problem, which is the answer to one question only."""
    return thai.means_nothing(text) and any(word in text for word in ("ปัญหา", "อุปสรรค", "ข้อเสนอ"))


def read_result(text: str, context: Context) -> Reading:
    """An output or outcome; that there is none is kept without its particles."""
    found = read_text(text, context)
    return Value(_NONE) if isinstance(found, Value) and thai.means_nothing(text) else found


def check_result(text: str, context: Context) -> Value:
    return Value(_NONE) if thai.means_nothing(text) else check_text(text, context)


_NONE = "ไม่มี"
WHY_NOTHING = "เดือนนี้ไม่มีการดำเนินการเพราะอะไรคะ พิมพ์สั้น ๆ หรือเลือก"
NOTHING_REASONS = ("ยังไม่ถึงกำหนด", "รองบประมาณ", "ไม่มีกิจกรรมเดือนนี้")
_OF_THIS = (Option(YES, "ใช่ เป็นคำตอบ"), Option(NO, RETYPE))
_BELONGS_ELSEWHERE = re.compile(r"\s*ข้อ\s?(?:ที่\s?)?[0-9๐-๙]+")  # names a measure, perhaps another one
_KEEP_AS_IS = (Option(KEEP_IT, KEEP_TYPED), Option(NO, RETYPE))
_CARE: dict[care.Kind, str] = {
    "id": "มีเลข ๑๓ หลัก คล้ายเลขประจำตัวประชาชน",
    "phone": "มีหมายเลขโทรศัพท์",
    "complaint": "คล้ายเรื่องร้องเรียนตัวบุคคล",
}


def check_text(text: str, context: Context) -> Value:
    """A text that seems to be about something else, or holds what does not belong in a report, is doubted."""
    if any(thai.same_words(text, word) for word in _OF_THE_MENU):
        return Value(text, "", "ข้อความนี้เป็นคำตอบของคำถามนี้ใช่ไหมคะ ถ้าจะแนบหลักฐาน ส่งรูปหรือไฟล์มาได้เลย", _OF_THIS)
    if _BELONGS_ELSEWHERE.match(text) or same.read_same(text) or same.read_no_activity(text):
        return Value(text, "", "ข้อความนี้เป็นคำตอบของคำถามนี้ใช่ไหมคะ", _OF_THIS)
    return check_care(text, context)


def check_care(text: str, _context: Context) -> Value:
    """What does not belong in a report is warned about before it is stored (DOMAIN.md section 11)."""
    if warned := warning(text):
        return Value(text, "", f"{warned} จะเก็บตามที่พิมพ์ หรือพิมพ์ใหม่คะ", _KEEP_AS_IS)
    return Value(text)


def warning(text: str) -> str:
    """The sentence that says all that does not belong in a report, or ""."""
    found = " และ".join(_CARE[kind] for kind in care.does_not_belong(text))
    return f"ข้อความนี้{found} ไม่ควรอยู่ในรายงานค่ะ" if found else ""


def without_warned(part: reading.Part) -> tuple[reading.Part, str, tuple[str, ...]]:
    """What a message says of a measure without the pieces that do not belong in a report, the warning about them, or
    "", and their fields; without all its texts, and no field named, where only the whole of it sounds so."""
    why = warning(part.said)
    texts = {"activity": part.activity, "output": part.output, "problem": part.problem}
    fields = tuple(name for name, text in texts.items() if care.does_not_belong(text))
    warned = [texts[name] for name in fields] or (list(texts.values()) if why else [])
    if not warned:
        return part, "", ()
    said = part.said
    for text in filter(None, warned):
        said = " ".join(said.replace(text, " ").split()) if text in said else ""
    activity, output, problem = ("" if text in warned else text for text in texts.values())
    said = "" if care.does_not_belong(said) else said
    left = replace(part, activity=activity, output=output, problem=problem, said=said)
    return left, why or warning("\n".join(warned)), fields


VAGUE = "vague"
_NO_MORE = (Option(YES, NO_MORE),)


def read_activity(text: str, context: Context) -> Reading:
    """What was done, with the dates and counts that the words surely hold. Never a number alone, which was meant for
    another question or a card; words that say nothing yet earn one question."""
    if thai.read_number(text) is not None:
        return Unclear("พิมพ์เป็นข้อความสั้น ๆ ว่าทำอะไรค่ะ หากไม่มี พิมพ์ ข้าม")
    found = read_text(text, context)
    if isinstance(found, Unclear):
        return found
    parts = reading.read_report(text, context.month, context.today, ())
    also: dict[str, Any] = {}
    if len(parts) == 1 and not parts[0].troubles:
        dates = [day.isoformat() for day in parts[0].dates]
        also = {name: value for name, value in (("dates", dates), ("output", parts[0].output)) if value}
    found = replace(found, also=also)
    return found if found.sentence or also else check_activity(found.value, context)


def check_activity(text: str, context: Context) -> Value:
    """A vague text earns exactly one concrete question; it never blocks, and is counted by its flag."""
    if care.is_vague(text):
        example = example_of(context.month)
        ask = f"ขอรายละเอียดอีกนิดค่ะ ทำอะไร ที่ไหน วันที่เท่าไร กี่คนหรือกี่ครั้ง เช่น ประชุม 10 {example} ผู้เข้าร่วม 24 คน"
        return Value(text, VAGUE, ask, _NO_MORE)
    return check_text(text, context)


def read_problem(text: str, context: Context) -> Reading:
    """A problem or suggestion; that there is none does not fit a measure that is blocked, and is asked back once."""
    if not thai.means_nothing(text):
        return read_text(text, context)
    if context.status == "blocked":
        return Value("", "", "สถานะคือติดปัญหา ติดปัญหาเรื่องใดคะ พิมพ์สั้น ๆ ได้เลยค่ะ", (Option(YES, "ไม่ระบุ"),))
    return Value("")


_DATE_TROUBLE = {
    "none": "ยังไม่พบวันที่ในข้อความค่ะ พิมพ์เช่น 10 {example} หรือ 6 และ 20 {example} หากไม่มี พิมพ์ ข้าม",
    "impossible": "ไม่มีวันที่ “{words}” ในปฏิทินค่ะ พิมพ์วันที่อีกครั้ง เช่น 10 {example}",
    "which_day": "“{words}” คือวันที่เท่าไรคะ พิมพ์เป็นวันที่ เช่น 5 {example}",
    "leftover": "ไม่เข้าใจ “{words}” ค่ะ พิมพ์เฉพาะวันที่ เช่น 10 {example}",
}


def read_days(text: str, context: Context) -> Reading:
    """The days on which something was done; the monthly meeting may be named by its words."""
    if thai.means_nothing(text):
        return Value([])
    if context.meetings and any(thai.same_words(text, word) for word in _THE_MEETING):
        return check_dates([day.isoformat() for day in context.meetings], context)
    found = read_dates(text, context.month, context.today)
    if found.trouble:
        return Unclear(date_trouble(found.trouble, found.words, context))
    checked = check_dates([day.isoformat() for day in found.dates], context)
    parts = reading.read_report(text, context.month, context.today, ())
    counted = parts[0].output if len(parts) == 1 else ""  # 24 พ.ย. คนมา 35 คน: no word is lost
    return replace(checked, also={**checked.also, "output": counted}) if counted else checked


_THE_MEETING = ("ประชุม", "วันประชุม", "ประชุมประจำเดือน", "วันประชุมประจำเดือน")


def date_trouble(trouble: str, words: str, context: Context) -> str:
    """Why dates were not understood, with an example of how to type them."""
    return _DATE_TROUBLE[trouble].format(words=words, example=example_of(context.month))


def check_dates(value: list[str], context: Context) -> Value:
    """Dates (ISO) outside the round, in the future or after the month are questioned (DOMAIN.md section 5)."""
    dates = sorted(date.fromisoformat(day) for day in value)
    outside, future, after = _out_of_place(dates, context)
    if outside and future:
        sentence = f"วันที่ {_days(sorted({*outside, *future}))} อยู่นอกรอบรายงานหรือยังมาไม่ถึง"
        return _doubted(value, "date_outside_round", sentence)
    if outside:
        span = f"{thai.short_month(context.round.first)} - {thai.short_month(context.round.last)}"
        return _doubted(value, "date_outside_round", f"วันที่ {_days(outside)} อยู่นอกรอบรายงาน ({span})")
    if future:
        return _doubted(value, "date_in_future", f"วันที่ {_days(future)} ยังมาไม่ถึง")
    if after:
        month = thai.short_month(context.month)
        return _doubted(value, "date_after_month", f"วันที่ {_days(after)} อยู่หลังเดือน {month} ที่กำลังรายงาน")
    return Value(value)


def right_days(value: list[str], context: Context) -> list[str]:
    """The days (ISO) of an answer in doubt that the doubt is not about."""
    wrong = {day.isoformat() for days in _out_of_place([*map(date.fromisoformat, value)], context) for day in days}
    return [day for day in value if day not in wrong]


def _out_of_place(dates: list[date], context: Context) -> tuple[list[date], list[date], list[date]]:
    """The days that are outside the round, those that are in the future, and else the last one after the month."""
    outside = [d for d in dates if d not in context.round]
    future = [d for d in dates if d > context.today]
    last = max(dates, default=context.month.last_day)
    return outside, future, [last] if last > context.month.last_day and not (outside or future) else []


def _doubted(value: list[str], flag: str, sentence: str) -> Value:
    return Value(value, flag, f"{sentence}\nถูกต้องไหมคะ")


def example_of(month: Month) -> str:
    """The month as a person types it in an example: ต.ค. 69."""
    return thai.arabic_digits(thai.short_month(month))


def _days(days: list[date]) -> str:
    return ", ".join(thai.short_date(d) for d in days)


def show_dates(value: list[str]) -> str:
    """Stored dates (ISO) as shown in the chat: ๑๐ ต.ค. ๖๕, ๗ พ.ย. ๖๕."""
    return _days([date.fromisoformat(v) for v in value])


def read_percent(text: str, _context: Context) -> Reading:
    """How far it has come, 0 to 100; nothing is allowed."""
    if thai.means_nothing(text):
        return Value("")
    number = thai.read_number(text)
    percent = number if number is not None else status_reply.read_status_reply(text).percent
    if percent is None or percent > 100:
        return Unclear("พิมพ์เป็นตัวเลข 0 ถึง 100 ค่ะ เช่น 60")
    return Value(percent)


def show_percent(value: Any) -> str:
    """๖๐%, or nothing."""
    return "" if value == "" else f"{thai.thai_digits(value)}%"


_NO_FILES = ("เสร็จ", "ครบ", "ครบแล้ว", "ส่งครบแล้ว", "หมดแล้ว", "ต่อไป", "ถัดไป", "ไม่มีหลักฐาน", "ไม่มีรูป", "ไม่มีไฟล์")


def no_more_files(text: str) -> bool:
    """Whether a text says that all evidence was sent."""
    return thai.clean(text).replace(" ", "") in _NO_FILES


def read_files(text: str, _context: Context) -> Reading:
    """Typed text at the evidence question: only that all was sent, or that there is none."""
    if thai.means_nothing(text) or no_more_files(text):
        return Value(True)
    return Unclear("ขอเป็นรูปหรือไฟล์ค่ะ")
