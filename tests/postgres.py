"""A real PostgreSQL server for the tests: started by them in a folder of its own, and gone afterwards.

`TEST_POSTGRES_URL` names a running one instead, whose user may create databases. Without either the tests that need
it are skipped and say so; with `TESTS_NEED_POSTGRES=1`, as in CI, they fail.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

SETTINGS = {  # as fast as it gets: what these databases hold need not survive anything
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "200",
    "max_wal_size": "2GB",
}

ROOM = 2 * 1024**3


class Server:
    """A server on which each test makes databases of its own."""

    def __init__(
        self, url: URL, launch: Callable[[], subprocess.Popen[bytes]] | None = None, folder: Path | None = None
    ) -> None:
        self._url, self._launch, self._folder = url, launch, folder
        self._process = launch() if launch else None
        self._admin: Engine = create_engine(url, isolation_level="AUTOCOMMIT")
        self._made = 0
        self._how = ""

    @property
    def is_ours(self) -> bool:
        """Whether these tests have started it, and may stop it."""
        return self._process is not None

    def crash(self, signal: int) -> None:
        """End it by a signal: SIGINT ends every session, SIGQUIT leaves all as it lies."""
        assert self._process
        self._process.send_signal(signal)
        self._process.wait(timeout=30)
        self._admin.dispose()

    def revive(self) -> None:
        """Start it again after a crash."""
        assert self._launch
        self._process = self._launch()
        self.wait()

    def create(self, template: str = "template0") -> str:
        """Make a database, like the one of that name; gives its name."""
        self._made += 1
        name = f"test_{os.getpid()}_{self._made}"
        with self._admin.connect() as connection:
            connection.execute(text(f"create database {name} template {template} encoding 'UTF8' {self._how}"))
        return name

    def keep(self, name: str) -> None:
        """Let a database keep what it has committed when the server is killed."""
        self.do(f"alter database {name} set synchronous_commit = on")

    def do(self, command: str) -> None:
        """One command of the server's owner."""
        with self._admin.connect() as connection:
            connection.execute(text(command))

    def drop(self, name: str) -> None:
        """Remove a database, with whoever is still connected to it."""
        with self._admin.connect() as connection:
            connection.execute(text(f"drop database if exists {name} with (force)"))

    def url(self, name: str) -> str:
        """The address of a database, for SQLAlchemy."""
        return self._url.set(database=name).render_as_string(hide_password=False)

    def wait(self) -> None:
        """Wait until it answers."""
        for _ in range(300):
            if self._process and self._process.poll() is not None:
                break
            try:
                with self._admin.connect() as connection:
                    version = connection.execute(text("select current_setting('server_version_num')")).scalar()
                self._how = "strategy file_copy" if int(version or 0) >= 150000 else ""  # twice as fast here
                return
            except OperationalError:
                time.sleep(0.1)
        log = (self._folder / "log").read_text(errors="replace") if self._folder else ""
        raise AssertionError(f"PostgreSQL does not answer:\n{log}")

    def stop(self) -> None:
        """Give up the connections; end the server when it is ours."""
        self._admin.dispose()
        if self._process:
            self._process.terminate()
            try:
                self._process.wait(timeout=10)
            except subprocess.TimeoutExpired:  # a client is still there
                self._process.send_signal(2)
                self._process.wait(timeout=20)
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)


def start() -> Server:
    """The server of `TEST_POSTGRES_URL`, or a new one. Skips the test when there is no server program."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        server = Server(make_url(given.replace("postgresql://", "postgresql+psycopg://", 1)))
        server.wait()
        return server
    programs = _programs()
    if programs is None:
        reason = "no PostgreSQL server program here (Debian: postgresql); nothing was tested on PostgreSQL"
        if os.environ.get("TESTS_NEED_POSTGRES"):
            pytest.fail(reason)
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=_in_memory()))  # short: a socket's path may have 107 bytes
    user = _user()
    if user:
        shutil.chown(folder, user)
    subprocess.run(
        [programs / "initdb", "-D", folder / "data", "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"],
        user=user,
        cwd=folder,
        check=True,
        capture_output=True,
    )
    options = [f"--{name}={value}" for name, value in SETTINGS.items()]

    def launch() -> subprocess.Popen[bytes]:
        with (folder / "log").open("ab") as log:
            return subprocess.Popen(
                [programs / "postgres", "-D", folder / "data", f"--unix_socket_directories={folder}", *options],
                user=user,
                cwd=folder,
                stdout=log,
                stderr=log,
            )

    url = URL.create("postgresql+psycopg", username="tests", database="postgres", query={"host": str(folder)})
    server = Server(url, launch, folder)
    server.wait()
    return server


def _programs() -> Path | None:
    """The folder with the newest initdb and postgres. Debian keeps them out of the PATH."""
    found = [Path(p) for p in sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)]
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path).resolve().parent)
    return next((p for p in found if (p / "initdb").exists() and (p / "postgres").exists()), None)


def _in_memory() -> str | None:
    """A folder in memory when there is room: copying a database for each test is several times faster there."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > ROOM else None


def _version(folder: Path) -> int:
    name = folder.parent.name
    return int(name) if name.isdigit() else 0


def _user() -> str | None:
    """Whom to run as: the server refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
