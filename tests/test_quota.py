"""The monthly quota: what waits when it will not reach, what is told, and what a run has sent."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from models.post_tables import Outgoing
from models.say import as_text
from models.tables import Person
from scheduler import ladder, quota
from scheduler.quota import Quota
from tests import agency
from tests.desk import FakeDesk
from tests.test_ladder_steps import LATE, NUDGE, OPENING, big, states

__all__ = ["big"]


def run(desk: FakeDesk, now: datetime, left: int | None) -> list[ladder.Line]:
    known = Quota(None, 0) if left is None else Quota(300, 300 - left)
    return quota.run(desk.db, desk.organisation_id, now, now, lambda: known)


def test_the_lower_ranks_wait_when_the_quota_will_not_reach(big: FakeDesk) -> None:
    """On the 2nd of November the late steps and the opening of the 25th can still cost pushes of that month."""
    run(big, OPENING, None)
    lines = run(big, NUDGE, 40)
    assert {line.reason for line in lines if line.step == "nudge"} == {"quota"}
    lines = run(big, NUDGE, 300)
    assert [line.reason for line in lines if line.step == "nudge"] == [""] * 8


def test_the_opening_uses_what_is_left(big: FakeDesk) -> None:
    lines = run(big, OPENING, 3)
    assert Counter(line.reason for line in lines) == {"": 3, "quota": 5}


def test_a_used_up_quota_is_told_to_the_secretary_once(big: FakeDesk) -> None:
    run(big, OPENING, 0)
    run(big, OPENING + timedelta(hours=1), 0)
    told = [as_text(m) for m in big.say("นิภา", "สวัสดี", OPENING + timedelta(hours=2))]
    assert sum("โควตาข้อความของเดือนนี้หมดแล้ว" in t for t in told) == 1
    assert "๘ รายการ" in told[0]
    assert all("โควตา" not in as_text(m) for m in big.say("นิภา", "สวัสดี", OPENING + timedelta(hours=3)))


def test_what_the_quota_held_is_sent_or_dropped_when_the_month_turns(big: FakeDesk) -> None:
    """Queued before LINE said that nothing is left: the opening is sent anew, the nudge is history by then."""
    run(big, OPENING, None)
    with big.db.write() as session:
        for row in session.scalars(select(Outgoing).where(Outgoing.kind == "push")):
            row.state = "held"
    assert run(big, OPENING + timedelta(days=1), 0) != [], "still held"
    lines = run(big, LATE, 200)
    assert {(line.step, line.merged) for line in lines if line.person in agency.REPORTERS} == {
        ("late", ("open 2026-10",))
    }
    assert states(big) == {"dropped": 8, "pending": 16}


def test_a_month_is_forecast(big: FakeDesk) -> None:
    with big.db.read() as session:
        found = quota.forecast(session, big.organisation_id, datetime(2026, 11, 1, tzinfo=UTC))
    assert [(f.step, f.period, f.cost) for f in found] == [
        ("nudge", "2026-10", 8),
        ("late", "2026-10", 16),
        ("late_again", "2026-10", 8),
        ("head", "2026-10", 8),
        ("listed", "2026-10", 1),
        ("digest", "2026-10", 3),
        ("named", "2026-10", 0),  # in the same letter
        ("open", "2026-11", 8),
    ]


# --- What a run has sent -------------------------------------------------------------------------------------


def test_after_a_run_the_secretary_sees_one_line_on_the_next_free_reply(big: FakeDesk) -> None:
    with big.db.write() as session:
        people = {p.name: p for p in session.scalars(select(Person))}
        for name in (agency.REPORTERS[0], agency.DEPUTIES[0]):
            people[name].unreachable_since = OPENING - timedelta(days=1)
    big.tick(OPENING)
    run(big, OPENING + timedelta(minutes=2), 200)
    told = big.say("นิภา", "สวัสดี", OPENING + timedelta(hours=1))
    assert as_text(told[0]) == "เปิดรับรายงาน ต.ค. ๖๙: ส่งข้อความถึง ๗/๘ คน: ๑ บล็อกบอท"
    assert "ส่งข้อความถึง" not in as_text(big.say("นิภา", "สวัสดี", OPENING + timedelta(hours=2))[0])
    assert "ส่งข้อความถึง ๗/๘ คน" in as_text(big.say("นิภา", "ผลการเตือน", OPENING + timedelta(hours=2))[0])
