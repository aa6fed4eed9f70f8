"""The sheet คะแนน ITA of a report's workbook: indicators and their measures, what is low, every question.

It only lays out what exports/scoring.py found; scores are real numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from exports import fitting
from exports.report_value import Report
from exports.score_words import (
    difference_text,
    item_label,
    measures_text,
    score_text,
    threshold_text,
)
from exports.scoring import Change, Item, Kind, Scores, all_questions
from exports.sheets import NOTHING, across, cell, put_headings, put_row, repeat_rows, set_page
from exports.texts import fits_cell, paper
from models.thai import thai_digits

TITLE = "คะแนน ITA"
_WIDTHS = (57.0, 11.0, 11.0, 11.0, 16.0, 27.0)
_LOW, _PASSED, _ONE_SOURCE = "ต่ำกว่าเกณฑ์", "ผ่านเกณฑ์", "บางแหล่งต่ำกว่า"
_CROSSED = {"": "", "up": "\n(ปีก่อนต่ำกว่า)", "down": "\n(ปีก่อนผ่าน)"}

_Value = str | int | float | None
Changes = Mapping[tuple[Kind, str], Change]


def write(book: Workbook, scores: Scores, report: Report) -> None:
    """Add the sheet to the workbook."""
    sheet = book.create_sheet(TITLE)
    set_page(sheet, _WIDTHS)
    row = across(sheet, 1, f"{TITLE} ปี {thai_digits(scores.ita_year)}", _WIDTHS, "ita title")
    row = across(sheet, row, report.organisation, _WIDTHS, "ita subtitle")
    for line in _lead(scores):
        row = across(sheet, row, line, _WIDTHS, "ita subtitle")
    changes = {(one.kind, one.code): one for one in scores.changes}
    row = _head(sheet, row + 1, "ตัวชี้วัดและมาตรการที่ตอบ", scores)
    repeat_rows(sheet, row - 1, row - 1)
    for one in scores.coverage:
        name = f"{thai_digits(one.number)}. {paper(one.name)}"
        mark = _mark(one.score, scores.threshold)
        change = changes.get(("indicator", str(one.number)))
        row = _line(sheet, row, name, one.score, change, mark, measures_text(one.orders))
    row = _low(sheet, row + 1, scores, changes)
    _questions(sheet, row, scores, changes)


def _lead(scores: Scores) -> list[str]:
    found, before = scores.analysis, scores.before
    level = f" ระดับ {paper(found.level)}" if found.level else ""
    lines = [f"คะแนนรวม {score_text(found.overall_score)}{level} เกณฑ์ {threshold_text(scores.threshold)} คะแนน"]
    if before and before.overall_score is not None:
        change = ""
        if found.overall_score is not None:
            change = f" ({difference_text(round(found.overall_score - before.overall_score, 6))})"
        lines.append(f"ปี {thai_digits(scores.ita_year - 1)} ได้ {score_text(before.overall_score)} คะแนน{change}")
    return lines


def _low(sheet: Worksheet, row: int, scores: Scores, changes: Changes) -> int:
    row = _head(sheet, row, f"ข้อที่ต่ำกว่าเกณฑ์ {threshold_text(scores.threshold)}", scores)
    for one in scores.below:
        mark = _LOW if one.by_mean else _ONE_SOURCE
        answer = measures_text(one.orders)
        change = changes.get((one.item.kind, one.item.code))
        row = _line(sheet, row, _named(one.item), one.item.score, change, mark, answer)
    if not scores.below:
        row = put_row(sheet, row, ["ไม่มี"], _WIDTHS[:1], "ita cell")
    return row + 1


def _questions(sheet: Worksheet, row: int, scores: Scores, changes: Changes) -> None:
    found = [item for item in all_questions(scores.analysis) if item.score is not None]
    if not found:
        return
    answers = {one.item.code: measures_text(one.orders) for one in scores.below}
    row = _head(sheet, row, "ทุกข้อคำถาม", scores)
    for item in found:
        low = any(s.score is not None and s.score < scores.threshold for s in item.sources)
        mark = _mark(item.score, scores.threshold)
        mark = _ONE_SOURCE if low and mark == _PASSED else mark
        change = changes.get(("question", item.code))
        row = _line(sheet, row, _named(item), item.score, change, mark, answers.get(item.code, ""))


def _head(sheet: Worksheet, row: int, block: str, scores: Scores) -> int:
    cell(sheet, row, 1, block, "ita block")
    sheet.row_dimensions[row].height = fitting.height(1)
    years = [f"ปี {thai_digits(year)}" for year in (scores.ita_year, scores.ita_year - 1)]
    return put_headings(sheet, row + 1, ["รายการ", *years, "เพิ่ม/ลด", "ผล", "มาตรการที่ตอบ"], _WIDTHS)


def _line(
    sheet: Worksheet, row: int, name: str, score: float | None, change: Change | None, mark: str, answer: str
) -> int:
    values: Sequence[_Value] = (
        fits_cell(name),
        _real(score),
        _real(change.before) if change else NOTHING,
        _real(change.difference) if change else NOTHING,
        f"{mark}{_CROSSED[change.crossed]}" if change else mark,
        answer,
    )
    return put_row(sheet, row, values, _WIDTHS, "ita cell")


def _real(score: float | None) -> float | str:
    return NOTHING if score is None else float(score)


def _mark(score: float | None, threshold: float) -> str:
    return "" if score is None else _LOW if score < threshold else _PASSED


def _named(item: Item) -> str:
    """The item with its whole text, and the scores of its sources under it."""
    sources = [f"{paper(one.source)} {score_text(one.score)}" for one in item.sources]
    label = item_label(item, 300)
    return "\n".join([label, " · ".join(sources)]) if sources else label
