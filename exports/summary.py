"""The report spoken in ten seconds: one figure a line, three exceptions, progress by division as bars."""

from __future__ import annotations

from exports.report_value import Figures, Report
from models.say import Bar, Card, Choice, Row, Tone
from models.thai import shorten, thai_digits

MOST_EXCEPTIONS = 3
LONGEST = 140
NO_EXCEPTIONS = ("waived", "repeated")  # they stand in the Excel file


def card(report: Report, buttons: tuple[Choice, ...] = ()) -> Card:
    """The executives' card. Everything shown was computed by report.build."""
    summary = report.summary
    rows = _exceptions(report)
    counted = [f.label for f in summary.by_month if f.expected]
    notes = [f"นับถึงเดือน {counted[-1]}"] if counted else []
    if len(rows) > MOST_EXCEPTIONS:
        notes.append(f"และอีก {thai_digits(len(rows) - MOST_EXCEPTIONS)} เรื่อง ดูในไฟล์ Excel")
    return Card(
        title=report.round_text,
        subtitle=report.organisation,
        lead=summary.headline,
        rows=rows[:MOST_EXCEPTIONS],
        bars=tuple(Bar(f.label, f.in_time + f.late, f.expected, _tone(f)) for f in summary.by_division),
        note="\n".join([*notes, report.made_text]),
        buttons=buttons,
        alt=f"{report.round_text}: {' '.join(summary.headline.splitlines())}",
        tone=_tone(summary.total),
    )


def _exceptions(report: Report) -> tuple[Row, ...]:
    """What matters most first: who is most overdue, what is in the way, who else is overdue, what to know."""
    summary = report.summary
    behind = sorted(summary.by_division, key=_overdue, reverse=True)
    late = [
        Row(f.label, f"ค้างส่ง {thai_digits(_overdue(f))} จาก {thai_digits(f.expected)} ข้อ", "bad")
        for f in behind
        if _overdue(f)
    ]
    problems = [
        Row(f"{', '.join(p.divisions)} · {shorten(p.label, 50)}", shorten(p.text, LONGEST)) for p in summary.problems
    ]
    notes = [
        Row(shorten(n.subject, 60), shorten(n.text, LONGEST)) for n in summary.notes if n.kind not in NO_EXCEPTIONS
    ]
    return (*late[:1], *problems[:1], *late[1:], *problems[1:], *notes)


def _overdue(figures: Figures) -> int:
    """How many are missing past their due time (`not_due` of the missing may still come in time)."""
    return figures.missing - figures.not_due


def _tone(figures: Figures) -> Tone:
    if not _overdue(figures):
        return "good"
    return "bad" if (figures.completeness or 0) < 50 else "warn"
