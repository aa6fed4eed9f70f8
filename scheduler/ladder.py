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
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from handlers.drafts import lay_aside
from handlers.letters import Item, View, letter
from models import audit, organisations, outbox, people
from models.calendar import Month
from models.post_tables import Outgoing, Reminder
from models.say import Message
from models.steps import BY_NAME, OTHER_RANKS, in_office_hours, office_opens
from models.tables import ConversationRow, Division, Person
from scheduler import due

ANSWERING = timedelta(minutes=15)  # since the last answer: after that a card disturbs nobody


@dataclass(frozen=True)
class Line:
    """One letter of a tick, or a step that reaches nobody: the newest step in it, its period, who, and the reason
    when nothing was queued. `merged` are the other steps of the letter, as `late 2026-10`.

    Reasons: no_reporter, no_head, away, unreachable, no_executive, no_secretary, outside_office_hours,
    in_conversation, reminded_lately, snoozed, quota.
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
    letters, lines = gather(session, organisation_id, now)
    used = 0
    for one in _by_rank(letters):
        if not one.reason and _too_many(one, used, spare):
            one.reason = "quota"
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
    letters: dict[int, Letter] = {}
    for one in found:
        item = one.item
        if (item, one.person.id) not in done:
            letters.setdefault(one.person.id, Letter(one.person)).items.add(item)
    made: list[Letter] = []
    for of_person in letters.values():
        of_person.reason = _must_wait(view, of_person)
        if not of_person.reason:
            of_person.messages = letter(view, of_person.person, of_person.items)
        if of_person.reason or of_person.messages:
            made.append(of_person)
    return made, [Line(n.step, n.period, n.division, reason=n.reason) for n in nobody]


def _must_wait(view: View, one: Letter) -> str:
    """Why a letter is not sent now; "" when it may be."""
    person, own = one.person, all(_to_reporter(i) for i in one.items)
    if person.unreachable_since is not None:
        return "unreachable"
    if not in_office_hours(view.now, view.holidays):
        return "outside_office_hours"
    if any(_to_reporter(i) for i in one.items) and _is_answering(view, person):
        return "in_conversation"
    if own and _snoozes(view, person):
        return "snoozed"
    return "reminded_lately" if own and _reminded_lately(view, person) else ""


def _to_reporter(item: Item) -> bool:
    return item.step == "snooze" or (item.step in BY_NAME and BY_NAME[item.step].audience == "reporter")


def _is_answering(view: View, person: Person) -> bool:
    """Whether the person is in the middle of a report: a card would push the question's buttons away."""
    lately = select(ConversationRow.id).where(
        ConversationRow.person_id == person.id, ConversationRow.open, ConversationRow.moved_at > view.now - ANSWERING
    )
    return view.session.scalar(lately.limit(1)) is not None


def _snoozes(view: View, person: Person) -> bool:
    return person.remind_on is not None and due.snooze_at(view, person.remind_on) > view.now


def _reminded_lately(view: View, person: Person) -> bool:
    """Whether a reminder went to the person within the floor, by the product's clock."""
    hours = due.rules_now(view).floor_hours
    last = view.session.scalar(
        select(func.max(Reminder.at))
        .join(Outgoing, Outgoing.id == Reminder.outgoing_id)
        .where(Reminder.person_id == person.id, Reminder.step.in_(REMINDERS), Outgoing.state != "dropped")
    )
    return last is not None and view.now - timedelta(hours=hours) < last <= view.now


REMINDERS = ("snooze", "chase", *(step.name for step in BY_NAME.values() if step.audience == "reporter"))


def _done(session: Session, organisation_id: int) -> set[tuple[Item, int]]:
    rows = session.scalars(select(Reminder).where(Reminder.organisation_id == organisation_id))
    return {(Item(r.step, r.period, r.division_id), r.person_id) for r in rows}


def _queue(session: Session, one: Letter, now: datetime, wall: datetime) -> str:
    """Claim the items of a letter and queue its push."""
    person = one.person
    outgoing = outbox.push(session, person.organisation_id, person.line_id, person.id, one.messages, wall)
    for item in sorted(one.items):
        session.add(
            Reminder(
                organisation_id=person.organisation_id,
                step=item.step,
                period=item.period,
                person_id=person.id,
                division_id=item.division_id,
                outgoing_id=outgoing,
                at=now,
            )
        )
    months = [Month.parse(i.period) for i in one.items if i.step in BY_NAME and _to_reporter(i)]
    if months:  # what is typed after a month's card is not about an older month
        lay_aside(session, person.id, max(months))
    if any(_to_reporter(i) for i in one.items):
        person.remind_on = None
    return outgoing


# --- At the moment of sending --------------------------------------------------------------------------------


def at_sending(session: Session, row: Outgoing, now: datetime) -> timedelta | None:
    """Look at a push again before a try, at `now` of the product's clock: a letter of the ladder says how things
    stand now; it is dropped when nothing of it is wanted any more, or when it would go to the wrong person.

    Gives how long it must wait for the office to open, None when it may go. Words change before the first try only.
    """
    claims = session.scalars(select(Reminder).where(Reminder.outgoing_id == row.id)).all()
    claims = [c for c in claims if c.step in BY_NAME or c.step in OTHER_RANKS]
    person = session.get(Person, row.person_id) if row.person_id else None
    if not claims or person is None:
        return None
    view = View.at(session, row.organisation_id, now)
    if row.attempts == 0:
        wanted = {Item(c.step, c.period, c.division_id) for c in claims}
        still = _still_theirs(view, person, wanted)
        messages = letter(view, person, still) if still else ()
        if not messages:
            outbox.drop(row, "nothing of it is wanted any more")
            for claim in claims:  # somebody else is asked in their place at the next tick
                if Item(claim.step, claim.period, claim.division_id) not in still:
                    session.delete(claim)
            return None
        outbox.reword(row, messages)
    return None if in_office_hours(now, view.holidays) else office_opens(now, view.holidays) - now


def _still_theirs(view: View, person: Person, items: Collection[Item]) -> set[Item]:
    """The items that still go to the person: not on leave since, and the division is still theirs."""
    found, _ = due.steps(view)
    theirs = {one.item for one in found if one.person.id == person.id}
    return {i for i in items if i in theirs or i.step == "snooze"}


def give_back(session: Session, organisation_id: int) -> int:
    """Take back the letters that a used-up quota held: what is still due is asked anew at the next tick, merged with
    what fell due since, and the rest is dropped. Gives how many; other held pushes are not touched."""
    letters = select(Reminder.outgoing_id).where(
        Reminder.organisation_id == organisation_id, Reminder.step.in_(ALL_STEPS)
    )
    held = session.scalars(select(Outgoing).where(Outgoing.state == "held", Outgoing.id.in_(letters))).all()
    for row in held:
        session.execute(delete(Reminder).where(Reminder.outgoing_id == row.id))
        outbox.drop(row, "the quota held it; what is still due is asked anew")
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
