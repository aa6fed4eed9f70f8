"""Changing orders: giving, answering, asking again, closing, taking back what was unsent (read by models/orders.py).

Who may do what is looked at by handlers/order_sending.py before it calls these.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import audit, holidays
from models.calendar import Month, bangkok_date, workday_on_or_after
from models.orders import Kind, Order, find
from models.report_tables import OrderEntry, OrderRow
from models.rules import read_book
from models.tables import Organisation, Person


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
