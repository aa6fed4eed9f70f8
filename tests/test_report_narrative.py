"""How the months' answers of several divisions become one cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from exports.cells import listed, with_status
from exports.narrative import Said, tell
from exports.totals import total
from tests.reports.rounds import answer, month

CLERK, FINANCE, WORKS = "สำนักปลัด", "กองคลัง", "กองช่าง"
MEETING = "เน้นย้ำในการประชุมประจำเดือน"


def said(division: str, number: int, activity: str = "", dates: tuple[date, ...] = (), output: str = "") -> Said:
    return Said(division, month(number), answer(activity, dates, output=output))


def test_one_text_stays_exactly_as_it_was_typed() -> None:
    assert tell([said(CLERK, 1, "- ประชุม\n- แจ้งเวียน")], "activity") == "- ประชุม\n- แจ้งเวียน"


def test_equal_texts_are_printed_once_whatever_the_white_space() -> None:
    assert tell([said(CLERK, 1, "จัด  ประชุม"), said(CLERK, 2, "จัด\nประชุม ")], "activity") == "จัด  ประชุม"


def test_several_texts_are_numbered_in_the_order_of_the_months() -> None:
    assert tell([said(CLERK, 3, "ครั้งที่สอง"), said(CLERK, 1, "ครั้งแรก")], "activity") == "๑. ครั้งแรก\n๒. ครั้งที่สอง"


def test_texts_that_are_dash_lists_follow_each_other() -> None:
    assert (
        tell([said(CLERK, 1, "- อบรม"), said(CLERK, 2, "- ประชุม\n- ตรวจ")], "activity") == "- อบรม\n- ประชุม\n- ตรวจ"
    )


def test_texts_with_their_own_numbers_get_theirs_in_brackets() -> None:
    found = tell([said(CLERK, 1, "๑. อบรม\n๒. ประชุม"), said(CLERK, 2, "ตรวจ")], "activity")
    assert found == "(๑) ๑. อบรม\n๒. ประชุม\n(๒) ตรวจ"


def test_all_dates_follow_the_text_sorted_and_once() -> None:
    october, november = date(2026, 10, 10), date(2026, 11, 7)
    found = tell(
        [said(CLERK, 2, MEETING, (november,)), said(CLERK, 1, MEETING, (october, november))],
        "activity",
        with_dates=True,
    )
    assert found == f"{MEETING}\nเมื่อวันที่ ๑๐ ตุลาคม ๒๕๖๙\nวันที่ ๗ พฤศจิกายน ๒๕๖๙"


def test_divisions_that_say_the_same_are_one_text_with_all_their_dates() -> None:
    found = tell(
        [said(CLERK, 1, MEETING, (date(2026, 10, 12),)), said(FINANCE, 1, MEETING, (date(2026, 10, 5),))],
        "activity",
        with_dates=True,
    )
    assert found == f"{MEETING}\nเมื่อวันที่ ๕ ตุลาคม ๒๕๖๙\nวันที่ ๑๒ ตุลาคม ๒๕๖๙"


def test_divisions_that_differ_have_their_line_and_those_that_agree_share_one() -> None:
    found = tell([said(CLERK, 1, MEETING), said(FINANCE, 1, MEETING), said(WORKS, 1, "ซ่อมถนน")], "activity")
    assert found == f"{CLERK}, {FINANCE}: {MEETING}\n{WORKS}: ซ่อมถนน"


def test_a_list_under_a_division_starts_on_its_own_line() -> None:
    found = tell([said(CLERK, 1, "อบรม"), said(CLERK, 2, "ประชุม"), said(WORKS, 1, "ตรวจ")], "activity")
    assert found == f"{CLERK}:\n๑. อบรม\n๒. ประชุม\n{WORKS}: ตรวจ"


def test_dates_stay_with_the_division_they_belong_to() -> None:
    found = tell(
        [said(CLERK, 1, MEETING, (date(2026, 10, 5),)), said(WORKS, 1, "ตรวจ", (date(2026, 10, 9),))],
        "activity",
        with_dates=True,
    )
    assert found == f"{CLERK}: {MEETING}\nเมื่อวันที่ ๕ ตุลาคม ๒๕๖๙\n{WORKS}: ตรวจ\nเมื่อวันที่ ๙ ตุลาคม ๒๕๖๙"


def test_a_division_that_answered_fewer_months_still_says_the_same() -> None:
    assert tell([said(CLERK, 1, MEETING), said(CLERK, 2, MEETING), said(WORKS, 2, MEETING)], "activity") == MEETING


def test_a_division_that_says_nothing_does_not_differ() -> None:
    assert tell([said(CLERK, 1, MEETING), said(WORKS, 1, output="ป้ายประกาศ")], "activity") == MEETING


def test_a_division_that_gives_only_a_date_has_its_own_line() -> None:
    found = tell([said(CLERK, 1, MEETING), said(WORKS, 1, dates=(date(2026, 10, 9),))], "activity", with_dates=True)
    assert found == f"{CLERK}: {MEETING}\n{WORKS}: เมื่อวันที่ ๙ ตุลาคม ๒๕๖๙"


def test_nothing_said_is_an_empty_cell() -> None:
    assert tell([], "problem") == tell([said(CLERK, 1, " \n")], "activity", with_dates=True) == ""


def test_digits_become_thai_on_paper_but_not_in_addresses() -> None:
    typed = "ลงประกาศ 2 ครั้ง ที่ www.example2.go.th ปี 2569"
    assert tell([said(CLERK, 1, typed)], "activity") == "ลงประกาศ ๒ ครั้ง ที่ www.example2.go.th ปี ๒๕๖๙"


def test_texts_that_differ_in_the_kind_of_digit_are_equal() -> None:
    assert tell([said(CLERK, 1, "ครั้งที่ 1"), said(CLERK, 2, "ครั้งที่ ๑")], "activity") == "ครั้งที่ ๑"


def test_a_list_of_the_plan_is_printed_in_its_style() -> None:
    assert listed(["ก"]) == "ก"
    assert listed(["ก", "ข"]) == "๑. ก\n๒. ข"
    assert listed(["ก"], "number") == "๑. ก"
    assert listed(["ก", "ข"], "dash") == "- ก\n- ข"
    assert listed(["ก", "ข"], "plain") == "ก\nข"


def test_our_own_layout_says_the_status_first_unless_the_text_says_it() -> None:
    in_short = replace(said(CLERK, 1, MEETING), answer=replace(said(CLERK, 1, MEETING).answer, status="ongoing"))
    in_words = replace(in_short, answer=replace(in_short.answer, activity=f"ดำเนินการอย่างต่อเนื่อง และ{MEETING}"))
    assert with_status([in_short]) == f"ดำเนินการอย่างต่อเนื่อง\n{MEETING}"
    assert with_status([in_words]) == f"ดำเนินการอย่างต่อเนื่อง และ{MEETING}"
    assert with_status([]) == ""


def outputs(*texts: str, division: str = CLERK) -> list[Said]:
    return [said(division, n, output=text) for n, text in enumerate(texts, 1)]


def test_our_own_layout_counts_the_months_of_an_output() -> None:
    months = [*outputs("จัดทำคู่มือ", "จัดทำคู่มือ"), said(CLERK, 3, output="ประกาศ ๑ ฉบับ")]
    assert tell(months, "output", counted=True) == "๑. จัดทำคู่มือ (รายงาน ๒ เดือน)\n๒. ประกาศ ๑ ฉบับ"


def test_our_own_layout_adds_up_what_was_counted() -> None:
    assert tell(outputs("ผู้เข้าร่วม 24 คน", "ผู้เข้าร่วม ๓๐ คน"), "output", counted=True) == (
        "๑. ผู้เข้าร่วม ๒๔ คน\n๒. ผู้เข้าร่วม ๓๐ คน\nรวม ผู้เข้าร่วม ๕๔ คน"
    )
    assert tell(outputs("คู่มือ 1 เล่ม", "คู่มือ 1 เล่ม"), "output", counted=True) == (
        "คู่มือ ๑ เล่ม (รายงาน ๒ เดือน)\nรวม คู่มือ ๒ เล่ม"
    )
    two = [*outputs("คู่มือ 1 เล่ม", "คู่มือ 2 เล่ม"), *outputs("ป้าย 3 ป้าย", division=WORKS)]
    assert tell(two, "output", counted=True) == (
        f"{CLERK}:\n๑. คู่มือ ๑ เล่ม\n๒. คู่มือ ๒ เล่ม\nรวม คู่มือ ๓ เล่ม\n{WORKS}: ป้าย ๓ ป้าย"
    )
    assert tell(outputs("ผู้เข้าร่วม 24 คน", "ผู้เข้าร่วม 30 คน"), "output").count("รวม") == 0  # the agencies' layouts


@pytest.mark.parametrize(
    ("texts", "line"),
    [
        (("แผ่นพับ 1,200 แผ่น", "แผ่นพับ จำนวน 300 แผ่น"), "รวม แผ่นพับ ๑,๕๐๐ แผ่น"),
        (("ผู้เข้าร่วม 24 คน คู่มือ 1 เล่ม", "ผู้เข้าร่วม 6 คน, คู่มือ 2 เล่ม"), "รวม ผู้เข้าร่วม ๓๐ คน, คู่มือ ๓ เล่ม"),
        (("- คู่มือ 1 เล่ม\n- ป้าย 2 ป้าย", "๑) คู่มือ 1 เล่ม"), "รวม คู่มือ ๒ เล่ม"),
        (("24 คน", "30 คน"), "รวม ๕๔ คน"),
        (("ผู้เข้าร่วม 24 คน", "วิทยากร 2 คน"), ""),  # not the same people
        (("คู่มือ 1 เล่ม", "คู่มือ 1 ฉบับ"), ""),  # not the same unit
        (("ผู้เข้าร่วมสะสม 24 คน", "ผู้เข้าร่วมสะสม 30 คน"), ""),  # a sum already
        (("ประชุมเดือนละ 1 ครั้ง", "ประชุมเดือนละ 1 ครั้ง"), ""),  # a rate
        (("ร้อยละ 80", "ร้อยละ 90"), ""),
        (("ประชุมครั้งที่ 1", "ประชุมครั้งที่ 2"), ""),
        (("ผู้เข้าร่วม 24 คน",), ""),  # one answer is its own sum
        (("=1+1 24 คน", "=1+1 24 คน"), "รวม =๑+๑ ๔๘ คน"),
    ],
)
def test_only_what_surely_adds_up_is_added(texts: tuple[str, ...], line: str) -> None:
    assert total(one.answer for one in outputs(*texts)) == line


def test_what_was_carried_over_is_not_produced_again() -> None:
    first, second = outputs("คู่มือ 1 เล่ม", "คู่มือ 1 เล่ม")
    assert total([first.answer, replace(second.answer, flags=("repeated",))]) == ""


def test_divisions_that_say_the_same_may_mean_one_thing_and_are_not_added() -> None:
    both = [*outputs("คู่มือ 1 เล่ม"), *outputs("คู่มือ 1 เล่ม", division=WORKS)]
    assert tell(both, "output", counted=True) == "คู่มือ ๑ เล่ม"
