"""Builds the round report: every figure and every cell's text, from the plan and the round's obligations.

What comes out (`exports/report_value.py`) is only laid out afterwards: Excel, memo and pages do no arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import MappingProxyType

from exports.cells import FIELDS, TOLD, numbered_title
from exports.entries import Entry, Names, divisions_of, entries_of, measure_label, said_of
from exports.layouts import LAYOUTS, Layout, find
from exports.missing import missing_lines
from exports.narrative import Said, TextField
from exports.notes import CONFIRMED, notes_of, problems_of, status_line
from exports.report_value import (
    EvidenceLine,
    Figures,
    MeasureCells,
    MeasureProgress,
    Merge,
    MonthlyRow,
    Note,
    OrderLine,
    Report,
    Section,
    Summary,
    Table,
)
from exports.scoring import Scores
from exports.texts import CUT_MARK, fits_cell, number, paper, share, short
from models.calendar import BANGKOK, FiscalYear, Round
from models.form import BY_NAME
from models.ledger import STATUSES, Obligation, count
from models.plan import Measure, Plan
from models.thai import long_date, long_month, short_date, short_month, thai_digits

__all__ = ["Beside", "Names", "Report", "build", "relaid"]

Edit = tuple[str, TextField]  # the code of a measure, and which of its texts

_MONTHLY_LABEL = 45  # letters of a measure's title in the month-by-month sheet, where it stands again and again


@dataclass(frozen=True)
class Beside:
    """What stands in a report beside the answers. `owned`: measures (codes) that have an owner in the round, also one
    of whom nothing is owed yet."""

    orders: tuple[OrderLine, ...] = ()
    scores: Scores | None = None
    owned: frozenset[str] = frozenset()


def build(
    plan: Plan,
    round: Round,
    obligations: Sequence[Obligation],
    names: Names,
    layout: str | None,
    now: datetime,
    edits: Mapping[Edit, str] = MappingProxyType({}),
    beside: Beside = Beside(),
) -> Report:
    """The report of a round as it stands at `now`.

    `obligations` may hold other months as well: those outside the round are left out. `layout` None means the
    plan's own when it is a report layout we know, else the default one. `edits` are the secretary's own words by
    measure code and field, `beside` what stands in the report beside the answers. Raises ValueError with a sentence
    when the layout is unknown, or when an obligation's measure or division has no name.
    """
    form = find(layout, plan.layout)
    entries = entries_of(plan, round, obligations, names)
    divisions = divisions_of(plan, entries)
    by_measure: dict[str, list[Entry]] = {m.code: [] for m in _in_order(plan)}
    for entry in entries:
        by_measure[entry.measure.code].append(entry)
    cells = tuple(_cells(plan, m, said_of(by_measure[m.code], divisions), edits) for m in _in_order(plan))
    titles = {name: _titles(plan, round, one) for name, one in LAYOUTS.items()}
    table = _table(form, titles[form.name], cells)
    months = tuple(_monthly(entry, now) for entry in entries)
    notes = [
        *notes_of(plan, round, entries, divisions, beside.owned),
        *_cut_notes(plan, form, cells, entries, months),
    ]
    return Report(
        organisation=paper(plan.organisation.name),
        fiscal_year=plan.fiscal_year,
        round=round.code,
        quarter=round.quarter,
        first=round.first.key,
        last=round.last.key,
        made_at=now.astimezone(UTC).isoformat(),
        title=table.titles[0],
        sheet=_sheet(round, form),
        round_text=round_text(round),
        made_text=_made_text(now),
        table=table,
        summary=_summary(round, entries, by_measure.values(), divisions, notes, now),
        months=months,
        titles=titles,
        cells=cells,
        orders=beside.orders,
        evidence=_evidence(entries),
        scores=beside.scores,
    )


def relaid(report: Report, layout: str | None) -> Report:
    """A report, frozen perhaps, with its table in another layout; None leaves it as it is.

    Raises ValueError with a sentence when the layout is unknown.
    """
    if layout is None or layout == report.table.layout:
        return report
    form = find(layout, None)
    round = Round.of(FiscalYear(report.fiscal_year), report.round, report.quarter)
    table = _table(form, report.titles[form.name], report.cells)
    return replace(report, table=table, title=table.titles[0], sheet=_sheet(round, form))


# --- Titles --------------------------------------------------------------------------------------------------


def round_text(round: Round) -> str:
    """The round in words: รอบ ๖ เดือน (ตุลาคม ๒๕๖๕ – มีนาคม ๒๕๖๖) ประจำปีงบประมาณ พ.ศ. ๒๕๖๖."""
    span = f"{long_month(round.first)} – {long_month(round.last)}"
    return f"{_round_name(round)} ({span}) ประจำปีงบประมาณ พ.ศ. {thai_digits(round.fiscal_year.number)}"


def _round_name(round: Round) -> str:
    if round.quarter:
        return f"ไตรมาสที่ {thai_digits(round.quarter)}"
    return f"รอบ {thai_digits(round.code.removesuffix('m'))} เดือน"


def _sheet(round: Round, form: Layout) -> str:
    return "แผนมาตรการ" if form.kind == "plan" else f"รายงาน{_round_name(round)}"


def _titles(plan: Plan, round: Round, form: Layout) -> tuple[str, ...]:
    """The lines above the table. The agency's own title is used when it was printed for this very round;
    the organisation and the round follow where the title does not say them itself."""
    own = {title.name: paper(title.title) for title in plan.layouts}.get(form.name, "")
    same_round = any(
        r.code == round.code and r.start == round.first.first_day and r.end == round.last.last_day and r.reported
        for r in plan.rounds
    )
    title = own if own and (same_round or form.kind == "plan") else form.title
    organisation, span = paper(plan.organisation.name), long_month(round.first)
    lines = [title]
    if _squeezed(organisation) not in _squeezed(title):
        lines.append(organisation)
    if _squeezed(span) not in _squeezed(title):
        lines.append(round_text(round))
    return tuple(lines)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _made_text(now: datetime) -> str:
    local = now.astimezone(BANGKOK)
    return f"ข้อมูล ณ วันที่ {long_date(local.date())} เวลา {thai_digits(f'{local:%H.%M}')} น."


# --- The result table ----------------------------------------------------------------------------------------


def _in_order(plan: Plan) -> list[Measure]:
    return sorted(plan.measures, key=lambda m: m.order)


def _cells(plan: Plan, measure: Measure, said: Sequence[Said], edits: Mapping[Edit, str]) -> MeasureCells:
    fields = {name: field(measure, said) for name, field in FIELDS.items()}
    edited = {name: paper(edits[measure.code, told]) for name, told in TOLD.items() if (measure.code, told) in edits}
    texts = {name: fits_cell(text) for name, text in {**fields, **edited}.items()}
    return MeasureCells(measure.code, measure.order, _group_heading(measure, plan), texts, tuple(edited))


def _table(form: Layout, titles: tuple[str, ...], cells: Sequence[MeasureCells]) -> Table:
    sections: dict[str, list[tuple[str, ...]]] = {}
    for one in cells:
        row = tuple(one.fields[column.field] for column in form.leaves)
        sections.setdefault(one.group if form.group_by else "", []).append(row)
    return Table(
        layout=form.name,
        kind=form.kind,
        titles=titles,
        heading_rows=form.heading_rows,
        merges=tuple(Merge(*merge) for merge in form.merges),
        widths=tuple(column.width for column in form.leaves),
        sections=tuple(Section(heading, tuple(rows)) for heading, rows in sections.items()),
    )


def _group_heading(measure: Measure, plan: Plan) -> str:
    """The name of an indicator's table in a layout that has one for each."""
    if not measure.indicators:
        return ""
    indicator = measure.indicators[0]
    names = {i.number: i.name for i in plan.analysis.indicators}
    if measure.issue and measure.issue.indicator_number == indicator and measure.issue.indicator_name:
        names[indicator] = measure.issue.indicator_name
    return f"ตัวชี้วัดที่ {thai_digits(indicator)} {paper(names.get(indicator))}".strip()


