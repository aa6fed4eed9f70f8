"""What the runs of the ladder have sent: one line each, for the secretary on the next free reply and on request."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from exports.report import round_text
from handlers import wording_closing as closing_words
from handlers import wording_ladder as words
from handlers.letters import View
from handlers.wording_details import of_round
from models import outbox, people
from models.calendar import FiscalYear, Month, Round
from models.post_tables import Outgoing, Reminder
from models.records import StoredPlan
from models.say import Text, as_text, from_json, to_json
from models.steps import BY_NAME, OTHER_RANKS
from models.tables import CalendarEntry, Person
from models.thai import short_date, short_month, thai_digits

LATELY = timedelta(days=45)
AT_FREEZE = "frozen"  # the step of a mark: who got the round's card when it was frozen
MOST = 6  # lines of one message
_NOT_COUNTED = ("dropped", "merged", "waiting")
_BY_REPORTER = tuple(s.name for s in BY_NAME.values() if s.audience == "reporter")


@dataclass(frozen=True)
class Run:
    """One step of one period: how many of whom have it, and the others by reason."""

    step: str
    period: str
    sent: int
    others: tuple[tuple[str, int], ...]
    at: datetime
    shown_period: str

    @property
    def finished(self) -> bool:
        """Whether nothing of it is still being sent."""
        return all(reason != "pending" for reason, _ in self.others)

    @property
    def text(self) -> str:
        """ส่งข้อความถึง ๑๔/๑๖ คน: ๑ บล็อกบอท, ๑ ยังไม่ลงทะเบียน"""
        whole = self.sent + sum(n for _, n in self.others)
        return words.run(words.STEP_NAMES[self.step], self.shown_period, self.sent, whole, self.others)


def runs(view: View) -> list[Run]:
    """The runs of the last weeks, newest first."""
    found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    last: dict[tuple[str, str], datetime] = {}
    rows = view.session.execute(
        select(Reminder, Outgoing.state)
        .join(Outgoing, Outgoing.id == Reminder.outgoing_id)
        .where(
            Reminder.organisation_id == view.organisation_id,
            Reminder.step.in_((*BY_NAME, *OTHER_RANKS)),
            Reminder.at > view.now - LATELY,
            Outgoing.state.not_in(_NOT_COUNTED),
        )
        .order_by(Reminder.id)
    )
    for reminder, state in rows:
        key = (reminder.step, reminder.period)
        found[key][reminder.outgoing_id] = state
        last[key] = max(last.get(key, reminder.at), reminder.at)
    made = [_run(view, key, Counter(states.values()), last[key]) for key, states in found.items()]
    return sorted(made, key=lambda r: r.at, reverse=True)


def _run(view: View, key: tuple[str, str], states: Counter[str], at: datetime) -> Run:
    step, period = key
    others = Counter({state: n for state, n in states.items() if state != "sent"})
    if step in _BY_REPORTER:
        month = Month.parse(period)
        ids = {o.key.division_id for o in view.open if o.month == month and o.missing}
        others.update(view.asked[i].reason for i in ids if view.asked[i].person is None)
    return Run(step, period, states["sent"], tuple(sorted(others.items())), at, _shown(view, step, period))


def _shown(view: View, step: str, period: str) -> str:
    """A period as people read it."""
    if step in BY_NAME:
        return short_month(Month.parse(period))
    if step == "summary":
        return shown_round(period)
    if step == "date":
        entry = view.session.get(CalendarEntry, int(period.partition("-")[0]))
        return entry.name if entry else ""
    return short_date(date.fromisoformat(period))


def round_period(stored: StoredPlan, round: Round) -> str:
    """What a round is called in its Reminder row: 2566-6m, 2570-3m-2."""
    return f"{stored.plan.fiscal_year}-{round.key}"


def shown_round(period: str) -> str:
    """A round's period (`2570-6m`, `2570-3m-2`) as people read it: รอบ ๖ เดือน ปี ๒๕๗๐."""
    year, _, key = period.partition("-")
    return f"{of_round(round_text(Round.parse(FiscalYear(int(year)), key)))} ปี {thai_digits(year)}"


