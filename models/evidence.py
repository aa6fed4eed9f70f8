"""Evidence files on disk: named by their content, their type checked by what is inside.

A file lies at <folder>/<organisation>/<sha256>; the same content is kept once. JPEG, PNG, PDF, DOCX and XLSX up
to 20 MB are kept (DESIGN.md section 8, "Evidence").
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Literal

import filetype

MOST_BYTES = 20 * 1024 * 1024
KEPT_TYPES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}
LINK_TYPE, LONGEST_LINK = "text/uri-list", 1000  # a link is evidence too; LINE opens addresses up to this length
SUFFIXES = frozenset({*KEPT_TYPES.values(), ".jpeg"})


Refused = Literal["other", "old_office", "picture", "empty", "damaged"]
_OLD_OFFICE = frozenset((".doc", ".xls"))
_OTHER_PICTURES = frozenset((".gif", ".heic", ".heif", ".webp", ".bmp", ".tif", ".tiff"))
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # how the old Office files begin


class WrongKind(ValueError):
    """The content is none of the types that are kept; `why` says what it is instead."""

    def __init__(self, problem: str, why: Refused = "other") -> None:
        super().__init__(problem)
        self.why: Refused = why


def refused_name(name: str) -> Refused | None:
    """Why a file of that name cannot be kept; None when its name says nothing against it."""
    suffix = PurePath(name).suffix.lower()
    if suffix in SUFFIXES:
        return None
    return "old_office" if suffix in _OLD_OFFICE else "picture" if suffix in _OTHER_PICTURES else "other"


def _refused_content(start: bytes, mime: str) -> Refused:
    if not start:
        return "empty"
    if start.startswith(_OLE):
        return "old_office"
    return "picture" if mime.startswith("image/") else "other" if mime else "damaged"


class TooBig(ValueError):
    """The content is larger than what is kept."""


@dataclass(frozen=True)
class StoredFile:
    """A file that is on disk: its hash, type and size in bytes."""

    sha256: str
    content_type: str
    size: int


def place(folder: Path, organisation_id: int, sha256: str) -> Path:
    """Where a file of that hash lies."""
    return folder / str(organisation_id) / sha256


def store(folder: Path, organisation_id: int, chunks: Iterable[bytes]) -> StoredFile:
    """Write content to its place, flushed to disk, and say what it is.

    Nothing is left behind when the content is refused (TooBig, WrongKind) or the writing fails (OSError).
    """
    target = folder / str(organisation_id)
    target.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    handle, name = tempfile.mkstemp(dir=target, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > MOST_BYTES:
                    raise TooBig(f"larger than {MOST_BYTES} bytes")
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        kind = filetype.guess(name)
        if kind is None or kind.mime not in KEPT_TYPES:
            mime = kind.mime if kind else ""
            raise WrongKind(mime or "unknown type", _refused_content(Path(name).read_bytes()[: len(_OLE)], mime))
        os.replace(name, target / digest.hexdigest())
        return StoredFile(digest.hexdigest(), kind.mime, size)
    finally:
        Path(name).unlink(missing_ok=True)
