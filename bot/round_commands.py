"""The commands about a round: its papers, freezing it, opening a report of it again."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing
from datetime import datetime

from sqlalchemy.orm import Session

from bot.inputs import Refused, month_of, opened, plan_of, writable
from bot.service import Clock
from bot.serving import say
from bot.settings import Settings
from exports import freezing
from exports.amendments import amendments
from exports.checks import odd
from exports.gaps import open_gaps
from exports.rounds import report_and_gaps
from models import organisations, reports
from models.calendar import BANGKOK, Round
from models.decisions import decide
from models.ledger import Key
from models.plan_store import find_division
from models.records import StoredPlan, ledger, load_plan


def freeze(settings: Settings, args: Namespace) -> None:
    """Freeze a round's report, take that back, list or compare its versions."""
    reason = (args.waive or "").strip()
    if args.waive is not None and not reason:
        raise Refused("--waive must say why what is lacking may stay")
    with closing(opened(settings)) as db, db.write() as session:
        organisation = organisations.choose(session, args.organisation)
        organisations.take_turn(session, organisation.id)
        stored, now = plan_of(session, organisation.id, args.year), Clock.wall()
        round_ = round_of(stored, args)
        if args.versions:
            return _versions(session, stored, round_)
        if args.undo:
            return _undo(session, stored, round_, now)
        _freeze(session, stored, round_, now, reason, dry_run=args.dry_run)
        if args.dry_run:
            session.rollback()
    return None


def round_of(stored: StoredPlan, args: Namespace) -> Round:
    """The round of --round and --quarter."""
    if args.quarter and args.round != "3m":
        raise Refused("--quarter goes with --round 3m")
    try:
        return Round.of(stored.fiscal_year, args.round, args.quarter)
    except ValueError as problem:
        raise Refused(str(problem)) from None


def _freeze(
    session: Session, stored: StoredPlan, round_: Round, now: datetime, reason: str, *, dry_run: bool
) -> None:
    if (opens := stored.deadlines(round_.last).opens) > now:
        raise Refused(
            f"the last month of the round, {round_.last.key}, opens on {opens.astimezone(BANGKOK):%Y-%m-%d}"
        )
    row = reports.standing(session, stored.id, round_.key)
    report, gaps = report_and_gaps(session, stored, round_, now)
    if row and not amendments(freezing.thawed(row), report):
        raise Refused(f"the round is frozen as version {row.version}, and nothing has changed since")
    left = open_gaps(gaps)
    if reason:
        for gap in left:
            reports.waive(session, stored.organisation_id, stored.id, round_.key, gap.key, reason, None, now)
        session.flush()
    elif left and not dry_run:
        raise Refused(f"the report lacks {len(left)} things; --dry-run lists them, --waive REASON lets them stay")
    for gap in left:
        say(f"lacks: {gap.text}")
    for text in odd(stored.plan, report):
        say(f"looks odd: {text}")
    if dry_run:
        return say(f"{len(left)} things are lacking; nothing is frozen (dry run)")
    made = freezing.freeze(session, stored, round_, None, now)
    return say(f"frozen as version {made.version}, sha256 {made.sha256}")


def _undo(session: Session, stored: StoredPlan, round_: Round, now: datetime) -> None:
    row = reports.standing(session, stored.id, round_.key)
    if row is None:
        raise Refused("the round is not frozen")
    if not freezing.undo(session, row, round_, None, now):
        raise Refused(f"version {row.version} has a word of the chain on it; freeze a new version instead")
    say(f"version {row.version} is taken back")


def _versions(session: Session, stored: StoredPlan, round_: Round) -> None:
    """Each version, and what differs from the one before."""
    before = None
    for row in reports.versions(session, stored.id, round_.key):
        undone = f", taken back {row.undone_at.astimezone(BANGKOK):%Y-%m-%d %H:%M}" if row.undone_at else ""
        say(f"version {row.version}: {row.frozen_at.astimezone(BANGKOK):%Y-%m-%d %H:%M}, sha256 {row.sha256}{undone}")
        value = freezing.thawed(row)
        for one in amendments(before or value, value):
            place = " ".join(part for part in (one.measure, one.division, one.month) if part)
            say(f"  {place}, {one.field}: {one.old or '–'} -> {one.new or '–'}")
        before = value


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
        decide(session, organisation.id, [key], "reopen", args.reason, None, Clock.wall())
    say(f"{args.code} of {division.name} is open again for {month.key}")


def report(settings: Settings, args: Namespace) -> None:
    """Write a paper of a round: the report as Excel, or another by the file's ending."""
    from exports.documents import PAPERS, PaperRefused
    from exports.dossier import gather
    from exports.rounds import note_made

    endings = {kind: paper.suffix for kind, paper in PAPERS.items()}
    out = writable(args.out, *dict.fromkeys(endings.values()))
    own = args.layout == "own"  # no layout of ours: a paper of its own
    kind = "own" if own else args.paper or next(kind for kind, suffix in endings.items() if suffix == out.suffix)
    if endings[kind] != out.suffix:
        raise Refused(f"--paper {kind} is a {endings[kind]} file")
    with closing(opened(settings)) as db:
        with db.read() as session:
            organisation = organisations.choose(session, args.organisation)
            stored = plan_of(session, organisation.id, args.year)
            round_ = round_of(stored, args)
            try:
                layout = None if own else args.layout
                dossier = gather(session, stored, round_, Clock.wall(), settings.evidence_dir, layout)
            except ValueError as problem:
                raise Refused(str(problem)) from None
        try:
            PAPERS[kind].write(dossier, out)
        except PaperRefused as why:
            raise Refused(str(why)) from None
        with db.write() as session:
            note_made(session, organisation.id, round_, out, Clock.wall())
    say(f"written: {args.out}")
    say(dossier.report.summary.headline)
