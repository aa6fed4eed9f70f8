"""A database of every earlier version, with rows in every table, is refused with the command to run, and brought up
by that command: the rows are still there, the tables are the program's, and people go on where they were."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot import schema
from bot.__main__ import main
from models import post_tables, tables
from models.base import Base
from models.database import Database
from models.records import ledger, load_plans
from models.say import as_text
from tests import filling
from tests.desk import FakeDesk
from tests.stores import Store

NOW = datetime(2026, 10, 26, 3, 30, tzinfo=UTC)
COMMANDS = {
    "serve": [],
    "clock": [],
    "tick": ["--json"],
    "plan import": [str(Path(__file__).resolve().parent.parent / "samples" / "plans" / "kudjok-2566.json")],
    "plan export": ["plan.json"],
    "plan assign": ["M1", "กองช่าง"],
    "invite": ["--role", "executive"],
    "report": ["--year", "2570", "--round", "6m", "--out", "report.xlsx"],
    "reopen": ["M1", "กองช่าง", "2026-10", "--reason", "x"],
    "replay": [],
}
__all__ = ["post_tables", "tables"]  # they fill the metadata


def _config(connection: sa.Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def revisions() -> list[str]:
    """Every revision, the first one first."""
    return [s.revision for s in reversed(list(ScriptDirectory.from_config(_config(None)).walk_revisions()))]


class Old:
    """A database at an earlier revision, filled, and the settings that name it."""

    def __init__(self, url: str) -> None:
        self.db = Database(url)
        self.held: dict[str, list[dict[str, object]]] = {}

    def make(self, revision: str) -> None:
        with self.db.engine.connect() as connection:
            command.upgrade(_config(connection), revision)
            connection.commit()
        with self.db.engine.connect() as connection:
            self.held = filling.fill(connection)
            connection.commit()

    def revision(self) -> str | None:
        return schema.current(self.db)


@pytest.fixture
def old(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Old:
    url = store.empty(tmp_path)
    for name in ("PUBLIC_URL", "SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", url.replace("postgresql+psycopg:", "postgresql:"))
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("LINE_API_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("LINE_CHANNEL_SECRET", "a-secret")
    monkeypatch.setenv("LINE_CHANNEL_ACCESS_TOKEN", "a-token")
    monkeypatch.chdir(tmp_path)
    return Old(url)


@pytest.mark.parametrize("revision", revisions())
def test_every_earlier_version_comes_up_with_its_data(
    old: Old, revision: str, capsys: pytest.CaptureFixture[str]
) -> None:
    old.make(revision)
    assert main(["migrate"]) == 0
    assert f"at version {revisions()[-1]}" in capsys.readouterr().out
    with old.db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        if old.db.is_sqlite:
            assert connection.exec_driver_sql("pragma foreign_key_check").all() == []
        now = sa.MetaData()
        now.reflect(connection)
        for name, held in old.held.items():
            found = filling.rows(connection, now.tables[name])
            assert [{k: row[k] for k in before} for row, before in zip(found, held, strict=True)] == held, name
    _goes_on(old.db)


def _goes_on(db: Database) -> None:
    """The plan and its answers are read, a step of the ladder is found, and a conversation goes on."""
    with db.read() as session:
        (stored,) = load_plans(session, 1)
        answered = [o for o in ledger(session, stored) if o.answer]
    assert [m.code for m in stored.measures.values()] == ["M1", "M2"]
    assert [(o.answer.status, o.answer.activity) for o in answered if o.answer] == [
        ("ongoing", "ประชุมประจำเดือน"),
        ("ongoing", "ประชุมประจำเดือน"),
    ]
    desk = FakeDesk(db)
    lines, _ = desk.tick(NOW)
    assert [line.step for line in lines] == ["open"] * len(lines)
    shown = desk.say("มาลี", "เมนู", NOW + timedelta(hours=1))
    shown += desk.say("สมชาย", "ข้าม", NOW + timedelta(hours=1))  # the draft that was open
    assert shown
    assert "ส่งครบทั้ง" in "".join(as_text(m) for m in desk.say("สมชาย", "สถานะ", NOW + timedelta(hours=2)))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_refuses_an_older_version_and_names_the_command(
    old: Old, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    revision = revisions()[-2]
    old.make(revision)
    assert main([*name.split(), *COMMANDS[name]]) == 2
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"the database is at version {revision}, older than this program; run: {MIGRATE}\n")
    assert old.revision() == revision


MIGRATE = "python -m bot migrate"


def test_the_oldest_version_is_refused_too(old: Old, capsys: pytest.CaptureFixture[str]) -> None:
    old.make(revisions()[0])
    assert main(["serve"]) == 2
    assert MIGRATE in capsys.readouterr().err


@pytest.mark.parametrize("name", ["serve", "migrate"])
def test_a_newer_version_is_refused(old: Old, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    schema.migrate(old.db)
    with old.db.write() as session:
        session.execute(sa.text("update alembic_version set version_num = '9999'"))
    assert main([name]) == 2
    assert "newer than this program" in capsys.readouterr().err


def test_a_migration_that_fails_changes_nothing(old: Old) -> None:
    old.make("0001")
    with old.db.write() as session:
        session.execute(sa.text("create table meeting (id integer)"))  # in the way of 0005
    assert main(["migrate"]) == 1
    assert old.revision() == "0001"
    with old.db.engine.connect() as connection:
        assert "bundle" not in sa.inspect(connection).get_table_names()  # of 0002
    with old.db.write() as session:
        session.execute(sa.text("drop table meeting"))
    assert main(["migrate"]) == 0


def test_several_that_start_at_once_make_an_empty_database_once(store: Store, tmp_path: Path) -> None:
    url = store.empty(tmp_path)
    failed: list[Exception] = []
    together = threading.Barrier(4)

    def start(n: int) -> None:
        db = Database(url)
        try:
            together.wait()
            while n > 1 and schema.current(db) is None:  # asks all the time, also when the tables just appear
                time.sleep(0.001)
            schema.ensure(db)
        except Exception as problem:
            failed.append(problem)
        finally:
            db.close()

    threads = [threading.Thread(target=start, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    db = Database(url)
    with db.read() as session:
        assert session.execute(sa.select(tables.Organisation.id)).all() == [(1,)]
    db.close()
