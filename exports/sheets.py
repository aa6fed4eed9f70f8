"""Sheets of a report: the looks, the only way a value gets into a cell, bordered rows, headings, pages.

A4 landscape, TH SarabunPSK 16, as DOMAIN.md section 9 asks. What a person typed is always text: `cell()` is the
only way into a sheet, so nothing typed can become a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from exports import fitting
from exports.texts import clean

FONT = "TH SarabunPSK"
THAI_NUMBER = "[$-D00041E]#,##0"  # a number that is shown with Thai digits, in Excel and in LibreOffice
THAI_SCORE = "[$-D00041E]0.00"
NOTHING = "–"
PAGE_HEIGHT = 490.0  # points between the margins of A4 landscape at full size


@dataclass(frozen=True)
class Column:
    """A column of a table on a sheet: its heading, the attribute of a row that it shows, its width in digits."""

    heading: str
    value: str
    width: float


def workbook() -> Workbook:
    """An empty workbook with every look that a report uses."""
    book = Workbook()
    _set_base_font(book)
    for style in _styles():
        book.add_named_style(style)
    return book


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


def cell(sheet: Worksheet, row: int, column: int, value: str | int | float | None, style: str) -> None:
    """Puts a value into a sheet: a count or a score as a number, a text as text whatever it begins with.

    openpyxl takes `=…` for a formula and `#N/A` for an error unless the type is set. The quote prefix keeps such
    a text a text when somebody edits the cell in Excel.
    """
    target = sheet.cell(row, column)
    target.style = style
    if isinstance(value, int | float):
        target.value = value
        if isinstance(value, float):
            target.number_format = THAI_SCORE
        return
    put_text(target, value or "")


def put_text(target: Cell | MergedCell, text: str) -> None:
    """Puts a text into a cell as a text, whatever it begins with; an empty one leaves the cell empty."""
    text = clean(text)
    if text:
        target.value = text
        target.data_type = "s"
        if text.lstrip()[:1] in ("=", "+", "-", "@"):
            target.quotePrefix = True


def put_row(
    sheet: Worksheet, row: int, values: Sequence[str | int | float | None], widths: Sequence[float], look: str
) -> int:
    """A bordered row with room for its text, over several sheet rows when it is taller than one may be.

    Returns the next free row.
    """
    parts = fitting.rows([clean(v) if isinstance(v, str) else "" for v in values], widths)
    for n, (texts, lines) in enumerate(parts):
        style = look
        if len(parts) > 1:
            style = "ita part first" if n == 0 else "ita part last" if n == len(parts) - 1 else "ita part middle"
        for column, (value, text) in enumerate(zip(values, texts, strict=True), 1):
            counted = isinstance(value, int | float) or value == NOTHING
            shown = text if isinstance(value, str) else value if n == 0 else None
            cell(sheet, row, column, shown, f"{style} number" if counted else style)
        sheet.row_dimensions[row].height = fitting.height(lines)
        row += 1
    return row


def across(sheet: Worksheet, row: int, text: str, widths: Sequence[float], style: str) -> int:
    """A text over the whole width, in a merged row of its own. Returns the next free row."""
    bold = style != "ita subtitle"
    lines = fitting.lines(clean(text), fitting.room(sum(widths)), bold)
    for column in range(1, len(widths) + 1):
        cell(sheet, row, column, text if column == 1 else None, style)
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(widths))
    sheet.row_dimensions[row].height = fitting.height(len(lines))
    return row + 1


def put_headings(sheet: Worksheet, row: int, headings: Sequence[str], widths: Sequence[float]) -> int:
    for column, heading in enumerate(headings, 1):
        cell(sheet, row, column, heading, "ita heading")
    sheet.row_dimensions[row].height = heading_height(headings, widths)
    return row + 1


def heading_height(headings: Iterable[str], widths: Iterable[float]) -> float:
    return fitting.height(
        max(len(fitting.lines(h, fitting.room(w), True)) for h, w in zip(headings, widths, strict=True))
    )


def set_page(sheet: Worksheet, widths: Sequence[float]) -> None:
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


def repeat_rows(sheet: Worksheet, first: int, last: int) -> None:
    """Heading rows that are printed again on every page and stay in sight on the screen."""
    sheet.print_title_rows = f"{first}:{last}"
    sheet.freeze_panes = f"A{last + 1}"
