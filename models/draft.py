"""The state of one report's conversation: which question is open, what will be submitted, how two answers join.

A plain dict of JSON values, saved at every turn. Beside the answers (by the names of their questions) it holds
`_at` the question that is being changed, `_doubt` a value that waits for a yes or a choice, `_next` values read from
one message that wait their turn, `_loose` words whose place is being asked, `_adding` that the next words are added,
`_flags` what stays marked, `_files` the evidence ids, `_edit` that the person chooses what to change, `_theirs` an
answer that is there already (by somebody else, or `_own`; `_parked`: told before and not sent, `_aside`: what waited
with it), `_lost` what was taken back and waits for a new one, `_said` the words of messages that were taken apart,
`_vague` that vague words were asked about, `_late` texts about which it is asked whether they are answers, `_from`
which messages each answer came from (models/sources.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from models import care, thai
from models.form import BY_NAME, FLAGS, PROGRESS
from models.question import Context, Question
from models.sources import FROM, SOURCES, ids, texts, united, whole

State = Mapping[str, Any]
UNSENT = "unsent"  # in a submitted answer: the fields whose message was taken back
LOST = "_lost"  # in a draft that changes it: those of them that have a value all the same, and wait for a new one
WHOLE = "said"  # in `_next`: a message that is kept whole when the values that were read out of it are settled
REPEATED = ("status", "percent", "activity", "output", "outcome", "problem")  # not the dates (DOMAIN.md section 7)


def open_question(answers: State, context: Context) -> Question | None:
    """The question being changed, else the first unanswered one whose condition holds; None at confirm."""
    at = BY_NAME.get(answers.get("_at", ""))
    if at is not None and at.when(answers, context):  # else what it depended on has changed since
        return at
    return next((q for q in PROGRESS if q.asked and q.name not in answers and q.when(answers, context)), None)


def editable(answers: State, context: Context) -> list[Question]:
    """The questions that can be opened now: what the form asks of this report, answered before or not, what was told
    beside, and evidence."""
    return [
        q for q in PROGRESS if (q.asked or q.name in answers or q.name == "evidence") and q.when(answers, context)
    ]


def complete(answers: State, context: Context) -> bool:
    """Whether nothing is left to ask before it is sent."""
    waits = any(answers.get(key) for key in ("_doubt", "_theirs", "_next", "_loose", "_adding", "_edit"))
    return not waits and open_question(answers, context) is None


def collected(answers: State, context: Context) -> dict[str, Any]:
    """What is submitted: the answers whose questions apply, with flags, evidence ids, and where words came from.

    The words of a message that was taken apart are kept whole as `said`. When the status says that nothing was done
    and they tell more than the status and its reason, they are the activity: nothing that was typed is dropped.
    """
    kept = {q.name: answers[q.name] for q in PROGRESS if q.name in answers and q.when(answers, context)}
    kept.pop("evidence", None)
    said = texts(answers.get("_said"))
    more = [n for n in ("activity", "dates", "output", "outcome") if answers.get(n) and n not in kept]
    if said and "activity" in more:  # each in its own place
        kept |= {name: answers[name] for name in more}
    flags = {name: found for name, found in answers.get("_flags", {}).items() if name in kept}
    if kept.get("activity"):  # something was done after all
        flags = {name: left for name, found in flags.items() if (left := [f for f in found if f != "no_activity"])}
    sources = {name: ids(noted) for name, noted in answers.get(FROM, {}).items() if name in kept}
    if said:
        kept["said"] = said
        if "activity" not in kept and more:
            kept["activity"] = whole(said)
            sources["activity"] = united(*(one.get("message") for one in said))
    if answers.get(LOST):
        kept[UNSENT] = list(answers[LOST])
    if sources := {name: noted for name, noted in sources.items() if noted}:
        kept[SOURCES] = sources
    return kept | {"evidence": list(answers.get("_files", [])), "flags": flags}


def reopened(submitted: State) -> dict[str, Any]:
    """The state of a conversation that changes a submitted answer: everything answered, confirm is open. What a
    person took back is asked again."""
    gone = submitted.get(UNSENT, ())
    empty = {name for name in gone if name != "status"}
    answers = {n: v for n, v in submitted.items() if n in BY_NAME and n != "evidence" and n not in empty}
    kept: dict[str, Any] = {FROM: submitted[SOURCES]} if submitted.get(SOURCES) else {}
    if lost := [name for name in ("status", "evidence") if name in gone]:
        kept[LOST] = lost
    if "status" in gone:
        kept["_at"] = "status"
    flags = {n: [f for f in found if f != "repeated"] for n, found in submitted["flags"].items()}
    return answers | kept | {"_files": list(submitted["evidence"]), "_flags": {n: f for n, f in flags.items() if f}}


def keep_whole(state: dict[str, Any], waits: State) -> None:
    """Keep a message whole beside the values that were read out of it, unless it holds what does not belong in a
    report and no answer was kept with it."""
    text = waits["value"]
    agreed = any(isinstance(state.get(name), str) and care.does_not_belong(state[name]) for name in BY_NAME)
    if not text or text in whole(state.get("_said")) or (care.does_not_belong(text) and not agreed):
        return
    noted = {"message": ids(waits["from"])} if "from" in waits else {}
    state["_said"] = [*texts(state.get("_said")), {"text": text, **noted}]


def without_refused(before: State, after: dict[str, Any]) -> dict[str, Any]:
    """The state after a turn; words that were asked back and not used are also taken out of the message that is kept
    whole, all of it where they cannot be found in it."""
    doubt, now = before.get("_doubt") or {}, after.get("_doubt") or {}
    words = doubt.get("value")
    if not isinstance(words, str) or not words or doubt["name"] == "status":
        return after
    waits = (*after.get("_next", ()), *after.get("_aside", {}).get("_next", ()))
    still = [one["value"] for one in waits if one["name"] == doubt["name"]]
    if words in str(after.get(doubt["name"], "")) or words in str(now.get("value", "")) or words in still:
        return after
    of = set(ids(doubt.get("from")))
    said = [
        {**one, "text": _struck(one["text"], words, of & set(ids(one.get("message"))))}
        for one in texts(after.get("_said"))
    ]
    left = [
        {**one, "value": _struck(one["value"], words, of & set(ids(one.get("from"))))}
        if one["name"] == WHOLE
        else one
        for one in after.get("_next", [])
    ]
    kept = {name: value for name, value in after.items() if name not in ("_said", "_next")}
    said = [one for one in said if one["text"]]
    return kept | ({"_said": said} if said else {}) | ({"_next": left} if left else {})


def without_found(
    before: State, after: dict[str, Any], asked: Question | None, open_: Question | None
) -> dict[str, Any]:
    """The state after a turn; what was lost is so no more when it was replaced, or asked and left by the person."""
    lost = [
        name
        for name in after.get(LOST, [])
        if after.get(_KEPT_AS.get(name, name)) == before.get(_KEPT_AS.get(name, name))
        and not (asked and asked.name == name and (open_ is None or open_.name != name) and not after.get("_doubt"))
    ]
    return {name: value for name, value in after.items() if name != LOST} | ({LOST: lost} if lost else {})


_KEPT_AS = {"evidence": "_files"}


def _struck(text: str, words: str, same_message: set[str]) -> str:
    """A text without some words; "" when they came from its message (they must be in it) and are not found."""
    if words not in text:
        return "" if same_message else text
    return " ".join(text.replace(words, " ").split())


def joined(old: Any, new: Any) -> Any:
    """Two answers to one question as one: texts under each other, what both say once, dates united; otherwise the new
    one."""
    if isinstance(old, list) and isinstance(new, list):
        return sorted({*old, *new})
    if isinstance(old, str) and isinstance(new, str) and old and new:
        lines = old.split("\n")
        for line in new.split("\n"):
            line = "; ".join(part for part in line.split("; ") if not any(_holds(one, part) for one in lines))
            lines = [*(one for one in lines if not _holds(line, one)), *filter(None, [line])]
        return "\n".join(lines)
    return new if new not in ("", []) else old


def _holds(line: str, words: str) -> bool:
    """Whether a line says these words already; 4 คน is no part of 24 คน."""
    line, words = _plain(line), _plain(words)
    if words not in line:
        return False
    before = r"(?<!\d)(?<!\d[.,])" if words[:1].isdigit() else ""
    after = r"(?![.,]?\d)" if words[-1:].isdigit() else ""
    return re.search(before + re.escape(words) + after, line) is not None


@lru_cache(maxsize=4096)  # each line of one answer is held against each of another
def _plain(text: str) -> str:
    """A text as it is compared: 24คน and ๒๔ คน are the same; blanks between numbers stay."""
    return re.sub(r"\s+(?!\d)|(?<!\d)\s+", "", thai.arabic_digits(text))


def differs(old: Any, new: Any) -> bool:
    """Whether a new answer to a question leaves out something that the old one says; neither is empty."""
    if old in ("", [], None) or new in ("", [], None):
        return False
    return joined(old, new) != new if isinstance(old, str | list) else bool(old != new)


def unsettled(state: State) -> list[dict[str, Any]]:
    """What waits for a yes or for its turn, to be checked (once more) in it."""
    doubt = state.get("_doubt")
    return [*(_still_doubted(doubt) if doubt else ()), *state.get("_next", [])]


def _still_doubted(doubt: State) -> list[dict[str, Any]]:
    noted = {"from": doubt["from"]} if "from" in doubt else {}
    values = {doubt["name"]: doubt["value"], **doubt.get("also", {})}
    joins = doubt.get("join", False)
    return [{"name": n, "value": v, "join": joins, **noted} for n, v in values.items() if v not in (None, "")]


def beside(state: State) -> dict[str, Any]:
    """The state in which something new is told of a report that was begun: what was answered so far stands aside, to
    be added to or replaced, with all that waits to become part of it. The evidence stays."""
    kept = {name: value for name, value in state.items() if name.startswith("_") and name not in _OF_OLD}
    held: dict[str, Any] = {q.name: state[q.name] for q in PROGRESS if q.name in state and q.name != "evidence"}
    held |= {"evidence": list(state.get("_files", [])), "flags": dict(state.get("_flags", {}))}
    for name, value in ((SOURCES, state.get(FROM)), ("said", state.get("_said"))):
        if value:
            held[name] = value
    waits = {"_next": unsettled(state), "_loose": state.get("_loose"), "_late": state.get("_late")}
    aside = {name: value for name, value in waits.items() if value}
    return kept | {"_theirs": held, "_own": True, "_parked": True} | ({"_aside": aside} if aside else {})


def without_theirs(state: State) -> dict[str, Any]:
    """The state without the answer that was there, and what waited with it."""
    return {name: value for name, value in state.items() if name not in _OF_THEIRS}


def merged(theirs: State, mine: State) -> dict[str, Any]:
    """Somebody's submitted answer with mine added to it, as the state of a conversation; what waits still does."""
    kept = {name: value for name, value in mine.items() if name.startswith("_") and name not in _OF_ONE}
    if doubt := kept.get("_doubt"):
        kept["_doubt"] = _to_join(doubt)
    if waits := kept.get("_next"):
        kept["_next"] = [_to_join(one) for one in waits]
    state = kept | reopened(theirs)
    for question in PROGRESS:
        name = question.name
        if name in mine and name != "evidence":
            joins = name not in _OF_STATUS
            state[name] = joined(state.get(name, question.empty), mine[name]) if joins else mine[name]
    state["_files"] = list(dict.fromkeys([*state["_files"], *mine.get("_files", [])]))
    state["_flags"] = {**state["_flags"], **mine.get("_flags", {})}
    if "status" in mine:
        state.pop("_at", None)
    if mine.get("_parked") and theirs.get("said"):
        state["_said"] = [*texts(theirs["said"]), *texts(mine.get("_said"))]
    if lost := [n for n in state.pop(LOST, []) if n not in mine and not (n == "evidence" and mine.get("_files"))]:
        state[LOST] = lost
    return _with_aside(state, mine)


