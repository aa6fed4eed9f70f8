"""What people do beside reporting: leave, their own data, leaving; and the secretary's people, meetings, chasing and
calendar. What is done with a round and its report stands in `handlers/round_errands.py`.

One place that knows which words, buttons and open questions belong to them; `handlers/talk.py` asks it first.
"""

from __future__ import annotations

from handlers import (
    absence,
    asking,
    bundles,
    chasing,
    drafts,
    endorsing,
    history,
    joining,
    leaving,
    meeting,
    round_errands,
    schedule,
    staff,
    staff_changes,
    wording,
)
from handlers import wording_ladder as ladder_words
from handlers import wording_people as words
from handlers import wording_schedule as schedule_words
from handlers.incoming import Visit
from handlers.wording_audit import HISTORY
from models import people, thai
from models.conversation import word_of
from models.say import Message, Text
from models.shown import CANCEL, HELP, SKIP
from models.tables import Person

_ANY_TIME: dict[str, round_errands.Answer] = {
    words.LEAVE: absence.ask,
    words.END_LEAVE: absence.back,
    words.MY_DATA: leaving.my_data,
    words.RENAME: leaving.ask_name,
    words.LEAVE_SYSTEM: leaving.sure,
    ladder_words.SNOOZE: chasing.snooze,
    "ลบการเชื่อมบัญชี": leaving.sure,  # said for the same thing, and on older cards
}
_NOT_IN_A_REPORT: dict[str, round_errands.Answer] = {  # words that can be an answer to a question of the form
    words.BACK_AT_WORK: absence.back,
    words.STAFF: staff.view,
    words.MEETING: meeting.ask,
    ladder_words.CHASE_WORD: chasing.late,
    ladder_words.RUNS: chasing.shown_runs,
    schedule_words.DATES: schedule.dates,
    schedule_words.DAYS_OFF: schedule.days_off,
    HISTORY: history.view,
    **round_errands.WORDS,
}
_ALWAYS = {thai.clean(word): answer for word, answer in _ANY_TIME.items()}
_WHEN_IDLE = {thai.clean(word): answer for word, answer in _NOT_IN_A_REPORT.items()}
_OTHERS_THAN_VERDICTS = {*_ALWAYS, *_WHEN_IDLE} - {thai.clean(word) for word in round_errands.VERDICTS}


def is_word(text: str) -> bool:
    """Whether a text is one of these words, alone."""
    return thai.clean(text) in _ALWAYS or thai.clean(text) in _WHEN_IDLE


_ON_A_MONTHS_CARD = (wording.START, wording.NEXT, wording.SAME, wording.NO_ACTIVITY)


def _asks_a_day(question: asking.Question) -> bool:
    """Whether the reply to a question is a day."""
    return question.name in (absence.ASKED, staff_changes.ASKED, meeting.ASKED, *round_errands.OF_A_DAY)


def takes_words(question: asking.Question) -> bool:
    """Whether any words can be the reply to a question: a name, or those of an order, a comment, a reason."""
    return question.name in (joining.ASKED, leaving.ASKED) or round_errands.takes_words(question)


def pressed(visit: Visit, person: Person, word: str) -> tuple[Message, ...] | None:
    """A button that stands for one of these words: it is meant whatever is open."""
    said = thai.clean(word)
    answer = _ALWAYS.get(said) or _WHEN_IDLE.get(said)
    if answer is None:
        return None
    asking.close(person)
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
    if (found := round_errands.said(visit, person, text, busy=busy)) is not None:
        return found
    if busy:
        return None
    if absence.wishes_leave(text):
        return absence.ask(visit, person)
    for reading in (history.said, *round_errands.READINGS):
        if (found := reading(visit, person, text)) is not None:
            return found
    if people.is_secretary(visit.session, person) and (found := _of_the_secretary(visit, person, text)) is not None:
        return found
    return staff_changes.wished(visit, person, text, surely=True) or None


def _of_the_secretary(visit: Visit, person: Person, text: str) -> tuple[Message, ...] | None:
    """One of the secretary's words with what it is about: `บุคลากร กองช่าง`, `ประชุม 7 พ.ย.`, `วันหยุด 13 พ.ค. …`."""
    with_more: tuple[tuple[str, round_errands.Reading], ...] = (
        (words.STAFF, staff.view),
        (ladder_words.CHASE_WORD, chasing.chase_named),
        (schedule_words.REMOVE_DATE, schedule.remove_date),
        (schedule_words.DATES, schedule.add_date),
        (schedule_words.REMOVE_DAY_OFF, schedule.remove_day_off),
        (schedule_words.DAYS_OFF, schedule.add_day_off),
        *round_errands.OF_THE_SECRETARY,
    )
    if (rest := meeting.after_its_word(text)) is not None and (found := _meeting(visit, person, rest)) is not None:
        return found
    said, typed = thai.clean(text), text.strip()
    for word, answer in with_more:
        if said.startswith(word):  # what follows is kept as it was typed, when the word was typed plainly
            rest = typed if typed.startswith(word) else said
            return answer(visit, person, rest.removeprefix(word).strip())
    return None


def _meeting(visit: Visit, person: Person, day: str) -> tuple[Message, ...] | None:
    if not day:
        return meeting.ask(visit, person)
    return meeting.say(visit, person, day) if meeting.says_days(visit, day) else None


def answered(
    visit: Visit, person: Person, question: asking.Question, text: str, *, busy: bool
) -> tuple[Message, ...] | None:
    """A reply to a small question that is open; None when it is not one, and may be meant for something else."""
    if word_of(text) == HELP:
        return None  # a word of the menu means itself, whatever is asked
    if question.name == endorsing.ASKED and thai.clean(text) not in _OTHERS_THAN_VERDICTS:
        return endorsing.answered(visit, person, question, text)
    offered = question.name in (asking.CHOOSE, asking.CONFIRM) and asking.is_label(question, text)
    if not offered and is_word(text):
        return None  # one of our words means itself, unless it was just offered
    if _asks_a_day(question) and thai.said_label(text, _ON_A_MONTHS_CARD) is not None:
        return None
    if take := round_errands.takes_any_words(question):
        return take(visit, person, question, text)
    if question.name == asking.CONFIRM and word_of(text) == CANCEL and asking.part_of_a_label(question, text):
        asked = asking.again(person, question, always=True)  # ออก, to ยืนยันออกจากระบบ or ไม่ออก
        return (asked,) if asked else None
    if word_of(text) in (CANCEL, SKIP):
        return _as_it_was(visit, person)
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
        case leaving.ASKED if joining.can_be_a_name(text):
            return (joining.take_name(person, text),)
    return round_errands.answered(visit, person, question, text, busy=busy)


def _as_it_was(visit: Visit, person: Person) -> tuple[Message, ...]:
    """A question that was left; a report that is open asks on under it."""
    asks_on = drafts.open_draft(visit, person) or bundles.open_bundle(visit, person)
    return (Text(words.UNCHANGED if asks_on else words.AS_IT_WAS),)


def tapped(visit: Visit, person: Person, send: str) -> tuple[Message, ...] | None:
    """A button of these, or a line of a list that was chosen; None when it is none."""
    match send.split("/"):
        case ["word", word]:
            return pressed(visit, person, word)
        case ["leave", "until"]:
            return absence.begin(visit, person, visit.incoming.picked)
        case [
            "leave" | "meet" | leaving.ASKED,
            "no",
        ]:  # as ยกเลิก typed, which alone would leave a report
            return _as_it_was(visit, person)
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
    return round_errands.tapped(visit, person, send)
