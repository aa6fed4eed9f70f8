"""The engine of the monthly report: form + answers so far + what was said -> answers, replies, outcome.

Pure: no database, clock or platform inside. The state is a plain dict of JSON values (models/draft.py says what is in
it), saved by the caller at every turn. How it looks is in models/shown.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from models import care, intents, reading, same, shown, thai
from models.corrections import Correction, read_correction
from models.draft import (
    LOST,
    WHOLE,
    complete,
    editable,
    joined,
    merged,
    open_question,
    put,
    repeated,
    without_found,
    without_refused,
)
from models.form import BY_NAME, PROGRESS
from models.question import KEEP_IT, NO, SURE, YES, Context, Option, Question, Unclear, Value
from models.replies import (
    NOTHING_REASONS,
    VAGUE,
    WHY_NOTHING,
    date_trouble,
    no_more_files,
    says_no_problem,
    which_status,
)
from models.say import Text
from models.shown import BACK, CANCEL, CONFIRM, EDIT, HELP, KEEP, SEND, SKIP
from models.sources import Ids, note
from models.turn import Said, State, Turn, ask, go_on, in_doubt, keep, store, take_value, wait

_WORDS = {
    "back": BACK, "skip": SKIP, "cancel": CANCEL, "help": HELP, "edit": EDIT, "keep": KEEP, "send": SEND,
}  # fmt: skip


def word_of(text: str) -> str:
    """The steering word a text consists of (ย้อน, ข้าม, ยกเลิก, ช่วยเหลือ, แก้ไข, คงเดิม, ส่งรายงาน), or ""."""
    return _WORDS.get(intents.read_intent(text), "")


def take(answers: Mapping[str, Any], said: Said, context: Context) -> Turn:
    """Apply one thing that was said. Never raises on what a person says; what is not understood is asked again."""
    turn = _take(dict(answers), said, replace(context, status=answers.get("status", "")))
    message = said.message if said.text else ""
    return _noted(answers, turn, message, context)


def tell(answers: Mapping[str, Any], part: reading.Part, message: Ids, context: Context) -> Turn:
    """Apply what a message says about this report: its fields are filled, and what is missing is asked.

    `message` is its id, or those of several that were put together.
    """
    return _noted(answers, _fill(dict(answers), part, context), message, context)


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
        return Turn(state, (), "cancel")
    if word == HELP:
        return Turn(state, (Text(shown.HELP_TEXT), *ask(state, context, again=True)))
    if state.get("_theirs") and (turn := _of_theirs(state, word, said, context)):
        return turn
    if word == BACK:
        return _back(state, context)
    wish = read_correction(said.text)
    if wish and wish.order in (None, context.order):
        return _correct(state, wish, said, context)
    if state.get("_doubt"):
        return _settle(state, said, context)
    if state.get("_loose"):
        return _place(state, said, context)
    if state.get("_edit"):
        return _choose_field(state, said, context)
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
        return _skip(state, asked, context)
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
    return _answer(state, asked, said.text, context)


# --- Answers -------------------------------------------------------------------------------------------------


def _answer(state: State, asked: Question, text: str, context: Context) -> Turn:
    """A typed reply to the open question: by label, by number, or by its words."""
    position = thai.which(text, [o.label for o in asked.options]) if asked.options else None
    if position is not None:
        return _option(state, asked, asked.options[position].value, context)
    if asked.name == "activity" and thai.means_nothing(text) and not says_no_problem(text):
        return _nothing_done(state, asked, context)
    found = asked.read(text, context)
    if isinstance(found, Value):
        return take_value(state, asked, found, context)
    wait(state, found.also)
    if asked.name == "status" and (part := _whole_report(text, context)):
        return _fill(state, part, context)
    return Turn(state, (shown.question(asked, state, context, lead=found.sentence),))


def _nothing_done(state: State, asked: Question, context: Context) -> Turn:
    """ไม่มี to what was done: nothing was done this month, and why is asked (as handlers/together.py does)."""
    put(state, asked, asked.empty)
    for name in ("dates", "output"):
        if name not in state:
            put(state, BY_NAME[name], BY_NAME[name].empty)
    state["_flags"] = {**state["_flags"], "status": ["no_activity"]}
    if "problem" in state:
        return go_on(state, context)
    state.pop("_at", None)
    why = Value("", "", WHY_NOTHING, tuple(Option(reason, reason) for reason in NOTHING_REASONS))
    return in_doubt(state, BY_NAME["problem"], why, context)


def _whole_report(text: str, context: Context) -> reading.Part | None:
    """A reply to the question for the status that reports by itself."""
    parts = reading.read_report(text, context.month, context.today, (context.order,))
    return parts[0] if len(parts) == 1 and _tells(parts[0]) else None


def _tells(part: reading.Part) -> bool:
    """Whether a message says more than words that may be anything."""
    return bool(part.status or part.dates or part.output or part.problem or part.percent is not None or part.troubles)


def _option(state: State, asked: Question, value: str, context: Context) -> Turn:
    """A button of a question. That nothing is in the way does not fit a measure that is blocked."""
    if asked.name == "problem":
        found = asked.read(asked.options[0].label, context)
        if isinstance(found, Value):
            return take_value(state, asked, found, context)
    return store(state, asked, True if asked.name == "evidence" else value, "", context)


def _fill(state: State, part: reading.Part, context: Context) -> Turn:
    """Take a message apart that says several things at once: show what was understood, ask what is missing."""
    fields: dict[str, Any] = {"status": part.status, "percent": part.percent, "activity": part.activity}
    fields |= {"dates": [d.isoformat() for d in part.dates], "output": part.output, "problem": part.problem}
    told = {name: value for name, value in fields.items() if value not in (None, "", [])}
    if "problem" in told and thai.means_nothing(part.problem):
        told["problem"] = ""  # said, and that there is none
    waits = [{"name": n, "value": v, "join": n not in ("status", "percent")} for n, v in told.items()]
    leads: list[str] = []
    for trouble in part.troubles:
        if trouble.choices:
            waits.insert(0, {"name": "status", "value": which_status(trouble.choices, trouble.kind, {})})
        elif trouble.kind in ("impossible", "which_day", "leftover"):
            leads.append(date_trouble(trouble.kind, trouble.words, context))
        elif trouble.kind in ("percent", "over_100"):
            leads.append(f"ไม่แน่ใจความคืบหน้า “{thai.thai_digits(trouble.words)}” ค่ะ แก้ได้ด้วยคำว่า แก้ความคืบหน้า")
    if part.said:  # kept whole when nothing that was read out of it is in doubt any more
        waits.append({"name": WHOLE, "value": part.said})
    state["_next"] = [*state.get("_next", []), *waits]
    turn = go_on(state, context)
    if complete(turn.answers, context):
        return replace(turn, replies=(*map(Text, leads), *turn.replies))
    return replace(turn, replies=(shown.understood(turn.answers, context), *map(Text, leads), *turn.replies))


def _repeat(state: State, context: Context) -> Turn:
    """เหมือนเดือนก่อน said to one report: its status and texts are used again, the dates are asked."""
    if not repeated(state, context):
        return Turn(state, (Text("ยังไม่มีคำตอบของเดือนก่อนให้ใช้ซ้ำค่ะ"), *ask(state, context)))
    return go_on(state, context, "ใช้คำตอบของเดือนก่อนแล้วค่ะ")


def _add(state: State, text: str, context: Context) -> Turn:
    """Words that are added to an answer that was sent."""
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


def _skip(state: State, asked: Question, context: Context) -> Turn:
    if asked.name in state and asked.name != "evidence":  # being changed: what is there stays
        return go_on(state, context)
    if not asked.skip:
        return Turn(state, (shown.question(asked, state, context, lead="ข้อนี้ข้ามไม่ได้ค่ะ"),))
    return store(state, asked, asked.empty, "", context)


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


def _settle(state: State, said: Said, context: Context) -> Turn:
    """A reply to a doubt: yes keeps the value with its flag, no asks again, a choice is stored instead, anything else
    is a new answer (to a vague one: more words)."""
    waits = state["_doubt"]
    asked = BY_NAME[waits["name"]]
    options = waits.get("choices") or [[o.value, o.label] for o in SURE]
    position = thai.which(said.text, [label for _, label in options])
    values = [value for value, _ in options]
    choice = values[position] if position is not None else said.value if said.value in values else ""
    agreed = thai.read_yes_no(said.text) if said.text and not choice else None
    if agreed is not None:
        choice = YES if agreed else NO
        if choice not in values:  # "yes" to a warning says neither keep nor change
            return Turn(state, ask(state, context))
    if not choice and waits["flag"] == VAGUE and word_of(said.text) == SEND:
        choice = YES  # no more is told
    if not choice and word_of(said.text) == SKIP and asked.skip:
        choice = YES if waits["flag"] == VAGUE else ""
        if not choice:
            state.pop("_doubt")
            return _skip(state, asked, context)
    if choice == NO:
        state.pop("_doubt")
        state["_at"] = asked.name
        return Turn(state, (shown.question(asked, state, context),))
    if choice:
        value = waits["value"] if choice in (YES, KEEP_IT) else choice
        wait(state, waits.get("also", {}))
        keep(state, asked, value, waits["flag"] if choice == YES else "", join=waits.get("join", False))
        return go_on(state, context)
    if waits["flag"] == VAGUE:
        return _more_words(state, asked, _with_more(waits["value"], said.text.strip()), said.text, context)
    found = asked.read(said.text, context)
    if isinstance(found, Unclear) and asked.name == "status" and (part := _whole_report(said.text, context)):
        state.pop("_doubt")
        return _fill(state, part, context)
    if isinstance(found, Unclear):
        sentence = found.sentence if YES in values else "กรุณาเลือกจากตัวเลือกนี้ค่ะ"
        return Turn(state, (Text(sentence), *ask(state, context)))
    state.pop("_doubt")
    return take_value(state, asked, found, context)


def _with_more(vague: str, new: str) -> str:
    """A vague text and more words, equal ones once; that there are no more is none."""
    if thai.means_nothing(new) or thai.same_words(new, vague):
        return vague
    return new if new.startswith(vague) else f"{vague} {new}"


def _more_words(state: State, asked: Question, whole: str, new: str, context: Context) -> Turn:
    """The answer to the one concrete question about a vague text: kept behind it, whatever it says."""
    state.pop("_doubt")
    found = asked.read(new, context)
    also = found.also if isinstance(found, Value) else {}
    still = care.is_vague(new) or thai.means_nothing(new)
    checked = replace(BY_NAME["output"].check(whole, context), also=also)  # only care is left to check
    if checked.sentence:
        return in_doubt(state, asked, checked, context)
    wait(state, also)
    return store(state, asked, whole, VAGUE if still else "", context)


# --- Changing and sending ------------------------------------------------------------------------------------


def _of_theirs(state: State, word: str, said: Said, context: Context) -> Turn | None:
    """Whether the answer is added to the one that was sent before, or takes its place: by the words at any step, by
    their number when it is asked. Other words wait until it is chosen; a doubt is settled first (None)."""
    acts = {"add": _add_to_theirs, "replace": _in_place_of_theirs}
    labels = {"add": (shown.ADD, "เพิ่ม"), "replace": (shown.REPLACE, "แทน")}
    chosen = next((what for what in acts if any(thai.same_words(said.text, label) for label in labels[what])), "")
    if state.get("_doubt") and not chosen:
        return None
    chosen = chosen or {1: "add", 2: "replace"}.get(thai.read_number(said.text) or 0, "")
    if chosen:
        return acts[chosen](state, context)
    steers = word or thai.read_yes_no(said.text) is not None or thai.read_number(said.text) is not None
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
    steers = word or thai.read_number(said.text) is not None or not thai.clean(said.text)
    if steers or isinstance(BY_NAME["output"].read(said.text, context), Unclear):
        return Turn(state, (Text("ตรวจแล้วกด ส่งรายงาน หรือพิมพ์ ส่ง ได้เลยค่ะ"), *ask(state, context)))
    state["_loose"] = {"text": said.text.strip(), "from": said.message}
    return Turn(state, ask(state, context))


def _place(state: State, said: Said, context: Context) -> Turn:
    """Where the words that were typed at the card go: a field, or nowhere."""
    fields = shown.places(state, context)
    position = thai.which(said.text, [*(shown.short(q.label) for q in fields), shown.DROP])
    steers = word_of(said.text) or thai.read_number(said.text) is not None or thai.means_nothing(said.text)
    if position is None and (steers or same.read_same(said.text)):
        return Turn(state, (Text("เลือกส่วนที่จะบันทึกก่อนค่ะ หากไม่ต้องการบันทึก พิมพ์ ไม่ใช้"), *ask(state, context)))
    if position is None:  # more of the same words: nothing that is typed is dropped
        state["_loose"] = {**state["_loose"], "text": joined(state["_loose"]["text"], said.text.strip())}
        return Turn(state, ask(state, context))
    if position == len(fields):
        return go_on(state, context)
    return _put_loose(state, fields[position], context)


def _put_loose(state: State, asked: Question, context: Context) -> Turn:
    loose = state["_loose"]
    found = asked.read(loose["text"], context)
    if isinstance(found, Unclear):
        return Turn(state, (Text(found.sentence), *ask(state, context)))
    state.pop("_loose")
    state.pop("_edit", None)
    join = asked.name not in ("status", "percent") and not loose.get("instead")
    if found.sentence:
        return in_doubt(state, asked, found, context, join=join)
    wait(state, found.also)
    keep(state, asked, found.value, "", join=join)
    return go_on(state, context)


def _choose_field(state: State, said: Said, context: Context) -> Turn:
    fields = editable(state, context)
    position = thai.which(said.text, [shown.short(q.label) for q in fields])
    if position is None:
        position = next((n for n, q in enumerate(fields) if thai.same_words(said.text, q.label)), None)
    if word_of(said.text) == SEND:
        return go_on(state, context)
    if position is not None:
        return _change(state, fields[position].name, context)
    wish = read_correction(f"แก้{said.text.strip()}")
    if wish and wish.field and wish.order in (None, context.order):
        return _correct(state, wish, said, context)
    return Turn(state, (Text("พิมพ์หมายเลขของส่วนที่จะแก้ไขค่ะ"), *ask(state, context)))


def _correct(state: State, wish: Correction, said: Said, context: Context) -> Turn:
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
    changing = _change(state, asked.name, context)
    if not wish.value:
        return changing
    turn = _answer(state, asked, wish.value, context)
    if turn.answers.get("_doubt") or open_question(turn.answers, context) in (None, asked):
        return turn
    noted = f"{asked.label}: {shown.brief(asked.show(turn.answers[asked.name]))}"
    return replace(turn, replies=(Text(noted), *turn.replies))


def _change(state: State, name: str, context: Context) -> Turn:
    """Open one answered question alone; after it the card to confirm comes back."""
    for key in ("_edit", "_adding", "_loose", "_doubt"):
        state.pop(key, None)
    state["_at"] = name
    return Turn(state, ask(state, context))


def _add_to_theirs(state: State, context: Context) -> Turn:
    both = merged(state["_theirs"], state)
    return Turn(both, ask(both, context, "รวมกันแล้วค่ะ โปรดตรวจสอบก่อนส่ง" if complete(both, context) else "รวมกันแล้วค่ะ"))


def _in_place_of_theirs(state: State, context: Context) -> Turn:
    state = {name: value for name, value in state.items() if name not in ("_theirs", "_own")}
    return Turn(state, (), "submit") if complete(state, context) else Turn(state, ask(state, context))


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
        return _settle(state, Said(value=said.value), context)
    match said.value:
        case "_waiting":
            return _files(state, Said(files=shown.waiting(state, context)), context)
        case "_skip":
            return _skip(state, asked, context)
        case "_yes" | "_no":
            return Turn(state, ask(state, context))
        case "_clear":
            return store(state, asked, asked.empty, "", context)
        case "_edit":
            return _change(state, asked.name, context)
        case "_same":
            return _repeat(state, context) if asked.name not in state else Turn(state, ask(state, context))
        case "_put":
            return _put_loose(state, asked, context) if state.get("_loose") else Turn(state, ask(state, context))
    if asked.pick_date:
        state.pop("_doubt", None)
        found = asked.read(said.value, context)
        if isinstance(found, Unclear):
            return Turn(state, (shown.question(asked, state, context, lead=found.sentence),))
        return take_value(state, asked, found, context, f"วันที่ {asked.show(found.value)}" if found.value else "")
    if said.value not in {o.value for o in asked.options}:
        return Turn(state, (Text("ปุ่มนี้ใช้ไม่ได้แล้วค่ะ"), *ask(state, context)))
    return _option(state, asked, said.value, context)


def _confirm_button(state: State, value: str, context: Context) -> Turn:
    if state.get("_theirs"):
        acts = {"add": _add_to_theirs, "replace": _in_place_of_theirs}
        return acts[value](state, context) if value in acts else Turn(state, ask(state, context))
    if value == "drop" and state.get("_loose"):
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
