"""An organisation's own calendar: holidays, deadlines and rounds as data, changed by commands, never backwards."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from models import holidays, organisations
from models.calendar import Month, Round, is_workday
from models.records import load_plans
from models.rules import RuleRefused, change, read_book
from models.tables import Organisation
from tests import cast
from tests.desk import FakeDesk
from tests.test_calendar import local
from tests.test_commands import SAMPLES, Office, office

__all__ = ["office"]
OCTOBER = Month(2026, 10)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 1, 2), False),  # added by the cabinet
        (date(2026, 4, 14), False),
        (date(2026, 5, 1), True),  # Labour Day is not the government's
        (date(2026, 5, 13), False),  # Royal Ploughing Ceremony
        (date(2026, 10, 23), False),
        (date(2026, 12, 7), False),  # in the place of Saturday the 5th
        (date(2027, 5, 3), True),  # nor is the day in the place of Labour Day
        (date(2027, 2, 22), False),
        (date(2028, 1, 3), False),
        (date(2028, 2, 29), True),
        (date(2028, 4, 17), False),
    ],
)
def test_the_years_that_come_with_the_program(day: date, works: bool) -> None:
    assert is_workday(day, holidays.shipped()) == works


@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_a_year_has_the_number_of_days_off_that_it_should(year: int) -> None:
    found = [day for day in holidays.shipped() if day.year == year]
    assert 16 <= len(found) <= 22
    assert all(day.weekday() < 5 for day in found)


def test_a_day_that_the_cabinet_adds_moves_the_deadline_and_a_day_taken_out_moves_it_back(office: Office) -> None:
    office.done("plan", "import", SAMPLES / "kudjok-2566.json")
    office.done("holidays", "add", "2023-02-06", "วันหยุดพิเศษ")
    assert "2023-02-06 Mon วันหยุดพิเศษ" in office.done("holidays", "list", "--year", "2566")
    office.done("holidays", "remove", "2023-02-06")
    assert "2566 has no table" in office.done("holidays", "list", "--year", "2566")


def test_a_year_is_filled_once(office: Office) -> None:
    assert "would be added" in office.done("holidays", "fill", "2573", "--dry-run")
    assert "วันสงกรานต์" in office.done("holidays", "fill", "2573")
    assert "2573 has a table" in office.refused("holidays", "fill", "2573")
    assert "Buddhist-era" in office.refused("holidays", "fill", "2030")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("holidays", "add", "2026-02-30", "x"), "is not a day"),
        (("holidays", "add", "2026-02-03", " "), "NAME"),
        (("holidays", "remove", "2026-02-03"), "is not in the holiday table"),
        (("deadlines", "--set", "timely_days"), "NAME=VALUE"),
        (("deadlines", "--set", "timely_days=x"), "not a number from 0 to 60"),
        (("deadlines", "--set", "colour=1"), "there is no rule 'colour'"),
        (("deadlines", "--set", "opens_at=9"), "not a time"),
        (("deadlines", "--set", "timely_days=30"), "closed before it is due"),
        (("deadlines", "--set", "late=9"), "must follow one another"),
        (("deadlines", "--rounds", "9m"), "are no rounds"),
    ],
)
def test_what_makes_no_sense_is_refused(office: Office, arguments: tuple[str, ...], sentence: str) -> None:
    assert sentence in office.refused(*arguments)


def test_a_change_counts_from_a_month_on_and_leaves_what_was_before() -> None:
    stored = change({"opens_day": 20}, {"timely_days": "10", "expiry_days": "40"}, Month(2027, 1))
    stored = change(stored, {"timely_days": "15"}, Month(2027, 4))
    book = read_book(stored)
    assert [(r.opens_day, r.timely_days, r.expiry_days) for r in map(book.of, (Month(2026, 12), Month(2027, 3)))] == [
        (20, 5, 25),
        (20, 10, 40),
    ]
    assert book.of(Month(2028, 1)).timely_days == 15


def test_a_change_in_between_must_make_sense_with_those_after_it() -> None:
    stored = change({}, {"timely_days": "20"}, Month(2027, 4))
    with pytest.raises(RuleRefused, match="closed before"):
        change(stored, {"expiry_days": "10"}, Month(2027, 1))


def test_what_was_in_time_stays_in_time_when_the_deadline_changes(desk: FakeDesk) -> None:
    sent = datetime(2026, 11, 4, 3, tzinfo=UTC)
    for said in ("ข้อ 1", "ยังไม่เริ่ม", "ไม่มี", "ส่ง"):
        desk.say("สมชาย", said, sent)
    with desk.db.write() as session:
        organisation = session.scalars(select(Organisation)).one()
        organisation.rules = change(organisation.rules, {"timely_days": "2"}, Month(2026, 11))
    with desk.db.read() as session:
        (stored,) = load_plans(session, desk.organisation_id)
        assert local(stored.deadlines(OCTOBER).due) == "Thu 2026-11-05 23:59"
        assert local(stored.deadlines(Month(2026, 11)).due) == "Wed 2026-12-02 23:59"


def test_a_holiday_moves_the_deadline_of_a_stored_plan(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        holidays.add(session, desk.organisation_id, {date(2026, 11, 5): "วันหยุดพิเศษ"}, cast.START)
        (stored,) = load_plans(session, desk.organisation_id)
    assert local(stored.deadlines(OCTOBER).due) == "Fri 2026-11-06 23:59"


def test_quarters_are_rounds_when_the_agency_says_so(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        organisation = session.scalars(select(Organisation)).one()
        organisation.rules = {"rounds": ["3m", "12m"]}
        (stored,) = load_plans(session, desk.organisation_id)
    assert [r.key for r in stored.rounds] == ["3m-1", "3m-2", "3m-3", "3m-4", "12m"]
    assert stored.round_of(Month(2027, 2)).key == "3m-2"
    assert [Round.parse(stored.fiscal_year, r.key) for r in stored.rounds] == list(stored.rounds)
    lines, _ = desk.tick(datetime(2027, 1, 6, 2, tzinfo=UTC))
    assert ("summary", "2570-3m-1", "ปลัด") in [(x.step, x.period, x.person) for x in lines]


def test_a_second_organisation_has_the_holidays_too(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        other = organisations.choose_or_add(session, "อบต.ใหม่", "อบต.ใหม่", cast.START)
        assert date(2026, 10, 23) in holidays.days(session, other.id)
        holidays.remove(session, other.id, date(2026, 10, 23), cast.START)
        assert date(2026, 10, 23) in holidays.days(session, desk.organisation_id)
