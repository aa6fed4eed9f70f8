"""The webhook: real signed bodies in, 200 after one committed transaction, and one bad event never loses others."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, text

from bot import line_events
from bot.links import Links
from bot.web import make_app
from bot.worker import work_one
from models import inbox
from models.database import Database
from models.post_tables import InboundEvent, Outgoing
from models.tables import ProgressEntry
from tests import cast
from tests.desk import FakeDesk

SECRET = "8c570fa6dd201bb328f1c1eac23a96d8"
NOW = datetime(2026, 10, 26, 3, 0, tzinfo=UTC)
BAD_TRIGGER = {  # by is_sqlite: no row of person can be changed
    True: ["create trigger bad before update on person begin select raise(abort, 'bad'); end"],
    False: [
        "create function bad() returns trigger as $$ begin raise exception 'bad'; end $$ language plpgsql",
        "create trigger bad before update on person for each row execute function bad()",
    ],
}


def sign(body: bytes, secret: str = SECRET) -> str:
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


class Line:
    """LINE's side of the webhook: posts signed bodies."""

    def __init__(self, client: FlaskClient, db: Database) -> None:
        self.client, self.db = client, db
        self.woken: list[int] = []

    def post(self, body: object, signature: str | None = None) -> int:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"x-line-signature": sign(raw) if signature is None else signature}
        return self.client.post("/callback", data=raw, headers=headers if signature != "" else {}).status_code

    def events(self) -> list[tuple[str, str]]:
        with self.db.read() as session:
            rows = session.execute(select(InboundEvent.event_id, InboundEvent.state).order_by(InboundEvent.event_id))
            return [(a, b) for a, b in rows]

    def work(self) -> None:
        while work_one(self.db, 1, lambda link: link, lambda: NOW):
            pass


@pytest.fixture
def line(db: Database) -> Line:
    woken: list[int] = []
    app = make_app(
        db,
        1,
        (SECRET, "the-old-secret"),
        Links("https://bot.example", "key"),
        Path(),
        wall=lambda: NOW,
        now=lambda: NOW,
        stored=lambda: woken.append(1),
        health=lambda: {"ok": True},
    )
    line = Line(app.test_client(), db)
    line.woken = woken
    return line


def message(text_: str, who: str = "สมชาย", event_id: str = "e1", **more: Any) -> dict[str, Any]:
    return {
        "type": "message",
        "mode": "active",
        "timestamp": int(NOW.timestamp() * 1000),
        "source": {"type": "user", "userId": cast.line_id(who)},
        "webhookEventId": event_id,
        "deliveryContext": {"isRedelivery": False},
        "replyToken": f"token-{event_id}",
        "message": {"id": "1", "type": "text", "text": text_},
    } | more


def batch(*events: Any) -> dict[str, Any]:
    return {"destination": "U" + "0" * 32, "events": list(events)}


def test_lines_own_test_vector() -> None:
    body = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
    signature = "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="
    assert line_events.signature_is_right(body, signature, [SECRET])
    assert not line_events.signature_is_right(body + b" ", signature, [SECRET])


@pytest.mark.parametrize("signature", ["", "wrong", sign(b"another body"), "ลายเซ็น"])
def test_a_wrong_or_missing_signature_is_refused_and_nothing_is_stored(line: Line, signature: str) -> None:
    raw = json.dumps(batch(message("รายงาน"))).encode()
    headers = {"x-line-signature": signature.encode().decode("latin-1")} if signature else {}
    assert line.client.post("/callback", data=raw, headers=headers).status_code == 400
    assert line.events() == []


def test_during_a_change_the_old_secret_is_accepted_too(line: Line) -> None:
    raw = json.dumps(batch(message("รายงาน"))).encode()
    assert line.post(raw, sign(raw, "the-old-secret")) == 200


