"""The words and buttons about orders: ข้อสั่งการ, สั่งการ กองช่าง …, ตอบข้อสั่งการ, ปิดเรื่อง 3, สั่งเพิ่ม 3.

What they begin is written, checked and sent by handlers/ordering.py."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from handlers import asking, order_cards, order_sending, ordering, overview, wording
from handlers import wording_orders as words
from handlers.incoming import Visit
from handlers.naming import Named, fits, named
from handlers.order_subjects import Subject, new_subject, subject
from handlers.owed import read_id
from handlers.scopes import scope
from models import orders, outbox, people, thai
from models.orders import Order
from models.records import StoredPlan
from models.say import Card, Choice, Message, Text, choices_of
from models.tables import Person

WHICH = "order_which"  # the name of the open question: which order is meant
MOST = 13  # orders that are listed to choose from: LINE shows so many buttons under a text


def tap(visit: Visit, person: Person, rest: list[str]) -> tuple[Message, ...]:
    """A button about orders; what it asks is asked even when it is weeks old."""
    if (written := ordering.tap(visit, person, rest)) is not None:
        return written
    kept = (person.asking_about or {}) if person.asking == WHICH else {}
    asking.close(person)
    match rest:
        case ["meant", message, key]:
            return _meant(visit, person, message, key, kept)
        case ["new", year, division, measure, month]:
            one = new_subject(visit, year, read_id(division) or 0, read_id(measure) or 0, month)
            return ordering.begin(visit, person, one)
        case ["pick", year, month] if (found := scope(visit, year, month)) and len(found.months) == 1:
            return _pick(visit, person, found.stored, Named(month=found.months[0]))
        case [("again" | "answer") as kind, order]:
            return ordering.begin(visit, person, subject(visit, f"{kind}.{order}"))
        case ["close", order]:
            return order_sending.close(visit, person, _found(visit, order))
        case ["see", order]:
            return see(visit, person, _found(visit, order))
        case ["list", first]:
            return listed(visit, person, read_id(first) or 0)
    return (Text(wording.OLD_BUTTON),)


def _found(visit: Visit, text: str) -> Order | None:
    return orders.find(visit.session, visit.desk.organisation_id, read_id(text) or 0)


def _pick(visit: Visit, person: Person, stored: StoredPlan, meant: Named) -> tuple[Message, ...]:
    """Which division an order goes to: of those that fit what was typed, else of all. What was typed is kept."""
    if not people.is_executive(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    owing = {a.division_id for a in stored.assignments}
    ids = meant.divisions or tuple(i for i in stored.divisions if i in owing)
    about = f"{meant.measure or 0}.{meant.month.key if meant.month else 0}"
    choices = [_choice(visit, stored.divisions[i], f"new.{stored.plan.fiscal_year}.{i}.{about}") for i in ids]
    _keep(visit, person, "new", meant.rest, choices)
    return (Text(words.WHICH_DIVISION, tuple(choices), numbered=len(choices)),)


def _choice(visit: Visit, label: str, key: str) -> Choice:
    """A button for one of the subjects (handlers/order_subjects.py) that may be meant by what was just typed."""
    return Choice(label, f"order/meant/{visit.incoming.message_id or 0}/{key}")


def _keep(visit: Visit, person: Person, kind: str, text: str, choices: Sequence[Choice]) -> None:
    """Keep what was typed with the question what it is about."""
    kept = {"kind": kind, "text": text, "message": visit.incoming.message_id}
    asking.ask(visit, person, WHICH, {**kept, "choices": [[c.label, c.send] for c in choices]})


def _meant(visit: Visit, person: Person, message: str, key: str, kept: Mapping[str, Any]) -> tuple[Message, ...]:
    """A subject was chosen: go on with what was typed, when it is still there."""
    here = str(kept.get("message") or 0) == message
    text, typed_in = (str(kept["text"]), str(kept["message"])) if here else ("", "")
    return ordering.begin(visit, person, subject(visit, key), text, typed_in)


def _visible(visit: Visit, person: Person) -> list[Order]:
    """The orders that a person may see: all for the secretary and the executives, else those of their divisions."""
    every = people.oversees(visit.session, person)
    own = None if every else people.divisions(visit.session, person)
    return orders.every(visit.session, visit.desk.organisation_id, own)


def listed(visit: Visit, person: Person, first: int = 0) -> tuple[Message, ...]:
    """The word ข้อสั่งการ: what is overdue, answered, open, closed, with a button each."""
    executive = people.is_executive(visit.session, person)
    own = people.divisions(visit.session, person)
    if not (own or people.oversees(visit.session, person)):
        return (Text(wording.NOT_FOR_YOU),)
    found = _visible(visit, person)
    if not found:
        return (Text(words.NONE_YET if executive else words.NO_ORDERS),)
    card = order_cards.listing(
        found, visit.incoming.today, first, of_division=not people.oversees(visit.session, person)
    )
    asking.remember(visit, person, card.buttons)
    return (card,)


def see(visit: Visit, person: Person, order: Order | None) -> tuple[Message, ...]:
    """One order with all that was said to it."""
    if order is None:
        return (Text(words.NO_SUCH),)
    own = order.division_id in people.divisions(visit.session, person)
    if not (own or people.oversees(visit.session, person)):
        return (Text(wording.NOT_FOR_YOU),)
    executive = people.is_executive(visit.session, person)
    since = orders.evidence_since(visit.session, order)
    return (order_cards.thread(order, visit.incoming.today, since, executive=executive, of_division=own),)


# --- By words ------------------------------------------------------------------------------------------------


def said(visit: Visit, person: Person, text: str, *, busy: bool) -> tuple[Message, ...] | None:
    """One of these words, alone or with what it is about; None when it is none. `busy`: a report is open, and only
    what cannot be an answer to its question is taken."""
    typed = text.strip()
    if (answer := _quoting(visit, person, typed)) is not None:
        return answer
    if rest := _after(typed, words.ANSWER):
        return _answer(visit, person, rest[0])
    if thai.same_words(typed, words.ORDERS):
        return listed(visit, person)
    if busy:
        return None
    if rest := _after(typed, words.ORDERS):
        order, left = _first_number(rest[0], _visible(visit, person))
        if order and not left:
            return see(visit, person, order)
    if not people.is_executive(visit.session, person):
        return None
    for word, do in _OF_EXECUTIVES.items():
        if rest := _after(typed, word):
            return do(visit, person, rest[0])
    return None


def _quoting(visit: Visit, person: Person, text: str) -> tuple[Message, ...] | None:
    """A text that quotes an order's card: the division answers it so, an executive asks again. None for any other."""
    if not visit.incoming.quoted:
        return None
    cards = outbox.quoted(visit.session, visit.desk.organisation_id, visit.incoming.quoted)
    taps = [choice.send.split("/") for card in cards if isinstance(card, Card) for _, choice in choices_of(card)]
    for kind in ("answer", "again"):
        ids = {tap[2] for tap in taps if tap[:2] == ["order", kind] and len(tap) == 3}
        if len(ids) == 1:
            return ordering.begin(visit, person, subject(visit, f"{kind}.{ids.pop()}"), text)
    return None


