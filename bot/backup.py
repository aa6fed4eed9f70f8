"""The commands backup and restore: database and evidence in one file, and back.

The database is copied first, then the files that this copy names. Evidence is named by its content and deleted only
after its message was unsent, so a file that vanished meanwhile is no fault; the copy knows it and says so.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import zipfile
from argparse import Namespace
from contextlib import closing
from pathlib import Path

from sqlalchemy import select, text

from bot import archive, schema, snapshot
from bot.archive import Manifest
from bot.inputs import Refused, writable
from bot.service import Clock
from bot.serving import say
from bot.settings import Settings
from models import evidence, heartbeats
from models.database import Database
from models.tables import EvidenceRow, Organisation


def backup(settings: Settings, args: Namespace) -> None:
    """Write one file with everything, while the service runs. It is whole or not there."""
    out = writable(args.out, ".zip")
    if out.exists():
        raise Refused(f"'{args.out}' exists already; a backup is never overwritten")
    with closing(Database(settings.database_url)) as db:
        revision = schema.current(db)
        if revision is None:
            raise Refused("there is nothing to back up: the database is empty")
        with tempfile.TemporaryDirectory(dir=out.absolute().parent, prefix=".backup-") as folder:
            partial = Path(folder) / "partial.zip"
            manifest = _write(db, settings.evidence_dir, partial, revision)
            _keep(partial, out, args.out)
        if revision == schema.newest():
            _note(db)
    if manifest.gone:
        say(f"{len(manifest.gone)} files were unsent while the backup was made and are not in it")
    for name in manifest.missing:
        sys.stderr.write(f"warning: {name} is named by the database, but is not there or damaged\n")
    rows = sum(manifest.tables.values())
    say(f"written: {args.out} ({rows} rows in {len(manifest.tables)} tables, {len(manifest.evidence)} files)")


def _write(db: Database, folder: Path, out: Path, revision: str) -> Manifest:
    copy = out.with_name("copy")
    kind = "sqlite" if db.is_sqlite else "postgresql"
    with snapshot.copied(db, copy) as connection, zipfile.ZipFile(out, "w") as file:
        manifest = Manifest(Clock.wall().isoformat(), kind, revision, snapshot.counts(connection))
        manifest.files[manifest.database_file] = archive.put(file, manifest.database_file, copy)
        for organisation_id, sha256 in snapshot.evidence_of(connection):
            name = archive.evidence_name(organisation_id, sha256)
            content = _content(evidence.place(folder, organisation_id, sha256))
            if hashlib.sha256(content).hexdigest() == sha256:
                archive.put_evidence(file, name, content)
                manifest.files[name] = sha256
            elif _counts_still(db, organisation_id, sha256):
                manifest.missing.append(name)
            else:
                manifest.gone.append(name)
        archive.put_manifest(file, manifest)
    with zipfile.ZipFile(out) as file:  # a backup that cannot be read is none
        archive.check_contents(file, archive.read_manifest(file))
    return manifest


def _content(path: Path) -> bytes:
    """What a file holds; nothing when it is not there (any more)."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def _counts_still(db: Database, organisation_id: int, sha256: str) -> bool:
    """Whether a file should be there by now: not when its message was unsent meanwhile."""
    live = select(EvidenceRow.id).where(
        EvidenceRow.organisation_id == organisation_id,
        EvidenceRow.sha256 == sha256,
        EvidenceRow.state.in_(("stored", "same")),
    )
    with db.read() as session:
        return session.scalar(live.limit(1)) is not None


def _keep(partial: Path, out: Path, name: str) -> None:
    """Give the finished file its name, flushed to the disk; never in the place of another."""
    partial.chmod(0o600)  # it holds what people answered
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    if out.exists():
        raise Refused(f"'{name}' exists already; a backup is never overwritten")
    os.rename(partial, out)


def _note(db: Database) -> None:
    """So that `doctor` knows how old the newest backup is."""
    with db.write() as session:
        for organisation_id in session.scalars(select(Organisation.id)):
            heartbeats.beat(session, organisation_id, heartbeats.BACKUP, Clock.wall())


