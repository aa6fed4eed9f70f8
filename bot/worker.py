"""The worker: applies stored events, each in a transaction of its own, in the order in which they happened."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError, InternalError, OperationalError
from sqlalchemy.orm import Session

from bot import faults, line_events
from handlers import groups, wording
from handlers.incoming import Desk
from handlers.talk import handle
from models import inbox, organisations, outbox, people
from models.database import Database
from models.post_tables import InboundEvent
from models.say import Text

log = logging.getLogger(__name__)
PASSING = (OperationalError, InternalError, IntegrityError)  # a lost connection, a deadlock, two at the same moment


def work_one(db: Database, organisation_id: int, link: Callable[[str], str], now: Callable[[], datetime]) -> bool:
    """Apply the next event; gives whether there was one. `now` is real time.

    One transaction: take the event, change the data, queue the answer, mark the event done. When that fails the
    event is parked with its error (a fault of the database is tried again first), the person gets one calm
    sentence, and the others go on.
    """
    event_id, began = "", time.monotonic()
    said: dict[str, object] = {}
    try:
        with db.write() as session:
            organisations.take_turn(session, organisation_id)
            event = inbox.next_new(session, organisation_id)
            if event is None:
                return False
            event_id = event.event_id
            said = {"event": event_id, "kind": event.kind}
            said["person"] = _apply(session, event, link, now())
    except Exception as problem:  # whatever one event does must not stop the others
        if not event_id:
            raise
        parked = _park(db, organisation_id, event_id, problem, now())
        outcome = "parked" if parked else "again"
        log.exception("event", extra=said | {"outcome": outcome, "seconds": _since(began)})
        return True
    log.info("event", extra=said | {"outcome": "done", "seconds": _since(began)})
    return True


def _since(began: float) -> float:
    return round(time.monotonic() - began, 3)


def _apply(session: Session, event: InboundEvent, link: Callable[[str], str], now: datetime) -> int | None:
    """Apply one event; gives the row's id of who did it, when that is somebody who has joined."""
    if inbox.was_unsent(session, event):
        inbox.done(event, now, forget=True)
        return None
    person_id = None
    raw = json.loads(event.body)
    incoming = line_events.read_event(raw, event.occurred_at)
    if event.kind == "unsend" and event.message_id:
        text = inbox.take_back(session, event.organisation_id, event.message_id)
        incoming = replace(incoming, text=line_events.printable(text)) if incoming else None
    if incoming is not None:
        desk = Desk(session, event.organisation_id, link, now)
        outbox.hasten(session, event.organisation_id, incoming.line_id, now)
        messages = handle(desk, incoming)
        person = people.find(session, event.organisation_id, incoming.line_id)
        person_id = person.id if person else None
        outbox.reply(session, event.organisation_id, incoming.line_id, person_id, incoming.reply_token, messages, now)
    elif heard := line_events.read_group(raw, event.occurred_at):
        answer = groups.answer(Desk(session, event.organisation_id, link, now), heard)
        outbox.reply_in_group(session, event.organisation_id, heard.group_id, heard.reply_token, answer, now)
    inbox.done(event, now, forget=line_events.is_group(raw))
    return person_id


def _park(db: Database, organisation_id: int, event_id: str, problem: Exception, now: datetime) -> bool:
    """Park the event in a transaction of its own, so that nothing else can keep it at the head of the queue; gives
    whether it is parked, and not to be tried again. What is kept is where it failed, never what was said."""
    passing = isinstance(problem, PASSING)
    with db.write() as session:
        organisations.take_turn(session, organisation_id)
        parked = inbox.failed(session, organisation_id, event_id, faults.told(problem), passing=passing)
        if parked and line_events.is_group(
            json.loads(session.get_one(InboundEvent, (organisation_id, event_id)).body)
        ):
            inbox.drop(session, organisation_id, event_id, now)
            return True
    if not parked:
        return False
    try:
        with db.write() as session:
            organisations.take_turn(session, organisation_id)
            _apologise(session, session.get_one(InboundEvent, (organisation_id, event_id)), now)
    except Exception:  # the event is parked already; the apology is a courtesy
        log.exception("no apology", extra={"event": event_id})
    return True


def _apologise(session: Session, event: InboundEvent, now: datetime) -> None:
    incoming = line_events.read_event(json.loads(event.body), event.occurred_at)
    if incoming and incoming.reply_token:
        person = people.find(session, event.organisation_id, incoming.line_id)
        sorry = (Text(wording.FAILED),)
        person_id = person.id if person else None
        outbox.reply(session, event.organisation_id, incoming.line_id, person_id, incoming.reply_token, sorry, now)
