"""Writes a plan as a workbook that a clerk can read and fill, and the empty template of it.

What is written, `exports.plan_reader.read_plan` reads back to the same plan. Typed text never becomes a formula.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from exports import fitting
from exports.plan_cells import NUMBER, WHOLE, clean, escaped
from exports.plan_columns import DIVISIONS, HELP_TITLE, MEASURES, PAIR_HEADINGS, SHEETS, Column, Sheet
from exports.plan_file import PlanFileError
from exports.plan_guard import MAX_ROWS
from exports.plan_help import EXPLANATIONS
from exports.plan_names import DivisionNames
from exports.plan_tables import Rows, rows_of, value_at
from models.plan import Plan, plan_to_json

MAX_CELL = 32_767  # Excel's limit; openpyxl would cut longer text without a word
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "'")

_FACE = "TH SarabunPSK"
_FONT = Font(name=_FACE, size=16)
_HINT_FONT = Font(name=_FACE, size=16, color="595959")
_HEADING_FONT = Font(name=_FACE, size=16, bold=True)
_TITLE_FONT = Font(name=_FACE, size=20, bold=True)
_NEEDED_FILL = PatternFill("solid", fgColor="F8CBAD")
_USUAL_FILL = PatternFill("solid", fgColor="BDD7EE")
_RARE_FILL = PatternFill("solid", fgColor="D9D9D9")
_LINE = Side(style="thin", color="A6A6A6")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WRAP = Alignment(wrap_text=True, vertical="top", horizontal="left")
_CENTRE = Alignment(wrap_text=True, vertical="center", horizontal="center")
_ROW_HEIGHT = 24.0
_EMPTY_ROWS = 15  # ruled rows for typing below what is written
_LAST_LISTED_ROW = 500


@dataclass(frozen=True)
class Form:
    """A workbook to fill in: its sheets, the one it opens at when it is filled, and what its first sheet says."""

    title: str
    sheets: tuple[Sheet, ...]
    main: Sheet
    explanations: tuple[str, ...]


PLAN_FORM = Form("คำอธิบายการกรอกแผน", SHEETS, MEASURES, EXPLANATIONS)


def write_plan(plan: Plan, path: Path) -> None:
    """The plan as an .xlsx in our template; `read_plan` gives the same plan back.

    Raises PlanFileError when the ending is another, a text is too long for a cell or a list for a sheet,
    and OSError when the file cannot be written (then no half file stays behind).
    """
    data = plan_to_json(plan)
    rows = rows_of(data)
    names = DivisionNames.of(data["divisions"])
    rows[MEASURES.records] = [names.typed(measure) for measure in rows[MEASURES.records]]
    save_sheets(rows, path)


def write_template(path: Path) -> None:
    """The empty template: headings, lists to choose from, and the sheet คำอธิบาย. Raises as `write_plan`."""
    save_sheets({}, path)


def save_sheets(rows: Rows, path: Path, form: Form = PLAN_FORM) -> None:
    """A workbook of declared sheets with these rows, after the sheet that explains them. Raises as `write_plan`."""
    _save(_workbook(rows, form), path)


def _workbook(rows: Rows, form: Form) -> Workbook:
    book = Workbook()
    # The first font counts the columns' widths (exports/fitting.py); openpyxl has no public way to set it.
    book._fonts = IndexedList([_FONT])  # type: ignore[attr-defined]
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = HELP_TITLE
    _write_help(first, form)
    problems: list[str] = []
    for sheet in form.sheets:
        table = book.create_sheet(sheet.title)
        records = rows.get(sheet.records, [])
        if sheet.pairs:
            _write_pairs(table, sheet, records[0] if records else {}, problems)
        else:
            _write_rows(table, sheet, records, problems)
        if sheet.required:
            table.sheet_properties.tabColor = "2F75B5"
    if problems:
        raise PlanFileError(tuple(problems))
    # A filled plan opens at the plan, an empty template at the explanation.
    book.active = 1 + form.sheets.index(form.main) if rows else 0
    for table in book.worksheets:
        table.sheet_view.tabSelected = table is book.active
    return book


def _save(book: Workbook, path: Path) -> None:
    if path.suffix.lower() != ".xlsx":
        raise PlanFileError((f"{path.name}: a plan is written as a workbook; the name must end in .xlsx",))
    part = path.with_name(path.name + ".part")
    try:
        book.save(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _write_rows(table: Worksheet, sheet: Sheet, records: Sequence[dict[str, Any]], problems: list[str]) -> None:
    """Headings in the first row, a record in each further one, then ruled rows for typing."""
    if len(records) >= MAX_ROWS:
        problems.append(f"sheet {sheet.title}: {len(records):,} rows are more than a plan file holds")
        return
    for index, column in enumerate(sheet.columns, start=1):
        _put_heading(table, 1, index, column)
        dimension = table.column_dimensions[get_column_letter(index)]
        dimension.width = column.width
        for row, record in enumerate(records, start=2):
            _put_value(table, row, index, column, record, problems)
        for row in range(len(records) + 2, len(records) + 2 + _EMPTY_ROWS):
            _style(table, row, index, column)
        _offer_choices(table, sheet, column, get_column_letter(index))
    for row in range(2, len(records) + 2):
        _fit(table, row)
    table.row_dimensions[1].height = 2 * _ROW_HEIGHT
    table.freeze_panes = "C2" if sheet is MEASURES else "A2"
    _page(table, "1:1")
    if sheet is MEASURES:
        # Far wider than a page: pages side by side, each with the code and the title.
        table.print_title_cols = "A:B"
        table.page_setup.fitToWidth = 6


def _write_pairs(table: Worksheet, sheet: Sheet, record: dict[str, Any], problems: list[str]) -> None:
    """A line for each heading: the heading, the value, a hint."""
    for index, (heading, width) in enumerate(zip(PAIR_HEADINGS, (36, 72, 60), strict=True), start=1):
        _put(table, 1, index, heading, problems)
        cell = table.cell(1, index)
        cell.font, cell.fill, cell.alignment, cell.border = _HEADING_FONT, _USUAL_FILL, _CENTRE, _BORDER
        table.column_dimensions[get_column_letter(index)].width = width
    for row, column in enumerate(sheet.columns, start=2):
        _put_heading(table, row, 1, column)
        table.cell(row, 1).alignment = _WRAP
        _put_value(table, row, 2, column, record, problems)
        _put(table, row, 3, column.help, problems)
        hint = table.cell(row, 3)
        hint.font, hint.alignment, hint.border = _HINT_FONT, _WRAP, _BORDER
        _fit(table, row)
    table.freeze_panes = "B2"
    _page(table, "1:1")


def _write_help(table: Worksheet, form: Form) -> None:
    """What to do, then every column with its meaning."""
    for letter, width in zip("ABC", (24, 34, 96), strict=True):
        table.column_dimensions[letter].width = width
    nothing: list[str] = []
    _put(table, 1, 1, form.title, nothing)
    table.cell(1, 1).font = _TITLE_FONT
    table.row_dimensions[1].height = 32
    row = 2
    for line in form.explanations:
        _put(table, row, 1, f"{row - 1}. {line}", nothing)
        table.merge_cells(start_row=row, start_column=1, end_row=row, end_column=3)
        table.cell(row, 1).alignment = _WRAP
        table.row_dimensions[row].height = _ROW_HEIGHT
        row += 1
    row += 1
    for index, heading in enumerate(("แผ่นงาน", "หัวคอลัมน์", "วิธีกรอก"), start=1):
        _put(table, row, index, heading, nothing)
        cell = table.cell(row, index)
        cell.font, cell.fill, cell.alignment, cell.border = _HEADING_FONT, _USUAL_FILL, _CENTRE, _BORDER
    for sheet in form.sheets:
        lines = [("", sheet.help), *((_heading(column), column.help) for column in sheet.columns)]
        for number, (heading, text) in enumerate(lines):
            row += 1
            for index, value in enumerate((sheet.title, heading, text), start=1):
                _put(table, row, index, value, nothing)
                cell = table.cell(row, index)
                cell.alignment, cell.border = _WRAP, _BORDER
                if number == 0:
                    cell.font, cell.fill = _HEADING_FONT, _RARE_FILL
            _fit(table, row)
    _page(table, None)


def _heading(column: Column) -> str:
    return f"{column.heading} *" if column.required else column.heading


def _put_heading(table: Worksheet, row: int, index: int, column: Column) -> None:
    cell = table.cell(row, index, _heading(column))
    cell.font, cell.alignment, cell.border = _HEADING_FONT, _CENTRE, _BORDER
    cell.fill = _NEEDED_FILL if column.required else _RARE_FILL if column.rare else _USUAL_FILL


def _put_value(
    table: Worksheet, row: int, index: int, column: Column, record: dict[str, Any], problems: list[str]
) -> None:
    _style(table, row, index, column)
    value = value_at(record, column.field)
    if value is not None:
        _put(table, row, index, column.kind.show(value), problems)


def _style(table: Worksheet, row: int, index: int, column: Column) -> None:
    cell = table.cell(row, index)
    cell.font, cell.alignment, cell.border = _FONT, _WRAP, _BORDER
    # As text, Excel leaves `1/10/2569`, `001` and `- ข้อ` as they are typed.
    cell.number_format = "General" if column.kind in (NUMBER, WHOLE) else "@"


def _put(table: Worksheet, row: int, index: int, value: str | int | float | None, problems: list[str]) -> None:
    """Puts a value into a cell, text as text whatever it begins with."""
    cell = table.cell(row, index)
    if not isinstance(value, str):
        cell.value = value
        return
    text = escaped(clean(value))
    if len(text.encode("utf-16-le")) // 2 > MAX_CELL:
        problems.append(
            f"sheet {table.title}, row {row}, column {index}: the text is longer than a cell holds ({MAX_CELL:,})"
        )
        return
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(_FORMULA_STARTS)


def _fit(table: Worksheet, row: int) -> None:
    """Makes a row as tall as its tallest cell; empty rows are left to grow while a clerk types."""
    lines = 1
    for cell in table[row]:
        if isinstance(cell.value, str):
            room = fitting.room(table.column_dimensions[get_column_letter(cell.column or 1)].width)
            lines = max(lines, len(fitting.lines(cell.value, room, bool(cell.font.bold))))
    table.row_dimensions[row].height = fitting.height(lines)


def _offer_choices(table: Worksheet, sheet: Sheet, column: Column, letter: str) -> None:
    """A list to choose from; other text may be typed as well, because a cell may name several."""
    if sheet is MEASURES and column.field == "divisions":
        source = f"={quote_sheetname(DIVISIONS.title)}!$B$2:$B$100"
    elif column.kind.choices:
        source = '"' + ",".join(column.kind.choices) + '"'
    else:
        return
    rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=False)
    rule.prompt, rule.showInputMessage = column.help, True
    table.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{_LAST_LISTED_ROW}")


def _page(table: Worksheet, heading_rows: str | None) -> None:
    """A4 landscape, the headings on every page (DOMAIN.md section 9)."""
    table.page_setup.orientation = "landscape"
    table.page_setup.paperSize = table.PAPERSIZE_A4
    table.page_setup.fitToWidth, table.page_setup.fitToHeight = 1, 0
    table.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    table.page_margins.left = table.page_margins.right = 0.4
    table.page_margins.top = table.page_margins.bottom = 0.5
    table.print_title_rows = heading_rows
    table.sheet_format.defaultRowHeight = _ROW_HEIGHT
    table.HeaderFooter.oddFooter = HeaderFooterItem(right=_HeaderFooterPart(text="&P/&N"))
