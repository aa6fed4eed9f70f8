"""Reading the ledger's values from the tables: a plan with its assignments, answers and decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, cast, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import reports
from models.calendar import (
    DeadlineRules,
    Deadlines,
    FiscalYear,
    Month,
    Round,
    bangkok_date,
    deadlines,
    round_summary_at,
)
from models.holidays import days
from models.ledger import (
    Answer,
    Assignment,
    Decision,
    DecisionKind,
    EvidenceRef,
    Key,
    Obligation,
    Rules,
    Standing,
    reckon,
)
from models.plan import Measure, Plan, plan_from_json
from models.rules import DEFAULT_ROUNDS, ROUNDS, RuleBook, read_book, read_rounds
from models.tables import (
    AssignmentRow,
    DecisionRow,
    Division,
    EvidenceRow,
    MeasureRow,
    Organisation,
    PlanRow,
    Progress,
    ProgressEntry,
)

LIVE = ("fetch", "stored")  # the states of evidence that counts


@dataclass(frozen=True)
class StoredPlan:
    """A plan as stored: its value, and the ids that its measures and divisions have in the tables."""

    id: int
    organisation_id: int
    plan: Plan
    measures: Mapping[int, Measure]
    divisions: Mapping[int, str]  # id -> printed name, of every division of the organisation, in order
    division_codes: Mapping[str, int]
    assignments: tuple[Assignment, ...]
    rules: RuleBook
    own_rounds: tuple[str, ...] = ()
    holidays: frozenset[date] = frozenset()
    frozen: Mapping[str, datetime] = field(default_factory=dict)  # by round key: when its standing report was frozen

    @property
    def fiscal_year(self) -> FiscalYear:
        return FiscalYear(self.plan.fiscal_year)

    @property
    def rounds(self) -> tuple[Round, ...]:
        """The rounds that the agency reports, in order: those it has set, else those the plan names, else six and
        twelve months. `3m` is the four quarters."""
        codes = set(self.own_rounds) or {r.code for r in self.plan.rounds if r.code in ROUNDS} or set(DEFAULT_ROUNDS)
        found = [Round.of(self.fiscal_year, code) for code in codes - {"3m"}]
        if "3m" in codes:
            found += [Round.of(self.fiscal_year, "3m", quarter) for quarter in (1, 2, 3, 4)]
        return tuple(sorted(found, key=lambda r: (r.last, len(r.months))))

    def round_of(self, month: Month) -> Round:
        """The shortest round of the plan that holds the month; the whole year when none does."""
        holding = [r for r in self.rounds if r.first <= month <= r.last]
        return holding[0] if holding else Round.of(self.fiscal_year, "12m")

    def deadlines(self, month: Month) -> Deadlines:
        """When the month opens, is due and locks: at the freeze of a round that holds it, if that is earlier."""
        found = _deadlines(month, self.rules.of(month), self.holidays)
        frozen = [at for key, at in self.frozen.items() if month in Round.parse(self.fiscal_year, key).months]
        return replace(found, locks=min([found.locks, *frozen])) if frozen else found

    def summary_at(self, round: Round) -> datetime:
        """When the summary of a round goes out."""
        return round_summary_at(round.last, self.rules.of(round.last), self.holidays)


@lru_cache(maxsize=4096)
def _deadlines(month: Month, rules: DeadlineRules, holidays: frozenset[date]) -> Deadlines:
    return deadlines(month, rules, holidays)


def load_plan(session: Session, organisation_id: int, fiscal_year: int) -> StoredPlan | None:
    """The plan of an organisation for a fiscal year (BE), or None."""
    row = session.scalar(
        select(PlanRow).where(PlanRow.organisation_id == organisation_id, PlanRow.fiscal_year == fiscal_year)
    )
    return None if row is None else _stored(session, row)


def load_plans(session: Session, organisation_id: int, years: Collection[int] | None = None) -> list[StoredPlan]:
    """The organisation's plans, oldest year first; of certain fiscal years (BE) when they are given."""
    query = select(PlanRow).where(PlanRow.organisation_id == organisation_id).order_by(PlanRow.fiscal_year)
    if years is not None:
        query = query.where(PlanRow.fiscal_year.in_(years))
    return [_stored(session, row) for row in session.scalars(query)]


