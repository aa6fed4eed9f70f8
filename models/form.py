"""The questions of the monthly report, as one list.

A question is one line of PROGRESS: from it come the prompt, the check, the buttons, the line of the summary and
the key under which the answer is stored. `name` is permanent, because stored answers carry it: to retire a
question take its line out, never use its name again. There is no step number: the open question is the first
unanswered one whose `when` holds (models/conversation.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from models import thai
from models.calendar import Month, Round
from models.thai_dates import read_dates

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Context:
    """What the engine must know beside the answers. `tag` names the obligation inside buttons."""

    tag: str
    order: int
    title: str
    division: str
    step: str  # what is to be done, where the title alone does not say it
    month: Month
    round: Round
    today: date
    ask_outcome: bool = False
    waiting_files: tuple[int, ...] = ()  # evidence sent before the report was opened, tied to no measure yet


@dataclass(frozen=True)
class Option:
    """A choice of a question: what is stored, and what is shown."""

    value: str
    label: str


@dataclass(frozen=True)
class Value:
    """A reply that was understood: the JSON value to store and the doubt that must be confirmed, if any."""

    value: Any
    doubt: str = ""
    sentence: str = ""


@dataclass(frozen=True)
class Unclear:
    """A reply that was not understood, with the sentence that helps."""

    sentence: str


Reading = Value | Unclear


@dataclass(frozen=True)
class Question:
    """One question. `prompt` may name the {month}, or show it as it is typed ({example}).

    `read` turns typed text into a Value or Unclear; `show` prints the stored value.
    """

    name: str
    label: str
    prompt: str
    read: Callable[[str, Context], Reading]
    options: tuple[Option, ...] = ()
    show: Callable[[Any], str] = str
    skip: bool = True
    pick_date: bool = False
    when: Callable[[Answers, Context], bool] = lambda _answers, _context: True


STATUSES: dict[str, str] = {
    "not_started": "ยังไม่ดำเนินการ",
    "in_progress": "อยู่ระหว่างดำเนินการ",
    "done": "ดำเนินการแล้วเสร็จ",
    "ongoing": "ดำเนินการอย่างต่อเนื่อง",
    "blocked": "ติดปัญหา",
    "cancelled": "ยกเลิก",
}
# On a button ยกเลิก would mean leaving the conversation, and a label has at most 20 letters.
_STATUS_LABELS = STATUSES | {"ongoing": "ดำเนินการต่อเนื่อง", "cancelled": "ยกเลิกมาตรการนี้"}


def _read_status(text: str, _context: Context) -> Reading:
    status = thai.read_status(text)
    if status is not None:
        return Value(status)
    if thai.says_only_done_something(text):
        return Unclear("แล้วเสร็จทั้งหมด หรือทำต่อเนื่องคะ พิมพ์ 3 ถ้าแล้วเสร็จ 4 ถ้าทำต่อเนื่อง")
    return Unclear("กรุณาเลือกสถานะ พิมพ์เลข 1 ถึง 6 ค่ะ")


_STEERING = ("ต่อไป", "ถัดไป", "ข้อถัดไป", "ส่ง", "ส่งรายงาน", "คงเดิม", "ส่งครบแล้ว", "เริ่มรายงาน")


def _read_text(text: str, _context: Context) -> Reading:
    """Any words are an answer, except those that only steer: they would be printed in the agency's report."""
    if any(thai.same_words(text, word) for word in _STEERING):
        return Unclear("พิมพ์คำตอบของคำถามนี้ค่ะ หากไม่มี พิมพ์ ข้าม")
    return Value(text.strip()) if thai.clean(text) else Unclear("พิมพ์คำตอบสั้น ๆ ได้เลยค่ะ หากไม่มี พิมพ์ ข้าม")


def _read_activity(text: str, context: Context) -> Reading:
    """What was done is never a number alone, which was meant for another question or a card."""
    if thai.read_number(text) is not None:
        return Unclear("พิมพ์เป็นข้อความสั้น ๆ ว่าทำอะไรค่ะ หากไม่มี พิมพ์ ข้าม")
    return _read_text(text, context)


def _read_problem(text: str, context: Context) -> Reading:
    return Value("") if thai.means_nothing(text) else _read_text(text, context)


_DATE_TROUBLE = {
    "none": "ยังไม่พบวันที่ในข้อความค่ะ พิมพ์เช่น 10 {example} หรือ 6 และ 20 {example} หากไม่มี พิมพ์ ข้าม",
    "impossible": "ไม่มีวันที่ “{words}” ในปฏิทินค่ะ พิมพ์วันที่อีกครั้ง เช่น 10 {example}",
    "which_day": "“{words}” คือวันที่เท่าไรคะ พิมพ์เป็นวันที่ เช่น 5 {example}",
    "leftover": "ไม่เข้าใจ “{words}” ค่ะ พิมพ์เฉพาะวันที่ เช่น 10 {example}",
}


