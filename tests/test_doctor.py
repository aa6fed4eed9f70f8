"""The doctor: what is wrong and what to do, from an empty folder to a service at work; it never falls ill itself."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, text

from bot import doctor, look_inside, schema
from bot.findings import Finding
from bot.service import Clock
from bot.settings import Settings, load
from models import heartbeats, outbox
from models.database import Database
from models.post_tables import Outgoing
from models.say import Text
from models.tables import Holiday
from tests import cast
from tests.desk import FakeDesk
from tests.running import Phone, Town

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "plans" / "kudjok-2566.json"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    given = {
        "DATA_DIR": str(tmp_path / "data"),
        "LINE_CHANNEL_SECRET": "secret-of-the-channel",
        "PUBLIC_URL": "https://bot.example",
        "HEARTBEAT_URL": "https://watch.example/secret",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'bot.db'}",
    }
    return load(given, tmp_path)


def examined(settings: Settings) -> list[Finding]:
    with closing(Database(settings.database_url)) as db:
        return doctor.examine(settings, db, None)


def of(found: list[Finding], about: str, level: str = "") -> str:
    return "\n".join(f"{f.level} {f.what}; {f.todo}" for f in found if f.about == about and level in ("", f.level))


def test_an_empty_folder(settings: Settings) -> None:
    found = examined(settings)
    assert "run: python -m bot migrate" in of(found, "database", "fault")
    assert "LINE_CHANNEL_ACCESS_TOKEN is not set" in of(found, "settings", "fault")
    assert "evidence can be written" in of(found, "disk", "ok")
    assert not Path(settings.database_url.removeprefix("sqlite:///")).exists()  # nothing is made by looking


@pytest.mark.parametrize(
    ("url", "level"),
    [
        ("https://bot.example", "ok"),
        ("https://bot.example:8443", "ok"),
        ("http://bot.example", "fault"),
        ("bot.example", "fault"),
        ("https://bot.example/callback", "fault"),
        ("https://bot.example:port", "fault"),
        ("https://", "fault"),
    ],
)
def test_public_url(settings: Settings, url: str, level: str) -> None:
    found = list(look_inside.settings(replace(settings, public_url=url)))
    assert [f.level for f in found if "PUBLIC_URL" in f.what] == [level]


def test_a_short_key_and_two_secrets(settings: Settings) -> None:
    poor = replace(settings, secret_key="short", channel_secrets=("new-secret", "old-secret"), heartbeat_url="")
    found = list(look_inside.settings(poor))
    assert "only 5 letters" in of(found, "settings", "fault")
    assert "2 channel secrets" in of(found, "settings", "warning")
    assert "HEARTBEAT_URL" in of(found, "settings", "warning")
    assert "short" not in str(found).replace("shorter", "")
    assert "new-secret" not in str(found)


def test_no_secret_is_shown(settings: Settings) -> None:
    shown = str(examined(settings))
    assert settings.secret_key not in shown
    assert "secret-of-the-channel" not in shown
    assert "watch.example" not in shown


def _broken(url: str) -> None:
    Path(url.removeprefix("sqlite:///")).write_bytes(b"not a database at all" * 100)


def _foreign(url: str) -> None:
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        connection.execute("create table other (id integer)")


def _older(url: str) -> None:
    with closing(Database(url)) as db:
        schema.migrate(db)
        with db.write() as session:
            session.execute(text("update alembic_version set version_num = '0003'"))


def _newer(url: str) -> None:
    _older(url)
    with closing(Database(url)) as db, db.write() as session:
        session.execute(text("update alembic_version set version_num = '9999'"))


def _no_wal(url: str) -> None:
    with closing(Database(url)) as db:
        schema.migrate(db)
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        connection.execute("pragma journal_mode=delete")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_broken, "does not answer"),
        (_foreign, "belongs to something else"),
        (_older, "migrate"),
        (_newer, "newer than this program"),
        (_no_wal, "not WAL"),
    ],
)
def test_a_database_that_cannot_be_used(settings: Settings, spoil: Callable[[str], None], said: str) -> None:
    spoil(settings.database_url)
    assert said in of(examined(settings), "database", "fault")


def test_postgresql_that_is_not_there(settings: Settings) -> None:
    away = replace(settings, database_url="postgresql+psycopg://user:pass-word@127.0.0.1:1/db")
    found = examined(away)
    assert "PostgreSQL does not answer" in of(found, "database", "fault")
    assert "pass-word" not in str(found)


# --- What is stored


@pytest.fixture
def looked(desk: FakeDesk) -> Callable[[], list[Finding]]:
    """What is found in the cast's database."""
    return lambda: doctor._data(desk.db, None)


