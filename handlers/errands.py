"""What people do beside reporting: leave, their own data, leaving; and the secretary's people, meetings, chasing and
calendar.

One place that knows which words, buttons and open questions belong to them; `handlers/talk.py` asks it first.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from handlers import (
    absence,
    asking,
    chasing,
    closing,
    endorsing,
    gaps,
    gaps_waived,
    history,
    joining,
    leaving,
    looking_back,
    meeting,
    narrating,
    papers,
    posts,
    proposing,
    publishing,
    reopening,
    schedule,
    scoring,
    staff,
    staff_changes,
)
from handlers import wording_chain as chain_words
from handlers import wording_closing as closing_words
from handlers import wording_ladder as ladder_words
from handlers import wording_narrative as narrative_words
from handlers import wording_papers as papers_words
from handlers import wording_people as words
from handlers import wording_schedule as schedule_words
from handlers import wording_scores as score_words
from handlers.incoming import Visit
from handlers.wording_audit import HISTORY
from handlers.wording_publishing import PUBLISH
from models import people, thai
from models.conversation import word_of
from models.say import Message, Text
from models.shown import CANCEL, SKIP
from models.tables import Person

Answer = Callable[[Visit, Person], tuple[Message, ...]]

_ANY_TIME: dict[str, Answer] = {
    words.LEAVE: absence.ask,
    words.END_LEAVE: absence.back,
    words.MY_DATA: leaving.my_data,
    words.RENAME: leaving.ask_name,
    words.LEAVE_SYSTEM: leaving.sure,
    ladder_words.SNOOZE: chasing.snooze,
    "ลบการเชื่อมบัญชี": leaving.sure,  # said for the same thing, and on older cards
}
_NOT_IN_A_REPORT: dict[str, Answer] = {  # words that can be an answer to a question of the form
    words.BACK_AT_WORK: absence.back,
    words.STAFF: staff.view,
    words.MEETING: meeting.ask,
    ladder_words.CHASE_WORD: chasing.late,
    ladder_words.RUNS: chasing.shown_runs,
    schedule_words.DATES: schedule.dates,
    schedule_words.DAYS_OFF: schedule.days_off,
    HISTORY: history.view,
    papers_words.PAPERS: papers.view,
    closing_words.GAPS: gaps.view,
    closing_words.CLOSE: closing.view,
    closing_words.UNDO: closing.of_frozen(closing.undo),
    closing_words.CHANGES: closing.of_frozen(closing.changes),
    closing_words.COMPARE: closing.of_frozen(closing.versions),
    closing_words.REOPEN: reopening.how,
    narrative_words.EDIT_TEXT: narrating.how,
    narrative_words.LOOK_BACK: looking_back.how,
    score_words.SCORES: scoring.view,
    score_words.COVERED: scoring.covered,
    score_words.COMPARED: scoring.compared,
    score_words.COMPLETE: scoring.complete,
    chain_words.CHAIN: posts.view,
    chain_words.CHAIN_TOO: posts.view,
    chain_words.NAME_HOLDER: posts.view,
    chain_words.PROPOSE: proposing.by_word,
    chain_words.PROPOSE_TOO: proposing.by_word,
    chain_words.AGAIN: proposing.by_word,
    chain_words.WHERE: proposing.where,
    chain_words.WHERE_TOO: proposing.where,
    chain_words.CHASE: proposing.chase_by_word,
    chain_words.SKIP_POST: proposing.skip_by_word,
    **{word: partial(endorsing.by_word, verdict=verdict) for word, verdict in endorsing.VERDICTS.items()},
    PUBLISH: publishing.by_word,
}
_TYPED: dict[str, Callable[[Visit, Person, asking.Question, str], tuple[Message, ...]]] = {
    gaps_waived.REASON: gaps_waived.reason,  # questions whose answer is any text
    reopening.REASON: reopening.reason,
    narrating.ASKED: narrating.typed,
}
_ALWAYS = {thai.clean(word): answer for word, answer in _ANY_TIME.items()}
_WHEN_IDLE = {thai.clean(word): answer for word, answer in _NOT_IN_A_REPORT.items()}
_OTHERS_THAN_VERDICTS = {*_ALWAYS, *_WHEN_IDLE} - {thai.clean(word) for word in endorsing.VERDICTS}


def pressed(visit: Visit, person: Person, word: str) -> tuple[Message, ...] | None:
    """A button that stands for one of these words: it is meant whatever is open."""
    said = thai.clean(word)
    answer = _ALWAYS.get(said) or _WHEN_IDLE.get(said)
    if answer is None:
        return None
    person.asking = person.asking_about = None
    return answer(visit, person)


def said(visit: Visit, person: Person, text: str, *, busy: bool) -> tuple[Message, ...] | None:
    """One of these words, alone or with what it is about; None when it is none. `busy`: a report is open, and words
    that could be an answer to its question are left to it."""
    clean = thai.clean(text)
    if answer := _ALWAYS.get(clean):
        return answer(visit, person)
    away = people.is_away(person, visit.incoming.today)
    if (answer := _WHEN_IDLE.get(clean)) and not busy:
        return answer(visit, person)
    if away and absence.says_back(visit, text):
        return absence.back(visit, person)
    if absence.says_leave(visit, text, busy=busy):
        return absence.begin(visit, person, text)
    if (found := endorsing.said(visit, person, text, busy=busy)) is not None:
        return found
    if busy:
        return None
    if absence.wishes_leave(text):
        return absence.ask(visit, person)
    if (found := history.said(visit, person, text)) is not None:
        return found
    if clean.startswith(narrative_words.LOOK_BACK):
        return looking_back.said(visit, person, clean.removeprefix(narrative_words.LOOK_BACK))
    if (found := scoring.said(visit, person, text)) is not None:
        return found
    if (found := papers.said(visit, person, text)) is not None:
        return found
    return _of_the_secretary(visit, person, text) if people.is_secretary(visit.session, person) else None


def _of_the_secretary(visit: Visit, person: Person, text: str) -> tuple[Message, ...] | None:
    """One of the secretary's words with what it is about: `บุคลากร กองช่าง`, `ประชุม 7 พ.ย.`, `วันหยุด 13 พ.ค. …`."""
    with_more: tuple[tuple[str, Callable[[Visit, Person, str], tuple[Message, ...] | None]], ...] = (
        (words.STAFF, staff.view),
        (words.MEETING, _meeting),
        (ladder_words.CHASE_WORD, chasing.chase_named),
        (schedule_words.REMOVE_DATE, schedule.remove_date),
        (schedule_words.DATES, schedule.add_date),
        (schedule_words.REMOVE_DAY_OFF, schedule.remove_day_off),
        (schedule_words.DAYS_OFF, schedule.add_day_off),
        (closing_words.GAPS, gaps.view),
        (closing_words.REOPEN, reopening.said),
        (narrative_words.EDIT_TEXT, narrating.said),
        (chain_words.CHAIN, posts.change),
    )
    said, typed = thai.clean(text), text.strip()
    for word, answer in with_more:
        if said.startswith(word):  # what follows is kept as it was typed, when the word was typed plainly
            rest = typed if typed.startswith(word) else said
            return answer(visit, person, rest.removeprefix(word).strip())
    return None


