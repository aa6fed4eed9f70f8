"""The database is locked, restarted in the middle, loses its connections, has no room: nothing is lost."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.faults.city import City, soon
from tests.faults.table import Table
from tests.postgres import Server
from tests.running import eventually

pytestmark = pytest.mark.slow
ROOM = 24 * 1024 * 1024


@contextmanager
def locked(city: City) -> Iterator[None]:
    """Somebody else holds the database for writing."""
    began = datetime.now(UTC)
    with _held(city):
        yield
    city.locks.append((began, datetime.now(UTC)))


@contextmanager
def _held(city: City) -> Iterator[None]:
    if city.db.is_sqlite:
        raw = sqlite3.connect(city.url.removeprefix("sqlite:///"), isolation_level=None, timeout=10)
        raw.execute("begin immediate")
        yield
        raw.execute("rollback")
        raw.close()
        return
    with city.db.engine.connect() as connection:
        connection.execute(text("lock table inbound_event, outgoing in access exclusive mode"))
        yield


def test_the_database_is_locked_for_five_seconds(city: City, table: Table) -> None:
    with table.row(city, "the database is locked for 5 s") as row:
        city.turn()
        city.start()
        city.push(4)
        soon(0.3)
        with locked(city):
            city.traffic(4)  # on PostgreSQL more at once than there are connections to wait with
            soon(5)
        row.times = 1
        city.push(4)


def test_the_server_is_restarted_in_the_middle(city: City, table: Table, own_server_of: Server | None) -> None:
    if own_server_of is None:
        pytest.skip("there is no server of our own")
    with table.row(city, "the database server is stopped, killed and started again") as row:
        city.turn()
        city.start()
        city.settle()
        for how in (signal.SIGINT, signal.SIGQUIT):  # a fast shutdown; all its processes killed, and recovery
            city.traffic()
            city.push(4)
            soon(0.1)
            own_server_of.crash(how)
            city.traffic()
            soon(1)
            own_server_of.revive()
            row.times += 1
            row.kills += how == signal.SIGQUIT
        city.settle(60)


def test_every_connection_is_lost(city: City, table: Table) -> None:
    if city.db.is_sqlite:
        pytest.skip("a file has no connections to lose")
    with table.row(city, "the server ends every connection") as row:
        city.turn()
        city.start()
        city.settle()
        for _ in range(10):
            city.traffic()
            city.push(2)
            soon(0.05)
            with city.db.engine.connect() as connection:
                connection.execute(
                    text(
                        "select pg_terminate_backend(pid) from pg_stat_activity "
                        "where datname = current_database() and pid <> pg_backend_pid()"
                    )
                )
            row.times += 1
        city.settle(60)


@pytest.fixture
def own_server_of(city: City, request: pytest.FixtureRequest) -> Server | None:
    """The server of the set-up, when the tests have started it."""
    if city.db.is_sqlite:
        return None
    server: Server = request.getfixturevalue("own_server")
    return server if server.is_ours else None


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of some megabytes, in memory, where every user may write."""
    place = Path(tempfile.mkdtemp(prefix="disk-"))
    place.chmod(0o755)
    command = ["mount", "-t", "tmpfs", "-o", f"size={ROOM},mode=777", "tmpfs", str(place)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        place.rmdir()
        pytest.skip("a small file system cannot be mounted here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)
    place.rmdir()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def tight_city(request: pytest.FixtureRequest, small_disk: Path, tmp_path: Path) -> Iterator[City]:
    """A set-up whose database lies on the small file system: the file, or PostgreSQL's tables."""
    if request.param == "sqlite":
        city = City(tmp_path, data=small_disk)
        yield city
        city.close()
        return
    server: Server = request.getfixturevalue("own_server")
    space = small_disk / "space"
    space.mkdir()
    shutil.chown(space, "postgres")
    server.do(f"create tablespace tight location '{space}'")
    name = server.create()
    server.do(f"alter database {name} set tablespace tight")
    city = City(tmp_path, server.url(name))
    yield city
    city.close()
    server.drop(name)
    server.do("drop tablespace tight")


def test_the_disk_is_full(tight_city: City, small_disk: Path, table: Table) -> None:
    city = tight_city
    with table.row(city, "the disk is full (a small file system)") as row:
        city.turn()
        city.start()
        city.settle()
        _fill(small_disk / "ballast")
        city.traffic(20)

        def refused() -> int:
            return sum(one["status"] == 500 for one in city.state()["webhooks"])

        row.times = eventually(lambda: refused() >= 5 and refused(), 60)
        (small_disk / "ballast").unlink()
        city.settle(90)


def _fill(ballast: Path) -> None:
    """Leave no room."""
    with ballast.open("wb", buffering=0) as file:
        for size in (65536, 4096, 1024, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