# --- Figures -------------------------------------------------------------------------------------------------


def _figures(label: str, entries: Iterable[Entry], now: datetime) -> Figures:
    entries = list(entries)
    counts = count(e.obligation for e in entries)
    return Figures(
        label=label,
        expected=counts.expected,
        in_time=counts.in_time,
        late=counts.late,
        missing=counts.missing,
        waived=counts.waived,
        not_due=sum(e.not_due(now) for e in entries),
        completeness=counts.completeness,
        timeliness=counts.timeliness,
    )


def _summary(
    round: Round,
    entries: Sequence[Entry],
    by_measure: Iterable[Sequence[Entry]],
    divisions: Sequence[str],
    notes: Sequence[Note],
    now: datetime,
) -> Summary:
    total = _figures("รวม", entries, now)
    return Summary(
        headline=_headline(total),
        total=total,
        by_division=tuple(_figures(d, (e for e in entries if e.division == d), now) for d in divisions),
        by_month=tuple(_figures(short_month(m), (e for e in entries if e.month == m), now) for m in round.months),
        by_measure=tuple(
            MeasureProgress(
                group[0].measure.code,
                _figures(fits_cell(numbered_title(group[0].measure)), group, now),
                status_line(group, divisions) or "ยังไม่มีรายงาน",
            )
            for group in by_measure
            if group
        ),
        missing=missing_lines(entries, divisions, now),
        problems=problems_of(entries, divisions),
        notes=tuple(notes),
    )


