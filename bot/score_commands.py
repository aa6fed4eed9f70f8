"""The commands about the assessment: scores in and out, the threshold, the OIT items of each year."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from bot.inputs import Refused, opened, writable
from bot.service import Clock
from bot.serving import say
from bot.settings import Settings
from exports.scoring import Scores
from models import assessments, audit, oit, organisations
from models.plan import Analysis, Plan
from models.tables import Organisation


def scores_template(_settings: Settings, args: Namespace) -> None:
    """Write an empty template for scores."""
    from exports.plan_file import PlanFileError
    from exports.scores_file import write_scores

    out = writable(args.out, ".xlsx")
    if out.exists():
        raise Refused(f"'{args.out}' exists already; filled-in scores are not overwritten by an empty template")
    try:
        write_scores(out, Analysis())
    except PlanFileError as problem:
        raise Refused(str(problem)) from None
    say(f"written: {args.out}")


def scores_import(settings: Settings, args: Namespace) -> None:
    """Read a file of scores and store it; nothing is stored when anything in it is wrong."""
    from exports.plan_file import PlanFileError
    from exports.scores_file import read_scores

    try:
        file = read_scores(Path(args.file))
    except PlanFileError as problem:
        raise Refused(str(problem)) from None
    said = file.analysis.source_fiscal_year
    if args.year and said and args.year != said:
        raise Refused(f"--year {args.year} is not the year that the file says: {said}")
    year = args.year or said
    if year is None:
        raise Refused("the file does not say its year; name it with --year, such as --year 2569")
    if not 2550 <= year <= 2640:
        raise Refused(f"--year {year} is not a Buddhist-era year such as 2569")
    for warning in file.warnings:
        sys.stderr.write(f"warning: {warning}\n")
    with closing(opened(settings)) as db, db.write() as session:
        organisation = _taken(session, args.organisation)
        analysis = replace(file.analysis, source_fiscal_year=year)
        changed = assessments.keep(session, organisation.id, year, analysis, None, Clock.wall())
        scores, plan = _scores(session, organisation, year)
        if args.dry_run:
            session.rollback()
    _print(scores, plan)
    say("nothing changed" if not changed else "nothing stored (dry run)" if args.dry_run else "stored")


def scores_show(settings: Settings, args: Namespace) -> None:
    """Print the scores of a year: under the threshold, who answers, against the year before."""
    with closing(opened(settings)) as db, db.read() as session:
        organisation = organisations.choose(session, args.organisation)
        scores, plan = _scores(session, organisation, args.year)
    if args.json:
        say(json.dumps(_as_json(scores, plan), ensure_ascii=False))
    else:
        _print(scores, plan)


def scores_threshold(settings: Settings, args: Namespace) -> None:
    """Show or change the score under which an item must be answered; a plan's own target stands over it."""
    with closing(opened(settings)) as db, db.write() as session:
        organisation = _taken(session, args.organisation)
        if args.score is not None:
            if not 0 <= args.score <= 100:
                raise Refused(f"SCORE is a number from 0 to 100, not {args.score:g}")
            before = assessments.threshold(Analysis(), organisation.rules)
            organisation.rules = {**organisation.rules, assessments.THRESHOLD: args.score}
            _note(session, organisation, assessments.THRESHOLD, f"{before:g}", f"{args.score:g}")
        found = assessments.threshold(Analysis(), organisation.rules)
    say(f"{found:g}, where the assessment or the plan names no target of its own")


def oit_list(settings: Settings, args: Namespace) -> None:
    """Print the OIT items of measures and report by ITA year."""
    with closing(opened(settings)) as db, db.read() as session:
        found = oit.years(organisations.choose(session, args.organisation).rules)
    if args.json:
        say(json.dumps({"years": [asdict(one) for one in found.values()]}, ensure_ascii=False))
        return
    for one in found.values():
        say(_line(one) + _doubt(one))


