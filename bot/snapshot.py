"""A consistent copy of the database while it is used: VACUUM INTO for SQLite, pg_dump for PostgreSQL; and back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, inspect, make_url, text

from bot.inputs import Refused
from bot.settings import environment
from models.database import Database

SECONDS = 3600  # that pg_dump or pg_restore may take
_FILES = text("select distinct organisation_id, sha256 from evidence where sha256 is not null and state in (:a, :b)")


@contextmanager
def copied(db: Database, target: Path) -> Iterator[Connection]:
    """Write a copy to `target`; gives a connection that sees exactly what was copied."""
    if db.is_sqlite:
        raw = db.engine.raw_connection()
        try:
            raw.cursor().execute("vacuum into ?", (str(target),))
        except sqlite3.Error as problem:
            raise Refused(f"the database cannot be copied: {problem}") from None
        finally:
            raw.close()
        check_sqlite(target)
        engine = create_engine(f"sqlite:///{target}")
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()
        return
    with db.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        snapshot = str(connection.scalar(text("select pg_export_snapshot()")))
        _run(db.engine, "pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}")
        yield connection


def check_sqlite(path: Path) -> None:
    """Refuse a file whose inside is damaged."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            found = connection.execute("pragma integrity_check").fetchone()[0]
    except sqlite3.DatabaseError:
        found = "unreadable"
    if found != "ok":
        raise Refused("the copy of the database is damaged (integrity check); keep older backups, look at the disk")


def counts(connection: Connection) -> dict[str, int]:
    """The rows of every table there is, whatever version it has."""
    quote = connection.dialect.identifier_preparer.quote
    names = sorted(inspect(connection).get_table_names())
    return {n: int(connection.scalar(text(f"select count(*) from {quote(n)}")) or 0) for n in names}  # noqa: S608


def evidence_of(connection: Connection) -> list[tuple[int, str]]:
    """The organisation and hash of every file that the copy names."""
    found = connection.execute(_FILES, {"a": "stored", "b": "same"})
    return sorted((int(organisation), str(sha256)) for organisation, sha256 in found)


def is_empty(db: Database) -> bool:
    """Whether a database holds nothing yet; an SQLite file need not exist."""
    if db.is_sqlite and not sqlite_file(db).exists():
        return True
    with db.engine.connect() as connection:
        return not inspect(connection).get_table_names()


def sqlite_file(db: Database) -> Path:
    """Where an SQLite database lies."""
    name = db.engine.url.database
    if not name or name == ":memory:":
        raise Refused("a database in memory cannot be backed up or restored")
    return Path(name).absolute()


def bring_back(db: Database, copy: Path) -> None:
    """Make a copy the database. It must be empty before. An SQLite file appears whole or not at all."""
    if not db.is_sqlite:
        _run(db.engine, "pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", "--no-acl", str(copy))
        return
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("pragma journal_mode=wal")
    place = sqlite_file(db)
    near = place.with_name(f".restored-{place.name}")  # DATA_DIR may be another disk
    shutil.copyfile(copy, near)
    with near.open("rb") as file:
        os.fsync(file.fileno())
    db.close()
    for leftover in (f"{place}-wal", f"{place}-shm"):
        Path(leftover).unlink(missing_ok=True)
    os.replace(near, place)


def _run(engine: Engine, program: str, *options: str) -> None:
    """One of PostgreSQL's own programs. The password goes through its environment, not its command line."""
    path = shutil.which(program)
    if path is None:
        raise Refused(f"{program} is not installed; it comes with PostgreSQL's client programs (postgresql-client)")
    url = make_url(engine.url)
    database = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    more = {"PGPASSWORD": str(url.password)} if url.password else {}
    command = [path, "--no-password", f"--dbname={database}", *options]
    done = subprocess.run(  # noqa: S603
        command, env=environment(more), capture_output=True, text=True, timeout=SECONDS, check=False
    )
    if done.returncode != 0:
        said = (done.stderr.strip().splitlines() or ["it gave no reason"])[-1]
        raise Refused(f"{program} failed: {said}")
