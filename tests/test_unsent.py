"""What a person takes back vanishes: from storage, from pages and exports, from the disk; what misses it says so."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from exports import excel
from exports.report_value import report_to_json
from exports.rounds import build_report, current_round
from models import dispatch, inbox, outbox
from models.base import Base
from models.dispatch import Result
from models.ledger import Answer
from models.post_tables import InboundEvent, Outgoing
from models.records import ledger, load_plans
from models.say import as_text
from models.tables import ConversationRow, EvidenceRow
from scheduler.fetching import Fetched, delete_next, fetch_next
from tests.desk import FakeDesk

NOW = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
SECRET = "แจกของให้นายสมศักดิ์ 3 ชิ้นตามรายชื่อแนบท้ายของหมู่ที่ 5"
ANSWERS = ("ข้อ 1", "ทำต่อเนื่อง", SECRET, "7 ต.ค.", "รอนายก", "ส่ง", "ข้อ 1")


def stored(desk: FakeDesk) -> str:
    """Everything that the database holds, as text."""
    held: list[str] = []
    with desk.db.read() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(select(table)):
                held += [v.decode() if isinstance(v, bytes) else str(v) for v in row]
    return "\n".join(held)


def answers(desk: FakeDesk) -> list[Answer]:
    with desk.db.read() as session:
        (plan,) = load_plans(session, desk.organisation_id)
        return [o.answer for o in ledger(session, plan) if o.answer]


def exported(desk: FakeDesk, folder: Path) -> str:
    """All that the round's report and its Excel file say."""
    with desk.db.read() as session:
        (plan,) = load_plans(session, desk.organisation_id)
        report = build_report(session, plan, current_round(plan, NOW), NOW)
    excel.write(report, folder / "report.xlsx")
    with zipfile.ZipFile(folder / "report.xlsx") as file:
        sheets = "".join(file.read(name).decode() for name in file.namelist() if name.endswith(".xml"))
    return json.dumps(report_to_json(report), ensure_ascii=False) + sheets


def waiting(desk: FakeDesk) -> list[str]:
    """What the person is told on the next reply."""
    return [as_text(m) for m in desk.say("สมชาย", "เมนู", NOW + timedelta(minutes=9))[:-1]]


def evidence(desk: FakeDesk) -> list[tuple[str, str | None]]:
    with desk.db.read() as session:
        rows = session.execute(select(EvidenceRow.state, EvidenceRow.sha256).order_by(EvidenceRow.id))
        return [(state, sha256) for state, sha256 in rows]


def on_disk(folder: Path) -> int:
    return len(list((folder / "1").glob("*"))) if (folder / "1").exists() else 0


def fetch_all(desk: FakeDesk, folder: Path, content: bytes = PNG) -> None:
    while fetch_next(desk.db, 1, folder, lambda _id: Fetched("here", content), NOW):
        pass


def delete_all(desk: FakeDesk, folder: Path) -> None:
    while delete_next(desk.db, 1, folder):
        pass


def sent_report(desk: FakeDesk, *files: str) -> None:
    """สมชาย sends measure 1 of October with photos of these message ids."""
    for said in ("ข้อ 1", "ยังไม่เริ่ม", "ไม่มี"):
        desk.say("สมชาย", said, NOW)
    for message_id in files:
        desk.photo("สมชาย", NOW, message_id)
    for said in ("ส่ง",):
        desk.say("สมชาย", said, NOW)


# --- Texts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("steps", range(3, len(ANSWERS) + 1))
def test_a_text_is_nowhere_whenever_it_is_unsent(desk: FakeDesk, tmp_path: Path, steps: int) -> None:
    for said in ANSWERS[:steps]:
        desk.say("สมชาย", said, NOW, message_id="900" if said == SECRET else "")
    assert SECRET in stored(desk)
    desk.unsend("สมชาย", "900", NOW + timedelta(minutes=1))
    held = stored(desk)
    assert SECRET not in held
    assert SECRET[:30] not in held, "not even the beginning, as a card shows it"
    assert SECRET not in exported(desk, tmp_path)
    assert "รอนายก" in held or steps < 5, "what was not taken back stays"


def test_an_answer_that_was_sent_is_marked_and_the_person_is_told(desk: FakeDesk, tmp_path: Path) -> None:
    for said in ANSWERS[:-1]:
        desk.say("สมชาย", said, NOW, message_id="900" if said == SECRET else "")
    desk.unsend("สมชาย", "900", NOW)
    (answer,) = answers(desk)
    assert (answer.unsent, answer.activity, answer.status, answer.output) == (
        ("activity", "output"),
        "",
        "ongoing",
        "",  # the count was read out of the same words
    )
    assert "รอส่งใหม่: สิ่งที่ดำเนินการ" in exported(desk, tmp_path)
    (told,) = waiting(desk)
    assert "ข้อ ๑ เดือน ต.ค. ๖๙ (สิ่งที่ดำเนินการ, ผลผลิต)" in told