def oit_set(settings: Settings, args: Namespace) -> None:
    """Add or correct the items of an ITA year."""
    with closing(opened(settings)) as db, db.write() as session:
        organisation = _taken(session, args.organisation)
        try:
            rules = oit.set_year(organisation.rules, args.year, args.measures, args.report, args.covers)
        except oit.OitRefused as problem:
            raise Refused(str(problem)) from None
        before, one = oit.years(organisation.rules).get(args.year), oit.years(rules)[args.year]
        organisation.rules = rules
        _note(session, organisation, oit.KEY, _short(before) if before else None, _short(one))
    say(_line(one))


def _doubt(one: oit.OitYear) -> str:
    return (
        "" if one.confirmed else f" (not confirmed; correct it with: python -m bot oit set --year {one.ita_year} …)"
    )


def _taken(session: Session, name: str | None) -> Organisation:
    """The organisation, as it is when nobody else changes it."""
    organisation = organisations.choose(session, name)
    organisations.take_turn(session, organisation.id)
    session.refresh(organisation)
    return organisation


def _line(one: oit.OitYear) -> str:
    covers = f"covers {one.covers}" if one.covers else "covers: not known"
    return f"{one.ita_year} measures {one.measures} report {one.report} {covers}"


def _short(one: oit.OitYear) -> str:
    return f"{one.ita_year}: {one.measures}, {one.report}"


def _note(session: Session, organisation: Organisation, name: str, old: str | None, new: str) -> None:
    if old != new:
        audit.record(session, organisation.id, Clock.wall(), audit.RULES, old={name: old}, new={name: new})


def _scores(session: Session, organisation: Organisation, year: int | None) -> tuple[Scores, Plan | None]:
    """The scores of a year, or of the newest that are in, and the plan that answers them."""
    from exports.rounds import scores_of_year

    known = assessments.years(session, organisation.id)
    if not known:
        raise Refused("no scores yet; bring them in with: python -m bot scores import FILE")
    if year is not None and year not in known:
        raise Refused(f"there are no scores of {year}; there are: {', '.join(map(str, known))}")
    return scores_of_year(session, organisation.id, known, year or max(known))


def _print(scores: Scores, plan: Plan | None) -> None:
    analysis = scores.analysis
    say(f"ITA {scores.ita_year}: {_number(analysis.overall_score)}, level {analysis.level or '-'}")
    changes = {(c.kind, c.code): c for c in scores.changes}
    for one in scores.coverage:
        change = changes.get(("indicator", str(one.number)))
        against = f" ({change.difference:+.2f})" if change else ""
        measures = f"; {', '.join(one.measures) or 'no measure'}" if plan else ""
        say(f"{one.number:>2} {one.name}: {_number(one.score)}{against}{measures}")
    for low in scores.below:
        where = "" if low.by_mean else " (one source only)"
        answer = f"answered by {', '.join(low.measures)}" if low.measures else "no measure answers"
        score = f"{_number(low.item.score)}; {answer}" if plan else _number(low.item.score)
        say(f"under {scores.threshold:g}{where}: {low.item.code} {low.item.name}: {score}")
    for change in scores.changes:
        if change.crossed:
            way = "now over" if change.crossed == "up" else "now under"
            say(f"{way} {scores.threshold:g}: {change.code} {change.name}: {change.before:g} -> {change.now:g}")

    if plan is None:
        say(f"there is no plan of {scores.ita_year + 1} yet, whose measures would answer these scores")


def _number(score: float | None) -> str:
    return "-" if score is None else f"{score:g}"


def _as_json(scores: Scores, plan: Plan | None) -> dict[str, Any]:
    analysis = scores.analysis
    return {
        "ita_year": scores.ita_year,
        "overall": analysis.overall_score,
        "level": analysis.level,
        "threshold": scores.threshold,
        "plan": plan.fiscal_year if plan else None,
        "indicators": [asdict(one) for one in scores.coverage],
        "below": [
            {**asdict(one.item), "by_mean": one.by_mean, "measures": one.measures, "orders": one.orders}
            for one in scores.below
        ],
        "changes": [asdict(one) for one in scores.changes],
    }