def _after(text: str, word: str) -> tuple[str] | None:
    """What follows a word at the beginning of a text, which may be nothing; None when it does not begin so."""
    return (text.removeprefix(word).strip(),) if text.startswith(word) else None


def _numbered(found: Sequence[Order], number: int) -> Order | None:
    return next((o for o in found if o.number == number), None)


def _first_number(text: str, found: Sequence[Order]) -> tuple[Order | None, str]:
    """The order whose number a text begins with, and the text after it."""
    match = re.match(r"(?:ที่\s*)?(\d{1,6})(?!\S)\s*", thai.arabic_digits(text))
    order = _numbered(found, int(match[1])) if match else None
    return (order, text[match.end() :]) if match and order else (None, text)


def _answer(visit: Visit, person: Person, rest: str) -> tuple[Message, ...]:
    """`ตอบข้อสั่งการ`, `ตอบข้อสั่งการ 3`, `ตอบข้อสั่งการ ดำเนินการแล้ว`."""
    own = people.divisions(visit.session, person)
    if not own:
        return (Text(wording.NOT_FOR_YOU),)
    found = orders.every(visit.session, visit.desk.organisation_id, own)
    order, text = _first_number(rest, found)
    open_ = [o for o in found if o.state == "open"]
    if order is None and len(open_) == 1:
        order = open_[0]
    if order is None and not open_:
        return (Text(words.NONE_OPEN),)
    if order is None:
        return _which(visit, person, open_, words.WHICH_ORDER, "answer", text)
    return ordering.begin(visit, person, Subject("answer", order=order), text)