def _headline(total: Figures) -> str:
    """One figure a line: what is sent, how much of it in time, what is not. The words are those of the chat."""
    if not total.expected:
        return "ไม่มีข้อที่ต้องรายงานในรอบนี้"
    sent = total.in_time + total.late
    lines = [f"ส่งแล้ว {number(sent)} จาก {number(total.expected)} ข้อ ({share(total.completeness)})"]
    if sent and not total.late:
        lines.append("ทันกำหนดทุกข้อที่ส่ง")
    elif sent:
        lines.append(f"ทันกำหนด {number(total.in_time)} ข้อ ({share(total.timeliness)})")
    if overdue := total.missing - total.not_due:
        lines.append(f"ค้างส่ง {number(overdue)} ข้อ")
    if total.not_due:
        lines.append(f"ยังขาด {number(total.not_due)} ข้อ ยังไม่ถึงกำหนด")
    return "\n".join(lines)


# --- Month by month ------------------------------------------------------------------------------------------


def _monthly(entry: Entry, now: datetime) -> MonthlyRow:
    """One obligation as it stands. What was returned or waived is shown with its text and the reason."""
    one, answer = entry.obligation, entry.obligation.answer
    remarks = [CONFIRMED.get(flag, flag) for flag in answer.flags] if answer else []
    links = [file.url for file in answer.evidence if file.url] if answer else []
    if answer and answer.unsent:  # the person took a message back, see handlers/unsent.py
        remarks.append("รอส่งใหม่: " + ", ".join(BY_NAME[name].label for name in answer.unsent if name in BY_NAME))
    sent = one.first_submitted_at
    return MonthlyRow(
        measure=f"{thai_digits(entry.measure.order)}. {short(paper(entry.measure.title), _MONTHLY_LABEL)}",
        division=entry.division,
        month=short_month(entry.month),
        sending=_sending(entry, now),
        status=STATUSES[answer.status] if answer else "",
        activity=fits_cell(paper(answer.activity)) if answer else "",
        dates=", ".join(short_date(day) for day in sorted(set(answer.dates))) if answer else "",
        output=fits_cell(paper(answer.output)) if answer else "",
        outcome=fits_cell(paper(answer.outcome)) if answer else "",
        problem=fits_cell(paper(answer.problem)) if answer else "",
        evidence=len(answer.evidence) if answer else None,
        submitted=short_date(sent.astimezone(BANGKOK).date()) if sent and answer else "",
        remarks=fits_cell("\n".join([*(paper(text) for text in [*remarks, one.reason] if text), *links])),
        code=entry.measure.code,
        key=entry.month.key,
        division_id=one.key.division_id,
    )


def _sending(entry: Entry, now: datetime) -> str:
    if entry.obligation.is_in:
        return "ในกำหนด" if entry.obligation.in_time else "ล่าช้า"
    if entry.obligation.state == "missing":
        return "ยังไม่ถึงกำหนด" if entry.not_due(now) else "ยังไม่ส่ง"
    return {"returned": "ตีกลับ", "waived": "ยกเว้น"}[entry.obligation.state]


def _evidence(entries: Iterable[Entry]) -> tuple[EvidenceLine, ...]:
    """The files and links of what is in, in printed order; what was not fetched yet has no content to show."""
    return tuple(
        EvidenceLine(
            e.measure.code, e.measure.order, e.division, e.month.key, file.sha256, file.content_type, file.url
        )
        for e in entries
        if e.obligation.is_in and e.obligation.answer
        for file in e.obligation.answer.evidence
        if file.sha256 or file.url
    )


def _cut_notes(
    plan: Plan, form: Layout, cells: Sequence[MeasureCells], entries: Sequence[Entry], months: Sequence[MonthlyRow]
) -> list[Note]:
    """A note for each text that was too long for a cell."""
    notes = [
        _cut(measure, f"ช่อง “{column.heading}” ของตารางรายงาน")
        for measure, one in zip(_in_order(plan), cells, strict=True)
        for column in form.leaves
        if one.fields[column.field].endswith(CUT_MARK)
    ]
    for entry, month in zip(entries, months, strict=True):
        if any(
            text.endswith(CUT_MARK)
            for text in (month.activity, month.output, month.outcome, month.problem, month.remarks)
        ):
            notes.append(_cut(entry.measure, f"{entry.division} เดือน {month.month} ของรายการรายเดือน"))
    return notes


def _cut(measure: Measure, place: str) -> Note:
    return Note("cut_text", measure.code, measure_label([measure]), f"ข้อความยาวเกินช่อง ตัดส่วนท้ายออก: {place}")