def tell_secretary(session: Session, organisation_id: int, now: datetime, wall: datetime) -> None:
    """Let the line of every run that has finished ride on the secretary's next free reply, once each."""
    secretaries = people.holding(session, organisation_id, ["secretary"])
    if not secretaries:
        return
    finished = [r for r in reversed(runs(View.at(session, organisation_id, now))) if r.finished]
    for person in secretaries:
        told = set(
            session.scalars(
                select(Reminder.period).where(Reminder.person_id == person.id, Reminder.step == "receipt")
            )
        )
        new = [r for r in finished if f"{r.step}/{r.period}" not in told and r.at >= person.joined_at]
        if new:
            outgoing = _ride(session, person, [r.text for r in new], wall)
            session.add_all(mark(person, "receipt", f"{r.step}/{r.period}", outgoing, now) for r in new)
    session.flush()


def _ride(session: Session, person: Person, lines: list[str], wall: datetime) -> str:
    """Put lines into the message that waits for the person already, else into a new one; gives its id."""
    waits = session.scalar(
        select(Outgoing)
        .join(Reminder, Reminder.outgoing_id == Outgoing.id)
        .where(Reminder.person_id == person.id, Reminder.step == "receipt", Outgoing.state == "waiting")
        .limit(1)
    )
    if waits is None:
        return outbox.tell_later(session, person, (Text("\n".join(lines[-MOST:])),), wall)
    before = [line for message in from_json(waits.messages) for line in as_text(message).split("\n")]
    waits.messages = to_json((Text("\n".join([*before, *lines][-MOST:])),))
    return waits.id


def mark(person: Person, step: str, period: str, outgoing_id: str, now: datetime, division_id: int = 0) -> Reminder:
    """The row that says that a person was told something once, of a division or of all (0)."""
    return Reminder(
        organisation_id=person.organisation_id,
        step=step,
        period=period,
        person_id=person.id,
        division_id=division_id,
        outgoing_id=outgoing_id,
        at=now,
    )


# --- A round's card at its freeze ----------------------------------------------------------------------------


def card_went(
    session: Session, person: Person, stored: StoredPlan, round: Round, outgoing_id: str, now: datetime
) -> None:
    """Mark that an executive got a round's card with its freeze: its summary is not sent again, and that an earlier
    freeze was undone is no news any more."""
    asked_anew(session, person, stored, round)
    if not _with_card(session, stored, round, person):
        session.add(mark(person, AT_FREEZE, round_period(stored, round), outgoing_id, now))


def freeze_undone(
    session: Session, stored: StoredPlan, round: Round, asked: Sequence[Person], now: datetime, wall: datetime
) -> None:
    """Tell who got the card of a freeze, and who was `asked` for a word on it, on the next free reply, that it is
    taken back. The round's summary comes in its time, when that is still to come."""
    told = {person.id: person for person in asked}
    for row in _with_card(session, stored, round):
        told[row.person_id] = session.get_one(Person, row.person_id)
        if now < stored.summary_at(round):
            session.delete(row)
    for person in told.values():
        outbox.tell_later(session, person, _undone(stored, round), wall)


def asked_anew(session: Session, person: Person, stored: StoredPlan, round: Round) -> None:
    """That an earlier freeze was undone is no news any more to who is asked for a word on the next."""
    outbox.withdraw(session, stored.organisation_id, person.line_id, _undone(stored, round))


def _undone(stored: StoredPlan, round: Round) -> tuple[Text, ...]:
    return (Text(closing_words.told_undone(shown_round(round_period(stored, round)))),)


def _with_card(session: Session, stored: StoredPlan, round: Round, person: Person | None = None) -> list[Reminder]:
    query = select(Reminder).where(
        Reminder.organisation_id == stored.organisation_id,
        Reminder.step == AT_FREEZE,
        Reminder.period == round_period(stored, round),
    )
    found = session.scalars(query.order_by(Reminder.id))
    return [row for row in found if person is None or row.person_id == person.id]