def _with_aside(state: dict[str, Any], mine: State) -> dict[str, Any]:
    """What waited with the answer that was told before, to be asked before what is new; a newer status stays."""
    aside = mine.get("_aside", {})
    waits = [_to_join(one) for one in aside.get("_next", ()) if "status" not in mine or one["name"] not in _OF_STATUS]
    if waits:
        of_mine = [_to_join(one) for one in unsettled(state)]
        state.pop("_doubt", None)
        state["_next"] = [*waits, *of_mine]
    if loose := aside.get("_loose"):
        new = state.get("_loose", {})
        text = joined(loose["text"], new.get("text", ""))
        state["_loose"] = {**loose, "text": text, "from": united(loose.get("from"), new.get("from"))}
    if late := texts(aside.get("_late")):
        state["_late"] = [*late, *texts(state.get("_late"))]
    return state


# In a state: of the answers so far, and what is not carried over to both together.
_OF_OLD = ("_at", "_edit", "_adding", "_said", "_flags", "_doubt", "_next", "_loose", "_late", FROM)
_OF_THEIRS = ("_theirs", "_own", "_parked", "_aside")
_OF_ONE = (*_OF_THEIRS, "_at", "_edit", "_adding", "_files", "_flags", FROM)
_OF_STATUS = ("status", "percent")


def _to_join(waits: State) -> dict[str, Any]:
    return {**waits, "join": waits["name"] not in (*_OF_STATUS, WHOLE)}


def put(state: dict[str, Any], question: Question, value: Any, flag: str = "") -> None:
    """Store the answer to one question, with its flag when it is one that stays. What is done is not done by a part:
    the share that was told before goes."""
    if question.name == "status" and value == "done" != state.get("status"):
        state.pop("percent", None)
    flags = {name: found for name, found in state.get("_flags", {}).items() if name != question.name}
    state["_flags"] = flags | ({question.name: [flag]} if flag in FLAGS else {})
    state[question.name] = value


def repeated(state: dict[str, Any], context: Context) -> bool:
    """Fill what is unanswered from the answer of an earlier month, marked as repeated; whether there was one."""
    if context.previous is None:
        return False
    if state.get("status", context.previous["status"]) == context.previous["status"]:
        put(state, BY_NAME["status"], context.previous["status"], "repeated")
    for name in REPEATED:
        if name in context.previous and name not in state:
            put(state, BY_NAME[name], context.previous[name])
    return True
