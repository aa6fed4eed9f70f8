"""How a month stands against the one before it: points of percent of what was sent, whole and by division."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from exports.report_value import Report
from models.say import Bar, percent
from models.thai import thai_digits

_IN = ("ในกำหนด", "ล่าช้า")
_WAIVED = "ยกเว้น"

Shares = Mapping[str, tuple[int, int]]  # by division: how many are in, of how many; of one month


@dataclass(frozen=True)
class Trend:
    """The newest month that is wholly due (`share`: its floored percent) and the one before it; points of percent."""

    month: str
    before: str
    share: int
    points: int
    by_division: Mapping[str, int] = field(default_factory=dict)

    @property
    def line(self) -> str:
        """เดือน มี.ค. ๗๐ ร้อยละ ๘๐ ▲ ร้อยละ ๕ จาก ก.พ. ๗๐"""
        return f"เดือน {self.month} ร้อยละ {thai_digits(self.share)} {self.than}"

    @property
    def than(self) -> str:
        """▲ ร้อยละ ๕ จาก ก.พ. ๗๐"""
        return f"{arrow(self.points, 'ร้อยละ ')} จาก {self.before}" if self.points else f"เท่ากับ {self.before}"

    def bar(self, bar: Bar) -> Bar:
        """A division's bar with its trend: none when it stands as before, or owed nothing in one of the months."""
        points = self.by_division.get(bar.label, 0)
        return replace(bar, note=arrow(points), note_tone="good" if points > 0 else "bad")


def arrow(points: int, of: str = "") -> str:
    """▲ ๕, ▼ ๕, or "" for no change; `of` what, where it does not stand beside percents."""
    return "" if not points else f"{'▲' if points > 0 else '▼'} {of}{thai_digits(abs(points))}"


def between(month: str, now: Shares, before_month: str, before: Shares) -> Trend | None:
    """The trend from one month to the next, by their shown names; None when either expected nothing."""
    share, was = _all(now), _all(before)
    if share is None or was is None:
        return None
    points: dict[str, int] = {}
    for name in now:
        one, other = percent(*now[name]), percent(*before.get(name, (0, 0)))
        if one is not None and other is not None:
            points[name] = one - other
    return Trend(month, before_month, share, share - was, points)


def _all(shares: Shares) -> int | None:
    return percent(sum(part for part, _ in shares.values()), sum(whole for _, whole in shares.values()))


def of_report(report: Report) -> Trend | None:
    """The trend of the round's newest month that is wholly due; None when there is none before it in the round."""
    due = due_months(report)
    if len(due) < 2:
        return None
    (before, earlier), (month, now) = due[-2:]
    return between(month, now, before, earlier)


def due_months(report: Report) -> list[tuple[str, Shares]]:
    """The months of the round that are wholly due, by their shown names, the newest last."""
    due = [f.label for f in report.summary.by_month if f.expected and not f.not_due]
    found: dict[str, dict[str, tuple[int, int]]] = {label: {} for label in due}
    for row in report.months:
        if row.month in found and row.sending != _WAIVED:
            part, whole = found[row.month].get(row.division, (0, 0))
            found[row.month][row.division] = (part + (row.sending in _IN), whole + 1)
    return list(found.items())
