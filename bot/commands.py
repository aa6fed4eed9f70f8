"""What each command does. They print to standard output, and may give an exit status; a wrong input raises Refused
with one sentence."""

from __future__ import annotations

import json
import threading
from argparse import Namespace
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

from bot import schema
from bot.backup import backup, restore
from bot.calendar_commands import deadlines, holidays_add, holidays_fill, holidays_list, holidays_remove
from bot.chain_commands import chain_holder, chain_set, chain_show, chain_vacate
from bot.demo import run as demo_of
from bot.doctor import doctor
from bot.form_commands import form_import, form_remove, form_show
from bot.inputs import Refused, day_of, instant_of, opened, port_of, writable
from bot.keeping_commands import audit, replay
from bot.ladder_commands import remind, tick
from bot.line import LineApi
from bot.plan_commands import plan_assign, plan_export, plan_import, plan_template
from bot.round_commands import freeze, reopen, report
from bot.score_commands import oit_list, oit_set, scores_import, scores_show, scores_template, scores_threshold
from bot.service import Clock
from bot.serving import listen, say, service_of, until_told
from bot.settings import Settings
from bot.wording_commands import wording_list, wording_reset, wording_set
from models import organisations
from models.calendar import bangkok_date
from models.database import Database
from models.people import OF_A_DIVISION
from models.plan_store import find_division


def invite(settings: Settings, args: Namespace) -> None:
    """Make an invitation and print its code and link."""
    from handlers import joining

    if (args.role in OF_A_DIVISION) != bool(args.division):
        needs = "needs" if args.role in OF_A_DIVISION else "takes no"
        raise Refused(f"the role {args.role} {needs} --division")
    if not (1 <= args.uses <= 1000 and 1 <= args.days <= 366):
        raise Refused("--uses must be 1 to 1000 and --days 1 to 366")
    if args.acting != bool(args.until) or (args.acting and args.role not in OF_A_DIVISION):
        raise Refused("--acting goes with --until YYYY-MM-DD, for a reporter or a head")
    until = day_of(args.until, "--until") if args.until else None
    if until and until < bangkok_date(Clock.wall()):
        raise Refused(f"--until {until} is over")
    qr = writable(args.qr, ".png", ".svg") if args.qr else None
    opened(settings).close()  # an older database is refused before LINE is asked
    basic_id = LineApi(settings.line_api_url, settings.channel_token).basic_id() if settings.channel_token else None
    if qr and not basic_id:
        raise Refused("a QR code needs the bot's id, which cannot be read from LINE now; make the code without --qr")
    with closing(opened(settings)) as db, db.write() as session:
        organisation = organisations.choose(session, args.organisation)
        division = find_division(session, organisation.id, args.division) if args.division else None
        code, expires = joining.invite(
            session,
            organisation.id,
            args.role,
            division.id if division else None,
            Clock.wall(),
            uses=args.uses,
            valid=timedelta(days=args.days),
            acting_until=until,
        )
    link = f"https://line.me/R/oaMessage/{basic_id.replace('@', '%40')}/?{code}" if basic_id else None
    name = division.name if division else None
    if qr and link:
        import segno

        segno.make(link).save(str(qr), scale=8, border=4)
    if args.json:
        found: dict[str, object] = {"code": code, "link": link, "role": args.role, "division": name}
        found |= {"uses": args.uses}
        found |= {"expires": expires.isoformat(), "acting_until": until.isoformat() if until else None}
        say(json.dumps(found, ensure_ascii=False))
        return
    acting = f", acting until {until}" if until else ""
    whose = f"{args.role}{f' of {name}' if name else ''}{acting}"
    say(f"code {code} for {whose}, uses {args.uses}, until {expires:%Y-%m-%d}")
    say(f"link {link}" if link else "no link: the bot's id cannot be read from LINE now; the code works when typed")


def serve(settings: Settings, args: Namespace) -> None:
    """The service, until it is told to stop."""
    settings.need_line()
    start = instant_of(args.clock, settings, "--clock")
    with closing(opened(settings)) as db:
        service = service_of(settings, db, args.organisation, Clock.starting_at(start) if start else Clock())
        listen(service, settings, args.host, port_of(args.port, settings), ticks=not args.web_only)


def clock(settings: Settings, args: Namespace) -> None:
    """The ladder, pushes and downloads, until it is told to stop."""
    settings.need_line()
    start = instant_of(args.clock, settings, "--clock")
    ending = threading.Event()
    until_told(ending.set)
    with closing(opened(settings)) as db:
        service = service_of(settings, db, args.organisation, Clock.starting_at(start) if start else Clock())
        service.start(work=False, ticks=True)
        say("clock running")
        ending.wait()
        service.stop()


def demo(settings: Settings, args: Namespace) -> None:
    """A sample agency to play with."""
    demo_of(settings, port_of(args.port, settings), answered=args.answered)


def migrate(settings: Settings, _args: Namespace) -> None:
    """Bring the database up to date."""
    with closing(Database(settings.database_url)) as db:
        say(f"the database is at version {schema.migrate(db)}")


COMMANDS: dict[str, Callable[[Settings, Namespace], int | None]] = {
    "demo": demo,
    "serve": serve,
    "clock": clock,
    "tick": tick,
    "remind": remind,
    "plan_import": plan_import,
    "plan_template": plan_template,
    "plan_export": plan_export,
    "plan_assign": plan_assign,
    "scores_template": scores_template,
    "scores_import": scores_import,
    "scores_show": scores_show,
    "scores_threshold": scores_threshold,
    "oit_list": oit_list,
    "oit_set": oit_set,
    "holidays_list": holidays_list,
    "holidays_add": holidays_add,
    "holidays_remove": holidays_remove,
    "holidays_fill": holidays_fill,
    "deadlines": deadlines,
    "chain_show": chain_show,
    "chain_set": chain_set,
    "chain_holder": chain_holder,
    "chain_vacate": chain_vacate,
    "invite": invite,
    "report": report,
    "freeze": freeze,
    "form_import": form_import,
    "form_show": form_show,
    "form_remove": form_remove,
    "reopen": reopen,
    "backup": backup,
    "restore": restore,
    "doctor": doctor,
    "replay": replay,
    "audit": audit,
    "wording_list": wording_list,
    "wording_set": wording_set,
    "wording_reset": wording_reset,
    "migrate": migrate,
}
