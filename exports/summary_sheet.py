"""The summary of the round's workbook: a sheet with headline, charts and figures, one with the figures by measure,
one with what is missing, orders, problems and notes. A table of any length ends its sheet, so that headings repeat.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from exports import charts, fitting
from exports.orders import ORDER_STATES
from exports.report_value import Figures, OrderLine, Report, waived_by_reason
from exports.sheets import (
    NOTHING,
    PAGE_HEIGHT,
    Column,
    across,
    cell,
    put_headings,
    put_row,
    repeat_rows,
    set_page,
)
from models.thai import thai_digits

TITLES = SUMMARY, MEASURES, NOTES = "สรุป", "รายมาตรการ", "ประเด็นที่ต้องทราบ"
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
_NOTES = (Column("เรื่อง", "", 27), Column("รายการ", "", 106))
_LARGER = 1.5  # a page is so much taller where the sheet is shrunk, in LibreOffice with larger letters


def write(sheet: Worksheet, report: Report, standing: str = "") -> None:
    """Fill the sheet: on the first page the headline and the charts, then the figures by month and by division.

    `standing` says whether the report is a draft or which frozen version; "" says nothing. Excel heeds no page break
    while "fit to page" is on, so the first page is filled with the charts: both programs begin the figures anew.
    """
    summary = report.summary
    widths = [column.width for column in _FIGURES]
    set_page(sheet, widths)
    row = across(sheet, 1, "สรุปการรายงานผลตามมาตรการ", widths, "ita title")
    for line in (report.organisation, report.round_text, report.made_text, standing):
        row = across(sheet, row, line, widths, "ita subtitle") if line else row
    sheet.row_dimensions[row].height = fitting.height(1)
    row = across(sheet, row + 1, summary.headline, widths, "ita lead")
    places: tuple[charts.Place, charts.Place | None] | None = None
    if summary.total.expected:
        places, row = _places(sheet, row, summary.by_division, widths)
    begin = row
    months, row = _figures(sheet, row, "เดือน", summary.by_month, summary.total, widths)
    by_division = row
    divisions, row = _figures(sheet, row, "ส่วนราชการ", summary.by_division, summary.total, widths)
    if _tall(sheet, begin, row - 1) > _LARGER * PAGE_HEIGHT:
        sheet.row_breaks.append(Break(id=by_division - 1))
    sheet.print_title_rows = f"{divisions.heading}:{divisions.heading}"  # on the pages after it
    if places:
        if places[1]:
            charts.put_divisions(sheet, divisions, places[1])
        charts.put_months(sheet, months, places[0])


def write_measures(sheet: Worksheet, report: Report) -> None:
    """The figures by measure, with the latest status of each."""
    widths = [column.width for column in _FIGURES]
    row = _begin(sheet, "จำแนกตามมาตรการ", report, widths)
    measures = report.summary.by_measure
    figures = [one.figures for one in measures]
    labels = [f"{one.figures.label}\nสถานะล่าสุด {one.status}" for one in measures]
    _table(sheet, row, "มาตรการ", figures, report.summary.total, widths, labels)
    repeat_rows(sheet, row, row)


def write_notes(sheet: Worksheet, report: Report) -> None:
    """What the reader has to know, a line each: what is missing or was waived, orders, problems, notes."""
    summary = report.summary
    widths = [column.width for column in _NOTES]
    row = _begin(sheet, NOTES, report, widths)
    row = put_headings(sheet, row, [column.heading for column in _NOTES], widths)
    repeat_rows(sheet, row - 1, row - 1)
    blocks = {
        "เดือนที่ยังไม่มีรายงาน": [f"{m.subject}: {m.text}" for m in summary.missing] or ["ไม่มี"],
        "จุดที่ยกเว้นไว้": [
            line for reason, texts in waived_by_reason(report.waived).items() for line in _waived(reason, texts)
        ],
        "ข้อสั่งการของผู้บริหาร": [_order(one) for one in report.orders],
        "ปัญหา อุปสรรค ข้อเสนอแนะ": [
            f"{p.label}\n{', '.join(p.divisions)} ({', '.join(p.months)}): {p.text}" for p in summary.problems
        ]
        or ["ไม่มี"],
        "ข้อสังเกต": [f"{n.subject}\n{n.text}" for n in summary.notes] or ["ไม่มี"],
    }
    for title, texts in blocks.items():
        for text in texts:
            row = put_row(sheet, row, [title, text], widths, "ita cell")


def _begin(sheet: Worksheet, title: str, report: Report, widths: Sequence[float]) -> int:
    set_page(sheet, widths)
    row = across(sheet, 1, title, widths, "ita title")
    return across(sheet, row, f"{report.organisation} {report.round_text}", widths, "ita subtitle") + 1


def _places(
    sheet: Worksheet, row: int, divisions: Sequence[Figures], widths: Sequence[float]
) -> tuple[tuple[charts.Place, charts.Place | None], int]:
    """Where the charts by month and by division stand: beside each other on what is left of the first page, else the
    divisions on a page of their own, where more names can be read; not at all when they are too many."""
    left = max(PAGE_HEIGHT - _tall(sheet, 1, row), charts.LEAST)
    after = _room(sheet, row, left)
    columns = len(widths)
    sheet.row_breaks.append(Break(id=after - 1))
    if charts.fit_beside(divisions, widths[0] * fitting.CHARACTER, left):
        return (charts.Place(row, after, 1, columns), charts.Place(row, after, 0, 1)), after
    months = charts.Place(row, after, 0, columns)
    if len(divisions) > charts.MOST:
        return (months, None), after
    end = _room(sheet, after, PAGE_HEIGHT)
    sheet.row_breaks.append(Break(id=end - 1))
    return (months, charts.Place(after, end, 0, columns)), end


def _room(sheet: Worksheet, row: int, points: float) -> int:
    """Empty rows of so many points together, so that a chart covers no cell; gives the row after them."""
    count = math.ceil(points / fitting.height(1))
    for number in range(row, row + count):
        sheet.row_dimensions[number].height = round(points / count, 2)
    return row + count


def _tall(sheet: Worksheet, first: int, after: int) -> float:
    return sum(sheet.row_dimensions[row].height or 0.0 for row in range(first, after))


def _order(one: OrderLine) -> str:
    """An order with what became of it."""
    about = f" {one.about}" if one.about else ""
    given = f"สั่งโดย {one.by} {one.given} กำหนดตอบ {one.due} – {ORDER_STATES[one.state]}"
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
) -> tuple[charts.Source, int]:
    """A table of figures under its name; gives where they stand, for a chart, and the next free row."""
    cell(sheet, row, 1, f"จำแนกตาม{what}", "ita block")
    sheet.row_dimensions[row].height = fitting.height(1)
    rows, after = _table(sheet, row + 1, what, figures, total, widths, [one.label for one in figures])
    sheet.row_dimensions[after].height = fitting.height(1)
    return charts.Source(row + 1, figures, rows), after + 1


def _table(
    sheet: Worksheet,
    row: int,
    what: str,
    figures: Sequence[Figures],
    total: Figures,
    widths: Sequence[float],
    labels: Sequence[str],
) -> tuple[list[int], int]:
    """A table of figures with their sum; gives the row of each, and the next free row."""
    row = put_headings(sheet, row, [what, *(column.heading for column in _FIGURES[1:])], widths)
    rows = []
    for one, label in zip(figures, labels, strict=True):
        rows.append(row)
        row = put_row(sheet, row, [label, *_counts(one)], widths, "ita cell")
    return rows, put_row(sheet, row, [total.label, *_counts(total)], widths, "ita total")


def _counts(figures: Figures) -> list[str | int]:
    found = [getattr(figures, column.value) for column in _FIGURES[1:]]
    return [NOTHING if value is None else value for value in found]


def _waived(reason: str, texts: Sequence[str]) -> list[str]:
    """What was left with a reason: several of one reason stand under it."""
    if len(texts) == 1:
        return [f"{texts[0]}\nเหตุผล: {reason}"]
    return [f"เหตุผล: {reason} ({thai_digits(len(texts))} จุด)", *texts]
