"""The report spoken in ten seconds: one headline, three exceptions, progress by division as bars."""

from __future__ import annotations

from exports.report_value import Figures, Report
from models.say import Bar, Card, Choice, Row, Tone
from models.thai import cut, thai_digits

MOST_EXCEPTIONS = 3
LONGEST = 140


def card(report: Report, buttons: tuple[Choice, ...] = ()) -> Card:
    """The executives' card. Everything shown was computed by report.build."""
    summary = report.summary
    more = len(_exceptions(report)) - MOST_EXCEPTIONS
    return Card(
        title=report.round_text,
        subtitle=report.organisation,
        lead=summary.headline,
        rows=_exceptions(report)[:MOST_EXCEPTIONS],
        bars=tuple(Bar(f.label, f.in_time + f.late, f.expected, _tone(f)) for f in summary.by_division),
        note="\n".join(([_more(more)] if more > 0 else []) + [report.made_text]),
        buttons=buttons,
        alt=f"{report.round_text}: {summary.headline}",
        tone=_tone(summary.total),
    )


def _exceptions(report: Report) -> tuple[Row, ...]:
    """What matters most first: problems that were reported, overdue months, then what to know."""
    summary = report.summary
    rows = [Row(f"{p.label} ({', '.join(p.divisions)})", _brief(p.text)) for p in summary.problems]
    overdue = [m for m in summary.missing if m.due]
    rows[1:1] = [Row(m.subject, _brief(m.text)) for m in overdue]  # one problem first, then who is overdue
    rows += [Row(n.subject, _brief(n.text)) for n in summary.notes if n.kind != "waived"]
    return tuple(rows)


def _brief(text: str) -> str:
    return text if len(text) <= LONGEST else cut(text, LONGEST) + "…"


def _more(count: int) -> str:
    return f"และอีก {thai_digits(count)} เรื่อง ดูในไฟล์ Excel"


def _tone(figures: Figures) -> Tone:
    if figures.completeness is None or figures.completeness == 100:
        return "good"
    return "bad" if figures.completeness < 50 and figures.not_due == 0 else "warn"
