"""Plan files for the tests: a small good plan as JSON and as a workbook, to be spoilt in one place."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook

SAMPLES = Path(__file__).parents[2] / "samples" / "plans"

Rows = list[list[Any]]

GOOD: dict[str, Any] = {
    "schema_version": 1,
    "organisation": {"name": "องค์การบริหารส่วนตำบลตัวอย่าง"},
    "fiscal_year": 2566,
    "layout": "kudjok-6m-5col",
    "divisions": [
        {"code": "clerk", "name": "สำนักปลัด"},
        {"code": "finance", "name": "กองคลัง", "sections": ["งานพัสดุ"]},
        {"code": "education", "name": "กองการศึกษา ศาสนาและวัฒนธรรม"},
    ],
    "measures": [
        {
            "code": "M1",
            "order": 1,
            "title": "มาตรการ No Gift Policy",
            "divisions": ["clerk"],
            "period": {"text": "ปีงบประมาณ พ.ศ. ๒๕๖๖", "start": "2022-10-01", "end": "2023-09-30"},
        },
        {
            "code": "M2",
            "order": 2,
            "title": "อบรมคุณธรรม",
            "divisions": ["finance"],
            "period": {"text": "๒๖ มีนาคม ๒๕๖๖", "start": "2023-03-26", "end": "2023-03-26"},
            "follow_up": {"deadline": {"text": "ภายในเดือนมกราคม", "date": "2023-01-31"}},
        },
    ],
}

AGENCY: Rows = [["ชื่อหน่วยงาน", "องค์การบริหารส่วนตำบลตัวอย่าง"], ["ปีงบประมาณ (พ.ศ.)", 2566]]
DIVISIONS: Rows = [["รหัส", "ชื่อ", "งานในสังกัด"], ["clerk", "สำนักปลัด"], ["finance", "กองคลัง", "งานพัสดุ"]]
MEASURES: Rows = [
    ["รหัส", "มาตรการ", "กองผู้รับผิดชอบ", "ระยะเวลา", "วันเริ่ม", "วันสิ้นสุด"],
    ["M1", "มาตรการ No Gift Policy", "ทุกกอง", "ปีงบประมาณ พ.ศ. ๒๕๖๖", "1 ต.ค. 2565", "30 ก.ย. 2566"],
    ["M2", "อบรมคุณธรรม", "กองคลัง", "๒๖ มีนาคม ๒๕๖๖", "26/3/2566", "๒๖ มีนาคม ๒๕๖๖"],
]


def json_file(folder: Path, spoil: Callable[[dict[str, Any]], object] | None = None) -> Path:
    """The good plan as a JSON file, after `spoil` changed it."""
    data = copy.deepcopy(GOOD)
    if spoil:
        spoil(data)
    path = folder / "plan.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def hand_made(folder: Path, spoil: Callable[[dict[str, Rows]], object] | None = None) -> Path:
    """A workbook typed by hand with only the sheets and columns that are needed, after `spoil` changed its rows."""
    sheets: dict[str, Rows] = copy.deepcopy({"หน่วยงาน": AGENCY, "กอง": DIVISIONS, "มาตรการ": MEASURES})
    if spoil:
        spoil(sheets)
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        table = book.create_sheet(title)
        for row in rows:
            table.append(row)
    path = folder / "plan.xlsx"
    book.save(path)
    return path


def cells(path: Path, sheet: str) -> Rows:
    """The values of a sheet of a workbook."""
    return [list(row) for row in openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)]
