"""Backup and restore: made while somebody writes, brought into an empty place, compared row by row, file by file."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import MetaData, select

from bot import schema, snapshot
from bot.__main__ import main
from models import evidence, heartbeats
from models.database import Database
from models.keeping_tables import Heartbeat
from models.tables import EvidenceRow, Person
from tests import cast
from tests.conftest import ON_POSTGRES
from tests.postgres import Server

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


@dataclass
class Hands:
    """What an installation is worked with."""

    folder: Path
    patch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]


class Place:
    """An installation: a data folder and a database."""

    def __init__(self, hands: Hands, name: str, url: str = "") -> None:
        self.hands = hands
        self.folder = hands.folder / name
        self.folder.mkdir(exist_ok=True)
        self.url = url or f"sqlite:///{self.folder / 'bot.db'}"

    def run(self, *arguments: str | Path) -> tuple[int, str, str]:
        self.hands.patch.setenv("DATA_DIR", str(self.folder))
        self.hands.patch.setenv("DATABASE_URL", self.url.replace("+psycopg", ""))
        try:
            status = main([str(a) for a in arguments])
        except SystemExit as ending:
            status = int(str(ending.code))
        out, err = self.hands.capsys.readouterr()
        return status, out, "\n".join(x for x in err.splitlines() if not x.startswith("{"))

    def done(self, *arguments: str | Path) -> str:
        status, out, err = self.run(*arguments)
        assert status == 0, err
        return out

    def refused(self, *arguments: str | Path) -> str:
        before = self.files()
        status, out, err = self.run(*arguments)
        assert (status, out) == (2, ""), err
        assert self.files() == before
        assert len(err.strip().splitlines()) == 1
        return err

    @contextmanager
    def opened(self) -> Iterator[Database]:
        with closing(Database(self.url)) as db:
            yield db

    def fill(self, files: int = 3) -> list[str]:
        """The cast, and evidence on the disk; gives the hashes."""
        with self.opened() as db:
            schema.ensure(db)
            with db.write() as session:
                organisation = cast.publish(session)
                person = cast.join(session, organisation, "สมชาย", "reporter", "กองช่าง")
                return [self.evidence(session, person, n) for n in range(files)]

    def evidence(self, session, person: Person, number: int) -> str:
        stored = evidence.store(self.folder / "evidence", 1, [PNG + str(number).encode()])
        row = EvidenceRow(organisation_id=1, person_id=person.id, message_id=f"m{number}", name="", state="stored")
        row.sha256, row.sent_at, row.attached = stored.sha256, cast.START, True
        session.add(row)
        return stored.sha256

    def fill_hashes(self) -> list[str]:
        """The hashes of the files that it was filled with."""
        with self.opened() as db, db.read() as session:
            return [str(sha) for sha in session.scalars(select(EvidenceRow.sha256).order_by(EvidenceRow.id))]

    def rows(self) -> dict[str, list[str]]:
        """Every row of every table, as text."""
        with self.opened() as db, db.engine.connect() as connection:
            metadata = MetaData()
            metadata.reflect(connection)
            found = {
                table.name: sorted(str(list(row)) for row in connection.execute(select(table)))
                for table in metadata.sorted_tables
            }
            return found | {"heartbeat": []}  # written when the backup is done

    def files(self) -> dict[str, str]:
        return {
            str(path.relative_to(self.folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted((self.folder / "evidence").rglob("*"))
            if path.is_file()
        }


@pytest.fixture
def hands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Hands:
    for name in ("LINE_CHANNEL_SECRET", "LINE_CHANNEL_ACCESS_TOKEN", "PUBLIC_URL", "SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LINE_API_URL", "http://127.0.0.1:1")
    monkeypatch.chdir(tmp_path)
    return Hands(tmp_path, monkeypatch, capsys)


@pytest.fixture(params=["sqlite", ON_POSTGRES])
def places(request: pytest.FixtureRequest, hands: Hands) -> tuple[Place, Place]:
    """Two installations, of which the second is empty."""
    if request.param == "sqlite":
        return Place(hands, "here"), Place(hands, "there")
    server: Server = request.getfixturevalue("server")
    return Place(hands, "here", server.url(server.create())), Place(hands, "there", server.url(server.create()))


def test_everything_comes_back(places: tuple[Place, Place]) -> None:
    here, there = places
    here.fill()
    file = here.folder / "b.zip"
    assert "3 files" in here.done("backup", file)
    assert file.stat().st_mode & 0o077 == 0
    assert "restored" in there.done("restore", file)
    assert there.rows() == here.rows()
    assert there.files() == here.files()
    assert len(there.files()) == 3
    assert "nothing changed" in there.done("plan", "import", _plan(there))
    assert "code " in there.done("invite", "--role", "secretary")  # ids go on where they were


def test_a_backup_is_consistent_while_somebody_writes(places: tuple[Place, Place]) -> None:
    """A writer adds two rows at a time: a backup never holds one without the other, nor a row without its file."""
    here, there = places
    here.fill()
    stop = threading.Event()
    written: list[list[str]] = []
    with here.opened() as db:

        def write() -> None:
            while not stop.is_set():
                number = 100 + len(written) * 2
                with db.write() as session:
                    person = session.get_one(Person, 1)
                    written.append([here.evidence(session, person, n) for n in (number, number + 1)])
                time.sleep(0.001)

        writer = threading.Thread(target=write)
        writer.start()
        while len(written) < 5:
            time.sleep(0.01)
        here.done("backup", here.folder / "b.zip")
        stop.set()
        writer.join()
    there.done("restore", here.folder / "b.zip")
    ids = {row.split("'m")[1].split("'")[0] for row in there.rows()["evidence"]}
    assert len([i for i in ids if int(i) >= 100]) % 2 == 0
    assert len(ids) >= 3 + 8
    assert len(there.files()) == len(ids)
    assert set(there.rows()["evidence"]) <= set(here.rows()["evidence"])


def test_the_age_of_the_newest_backup_is_known(places: tuple[Place, Place]) -> None:
    here, _ = places
    here.fill()
    here.done("backup", here.folder / "b.zip")
    with here.opened() as db, db.read() as session:
        assert session.get(Heartbeat, (1, heartbeats.BACKUP)) is not None


def test_a_restore_into_something_is_refused_and_changes_nothing(places: tuple[Place, Place]) -> None:
    here, there = places
    here.fill()
    file = here.folder / "b.zip"
    here.done("backup", file)
    assert "database is not empty" in here.refused("restore", file)
    (there.folder / "evidence" / "1").mkdir(parents=True)
    assert "evidence folder" in there.refused("restore", file)
    with there.opened() as db:
        assert snapshot.is_empty(db)


# --- On SQLite alone


@pytest.fixture
def here(hands: Hands) -> Place:
    place = Place(hands, "here")
    place.fill()
    return place


@pytest.fixture
def there(hands: Hands) -> Place:
    return Place(hands, "there")


def _plan(place: Place) -> Path:
    from models.plan import plan_to_json

    path = place.folder / "plan.json"
    path.write_text(json.dumps({"schema_version": 1} | plan_to_json(cast.PLAN)), encoding="utf-8")
    return path


def test_the_restored_database_is_in_wal_and_works(here: Place, there: Place) -> None:
    here.done("backup", here.folder / "b.zip")
    there.done("restore", here.folder / "b.zip")
    with closing(sqlite3.connect(there.folder / "bot.db")) as connection:
        assert connection.execute("pragma journal_mode").fetchone() == ("wal",)
    assert "code " in there.done("invite", "--role", "secretary")


def test_a_file_that_was_unsent_meanwhile_is_said_and_one_that_is_lost_is_warned_of(
    here: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, _ = here.fill_hashes()
    original = snapshot.evidence_of

    def unsent_now(connection):  # between the copy of the database and the copying of files
        found = original(connection)
        with here.opened() as db, db.write() as session:
            row = session.scalars(select(EvidenceRow).where(EvidenceRow.sha256 == first)).one()
            row.state, row.sha256 = "unsent", None
        for gone in (first, second):
            evidence.place(here.folder / "evidence", 1, gone).unlink()
        return found

    monkeypatch.setattr(snapshot, "evidence_of", unsent_now)
    status, out, err = here.run("backup", here.folder / "b.zip")
    assert (status, "1 files were unsent" in out, "1 files)" in out) == (0, True, True)
    assert second in err
    assert first not in err


def test_a_damaged_evidence_file_is_warned_of(here: Place) -> None:
    first = here.fill_hashes()[0]
    evidence.place(here.folder / "evidence", 1, first).write_bytes(b"rotten")
    status, _, err = here.run("backup", here.folder / "b.zip")
    assert (status, first in err) == (0, True)


def test_a_backup_is_never_overwritten_and_never_half(here: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    file = here.folder / "b.zip"
    here.done("backup", file)
    before = file.read_bytes()
    assert "exists already" in here.refused("backup", file)
    assert file.read_bytes() == before
    assert "must end in .zip" in here.refused("backup", here.folder / "b.tar")
    with monkeypatch.context() as patch:
        patch.setattr(zipfile.ZipFile, "writestr", _full_disk)
        status, _, err = here.run("backup", here.folder / "c.zip")
    assert (status, "No space" in err) == (2, True)
    assert sorted(p.name for p in here.folder.iterdir() if "zip" in p.name or p.name.startswith(".")) == ["b.zip"]


def _full_disk(*_args, **_more) -> None:
    raise OSError(28, "No space left on device")


def test_an_empty_database_has_nothing_to_back_up(there: Place) -> None:
    assert "nothing to back up" in there.refused("backup", there.folder / "b.zip")


def test_an_older_backup_says_to_migrate(here: Place, there: Place) -> None:
    from alembic import command

    with here.opened() as db, db.engine.connect() as connection:
        connection.exec_driver_sql("commit")
        connection.exec_driver_sql("pragma foreign_keys=off")
        connection.exec_driver_sql("begin")
        command.downgrade(schema._config(connection), "0006")
        connection.commit()
    here.done("backup", here.folder / "b.zip")  # that is when a backup is wanted
    assert "python -m bot migrate" in there.done("restore", here.folder / "b.zip")
    there.done("migrate")
    assert there.rows()["evidence"] == here.rows()["evidence"]


def test_a_newer_backup_or_of_another_kind_is_refused(here: Place, there: Place) -> None:
    here.done("backup", here.folder / "b.zip")
    for change, sentence in (({"revision": "9999"}, "newer"), ({"format": 2}, "format")):
        file = _changed(here.folder / "b.zip", manifest=change)
        assert sentence in there.refused("restore", file)
    file = _changed(here.folder / "b.zip", manifest={"database": "postgresql"}, rename="database.pgdump")
    assert "postgresql" in there.refused("restore", file)


@pytest.mark.parametrize("evil", ["../evil", "/tmp/evil", "evidence/../../evil", "evidence/1/x", "secret_key"])
def test_a_name_that_leads_out_of_the_folder_is_refused(here: Place, there: Place, evil: str) -> None:
    here.done("backup", here.folder / "b.zip")
    file = _changed(here.folder / "b.zip", add={evil: b"x"})
    assert "damaged" in there.refused("restore", file)
    assert [p.name for p in there.folder.iterdir()] == ["secret_key"]
    assert not list(there.folder.parent.glob("evil"))


def test_what_is_damaged_is_refused(here: Place, there: Place) -> None:
    here.done("backup", here.folder / "b.zip")
    whole = (here.folder / "b.zip").read_bytes()
    broken = here.folder / "broken.zip"
    for at in (len(whole) // 4, len(whole) // 2, 3 * len(whole) // 4):
        broken.write_bytes(whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1 :])
        status, out, err = there.run("restore", broken)
        assert (status, out, "damaged" in err) == (2, "", True)
    broken.write_bytes(whole[: len(whole) // 2])
    assert "no backup" in there.refused("restore", broken)
    swapped = _changed(here.folder / "b.zip", contents={"database.sqlite": b"not a database"}, rehash=True)
    assert "damaged" in there.refused("restore", swapped)
    assert "nothing.zip" in there.refused("restore", "nothing.zip")


def _changed(file: Path, *, manifest=None, add=None, contents=None, rename="", rehash=False) -> Path:
    """A backup with something in it changed, as an enemy would."""
    target = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(target, "w") as new:
        held = {name: old.read(name) for name in old.namelist()} | (contents or {}) | (add or {})
        said = json.loads(held.pop("manifest.json")) | (manifest or {})
        if rename:
            held[rename] = held.pop("database.sqlite")
            said["files"][rename] = said["files"].pop("database.sqlite")
        for name in add or {}:
            said["files"][name] = hashlib.sha256(held[name]).hexdigest()
        if rehash:
            said["files"] = {name: hashlib.sha256(held[name]).hexdigest() for name in held}
        for name, content in held.items():
            new.writestr(name, content)
        new.writestr("manifest.json", json.dumps(said))
    return target
