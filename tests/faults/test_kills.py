"""kill -9 before and after every commit and every call and in transactions: nothing lost, nothing twice."""

from __future__ import annotations

import pytest

from tests.faults.city import City
from tests.faults.dying import Doom
from tests.faults.table import Row, Table

pytestmark = pytest.mark.slow
PATIENCE = 2.0
FIRST, SOME, STATEMENTS = (1,), (1, 2, 3), (2, 9, 33)  # the how manieth passing
POINTS: dict[str, dict[str, tuple[int, ...]]] = {
    "webhook": {"webhook.statement": (1, 2, 4), "webhook.commit.before": SOME, "webhook.commit.after": SOME},
    "worker": {"worker.statement": STATEMENTS, "worker.commit.before": SOME, "worker.commit.after": SOME},
    "replies": {f"replies.{at}": SOME for at in ("commit.before", "commit.after", "send.before", "send.after")},
    "pushes": {f"pushes.{at}": SOME for at in ("commit.before", "commit.after", "send.before", "send.after")},
    "tick": {
        "tick.statement": STATEMENTS,
        "tick.commit.before": (1, 2),
        "tick.commit.after": (1, 2),
        "tick.quota.before": FIRST,
        "tick.quota.after": FIRST,
    },
}


def die(city: City, row: Row, point: str, n: int) -> None:
    """Start a process that ends at a point, give it something to do, and see it end."""
    city.start(doom=Doom(point, n))
    city.traffic()
    city.push(4)
    assert city.bot
    row.times += 1
    if city.bot.wait(PATIENCE) is None:
        city.bot.kill()  # it never came so far: killed from outside, at no particular point
        row.missed += 1
    row.kills += 1


@pytest.mark.parametrize("role", POINTS)
def test_a_kill_at_every_point(city: City, table: Table, role: str) -> None:
    with table.row(city, f"kill -9 in the {role}, before and after each step") as row:
        for point, times in POINTS[role].items():
            city.turn()
            for n in times:
                die(city, row, point, n)
            city.start()
            city.settle()
    assert row.missed <= row.kills // 4, row
