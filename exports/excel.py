"""Lays a report out as an Excel workbook: summary, result table, month by month. No figure is computed here.

How cells, rows and pages are made is in exports/sheets.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from exports import excel_scores, fitting
from exports.files import whole_file
from exports.report_value import Figures, MonthlyRow, Report, Section, Table
from exports.sheets import (
    NOTHING,
    across,
    cell,
    heading_height,
    put_headings,
    put_row,
    repeat_rows,
    set_page,
    workbook,
)
from exports.texts import clean

SUMMARY, MONTHLY = "สรุป", "รายเดือน"

_PAGE = 133  # digits of column width across A4 landscape at full size
_WIDEST = 163  # as wide as a table may grow (printed at four fifths) so that its rows stay whole
_DIVIDED = 148  # how wide a table is of which some rows are divided all the same
_PAGE_HEIGHT = 490.0  # points between the margins of A4 landscape at full size


@dataclass(frozen=True)
class _Column:
    heading: str
    value: str  # an attribute of the row
    width: float


_FIGURES = (
    _Column("", "label", 70),
    _Column("ต้องรายงาน", "expected", 9),
    _Column("ในกำหนด", "in_time", 9),
    _Column("ล่าช้า", "late", 9),
    _Column("ยังไม่ส่ง", "missing", 9),
    _Column("ยกเว้น", "waived", 9),
    _Column("ครบถ้วน\n(ร้อยละ)", "completeness", 9),
    _Column("ตรงเวลา\n(ร้อยละ)", "timeliness", 9),
)
_MONTHLY = (
    _Column("มาตรการ", "measure", 24),
    _Column("ส่วนราชการ", "division", 14),
    _Column("เดือน", "month", 9),
    _Column("การส่ง", "sending", 10),
    _Column("สถานะ", "status", 15),
    _Column("สิ่งที่ดำเนินการ", "activity", 28),
    _Column("วันที่ดำเนินการ", "dates", 12),
    _Column("ผลผลิต", "output", 18),
    _Column("ผลลัพธ์", "outcome", 18),
    _Column("ปัญหา อุปสรรค ข้อเสนอแนะ", "problem", 18),
    _Column("หลักฐาน\n(ไฟล์)", "evidence", 8),
    _Column("ส่งเมื่อ", "submitted", 12),
    _Column("หมายเหตุ", "remarks", 14),
)


def write(report: Report, path: Path) -> None:
    """Writes the report to `path` (.xlsx), whole or not at all.

    Raises OSError when the folder cannot be written to.
    """
    book = workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = SUMMARY
    _write_summary(first, report)
    _write_table(book.create_sheet(sheet_title(report.sheet)), report.table)
    _write_months(book.create_sheet(MONTHLY), report)
    if report.scores:
        excel_scores.write(book, report.scores, report)
    made = datetime.fromisoformat(report.made_at).replace(tzinfo=None)
    book.properties.creator = book.properties.lastModifiedBy = clean(report.organisation)
    book.properties.title = clean(report.title)
    book.properties.created = made
    with whole_file(path) as file:
        book.save(file)


def sheet_title(text: str) -> str:
    """A legal name of a sheet: none of []:*?/\\, no quote at an end, 1 to 31 characters, none of our own two."""
    title = re.sub(r"[\[\]:*?/\\]", " ", clean(text)).replace("\n", " ").strip().strip("'").strip()[:31].strip()
    return title if title and title not in (SUMMARY, MONTHLY) else "รายงาน"


# --- The sheets ----------------------------------------------------------------------------------------------


def _write_summary(sheet: Worksheet, report: Report) -> None:
    summary = report.summary
    widths = [column.width for column in _FIGURES]
    set_page(sheet, widths)
    row = across(sheet, 1, "สรุปการรายงานผลตามมาตรการ", widths, "ita title")
    for line in (report.organisation, report.round_text, report.made_text):
        row = across(sheet, row, line, widths, "ita subtitle")
    row = across(sheet, row + 1, summary.headline, widths, "ita lead")

    row = _figures(sheet, row + 1, "ส่วนราชการ", summary.by_division, summary.total, widths)
    row = _texts(sheet, row, "เดือนที่ยังไม่มีรายงาน", [f"{m.subject}: {m.text}" for m in summary.missing], widths)
    problems = [f"{p.label}\n{', '.join(p.divisions)} ({', '.join(p.months)}): {p.text}" for p in summary.problems]
    row = _texts(sheet, row, "ปัญหา อุปสรรค ข้อเสนอแนะ", problems, widths)
    row = _texts(sheet, row, "ข้อสังเกต", [f"{n.subject}\n{n.text}" for n in summary.notes], widths)
    # Excel heeds this only when "fit to page" is switched off; LibreOffice always does.
    sheet.row_breaks.append(Break(id=row - 1))
    row = _figures(sheet, row, "เดือน", summary.by_month, summary.total, widths)
    measures = [(m.figures, f"{m.figures.label}\nสถานะล่าสุด {m.status}") for m in summary.by_measure]
    _figures(sheet, row, "มาตรการ", [f for f, _ in measures], summary.total, widths, [t for _, t in measures])


def _figures(
    sheet: Worksheet,
    row: int,
    what: str,
    figures: Sequence[Figures],
    total: Figures,
    widths: Sequence[float],
    labels: Sequence[str] = (),
) -> int:
    row = _block(sheet, row, f"จำแนกตาม{what}")
    row = put_headings(sheet, row, [what, *(column.heading for column in _FIGURES[1:])], widths)
    for one, label in zip(figures, labels or [one.label for one in figures], strict=True):
        row = put_row(sheet, row, [label, *_counts(one)], widths, "ita cell")
    row = put_row(sheet, row, [total.label, *_counts(total)], widths, "ita total")
    return row + 1


def _counts(figures: Figures) -> list[str | int]:
    found = [getattr(figures, column.value) for column in _FIGURES[1:]]
    return [NOTHING if value is None else value for value in found]


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


def _write_table(sheet: Worksheet, table: Table) -> None:
    widths = _widths(table)
    set_page(sheet, widths)
    row = 1
    for n, line in enumerate(table.titles):
        row = across(sheet, row, line, widths, "ita subtitle" if n else "ita title")
    row = first = row + 1
    for headings in table.heading_rows:
        row = put_headings(sheet, row, headings, widths)
    for merge in table.merges:
        if merge.rows * merge.columns > 1:
            sheet.merge_cells(
                start_row=first + merge.row,
                start_column=1 + merge.column,
                end_row=first + merge.row + merge.rows - 1,
                end_column=merge.column + merge.columns,
            )
    repeat_rows(sheet, first, row - 1)
    for section in table.sections:
        row = _section(sheet, row, section, widths)


def _section(sheet: Worksheet, row: int, section: Section, widths: Sequence[float]) -> int:
    if section.heading:
        row = across(sheet, row, section.heading, widths, "ita section")
    for texts in section.rows:
        row = put_row(sheet, row, texts, widths, "ita cell")
    return row


def _widths(table: Table) -> list[float]:
    """The columns in digits: a page wide, or a little wider when that keeps every row in one piece and the first
    one on the page of the titles."""
    rows = [row for section in table.sections for row in section.rows]
    for page in range(_PAGE, _WIDEST + 1, 5):
        widths = _shared(table, page)
        top = fitting.height(1) * (len(table.titles) + 2) + sum(heading_height(h, widths) for h in table.heading_rows)
        if all(fitting.whole(row, widths) for row in rows) and (
            not rows or top + fitting.height(fitting.rows(rows[0], widths)[0][1]) < _PAGE_HEIGHT * page / _PAGE
        ):
            return widths
    return _shared(table, _DIVIDED)


def _shared(table: Table, page: float) -> list[float]:
    return [round(width * page / sum(table.widths), 1) for width in table.widths]


def _write_months(sheet: Worksheet, report: Report) -> None:
    widths = [column.width for column in _MONTHLY]
    set_page(sheet, widths)
    row = across(sheet, 1, "ผลการรายงานรายเดือน", widths, "ita title")
    row = across(sheet, row, f"{report.organisation} {report.round_text}", widths, "ita subtitle")
    row = put_headings(sheet, row + 1, [column.heading for column in _MONTHLY], widths)
    repeat_rows(sheet, row - 1, row - 1)
    top = row - 1
    for one in report.months:
        row = put_row(sheet, row, _month_values(one), widths, "ita cell")
    sheet.auto_filter.ref = f"A{top}:{get_column_letter(len(widths))}{max(row - 1, top)}"


def _month_values(one: MonthlyRow) -> list[str | int | None]:
    return [getattr(one, column.value) for column in _MONTHLY]