def first_unopened(plans: Iterable[StoredPlan], now: datetime) -> Month:
    """The first month that has not opened at `now` by any plan: what is changed from it on changes no past figure."""
    months = sorted({m for p in plans for m in p.fiscal_year.months if p.deadlines(m).opens > now})
    return months[0] if months else Month.of(bangkok_date(now))


def _stored(session: Session, row: PlanRow) -> StoredPlan:
    organisation = session.get_one(Organisation, row.organisation_id)
    divisions = session.scalars(
        select(Division)
        .where(Division.organisation_id == row.organisation_id)
        .order_by(Division.position, Division.id)
    ).all()
    measures = session.scalars(
        select(MeasureRow)
        .where(MeasureRow.plan_id == row.id)
        .order_by(MeasureRow.removed, MeasureRow.position, MeasureRow.id)
    ).all()
    plan = plan_from_json(row.document | {"measures": [m.document for m in measures if not m.removed]})
    by_code = {m.code: m for m in plan.measures}
    stored = StoredPlan(
        id=row.id,
        organisation_id=row.organisation_id,
        plan=plan,
        measures={m.id: by_code[m.code] for m in measures if not m.removed},
        divisions={d.id: d.name for d in divisions},
        division_codes={d.code: d.id for d in divisions},
        assignments=(),
        rules=read_book(organisation.rules),
        own_rounds=read_rounds(organisation.rules),
        holidays=days(session, organisation.id),
        frozen=reports.frozen_at(session, row.id),
    )
    return replace(stored, assignments=tuple(_assignments(session, stored)))


def _assignments(session: Session, stored: StoredPlan) -> Iterable[Assignment]:
    """Measure × division with the months owed; ทุกกอง (no division id) is expanded over the plan's divisions."""
    of_plan = AssignmentRow.measure_id.in_(stored.measures)
    rows = session.scalars(select(AssignmentRow).where(of_plan).order_by(AssignmentRow.id))
    every = [stored.division_codes[d.code] for d in stored.plan.divisions if d.kind == "division"]
    for row in rows:
        period = stored.measures[row.measure_id].period
        first = max(Month.of(period.start), stored.fiscal_year.first_month, row.first)
        last = min(Month.of(period.end), row.last or stored.fiscal_year.last_month, stored.fiscal_year.last_month)
        for division_id in every if row.division_id is None else (row.division_id,):
            yield Assignment(row.measure_id, division_id, first, last)


def ledger(
    session: Session,
    stored: StoredPlan,
    *,
    divisions: Collection[int] | None = None,
    measure_id: int | None = None,
) -> tuple[Obligation, ...]:
    """The obligations of the plan, with where each stands: all, or those of some divisions or of one measure.

    A turn of a conversation asks for what it needs only, so that it costs the same in a large agency.
    """
    rules = Rules(
        deadlines={m: stored.deadlines(m) for m in stored.fiscal_year.months},
        round_ends=frozenset(r.last for r in stored.rounds),
    )
    wanted = [
        a
        for a in stored.assignments
        if (divisions is None or a.division_id in divisions) and (measure_id is None or a.measure_id == measure_id)
    ]
    measures = list(stored.measures) if measure_id is None else [measure_id]
    return reckon(wanted, _standings(session, stored.organisation_id, measures, divisions), rules)


