"""The round report as one frozen value: every figure and every cell's text, ready to be laid out or stored.

A freeze stores the JSON of this value with its hash; Excel, memo and pages print it without any arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import TypeAdapter

from exports.scoring import Scores

NoteKind = Literal["date_outside_round", "confirmed", "repeated", "no_owner", "returned", "waived", "cut_text"]


@dataclass(frozen=True)
class Figures:
    """Counts of obligations and their floored percents (None when nothing is expected, printed –).

    expected = in time + late + missing; `not_due` says how many of the missing could still come in time.
    Waived ones stand beside, not inside (DESIGN.md section 2).
    """

    label: str
    expected: int
    in_time: int
    late: int
    missing: int
    waived: int
    not_due: int
    completeness: int | None
    timeliness: int | None


@dataclass(frozen=True)
class MissingLine:
    """Months that were not reported, said in one line: who (`subject`) and what (`text`).

    `divisions` are names, `measures` codes, `months` keys (YYYY-MM); `due`: their due time has passed.
    """

    subject: str
    text: str
    divisions: tuple[str, ...]
    measures: tuple[str, ...]
    months: tuple[str, ...]
    due: bool


@dataclass(frozen=True)
class Problem:
    """A problem or suggestion as it was typed, by whom and in which months (shown text); `blocked`: work is stuck."""

    measure: str
    label: str
    divisions: tuple[str, ...]
    months: tuple[str, ...]
    text: str
    blocked: bool = False


@dataclass(frozen=True)
class Note:
    """Something the reader of the report has to know. `measure` is a code."""

    kind: NoteKind
    measure: str
    subject: str
    text: str


@dataclass(frozen=True)
class MeasureProgress:
    """A measure's own figures and its latest status in words."""

    code: str
    figures: Figures
    status: str


@dataclass(frozen=True)
class Summary:
    """The first sheet: figures, what is missing, problems, notes, progress."""

    headline: str
    total: Figures
    by_division: tuple[Figures, ...]
    by_month: tuple[Figures, ...]
    by_measure: tuple[MeasureProgress, ...]
    missing: tuple[MissingLine, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Merge:
    """A heading cell that reaches over others, counted from 0 at the table's first heading."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True)
class Section:
    """Rows that are a table of their own, named by the heading; what is not grouped is one section without a name."""

    heading: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Table:
    """The result table. `heading_rows` and every row are as wide as `widths` (relative)."""

    layout: str
    kind: Literal["report", "plan"]
    titles: tuple[str, ...]
    heading_rows: tuple[tuple[str, ...], ...]
    merges: tuple[Merge, ...]
    widths: tuple[float, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class MonthlyRow:
    """One obligation of the month-by-month sheet; texts as printed, `evidence` a count (None: no answer)."""

    measure: str
    division: str
    month: str
    sending: str
    status: str
    activity: str
    dates: str
    output: str
    outcome: str
    problem: str
    evidence: int | None
    submitted: str
    remarks: str
    code: str = ""  # of the measure
    key: str = ""  # of the month, YYYY-MM
    division_id: int = 0  # by which it is known again when the division is renamed


@dataclass(frozen=True)
class MeasureCells:
    """Every field that a layout can print (exports/cells.py) of one measure, by the field's name.

    `group` is the name of its table in a layout that has one for each indicator; `edited` names the fields that hold
    the secretary's own words."""

    code: str
    order: int
    group: str
    fields: dict[str, str]
    edited: tuple[str, ...] = ()


@dataclass(frozen=True)
class OrderLine:
    """An executive's order with what became of it; texts as printed. `by` is a post or role, never a name."""

    division: str
    about: str
    text: str
    by: str
    given: str
    due: str
    state: Literal["open", "answered", "closed"]
    answers: tuple[str, ...] = ()


@dataclass(frozen=True)
class EvidenceLine:
    """A file or link of an answer that is in. `measure` is a code, `month` a key; a link has a `url` and no hash."""

    measure: str
    order: int
    division: str
    month: str
    sha256: str
    content_type: str
    url: str = ""


@dataclass(frozen=True)
class WaivedGap:
    """A gap that was left with a reason."""

    text: str
    reason: str


@dataclass(frozen=True)
class Report:
    """A round's report. Keys are for programs (`first`, `last`: YYYY-MM; `made_at`: ISO, UTC), texts for people."""

    organisation: str
    fiscal_year: int
    round: str
    quarter: int | None
    first: str
    last: str
    made_at: str
    title: str
    sheet: str
    round_text: str
    made_text: str
    table: Table
    summary: Summary
    months: tuple[MonthlyRow, ...]
    version: int = 2
    titles: dict[str, tuple[str, ...]] = field(default_factory=dict)  # the lines above the table, by layout
    cells: tuple[MeasureCells, ...] = ()
    orders: tuple[OrderLine, ...] = ()
    evidence: tuple[EvidenceLine, ...] = ()
    waived: tuple[WaivedGap, ...] = ()
    scores: Scores | None = None  # of the assessment that the plan answers, when anything is scored


def waived_by_reason(gaps: Iterable[WaivedGap]) -> dict[str, list[str]]:
    """What was left with a reason: each reason once, with its gaps."""
    found: dict[str, list[str]] = {}
    for gap in gaps:
        found.setdefault(gap.reason, []).append(gap.text)
    return found


_REPORT = TypeAdapter(Report)


def report_to_json(report: Report) -> dict[str, Any]:
    """The report as JSON values; `report_from_json` gives it back unchanged."""
    dumped: dict[str, Any] = _REPORT.dump_python(report, mode="json")
    return dumped


def report_from_json(data: Any) -> Report:
    """A report from `report_to_json`. Raises pydantic.ValidationError when it was not written by it."""
    return _REPORT.validate_python(data)
