"""The ledger of obligations: who owes which report for which month, and what stands against it.

An obligation is a measure × division × month. It is computed, never stored (DESIGN.md section 2); what is
stored are the answers to it and the decisions about it. This module is pure: the rows come in as values
(`models/records.py` reads them from the database).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from models.calendar import Deadlines, Month, months_between
from models.say import percent

Status = Literal["not_started", "in_progress", "done", "ongoing", "blocked", "cancelled"]
STATUSES: dict[str, str] = {  # as shown and printed (DOMAIN.md section 7)
    "not_started": "ยังไม่ดำเนินการ",
    "in_progress": "อยู่ระหว่างดำเนินการ",
    "done": "ดำเนินการแล้วเสร็จ",
    "ongoing": "ดำเนินการอย่างต่อเนื่อง",
    "blocked": "ติดปัญหา",
    "cancelled": "ยกเลิก",
}
State = Literal["missing", "submitted", "accepted", "returned", "waived"]
DecisionKind = Literal["accept", "return", "waive", "reopen", "void"]

REOPENED_FOR = timedelta(hours=48)  # a locked report that was opened again closes by itself
FINAL: frozenset[str] = frozenset({"done", "cancelled"})  # after these nothing more is owed until reopened


@dataclass(frozen=True)
class EvidenceRef:
    """A file or link of an answer. A file's hash is its name on disk (DATA_DIR/evidence/<organisation>/<hash>) and is
    empty until it was fetched; a link has its `url` and neither hash nor name."""

    id: int
    sha256: str
    content_type: str
    name: str = ""
    url: str = ""


@dataclass(frozen=True)
class Answer:
    """The latest answer to an obligation, texts as they were typed.

    `flags` are the doubts the person confirmed, such as `date_outside_round`. `submitted_at` is the moment the
    person pressed (UTC). `unsent` names the fields whose message was taken back and that wait for a new one
    (handlers/unsent.py). `sources` are the messages of each field (models/sources.py).
    """

    status: Status
    submitted_at: datetime
    activity: str = ""
    dates: tuple[date, ...] = ()
    output: str = ""
    outcome: str = ""
    problem: str = ""
    percent: int | None = None
    evidence: tuple[EvidenceRef, ...] = ()
    flags: tuple[str, ...] = ()
    revision: int = 1
    unsent: tuple[str, ...] = ()
    sources: Mapping[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Decision:
    """What was decided about an obligation; append-only, the latest in time counts."""

    kind: DecisionKind
    at: datetime
    reason: str = ""


@dataclass(frozen=True, order=True)
class Key:
    """What an obligation is called: (assignment, month), the assignment being measure × division, by their ids."""

    measure_id: int
    division_id: int
    month: Month


@dataclass(frozen=True)
class Standing:
    """What stands against one obligation: the answers' head and the decisions, oldest first."""

    answer: Answer | None = None
    first_submitted_at: datetime | None = None
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True)
class Assignment:
    """That a division answers for a measure from one month to another (both included)."""

    measure_id: int
    division_id: int
    first: Month
    last: Month


@dataclass(frozen=True)
class Obligation:
    """One report that is owed, and where it stands."""

    key: Key
    deadlines: Deadlines
    state: State
    answer: Answer | None = None
    first_submitted_at: datetime | None = None
    last_owed_in_round: bool = False
    reopened_at: datetime | None = None
    reason: str = ""

    @property
    def month(self) -> Month:
        return self.key.month

    @property
    def is_in(self) -> bool:
        """Whether the report is in: submitted or accepted, and not returned since."""
        return self.state in ("submitted", "accepted")

    @property
    def in_time(self) -> bool:
        """Whether it is in and was first submitted by the due time."""
        return self.is_in and self.first_submitted_at is not None and self.first_submitted_at <= self.deadlines.due

    def locked(self, now: datetime) -> bool:
        """Whether an answer at `now` is too late to be taken: after the lock, and not within two days of its being
        opened again."""
        return now > self.closes

    @property
    def closes(self) -> datetime:
        """Until when an answer is taken."""
        again = [self.reopened_at + REOPENED_FOR] if self.reopened_at else []
        return max([self.deadlines.locks, *again])


@dataclass(frozen=True)
class Counts:
    """Sums over obligations; percentages are made from sums and never averaged (DESIGN.md section 2).

    expected = in time + late + missing, always. Waived ones stand beside, not inside.
    """

    in_time: int = 0
    late: int = 0
    missing: int = 0
    waived: int = 0

    @property
    def expected(self) -> int:
        return self.in_time + self.late + self.missing

    @property
    def submitted(self) -> int:
        return self.in_time + self.late

    @property
    def completeness(self) -> int | None:
        """Floored percent of expected that is in; None (printed –) when nothing is expected."""
        return percent(self.submitted, self.expected)

    @property
    def timeliness(self) -> int | None:
        """Floored percent of expected that is in and was first sent by the due time."""
        return percent(self.in_time, self.expected)


