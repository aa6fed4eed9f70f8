"""What a change of the plan was: the plan as it stood before and after, held against each other part by part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import audit
from models.tables import AssignmentRow, Division, MeasureRow, PlanRow


@dataclass(frozen=True)
class _Part:
    """A part of the plan that changes by itself: the plan's head, a division, a measure, who owns a measure."""

    what: str
    about: str
    id: int


_Picture = dict[_Part, dict[str, Any]]


@contextmanager
def noted(session: Session, organisation_id: int, fiscal_year: int, now: datetime) -> Iterator[None]:
    """Write in the audit what the enclosed code changes in a plan: of a new plan one line, else one for each part."""
    before = _picture(session, organisation_id, fiscal_year)
    yield
    session.flush()
    after = _picture(session, organisation_id, fiscal_year)
    if not any(part.what == audit.PLAN for part in before):
        after = {part: _in_short(after) for part in after if part.what == audit.PLAN}
        before = {}
    for part in dict.fromkeys([*before, *after]):
        old, new = _difference(before.get(part, {}), after.get(part, {}))
        if old or new:
            _record(session, organisation_id, now, part, old, new)


def _in_short(picture: _Picture) -> dict[str, Any]:
    """A new plan, in one line."""
    (head,) = (value for part, value in picture.items() if part.what == audit.PLAN)
    counts = {what: sum(part.what == what for part in picture) for what in (audit.MEASURE, audit.DIVISION)}
    return {
        "fiscal_year": head["fiscal_year"],
        "owed_from": head["owed_from"],
        "measures": counts[audit.MEASURE],
        "divisions": counts[audit.DIVISION],
    }


def _record(
    session: Session, organisation_id: int, now: datetime, part: _Part, old: dict[str, Any], new: dict[str, Any]
) -> None:
    audit.record(
        session,
        organisation_id,
        now,
        part.what,
        about=part.about,
        about_id=part.id,
        measure_id=part.id if part.about == "measure" else None,
        division_id=part.id if part.about == "division" else None,
        old=old,
        new=new,
    )


def _difference(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields that differ, as they were and as they are."""
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    return {n: old[n] for n in names if n in old}, {n: new[n] for n in names if n in new}


def _picture(session: Session, organisation_id: int, fiscal_year: int) -> _Picture:
    found: _Picture = {}
    plan = session.scalar(
        select(PlanRow).where(PlanRow.organisation_id == organisation_id, PlanRow.fiscal_year == fiscal_year)
    )
    divisions = session.scalars(select(Division).where(Division.organisation_id == organisation_id)).all()
    for division in divisions:
        values = {"name": division.name, "code": division.code, "sections": list(division.sections)}
        found[_Part(audit.DIVISION, "division", division.id)] = values
    if plan is None:
        return found
    head = {"fiscal_year": fiscal_year, "owed_from": plan.owed_from.key} | plan.document
    found[_Part(audit.PLAN, "plan", plan.id)] = head
    for measure in session.scalars(select(MeasureRow).where(MeasureRow.plan_id == plan.id)):
        state = {"position": measure.position, "removed": measure.removed} | measure.document
        found[_Part(audit.MEASURE, "measure", measure.id)] = state
        owned = session.scalars(select(AssignmentRow).where(AssignmentRow.measure_id == measure.id))
        owners = sorted(_owner(one) for one in owned)
        found[_Part(audit.OWNER, "measure", measure.id)] = {"owners": owners}
    return found


def _owner(row: AssignmentRow) -> list[Any]:
    """A division (0 is all of them), and the months."""
    return [row.division_id or 0, row.first.key, row.last.key if row.last else ""]
