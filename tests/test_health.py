"""/healthz means something; the watcher outside hears of every tick that went well, its address stays secret."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from bot import health, heartbeat
from bot.heartbeat import Watcher
from bot.settings import SettingsError, load
from models import heartbeats, outbox
from models.database import Database
from models.post_tables import InboundEvent, Outgoing
from models.say import Text
from tests import cast
from tests.desk import FakeDesk

NOW = datetime(2026, 10, 26, 3, 0, tzinfo=UTC)
STARTED = NOW - timedelta(days=1)


def look(db: Database, *, now: datetime = NOW, started: datetime = STARTED, alive: bool = True) -> dict[str, Any]:
    return health.look(db, 1, now, started, alive)


def tick(db: Database, at: datetime) -> None:
    with db.write() as session:
        heartbeats.beat(session, 1, heartbeats.TICK, at)


def test_all_is_well(db: Database) -> None:
    tick(db, NOW - timedelta(minutes=3))
    assert look(db) == {
        "ok": True,
        "database": "writable",
        "threads": "alive",
        "clock": "alive",
        "last_tick_seconds": 180,
        "events_waiting": 0,
        "events_failed": 0,
        "oldest_event_seconds": 0,
        "oldest_unsent_seconds": 0,
    }


def test_a_clock_that_stands_anywhere_is_not_well(db: Database) -> None:
    assert look(db, started=NOW)["ok"]  # a new installation has a while for its first tick
    assert look(db)["clock"] == "stands"
    tick(db, NOW - timedelta(hours=1))
    found = look(db, started=NOW)
    assert (found["ok"], found["clock"], found["last_tick_seconds"]) == (False, "stands", 3600)
    tick(db, NOW)  # in another process
    assert look(db)["ok"]


def test_what_waits_too_long_is_not_well(desk: FakeDesk) -> None:
    tick(desk.db, NOW)
    with desk.db.write() as session:
        outbox.push(session, 1, cast.line_id("สมชาย"), 1, [Text("x")], NOW - timedelta(hours=2))
    found = look(desk.db)
    assert (found["ok"], found["oldest_unsent_seconds"]) == (False, 7200)
    with desk.db.write() as session:
        session.scalars(select(Outgoing)).one().next_try_at = NOW + timedelta(hours=8)  # waits for its hour
    assert look(desk.db)["ok"]


@pytest.mark.parametrize(("state", "well"), [("new", False), ("failed", True)])
def test_events_that_wait_or_failed_are_counted(desk: FakeDesk, state: str, well: bool) -> None:
    tick(desk.db, NOW)
    with desk.db.write() as session:
        received = NOW - timedelta(minutes=10)
        session.add(
            InboundEvent(
                organisation_id=1, event_id="e", occurred_at=received, received_at=received, body="{}", state=state
            )
        )
    found = look(desk.db)
    assert (found["ok"], found["events_waiting"] + found["events_failed"]) == (well, 1)


def test_dead_threads_are_not_well(db: Database) -> None:
    tick(db, NOW)
    assert look(db, alive=False)["ok"] is False


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)  # its trigger is SQLite's
def test_a_database_that_can_only_be_read_is_not_well(db: Database) -> None:
    tick(db, NOW)
    with db.write() as session:
        session.execute(
            text("create trigger full before update on organisation begin select raise(abort, 'disk'); end")
        )
    found = look(db)
    assert found == {"ok": False, "database": "IntegrityError"}


# --- The watcher outside


class Ear:
    """A watcher that counts who calls, and answers with a status."""

    def __init__(self, status: int = 200) -> None:
        self.heard: list[str] = []
        ear = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                ear.heard.append(self.path)
                self.send_response(status)
                self.end_headers()

            def log_message(self, *_args: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/ping/secret-of-the-watcher"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def ear() -> Iterator[Ear]:
    found = Ear()
    yield found
    found.server.shutdown()


def test_the_watcher_is_told_at_most_once_a_minute(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    watcher = Watcher(ear.url)
    watcher.tell()
    watcher.tell()
    assert ear.heard == ["/ping/secret-of-the-watcher"]
    monkeypatch.setattr(heartbeat, "AT_MOST_EVERY", 0)
    watcher.tell()
    assert len(ear.heard) == 2


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/secret", "http://127.0.0.1:1/a b/secret", "http://[/secret"])
def test_a_watcher_that_cannot_be_reached_is_only_a_line(url: str, caplog: pytest.LogCaptureFixture) -> None:
    Watcher(url).tell()
    Watcher("").tell()
    (line,) = caplog.records
    assert line.getMessage() == "the outside watcher was not reached"
    assert "secret" not in str(vars(line))


def test_a_refusal_is_only_a_line(caplog: pytest.LogCaptureFixture) -> None:
    ear = Ear(500)
    Watcher(ear.url).tell()
    ear.server.shutdown()
    assert "refused" in caplog.text
    assert "secret" not in str(vars(caplog.records[0]))


def test_a_wrong_address_is_refused_without_repeating_it(tmp_path: Path) -> None:
    for wrong in ("ping.example/secret", "ftp://x/secret", "https://"):
        with pytest.raises(SettingsError, match="HEARTBEAT_URL") as refused:
            load({"DATA_DIR": str(tmp_path), "HEARTBEAT_URL": wrong}, tmp_path)
        assert "secret" not in str(refused.value)
    assert "secret" not in repr(load({"DATA_DIR": str(tmp_path), "HEARTBEAT_URL": "https://x/secret"}, tmp_path))
