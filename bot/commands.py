"""What each command does. They print to standard output; a wrong input raises Refused with one sentence."""

from __future__ import annotations

import json
import sys
import threading
from argparse import Namespace
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import schema
from bot.demo import run as demo_of
from bot.line import LineApi
from bot.line_draw import render
from bot.service import Clock
from bot.serving import listen, say, service_of, until_told
from bot.settings import Settings
from models import inbox, organisations, outbox
from models.calendar import BANGKOK, FiscalYear, Month, Round, parse_instant
from models.database import Database
from models.ledger import Key
from models.people import OF_A_DIVISION
from models.plan import plan_to_json
from models.plan_store import assign, find_division, save_plan
from models.records import StoredPlan, ledger, load_plan, load_plans
from models.tables import DecisionRow, Outgoing
from scheduler import ladder
from scheduler.delivery import deliver_all
from scheduler.fetching import fetch_next


class Refused(ValueError):
    """A wrong input; the message is the sentence the operator reads."""


def opened(settings: Settings) -> Database:
    """The database of the settings, at this program's version; created when empty."""
    db = Database(settings.database_url)
    schema.ensure(db)
    return db


def _instant(text: str | None, settings: Settings, option: str) -> datetime | None:
    """The instant of --at or --clock; refused unless LINE is the stand-in on this machine (DESIGN.md section 8)."""
    if text is None:
        return None
    if not settings.line_is_here:
        raise Refused(f"{option} is for rehearsals: set LINE_API_URL to the stand-in on this machine first")
    try:
        return parse_instant(text)
    except ValueError as problem:
        raise Refused(f"{option}: {problem}") from None


def _port(port: int | None, settings: Settings) -> int:
    """The port of --port, else of the settings."""
    if port is not None and not 0 < port < 65536:
        raise Refused(f"--port must be a number from 1 to 65535, not {port}")
    return port or settings.port


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError as problem:
        raise Refused(str(problem)) from None


def _plan(session: Session, organisation_id: int, year: int | None) -> StoredPlan:
    """The plan of a year, or the newest. Refused with the years there are."""
    plans = load_plans(session, organisation_id)
    found = [p for p in plans if year in (None, p.plan.fiscal_year)]
    if not found:
        years = (
            ", ".join(str(p.plan.fiscal_year) for p in plans) or "none; import one with: python -m bot plan import"
        )
        raise Refused(
            f"there is no plan of fiscal year {year}; there are: {years}"
            if year is not None
            else f"no plan yet: {years}"
        )
    return found[-1]


# --- The plan ------------------------------------------------------------------------------------------------


def plan_import(settings: Settings, args: Namespace) -> None:
    """Read a plan file and store it; nothing is stored when anything in it is wrong."""
    from exports.plan_reader import PlanFileError, read_plan

    try:
        file = read_plan(Path(args.file), fiscal_year=args.year, **_known(settings, args.organisation))
    except PlanFileError as problem:
        raise Refused(str(problem)) from None
    wanted = _month(args.owed_from) if args.owed_from else None
    if wanted and wanted not in FiscalYear(file.plan.fiscal_year).months:
        raise Refused(f"--from {wanted.key} is not a month of fiscal year {file.plan.fiscal_year}")
    for warning in file.warnings:
        sys.stderr.write(f"warning: {warning}\n")
    with closing(opened(settings)) as db, db.write() as session:
        now = Clock.wall()
        organisation = organisations.choose_or_add(session, args.organisation, file.plan.organisation.name, now)
        changes = save_plan(session, organisation, file.plan, now, wanted)
        if args.dry_run:
            session.rollback()
    for line in changes:
        say(line)
    say(f"{len(file.plan.measures)} measures: {_outcome(changes, args.dry_run)}")


def _known(settings: Settings, organisation: str | None) -> dict[str, Any]:
    """What the database knows that an agency's own table does not say: its organisation and divisions."""
    with closing(opened(settings)) as db, db.read() as session:
        try:
            chosen = organisations.choose(session, organisation)
        except organisations.OrganisationUnclear:
            return {}
        plans = load_plans(session, chosen.id)
    return {"organisation": plans[-1].plan.organisation, "divisions": plans[-1].plan.divisions} if plans else {}


def _outcome(changes: tuple[str, ...], dry_run: bool) -> str:
    if not changes:
        return "nothing changed"
    return "nothing stored (dry run)" if dry_run else "stored"


