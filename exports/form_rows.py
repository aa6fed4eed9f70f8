"""How rows of an agency's own form look, and how tall they must be: the form may print in any typeface and size.

exports/fitting.py knows one typeface at 16 points; here a column's room is told in its measure. Other typefaces than
those of Thai offices are wider, and so is what a machine without these draws in their place: columns grow with the
typeface of the workbook, so when that one is another, the cells must reckon with wider letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from exports import fitting
from exports.form_fields import Value
from exports.form_shape import FormColumn, Shape
from exports.texts import clean, fits_cell

_OFFICE = (
    "th ",
    "thsarabun",
    "angsana",
    "cordia",
    "browallia",
    "dilleniaupc",
    "eucrosia",
    "freesia",
    "iris",
    "jasmine",
)
_WIDER = 1.4
_DEFAULT_WIDTH = 8.43  # of a column, in digits, as Excel counts
_CELL_MARGIN = 5 / 96 * 72  # points of a column beside its digits


@dataclass(frozen=True)
class Look:
    """How the form's rows look: the style of every sheet column, and of the columns to fill in their room in the
    measure of exports/fitting.py, with the height of a line compared with there."""

    columns: tuple[FormColumn, ...]
    styles: Mapping[int, Any]
    alignments: Mapping[int, Alignment]
    rooms: tuple[float, ...]
    line: float
    least: float
    made: dict[tuple[int, bool, bool, bool], Any] = field(default_factory=dict)  # by column, kind and part

    def wrapped(self, column: FormColumn) -> Alignment:
        """The form's own alignment, with lines that break and a text that begins at the top."""
        own = copy(self.alignments[column.at])
        own.wrap_text, own.shrink_to_fit = True, False
        if own.vertical in (None, "bottom"):
            own.vertical = "top"
        return own


@dataclass(frozen=True)
class Part:
    """One sheet row: its values, its height, and whether its measure begins and ends with it."""

    values: tuple[Value, ...]
    height: float
    begins: bool
    ends: bool


def look_of(sheet: Worksheet, shape: Shape) -> Look:
    """The look of the first row to fill in; that of the headings, neither bold nor coloured, when there is no row."""
    first = shape.first
    is_drawn = shape.last >= first
    last_column = max(sheet.max_column, *(column.at + column.wide - 1 for column in shape.columns))
    # The first row may be the one with the form's hints; what is merged over columns there stays so.
    spans = {
        one.min_col: one.max_col - one.min_col + 1
        for one in sheet.merged_cells.ranges
        if is_drawn and one.min_row == first and one.max_col > one.min_col
    }
    columns = tuple(FormColumn(c.at, max(c.wide, spans.get(c.at, 1)), c.headings) for c in shape.columns)
    inside: Any = sheet
    models: dict[int, Any] = {at: inside.cell(first, at) for at in range(1, last_column + 1)}
    if not is_drawn:
        models = _like_headings(sheet, shape, last_column)
    fonts: list[Font] = [models[column.at].font for column in columns]
    measure = Measure(sheet)
    rooms = [measure.room(c.at, c.wide, font) for c, font in zip(columns, fonts, strict=True)]
    return Look(
        columns=columns,
        styles={at: copy(cell._style) for at, cell in models.items()},
        alignments={column.at: models[column.at].alignment for column in columns},
        rooms=tuple(rooms),
        line=max(_size(font) for font in fonts) / fitting.SIZE,
        least=(sheet.row_dimensions[first].height or 0.0) if is_drawn else 0.0,
    )


def _like_headings(sheet: Worksheet, shape: Shape, last_column: int) -> dict[int, Any]:
    """Cells that stand on no sheet, with the typeface and the lines of the headings."""
    inside: Any = sheet
    models: dict[int, Any] = {at: Cell(sheet, row=shape.first, column=at) for at in range(1, last_column + 1)}
    for column in shape.columns:
        rows = range(shape.top, shape.bottom + 1)
        headings = [inside.cell(row, column.at) for row in rows]  # of a merged one only the first holds the typeface
        font = copy(next((one.font for one in reversed(headings) if one.value), headings[-1].font))
        font.b = False
        sides = (side for one in headings for side in (one.border.left, one.border.right) if side and side.style)
        side = next(sides, Side())
        for at in range(column.at, column.at + column.wide):
            models[at].font = font
            models[at].border = Border(left=side, right=side, top=side, bottom=side)
    return models


