"""The engine of the monthly report: form + answers so far + what was said -> answers, replies, outcome.

Pure: no database, clock or platform inside. The state is a plain dict of JSON values (models/draft.py says what is in
it), saved by the caller at every turn. How it looks is in models/shown.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from models import reading, same, shown, thai
from models.answered import answer, clear_report, option, settle, skip, take_report, word_of
from models.changing import change, choose_field, correct, place, put_loose
from models.corrections import read_correction
from models.draft import (
    LOST,
    complete,
    joined,
    merged,
    open_question,
    repeated,
    without_found,
    without_refused,
    without_theirs,
)
from models.form import BY_NAME, PROGRESS
from models.question import NO, YES, Context, Unclear
from models.replies import (
    no_more_files,
)
from models.say import Text
from models.shown import BACK, CANCEL, CONFIRM, EDIT, HELP, KEEP, SEND, SKIP
from models.sources import Ids, note
from models.turn import Said, State, Turn, ask, go_on, in_doubt, store, take_value, told_otherwise, wait


def take(answers: Mapping[str, Any], said: Said, context: Context) -> Turn:
    """Apply one thing that was said. Never raises on what a person says; what is not understood is asked again."""
    turn = _take(dict(answers), said, replace(context, status=answers.get("status", "")))
    message = "" if said.files else said.message
    return _noted(answers, turn, message, context)


def tell(answers: Mapping[str, Any], part: reading.Part, message: Ids, context: Context) -> Turn:
    """Apply what a message says about this report: its fields are filled, and what is missing is asked; first whether
    it is added to other answers that were told before, or takes their place.

    `message` is its id, or those of several that were put together.
    """
    return _noted(answers, take_report(dict(answers), part, context), message, context)


def _noted(before: Mapping[str, Any], turn: Turn, message: Ids, context: Context) -> Turn:
    """The turn with where its words came from, and without those that were asked back and are not used."""
    after = without_refused(before, turn.answers)
    if after.get(LOST):
        after = without_found(before, after, open_question(before, context), open_question(after, context))
    return replace(turn, answers=note(before, after, message, context.previous))


def _take(state: State, said: Said, context: Context) -> Turn:
    if said.files:
        return _files(state, said, context)
    if said.question:
        return _tapped(state, said, context)
    word = word_of(said.text)
    if word == CANCEL:
        state.pop("_edit", None)  # when it is opened again it is shown as it stands
        return Turn(state, (), "cancel")
    if word == HELP:
        return Turn(state, (Text(shown.HELP_TEXT), *ask(state, context, again=True)))
    if state.get("_theirs") and (turn := _of_theirs(state, word, said, context)):
        return turn
    if word == BACK:
        return _back(state, context)
    wish = read_correction(said.text)
    if wish and wish.order in (None, context.order):
        return correct(state, wish, said, context)
    if state.get("_doubt"):
        return settle(state, said, context)
    if state.get("_loose"):
        return place(state, said, context)
    if state.get("_edit"):
        return choose_field(state, said, context)
    asked = open_question(state, context)
    early = shown.waiting(state, context) if asked is None or asked.name == "evidence" else ()
    if early and thai.same_words(said.text, shown.ATTACH):
        return _files(state, Said(files=early), context)
    if state.get("_adding"):
        return _add(state, said.text, context)
    if asked is None:
        return _confirm(state, word, said, context)
    if word == EDIT and any(q.name in state for q in PROGRESS):
        state["_edit"] = True
        return Turn(state, ask(state, context))
    if word == SKIP:
        return skip(state, asked, context)
    if asked.name in state and asked.skip and thai.same_words(said.text, shown.CLEAR):
        return store(state, asked, asked.empty, "", context)
    again = same.read_same(said.text)
    repeats = (
        again is not None and not again.trouble and again.orders in (None, (context.order,)) and not again.except_
    )
    if (word == KEEP or repeats) and asked.name in state:
        return go_on(state, context)
    if repeats and asked.name in ("status", "activity"):
        return _repeat(state, context)
    return answer(state, asked, said.text, context)


# --- Answers -------------------------------------------------------------------------------------------------


def _repeat(state: State, context: Context) -> Turn:
    """เหมือนเดือนก่อน said to one report: its status and texts are used again, the dates are asked."""
    asked = open_question(state, context)
    none = asked is not None and asked.name == "activity" and not (context.previous or {}).get("activity")
    last = (context.previous or {}).get("status", "")
    if asked is not None and asked.name == "status" and (doubt := told_otherwise(state, last)):
        return in_doubt(state, asked, doubt, context)
    if none or not repeated(state, context):
        return Turn(state, (Text("ยังไม่มีคำตอบของเดือนก่อนให้ใช้ซ้ำค่ะ"), *ask(state, context)))
    return go_on(state, context, "ใช้คำตอบของเดือนก่อนแล้วค่ะ")


def _add(state: State, text: str, context: Context) -> Turn:
    """Words that are added to an answer that was sent; nothing, where the person goes on without them."""
    if word_of(text) in (SEND, SKIP) or shown.is_label(text) or thai.means_nothing(text):
        return go_on(state, context)
    if isinstance(steers := BY_NAME["output"].read(text, context), Unclear):
        return Turn(state, (Text(steers.sentence), *ask(state, context)))
    parts = reading.read_report(text, context.month, context.today, (context.order,))
    fields: dict[str, Any] = {"activity": text.strip()}
    if parts:
        one = parts[0]
        fields = {"activity": one.activity, "dates": [d.isoformat() for d in one.dates]}
        fields |= {"output": one.output, "problem": one.problem}
    wait(state, {name: value for name, value in fields.items() if value}, join=True)
    return go_on(state, context, "เพิ่มแล้วค่ะ โปรดตรวจสอบก่อนส่ง")


def _back(state: State, context: Context) -> Turn:
    """Open the answered question before the one that is open; the answer stays until a new one comes."""
    for key in ("_doubt", "_loose", "_edit"):
        if waits := state.pop(key, None):
            if key == "_doubt" and waits["name"] not in state:
                state["_at"] = waits["name"]
            return Turn(state, ask(state, context))
    at = open_question(state, context)
    names = [q.name for q in PROGRESS if q.when(state, context)]
    before = names[: names.index(at.name)] if at else names
    answered = [name for name in before if name in state and name != "evidence"]
    if not answered:
        return Turn(state, (Text("นี่คือคำถามแรกแล้วค่ะ"), *ask(state, context)))
    state["_at"] = answered[-1]
    return Turn(state, ask(state, context))


# --- Changing and sending ------------------------------------------------------------------------------------


def _of_theirs(state: State, word: str, said: Said, context: Context) -> Turn | None:
    """Whether the answer is added to the one that was sent before, or takes its place: by the words at any step, by
    their number when it is asked. Other words wait until it is chosen; a doubt is settled first (None)."""
    acts = {"add": _add_to_theirs, "replace": _in_place_of_theirs}
    labels = {"add": (shown.ADD, "เพิ่ม"), "replace": (shown.REPLACE, shown.INSTEAD, "ใช้แทน", "แทน")}
    chosen = next((what for what in acts if any(thai.same_words(said.text, label) for label in labels[what])), "")
    if state.get("_doubt") and not chosen:
        return None
    chosen = chosen or {1: "add", 2: "replace"}.get(thai.read_number(said.text) or 0, "")
    if chosen:
        return acts[chosen](state, context)
    steers = word or thai.read_yes_no(said.text) is not None or thai.read_number(said.text) is not None
    steers = steers or shown.is_label(said.text)
    if steers or isinstance(BY_NAME["output"].read(said.text, context), Unclear):
        return Turn(state, ask(state, context))
    waits = state.get("_loose", {}).get("text", "")
    state["_loose"] = {"text": joined(waits, said.text.strip()), "from": said.message}
    return Turn(state, (Text("เก็บข้อความนี้ไว้แล้วค่ะ เลือกก่อน แล้วจะถามว่าเป็นส่วนไหน"), *ask(state, context)))


def _confirm(state: State, word: str, said: Said, context: Context) -> Turn:
    agreed = thai.read_yes_no(said.text) if said.text else None
    if word == SEND or agreed is True:
        return Turn(state, (), "submit")
    if word == EDIT or agreed is False:
        state["_edit"] = True
        return Turn(state, ask(state, context))
    if no_more_files(said.text):  # the question for evidence says to type it
        return Turn(state, ask(state, context))
    if part := clear_report(said.text, context):
        return take_report(state, part, context)
    steers = word or thai.read_number(said.text) is not None or not thai.clean(said.text)
    steers = steers or shown.is_label(said.text)
    if steers or isinstance(BY_NAME["output"].read(said.text, context), Unclear):
        return Turn(state, (Text("ตรวจแล้วกด ส่งรายงาน หรือพิมพ์ ส่ง ได้เลยค่ะ"), *ask(state, context)))
    state["_loose"] = {"text": said.text.strip(), "from": said.message}
    return Turn(state, ask(state, context))


def _add_to_theirs(state: State, context: Context) -> Turn:
    both = merged(state["_theirs"], state)
    if both.get("_next") and not both.get("_doubt"):  # what waited with the other answer
        both = go_on(both, context).answers
    return Turn(both, ask(both, context, "รวมกันแล้วค่ะ โปรดตรวจสอบก่อนส่ง" if complete(both, context) else "รวมกันแล้วค่ะ"))


def _in_place_of_theirs(state: State, context: Context) -> Turn:
    parked = state.get("_parked")
    state = without_theirs(state)
    done = complete(state, context)
    if parked:  # nothing was sent yet: it is checked first
        return Turn(
            state, ask(state, context, "ใช้คำตอบใหม่แทนแล้วค่ะ โปรดตรวจสอบก่อนส่ง" if done else "ใช้คำตอบใหม่แทนแล้วค่ะ")
        )
    return Turn(state, (), "submit") if done else Turn(state, ask(state, context))


def _tapped(state: State, said: Said, context: Context) -> Turn:
    """A button. It names its question, so it works even when another one is open."""
    if said.question == CONFIRM:
        return _confirm_button(state, said.value, context)
    asked = BY_NAME.get(said.question)
    if asked is None or not asked.when(state, context):
        early = asked is not None and said.value == "_edit"
        why = shown.not_asked(asked.label) if asked and early else "ปุ่มนี้เป็นของคำถามก่อนหน้าค่ะ"
        return Turn(state, (Text(why), *ask(state, context)))
    waits = state.get("_doubt", {})
    if waits.get("name") == asked.name and said.value in [v for v, _ in waits.get("choices", ())] + [YES, NO]:
        return settle(state, Said(value=said.value), context)
    match said.value:
        case "_waiting":
            return _files(state, Said(files=shown.waiting(state, context)), context)
        case "_skip":
            return skip(state, asked, context)
        case "_yes" | "_no":
            return Turn(state, ask(state, context))
        case "_clear":
            return store(state, asked, asked.empty, "", context)
        case "_edit":
            return change(state, asked.name, context)
        case "_same":
            return _repeat(state, context) if asked.name not in state else Turn(state, ask(state, context))
        case "_put":
            return put_loose(state, asked, context) if state.get("_loose") else Turn(state, ask(state, context))
    if asked.pick_date:
        state.pop("_doubt", None)
        found = asked.read(said.value, context)
        if isinstance(found, Unclear):
            return Turn(state, (shown.question(asked, state, context, lead=found.sentence),))
        return take_value(state, asked, found, context, f"วันที่ {asked.show(found.value)}" if found.value else "")
    if said.value not in {o.value for o in asked.options}:
        return Turn(state, (Text("ปุ่มนี้ใช้ไม่ได้แล้วค่ะ"), *ask(state, context)))
    return option(state, asked, said.value, context)


def _confirm_button(state: State, value: str, context: Context) -> Turn:
    if state.get("_theirs"):
        acts = {"add": _add_to_theirs, "replace": _in_place_of_theirs}
        return acts[value](state, context) if value in acts else Turn(state, ask(state, context))
    if value == "drop" and state.get("_loose"):
        state.pop("_loose")
        return go_on(state, context)
    waits = any(state.get(key) for key in ("_doubt", "_edit", "_loose", "_adding"))
    if waits or open_question(state, context) is not None:
        return Turn(state, (Text("ยังมีคำถามที่รอคำตอบค่ะ"), *ask(state, context)))
    return _confirm(state, EDIT if value == "edit" else SEND, Said(), context)


def _files(state: State, said: Said, context: Context) -> Turn:
    """Files may come at any question: they are kept with the draft and the open question stays open. They answer
    what is to be changed, what is to be added, and the question for evidence."""
    state["_files"] = [*state.get("_files", []), *(f for f in said.files if f not in state.get("_files", []))]
    answered = [state.pop(key) for key in ("_edit", "_adding") if state.get(key)]
    answered += [state.pop("_at")] if state.get("_at") == "evidence" else []
    count = (
        f"รับหลักฐานของข้อ {thai.thai_digits(context.order)} แล้ว รวม {thai.thai_digits(len(state['_files']))} รายการค่ะ"
    )
    asked = ask(state, context)
    if state.get("_theirs"):
        after = "ส่งเพิ่มได้ หรือเลือกปุ่มนี้"
    elif complete(state, context):
        after = "ส่งเพิ่มได้ หรือกด ส่งรายงาน"
    elif answered:  # what is asked now was not seen yet
        return Turn(state, (Text(count), *asked))
    else:
        after = "ตอบคำถามด้านบนต่อได้เลย"
    (above,) = asked  # its choices move here: the question itself is not said again for each photo
    choices = above.choices if isinstance(above, Text) else above.buttons
    return Turn(state, (Text(f"{count} {after}", choices),))


__all__ = ["Said", "Turn", "ask", "take", "tell", "word_of"]
