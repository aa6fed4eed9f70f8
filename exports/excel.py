"""Lays a report out as an Excel workbook: summary, result table, measures, notes, months. No figure is computed here.

How cells, rows and pages are made is in exports/sheets.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from exports import excel_scores, fitting, summary_sheet
from exports.amendments import Amendment
from exports.files import whole_file
from exports.report_value import MonthlyRow, Report, Section, Table
from exports.sheets import (
    NOTHING,
    PAGE_HEIGHT,
    Column,
    across,
    heading_height,
    put_headings,
    put_row,
    repeat_rows,
    set_page,
    workbook,
)
from exports.summary_sheet import MEASURES, NOTES, SUMMARY
from exports.texts import clean, fits_cell
from models.thai import cut

MONTHLY, AMENDED = "รายเดือน", "รายการแก้ไขหลังปิดรอบ"
OUR_SHEETS = (*summary_sheet.TITLES, MONTHLY, excel_scores.TITLE, AMENDED)

_PAGE = 133  # digits of column width across A4 landscape at full size
_WIDEST = 163  # as wide as a table may grow (printed at four fifths) so that its rows stay whole
_DIVIDED = 148  # how wide a table is of which some rows are divided all the same
_ALONE = 88  # a single column: LibreOffice does not shrink it, so it fits at full size in larger letters too


_MONTHLY = (
    Column("มาตรการ", "measure", 24),
    Column("ส่วนราชการ", "division", 14),
    Column("เดือน", "month", 9),
    Column("การส่ง", "sending", 10),
    Column("สถานะ", "status", 15),
    Column("สิ่งที่ดำเนินการ", "activity", 28),
    Column("วันที่ดำเนินการ", "dates", 12),
    Column("ผลผลิต", "output", 18),
    Column("ผลลัพธ์", "outcome", 18),
    Column("ปัญหา อุปสรรค ข้อเสนอแนะ", "problem", 18),
    Column("หลักฐาน\n(ไฟล์)", "evidence", 8),
    Column("ส่งเมื่อ", "submitted", 12),
    Column("หมายเหตุ", "remarks", 14),
)
_AMENDED = (
    Column("มาตรการ", "measure", 25),
    Column("ส่วนราชการ", "division", 16),
    Column("เดือน", "month", 10),
    Column("รายการ", "field", 16),
    Column("ข้อความในฉบับที่ปิดรอบ", "old", 33),
    Column("ข้อความที่แก้ไข", "new", 33),
)


def write(report: Report, path: Path, standing: str = "", amended: Sequence[Amendment] = ()) -> None:
    """Writes the report to `path` (.xlsx), whole or not at all.

    `standing` is the line that says draft or frozen version, `amended` what changed after the freeze.
    Raises OSError when the folder cannot be written to.
    """
    book = workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = SUMMARY
    summary_sheet.write(first, report, standing)
    for title, table in _tables(report):
        _write_table(book.create_sheet(sheet_title(title)), table)
    summary_sheet.write_measures(book.create_sheet(MEASURES), report)
    summary_sheet.write_notes(book.create_sheet(NOTES), report)
    _write_months(book.create_sheet(MONTHLY), report)
    if report.scores:
        excel_scores.write(book, report.scores, report)
    if amended:
        _write_amendments(book.create_sheet(AMENDED), report, amended)
    made = datetime.fromisoformat(report.made_at).replace(tzinfo=None)
    book.properties.creator = book.properties.lastModifiedBy = clean(report.organisation)
    book.properties.title = clean(report.title)
    book.properties.created = made
    with whole_file(path) as file:
        book.save(file)


def sheet_title(text: str) -> str:
    """A legal name of a sheet: none of []:*?/\\, no quote at an end, 1 to 31 UTF-16 units, none of our own."""
    title = re.sub(r"[\[\]:*?/\\]", " ", clean(text)).replace("\n", " ").strip().strip("'").strip()
    title = cut(title, 31 - sum(letter > "\uffff" for letter in title[:31])).strip("'")
    return title if title and title not in OUR_SHEETS else "รายงาน"


# --- The sheets ----------------------------------------------------------------------------------------------


def _tables(report: Report) -> list[tuple[str, Table]]:
    """The result table, or one for each indicator on a sheet of its own, so that headings repeat on every page."""
    table = report.table
    if len(table.sections) < 2:
        return [(report.sheet, table)]
    return [
        (
            section.heading or report.sheet,
            replace(table, titles=(*table.titles, section.heading), sections=(Section("", section.rows),)),
        )
        for section in table.sections
    ]


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
    for texts in (texts for section in table.sections for texts in section.rows):
        row = put_row(sheet, row, texts, widths, "ita cell")


def _widths(table: Table) -> list[float]:
    """The columns in digits: a page wide, or a little wider when that keeps every row in one piece and the first
    one on the page of the titles."""
    if len(table.widths) == 1:
        return [_ALONE]
    rows = [row for section in table.sections for row in section.rows]
    for page in range(_PAGE, _WIDEST + 1, 5):
        widths = _shared(table, page)
        top = fitting.height(1) * (len(table.titles) + 2) + sum(heading_height(h, widths) for h in table.heading_rows)
        if all(fitting.whole(row, widths) for row in rows) and (
            not rows or top + fitting.height(fitting.rows(rows[0], widths)[0][1]) < PAGE_HEIGHT * page / _PAGE
        ):
            return widths
    return _shared(table, _DIVIDED)


def _shared(table: Table, page: float) -> list[float]:
    return [round(width * page / sum(table.widths), 1) for width in table.widths]


def _write_amendments(sheet: Worksheet, report: Report, amended: Sequence[Amendment]) -> None:
    widths = [column.width for column in _AMENDED]
    set_page(sheet, widths)
    row = across(sheet, 1, AMENDED, widths, "ita title")
    row = across(sheet, row, f"{report.organisation} {report.round_text}", widths, "ita subtitle")
    row = put_headings(sheet, row + 1, [column.heading for column in _AMENDED], widths)
    repeat_rows(sheet, row - 1, row - 1)
    for one in amended:
        texts = [getattr(one, column.value) or NOTHING for column in _AMENDED]
        row = put_row(sheet, row, [fits_cell(text) for text in texts], widths, "ita cell")


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
