"""Warnings before a report is frozen: what the seeds got wrong is found, and what they got right is left alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exports.checks import Check, checks
from exports.fitting_words import subjects, unfit
from exports.report import build
from exports.report_value import Report
from models.calendar import FiscalYear, Round
from models.plan import Analysis, Indicator, Issue, Plan, Question
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


def shown(found: tuple[Check, ...], *kinds: str) -> list[tuple[str, str, str]]:
    return [(one.kind, one.measure, one.text) for one in found if not kinds or one.kind in kinds]


def empty_report(plan: Plan) -> Report:
    return build(plan, Round.of(FiscalYear(plan.fiscal_year), "12m"), (), names_of(plan), None, AFTER)


# --- The seeds


def test_kudjok() -> None:
    found = checks(sample_plan("kudjok-2566"), sample_report("kudjok-2566", "6m"))
    assert shown(found) == [
        ("missing", "", "ทุกส่วนราชการ: ทุกมาตรการ ยังไม่รายงาน ม.ค. ๖๖, ก.พ. ๖๖, มี.ค. ๖๖"),
        (
            "same_text",
            "",
            "มาตรการที่ ๑, ๒, ๓, ๔, ๕, ๖: สิ่งที่ดำเนินการเป็นข้อความเดียวกัน "
            "“ดำเนินการอย่างต่อเนื่อง และได้เน้นย้ำในการประชุมประจำเดือน”",
        ),
    ]


def test_maechedi() -> None:
    found = checks(sample_plan("maechedi-2567"), sample_report("maechedi-2567", "12m"))
    assert [(one.kind, one.measure) for one in found if one.kind == "missing"] == [
        ("missing", ""),
        ("missing", ""),
        ("missing", ""),
        ("missing", "M4"),
    ]
    assert [one for one in shown(found) if one[0] != "missing"] == [
        (
            "unfit_result",
            "M1",
            "มาตรการที่ ๑ มาตรการ No Gift Policy: ผลที่รายงานกล่าวถึงการเผยแพร่ข้อมูลหรือเว็บไซต์ และคู่มือหรือขั้นตอนการปฏิบัติงาน "
            "ไม่กล่าวถึงการไม่รับของขวัญ โปรดตรวจว่าตรงกับมาตรการ",
        ),
        (
            "unfit_result",
            "M4",
            "มาตรการที่ ๔ โครงการจัดเวทีประชาคมหมู่บ้าน ระดับตำบล เพื่อจัดทำแผนพัฒนาท้องถิ่น…: ผลที่รายงานกล่าวถึงฉบับที่ ๒ "
            "ไม่กล่าวถึงฉบับที่ ๓ โปรดตรวจว่าตรงกับมาตรการ",
        ),
    ]


def test_khaosaming() -> None:
    found = checks(sample_plan("khaosaming-2564"), sample_report("khaosaming-2564", "6m"))
    assert [(one.kind, one.measure) for one in found] == [
        ("missing", ""),
        ("date_outside_round", "M1"),
        ("date_outside_round", "M2"),
    ]
    assert "๗ มกราคม ๒๕๖๓" in found[1].text


def test_khaochaison() -> None:
    plan = sample_plan("khaochaison-2564")
    found = checks(plan, empty_report(plan))
    assert [(one.kind, one.measure) for one in found] == [
        *(("no_owner", f"M{n}") for n in range(1, 8)),
        ("unanswered", ""),
    ]
    assert found[-1].text == (
        "ตัวชี้วัดที่ ๑, ตัวชี้วัดที่ ๒, ตัวชี้วัดที่ ๓, ตัวชี้วัดที่ ๔, ตัวชี้วัดที่ ๕ และอีก ๕ รายการ ต่ำกว่าเกณฑ์ ๘๕ "
        "แต่แผนไม่ได้ระบุว่ามาตรการใดตอบตัวชี้วัดใด"
    )


def test_phonsongkhram() -> None:
    plan = sample_plan("phonsongkhram-2569")
    assert shown(checks(plan, empty_report(plan))) == [
        ("no_measure", "", "ตัวชี้วัดที่ ๑๐ การป้องกันการทุจริต: แผนไม่มีมาตรการของตัวชี้วัดนี้"),
        (
            "unanswered",
            "",
            "ข้อ O22 รายงานการรับทรัพย์สินหรือประโยชน์อื่นใดโดยธรรมจรรยา ได้ ๕๐.๐๐ คะแนน ต่ำกว่าเกณฑ์ ๘๕ ยังไม่มีมาตรการตอบ",
        ),
        (
            "unanswered",
            "",
            "ข้อ O27 มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ได้ ๕๐.๐๐ คะแนน ต่ำกว่าเกณฑ์ ๘๕ ยังไม่มีมาตรการตอบ",
        ),
    ]


# --- Results that do not fit


WEBSITE = "ปรับปรุงข้อมูลบนเว็บไซต์ให้เป็นปัจจุบัน"


@pytest.mark.parametrize(
    ("title", "result", "fits"),
    [
        ("อบรมคุณธรรม จริยธรรมแก่บุคลากร", WEBSITE, False),
        ("โครงการฝึกอบรมวินัย", "จัดทำแผนจัดซื้อจัดจ้างประจำปี", False),
        ("อบรมคุณธรรม จริยธรรมแก่บุคลากร", f"จัดอบรมวันที่ ๕ และ{WEBSITE}", True),
        ("อบรมคุณธรรม จริยธรรมแก่บุคลากร", "วิทยากรบรรยาย เผยแพร่ภาพบนเว็บไซต์", True),
        ("อบรมคุณธรรม จริยธรรมแก่บุคลากร", "มีผู้เข้าร่วม ๔๐ คน ประชาสัมพันธ์ทางเว็บไซต์", True),
        ("อบรมคุณธรรม จริยธรรมแก่บุคลากร", "ดำเนินการอย่างต่อเนื่อง และเน้นย้ำในการประชุม", True),  # says nothing
        ("อบรมคุณธรรม จริยธรรมแก่บุคลากร", "", True),
        ("มาตรการ No Gift Policy", WEBSITE, False),
        ("มาตรการ no gift  policy", "ประกาศเจตนารมณ์ และเผยแพร่บนเว็บไซต์", True),
        ("ประกาศนโยบายไม่รับของขวัญ", "จัดอบรมการใช้ทรัพย์สินของราชการ", False),
        ("ประกาศนโยบายไม่รับของขวัญ", "ไม่มีการรับของขวัญหรือของกำนัล", True),
        ("กิจกรรมประชุมประจำเดือน", WEBSITE, True),  # a meeting is about anything
        ("สำรวจความพึงพอใจผู้รับบริการ", "จัดซื้อจัดจ้างวัสดุสำนักงาน", False),
        ("จัดทำแผนการจัดซื้อจัดจ้าง", "ลงประกาศประกวดราคา และเผยแพร่บนเว็บไซต์", True),
        ("เผยแพร่ข้อมูลข่าวสารบนเว็บไซต์", "จัดอบรมคุณธรรม", False),
        ("เผยแพร่ข้อมูลข่าวสารบนเว็บไซต์", "ลงข่าวทาง Facebook เรื่องการอบรม", True),
        ("มาตรการที่ไม่มีคำใดเป็นที่รู้จัก", WEBSITE, True),
        ("แผนพัฒนา ฉบับที่ ๓", "จัดทำแผนพัฒนา ฉบับที่ 2", False),
        ("แผนพัฒนา ฉบับที่ ๓", "จัดทำแผนพัฒนา ฉบับที่ 3 แทนฉบับที่ 2", True),
        ("แผนพัฒนา ฉบับที่ ๓", "จัดทำแผนพัฒนาแล้ว", True),
    ],
)
def test_a_result_fits_its_measure_or_not(title: str, result: str, fits: bool) -> None:
    measure = replace(small_plan(1).measures[0], title=title)
    assert (unfit(measure, result) is None) == fits


def test_what_the_plans_steps_say_fits_too() -> None:
    measure = replace(small_plan(1).measures[0], title="อบรมคุณธรรม")
    assert unfit(measure, WEBSITE)
    assert unfit(replace(measure, steps=("เผยแพร่ผลบนเว็บไซต์",)), WEBSITE) is None


def test_one_fitting_word_in_any_month_is_enough() -> None:
    plan = small_plan(1, ("กองช่าง",))
    plan = replace(plan, measures=(replace(plan.measures[0], title="อบรมคุณธรรม จริยธรรม"),))
    months = [owed(1, 1, 1, answer(WEBSITE))]
    wrong = checks(plan, build(plan, HALF, months, names_of(plan), None, AFTER))
    assert [(one.kind, one.measure) for one in wrong] == [("unfit_result", "M1")]
    months.append(owed(1, 1, 2, answer("จัดอบรม ๑ ครั้ง")))
    assert checks(plan, build(plan, HALF, months, names_of(plan), None, AFTER)) == ()


@pytest.mark.parametrize(
    "text", ["", "=cmd|' /C calc'!A0", "\x00\x07", "ก" * 10_000, "\u202eกลับ", "😀" * 50, "<b>x</b>"]
)
def test_any_text_can_be_looked_at(text: str) -> None:
    assert subjects(text) == frozenset()
    assert unfit(replace(small_plan(1).measures[0], title=text), text) is None


# --- The same text


def same_text(*texts: str) -> list[str]:
    plan = small_plan(len(texts), ("กองช่าง",))
    months = [owed(n, 1, 1, answer(text)) for n, text in enumerate(texts, 1)]
    found = checks(plan, build(plan, HALF, months, names_of(plan), None, AFTER))
    return [text for kind, _, text in shown(found, "same_text")]


def test_the_same_text_in_most_rows_is_told() -> None:
    assert same_text("ทำแล้ว", " ทำแล้ว ", "ทำแล้ว") == ["มาตรการที่ ๑, ๒, ๓: สิ่งที่ดำเนินการเป็นข้อความเดียวกัน “ทำแล้ว”"]
    assert same_text("ทำแล้ว", "ทำแล้ว", "ทำแล้ว", "ก", "ข", "ค") == [
        "มาตรการที่ ๑, ๒, ๓: สิ่งที่ดำเนินการเป็นข้อความเดียวกัน “ทำแล้ว”"
    ]


def test_a_few_rows_alike_are_not() -> None:
    assert same_text("ทำแล้ว", "ทำแล้ว") == []
    assert same_text("", "", "") == []
    assert same_text("ทำแล้ว", "ทำแล้ว", "ทำแล้ว", "ก", "ข", "ค", "ง") == []


# --- Scores


def test_an_issue_that_the_plan_names_itself_needs_a_measure() -> None:
    plan = replace(sample_plan("kudjok-2566"), measures=sample_plan("kudjok-2566").measures[1:])  # without E12's
    assert (
        shown(checks(plan, empty_report(plan)), "unanswered") == []
    )  # E14's and E15's measures are of its indicator
    plan = replace(plan, analysis=replace(plan.analysis, issues_to_improve=("E99", "การใช้อำนาจ")))
    assert shown(checks(plan, empty_report(plan)), "unanswered") == [
        ("unanswered", "", "ประเด็นที่ต้องปรับปรุง E99: ยังไม่มีมาตรการตอบ")
    ]


def test_the_threshold_is_the_plans_own() -> None:
    analysis = Analysis(indicators=(Indicator(8, "EIT", "ก", questions=(Question("E12", "ข", 86),)),))
    plan = replace(small_plan(1), analysis=analysis)
    plan = replace(plan, measures=(replace(plan.measures[0], issue=Issue(indicator_number=1)),))
    assert shown(checks(plan, empty_report(plan)), "unanswered") == []
    plan = replace(plan, analysis=replace(analysis, target_score=90))
    assert shown(checks(plan, empty_report(plan)), "unanswered") == [
        ("unanswered", "", "ข้อ E12 ข ได้ ๘๖.๐๐ คะแนน ต่ำกว่าเกณฑ์ ๙๐ ยังไม่มีมาตรการตอบ")
    ]
