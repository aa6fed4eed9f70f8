"""Evidence: fetched at once, kept once by its content, its type checked by what is inside."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from handlers.wording_evidence import NOT_LOOKED_AT
from models import evidence
from models.say import as_text
from models.tables import EvidenceRow, Organisation
from scheduler.fetching import Fetched, fetch_next
from tests import cast
from tests.desk import FakeDesk

NOW = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 64
PDF = b"%PDF-1.7\n" + b"x" * 64


class FakeContent:
    """LINE's content: answers as told, and counts how often it was asked."""

    def __init__(self, *answers: Fetched) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def fetch(self, message_id: str) -> Fetched:
        self.asked.append(message_id)
        return self.answers.pop(0)


def fetch_all(desk: FakeDesk, folder: Path, content: FakeContent, now: datetime = NOW) -> None:
    while fetch_next(desk.db, desk.organisation_id, folder, content.fetch, now):
        pass


def rows(desk: FakeDesk) -> list[tuple[str, str | None, str | None]]:
    with desk.db.read() as session:
        found = session.execute(
            select(EvidenceRow.state, EvidenceRow.content_type, EvidenceRow.sha256).order_by(EvidenceRow.id)
        )
        return [(a, b, c) for a, b, c in found]


@pytest.mark.parametrize(("content", "kind"), [(PNG, "image/png"), (JPEG, "image/jpeg"), (PDF, "application/pdf")])
def test_what_is_kept_lies_under_its_own_hash(tmp_path: Path, content: bytes, kind: str) -> None:
    stored = evidence.store(tmp_path, 1, [content[:10], content[10:]])
    assert stored == evidence.StoredFile(hashlib.sha256(content).hexdigest(), kind, len(content))
    assert evidence.place(tmp_path, 1, stored.sha256).read_bytes() == content


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"no PDF at all", "damaged"),
        (b"GIF89a" + b"\x00" * 32, "picture"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600, "old_office"),
        (b"MZ\x90\x00 a program", "other"),
    ],
)
def test_a_refusal_says_what_is_wrong_with_this_file(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(evidence.WrongKind) as refused:
        evidence.store(tmp_path, 1, [content])
    assert refused.value.why == why


@pytest.mark.parametrize(
    ("name", "why"), [("old.doc", "old_office"), ("a.GIF", "picture"), ("ไวรัส.exe", "other"), ("แผน.pdf", None)]
)
def test_a_name_says_why_a_file_is_refused(name: str, why: str | None) -> None:
    assert evidence.refused_name(name) == why


@pytest.mark.parametrize(
    "content", [b"", b"MZ\x90\x00 a program", b"<html></html>", b"GIF89a" + b"\x00" * 32, b"PK\x03\x04"]
)
def test_other_types_are_refused_and_leave_nothing(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(evidence.WrongKind):
        evidence.store(tmp_path, 1, [content])
    assert list((tmp_path / "1").iterdir()) == []


def test_what_is_too_big_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(evidence.TooBig):
        evidence.store(tmp_path, 1, (b"\x00" * 1024 * 1024 for _ in range(21)))
    assert list((tmp_path / "1").iterdir()) == []


def test_a_photo_is_fetched_and_the_same_photo_is_kept_once(desk: FakeDesk, tmp_path: Path) -> None:
    desk.say("สมชาย", "ข้อ 1", NOW)
    desk.photo("สมชาย", NOW, "100")
    desk.photo("สมชาย", NOW, "101")
    fetch_all(desk, tmp_path, FakeContent(Fetched("here", PNG), Fetched("here", PNG)))
    digest = hashlib.sha256(PNG).hexdigest()
    assert rows(desk) == [("stored", "image/png", digest), ("same", "image/png", digest)]
    assert [p.name for p in (tmp_path / "1").iterdir()] == [digest]


def test_content_that_is_being_prepared_is_asked_for_again_later(desk: FakeDesk, tmp_path: Path) -> None:
    desk.photo("สมชาย", NOW, "100")
    content = FakeContent(Fetched("later", error="still being prepared"), Fetched("here", PNG))
    fetch_all(desk, tmp_path, content)
    assert rows(desk) == [("fetch", None, None)]
    fetch_all(desk, tmp_path, content, NOW + timedelta(seconds=10))
    assert rows(desk)[0][0] == "stored"


@pytest.mark.parametrize(
    ("answer", "state", "sentence"),
    [
        (Fetched("gone", error="410"), "gone", "กรุณาส่งใหม่"),
        (Fetched("here", b"GIF89a" + b"\x00" * 32), "refused", "JPG และ PNG"),
        (Fetched("here", b"\x89PNG" + b"\x00" * (21 * 1024 * 1024)), "refused", "๒๐ เมกะไบต์"),
    ],
)
def test_the_person_is_told_on_the_next_reply_when_a_file_cannot_be_kept(
    desk: FakeDesk, tmp_path: Path, answer: Fetched, state: str, sentence: str
) -> None:
    desk.photo("สมชาย", NOW)
    fetch_all(desk, tmp_path, FakeContent(answer))
    assert rows(desk)[0][0] == state
    told = desk.say("สมชาย", "เมนู", NOW + timedelta(minutes=5))
    assert sentence in getattr(told[0], "text", "")


def test_a_refused_file_is_not_counted_in_the_report(desk: FakeDesk, tmp_path: Path) -> None:
    from models.records import ledger, load_plans

    for said in ("ข้อ 1", "ยังไม่เริ่ม", "ไม่มี"):
        desk.say("สมชาย", said, NOW)
    desk.photo("สมชาย", NOW, "100")
    desk.photo("สมชาย", NOW, "101")
    for said in ("ส่ง",):
        desk.say("สมชาย", said, NOW)
    fetch_all(desk, tmp_path, FakeContent(Fetched("here", b"GIF89a" + b"\x00" * 32), Fetched("here", PNG)))
    with desk.db.read() as session:
        (stored,) = load_plans(session, desk.organisation_id)
        (answer,) = [o.answer for o in ledger(session, stored) if o.answer]
    assert [e.content_type for e in answer.evidence] == ["image/png"]


def test_a_full_disk_is_tried_again(desk: FakeDesk, tmp_path: Path) -> None:
    desk.photo("สมชาย", NOW, "100")
    blocked = tmp_path / "file"
    blocked.write_text("a file where the folder should be")
    fetch_all(desk, blocked, FakeContent(Fetched("here", PNG)))
    assert rows(desk) == [("fetch", None, None)]
    fetch_all(desk, tmp_path / "good", FakeContent(Fetched("here", PNG)), NOW + timedelta(minutes=1))
    assert rows(desk)[0][0] == "stored"


def test_an_empty_file_is_refused_at_once(desk: FakeDesk) -> None:
    (told,) = desk.file("สมชาย", "ว่าง.pdf", 0, NOW)
    assert "ว่างเปล่า" in as_text(told)
    assert rows(desk) == []


def test_a_file_whose_content_is_not_known_yet_is_not_promised(desk: FakeDesk) -> None:
    told = "\n".join(map(as_text, desk.file("สมชาย", "แผน.pdf", 900, NOW)))
    assert NOT_LOOKED_AT in told
    assert "เก็บไว้แล้ว" not in told
    desk.say("สมชาย", "ข้อ 1", NOW)
    assert NOT_LOOKED_AT in "\n".join(map(as_text, desk.file("สมชาย", "แผน 2.pdf", 900, NOW)))
    assert NOT_LOOKED_AT not in "\n".join(map(as_text, desk.photo("สมชาย", NOW)))


def test_a_fake_file_in_a_report_that_was_sent_is_told_at_once_and_counted_nowhere(
    desk: FakeDesk, tmp_path: Path
) -> None:
    with desk.db.write() as session:
        cast.join(session, session.get_one(Organisation, desk.organisation_id), "วิชัย", "reporter", "กองช่าง")
    for said in ("ข้อ 1", "ยังไม่เริ่ม", "ไม่มี"):
        desk.say("สมชาย", said, NOW)
    desk.file("สมชาย", "แผน.pdf", 900, NOW)
    desk.say("สมชาย", "ส่ง", NOW)
    desk.say("วิชัย", "แก้ข้อ 1", NOW)  # a colleague's draft holds it too
    fetch_all(desk, tmp_path, FakeContent(Fetched("here", b"no PDF at all")))
    (told,) = desk.pushed(NOW)[cast.line_id("สมชาย")]
    assert "แผน.pdf" in as_text(told)
    assert as_text(told).endswith("จึงไม่นับเป็นหลักฐานของข้อ ๑ เดือน ต.ค. ๖๙")
    shown = "\n".join(map(as_text, desk.say("สมชาย", "ข้อ 1", NOW)))
    assert "หลักฐาน — ยังไม่มี" in shown or "หลักฐาน — –" in shown
    desk.say("สมชาย", "สรุป", NOW)
    changed = "\n".join(map(as_text, [*desk.say("วิชัย", "ปัญหา", NOW), *desk.say("วิชัย", "รองบ", NOW)]))
    assert "๑ รายการ" not in changed
    report = desk.say("ปลัด", "สรุป กองช่าง ข้อ 1", NOW)
    assert "หลักฐาน ๑" not in "\n".join(map(as_text, report))


def test_a_refused_file_is_not_counted_by_several_reports_together(desk: FakeDesk, tmp_path: Path) -> None:
    desk.file("สมชาย", "แผน.pdf", 900, NOW)
    desk.say("สมชาย", "แนบข้อ 1", NOW)
    fetch_all(desk, tmp_path, FakeContent(Fetched("here", b"no PDF at all")))
    told = "\n".join(map(as_text, desk.say("สมชาย", "ไม่มีการดำเนินการ เพราะรองบ", NOW)))
    assert "หลักฐาน ๑ รายการ" not in told
