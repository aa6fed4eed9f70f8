"""The engine of the monthly report: form + answers so far + what was said -> answers, replies, outcome.

Pure: no database, clock or platform inside. The state is a plain dict of JSON values, saved by the caller at
every turn. Beside the answers it holds what a conversation needs to go on days later:
`_at` the question that is being changed, `_doubt` a value that waits for a yes, `_flags` the doubts that were
confirmed, `_files` the evidence ids, `_edit` that the person chooses what to change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from models import thai
from models.form import BY_NAME, FLAGS, PROGRESS, Context, Question, Unclear, Value, example_of
from models.ledger import FINAL
from models.say import Card, Choice, Message, Row, Text

Outcome = Literal["", "submit", "cancel"]
CONFIRM = "confirm"
SHOWN = 160  # how much of a long answer a question or card repeats; the stored answer is whole


@dataclass(frozen=True)
class Said:
    """One thing a person did: typed text, tapped a button (question + value), or sent files (their ids)."""

    text: str = ""
    question: str = ""
    value: str = ""
    files: tuple[int, ...] = ()


@dataclass(frozen=True)
class Turn:
    """What came of it. `answers` is a new dict; `outcome` says whether the report is to be submitted or left."""

    answers: dict[str, Any]
    replies: tuple[Message, ...]
    outcome: Outcome = ""


BACK, SKIP, CANCEL, HELP, EDIT, KEEP, SEND = "ย้อน", "ข้าม", "ยกเลิก", "ช่วยเหลือ", "แก้ไข", "คงเดิม", "ส่งรายงาน"
ATTACH = "แนบที่ส่งไว้"
_WORDS = {
    BACK: ("ย้อน", "ย้อนกลับ", "กลับ", "ถอยกลับ"),
    SKIP: ("ข้าม", "ข้ามไป", "ขอข้าม", "ข้ามข้อนี้"),
    CANCEL: ("ยกเลิก", "ออก", "พักไว้", "หยุด"),
    HELP: ("ช่วยเหลือ", "ช่วยด้วย", "วิธีใช้", "?", "help"),
    EDIT: ("แก้ไข", "แก้", "ขอแก้ไข", "ขอแก้"),
    KEEP: ("คงเดิม", "เหมือนเดิม"),
    SEND: ("ส่งรายงาน", "ส่ง", "ยืนยัน", "ใช่", "ถูกต้อง", "ตกลง"),
}
_MEANS = {thai.clean(word): meaning for meaning, words in _WORDS.items() for word in words}


def word_of(text: str) -> str:
    """The steering word a text consists of (ย้อน, ข้าม, ยกเลิก, ช่วยเหลือ, แก้ไข, คงเดิม, ส่งรายงาน), or ""."""
    return _MEANS.get(thai.clean(text), "")


def open_question(answers: Mapping[str, Any], context: Context) -> Question | None:
    """The question being changed, else the first unanswered one whose condition holds; None at confirm."""
    at = BY_NAME.get(answers.get("_at", ""))
    if at is not None and at.when(answers, context):  # else what it depended on has changed since
        return at
    return next((q for q in PROGRESS if q.name not in answers and q.when(answers, context)), None)


def collected(answers: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """What is submitted: the answers whose questions apply, with confirmed flags and evidence ids."""
    kept = {q.name: answers[q.name] for q in PROGRESS if q.name in answers and q.when(answers, context)}
    kept.pop("evidence", None)
    flags = {name: found for name, found in answers.get("_flags", {}).items() if name in kept}
    return kept | {"evidence": list(answers.get("_files", [])), "flags": flags}


def reopened(submitted: Mapping[str, Any]) -> dict[str, Any]:
    """The state of a conversation that changes a submitted answer: everything answered, confirm is open."""
    answers = {name: value for name, value in submitted.items() if name not in ("evidence", "flags")}
    return answers | {"evidence": True, "_files": submitted["evidence"], "_flags": submitted["flags"]}


def ask(answers: Mapping[str, Any], context: Context) -> tuple[Message, ...]:
    """The open question, doubt or confirmation as messages: what a resumed conversation shows first."""
    if doubt := answers.get("_doubt"):
        return (_doubt_question(doubt, context),)
    if answers.get("_edit"):
        return (_which_field(answers, context),)
    question = open_question(answers, context)
    if question is None:
        return (_confirmation(answers, context),)
    return (_question(question, answers, context),)


def take(answers: Mapping[str, Any], said: Said, context: Context) -> Turn:
    """Apply one thing that was said. Never raises on what a person says; what is not understood is asked again."""
    state = dict(answers)
    if said.files:
        return _files(state, said, context)
    if said.question:
        return _tapped(state, said, context)
    word = word_of(said.text)
    question = open_question(state, context)
    if word == CANCEL:
        return Turn(state, (), "cancel")
    if word == HELP:
        return Turn(state, (Text(_HELP), *ask(state, context)))
    if word == BACK:
        return _back(state, context)
    if state.get("_doubt"):
        return _settle(state, said, context)
    if state.get("_edit"):
        return _choose_field(state, said, context)
    if question is None:
        return _confirm(state, word, context)
    if word == EDIT and _editable(state, context):
        state["_edit"] = True
        return Turn(state, ask(state, context))
    if word == SKIP:
        return _skip(state, question, context)
    if word == KEEP and question.name in state:
        return _go_on(state, context)
    return _answer(state, question, said.text, context)


def _go_on(state: dict[str, Any], context: Context, *before: Message) -> Turn:
    """Close what was being changed and ask what is open now."""
    for key in ("_at", "_doubt", "_edit"):
        state.pop(key, None)
    return Turn(state, (*before, *ask(state, context)))


def _store(state: dict[str, Any], question: Question, value: Any, flag: str, context: Context) -> Turn:
    flags = {name: found for name, found in state.get("_flags", {}).items() if name != question.name}
    state["_flags"] = flags | ({question.name: [flag]} if flag else {})
    state[question.name] = value
    return _go_on(state, context)


def _answer(state: dict[str, Any], question: Question, text: str, context: Context) -> Turn:
    """A typed reply to the open question: by label, by number, or by its words."""
    if question.name == "evidence" and thai.same_words(text, ATTACH) and _waiting(state, context):
        return _files(state, Said(files=_waiting(state, context)), context)
    position = thai.which(text, [o.label for o in question.options]) if question.options else None
    if position is not None:
        return _store(state, question, _option_value(question, question.options[position].value), "", context)
    reading = question.read(text, context)
    if isinstance(reading, Unclear):
        return Turn(state, (_question(question, state, context, lead=reading.sentence),))
    return _take_value(state, question, reading, context)


def _take_value(state: dict[str, Any], question: Question, reading: Value, context: Context) -> Turn:
    if not reading.doubt:
        return _store(state, question, reading.value, "", context)
    state["_doubt"] = {
        "name": question.name,
        "value": reading.value,
        "flag": reading.doubt,
        "sentence": reading.sentence,
    }
    return Turn(state, ask(state, context))


def _waiting(answers: Mapping[str, Any], context: Context) -> tuple[int, ...]:
    """Files sent before this report was opened that are not yet tied to it."""
    return tuple(f for f in context.waiting_files if f not in answers.get("_files", []))


def _option_value(question: Question, value: str) -> Any:
    return True if question.name == "evidence" else value


def _skip(state: dict[str, Any], question: Question, context: Context) -> Turn:
    if not question.skip:
        return Turn(state, (_question(question, state, context, lead="ข้อนี้ข้ามไม่ได้ค่ะ"),))
    empty: Any = [] if question.name == "dates" else True if question.name == "evidence" else ""
    return _store(state, question, empty, "", context)


def _back(state: dict[str, Any], context: Context) -> Turn:
    """Open the answered question before the one that is open; the answer stays until a new one comes."""
    if state.pop("_doubt", None) or state.pop("_edit", None):
        return Turn(state, ask(state, context))
    at = open_question(state, context)
    names = [q.name for q in PROGRESS if q.when(state, context)]
    before = names[: names.index(at.name)] if at else names
    answered = [name for name in before if name in state]
    if not answered:
        return Turn(state, (Text("นี่คือคำถามแรกแล้วค่ะ"), *ask(state, context)))
    state["_at"] = answered[-1]
    return Turn(state, ask(state, context))


def _settle(state: dict[str, Any], said: Said, context: Context) -> Turn:
    """A reply to a doubt: yes keeps the value with its flag, no asks again, anything else is a new answer."""
    doubt = state["_doubt"]
    question = BY_NAME[doubt["name"]]
    if word_of(said.text) == SKIP:
        state.pop("_doubt")
        return _skip(state, question, context)
    choice = thai.which(said.text, [label for _, label in _DOUBT_CHOICES])
    answer = {0: True, 1: False}.get(choice) if choice is not None else thai.read_yes_no(said.text)
    if answer is True:
        return _store(state, question, doubt["value"], doubt["flag"] if doubt["flag"] in FLAGS else "", context)
    state.pop("_doubt")
    if answer is False:
        return Turn(state, (_question(question, state, context),))
    reading = question.read(said.text, context)
    if isinstance(reading, Unclear):
        state["_doubt"] = doubt
        return Turn(state, (Text(reading.sentence), *ask(state, context)))
    return _take_value(state, question, reading, context)


def _confirm(state: dict[str, Any], word: str, context: Context) -> Turn:
    if word == SEND:
        return Turn(state, (), "submit")
    if word == EDIT:
        state["_edit"] = True
        return Turn(state, ask(state, context))
    return Turn(state, (Text("ตรวจแล้วกด ส่งรายงาน หรือพิมพ์ ส่ง ได้เลยค่ะ"), *ask(state, context)))


def _editable(state: Mapping[str, Any], context: Context) -> list[Question]:
    return [q for q in PROGRESS if q.name in state and q.when(state, context)]


def _choose_field(state: dict[str, Any], said: Said, context: Context) -> Turn:
    fields = _editable(state, context)
    position = thai.which(said.text, [_short(q.label) for q in fields])
    if position is None:
        position = next((n for n, q in enumerate(fields) if thai.same_words(said.text, q.label)), None)
    if position is None:
        return Turn(state, (Text("พิมพ์หมายเลขของส่วนที่จะแก้ไขค่ะ"), *ask(state, context)))
    state.pop("_edit")
    state["_at"] = fields[position].name
    return Turn(state, ask(state, context))


def _tapped(state: dict[str, Any], said: Said, context: Context) -> Turn:
    """A button. It names its question, so it works even when another one is open."""
    if said.question == CONFIRM:
        return _confirm_button(state, said.value, context)
    question = BY_NAME.get(said.question)
    if question is None or not question.when(state, context):
        return Turn(state, (Text("ปุ่มนี้เป็นของคำถามก่อนหน้าค่ะ"), *ask(state, context)))
    if said.value == "_waiting":
        return _files(state, Said(files=_waiting(state, context)), context)
    if said.value == "_skip":
        return _skip(state, question, context)
    if said.value in ("_yes", "_no"):
        if state.get("_doubt", {}).get("name") != question.name:
            return Turn(state, ask(state, context))
        return _settle(state, Said(text="ใช่" if said.value == "_yes" else "ไม่ใช่"), context)
    if said.value == "_edit":
        state.pop("_edit", None)
        state["_at"] = question.name
        return Turn(state, ask(state, context))
    if question.pick_date:
        state.pop("_doubt", None)
        return _answer(state, question, said.value, context)
    if said.value not in {o.value for o in question.options}:
        return Turn(state, (Text("ปุ่มนี้ใช้ไม่ได้แล้วค่ะ"), *ask(state, context)))
    return _store(state, question, _option_value(question, said.value), "", context)


def _confirm_button(state: dict[str, Any], value: str, context: Context) -> Turn:
    if state.get("_doubt") or state.get("_edit") or open_question(state, context) is not None:
        return Turn(state, (Text("ยังมีคำถามที่รอคำตอบค่ะ"), *ask(state, context)))
    return _confirm(state, SEND if value == "send" else EDIT, context)


def _files(state: dict[str, Any], said: Said, context: Context) -> Turn:
    """Files may come at any question: they are kept with the draft and the open question stays open."""
    state["_files"] = [*state.get("_files", []), *(f for f in said.files if f not in state.get("_files", []))]
    question = open_question(state, context)
    at_evidence = question is not None and question.name == "evidence" and not state.get("_doubt")
    after = "ส่งเพิ่มได้ หรือพิมพ์ ต่อไป" if at_evidence else "ตอบคำถามด้านบนต่อได้เลย"
    count = (
        f"รับหลักฐานของข้อ {thai.thai_digits(context.order)} แล้ว รวม {thai.thai_digits(len(state['_files']))} รายการค่ะ"
    )
    (asked,) = ask(state, context)  # its choices move here: the question itself is not said again for each photo
    choices = asked.choices if isinstance(asked, Text) else asked.buttons
    return Turn(state, (Text(f"{count} {after}", choices),))


# --- What is shown -------------------------------------------------------------------------------------------

_HELP = (
    "ตอบทีละคำถามได้เลยค่ะ กดปุ่มหรือพิมพ์ก็ได้\n"
    "ย้อน = กลับไปคำถามก่อน\n"
    "ข้าม = ข้ามคำถามนี้\n"
    "ยกเลิก = พักไว้ก่อน คำตอบที่พิมพ์แล้วไม่หาย\n"
    "เมนู = ดูสิ่งที่ทำได้"
)
_DOUBT_CHOICES = (("_yes", "ใช่ ถูกต้อง"), ("_no", "พิมพ์ใหม่"))


def brief(text: str, limit: int = SHOWN) -> str:
    """A long answer cut for a card, with a mark; what is stored is whole."""
    if len(text) <= limit:
        return text
    kept = thai.cut(text, limit - 1)
    gap = max(kept.rfind(mark) for mark in " \n/")  # Thai has few gaps: cut at one when it is near the end
    return (kept[:gap] if gap > limit * 0.6 else kept) + "…"


def _of_month(context: Context) -> str:
    return f"เดือน {thai.short_month(context.month)} {context.division}"


def _send(context: Context, question: str, value: str) -> str:
    return f"say/{context.tag}/{question}/{value}"


def _question(question: Question, answers: Mapping[str, Any], context: Context, lead: str = "") -> Text:
    """A question as a message: what helps, the question, the answer so far when it is being changed."""
    lines: list[str] = []
    if lead:
        lines.append(lead)
    first = not any(q.name in answers for q in PROGRESS)
    if first:
        lines.append(f"ข้อ {thai.thai_digits(context.order)} {brief(context.title, 120)}")
        if context.step:
            lines.append(f"สิ่งที่ต้องทำ: {brief(context.step, 120)}")
        lines.append(_of_month(context))
    month = thai.short_month(context.month)
    lines.append(question.prompt.format(month=month, example=example_of(context.month)))
    if question.name in answers and question.name != "evidence":
        lines.append(f"เดิม: {brief(question.show(answers[question.name]) or 'ไม่ได้ตอบ')}")
    if question.name == "evidence" and answers.get("_files"):
        lines.append(f"ได้รับแล้ว {thai.thai_digits(len(answers['_files']))} รายการ")
    choices = [Choice(o.label, _send(context, question.name, o.value)) for o in question.options]
    if question.name == "evidence" and _waiting(answers, context):
        lines.append(f"มีรูปหรือไฟล์ที่ส่งไว้ก่อนแล้ว {thai.thai_digits(len(_waiting(answers, context)))} รายการ")
        choices.append(Choice(ATTACH, _send(context, question.name, "_waiting")))
    if question.pick_date:
        choices.append(Choice("เลือกวันที่", _send(context, question.name, "_date"), kind="date"))
    if question.skip and question.name != "evidence":
        choices.append(Choice(SKIP, _send(context, question.name, "_skip")))
    if question.name in answers and question.name != "evidence":
        choices.append(Choice(KEEP, f"word/{KEEP}"))
    if not first:
        choices.append(Choice(BACK, f"word/{BACK}"))
    choices += [Choice(CANCEL, f"word/{CANCEL}"), Choice(HELP, f"word/{HELP}")]
    numbered = len(question.options) if len(question.options) > 1 else 0
    return Text("\n".join(lines), tuple(choices), numbered=numbered)


def _doubt_question(doubt: Mapping[str, Any], context: Context) -> Text:
    choices = [Choice(label, _send(context, doubt["name"], value)) for value, label in _DOUBT_CHOICES]
    choices.append(Choice(CANCEL, f"word/{CANCEL}"))
    return Text(f"{doubt['sentence']}\nถูกต้องไหมคะ", tuple(choices), numbered=len(_DOUBT_CHOICES))


def _which_field(answers: Mapping[str, Any], context: Context) -> Text:
    fields = _editable(answers, context)
    choices = [Choice(_short(q.label), _send(context, q.name, "_edit")) for q in fields]
    choices.append(Choice(BACK, f"word/{BACK}"))
    head = f"แก้ไขข้อ {thai.thai_digits(context.order)} {brief(context.title, 80)}\n{_of_month(context)}"
    return Text(f"{head}\nจะแก้ไขส่วนไหนคะ", tuple(choices), numbered=len(fields))


def _short(label: str) -> str:
    return label if len(label) <= 20 else label.split()[0]


def answer_rows(answers: Mapping[str, Any], files: Sequence[int]) -> tuple[Row, ...]:
    """The answers as rows of a card, in the order of the questions; unanswered ones are left out."""
    flags: Mapping[str, Sequence[str]] = answers.get("flags", {})
    rows = [
        Row(
            q.label,
            (brief(q.show(answers[q.name])) or "–") + "".join(f" ({FLAGS[f]})" for f in flags.get(q.name, ())),
        )
        for q in PROGRESS
        if q.name in answers and q.name != "evidence"
    ]
    count = f"{thai.thai_digits(len(files))} รายการ" if files else "–"
    return (*rows, Row(BY_NAME["evidence"].label, count))


def _confirmation(answers: Mapping[str, Any], context: Context) -> Card:
    kept = collected(answers, context)
    return Card(
        title=f"ข้อ {thai.thai_digits(context.order)} {brief(context.title, 80)}",
        subtitle=_of_month(context),
        lead="โปรดตรวจสอบก่อนส่งค่ะ",
        rows=answer_rows(kept, kept["evidence"]),
        note="เมื่อส่งแล้ว เดือนต่อไปจะไม่ถามข้อนี้อีก" if kept["status"] in FINAL else "",
        buttons=(
            Choice(SEND, _send(context, CONFIRM, "send"), strong=True),
            Choice(EDIT, _send(context, CONFIRM, "edit")),
            Choice(CANCEL, f"word/{CANCEL}"),
        ),
        alt="ตรวจคำตอบก่อนส่ง พิมพ์ ส่ง เพื่อส่งรายงาน",
    )
