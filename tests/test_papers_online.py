"""The papers of a round behind signed addresses: streamed, refused with a sentence, written in the audit."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from bot.web import make_app
from exports.own_form import proposed
from models import audit, forms
from models.keeping_tables import AuditEntry
from models.post_tables import FileLink
from scheduler.fetching import Fetched, fetch_next
from tests.desk import FakeDesk
from tests.evidence_files import photo
from tests.own_forms import form
from tests.test_links import LINKS

NOW = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)


def client(desk: FakeDesk, folder: Path) -> FlaskClient:
    app = make_app(
        desk.db,
        desk.organisation_id,
        ("secret",),
        LINKS,
        folder,
        wall=lambda: NOW,
        now=lambda: NOW,
        stored=lambda: None,
        health=lambda: {"ok": True},
    )
    return app.test_client()


def address(desk: FakeDesk, paper: str) -> str:
    with desk.db.write() as session:
        link_id = f"id-{paper}"
        what = {"year": 2570, "round": "6m", "paper": paper}
        row = FileLink(id=link_id, organisation_id=desk.organisation_id, person_id=3, what=what, created_at=NOW)
        session.add(row)
    return LINKS.make(link_id).removeprefix("https://bot.example")


def reported(desk: FakeDesk, folder: Path) -> None:
    """A report with a photo and a link."""
    desk.say("สมชาย", "ข้อ 1", NOW)
    desk.photo("สมชาย", NOW)
    desk.say("สมชาย", "https://example.go.th/news", NOW)
    for word in ("ทำต่อเนื่อง", "ประชุม", "ข้าม", "ข้าม", "ไม่มี", "ส่งรายงาน"):
        desk.say("สมชาย", word, NOW)
    while fetch_next(desk.db, desk.organisation_id, folder, lambda _id: Fetched("here", photo()), NOW):
        pass


def test_the_evidence_pack_is_sent_with_its_length_and_noted(desk: FakeDesk, tmp_path: Path) -> None:
    reported(desk, tmp_path)
    answer = client(desk, tmp_path).get(address(desk, "evidence"))
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as pack:
        assert pack.namelist()[0] == "มาตรการที่ 01/ต.ค. 69 กองช่าง 01.jpg"
        assert b"Somchai" not in pack.read(pack.namelist()[0])
    with desk.db.read() as session:
        made = session.scalars(select(AuditEntry).where(AuditEntry.what == audit.REPORT)).all()
    assert [row.new["sha256"] for row in made] == [hashlib.sha256(answer.data).hexdigest()]


def test_a_paper_that_cannot_be_made_says_why(desk: FakeDesk, tmp_path: Path) -> None:
    for paper, sentence in (("evidence", "ยังไม่มีหลักฐาน"), ("own", "ยังไม่มีแบบฟอร์ม")):
        answer = client(desk, tmp_path).get(address(desk, paper))
        assert (answer.status_code, sentence in answer.text) == (409, True)


def test_the_agencys_own_form_comes_filled_in(desk: FakeDesk, tmp_path: Path) -> None:
    reported(desk, tmp_path)
    content = form()
    with desk.db.write() as session:
        found = proposed(content)
        matching = {"sheet": found.sheet, "headings": found.headings, "columns": found.columns, "years": []}
        row = forms.keep(session, desk.organisation_id, "แบบ.xlsx", content, matching, None, NOW)
        forms.confirm(session, row, NOW)
    answer = client(desk, tmp_path).get(address(desk, "own"))
    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert sheet
    assert str(sheet["D5"].value).startswith("กองช่าง: ประชุม") or sheet["D5"].value == "ประชุม"
    assert sheet["B7"].value == "เปิดเผยแผนการจัดซื้อจัดจ้างบนเว็บไซต์"


def test_a_form_is_not_kept_as_evidence_and_its_content_goes_when_it_is_taken_back(
    desk: FakeDesk, tmp_path: Path
) -> None:
    desk.say("นิภา", "แบบฟอร์ม", NOW)
    desk.file("นิภา", "แบบ.xlsx", 12_000, NOW)
    while fetch_next(desk.db, desk.organisation_id, tmp_path / "e", lambda _id: Fetched("here", form()), NOW):
        pass
    assert not (tmp_path / "e").exists()
    desk.say("นิภา", "ยืนยัน", NOW)
    with desk.db.read() as session:
        assert forms.current(session, desk.organisation_id)
    sent = next(i for kind, i in desk.sent_ids["นิภา"] if kind == "file")
    desk.unsend("นิภา", sent, NOW)
    with desk.db.read() as session:
        assert forms.current(session, desk.organisation_id) is None
        row = forms.find(session, desk.organisation_id, 1)
        assert row
        assert row.content == b""


def test_a_form_that_line_has_not_ready_is_tried_again_and_the_word_shows_it(desk: FakeDesk, tmp_path: Path) -> None:
    desk.say("นิภา", "แบบฟอร์ม", NOW)
    desk.file("นิภา", "แบบ.xlsx", 12_000, NOW)
    assert fetch_next(desk.db, desk.organisation_id, tmp_path, lambda _id: Fetched("later"), NOW)
    assert not fetch_next(desk.db, desk.organisation_id, tmp_path, lambda _id: Fetched("later"), NOW)
    (told,) = desk.say("นิภา", "แบบฟอร์ม", NOW)
    assert "กำลังอ่าน" in str(told)


def test_the_message_that_brings_a_form_twice_brings_it_once(desk: FakeDesk) -> None:
    desk.say("นิภา", "แบบฟอร์ม", NOW)
    message = {"id": "777", "type": "file", "fileName": "แบบ.xlsx", "fileSize": 1000}
    for _ in range(2):
        assert desk.event("นิภา", NOW, "message", message=message) == []
