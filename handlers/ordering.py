"""Writing an order, what is asked again, or an answer: it is asked for, shown for checking, and sent.

A button that sends names the message that was typed and the subject, so that pressing it again, or weeks later, says
what became of it. What is being written is a person's open small question (handlers/asking.py); nothing is stored
before it is confirmed (handlers/order_sending.py).
"""

from __future__ import annotations

from handlers import asking, order_cards, wording
from handlers import wording_orders as words
from handlers.incoming import Visit
from handlers.order_sending import SURE, send
from handlers.order_subjects import Subject, may, subject, whom
from models import order_changes, orders, replies, thai
from models.conversation import word_of
from models.say import Choice, Message, Text
from models.shown import BACK, CANCEL, SEND, SKIP
from models.tables import Person

ASKED = "order"  # the name of the open question: type it
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


def _typed(visit: Visit, person: Person, one: Subject, text: str, message: str) -> tuple[Message, ...]:
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
            return _typed(visit, person, one, str(question.about["text"]), str(question.about["message"]))
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
    """A button of what is being written: `send`, `edit` or `drop`, the message it was typed in, the subject."""
    match rest:
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
