"""Writing an order, what is asked again, or an answer: it is asked for, shown for checking, and sent.

A button that sends names the message that was typed and the subject, so that pressing it again, or weeks later, says
what became of it. What is being written is a person's open small question (handlers/asking.py); nothing is stored
before it is confirmed (handlers/order_sending.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers import asking, order_cards, wording
from handlers import wording_orders as words
from handlers.incoming import Visit
from handlers.naming import begins_with_measure, read
from handlers.order_sending import SURE, send
from handlers.order_subjects import Subject, may, subject, whom
from models import order_changes, orders, replies, thai
from models.conversation import word_of
from models.say import Choice, Message, Text
from models.shown import BACK, CANCEL, SEND, SKIP
from models.tables import Person

ASKED = "order"  # the name of the open question: type it
WHICH_MEASURE = "order_measure"  # the name of the open question: which measure, where there is none of the number
MOST = 12  # measures that are listed to choose from: LINE shows 13 buttons under a text
LONGEST = 700  # letters of an order or an answer: LINE shows 800 of a text on a card


def begin(
    visit: Visit, person: Person, one: Subject | None, text: str = "", message: str = ""
) -> tuple[Message, ...]:
    """Ask for the words, or check those that were typed with the word already (`message`: in an earlier message)."""
    if one is None:
        return (Text(words.NO_SUCH),)
    if not may(visit, person, one):
        return (Text(wording.NOT_FOR_YOU),)
    if one.kind == "answer" and one.order and one.order.state == "closed":
        return (Text(words.closed_before(one.order.number, one.order.entries[-1].at)),)
    message = message or visit.incoming.message_id
    return _typed(visit, person, one, text, message) if text.strip() else (_ask(visit, person, one),)


def _typed(visit: Visit, person: Person, one: Subject, text: str, message: str) -> tuple[Message, ...]:
    """Words that were typed: shown for checking, after it was asked which measure an order is about that begins with
    one that the plan does not have. One that it has is the order's."""
    number, rest = begins_with_measure(text)
    if one.kind != "new" or one.measure_id or one.plan is None or number is None:
        return _check(visit, person, one, text, message)
    by_number = {m.order: i for i, m in one.plan.measures.items()}
    if number in by_number:
        return begin(visit, person, replace(one, measure_id=by_number[number]), rest, message)
    return _ask_measure(visit, person, one, number, text.strip(), message)


def _ask_measure(
    visit: Visit, person: Person, one: Subject, number: int, text: str, message: str
) -> tuple[Message, ...]:
    """There is no measure of the number: which one is meant is asked, and what was typed waits with the question."""
    assert one.plan
    assert one.division
    asking.ask(visit, person, WHICH_MEASURE, {"subject": one.key, "text": text, "message": message})
    of_division = {a.measure_id for a in one.plan.assignments if a.division_id == one.division.id}
    listed = [(i, m) for i, m in one.plan.measures.items() if i in of_division]
    named = [(i, wording.measure_label(m.order, m.title), wording.numbered(m.order, m.title)) for i, m in listed]
    named = named if len(named) <= MOST else []
    choices = [Choice(label, _measure_tap(one, i, message)) for i, label, _ in named]
    lines = [words.no_such_measure(number), *(thai.shorten(line, 80) for *_, line in named)]
    lines.append(words.WHICH_MEASURE_HOW)
    return (Text("\n".join(lines), (*choices, Choice(words.NO_MEASURE, _measure_tap(one, 0, message)))),)


def _measure_tap(one: Subject, measure_id: int, message: str) -> str:
    return f"order/about/{message or 0}/{replace(one, measure_id=measure_id or None).key}"


def measure_typed(visit: Visit, person: Person, question: asking.Question, text: str) -> tuple[Message, ...] | None:
    """A measure's number, or the words for none, typed while it is asked; None when the text is something else."""
    one = subject(visit, str(question.about["subject"]))
    if one is None or one.plan is None:
        return (Text(words.NO_SUCH),)
    if thai.same_words(text, words.NO_MEASURE):
        return _about(visit, person, one, question.about)
    number = thai.read_item(text) if thai.read_item(text) is not None else thai.read_number(text)
    if number is None:
        return None
    found = next((i for i, m in one.plan.measures.items() if m.order == number), None)
    if found is None:
        kept = question.about
        return _ask_measure(visit, person, one, number, str(kept["text"]), str(kept["message"]))
    return _about(visit, person, replace(one, measure_id=found), question.about)


def _about(visit: Visit, person: Person, one: Subject, kept: Mapping[str, Any]) -> tuple[Message, ...]:
    """What an order is about was chosen: its words are checked, without the number that was none. A month that
    follows it is the order's."""
    text, message = str(kept["text"]), str(kept["message"])
    _, rest = begins_with_measure(text)
    if one.plan and one.month is None and one.measure_id:
        meant = read(rest, visit.incoming.today, {}, one.plan.fiscal_year.months)
        one, rest = replace(one, month=meant.month), meant.rest
    if not rest:
        return begin(visit, person, one)
    return _check(visit, person, one, rest if one.measure_id else text, message)


