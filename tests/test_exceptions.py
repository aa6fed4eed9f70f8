"""What executives see first on the cards of a month and of a round, and which reasons are no problem."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exports import summary
from exports.exceptions import Matter, most_first, of_division, of_problem, silent_for
from exports.report_value import Problem
from models.ledger import Obligation
from models.say import Row
from tests.reports.rounds import answer, owed, small_report


def test_of_each_kind_the_gravest_comes_first_in_the_order_of_importance() -> None:
    stuck = Problem("M1", "ข้อ ๑", ("กองช่าง",), ("ต.ค. ๖๙",), "น้ำท่วม", blocked=True)
    wish = replace(stuck, text="ควรอบรมเพิ่ม", blocked=False)
    found = [
        Matter("note", Row("วันที่นอกรอบ")),
        of_problem(wish),
        of_division("กองเกือบครบ", 9, 10, 1, 0, 0, None),
        of_division("กองค้างมาก", 2, 10, 8, 0, -10, None),
        of_division("กองที่ลด", 5, 10, 5, 0, -50, None),
        Matter("orders", Row("ข้อสั่งการ")),
        of_problem(stuck),
        of_division("กองเงียบเดือนเดียว", 0, 3, 3, 1, -100, None),
        of_division("กองเงียบ", 0, 3, 3, 2, 0, None),
    ]
    assert [row.text for row in most_first(found)] == [
        "กองเงียบ",
        "กองช่าง · ข้อ ๑",
        "ข้อสั่งการ",
        "กองที่ลด",
        "กองเงียบเดือนเดียว",  # the second of a grave kind comes before the first of a lesser one
        "กองค้างมาก",
        "กองเกือบครบ",
        "กองช่าง · ข้อ ๑",
        "วันที่นอกรอบ",
    ]


def test_an_exception_says_what_is_wrong_in_a_few_words() -> None:
    said = [
        of_division("กอง", *figures, None).row.state
        for figures in ((0, 3, 3, 2, 0), (1, 3, 2, 0, -67), (2, 3, 1, 0, 0))
    ]
    assert said == ["ไม่ส่งเลย ๒ เดือนติดกัน", "ค้างส่ง ๒ จาก ๓ ข้อ ลดลงร้อยละ ๖๗", "ค้างส่ง ๑ จาก ๓ ข้อ"]


@pytest.mark.parametrize(
    ("months", "silent"), [([], 0), ([(0, 3)], 1), ([(0, 3), (1, 3)], 0), ([(3, 3), (0, 3), (0, 3)], 2)]
)
def test_silence_is_counted_back_from_the_newest_month(months: list[tuple[int, int]], silent: int) -> None:
    assert silent_for(months) == silent


def nothing_done(month: int, reason: str) -> Obligation:
    return owed(1, 1, month, replace(answer(problem=reason), flags=("no_activity",)))


@pytest.mark.parametrize(
    ("reason", "is_one"),
    [
        ("ไม่มีกิจกรรมเดือนนี้", False),
        ("ยังไม่ถึงกำหนด", False),
        ("ไม่ได้จัดกิจกรรมในเดือนนี้", False),
        ("ดำเนินการครบแล้วเดือนก่อน", False),
        ("", False),
        ("รองบประมาณ", True),
        ("น้ำท่วมพื้นที่", True),
        ("ขาดบุคลากร", True),
        ("ติดประชุมสภา", True),
        ("รอหนังสือจากจังหวัด", True),
        ("เจ้าหน้าที่ไม่เพียงพอ", True),
    ],
)
def test_a_reason_for_nothing_done_is_no_problem_unless_it_says_one(reason: str, is_one: bool) -> None:
    report = small_report([nothing_done(1, reason)])
    assert [p.text for p in report.summary.problems] == ([reason] if is_one else [])
    assert report.cells[0].fields["results.problems"] == (reason if is_one else "")
    assert report.months[0].problem == reason, "month by month stands what was typed"


def test_the_rounds_card_names_who_sent_nothing_before_what_is_in_the_way() -> None:
    sent = [owed(m, 1, n, answer("ทำ", problem="ขาดงบประมาณ")) for m in (1, 2) for n in (1, 2)]
    silent = [owed(m, 2, n) for m in (1, 2) for n in (1, 2)]
    rows = summary.card(small_report([*sent, *silent])).rows
    assert [(r.text, r.state) for r in rows[:1]] == [("กองคลัง", "ไม่ส่งเลย ๒ เดือนติดกัน")]
