"""Orders and answers that were checked: stored, and the other side told at once; closing, and taking back."""

from __future__ import annotations

from handlers import asking, order_cards, wording
from handlers import wording_orders as words
from handlers.incoming import Visit
from handlers.order_subjects import Subject, may
from models import order_changes, orders, outbox, people
from models.orders import Order
from models.say import Card, Message, Text
from models.tables import Person

SURE = "order_sure"  # the name of the open question: what was typed is being checked


def send(visit: Visit, person: Person, one: Subject, text: str, message: str) -> tuple[Message, ...]:
    """Store what was confirmed, and let the other side know at once."""
    if not may(visit, person, one):
        return (Text(wording.NOT_FOR_YOU),)
    at = visit.incoming.at
    if one.order is None:
        assert one.plan
        assert one.division
        order = order_changes.give(
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
        order = order_changes.add(visit.session, person, one.order.id, "again", text, message, at)
        return (Text(_to_division(visit, order, more=True)),)
    if one.order.state == "closed":
        return (Text(words.closed_before(one.order.number, one.order.entries[-1].at)),)
    order = order_changes.add(visit.session, person, one.order.id, "answer", text, message, at)
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
    since = orders.evidence_since(visit.session, order)
    card = order_cards.thread(order, visit.incoming.today, since, executive=True, of_division=False)
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
    order_changes.add(visit.session, person, order.id, "close", "", "", visit.incoming.at)
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
    if kept.get("message") == message and "text" in kept:
        gone.append(str(kept["text"]))
        asking.close(person)
    found = order_changes.unsend(visit.session, person, message, visit.incoming.at)
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
