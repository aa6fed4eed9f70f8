"""What looks wrong in a round's report before it is frozen: one line each, with the measure, division or month.

Months missing, dates outside the round and measures without owner are found when the report is built
(report.summary.missing, report.summary.notes) and only listed here. Found here: results that do not fit their
measure (exports/fitting_words.py), the same text in every row, indicators without a measure, items under the
threshold that no measure answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from exports.entries import measure_label
from exports.fitting_words import unfit
from exports.report_value import MeasureCells, Report
from exports.score_words import indicator_label, item_label, item_name, score_text, threshold_text
from exports.scoring import Below, Item, Scores, all_questions, answers_item, scores_of
from exports.texts import fold, short
from models.assessments import Assessed, threshold, year_of
from models.oit import code_key
from models.plan import Measure, Plan
from models.same import read_no_activity
from models.thai import means_nothing, thai_digits

CheckKind = Literal[
    "missing", "date_outside_round", "no_owner", "unfit_result", "same_text", "no_measure", "unanswered"
]
_TEXTS = {"results.activity": "สิ่งที่ดำเนินการ", "results.outputs": "ผลผลิต", "results.outcomes": "ผลลัพธ์"}
_OF_GAPS = ("missing", "date_outside_round", "no_owner")  # what the list of gaps knows as well
_FEWEST_ALIKE = 3  # rows of one text: two may be alike with reason
_MOST_NAMED = 5


@dataclass(frozen=True)
class Check:
    """A warning in one line. `measure` is a code, "" when it is not about a single measure.

    `about` is what else it is about, by which it can be known again: an indicator's number, an item's code, a field.
    """

    kind: CheckKind
    measure: str
    text: str
    about: str = ""


def checks(plan: Plan, report: Report) -> tuple[Check, ...]:
    """Everything that looks wrong, in the order in which it is worth looking at.

    The scores are those that the report was built with, else the plan's own.
    """
    scores = report.scores or scores_of(plan, _planned(plan))
    measures = {m.code: m for m in plan.measures}
    return (
        *_missing(report),
        *_noted(report),
        *_unfit(report, measures),
        *_same_text(report),
        *_without_measure(scores),
        *_unanswered(plan, scores),
    )


def odd(plan: Plan, report: Report) -> list[str]:
    """What looks wrong before a freeze and forbids nothing: the lines of the checks that are no gaps."""
    return [check.text for check in checks(plan, report) if check.kind not in _OF_GAPS]


def _planned(plan: Plan) -> Assessed:
    return Assessed(year_of(plan), plan.analysis, None, threshold(plan.analysis, {}))


def _missing(report: Report) -> Iterator[Check]:
    for line in report.summary.missing:
        if line.due:
            yield Check(
                "missing", line.measures[0] if len(line.measures) == 1 else "", f"{line.subject}: {line.text}"
            )


def _noted(report: Report) -> Iterator[Check]:
    for note in report.summary.notes:
        if note.kind == "date_outside_round" or note.kind == "no_owner":
            yield Check(note.kind, note.measure, f"{note.subject}: {note.text}")


# --- Results -----------------------------------------------------------------------------------------------------


def _unfit(report: Report, measures: dict[str, Measure]) -> Iterator[Check]:
    """What a measure reports over the whole round is looked at together: one fitting word in any month is enough."""
    for cells in report.cells:
        measure = measures.get(cells.code)
        doubt = unfit(measure, "\n".join(cells.fields[name] for name in _TEXTS)) if measure else None
        if measure and doubt:
            text = f"{measure_label([measure])}: ผลที่รายงานกล่าวถึง{doubt[1]} ไม่กล่าวถึง{doubt[0]} โปรดตรวจว่าตรงกับมาตรการ"
            yield Check("unfit_result", measure.code, text)


def _same_text(report: Report) -> Iterator[Check]:
    """A text that stands in half of the filled rows or more says nothing about any of them; that nothing was done,
    or that there is none, may stand everywhere."""
    for name, label in _TEXTS.items():
        rows: dict[str, list[MeasureCells]] = {}
        for cells in report.cells:
            text = fold(cells.fields[name])
            if text and not means_nothing(text) and not read_no_activity(text):
                rows.setdefault(text, []).append(cells)
        filled = sum(map(len, rows.values()))
        for text, alike in rows.items():
            if len(alike) >= _FEWEST_ALIKE and 2 * len(alike) >= filled:
                which = f"มาตรการที่ {', '.join(thai_digits(c.order) for c in alike)}"
                yield Check("same_text", "", f"{which}: {label}เป็นข้อความเดียวกัน “{short(text, 70)}”", name)


# --- Scores ------------------------------------------------------------------------------------------------------


def _without_measure(scores: Scores) -> Iterator[Check]:
    """Indicators that a plan by indicator forgot.

    A plan that answers single issues has few indicators with a measure, and is not asked for the others.
    """
    covered = [one for one in scores.coverage if one.measures]
    if 2 * len(covered) < len(scores.coverage):
        return
    for one in scores.coverage:
        if not one.measures:
            yield Check("no_measure", "", f"{indicator_label(one)}: แผนไม่มีมาตรการของตัวชี้วัดนี้", str(one.number))


def _unanswered(plan: Plan, scores: Scores) -> Iterator[Check]:
    """Items under the threshold, and questions that the plan itself calls issues, without a measure.

    When no measure says what it answers there is one line for all: nothing can be checked one by one.
    """
    open_, under = scores.unanswered, threshold_text(scores.threshold)
    if open_ and not scores.linked:
        codes = _named(open_)
        text = f"{codes} ต่ำกว่าเกณฑ์ {under} แต่แผนไม่ได้ระบุว่ามาตรการใดตอบตัวชี้วัดใด"
        yield Check("unanswered", "", text)
        return
    for one in open_:
        text = f"{item_label(one.item)} ได้ {score_text(one.item.score)} คะแนน ต่ำกว่าเกณฑ์ {under} ยังไม่มีมาตรการตอบ"
        yield Check("unanswered", "", text, one.item.code)
    low = {code_key(one.item.code) for one in scores.below}
    of = {code_key(item.code): item for item in all_questions(scores.analysis)}
    for issue in scores.analysis.issues_to_improve:
        key = code_key(issue)
        item = of.get(key) or Item("question", key, "", 0, None)
        if key and key not in low and not any(answers_item(m, item) for m in plan.measures):
            yield Check("unanswered", "", f"ประเด็นที่ต้องปรับปรุง {item_label(item)}: ยังไม่มีมาตรการตอบ", key)


def _named(found: Iterable[Below]) -> str:
    named = [item_name(one.item) for one in found]
    rest = f" และอีก {thai_digits(len(named) - _MOST_NAMED)} รายการ" if len(named) > _MOST_NAMED else ""
    return ", ".join(named[:_MOST_NAMED]) + rest
