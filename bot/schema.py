"""The version of the database: created when empty, refused when older, brought up by `migrate`."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, inspect, select

from models.database import Database

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


class SchemaRefused(RuntimeError):
    """The database has another version than this program; the sentence says what to do."""


def _config(connection: Connection | None = None) -> AlembicConfig:
    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def newest() -> str:
    """The revision that this program needs."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise SchemaRefused("the migrations folder is empty")
    return head


def known() -> frozenset[str]:
    """Every revision that this program knows."""
    return frozenset(s.revision for s in ScriptDirectory.from_config(_config()).walk_revisions())


def current(db: Database) -> str | None:
    """The revision of the database; None when it is empty. Raises SchemaRefused when it is no database of ours.

    Both questions are asked of one moment: another process may be migrating just now.
    """
    with db.read() as session:
        connection = session.connection()
        revision = MigrationContext.configure(connection).get_current_revision()
        if revision is None and inspect(connection).get_table_names():
            raise SchemaRefused(
                "the database has tables but no version of this program; it belongs to something else"
            )
    return revision


def migrate(db: Database) -> str:
    """Bring the database to the newest revision, creating it when empty; gives the revision. A newer one is refused.

    Several processes may start at once on an empty database: the first migrates, the others wait and find it done.
    """
    _refuse_newer(current(db))
    if db.is_sqlite:
        _to_wal(db)
    with db.engine.connect() as connection:
        if db.is_sqlite:
            connection.exec_driver_sql("commit")  # the pragma only works outside a transaction
            connection.exec_driver_sql("pragma foreign_keys=off")
            connection.exec_driver_sql("begin immediate")
        else:
            _must_hold_thai(connection)
            connection.execute(select(func.pg_advisory_xact_lock(0, 0)))  # models/organisations.py has the others
        command.upgrade(_config(connection), "head")
        connection.commit()
    db.close()
    return newest()


def _to_wal(db: Database) -> None:
    """Set WAL, once in the life of a file. SQLite does not wait its timeout when two processes do it at once."""
    for tries_left in reversed(range(100)):
        raw = db.engine.raw_connection()
        try:
            raw.cursor().execute("pragma journal_mode=wal")
            return
        except sqlite3.OperationalError:
            if not tries_left:
                raise
            time.sleep(0.1)
        finally:
            raw.close()


def _must_hold_thai(connection: Connection) -> None:
    encoding = connection.exec_driver_sql("show server_encoding").scalar()
    if encoding != "UTF8":
        raise SchemaRefused(
            f"the database is encoded as {encoding} and cannot hold Thai; "
            "make one with: createdb --encoding UTF8 --template template0 NAME"
        )


def ensure(db: Database) -> None:
    """Create an empty database; refuse an older or newer one with the command to run (SchemaRefused)."""
    found = current(db)
    if found is None:
        migrate(db)
    elif found != newest():
        _refuse_newer(found)
        raise SchemaRefused(
            f"the database is at version {found}, older than this program; run: python -m bot migrate"
        )


def _refuse_newer(found: str | None) -> None:
    if found is not None and found not in known():
        raise SchemaRefused(f"the database is at version {found}, newer than this program; install the newer program")


def draft(db: Database, message: str) -> None:
    """Write a new migration from the difference between the tables and the database (for developers)."""
    with db.engine.connect() as connection:
        command.revision(_config(connection), message, autogenerate=True)
