"""The version of the database: created when empty, refused when older, brought up by `migrate`."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

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
    """The revision of the database; None when it is empty. Raises SchemaRefused when it is no database of ours."""
    with db.engine.connect() as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
        if revision is None and inspect(connection).get_table_names():
            raise SchemaRefused(
                "the database has tables but no version of this program; it belongs to something else"
            )
    return revision


def migrate(db: Database) -> str:
    """Bring the database to the newest revision, creating it when empty; gives the revision.

    WAL is set here once, because two processes switching a fresh file at once can fail (RUNTIME-FACTS.md).
    """
    current(db)
    if db.is_sqlite:
        raw = db.engine.raw_connection()
        try:
            raw.cursor().execute("pragma journal_mode=wal")
        finally:
            raw.close()
    with db.engine.connect() as connection:
        if db.is_sqlite:
            connection.exec_driver_sql("commit")  # the pragma only works outside a transaction
            connection.exec_driver_sql("pragma foreign_keys=off")
            connection.exec_driver_sql("begin immediate")
        command.upgrade(_config(connection), "head")
        connection.commit()
    db.close()
    return newest()


def ensure(db: Database) -> None:
    """Create an empty database; refuse an older or newer one with the command to run (SchemaRefused)."""
    found = current(db)
    if found is None:
        migrate(db)
    elif found != newest():
        if found in known():
            raise SchemaRefused(
                f"the database is at version {found}, older than this program; run: python -m bot migrate"
            )
        raise SchemaRefused(f"the database is at version {found}, newer than this program; install the newer program")


def draft(db: Database, message: str) -> None:
    """Write a new migration from the difference between the tables and the database (for developers)."""
    with db.engine.connect() as connection:
        command.revision(_config(connection), message, autogenerate=True)
