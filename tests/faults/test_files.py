"""Photos that break off, exports and migrations that are killed: whole or not there, and whole at the next try."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from openpyxl import load_workbook

from bot import schema
from models.database import Database
from tests import filling
from tests.faults.city import REPORTERS, City
from tests.faults.dying import Doom
from tests.faults.table import Row, Table
from tests.running import eventually
from tests.test_migrations import _config, revisions

pytestmark = pytest.mark.slow
PHOTOGRAPHER = REPORTERS - 1


def png(number: int) -> bytes:
    """A photo like no other."""
    return b"\x89PNG\r\n\x1a\n" + number.to_bytes(4, "big") + bytes(20_000)


def stored(city: City) -> list[bytes]:
    folder = city.data / "evidence" / "1"
    return [p.read_bytes() for p in folder.glob("*") if not p.name.startswith(".")] if folder.is_dir() else []


def test_photos_that_break_off(city: City, table: Table) -> None:
    """Half of the bytes, an error, nothing at all, and kills in between: each photo is there, whole, once."""
    with table.row(city, "a photo's download breaks off half-way, fails, hangs; kill -9 in it") as row:
        city.turn()
        city.start()
        for fault in ("cut-content", "500", "close", "202-content", "cut-content"):
            city.trouble(fault, "*/content")
            row.times += 1
        city.photo(PHOTOGRAPHER, png(1))
        eventually(lambda: png(1) in stored(city))
        points = [f"downloads.{at}" for at in ("fetch.before", "fetch.after", "replace.before", "replace.after")]
        for n, point in enumerate([*points, "downloads.commit.before", "downloads.commit.after"], 2):
            city.start(doom=Doom(point))
            city.photo(PHOTOGRAPHER, png(n))
            assert city.bot
            assert city.bot.wait(5) == -9, point
            row.kills += 1
            row.times += 1
        city.start()
        city.settle()
        assert sorted(stored(city)) == sorted(png(n) for n in range(1, 8))


def test_exports_that_are_killed(city: City, table: Table, tmp_path: Path) -> None:
    """The file is whole or not there, and the next export works."""
    out, plan = tmp_path / "report.xlsx", tmp_path / "plan.xlsx"
    report = ("report", "--year", "2570", "--round", "6m", "--out", str(out))
    export = ("plan", "export", str(plan), "--year", "2570")
    points = [("zip.before", 1), ("zip.after", 3), ("zip.before", 6), ("replace.before", 1), ("replace.after", 1)]
    with table.row(city, "kill -9 in an export of the report and of the plan") as row:
        for arguments, file in ((report, out), (export, plan)):
            for point, n in points:
                assert _dies(city, Doom(f"command.{point}", n), *arguments), (arguments[0], point)
                row.kills += 1
                row.times += 1
                if file.exists():
                    load_workbook(file)
                    file.unlink()
            run = city.nursery.start(city.town.environment, *arguments)
            assert run.wait(20) == 0
            load_workbook(file)
        city.turn()
        city.start()


def _dies(city: City, doom: Doom, *arguments: str) -> bool:
    return city.nursery.start(city.town.environment, *arguments, doom=doom).wait(20) == -9


POINTS = [("statement", n) for n in (1, 4, 9, 16, 25, 40)] + [("commit.before", 1), ("commit.after", 1)]


def test_migrations_that_are_killed(city: City, table: Table, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """From the first version, with rows in every table: the old version or the new one, and the next try goes on."""
    row = Row("kill -9 in a migration from the first version", "SQLite" if city.db.is_sqlite else "PostgreSQL")
    table.rows.append(row)
    row.result = "FAILS"
    began = time.monotonic()
    if city.db.is_sqlite:
        url = f"sqlite:///{tmp_path / 'old.db'}"
    else:
        server = request.getfixturevalue("own_server")
        url = server.url(server.create())
    db = Database(url)
    with db.engine.connect() as connection:
        command.upgrade(_config(connection), revisions()[0])
        connection.commit()
        held = filling.fill(connection)
        connection.commit()
    environment = {**city.town.environment, "DATABASE_URL": url.replace("+psycopg:", ":")}
    for point, n in POINTS:
        child = city.nursery.start(environment, "migrate", doom=Doom(f"command.{point}", n))
        assert child.wait(20) in (-9, 0), (point, n)
        row.kills += child.status() == -9
        row.times += 1
        db.close()
        expected = revisions()[-1 if point == "commit.after" else 0]
        assert schema.current(db) == expected, (point, n)
    assert city.nursery.start(environment, "migrate").wait(20) == 0
    with db.engine.connect() as connection:
        now = sa.MetaData()
        now.reflect(connection)
        for name, before in held.items():
            found = filling.rows(connection, now.tables[name])
            assert [{k: new[k] for k in old} for new, old in zip(found, before, strict=True)] == before, name
    db.close()
    row.seconds, row.result = time.monotonic() - began, "holds"
