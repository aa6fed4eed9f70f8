"""The commands about the reminder ladder: doing what is due, and looking at what would be done."""

from __future__ import annotations

import json
from argparse import Namespace
from contextlib import closing
from datetime import datetime
from typing import Any

from sqlalchemy import select

from bot.heartbeat import Watcher
from bot.inputs import instant_of, opened
from bot.line import LineApi
from bot.line_draw import render
from bot.menus import designs
from bot.service import Clock
from bot.serving import say
from bot.settings import Settings
from models import organisations
from models.calendar import BANGKOK
from models.post_tables import Outgoing
from scheduler import due, ladder, menus, quota
from scheduler.delivery import deliver_all
from scheduler.fetching import delete_next, fetch_next


def tick(settings: Settings, args: Namespace) -> None:
    """Do all that is due at an instant, deliver it, and list it."""
    settings.need_line()
    now = instant_of(args.at, settings, "--at") or Clock.wall()
    api = LineApi(settings.line_api_url, settings.channel_token)
    with closing(opened(settings)) as db:
        with db.read() as session:
            organisation_id = organisations.choose(session, args.organisation).id
        lines = quota.run(db, organisation_id, now, Clock.wall(), api.quota)
        deliver_all(db, organisation_id, render, api.send, Clock.wall, lambda: now)
        while fetch_next(db, organisation_id, settings.evidence_dir, api.fetch, Clock.wall()):
            pass
        while menus.step(db, organisation_id, designs(), api, Clock.wall()):
            pass
        while delete_next(db, organisation_id, settings.evidence_dir):
            pass
        Watcher(settings.heartbeat_url).tell()
        with db.read() as session:
            coming = due.next_step(session, organisation_id, now)
            rows = {o.id: o for o in session.scalars(select(Outgoing).where(Outgoing.id.in_(_ids(lines))))}
            found = [_line(line, rows.get(line.outgoing_id)) for line in lines]
    if args.json:
        say(json.dumps({"at": now.isoformat(), "steps": found}, ensure_ascii=False))
        return
    for one in found:
        reason = f" ({one['reason']})" if one["reason"] else ""
        say(f"{one['step']} {one['period']} {_who(one)}{_with(one)}: {one['state']}{reason}")
    say(f"{sum(f['state'] == 'sent' for f in found)} sent, {sum(f['state'] != 'sent' for f in found)} not sent")
    if not found and coming:
        instant, step, period = coming
        say(f"nothing is due; the next step is {step} {period} at {_local(instant)}")


def _ids(lines: list[ladder.Line]) -> list[str]:
    return [line.outgoing_id for line in lines if line.outgoing_id]


def _line(line: ladder.Line, row: Outgoing | None) -> dict[str, Any]:
    """A line of the tick as its JSON: state is sent, pending, held, dead, unknown, or not_sent with the reason."""
    return {
        "step": line.step,
        "period": line.period,
        "division": line.division,
        "person": line.person,
        "state": row.state if row else "not_sent",
        "merged": list(line.merged),
        "reason": line.reason or (row.error or "" if row and row.state != "sent" else ""),
    }


def remind(settings: Settings, args: Namespace) -> None:
    """Say who would get what now, what it would cost, and what can still fall due this month. Nothing is sent."""
    now = instant_of(args.at, settings, "--at") or Clock.wall()
    api = LineApi(settings.line_api_url, settings.channel_token) if settings.channel_token else None
    with closing(opened(settings)) as db:
        known = api.quota() if api else None
        with db.read() as session:
            organisation_id = organisations.choose(session, args.organisation).id
            letters, nobody = ladder.gather(session, organisation_id, now)
            lines = [
                *ladder.preview(session, letters, quota.spare_pushes(session, organisation_id, now, known)),
                *nobody,
            ]
            later = quota.forecast(session, organisation_id, now)
    would = [_would(line) for line in lines]
    cost = sum(not line.reason for line in lines)
    left = known.left if known else None
    if args.json:
        steps = [{"at": f.at.isoformat(), "step": f.step, "period": f.period, "cost": f.cost} for f in later]
        found = {"at": now.isoformat(), "would": would, "cost": cost, "quota_left": left, "later": steps}
        say(json.dumps(found, ensure_ascii=False))
        return
    for one in would:
        say(f"{one['step']} {one['period']} {_who(one)}{_with(one)}: {one['reason'] or 'would be sent, 1 push'}")
    say(f"{cost} pushes now")
    for f in later:
        say(f"later this month: {f.step} {f.period} at {_local(f.at)}, at most {f.cost} pushes")
    if known:
        say("LINE's quota is not limited" if left is None else f"LINE's quota has {left} of {known.limit} left")


def _would(line: ladder.Line) -> dict[str, Any]:
    return {
        "step": line.step,
        "period": line.period,
        "division": line.division,
        "person": line.person,
        "merged": list(line.merged),
        "cost": 0 if line.reason else 1,
        "reason": line.reason,
    }


def _who(one: dict[str, Any]) -> str:
    return " ".join(p for p in (one["person"], f"({one['division']})" if one["division"] else "") if p)


def _with(one: dict[str, Any]) -> str:
    return f" with {', '.join(one['merged'])}" if one["merged"] else ""


def _local(instant: datetime) -> str:
    return f"{instant.astimezone(BANGKOK):%Y-%m-%d %H:%M}"
