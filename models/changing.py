"""Changing what was answered: one field of it, a wish to correct, words whose place is asked."""

from __future__ import annotations

from dataclasses import replace

from models import same, shown, thai
from models.answered import answer, clear_report, take_report, word_of
from models.corrections import Correction, read_correction
from models.draft import (
    editable,
    joined,
    open_question,
)
from models.form import BY_NAME
from models.question import Context, Question, Unclear
from models.say import Text
from models.shown import SEND
from models.turn import Said, State, Turn, ask, go_on, in_doubt, keep, wait


def choose_field(state: State, said: Said, context: Context) -> Turn:
    """The reply to which part is to be changed: its number, its name, or the name and the new value; or a report that
    is told instead."""
    fields = editable(state, context)
    position = thai.which(said.text, [shown.short(q.label) for q in fields])
    if position is None:
        position = next((n for n, q in enumerate(fields) if thai.same_words(said.text, q.label)), None)
    if word_of(said.text) == SEND:
        return go_on(state, context)
    if position is not None:
        return change(state, fields[position].name, context)
    wish = read_correction(f"แก้{said.text.strip()}")
    if wish and wish.field and wish.order in (None, context.order):
        return correct(state, wish, said, context)
    if part := clear_report(said.text, context):
        return take_report(state, part, context)
    return Turn(state, (Text("พิมพ์หมายเลขของส่วนที่จะแก้ไขค่ะ"), *ask(state, context)))


def correct(state: State, wish: Correction, said: Said, context: Context) -> Turn:
    """`แก้ผลผลิต เป็น 46 คน`: the field takes the new value as its question would, or is asked; words that name no
    field are asked for their place, to stand there instead of what was answered."""
    waits = state.get("_doubt", {}).get("name", wish.field)
    if waits != wish.field or state.get("_loose"):
        first = f"ตอบคำถามนี้ก่อนค่ะ แล้วพิมพ์ “{shown.brief(said.text.strip())}” อีกครั้ง"
        return Turn(state, (Text(first), *ask(state, context)))
    if "status" not in state:
        return Turn(state, (Text("ข้อนี้ยังไม่มีคำตอบให้แก้ค่ะ"), *ask(state, context)))
    if not wish.field:
        state["_edit"] = True
        if words := wish.value or wish.rest:
            state["_loose"] = {"text": words, "from": said.message, "instead": True}
        return Turn(state, ask(state, context))
    asked = BY_NAME[wish.field]
    if not asked.when(state, context):
        why = f"สถานะที่ตอบไว้ไม่มี{asked.label}ค่ะ ถ้าสถานะเปลี่ยน พิมพ์ แก้สถานะ"
        return Turn(state, (Text(why), *ask(state, context)))
    if not wish.value and asked not in editable(state, context):
        return Turn(state, (Text(f"{asked.label}ยังไม่ได้ตอบ จะถามต่อไปค่ะ"), *ask(state, context)))
    changing = change(state, asked.name, context)
    if not wish.value:
        return changing
    turn = answer(state, asked, wish.value, context)
    if turn.answers.get("_doubt") or open_question(turn.answers, context) in (None, asked):
        return turn
    noted = f"{asked.label}: {shown.brief(asked.show(turn.answers[asked.name]))}"
    return replace(turn, replies=(Text(noted), *turn.replies))


def change(state: State, name: str, context: Context) -> Turn:
    """Open one answered question alone; after it the card to confirm comes back."""
    for key in ("_edit", "_adding", "_loose", "_doubt"):
        state.pop(key, None)
    state["_at"] = name
    return Turn(state, ask(state, context))


def place(state: State, said: Said, context: Context) -> Turn:
    """Where the words that were typed at the card go: a field, or nowhere."""
    fields = shown.places(state, context)
    position = thai.which(said.text, [*(shown.short(q.label) for q in fields), shown.DROP])
    steers = word_of(said.text) or thai.read_number(said.text) is not None or thai.means_nothing(said.text)
    if position is None and (steers or same.read_same(said.text) or shown.is_label(said.text)):
        return Turn(state, (Text("เลือกส่วนที่จะบันทึกก่อนค่ะ หากไม่ต้องการบันทึก พิมพ์ ไม่ใช้"), *ask(state, context)))
    if position is None:  # more of the same words: nothing that is typed is dropped
        state["_loose"] = {**state["_loose"], "text": joined(state["_loose"]["text"], said.text.strip())}
        return Turn(state, ask(state, context))
    if position == len(fields):
        state.pop("_loose")
        return go_on(state, context)
    return put_loose(state, fields[position], context)


def put_loose(state: State, asked: Question, context: Context) -> Turn:
    """Put the words whose place was asked into a field, as its question would take them."""
    loose = state["_loose"]
    found = asked.read(loose["text"], context)
    if isinstance(found, Unclear):
        # the numbers of its own question are not those of the list that stands here
        no_status = f"ข้อความนี้ยังไม่บอกสถานะค่ะ เลือกส่วนอื่น หรือพิมพ์ {shown.DROP}"
        sentence = no_status if asked.name == "status" else found.sentence
        return Turn(state, (Text(sentence), *ask(state, context)))
    state.pop("_loose")
    state.pop("_edit", None)
    join = asked.name not in ("status", "percent") and not loose.get("instead")
    if found.sentence:
        return in_doubt(state, asked, found, context, join=join)
    wait(state, found.also)
    keep(state, asked, found.value, "", join=join)
    return go_on(state, context)
