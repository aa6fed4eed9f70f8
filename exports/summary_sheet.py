"""The summary sheet of the round's workbook: headline, charts, figures, what is missing, orders, problems, notes."""

from __future__ import annotations

import math
from collections.abc import Sequence

from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from exports import charts, fitting
from exports.report_value import Figures, OrderLine, Report, waived_by_reason
from exports.sheets import NOTHING, Column, across, cell, put_headings, put_row, set_page
from models.thai import thai_digits

_FIGURES = (
    Column("", "label", 70),
    Column("ต้องรายงาน", "expected", 9),
    Column("ในกำหนด", "in_time", 9),
    Column("ล่าช้า", "late", 9),
    Column("ยังไม่ส่ง", "missing", 9),
    Column("ยกเว้น", "waived", 9),
    Column("ครบถ้วน\n(ร้อยละ)", "completeness", 9),
    Column("ตรงเวลา\n(ร้อยละ)", "timeliness", 9),
)
_ORDER_STATES = {"open": "ยังไม่ตอบ", "answered": "ตอบแล้ว", "closed": "ปิดเรื่องแล้ว"}
_ON_FIRST_PAGE = 7.3  # cm of charts that fit under titles and headline on the first page


def write(sheet: Worksheet, report: Report, standing: str = "") -> None:
    """Fill the sheet. `standing` says whether the report is a draft or which frozen version; "" says nothing."""
    summary = report.summary
    widths = [column.width for column in _FIGURES]
    set_page(sheet, widths)
    row = across(sheet, 1, "สรุปการรายงานผลตามมาตรการ", widths, "ita title")
    for line in (report.organisation, report.round_text, report.made_text, standing):
        row = across(sheet, row, line, widths, "ita subtitle") if line else row
    row = across(sheet, row + 1, summary.headline, widths, "ita lead")
    tall = charts.height(len(summary.by_division)) if summary.total.expected else 0.0
    if tall > _ON_FIRST_PAGE:
        sheet.row_breaks.append(Break(id=row - 1))
    charted, after_charts = row, _room(sheet, row, tall)

    row = after_charts + 1
    divisions, row = _figures(sheet, row, "ส่วนราชการ", summary.by_division, summary.total, widths)
    row = _texts(sheet, row, "เดือนที่ยังไม่มีรายงาน", [f"{m.subject}: {m.text}" for m in summary.missing], widths)
    if report.waived:
        lines = [line for reason, texts in waived_by_reason(report.waived).items() for line in _waived(reason, texts)]
        row = _texts(sheet, row, "จุดที่ยกเว้นไว้", lines, widths)
    if report.orders:
        row = _texts(sheet, row, "ข้อสั่งการของผู้บริหาร", [_order(one) for one in report.orders], widths)
    problems = [f"{p.label}\n{', '.join(p.divisions)} ({', '.join(p.months)}): {p.text}" for p in summary.problems]
    row = _texts(sheet, row, "ปัญหา อุปสรรค ข้อเสนอแนะ", problems, widths)
    row = _texts(sheet, row, "ข้อสังเกต", [f"{n.subject}\n{n.text}" for n in summary.notes], widths)
    # Excel heeds this only when "fit to page" is switched off; LibreOffice always does.
    sheet.row_breaks.append(Break(id=row - 1))
    months, row = _figures(sheet, row, "เดือน", summary.by_month, summary.total, widths)
    measures = [(m.figures, f"{m.figures.label}\nสถานะล่าสุด {m.status}") for m in summary.by_measure]
    _figures(sheet, row, "มาตรการ", [f for f, _ in measures], summary.total, widths, [t for _, t in measures])
    if tall:
        charts.put(sheet, charted, after_charts, len(widths), divisions, months)


def _room(sheet: Worksheet, row: int, cm: float) -> int:
    """Empty rows for charts so tall, so that they cover no cell; gives the row after them."""
    count = math.ceil(cm * 72 / 2.54 / fitting.height(1))
    for number in range(row, row + count):
        sheet.row_dimensions[number].height = fitting.height(1)
    return row + count


def _order(one: OrderLine) -> str:
    """An order with what became of it."""
    about = f" {one.about}" if one.about else ""
    given = f"สั่งโดย {one.by} {one.given} กำหนดตอบ {one.due} – {_ORDER_STATES[one.state]}"
    answers = [f"({thai_digits(n)}) {a}" for n, a in enumerate(one.answers, 1)] if one.answers[1:] else one.answers
    lines = [f"{one.division}{about}: {one.text}", given]
    return "\n".join([*lines, *(f"คำตอบ: {answer}" for answer in answers)])


def _figures(
    sheet: Worksheet,
    row: int,
    what: str,
    figures: Sequence[Figures],
    total: Figures,
    widths: Sequence[float],
    labels: Sequence[str] = (),
) -> tuple[charts.Source, int]:
    """A table of figures with their sum; gives where they stand, for a chart, and the next free row."""
    heading = _block(sheet, row, f"จำแนกตาม{what}")
    row = put_headings(sheet, heading, [what, *(column.heading for column in _FIGURES[1:])], widths)
    rows = []
    for one, label in zip(figures, labels or [one.label for one in figures], strict=True):
        rows.append(row)
        row = put_row(sheet, row, [label, *_counts(one)], widths, "ita cell")
    row = put_row(sheet, row, [total.label, *_counts(total)], widths, "ita total")
    return charts.Source(heading, figures, rows), row + 1


def _counts(figures: Figures) -> list[str | int]:
    found = [getattr(figures, column.value) for column in _FIGURES[1:]]
    return [NOTHING if value is None else value for value in found]


def _waived(reason: str, texts: Sequence[str]) -> list[str]:
    """What was left with a reason: several of one reason stand under it."""
    if len(texts) == 1:
        return [f"{texts[0]}\nเหตุผล: {reason}"]
    return [f"เหตุผล: {reason} ({thai_digits(len(texts))} จุด)", *texts]


def _texts(sheet: Worksheet, row: int, title: str, texts: Sequence[str], widths: Sequence[float]) -> int:
    """A block of sentences, one a row, in the first column: rows of merged cells would not grow when edited."""
    row = _block(sheet, row, title)
    for text in texts or ["ไม่มี"]:
        row = put_row(sheet, row, [text], widths[:1], "ita cell")
    return row + 1


def _block(sheet: Worksheet, row: int, title: str) -> int:
    cell(sheet, row, 1, title, "ita block")
    sheet.row_dimensions[row].height = fitting.height(1)
    return row + 1