def count(obligations: Iterable[Obligation]) -> Counts:
    """The counts of some obligations."""
    in_time = late = missing = waived = 0
    for one in obligations:
        if one.state == "waived":
            waived += 1
        elif one.in_time:
            in_time += 1
        elif one.is_in:
            late += 1
        else:
            missing += 1
    return Counts(in_time, late, missing, waived)


@dataclass(frozen=True)
class Rules:
    """What reckoning needs beside the rows: the deadlines of a month, and where each half-year round ends."""

    deadlines: Mapping[Month, Deadlines]
    round_ends: frozenset[Month] = field(default_factory=frozenset)


def state_of(standing: Standing) -> tuple[State, str]:
    """Where an obligation stands, with the reason of the decision that says so.

    Accept, return and void count until a newer answer arrives (a returned one that is sent again is submitted; a
    voided one is as if never sent). Waive counts until reopen, which changes nothing else: a returned answer
    stays returned.
    """
    answer = standing.answer
    state: State = "submitted" if answer else "missing"
    reason, waived = "", ""
    for decision in standing.decisions:
        newer = answer is not None and answer.submitted_at > decision.at
        if decision.kind == "waive":
            waived = decision.reason or "waived"
        elif decision.kind == "reopen":
            waived = ""
            if state == "accepted":
                state = "submitted"
        elif newer:
            state, reason = "submitted", ""
        elif decision.kind == "accept" and answer:
            state, reason = "accepted", decision.reason
        elif decision.kind == "return" and answer:
            state, reason = "returned", decision.reason
        elif decision.kind == "void":
            state, reason = "missing", decision.reason
    return ("waived", waived) if waived else (state, reason)


def reckon(
    assignments: Sequence[Assignment], standings: Mapping[Key, Standing], rules: Rules
) -> tuple[Obligation, ...]:
    """Every obligation of the assignments in the months that `rules.deadlines` names, in order of key.

    After an answer of done or cancelled the following months of the same measure and division are owed only
    when they were answered or reopened themselves. What was answered stays, even when a later plan no longer
    asks for it: an answer is never lost from the figures. The last month owed within a round is marked, because the
    outcome is asked then (DESIGN.md section 8).
    """
    made: list[Obligation] = []
    for assignment in assignments:
        owed = _owed(assignment, standings, rules)
        ends = _last_in_each_round([o.month for o in owed], rules.round_ends)
        made += [replace(o, last_owed_in_round=True) if o.month in ends else o for o in owed]
    made = list({o.key: o for o in made}.values())  # ทุกกอง and a division by name may say the same twice
    covered = {o.key for o in made}
    made += [
        _obligation(key, standing, rules)
        for key, standing in standings.items()
        if standing.answer and key not in covered and key.month in rules.deadlines
    ]
    return tuple(sorted(made, key=lambda o: o.key))


def _owed(assignment: Assignment, standings: Mapping[Key, Standing], rules: Rules) -> list[Obligation]:
    owed: list[Obligation] = []
    finished = False
    for month in months_between(assignment.first, assignment.last):
        key = Key(assignment.measure_id, assignment.division_id, month)
        standing = standings.get(key, Standing())
        one = _obligation(key, standing, rules) if month in rules.deadlines else None
        if one and (not finished or standing.answer or one.reopened_at):
            owed.append(one)
        if one and standing.answer and one.is_in:
            finished = standing.answer.status in FINAL
        elif one and one.reopened_at:
            finished = False
    return owed


def _obligation(key: Key, standing: Standing, rules: Rules) -> Obligation:
    state, reason = state_of(standing)
    return Obligation(
        key,
        rules.deadlines[key.month],
        state,
        None if state == "missing" else standing.answer,  # a voided answer is as if never sent
        standing.first_submitted_at,
        reopened_at=max((d.at for d in standing.decisions if d.kind == "reopen"), default=None),
        reason=reason,
    )


def _last_in_each_round(months: Sequence[Month], round_ends: Iterable[Month]) -> set[Month]:
    """For each round's end, the last owed month at or before it (and after the end before)."""
    ends = sorted(round_ends)
    found: set[Month] = set()
    for after, end in zip([None, *ends], ends, strict=False):
        inside = [m for m in months if m <= end and (after is None or m > after)]
        if inside:
            found.add(max(inside))
    return found
