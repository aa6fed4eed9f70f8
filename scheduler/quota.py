"""LINE's monthly quota: read before a run, forecast to the month's end, kept for what matters most.

A push counts once per person. When what is left will not reach for all that can still fall due this month, the lower
ranks wait (models/steps.py): executives' reports and openings before late steps, those before nudges. What waits is
not queued, so at the turn of the month the ladder sends what is still wanted and leaves out the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handlers import runs
from handlers import wording_ladder as words
from handlers.letters import View
from models import dispatch, heartbeats, organisations, outbox, people
from models.calendar import Month, at, bangkok_date
from models.database import Database
from models.post_tables import Outgoing, Reminder
from models.say import Text
from models.steps import BY_NAME
from models.tables import Organisation
from scheduler import due, ladder
from scheduler.ladder import Line

RANKS = (1, 2, 3)


@dataclass(frozen=True)
class Quota:
    """What LINE says of this calendar month: the limit (None is none) and how much was used, approximately."""

    limit: int | None
    used: int

    @property
    def left(self) -> int | None:
        return None if self.limit is None else max(0, self.limit - self.used)


ReadQuota = Callable[[], Quota | None]


def run(db: Database, organisation_id: int, now: datetime, wall: datetime, read: ReadQuota) -> list[Line]:
    """One tick: read the quota when something is to be sent, queue what is due and fits, tell the secretary,
    and leave a sign of life.

    LINE is asked outside any transaction. When it does not say, everything is queued.
    """
    with db.read() as session:
        letters, _ = ladder.gather(session, organisation_id, now)
        wanted = any(not one.reason for one in letters) or _held(session, organisation_id) > 0
    quota = read() if wanted else None
    with db.write() as session:
        organisations.take_turn(session, organisation_id)
        if quota:
            organisation = session.get_one(Organisation, organisation_id)
            organisation.quota = {"limit": quota.limit, "used": quota.used, "at": wall.isoformat()}
            if quota.left != 0:
                ladder.give_back(session, organisation_id)
                dispatch.release(session, organisation_id, wall)
        spare = spare_pushes(session, organisation_id, now, quota)
        lines = ladder.tick(session, organisation_id, now, wall, spare)
        short = sum(line.reason == "quota" for line in lines) + _held(session, organisation_id)
        if short:
            _tell_secretary(session, organisation_id, short, quota.left if quota else 0, now, wall)
        runs.tell_secretary(session, organisation_id, now, wall)
        heartbeats.beat(session, organisation_id, heartbeats.TICK, wall)
    return lines


def _held(session: Session, organisation_id: int) -> int:
    held = (Outgoing.organisation_id == organisation_id, Outgoing.state == "held")
    return session.scalar(select(func.count()).select_from(Outgoing).where(*held)) or 0


def spare_pushes(session: Session, organisation_id: int, now: datetime, quota: Quota | None) -> dict[int, int] | None:
    """How many pushes each rank may use now: what is left, less what is queued already, less what higher ranks can
    still need this month. None when there is no limit, or LINE did not say."""
    if quota is None or quota.left is None:
        return None
    pending = (Outgoing.organisation_id == organisation_id, Outgoing.kind == "push", Outgoing.state == "pending")
    left = quota.left - (session.scalar(select(func.count()).select_from(Outgoing).where(*pending)) or 0)
    later = forecast(session, organisation_id, now)
    return {rank: left - sum(f.cost for f in later if ladder.rank_of(f.step) < rank) for rank in RANKS}


# --- The forecast --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Forecast:
    """A step that falls due later this calendar month, and the most pushes that it can cost: when nobody answers."""

    at: datetime
    step: str
    period: str
    cost: int


def forecast(session: Session, organisation_id: int, now: datetime) -> list[Forecast]:
    """What can still fall due from `now` to the end of the calendar month in Bangkok, in order."""
    month_ends = at(Month.of(bangkok_date(now)).plus(1).first_day, time(0))
    view = View.at(session, organisation_id, now)
    coming = [c for c in due.coming(session, organisation_id, now) if c.at < month_ends]
    return [
        Forecast(c.at, c.step, c.period, 0 if _in_one_letter(coming[:n], c) else _cost(view, c))
        for n, c in enumerate(coming)
    ]


def _in_one_letter(before: list[due.Coming], coming: due.Coming) -> bool:
    """Whether a step to the executives goes with one before it that falls due at the same instant."""
    executives = [c for c in (*before, coming) if c.step in BY_NAME and BY_NAME[c.step].audience == "executive"]
    return coming in executives and any(c.at == coming.at for c in before if c in executives)


def _cost(view: View, coming: due.Coming) -> int:
    """The people whom a coming step can reach: of each division that owes something, or all of a role."""
    audience = BY_NAME[coming.step].audience if coming.step in BY_NAME else "executive"
    if audience in ("secretary", "executive"):
        return len(people.holding(view.session, view.organisation_id, [audience]))
    month = Month.parse(coming.period)
    divisions = {o.key.division_id for o in view.owed if o.month == month and o.missing}
    found: set[int] = set()
    for division_id in divisions:
        if audience == "head":
            found |= {p.id for p in people.heads(view.session, view.organisation_id, division_id)}
        elif person := view.asked[division_id].person:
            found.add(person.id)
            if coming.step == "late" and (deputy := _deputy(view, division_id, person.id)):
                found.add(deputy)
    return len(found)


def _deputy(view: View, division_id: int, besides: int) -> int | None:
    found = people.deputy(view.session, view.organisation_id, division_id, bangkok_date(view.now), besides)
    return found.id if found else None


# --- Telling the secretary -----------------------------------------------------------------------------------


def _tell_secretary(
    session: Session, organisation_id: int, held: int, left: int | None, now: datetime, wall: datetime
) -> None:
    """Once a month each, that what is left is kept for what matters more, and that nothing is left: on the next free
    reply, because a push could not be sent anyway."""
    step = "quota_kept" if left else "quota"
    month = Month.of(bangkok_date(now)).key
    text = words.quota_reserved(held, left) if left else words.quota_used_up(held)
    for person in people.holding(session, organisation_id, ["secretary"]):
        told = select(Reminder.id).where(
            Reminder.step == step, Reminder.period == month, Reminder.person_id == person.id
        )
        if session.scalar(told) is None:
            outgoing = outbox.tell_later(session, person, (Text(text),), wall)
            session.add(runs.mark(person, step, month, outgoing, now))
            session.flush()