def plan_template(_settings: Settings, args: Namespace) -> None:
    """Write an empty template."""
    from exports.plan_file import PlanFileError
    from exports.plan_writer import write_template

    out = _writable(args.out, ".xlsx")
    if out.exists():
        raise Refused(f"'{args.out}' exists already; a filled-in plan is not overwritten by an empty template")
    try:
        write_template(out)
    except PlanFileError as problem:
        raise Refused(str(problem)) from None
    say(f"written: {args.out}")


def plan_export(settings: Settings, args: Namespace) -> None:
    """Write the stored plan: .xlsx in the template's form, or .json."""
    from exports.plan_file import PlanFileError
    from exports.plan_writer import write_plan

    out = _writable(args.out, ".xlsx", ".json")
    with closing(opened(settings)) as db, db.read() as session:
        organisation = organisations.choose(session, args.organisation)
        plan = _plan(session, organisation.id, args.year).plan
    if out.suffix == ".json":
        body = {"schema_version": 1} | plan_to_json(plan)
        out.write_text(json.dumps(body, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    else:
        try:
            write_plan(plan, out)
        except PlanFileError as problem:
            raise Refused(str(problem)) from None
    say(f"written: {args.out}")


def plan_assign(settings: Settings, args: Namespace) -> None:
    """Give a measure an owner."""
    with closing(opened(settings)) as db, db.write() as session:
        organisation = organisations.choose(session, args.organisation)
        year = _plan(session, organisation.id, args.year).plan.fiscal_year
        name = assign(session, organisation, year, args.code, args.division, Clock.wall())
        stored = _plan(session, organisation.id, year)
        owners = dict.fromkeys(a.division_id for a in stored.assignments if _code(stored, a.measure_id) == args.code)
    names = ", ".join(stored.divisions[i] for i in owners)
    say(f"{args.code} is owned by {name}" + (f"; all its owners: {names}" if len(owners) > 1 else ""))


def _code(stored: StoredPlan, measure_id: int) -> str:
    return stored.measures[measure_id].code


def _writable(name: str, *endings: str) -> Path:
    path = Path(name)
    if path.suffix.lower() not in endings:
        raise Refused(f"'{name}' must end in {' or '.join(endings)}")
    if not path.absolute().parent.is_dir():
        raise Refused(f"the folder of '{name}' does not exist")
    return path


# --- People --------------------------------------------------------------------------------------------------


def invite(settings: Settings, args: Namespace) -> None:
    """Make an invitation and print its code and link."""
    from handlers import joining

    if (args.role in OF_A_DIVISION) != bool(args.division):
        needs = "needs" if args.role in OF_A_DIVISION else "takes no"
        raise Refused(f"the role {args.role} {needs} --division")
    if not (1 <= args.uses <= 1000 and 1 <= args.days <= 366):
        raise Refused("--uses must be 1 to 1000 and --days 1 to 366")
    basic_id = LineApi(settings.line_api_url, settings.channel_token).basic_id() if settings.channel_token else None
    qr = _writable(args.qr, ".png", ".svg") if args.qr else None
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
        )
    link = f"https://line.me/R/oaMessage/{basic_id.replace('@', '%40')}/?{code}" if basic_id else None
    name = division.name if division else None
    if qr and link:
        import segno

        segno.make(link).save(str(qr), scale=8, border=4)
    if args.json:
        found = {"code": code, "link": link, "role": args.role, "division": name, "uses": args.uses}
        say(json.dumps(found | {"expires": expires.isoformat()}, ensure_ascii=False))
        return
    say(f"code {code} for {args.role}{f' of {name}' if name else ''}, uses {args.uses}, until {expires:%Y-%m-%d}")
    say(f"link {link}" if link else "no link: the bot's id cannot be read from LINE now; the code works when typed")


def reopen(settings: Settings, args: Namespace) -> None:
    """Take answers again for one obligation after its lock, with the reason on record."""
    month = _month(args.month)
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
    say(f"{args.code} of {division.name} is open again for {month.key}")


# --- The report ----------------------------------------------------------------------------------------------


def report(settings: Settings, args: Namespace) -> None:
    """Write the report of a round as Excel."""
    from exports import excel
    from exports.rounds import build_report

    out = _writable(args.out, ".xlsx")
    if args.quarter and args.round != "3m":
        raise Refused("--quarter goes with --round 3m")
    with closing(opened(settings)) as db, db.read() as session:
        organisation = organisations.choose(session, args.organisation)
        stored = _plan(session, organisation.id, args.year)
        try:
            round_ = Round.of(stored.fiscal_year, args.round, args.quarter)
            value = build_report(session, stored, round_, Clock.wall(), args.layout)
        except ValueError as problem:
            raise Refused(str(problem)) from None
    excel.write(value, out)
    say(f"written: {args.out}")
    say(value.summary.headline)


# --- Running -------------------------------------------------------------------------------------------------


def tick(settings: Settings, args: Namespace) -> None:
    """Do all that is due at an instant, deliver it, and list it."""
    settings.need_line()
    now = _instant(args.at, settings, "--at") or Clock.wall()
    api = LineApi(settings.line_api_url, settings.channel_token)
    with closing(opened(settings)) as db:
        with db.write() as session:
            organisation_id = organisations.choose(session, args.organisation).id
            lines = ladder.tick(session, organisation_id, now, Clock.wall())
        deliver_all(db, organisation_id, render, api.send, Clock.wall)
        while fetch_next(db, organisation_id, settings.evidence_dir, api.fetch, Clock.wall()):
            pass
        with db.read() as session:
            coming = ladder.next_step(session, organisation_id, now)
            rows = {o.id: o for o in session.scalars(select(Outgoing).where(Outgoing.id.in_(_ids(lines))))}
            found = [_line(line, rows.get(line.outgoing_id)) for line in lines]
    if args.json:
        say(json.dumps({"at": now.isoformat(), "steps": found}, ensure_ascii=False))
        return
    for one in found:
        who = " ".join(p for p in (one["person"], f"({one['division']})" if one["division"] else "") if p)
        reason = f" ({one['reason']})" if one["reason"] else ""
        say(f"{one['step']} {one['period']} {who}: {one['state']}{reason}")
    say(f"{sum(f['state'] == 'sent' for f in found)} sent, {sum(f['state'] != 'sent' for f in found)} not sent")
    if not found and coming:
        instant, step, period = coming
        say(f"nothing is due; the next step is {step} {period} at {instant.astimezone(BANGKOK):%Y-%m-%d %H:%M}")


def _ids(lines: list[ladder.Line]) -> list[str]:
    return [line.outgoing_id for line in lines if line.outgoing_id]


def _line(line: ladder.Line, row: Outgoing | None) -> dict[str, str]:
    """A line of the tick as its JSON: state is sent, pending, held, dead, unknown, or not_sent with the reason."""
    return {
        "step": line.step,
        "period": line.period,
        "division": line.division,
        "person": line.person,
        "state": row.state if row else "not_sent",
        "reason": line.reason or (row.error or "" if row and row.state != "sent" else ""),
    }


def serve(settings: Settings, args: Namespace) -> None:
    """The service, until it is told to stop."""
    settings.need_line()
    start = _instant(args.clock, settings, "--clock")
    with closing(opened(settings)) as db:
        service = service_of(settings, db, args.organisation, Clock.starting_at(start) if start else Clock())
        listen(service, settings, args.host, _port(args.port, settings), ticks=not args.web_only)


def clock(settings: Settings, args: Namespace) -> None:
    """The ladder, pushes and downloads, until it is told to stop."""
    settings.need_line()
    start = _instant(args.clock, settings, "--clock")
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
    demo_of(settings, _port(args.port, settings))


def replay(settings: Settings, args: Namespace) -> None:
    """Put parked events, and pushes held by a used-up quota, back in their queues."""
    with closing(opened(settings)) as db, db.write() as session:
        organisation_id = organisations.choose(session, args.organisation).id
        events = inbox.replay(session, organisation_id)
        pushes = outbox.release(session, organisation_id, Clock.wall())
    say(f"{events} events will be applied again, {pushes} held pushes sent again, by the running service")


def migrate(settings: Settings, _args: Namespace) -> None:
    """Bring the database up to date."""
    with closing(Database(settings.database_url)) as db:
        say(f"the database is at version {schema.migrate(db)}")


COMMANDS: dict[str, Callable[[Settings, Namespace], None]] = {
    "demo": demo,
    "serve": serve,
    "clock": clock,
    "tick": tick,
    "plan_import": plan_import,
    "plan_template": plan_template,
    "plan_export": plan_export,
    "plan_assign": plan_assign,
    "invite": invite,
    "report": report,
    "reopen": reopen,
    "replay": replay,
    "migrate": migrate,
}
