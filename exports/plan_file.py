"""What reading a plan file gives back: the plan with its warnings, or every problem that was found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from models.plan import Plan

Place = tuple[str | int, ...]
"""Where a value stands in the plan: ("measures", 3, "period", "start")."""

Raw = dict[str, Any]
"""A plan as JSON-like values, not yet checked."""


def quoted(value: object, limit: int = 60) -> str:
    """A value of the file in quotes, on one line and short, so that a problem stays one sentence."""
    text = " ".join(str(value)[: 2 * limit].split())
    return f"'{text if len(text) <= limit else text[: limit - 1] + '…'}'"


@dataclass(frozen=True)
class PlanFile:
    """A plan that was read, and what the operator should look at although it was accepted."""

    plan: Plan
    warnings: tuple[str, ...] = ()


class PlanFileError(Exception):
    """A plan file that cannot be taken; `problems` are sentences for the operator, each with its place."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass
class Places:
    """Names a place of the raw plan in the operator's words; as JSON unless a reader says better."""

    codes: dict[int, str] = field(default_factory=dict)

    def name(self, place: Place) -> str:
        """Such as `measures[3] (E14) period.start`."""
        text = ""
        for at, part in enumerate(place):
            if isinstance(part, int):
                text += f"[{part}]"
                if at == 1 and place[0] == "measures" and part in self.codes:
                    text += f" ({quoted(self.codes[part])[1:-1]})"
            else:
                text += ("" if not text else " " if text.endswith(")") else ".") + part
        return text or "the plan"


@dataclass
class Findings:
    """Collects problems and warnings while a plan is checked; a place is complained about once."""

    places: Places
    problems: dict[str, str] = field(default_factory=dict)  # sentence by named place
    warnings: list[str] = field(default_factory=list)

    def problem(self, place: Place, sentence: str) -> None:
        """Adds `<place>: <sentence>`; a later problem of the same place follows from the first and is left out."""
        self.problems.setdefault(self.places.name(place), sentence)

    def warning(self, place: Place, sentence: str) -> None:
        """Adds a warning for the place."""
        self.warnings.append(f"{self.places.name(place)}: {sentence}")

    def raise_problems(self) -> None:
        """Raises PlanFileError with every problem found so far, if there is one."""
        if self.problems:
            raise PlanFileError(tuple(f"{place}: {sentence}" for place, sentence in self.problems.items()))
