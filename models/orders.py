"""Executives' orders (ข้อสั่งการ): given to a division, answered by it, closed or asked again by an executive.

Append-only: an order's state is what its entries make of it, oldest first. Who gave an order is said by post or role,
never by name (DOMAIN.md section 6). models/order_changes.py writes what is read here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.calendar import Month, Round, bangkok_date
from models.ledger import Key
from models.records import counted
from models.report_tables import OrderEntry, OrderRow, Post, PostHolder
from models.tables import Division, EvidenceRow, MeasureRow, Progress, ProgressEntry
from models.thai import short_month, thai_digits

Kind = Literal["answer", "again", "close"]
State = Literal["open", "answered", "closed"]
EXECUTIVE = "ผู้บริหาร"  # who gave an order, when no post is known
LOOKED_AT_FOR = timedelta(days=60)  # after a round's end an order is still about that round, until it is frozen


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
    if not wanted:
        return []
    entries, posts = _entries(session, organisation_id), _posts(session, organisation_id)
    return [
        _order(session, row, numbers[row.id], _by(posts.get(row.person_id, ()), row.at), entries.get(row.id, []))
        for row in wanted
    ]


def find(session: Session, organisation_id: int, order_id: int) -> Order | None:
    """One order by its row's id; None when there is none, or it was taken back."""
    return next((o for o in every(session, organisation_id) if o.id == order_id), None)


def of_plan(session: Session, organisation_id: int, plan_id: int) -> list[Order]:
    """The orders that were given under a plan, oldest first."""
    return [o for o in every(session, organisation_id) if o.plan_id == plan_id]


def of_round(
    session: Session, organisation_id: int, plan_id: int, round: Round, frozen_at: datetime | None
) -> list[Order]:
    """The orders that print in a round's report (`in_round`), oldest first; each is a gap until it is answered."""
    return [o for o in of_plan(session, organisation_id, plan_id) if in_round(o, round, frozen_at)]


def in_round(order: Order, round: Round, frozen_at: datetime | None) -> bool:
    """Whether an order prints in a round's report: it is about one of its months, or was given in one of them, or is
    about no single month and was given while the round was looked at, after its last month and before the report was
    first frozen (`frozen_at`, None when it is not)."""
    given = bangkok_date(order.at)
    if {order.month, Month.of(given)} & set(round.months):
        return True
    end = round.last.last_day
    looked_at = end < given <= end + LOOKED_AT_FOR and (frozen_at is None or order.at < frozen_at)
    return order.month is None and looked_at


def evidence_since(session: Session, order: Order) -> dict[Key, int]:
    """How many pieces of evidence the reports of an order's measure (and month) have got since it was given, by
    report, oldest first. What was unsent counts no more."""
    if order.measure_id is None:
        return {}
    of = (Progress.measure_id == order.measure_id, Progress.division_id == order.division_id)
    heads = select(Progress, ProgressEntry).join(ProgressEntry, ProgressEntry.id == Progress.entry_id)
    found: dict[Key, int] = {}
    for head, entry in session.execute(heads.where(*of).order_by(Progress.month)):
        held = counted(session, head.organisation_id, entry.answers["evidence"])
        new = select(func.count()).where(EvidenceRow.id.in_(held), EvidenceRow.sent_at >= order.at)
        if order.month in (None, head.month) and (count := session.scalar(new)):
            found[Key(head.measure_id, head.division_id, head.month)] = count
    return found


def _entries(session: Session, organisation_id: int) -> dict[int, list[OrderEntry]]:
    found: dict[int, list[OrderEntry]] = defaultdict(list)
    query = select(OrderEntry).where(OrderEntry.organisation_id == organisation_id)
    for row in session.scalars(query.order_by(OrderEntry.id)):
        if row.text or row.kind == "close":
            found[row.order_id].append(row)
    return found


def _order(session: Session, row: OrderRow, number: int, by: str, entries: Sequence[OrderEntry]) -> Order:
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
        by=by,
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


@dataclass(frozen=True)
class _Held:
    """A post that a person holds or held."""

    name: str
    acting: bool
    since: datetime
    ended_at: datetime | None
    until: date | None


def _posts(session: Session, organisation_id: int) -> dict[int, list[_Held]]:
    """The posts of the endorsement chain by who holds or held them, the highest first."""
    rows = session.execute(
        select(Post.name, PostHolder)
        .join(PostHolder, PostHolder.post_id == Post.id)
        .where(PostHolder.organisation_id == organisation_id)
        .order_by(Post.position.desc(), PostHolder.id)
    )
    found: dict[int, list[_Held]] = defaultdict(list)
    for name, held in rows:
        found[held.person_id].append(_Held(name, held.acting, held.since, held.ended_at, held.until))
    return found


def _by(held: Sequence[_Held], at: datetime) -> str:
    """Who somebody was at an instant: the post, the highest of several; ผู้บริหาร when none is known."""
    for post in held:
        over = (post.ended_at is not None and post.ended_at <= at) or (
            post.until is not None and post.until < bangkok_date(at)
        )
        if post.since <= at and not over:
            return f"{post.name} (รักษาราชการแทน)" if post.acting else post.name
    return EXECUTIVE
