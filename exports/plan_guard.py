"""What is looked at before a plan file is parsed, so that a small file cannot eat the machine.

Measured (docs of the project, RUNTIME-FACTS "Security and operation"): a 143 KiB workbook of a million rows took 20
seconds and 471 MiB. So sizes and counts are checked on the bytes first; openpyxl then reads row by row.
"""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from exports.plan_file import PlanFileError

MAX_FILE = 5 * 2**20
MAX_UNCOMPRESSED = 50 * 2**20
MAX_MEMBERS = 200
MAX_ROWS = 5_000
MAX_COLUMNS = 50
# Sheets saved by LibreOffice carry a few empty rows at the very bottom; they are no reason to refuse a file.
SPARE_ROWS = 100
# Every cell has at least two tags; this is far above what 12 sheets of a real plan hold and parses in seconds.
_MAX_TAGS = 1_500_000

_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"  # the OLE container of .xls and of workbooks with a password
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_NUMBERED_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]{0,300}?\br=[\"'](\d+)")
_ENCODING = re.compile(rb"\s*<\?xml[^>]{0,100}?\bencoding\s*=\s*[\"']([^\"']{0,40})")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is|f)[\s/>]")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")


def file_bytes(path: Path) -> bytes:
    """The bytes of a plan file. Raises PlanFileError when it is missing, unreadable, empty or too large."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except FileNotFoundError:
        raise PlanFileError((f"{path.name}: there is no such file",)) from None
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL character
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "the name is not a file's"
        raise PlanFileError((f"{path.name}: the file cannot be read ({reason})",)) from None
    if len(data) > MAX_FILE:
        raise PlanFileError((f"{path.name}: the file is larger than {MAX_FILE // 2**20} MiB, which no plan is",))
    if not data.strip():
        raise PlanFileError((f"{path.name}: the file is empty",))
    return data


def check_workbook(data: bytes, name: str) -> None:
    """Raises PlanFileError when the bytes are no zip, or hold more than a plan can hold."""
    if data.startswith(_OLD_OR_LOCKED):
        raise PlanFileError(
            (f"{name}: the workbook has a password or is an old .xls; save it as .xlsx without a password",)
        )
    try:
        _check_members(data, name)
    except (BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise PlanFileError(
            (f"{name}: the file is broken or not a workbook; open it in Excel and save it again",)
        ) from None


def _check_members(data: bytes, name: str) -> None:
    with ZipFile(BytesIO(data)) as archive:
        members = archive.infolist()
        if len(members) > MAX_MEMBERS:
            raise PlanFileError((f"{name}: the workbook has more than {MAX_MEMBERS} parts, which no plan has",))
        if sum(member.file_size for member in members) > MAX_UNCOMPRESSED:
            size = MAX_UNCOMPRESSED // 2**20
            raise PlanFileError((f"{name}: the workbook is larger than {size} MiB when unpacked, which no plan is",))
        tags = 0
        for member in members:
            # ZipFile never gives more than the size that was declared, so the sum above holds.
            part = archive.read(member)
            if not member.filename.endswith((".xml", ".rels")):
                continue
            if b"<!DOCTYPE" in part or b"<!ENTITY" in part:  # not every parser behind openpyxl refuses entities
                raise ValueError("a part declares entities")
            declared = _ENCODING.match(part)
            if b"\x00" in part[:200] or (declared and declared[1].lower() != b"utf-8"):
                raise PlanFileError((f"{name}: the workbook is not written in UTF-8; save it again in Excel",))
            if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
                raise ValueError(
                    member.filename
                )  # openpyxl asks defusedxml for this only where lxml is not installed
            tags += part.count(b"<")
            rows, cells = len(_ROW.findall(part)), len(_CELL.findall(part))
            too_deep = rows > MAX_ROWS + SPARE_ROWS or _has_values_below(part)
            if too_deep or cells > MAX_ROWS * MAX_COLUMNS or tags > _MAX_TAGS:
                raise PlanFileError((f"{name}: {too_many()}",))


def _has_values_below(part: bytes) -> bool:
    """Whether a sheet's part holds a value below the last row that is read."""
    for match in _NUMBERED_ROW.finditer(part):
        if len(match.group(1)) > 7 or int(match.group(1)) > MAX_ROWS:
            return _VALUE.search(part, match.end()) is not None
    return False


def too_many(sheet: str = "a sheet") -> str:
    """The sentence about a sheet that is too large."""
    return f"{sheet} has more than {MAX_ROWS:,} rows x {MAX_COLUMNS} columns; delete the empty rows and columns"