def _ask(visit: Visit, person: Person, one: Subject) -> Text:
    asking.ask(visit, person, ASKED, {"subject": one.key})
    division, about, number = whom(visit, one)
    if one.kind == "new":
        asked = words.ask_order(division, about)
    elif one.kind == "again":
        asked = words.ask_again(number, division)
    else:
        assert one.order
        answers = one.order.answers if one.order.state == "answered" else ()
        asked = words.ask_answer(number, thai.shorten(one.order.last_word, 300), answers[-1].at if answers else None)
    return Text(asked, (Choice(CANCEL, f"order/drop/0/{one.key}"),))


def _check(visit: Visit, person: Person, one: Subject, text: str, message: str) -> tuple[Message, ...]:
    """What was typed, shown before it is sent, with a warning about what does not belong in a report."""
    text = text.strip()
    if len(text) > LONGEST:
        again = _ask(visit, person, one)
        return (Text(words.too_long(len(text), LONGEST), again.choices),)
    if not _has_words(text):
        again = _ask(visit, person, one)
        return (Text(words.EMPTY, again.choices),)
    asking.ask(visit, person, SURE, {"subject": one.key, "text": text, "message": message})
    warned = replies.warning(text)
    warning = f"{warned} {words.CARE_HOW}" if warned else ""
    division, about, number = whom(visit, one)
    kind = {"new": words.THE_ORDER, "again": words.THE_MORE, "answer": words.THE_ANSWER}[one.kind]
    today = visit.incoming.today
    due = None if one.kind == "answer" else order_changes.due_day(visit.session, visit.desk.organisation_id, today)
    choices = _choices(one, message)
    title = one.order.title if one.order else orders.title(visit.session, one.measure_id)
    return (order_cards.to_check(kind, division, about, title, number, text, warning, due, choices),)


def _has_words(text: str) -> bool:
    """Whether a text is more than a number or pictures, which were meant for something else."""
    return bool(thai.clean(text)) and thai.read_number(text) is None


def _send_word(one: Subject) -> str:
    return words.SEND_ANSWER if one.kind == "answer" else words.SEND_ORDER


def answered(visit: Visit, person: Person, question: asking.Question, text: str) -> tuple[Message, ...]:
    """What is typed while an order or an answer is being written."""
    one = subject(visit, str(question.about.get("subject", "")))
    if one is None:
        return (Text(words.NO_SUCH),)
    if word_of(text) in (CANCEL, SKIP, BACK):
        return (Text(words.NOT_SENT),)
    if question.name == SURE:
        meant = thai.read_yes_no(text)
        if meant or word_of(text) == SEND or thai.same_words(text, _send_word(one)):
            kept = question.about
            return send(visit, person, one, str(kept["text"]), str(kept["message"]))
        if meant is False:
            return begin(visit, person, one)
        if not _has_words(text):
            return _check(visit, person, one, str(question.about["text"]), str(question.about["message"]))
    return _typed(visit, person, one, text, visit.incoming.message_id)


def goes_on(one: Subject, question: asking.Question) -> Text:
    """What can be done with an answer that is being written or checked, after something else was answered."""
    if question.name == ASKED:
        return Text(words.WRITE_ON, (Choice(CANCEL, f"order/drop/0/{one.key}"),))
    return Text(words.SEND_ON, _choices(one, str(question.about.get("message", ""))))


def _choices(one: Subject, message: str) -> tuple[Choice, ...]:
    """The buttons of what is checked, named by the message it was typed in."""
    tail = f"{message}/{one.key}"
    return (
        Choice(_send_word(one), f"order/send/{tail}", strong=True),
        Choice(words.EDIT, f"order/edit/{tail}"),
        Choice(words.CANCEL, f"order/drop/{tail}"),
    )


def tap(visit: Visit, person: Person, rest: list[str]) -> tuple[Message, ...] | None:
    """A button of what is written (`about`, `send`, `edit`, `drop`): the message it was typed in, its subject."""
    match rest:
        case ["about", message, key]:
            kept = (person.asking_about or {}) if person.asking == WHICH_MEASURE else {}
            person.asking = person.asking_about = None
            one = subject(visit, key)
            if one is None or str(kept.get("message") or 0) != message:
                return (Text(words.NOT_KEPT), *begin(visit, person, one))
            return _about(visit, person, one, kept)
        case [("send" | "edit" | "drop") as what, message, key]:
            kept = person.asking_about or {}
            here = person.asking == SURE and kept.get("message") == message and kept.get("subject") == key
            asking.close(person)
            if at := order_changes.sent_as(visit.session, visit.desk.organisation_id, message):
                return (Text(words.sent_before(at)),)
            if what == "drop":
                return (Text(words.NOT_SENT),)
            one = subject(visit, key)
            if what == "edit" or not here or one is None:
                asked = begin(visit, person, one)
                return asked if what == "edit" else (Text(words.NOT_KEPT), *asked)
            return send(visit, person, one, str(kept["text"]), message)
    return None
