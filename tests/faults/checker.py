"""What must hold after every fault, counted at both ends: what people said and what was delivered to them."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import requests
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.post_tables import InboundEvent, Outgoing, Reminder
from models.tables import Person
from scheduler import ladder
from tests.faults.city import IDS, REPORTERS, WORDS, City

IN_TURN = timedelta(seconds=2)  # an event stored so long before another was done must have been done before it


@dataclass
class Found:
    """What a look at everything gave. `problems` says in words what was lost, doubled or out of order."""

    lost: int = 0
    twice: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return not (self.lost or self.twice or self.problems)

    def count(self, what: str, missing: int, doubled: int) -> None:
        self.lost += missing
        self.twice += doubled
        if missing or doubled:
            self.problems.append(f"{what}: {missing} lost, {doubled} twice")


def check(city: City) -> Found:
    """Look at everything; the bot must have settled."""
    found = Found()
    with city.db.read() as session:
        _events(city, session, found)
        _replies(city, session, found)
        _pushes(city, session, found)
        _steps(city, session, found)
    if city.db.is_sqlite:
        with sqlite3.connect(city.url.removeprefix("sqlite:///")) as raw:
            if raw.execute("pragma integrity_check").fetchall() != [("ok",)]:
                found.problems.append("the database is damaged")
    return found


def _events(city: City, session: Session, found: Found) -> None:
    """Every event is acknowledged at last, and every acknowledged one is stored once and applied, in its turn."""
    acknowledged = set(requests.get(f"{city.town.line}/simulator/acknowledged", timeout=10).json())
    rows = {e.event_id: e for e in session.scalars(select(InboundEvent))}
    said = {event_id for told in city.said.values() for event_id, _ in told} | set(city.posted)
    missing = (acknowledged | said) - set(rows)
    found.count("events", len(missing), 0)
    for event in rows.values():
        if event.state != "done":
            found.problems.append(f"event {event.event_id} is {event.state}: {event.error}")
    for told in city.said.values():
        mine = sorted((rows[i] for i, _ in told if i in rows), key=lambda e: e.occurred_at)
        for earlier, later in pairwise(mine):
            if not (earlier.done_at and later.done_at) or earlier.done_at <= later.done_at:
                continue
            if _stored_by(city, earlier) < later.done_at:
                found.problems.append(f"event {later.event_id} was applied before an earlier one")


def _stored_by(city: City, event: InboundEvent) -> datetime:
    """When an event was surely stored. One that came while the database was locked waited for it, and among those
    that waited the first to get through may be any."""
    came = event.received_at
    return max([came, *(ended for began, ended in city.locks if began <= came <= ended)]) + IN_TURN


def _replies(city: City, session: Session, found: Found) -> None:
    """Every word that a talker said is answered once, in the order in which the words were applied."""
    for n, told in city.said.items():
        arrived = [one for one in city.replies(IDS[n])[city.before[IDS[n]] :]]
        got = [word for one in arrived for word in map(_answered, one["messages"]) if word]
        wanted = Counter(word for _, word in told)
        lost, twice = wanted - Counter(got), Counter(got) - wanted
        found.count(f"answers to person {n}", lost.total(), twice.total())
        ids = dict(told)
        query = select(InboundEvent.event_id).where(InboundEvent.event_id.in_(ids)).order_by(InboundEvent.done_at)
        applied = [ids[i] for i in session.scalars(query)]
        if not lost and not twice and got != applied:
            found.problems.append(f"answers to person {n} out of order")


def _answered(message: dict[str, Any]) -> str:
    shown = json.dumps(message, ensure_ascii=False)
    return next((word for word, answer in WORDS.items() if answer in shown), "")


def _pushes(city: City, session: Session, found: Found) -> None:
    """Every announcement arrived once; every letter of the ladder that was claimed arrived once, and none beside."""
    pushes = city.delivered("push")
    texts = Counter(message["text"] for one in pushes for message in one["messages"] if "text" in message)
    arrived = Counter(texts[text] for text in city.pushed)
    found.count("announcements", arrived[0], sum((n - 1) * often for n, often in arrived.items() if n > 1))
    claimed = (
        select(Person.line_id, Outgoing.id, Outgoing.state)
        .join(Outgoing, Outgoing.person_id == Person.id)
        .join(Reminder, Reminder.outgoing_id == Outgoing.id)
        .where(Outgoing.kind == "push", Outgoing.state != "dropped")
        .distinct()
    )
    letters = Counter(row.line_id for row in session.execute(claimed))
    known = set(city.pushed)
    got = Counter(
        one["to"][0] for one in pushes if not any(m.get("text") in known for m in one["messages"])
    )  # whatever its key: a control run changes that
    found.count("letters", (letters - got).total(), (got - letters).total())
    for row in session.scalars(select(Outgoing).where(Outgoing.state.not_in(("sent", "dropped", "merged")))):
        if row.state != "waiting" or row.reply_token:  # one without a token is meant to ride, as the secretary's runs
            found.problems.append(f"a {row.kind} is {row.state}: {row.error}")


def _steps(city: City, session: Session, found: Found) -> None:
    """No step that is due was missed, and every reporter has the month's card."""
    letters, _ = ladder.gather(session, 1, city.instant)
    missed = [one for one in letters if not one.reason]
    found.count("steps", sum(len(one.items) for one in missed), 0)
    opened = Counter(
        session.scalars(select(Reminder.person_id).where(Reminder.step == "open", Reminder.period == "2026-10"))
    )
    found.count("first cards", REPORTERS - len(opened), opened.total() - len(opened))
