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
from tests import cast
from tests.postgres import Server


class Store(Protocol):
    """One kind of database. `fresh` gives the address of one at the newest version, with nothing but the one
    organisation in it or with the cast at work, `empty` of one without tables; `close` removes all that was made."""

    kind: str

    def fresh(self, folder: Path, *, with_cast: bool = False) -> str: ...
    def empty(self, folder: Path) -> str: ...
    def close(self) -> None: ...


def fill(url: str, *, with_cast: bool) -> None:
    """Make the tables; `with_cast`: the plan published, everybody joined."""
    db = Database(url)
    schema.migrate(db)
    if with_cast:
        with db.write() as session:
            organisation = cast.publish(session)
            for name, role, division in cast.CAST:
                cast.join(session, organisation, name, role, division)
    db.close()


class SQLiteStore:
    """Files. `fresh` and `empty` are `bot.db` of the folder, or when that is taken, of a new folder in it."""

    kind = "sqlite"

    def __init__(self, templates: dict[bool, Path]) -> None:
        self._templates = templates

    @staticmethod
    def templates(folder: Path) -> dict[bool, Path]:
        """The files to copy, without the cast and with it."""
        paths = {False: folder / "empty.db", True: folder / "cast.db"}
        for with_cast, path in paths.items():
            fill(f"sqlite:///{path}", with_cast=with_cast)
        return paths

    def fresh(self, folder: Path, *, with_cast: bool = False) -> str:
        path = self._place(folder)
        shutil.copyfile(self._templates[with_cast], path)
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

    def __init__(self, server: Server, templates: dict[bool, str]) -> None:
        self._server, self._templates = server, templates
        self._names: list[str] = []

    @staticmethod
    def templates(server: Server) -> dict[bool, str]:
        """The names of the databases to copy, without the cast and with it."""
        names = {False: server.create(), True: server.create()}
        for with_cast, name in names.items():
            fill(server.url(name), with_cast=with_cast)
        return names

    def fresh(self, folder: Path, *, with_cast: bool = False) -> str:
        return self._make(self._templates[with_cast])

    def empty(self, folder: Path) -> str:
        return self._make("template0")

    def close(self) -> None:
        for name in self._names:
            self._server.drop(name)
        self._names.clear()

    def _make(self, template: str) -> str:
        self._names.append(self._server.create(template))
        return self._server.url(self._names[-1])