# --- Back


def restore(settings: Settings, args: Namespace) -> None:
    """Bring a backup into an empty installation. Everything is checked before anything is written."""
    try:
        file = zipfile.ZipFile(args.file)
    except zipfile.BadZipFile:
        raise Refused(f"'{args.file}' is no backup of this program, or is damaged") from None
    with file, closing(Database(settings.database_url)) as db:
        manifest = archive.read_manifest(file)
        older = _check_fits(db, manifest, settings.evidence_dir)
        archive.check_contents(file, manifest)
        with tempfile.TemporaryDirectory(dir=_beside(db, settings), prefix=".restore-") as folder:
            _unpack(file, manifest, Path(folder))
            _put_in_place(db, Path(folder), settings.evidence_dir)
        waiting = _check_rows(db, manifest)
    rows = sum(manifest.tables.values())
    say(f"restored the backup of {manifest.made_at}: {rows} rows, {len(manifest.evidence)} files")
    for name in manifest.missing:
        sys.stderr.write(f"warning: {name} was missing when the backup was made\n")
    if older:
        say(f"it is of version {manifest.revision}, older than this program; run: python -m bot migrate")
    if waiting:
        say(f"{waiting} messages waited to be sent when the backup was made; the service will send them")


def _check_fits(db: Database, manifest: Manifest, folder: Path) -> bool:
    """Refuse what cannot be restored here; gives whether the backup is older than this program."""
    if (manifest.database == "sqlite") != db.is_sqlite:
        raise Refused(f"the backup is of {manifest.database}; set DATABASE_URL to a database of that kind")
    if manifest.revision not in schema.known():
        raise Refused(f"the backup is of version {manifest.revision}, newer than this program; install the newer one")
    if not snapshot.is_empty(db):
        raise Refused("the database is not empty; a backup is only restored into an empty one")
    if folder.is_dir() and any(folder.iterdir()):
        raise Refused(f"the evidence folder {folder} is not empty; a backup is only restored into an empty one")
    return manifest.revision != schema.newest()


def _beside(db: Database, settings: Settings) -> Path:
    """Where to unpack: on the disk of the evidence, so that a folder can be renamed into its place."""
    if db.is_sqlite:
        snapshot.sqlite_file(db).parent.mkdir(parents=True, exist_ok=True)
    settings.evidence_dir.parent.mkdir(parents=True, exist_ok=True)
    return settings.evidence_dir.parent


def _unpack(file: zipfile.ZipFile, manifest: Manifest, folder: Path) -> None:
    archive.take(file, manifest.database_file, folder / "database")
    if manifest.database == "sqlite":
        snapshot.check_sqlite(folder / "database")
    for name, path in archive.places(manifest):
        archive.take(file, name, folder / "evidence" / path)


def _put_in_place(db: Database, folder: Path, evidence_dir: Path) -> None:
    """The files first: a restore that ends between them is seen, and can be begun again from the start."""
    files = folder / "evidence"
    files.mkdir(exist_ok=True)
    if evidence_dir.is_dir():
        evidence_dir.rmdir()  # it is empty, see _check_fits
    os.rename(files, evidence_dir)
    try:
        snapshot.bring_back(db, folder / "database")
    except BaseException:
        os.rename(evidence_dir, files)
        raise


def _check_rows(db: Database, manifest: Manifest) -> int:
    """Refuse when rows are missing; gives how many messages wait to be sent."""
    with db.engine.connect() as connection:
        found = snapshot.counts(connection)
        waiting = connection.scalar(text("select count(*) from outgoing where state = 'pending'"))
    if found != manifest.tables:
        wrong = next(name for name in {**found, **manifest.tables} if found.get(name) != manifest.tables.get(name))
        raise Refused(f"the restored database is not the backed up one: the rows of {wrong} differ; do not use it")
    return int(waiting or 0)
