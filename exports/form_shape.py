"""Where an agency's own form has its headings, its rows to fill in, and what stands below them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from exports.form_fields import folded, matched
from exports.form_file import FormRefused
from exports.plan_guard import MAX_COLUMNS
from exports.texts import clean

NO_HEADINGS = "ไม่พบหัวตารางในไฟล์นี้ค่ะ ขอแบบฟอร์มที่มีหัวตาราง เช่น มาตรการ ผู้รับผิดชอบ ผลการดำเนินการ"
_SEARCHED = 40  # rows in which headings are looked for
_LONGEST_HEADING = 200
_MOST_HEADING_ROWS = 4
_BELOW = ("ลงชื่อ", "ผู้รายงาน", "ผู้จัดทำ", "หมายเหตุ", "ขอรับรอง", "ตำแหน่ง")
_SUMS = ("รวม", "รวมทั้งสิ้น", "รวมทั้งหมด")
_NUMBERED = re.compile(r"\(\s*[0-9๐-๙]{1,2}\s*\)")


@dataclass(frozen=True)
class FormColumn:
    """A column to fill in: its first sheet column, how many it reaches over, its headings from the lowest upwards."""

    at: int
    wide: int
    headings: tuple[str, ...]

    @property
    def letter(self) -> str:
        return get_column_letter(self.at)

    @property
    def heading(self) -> str:
        """The headings as one line, from the top."""
        return " ".join(" ".join(reversed(self.headings)).split())


@dataclass(frozen=True)
class Shape:
    """The places of a form's sheet, rows counted from 1: headings `top` to `bottom`, rows to fill in up to `last`,
    which is `bottom` when no row was drawn under the headings."""

    sheet: str
    top: int
    bottom: int
    last: int
    columns: tuple[FormColumn, ...]

    @property
    def first(self) -> int:
        """The first row to fill in."""
        return self.bottom + 1


def shape_of(book: Workbook) -> Shape:
    """Where the table is: on the sheet and in the row with the most headings that we know. Raises FormRefused with a
    sentence when there is none, or when a cell of that sheet calculates."""
    found: list[tuple[int, int, Worksheet, int]] = []
    sheets: list[Worksheet] = [one for one in book.worksheets if isinstance(one, Worksheet)]
    for n, sheet in enumerate(sheets):
        for row in range(1, min(sheet.max_row, _SEARCHED) + 1):
            texts = [_text(sheet, row, column) for column in range(1, min(sheet.max_column, MAX_COLUMNS) + 1)]
            known = sum(bool(name) for name in matched([[text] if text else [] for text in texts]))
            if known > 1:
                found.append((-known, n * 1000 + row, sheet, row))
    if not found:
        raise FormRefused(NO_HEADINGS)
    _, _, sheet, row = min(found, key=lambda one: one[:2])
    _refuse_formulas(sheet)
    top, bottom = _heading_rows(sheet, row)
    columns = _columns(sheet, top, bottom)
    if _is_numbered(sheet, bottom + 1, columns):
        bottom += 1
    return Shape(sheet.title, top, bottom, _last_row(sheet, bottom + 1, columns), columns)


def _text(sheet: Worksheet, row: int, column: int) -> str:
    value = sheet.cell(row, column).value
    return clean(value).strip() if isinstance(value, str) and len(value) <= _LONGEST_HEADING else ""


def _refuse_formulas(sheet: Worksheet) -> None:
    """What calculates would calculate with other rows once the table has grown."""
    for cell in held(sheet):
        if cell.data_type == "f":
            raise FormRefused(f"ช่อง {cell.coordinate} ของแบบฟอร์มมีสูตรค่ะ ลบสูตรออกแล้วส่งมาอีกครั้ง")


def held(sheet: Worksheet) -> list[Cell | MergedCell]:
    """The cells that the sheet really holds: going through all that could be there would make each of them."""
    return [sheet._cells[place] for place in sorted(sheet._cells)]


# --- Headings ------------------------------------------------------------------------------------------------


def _merges(sheet: Worksheet) -> list[CellRange]:
    return list(sheet.merged_cells.ranges)


def _heading_rows(sheet: Worksheet, row: int) -> tuple[int, int]:
    """The rows that the headings take: merged ones reach over several, and under a wide one stand its parts."""
    top = bottom = row
    merges = _merges(sheet)
    for _ in range(_MOST_HEADING_ROWS):
        for one in merges:
            if one.min_row <= bottom and one.max_row >= top and one.max_row - one.min_row < _MOST_HEADING_ROWS:
                top, bottom = min(top, one.min_row), max(bottom, one.max_row)
    if top == bottom:
        wide = [one for one in merges if one.min_row == one.max_row == row and one.max_col > one.min_col]
        under = {c for one in wide for c in range(one.min_col, one.max_col + 1)}
        below = {c for c in range(1, sheet.max_column + 1) if sheet.cell(row + 1, c).value not in (None, "")}
        if len(below) > 1 and below <= under:
            bottom += 1
    return top, bottom


def _columns(sheet: Worksheet, top: int, bottom: int) -> tuple[FormColumn, ...]:
    """The columns under the headings; one whose lowest heading reaches over several counts as one."""
    merges = _merges(sheet)
    found = []
    at = 1
    while at <= min(sheet.max_column, MAX_COLUMNS):
        texts: list[str] = []
        wide = 1
        for row in range(bottom, top - 1, -1):
            over = next((one for one in merges if _covers(one, row, at)), None)
            text = _text(sheet, over.min_row, over.min_col) if over else _text(sheet, row, at)
            if text and text not in texts:
                if not texts and over and over.min_col == at:
                    wide = over.max_col - over.min_col + 1
                texts.append(text)
        if texts:
            found.append(FormColumn(at, wide, tuple(texts)))
        at += wide
    return tuple(found)


def _covers(one: CellRange, row: int, column: int) -> bool:
    return one.min_row <= row <= one.max_row and one.min_col <= column <= one.max_col


def _is_numbered(sheet: Worksheet, row: int, columns: tuple[FormColumn, ...]) -> bool:
    """Whether a row under the headings only counts the columns: (๑) (๒) (๓)."""
    texts = [_text(sheet, row, column.at) for column in columns]
    return sum(bool(_NUMBERED.fullmatch(text)) for text in texts) * 2 > len(columns)


# --- The rows to fill in -------------------------------------------------------------------------------------


def _last_row(sheet: Worksheet, first: int, columns: tuple[FormColumn, ...]) -> int:
    """The last row of the table: as far as it has lines around its cells; in a table without lines as far as
    something stands in it. A sum, a note or a signature stands below. The row above `first` when there is none."""
    row = first
    boxed = _has_lines(sheet, first, columns)
    if not boxed and _is_bare(sheet, first, columns):
        return first - 1
    while row <= sheet.max_row and not _is_below(sheet, row):
        if boxed != _has_lines(sheet, row, columns):
            break
        if not boxed and row > first and not any(sheet.cell(row, column.at).value for column in columns):
            break
        row += 1
    return row - 1


def _has_lines(sheet: Worksheet, row: int, columns: tuple[FormColumn, ...]) -> bool:
    lined = 0
    for column in columns:
        border = sheet.cell(row, column.at).border
        lined += any(side is not None and side.style for side in (border.left, border.right))
    return lined * 2 >= len(columns)


def _is_bare(sheet: Worksheet, row: int, columns: tuple[FormColumn, ...]) -> bool:
    """Whether nothing stands in a row, and it has no look of its own or not the lines of the headings above it."""
    cells = [sheet.cell(row, column.at) for column in columns]
    dressed = any(cell.has_style for cell in cells) and not _has_lines(sheet, row - 1, columns)
    return not dressed and all(cell.value in (None, "") for cell in cells)


def _is_below(sheet: Worksheet, row: int) -> bool:
    texts = (sheet.cell(row, column).value for column in range(1, min(sheet.max_column, MAX_COLUMNS) + 1))
    first = next((folded(text) for text in texts if isinstance(text, str) and folded(text)), "")
    return first.startswith(_BELOW) or first in _SUMS
