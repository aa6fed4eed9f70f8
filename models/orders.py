"""Executives' orders (ข้อสั่งการ): given to a division, answered by it, closed or asked again by an executive.

Append-only: an order's state is what its entries make of it, oldest first. Who gave an order is said by post or role,
never by name (DOMAIN.md section 6). Who may do what is looked at by handlers/ordering.py, before it calls these.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import audit, holidays
from models.calendar import Month, Round, bangkok_date, workday_on_or_after
from models.report_tables import OrderEntry, OrderRow, Post, PostHolder
from models.rules import read_book
from models.tables import Division, MeasureRow, Organisation, Person
from models.thai import short_month, thai_digits

Kind = Literal["answer", "again", "close"]
State = Literal["open", "answered", "closed"]
EXECUTIVE = "ผู้บริหาร"  # who gave an order, when no post is known


@dataclass(frozen=True)
class Entry:
    """An answer of the division, or an executive's asking again or closing. A closing has no text."""

    kind: Kind
    text: str
    person_id: int
    at: datetime
    due_on: date | None = None


@dataclass(frozen=True)
class Order:
    """An order with what became of it. `number` counts within the organisation and never changes.

    `by` is the post or role of who gave it, `person_id` who that is; `about` says in words what it is about, "" when
    it is the division as a whole; `title` is the measure's. `due_on` is the day by which the newest word of the
    executive is to be answered.
    """

    id: int
    number: int
    plan_id: int
    division_id: int
    division: str
    measure_id: int | None
    month: Month | None
    about: str
    title: str
    text: str
    by: str
    person_id: int
    at: datetime
    due_on: date
    entries: tuple[Entry, ...] = ()

    @property
    def state(self) -> State:
        """open: the division is to answer; answered: the executive is to close it or ask again; closed."""
        state: State = "open"
        for entry in self.entries:
            state = cast(State, {"answer": "answered", "again": "open", "close": "closed"}[entry.kind])
        return state

    @property
    def answers(self) -> tuple[Entry, ...]:
        return tuple(e for e in self.entries if e.kind == "answer")

    @property
    def asked_by(self) -> int:
        """Who is waiting for an answer: who asked again last, else who gave the order."""
        again = [e.person_id for e in self.entries if e.kind == "again"]
        return again[-1] if again else self.person_id

    @property
    def last_word(self) -> str:
        """What the executive said last: the order itself, or what was asked again."""
        return next((e.text for e in reversed(self.entries) if e.kind == "again"), self.text)

    def overdue(self, today: date) -> bool:
        """Whether an answer is wanted and its day has passed."""
        return self.state == "open" and today > self.due_on


# --- Reading -------------------------------------------------------------------------------------------------


def every(session: Session, organisation_id: int, divisions: Collection[int] | None = None) -> list[Order]:
    """The organisation's orders, of all or of some divisions, oldest first, without those that were taken back."""
    rows = session.scalars(
        select(OrderRow).where(OrderRow.organisation_id == organisation_id).order_by(OrderRow.id)
    ).all()
    numbers = {row.id: number for number, row in enumerate(rows, 1)}
    wanted = [row for row in rows if row.text and (divisions is None or row.division_id in divisions)]
    entries = _entries(session, organisation_id) if wanted else {}
    return [_order(session, row, numbers[row.id], entries.get(row.id, [])) for row in wanted]


def find(session: Session, organisation_id: int, order_id: int) -> Order | None:
    """One order by its row's id; None when there is none, or it was taken back."""
    return next((o for o in every(session, organisation_id) if o.id == order_id), None)


def of_plan(session: Session, organisation_id: int, plan_id: int) -> list[Order]:
    """The orders that were given under a plan, oldest first."""
    return [o for o in every(session, organisation_id) if o.plan_id == plan_id]


def open_orders(session: Session, plan_id: int) -> list[Order]:
    """The orders of a plan that no division has answered yet, oldest first: each is a gap of the round's report.

    Which round an order belongs to is said by `in_round`."""
    organisation_id = session.scalar(select(OrderRow.organisation_id).where(OrderRow.plan_id == plan_id).limit(1))
    found = of_plan(session, organisation_id, plan_id) if organisation_id else []
    return [o for o in found if o.state == "open"]


def in_round(order: Order, round: Round) -> bool:
    """Whether an order prints in a round's report: it is about one of its months, or was given in one of them."""
    return {order.month, Month.of(bangkok_date(order.at))} & set(round.months) != set()


def _entries(session: Session, organisation_id: int) -> dict[int, list[OrderEntry]]:
    found: dict[int, list[OrderEntry]] = defaultdict(list)
    query = select(OrderEntry).where(OrderEntry.organisation_id == organisation_id)
    for row in session.scalars(query.order_by(OrderEntry.id)):
        if row.text or row.kind == "close":
            found[row.order_id].append(row)
    return found


def _order(session: Session, row: OrderRow, number: int, entries: Sequence[OrderEntry]) -> Order:
    again = [e.due_on for e in entries if e.kind == "again" and e.due_on]
    return Order(
        id=row.id,
        number=number,
        plan_id=row.plan_id,
        division_id=row.division_id,
        division=session.get_one(Division, row.division_id).name,
        measure_id=row.measure_id,
        month=row.month,
        about=about(session, row.measure_id, row.month),
        title=title(session, row.measure_id),
        text=row.text,
        by=post_of(session, row.person_id, row.at),
        person_id=row.person_id,
        at=row.at,
        due_on=again[-1] if again else row.due_on,
        entries=tuple(Entry(cast(Kind, e.kind), e.text, e.person_id, e.at, e.due_on) for e in entries),
    )


