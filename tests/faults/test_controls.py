"""The campaign sees what it looks for: with one protection taken away its check must fail."""

from __future__ import annotations

import time

import pytest

from tests.faults.checker import check
from tests.faults.city import City
from tests.faults.dying import Doom
from tests.faults.table import Row, Table

pytestmark = pytest.mark.slow
CONTROLS = {  # what is taken away, where it kills, what the check must find
    "new_keys": ("a new key for each try", "pushes.send.after", "twice"),
    "marked_first": ("marked as sent before the call", "pushes.send.before", "lost"),
    "claimed_later": ("a step claimed after its push was queued", "tick.between", "twice"),
    "acknowledged_first": ("acknowledged before the commit", "worker.late", "lost"),
}


def test_each_protection_is_needed(small_city: City, table: Table) -> None:
    """One after another on the same set-up: each must add its own kind of damage."""
    before = {"lost": 0, "twice": 0}
    for without, (words, point, damage) in CONTROLS.items():
        began = time.monotonic()
        row = Row(f"control: {words}", "SQLite" if small_city.db.is_sqlite else "PostgreSQL")
        table.rows.append(row)
        small_city.turn()
        for _ in range(2):
            small_city.start(doom=Doom(point), without=without)
            small_city.traffic()
            small_city.push(4)
            assert small_city.bot
            assert small_city.bot.wait(4) is not None, f"{without} never came to {point}"
            row.kills += 1
            row.times += 1
        small_city.start(without="" if without == "acknowledged_first" else without)
        small_city.settle()
        found = check(small_city)
        added = {"lost": found.lost - before["lost"], "twice": found.twice - before["twice"]}
        before = {"lost": found.lost, "twice": found.twice}
        row.found.lost, row.found.twice = added["lost"], added["twice"]
        row.seconds = time.monotonic() - began
        row.result = "fails, as it must" if added[damage] else "NOT SEEN"
        assert added[damage] > 0, (without, found.problems)
