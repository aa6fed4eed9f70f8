"""The commands about the plan: import, template, export, assign."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from contextlib import closing
from pathlib import Path
from typing import Any

from bot.inputs import Refused, month_of, opened, plan_of, writable
from bot.service import Clock
from bot.serving import say
from bot.settings import Settings
from models import organisations
from models.calendar import FiscalYear
from models.plan import plan_to_json
from models.plan_store import assign, save_plan
from models.records import StoredPlan, load_plans


def plan_import(settings: Settings, args: Namespace) -> None:
    """Read a plan file and store it; nothing is stored when anything in it is wrong."""
    from exports.plan_reader import PlanFileError, read_plan

    try:
        file = read_plan(Path(args.file), fiscal_year=args.year, **_known(settings, args.organisation))
    except PlanFileError as problem:
        raise Refused(str(problem)) from None
    wanted = month_of(args.owed_from) if args.owed_from else None
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

    out = writable(args.out, ".xlsx")
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

    out = writable(args.out, ".xlsx", ".json")
    with closing(opened(settings)) as db, db.read() as session:
        organisation = organisations.choose(session, args.organisation)
        plan = plan_of(session, organisation.id, args.year).plan
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
        year = plan_of(session, organisation.id, args.year).plan.fiscal_year
        name = assign(session, organisation, year, args.code, args.division, Clock.wall())
        stored = plan_of(session, organisation.id, year)
        owners = dict.fromkeys(a.division_id for a in stored.assignments if _code(stored, a.measure_id) == args.code)
    names = ", ".join(stored.divisions[i] for i in owners)
    printed = next(m.responsible_text for m in stored.measures.values() if m.code == args.code)
    say(f"{args.code} is owned by {name}" + (f"; all its owners: {names}" if len(owners) > 1 else ""))
    cell = f"'{' '.join(printed.split())}'" if printed else "empty"
    say(f"the printed cell ผู้รับผิดชอบ stays as the plan has it: {cell}; to print the owner, import the plan with it")


def _code(stored: StoredPlan, measure_id: int) -> str:
    return stored.measures[measure_id].code
