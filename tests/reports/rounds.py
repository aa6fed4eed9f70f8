"""Rounds to report on, built straight from values: the sample plans with their replays, and small made-up ones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from exports.report import Names, Report, build
from models.calendar import DeadlineRules, FiscalYear, Month, Round, deadlines
from models.ledger import Answer, Assignment, Decision, Key, Obligation, Rules, Standing, Status, reckon
from models.plan import DivisionName, Measure, OrganisationProfile, Period, Plan, plan_from_json

SAMPLES = Path(__file__).parents[2] / "samples"
RULES = DeadlineRules()


def sample_plan(name: str) -> Plan:
    """A plan of samples/plans."""
    return plan_from_json(json.loads((SAMPLES / "plans" / f"{name}.json").read_text(encoding="utf-8")))


def sample_report(name: str, code: str, layout: str | None = None) -> Report:
    """The report of a sample plan after its replay: every answer sent on the 26th of its month."""
    plan = sample_plan(name)
    round = Round.of(FiscalYear(plan.fiscal_year), code)
    replay = json.loads((SAMPLES / "replay" / f"{name}.json").read_text(encoding="utf-8"))
    names = names_of(plan)
    measure_ids = {code: key for key, code in names.measures.items()}
    division_ids = {d.code: n for n, d in enumerate(plan.divisions, 1)}
    owners = {m.code: set(m.divisions) for m in plan.measures}
    for one in replay["assign"]:
        owners[one["measure"]].add(one["division"])
    assignments = [
        Assignment(measure_ids[m.code], division_ids[d], Month.of(m.period.start), Month.of(m.period.end))
        for m in plan.measures
        for d in owners[m.code]
    ]
    standings = {}
    for one in replay["answers"]:
        month = Month.parse(one["month"])
        sent = datetime(month.year, month.month, 26, 3, tzinfo=UTC)
        answer = Answer(
            status=one["status"],
            submitted_at=sent,
            activity=one["activity"] or "",
            dates=tuple(date.fromisoformat(day) for day in one["dates"]),
            output=one["output"] or "",
            outcome=one["outcome"] or "",
            problem=one["problem"] or "",
            flags=("date_outside_round",) if one.get("outside_round_confirmed") else (),
        )
        key = Key(measure_ids[one["measure"]], division_ids[one["division"]], month)
        standings[key] = Standing(answer, sent)
    rules = Rules({m: deadlines(m, RULES) for m in round.months}, frozenset([round.last]))
    made = deadlines(round.last, RULES).due + timedelta(hours=9, microseconds=1)
    return build(plan, round, reckon(assignments, standings, rules), names, layout, made)


def names_of(plan: Plan) -> Names:
    """Ids as a database would give them: 1, 2, 3 … in the plan's order."""
    return Names(
        {n: m.code for n, m in enumerate(plan.measures, 1)}, {n: d.name for n, d in enumerate(plan.divisions, 1)}
    )


# --- A small agency: three divisions, measures M1 … ------------------------------------------------------------

YEAR = FiscalYear(2570)
HALF = Round.of(YEAR, "6m")
DIVISIONS = ("สำนักปลัด", "กองคลัง", "กองช่าง")
AFTER = datetime(2027, 6, 1, 2, 0, tzinfo=UTC)


def small_plan(measures: int = 3, divisions: Sequence[str] = DIVISIONS) -> Plan:
    """A plan of so many measures, each the task of every division, over the whole fiscal year."""
    return Plan(
        OrganisationProfile("เทศบาลตำบลตัวอย่าง"),
        YEAR.number,
        tuple(DivisionName(f"d{n}", name) for n, name in enumerate(divisions, 1)),
        tuple(
            Measure(
                f"M{n}",
                n,
                f"มาตรการตัวอย่างเรื่องที่ {n}",
                Period("ปีงบประมาณ พ.ศ. ๒๕๗๐", YEAR.start, YEAR.end),
                divisions=tuple(f"d{d}" for d in range(1, len(divisions) + 1)),
                responsible_text="\n".join(divisions),
            )
            for n in range(1, measures + 1)
        ),
    )


def month(number: int) -> Month:
    """The month of the fiscal year so numbered: 1 is October."""
    return YEAR.first_month.plus(number - 1)


def answer(
    activity: str = "",
    dates: Sequence[date] = (),
    status: Status = "in_progress",
    late: int = 0,
    at: Month | None = None,
    output: str = "",
    outcome: str = "",
    problem: str = "",
) -> Answer:
    """An answer sent on the 26th of its month, or so many days after."""
    when = at or month(1)
    sent = datetime(when.year, when.month, 26, 3, tzinfo=UTC) + timedelta(days=late)
    return Answer(status, sent, activity, tuple(dates), output, outcome, problem)


def owed(
    measure: int,
    division: int,
    number: int,
    found: Answer | None = None,
    decisions: Sequence[Decision] = (),
    first: datetime | None = None,
) -> Obligation:
    """One obligation of the small agency: measure, division and month by number, as the ledger reckons it."""
    when = month(number)
    key = Key(measure, division, when)
    standing = Standing(found, first or (found.submitted_at if found else None), tuple(decisions))
    rules = Rules({when: deadlines(when, RULES)}, frozenset([when]))
    (obligation,) = reckon([Assignment(measure, division, when, when)], {key: standing}, rules)
    return obligation


def small_report(
    obligations: Iterable[Obligation], plan: Plan | None = None, layout: str | None = None, now: datetime = AFTER
) -> Report:
    """The half-year report of the small agency."""
    plan = plan or small_plan()
    return build(plan, HALF, tuple(obligations), names_of(plan), layout, now)
