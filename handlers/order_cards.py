"""How orders look: to the division, coming back with the answer, the whole thread, the lists. No names of people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from exports.exceptions import Matter
from handlers import wording_orders as words
from handlers.owed import tag
from handlers.wording import report_month
from handlers.wording_details import pieces
from models import orders
from models.calendar import bangkok_date
from models.ledger import Key
from models.orders import Entry, Order
from models.say import Card, Choice, Row, Tone
from models.shown import brief
from models.thai import short_date

NEWEST = 3  # entries of a thread: with the longest texts they stay within LINE's size
PAGE = 8  # lines of a list
WAITING = 5  # orders in a division's prompt


def to_division(order: Order, today: date) -> Card:
    """What the division is pushed: the order, or what was asked again with what was said before."""
    newest = order.entries[-1] if order.entries else None
    return Card(
        title=words.numbered(order.number),
        subtitle=_where(order),
        lead=words.from_whom(order.by, newest.at if newest else order.at),
        rows=_thread(order),
        note=f"{words.due_by(order.due_on)}\n{words.how_answer(order.number)}",
        buttons=(answer_button(order, words.ANSWER, strong=True),),
        alt=f"{words.numbered(order.number)} {brief(order.last_word, 80)}",
        tone="bad" if order.overdue(today) else "warn",
    )


def _where(order: Order) -> str:
    """Whose order it is, and the measure's title under it."""
    return "\n".join(p for p in (words.to(order.division, order.about), brief(order.title, 60)) if p)


def _thread(order: Order) -> tuple[Row, ...]:
    """The order and what was said to it last, oldest first."""
    said = [e for e in order.entries if e.text]
    rows = [Row(words.entry_label(words.THE_ORDER, order.at), order.text, field=True)]
    rows += [Row(_label(e), e.text, field=True) for e in said[-NEWEST:]]
    if len(said) > NEWEST:
        rows.insert(1, Row(words.earlier(len(said) - NEWEST), tone="quiet"))
    return tuple(rows)


def _evidence(found: Mapping[Key, int], *, executive: bool) -> list[Row]:
    """A line for each report that got evidence since; an executive opens its answer and photos from there."""
    return [
        Row(
            report_month(key.month),
            pieces(count),
            "good",
            Choice(words.SEE, f"see/answer/{tag(key)}") if executive else None,
            words.SINCE,
        )
        for key, count in list(found.items())[-NEWEST:]
    ]


def _label(entry: Entry) -> str:
    return words.entry_label(words.THE_ANSWER if entry.kind == "answer" else words.THE_MORE, entry.at)


def answer_button(order: Order, label: str, *, strong: bool = False) -> Choice:
    """The button that answers an order; it works however old it is."""
    return Choice(label, f"order/answer/{order.id}", strong=strong)


def thread(order: Order, today: date, evidence: Mapping[Key, int], *, executive: bool, of_division: bool) -> Card:
    """An order with what became of it, the `evidence` that its reports got since, and what the reader can do."""
    state, tone = state_of(order, today)
    buttons: list[Choice] = []
    if executive and order.state != "closed":
        buttons.append(Choice(words.CLOSE, f"order/close/{order.id}", strong=order.state == "answered"))
    if executive:
        buttons.append(Choice(words.AGAIN, f"order/again/{order.id}"))
    if of_division and order.state != "closed":
        buttons.append(answer_button(order, words.ANSWER, strong=order.state == "open"))
    look = words.how_evidence(order.division, order.about) if executive and evidence else ""
    how = words.how_executive(order.number) if executive else words.how_answer(order.number) if buttons else ""
    return Card(
        title=words.numbered(order.number),
        subtitle=_where(order),
        lead=words.from_whom(order.by, order.at),
        rows=(*_thread(order), *_evidence(evidence, executive=executive)),
        note="\n".join(part for part in (state, how, look) if part),
        buttons=tuple(buttons),
        alt=f"{words.numbered(order.number)} {state}",
        tone="bad" if tone == "bad" else "good" if order.state != "open" else "warn",
    )


