"""What the scores mean for a plan: under the threshold, answered or not, all ten indicators, against last year."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.report_value import report_from_json, report_to_json
from exports.scoring import Scores, below_threshold, scores_of
from models.assessments import Assessed, has_scores, mean_score
from models.plan import (
    Analysis,
    Indicator,
    Issue,
    Plan,
    Question,
    SourceScore,
    SubIndicator,
    analysis_from_json,
    analysis_to_json,
)
from tests.reports.rounds import sample_plan, small_plan, small_report
from tests.score_stage import shifted

SEEDS = ("khaochaison-2564", "kudjok-2566", "phonsongkhram-2569", "maechedi-2567", "khaosaming-2564")
ALL_TEN = [str(n) for n in range(1, 11)]


def seen(plan: Plan, before: Analysis | None = None, threshold: float = 85) -> Scores:
    return scores_of(plan, Assessed(2568, plan.analysis, before, threshold))


@pytest.mark.parametrize(
    ("name", "low", "open_"),
    [
        ("khaochaison-2564", ALL_TEN, ALL_TEN),
        ("kudjok-2566", [], []),
        ("phonsongkhram-2569", ["O1", "O6", "O12", "O22", "O27"], ["O22", "O27"]),
        ("maechedi-2567", [], []),
        ("khaosaming-2564", [], []),
    ],
)
def test_what_is_under_the_threshold_in_the_five_seeds(name: str, low: list[str], open_: list[str]) -> None:
    scores = seen(sample_plan(name))
    assert [one.item.code for one in scores.below if one.by_mean] == low
    assert [one.item.code for one in scores.unanswered] == open_


def test_the_lists_that_were_worked_out_by_hand() -> None:
    analysis = sample_plan("phonsongkhram-2569").analysis
    found = below_threshold(analysis, 85)
    expected = analysis.derived_below_target
    assert tuple(item.code for item, by_mean in found if by_mean) == expected["by_mean_of_sources"]
    assert tuple(item.code for item, _ in found) == expected["by_any_source"]


@pytest.mark.parametrize(
    ("name", "covered"),
    [
        ("khaochaison-2564", {}),
        ("kudjok-2566", {4: ("I20", "I23", "I24"), 8: ("E12", "E14", "E15")}),
        ("phonsongkhram-2569", {n: (f"IND{n}",) for n in range(1, 10)}),
        ("maechedi-2567", {}),
        ("khaosaming-2564", {}),
    ],
)
def test_all_ten_indicators_with_their_measures(name: str, covered: dict[int, tuple[str, ...]]) -> None:
    coverage = seen(sample_plan(name)).coverage
    assert [one.number for one in coverage] == list(range(1, 11))
    assert {one.number: one.measures for one in coverage if one.measures} == covered
    assert all(one.name and one.instrument in ("IIT", "EIT", "OIT") for one in coverage)


# --- Answered or not


def plan_with(*issues: Issue, indicators: tuple[int, ...] = ()) -> Plan:
    """A plan whose measures answer these issues, the last one these indicators too."""
    plan = small_plan(len(issues))
    measures = [replace(m, issue=issue) for m, issue in zip(plan.measures, issues, strict=True)]
    measures[-1] = replace(measures[-1], indicators=indicators)
    return replace(plan, measures=tuple(measures))


def eit(*questions: Question, score: float | None = None) -> Analysis:
    return Analysis(indicators=(Indicator(8, "EIT", "การปรับปรุงการทำงาน", score, questions=questions),))


LOW = eit(Question("E12", "ปรับปรุงขั้นตอน", 60), Question("E14", "เปิดโอกาสให้มีส่วนร่วม", 70))


@pytest.mark.parametrize(
    ("plan", "open_"),
    [
        (plan_with(Issue(question="E12", indicator_number=8)), ["E14"]),
        (plan_with(Issue(question="e๑๒", indicator_number=8), indicators=(8,)), ["E14"]),  # 8 is its own indicator
        (plan_with(Issue(question="e๑๒"), indicators=(8,)), ["E14"]),  # and so is the only one that it names
        (plan_with(Issue(question="E99", indicator_number=4), indicators=(4, 8)), []),  # 8 stands beside its own
        (plan_with(Issue(indicator_number=8)), []),
        (plan_with(Issue(indicator_number=7)), ["E12", "E14"]),
        (plan_with(Issue(question="E12"), Issue(question="E ๑๔")), []),
        (small_plan(2), ["E12", "E14"]),
    ],
)
def test_a_question_is_answered_by_its_own_measure_or_one_for_the_whole_indicator(
    plan: Plan, open_: list[str]
) -> None:
    scores = scores_of(plan, Assessed(2568, LOW, None, 85))
    assert [one.item.code for one in scores.unanswered] == open_


def test_a_measure_that_names_only_a_question_covers_the_indicator_of_the_question() -> None:
    scores = scores_of(plan_with(Issue(question="E12")), Assessed(2568, LOW, None, 85))
    assert {one.number: one.measures for one in scores.coverage if one.measures} == {8: ("M1",)}


def test_what_is_not_scored_in_parts_is_judged_as_a_whole() -> None:
    whole = eit(score=60)
    parts = eit(Question("E12", "ก", 90), Question("E14", "ข"), score=60)  # weighted: the whole is low, no part is
    sub = Analysis(indicators=(Indicator(9, "OIT", "ก", 90, sub_indicators=(SubIndicator("9.1", "ข", 50),)),))
    assert [item.code for item, _ in below_threshold(whole, 85)] == ["8"]
    assert [item.code for item, _ in below_threshold(parts, 85)] == ["8"]
    assert [item.code for item, _ in below_threshold(sub, 85)] == ["9.1"]
    assert below_threshold(eit(score=85), 85) == ()
    assert [item.code for item, _ in below_threshold(eit(score=85), 85.01)] == ["8"]


def test_one_low_source_is_marked_but_needs_no_measure() -> None:
    question = Question("E3", "ก", scores=(SourceScore("EITPublic", 100), SourceScore("EITSurvey", 79.09)))
    scores = scores_of(small_plan(1), Assessed(2568, eit(question), None, 85))
    assert [(one.item.code, one.by_mean, one.item.score) for one in scores.below] == [("E3", False, 89.545)]
    assert scores.unanswered == ()


SCORE = st.none() | st.floats(0, 100)


@given(st.lists(st.tuples(SCORE, SCORE, SCORE), max_size=6), SCORE, SCORE, st.floats(0, 100))
def test_nothing_low_is_lost_and_nothing_high_is_marked(
    rows: list[tuple[float | None, float | None, float | None]], whole: float | None, sub: float | None, limit: float
) -> None:
    questions = tuple(
        Question(f"E{n}", f"ข้อ {n}", own, (SourceScore("EITPublic", a), SourceScore("EITSurvey", b)))
        for n, (own, a, b) in enumerate(rows, 1)
    )
    inside = SubIndicator("9.1", "ย่อย", sub, questions)
    analysis = Analysis(indicators=(Indicator(9, "OIT", "ชื่อ", whole, sub_indicators=(inside,)),))
    found = below_threshold(analysis, limit)
    low = {q.code for q in questions if (mean_score(q) is not None and (mean_score(q) or 0) < limit)}
    assert {item.code for item, by_mean in found if by_mean and item.kind == "question"} == low
    for item, by_mean in found:
        values = [item.score] if by_mean else [s.score for s in item.sources]
        assert any(value is not None and value < limit for value in values)
    if any(s is not None and s < limit for s in (whole, sub)) or low:
        assert any(by_mean for _, by_mean in found)
    assert analysis_from_json(analysis_to_json(analysis)) == analysis


# --- Against the year before


def test_both_years_are_compared_by_indicator_and_by_question() -> None:
    now = Analysis(
        overall_score=90,
        indicators=(
            Indicator(7, "EIT", "การสื่อสาร", 86, questions=(Question("E4", "มีช่องทางเผยแพร่ข้อมูลที่เข้าถึงง่าย", 84),)),
            Indicator(
                9, "OIT", "การเปิดเผยข้อมูล", 80,
                questions=(
                    Question("O25", "รายงานผลการดำเนินงานประจำปี พ.ศ. ๒๕๖๘", 100),
                    Question("O26", "แผนการจัดซื้อจัดจ้าง", 50),
                    Question("O2", "ข้อมูลผู้บริหาร", 100),
                ),
            ),
        ),
    )  # fmt: skip
    before = Analysis(
        overall_score=88,
        indicators=(
            Indicator(7, "EIT", "การสื่อสาร", 80, questions=(Question("E4", "มีช่องทางการเผยแพร่ข้อมูลที่เข้าถึงง่าย", 90),)),
            Indicator(
                9, "OIT", "การเปิดเผยข้อมูล", 90,
                questions=(
                    Question("O27", "รายงานผลการดำเนินงานประจำปี พ.ศ. ๒๕๖๗", 50),
                    Question("O26", "ประกาศเจตนารมณ์ไม่รับของขวัญ", 100),
                    Question("O2", "ข้อมูลผู้บริหาร"),
                ),
            ),
        ),
    )  # fmt: skip
    found = scores_of(small_plan(1), Assessed(2568, now, before, 85)).changes
    assert [(c.kind, c.code, c.code_before, c.difference, c.crossed) for c in found] == [
        ("indicator", "7", "7", 6, "up"),
        ("indicator", "9", "9", -10, "down"),
        ("question", "E4", "E4", -6, "down"),  # a word more
        ("question", "O25", "O27", 50, "up"),  # the year inside and the code differ
    ]  # O26 is another question now, O2 has no score before


def test_a_year_against_itself_differs_in_nothing() -> None:
    plan = sample_plan("phonsongkhram-2569")
    scores = seen(plan, before=plan.analysis)
    assert {(c.difference, c.crossed, c.code == c.code_before) for c in scores.changes} == {(0, "", True)}
    scored = [c for c in scores.changes if c.kind == "question"]
    assert len(scored) == 52
    worse = seen(plan, before=shifted(plan.analysis, -1.5))
    assert {c.difference for c in worse.changes} <= {1.5, 0}


# --- As it is kept


def test_a_report_keeps_the_scores_it_was_built_with() -> None:
    plan = sample_plan("phonsongkhram-2569")
    report = replace(small_report(()), scores=seen(plan, before=shifted(plan.analysis, 2)))
    assert report_from_json(report_to_json(report)) == report


def test_an_older_report_without_scores_is_read() -> None:
    document = report_to_json(small_report(()))
    del document["scores"]
    assert report_from_json(document).scores is None


@pytest.mark.parametrize("name", SEEDS)
def test_which_seeds_have_scores(name: str) -> None:
    assert has_scores(sample_plan(name).analysis) == (name not in ("kudjok-2566", "khaosaming-2564"))
