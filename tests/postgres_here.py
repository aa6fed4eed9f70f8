"""A small PostgreSQL server of the tests' own, in a folder of its own, which is gone afterwards."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, text
from sqlalchemy.exc import OperationalError


@contextmanager
def server() -> Iterator[Callable[[], str]]:
    """A function that makes an empty database and gives its address; skips where no server program is installed."""
    initdb, postgres = shutil.which("initdb"), shutil.which("postgres")
    if initdb is None or postgres is None:
        pytest.skip("no PostgreSQL server program here (Debian: postgresql); nothing was tested on PostgreSQL")
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    user = "postgres" if os.geteuid() == 0 and "postgres" in {u.pw_name for u in pwd.getpwall()} else None
    user = user or ("nobody" if os.geteuid() == 0 else None)  # the server refuses to run as root
    if user:
        shutil.chown(folder, user)
    made = [initdb, "-D", str(folder / "data"), "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    subprocess.run(made, user=user, cwd=folder, check=True, capture_output=True)
    server = [postgres, "-D", str(folder / "data"), f"--unix_socket_directories={folder}", "--listen_addresses="]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(server, user=user, cwd=folder, stdout=log, stderr=log)
    try:
        url = URL.create("postgresql+psycopg", username="tests", database="postgres", query={"host": str(folder)})
        numbers = itertools.count(1)
        yield lambda: _create(url, f"here_{next(numbers)}")
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


def _create(url: URL, name: str) -> str:
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    for _ in range(300):
        try:
            with admin.connect() as connection:
                connection.execute(text(f"create database {name} template template0 encoding 'UTF8'"))
            break
        except OperationalError:
            time.sleep(0.1)
    admin.dispose()
    return url.set(database=name).render_as_string(hide_password=False)