def about(session: Session, measure_id: int | None, month: Month | None) -> str:
    """What an order is about: ข้อ ๓ เดือน ต.ค. ๖๙; "" for the division as a whole."""
    measure = session.get(MeasureRow, measure_id) if measure_id else None
    parts = [
        f"ข้อ {thai_digits(measure.position)}" if measure else "",
        f"เดือน {short_month(month)}" if month else "",
    ]
    return " ".join(part for part in parts if part)


def title(session: Session, measure_id: int | None) -> str:
    """The title of a measure; "" when none is given."""
    measure = session.get(MeasureRow, measure_id) if measure_id else None
    return str(measure.document["title"]) if measure else ""


def post_of(session: Session, person_id: int, at: datetime) -> str:
    """The post of the endorsement chain that a person held then, the highest of several; ผู้บริหาร when none."""
    rows = session.execute(
        select(Post.name, PostHolder.acting)
        .join(PostHolder, PostHolder.post_id == Post.id)
        .where(
            PostHolder.person_id == person_id,
            PostHolder.since <= at,
            PostHolder.ended_at.is_(None) | (PostHolder.ended_at > at),
            PostHolder.until.is_(None) | (PostHolder.until >= bangkok_date(at)),
        )
        .order_by(Post.position.desc(), PostHolder.id)
    ).all()
    if not rows:
        return EXECUTIVE
    name, acting = rows[0]
    return f"{name} (รักษาราชการแทน)" if acting else str(name)


# --- Changing ------------------------------------------------------------------------------------------------


def due_day(session: Session, organisation_id: int, today: date) -> date:
    """The day by which what is ordered today is to be answered: the rule `order_days`, moved forward to a workday."""
    rules = read_book(session.get_one(Organisation, organisation_id).rules).of(Month.of(today))
    return workday_on_or_after(today + timedelta(days=rules.order_days), holidays.days(session, organisation_id))


def give(
    session: Session,
    person: Person,
    plan_id: int,
    division_id: int,
    text: str,
    message_id: str,
    now: datetime,
    *,
    measure_id: int | None = None,
    month: Month | None = None,
) -> Order:
    """Store an order of an executive, typed in the message of that id."""
    row = OrderRow(
        organisation_id=person.organisation_id,
        plan_id=plan_id,
        person_id=person.id,
        division_id=division_id,
        measure_id=measure_id,
        month=month,
        text=text,
        message_id=message_id or None,
        due_on=due_day(session, person.organisation_id, bangkok_date(now)),
        at=now,
    )
    session.add(row)
    session.flush()
    _note(session, row, now, "order")
    return _found(session, row)


def add(
    session: Session, person: Person, order_id: int, kind: Kind, text: str, message_id: str, now: datetime
) -> Order:
    """Append what became of an order. Two at the same moment are both kept."""
    row = session.get_one(OrderRow, order_id)
    day = due_day(session, row.organisation_id, bangkok_date(now)) if kind == "again" else None
    session.add(
        OrderEntry(
            organisation_id=row.organisation_id,
            order_id=row.id,
            kind=kind,
            text=text,
            message_id=message_id or None,
            due_on=day,
            person_id=person.id,
            at=now,
        )
    )
    session.flush()
    _note(session, row, now, kind)
    return _found(session, row)


def _found(session: Session, row: OrderRow) -> Order:
    found = find(session, row.organisation_id, row.id)
    assert found
    return found


def _note(session: Session, row: OrderRow, now: datetime, step: str) -> None:
    """The audit knows which step was taken; the words stand in one place."""
    audit.record(
        session,
        row.organisation_id,
        now,
        audit.ORDERED,
        about="order",
        about_id=row.id,
        place=audit.place_of(session, row.measure_id, row.division_id, row.month),
        measure_id=row.measure_id,
        division_id=row.division_id,
        new={"step": step},
    )


def sent_as(session: Session, organisation_id: int, message_id: str) -> datetime | None:
    """When what was typed in a message was sent as an order or an entry; None when it was not."""
    for table in (OrderRow, OrderEntry):
        at: datetime | None = session.scalar(
            select(table.at).where(table.organisation_id == organisation_id, table.message_id == message_id)
        )
        if at is not None and message_id:
            return at
    return None


@dataclass(frozen=True)
class TakenBack:
    """A text of an order that was unsent: what it was, and the order as it was before (None: taken back already)."""

    kind: Literal["order", "answer", "again"]
    text: str
    order: Order | None


def unsend(session: Session, person: Person, message_id: str, now: datetime) -> TakenBack | None:
    """Empty the text that was typed in an unsent message (LINE-PLATFORM.md: it must vanish). The row stays, without
    words: an order counts no more, after an answer the order waits for one again."""
    mine = (OrderRow.organisation_id == person.organisation_id, OrderRow.person_id == person.id)
    row = session.scalar(select(OrderRow).where(*mine, OrderRow.message_id == message_id, OrderRow.text != ""))
    if row is not None:
        taken = TakenBack("order", row.text, _found(session, row))
        row.text = ""
        _note(session, row, now, "unsent")
        return taken
    own = (OrderEntry.organisation_id == person.organisation_id, OrderEntry.person_id == person.id)
    entry = session.scalar(select(OrderEntry).where(*own, OrderEntry.message_id == message_id, OrderEntry.text != ""))
    if entry is None:
        return None
    order_row = session.get_one(OrderRow, entry.order_id)
    order = find(session, order_row.organisation_id, order_row.id)
    text, entry.text = entry.text, ""
    _note(session, order_row, now, "unsent")
    return TakenBack(cast(Literal["answer", "again"], entry.kind), text, order)
