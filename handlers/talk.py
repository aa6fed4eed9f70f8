"""The front desk: who spoke, what they meant, and which function answers.

`handle` is called once per event inside the worker's transaction; it changes data and returns what to answer.
It does not send. Words that work at any time are a dict from word to function.
"""

from __future__ import annotations

import re
from dataclasses import replace

from handlers import (
    absence,
    answering,
    asking,
    attaching,
    bundles,
    drafts,
    editing,
    errands,
    evidence,
    files,
    joining,
    labels,
    meeting,
    menus,
    own_forms,
    quotes,
    reporting,
    resuming,
    staff_changes,
    telling,
    together,
    together_said,
    unsent,
    which_month,
    whole_month,
    wording,
    words,
)
from handlers.incoming import Desk, Incoming, Visit
from handlers.owed import read_id
from handlers.wording_together import type_label
from models import audit, intents, people, thai
from models.calendar import Month
from models.conversation import Said, word_of
from models.corrections import Correction, read_correction
from models.draft import open_question
from models.form import FREE_TEXT
from models.replies import small_talk
from models.say import Card, Message, Text
from models.shown import CANCEL, EDIT, HELP, SEND, SKIP
from models.tables import ConversationRow, Person


def handle(desk: Desk, incoming: Incoming) -> tuple[Message, ...]:
    """Apply one thing a person did; gives the messages that answer it, () for none."""
    people.end_what_ran_out(desk.session, desk.organisation_id, incoming.at)
    visit = Visit(desk, incoming, people.find(desk.session, desk.organisation_id, incoming.line_id))
    person = visit.person
    if person is None:
        return joining.stranger(visit)
    audit.sign(desk.session, person.id)
    if incoming.kind == "unfollow":
        person.unreachable_since = incoming.at
        return ()
    person.unreachable_since = None  # whoever writes can be reached
    answer = _KINDS.get(incoming.kind, _other)
    return answer(visit, person)


def _followed(visit: Visit, person: Person) -> tuple[Message, ...]:
    person.menu = None  # whether LINE kept the rich menu while it was blocked is not known: it is linked again
    return (Text(wording.WELCOME_BACK, words.menu_choices(visit, person)),)


def _other(visit: Visit, person: Person) -> tuple[Message, ...]:
    """A sticker, voice, video, place: a polite answer, and the question again."""
    sound = visit.incoming.media in ("audio", "video")
    sentence = wording.NO_SOUND if sound else wording.ONLY_TEXT
    asked = resuming.asked_again(visit, person)
    if len(asked) == 1 and isinstance(asked[0], Card):  # the card above is not said again, its buttons are
        return (Text(f"{sentence} {wording.CARD_ABOVE}", asked[0].buttons),)
    return (Text(sentence), *asked)


def _file(visit: Visit, person: Person) -> tuple[Message, ...]:
    """A photo or file: the agency's form when that was asked for, else evidence."""
    taken = own_forms.receive(visit, person)
    return evidence.receive(visit, person) if taken is None else taken


def _text(visit: Visit, person: Person) -> tuple[Message, ...]:
    """Typed text: the label of a button does what the tap does; else it is read."""
    meant = labels.meant(visit, person)
    if meant is None:
        return _read(visit, person)
    return _tap(_pressing(visit, meant), person) if isinstance(meant, str) else meant


def _read(visit: Visit, person: Person) -> tuple[Message, ...]:
    """A word that always works, a reply to a small question, a code, a measure, or an answer."""
    question = asking.taken(visit, person)
    done = _said(visit, person, question)
    if question and person.asking is None and _only_shows(visit.incoming.text) and _can_wait(visit, person, question):
        busy = drafts.open_draft(visit, person) or bundles.open_bundle(visit, person)
        return asking.put_back(person, question, done, alone=not busy)
    return done


def _only_shows(text: str) -> bool:
    """Whether a text is a word that shows something and changes nothing."""
    return word_of(text) == HELP or any(thai.same_words(text, word) for word in words.ONLY_SHOW)