def _read_dates(text: str, context: Context) -> Reading:
    if thai.means_nothing(text):
        return Value([])
    found = read_dates(text, context.month, context.today)
    if found.trouble:
        words = thai.thai_digits(found.words)
        return Unclear(_DATE_TROUBLE[found.trouble].format(words=words, example=example_of(context.month)))
    value = [day.isoformat() for day in found.dates]
    outside = [d for d in found.dates if d not in context.round]
    future = [d for d in found.dates if d > context.today]
    if outside and future:
        sentence = f"วันที่ {_days(sorted({*outside, *future}))} อยู่นอกรอบรายงานหรือยังมาไม่ถึง"
        return Value(value, "date_outside_round", sentence)
    if outside:
        span = f"{thai.short_month(context.round.first)} - {thai.short_month(context.round.last)}"
        return Value(value, "date_outside_round", f"วันที่ {_days(outside)} อยู่นอกรอบรายงาน ({span})")
    if future:
        return Value(value, "date_in_future", f"วันที่ {_days(future)} ยังมาไม่ถึง")
    if found.dates[-1] > context.month.last_day:
        month = thai.short_month(context.month)
        return Value(value, "date_after_month", f"วันที่ {_days([found.dates[-1]])} อยู่หลังเดือน {month} ที่กำลังรายงาน")
    return Value(value)


FLAGS = {"date_outside_round": "นอกรอบ ยืนยันแล้ว", "date_in_future": "ยังไม่ถึงวัน ยืนยันแล้ว"}


def example_of(month: Month) -> str:
    """The month as a person types it in an example: ต.ค. 69."""
    return thai.arabic_digits(thai.short_month(month))


def _days(days: list[date]) -> str:
    return ", ".join(thai.short_date(d) for d in days)


def show_dates(value: list[str]) -> str:
    """Stored dates (ISO) as shown in the chat: ๑๐ ต.ค. ๖๕, ๗ พ.ย. ๖๕."""
    return _days([date.fromisoformat(v) for v in value])


_NO_MORE = ("เสร็จ", "ครบ", "ครบแล้ว", "ส่งครบแล้ว", "หมดแล้ว", "ต่อไป", "ถัดไป", "ไม่มีหลักฐาน", "ไม่มีรูป", "ไม่มีไฟล์")


def _read_files(text: str, _context: Context) -> Reading:
    """Typed text at the evidence question: only that all was sent, or that there is none."""
    said = thai.clean(text).replace(" ", "")
    if thai.means_nothing(text) or said in _NO_MORE:
        return Value(True)
    return Unclear("ขอเป็นรูปหรือไฟล์ค่ะ")


def _started(answers: Answers, _context: Context) -> bool:
    return answers.get("status") in ("in_progress", "done", "ongoing", "blocked")


def _outcome_due(answers: Answers, context: Context) -> bool:
    """The outcome is asked when the measure is done, or in the last month owed within the round."""
    return _started(answers, context) and (answers.get("status") == "done" or context.ask_outcome)


PROGRESS: tuple[Question, ...] = (
    Question(
        "status",
        "สถานะ",
        "ขณะนี้มาตรการนี้อยู่ในสถานะใดคะ",
        _read_status,
        options=tuple(Option(value, label) for value, label in _STATUS_LABELS.items()),
        show=STATUSES.__getitem__,
        skip=False,
    ),
    Question(
        "activity",
        "สิ่งที่ดำเนินการ",
        "ในเดือน {month} กองได้ดำเนินการอะไรบ้างคะ (พิมพ์ ข้าม ได้)",
        _read_activity,
        when=_started,
    ),
    Question(
        "dates",
        "วันที่ดำเนินการ",
        "ดำเนินการวันที่เท่าไรคะ ตอบได้หลายวัน เช่น 6 และ 20 {example} (พิมพ์ ข้าม ได้)",
        _read_dates,
        show=show_dates,
        pick_date=True,
        when=_started,
    ),
    Question(
        "output", "ผลผลิต", "ได้ผลผลิตอะไรคะ เช่น คู่มือ ประกาศ หรือจำนวนผู้เข้าร่วม (พิมพ์ ข้าม ได้)", _read_text, when=_started
    ),
    Question(
        "outcome", "ผลลัพธ์", "เกิดผลลัพธ์อย่างไรคะ เช่น สิ่งที่ดีขึ้นหลังดำเนินการ (พิมพ์ ข้าม ได้)", _read_text, when=_outcome_due
    ),
    Question(
        "problem",
        "ปัญหา อุปสรรค ข้อเสนอแนะ",
        "มีปัญหา อุปสรรค หรือข้อเสนอแนะไหมคะ หากไม่มี พิมพ์ ไม่มี",
        _read_problem,
        options=(Option("", "ไม่มี"),),
        show=lambda value: value or "ไม่มี",
    ),
    Question(
        "evidence",
        "หลักฐาน",
        "ส่งรูปหรือไฟล์หลักฐานในแชตนี้ได้เลยค่ะ เมื่อครบแล้ว หรือหากไม่มี พิมพ์ ต่อไป",
        _read_files,
        options=(Option("done", "ต่อไป"),),
    ),
)
BY_NAME = {question.name: question for question in PROGRESS}