def _standings(
    session: Session, organisation_id: int, measures: Collection[int], divisions: Collection[int] | None
) -> dict[Key, Standing]:
    kinds = get_args(DecisionKind)  # a wish to reopen decides nothing
    decided = (
        select(DecisionRow)
        .where(DecisionRow.measure_id.in_(measures), DecisionRow.kind.in_(kinds))
        .order_by(DecisionRow.id)
    )
    answered = (
        select(
            Progress.measure_id,
            Progress.division_id,
            Progress.month,
            Progress.first_submitted_at,
            ProgressEntry.answers,
            ProgressEntry.submitted_at,
            ProgressEntry.revision,
        )
        .join(ProgressEntry, ProgressEntry.id == Progress.entry_id)
        .where(Progress.measure_id.in_(measures))
    )
    if divisions is not None:
        decided = decided.where(DecisionRow.division_id.in_(divisions))
        answered = answered.where(Progress.division_id.in_(divisions))
    decisions: dict[Key, list[Decision]] = defaultdict(list)
    for d in session.scalars(decided):
        decisions[Key(d.measure_id, d.division_id, d.month)].append(
            Decision(cast(DecisionKind, d.kind), d.at, d.reason)
        )
    found = session.execute(answered).all()
    evidence = live_evidence(session, organisation_id, {i for row in found for i in row.answers["evidence"]})
    standings = {key: Standing(decisions=tuple(made)) for key, made in decisions.items()}
    for row in found:
        key = Key(row.measure_id, row.division_id, row.month)
        standings[key] = Standing(
            answer=_answer(row.answers, row.submitted_at, row.revision, evidence),
            first_submitted_at=row.first_submitted_at,
            decisions=tuple(decisions.get(key, ())),
        )
    return standings


def live_evidence(session: Session, organisation_id: int, ids: Collection[int]) -> dict[int, EvidenceRef]:
    """Those of some evidence ids that can count: stored, or still being fetched; not refused, gone or unsent."""
    if not ids:
        return {}
    rows = session.scalars(
        select(EvidenceRow).where(
            EvidenceRow.organisation_id == organisation_id,
            EvidenceRow.id.in_(ids),
            EvidenceRow.state.in_(LIVE),
        )
    )
    return {r.id: EvidenceRef(r.id, r.sha256 or "", r.content_type or "", r.name, r.url or "") for r in rows}


def once(refs: Iterable[EvidenceRef]) -> tuple[EvidenceRef, ...]:
    """The same content or address counts once: the first of each. What is not fetched yet counts by itself."""
    found: dict[str | int, EvidenceRef] = {}
    for ref in refs:
        found.setdefault(ref.sha256 or ref.url or ref.id, ref)
    return tuple(found.values())


def counted(session: Session, organisation_id: int, ids: Sequence[int]) -> list[int]:
    """Of evidence ids as an answer or a draft holds them, those that count, in their order."""
    live = live_evidence(session, organisation_id, ids)
    return [ref.id for ref in once(live[i] for i in dict.fromkeys(ids) if i in live)]


def _answer(
    said: Mapping[str, Any], submitted_at: datetime, revision: int, evidence: Mapping[int, EvidenceRef]
) -> Answer:
    return Answer(
        status=said["status"],
        submitted_at=submitted_at,
        activity=said.get("activity", ""),
        dates=tuple(date.fromisoformat(d) for d in said.get("dates", [])),
        output=said.get("output", ""),
        outcome=said.get("outcome", ""),
        problem=said.get("problem", ""),
        percent=said.get("percent") or None,
        evidence=once(evidence[i] for i in said["evidence"] if i in evidence),
        flags=tuple(sorted({flag for found in said["flags"].values() for flag in found})),
        revision=revision,
        unsent=tuple(said.get("unsent", ())),
        sources=said.get("sources", {}),
    )


def so_far(obligations: Iterable[Obligation], now: datetime) -> tuple[Obligation, ...]:
    """Those that can be missing at `now`: whose month has opened, or that were answered before it did."""
    return tuple(o for o in obligations if o.deadlines.opens <= now or o.state != "missing")
