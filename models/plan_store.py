"""Writing a plan into the tables: measures by their permanent code, divisions, assignments."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.calendar import BANGKOK, FiscalYear, Month
from models.plan import ALL_DIVISIONS, Plan, plan_to_json
from models.tables import AssignmentRow, Division, MeasureRow, Organisation, PlanRow, Progress


class PlanRefused(ValueError):
    """The plan cannot be stored; the sentence is for the operator."""


def owed_from(fiscal_year: FiscalYear, published: datetime, wanted: Month | None) -> Month:
    """From which month reports are owed: the month of publication, or earlier when it was asked for.

    A plan of a year that is over can only be a rehearsal, so it is owed from its first month
    (DESIGN.md section 8, "What is owed").
    """
    if wanted is not None:
        return wanted
    month = Month.of(published.astimezone(BANGKOK).date())
    return fiscal_year.first_month if month > fiscal_year.last_month else max(month, fiscal_year.first_month)


def save_plan(
    session: Session, organisation: Organisation, plan: Plan, now: datetime, wanted: Month | None = None
) -> tuple[str, ...]:
    """Store a plan, or bring a stored one up to date; gives what changed as English lines, () when nothing did.

    A measure is known by its code. One that is gone from the file is deleted, or kept aside when it has answers.
    Owners given by `plan assign` stay. Raises PlanRefused when the plan is another organisation's.
    """
    name = plan.organisation.name
    if organisation.name not in (None, name):
        raise PlanRefused(
            f"this plan is of {name}, but the database belongs to {organisation.name}; "
            f"name the second one with --organisation '{name}'"
        )
    changes: list[str] = []
    if organisation.name is None:
        organisation.name = name
        changes.append(f"organisation: {name}")
    ids = _save_divisions(session, organisation.id, plan, changes)
    row = _save_head(session, organisation.id, plan, now, wanted, changes)
    _save_measures(session, row, plan, ids, changes)
    session.flush()
    return tuple(changes)


def _save_divisions(session: Session, organisation_id: int, plan: Plan, changes: list[str]) -> dict[str, int]:
    """Divisions are the organisation's, shared by its years; a plan adds to them and may rename them."""
    known = {d.code: d for d in session.scalars(select(Division).where(Division.organisation_id == organisation_id))}
    for position, division in enumerate((d for d in plan.divisions if d.kind == "division"), 1):
        row = known.get(division.code)
        sections = list(division.sections)
        if row is None:
            row = known[division.code] = Division(
                organisation_id=organisation_id,
                code=division.code,
                name=division.name,
                position=position,
                sections=sections,
            )
            session.add(row)
            changes.append(f"division added: {division.name}")
        elif (row.name, row.position, row.sections) != (division.name, position, sections):
            row.name, row.position, row.sections = division.name, position, sections
            changes.append(f"division changed: {division.name}")
    session.flush()
    return {code: d.id for code, d in known.items()}


def _save_head(
    session: Session, organisation_id: int, plan: Plan, now: datetime, wanted: Month | None, changes: list[str]
) -> PlanRow:
    document = plan_to_json(replace(plan, measures=()))
    row = session.scalar(
        select(PlanRow).where(PlanRow.organisation_id == organisation_id, PlanRow.fiscal_year == plan.fiscal_year)
    )
    if row is None:
        row = PlanRow(
            organisation_id=organisation_id,
            fiscal_year=plan.fiscal_year,
            owed_from=owed_from(FiscalYear(plan.fiscal_year), now, wanted),
            document=document,
            imported_at=now,
        )
        session.add(row)
        changes.append(f"plan of fiscal year {plan.fiscal_year} added, owed from {row.owed_from.key}")
    else:
        if row.document != document:
            row.document, row.imported_at = document, now
            changes.append("plan details changed")
        if wanted is not None and row.owed_from != wanted:
            row.owed_from = wanted
            changes.append(f"owed from {wanted.key}")
    session.flush()
    return row