def _can_wait(visit: Visit, person: Person, question: asking.Question) -> bool:
    """Whether a small question stays open while something is shown: one that a day or a measure answers, unless a
    report is asked on, which they may then be meant for; and a confirmation, which its own words answer."""
    if question.name == asking.CONFIRM:
        return True
    busy = drafts.open_draft(visit, person) or bundles.open_bundle(visit, person)
    waits = (absence.ASKED, meeting.ASKED, staff_changes.ASKED, evidence.asking_of(visit))
    return not busy and question.name in waits


def _said(visit: Visit, person: Person, question: asking.Question | None) -> tuple[Message, ...]:
    """What a typed text means, after the small question that was open."""
    text = visit.incoming.text
    asked_name = question is not None and question.name == joining.ASKED
    busy = drafts.open_draft(visit, person) is not None
    if word := words.WORDS.get(thai.clean(text)):
        return word(visit, person)
    if asked_name and (joining.means_a_code(text) or joining.looks_like_a_code(text)):
        asking.ask(visit, person, joining.ASKED, lasts=True)  # the question stays open, and is not asked twice
    if joining.means_a_code(text) and (code := joining.code_in(text)):
        if used := joining.use_code(visit, code):
            shows_cards = person.name and people.divisions(visit.session, person)
            return (*used, *reporting.cards(visit, person)[:4]) if shows_cards else used
        if not busy:
            return (Text(wording.CODE_WRONG),)
    if not busy and joining.looks_like_a_code(text):
        return (Text(wording.CODE_WRONG),)
    done = errands.answered(visit, person, question, text, busy=busy) if question and not asked_name else None
    if done is None:
        done = errands.said(visit, person, text, busy=busy)
    if done is not None:
        return _and_the_report(visit, person, done)
    if asked_name and joining.can_be_a_name(text):
        return (joining.take_name(person, text), *_welcome(visit, person))
    if asked_name and word_of(text) == SKIP:
        return _welcome(visit, person)
    if about_evidence := _evidence(visit, person, text, question):
        return about_evidence
    if question and (answered := _small_question(visit, person, question, text, busy=busy)):
        return answered
    division, rest = people.division_named(visit.session, person, text)
    wish = read_correction(rest) if people.divisions(visit.session, person) else None
    if wish and drafts.open_draft(visit, person) and (wish.order, wish.month, division) == (None, None, None):
        return answering.say(visit, person, Said(text=text))
    if wish:
        return editing.correct(visit, person, wish, rest, division)
    bundle = bundles.open_bundle(visit, person)
    keeps_words = bundle is not None and bundle.kind == "which"
    if not keeps_words and (opened := reporting.by_month(visit, person, text)):  # the label of a receipt's button
        return opened
    if bundle:
        answer = telling.chosen if keeps_words else together_said.say
        if answered := answer(visit, person, bundle, text):
            return answered
    draft = drafts.open_draft(visit, person)
    if draft and (meant := _menu_word(visit, person, draft, text)):
        return meant
    number = text.strip().removeprefix(wording.REPORT)  # รายงานข้อ 2 is a button's label
    if thai.clean(number).startswith("ข้อ") and (opened := reporting.by_number(visit, person, number)):
        return opened
    no_words = drafts.expects_no_words(visit, person)
    if draft and not no_words:
        if whole_month.is_about_several(rest) and (answered := whole_month.told(visit, person, text)):
            return answered
        if telling.names_others(visit, person, draft, text) and (told := telling.tell(visit, person, text)):
            return told  # the open report is kept
        return answering.say(visit, person, Said(text=text))
    if not draft and (opened := reporting.by_number(visit, person, number)):
        return opened
    if answered := whole_month.told(visit, person, text):
        return answered
    if draft and word_of(text) == EDIT:  # nothing is answered here yet: another report must be meant
        return editing.what_to_edit(visit, person)
    if draft and not telling.names_others(visit, person, draft, text):
        return answering.say(visit, person, Said(text=text))
    return _without_a_draft(visit, person, text, question)


