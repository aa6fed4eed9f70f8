"""The agency's own form: a workbook with headings, filled in and extended with the round's measures.

Kept as they are: fonts, widths, borders, titles above the table (a year or round that stands there is not changed),
pictures, what stands below the table with its merged cells and row heights; only its sheet is kept. Rows are made
like the form's first row, or like its headings. Left out, because it could calculate, name somebody or point at what
moves: other sheets, links, comments, drop-down lists, filters, conditional looks, charts; and the lock of a protected
sheet, because what is filled in may need a correction.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.drawing.image import Image
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.packaging.core import DocumentProperties
from openpyxl.packaging.custom import CustomPropertyList
from openpyxl.styles import Border
from openpyxl.workbook.protection import DocumentSecurity
from openpyxl.worksheet.datavalidation import DataValidationList
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.pagebreak import RowBreak
from openpyxl.worksheet.protection import SheetProtection
from openpyxl.worksheet.table import TableList
from openpyxl.worksheet.worksheet import Worksheet

from exports.dossier import Dossier, OwnForm, PaperRefused
from exports.files import whole_file
from exports.form_fields import FORM_FIELDS, Value, matched, value_of
from exports.form_file import opened
from exports.form_rows import Look, Part, give_heights, look_of, parts_of
from exports.form_shape import FormColumn, Shape, shape_of
from exports.sheets import THAI_NUMBER, put_text
from exports.texts import clean
from exports.unnamed import NotCleaned, without_names
from models.thai import arabic_digits

NO_FORM = "ยังไม่มีแบบฟอร์มของหน่วยงานในระบบค่ะ ผู้ดูแลรายงานพิมพ์ แบบฟอร์ม แล้วส่งไฟล์ .xlsx ในแชตได้"
_YEAR = re.compile(r"25\d\d")
_PICTURES = ("jpeg", "png", "gif")


@dataclass(frozen=True)
class Proposal:
    """What was understood of a form: its sheet, each column's heading and field ("" for none) by letter, and the
    years (BE) that its titles name, which nobody will change."""

    sheet: str
    headings: dict[str, str]
    columns: dict[str, str]
    years: tuple[int, ...]


def proposed(content: bytes) -> Proposal:
    """Which column of a form is which field, to be confirmed. Raises FormRefused with a sentence."""
    book = opened(content)
    shape = shape_of(book)
    headings = {column.letter: column.heading for column in shape.columns}
    fields = matched([column.headings for column in shape.columns])
    above = book[shape.sheet].iter_rows(max_row=shape.top - 1, values_only=True) if shape.top > 1 else ()
    said = arabic_digits(" ".join(text for row in above for text in row if isinstance(text, str)))
    years = tuple(sorted({int(year) for year in _YEAR.findall(said)}))
    return Proposal(shape.sheet, headings, dict(zip(headings, fields, strict=True)), years)


def write(dossier: Dossier, path: Path) -> None:
    """Write the round's report in the agency's own form (.xlsx), whole or not at all.

    Raises PaperRefused when there is no form, OSError when the folder cannot be written to.
    """
    if dossier.form is None:
        raise PaperRefused(NO_FORM)
    book = opened(dossier.form.content)
    shape = shape_of(book)
    sheet = book[shape.sheet]
    _alone(book, sheet)
    _fill(sheet, shape, _rows(dossier, dossier.form, shape))
    name = clean(dossier.report.organisation)
    book.properties = DocumentProperties(creator=name, lastModifiedBy=name, title=clean(dossier.report.title))
    with whole_file(path) as file:
        book.save(file)


def _rows(dossier: Dossier, form: OwnForm, shape: Shape) -> list[list[Value]]:
    fields = [form.columns.get(column.letter, "") for column in shape.columns]
    known = [name if name in FORM_FIELDS else "" for name in fields]
    report = dossier.report
    return [[value_of(name, report, one) if name else "" for name in known] for one in report.cells]


# --- Only this sheet, and nothing in it that lives ------------------------------------------------------------


def _alone(whole: Workbook, sheet: Worksheet) -> None:
    book: Any = whole  # openpyxl has no public way to leave some of these out
    inside: Any = sheet
    for other in list(book._sheets):
        if other is not sheet:
            book.remove(other)
    book.defined_names.clear()
    book.custom_doc_props = CustomPropertyList()
    for view in book.views:
        view.activeTab = view.firstSheet = 0
    inside.sheet_state = "visible"
    inside.defined_names.clear()
    inside.data_validations = DataValidationList()
    inside.conditional_formatting = ConditionalFormattingList()
    inside.auto_filter = AutoFilter()
    inside._tables = TableList()
    inside._charts, inside._pivots, inside._hyperlinks, inside.legacy_drawing = [], [], [], None
    inside._images = [_plain(image) for image in inside._images if image.format in _PICTURES]
    inside.row_breaks = RowBreak()
    inside.print_area = None
    inside.protection, book.security = SheetProtection(), DocumentSecurity()  # what is filled in may be corrected
    for cell in list(inside._cells.values()):
        if getattr(cell, "comment", None):
            cell.comment = None
        if getattr(cell, "hyperlink", None):
            cell._hyperlink = None


def _plain(picture: Any) -> Any:
    """A picture without what names somebody."""
    try:
        plain = Image(BytesIO(without_names(picture._data(), f"image/{picture.format}")))
    except NotCleaned:
        return picture
    plain.anchor = picture.anchor
    return plain


# --- The rows ------------------------------------------------------------------------------------------------


def _fill(sheet: Worksheet, shape: Shape, rows: Sequence[Sequence[Value]]) -> None:
    """Put the rows in the place of the form's, and what stands below them after the last."""
    looks = look_of(sheet, shape)
    made = [part for row in rows or [[""] * len(shape.columns)] for part in parts_of(row, looks)]
    below = _Below.taken(sheet, shape.last)
    _clear(sheet, shape.first)
    for n, part in enumerate(made):
        _put(sheet, shape.first + n, part, looks)
    moved = shape.first + len(made) - 1 - shape.last
    below.put(sheet, moved)
    give_heights(sheet, [*range(1, shape.first), *(row + moved for row, *_ in below.cells)])
    sheet.print_title_rows = f"{shape.top}:{shape.bottom}"


