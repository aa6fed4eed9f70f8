"""Two clocks, a clock that jumps, a process that was away or stood still: every step once."""

from __future__ import annotations

import signal
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from models.post_tables import Outgoing, Reminder
from tests.faults.city import City, soon
from tests.faults.dying import Doom
from tests.faults.table import Table
from tests.running import eventually

pytestmark = pytest.mark.slow


def letters(city: City) -> Counter[str]:
    """How many letters of the ladder each person was sent so far."""
    query = select(Outgoing.line_id, Outgoing.id).join(Reminder, Reminder.outgoing_id == Outgoing.id).distinct()
    with city.db.read() as session:
        return Counter(row.line_id for row in session.execute(query.where(Outgoing.state == "sent")))


def test_two_clocks_at_the_same_step(city: City, table: Table) -> None:
    """Four processes tick at the same moment, four times."""
    with table.row(city, "four clocks at the same step, killed together") as row:
        for _ in range(4):
            city.turn()
            city.start()
            others = [city.nursery.start(city.town.environment, "clock", "--clock", city.local()) for _ in range(3)]
            city.traffic()
            city.push(2)
            soon(0.4)
            for other in others:
                other.kill()
            row.times += 1
            row.kills += 3
        city.start()


def test_away_over_many_steps(city: City, table: Table) -> None:
    """Nobody was there for a month and a half: one letter to each person, about the newest."""
    with table.row(city, "no process for 40 days") as row:
        assert city.bot
        city.bot.kill()
        away = city.instant + timedelta(days=40)
        while city.instant < away:
            city.turn()
        before = letters(city)
        city.start()
        city.settle()
        row.times = 1
        got = letters(city) - before
        assert got
        assert set(got.values()) == {1}


def test_a_clock_that_jumps(city: City, table: Table) -> None:
    """An hour back, an hour forward, forty days forward, and back: nobody is asked twice for one thing."""
    with table.row(city, "the clock jumps: 1 h back, 1 h on, 40 days on, and back") as row:
        city.turn()
        city.start()
        city.settle()
        real = city.instant
        jumps = (timedelta(hours=-1), timedelta(hours=1), timedelta(days=40), timedelta(days=42), timedelta())
        for jump in jumps:
            city.instant = real + jump
            before = letters(city)
            city.start()
            city.traffic()
            city.settle()
            assert all(n <= 1 for n in (letters(city) - before).values()), jump
            row.times += 1
        city.instant = real
    with city.db.read() as session:
        query = select(Reminder.step, Reminder.period, Reminder.person_id, Reminder.division_id)
        claims = [tuple(claim) for claim in session.execute(query)]
    assert len(claims) == len(set(claims))


def test_a_process_that_stood_still(city: City, table: Table) -> None:
    """It claims a message, stands still (SIGSTOP) while another sends it, and goes on: the key is known."""
    if city.db.is_sqlite:
        pytest.skip("one process on SQLite: one that stands still may hold the file's only lock")
    with table.row(city, "a sender stands still until its lease is over, then goes on") as row:
        city.turn()
        city.start()
        city.settle()
        assert city.bot
        for point in ("pushes.send.before", "pushes.send.after"):
            city.bot.kill()
            doom = Doom(point, 1, signal.SIGSTOP)
            still = city.nursery.start(city.town.environment, "clock", "--clock", city.local(), doom=doom)
            soon(1.5)  # its tick is over
            city.push(2)
            try:
                eventually(still.stopped)
                city.start()
                # Its other threads stand still too, perhaps in a transaction: then the server ends that after 60 s.
                city.settle(90)
                still.send(signal.SIGCONT)
                soon(0.5)
            finally:
                still.kill()
            row.times += 1
            row.kills += 1
