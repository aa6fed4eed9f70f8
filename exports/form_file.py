"""Opens the workbook of an agency's own form, after it was made sure that it cannot eat the machine."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import openpyxl
from openpyxl import Workbook

from exports.dossier import PaperRefused
from exports.plan_file import PlanFileError
from exports.plan_guard import check_workbook
from exports.plan_workbook import BROKEN

MAX_BYTES = 5 * 2**20
UNREADABLE = "เปิดไฟล์นี้เป็นแบบฟอร์ม Excel ไม่ได้ค่ะ เปิดใน Excel แล้วบันทึกใหม่เป็น .xlsx ที่ไม่ใส่รหัสผ่าน แล้วส่งมาอีกครั้ง"
TOO_LARGE = "ไฟล์นี้ใหญ่เกินกว่าแบบฟอร์มค่ะ ลบแผ่นงานและแถวที่ไม่ใช้ แล้วส่งมาอีกครั้ง"
# openpyxl makes every cell that a merged range or a link reaches over, so a few bytes could ask for billions.
_RANGE = re.compile(rb"<(?:\w+:)?(?:mergeCell|hyperlink)\b([^>]*)>")
_REF = re.compile(rb"\bref=[\"']([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?[\"']")
_MOST_CELLS = 200_000


class FormRefused(PaperRefused):
    """A workbook that cannot be a form; the sentence (Thai) says why and what to do."""


def opened(content: bytes) -> Workbook:
    """The workbook of a form, without links to others. Raises FormRefused when it is none, or too large."""
    if not openpyxl.DEFUSEDXML:
        raise RuntimeError("defusedxml is not installed; without it workbooks from outside are not opened")
    if len(content) > MAX_BYTES:
        raise FormRefused(TOO_LARGE)
    try:
        check_workbook(content, "form")
        _check_ranges(content)
        return openpyxl.load_workbook(BytesIO(content), keep_links=False)
    except FormRefused:
        raise
    except PlanFileError as problem:
        raise FormRefused(
            TOO_LARGE if "more than" in str(problem) or "larger" in str(problem) else UNREADABLE
        ) from None
    except BROKEN:
        raise FormRefused(UNREADABLE) from None


def _check_ranges(content: bytes) -> None:
    """Raises FormRefused when merged ranges and links reach over more cells than a form has."""
    reached = 0
    with ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                for tag in _RANGE.finditer(archive.read(name)):
                    reached += _cells(tag[1])
    if reached > _MOST_CELLS:
        raise FormRefused(TOO_LARGE)


def _cells(attributes: bytes) -> int:
    found = _REF.search(attributes)
    if found is None:  # a whole column, or written so that it cannot be counted
        return _MOST_CELLS + 1
    left, top, right, bottom = found[1], int(found[2]), found[3] or found[1], int(found[4] or found[2])
    return (abs(_number(right) - _number(left)) + 1) * (abs(bottom - top) + 1)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
