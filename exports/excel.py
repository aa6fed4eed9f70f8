"""Lays a report out as an Excel workbook: summary, result table, month by month. No figure is computed here.

A4 landscape, TH SarabunPSK 16, as DOMAIN.md section 9 asks. What a person typed is always text: `cell()` is the
only way into a sheet, so nothing typed can become a formula (docs of the threat: RUNTIME-FACTS.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from exports import fitting
from exports.files import whole_file
from exports.report_value import Figures, MonthlyRow, Report, Section, Table
from exports.texts import clean

FONT = "TH SarabunPSK"
THAI_NUMBER = "[$-D00041E]0"  # a number that is shown with Thai digits, in Excel and in LibreOffice
SUMMARY, MONTHLY = "สรุป", "รายเดือน"
NOTHING = "–"

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
    book = Workbook()
    _set_base_font(book)
    for style in _styles():
        book.add_named_style(style)
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = SUMMARY
    _write_summary(first, report)
    _write_table(book.create_sheet(sheet_title(report.sheet)), report.table)
    _write_months(book.create_sheet(MONTHLY), report)
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


# --- Styles and cells ----------------------------------------------------------------------------------------


def _styles() -> Iterable[NamedStyle]:
    """Every look of the workbook, by name. `ita part …` are rows that continue on the next sheet row: they have
    no line between them."""
    thin = Side(style="thin")
    grey, light = PatternFill("solid", fgColor="D9E2EC"), PatternFill("solid", fgColor="F3F6F9")
    box = Border(left=thin, right=thin, top=thin, bottom=thin)
    plain, bold = Font(name=FONT, size=16), Font(name=FONT, size=16, bold=True)
    wrapped = Alignment(wrap_text=True, vertical="top")
    middle = Alignment(wrap_text=True, vertical="center", horizontal="center")
    counted = Alignment(vertical="top", horizontal="center")
    looks: dict[str, tuple[Font, Alignment, Border, PatternFill | None]] = {
        "ita title": (bold, middle, Border(), None),
        "ita subtitle": (plain, middle, Border(), None),
        "ita block": (bold, Alignment(vertical="center"), Border(), None),
        "ita text": (plain, wrapped, Border(), None),
        "ita lead": (bold, wrapped, Border(), None),
        "ita heading": (bold, middle, box, grey),
        "ita section": (bold, Alignment(wrap_text=True, vertical="center"), box, light),
        "ita cell": (plain, wrapped, box, None),
        "ita part first": (plain, wrapped, Border(left=thin, right=thin, top=thin), None),
        "ita part middle": (plain, wrapped, Border(left=thin, right=thin), None),
        "ita part last": (plain, wrapped, Border(left=thin, right=thin, bottom=thin), None),
        "ita total": (bold, wrapped, box, light),
    }
    for name in [name for name, look in looks.items() if look[1] is wrapped and look[2] != Border()]:
        font, _, border, fill = looks[name]
        looks[f"{name} number"] = (font, counted, border, fill)
    for name, (font, alignment, border, fill) in looks.items():
        style = NamedStyle(name=name, font=font, alignment=alignment, border=border)
        if fill:
            style.fill = fill
        if "number" in name:
            style.number_format = THAI_NUMBER
        yield style


def _set_base_font(book: Workbook) -> None:
    """Makes TH SarabunPSK 16 the font of cells without a style, and so the measure of column widths.

    openpyxl has no public way to say so: the workbook's first font is the base font.
    """
    fonts = book._fonts  # type: ignore[attr-defined]
    fonts.clear()
    fonts.add(Font(name=FONT, size=16))


def cell(sheet: Worksheet, row: int, column: int, value: str | int | None, style: str) -> None:
    """Puts a value into a sheet: a count as a number, a text as text whatever it begins with.

    openpyxl takes `=…` for a formula and `#N/A` for an error unless the type is set. The quote prefix keeps such
    a text a text when somebody edits the cell in Excel.
    """
    target = sheet.cell(row, column)
    target.style = style
    if isinstance(value, int):
        target.value = value
        return
    text = clean(value or "")
    if text:
        target.value = text
        target.data_type = "s"
        if text.lstrip()[:1] in ("=", "+", "-", "@"):
            target.quotePrefix = True


def _put_row(
    sheet: Worksheet, row: int, values: Sequence[str | int | None], widths: Sequence[float], look: str
) -> int:
    """A bordered row with room for its text, over several sheet rows when it is taller than one may be.

    Returns the next free row.
    """
    parts = fitting.rows(["" if isinstance(v, int) or v is None else clean(v) for v in values], widths)
    for n, (texts, lines) in enumerate(parts):
        style = look
        if len(parts) > 1:
            style = "ita part first" if n == 0 else "ita part last" if n == len(parts) - 1 else "ita part middle"
        for column, (value, text) in enumerate(zip(values, texts, strict=True), 1):
            counted = isinstance(value, int) or value == NOTHING
            shown = text if isinstance(value, str) else value if n == 0 else None
            cell(sheet, row, column, shown, f"{style} number" if counted else style)
        sheet.row_dimensions[row].height = fitting.height(lines)
        row += 1
    return row


def _across(sheet: Worksheet, row: int, text: str, widths: Sequence[float], style: str) -> int:
    """A text over the whole width, in a merged row of its own. Returns the next free row."""
    bold = style != "ita subtitle"
    lines = fitting.lines(clean(text), fitting.room(sum(widths)), bold)
    for column in range(1, len(widths) + 1):
        cell(sheet, row, column, text if column == 1 else None, style)
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(widths))
    sheet.row_dimensions[row].height = fitting.height(len(lines))
    return row + 1


def _headings(sheet: Worksheet, row: int, headings: Sequence[str], widths: Sequence[float]) -> int:
    for column, heading in enumerate(headings, 1):
        cell(sheet, row, column, heading, "ita heading")
    sheet.row_dimensions[row].height = _heading_height(headings, widths)
    return row + 1


def _heading_height(headings: Iterable[str], widths: Iterable[float]) -> float:
    return fitting.height(
        max(len(fitting.lines(h, fitting.room(w), True)) for h, w in zip(headings, widths, strict=True))
    )


def _page(sheet: Worksheet, widths: Sequence[float]) -> None:
    """A4 landscape, one page wide, page numbers in the footer."""
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    assert sheet.sheet_properties.pageSetUpPr is not None
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom, margins.footer = 0.6, 0.7, 0.3
    assert sheet.oddFooter is not None
    footer = sheet.oddFooter.center
    footer.text, footer.font, footer.size = "หน้า &P จาก &N", f"{FONT},Regular", 14


def _repeat(sheet: Worksheet, first: int, last: int) -> None:
    """Heading rows that are printed again on every page and stay in sight on the screen."""
    sheet.print_title_rows = f"{first}:{last}"
    sheet.freeze_panes = f"A{last + 1}"


# --- The sheets ----------------------------------------------------------------------------------------------


def _write_summary(sheet: Worksheet, report: Report) -> None:
    summary = report.summary
    widths = [column.width for column in _FIGURES]
    _page(sheet, widths)
    row = _across(sheet, 1, "สรุปการรายงานผลตามมาตรการ", widths, "ita title")
    for line in (report.organisation, report.round_text, report.made_text):
        row = _across(sheet, row, line, widths, "ita subtitle")
    row = _across(sheet, row + 1, summary.headline, widths, "ita lead")

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
    row = _headings(sheet, row, [what, *(column.heading for column in _FIGURES[1:])], widths)
    for one, label in zip(figures, labels or [one.label for one in figures], strict=True):
        row = _put_row(sheet, row, [label, *_counts(one)], widths, "ita cell")
    row = _put_row(sheet, row, [total.label, *_counts(total)], widths, "ita total")
    return row + 1


def _counts(figures: Figures) -> list[str | int]:
    found = [getattr(figures, column.value) for column in _FIGURES[1:]]
    return [NOTHING if value is None else value for value in found]


def _texts(sheet: Worksheet, row: int, title: str, texts: Sequence[str], widths: Sequence[float]) -> int:
    """A block of sentences, one a row, in the first column: rows of merged cells would not grow when edited."""
    row = _block(sheet, row, title)
    for text in texts or ["ไม่มี"]:
        row = _put_row(sheet, row, [text], widths[:1], "ita cell")
    return row + 1


def _block(sheet: Worksheet, row: int, title: str) -> int:
    cell(sheet, row, 1, title, "ita block")
    sheet.row_dimensions[row].height = fitting.height(1)
    return row + 1


def _write_table(sheet: Worksheet, table: Table) -> None:
    widths = _widths(table)
    _page(sheet, widths)
    row = 1
    for n, line in enumerate(table.titles):
        row = _across(sheet, row, line, widths, "ita subtitle" if n else "ita title")
    row = first = row + 1
    for headings in table.heading_rows:
        row = _headings(sheet, row, headings, widths)
    for merge in table.merges:
        if merge.rows * merge.columns > 1:
            sheet.merge_cells(
                start_row=first + merge.row,
                start_column=1 + merge.column,
                end_row=first + merge.row + merge.rows - 1,
                end_column=merge.column + merge.columns,
            )
    _repeat(sheet, first, row - 1)
    for section in table.sections:
        row = _section(sheet, row, section, widths)


def _section(sheet: Worksheet, row: int, section: Section, widths: Sequence[float]) -> int:
    if section.heading:
        row = _across(sheet, row, section.heading, widths, "ita section")
    for texts in section.rows:
        row = _put_row(sheet, row, texts, widths, "ita cell")
    return row


def _widths(table: Table) -> list[float]:
    """The columns in digits: a page wide, or a little wider when that keeps every row in one piece and the first
    one on the page of the titles."""
    rows = [row for section in table.sections for row in section.rows]
    for page in range(_PAGE, _WIDEST + 1, 5):
        widths = _shared(table, page)
        top = fitting.height(1) * (len(table.titles) + 2) + sum(
            _heading_height(h, widths) for h in table.heading_rows
        )
        if all(fitting.whole(row, widths) for row in rows) and (
            not rows or top + fitting.height(fitting.rows(rows[0], widths)[0][1]) < _PAGE_HEIGHT * page / _PAGE
        ):
            return widths
    return _shared(table, _DIVIDED)


def _shared(table: Table, page: float) -> list[float]:
    return [round(width * page / sum(table.widths), 1) for width in table.widths]


def _write_months(sheet: Worksheet, report: Report) -> None:
    widths = [column.width for column in _MONTHLY]
    _page(sheet, widths)
    row = _across(sheet, 1, "ผลการรายงานรายเดือน", widths, "ita title")
    row = _across(sheet, row, f"{report.organisation} {report.round_text}", widths, "ita subtitle")
    row = _headings(sheet, row + 1, [column.heading for column in _MONTHLY], widths)
    _repeat(sheet, row - 1, row - 1)
    headings = row - 1
    for one in report.months:
        row = _put_row(sheet, row, _month_values(one), widths, "ita cell")
    sheet.auto_filter.ref = f"A{headings}:{get_column_letter(len(widths))}{max(row - 1, headings)}"


def _month_values(one: MonthlyRow) -> list[str | int | None]:
    return [getattr(one, column.value) for column in _MONTHLY]
