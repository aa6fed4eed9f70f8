"""Writers are let through in the order in which they came, so that none waits for ever."""

from __future__ import annotations

import threading
import time

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models.database import Database


def test_writers_go_in_turn(db: Database) -> None:
    order: list[int] = []

    def write(n: int) -> None:
        with db.write() as session:
            session.execute(text("select 1"))
            order.append(n)

    with db.write():
        threads = []
        for n in range(8):
            threads.append(threading.Thread(target=write, args=(n,)))
            threads[-1].start()
            time.sleep(0.02)  # so that they come in this order
    for thread in threads:
        thread.join(timeout=10)
    assert order == list(range(8))


def test_a_writer_is_not_starved_by_others_that_write_without_pause(db: Database) -> None:
    stop = threading.Event()

    def busy() -> None:
        while not stop.is_set():
            with db.write() as session:
                session.execute(text("update organisation set name = name"))

    threads = [threading.Thread(target=busy) for _ in range(6)]
    for thread in threads:
        thread.start()
    waits = []
    for _ in range(50):
        start = time.monotonic()
        with db.write() as session:
            session.execute(text("select 1"))
        waits.append(time.monotonic() - start)
    stop.set()
    for thread in threads:
        thread.join(timeout=10)
    assert max(waits) < 5


def test_a_failed_transaction_hands_the_turn_on(db: Database) -> None:
    for _ in range(2):
        with pytest.raises(DBAPIError, match="nowhere"), db.write() as session:
            session.execute(text("select * from nowhere"))
    with db.write() as session:
        assert session.execute(text("select 1")).scalar() == 1
