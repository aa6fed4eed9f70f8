"""Where the tests keep their data: an SQLite file or a database on a PostgreSQL server, fresh for each test.

Making the tables takes a while, so they are made once and copied.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import Protocol

from bot import schema
from models.database import Database
from tests.postgres import Server


class Store(Protocol):
    """One kind of database. `fresh` gives the address of one at the newest version, with nothing but the one
    organisation in it, `empty` of one without tables; `close` removes all that was made."""

    kind: str

    def fresh(self, folder: Path) -> str: ...
    def empty(self, folder: Path) -> str: ...
    def close(self) -> None: ...


class SQLiteStore:
    """Files. `fresh` and `empty` are `bot.db` of the folder, or when that is taken, of a new folder in it."""

    kind = "sqlite"

    def __init__(self, template: Path) -> None:
        self._template = template

    @staticmethod
    def template(folder: Path) -> Path:
        """A migrated file to copy."""
        path = folder / "empty.db"
        db = Database(f"sqlite:///{path}")
        schema.migrate(db)
        db.close()
        return path

    def fresh(self, folder: Path) -> str:
        path = self._place(folder)
        shutil.copyfile(self._template, path)
        return f"sqlite:///{path}"

    def empty(self, folder: Path) -> str:
        return f"sqlite:///{self._place(folder)}"

    def close(self) -> None:
        """The folders are pytest's."""

    def _place(self, folder: Path) -> Path:
        path = folder / "bot.db"
        return Path(mkdtemp(dir=folder)) / "bot.db" if path.exists() else path


class PostgresStore:
    """Databases on a server, copied from a migrated one."""

    kind = "postgresql"

    def __init__(self, server: Server, template: str) -> None:
        self._server, self._template = server, template
        self._names: list[str] = []

    @staticmethod
    def template(server: Server) -> str:
        """The name of a migrated database to copy."""
        name = server.create()
        db = Database(server.url(name))
        schema.migrate(db)
        db.close()
        return name

    def fresh(self, folder: Path) -> str:
        return self._make(self._template)

    def empty(self, folder: Path) -> str:
        return self._make("template0")

    def close(self) -> None:
        for name in self._names:
            self._server.drop(name)
        self._names.clear()

    def _make(self, template: str) -> str:
        self._names.append(self._server.create(template))
        return self._server.url(self._names[-1])
