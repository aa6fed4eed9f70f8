"""The reminder ladder: which steps are due now and not yet done, and the one letter that each person gets for them.

A tick asks the tables what is due at an instant, never "is today the 25th", so that downtime only delays. A step is
claimed by its unique Reminder row, written in the transaction that queues the push; a second tick, or another
clock, finds the row and sends nothing (DESIGN.md section 4). Steps of one person that fell due together are one
letter, about everything that is still missing; it is made anew at the moment of sending (`at_sending`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.drafts import lay_aside
from handlers.letters import Item, View, letter
from handlers.runs import AT_FREEZE, mark
from models import audit, dispatch, organisations, outbox, people
from models.calendar import Month
from models.post_tables import Outgoing, Reminder
from models.say import Message
from models.steps import BY_NAME, OTHER_RANKS, in_office_hours
from models.tables import ConversationRow, Division, Person
from scheduler import due

ANSWERING = timedelta(minutes=15)  # since the last answer: after that a card disturbs nobody


@dataclass(frozen=True)
class Line:
    """One letter of a tick, or a step that reaches nobody: the newest step in it, its period, who, and the reason
    when nothing was queued. `merged` are the other steps of the letter, as `late 2026-10`.

    Reasons: no_reporter, no_head, away, unreachable, no_executive, no_secretary, outside_office_hours,
    in_conversation, reminded_lately, snoozed, on_its_way, quota.
    """

    step: str
    period: str
    division: str = ""
    person: str = ""
    outgoing_id: str = ""
    reason: str = ""
    merged: tuple[str, ...] = ()


@dataclass
class Letter:
    """What one person is to get in one push, or the reason why not now."""

    person: Person
    items: set[Item] = field(default_factory=set)
    messages: tuple[Message, ...] = ()
    reason: str = ""

    @property
    def newest(self) -> Item:
        """The item that names the letter: of the newest month the last step."""
        order = list(BY_NAME)
        return max(self.items, key=lambda i: (i.period, order.index(i.step) if i.step in order else -1))

    @property
    def rank(self) -> int:
        """1 is sent first and kept longest when the quota will not reach."""
        return min(rank_of(i.step) for i in self.items)


def preview(session: Session, letters: Iterable[Letter], spare: dict[int, int] | None) -> list[Line]:
    """What a tick would do with these letters, in its order; nothing is changed."""
    lines: list[Line] = []
    used = 0
    for one in _by_rank(letters):
        if not one.reason and _too_many(one, used, spare):
            one.reason = "quota"
        used += not one.reason
        lines.append(_line(session, one))
    return _in_order(lines)


def _by_rank(letters: Iterable[Letter]) -> list[Letter]:
    return sorted(letters, key=lambda one: (one.rank, one.person.id))


def _too_many(one: Letter, used: int, spare: dict[int, int] | None) -> bool:
    return spare is not None and used >= spare[one.rank]


def rank_of(step: str) -> int:
    """How a step ranks (models/steps.py)."""
    return BY_NAME[step].rank if step in BY_NAME else OTHER_RANKS[step]


def tick(
    session: Session, organisation_id: int, now: datetime, wall: datetime, spare: dict[int, int] | None = None
) -> list[Line]:
    """Queue every letter that is due at `now` and not yet sent; `wall` is real time, by which messages are sent.

    `spare`: how many pushes letters of each rank may use (scheduler/quota.py); None is any number. What is not
    queued is due again at the next tick. Steps queued before and still not sent are listed too.
    """
    audit.sign(session, "clock")
    organisations.take_turn(session, organisation_id)  # another clock may be ticking
    people.end_what_ran_out(session, organisation_id, now)
    _forget_wishes(session, organisation_id, now)
    letters, lines = gather(session, organisation_id, now)
    used = 0
    for one in _by_rank(letters):
        if not one.reason and _too_many(one, used, spare):
            one.reason = "quota"
        if not one.reason:
            _absorb(session, one, now)
        if one.reason:
            lines.append(_line(session, one))
            continue
        used += 1
        lines.append(_line(session, one, _queue(session, one, now, wall)))
    session.flush()
    return _in_order(lines) + _unsent(session, organisation_id, {line.outgoing_id for line in lines})


def gather(session: Session, organisation_id: int, now: datetime) -> tuple[list[Letter], list[Line]]:
    """The letters that are due at `now`, with the reason of those that must wait; and the steps that reach nobody."""
    view = View.at(session, organisation_id, now)
    found, nobody = due.steps(view)
    done = _done(session, organisation_id)
    items: dict[int, tuple[Person, set[Item]]] = {}
    for one in found:
        if (one.item, one.person.id) not in done:
            items.setdefault(one.person.id, (one.person, set()))[1].add(one.item)
    made = [made for person, of_person in items.values() for made in _letters(view, person, of_person)]
    return made, [Line(n.step, n.period, n.division, reason=n.reason) for n in nobody]


def _letters(view: View, person: Person, items: set[Item]) -> Iterable[Letter]:
    """One letter of all that may be sent to a person now, and one of what must wait with its reason: a reporter who
    is not to be disturbed still gets what the same person is owed as head or secretary."""
    own = {i for i in items if to_reporter(i)}
    reason = _closed(view, person)
    waits = "" if reason or not own else _not_now(view, person, own)
    if waits:
        yield Letter(person, own, reason=waits)
    wanted = items - own if waits else items
    if not wanted:
        return
    messages = () if reason else letter(view, person, wanted)
    if reason or messages:
        yield Letter(person, wanted, messages, reason)


def _closed(view: View, person: Person) -> str:
    """Why nothing at all is sent to a person now; "" when it may be."""
    if person.unreachable_since is not None:
        return "unreachable"
    return "" if in_office_hours(view.now, view.holidays) else "outside_office_hours"


def _not_now(view: View, person: Person, own: Collection[Item]) -> str:
    """Why a reporter is not reminded now; "" when they may be. Who asked for this day is not within the floor."""
    if is_answering(view, person):
        return "in_conversation"
    if snoozes(view, person):
        return "snoozed"
    asked_for = any(i.step == "snooze" for i in own)
    return "reminded_lately" if not asked_for and _reminded_lately(view, person) else ""


def to_reporter(item: Item) -> bool:
    """Whether an item reminds somebody of their own reports."""
    return item.step == "snooze" or (item.step in BY_NAME and BY_NAME[item.step].audience == "reporter")


def is_answering(view: View, person: Person) -> bool:
    """Whether the person is in the middle of a report: a card would push the question's buttons away."""
    lately = select(ConversationRow.id).where(
        ConversationRow.person_id == person.id, ConversationRow.open, ConversationRow.moved_at > view.now - ANSWERING
    )
    return view.session.scalar(lately.limit(1)) is not None


