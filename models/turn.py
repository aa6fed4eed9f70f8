"""One turn of the conversation: what was said, what came of it, and how values get into the state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from models import shown
from models.draft import WHOLE, joined, keep_whole, open_question, put
from models.form import BY_NAME, FREE_TEXT
from models.question import Context, Question, Value
from models.replies import VAGUE, which_status
from models.say import Message, Text
from models.sources import Ids

Outcome = Literal["", "submit", "cancel"]
State = dict[str, Any]


@dataclass(frozen=True)
class Said:
    """One thing a person did: typed text, tapped a button (question + value), or sent files (their ids).

    `message` is the platform's id of a typed text (or of several), so that an unsent message can be taken out again.
    """

    text: str = ""
    question: str = ""
    value: str = ""
    files: tuple[int, ...] = ()
    message: Ids = ""


@dataclass(frozen=True)
class Turn:
    """What came of it. `answers` is a new dict; `outcome` says whether the report is to be submitted or left."""

    answers: State
    replies: tuple[Message, ...]
    outcome: Outcome = ""


def ask(answers: Mapping[str, Any], context: Context, lead: str = "", *, again: bool = False) -> tuple[Message, ...]:
    """The open question, doubt or confirmation as messages. Asked `again` after anything else, its measure and month
    stand above it, and the words that a doubt is about."""
    asked = open_question(answers, context)
    if answers.get("_doubt"):
        message: Message = shown.doubt(answers["_doubt"], context, again=again)
    elif answers.get("_theirs"):
        message = shown.which_of_two(context, again=again, parked=bool(answers.get("_parked")))
    elif answers.get("_loose"):
        message = shown.which_place(answers["_loose"]["text"], answers, context, again=again)
    elif answers.get("_edit"):
        message = shown.which_field(answers, context)
    elif answers.get("_adding"):
        message = shown.what_to_add(context)
    elif asked is None:
        return (shown.confirmation(answers, context, lead),)
    else:
        return (shown.question(asked, answers, context, lead, again=again),)
    return (Text(lead), message) if lead else (message,)


def go_on(state: State, context: Context, lead: str = "") -> Turn:
    """Close what was being changed, take the values that wait their turn, and ask what is open now; words whose place
    is being asked are still there."""
    for key in ("_at", "_doubt", "_edit", "_adding"):
        state.pop(key, None)
    while waits := state.pop("_next", []):
        first, rest = waits[0], waits[1:]
        if rest:
            state["_next"] = rest
        if first["name"] == WHOLE:
            keep_whole(state, first)
        asked = BY_NAME.get(first["name"])
        if asked is None:
            continue
        value = first["value"]
        checked = value if isinstance(value, Value) else asked.check(value, context)
        if checked.sentence:
            if asked.name in FREE_TEXT and not checked.flag:  # one piece of a message that told more
                checked = replace(checked, sentence=f"{asked.label}: {checked.sentence}")
            return in_doubt(state, asked, checked, context, join=first.get("join", False))
        keep(state, asked, checked.value, "", join=first.get("join", False))
    return Turn(state, ask(state, context, lead))


def keep(state: State, asked: Question, value: Any, flag: str, *, join: bool = False) -> None:
    """Store a value, joined to the one that is there when `join` says so."""
    if join and asked.name in state:
        value = joined(state[asked.name], value)
    put(state, asked, value, flag)


def in_doubt(state: State, asked: Question, found: Value, context: Context, *, join: bool = False) -> Turn:
    """Ask back about a value before it is stored; about vague words once in a report."""
    if found.flag == VAGUE and state.get("_vague"):
        keep(state, asked, found.value, VAGUE, join=join)
        wait(state, found.also)
        return go_on(state, context)
    if found.flag == VAGUE:
        state["_vague"] = True
    state["_doubt"] = {
        "name": asked.name,
        "value": found.value,
        "flag": found.flag,
        "sentence": found.sentence,
        "choices": [[o.value, o.label] for o in found.choices],
        "also": dict(found.also),
        "join": join,
    }
    return Turn(state, ask(state, context))


def wait(state: State, also: Mapping[str, Any], *, join: bool = False) -> None:
    """Let other values that the same words gave wait their turn; an answer that was given stays as it is, but the
    share goes with the status that is told."""
    news = [name for name in also if join or name == "percent" or state.get(name, "") in ("", [])]
    waits = [{"name": name, "value": also[name], "join": join} for name in news]
    if waits:
        state["_next"] = [*state.get("_next", []), *waits]


def told_otherwise(state: Mapping[str, Any], status: str) -> Value | None:
    """The question which status is true, where nothing was begun and a deed or a day is told."""
    told = [BY_NAME[name].show(state[name]) for name in ("activity", "dates", "output") if state.get(name)]
    if status != "not_started" or not told:
        return None
    found = which_status(("not_started", "in_progress", "done", "ongoing"), "", {})
    return replace(found, sentence=f"บอกไว้ว่าทำแล้ว “{shown.brief(' · '.join(told))}” ค่ะ\n{found.sentence}")


def store(state: State, asked: Question, value: Any, flag: str, context: Context, lead: str = "") -> Turn:
    """Store an answer and go on; that nothing was done is asked back where something is told."""
    if asked.name == "status" and (doubt := told_otherwise(state, value)):
        return in_doubt(state, asked, doubt, context)
    put(state, asked, value, flag)
    return go_on(state, context, lead)


def take_value(state: State, asked: Question, found: Value, context: Context, lead: str = "") -> Turn:
    """Store a reply that was understood, or ask back what is in doubt about it."""
    if found.sentence:
        return in_doubt(state, asked, found, context)
    wait(state, found.also)
    return store(state, asked, found.value, "", context, lead)