def parts_of(values: Sequence[Value], look: Look) -> list[Part]:
    """A measure as one or more sheet rows, tall enough in Excel and in LibreOffice."""
    texts = [str(v) if isinstance(v, int) else fits_cell(clean(v)) for v in values]
    most = max(1, int((fitting.MAX_HEIGHT - fitting.PADDING) // (fitting.LINE * look.line)))
    rows = fitting.rows(texts, look.rooms, most)
    made = []
    for n, (part, lines) in enumerate(rows):
        shown = tuple(
            (v if n == 0 else "") if isinstance(v, int) else text for v, text in zip(values, part, strict=True)
        )
        tall = min(round(lines * fitting.LINE * look.line + fitting.PADDING, 1), fitting.MAX_HEIGHT)
        least = look.least if len(rows) == 1 else 0.0
        made.append(Part(shown, max(tall, min(least, fitting.MAX_HEIGHT)), n == 0, n == len(rows) - 1))
    return made


class Measure:
    """The room of a sheet's columns in the measure of exports/fitting.py."""

    def __init__(self, sheet: Worksheet) -> None:
        book: Any = sheet.parent
        self._base: Font = book._fonts[0]  # the typeface in whose digits columns are counted
        self._usual = float(sheet.sheet_format.defaultColWidth or _DEFAULT_WIDTH)
        self._dimensions = list(sheet.column_dimensions.values())

    def room(self, at: int, wide: int, font: Font) -> float:
        """How many digits of ours a text in this typeface has from a column on, over so many."""
        points = sum(self._width(column) for column in range(at, at + wide)) * _digit(self._base) + _CELL_MARGIN
        return points * fitting.SIZE / (_size(font) * _wide(font, self._base)) / fitting.CHARACTER

    def _width(self, column: int) -> float:
        """In digits; neighbours of one width are one entry of the sheet."""
        for one in self._dimensions:
            if one.width and one.min and one.max and one.min <= column <= one.max:
                return 0.0 if one.hidden else float(one.width)
        return self._usual


def give_heights(sheet: Worksheet, rows: Iterable[int]) -> None:
    """A height to those rows that have none of their own: nobody makes them tall enough when the file is opened."""
    measure = Measure(sheet)
    inside: Any = sheet
    merges = {(one.min_row, one.min_col): one for one in sheet.merged_cells.ranges}
    wanted = {row for row in rows if sheet.row_dimensions[row].height is None}
    tall: dict[int, float] = {}
    for (row, column), cell in list(inside._cells.items()):
        if row not in wanted or not isinstance(cell.value, str):
            continue
        over = merges.get((row, column))
        room = fitting.room(measure.room(column, over.max_col - column + 1 if over else 1, cell.font))
        text = clean(cell.value)
        count = (
            len(fitting.lines(text, room, bool(cell.font.b))) if cell.alignment.wrap_text else text.count("\n") + 1
        )
        lines = -(-count // (over.max_row - row + 1)) if over else count
        tall[row] = max(tall.get(row, 0.0), lines * fitting.LINE * _size(cell.font) / fitting.SIZE + fitting.PADDING)
    for row, height in tall.items():
        sheet.row_dimensions[row].height = min(round(height, 1), fitting.MAX_HEIGHT)


def _is_of_offices(font: Font) -> bool:
    return (font.name or "").casefold().startswith(_OFFICE)


def _size(font: Font) -> float:
    return float(font.sz or 11)


def _digit(font: Font) -> float:
    """The width of a digit in points."""
    return _size(font) * (fitting.CHARACTER / fitting.SIZE if _is_of_offices(font) else 0.48)


def _wide(font: Font, base: Font) -> float:
    """How much wider than ours the letters may be drawn, beyond what the columns grow with them."""
    return 1.0 if _is_of_offices(font) and _is_of_offices(base) else _WIDER
