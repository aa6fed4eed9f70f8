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
from bot.inputs import Refused, day_of, instant_of, month_of, opened, plan_of, port_of, writable
from bot.keeping_commands import audit, replay
from bot.ladder_commands import remind, tick
from bot.line import LineApi
from bot.plan_commands import plan_assign, plan_export, plan_import, plan_template
from bot.service import Clock
from bot.serving import listen, say, service_of, until_told
from bot.settings import Settings
from models import organisations
from models.audit import DECISION, place_of, record
from models.calendar import Round, bangkok_date
from models.database import Database
from models.ledger import Key
from models.people import OF_A_DIVISION
from models.plan_store import find_division
from models.records import ledger, load_plan
from models.tables import DecisionRow


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


def reopen(settings: Settings, args: Namespace) -> None:
    """Take answers again for one obligation after its lock, with the reason on record."""
    month = month_of(args.month)
    if not args.reason.strip():
        raise Refused("--reason must say why")
    with closing(opened(settings)) as db, db.write() as session:
        organisation = organisations.choose(session, args.organisation)
        stored = load_plan(session, organisation.id, month.fiscal_year.number)
        ids = [i for i, m in stored.measures.items() if m.code == args.code] if stored else []
        if stored is None or not ids:
            raise Refused(f"the plan of {month.fiscal_year.number} has no measure '{args.code}'")
        division = find_division(session, organisation.id, args.division)
        key = Key(ids[0], division.id, month)
        owners = {(a.measure_id, a.division_id) for a in stored.assignments if a.first <= month <= a.last}
        answered = any(o.key == key for o in ledger(session, stored, divisions=[division.id], measure_id=ids[0]))
        if (ids[0], division.id) not in owners and not answered:
            raise Refused(f"{division.name} does not owe {args.code} in {month.key}")
        session.add(
            DecisionRow(
                organisation_id=organisation.id,
                measure_id=ids[0],
                division_id=division.id,
                month=month,
                kind="reopen",
                reason=args.reason,
                at=Clock.wall(),
            )
        )
        record(
            session,
            organisation.id,
            Clock.wall(),
            f"{DECISION}reopen",
            about="decision",
            place=place_of(session, ids[0], division.id, month),
            measure_id=ids[0],
            division_id=division.id,
            new={"reason": args.reason},
        )
    say(f"{args.code} of {division.name} is open again for {month.key}")


def report(settings: Settings, args: Namespace) -> None:
    """Write a paper of a round: the report as Excel, or another by the file's ending."""
    from exports.documents import PAPERS, PaperRefused
    from exports.dossier import gather
    from exports.rounds import note_made

    endings = {kind: paper.suffix for kind, paper in PAPERS.items()}
    out = writable(args.out, *dict.fromkeys(endings.values()))
    kind = args.paper or next(kind for kind, suffix in endings.items() if suffix == out.suffix)
    if endings[kind] != out.suffix:
        raise Refused(f"--paper {kind} is a {endings[kind]} file")
    if args.quarter and args.round != "3m":
        raise Refused("--quarter goes with --round 3m")
    with closing(opened(settings)) as db:
        with db.read() as session:
            organisation = organisations.choose(session, args.organisation)
            stored = plan_of(session, organisation.id, args.year)
            try:
                round_ = Round.of(stored.fiscal_year, args.round, args.quarter)
                dossier = gather(session, stored, round_, Clock.wall(), settings.evidence_dir, args.layout)
            except ValueError as problem:
                raise Refused(str(problem)) from None
        try:
            PAPERS[kind].write(dossier, out)
        except PaperRefused as why:
            raise Refused(str(why)) from None
        with db.write() as session:
            note_made(session, organisation.id, round_, out.read_bytes(), Clock.wall())
    say(f"written: {args.out}")
    say(dossier.report.summary.headline)


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
    demo_of(settings, port_of(args.port, settings))


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
    "reopen": reopen,
    "backup": backup,
    "restore": restore,
    "doctor": doctor,
    "replay": replay,
    "audit": audit,
    "migrate": migrate,
}
