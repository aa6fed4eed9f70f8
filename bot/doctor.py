"""The command doctor: looks at everything that must be right for the service to work, and says what to do.

Each check gives findings; one that fails is a finding itself, so that the doctor never falls ill. Nothing is changed.
"""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import asdict

from bot import faults, look_inside, look_outside
from bot.findings import Finding, fault
from bot.line import LineApi
from bot.service import Clock
from bot.serving import say
from bot.settings import Settings
from models.database import Database

Check = Callable[[], Iterable[Finding]]


def doctor(settings: Settings, args: Namespace) -> int:
    """Print every finding; the exit status is 0 when there is no fault."""
    with closing(Database(settings.database_url)) as db:
        found = examine(settings, db, args.organisation)
    faults_ = sum(f.level == "fault" for f in found)
    if args.json:
        body = {"at": Clock.wall().isoformat(), "ok": not faults_, "findings": [asdict(f) for f in found]}
        say(json.dumps(body, ensure_ascii=False))
    else:
        for one in found:
            say(f"{one.level:<8} {one.about:<12} {one.what}" + (f"; {one.todo}" if one.todo else ""))
        warnings = sum(f.level == "warning" for f in found)
        say(f"{faults_} faults, {warnings} warnings")
    return 1 if faults_ else 0


def examine(settings: Settings, db: Database, organisation: str | None) -> list[Finding]:
    """All that can be found; what needs the database is left out when it cannot be used."""
    found = [
        *_guarded("settings", lambda: look_inside.settings(settings)),
        *_guarded("disk", lambda: look_inside.disk(settings, db)),
    ]
    base = _guarded("database", lambda: look_inside.database(settings, db))
    found += base
    if not any(f.level == "fault" for f in base):
        found += _guarded("data", lambda: _data(db, organisation))
    if settings.channel_token:
        line = LineApi(settings.line_api_url, settings.channel_token)
        for about, check in look_outside.CHECKS:
            found += _guarded(about, lambda check=check: check(settings, line))  # type: ignore[misc]
    return found


def _data(db: Database, organisation: str | None) -> list[Finding]:
    """The checks of what is stored, each in a transaction of its own."""
    organisation_id = look_inside.organisation(db, organisation)
    found: list[Finding] = []
    for about, check in look_inside.CHECKS:

        def read(check: look_inside.Check = check) -> Iterable[Finding]:
            with db.read() as session:
                return list(check(session, organisation_id, Clock.wall()))

        found += _guarded(about, read)
    return found


def _guarded(about: str, check: Check) -> list[Finding]:
    try:
        return list(check())
    except Exception as problem:  # whatever it is, the other checks go on
        return [fault(about, f"cannot be examined: {faults.told(problem)}", "see the findings above")]
