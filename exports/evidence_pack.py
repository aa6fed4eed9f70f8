"""The evidence pack of a round: every file under a readable name, an index with small photos, and the hashes.

A file lies at its place `มาตรการที่ 01/ต.ค. 69 กองช่าง 01.jpg`; one that several answers hold lies at each of them, so
that who opens a folder finds all of it there. Who sent it stands nowhere (exports/unnamed.py): a file's own name is
not used, and because taking metadata out changes the bytes the index tells both hashes, of what was sent and of what
lies in the pack. What is lost or damaged is listed as such. The same dossier gives the same bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from exports import evidence_index
from exports.dossier import Dossier, PaperRefused
from exports.files import whole_file
from exports.pictures import small
from exports.report_value import EvidenceLine, Report
from exports.texts import clean
from exports.unnamed import NotCleaned, without_names
from models.calendar import BANGKOK, Month
from models.evidence import KEPT_TYPES
from models.thai import arabic_digits, short_month

INDEX, SUMS = "สารบัญหลักฐาน.xlsx", "SHA256SUMS.txt"
NO_EVIDENCE = "รอบนี้ยังไม่มีหลักฐานค่ะ เมื่อกองส่งรูป ไฟล์ หรือลิงก์แล้ว ขอชุดหลักฐานใหม่ได้"
LOST = "ไม่พบไฟล์ในระบบ (ผู้ส่งอาจยกเลิกการส่ง)"
DAMAGED = "ไฟล์ในระบบไม่ตรงกับที่ส่งไว้ จึงไม่ได้ใส่ในชุดนี้"
AS_SENT = "คงไว้ตามที่ส่งทุกประการ"
_SHA = re.compile(r"[0-9a-f]{64}")
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]')
_LONGEST_NAME = 120  # bytes of a division's name in a file's name: some systems take 255 for the whole


def write(dossier: Dossier, path: Path) -> None:
    """Write the pack (.zip), whole or not at all; one file is in memory at a time.

    Raises PaperRefused when the round has no evidence, OSError when the folder cannot be written to.
    """
    report = dossier.report
    if not report.evidence:
        raise PaperRefused(NO_EVIDENCE)
    titles = {one.code: one.fields["order+title"] for one in report.cells}
    sums: list[tuple[str, str]] = []
    lines = []
    at = _time_of(report)
    with whole_file(path) as file, ZipFile(file, "w") as pack:
        for line, name in zip(report.evidence, names(report), strict=True):
            indexed, content = _packed(line, name, titles.get(line.measure, line.measure), dossier)
            if content:
                pack.writestr(_member(name, at, ZIP_STORED), content)
                sums.append((indexed.sha256, name))
            lines.append(indexed)
        index = evidence_index.made(report, dossier.standing, lines)
        pack.writestr(_member(INDEX, at, ZIP_STORED), index)
        sums.append((hashlib.sha256(index).hexdigest(), INDEX))
        listed = "".join(f"{sha256}  {name}\n" for sha256, name in sums)
        pack.writestr(_member(SUMS, at, ZIP_DEFLATED), listed.encode())


def _packed(line: EvidenceLine, name: str, measure: str, dossier: Dossier) -> tuple[evidence_index.Line, bytes]:
    """The line of the index, and the content that goes into the pack: none for a link, or a file that is lost."""
    shown = evidence_index.Line(
        measure=measure,
        division=line.division,
        month=short_month(Month.parse(line.month)),
        kind=_KINDS.get(line.content_type, "ไฟล์"),
    )
    if line.url:
        return replace(shown, kind="ลิงก์", where=line.url), b""
    shown = replace(shown, original=line.sha256)
    content = _read(dossier.evidence, line.sha256)
    if content is None:
        return replace(shown, remark=LOST), b""
    if hashlib.sha256(content).hexdigest() != line.sha256:
        return replace(shown, remark=DAMAGED), b""
    remark = ""
    picture = small(content) if line.content_type.startswith("image/") else None
    try:
        content = without_names(content, line.content_type)
    except NotCleaned:
        remark = AS_SENT
    sha256 = hashlib.sha256(content).hexdigest()
    indexed = replace(shown, where=name, size=len(content), sha256=sha256, remark=remark, picture=picture)
    return indexed, content


_KINDS = {
    "image/jpeg": "รูป",
    "image/png": "รูป",
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
}


def _read(folder: Path, sha256: str) -> bytes | None:
    """A file by its hash (never more than 20 MB), or None when it is not there."""
    if not _SHA.fullmatch(sha256):
        return None
    try:
        return (folder / sha256).read_bytes()
    except FileNotFoundError:
        return None


# --- Names ---------------------------------------------------------------------------------------------------


def names(report: Report) -> Iterator[str]:
    """A path in the pack for each line of evidence (a link has none): legal on Windows and phones, no two alike."""
    digits = max(2, len(str(max(line.order for line in report.evidence))))
    numbers: Counter[str] = Counter()
    for line in report.evidence:
        if line.url:
            yield ""
            continue
        month = arabic_digits(short_month(Month.parse(line.month)))
        stem = f"มาตรการที่ {line.order:0{digits}d}/{month} {_legal(line.division)}"
        numbers[stem.casefold()] += 1
        yield f"{stem} {numbers[stem.casefold()]:02d}{KEPT_TYPES.get(line.content_type, '.bin')}"


def _legal(name: str) -> str:
    """A division's name as part of a file's name."""
    name = " ".join(_NOT_IN_NAMES.sub(" ", clean(name)).split()).strip(". ")
    name = name.encode()[:_LONGEST_NAME].decode(errors="ignore").strip(". ")
    return name or "กอง"


# --- The same bytes for the same pack ------------------------------------------------------------------------


def _time_of(report: Report) -> datetime:
    return datetime.fromisoformat(report.made_at).astimezone(BANGKOK)


def _member(name: str, at: datetime, compression: int) -> ZipInfo:
    info = ZipInfo(name, (max(at.year, 1980), at.month, at.day, at.hour, at.minute, 0))
    info.compress_type = compression
    info.external_attr = 0o644 << 16
    return info
