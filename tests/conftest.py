"""What the tests share: a fresh database with the cast, a desk to speak at, and the switches of pytest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.database import Database
from tests import postgres
from tests.desk import FakeDesk
from tests.postgres import Server
from tests.stores import PostgresStore, SQLiteStore, Store


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write transcripts and golden tables anew; read the diff")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))


@pytest.fixture(scope="session")
def sqlite_templates(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Path]:
    """Migrated database files to copy."""
    return SQLiteStore.templates(tmp_path_factory.mktemp("templates"))


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The PostgreSQL server of this run; only started when a test asks for it."""
    started = postgres.start()
    yield started
    started.stop()


@pytest.fixture(scope="session")
def postgres_templates(server: Server) -> Iterator[dict[bool, str]]:
    """Migrated databases to copy."""
    names = PostgresStore.templates(server)
    yield names
    for name in names.values():
        server.drop(name)


ON_POSTGRES = pytest.param("postgresql", marks=[pytest.mark.postgres, pytest.mark.slow])


@pytest.fixture(params=["sqlite", ON_POSTGRES])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Where a test keeps its data: every test that asks for it, or for `db` or `desk`, runs on both databases."""
    made: Store
    if request.param == "sqlite":
        made = SQLiteStore(request.getfixturevalue("sqlite_templates"))
    else:
        made = PostgresStore(request.getfixturevalue("server"), request.getfixturevalue("postgres_templates"))
    yield made
    made.close()


@pytest.fixture
def db(tmp_path: Path, store: Store, request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database at the newest version, with nothing but the one organisation in it; where the test asks for `desk`
    too, with the cast."""
    database = Database(store.fresh(tmp_path, with_cast="desk" in request.fixturenames))
    yield database
    database.close()


@pytest.fixture
def desk(db: Database) -> FakeDesk:
    """The cast at work: the plan published, everybody joined."""
    return FakeDesk(db)
