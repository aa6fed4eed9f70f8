"""The figures, the missing months and the notes of a report."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from exports.layouts import LAYOUTS
from exports.report import Names, build
from exports.report_value import report_from_json, report_to_json
from models.ledger import Decision, Obligation
from tests.reports.rounds import (
    AFTER,
    HALF,
    answer,
    month,
    names_of,
    owed,
    sample_report,
    small_plan,
    small_report,
)

RETURNED = Decision("return", datetime(2027, 1, 6, 3, tzinfo=UTC), "ขอวันที่ประชุม")
WAIVED = Decision("waive", datetime(2027, 1, 6, 3, tzinfo=UTC), "ยกเลิกโครงการ")


def twelve(last: Obligation) -> list[Obligation]:
    """12 obligations: 6 in time, 2 late, 2 with nothing, 1 waived, and the one given."""
    in_time = [owed(1, 1, n, answer("ทำ", at=month(n))) for n in range(1, 7)]
    late = [owed(2, 1, n, answer("ทำ", at=month(n), late=20)) for n in (1, 2)]
    nothing = [owed(2, 1, n) for n in (3, 4)]
    return [*in_time, *late, *nothing, owed(2, 1, 5, decisions=[WAIVED]), last]


def figures(obligations: list[Obligation]) -> tuple[int, int, int, int, int, int | None, int | None]:
    total = small_report(obligations).summary.total
    return (
        total.expected,
        total.in_time,
        total.late,
        total.missing,
        total.waived,
        total.completeness,
        total.timeliness,
    )


def test_a_returned_answer_counts_as_missing() -> None:
    assert figures(twelve(owed(3, 1, 1, answer("ทำ"), [RETURNED]))) == (11, 6, 2, 3, 1, 72, 54)


def test_a_returned_answer_sent_again_late_counts_by_its_first_time() -> None:
    first = answer("ทำ").submitted_at
    again = replace(answer("ทำ ใหม่"), submitted_at=datetime(2027, 1, 20, tzinfo=UTC))
    assert figures(twelve(owed(3, 1, 1, again, [RETURNED], first))) == (11, 7, 2, 2, 1, 81, 63)


def test_nothing_expected_has_no_percent() -> None:
    total = small_report([owed(1, 1, 1, decisions=[WAIVED])]).summary.total
    assert (total.expected, total.completeness, total.timeliness) == (0, None, None)


def test_parts_add_up_to_the_total() -> None:
    summary = small_report(twelve(owed(3, 2, 1, answer("ทำ")))).summary
    for parts in (summary.by_division, summary.by_month, [m.figures for m in summary.by_measure]):
        assert sum(p.expected for p in parts) == summary.total.expected == 11
        assert sum(p.in_time for p in parts) == summary.total.in_time


def test_other_months_are_left_out() -> None:
    assert small_report([owed(1, 1, 1), owed(1, 1, 7)]).summary.total.expected == 1


def missing(obligations: list[Obligation], now: datetime = AFTER) -> list[str]:
    return [f"{line.subject}: {line.text}" for line in small_report(obligations, now=now).summary.missing]


def test_months_missing_for_everyone_are_one_line() -> None:
    rest = [owed(m, d, n, answer("ทำ", at=month(n))) for m in (1, 2) for d in (1, 2) for n in (1, 2, 3)]
    gone = [owed(m, d, n) for m in (1, 2) for d in (1, 2) for n in (4, 5, 6)]
    assert missing(rest + gone) == ["ทุกส่วนราชการ: ทุกมาตรการ ยังไม่รายงาน ม.ค. ๗๐, ก.พ. ๗๐, มี.ค. ๗๐"]


def test_divisions_that_were_silent_in_the_same_months_are_named_together() -> None:
    rest = [owed(m, 1, n, answer("ทำ", at=month(n))) for m in (1, 2) for n in (1, 2)]
    gone = [owed(m, d, n) for m in (1, 2) for d in (2, 3) for n in (1, 2)]
    assert missing(rest + gone) == ["กองคลัง, กองช่าง: ทุกมาตรการ ยังไม่รายงาน ต.ค. ๖๙, พ.ย. ๖๙"]


def test_a_single_gap_names_its_measure() -> None:
    rest = [owed(m, d, 4, answer("ทำ", at=month(4))) for m in (1, 2) for d in (1, 2)]
    assert missing([*rest, owed(3, 3, 4), owed(3, 3, 5)]) == [
        "กองช่าง: มาตรการที่ ๓ มาตรการตัวอย่างเรื่องที่ ๓ ยังไม่รายงาน ม.ค. ๗๐, ก.พ. ๗๐"
    ]


def test_measures_missed_in_the_same_months_share_a_line() -> None:
    rest = [owed(3, d, 4, answer("ทำ", at=month(4))) for d in (1, 2)]
    assert missing([*rest, owed(1, 1, 4), owed(2, 1, 4)]) == ["สำนักปลัด: มาตรการที่ ๑, ๒ ยังไม่รายงาน ม.ค. ๗๐"]


def test_months_that_may_still_come_in_time_are_said_apart() -> None:
    rest = [owed(1, 2, n, answer("ทำ", at=month(n))) for n in (1, 2)]
    now = datetime(2026, 11, 20, tzinfo=UTC)
    assert missing([*rest, owed(1, 1, 1), owed(1, 1, 2)], now) == [
        "สำนักปลัด: มาตรการที่ ๑ มาตรการตัวอย่างเรื่องที่ ๑ ยังไม่รายงาน ต.ค. ๖๙",
        "สำนักปลัด: มาตรการที่ ๑ มาตรการตัวอย่างเรื่องที่ ๑ ยังไม่ถึงกำหนดส่ง พ.ย. ๖๙",
    ]


def test_every_missing_month_is_in_exactly_one_line() -> None:
    gone = [owed(m, d, n) for m in (1, 2, 3) for d in (1, 2, 3) for n in range(1, 7) if (m * d + n) % 3]
    there = [
        owed(m, d, n, answer("ทำ")) for m in (1, 2, 3) for d in (1, 2, 3) for n in range(1, 7) if not (m * d + n) % 3
    ]
    lines = small_report(gone + there).summary.missing
    told = [(m, d, n) for line in lines for m in line.measures for d in line.divisions for n in line.months]
    assert len(told) == len(set(told)) == len(gone)


def test_problems_are_listed_once_with_who_and_when_and_none_is_no_problem() -> None:
    problems = small_report(
        [
            owed(1, 1, 1, answer(problem="ขาดงบประมาณ")),
            owed(1, 2, 2, answer(problem="ขาด งบประมาณ")),
            owed(1, 2, 3, answer(problem="ขาดงบประมาณ ")),
            owed(2, 1, 1, answer(problem="ไม่มีครับ")),
        ]
    ).summary.problems
    assert [(p.measure, p.divisions, p.months, p.text) for p in problems] == [
        ("M1", ("สำนักปลัด", "กองคลัง"), ("ต.ค. ๖๙", "ธ.ค. ๖๙"), "ขาดงบประมาณ"),
        ("M1", ("กองคลัง",), ("พ.ย. ๖๙",), "ขาด งบประมาณ"),
    ]


def notes(obligations: list[Obligation], **plan: object) -> list[tuple[str, str, str]]:
    report = small_report(obligations, small_plan(**plan))  # type: ignore[arg-type]
    return [(n.kind, n.measure, n.text) for n in report.summary.notes]


def test_dates_outside_the_round_are_noted_whether_confirmed_or_not() -> None:
    outside = answer("ทำ", [date(2026, 1, 7), date(2026, 10, 7)])
    confirmed = replace(outside, flags=("date_outside_round",))
    assert notes([owed(1, 1, 1, outside), owed(2, 1, 1, confirmed)]) == [
        ("date_outside_round", "M1", "สำนักปลัด รายงานเดือน ต.ค. ๖๙ ระบุวันที่ ๗ มกราคม ๒๕๖๙ ซึ่งอยู่นอกรอบรายงาน"),
        (
            "date_outside_round",
            "M2",
            "สำนักปลัด รายงานเดือน ต.ค. ๖๙ ระบุวันที่ ๗ มกราคม ๒๕๖๙ ซึ่งอยู่นอกรอบรายงาน (ผู้รายงานยืนยันแล้ว)",
        ),
    ]


def test_returned_and_waived_reports_are_noted_with_their_reason() -> None:
    assert notes([owed(1, 1, 1, answer("ทำ"), [RETURNED]), owed(1, 2, 1, decisions=[WAIVED])]) == [
        (
            "returned",
            "M1",
            "สำนักปลัด เดือน ต.ค. ๖๙: ส่งกลับให้แก้ไข ยังไม่ได้ส่งใหม่ (นับเป็นยังไม่ส่ง) เหตุผล: ขอวันที่ประชุม",
        ),
        ("waived", "M1", "กองคลัง เดือน ต.ค. ๖๙: ยกเว้นการรายงาน (ไม่นับรวม) เหตุผล: ยกเลิกโครงการ"),
    ]


def test_what_was_returned_or_waived_is_not_in_the_round_text() -> None:
    report = small_report([owed(1, 1, 1, answer("ตีกลับแล้ว"), [RETURNED]), owed(1, 2, 1, answer("ใช้ได้"))])
    assert report.table.sections[0].rows[0][3] == "อยู่ระหว่างดำเนินการ\nใช้ได้"


def test_a_measure_without_owner_is_noted_unless_one_was_given() -> None:
    plan = small_plan(2)
    plan = replace(plan, measures=tuple(replace(m, divisions=()) for m in plan.measures))
    noted = small_report([owed(1, 1, 1)], plan).summary.notes
    assert [(n.kind, n.measure) for n in noted] == [("no_owner", "M2")]


def test_the_report_goes_through_json_unchanged() -> None:
    report = sample_report("khaosaming-2564", "6m")
    assert report_from_json(json.loads(json.dumps(report_to_json(report)))) == report


def test_the_layout_is_the_plans_when_it_is_a_report_we_know_else_the_default() -> None:
    assert sample_report("kudjok-2566", "6m").table.layout == "kudjok-6m-5col"
    for planned in (None, "khaochaison-announcement-list", "phonsongkhram-plan-5col"):
        assert small_report([], replace(small_plan(), layout=planned)).table.layout == "default"


def test_an_unknown_layout_is_refused_with_the_names() -> None:
    with pytest.raises(ValueError, match="'nice' is not a layout; use one of default, kudjok-6m-5col") as refused:
        small_report([], layout="nice")
    assert all(name in str(refused.value) for name in LAYOUTS)


def test_the_agencys_title_is_used_only_for_the_round_it_was_printed_for() -> None:
    assert sample_report("kudjok-2566", "6m").title == "รายงานผลรอบ ๖ เดือนแรก (ตุลาคม ๒๕๖๕ – มีนาคม ๒๕๖๖)"
    assert sample_report("kudjok-2566", "12m").title == LAYOUTS["kudjok-6m-5col"].title


def test_an_obligation_of_an_unknown_measure_or_division_is_refused() -> None:
    plan = small_plan()
    for names in (Names({}, {1: "กองคลัง"}), Names(names_of(plan).measures, {})):
        with pytest.raises(ValueError, match="belongs to a"):
            build(plan, HALF, [owed(1, 1, 1)], names, None, AFTER)


def test_a_measure_of_which_only_the_status_is_known_shows_it_in_the_default_layout() -> None:
    report = small_report([owed(1, 1, 1, answer(status="not_started")), owed(1, 2, 1, answer(status="done"))])
    assert report.table.sections[0].rows[0][3] == "สำนักปลัด: ยังไม่ดำเนินการ\nกองคลัง: ดำเนินการแล้วเสร็จ"


def test_a_text_too_long_for_a_cell_is_cut_with_a_mark_and_noted() -> None:
    report = small_report([owed(1, 1, 1, answer("ก" * 40_000))])
    cell = report.table.sections[0].rows[0][3]
    assert len(cell) == 32_767
    assert cell.endswith("… (ข้อความยาวเกินช่อง ตัดส่วนท้ายออก)")
    assert [n.text for n in report.summary.notes if n.kind == "cut_text"] == [
        "ข้อความยาวเกินช่อง ตัดส่วนท้ายออก: ช่อง “ผลการดำเนินการ” ของตารางรายงาน",
        "ข้อความยาวเกินช่อง ตัดส่วนท้ายออก: สำนักปลัด เดือน ต.ค. ๖๙ ของรายการรายเดือน",
    ]