def snoozes(view: View, person: Person) -> bool:
    """Whether the person asked to be reminded later than now."""
    return person.remind_on is not None and due.snooze_at(view, person.remind_on) > view.now


def _reminded_lately(view: View, person: Person) -> bool:
    """Whether a reminder went to the person within the floor, by the product's clock: before now, or after it, when
    the clock was set back since. One of a clock that was far ahead holds nothing back."""
    floor = timedelta(hours=due.rules_now(view).floor_hours)
    lately = (
        select(Reminder.id)
        .join(Outgoing, Outgoing.id == Reminder.outgoing_id)
        .where(
            Reminder.person_id == person.id,
            Reminder.step.in_(REMINDERS),
            Reminder.at > view.now - floor,
            Reminder.at < view.now + floor,
            Outgoing.state != "dropped",
        )
    )
    return view.session.scalar(lately.limit(1)) is not None


REMINDERS = ("snooze", "chase", *(step.name for step in BY_NAME.values() if step.audience == "reporter"))


def _done(session: Session, organisation_id: int) -> set[tuple[Item, int]]:
    """The steps that were done, by whom they are for; a round's card at its freeze stands for its summary."""
    rows = session.scalars(select(Reminder).where(Reminder.organisation_id == organisation_id))
    steps = {AT_FREEZE: "summary"}
    return {(Item(steps.get(r.step, r.step), r.period, r.division_id), r.person_id) for r in rows}


def _forget_wishes(session: Session, organisation_id: int, now: datetime) -> None:
    """Who asked to be reminded and has sent everything since is not reminded of that month any more."""
    wishes = select(Person).where(Person.organisation_id == organisation_id, Person.remind_on.is_not(None))
    for person in session.scalars(wishes).all():
        own = people.divisions(session, person)
        view = View.at(session, organisation_id, now, own)
        if not any(view.missing(division_id) for division_id in own):
            person.remind_on = None


def _absorb(session: Session, one: Letter, now: datetime) -> None:
    """Take an earlier letter to the person that LINE has surely not taken into this one: nobody is to get two in a
    row when LINE comes back. With one that may be under way, this one waits."""
    steps = select(Reminder.outgoing_id).where(Reminder.person_id == one.person.id, Reminder.step.in_(ALL_STEPS))
    earlier = session.scalars(
        select(Outgoing).where(Outgoing.state == "pending", Outgoing.id.in_(steps)).with_for_update()
    ).all()
    if any(dispatch.maybe_taken(row) for row in earlier):
        one.reason = "on_its_way"
        return
    for row in earlier:
        one.items |= _take_back(session, row, "it went into a later letter")
    if earlier:
        view = View.at(session, one.person.organisation_id, now)
        one.messages = letter(view, one.person, one.items)


