"""The front desk: who spoke, what they meant, and which function answers.

`handle` is called once per event inside the worker's transaction; it changes data and returns what to answer.
It does not send. Words that work at any time are a dict from word to function.
"""

from __future__ import annotations

from collections.abc import Callable

from handlers import (
    answering,
    attaching,
    drafts,
    evidence,
    joining,
    overview,
    quotes,
    reporting,
    unsent,
    wording,
)
from handlers.incoming import Desk, Incoming, Visit
from models import people, thai
from models.conversation import CANCEL, HELP, SKIP, Said, word_of
from models.say import Choice, Message, Text
from models.tables import Person

Answer = Callable[[Visit, Person], tuple[Message, ...]]


def handle(desk: Desk, incoming: Incoming) -> tuple[Message, ...]:
    """Apply one thing a person did; gives the messages that answer it, () for none."""
    visit = Visit(desk, incoming, people.find(desk.session, desk.organisation_id, incoming.line_id))
    person = visit.person
    if person is None:
        return joining.stranger(visit)
    if incoming.kind == "unfollow":
        person.unreachable_since = incoming.at
        return ()
    person.unreachable_since = None  # whoever writes can be reached
    answer = _KINDS.get(incoming.kind, _other)
    return answer(visit, person)


def _followed(visit: Visit, person: Person) -> tuple[Message, ...]:
    return (Text(wording.WELCOME_BACK, _menu_choices(visit, person)),)


def _other(visit: Visit, person: Person) -> tuple[Message, ...]:
    """A sticker, voice, video, place: a polite answer, and the question again."""
    sound = visit.incoming.media in ("audio", "video")
    return (Text(wording.NO_SOUND if sound else wording.ONLY_TEXT), *drafts.asked_again(visit, person))


def _text(visit: Visit, person: Person) -> tuple[Message, ...]:
    """Typed text: a word that always works, a name that was asked for, a code, a measure, or an answer."""
    text = visit.incoming.text
    asking, person.asking = person.asking, None
    asked_name = asking == "name"
    if word := WORDS.get(thai.clean(text)):
        return word(visit, person)
    if joining.means_a_code(text) and (code := joining.code_in(text)):
        draft = drafts.open_draft(visit, person)
        if used := joining.use_code(visit, code):
            shows_cards = person.name and people.divisions(visit.session, person)
            return (*used, *reporting.cards(visit, person)[:4]) if shows_cards else used
        if draft is None:
            return (Text(wording.CODE_WRONG),)
    if asked_name and joining.can_be_a_name(text):
        return (joining.take_name(person, text), *_welcome(visit, person))
    if asked_name and word_of(text) == SKIP:
        return _welcome(visit, person)
    if about_evidence := _evidence(visit, person, text, asking):
        return about_evidence
    item = thai.read_item(text.strip().removeprefix(wording.REPORT))  # รายงานข้อ 2 is a button's label
    names_a_measure = item is not None and drafts.expects_no_words(visit, person)
    if names_a_measure and (opened := reporting.by_number(visit, person, item or 0)):
        return opened
    if drafts.open_draft(visit, person):
        return answering.say(visit, person, Said(text=text))
    return _without_a_draft(visit, person, text)


def _evidence(visit: Visit, person: Person, text: str, asking: str | None) -> tuple[Message, ...] | None:
    """What a text says by the message that it quotes, to a small question about evidence, or by being a link."""
    if visit.incoming.quoted and (answered := quotes.answer(visit, person)):
        return answered
    of_evidence = asking == evidence.asking_of(visit)
    if of_evidence and (answered := evidence.answer(visit, person, text)):
        return answered
    if asking == attaching.REMOVING and (answered := attaching.remove_typed(visit, person, text)):
        return answered
    if visit.incoming.message_id and (found := evidence.links_in(text)):
        person.asking = asking if of_evidence else None
        return evidence.receive_links(visit, person, *found)
    return attaching.list_to_remove(visit, person) if attaching.means_removing(text) else None


def _without_a_draft(visit: Visit, person: Person, text: str) -> tuple[Message, ...]:
    """No report is open: the words of buttons that stand on cards, a measure's number, or the menu."""
    for labels, answer in _CARD_WORDS:
        if any(thai.same_words(text, label) for label in labels):
            return answer(visit, person)
    word = word_of(text)
    if word == HELP:
        return help_(visit, person)
    if word == CANCEL:
        return (Text(wording.NOTHING_TO_LEAVE, _menu_choices(visit, person)),)
    number = thai.read_number(text)
    if number is not None and (opened := reporting.by_number(visit, person, number)):
        return opened
    return (Text(wording.NOT_UNDERSTOOD, _menu_choices(visit, person)),)