def state_of(order: Order, today: date) -> tuple[str, Tone]:
    """Where an order stands, in words."""
    match order.state:
        case "closed":
            return words.CLOSED, "quiet"
        case "answered":
            return words.ANSWERED, "good"
    if order.overdue(today):
        return words.days_late(order.due_on, today), "bad"
    return words.due_by(order.due_on), "warn"


def in_order(found: Sequence[Order], today: date) -> list[Order]:
    """What wants a hand first: overdue, answered (to be closed), open, closed; closed the newest first."""
    rank = {"answered": 1, "open": 2, "closed": 3}
    return sorted(
        found, key=lambda o: (0 if o.overdue(today) else rank[o.state], -o.id if o.state == "closed" else o.id)
    )


def listing(found: Sequence[Order], today: date, first: int, *, of_division: bool) -> Card:
    """A page of orders."""
    ordered = in_order(found, today)
    page = ordered[first : first + PAGE] or ordered[:PAGE]
    late = [o for o in found if o.overdue(today)]
    states = [o.state for o in found]
    lead = words.counts(len(late), states.count("open") - len(late), states.count("answered"), states.count("closed"))
    rows = [_row(o, today, of_division=of_division) for o in page]
    more = first + PAGE
    buttons = [Choice(words.MORE, f"order/list/{more}", strong=True)] if more < len(ordered) else []
    return Card(
        title=words.ORDERS,
        lead=lead,
        rows=tuple(rows),
        note=words.how_list(page[0].number),
        buttons=tuple(buttons),
        alt=f"{words.ORDERS} {lead}",
        tone="bad" if late else "good",
    )


def _row(order: Order, today: date, *, of_division: bool) -> Row:
    state, tone = state_of(order, today)
    answers = of_division and order.state == "open"
    see = Choice(words.SEE, f"order/see/{order.id}")
    return Row(
        f"{words.numbered(order.number)} · {words.to(order.division, order.about)}",
        state,
        tone,
        answer_button(order, words.ANSWER_SHORT) if answers else see,
        brief(order.last_word.replace("\n", " "), 90),
    )


def waiting(session: Session, organisation_id: int, divisions: Sequence[int], now: datetime) -> tuple[Card, ...]:
    """The orders that some divisions are to answer, as a card that goes with their prompt; () when there is none."""
    found = [o for o in orders.every(session, organisation_id, divisions) if o.state == "open"] if divisions else []
    if not found:
        return ()
    today = bangkok_date(now)
    shown = in_order(found, today)[:WAITING]
    title = words.waiting_title(len(found))
    rows = []
    for one in shown:
        state, tone = state_of(one, today)
        where = f"{words.numbered(one.number)} · {words.to(one.division, one.about)}"
        rows.append(Row(where, state, tone, answer_button(one, words.ANSWER_SHORT), brief(one.last_word, 160)))
    return (
        Card(
            title=title,
            rows=tuple(rows),
            note=words.how_answer(shown[0].number),
            alt=title,
            tone="bad" if any(o.overdue(today) for o in found) else "warn",
        ),
    )


def overdue(found: Sequence[Order], today: date) -> tuple[Matter, ...]:
    """The orders that nobody answered in time, as one exception of a summary; () when there is none."""
    late = [o for o in found if o.overdue(today)]
    see = Choice(words.SEE, "order/list/0")
    if not late:
        return ()
    return (Matter("orders", Row(words.ORDERS, words.overdue_row([o.number for o in late]), "bad", see)),)


def to_check(
    kind: str,
    division: str,
    about: str,
    title: str,
    number: int,
    text: str,
    warning: str,
    due: date | None,
    choices: Sequence[Choice],
) -> Card:
    """What was typed, before it is sent."""
    rows = [Row(words.WHO if due else words.OF, words.to(division, about), field=True), Row(kind, text, field=True)]
    if title:
        rows.insert(1, Row(words.MEASURE, brief(title, 80), field=True))
    rows += [Row(words.DUE, short_date(due), field=True)] if due else []
    return Card(
        title=words.numbered(number) if number else words.ORDERS,
        lead=warning or words.CHECK,
        rows=tuple(rows),
        note=words.type_send(choices[0].label),
        buttons=tuple(choices),
        alt=words.CHECK,
        tone="warn" if warning else "good",
    )
