"""The table of faults and results: filled by the tests, printed at the end of the run, kept in docs/faults.md."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.checker import Found, check
from tests.faults.city import City

DOCS = Path(__file__).resolve().parent.parent.parent / "docs" / "faults.md"
BEGIN, END = "<!-- the table begins -->", "<!-- the table ends -->"
COLUMNS = ("fault", "database", "times", "kills", "lost", "twice", "seconds", "result")
HEAD = f"| {' | '.join(COLUMNS)} |\n|{' --- |' * len(COLUMNS)}"


@dataclass
class Row:
    """One fault on one database."""

    fault: str
    database: str
    times: int = 0
    kills: int = 0
    missed: int = 0  # of these: never came to their point, and were killed from outside
    found: Found = field(default_factory=Found)
    seconds: float = 0
    result: str = "ended early"

    @property
    def line(self) -> str:
        counts = f"{self.times} | {self.kills} | {self.found.lost} | {self.found.twice} | {self.seconds:.0f}"
        return f"| {self.fault} | {self.database} | {counts} | {self.result} |"


class Table:
    """The rows of a run."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    @contextmanager
    def row(self, city: City, fault: str, *, settle: bool = True) -> Iterator[Row]:
        """Do a fault in the body, leaving the bot to run; then it must settle, everything must hold, and somebody can
        report."""
        row = Row(fault, "SQLite" if city.db.is_sqlite else "PostgreSQL")
        self.rows.append(row)
        began = time.monotonic()
        try:
            yield row
            if settle:
                city.settle()
            row.found = check(city)
            assert row.found.good, row.found.problems
            city.converse()
            row.result = "holds"
        except BaseException:
            row.result = "FAILS"
            raise
        finally:
            row.seconds = time.monotonic() - began

    def text(self) -> str:
        order = list(dict.fromkeys(row.fault for row in self.rows))
        rows = sorted(self.rows, key=lambda r: (order.index(r.fault), r.database != "SQLite"))
        kills = sum(row.kills for row in rows)
        return "\n".join([HEAD, *(row.line for row in rows), "", f"{kills} processes killed."])

    def write(self) -> None:
        """Put the table into its page."""
        old = DOCS.read_text(encoding="utf-8")
        before, after = old.split(BEGIN)[0], old.split(END)[1]
        DOCS.write_text(f"{before}{BEGIN}\n{self.text()}\n{END}{after}", encoding="utf-8")