def _meeting(visit: Visit, person: Person, day: str) -> tuple[Message, ...] | None:
    return meeting.say(visit, person, day) if meeting.says_days(visit, day) else None


def answered(
    visit: Visit, person: Person, question: asking.Question, text: str, *, busy: bool
) -> tuple[Message, ...] | None:
    """A reply to a small question that is open; None when it is not one, and may be meant for something else."""
    if question.name == endorsing.ASKED and thai.clean(text) not in _OTHERS_THAN_VERDICTS:
        return endorsing.answered(visit, person, question, text)
    offered = question.name in (asking.CHOOSE, asking.CONFIRM) and asking.is_label(question, text)
    if not offered and (thai.clean(text) in _ALWAYS or thai.clean(text) in _WHEN_IDLE):
        return None  # one of our words means itself, unless it was just offered
    if word_of(text) in (CANCEL, SKIP):
        return (Text(words.AS_IT_WAS),)
    if question.name in _TYPED and not busy:
        return _TYPED[question.name](visit, person, question, text)
    match question.name:
        case asking.CHOOSE | asking.CONFIRM:
            send = asking.chosen(question, text)
            return None if send is None else tapped(visit, person, send)
        case absence.ASKED if not busy or absence.says_until(visit, text):
            return absence.begin(visit, person, text)
        case staff_changes.ASKED if not busy or absence.says_until(visit, text):
            return staff_changes.until(visit, person, question, text)
        case meeting.ASKED if not busy or meeting.says_days(visit, text):
            return meeting.say(visit, person, text)
        case posts.ASKED if not busy or posts.says_until(visit, text):
            return posts.until(visit, person, question, text)
        case publishing.ASKED_NOTE:
            return publishing.answered(visit, person, question, text)
        case publishing.ASKED_DAY if not busy or publishing.says_day(visit, text):
            return publishing.answered(visit, person, question, text)
        case leaving.ASKED if joining.can_be_a_name(text):
            return (joining.take_name(person, text),)
    return None


def tapped(visit: Visit, person: Person, send: str) -> tuple[Message, ...] | None:
    """A button of these, or a line of a list that was chosen; None when it is none."""
    match send.split("/"):
        case ["word", word]:
            return pressed(visit, person, word)
        case ["leave", "until"]:
            return absence.begin(visit, person, visit.incoming.picked)
        case ["out", "yes"]:
            return leaving.leave(visit, person)
        case ["out", "no"]:
            return (Text(words.STAYED),)
        case ["chase", month, division]:
            return chasing.chase(visit, person, month, division)
        case ["staff", *rest]:
            return staff_changes.tap(visit, person, rest)
        case ["meet", *rest]:
            return meeting.tap(visit, person, rest)
        case ["gaps" | "gap", year, round, *rest]:
            return gaps.tapped(visit, person, year, round, rest)
        case ["close", year, round, *rest]:
            return closing.tapped(visit, person, year, round, rest)
        case ["story", year, round, *rest]:
            return narrating.tapped(visit, person, year, round, rest)
        case ["reopen", *rest]:
            return reopening.tapped(visit, person, rest)
        case ["scores", *rest]:
            return scoring.tap(visit, person, rest)
        case ["paper", kind, year, key]:
            return papers.tapped(visit, person, kind, year, key)
        case ["papers", year, key]:
            return papers.shown(visit, person, year, key)
        case ["chain", *rest]:
            return proposing.tap(visit, person, rest)
        case ["post", key, *rest]:
            return posts.tap(visit, person, [key, *rest])
        case ["publish", report, *rest]:
            return publishing.tap(visit, person, [report, *rest])
    return None