@pytest.mark.parametrize("raw", [b"", b"not json", b"[]", b"7", b"\xff\xfe"])
def test_a_signed_body_that_is_no_webhook_is_refused(line: Line, raw: bytes) -> None:
    assert line.post(raw) == 400
    assert line.events() == []


def test_an_empty_list_is_answered_200(line: Line) -> None:
    assert line.post(batch()) == 200


@pytest.mark.parametrize("body", [{"destination": "U"}, {"destination": "U", "events": None}, {"events": 7}])
def test_a_signed_body_without_events_is_kept_whole_and_answered_200(line: Line, body: object) -> None:
    assert line.post(body) == 200
    line.work()
    ((event_id, state),) = line.events()
    assert (event_id[:7], state) == ("sha256-", "done")


def test_the_worker_is_woken_after_events_were_stored_and_only_then(line: Line) -> None:
    line.post(batch(message("รายงาน")), "wrong")
    assert line.woken == []
    line.post(batch(message("รายงาน")))
    assert line.woken == [1]
    assert line.events() == [("e1", "new")]  # stored, not applied: nothing else happens inside the answer


def test_a_repeat_is_a_no_op_also_after_it_was_applied(line: Line) -> None:
    assert line.post(batch(message("สวัสดี"), message("สวัสดี"))) == 200
    line.work()
    again = message("สวัสดี") | {"deliveryContext": {"isRedelivery": True}}
    assert line.post(batch(again)) == 200
    line.work()
    assert line.events() == [("e1", "done")]
    with line.db.read() as session:
        assert session.scalar(select(func.count()).select_from(Outgoing)) == 1


