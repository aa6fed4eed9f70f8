"""The campaign's long-living set-up, once for each database, and its table."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import postgres
from tests.faults.city import City
from tests.faults.table import Table
from tests.postgres import Server

TABLE = Table()
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table; write it with --update when everything was run."""
    if not TABLE.rows:
        return
    terminalreporter.section("faults")
    terminalreporter.write_line(TABLE.text())
    if config.getoption("--update") and {row.database for row in TABLE.rows} == {"SQLite", "PostgreSQL"}:
        TABLE.write()


@pytest.fixture(scope="session")
def table() -> Table:
    return TABLE


@pytest.fixture(scope="session")
def own_server() -> Iterator[Server]:
    """A PostgreSQL server that may be stopped in the middle."""
    started = postgres.start()
    yield started
    started.stop()


@pytest.fixture(scope="session", params=BOTH)
def city(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """The set-up through which all faults go, on each database."""
    made = make(request, tmp_path_factory)
    yield made
    made.close()


@pytest.fixture(params=BOTH)
def small_city(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """One for a control run, which leaves things lost and doubled."""
    made = make(request, tmp_path_factory)
    yield made
    made.close()


def make(request: pytest.FixtureRequest, factory: pytest.TempPathFactory) -> City:
    folder = factory.mktemp("city")
    if request.param == "sqlite":
        return City(folder)
    server: Server = request.getfixturevalue("own_server")
    name = server.create()
    server.keep(name)
    return City(folder, server.url(name))
