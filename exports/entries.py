"""The obligations of a round by name: measure, division and month in printed order, and how they are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from exports.narrative import Said
from exports.texts import paper, short
from models import thai
from models.calendar import Month, Round
from models.ledger import Obligation
from models.pieces import Marks, find_problem
from models.plan import Measure, Plan
from models.same import read_no_activity
from models.thai import short_month, thai_digits


@dataclass(frozen=True)
class Names:
    """What the ids of the ledger are called: measure id -> code in the plan, division id -> printed name."""

    measures: Mapping[int, str]
    divisions: Mapping[int, str]


@dataclass(frozen=True)
class Entry:
    """An obligation of the round with its measure and its division's printed name."""

    measure: Measure
    division: str
    obligation: Obligation

    @property
    def month(self) -> Month:
        return self.obligation.month

    @property
    def said(self) -> Said | None:
        """What it contributes to the round's text: only an answer that is in. Why nothing was done is no problem
        unless it says one (รองบประมาณ)."""
        answer = self.obligation.answer
        if answer is None or not self.obligation.is_in:
            return None
        if "no_activity" in answer.flags and not _says_problem(answer.problem):
            answer = replace(answer, problem="")
        return Said(self.division, self.month, answer)

    def never_sent(self) -> bool:
        return self.obligation.state == "missing"

    def not_due(self, now: datetime) -> bool:
        """Whether it is not in but may still come in time."""
        missing = self.obligation.state in ("missing", "returned")
        return missing and now <= self.obligation.deadlines.due


def _says_problem(reason: str) -> bool:
    """Whether the reason for nothing done is something in the way, and not only that nothing was to be done."""
    because = thai.fold(f"เพราะ{reason}")[0]
    return read_no_activity(reason) is None and find_problem(Marks(because, 0, len(because))) is not None


def entries_of(plan: Plan, round: Round, obligations: Iterable[Obligation], names: Names) -> tuple[Entry, ...]:
    """The round's obligations by measure, month and division, in the plan's order; other months are left out.

    Raises ValueError when an obligation belongs to a measure or a division that has no name.
    """
    measures = {m.code: m for m in plan.measures}
    place = {paper(d.name): n for n, d in enumerate(plan.divisions)}
    found = []
    for one in obligations:
        code = names.measures.get(one.key.measure_id, "")
        if code not in measures:
            raise ValueError(f"obligation {one.key} belongs to a measure that the plan does not have")
        if one.key.division_id not in names.divisions:
            raise ValueError(f"obligation {one.key} belongs to a division without a name")
        if round.first <= one.month <= round.last:
            found.append(Entry(measures[code], paper(names.divisions[one.key.division_id]), one))
    return tuple(
        sorted(
            found,
            key=lambda e: (e.measure.order, e.measure.code, e.month, place.get(e.division, len(place)), e.division),
        )
    )


def said_of(entries: Iterable[Entry], divisions: Sequence[str]) -> tuple[Said, ...]:
    """What was said in some entries, division by division in the order given, months in order."""
    said = [one for entry in entries if (one := entry.said)]
    return tuple(sorted(said, key=lambda s: (divisions.index(s.division), s.month)))


def divisions_of(plan: Plan, entries: Iterable[Entry]) -> tuple[str, ...]:
    """The names of the divisions that owe something in the round, in the plan's order, others after them."""
    owing = {e.division for e in entries}
    planned = [paper(d.name) for d in plan.divisions if paper(d.name) in owing]
    return tuple(dict.fromkeys([*planned, *sorted(owing)]))


def measure_label(measures: Sequence[Measure], letters: int = 70) -> str:
    """How measures are called in a sentence: มาตรการที่ ๓ with its title, or มาตรการที่ ๓, ๔, ๕."""
    numbers = ", ".join(thai_digits(m.order) for m in measures)
    if len(measures) == 1:
        return f"มาตรการที่ {numbers} {short(paper(measures[0].title), letters)}"
    return f"มาตรการที่ {numbers}"


def month_list(months: Iterable[Month]) -> str:
    """Months one by one: ม.ค. ๖๖, ก.พ. ๖๖, มี.ค. ๖๖."""
    return ", ".join(short_month(month) for month in months)
