"""Reading result tables: from the expected tables of the sample plans and back from a written workbook."""

from __future__ import annotations

import csv
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from exports.excel import OUR_SHEETS

EXPECTED = Path(__file__).parent / "expected"
Rows = list[list[str]]


def squeeze(cell: str) -> str:
    """A cell without any white space: how cells are compared (samples' README)."""
    return "".join(cell.split())


def broken(cell: str) -> list[str]:
    """A cell line by line, each without white space: how line breaks are compared."""
    return [squeeze(line) for line in cell.split("\n")]


def expected_rows(name: str) -> Rows:
    """The expected table `tests/expected/<name>.csv`: heading rows, then the cells."""
    with (EXPECTED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [list(row) for row in csv.reader(file)]


def result_rows(path: Path) -> Rows:
    """The heading rows and cells of the result table of a workbook: its second sheet, or the sheets of its tables
    when there is one for each indicator.

    The heading rows are those that repeat on every printed page, of the first of them. A cell covered by a merged one
    is empty, and a row that continues in the next is put together again.
    """
    rows: Rows = []
    for sheet in load_workbook(path).worksheets[1:]:
        if sheet.title in OUR_SHEETS:
            break
        rows += _rows_of(sheet)[_heading_rows(sheet) if rows else 0 :]
    return rows


def _heading_rows(sheet: Worksheet) -> int:
    first, last = (int(part.strip("$")) for part in str(sheet.print_title_rows).split(":"))
    return last - first + 1


def _rows_of(sheet: Worksheet) -> Rows:
    first, last = (int(part.strip("$")) for part in str(sheet.print_title_rows).split(":"))
    rows: Rows = []
    for number in range(first, sheet.max_row + 1):
        texts = [str(cell.value or "") for cell in sheet[number]]
        if number > last and sheet.cell(number, 1).style in ("ita part middle", "ita part last"):
            rows[-1] = [above + text for above, text in zip(rows[-1], texts, strict=True)]
        else:
            rows.append(texts)
    return rows


def dump(sheet: Worksheet) -> str:
    """A sheet as text: one line a row, cells that hold something divided by |, line breaks as ⏎."""
    lines = []
    for row in sheet.iter_rows():
        cells = [str(cell.value).replace("\n", "⏎") for cell in row if cell.value is not None]
        lines.append(" | ".join(cells))
    return "\n".join(lines).rstrip() + "\n"