def _which(
    visit: Visit, person: Person, found: Sequence[Order], question: str, kind: str, text: str = ""
) -> tuple[Message, ...]:
    """Which order is meant, by its own number; what was typed already is kept with the question."""
    shown = order_cards.in_order(found, visit.incoming.today)[:MOST]
    lines = [
        words.which_line(o.number, words.to(o.division, o.about), thai.shorten(o.last_word.replace("\n", " "), 60))
        for o in shown
    ]
    labels = [(words.numbered(o.number), o.id) for o in shown]
    if kind == "close":
        choices = [Choice(label, f"order/close/{i}") for label, i in labels]
    else:
        choices = [_choice(visit, label, f"{kind}.{i}") for label, i in labels]
    _keep(visit, person, kind, text, [])
    return (Text("\n".join([question, *lines, words.WHICH_HOW]), tuple(choices)),)


def chosen(visit: Visit, person: Person, question: asking.Question, text: str) -> tuple[Message, ...] | None:
    """One of the divisions that were listed, by words or number, or the number of one of the orders; None when the
    text is none."""
    kind = str(question.about["kind"])
    if kind == "new":
        return _chosen_division(visit, person, question, text)
    order, left = _first_number(text.removeprefix(words.ORDERS).strip(), _visible(visit, person))
    if order is None or left:
        return None
    if kind == "close":
        return order_sending.close(visit, person, order)
    one = Subject(kind, order=order)
    return ordering.begin(visit, person, one, str(question.about["text"]), str(question.about["message"]))


def _chosen_division(
    visit: Visit, person: Person, question: asking.Question, text: str
) -> tuple[Message, ...] | None:
    choices = question.about["choices"]
    position = thai.which(text, [label for label, _ in choices])
    if position is None:
        fitting = fits(text, {n: label for n, (label, _) in enumerate(choices)})
        position = fitting[0] if len(fitting) == 1 else None
    if position is None:
        return None
    _, _, message, key = str(choices[position][1]).split("/")
    return _meant(visit, person, message, key, question.about)


def _again(visit: Visit, person: Person, rest: str) -> tuple[Message, ...]:
    found = orders.every(visit.session, visit.desk.organisation_id)
    order, text = _first_number(rest, found)
    if order is None:
        waiting = [o for o in found if o.state != "closed"]
        return _which(visit, person, waiting, words.WHICH_AGAIN, "again") if waiting else (Text(words.NO_ORDERS),)
    return ordering.begin(visit, person, Subject("again", order=order), text)


def _close(visit: Visit, person: Person, rest: str) -> tuple[Message, ...]:
    found = orders.every(visit.session, visit.desk.organisation_id)
    order, _ = _first_number(rest, found)
    if order is None:
        waiting = [o for o in found if o.state != "closed"]
        return _which(visit, person, waiting, words.WHICH_TO_CLOSE, "close") if waiting else (Text(words.NO_ORDERS),)
    return order_sending.close(visit, person, order)


def _order(visit: Visit, person: Person, rest: str) -> tuple[Message, ...] | None:
    """`สั่งการ`, `สั่งการ กองช่าง`, `สั่งการ กองช่าง ข้อ 3 มี.ค. 69`, with the order's words after it."""
    stored = overview.current_plan(visit)
    if stored is None:
        return (Text(wording.NO_PLAN),)
    meant = named(visit, stored, rest)
    year, month = str(stored.plan.fiscal_year), meant.month.key if meant.month else "0"
    if meant.division is None:
        return _pick(visit, person, stored, meant)
    one = new_subject(visit, year, meant.division, meant.measure or 0, month)
    return ordering.begin(visit, person, one, meant.rest)


_OF_EXECUTIVES: dict[str, Callable[[Visit, Person, str], tuple[Message, ...] | None]] = {
    words.AGAIN: _again,
    words.CLOSE: _close,
    words.ORDER: _order,
}
