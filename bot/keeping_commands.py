"""The commands of who looks after the service: what got stuck, and who changed what."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.inputs import Refused, day_of, opened
from bot.service import Clock
from bot.serving import say
from bot.settings import Settings
from models import dispatch, inbox, organisations, stuck
from models.audit_reading import Change, Wanted, changes
from models.calendar import BANGKOK, at
from models.plan_store import find_division
from models.stuck import CannotReplay, Stuck
from models.tables import MeasureRow, Person


def replay(settings: Settings, args: Namespace) -> None:
    """Put what got stuck back on its way, or list it."""
    if ((args.list or args.all) and args.id) or (args.list and args.all):
        raise Refused("name one ID, or --all, or --list")
    if args.json and not args.list:
        raise Refused("--json goes with --list")
    with closing(opened(settings)) as db, db.write() as session:
        organisation_id = organisations.choose(session, args.organisation).id
        if args.list:
            found = [*stuck.events(session, organisation_id), *_messages(session, organisation_id)]
            _list(found, Clock.wall(), as_json=args.json)
            return
        if args.id:
            one = _one(session, organisation_id, args.id)
            say(f"{one.what} {one.id} is on its way again, by the running service")
            return
        events = inbox.replay(session, organisation_id)
        pushes = dispatch.release(session, organisation_id, Clock.wall())
        dead = stuck.messages(session, organisation_id, ["dead"]) if args.all else []
        sent = sum(_is_sent_again(session, organisation_id, message.id) for message in dead)
    refused = f", {sent} refused messages sent again" if args.all else ""
    say(f"{events} events will be applied again, {pushes} held pushes sent again{refused}, by the running service")


def _messages(session: Session, organisation_id: int) -> list[Stuck]:
    return stuck.messages(session, organisation_id, ["held", "dead", "unknown"])


def _one(session: Session, organisation_id: int, wanted: str) -> Stuck:
    try:
        return stuck.replay(session, organisation_id, wanted, Clock.wall())
    except CannotReplay as problem:
        raise Refused(str(problem)) from None


def _is_sent_again(session: Session, organisation_id: int, wanted: str) -> bool:
    try:
        stuck.replay(session, organisation_id, wanted, Clock.wall())
    except CannotReplay:  # has left
        return False
    return True


def _list(found: Sequence[Stuck], now: datetime, *, as_json: bool) -> None:
    if as_json:
        listed = [asdict(s) | {"since": s.since.isoformat()} for s in found]
        say(json.dumps({"at": now.isoformat(), "stuck": listed}, ensure_ascii=False))
        return
    for one in found:
        age = timedelta(seconds=int((now - one.since).total_seconds()))
        say(f"{one.what} {one.id} {one.kind} {one.state}, {age} old, {one.attempts} tries: {one.error or '-'}")
    say(f"{len(found)} stuck")


# --- Who changed what


def audit(settings: Settings, args: Namespace) -> None:
    """List the changes, oldest first."""
    with closing(opened(settings)) as db, db.read() as session:
        organisation = organisations.choose(session, args.organisation)
        wanted = Wanted(
            measures=_measures(session, organisation.id, args.measure) if args.measure else None,
            division_id=find_division(session, organisation.id, args.division).id if args.division else None,
            since=at(day_of(args.since, "--since"), time(0)) if args.since else None,
        )
        found = [_as_json(change) for change in reversed(changes(session, organisation.id, wanted))]
    if args.json:
        say(json.dumps({"changes": found}, ensure_ascii=False))
        return
    for one in found:
        moment = datetime.fromisoformat(one["at"]).astimezone(BANGKOK)
        about = " ".join(str(p) for p in (one["what"], one["place"], _called(one["whom"])) if p)
        say(f"{moment:%Y-%m-%d %H:%M} {_called(one['who'])}: {about}")
        for value in one["values"]:
            say(f"    {value['name']}: {_shown(value['old'])} -> {_shown(value['new'])}")
    say(f"{len(found)} changes")


def _measures(session: Session, organisation_id: int, code: str) -> frozenset[int]:
    """The measure of a code, in the plans of all years."""
    query = select(MeasureRow.id).where(MeasureRow.organisation_id == organisation_id, MeasureRow.code == code)
    found = frozenset(session.scalars(query))
    if not found:
        raise Refused(f"no plan has a measure '{code}'")
    return found


def _as_json(change: Change) -> dict[str, Any]:
    return {
        "id": change.id,
        "at": change.at.isoformat(),
        "who": _person(change.person) or {"id": None, "name": change.author},
        "what": change.what,
        "place": change.place,
        "measure": change.code or None,
        "division": change.division or None,
        "whom": _person(change.whom),
        "values": [asdict(value) for value in change.values],
    }


def _person(person: Person | None) -> dict[str, Any] | None:
    return {"id": person.id, "name": person.name} if person else None


def _called(person: dict[str, Any] | None) -> str:
    if person is None:
        return ""
    return str(person["name"] or f"person {person['id']}")


def _shown(value: Any) -> str:
    return "-" if value is None else json.dumps(value, ensure_ascii=False)
