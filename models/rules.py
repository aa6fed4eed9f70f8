"""An organisation's own deadlines and rounds: what differs from the defaults, and from which month on.

Stored as JSON in its row: `{"timely_days": 7, "since": {"2027-01": {"timely_days": 10}}, "rounds": ["3m", "12m"]}`.
A change counts from a month on, so that what was in time stays so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import time
from typing import Any

from models.calendar import DeadlineRules, Month

ROUNDS = ("3m", "6m", "12m")
DEFAULT_ROUNDS = ("6m", "12m")
NAMES = tuple(f.name for f in fields(DeadlineRules))
_LIMITS = {  # what a number may be: a month opens within itself, and is taken for a year at most
    "opens_day": (1, 31),
    "timely_days": (0, 60),
    "expiry_days": (1, 365),
    "floor_hours": (1, 240),
    "order_days": (1, 90),
}
_WORKDAYS = (0, 60)


class RuleRefused(ValueError):
    """A rule that makes no sense; the sentence says which and why."""


@dataclass(frozen=True)
class RuleBook:
    """The rules of an organisation by month. `changes` is in order of months; the base counts before all of them."""

    base: DeadlineRules
    changes: tuple[tuple[Month, DeadlineRules], ...] = ()

    def of(self, month: Month) -> DeadlineRules:
        """The rules that count for a reporting month."""
        return next((rules for since, rules in reversed(self.changes) if since <= month), self.base)


def read_book(stored: Mapping[str, Any]) -> RuleBook:
    """The rule book of an organisation's stored rules."""
    rules = base = _changed(DeadlineRules(), stored)
    changes = []
    for month in sorted(stored.get("since", {})):
        rules = _changed(rules, stored["since"][month])
        changes.append((Month.parse(month), rules))
    return RuleBook(base, tuple(changes))


def read_rounds(stored: Mapping[str, Any]) -> tuple[str, ...]:
    """The rounds that the organisation has set itself, () when it has set none."""
    return tuple(stored.get("rounds", ()))


def _changed(rules: DeadlineRules, by: Mapping[str, Any]) -> DeadlineRules:
    known: dict[str, Any] = {
        name: time.fromisoformat(value) if name.endswith("_at") else value
        for name, value in by.items()
        if name in NAMES
    }
    return replace(rules, **known)


def change(stored: Mapping[str, Any], wanted: Mapping[str, str], since: Month) -> dict[str, Any]:
    """The stored rules with some changed from a month on. `wanted` is as typed; `stored` stays as it is.

    Raises RuleRefused when a name is unknown, a value makes no sense, or the month would be due before it opens.
    """
    read = {name: _read(name, text) for name, text in wanted.items()}
    after = {**stored, "since": {**stored.get("since", {})}}
    after["since"][since.key] = {**after["since"].get(since.key, {}), **read}
    for _, rules in [(since, read_book(after).of(since)), *read_book(after).changes]:
        if rules.expiry_days < rules.timely_days:
            raise RuleRefused("expiry_days is before timely_days: a report would be closed before it is due")
        if not (rules.late <= rules.late_again <= rules.listed <= rules.named and rules.head <= rules.named):
            raise RuleRefused("the steps must follow one another: late, late_again, head and listed, named")
    return after


def set_rounds(stored: Mapping[str, Any], codes: str) -> dict[str, Any]:
    """The stored rules with the rounds that are reported: `6m,12m`. Raises RuleRefused."""
    wanted = [code.strip() for code in codes.split(",")]
    if not wanted or any(code not in ROUNDS for code in wanted):
        raise RuleRefused(f"'{codes}' are no rounds; use some of {', '.join(ROUNDS)}")
    return {**stored, "rounds": [code for code in ROUNDS if code in wanted]}


def _read(name: str, text: str) -> Any:
    if name not in NAMES:
        raise RuleRefused(f"there is no rule '{name}'; there are: {', '.join(NAMES)}")
    if name.endswith("_at"):
        try:
            return time.fromisoformat(text).strftime("%H:%M")
        except ValueError:
            raise RuleRefused(f"{name}: '{text}' is not a time such as 09:00") from None
    low, high = _LIMITS.get(name, _WORKDAYS)
    if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
        raise RuleRefused(f"{name}: '{text}' is not a number from {low} to {high}")
    return int(text)
