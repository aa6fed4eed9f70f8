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
from pathlib import Path

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


class WrongKind(ValueError):
    """The content is none of the types that are kept."""


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
            raise WrongKind(kind.mime if kind else "unknown type")
        os.replace(name, target / digest.hexdigest())
        return StoredFile(digest.hexdigest(), kind.mime, size)
    finally:
        Path(name).unlink(missing_ok=True)
