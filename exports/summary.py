"""The report spoken in ten seconds: one figure a line, three exceptions, progress by division as bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from exports import trend
from exports.report_value import Figures, Problem, Report
from models.say import Bar, Card, Choice, Row, Tone
from models.thai import shorten, thai_digits

MOST_EXCEPTIONS = 3
MOST_BARS = 12  # more than a phone's screen nobody compares; the others are a tap away
LONGEST = 140
NO_EXCEPTIONS = ("waived", "repeated")  # they stand in the Excel file


def card(
    report: Report,
    buttons: tuple[Choice, ...] = (),
    see: Mapping[str, Choice] = MappingProxyType({}),
    also: Sequence[Row] = (),
    notes: Sequence[str] = (),
) -> Card:
    """The executives' card. Everything shown was computed by report.build. `see` opens a division by its name, `also`
    are exceptions that the report does not know, `notes` stand under the figures."""
    summary, moved = report.summary, trend.of_report(report)
    rows = _exceptions(report, see, also)
    bars = [
        Bar(f.label, f.in_time + f.late, f.expected, _tone(f), choice=see.get(f.label))
        for f in summary.by_division[:MOST_BARS]
    ]
    counted = [f.label for f in summary.by_month if f.expected]
    said = [f"นับถึงเดือน {counted[-1]}"] if counted else []
    said += [moved.line] if moved else []
    if len(summary.by_division) > MOST_BARS:
        said.append(f"แสดง {thai_digits(MOST_BARS)} จาก {thai_digits(len(summary.by_division))} กอง")
    if len(rows) > MOST_EXCEPTIONS:
        said.append(f"และอีก {thai_digits(len(rows) - MOST_EXCEPTIONS)} เรื่อง ดูในไฟล์ Excel")
    return Card(
        title=report.round_text,
        subtitle=report.organisation,
        lead=summary.headline,
        rows=rows[:MOST_EXCEPTIONS],
        bars=tuple(moved.bar(bar) if moved else bar for bar in bars),
        note="\n".join([*said, *notes, report.made_text]),
        buttons=buttons,
        alt=f"{report.round_text}: {' '.join(summary.headline.splitlines())}",
        tone=_tone(summary.total),
    )


def _exceptions(report: Report, see: Mapping[str, Choice], also: Sequence[Row]) -> tuple[Row, ...]:
    """What matters most first: who is most overdue, what is in the way, who else is overdue, what to know."""
    summary = report.summary
    behind = sorted(summary.by_division, key=_overdue, reverse=True)
    late = [Row(f.label, behind_by(_overdue(f), f.expected), "bad", see.get(f.label)) for f in behind if _overdue(f)]
    problems = [problem_row(p) for p in summary.problems]
    notes = [
        Row(shorten(n.subject, 60), shorten(n.text, LONGEST)) for n in summary.notes if n.kind not in NO_EXCEPTIONS
    ]
    return (*most_first(late, also, problems), *notes)


def most_first(late: Sequence[Row], also: Sequence[Row], problems: Sequence[Row]) -> tuple[Row, ...]:
    """Of each kind the first, then the others: three exceptions that are all of one kind tell less."""
    return (*late[:1], *also[:1], *problems[:1], *late[1:], *also[1:], *problems[1:])


def problem_row(problem: Problem, see: Choice | None = None) -> Row:
    """A problem with who has it."""
    label = f"{', '.join(problem.divisions)} · {shorten(problem.label, 50)}"
    return Row(label, shorten(problem.text, LONGEST), choice=see)


def behind_by(missing: int, expected: int) -> str:
    """ค้างส่ง ๓ จาก ๕ ข้อ"""
    return f"ค้างส่ง {thai_digits(missing)} จาก {thai_digits(expected)} ข้อ"


def _overdue(figures: Figures) -> int:
    """How many are missing past their due time (`not_due` of the missing may still come in time)."""
    return figures.missing - figures.not_due


def _tone(figures: Figures) -> Tone:
    if not _overdue(figures):
        return "good"
    return "bad" if (figures.completeness or 0) < 50 else "warn"
