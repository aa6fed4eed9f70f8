"""What the tests share: a fresh database with the cast, a desk to speak at, and the switches of pytest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import schema
from models.database import Database
from tests import cast
from tests.desk import FakeDesk


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write transcripts and golden tables anew; read the diff")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database file to copy, because migrating takes a while."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    db = Database(f"sqlite:///{path}")
    schema.migrate(db)
    db.close()
    return path


@pytest.fixture
def db(tmp_path: Path, empty_file: Path) -> Iterator[Database]:
    """A database at the newest version, with nothing but the one organisation in it."""
    path = tmp_path / "bot.db"
    path.write_bytes(empty_file.read_bytes())
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


@pytest.fixture
def desk(db: Database) -> FakeDesk:
    """The cast at work: the plan published, everybody joined."""
    with db.write() as session:
        organisation = cast.publish(session)
        for name, role, division in cast.CAST:
            cast.join(session, organisation, name, role, division)
    return FakeDesk(db)
