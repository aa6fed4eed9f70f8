"""The report spoken in ten seconds: one figure a line, three exceptions, progress by division as bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from exports import trend
from exports.exceptions import LONGEST, Matter, most_first, of_division, of_problem, silent_for
from exports.report_value import Figures, Report
from models.say import Bar, Card, Choice, Row, Tone
from models.thai import shorten, thai_digits

MOST_EXCEPTIONS = 3
MOST_BARS = 12  # more than a phone's screen nobody compares; the others are a tap away
NO_EXCEPTIONS = ("waived", "repeated")  # they stand in the Excel file


def card(
    report: Report,
    buttons: tuple[Choice, ...] = (),
    see: Mapping[str, Choice] = MappingProxyType({}),
    also: Sequence[Matter] = (),
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
    said += [f"ยกเว้น {thai_digits(len(report.waived))} จุด เหตุผลอยู่ในบันทึกข้อความ"] if report.waived else []
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


def _exceptions(report: Report, see: Mapping[str, Choice], also: Sequence[Matter]) -> tuple[Row, ...]:
    """What matters most first (exports/exceptions.py)."""
    summary, moved, due = report.summary, trend.of_report(report), trend.due_months(report)
    points = moved.by_division if moved else {}
    late = [
        of_division(
            f.label,
            f.in_time + f.late,
            f.expected,
            _overdue(f),
            silent_for([shares[f.label] for _, shares in due if f.label in shares]),
            points.get(f.label, 0),
            see.get(f.label),
        )
        for f in summary.by_division
        if _overdue(f)
    ]
    problems = [of_problem(p) for p in summary.problems]
    notes = [
        Matter("note", Row(shorten(n.subject, 60), shorten(n.text, LONGEST)))
        for n in summary.notes
        if n.kind not in NO_EXCEPTIONS
    ]
    return most_first([*late, *also, *problems, *notes])


def _overdue(figures: Figures) -> int:
    """How many are missing past their due time (`not_due` of the missing may still come in time)."""
    return figures.missing - figures.not_due


def _tone(figures: Figures) -> Tone:
    if not _overdue(figures):
        return "good"
    return "bad" if (figures.completeness or 0) < 50 else "warn"
