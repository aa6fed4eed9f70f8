"""The database: engine settings, transactions, column types. SQLite by default, PostgreSQL by its address.

SQLite runs in WAL with full flushes; every writing transaction begins IMMEDIATE and one process-wide lock lets
writers through one at a time, because SQLite's own waiting is unfair (RUNTIME-FACTS.md, "Databases"). On PostgreSQL
many write at once, and what must go one after another says so (models/organisations.py, take_turn).
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Engine, ExceptionContext, String, TypeDecorator, create_engine, event
from sqlalchemy.orm import Session

from models.calendar import Month


class Instant(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Any) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any | None, _dialect: Any) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class MonthKey(TypeDecorator[Month]):
    """A reporting month, stored as its key YYYY-MM."""

    impl = String(7)
    cache_ok = True

    def process_bind_param(self, value: Month | None, _dialect: Any) -> str | None:
        return None if value is None else value.key

    def process_result_value(self, value: Any | None, _dialect: Any) -> Month | None:
        return None if value is None else Month.parse(value)


class _InTurn:
    """A lock that lets threads through in the order in which they came.

    Python's own lock lets anybody through: under load a webhook waited for half a minute behind the worker.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._held = False

    def __enter__(self) -> None:
        with self._guard:
            if not self._held:
                self._held = True
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()  # released by whoever hands the lock over

    def __exit__(self, *_error: object) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False


class Database:
    """An opened database. `url` is SQLAlchemy's; threads may share the object.

    Its errors never show parameters, because those are what people typed.
    """

    def __init__(self, url: str) -> None:
        self.is_sqlite = url.startswith("sqlite")
        if self.is_sqlite:
            self.engine: Engine = create_engine(
                url, connect_args={"timeout": 10, "check_same_thread": False}, hide_parameters=True
            )
            event.listen(self.engine, "connect", _sqlite_settings)
            event.listen(self.engine, "begin", _sqlite_begin)
        else:
            self.engine = create_engine(
                url, hide_parameters=True, pool_pre_ping=True, pool_size=10, max_overflow=10, pool_timeout=5
            )
            event.listen(self.engine, "connect", _postgres_settings)
            event.listen(self.engine, "handle_error", _without_values)
        self._writers: AbstractContextManager[None] = _InTurn() if self.is_sqlite else nullcontext()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that may write; committed at the end, rolled back when an exception leaves it."""
        with self._writers, Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that only reads, and sees everything as it was at one moment."""
        alone = {"reads_only": True} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with Session(self.engine.execution_options(**alone)) as session:
            yield session

    def close(self) -> None:
        """Give up every connection."""
        self.engine.dispose()


def _sqlite_settings(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we begin transactions ourselves, see _sqlite_begin
    cursor = connection.cursor()
    cursor.execute("pragma synchronous=full")  # a committed answer must survive power loss
    cursor.execute("pragma foreign_keys=on")
    cursor.execute("pragma busy_timeout=10000")
    cursor.close()


def _postgres_settings(connection: Any, _record: Any) -> None:
    """A process that is stopped in the middle of a transaction must not keep the others waiting for ever."""
    connection.autocommit = True
    connection.execute("set idle_in_transaction_session_timeout = '60s'")
    connection.autocommit = False


def _without_values(context: ExceptionContext) -> None:
    """PostgreSQL's own words tell values after the first line (Key (line_id)=(U1234) already exists)."""
    for problem in (context.original_exception, context.sqlalchemy_exception):
        if problem is not None and problem.args:
            problem.args = (str(problem.args[0]).splitlines()[0], *problem.args[1:])


def _sqlite_begin(connection: Any) -> None:
    reads_only = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql("begin" if reads_only else "begin immediate")
