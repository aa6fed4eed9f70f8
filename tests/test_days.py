"""Days said outside a report: a leave is in days to come, a meeting is the nearest such day."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from handlers import wording_people as words
from handlers.absence import days
from handlers.days import read_nearest

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("30 พ.ย. 69", TODAY, date(2026, 11, 30)),
        ("วันที่ ๓๐ พฤศจิกายน ๒๕๖๙", TODAY, date(2026, 11, 30)),
        ("5 ธ.ค.", TODAY, date(2026, 12, 5)),
        ("5 ม.ค.", TODAY, date(2027, 1, 5)),
        ("5 ต.ค.", date(2027, 9, 20), date(2027, 10, 5)),  # the next fiscal year
        ("25", TODAY, date(2026, 11, 25)),
        ("5", TODAY, date(2026, 12, 5)),  # this month's 5th has passed
        ("พรุ่งนี้", TODAY, date(2026, 11, 21)),
        ("มะรืนนี้ค่ะ", TODAY, date(2026, 11, 22)),
        ("วันนี้", TODAY, TODAY),
        ("สิ้นเดือน", TODAY, date(2026, 11, 30)),
        ("2026-12-01", TODAY, date(2026, 12, 1)),
        ("วันจันทร์", TODAY, date(2026, 11, 23)),
        ("ลาถึงวันพุธค่ะ", TODAY, date(2026, 11, 25)),
        ("ลาพรุ่งนี้ถึงวันพุธ", TODAY, date(2026, 11, 25)),
        ("5 พ.ย. 69", TODAY, date(2026, 11, 5)),  # with its year it stays in the past, and is asked back
    ],
)
def test_a_leave_is_in_days_to_come(text: str, today: date, day: date) -> None:
    read = days(text, today)
    assert read is not None
    assert read[1] == day


@pytest.mark.parametrize("text", ["", "ไม่รู้", "31 พ.ย. 69", "สัปดาห์หน้า", "ประมาณ 5 ธ.ค.", "3 วัน"])
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    assert days(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "today", "days"),
    [
        ("7 และ 21 พ.ย.", TODAY, (date(2026, 11, 7), date(2026, 11, 21))),
        ("30 ก.ย.", date(2026, 10, 3), (date(2026, 9, 30),)),  # not eleven months ahead
        ("2 ต.ค.", date(2027, 9, 28), (date(2027, 10, 2),)),
        ("7", TODAY, (date(2026, 11, 7),)),
        ("27 พ.ย. 69", TODAY, (date(2026, 11, 27),)),
    ],
)
def test_a_meeting_is_the_nearest_such_day(text: str, today: date, days: tuple[date, ...]) -> None:
    assert read_nearest(text, today).dates == days


@pytest.mark.parametrize("ahead", range(0, 400, 5))
def test_the_days_in_examples_are_near_and_are_understood(ahead: int) -> None:
    today = TODAY + timedelta(days=ahead)
    for sentence in (words.ask_leave(today), words.leave_unread(today), words.until_unread(today)):
        shown = re.search(r"เช่น (.+)\n", sentence)
        assert shown
        assert days(shown[1], today) == (today, today + timedelta(days=7))
    one, two = words.meeting_unread(today).splitlines()[0].split("เช่น ")[1].split(" หรือ ")
    assert read_nearest(one, today).dates == (today,)
    assert len(read_nearest(two, today).dates) == 2
