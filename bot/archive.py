"""The file of a backup: a zip with the database, the evidence files and a manifest that says what must be in it."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from bot.inputs import Refused

FORMAT = 1
MANIFEST = "manifest.json"
DATABASES = {"sqlite": "database.sqlite", "postgresql": "database.pgdump"}
CHUNK = 1024 * 1024
LARGEST_MANIFEST = 256 * 1024 * 1024
_EVIDENCE = re.compile(r"evidence/([0-9]{1,15})/([0-9a-f]{64})")


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: the version of its tables, their rows, the hash of every file. `gone` were unsent while
    it was made, `missing` were named by the database and not there or damaged."""

    made_at: str
    database: str
    revision: str
    tables: dict[str, int]
    files: dict[str, str] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    format: int = FORMAT

    @property
    def database_file(self) -> str:
        return DATABASES[self.database]

    @property
    def evidence(self) -> list[str]:
        return [name for name in self.files if name != self.database_file]


def evidence_name(organisation_id: int, sha256: str) -> str:
    """What an evidence file is called inside."""
    return f"evidence/{organisation_id}/{sha256}"


def put(archive: zipfile.ZipFile, name: str, source: Path) -> str:
    """Copy the database in; gives its hash."""
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    digest = hashlib.sha256()
    with source.open("rb") as file, archive.open(info, "w", force_zip64=True) as member:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            member.write(chunk)
    return digest.hexdigest()


def put_evidence(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Write an evidence file, which is at most some megabytes."""
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o600 << 16
    archive.writestr(info, content, zipfile.ZIP_STORED)  # photos are packed already


def put_manifest(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Write what the file must hold, at its end."""
    archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1), zipfile.ZIP_DEFLATED)


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """The manifest of a backup, held against what lies in the file. Raises Refused with a sentence."""
    try:
        if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
            raise ValueError
        found: dict[str, Any] = json.loads(archive.read(MANIFEST))
        if found["format"] != FORMAT:
            raise Refused(f"the backup has format {found['format']!s:.10}; this program reads {FORMAT}")
        manifest = Manifest(**found)
        names = archive.namelist()
        right = (
            manifest.database in DATABASES
            and sorted(names) == sorted({*manifest.files, MANIFEST})
            and manifest.database_file in manifest.files
            and all(_belongs(name, digest) for name, digest in manifest.files.items())
            and all(isinstance(count, int) for count in manifest.tables.values())
        )
    except (KeyError, TypeError, ValueError, AttributeError, zipfile.BadZipFile) as problem:
        if isinstance(problem, Refused):
            raise
        raise Refused("the file is no backup of this program, or is damaged: its manifest cannot be read") from None
    if not right:
        raise Refused("the backup is damaged: its manifest names other files than lie in it")
    return manifest


def _belongs(name: str, digest: Any) -> bool:
    """Whether a name is one that we write; evidence is named by its own hash."""
    if not isinstance(digest, str) or not re.fullmatch(r"[0-9a-f]{64}", digest):
        return False
    found = _EVIDENCE.fullmatch(name)
    return found[2] == digest if found else name in DATABASES.values()


def check_contents(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Read every file and hold it against its hash. Raises Refused with the first that differs."""
    for name, digest in manifest.files.items():
        try:
            with archive.open(name) as member:
                same = _hash_of(member) == digest
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
            same = False
        if not same:
            raise Refused(f"the backup is damaged: {name} is not what its manifest says")


def _hash_of(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def take(archive: zipfile.ZipFile, name: str, target: Path) -> None:
    """Copy a file out to a place that the caller chose; names inside the archive choose no place."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as member, target.open("wb") as file:
        while chunk := member.read(CHUNK):
            file.write(chunk)


def places(manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Every evidence file with the path that it has below the evidence folder."""
    for name in manifest.evidence:
        found = _EVIDENCE.fullmatch(name)
        assert found is not None  # read_manifest has looked
        yield name, f"{found[1]}/{found[2]}"
