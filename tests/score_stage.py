"""Stage directions about scores for the transcripts: scores that are in, and what the cast's measures answer.

`คะแนน 2569 phonsongkhram-2569 -5` imports the scores of a sample plan for an ITA year, each so much higher or lower.
`มาตรการตอบ M1=1,9 M3=E4` says which indicators, or which question, measures of the cast's plan answer.
`ไม่มีผู้รับผิดชอบ M2,M3` takes the divisions of measures out of that plan.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from models import assessments, organisations
from models.database import Database
from models.plan import Analysis, Issue, Measure, Question
from models.plan_store import save_plan
from tests import cast
from tests.reports.rounds import sample_plan


def stage(db: Database, direction: str, now: datetime) -> bool:
    """Follow a direction; gives whether it is one of these."""
    if match := re.fullmatch(r"คะแนน (\d{4}) (\S+)(?: ([+-][\d.]+))?", direction):
        analysis = shifted(sample_plan(match[2]).analysis, float(match[3] or 0))
        year = int(match[1])
        with db.write() as session:
            organisation = organisations.choose(session, None)
            analysis = replace(analysis, source_fiscal_year=year)
            assessments.keep(session, organisation.id, year, analysis, None, now)
        return True
    if direction.startswith("มาตรการตอบ "):
        answers = dict(pair.split("=") for pair in direction.split()[1:])
        measures = tuple(_answering(m, answers.get(m.code, "")) for m in cast.PLAN.measures)
        with db.write() as session:
            save_plan(session, organisations.choose(session, None), replace(cast.PLAN, measures=measures), now)
        return True
    if match := re.fullmatch(r"ไม่มีผู้รับผิดชอบ (\S+)", direction):
        left = tuple(
            replace(m, divisions=(), responsible_text=None) if m.code in match[1].split(",") else m
            for m in cast.PLAN.measures
        )
        with db.write() as session:
            save_plan(session, organisations.choose(session, None), replace(cast.PLAN, measures=left), now)
        return True
    return False


def _answering(measure: Measure, what: str) -> Measure:
    if not what:
        return measure
    if what[0].isdigit():
        return replace(measure, indicators=tuple(map(int, what.split(","))))
    return replace(measure, issue=Issue(question=what))


def shifted(analysis: Analysis, by: float) -> Analysis:
    """The analysis with every score so much higher or lower, from 0 to 100."""

    def moved(score: float | None) -> float | None:
        return None if score is None else round(min(100.0, max(0.0, score + by)), 2)

    def question(one: Question) -> Question:
        sources = tuple(replace(s, score=moved(s.score)) for s in one.scores)
        return replace(one, score=moved(one.score), scores=sources)

    return replace(
        analysis,
        overall_score=moved(analysis.overall_score),
        indicators=tuple(
            replace(
                i,
                score=moved(i.score),
                questions=tuple(map(question, i.questions)),
                sub_indicators=tuple(
                    replace(s, score=moved(s.score), questions=tuple(map(question, s.questions)))
                    for s in i.sub_indicators
                ),
            )
            for i in analysis.indicators
        ),
    )
