"""Forms as agencies make them, for the tests of the agency's own form."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from openpyxl import Workbook
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from tests.evidence_files import png

THIN = Side(style="thin")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
FONT = "TH SarabunIT๙"


def form(
    headings: tuple[str, ...] = (
        "ลำดับที่",
        "มาตรการ/กิจกรรม",
        "หน่วยงานที่รับผิดชอบ",
        "ผลการดำเนินงาน",
        "ร้อยละการรายงาน",
        "ปัญหา/อุปสรรค",
        "หมายเหตุ",
    ),
    *,
    rows: int = 3,
    font: str = FONT,
    size: float = 16,
    change: Callable[[Worksheet], None] | None = None,
) -> bytes:
    """One heading row, blank rows with lines, a sum, a note, and two signatures beside each other, merged."""
    book, sheet = _begin()
    wide = len(headings)
    _titles(sheet, wide, font)
    for at, heading in enumerate(headings, 1):
        _heading(sheet, 4, at, heading, font)
    _body(sheet, 5, rows, wide, font, size)
    _below(sheet, 5 + rows, wide, font)
    if change:
        change(sheet)
    return _bytes(book)


def two_rows(rows: int = 2) -> bytes:
    """Two heading rows with merged cells, a row that counts the columns, and cells merged over two columns."""
    book, sheet = _begin()
    _titles(sheet, 7, FONT)
    over = {
        (4, 1): "มาตรการ",
        (4, 3): "รายละเอียดการดำเนินงาน",
        (4, 4): "ผลการดำเนินการ",
        (4, 6): "ผู้รับผิดชอบ",
        (4, 7): "จำนวน\nหลักฐาน",
    }
    for row in (4, 5):
        for at in range(1, 8):
            _heading(sheet, row, at, over.get((row, at), ""), FONT)
    _heading(sheet, 5, 4, "ผลผลิต", FONT)
    _heading(sheet, 5, 5, "ผลลัพธ์", FONT)
    for place in ("A4:B5", "C4:C5", "D4:E4", "F4:F5", "G4:G5"):
        sheet.merge_cells(place)
    for at, n in ((1, "๑"), (3, "๒"), (4, "๓"), (5, "๔"), (6, "๕"), (7, "๖")):
        _heading(sheet, 6, at, f"({n})", FONT)
    sheet.merge_cells("A6:B6")
    _body(sheet, 7, rows, 7, FONT, 16)
    for row in range(7, 7 + rows):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
    _below(sheet, 7 + rows, 7, FONT)
    return _bytes(book)


def _begin() -> tuple[Workbook, Worksheet]:
    book = Workbook()
    book.properties.creator = "Somchai Jaidee"
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "แบบ มท.1"
    other = book.create_sheet("ข้อมูลเดิม")
    other["A1"] = "ข้อมูลของนายสมชาย"
    return book, sheet


def _titles(sheet: Worksheet, wide: int, font: str) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    assert sheet.sheet_properties.pageSetUpPr
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for row, text in ((1, "แบบรายงานผลการดำเนินการตามมาตรการ"), (2, "ประจำปีงบประมาณ พ.ศ. ๒๕๖๙")):
        cell = sheet.cell(row, 1, text)
        cell.font, cell.alignment = Font(name=font, size=18, bold=True), Alignment(horizontal="center")
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=wide)
    for at, width in enumerate((9, 34, 20, 40, 10, 26, 16)[:wide], 1):
        sheet.column_dimensions["ABCDEFG"[at - 1]].width = width


def _heading(sheet: Worksheet, row: int, at: int, text: str, font: str) -> None:
    cell = sheet.cell(row, at, text or None)
    cell.font, cell.border = Font(name=font, size=16, bold=True), BOX
    cell.fill = PatternFill("solid", fgColor="FCE4D6")
    cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")


def _body(sheet: Worksheet, first: int, rows: int, wide: int, font: str, size: float) -> None:
    for row in range(first, first + rows):
        for at in range(1, wide + 1):
            cell = sheet.cell(row, at)
            cell.font, cell.border = Font(name=font, size=size, color="1F3864"), BOX


def _below(sheet: Worksheet, row: int, wide: int, font: str) -> None:
    sheet.cell(row, 1, "หมายเหตุ : ข้อมูล ณ วันสิ้นรอบ").font = Font(name=font, size=14)
    for at, post in ((1, "ผู้จัดทำ"), (wide - 2, "ปลัดองค์การบริหารส่วนตำบล")):
        for n, text in enumerate(
            ("ลงชื่อ ................................", "(................................)", post)
        ):
            cell = sheet.cell(row + 2 + n, at, text)
            cell.font, cell.alignment = Font(name=font, size=16), Alignment(horizontal="center")
            sheet.merge_cells(start_row=row + 2 + n, end_row=row + 2 + n, start_column=at, end_column=at + 2)
    sheet.row_dimensions[row + 2].height = 45
    picture = Image(BytesIO(png()))
    picture.width, picture.height = 40, 30
    sheet.add_image(picture, f"{'ABCDEFG'[wide - 1]}{row + 2}")


def _bytes(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()
