"""Letters at the moment of sending: an answer, a leave or the evening may have come since they were queued."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers import order_cards
from handlers.letters import Item, View, letter
from models import dispatch, holidays
from models.calendar import bangkok_date
from models.post_tables import Outgoing, Reminder
from models.steps import in_office_hours, office_opens
from models.tables import Person
from scheduler import due
from scheduler.ladder import ALL_STEPS, ANSWERING, is_answering, snoozes, to_reporter, unclaim


def at_sending(session: Session, row: Outgoing, now: datetime) -> timedelta | None:
    """Look at a push again before a try, at `now` of the product's clock: a letter of the ladder says how things
    stand now; what is not wanted any more, or would go to the wrong person, is left out, and its claim taken back.

    Gives how long it must wait for the office or for who is answering just now, None when it may go, or was dropped.
    What LINE may have taken keeps its words, because its key stands for them.
    """
    claims = session.scalars(select(Reminder).where(Reminder.outgoing_id == row.id)).all()
    person = session.get(Person, row.person_id) if row.person_id else None
    if person is None or not claims:
        return None
    if any(c.step == "chase" for c in claims):
        return _chase_at_sending(session, row, claims[0], now)
    claims = [c for c in claims if c.step in ALL_STEPS]
    off = holidays.days(session, row.organisation_id)
    if claims and not in_office_hours(now, off):
        return office_opens(now, off) - now
    return _letter_at_sending(session, row, person, claims, now) if claims else None


def _letter_at_sending(
    session: Session, row: Outgoing, person: Person, claims: Sequence[Reminder], now: datetime
) -> timedelta | None:
    items = {Item(c.step, c.period, c.division_id) for c in claims}
    narrow = all(i.division_id for i in items)  # the lists of the secretary and the executives are of all divisions
    view = View.at(session, row.organisation_id, now, {i.division_id for i in items} if narrow else None)
    still = _still_wanted(view, person, items)
    messages = letter(view, person, still) if still else ()
    taken = dispatch.maybe_taken(row)
    if not messages:
        dispatch.drop(row, "nothing of it is wanted any more")
    if taken:  # its claims stand: it may have arrived
        return None
    for claim in claims:  # somebody else is asked in their place at the next tick
        if not messages or Item(claim.step, claim.period, claim.division_id) not in still:
            unclaim(session, claim)
        else:
            claim.at = now  # by which the floor counts
    if messages:
        dispatch.reword(row, messages)
        if any(map(to_reporter, still)) and is_answering(view, person):
            return ANSWERING
    return None


def _still_wanted(view: View, person: Person, items: Collection[Item]) -> set[Item]:
    """The items that still go to the person: not on leave since, not asked to wait, the division still theirs."""
    found, _ = due.steps(view)
    theirs = {one.item for one in found if one.person.id == person.id}
    still = {i for i in items if i in theirs or i.step == "snooze"}
    return {i for i in still if not to_reporter(i)} if snoozes(view, person) else still


def _chase_at_sending(session: Session, row: Outgoing, claim: Reminder, now: datetime) -> timedelta | None:
    """A chase goes at once, whatever the hour, but not on another day, nor to who has answered."""
    view = View.at(session, row.organisation_id, now, [claim.division_id])
    today = claim.period == bangkok_date(now).isoformat()
    wanted = view.missing(claim.division_id) or order_cards.waiting(
        session, row.organisation_id, [claim.division_id], now
    )
    if not dispatch.maybe_taken(row) and not (today and wanted):
        dispatch.drop(row, "nothing of it is wanted any more")
    return None
