"""The eleven elements of a complete report, of the seeds and of one that has them all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from exports.completeness import Element, completeness
from exports.dossier import Dossier, Published
from exports.report import build
from exports.scoring import scores_of
from models import oit
from models.assessments import Assessed
from models.calendar import FiscalYear, Round
from models.plan import FollowUp, Issue, Plan
from tests.reports.rounds import (
    AFTER,
    HALF,
    answer,
    names_of,
    owed,
    sample_plan,
    sample_report,
    small_plan,
)

ROUNDS = {"kudjok-2566": "6m", "maechedi-2567": "12m", "khaosaming-2564": "6m"}
MARKS = {"present": "+", "partial": "~", "missing": "-"}
TODAY = date(2027, 6, 1)


def dossier(name: str) -> Dossier:
    plan = sample_plan(name)
    round = Round.of(FiscalYear(plan.fiscal_year), ROUNDS.get(name, "12m"))
    replayed = name in ROUNDS
    report = sample_report(name, ROUNDS[name]) if replayed else build(plan, round, (), names_of(plan), None, AFTER)
    return Dossier(plan, report, TODAY, oit=oit.asking_for({}, plan.fiscal_year))


def marks(found: tuple[Element, ...]) -> str:
    return "".join(MARKS[one.state] for one in found)


@pytest.mark.parametrize(
    ("name", "expected"),
    [  # 1 analysis 2 measures 3 steps 4 who 5 when 6 follow-up 7 result 8 output 9 outcome 10 year 11 published
        ("kudjok-2566", "~+++++~--~-"),
        ("maechedi-2567", "~~+~++~+++-"),
        ("khaosaming-2564", "~~++++~++~-"),
        ("khaochaison-2564", "+~-~+~---+-"),
        ("phonsongkhram-2569", "+~+++----~-"),
    ],
)
def test_the_seeds(name: str, expected: str) -> None:
    found = completeness(dossier(name))
    assert [one.number for one in found] == list(range(1, 12))
    assert marks(found) == expected
    assert all(bool(one.lacks) == bool(one.fix) == (one.state != "present") for one in found)


@pytest.mark.parametrize(
    ("name", "number", "lacks"),
    [
        ("kudjok-2566", 1, "ไม่มีคะแนน ITA ของปีที่นำมาวิเคราะห์"),
        ("kudjok-2566", 7, "ทุกมาตรการมีผล แต่ยังมีรายงานรายเดือนค้างส่ง ๕๔ ข้อ"),
        ("kudjok-2566", 10, "ข้อ OIT ที่ใช้เปิดเผยรายงานของปีงบประมาณ ๒๕๖๖ ยังไม่ยืนยัน"),
        ("maechedi-2567", 4, "ไม่มีในมาตรการที่ ๔, ๗"),
        ("khaochaison-2564", 2, "ไม่มีมาตรการใดระบุตัวชี้วัดหรือข้อคำถามที่ตอบ"),
        ("phonsongkhram-2569", 2, "ต่ำกว่าเกณฑ์แต่ยังไม่มีมาตรการตอบ: ข้อ O22, ข้อ O27"),
        ("phonsongkhram-2569", 10, "ข้อ OIT ที่ใช้เปิดเผยรายงานของปีงบประมาณ ๒๕๖๙ ยังไม่ได้บันทึก"),
    ],
)
def test_what_lacks_is_said(name: str, number: int, lacks: str) -> None:
    assert completeness(dossier(name))[number - 1].lacks == lacks


def complete_plan() -> Plan:
    plan = small_plan(1, ("กองช่าง",))
    measure = replace(
        plan.measures[0],
        steps=("ทำ",),
        follow_up=FollowUp(items=("ทุกเดือน",)),
        issue=Issue(indicator_number=9),
    )
    return replace(plan, measures=(measure,))


def complete() -> Dossier:
    """A dossier of which nothing lacks."""
    plan = complete_plan()
    months = [owed(1, 1, n, answer("ทำแล้ว", output="ประกาศ ๑ ฉบับ", outcome="ดีขึ้น")) for n in range(1, 7)]
    analysis = sample_plan("phonsongkhram-2569").analysis
    nine = tuple(i for i in analysis.indicators if i.number == 9)
    scores = scores_of(plan, Assessed(2569, replace(analysis, indicators=nine), None, 85))
    report = replace(build(plan, HALF, months, names_of(plan), None, AFTER), scores=scores)
    year = oit.OitYear(2571, "O25", "O26", 2570, True)
    published = (Published("website", "https://www.example.go.th/ita", TODAY),)
    return Dossier(plan, report, TODAY, published=published, oit=(year,))


def test_a_complete_report() -> None:
    assert marks(completeness(complete())) == "+" * 11


def test_each_element_is_missed_when_it_goes() -> None:
    whole = complete()
    plan = whole.plan

    def without(**fields: object) -> Dossier:
        return replace(whole, plan=replace(plan, measures=(replace(plan.measures[0], **fields),)))  # type: ignore[arg-type]

    assert marks(completeness(without(steps=()))) == "++-++++++++"
    assert marks(completeness(without(divisions=(), responsible_text=None))) == "+++-+++++++"
    assert marks(completeness(without(follow_up=FollowUp()))) == "+++++-+++++"
    assert marks(completeness(replace(whole, published=()))) == "++++++++++-"
    no_day = (Published("website", "https://www.example.go.th/ita", None),)
    assert marks(completeness(replace(whole, published=no_day))) == "++++++++++~"
    elsewhere = (Published("board", "ป้ายหน้าสำนักงาน", TODAY),)
    assert marks(completeness(replace(whole, published=elsewhere))) == "++++++++++-"
    assert marks(completeness(replace(whole, oit=()))) == "+++++++++~+"


@pytest.mark.parametrize("nothing", ["", "ไม่มี", "-", "–"])
def test_an_output_that_says_there_is_none_is_missing(nothing: str) -> None:
    plan = complete_plan()
    months = [owed(1, 1, n, answer("ทำแล้ว", output=nothing, outcome="ดีขึ้น")) for n in range(1, 7)]
    report = replace(build(plan, HALF, months, names_of(plan), None, AFTER), scores=complete().report.scores)
    assert marks(completeness(replace(complete(), report=report))) == "+++++++-+++"


def test_the_scores_that_the_report_was_built_with_count_and_not_the_plans() -> None:
    whole = complete()
    assert whole.plan.analysis.indicators == ()
    assert whole.assessment.overall_score == 92.27
    bare = replace(whole, report=replace(whole.report, scores=None))
    assert bare.assessment == bare.plan.analysis
    assert marks(completeness(bare)) == "-++++++++++"
