"""Takes what may name a person, a place or a device out of a file of evidence, and leaves what it shows as it was.

Photos are not compressed again: only their parts of metadata are left out (EXIF with GPS, XMP, comments, previews);
how a photo is turned is kept. Of Word and Excel files the properties and the names of comments and of tracked changes
are emptied, and the folders of a computer that they point to; of PDF files see exports/unnamed_pdf.py. What is
signed is left alone: a signature is worth more than an empty field.
"""

from __future__ import annotations

import re
import struct
import zlib
from contextlib import suppress
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from exports import unnamed_pdf
from exports.pictures import turned

_KEPT_APPS = (b"JFIF\0", b"ICC_PROFILE\0", b"Adobe\0")  # how colours are meant
_KEPT_CHUNKS = frozenset({b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs", b"hIST"})
_MOST_UNPACKED = 200 * 2**20
_MOST_MEMBERS = 5_000
_FIXED = (1980, 1, 1, 0, 0, 0)


class NotCleaned(ValueError):
    """The file is built in a way that nothing can be taken out of it safely."""


# What readers of a damaged file run into; a ValueError is a zip that points before its beginning.
_BROKEN = (
    BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError,
    LookupError, ValueError, struct.error,
)  # fmt: skip


def without_names(content: bytes, content_type: str) -> bytes:
    """The content without what names somebody. Raises NotCleaned when it must stay as it was sent."""
    with suppress(*_BROKEN):
        match content_type:
            case "image/jpeg":
                return _jpeg(content)
            case "image/png":
                return _png(content)
            case "application/pdf":
                return unnamed_pdf.without_names(content, lambda photo: without_names(photo, "image/jpeg"))
            case _ if "officedocument" in content_type:
                return _office(content)
    raise NotCleaned(content_type)


# --- Photos --------------------------------------------------------------------------------------------------


def _jpeg(content: bytes) -> bytes:
    """Segment by segment up to the end of the picture; what hangs behind it (a film, another picture) is left out."""
    if content[:2] != b"\xff\xd8":
        raise NotCleaned("jpeg")
    made = [b"\xff\xd8"]
    if (turn := turned(content)) > 1:
        made.append(_exif_of(turn))
    at = 2
    while True:
        while content[at] == 0xFF and content[at + 1] == 0xFF:  # padding
            at += 1
        if content[at] != 0xFF:
            raise NotCleaned("jpeg")
        marker = content[at + 1]
        if marker == 0xD9:
            return b"".join([*made, b"\xff\xd9"])
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if end > len(content) or end < at + 4:
            raise NotCleaned("jpeg")
        if marker == 0xDA:
            end = _end_of_scan(content, end)
        if end == len(content):  # it breaks off: shown as far as it goes
            return b"".join([*made, content[at:end], b"\xff\xd9"])
        is_app = 0xE0 <= marker <= 0xEF
        if marker != 0xFE and (not is_app or content[at + 4 :].startswith(_KEPT_APPS, 0, 12)):
            made.append(content[at:end])
        at = end


_MARKER = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the compressed picture ends: the next marker that is neither stuffing nor a restart."""
    found = _MARKER.search(content, at)
    return found.end() - 2 if found else len(content)


def _exif_of(turn: int) -> bytes:
    """EXIF that says how the photo is turned, and nothing else."""
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, turn, 0)
    body = b"Exif\0\0" + b"II*\0" + struct.pack("<IH", 8, 1) + entry + struct.pack("<I", 0)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(content: bytes) -> bytes:
    if content[:8] != b"\x89PNG\r\n\x1a\n":
        raise NotCleaned("png")
    made, at = [content[:8]], 8
    while True:
        (length,) = struct.unpack(">I", content[at : at + 4])
        kind, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content):
            raise NotCleaned("png")
        if kind[:1].isupper() or kind in _KEPT_CHUNKS:  # without the first ones a PNG cannot be read
            made.append(content[at:end])
        if kind == b"IEND":
            return b"".join(made)
        at = end


# --- Word and Excel ------------------------------------------------------------------------------------------

_NAMES = re.compile(
    rb"<((?:dc|cp):(?:creator|lastModifiedBy|title|subject|keywords|description|category)|Manager|Company)"
    rb"(\s[^>]{0,500})?>[^<]*</\1>"
)
_AUTHORS = re.compile(rb"(\bw(?:15)?:(?:author|initials|userId)=)(\"[^\"]{0,4000}\"|'[^']{0,4000}')")
_COMMENTATORS = re.compile(rb"<author(\s[^>]{0,500})?>[^<]{0,4000}</author>")
_NOTES = re.compile(rb"<comment\b[^>]{0,500}\bauthorId=[\"'](\d{1,6})[\"'].*?</comment>", re.DOTALL)
_AUTHOR = re.compile(rb"<author(?:\s[^>]{0,500})?(?:/>|>([^<]{0,4000})</author>)")
_FIRST_TEXT = rb"\A((?:(?!<t[\s>]).)*<t(?:\s[^>]{0,500})?>)\s*%s\s*(?::|(?=</t>))"
# Where a workbook was last saved, and by whom.
_PATHS = re.compile(rb"(\b(?:url|userName)=)(\"[^\"]{0,4000}\"|'[^']{0,4000}')")
_PERSONS = re.compile(rb"(\b(?:displayName|userId)=)(\"[^\"]{0,4000}\"|'[^']{0,4000}')")
# A template or another workbook on somebody's computer: file:///C:\\Users\\…\\Normal.dotm keeps its last name.
_FOLDERS = re.compile(
    rb"(\bTarget=)([\"'])(?:file:|[A-Za-z]:|\\\\|/(?:Users|home)/)[^\"']{0,4000}?([^\"'/\\]{0,300})\2"
)
_NO_PROPERTIES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
)


def _office(content: bytes) -> bytes:
    """The same members with the names emptied, and the photos in them cleaned as photos."""
    with ZipFile(BytesIO(content)) as old:
        members = old.infolist()
        if len(members) > _MOST_MEMBERS or sum(m.file_size for m in members) > _MOST_UNPACKED:
            raise NotCleaned("office")
        if any(m.filename.startswith("_xmlsignatures/") for m in members):
            raise NotCleaned("office")
        made = BytesIO()
        with ZipFile(made, "w", ZIP_DEFLATED) as new:
            for member in members:
                new.writestr(_member(member.filename), _part(member.filename, old.read(member)))
    return made.getvalue()


def _member(name: str) -> ZipInfo:
    info = ZipInfo(name, _FIXED)
    info.compress_type = ZIP_DEFLATED
    return info


def _part(name: str, body: bytes) -> bytes:
    if name in ("docProps/core.xml", "docProps/app.xml"):
        return _NAMES.sub(rb"<\1\2></\1>", body)
    if name == "docProps/custom.xml":
        return _NO_PROPERTIES
    if name.startswith("word/") and name.endswith(".xml"):
        return _AUTHORS.sub(rb'\1""', body)
    if re.fullmatch(r"xl/(?:comments\d*|comments/comment\d*)\.xml", name):
        return _COMMENTATORS.sub(rb"<author\1></author>", _notes(body))
    if name == "xl/workbook.xml":
        return _PATHS.sub(rb'\1""', body)
    if name.endswith(".rels"):
        return _FOLDERS.sub(rb"\1\2\3\2", body)
    if name.startswith("xl/persons/"):
        return _PERSONS.sub(rb'\1""', body)
    kinds = {".jpeg": "image/jpeg", ".jpg": "image/jpeg", ".png": "image/png"}
    kind = next((kind for ending, kind in kinds.items() if name.lower().endswith(ending)), "")
    if kind:
        try:
            return without_names(body, kind)
        except NotCleaned:
            return body
    return body


def _notes(body: bytes) -> bytes:
    """The notes of a sheet without the name of their author before the text, as Excel begins each."""
    authors = [(found[1] or b"").strip() for found in _AUTHOR.finditer(body)]

    def unnamed(note: re.Match[bytes]) -> bytes:
        name = authors[int(note[1])] if int(note[1]) < len(authors) else b""
        return re.sub(_FIRST_TEXT % re.escape(name), rb"\1", note[0], flags=re.DOTALL) if name else note[0]

    return _NOTES.sub(unnamed, body)
