"""Reads the sheets of a workbook into plain cells, and the cells of our template into a raw plan."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from exports.plan_cells import Cell, is_blank, plain, unescaped
from exports.plan_columns import HELP_TITLE, SHEETS, Column, Sheet, squashed
from exports.plan_file import Findings, PlanFileError, Raw, quoted
from exports.plan_guard import MAX_COLUMNS, MAX_ROWS, SPARE_ROWS, check_workbook, too_many
from exports.plan_names import DivisionNames
from exports.plan_tables import ReadRow, SheetPlaces, plan_of, put_at

_HEADING_ROWS = 10  # the headings stand in one of the first rows; a title may stand above them

# openpyxl meets a damaged part with whatever its code runs into; each of these means "not a workbook" here.
_BROKEN = (
    ArithmeticError, AssertionError, AttributeError, BadZipFile, EOFError, InvalidFileException, LookupError,
    OSError, RuntimeError, SyntaxError, TypeError, ValueError, zlib.error,
)  # fmt: skip


@dataclass(frozen=True)
class Formula:
    """A cell that computes (or failed to); plans are typed, so it is refused."""

    text: str


Line = tuple[int, list[Cell | Formula]]  # the row's number in the sheet, its cells
Workbook = dict[str, list[Line]]  # by sheet title


def read_workbook(data: bytes, name: str) -> Workbook:
    """The rows that hold something, of every sheet of the bytes of a workbook.

    Raises PlanFileError when the bytes are no workbook or hold more than a plan can (exports/plan_guard.py).
    """
    if not openpyxl.DEFUSEDXML:
        raise RuntimeError("defusedxml is not installed; without it workbooks from outside are not opened")
    check_workbook(data, name)
    try:
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, keep_links=False)
        return {sheet.title: list(_lines(sheet, name)) for sheet in book.worksheets}
    except _BROKEN:
        raise PlanFileError(
            (f"{name}: the file is broken or not a workbook; open it in Excel and save it again",)
        ) from None


def _lines(sheet: Any, name: str) -> Iterator[Line]:
    # The size a file states about its sheet may be wrong; without it openpyxl reads what is there.
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_row=MAX_ROWS + SPARE_ROWS, max_col=MAX_COLUMNS + 1), start=1):
        cells = [_cell(cell) for cell in row]
        if all(isinstance(cell, str | None) and is_blank(cell) for cell in cells):
            continue
        if number > MAX_ROWS or (len(cells) > MAX_COLUMNS and cells[MAX_COLUMNS] is not None):
            raise PlanFileError((f"{name}: {too_many(f'sheet {sheet.title}')}",))
        yield number, cells


def _cell(cell: Any) -> Cell | Formula:
    if cell.data_type in ("f", "e") and cell.value is not None:
        return Formula(str(cell.value))
    value: Cell = cell.value
    return unescaped(value) if isinstance(value, str) else value


def is_template(book: Workbook) -> bool:
    """Whether the workbook is meant as our template: it has at least one of the sheets that it needs."""
    titles = {squashed(title) for title in book}
    return any(squashed(sheet.title) in titles for sheet in SHEETS if sheet.required)


def raw_of_template(book: Workbook, findings: Findings, places: SheetPlaces) -> Raw:
    """The raw plan of a workbook in our template; every problem goes to `findings`."""
    plan = plan_of(rows_of_sheets(book, SHEETS, findings, places), places, findings)
    names = DivisionNames.of(plan["divisions"])
    for measure in plan["measures"]:
        names.fill_responsible(measure)
    return plan


def rows_of_sheets(
    book: Workbook, sheets: Iterable[Sheet], findings: Findings, places: SheetPlaces
) -> dict[str, list[ReadRow]]:
    """The rows of the declared sheets of a workbook by `Sheet.records`; every problem goes to `findings`."""
    by_title = {squashed(title): lines for title, lines in book.items()}
    rows: dict[str, list[ReadRow]] = {}
    for sheet in sheets:
        lines = by_title.pop(squashed(sheet.title), None)
        if lines is None:
            if sheet.required:
                places.absent.add((sheet.title, ""))
                findings.problem((sheet.records,), "the sheet is missing")
            continue
        reader = _SheetReader(sheet, findings, places)
        rows[sheet.records] = reader.pairs(lines) if sheet.pairs else reader.rows(lines)
    by_title.pop(squashed(HELP_TITLE), None)
    findings.warnings += [
        f"sheet {title}: passed over, because it is not a sheet of the template"
        for title in book
        if squashed(title) in by_title and book[title]
    ]
    return rows


@dataclass(frozen=True)
class _SheetReader:
    sheet: Sheet
    findings: Findings
    places: SheetPlaces

    def rows(self, lines: list[Line]) -> list[ReadRow]:
        """The records of a sheet with headings in a row."""
        by_heading = {squashed(column.heading): column for column in self.sheet.columns}
        found = _heading_line(lines, by_heading)
        if found is None:
            if lines or self.sheet.required:
                headings = ", ".join(c.heading for c in self.sheet.columns if c.required)
                self._complain(f"the row of headings is missing; it needs {headings}")
            return []
        columns = self._columns(found, by_heading)
        read = []
        for number, cells in lines:
            if number <= found[0]:
                continue
            record: dict[str, Any] = {}
            for index, cell in enumerate(cells):
                if column := columns.get(index):
                    self._take(column, cell, number, record)
                elif isinstance(cell, Formula):
                    self._refuse(cell, number, "")
            if record or any(index in columns and not _is_empty(cell) for index, cell in enumerate(cells)):
                read.append(ReadRow(number, record))
        return read

    def pairs(self, lines: list[Line]) -> list[ReadRow]:
        """The one record of a sheet whose headings stand in the first column and its values in the second."""
        by_heading = {squashed(column.heading): column for column in self.sheet.columns}
        record: dict[str, Any] = {}
        seen: set[str] = set()
        for number, cells in lines:
            heading = cells[0]
            value = cells[1] if len(cells) > 1 else None
            if isinstance(heading, Formula):
                self._refuse(heading, number, "")
                continue
            column = by_heading.get(squashed(plain(heading)))
            if column is None:
                if not _is_empty(value) and squashed(plain(heading)) != squashed("รายการ"):
                    self._passed_over(number, plain(heading))
                continue
            if column.heading in seen:
                self._complain("stands there twice", number, column.heading)
                continue
            seen.add(column.heading)
            self.places.pair_rows[column.heading] = number
            self._take(column, value, number, record)
        return [ReadRow(1, record)]

    def _columns(self, found: Line, by_heading: dict[str, Column]) -> dict[int, Column]:
        """The declared columns by their index in the sheet."""
        columns: dict[int, Column] = {}
        number, cells = found
        for index, cell in enumerate(cells):
            if _is_empty(cell) or isinstance(cell, Formula):
                continue
            column = by_heading.get(squashed(plain(cell)))
            if column is None:
                self._passed_over(number, plain(cell))
            elif column in columns.values():
                self._complain("the column stands there twice", number, column.heading)
            else:
                columns[index] = column
        for column in self.sheet.columns:
            if column.required and column not in columns.values():
                self.places.absent.add((self.sheet.title, column.heading))
                self._complain("the column is missing", heading=column.heading)
        return columns

    def _take(self, column: Column, cell: Cell | Formula, number: int, record: dict[str, Any]) -> None:
        if isinstance(cell, Formula):
            self._refuse(cell, number, column.heading)
        elif not is_blank(cell):
            try:
                put_at(record, column.field, column.kind.read(cell))
            except ValueError as error:
                self._complain(f"{error}", number, column.heading)

    def _refuse(self, cell: Formula, number: int, heading: str) -> None:
        self._complain(f"the cell holds a formula ({cell.text[:40]}); type its value instead", number, heading)

    def _complain(self, sentence: str, number: int | None = None, heading: str = "") -> None:
        self.findings.problems.setdefault(self.places.cell(self.sheet, number, heading), sentence)

    def _passed_over(self, number: int, heading: str) -> None:
        self.findings.warnings.append(
            f"sheet {self.sheet.title}, row {number}: {quoted(heading)} is not a heading of the template; passed over"
        )


def _heading_line(lines: list[Line], by_heading: dict[str, Column]) -> Line | None:
    """The first row that holds at least half of the needed headings."""
    needed = [squashed(c.heading) for c in by_heading.values() if c.required]
    for number, cells in lines:
        if number > _HEADING_ROWS:
            break
        texts = {squashed(cell) for cell in cells if isinstance(cell, str)}
        if 2 * sum(heading in texts for heading in needed) >= len(needed):
            return number, cells
    return None


def _is_empty(cell: Cell | Formula) -> bool:
    return not isinstance(cell, Formula) and is_blank(cell)
