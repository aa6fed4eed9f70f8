"""The ITA scores of a year: those that were imported, else those of the plan that answers them.

An imported sheet brings numbers; where it has no words of its own (strengths, weaknesses, issues, target), those that
the plan says of the same year stay. The level is stored as it is given, never computed (DOMAIN.md section 3).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import audit
from models.plan import Analysis, Indicator, Plan, Question, analysis_from_json, analysis_to_json
from models.report_tables import AssessmentRow
from models.tables import Organisation, PlanRow

THRESHOLD = "score_threshold"  # in the organisation's rules
USUAL_THRESHOLD = 85.0
_WORDS = ("strengths", "weaknesses", "issues_to_improve", "issues_rule", "target_score", "level", "overall_score")


@dataclass(frozen=True)
class Assessed:
    """The assessment of an ITA year (BE), the one of the year before when it is in, and the threshold."""

    year: int
    analysis: Analysis
    before: Analysis | None
    threshold: float


def questions_of(indicator: Indicator) -> Iterator[Question]:
    """Every question of an indicator, those of its sub-indicators too."""
    yield from indicator.questions
    for sub in indicator.sub_indicators:
        yield from sub.questions


def mean_score(question: Question) -> float | None:
    """A question's score: as given, else the mean of its sources."""
    found = [one.score for one in question.scores if one.score is not None]
    return question.score if question.score is not None or not found else round(sum(found) / len(found), 4)


def has_scores(analysis: Analysis) -> bool:
    """Whether anything in it is scored."""
    return analysis.overall_score is not None or any(
        i.score is not None
        or any(s.score is not None for s in i.sub_indicators)
        or any(mean_score(q) is not None for q in questions_of(i))
        for i in analysis.indicators
    )


def year_of(plan: Plan) -> int:
    """The ITA year that a plan answers: as it says, else the year before its own."""
    return plan.analysis.source_fiscal_year or plan.fiscal_year - 1


def years(session: Session, organisation_id: int) -> dict[int, Analysis]:
    """By ITA year (BE), in order: the scores that are in."""
    query = select(PlanRow.fiscal_year, PlanRow.document).where(PlanRow.organisation_id == organisation_id)
    planned: dict[int, Analysis] = {}
    for fiscal_year, document in session.execute(query.order_by(PlanRow.fiscal_year)):
        analysis = analysis_from_json(document.get("analysis") or {})
        planned[analysis.source_fiscal_year or fiscal_year - 1] = analysis
    rows = session.scalars(select(AssessmentRow).where(AssessmentRow.organisation_id == organisation_id))
    imported = {row.ita_year: analysis_from_json(row.document) for row in rows}
    found = planned | {year: _with_words(one, planned.get(year)) for year, one in imported.items()}
    return {year: found[year] for year in sorted(found) if has_scores(found[year])}


def _with_words(imported: Analysis, planned: Analysis | None) -> Analysis:
    """The imported scores; what the sheet left empty is as the plan says."""
    if planned is None:
        return imported
    lacking: dict[str, Any] = {n: getattr(planned, n) for n in _WORDS if getattr(imported, n) in (None, ())}
    return replace(imported, **lacking)


def of_plan(session: Session, organisation_id: int, plan: Plan) -> Assessed:
    """The assessment that a plan answers; without scores it is the plan's own analysis."""
    found, year = years(session, organisation_id), year_of(plan)
    return assessed(session, organisation_id, found, year, plan.analysis)


def assessed(
    session: Session, organisation_id: int, found: Mapping[int, Analysis], year: int, otherwise: Analysis
) -> Assessed:
    """The assessment of a year among those found (`years`), `otherwise` another in its place."""
    analysis = found.get(year, otherwise)
    rules = session.get_one(Organisation, organisation_id).rules
    return Assessed(year, analysis, found.get(year - 1), threshold(analysis, rules))


def threshold(analysis: Analysis, rules: Mapping[str, Any]) -> float:
    """Under which score an item must be answered: the plan's target, else the organisation's own, else 85."""
    if analysis.target_score is not None:
        return analysis.target_score
    return float(rules.get(THRESHOLD, USUAL_THRESHOLD))


def keep(
    session: Session, organisation_id: int, ita_year: int, analysis: Analysis, person_id: int | None, now: datetime
) -> bool:
    """Store the scores of an ITA year in place of those imported before; gives whether anything changed."""
    document = analysis_to_json(analysis)
    which = (AssessmentRow.organisation_id == organisation_id, AssessmentRow.ita_year == ita_year)
    row = session.scalar(select(AssessmentRow).where(*which))
    if row and row.document == document:
        return False
    old = _told(analysis_from_json(row.document)) if row else {}
    if row is None:
        row = AssessmentRow(organisation_id=organisation_id, ita_year=ita_year)
        session.add(row)
    row.document, row.person_id, row.at = document, person_id, now
    new = {"ita_year": ita_year, **_told(analysis)}
    audit.record(session, organisation_id, now, audit.SCORES, about="assessment", old=old, new=new)
    session.flush()
    return True


def _told(analysis: Analysis) -> dict[str, Any]:
    """What the audit says of an assessment; scores as texts, because they are read, not reckoned with."""
    overall = analysis.overall_score
    return {
        "overall_score": None if overall is None else f"{overall:g}",
        "level": analysis.level,
        "questions": sum(1 for indicator in analysis.indicators for _ in questions_of(indicator)),
    }
