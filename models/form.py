"""The questions of the monthly report, as one list.

A question is one line of PROGRESS: from it come the prompt, the check, the buttons, the line of the summary and
the key under which the answer is stored. `name` is permanent, because stored answers carry it: to retire a
question take its line out, never use its name again. There is no step number: the open question is the first
unanswered one whose `when` holds (models/conversation.py).
"""

from __future__ import annotations

from models.question import Answers, Context, Option, Question
from models.replies import (
    STATUS_LABELS,
    VAGUE,
    check_activity,
    check_dates,
    check_result,
    check_text,
    read_activity,
    read_days,
    read_files,
    read_percent,
    read_problem,
    read_result,
    read_status,
    show_dates,
    show_percent,
    status_label,
)

# Flags that stay with a stored answer, and how a card shows them ("" not at all); others only ask.
FLAGS = {
    "date_outside_round": "นอกรอบ ยืนยันแล้ว",
    "date_in_future": "ยังไม่ถึงวัน ยืนยันแล้ว",
    VAGUE: "",
    "repeated": "เหมือนเดือนก่อน",
    "no_activity": "ไม่มีการดำเนินการในเดือนนี้",
}


def _started(answers: Answers, _context: Context) -> bool:
    return answers.get("status") in ("in_progress", "done", "ongoing", "blocked")


def _outcome_due(answers: Answers, context: Context) -> bool:
    """The outcome is asked when the measure is done, or in the last month owed within the round; one that was given
    stays as long as something was done."""
    due = answers.get("status") == "done" or context.ask_outcome
    return _started(answers, context) and (due or bool(answers.get("outcome")))


PROGRESS: tuple[Question, ...] = (
    Question(
        "status",
        "สถานะ",
        "ขณะนี้มาตรการนี้อยู่ในสถานะใดคะ",
        read_status,
        options=tuple(Option(value, label) for value, label in STATUS_LABELS.items()),
        show=status_label,
        skip=False,
    ),
    Question(
        "percent",
        "ความคืบหน้า",
        "ดำเนินการไปแล้วร้อยละเท่าไรคะ พิมพ์ตัวเลข 0 ถึง 100",
        read_percent,
        show=show_percent,
        asked=False,
        when=_started,
    ),
    Question(
        "activity",
        "สิ่งที่ดำเนินการ",
        "ในเดือน {month} กองได้ดำเนินการอะไรบ้างคะ บอกวันที่และจำนวนมาด้วยได้เลย (พิมพ์ ข้าม ได้)",
        read_activity,
        check=check_activity,
        when=_started,
    ),
    Question(
        "dates",
        "วันที่ดำเนินการ",
        "ดำเนินการวันที่เท่าไรคะ ตอบได้หลายวัน เช่น 6 และ 20 {example} (พิมพ์ ข้าม ได้)",
        read_days,
        check=check_dates,
        show=show_dates,
        empty=[],
        pick_date=True,
        when=_started,
    ),
    Question(
        "output",
        "ผลผลิต",
        "ได้ผลผลิตอะไรคะ เช่น คู่มือ ประกาศ หรือจำนวนผู้เข้าร่วม (พิมพ์ ข้าม ได้)",
        read_result,
        check=check_result,
        when=_started,
    ),
    Question(
        "outcome",
        "ผลลัพธ์",
        "เกิดผลลัพธ์อย่างไรคะ เช่น สิ่งที่ดีขึ้นหลังดำเนินการ (พิมพ์ ข้าม ได้)",
        read_result,
        check=check_result,
        when=_outcome_due,
    ),
    Question(
        "problem",
        "ปัญหา อุปสรรค ข้อเสนอแนะ",
        "มีปัญหา อุปสรรค หรือข้อเสนอแนะไหมคะ หากไม่มี พิมพ์ ไม่มี",
        read_problem,
        check=check_text,
        options=(Option("", "ไม่มี"),),
        show=lambda value: value or "ไม่มี",
    ),
    Question(
        "evidence",
        "หลักฐาน",
        "ส่งรูปหรือไฟล์หลักฐานในแชตนี้ได้เลยค่ะ เมื่อครบแล้ว พิมพ์ ต่อไป",
        read_files,
        options=(Option("done", "ต่อไป"),),
        empty=True,
        asked=False,
    ),
)
FREE_TEXT = ("activity", "output", "outcome", "problem")  # any words can be an answer
BY_NAME = {question.name: question for question in PROGRESS}