def _take_back(session: Session, row: Outgoing, why: str) -> set[Item]:
    """Give up a letter and its claims; gives what it was about. A wish to be reminded stands again."""
    claims = session.scalars(select(Reminder).where(Reminder.outgoing_id == row.id)).all()
    items = {Item(c.step, c.period, c.division_id) for c in claims}
    for claim in claims:
        unclaim(session, claim)
    dispatch.drop(row, why)
    session.flush()
    return items


def unclaim(session: Session, claim: Reminder) -> None:
    """Take a claim back: the step is due again. A wish to be reminded stands again."""
    if claim.step == "snooze":
        person = session.get_one(Person, claim.person_id)
        person.remind_on = person.remind_on or date.fromisoformat(claim.period)
    session.delete(claim)


def _queue(session: Session, one: Letter, now: datetime, wall: datetime) -> str:
    """Claim the items of a letter and queue its push."""
    person = one.person
    outgoing = outbox.push(session, person.organisation_id, person.line_id, person.id, one.messages, wall)
    for item in sorted(one.items):
        session.add(mark(person, item.step, item.period, outgoing, now, item.division_id))
    months = [Month.parse(i.period) for i in one.items if i.step in BY_NAME and to_reporter(i)]
    if months:  # what is typed after a month's card is not about an older month
        lay_aside(session, person.id, max(months))
    if any(to_reporter(i) for i in one.items):
        person.remind_on = None
    return outgoing


# --- What the quota held ---------------------------------------------------------------------------------------


def give_back(session: Session, organisation_id: int) -> int:
    """Take back the letters that a used-up quota held: what is still due is asked anew at the next tick, merged with
    what fell due since, and the rest is dropped. Gives how many; other held pushes are not touched."""
    letters = select(Reminder.outgoing_id).where(
        Reminder.organisation_id == organisation_id, Reminder.step.in_(ALL_STEPS)
    )
    held = session.scalars(select(Outgoing).where(Outgoing.state == "held", Outgoing.id.in_(letters))).all()
    for row in held:
        _take_back(session, row, "the quota held it; what is still due is asked anew")
    return len(held)


ALL_STEPS = (*BY_NAME, *OTHER_RANKS)


# --- The operator's list -------------------------------------------------------------------------------------


def _line(session: Session, one: Letter, outgoing_id: str = "") -> Line:
    newest = one.newest
    ids = dict.fromkeys(i.division_id for i in sorted(one.items) if i.division_id)
    names = [session.get_one(Division, i).name for i in ids]
    merged = tuple(dict.fromkeys(f"{i.step} {i.period}" for i in sorted(one.items)))
    shown_ = tuple(m for m in merged if m != f"{newest.step} {newest.period}")
    return Line(
        newest.step, newest.period, ", ".join(names), shown(one.person), outgoing_id, one.reason, merged=shown_
    )


def _in_order(lines: Iterable[Line]) -> list[Line]:
    order = [*BY_NAME, *OTHER_RANKS]
    return sorted(lines, key=lambda line: (line.period, order.index(line.step)))


def _unsent(session: Session, organisation_id: int, listed: Collection[str]) -> list[Line]:
    """Letters that were queued by an earlier tick and have not been sent: waiting, held, dead or unclear."""
    rows = session.execute(
        select(Reminder, Person, Division.name)
        .join(Outgoing, Outgoing.id == Reminder.outgoing_id)
        .join(Person, Person.id == Reminder.person_id)
        .outerjoin(Division, Division.id == Reminder.division_id)
        .where(
            Reminder.organisation_id == organisation_id,
            Outgoing.state.not_in(("sent", "dropped")),
            Reminder.step.in_(ALL_STEPS),
        )
        .order_by(Reminder.id)
    )
    by_letter: dict[str, list[Any]] = defaultdict(list)
    for reminder, person, division in rows:
        if reminder.outgoing_id not in listed:
            by_letter[reminder.outgoing_id].append((reminder, person, division))
    lines = []
    for outgoing_id, found in by_letter.items():
        reminder, person, _ = found[-1]
        names = dict.fromkeys(division for _, _, division in found if division)
        lines.append(Line(reminder.step, reminder.period, ", ".join(names), shown(person), outgoing_id))
    return lines


def shown(person: Person) -> str:
    """A person in an operator's list: the name, or the end of the LINE id."""
    return person.name or f"…{person.line_id[-6:]}"
