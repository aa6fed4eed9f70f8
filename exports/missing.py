"""What was not reported, said in as few lines as it can be read in.

First the months in which nobody reported anything, then the months in which a division reported nothing at
all, then what remains, measure by measure; whoever misses the same is named together.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from exports.entries import Entry, measure_label, month_list
from exports.report_value import MissingLine
from models.calendar import Month
from models.plan import Measure

EVERYBODY = "ทุกส่วนราชการ"
EVERY_MEASURE = "ทุกมาตรการ"
_LATE, _NOT_DUE = "ยังไม่รายงาน", "ยังไม่ถึงกำหนดส่ง"

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


def missing_lines(entries: Sequence[Entry], divisions: Sequence[str], now: datetime) -> tuple[MissingLine, ...]:
    """The lines for all entries never sent: those past due first, then those that may still come in time.

    Returned answers are not in here (they are notes of their own), nor is anything waived.
    """
    owed = [e for e in entries if e.obligation.state != "waived"]
    lines: list[MissingLine] = []
    for due in (True, False):
        gone = [e for e in owed if e.never_sent() and e.not_due(now) is not due]
        lines += _lines(owed, gone, divisions, due)
    return tuple(lines)


def _lines(owed: Sequence[Entry], gone: Sequence[Entry], divisions: Sequence[str], due: bool) -> list[MissingLine]:
    whole = _whole_months(owed, gone)
    lines = [_line([e for e in gone if e.month in whole], EVERYBODY, EVERY_MEASURE, due)] if whole else []
    rest = [e for e in gone if e.month not in whole]

    silent: dict[tuple[Month, ...], list[str]] = {}
    for division in divisions:
        theirs = [e for e in owed if e.division == division]
        months = _whole_months(theirs, [e for e in rest if e.division == division])
        if months:
            silent.setdefault(months, []).append(division)
    for months, names in silent.items():
        taken = [e for e in rest if e.month in months and e.division in names]
        lines.append(_line(taken, ", ".join(names), EVERY_MEASURE, due))
        rest = [e for e in rest if e.month not in months or e.division not in names]

    for taken in _alike(rest, divisions):
        names = [d for d in divisions if any(e.division == d for e in taken)]
        lines.append(_line(taken, ", ".join(names), measure_label(_measures(taken)), due))
    return lines


def _whole_months(owed: Sequence[Entry], gone: Sequence[Entry]) -> tuple[Month, ...]:
    """Months in which all that is owed is gone; where a single report is owed its measure is better named."""
    count = _count(owed, lambda e: e.month)
    missing = _count(gone, lambda e: e.month)
    return tuple(sorted(m for m, n in missing.items() if n == count[m] and n > 1))


def _alike(rest: Sequence[Entry], divisions: Sequence[str]) -> list[list[Entry]]:
    """Entries put together: measures that a division misses in the same months, then divisions that miss the same."""
    by_pair = _group(rest, lambda e: (e.division, e.measure.code))
    by_months = _group(by_pair.values(), lambda group: (group[0].division, tuple(e.month for e in group)))
    joined = [[e for group in groups for e in group] for groups in by_months.values()]
    alike = _group(joined, lambda group: frozenset((e.measure.code, e.month) for e in group))
    found = [[e for group in groups for e in group] for groups in alike.values()]
    return sorted(found, key=lambda group: divisions.index(group[0].division))


def _line(taken: Sequence[Entry], subject: str, what: str, due: bool) -> MissingLine:
    divisions = tuple(dict.fromkeys(e.division for e in taken))
    months = sorted({e.month for e in taken})
    return MissingLine(
        # Where a single division owes everything it is named, not called "everybody".
        subject if subject != EVERYBODY or len(divisions) > 1 else divisions[0],
        f"{what} {_LATE if due else _NOT_DUE} {month_list(months)}",
        divisions,
        tuple(m.code for m in _measures(taken)),
        tuple(month.key for month in months),
        due,
    )


def _measures(entries: Iterable[Entry]) -> list[Measure]:
    found = {e.measure.code: e.measure for e in entries}
    return sorted(found.values(), key=lambda m: (m.order, m.code))


def _group(items: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    groups: dict[K, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def _count(items: Iterable[T], key: Callable[[T], K]) -> dict[K, int]:
    return {k: len(group) for k, group in _group(items, key).items()}
