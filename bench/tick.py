"""What a tick of the ladder costs, as a ratio to reckoning once how things stand (the floor that none can go below).

    python -m bench.tick [--rounds 5]

An agency of 8 divisions × 60 measures in which nobody has answered: a tick with nothing to send (the usual one, every
two minutes), the opening of a month with its 8 letters, and sending one of them. Medians count; absolute figures
drift, the ratios do not.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.turn import DIVISIONS, MEASURES, agency
from bot.line_draw import render
from handlers.letters import View
from models.dispatch import Result
from scheduler import quota
from scheduler.delivery import deliver_all
from scheduler.quota import Quota

OPENING = datetime(2026, 10, 26, 2, 0, tzinfo=UTC)


def timed(call: Callable[[], object]) -> float:
    """The seconds that a call takes."""
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


def one_round(folder: Path, number: int) -> tuple[float, float, float, float]:
    """Seconds of the floor, of the opening, of a tick with nothing to send, of sending one letter."""
    desk = agency(folder, f"tick{number}", 0)
    db, organisation_id = desk.db, desk.organisation_id

    def view() -> None:
        with db.read() as session:
            assert View.at(session, organisation_id, OPENING).open

    def tick(now: datetime) -> None:
        quota.run(db, organisation_id, now, now, lambda: Quota(300, 0))

    view()  # the first one fills caches
    floor = timed(view)
    opening = timed(lambda: tick(OPENING))
    idle = timed(lambda: tick(OPENING + timedelta(minutes=2)))
    sending = timed(lambda: deliver_all(db, organisation_id, render, lambda _p: Result("sent"), lambda: OPENING))
    db.close()
    return floor, opening, idle, sending / DIVISIONS


def main() -> None:
    """Print the medians of some rounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        found = [one_round(Path(folder), number) for number in range(rounds)]
    floor, opening, idle, sending = (statistics.median(values) for values in zip(*found, strict=True))
    print(f"{DIVISIONS} divisions x {MEASURES} measures, median of {rounds} rounds")
    print(f"how things stand, once   {floor * 1000:7.1f} ms   1.0")
    for name, seconds in (
        ("nothing to send", idle),
        ("opening, 8 letters", opening),
        ("sending one letter", sending),
    ):
        print(f"{name:24} {seconds * 1000:7.1f} ms   {seconds / floor:.1f}")


if __name__ == "__main__":
    main()