def _save_measures(session: Session, plan_row: PlanRow, plan: Plan, ids: dict[str, int], changes: list[str]) -> None:
    documents = plan_to_json(plan)["measures"]
    known = {m.code: m for m in session.scalars(select(MeasureRow).where(MeasureRow.plan_id == plan_row.id))}
    for measure, document in zip(plan.measures, documents, strict=True):
        row = known.pop(measure.code, None)
        if row is None:
            row = MeasureRow(
                organisation_id=plan_row.organisation_id,
                plan_id=plan_row.id,
                code=measure.code,
                position=measure.order,
                document=document,
            )
            session.add(row)
            session.flush()
            changes.append(f"measure added: {measure.code}")
        elif (row.document, row.position, row.removed) != (document, measure.order, False):
            row.document, row.position, row.removed = document, measure.order, False
            changes.append(f"measure changed: {measure.code}")
        wanted: set[int | None] = (
            {None} if ALL_DIVISIONS in measure.divisions else {ids[code] for code in measure.divisions}
        )
        _save_owners(session, row, wanted)
    for code, row in known.items():
        _take_out(session, row, code, changes)


def _save_owners(session: Session, measure: MeasureRow, wanted: set[int | None]) -> None:
    rows = session.scalars(
        select(AssignmentRow).where(AssignmentRow.measure_id == measure.id, AssignmentRow.by_plan)
    ).all()
    for row in rows:
        if row.division_id not in wanted:
            session.delete(row)
    for division_id in sorted(wanted - {r.division_id for r in rows}, key=lambda i: i or 0):
        session.add(
            AssignmentRow(
                organisation_id=measure.organisation_id,
                measure_id=measure.id,
                division_id=division_id,
                by_plan=True,
            )
        )


def _take_out(session: Session, row: MeasureRow, code: str, changes: list[str]) -> None:
    """A measure that the file no longer has: deleted when nobody answered it, else kept aside."""
    if row.removed:
        return
    row.removed = True
    if session.scalar(select(Progress.id).where(Progress.measure_id == row.id).limit(1)) is not None:
        changes.append(f"measure {code} is no longer in the plan; its answers are kept, nothing more is owed")
        return
    changes.append(f"measure removed: {code}")


def assign(session: Session, organisation: Organisation, fiscal_year: int, code: str, owner: str) -> str:
    """Make a division the owner of a measure; gives the division's name. The printed cell does not change.

    `owner` is a division's name or code, or a section inside it. Raises PlanRefused when either is unknown.
    """
    measure = session.scalar(
        select(MeasureRow)
        .join(PlanRow, PlanRow.id == MeasureRow.plan_id)
        .where(
            PlanRow.organisation_id == organisation.id,
            PlanRow.fiscal_year == fiscal_year,
            MeasureRow.code == code,
            ~MeasureRow.removed,
        )
    )
    if measure is None:
        raise PlanRefused(f"the plan of {fiscal_year} has no measure '{code}'")
    division = find_division(session, organisation.id, owner)
    exists = session.scalar(
        select(AssignmentRow.id).where(
            AssignmentRow.measure_id == measure.id, AssignmentRow.division_id == division.id
        )
    )
    if exists is None:
        session.add(
            AssignmentRow(
                organisation_id=organisation.id, measure_id=measure.id, division_id=division.id, by_plan=False
            )
        )
    return division.name


def find_division(session: Session, organisation_id: int, words: str) -> Division:
    """The division of a name, a code or one of its sections (งาน). Raises PlanRefused with the names there are."""
    rows = session.scalars(
        select(Division).where(Division.organisation_id == organisation_id).order_by(Division.position)
    ).all()
    wanted = "".join(words.split())
    for row in rows:
        if wanted in {row.code, "".join(row.name.split()), *("".join(s.split()) for s in row.sections)}:
            return row
    raise PlanRefused(f"there is no division '{words}'; there are: {', '.join(r.name for r in rows) or 'none yet'}")