def test_noted_sources_decide_which_fields_came_from_a_message(desk: FakeDesk) -> None:
    for said in ANSWERS[:5]:
        desk.say("สมชาย", said, NOW)
    noted = {"status": "900", "dates": "900", "activity": "901"}
    with desk.db.write() as session:
        draft = session.scalars(select(ConversationRow)).one()
        draft.answers = {**draft.answers, "_from": noted}
    desk.unsend("สมชาย", "900", NOW)
    with desk.db.read() as session:
        left = session.scalars(select(ConversationRow)).one().answers
    assert {"status", "dates"}.isdisjoint(left)
    assert (left["activity"], left["_from"]) == (SECRET, {"activity": "901"})


def test_the_same_words_of_another_division_stay(desk: FakeDesk) -> None:
    for who in ("สมชาย", "มาลี"):
        for said in ANSWERS[:-1]:
            desk.say(who, said, NOW, message_id="900" if (who, said) == ("สมชาย", SECRET) else "")
    desk.unsend("สมชาย", "900", NOW)
    assert sorted(a.activity for a in answers(desk)) == ["", SECRET]


def test_nobody_can_take_back_the_answers_of_another(desk: FakeDesk) -> None:
    for said in ANSWERS[:-1]:
        desk.say("มาลี", said, NOW, message_id="900" if said == SECRET else "")
    desk.unsend("สมชาย", "901", NOW)
    assert [a.activity for a in answers(desk)] == [SECRET]


def test_a_text_unsent_before_it_is_read_is_not_answered(desk: FakeDesk) -> None:
    desk.event("สมชาย", NOW, "unsend", unsend={"messageId": "900"}, replyToken=None)
    assert desk.say("สมชาย", SECRET, NOW, message_id="900") == []
    assert SECRET not in stored(desk)


def test_both_in_the_queue_is_as_if_nothing_was_said(desk: FakeDesk) -> None:
    def event(number: int, kind: str, **fields: object) -> dict[str, object]:
        source = {"type": "user", "userId": "U" + "1" * 32}
        at = int(NOW.timestamp() * 1000) + number
        return {"type": kind, "timestamp": at, "source": source, "webhookEventId": f"w-{number}"} | fields

    message = {"id": "900", "type": "image", "contentProvider": {"type": "line"}}
    with desk.db.write() as session:
        events = [event(1, "message", message=message), event(2, "unsend", unsend={"messageId": "900"})]
        inbox.store(session, desk.organisation_id, events, NOW)
    desk.work(NOW)
    assert evidence(desk) == []


def test_a_parked_message_that_is_unsent_is_not_replayed(desk: FakeDesk) -> None:
    desk.say("สมชาย", SECRET, NOW, message_id="900")
    with desk.db.write() as session:
        session.scalars(select(InboundEvent).where(InboundEvent.message_id == "900")).one().state = "failed"
    desk.unsend("สมชาย", "900", NOW)
    with desk.db.write() as session:
        assert inbox.replay(session, desk.organisation_id) == 0


def test_a_reply_that_was_not_tried_goes_out_without_the_text_and_one_that_was_is_given_up(desk: FakeDesk) -> None:
    from models.say import Text

    with desk.db.write() as session:
        for token in ("a", "b"):
            outbox.reply(session, 1, "U" + "1" * 32, 1, token, [Text(f"“{SECRET}” ใช่ไหมคะ")], NOW)
        tried = dispatch.claim(session, 1, NOW, lambda messages: as_text(messages[0]).encode())
        assert tried is not None
        outbox.forget(session, 1, [SECRET], NOW - timedelta(days=1))
        dispatch.record(session, tried.id, Result("again", error="500"), NOW)
        rows = {r.id == tried.id: r for r in session.scalars(select(Outgoing))}
        assert (rows[True].state, rows[True].body) == ("dead", None)
        assert (rows[False].state, rows[False].messages[0]["text"]) == ("pending", "“…” ใช่ไหมคะ")


# --- Evidence ------------------------------------------------------------------------------------------------