def test_the_same_event_on_eight_threads_is_stored_once(line: Line) -> None:
    raw = json.dumps(batch(message("สวัสดี"))).encode()
    answers: list[int] = []
    threads = [threading.Thread(target=lambda: answers.append(line.post(raw))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 8
    assert line.events() == [("e1", "new")]


ODD: list[Any] = [
    {"type": "galaxy", "mode": "active", "timestamp": 1, "source": {"type": "user"}, "webhookEventId": "e1"},
    message("x", mode="dreaming"),
    message("x", mode="standby"),
    message("x", source={"type": "group", "groupId": "C" + "1" * 32}),
    message("x", source={"type": "user"}),
    message("x", source=None),
    message("x", message={"id": "1", "type": "hologram"}),
    message("x", message=None),
    message("x", message={"type": "text"}),
    message("x", timestamp="yesterday"),
    {"webhookEventId": "e1", "type": "postback", "mode": "active", "source": {"type": "user", "userId": "U1"}},
    {"webhookEventId": "e1", "type": "accountLink", "mode": "active", "link": {"result": "failed"}},
    {"webhookEventId": "e1", "type": "unfollow", "mode": "active", "source": {"type": "user", "userId": "U1"}},
]


@pytest.mark.parametrize("event", ODD, ids=[str(n) for n in range(len(ODD))])
def test_odd_events_are_stored_and_answered_200(line: Line, event: Any) -> None:
    assert line.post(batch(event)) == 200
    line.work()
    assert line.events() == [("e1", "done")]


@pytest.mark.parametrize("event", [{}, {"type": "message"}, "a string", 7, None, message("x", event_id="")])
def test_an_event_without_an_id_is_keyed_by_its_hash(line: Line, event: Any) -> None:
    assert line.post(batch(event, event)) == 200
    line.work()
    ((event_id, state),) = line.events()
    assert event_id.startswith("sha256-")
    assert state == "done"


def test_half_an_emoji_and_a_null_character_do_no_harm(line: Line) -> None:
    raw = json.dumps(batch(message("ก\ud83d\x00ข"))).encode()
    assert line.post(raw) == 200
    line.work()
    assert line.events() == [("e1", "done")]


def test_one_failing_event_never_loses_the_others(line: Line, desk: FakeDesk) -> None:
    at = int(NOW.timestamp() * 1000)
    events = [
        message("สมหมาย", event_id="e1", timestamp=at),
        message("เมนู", "มาลี", event_id="e2", timestamp=at + 1),
        message("ช่วยเหลือ", "ปลัด", event_id="e3", timestamp=at + 2),
    ]
    assert line.post(batch(*events)) == 200
    with line.db.write() as session:
        session.execute(text("update person set asking = 'name', name = null where name = 'สมชาย'"))
        for statement in BAD_TRIGGER[line.db.is_sqlite]:
            session.execute(text(statement))
    line.work()
    assert dict(line.events()) == {"e1": "failed", "e2": "done", "e3": "done"}
    with line.db.write() as session:
        error = session.scalars(select(InboundEvent.error).where(InboundEvent.event_id == "e1")).one()
        assert str(error).startswith(("IntegrityError", "ProgrammingError"))
        assert " at handlers/" in str(error)
        assert "สมหมาย" not in str(error)  # what was typed stays out of errors and logs
        session.execute(text("drop trigger bad" + ("" if line.db.is_sqlite else " on person")))
        sentences = session.scalars(select(Outgoing.messages).order_by(Outgoing.created_at)).all()
        assert "ระบบขัดข้อง" in str(sentences[0])  # one calm sentence
        assert len(sentences) == 3
        assert inbox.replay(session, 1) == 1
    line.work()
    assert dict(line.events()) == {"e1": "done", "e2": "done", "e3": "done"}


def test_a_group_is_not_answered_and_its_chatter_is_not_kept(line: Line, desk: FakeDesk) -> None:
    source = {"type": "group", "groupId": "C" + "1" * 32, "userId": cast.line_id("สมชาย")}
    assert line.post(batch(message("ความลับในกลุ่ม", source=source))) == 200
    line.work()
    with line.db.read() as session:
        assert session.scalars(select(InboundEvent.body)).all() == [""]
        assert session.scalars(select(Outgoing.id)).all() == []


def test_events_of_one_batch_are_applied_in_the_order_in_which_they_happened(line: Line, desk: FakeDesk) -> None:
    at = int(NOW.timestamp() * 1000)
    said = ["ข้อ 1", "ยังไม่เริ่ม", "ไม่มี", "ส่ง"]
    events = [message(t, event_id=f"e{n}", timestamp=at + n) for n, t in enumerate(said)]
    assert line.post(batch(*reversed(events))) == 200
    line.work()
    with line.db.read() as session:
        assert session.scalar(select(func.count()).select_from(ProgressEntry)) == 1


def test_a_body_over_one_mebibyte_is_refused(line: Line) -> None:
    assert line.post(b"x" * (1024 * 1024 + 1)) == 413
    assert line.events() == []


def test_a_failing_database_is_answered_500_so_that_line_sends_again(line: Line) -> None:
    with line.db.write() as session:
        session.execute(text("alter table inbound_event rename to hidden"))
    assert line.post(batch(message("x"))) == 500
    with line.db.write() as session:
        session.execute(text("alter table hidden rename to inbound_event"))
    assert line.post(batch(message("x"))) == 200
    assert line.events() == [("e1", "new")]


@pytest.mark.parametrize("field", ["userId", "replyToken", "webhookEventId"])
def test_ids_that_cannot_be_stored_stop_nobody(line: Line, desk: FakeDesk, field: str) -> None:
    bad = message("เมนู", event_id="e1")
    (bad["source"] if field == "userId" else bad)[field] = "\ud800"
    assert line.post(batch(bad, message("เมนู", event_id="e2"))) == 200
    line.work()
    assert {state for _, state in line.events()} == {"done"}
    assert len(line.events()) == 2


def test_nesting_deeper_than_any_event_is_refused(line: Line) -> None:
    for depth in (900, 980, 990, 100_000):
        raw = b'{"events":[' + b"[" * depth + b"]" * depth + b"]}"
        assert line.post(raw) in (200, 400)
