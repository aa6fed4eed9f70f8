"""Fiscal years, months, rounds and deadlines, as tables at the edges where calendars break."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from models.calendar import (
    BANGKOK,
    DeadlineRules,
    FiscalYear,
    Month,
    Round,
    add_workdays,
    bangkok_date,
    deadlines,
    is_workday,
    parse_instant,
    round_summary_at,
)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 9, 30), 2569),
        (date(2026, 10, 1), 2570),
        (date(2026, 12, 31), 2570),
        (date(2027, 1, 1), 2570),
        (date(2027, 9, 30), 2570),
        (date(2027, 10, 1), 2571),
        (date(2028, 2, 29), 2571),
    ],
)
def test_a_fiscal_year_begins_in_october_and_is_named_by_its_end(day: date, year: int) -> None:
    assert Month.of(day).fiscal_year == FiscalYear(year)
    assert FiscalYear(year).start <= day <= FiscalYear(year).end


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 9, 30, 16, 59, 59, tzinfo=UTC), date(2026, 9, 30)),
        (datetime(2026, 9, 30, 17, 0, tzinfo=UTC), date(2026, 10, 1)),
        (datetime(2028, 2, 28, 17, 0, tzinfo=UTC), date(2028, 2, 29)),
        (datetime(2027, 12, 31, 23, 0, tzinfo=UTC), date(2028, 1, 1)),
    ],
)
def test_midnight_is_bangkoks(instant: datetime, day: date) -> None:
    assert bangkok_date(instant) == day


@pytest.mark.parametrize(
    ("code", "quarter", "first", "last"),
    [
        ("6m", None, "2026-10", "2027-03"),
        ("12m", None, "2026-10", "2027-09"),
        ("3m", 1, "2026-10", "2026-12"),
        ("3m", 2, "2027-01", "2027-03"),
        ("3m", 4, "2027-07", "2027-09"),
    ],
)
def test_rounds(code: str, quarter: int | None, first: str, last: str) -> None:
    round = Round.of(FiscalYear(2570), code, quarter)
    assert (round.first.key, round.last.key, round.quarter) == (first, last, quarter)


@pytest.mark.parametrize(("code", "quarter"), [("3m", None), ("3m", 5), ("9m", None)])
def test_a_round_that_is_none_is_refused(code: str, quarter: int | None) -> None:
    with pytest.raises(ValueError, match="round"):
        Round.of(FiscalYear(2570), code, quarter)


def local(instant: datetime) -> str:
    return f"{instant.astimezone(BANGKOK):%a %Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("month", "opens", "due", "locks"),
    [
        # 25 Oct 2026 is a Sunday; 5 Nov a Thursday
        ("2026-10", "Mon 2026-10-26 09:00", "Thu 2026-11-05 23:59", "Wed 2026-11-25 23:59"),
        # 5 Dec 2026 is a Saturday: due on Monday the 7th
        ("2026-11", "Wed 2026-11-25 09:00", "Mon 2026-12-07 23:59", "Fri 2026-12-25 23:59"),
        ("2027-09", "Mon 2027-09-27 09:00", "Tue 2027-10-05 23:59", "Mon 2027-10-25 23:59"),
        ("2028-02", "Fri 2028-02-25 09:00", "Mon 2028-03-06 23:59", "Sat 2028-03-25 23:59"),
        ("2022-10", "Tue 2022-10-25 09:00", "Mon 2022-11-07 23:59", "Fri 2022-11-25 23:59"),
    ],
)
def test_deadlines_of_a_month(month: str, opens: str, due: str, locks: str) -> None:
    found = deadlines(Month.parse(month), DeadlineRules())
    assert (local(found.opens), local(found.due), local(found.locks)) == (opens, due, locks)


def test_the_last_instant_of_the_due_day_is_in_time() -> None:
    due = deadlines(Month(2026, 10), DeadlineRules()).due
    assert local(due + timedelta(microseconds=1)) == "Fri 2026-11-06 00:00"


def test_holidays_move_every_deadline() -> None:
    holidays = {date(2026, 10, 26), date(2026, 11, 5)}
    found = deadlines(Month(2026, 10), DeadlineRules(), holidays)
    assert (local(found.opens), local(found.due)) == ("Tue 2026-10-27 09:00", "Fri 2026-11-06 23:59")


def test_the_lock_never_comes_before_the_step_that_names_the_silent() -> None:
    rules = DeadlineRules(timely_days=15)
    found = deadlines(Month(2026, 10), rules)
    assert local(found.locks) == "Tue 2026-12-01 23:59"  # due 16 Nov, +10 workdays = 30 Nov, and the workday after
    assert found.locks > found.due


def test_labour_day_is_a_workday_and_weekends_are_not() -> None:
    assert is_workday(date(2026, 5, 1))
    assert not is_workday(date(2026, 5, 2))
    assert add_workdays(date(2026, 5, 1), 1) == date(2026, 5, 4)


def test_a_round_summary_goes_out_on_the_first_workday_after_its_last_month_is_due() -> None:
    assert local(round_summary_at(Month(2027, 3), DeadlineRules())) == "Tue 2027-04-06 09:00"
    assert local(round_summary_at(Month(2023, 3), DeadlineRules())) == "Thu 2023-04-06 09:00"


def test_a_month_counts_on_over_the_year() -> None:
    assert [Month(2026, 11).plus(n).key for n in (-11, -1, 0, 1, 2, 14)] == [
        "2025-12",
        "2026-10",
        "2026-11",
        "2026-12",
        "2027-01",
        "2028-01",
    ]


@pytest.mark.parametrize("text", ["2569-10", "2026-13", "26-10", "ตุลาคม", "2026/10", ""])
def test_a_month_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"month|Buddhist"):
        Month.parse(text)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-10-26T09:00", "2026-10-26T02:00:00+00:00"),
        ("2026-10-26", "2026-10-25T17:00:00+00:00"),
        ("2026-10-26T09:00+00:00", "2026-10-26T09:00:00+00:00"),
        ("2026-10-26T02:00:00Z", "2026-10-26T02:00:00+00:00"),
    ],
)
def test_an_instant_without_a_zone_is_bangkoks(text: str, utc: str) -> None:
    assert parse_instant(text).isoformat() == utc


@pytest.mark.parametrize("text", ["2569-10-26", "yesterday", "26/10/2026"])
def test_an_instant_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=text[:4]):
        parse_instant(text)
