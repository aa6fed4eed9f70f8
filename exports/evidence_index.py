"""The index of an evidence pack: a sheet with a line for each file and link, with small pictures of the photos."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.worksheet.worksheet import Worksheet

from exports.report_value import Report
from exports.sheets import Column, across, put_headings, put_row, repeat_rows, set_page, workbook
from exports.texts import clean, fits_cell, number

SHEET = "สารบัญหลักฐาน"
_COLUMNS = (
    Column("ลำดับ", "", 7),
    Column("ภาพย่อ", "", 15),
    Column("มาตรการ", "measure", 24),
    Column("ส่วนราชการ", "division", 14),
    Column("เดือน", "month", 9),
    Column("ชนิด", "kind", 8),
    Column("ชื่อไฟล์ในชุด หรือที่อยู่ของลิงก์", "where", 24),
    Column("ขนาด\n(ไบต์)", "size", 10),
    Column("รหัสตรวจสอบ SHA-256 ของไฟล์ในชุดนี้", "sha256", 20),
    Column("รหัสตรวจสอบ SHA-256 ของไฟล์ที่ส่งมา", "original", 20),
    Column("หมายเหตุ", "remark", 14),
)
_PICTURE_ROW = 92.0  # points of a row with a picture
_EMU = 12_700  # of a point
_POINTS = 0.72  # of a picture's pixel: the largest is 110 of them


@dataclass(frozen=True)
class Line:
    """A file or link as the index tells it; texts as shown, `picture` a small JPEG."""

    measure: str
    division: str
    month: str
    kind: str
    where: str = ""
    size: int | None = None
    sha256: str = ""
    original: str = ""
    remark: str = ""
    picture: bytes | None = None


def made(report: Report, standing: str, lines: Sequence[Line]) -> bytes:
    """The workbook's bytes, the same for the same lines."""
    book = workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET
    widths = [column.width for column in _COLUMNS]
    set_page(sheet, widths)
    row = across(sheet, 1, "สารบัญหลักฐานประกอบรายงานผลตามมาตรการ", widths, "ita title")
    for text in (report.organisation, report.round_text, standing, _counted(lines)):
        row = across(sheet, row, text, widths, "ita subtitle")
    row = put_headings(sheet, row + 1, [column.heading for column in _COLUMNS], widths)
    repeat_rows(sheet, row - 1, row - 1)
    for n, line in enumerate(lines, 1):
        row = _put(sheet, row, n, line, widths)
    book.properties.creator = book.properties.lastModifiedBy = clean(report.organisation)
    book.properties.title = clean(f"{SHEET} {report.round_text}")
    at = datetime.fromisoformat(report.made_at).replace(tzinfo=None)
    book.properties.created = at
    file = BytesIO()
    book.save(file)
    return _fixed(file.getvalue(), at)


def _counted(lines: Sequence[Line]) -> str:
    packed, links = sum(bool(one.sha256) for one in lines), sum(one.kind == "ลิงก์" for one in lines)
    text = f"ไฟล์ {number(packed)} รายการ ลิงก์ {number(links)} รายการ"
    lost = len(lines) - packed - links
    return f"{text} ไฟล์ที่ไม่มีในชุด {number(lost)} รายการ" if lost else text


def _put(sheet: Worksheet, row: int, n: int, line: Line, widths: Sequence[float]) -> int:
    """A line, and its picture beside the number."""
    told = [getattr(line, column.value) for column in _COLUMNS[2:]]
    after = put_row(
        sheet, row, [n, "", *(fits_cell(clean(v)) if isinstance(v, str) else v for v in told)], widths, "ita cell"
    )
    if line.picture:
        sheet.row_dimensions[row].height = max(sheet.row_dimensions[row].height or 0, _PICTURE_ROW)
        picture = Image(BytesIO(line.picture))
        size = XDRPositiveSize2D(round(picture.width * _POINTS * _EMU), round(picture.height * _POINTS * _EMU))
        marker = AnchorMarker(col=1, colOff=3 * _EMU, row=row - 1, rowOff=5 * _EMU)
        picture.anchor = OneCellAnchor(_from=marker, ext=size)
        sheet.add_image(picture)
    return after


_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def _fixed(content: bytes, at: datetime) -> bytes:
    """The workbook with the report's time in the place of the moment of writing."""
    moment = at.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    fixed = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(fixed, "w") as new:
        for member in old.infolist():
            info = ZipInfo(member.filename, (1980, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            body = old.read(member)
            if member.filename == "docProps/core.xml":
                body = _MODIFIED.sub(rb"\g<1>" + moment + rb"\g<2>", body)
            new.writestr(info, body)
    return fixed.getvalue()
