"""Two at the same moment: workers, clocks, colleagues, downloads. Each thread has its own transaction, as a process
has. On SQLite a single writer sees to it, on PostgreSQL the organisation's turn does."""

from __future__ import annotations

import json
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from bot.line_draw import render
from bot.menus import designs
from bot.worker import PASSING, work_one
from handlers import joining
from models import evidence, inbox, organisations, outbox
from models.database import Database
from models.dispatch import Parcel, Result
from models.post_tables import InboundEvent, Outgoing, Reminder, RichMenu
from models.say import Text
from models.tables import EvidenceRow, Invitation, Person, Progress, ProgressEntry
from scheduler import ladder, menus
from scheduler.delivery import deliver_next
from scheduler.fetching import Fetched, fetch_next
from tests import cast
from tests.conftest import ON_POSTGRES
from tests.desk import FakeDesk

NOW = datetime(2026, 10, 26, 3, 0, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64


def at_once(*doings: Callable[[], object]) -> None:
    """Do several things in threads that start together; what one raises is raised here."""
    barrier, failed = threading.Barrier(len(doings)), []

    def run(does: Callable[[], object]) -> None:
        barrier.wait()
        try:
            does()
        except Exception as problem:
            failed.append(problem)

    threads = [threading.Thread(target=run, args=(does,)) for does in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    if failed:
        raise failed[0]


def store(db: Database, who: str, said: str, at: datetime, event_id: str) -> None:
    event = {
        "type": "message",
        "timestamp": int(at.timestamp() * 1000),
        "source": {"type": "user", "userId": cast.line_id(who)},
        "webhookEventId": event_id,
        "replyToken": f"token-{event_id}",
        "message": {"id": event_id, "type": "text", "text": said},
    }
    with db.write() as session:
        inbox.store(session, 1, [event], at)


def works(db: Database) -> Callable[[], None]:
    """What a worker's thread does until nothing is left."""

    def work() -> None:
        while work_one(db, 1, lambda link: link, lambda: datetime.now(UTC)):
            pass

    return work


def applied(db: Database) -> list[InboundEvent]:
    with db.read() as session:
        return list(session.scalars(select(InboundEvent).order_by(InboundEvent.done_at)))


def test_the_next_event_of_a_person_waits_for_the_one_in_hand(desk: FakeDesk) -> None:
    store(desk.db, "สมชาย", "ข้อ 1", NOW, "a")
    store(desk.db, "สมชาย", "ทำต่อเนื่อง", NOW + timedelta(seconds=1), "b")
    other = threading.Thread(target=works(desk.db))
    with desk.db.write() as session:  # a worker that takes its time with the first
        organisations.take_turn(session, 1)
        first = inbox.next_new(session, 1)
        assert first is not None
        other.start()
        time.sleep(0.5)
        assert first.event_id == "a"
        inbox.done(first, datetime.now(UTC))
        time.sleep(0.1)
    other.join(timeout=20)
    assert [e.event_id for e in applied(desk.db)] == ["a", "b"]


def test_a_stopped_worker_does_not_lose_what_another_has_applied(desk: FakeDesk) -> None:
    """The database ends the connection of a process that was stopped; when it goes on, it finds the event done."""
    store(desk.db, "สมชาย", "เมนู", NOW, "a")
    works(desk.db)()
    with desk.db.write() as session:
        assert not inbox.failed(session, 1, "a", "the connection was lost", passing=False)
    assert [(e.state, e.error) for e in applied(desk.db)] == [("done", None)]


@pytest.mark.parametrize("store", [ON_POSTGRES], indirect=True)
def test_a_process_that_stands_still_gives_up_its_turn(desk: FakeDesk) -> None:
    store(desk.db, "สมชาย", "เมนู", NOW, "a")
    with pytest.raises(PASSING), desk.db.write() as session:  # noqa: PT012  (the error comes at its end)
        session.execute(text("set idle_in_transaction_session_timeout = '200ms'"))  # a minute, otherwise
        organisations.take_turn(session, 1)
        event = inbox.next_new(session, 1)
        assert event is not None
        works(desk.db)()  # another worker, which waits until the first has lost its connection
        inbox.done(event, datetime.now(UTC))
    assert [(e.state, e.attempts) for e in applied(desk.db)] == [("done", 0)]
    with desk.db.read() as session:
        assert len(session.scalars(select(Outgoing.id)).all()) == 1


def test_events_of_many_people_are_applied_once_and_in_order(desk: FakeDesk) -> None:
    people = ("สมชาย", "มาลี", "ปลัด", "นิภา")
    for n in range(6):
        for who in people:
            store(desk.db, who, "สถานะ", NOW + timedelta(seconds=n), f"{n}-{people.index(who)}")
    at_once(*[works(desk.db)] * 4)
    events = applied(desk.db)
    assert {(e.state, e.attempts) for e in events} == {("done", 0)}
    for one in range(len(people)):
        theirs = [e.event_id for e in events if e.event_id.endswith(f"-{one}")]
        assert theirs == sorted(theirs)
    with desk.db.read() as session:
        answered = Counter(session.scalars(select(Outgoing.reply_token)))
    assert answered == {f"token-{e.event_id}": 1 for e in events}


def test_two_colleagues_send_the_first_answer_of_a_measure(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        organisation = organisations.choose(session, None)
        cast.join(session, organisation, "สมหญิง", "reporter", "กองช่าง")
    for who in ("สมชาย", "สมหญิง"):
        for said in ("ข้อ 1", "ทำต่อเนื่อง", f"งานของ{who}", "ข้าม", "ข้าม", "ไม่มี"):
            desk.say(who, said, NOW)
    for n, who in enumerate(("สมชาย", "สมหญิง")):
        store(desk.db, who, "ส่ง", NOW + timedelta(minutes=1), f"send-{n}")
    at_once(*[works(desk.db)] * 4)
    assert {(e.state, e.attempts) for e in applied(desk.db)} == {("done", 0)}
    with desk.db.read() as session:
        assert len(session.scalars(select(Progress.id)).all()) == 1
        assert session.scalars(select(ProgressEntry.revision)).all() == [1]
        asked = session.scalars(select(Outgoing.messages).where(Outgoing.reply_token.startswith("token-send"))).all()
    assert sum("ส่งแทนคำตอบเดิม" in json.dumps(m, ensure_ascii=False) for m in asked) == 1  # the second is asked


def test_a_code_for_one_is_used_by_one(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        code, _ = joining.invite(session, 1, "executive", None, datetime.now(UTC))
    for n in range(4):
        store(desk.db, f"คนที่ {n}", code, NOW, f"join-{n}")
    at_once(*[works(desk.db)] * 4)
    with desk.db.read() as session:
        assert session.scalars(select(Invitation.uses_left)).one() == 0
        assert len(session.scalars(select(Person.id)).all()) == len(cast.CAST) + 1


def test_clocks_that_tick_at_the_same_moment_remind_once(desk: FakeDesk) -> None:
    def tick() -> None:
        with desk.db.write() as session:
            ladder.tick(session, 1, NOW, NOW)

    at_once(*[tick] * 4)
    with desk.db.read() as session:
        reminded = Counter(session.scalars(select(Reminder.person_id).where(Reminder.step == "open")))
        pushes = session.scalars(select(Outgoing.person_id).where(Outgoing.kind == "push")).all()
    assert len(reminded) == 2
    assert set(reminded.values()) == {1}
    assert Counter(pushes) == reminded


def test_senders_deliver_each_message_once_and_in_order(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        for n in range(12):
            outbox.push(session, 1, cast.line_id("สมชาย" if n % 2 else "มาลี"), 1, [Text(str(n))], NOW)
    sent: list[tuple[str, str]] = []

    def send(parcel: Parcel) -> Result:
        sent.append((parcel.line_id, json.loads(parcel.body)[0]["text"]))
        time.sleep(0.01)
        return Result("sent", message_ids=(parcel.id,))

    def deliver() -> None:
        ends = time.monotonic() + 20
        while len(sent) < 12 and time.monotonic() < ends:
            deliver_next(desk.db, 1, render, send, lambda: NOW)

    at_once(*[deliver] * 4)
    for who, first in (("สมชาย", 1), ("มาลี", 0)):
        assert [said for whom, said in sent if whom == cast.line_id(who)] == [str(n) for n in range(first, 12, 2)]


def test_files_are_fetched_once(desk: FakeDesk, tmp_path: Path) -> None:
    desk.photos("สมชาย", 5, NOW)
    asked: list[str] = []

    def fetch(message_id: str) -> Fetched:
        asked.append(message_id)
        return Fetched("here", PNG + message_id.encode())

    def bring() -> None:
        while fetch_next(desk.db, 1, tmp_path, fetch, datetime.now(UTC)):
            pass

    at_once(*[bring] * 4)
    assert len(asked) == len(set(asked)) == 5
    with desk.db.read() as session:
        assert session.scalars(select(EvidenceRow.state)).all() == ["stored"] * 5


def test_a_file_that_is_deleted_before_it_is_recorded_is_fetched_again(
    desk: FakeDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another clock may delete the same content of an unsent message in between."""
    desk.photo("สมชาย", NOW)
    stored = evidence.store

    def store_and_lose(*given: Any) -> evidence.StoredFile:
        file = stored(*given)
        evidence.place(tmp_path, 1, file.sha256).unlink()
        return file

    with monkeypatch.context() as patched:
        patched.setattr(evidence, "store", store_and_lose)
        assert fetch_next(desk.db, 1, tmp_path, lambda _id: Fetched("here", PNG), NOW)
    with desk.db.read() as session:
        assert session.scalars(select(EvidenceRow.state)).all() == ["fetch"]
    assert fetch_next(desk.db, 1, tmp_path, lambda _id: Fetched("here", PNG), NOW)
    with desk.db.read() as session:
        assert session.scalars(select(EvidenceRow.state)).all() == ["stored"]
    assert len(list(tmp_path.glob("1/*"))) == 1


class Menus:
    """LINE, as far as rich menus go; slow, so that two are at it at once."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.linked: list[str] = []

    def create_menu(self, body: dict[str, object]) -> str:
        time.sleep(0.02)
        self.made.append(str(body["name"]))
        return f"menu-{len(self.made)}"

    def upload_menu_image(self, menu_id: str, png: bytes) -> None: ...
    def has_menu(self, menu_id: str) -> bool:
        return True

    def set_default_menu(self, menu_id: str) -> None: ...
    def delete_menu(self, menu_id: str) -> None: ...
    def unlink_menu(self, line_id: str) -> None: ...
    def link_menu(self, line_id: str, menu_id: str) -> None:
        self.linked.append(line_id)


def test_menus_are_made_and_linked_once(desk: FakeDesk) -> None:
    line = Menus()

    def step() -> None:
        ends = time.monotonic() + 20
        while len(line.linked) < len(cast.CAST) and time.monotonic() < ends:
            menus.step(desk.db, 1, designs(), line, datetime.now(UTC))

    at_once(*[step] * 3)
    assert len(line.made) == len(set(line.made))
    assert sorted(line.linked) == sorted(cast.LINE_IDS.values())
    with desk.db.read() as session:
        assert all(session.scalars(select(RichMenu.ready)))


def test_a_database_error_tells_no_values(desk: FakeDesk) -> None:
    again: dict[str, Any] = {"who": cast.line_id("สมชาย"), "at": NOW.replace(tzinfo=None)}
    insert = text("insert into person (organisation_id, line_id, joined_at) values (1, :who, :at)")
    with pytest.raises(IntegrityError) as failed, desk.db.write() as session:
        session.execute(insert, again)
    assert again["who"] not in "".join(traceback.format_exception(failed.value))
