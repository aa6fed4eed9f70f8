"""Executives order, divisions answer, executives close or ask again.

What is typed is shown before it is sent. A button that sends names the message it was typed in and the subject, so
that pressing it again, or weeks later, says what became of it. The conversation of an order is a person's open small
question (handlers/asking.py); nothing is stored before it is confirmed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers import asking, order_cards, wording
from handlers import wording_orders as words
from handlers.incoming import Visit
from handlers.owed import read_id
from models import care, orders, outbox, people, thai
from models.calendar import Month
from models.conversation import word_of
from models.orders import Order
from models.records import StoredPlan, load_plan
from models.say import Card, Choice, Message, Text
from models.shown import BACK, CANCEL, SEND, SKIP
from models.tables import Division, Person

ASKED, SURE = "order", "order_sure"  # the names of the open question: type it; check it
LONGEST = 700  # letters of an order or an answer: LINE shows 800 of a text on a card


@dataclass(frozen=True)
class Subject:
    """What is being written: `new` to a division (about a measure and month, when they are not None), or `again` or
    `answer` to an order."""

    kind: str
    plan: StoredPlan | None = None
    division: Division | None = None
    measure_id: int | None = None
    month: Month | None = None
    order: Order | None = None

    @property
    def key(self) -> str:
        """The subject as it stands in buttons."""
        if self.order:
            return f"{self.kind}.{self.order.id}"
        year = self.plan.plan.fiscal_year if self.plan else 0
        division = self.division.id if self.division else 0
        return f"new.{year}.{division}.{self.measure_id or 0}.{self.month.key if self.month else 0}"


def subject(visit: Visit, key: str) -> Subject | None:
    """The subject of a button or an open question; None when it names nothing of ours any more."""
    match key.split("."):
        case ["new", year, division, measure, month]:
            return new_subject(visit, year, read_id(division) or 0, read_id(measure) or 0, month)
        case [("again" | "answer") as kind, text]:
            order = orders.find(visit.session, visit.desk.organisation_id, read_id(text) or 0)
            return Subject(kind, order=order) if order else None
    return None


def new_subject(visit: Visit, year: str, division_id: int, measure_id: int, month: str) -> Subject | None:
    """The subject of a new order; None when a part of it is none of ours."""
    known = re.fullmatch("2[0-9]{3}", year) is not None
    stored = load_plan(visit.session, visit.desk.organisation_id, int(year)) if known else None
    if stored is None or division_id not in stored.divisions or (measure_id and measure_id not in stored.measures):
        return None
    if month != "0" and month not in {m.key for m in stored.fiscal_year.months}:
        return None
    division = visit.session.get_one(Division, division_id)
    return Subject("new", stored, division, measure_id or None, None if month == "0" else Month.parse(month))


def _about(visit: Visit, one: Subject) -> tuple[str, str, int]:
    """Whom a subject is to, what it is about, and the order's number (0 for a new one)."""
    if one.order:
        return one.order.division, one.order.about, one.order.number
    name = one.division.name if one.division else ""
    return name, orders.about(visit.session, one.measure_id, one.month), 0


def _may(visit: Visit, person: Person, one: Subject) -> bool:
    """An answer is the division's, by who holds a role in it now; all else is an executive's."""
    if one.kind == "answer":
        return one.order is not None and one.order.division_id in people.divisions(visit.session, person)
    return people.is_executive(visit.session, person)


# --- Typing, and checking ------------------------------------------------------------------------------------


def begin(
    visit: Visit, person: Person, one: Subject | None, text: str = "", message: str = ""
) -> tuple[Message, ...]:
    """Ask for the words, or check those that were typed with the word already (`message`: in an earlier message)."""
    if one is None:
        return (Text(words.NO_SUCH),)
    if not _may(visit, person, one):
        return (Text(wording.NOT_FOR_YOU),)
    if one.kind == "answer" and one.order and one.order.state == "closed":
        return (Text(words.closed_before(one.order.number, one.order.entries[-1].at)),)
    message = message or visit.incoming.message_id
    return _typed(visit, person, one, text, message) if text.strip() else (_ask(visit, person, one),)


def _ask(visit: Visit, person: Person, one: Subject) -> Text:
    asking.ask(visit, person, ASKED, {"subject": one.key})
    division, about, number = _about(visit, one)
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
    found = care.has_personal_data(text) or ("complaint" if care.sounds_like_a_complaint(text) else "")
    warning = f"{words.CARE[found]} {words.CARE_HOW}" if found else ""
    division, about, number = _about(visit, one)
    kind = {"new": words.THE_ORDER, "again": words.THE_MORE, "answer": words.THE_ANSWER}[one.kind]
    today = visit.incoming.today
    due = None if one.kind == "answer" else orders.due_day(visit.session, visit.desk.organisation_id, today)
    tail = f"{message}/{one.key}"
    choices = (
        Choice(_send_word(one), f"order/send/{tail}", strong=True),
        Choice(words.EDIT, f"order/edit/{tail}"),
        Choice(words.CANCEL, f"order/drop/{tail}"),
    )
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


