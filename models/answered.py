"""One question of the monthly report and what is replied to it: by label, by number, in words, or with a whole
report; and the doubt that a reply may leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from models import care, intents, reading, shown, thai
from models.deeds import tells_a_deed
from models.draft import WHOLE, beside, complete, differs, joined, put, unsettled
from models.form import BY_NAME, FREE_TEXT
from models.question import KEEP_IT, NO, SURE, YES, Context, Option, Question, Reading, Unclear, Value
from models.replies import (
    NOTHING_REASONS,
    VAGUE,
    WHY_NOTHING,
    date_trouble,
    not_kept,
    right_days,
    says_no_problem,
    which_status,
)
from models.say import Message, Text
from models.shown import BACK, CANCEL, EDIT, HELP, KEEP, SEND, SKIP
from models.turn import Said, State, Turn, ask, go_on, in_doubt, keep, store, take_value, wait

_WORDS = {
    "back": BACK, "skip": SKIP, "cancel": CANCEL, "help": HELP, "edit": EDIT, "keep": KEEP, "send": SEND,
}  # fmt: skip


def word_of(text: str) -> str:
    """The steering word a text consists of (ย้อน, ข้าม, ยกเลิก, ช่วยเหลือ, แก้ไข, คงเดิม, ส่งรายงาน), or ""."""
    return _WORDS.get(intents.read_intent(text), "")


def answer(state: State, asked: Question, text: str, context: Context) -> Turn:
    """A typed reply to the open question: by label, by number, or by its words."""
    position = thai.which(text, [o.label for o in asked.options]) if asked.options else None
    if position is not None:
        return option(state, asked, asked.options[position].value, context)
    if asked.name == "activity" and thai.means_nothing(text) and not says_no_problem(text):
        return _nothing_done(state, asked, context)
    found = asked.read(text, context)
    if told := _told_beside(state, asked, found, text, context):
        return told
    if isinstance(found, Value):
        return take_value(state, asked, found, context)
    wait(state, found.also)
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
    return parts[0] if len(parts) == 1 and tells_more(parts[0]) else None


def _with_status(state: State, found: Reading, text: str, context: Context) -> Turn | None:
    """A reply to the question for the status that tells more than a status: taken apart, and when the status is not
    sure it is asked before the rest. None when it is a status, or nothing that can be used."""
    if isinstance(found, Value) and not found.sentence:
        return None
    part = _whole_report(text, context)
    if isinstance(found, Unclear):
        if part is None and tells_a_deed(text):  # alone it looks like no report
            part = reading.Part(activity=text.strip(), said=text.strip())
        if part and state.get("_doubt") and not part.status and not part.troubles:
            return _behind(state, part, context)
        return fill(state, part, context) if part else None
    if part is None or not (part.dates or part.output or part.problem or part.activity not in ("", part.said)):
        return None
    choices = [o.value for o in found.choices]
    sure = (part.dates or part.output) and part.activity and "แต่" not in text  # a deed, with its day or its count
    if part.status and (choices != [part.status] or not sure):
        found = which_status(tuple(dict.fromkeys((*choices, part.status))), "", {})
        part = replace(part, status=None)
    return fill(state, part, context, which=None if part.status else replace(found, also={}))


def _behind(state: State, part: reading.Part, context: Context) -> Turn:
    """What is told while a status is to be chosen waits behind the choice, and is shown; a deed says more of
    vague words that wait."""
    told = _told(part)
    waits: list[dict[str, Any]] = []
    for one in state.get("_next", []):
        if one["name"] == "activity" and "activity" in told and care.is_vague(one["value"]):
            one = {
                "name": "activity",
                "value": f"{one['value']} {told.pop('activity')}",
                "join": one.get("join", False),
            }
        waits.append(one)
    waits += [{"name": name, "value": value, "join": name != "percent"} for name, value in told.items()]
    state["_next"] = [*waits, {"name": WHOLE, "value": part.said}]
    return Turn(state, (shown.understood(state, context), *ask(state, context)))


def _with_days(state: State, found: Reading, text: str, context: Context) -> Turn | None:
    """A reply to the question for the days that tells more: all of it is kept and shown; the days are asked again if
    they are not sure, and so is a status that is another than was answered. None when it tells nothing new."""
    parts = reading.read_report(text, context.month, context.today, (context.order,))
    if not parts and tells_a_deed(text):  # alone it looks like no report
        parts = (reading.Part(activity=text.strip(), said=text.strip()),)
    none = isinstance(found, Value) and not found.value
    if none or len(parts) != 1 or any(t.kind in _NOT_OURS for t in parts[0].troubles):
        return None
    part = parts[0]
    if "status" in state:  # what is not sure of it asks nothing
        part = replace(part, troubles=tuple(t for t in part.troubles if not t.choices))
    if isinstance(found, Value):
        part = replace(part, dates=tuple(date.fromisoformat(day) for day in found.value))
    elif any(t.kind in _OF_DAYS for t in part.troubles):
        part = replace(part, dates=())
    if care.is_vague(part.activity) and state.get("activity"):
        part = replace(part, activity="")
    told = {name: value for name, value in _told(part).items() if name != "dates"}
    news = [n for n, value in told.items() if n not in state or joined(state[n], value) != state[n]]
    only_words = not part.dates and news == ["activity"] and not tells_a_deed(part.activity)
    if not news or only_words:  # words around a day that is not understood
        return None
    which = None
    if not part.dates and (waits := unsettled(state)):  # a day about which it was asked is asked about again
        state.pop("_doubt", None)
        state["_next"] = waits
    if part.status and "status" in news and "status" in state:
        which, part = which_status((part.status, state["status"]), "", {}), replace(part, status=None)
    changing = "dates" in state and not part.dates
    turn = fill(state, part, context, which=which, instead="dates")
    if changing and not turn.answers.get("_doubt"):
        turn.answers["_at"] = "dates"
        return replace(turn, replies=(shown.understood(turn.answers, context), *ask(turn.answers, context)))
    return turn


def _told_beside(state: State, asked: Question, found: Reading, text: str, context: Context) -> Turn | None:
    """A reply that tells more than its question asks; None when it does not, or the question takes any words."""
    match asked.name:
        case "status":
            return _with_status(state, found, text, context)
        case "dates":
            return _with_days(state, found, text, context)
    return None


def tells_more(part: reading.Part) -> bool:
    """Whether a message says more than words that may be anything."""
    return bool(part.status or part.dates or part.output or part.problem or part.percent is not None or part.troubles)


def option(state: State, asked: Question, value: str, context: Context) -> Turn:
    """A button of a question. That nothing is in the way does not fit a measure that is blocked."""
    if asked.name == "problem":
        found = asked.read(asked.options[0].label, context)
        if isinstance(found, Value):
            return take_value(state, asked, found, context)
    return store(state, asked, True if asked.name == "evidence" else value, "", context)


def clear_report(text: str, context: Context) -> reading.Part | None:
    """A text that is clearly a report of its own, whatever is asked: it names this measure and tells of it, or tells
    how it stands and more."""
    parts = reading.read_report(text, context.month, context.today, (context.order,))
    if len(parts) != 1 or not tells_more(parts[0]) or any(t.kind in _NOT_OURS for t in parts[0].troubles):
        return None
    part = parts[0]
    return part if part.orders or (part.status and (part.dates or part.output or part.problem)) else None


_NOT_OURS = ("no_such_measure", "which_measure", "twice")
_OF_DAYS = ("impossible", "which_day", "leftover")
_MOST_UNCLEAR = 3  # of one message that are told; the question for them follows


def take_report(state: State, part: reading.Part, context: Context) -> Turn:
    """A message that reports, to a report that may have been begun: what it says is filled in. Where another answer
    stands in a field already, or waits to, it is asked once whether the new is added or takes its place."""
    told = _told(part)
    state = _without_warned(state, told)
    none_any_more = told.get("problem") == "" and bool(state.get("problem"))
    before = shown.understood_of({**state, "_next": unsettled(state)})
    others = none_any_more or any(differs(before.get(name), value) for name, value in told.items())
    waits = unsettled(state)
    if others and not state.get("_theirs"):
        state = beside(state)
    elif waits:  # asked again before what is new
        state.pop("_doubt", None)
        state["_next"] = waits
    turn = fill(state, part, context)
    if (turn.answers.get("_doubt") or {}).get("value") in [one["value"] for one in waits]:  # no words of this message
        turn = replace(turn, replies=(*turn.replies[:-1], *ask(turn.answers, context, again=True)))
    if not turn.answers.get("_parked"):
        return turn
    aside = turn.answers.get("_aside", {})
    return replace(turn, replies=(*shown.parked(turn.answers["_theirs"], aside, context), *turn.replies))


def _without_warned(state: State, told: dict[str, Any]) -> State:
    """The state without a text that waits for its warning and is told anew without what earned it, and without the
    message that was to be kept whole with it."""
    waits = unsettled(state)
    fields = {name for name, value in told.items() if name in FREE_TEXT and not care.does_not_belong(value)}
    gone = [one["value"] for one in waits if one["name"] in fields and care.does_not_belong(one["value"])]
    if not gone:
        return state
    left = [
        one
        for one in waits
        if one["value"] not in gone and not (one["name"] == WHOLE and any(text in one["value"] for text in gone))
    ]
    kept = {name: value for name, value in state.items() if name not in ("_doubt", "_next")}
    return kept | ({"_next": left} if left else {})


def _told(part: reading.Part) -> dict[str, Any]:
    """The fields that a message fills."""
    fields: dict[str, Any] = {"status": part.status, "percent": part.percent, "activity": part.activity}
    fields |= {"dates": [d.isoformat() for d in part.dates], "output": part.output, "problem": part.problem}
    told = {name: value for name, value in fields.items() if value not in (None, "", [])}
    if "problem" in told and thai.means_nothing(part.problem):
        told["problem"] = ""  # said, and that there is none
    return told


def fill(state: State, part: reading.Part, context: Context, which: Value | None = None, instead: str = "") -> Turn:
    """Take a message apart that says several things at once: show what was understood, ask what is missing. `which`
    asks for the status when the message itself does not; the field `instead` takes the place of what was answered,
    the others are added."""
    told = _told(part)
    waits = [{"name": n, "value": v, "join": n not in ("status", "percent", instead)} for n, v in told.items()]
    leads: list[str] = []
    for trouble in part.troubles:
        if trouble.choices:
            of_share = trouble.kind == "contradiction" and part.percent is None  # no share was told
            which = which_status(trouble.choices, "" if of_share else trouble.kind, {})
        elif trouble.kind in _OF_DAYS:
            leads.append(date_trouble(trouble.kind, trouble.words, context))
        elif trouble.kind in ("percent", "over_100"):
            leads.append(f"ไม่แน่ใจความคืบหน้า “{thai.thai_digits(trouble.words)}” ค่ะ แก้ได้ด้วยคำว่า แก้ความคืบหน้า")
    if part.said:  # kept whole when nothing that was read out of it is in doubt any more
        waits.append({"name": WHOLE, "value": part.said})
    first = [{"name": "status", "value": which}] if which else []  # before all else: it is no JSON value
    first += [one for one in waits if one["name"] == "status"]  # other questions hang on it
    state["_next"] = [*first, *state.get("_next", []), *(one for one in waits if one["name"] != "status")]
    turn = go_on(state, context)
    # one message of them all, because LINE takes five
    unclear = (Text("\n".join(list(dict.fromkeys(leads))[:_MOST_UNCLEAR])),) if leads else ()
    if complete(turn.answers, context):
        return replace(turn, replies=(*unclear, *turn.replies))
    return replace(turn, replies=(*_understood(turn.answers, part, context), *unclear, *turn.replies))


def _understood(state: State, part: reading.Part, context: Context) -> tuple[Message, ...]:
    """The card of what was understood; where nothing was, the words that were typed, unless they earn a warning."""
    if shown.understood_of(state) or state.get("_said"):
        return (shown.understood(state, context),)
    if care.does_not_belong(part.said):
        return ()
    return (shown.understood({**state, "_said": [{"text": part.said}]}, context),)


def skip(state: State, asked: Question, context: Context) -> Turn:
    """Leave a question empty, or as it was answered before; one that cannot be left is asked again."""
    if asked.name in state and asked.name != "evidence":  # being changed: what is there stays
        return go_on(state, context)
    if not asked.skip:
        return Turn(state, (shown.question(asked, state, context, lead="ข้อนี้ข้ามไม่ได้ค่ะ"),))
    return store(state, asked, asked.empty, "", context)


def settle(state: State, said: Said, context: Context) -> Turn:
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
            if asked.name not in state and (right := _right_days(state, waits, context)):
                put(state, asked, right)
            return skip(state, asked, context)
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
    if isinstance(found, Value) and (right := _right_days(state, waits, context)):
        found = replace(found, value=sorted({*right, *found.value}))
    if told := _told_beside(state, asked, found, said.text, context):
        return told
    if isinstance(found, Unclear):
        sentence = found.sentence if YES in values else f"{not_kept(said.text, context)}กรุณาเลือกจากตัวเลือกนี้ค่ะ"
        return Turn(state, (Text(sentence), *ask(state, context)))
    if asked.name == "status" and not found.sentence and found.value in values:  # chosen in other words
        wait(state, found.also)
        keep(state, asked, found.value, "")
        return go_on(state, context)
    state.pop("_doubt")
    return take_value(state, asked, found, context)


def _right_days(state: State, waits: dict[str, Any], context: Context) -> list[str]:
    """The days that stay whatever is said to a doubt about days: those that it is not about, and those answered
    before, to which the others were to be added."""
    if waits["name"] != "dates":
        return []
    before = state.get("dates", []) if waits.get("join") else []
    return sorted({*before, *right_days(waits["value"], context)})


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
