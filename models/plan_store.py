"""Writing a plan into the tables: measures by their permanent code, divisions, assignments."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from difflib import SequenceMatcher

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import plan_audit
from models.calendar import FiscalYear, Month, bangkok_date
from models.organisations import take_turn
from models.plan import ALL_DIVISIONS, Plan, plan_to_json
from models.tables import AssignmentRow, Division, MeasureRow, Organisation, PlanRow, Progress

ALIKE = 0.5  # how much of a title must stay for it to be the same measure, by difflib's ratio


class PlanRefused(ValueError):
    """The plan cannot be stored; the sentence is for the operator."""


def owed_from(fiscal_year: FiscalYear, now: datetime, wanted: Month | None = None) -> Month:
    """From which month reports are owed of what is published at `now`: that month, or as it was asked for.

    A plan of a year that is over can only be a rehearsal, so it is owed from its first month
    (DESIGN.md section 8, "What is owed").
    """
    if wanted is not None:
        return wanted
    month = Month.of(bangkok_date(now))
    return fiscal_year.first_month if month > fiscal_year.last_month else max(month, fiscal_year.first_month)


def save_plan(
    session: Session, organisation: Organisation, plan: Plan, now: datetime, wanted: Month | None = None
) -> tuple[str, ...]:
    """Store a plan, or bring a stored one up to date; gives what changed as English lines, () when nothing did.

    A measure is known by its code, a division by its code or its name. What is added later is owed from now on, not
    backwards. Owners given by `plan assign` stay. Raises PlanRefused when the plan is another organisation's, or when
    it would drop a measure that has answers or turn it into another one: an answer never changes what it is about.
    """
    take_turn(session, organisation.id)  # nobody may be answering a measure that is being changed
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
    with plan_audit.noted(session, organisation.id, plan.fiscal_year, now):
        ids = _save_divisions(session, organisation.id, plan, changes)
        row = _save_head(session, organisation.id, plan, now, wanted, changes)
        _save_measures(session, row, plan, ids, changes, now)
    return tuple(changes)


def _save_divisions(session: Session, organisation_id: int, plan: Plan, changes: list[str]) -> dict[str, int]:
    """Divisions are the organisation's, shared by its years; a plan adds to them, and may rename or recode one."""
    theirs = select(Division).where(Division.organisation_id == organisation_id)
    rows = list(session.scalars(theirs.order_by(Division.id)))
    wanted = [d for d in plan.divisions if d.kind == "division"]
    known = {row.code: row for row in rows}
    spare = {_squeezed(row.name): row for row in rows if row.code not in {d.code for d in wanted}}
    for position, division in enumerate(wanted, 1):
        row = known.get(division.code) or spare.pop(_squeezed(division.name), None)
        values = {
            "code": division.code,
            "name": division.name,
            "position": position,
            "sections": list(division.sections),
        }
        if row is None:
            row = Division(organisation_id=organisation_id, **values)
            session.add(row)
            changes.append(f"division added: {division.name}")
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changes.append(f"division changed: {division.name}")
        known[division.code] = row
    session.flush()
    return {d.code: known[d.code].id for d in wanted}


def _squeezed(text: str) -> str:
    return "".join(text.split())


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
            _move_start(session, row, wanted)
            changes.append(f"owed from {wanted.key}")
    session.flush()
    return row


def _move_start(session: Session, row: PlanRow, wanted: Month) -> None:
    """Owe from another month: what began with the plan begins then."""
    measures = select(MeasureRow.id).where(MeasureRow.plan_id == row.id)
    session.execute(
        update(AssignmentRow)
        .where(AssignmentRow.measure_id.in_(measures), AssignmentRow.first == row.owed_from)
        .values(first=wanted)
    )
    row.owed_from = wanted


def _save_measures(
    session: Session, plan_row: PlanRow, plan: Plan, ids: dict[str, int], changes: list[str], now: datetime
) -> None:
    documents = plan_to_json(plan)["measures"]
    known = {m.code: m for m in session.scalars(select(MeasureRow).where(MeasureRow.plan_id == plan_row.id))}
    began = plan_row.owed_from if not known else max(plan_row.owed_from, owed_from(FiscalYear(plan.fiscal_year), now))
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
            _same_measure(session, row, measure.title)
            row.document, row.position, row.removed = document, measure.order, False
            changes.append(f"measure changed: {measure.code}")
        wanted: set[int | None] = (
            {None} if ALL_DIVISIONS in measure.divisions else {ids[code] for code in measure.divisions}
        )
        _save_owners(session, row, wanted, began, changes)
    for row in known.values():
        _take_out(session, row, changes)