def tap(visit: Visit, person: Person, rest: list[str]) -> tuple[Message, ...] | None:
    """A button of what is being written: `send`, `edit` or `drop`, the message it was typed in, the subject."""
    match rest:
        case [("send" | "edit" | "drop") as what, message, key]:
            kept = person.asking_about or {}
            here = person.asking == SURE and kept.get("message") == message and kept.get("subject") == key
            person.asking = person.asking_about = None
            if at := orders.sent_as(visit.session, visit.desk.organisation_id, message):
                return (Text(words.sent_before(at)),)
            if what == "drop":
                return (Text(words.NOT_SENT),)
            one = subject(visit, key)
            if what == "edit" or not here or one is None:
                asked = begin(visit, person, one)
                return asked if what == "edit" else (Text(words.NOT_KEPT), *asked)
            return send(visit, person, one, str(kept["text"]), message)
    return None


# --- Sending -------------------------------------------------------------------------------------------------


def send(visit: Visit, person: Person, one: Subject, text: str, message: str) -> tuple[Message, ...]:
    """Store what was confirmed, and let the other side know at once."""
    if not _may(visit, person, one):
        return (Text(wording.NOT_FOR_YOU),)
    at = visit.incoming.at
    if one.order is None:
        assert one.plan
        assert one.division
        order = orders.give(
            visit.session,
            person,
            one.plan.id,
            one.division.id,
            text,
            message,
            at,
            measure_id=one.measure_id,
            month=one.month,
        )
        return (Text(_to_division(visit, order)),)
    if one.kind == "again":
        order = orders.add(visit.session, person, one.order.id, "again", text, message, at)
        return (Text(_to_division(visit, order, more=True)),)
    if one.order.state == "closed":
        return (Text(words.closed_before(one.order.number, one.order.entries[-1].at)),)
    order = orders.add(visit.session, person, one.order.id, "answer", text, message, at)
    return (Text(words.answered(order.number, _to_executive(visit, person, order))),)


def _to_division(visit: Visit, order: Order, *, more: bool = False) -> str:
    """Push an order to whom the division's reports are asked of, whatever the hour; gives what its giver is told."""
    session, organisation_id = visit.session, visit.desk.organisation_id
    asked = people.to_ask(session, organisation_id, visit.incoming.today)[order.division_id]
    if asked.person is None:
        nobody = Text(words.nobody_for(order.number, order.division, asked.reason))
        for secretary in people.holding(session, organisation_id, ["secretary"]):
            outbox.tell_later(session, secretary, (nobody,), visit.desk.wall)
        return words.given_in_vain(order.number, order.division, asked.reason)
    _push(visit, asked.person, order_cards.to_division(order, visit.incoming.today))
    told = words.given_more if more else words.given
    return told(order.number, order.division, order.due_on)


def _to_executive(visit: Visit, person: Person, order: Order) -> bool:
    """Push an answer to who waits for it; to the other executives when that one cannot be reached any more. Gives
    whether it went to anybody."""
    executives = people.holding(visit.session, visit.desk.organisation_id, ["executive"])
    reached = [p for p in executives if p.unreachable_since is None]
    whom = [p for p in reached if p.id == order.asked_by] or reached
    card = order_cards.thread(order, visit.incoming.today, executive=True, of_division=False)
    for one in whom:
        if one.id != person.id:
            _push(visit, one, card)
    return bool(whom)


def _push(visit: Visit, person: Person, card: Card) -> None:
    outbox.push(visit.session, visit.desk.organisation_id, person.line_id, person.id, (card,), visit.desk.wall)


def close(visit: Visit, person: Person, order: Order | None) -> tuple[Message, ...]:
    """An executive closes an order; the division is told on its next free reply."""
    if not people.is_executive(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    if order is None:
        return (Text(words.NO_SUCH),)
    if order.state == "closed":
        return (Text(words.closed_before(order.number, order.entries[-1].at)),)
    orders.add(visit.session, person, order.id, "close", "", "", visit.incoming.at)
    tell_division(visit, order, words.told_closed(order.number, order.division))
    return (Text(words.closed(order.number)),)


def tell_division(visit: Visit, order: Order, sentence: str) -> None:
    """Let a sentence ride on the next free reply to whom the division's reports are asked of."""
    asked = people.to_ask(visit.session, visit.desk.organisation_id, visit.incoming.today)[order.division_id]
    if asked.person:
        outbox.tell_later(visit.session, asked.person, (Text(sentence),), visit.desk.wall)


# --- What was unsent -----------------------------------------------------------------------------------------


def taken_back(visit: Visit, person: Person) -> tuple[list[Message], list[str]]:
    """Take an unsent message out of orders and answers, and out of what is being written; gives what the person is
    told, and the texts that went."""
    message = visit.incoming.message_id
    gone: list[str] = []
    kept = person.asking_about or {}
    if person.asking == SURE and kept.get("message") == message:
        gone.append(str(kept["text"]))
        person.asking = person.asking_about = None
    found = orders.unsend(visit.session, person, message, visit.incoming.at)
    if found is None:
        return [], gone
    gone.append(found.text)
    if found.order is None:
        return [], gone
    number, division = found.order.number, found.order.division
    if found.kind == "order":
        tell_division(visit, found.order, words.told_withdrawn(number, division))
        return [Text(words.unsent_order(number, division))], gone
    return [Text(words.unsent_again(number) if found.kind == "again" else words.unsent_answer(number))], gone
