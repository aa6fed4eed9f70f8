"""Endorsing: each post of the chain agrees or sends the report back with a comment; a post that nobody holds is
passed over by the secretary with a reason. Nothing is stored before it was shown once more.

What follows the last post is handlers/circular.py's.
"""

from __future__ import annotations

from typing import cast

from handlers import asking, cases, circular, wording
from handlers import wording_chain as words
from handlers.cases import Case
from handlers.incoming import Visit
from handlers.wording_people import AS_IT_WAS
from models import endorsements, people, replies, thai
from models.chain import Seat
from models.conversation import word_of
from models.endorsements import Verdict
from models.report_tables import Endorsement
from models.say import Choice, Message, Text
from models.shown import CANCEL, SKIP
from models.tables import Person

ASKED = "comment"
LONGEST = 1000  # letters of a comment
_SAID: dict[str, Verdict] = {
    words.AGREE: "endorse",
    words.SEND_BACK: "return",
    **dict.fromkeys(words.ALSO_AGREE, "endorse"),
    **dict.fromkeys(words.ALSO_SEND_BACK, "return"),
}
VERDICTS: dict[str, Verdict] = {**_SAID, words.CONFIRM["endorse"]: "endorse", words.CONFIRM["return"]: "return"}
_NO_COMMENT = ("", "แล้ว", "ตามนั้น")


# --- Beginning -----------------------------------------------------------------------------------------------


def by_word(visit: Visit, person: Person, verdict: Verdict, comment: str = "") -> tuple[Message, ...]:
    """The words เห็นชอบ and ส่งกลับ, perhaps with the comment."""
    waiting = cases.waiting_for(visit, person)
    if not waiting:
        return (Text(words.NOTHING_WAITS),)
    if len(waiting) > 1:
        choices = [Choice(c.name, f"chain/{verdict}/{c.row.id}/{_post(c)}") for c in waiting]
        return (asking.offer(visit, person, words.WHICH_REPORT, choices),)
    return begin(visit, person, verdict, str(waiting[0].row.id), _post(waiting[0]), comment)


def _post(case: Case) -> str:
    return str(case.waits_at.post_id) if case.waits_at else ""


def said(visit: Visit, person: Person, text: str, *, busy: bool) -> tuple[Message, ...] | None:
    """`เห็นชอบ ควรเผยแพร่ภายในสัปดาห์นี้`, by who is asked for a word; None for anybody else. `busy`: a report is open,
    and more than the word alone may be its answer."""
    typed = text.strip()
    word = next((word for word in _SAID if typed.startswith(word)), None)
    if word is None or (busy and thai.clean(text) != word) or not cases.waiting_for(visit, person):
        return None
    more = typed.removeprefix(word).strip(" :\n")
    comment = more if word in (words.AGREE, words.SEND_BACK) else typed
    return by_word(visit, person, _SAID[word], "" if thai.clean(more) in _NO_COMMENT else comment)


def begin(
    visit: Visit, person: Person, verdict: Verdict, report: str, post: str, comment: str = "", first: str = ""
) -> tuple[Message, ...]:
    """Ask for the comment, or show it before it is stored; `first` is said before the question."""
    found = _allowed(visit, person, verdict, report, post)
    if not isinstance(found, Case):
        return found
    seat = cast(Seat, found.waits_at)
    if len(comment) > LONGEST:
        first, comment = words.TOO_LONG, ""
    about = {"verdict": verdict, "report": report, "post": post, "comment": comment}
    asking.ask(visit, person, ASKED, about)
    name = words.post_of(seat.name, seat.acting)
    if comment:
        text = words.check_comment(verdict, found.name, name, comment, replies.warning(comment))
    else:
        text = words.ask_comment(verdict, found.name, name)
    yes = Choice(words.CONFIRM[verdict], f"chain/{'with' if comment else 'yes'}/{verdict}/{report}/{post}")
    later = Choice(words.LATER, "chain/keep")
    choices = (yes, later) if comment or verdict == "endorse" else (later,)
    return (Text(f"{first}\n{text}" if first else text, choices),)


def _allowed(visit: Visit, person: Person, verdict: str, report: str, post: str) -> Case | tuple[Message, ...]:
    """The report, when it waits for this word of this person; else why not."""
    found = cases.find(visit, person, report)
    if not isinstance(found, Case):
        return found
    seat = found.waits_at
    theirs = seat is not None and str(seat.post_id) == post
    if verdict == "skip":
        if not people.is_secretary(visit.session, person):
            return (Text(wording.NOT_FOR_YOU),)
        if seat is None or not theirs or seat.holder is not None:
            return (Text(words.NOT_VACANT), cases.card(visit, person, found))
        return (Text(words.LAST_STAYS),) if seat.action == "approve" else found
    if seat is None or not theirs or seat.holder is None or seat.holder.id != person.id:
        told = Text(words.SAID_ALREADY if _has_said(found, person, post) else words.NOT_YOUR_TURN)
        return (told, cases.card(visit, person, found)) if cases.may_see(visit, person) else (told,)
    return found


def _has_said(case: Case, person: Person, post: str) -> bool:
    return any((word.person_id, str(word.post_id)) == (person.id, post) for word in case.course.said)