def _menu_word(visit: Visit, person: Person, draft: ConversationRow, text: str) -> tuple[Message, ...]:
    """A word of the person's rich menu, typed alone where no words can be an answer: it means what the tap means. ()
    elsewhere; the day of the meeting, and this one measure like last month, are answers."""
    menu = menus.menu_for([role.name for role in people.roles(visit.session, person)])
    on_menu = [*(menu.words if menu else ()), wording.ATTACH_FILES]
    word = next((w for w in on_menu if w not in (EDIT, HELP) and thai.same_words(text, w)), None)
    owed = drafts.owed_of(visit, draft) if word else None
    if word is None or owed is None or any(draft.answers.get(k) for k in ("_doubt", "_loose", "_edit", "_adding")):
        return ()
    context = drafts.context_of(visit, person, owed)
    asked = open_question(draft.answers, context)
    if asked and (
        asked.name in FREE_TEXT
        or (asked.name == "dates" and word == wording.MEETING and context.meetings)
        or (asked.name == "status" and word == wording.SAME and context.previous)
    ):
        return ()
    return _tap(_pressing(visit, f"word/{word}"), person)


def _small_question(
    visit: Visit, person: Person, question: asking.Question, text: str, *, busy: bool
) -> tuple[Message, ...] | None:
    """The number or the words of a card's button, typed after the card."""
    number = thai.read_item(text) or thai.read_number(text)
    if question.name == editing.ASKED and number is not None:
        return editing.correct(visit, person, Correction(number), f"{wording.EDIT}ข้อ {number}")
    if question.name != asking.CHOOSE or (busy and thai.read_number(text) is not None):
        return None
    if question.about.get("by_words") and (some := asking.some_of(question, text)):
        asking.remember_words(visit, person, some)
        which = wording.which_button(text.strip())
        return (Card(title=which, buttons=tuple(some), note=type_label(some[0].label), alt=which),)
    send = asking.chosen(question, text)
    return _tap(_pressing(visit, send), person) if send else None


def _pressing(visit: Visit, send: str) -> Visit:
    """The same visit as if a button had been pressed."""
    return Visit(visit.desk, replace(visit.incoming, kind="tap", tap=send, text=""), visit.person)


def _evidence(
    visit: Visit, person: Person, text: str, question: asking.Question | None
) -> tuple[Message, ...] | None:
    """What a text says by the message that it quotes, to a small question about evidence, or by being a link."""
    if visit.incoming.quoted and (answered := quotes.answer(visit, person)):
        return answered
    of_evidence = question is not None and question.name == evidence.asking_of(visit)
    if question and of_evidence and (answered := evidence.answer(visit, person, text, question.about)):
        return answered
    if evidence.says_attach(visit, person, text):
        return evidence.attach_said(visit, person, text)
    if question and question.name == attaching.REMOVING and (answered := attaching.remove_typed(visit, person, text)):
        return answered
    if visit.incoming.message_id and (found := evidence.links_in(text)):
        if of_evidence:  # it stays open for what comes now as well
            asking.ask(visit, person, evidence.asking_of(visit), lasts=True)
        return evidence.receive_links(visit, person, *found)
    return attaching.list_to_remove(visit, person) if intents.removes_files(text) else None


def _without_a_draft(
    visit: Visit, person: Person, text: str, question: asking.Question | None
) -> tuple[Message, ...]:
    """No report is open: the words of buttons that stand on cards, a measure's number, a free report, or the menu."""
    for on_cards, answer in words.ON_CARDS:
        if any(thai.same_words(text, label) for label in on_cards):
            return answer(visit, person)
    word = word_of(text)
    if word == HELP:
        return words.help_(visit, person)
    if word == CANCEL:
        said = wording.NOTHING_TO_LEAVE if people.divisions(visit.session, person) else wording.NOTHING_OPEN
        return (Text(said, words.menu_choices(visit, person)),)
    if word == SEND:
        said = wording.NOTHING_TO_SEND if people.divisions(visit.session, person) else wording.NOTHING_OPEN
        return (Text(said, words.menu_choices(visit, person)),)
    if polite := small_talk(text):
        return (Text(polite, words.menu_choices(visit, person)),)
    if people.divisions(visit.session, person) and (told := telling.tell(visit, person, text)):
        return told
    if wished := staff_changes.wished(visit, person, text):
        return wished
    again = asking.again(person, question) if question else None
    return (again or Text(wording.NOT_UNDERSTOOD, words.menu_choices(visit, person)),)