def _has_answers(session: Session, measure_id: int, division_id: int | None = None) -> bool:
    query = select(Progress.id).where(Progress.measure_id == measure_id).limit(1)
    if division_id is not None:
        query = query.where(Progress.division_id == division_id)
    return session.scalar(query) is not None


def _same_measure(session: Session, row: MeasureRow, title: str) -> None:
    """Refuse a title that makes another measure of one that has been answered; small corrections pass."""
    old = str(row.document["title"])
    if SequenceMatcher(None, _squeezed(old), _squeezed(title)).ratio() < ALIKE and _has_answers(session, row.id):
        raise PlanRefused(
            f"measure {row.code} has answers as '{old[:60]}', but this file calls it '{title[:60]}'; "
            "give the new measure a code of its own and keep the old one"
        )


def _save_owners(
    session: Session, measure: MeasureRow, wanted: set[int | None], began: Month, changes: list[str]
) -> None:
    """Bring the plan's own assignments up to date: new ones from `began` on, those taken away until then."""
    rows = session.scalars(
        select(AssignmentRow).where(AssignmentRow.measure_id == measure.id, AssignmentRow.by_plan)
    ).all()
    current = {row.division_id: row for row in rows if row.last is None}
    for division_id, row in current.items():
        if division_id in wanted:
            continue
        if row.first < began:
            row.last = began.plus(-1)
        else:
            session.delete(row)
        changes.append(f"measure {measure.code}: an owner was taken away")
    for division_id in sorted(wanted - set(current), key=lambda i: i or 0):
        session.add(
            AssignmentRow(
                organisation_id=measure.organisation_id,
                measure_id=measure.id,
                division_id=division_id,
                first=began,
                by_plan=True,
            )
        )


def _take_out(session: Session, row: MeasureRow, changes: list[str]) -> None:
    """A measure that the file no longer has. Refused when it has been answered."""
    if row.removed:
        return
    if _has_answers(session, row.id):
        raise PlanRefused(
            f"measure {row.code} has answers and cannot be dropped from the plan; keep it in the file, "
            "and end its period if nothing more is owed"
        )
    row.removed = True
    changes.append(f"measure removed: {row.code}")


def assign(
    session: Session, organisation: Organisation, fiscal_year: int, code: str, owner: str, now: datetime
) -> str:
    """Make a division the owner of a measure from now on; gives its name. The printed cell does not change.

    `owner` is a division's name or code, or a section inside it. Raises PlanRefused when either is unknown.
    """
    take_turn(session, organisation.id)
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
            AssignmentRow.measure_id == measure.id,
            AssignmentRow.division_id == division.id,
            AssignmentRow.last.is_(None),
        )
    )
    if exists is None:
        plan = session.get_one(PlanRow, measure.plan_id)
        with plan_audit.noted(session, organisation.id, fiscal_year, now):
            session.add(
                AssignmentRow(
                    organisation_id=organisation.id,
                    measure_id=measure.id,
                    division_id=division.id,
                    first=max(plan.owed_from, owed_from(FiscalYear(fiscal_year), now)),
                    by_plan=False,
                )
            )
    return division.name


def find_division(session: Session, organisation_id: int, words: str) -> Division:
    """The division of a name, a code or one of its sections (งาน). Raises PlanRefused with the names there are."""
    rows = session.scalars(
        select(Division).where(Division.organisation_id == organisation_id).order_by(Division.position, Division.id)
    ).all()
    wanted = _squeezed(words)
    found = [r for r in rows if wanted in (r.code, _squeezed(r.name))]
    found += [r for r in rows if wanted in {_squeezed(section) for section in r.sections}]
    if found:
        return found[0]
    raise PlanRefused(f"there is no division '{words}'; there are: {', '.join(r.name for r in rows) or 'none yet'}")
