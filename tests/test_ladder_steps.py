"""The ladder over a whole month: who gets which letter when, what it costs, and what holds it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.line_draw import render
from models.calendar import BANGKOK, Month, at
from models.database import Database
from models.dispatch import Parcel, Result
from models.post_tables import Outgoing, Reminder
from models.say import as_text, from_json
from models.steps import OFFICE_HOURS
from models.tables import CalendarEntry, Holiday, Organisation
from scheduler import ladder
from scheduler.delivery import deliver_all, deliver_next
from tests import agency, cast
from tests.desk import FakeDesk
from tests.stores import Store

OPENING = datetime(2026, 10, 26, 2, 0, tzinfo=UTC)  # Monday 09:00 in Bangkok
NUDGE = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
LATE = datetime(2026, 11, 6, 2, 0, tzinfo=UTC)


@pytest.fixture
def big(db: Database) -> FakeDesk:
    """The agency of eight divisions."""
    agency.people_of(db)
    return FakeDesk(db)


def mornings(first: date, last: date) -> Iterator[datetime]:
    day = first
    while day <= last:
        yield at(day, OFFICE_HOURS[0]) + timedelta(minutes=30)
        day += timedelta(days=1)


def letters(desk: FakeDesk, first: date, last: date) -> list[str]:
    """Every letter of some days, one a line: when, its newest step, whom, what was merged."""
    found = []
    for now in mornings(first, last):
        lines, pushed = desk.tick(now)
        sent = [line for line in lines if line.outgoing_id]
        assert len(pushed) == len(sent), "one message per person"
        found += [_shown(now, line) for line in sent]
    return found


def _shown(now: datetime, line: ladder.Line) -> str:
    merged = f" + {', '.join(line.merged)}" if line.merged else ""
    return f"{now.astimezone(BANGKOK):%d/%m %H.%M} {line.step} {line.period} {line.person}{merged}"


def test_a_month_in_which_nobody_answers(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        organisation = session.scalars(select(Organisation)).one()
        cast.join(session, organisation, "อารี", "reporter", "กองช่าง")
        cast.join(session, organisation, "หัวหน้าช่าง", "head", "กองช่าง")
    assert letters(desk, date(2026, 10, 1), date(2026, 11, 24)) == [
        "26/10 09.00 open 2026-10 สมชาย",
        "26/10 09.00 open 2026-10 มาลี",
        "02/11 09.00 nudge 2026-10 สมชาย",
        "02/11 09.00 nudge 2026-10 มาลี",
        "06/11 09.00 late 2026-10 สมชาย",
        "06/11 09.00 late 2026-10 มาลี",
        "06/11 09.00 late 2026-10 อารี",
        "10/11 09.00 late_again 2026-10 สมชาย",
        "10/11 09.00 late_again 2026-10 มาลี",
        "10/11 09.00 head 2026-10 หัวหน้าช่าง",
        "12/11 09.00 listed 2026-10 นิภา",
        "19/11 09.00 named 2026-10 ปลัด + digest 2026-10",
    ]


def test_what_a_month_costs_in_pushes(big: FakeDesk, capsys: pytest.CaptureFixture[str]) -> None:
    """DESIGN.md section 8, "Pushes": at most 60 when nobody answers, under 40 in a typical month."""
    silent = letters(big, date(2026, 10, 25), date(2026, 11, 24))
    with capsys.disabled():
        print(f"\npushes of a month in which nobody answers, 8 divisions: {len(silent)}")
    assert len(silent) <= 60


def test_what_a_typical_month_costs(big: FakeDesk, capsys: pytest.CaptureFixture[str]) -> None:
    """Half answer the card, three quarters by the nudge, nine tenths by the due day."""
    sent = letters(big, date(2026, 10, 25), date(2026, 10, 26))
    answer(big, agency.REPORTERS[:4], OPENING + timedelta(hours=1))
    sent += letters(big, date(2026, 10, 27), date(2026, 11, 2))
    answer(big, agency.REPORTERS[4:6], NUDGE + timedelta(hours=1))
    answer(big, agency.REPORTERS[6:7], NUDGE + timedelta(days=2))
    sent += letters(big, date(2026, 11, 3), date(2026, 11, 24))
    with capsys.disabled():
        print(f"\npushes of a typical month, 8 divisions: {len(sent)}")
    assert len(sent) < 40
    assert Counter(line.split()[2] for line in sent) == {
        "open": 8,
        "nudge": 4,
        "late": 2,
        "late_again": 1,
        "head": 1,
        "listed": 1,
        "named": 3,
    }


def answer(desk: FakeDesk, who: tuple[str, ...], now: datetime) -> None:
    """Everything of the month, by words."""
    for person in who:
        desk.say(person, "ข้อ 1 กับ 2 ยังไม่เริ่ม รองบประมาณ", now)
        said = desk.tap(person, "ส่งทั้งหมด", now) if _sees(desk, person, "ส่งทั้งหมด") else desk.say(person, "ส่ง", now)
        assert said


def _sees(desk: FakeDesk, who: str, label: str) -> bool:
    return any(c.label == label for c in desk.seen.get(who, []))


def test_down_for_three_days_everything_due_is_one_letter_each(desk: FakeDesk) -> None:
    letters(desk, date(2026, 10, 26), date(2026, 11, 4))
    assert letters(desk, date(2026, 11, 12), date(2026, 11, 12)) == [
        "12/11 09.00 late_again 2026-10 สมชาย + late 2026-10",
        "12/11 09.00 late_again 2026-10 มาลี + late 2026-10",
        "12/11 09.00 listed 2026-10 นิภา",
    ]
    assert letters(desk, date(2026, 11, 13), date(2026, 11, 18)) == []


def test_a_nudge_makes_no_sense_after_the_due_day(desk: FakeDesk) -> None:
    letters(desk, date(2026, 10, 26), date(2026, 10, 26))
    assert all("nudge" not in line for line in letters(desk, date(2026, 11, 6), date(2026, 11, 6)))


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(hours=1), timedelta(days=40)])
def test_a_clock_that_jumps_repeats_nothing_and_sends_no_month_that_has_not_come(
    desk: FakeDesk, jump: timedelta
) -> None:
    desk.tick(OPENING)
    lines, _ = desk.tick(OPENING + jump)
    assert all(at(Month.parse(line.period).first_day, OFFICE_HOURS[0]) < OPENING + jump for line in lines)
    desk.tick(OPENING)
    letters(desk, date(2026, 10, 27), date(2026, 11, 24))
    with desk.db.read() as session:
        claims = [(r.step, r.period, r.person_id, r.division_id) for r in session.scalars(select(Reminder))]
    assert len(claims) == len(set(claims))
    steps = {(step, period) for step, period, _, _ in claims}
    assert {("open", "2026-10"), ("late_again", "2026-10"), ("listed", "2026-10")} <= steps


# --- At the moment of sending --------------------------------------------------------------------------------


class Line:
    """What LINE was sent, and what it answers next."""

    def __init__(self) -> None:
        self.sent: list[Parcel] = []
        self.answers: list[Result] = []

    def send(self, parcel: Parcel) -> Result:
        result = self.answers.pop(0) if self.answers else Result("sent")
        if result.outcome == "sent":
            self.sent.append(parcel)
        return result

    def words(self) -> str:
        return "\n".join(p.body.decode() for p in self.sent)


def queue(desk: FakeDesk, now: datetime) -> None:
    with desk.db.write() as session:
        ladder.tick(session, desk.organisation_id, now, now)


def states(desk: FakeDesk) -> Counter[str]:
    with desk.db.read() as session:
        return Counter(session.scalars(select(Outgoing.state).where(Outgoing.kind == "push")))


def test_who_answers_between_the_tick_and_the_sending_gets_no_reminder(desk: FakeDesk) -> None:
    line = Line()
    queue(desk, OPENING)
    answer(desk, ("สมชาย",), OPENING + timedelta(seconds=20))
    deliver_all(desk.db, desk.organisation_id, render, line.send, lambda: OPENING + timedelta(minutes=1))
    assert states(desk) == {"sent": 1, "dropped": 1}
    assert [p.line_id for p in line.sent if p.kind == "push"] == [cast.line_id("มาลี")]


def test_a_letter_says_how_things_stand_when_it_is_sent(desk: FakeDesk) -> None:
    line = Line()
    queue(desk, OPENING)
    for said in ("ข้อ 1", "ยังไม่เริ่ม", "ไม่มี", "ส่ง"):
        desk.say("สมชาย", said, OPENING + timedelta(seconds=20))
    deliver_all(desk.db, desk.organisation_id, render, line.send, lambda: OPENING + timedelta(minutes=1))
    to_him = [p.body.decode() for p in line.sent if p.line_id == cast.line_id("สมชาย") and p.kind == "push"]
    assert "ยังขาด ๑ จาก ๒ ข้อ" in to_him[0]


def test_who_goes_on_leave_before_the_sending_is_passed_over_for_the_deputy(big: FakeDesk) -> None:
    line = Line()
    queue(big, OPENING)
    big.say(agency.REPORTERS[0], "ลาถึงวันศุกร์", OPENING + timedelta(seconds=20))
    deliver_all(big.db, big.organisation_id, render, line.send, lambda: OPENING + timedelta(minutes=1))
    assert cast.line_id(agency.REPORTERS[0]) not in {p.line_id for p in line.sent if p.kind == "push"}
    lines, _ = big.tick(OPENING + timedelta(minutes=2))
    assert [line.person for line in lines if line.outgoing_id] == [agency.DEPUTIES[0]]


def test_a_try_that_failed_before_the_office_closed_waits_for_the_morning(desk: FakeDesk) -> None:
    line, now = Line(), datetime(2026, 10, 30, 9, 29, tzinfo=UTC)  # Friday 16:29
    queue(desk, now)
    line.answers = [Result("again", error="429")] * 2
    clock = [now]

    def deliver() -> None:
        while deliver_next(desk.db, desk.organisation_id, render, line.send, lambda: clock[0]):
            pass

    deliver()
    for clock[0] in (now + timedelta(minutes=5), now + timedelta(hours=20), now + timedelta(days=1)):
        deliver()
    assert line.sent == []
    assert states(desk) == {"pending": 2}
    clock[0] = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)  # Monday 08:30
    deliver()
    assert len(line.sent) == 2


def test_an_unclear_try_is_not_repeated_when_its_key_would_be_too_old(desk: FakeDesk) -> None:
    line, now = Line(), datetime(2026, 10, 30, 9, 29, tzinfo=UTC)  # Friday 16:29
    queue(desk, now)
    line.answers = [Result("again", error="ReadTimeoutError", unclear=True)] * 2
    deliver_all(desk.db, desk.organisation_id, render, line.send, lambda: now)
    deliver_all(desk.db, desk.organisation_id, render, line.send, lambda: now + timedelta(minutes=5))
    deliver_all(desk.db, desk.organisation_id, render, line.send, lambda: datetime(2026, 11, 2, 1, 30, tzinfo=UTC))
    assert line.sent == []
    assert states(desk) == {"unknown": 2}


# --- Not twice within the floor, and tomorrow ----------------------------------------------------------------


def test_who_asks_for_tomorrow_is_reminded_then_and_not_before(desk: FakeDesk) -> None:
    desk.tick(OPENING)
    assert "วันอังคารที่ ๒๗ ต.ค. ๖๙ เวลา ๐๙.๐๐ น." in as_text(
        desk.say("สมชาย", "เตือนพรุ่งนี้", OPENING + timedelta(hours=1))[0]
    )
    assert desk.tick(OPENING + timedelta(hours=2)) == ([], {})
    lines, pushed = desk.tick(OPENING + timedelta(days=1))
    assert [(line.step, line.period, line.person) for line in lines] == [("snooze", "2026-10-27", "สมชาย")]
    assert "ฝากเตือน" in as_text(pushed[cast.line_id("สมชาย")][-1])
    assert desk.tick(OPENING + timedelta(days=2)) == ([], {})


def test_a_step_that_falls_due_meanwhile_waits_for_the_day_that_was_asked_for(desk: FakeDesk) -> None:
    desk.tick(OPENING)
    desk.say("สมชาย", "เตือนพรุ่งนี้", NUDGE - timedelta(minutes=30))
    lines, _ = desk.tick(NUDGE)
    assert ("nudge", "สมชาย", "snoozed") in [(line.step, line.person, line.reason) for line in lines]
    lines, _ = desk.tick(NUDGE + timedelta(days=1))
    assert [(line.step, line.person, line.merged) for line in lines] == [
        ("snooze", "สมชาย", ("nudge 2026-10",)),
    ]


def test_nobody_is_reminded_twice_within_the_floor(desk: FakeDesk) -> None:
    afternoon = NUDGE - timedelta(days=3) + timedelta(hours=6)  # Friday 15:00
    desk.tick(afternoon)
    lines, _ = desk.tick(NUDGE)
    assert {line.step for line in lines} == {"nudge"}, "Monday is far enough"
    with desk.db.write() as session:
        session.scalars(select(Organisation)).one().rules = {"floor_hours": 100}
    assert {line.reason for line in desk.tick(LATE)[0] if line.step == "late"} == {"reminded_lately"}
    assert {line.step for line in desk.tick(LATE + timedelta(days=3))[0] if line.outgoing_id} == {"late"}


def test_a_clock_that_is_set_back_does_not_shorten_the_floor(desk: FakeDesk) -> None:
    """Somebody else goes on leave meanwhile, so that a step falls to who was reminded an hour later."""
    with desk.db.write() as session:
        cast.join(session, session.scalars(select(Organisation)).one(), "อารี", "reporter", "กองช่าง")
    noon = LATE + timedelta(days=3, hours=3)  # Monday
    assert "อารี" in {line.person for line in desk.tick(noon)[0]}
    desk.say("สมชาย", "ลาถึงวันศุกร์", noon)
    lines, _ = desk.tick(noon - timedelta(hours=1))
    assert [(line.person, line.reason) for line in lines if line.person == "อารี"] == [("อารี", "reminded_lately")]
    lines, _ = desk.tick(noon + timedelta(days=1))
    assert [(bool(line.outgoing_id), line.reason) for line in lines if line.person == "อารี"] == [(True, "")]


# --- Deadlines inside measures, dates ------------------------------------------------------------------------


def test_a_deadline_inside_a_measure_has_its_own_step(big: FakeDesk) -> None:
    found = [line for line in letters(big, date(2027, 1, 20), date(2027, 1, 29)) if " inner " in line]
    assert len(found) == 8
    assert {line.split(" ")[0] for line in found} == {"25/01"}, "a week before, moved to Monday"


def test_a_date_of_the_secretary_is_warned_of_thirty_fourteen_and_seven_days_before(desk: FakeDesk) -> None:
    said = as_text(desk.say("นิภา", "กำหนดการ ส่งข้อมูล OIT 30 เม.ย. 70", datetime(2027, 3, 1, 3, tzinfo=UTC))[0])
    assert "ส่งข้อมูล OIT วันที่ ๓๐ เม.ย. ๗๐" in said
    found = [line for line in letters(desk, date(2027, 3, 2), date(2027, 4, 30)) if " date " in line]
    assert [line.split(" ")[0] for line in found] == ["31/03", "16/04", "23/04"], "Songkran is over on the 16th"


def test_a_warning_whose_time_had_passed_is_not_given(desk: FakeDesk) -> None:
    desk.say("นิภา", "กำหนดการ ประชุมชี้แจง 20 พ.ย. 69", datetime(2026, 11, 10, 3, tzinfo=UTC))
    found = [line for line in letters(desk, date(2026, 11, 10), date(2026, 11, 20)) if " date " in line]
    assert [line.split(" ")[0] for line in found] == ["13/11"]
    with desk.db.read() as session:
        assert session.scalars(select(CalendarEntry.name)).all() == ["ประชุมชี้แจง"]


# --- Any order of things -------------------------------------------------------------------------------------

MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("tick"), st.integers(-50, 400)),
        st.tuples(st.just("answer"), st.integers(0, 3)),
        st.tuples(st.just("snooze"), st.integers(0, 3)),
        st.tuples(st.just("leave"), st.integers(0, 3)),
    ),
    min_size=3,
    max_size=14,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
@example(moves=[("tick", 385), ("leave", 0), ("tick", -1)])  # a clock set back beside a leave
def test_whatever_happens_nothing_is_sent_twice_too_often_too_early_or_at_night(
    tmp_path: Path, store: Store, moves: list[tuple[str, int]]
) -> None:
    db = Database(store.fresh(tmp_path))
    try:
        with db.write() as session:
            organisation = cast.publish(session)
            for name, role, division in (*cast.CAST, ("อารี", "reporter", "กองช่าง"), ("หัวหน้า", "head", "กองช่าง")):
                cast.join(session, organisation, name, role, division)
        desk, now, who = FakeDesk(db), OPENING - timedelta(days=2), ("สมชาย", "มาลี", "อารี", "หัวหน้า")
        for what, number in moves:
            if what == "tick":
                now += timedelta(hours=number)
                desk.tick(now)
            elif what == "answer":
                desk.say(who[number], "ข้อ 1 ยังไม่เริ่ม ติดภารกิจอื่น", now)
                desk.say(who[number], "ส่ง", now)
            else:
                desk.say(who[number], "เตือนพรุ่งนี้" if what == "snooze" else "ลาถึงวันศุกร์", now)
        _nothing_wrong(db)
    finally:
        db.close()
        store.close()


def _nothing_wrong(db: Database) -> None:
    with db.read() as session:
        off = set(session.scalars(select(Holiday.day)))
        rows = session.scalars(select(Reminder).order_by(Reminder.at)).all()
        letters_of: dict[int, dict[str, datetime]] = {}
        for row in rows:
            local = row.at.astimezone(BANGKOK)
            assert local.weekday() < 5
            assert local.date() not in off
            assert OFFICE_HOURS[0] <= local.time() <= OFFICE_HOURS[1]
            if row.step in ladder.REMINDERS:
                letters_of.setdefault(row.person_id, {})[row.outgoing_id] = row.at
                if row.step != "snooze":
                    assert local.date() >= Month.parse(row.period).first_day
        for times in letters_of.values():
            found = sorted(times.values())
            assert all(b - a >= timedelta(hours=20) for a, b in pairwise(found))
        for outgoing in session.scalars(select(Outgoing).where(Outgoing.kind == "push")):
            assert from_json(outgoing.messages)