def _tap(visit: Visit, person: Person) -> tuple[Message, ...]:
    """A button: its first part names the function, the rest is what it is about."""
    what, *rest = visit.incoming.tap.split("/")
    if what != "word":
        person.asking = None
    match what, rest:
        case "word", [word]:
            return _text(_typed(visit, word), person)
        case "open", [tag]:
            return reporting.open_report(visit, person, tag)
        case "edit", [tag]:
            return reporting.open_report(visit, person, tag, edit=True)
        case "start", [month, division]:
            return reporting.start(visit, person, month, division)
        case "say", [tag, question, value]:
            value = visit.incoming.picked or value
            return answering.say(visit, person, Said(question=question, value=value), tag)
        case "late", [what_to_do]:
            return answering.settle_late(visit, person, use=what_to_do == "use")
        case "evidence", ["later"]:
            return evidence.later(visit, person)
        case "evidence", ["remove", which]:
            return attaching.remove(visit, person, which)
        case "evidence", [tag]:
            return attaching.attach(visit, person, tag)
        case "excel", [year, code]:
            return overview.excel(visit, person, year, code)
    return (Text(wording.OLD_BUTTON),)


def _typed(visit: Visit, text: str) -> Visit:
    """The same visit as if the words of a button had been typed."""
    incoming = visit.incoming
    return Visit(
        visit.desk, Incoming("text", incoming.line_id, incoming.at, incoming.reply_token, text), visit.person
    )


def _welcome(visit: Visit, person: Person) -> tuple[Message, ...]:
    """After joining: a reporter sees what is open, others the menu."""
    return reporting.report(visit, person) if people.divisions(visit.session, person) else menu(visit, person)


# --- Words that work at any time -----------------------------------------------------------------------------


def menu(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word เมนู."""
    reporter, overseer = bool(people.divisions(visit.session, person)), people.oversees(visit.session, person)
    return (Text(wording.menu(reporter, overseer), _menu_choices(visit, person)),)


def _menu_choices(visit: Visit, person: Person) -> tuple[Choice, ...]:
    words = [wording.REPORT, wording.STATUS] if people.divisions(visit.session, person) else []
    words += [wording.SUMMARY] if people.oversees(visit.session, person) else []
    return tuple(Choice(w, f"word/{w}") for w in [*words, wording.HELP_WORD])


def help_(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word ช่วยเหลือ with no report open."""
    text = wording.HELP if people.divisions(visit.session, person) else wording.HELP_OVERSEER
    return (Text(text, _menu_choices(visit, person)),)


def _and_back(answer: Answer) -> Answer:
    """A word said in the middle of a report: its answer, and then the open question again."""

    def both(visit: Visit, person: Person) -> tuple[Message, ...]:
        return (*answer(visit, person)[:4], *drafts.asked_again(visit, person))[:5]

    return both


def _report(visit: Visit, person: Person) -> tuple[Message, ...]:
    if people.divisions(visit.session, person):
        return reporting.report(visit, person)
    return overview.summary(visit, person)


def _status(visit: Visit, person: Person) -> tuple[Message, ...]:
    if not people.divisions(visit.session, person):
        return overview.summary(visit, person)
    return reporting.status(visit, person)


_WORDS: dict[str, Answer] = {
    wording.MENU: _and_back(menu),
    wording.REPORT: _report,
    wording.STATUS: _and_back(_status),
    wording.SUMMARY: _and_back(overview.summary),
}
WORDS = {thai.clean(word): answer for word, answer in _WORDS.items()}
_CARD_WORDS: tuple[tuple[tuple[str, ...], Answer], ...] = (
    (("สวัสดี", "หวัดดี", "ดีครับ", "hello"), menu),
    ((wording.START, wording.NEXT, "เริ่ม", "ถัดไป", "ต่อไป"), reporting.next_missing),
    ((wording.EDIT, "แก้", "ขอแก้ไข"), reporting.edit_latest),
    ((wording.MEASURE_CANCELLED,), answering.cancel_measure),
    ((wording.EVIDENCE, "รูป", "ภาพ"), evidence.ask),
    ((wording.GET_EXCEL, "Excel", "ขอไฟล์", "ไฟล์", "ขอรายงาน", "ขอไฟล์รายงาน"), overview.current_excel),
    (("ใครยังไม่ส่ง", "ใครยังไม่ส่งบ้าง", "ขาดใคร", "ใครขาด", "กองไหนยังไม่ส่ง"), overview.summary),
)
_KINDS: dict[str, Answer] = {
    "text": _text,
    "tap": _tap,
    "file": evidence.receive,
    "follow": _followed,
    "unsend": unsent.take_back,
}