def test_unsent_before_it_was_fetched(desk: FakeDesk, tmp_path: Path) -> None:
    desk.photo("สมชาย", NOW, "100")
    desk.unsend("สมชาย", "100", NOW)
    fetch_all(desk, tmp_path)
    assert (evidence(desk), on_disk(tmp_path), waiting(desk)) == ([("unsent", None)], 0, [])


def test_unsent_while_it_was_fetched(desk: FakeDesk, tmp_path: Path) -> None:
    desk.photo("สมชาย", NOW, "100")

    def fetch(_message_id: str) -> Fetched:
        desk.unsend("สมชาย", "100", NOW)
        return Fetched("here", PNG)

    assert fetch_next(desk.db, 1, tmp_path, fetch, NOW)
    assert on_disk(tmp_path) == 1
    delete_all(desk, tmp_path)
    assert (evidence(desk), on_disk(tmp_path)) == ([("unsent", None)], 0)


def test_unsent_after_it_was_sent_in_a_report(desk: FakeDesk, tmp_path: Path) -> None:
    sent_report(desk, "100", "101")
    while fetch_next(desk.db, 1, tmp_path, lambda message_id: Fetched("here", PNG + message_id.encode()), NOW):
        pass
    desk.unsend("สมชาย", "100", NOW)
    (answer,) = answers(desk)
    assert (len(answer.evidence), answer.unsent, answer.revision) == (1, ("evidence",), 1)
    (told,) = waiting(desk)
    assert "รูปที่ใช้เป็นหลักฐานข้อ ๑ เดือน ต.ค. ๖๙ กรุณาส่งใหม่แทน" in told
    desk.photo("สมชาย", NOW, "102")
    desk.say("สมชาย", "1", NOW)
    (answer,) = answers(desk)
    assert (len(answer.evidence), answer.unsent, answer.revision) == (2, (), 2)


def test_the_same_content_sent_twice_stays_when_one_is_unsent(desk: FakeDesk, tmp_path: Path) -> None:
    sent_report(desk, "100", "101")
    fetch_all(desk, tmp_path)
    assert [len(a.evidence) for a in answers(desk)] == [1]
    assert ["เคยส่งไว้แล้ว" in t for t in waiting(desk)] == [True]
    desk.unsend("สมชาย", "100", NOW)
    delete_all(desk, tmp_path)
    assert [(len(a.evidence), a.unsent) for a in answers(desk)] == [(1, ())]
    assert (on_disk(tmp_path), waiting(desk)) == (1, [])
    desk.unsend("สมชาย", "101", NOW)
    delete_all(desk, tmp_path)
    assert [(len(a.evidence), a.unsent) for a in answers(desk)] == [(0, ("evidence",))]
    assert on_disk(tmp_path) == 0


def test_a_file_that_another_division_sent_as_well_stays_on_disk(desk: FakeDesk, tmp_path: Path) -> None:
    desk.photo("สมชาย", NOW, "100")
    desk.photo("มาลี", NOW, "200")
    fetch_all(desk, tmp_path)
    desk.unsend("สมชาย", "100", NOW)
    delete_all(desk, tmp_path)
    assert ([s for s, _ in evidence(desk)], on_disk(tmp_path)) == (["unsent", "stored"], 1)
    desk.unsend("มาลี", "200", NOW)
    delete_all(desk, tmp_path)
    assert on_disk(tmp_path) == 0


def test_a_deletion_that_was_killed_is_made_good(desk: FakeDesk, tmp_path: Path) -> None:
    desk.photo("สมชาย", NOW, "100")
    fetch_all(desk, tmp_path)
    desk.unsend("สมชาย", "100", NOW)
    for file in (tmp_path / "1").iterdir():  # killed after the file was deleted, before that was written down
        file.unlink()
    assert delete_next(desk.db, 1, tmp_path)
    assert not delete_next(desk.db, 1, tmp_path)
    assert evidence(desk) == [("unsent", None)]


def test_a_link_and_a_file_name_are_nowhere(desk: FakeDesk) -> None:
    desk.say("สมชาย", "https://example.go.th/ลับ", NOW, message_id="100")
    desk.file("สมชาย", "เอกสารลับ.pdf", 100, NOW)
    for said in ("1", "ข้อ 1", "ลบรูป"):  # the list names both
        desk.say("สมชาย", said, NOW)
    assert stored(desk).count("ลับ") > 2
    desk.unsend("สมชาย", "100", NOW)
    with desk.db.read() as session:
        file_id = session.scalars(select(EvidenceRow.message_id).where(EvidenceRow.name != "")).one()
    desk.unsend("สมชาย", file_id, NOW)
    assert "ลับ" not in stored(desk)