# --- The comment, and storing --------------------------------------------------------------------------------


def answered(visit: Visit, person: Person, question: asking.Question, text: str) -> tuple[Message, ...]:
    """A typed reply to the question for a comment: the comment itself, or the words that store it or leave it."""
    about = question.about
    verdict, comment = cast(Verdict, about["verdict"]), str(about["comment"])
    where = (visit, person, verdict, str(about["report"]), str(about["post"]))
    if word_of(text) == CANCEL or thai.same_words(text, words.LATER):
        return (Text(AS_IT_WAS),)
    if verdict != "skip" and (other := _turned(verdict, text)):
        return by_word(visit, person, *other) if len(cases.waiting_for(visit, person)) == 1 else begin(*where)
    plain = thai.read_yes_no(text)
    if comment or verdict == "endorse":
        if plain is False:
            return begin(*where) if comment else (Text(AS_IT_WAS),)
        if plain or thai.same_words(text, words.CONFIRM[verdict]):
            return store(*where, comment)
    if not thai.clean(text):  # only a polite word
        return begin(*where, comment)
    again = any(thai.same_words(text, word) for word, means in VERDICTS.items() if means == verdict)
    if again or word_of(text) == SKIP or thai.means_nothing(text) or thai.same_words(text, words.CONFIRM[verdict]):
        return store(*where, comment) if verdict == "endorse" else begin(*where)
    return begin(*where, text.strip())


def _turned(verdict: Verdict, text: str) -> tuple[Verdict, str] | None:
    """The other verdict with its comment, when that is what is typed: nobody agrees with the words ส่งกลับ."""
    typed = text.strip()
    if verdict == "return":
        agreed = any(thai.same_words(typed, word) for word, means in VERDICTS.items() if means == "endorse")
        return ("endorse", "") if agreed else None
    word = next((word for word, means in VERDICTS.items() if means == "return" and typed.startswith(word)), None)
    if word is None:
        return None
    more = typed.removeprefix(word).strip(" :\n")
    return "return", more if word == words.SEND_BACK else typed if more else ""


def pressed(
    visit: Visit,
    person: Person,
    verdict: Verdict,
    report: str,
    post: str,
    pending: asking.Question | None,
    *,
    said: bool,
) -> tuple[Message, ...]:
    """The button that stores. `said`: it was shown under a comment, which is asked for again when it is not known any
    more, because the button cannot carry it."""
    about = pending.about if pending and pending.name == ASKED else {}
    same = (about.get("verdict"), about.get("report"), about.get("post")) == (verdict, report, post)
    comment = str(about["comment"]) if same else ""
    if not comment and (said or verdict != "endorse"):
        return begin(visit, person, verdict, report, post, first=words.COMMENT_AGAIN)
    return store(visit, person, verdict, report, post, comment)


def store(
    visit: Visit, person: Person, verdict: Verdict, report: str, post: str, comment: str
) -> tuple[Message, ...]:
    """Append the word, and put the report before whoever is next."""
    found = _allowed(visit, person, verdict, report, post)
    if not isinstance(found, Case):
        return found
    seat = cast(Seat, found.waits_at)
    word = endorsements.say(
        visit.session, found.row, seat, person, verdict, comment, visit.incoming.at, words.short_round(found.round)
    )
    return follow(visit, person, found, word)


def follow(visit: Visit, person: Person, before: Case, word: Endorsement) -> tuple[Message, ...]:
    """What follows a word: the next post is asked, or who prepared it is told, or the circular goes out."""
    case = next(
        c for c in cases.every(visit.session, visit.desk.organisation_id, visit.incoming.today)
        if c.row.id == before.row.id
    )  # fmt: skip
    makers = circular.makers(visit, case)
    if word.verdict == "return":
        told = Text(
            words.returned(case.name, words.post_of(word.post_name, word.acting), word.comment),
            cases.for_secretary(case),
        )
        for maker in makers:
            if maker.id != person.id:
                circular.push(visit, maker, (told,))
        return (told,) if person.id in {m.id for m in makers} else (Text(words.SENT_BACK),)
    if case.course.state == "complete":
        return circular.announce(visit, person, case, word)
    seat = cast(Seat, case.waits_at)
    if seat.holder is None:
        return _vacant(visit, person, case, seat, makers)
    if seat.holder.id == person.id:  # who holds two posts in a row is asked for each, in the same answer
        return cases.please(visit.session, case, seat, visit.incoming.at, words.NOTED)
    cases.ask(visit.session, case, visit.incoming.at, visit.desk.wall)
    return (Text(words.passed_on(seat.name, reached=seat.holder.unreachable_since is None)),)


def _vacant(visit: Visit, person: Person, case: Case, seat: Seat, makers: list[Person]) -> tuple[Message, ...]:
    """It has come to a post that nobody holds: only the secretary can help, and is told at once."""
    say = words.vacant_last if seat.action == "approve" else words.vacant
    told = Text(say(case.name, seat.name), cases.for_secretary(case))
    if people.is_secretary(visit.session, person):
        return (Text(f"{words.NOTED}\n{told.text}", told.choices),)
    for maker in makers:
        circular.push(visit, maker, (told,))
    return (Text(words.SENT_TO_SECRETARY),)