def _clear(sheet: Worksheet, first: int) -> None:
    for one in [one for one in sheet.merged_cells.ranges if one.max_row >= first]:
        sheet.merged_cells.ranges.discard(one)
    for place in [place for place in sheet._cells if place[0] >= first]:
        del sheet._cells[place]
    for row in [row for row in sheet.row_dimensions if row >= first]:
        del sheet.row_dimensions[row]


def _put(sheet: Worksheet, row: int, part: Part, looks: Look) -> None:
    inside: Any = sheet
    filled = {column.at: (column, value) for column, value in zip(looks.columns, part.values, strict=True)}
    for at in looks.styles:  # also of columns that are not filled in
        cell = inside.cell(row, at)
        column, value = filled.get(at, (None, ""))
        _dress(cell, column, isinstance(value, int), part, looks)
        if isinstance(value, int):
            cell.value = value
        else:
            put_text(cell, value)
        if column and column.wide > 1:
            last = column.at + column.wide - 1
            sheet.merge_cells(start_row=row, end_row=row, start_column=column.at, end_column=last)
    sheet.row_dimensions[row].height = part.height


def _dress(cell: Any, column: FormColumn | None, counted: bool, part: Part, looks: Look) -> None:
    """Give a cell the look of its column; each look is worked out once, because that is slow in openpyxl."""
    key = (cell.column, counted, part.begins, part.ends)
    if key not in looks.made:
        cell._style = copy(looks.styles[cell.column])
        if column:
            cell.alignment = looks.wrapped(column)
        if counted:
            cell.number_format = THAI_NUMBER
            if cell.alignment.horizontal in (None, "general"):  # at the right it would touch the next column's text
                cell.alignment = _centred(cell.alignment)
        if not (part.begins and part.ends):  # no line between two sheet rows of one measure
            lines = cell.border
            top, bottom = lines.top if part.begins else None, lines.bottom if part.ends else None
            cell.border = Border(left=lines.left, right=lines.right, top=top, bottom=bottom)
        looks.made[key] = copy(cell._style)
    cell._style = copy(looks.made[key])


def _centred(alignment: Any) -> Any:
    centred = copy(alignment)
    centred.horizontal = "center"
    return centred


@dataclass(frozen=True)
class _Below:
    """What stands below the table: cells, merged ranges, heights of rows, pictures."""

    cells: list[tuple[int, int, Any, Any, str]]
    merges: list[tuple[int, int, int, int]]
    heights: dict[int, float | None]
    pictures: list[Any]

    @classmethod
    def taken(cls, sheet: Worksheet, last: int) -> _Below:
        inside: Any = sheet
        cells = [
            (cell.row, cell.column, cell.value, copy(cell._style), getattr(cell, "data_type", "n"))
            for place, cell in sorted(inside._cells.items())
            if place[0] > last
        ]
        merges = [one.bounds for one in sheet.merged_cells.ranges if one.min_row > last]
        heights = {row: d.height for row, d in sheet.row_dimensions.items() if row > last}
        return cls(cells, merges, heights, [one for one in inside._images if _row_above(one) >= last])

    def put(self, sheet: Worksheet, by: int) -> None:
        """Put it all back, so many rows further down."""
        for row, column, value, style, kind in self.cells:
            target: Any = sheet.cell(row + by, column)
            target._style = style
            if value is not None:
                target.value, target.data_type = value, kind
        for first_column, first_row, last_column, last_row in self.merges:
            sheet.merge_cells(
                start_row=first_row + by, end_row=last_row + by, start_column=first_column, end_column=last_column
            )
        for row, height in self.heights.items():
            sheet.row_dimensions[row + by].height = height
        for picture in self.pictures:
            for marker in (picture.anchor._from, getattr(picture.anchor, "to", None)):
                if marker is not None:
                    marker.row += by


def _row_above(picture: Any) -> int:
    """How many rows stand above a picture; -1 when it lies at a place of the page."""
    begin = getattr(picture.anchor, "_from", None)
    return -1 if begin is None else int(begin.row)
