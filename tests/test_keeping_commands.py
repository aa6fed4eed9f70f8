"""audit and replay as an operator runs them: what they print, and what they refuse."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models import outbox
from models.post_tables import InboundEvent, Outgoing
from models.say import Text
from tests import cast
from tests.desk import FakeDesk
from tests.test_backup import Hands, Place

NOW = datetime(2026, 10, 26, 3, 0, tzinfo=UTC)
SECRET = "คำลับที่พิมพ์"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Place:
    monkeypatch.setenv("LINE_API_URL", "http://127.0.0.1:1")
    monkeypatch.chdir(tmp_path)
    found = Place(Hands(tmp_path, monkeypatch, capsys), "here")
    found.fill(files=0)
    return found


def stuck(place: Place) -> str:
    """A parked event and a push that LINE refused; gives the push's id."""
    with place.opened() as db, db.write() as session:
        session.add(
            InboundEvent(
                organisation_id=1,
                event_id="e1",
                occurred_at=NOW,
                received_at=NOW,
                kind="message",
                body=json.dumps({"text": SECRET}),
                state="failed",
                attempts=1,
                error="ValueError at handlers/talk.py:78 _text",
            )
        )
        row = outbox.push(session, 1, cast.line_id("สมชาย"), 1, [Text(SECRET)], NOW)
        session.get_one(Outgoing, row).state = "dead"
        session.get_one(Outgoing, row).error = "400 The request body has 1 error(s)"
    return row


def test_what_is_stuck_is_listed_and_goes_on(place: Place) -> None:
    row = stuck(place)
    listed = place.done("replay", "--list")
    assert "event e1 message parked" in listed
    assert "ValueError at handlers/talk.py:78 _text" in listed
    assert f"message {row} push dead" in listed
    assert "2 stuck" in listed
    assert SECRET not in listed
    found = json.loads(place.done("replay", "--list", "--json"))["stuck"]
    assert [(f["id"], f["what"], f["state"]) for f in found] == [("e1", "event", "parked"), (row, "message", "dead")]
    assert f"message {row} is on its way again" in place.done("replay", row)
    assert "1 events will be applied again, 0 held pushes" in place.done("replay")
    assert "0 stuck" in place.done("replay", "--list")


def test_refused_messages_go_with_all(place: Place) -> None:
    stuck(place)
    assert "1 refused messages sent again" in place.done("replay", "--all")
    assert "0 stuck" in place.done("replay", "--list")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["replay", "nothing"], "replay --list"),
        (["replay", "e1", "--all"], "one ID, or --all, or --list"),
        (["replay", "--json"], "--list"),
        (["audit", "--since", "yesterday"], "not a day"),
        (["audit", "--measure", "X9"], "no plan has a measure"),
        (["audit", "--division", "กองลูกเสือ"], "no division"),
        (["backup", "x.tar.gz"], ".zip"),
        (["backup", "nowhere/x.zip"], "folder"),
        (["restore", "nothing.zip"], "nothing.zip"),
        (["doctor", "--what"], "unrecognized"),
    ],
)
def test_a_wrong_input_is_one_sentence(place: Place, arguments: list[str], sentence: str) -> None:
    assert sentence in place.refused(*arguments)


def test_the_audit_in_words_and_as_json(place: Place) -> None:
    with place.opened() as db:
        desk = FakeDesk(db)
        for said in ("ข้อ 1", "ทำต่อเนื่อง", "ประชุมชี้แจง", "ข้าม", "คู่มือ 1 เล่ม", "ไม่มี", "ส่งรายงาน"):
            desk.say("สมชาย", said, NOW)
        for said in ("แก้ผลผลิต", "คู่มือ 2 เล่ม", "ส่งรายงาน"):
            desk.say("สมชาย", said, NOW)
    place.done("reopen", "M1", "กองช่าง", "2026-10", "--reason", "เอกสารมาช้า")
    place.done("report", "--year", "2570", "--round", "6m", "--out", "r.xlsx")
    shown = place.done("audit")
    assert "2026-10-26 10:00 สมชาย: answer.sent ข้อ ๑ ต.ค. ๖๙ กองช่าง" in shown
    assert '    output: "คู่มือ 1 เล่ม" -> "คู่มือ 2 เล่ม"' in shown
    assert "operator: decision.reopen" in shown
    found = json.loads(place.done("audit", "--measure", "M1", "--division", "กองช่าง", "--json"))["changes"]
    assert [c["what"] for c in found] == ["answer.sent", "answer.sent", "decision.reopen"]
    assert found[1]["values"] == [{"name": "output", "old": "คู่มือ 1 เล่ม", "new": "คู่มือ 2 เล่ม"}]
    assert (found[0]["who"]["name"], found[0]["measure"], found[0]["division"]) == ("สมชาย", "M1", "กองช่าง")
    made = json.loads(place.done("audit", "--since", "2026-10-27", "--json"))["changes"][-1]
    assert (made["what"], made["who"]["name"]) == ("report.made", "operator")
    assert len(next(v["new"] for v in made["values"] if v["name"] == "sha256")) == 64
    assert place.done("audit", "--since", "2099-01-01") == "0 changes\n"


@pytest.mark.parametrize("command", ["backup", "restore", "doctor", "replay", "audit"])
def test_every_command_has_help(place: Place, command: str) -> None:
    status, out, _ = place.run(command, "--help")
    assert (status, "usage: python -m bot" in out) == (0, True)