def _tap(visit: Visit, person: Person) -> tuple[Message, ...]:
    """A button: its first part names the function, the rest is what it is about."""
    what, *rest = visit.incoming.tap.split("/")
    if what not in (
        "word",
        "chain",
        "paper",
        "order",
    ):  # what is being written waits while a paper is read, for its buttons
        asking.close(person)
    if (done := errands.tapped(visit, person, visit.incoming.tap)) is not None:
        return _and_the_report(visit, person, done)
    match what, rest:
        case "word", [word]:
            return _pressed(visit, person, word)
        case "open", [tag]:
            return reporting.open_report(visit, person, tag)
        case "edit", [tag]:
            return reporting.open_report(visit, person, tag, edit=True)
        case "edit", [tag, field]:
            return editing.open_field(visit, person, tag, field)
        case "start", [month, division]:
            return reporting.start(visit, person, month, division)
        case "say", [tag, question, value]:
            value = visit.incoming.picked or value
            return answering.say(visit, person, Said(question=question, value=value), tag)
        case "same", [month, division] if _is_place(month, division):
            return together.same(visit, person, Month.parse(month), int(division))
        case "none", [month, division] if _is_place(month, division):
            return together.nothing_done(visit, person, Month.parse(month), int(division))
        case "bundle", [bundle, value]:
            return together_said.tap(visit, person, bundle, value)
        case "which", [bundle, tag]:
            return telling.picked(visit, person, bundle, tag)
        case "add", [tag]:
            return editing.add(visit, person, tag)
        case "late", [what_to_do]:
            return answering.settle_late(visit, person, use=what_to_do == "use")
        case "evidence", ["later"]:
            return evidence.later(visit, person)
        case "evidence", ["remove", which]:
            return attaching.remove(visit, person, which)
        case "evidence", [tag]:
            return attaching.attach(visit, person, tag)
        case "paper", [kind, year, round]:
            return files.tapped(visit, person, kind, year, round)
        case "excel", [year, round]:  # on cards that were sent before there were other papers
            return files.tapped(visit, person, "excel", year, round)
    return (Text(wording.OLD_BUTTON),)


def _pressed(visit: Visit, person: Person, word: str) -> tuple[Message, ...]:
    """A button that says a word. Those of the rich menu mean the same in the middle of a report, where the word
    typed may be an answer."""
    reporter = bool(people.divisions(visit.session, person))
    if word == wording.SAME and reporter:
        return which_month.by_words(visit, person, lambda m, d: together.same(visit, person, m, d), "same")
    if word in (wording.EVIDENCE, wording.ATTACH_FILES) and reporter:
        return resuming.then_asked_again(visit, person, evidence.ask(visit, person))
    return _read(_typed(visit, word), person)


def _is_place(month: str, division: str) -> bool:
    """Whether a button names a month and a division as we write them."""
    return bool(re.fullmatch(r"20[0-9]{2}-(0[1-9]|1[0-2])", month)) and read_id(division) is not None


def _and_the_report(visit: Visit, person: Person, done: tuple[Message, ...]) -> tuple[Message, ...]:
    """An errand that is done, and then the open question of the report, unless the errand asks something itself."""
    return done if person.asking else resuming.then_asked_again(visit, person, done)


def _typed(visit: Visit, text: str) -> Visit:
    """The same visit as if the words of a button had been typed."""
    incoming = visit.incoming
    return Visit(
        visit.desk, Incoming("text", incoming.line_id, incoming.at, incoming.reply_token, text=text), visit.person
    )


def _welcome(visit: Visit, person: Person) -> tuple[Message, ...]:
    """After joining: a reporter sees what is open, others the menu."""
    return words.report(visit, person) if people.divisions(visit.session, person) else words.menu(visit, person)


_KINDS: dict[str, words.Answer] = {
    "text": _text,
    "tap": _tap,
    "file": _file,
    "follow": _followed,
    "unsend": unsent.take_back,
}