def test_the_cast_at_work(desk: FakeDesk, looked: Callable[[], list[Finding]]) -> None:
    now = Clock.wall()
    with desk.db.write() as session:
        for name in (heartbeats.TICK, heartbeats.BACKUP):
            heartbeats.beat(session, 1, name, now - timedelta(minutes=5))
    found = looked()
    assert [f for f in found if f.level == "fault"] == []
    assert "5 minutes ago" in of(found, "clock", "ok") + of(found, "backup", "ok")
    assert "3 measures of 2570" in of(found, "plan", "ok")
    assert f"those of {now.year}" in of(found, "holidays", "ok")
    assert "not made yet" in of(found, "menus", "warning")
    assert "4 people" in of(found, "menus", "warning")


def test_a_year_without_holidays(desk: FakeDesk, looked: Callable[[], list[Finding]]) -> None:
    with desk.db.write() as session:
        session.execute(delete(Holiday))
    assert f"no holiday table for {Clock.wall().year}" in of(looked(), "holidays", "warning")


def test_a_clock_that_stands_and_an_old_backup(desk: FakeDesk, looked: Callable[[], list[Finding]]) -> None:
    assert "never ticked" in of(looked(), "clock", "fault")
    assert "none was made" in of(looked(), "backup", "warning")
    with desk.db.write() as session:
        for name in (heartbeats.TICK, heartbeats.BACKUP):
            heartbeats.beat(session, 1, name, Clock.wall() - timedelta(days=20))
    assert "20 days ago" in of(looked(), "clock", "fault")
    assert "20 days ago" in of(looked(), "backup", "warning")


def test_messages_that_did_not_arrive(desk: FakeDesk, looked: Callable[[], list[Finding]]) -> None:
    with desk.db.write() as session:
        for state in ("held", "dead", "unknown", "dead", "pending"):
            row = outbox.push(session, 1, cast.line_id("สมชาย"), 1, [Text("x")], Clock.wall() - timedelta(hours=3))
            session.get_one(Outgoing, row).state = state
    said = of(looked(), "messages")
    for expected in ("warning 1 held", "warning 2 refused", "warning 1 may or may not", "fault one waits to be sent"):
        assert expected in said


def test_divisions_without_a_reporter_and_measures_without_an_owner(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        session.execute(text("update role set ended_at = since where name in ('reporter', 'secretary')"))
        session.execute(text("delete from assignment where measure_id = 3"))
    found = doctor._data(desk.db, None)
    assert "กองคลัง, กองช่าง" in of(found, "plan", "warning") or "กองช่าง" in of(found, "plan", "warning")
    assert "measures without an owner: M3" in of(found, "plan", "warning")
    assert "nobody is in charge" in of(found, "people", "warning")


def test_a_check_that_fails_is_a_finding(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        session.execute(text("drop table rich_menu"))
    found = doctor._data(desk.db, None)
    assert "cannot be examined: " in of(found, "menus", "fault")
    assert of(found, "plan", "ok")


# --- The service at work


@pytest.mark.slow
def test_a_service_at_work_and_what_line_says_of_it(tmp_path: Path) -> None:
    with Town(tmp_path, "2023-02-02T10:00") as town:
        assert town.run("doctor").returncode == 1
        town.start_line()
        town.done("plan", "import", str(SAMPLE))
        town.start_bot()
        Phone(town, "สมชาย").join("reporter", "กองช่าง")
        told = town.run("doctor")
        assert told.returncode == 0, told.stdout + town.run("doctor", "--json").stdout
        for expected in ("the token is good", "LINE calls", "got an answer", "left this month", "in WAL mode"):
            assert expected in told.stdout
        found = json.loads(town.run("doctor", "--json").stdout)
        assert found["ok"] is True
        assert {f["level"] for f in found["findings"]} == {"ok", "warning"}
        town.control("quota", {"limit": 10, "used": 10})
        town.environment["PUBLIC_URL"] = "https://elsewhere.example"
        told = town.run("doctor")
        assert told.returncode == 1
        assert "0 of 10 messages left" in told.stdout
        assert "not https://elsewhere.example/callback" in told.stdout
        town.environment["LINE_API_URL"] = "http://127.0.0.1:1"
        told = town.run("doctor")
        assert (told.returncode, "LINE cannot be reached" in told.stdout) == (1, True)
        assert told.stderr.count("Traceback") == 0
