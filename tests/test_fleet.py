"""Four web processes and two clocks on one PostgreSQL database: nothing is lost, doubled or out of order."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import func, select

from handlers import joining
from models.database import Database
from models.post_tables import InboundEvent, Outgoing, Reminder
from models.tables import Division, Invitation, MeasureRow, Person, Progress, ProgressEntry, RoleRow
from tests.fleet import Fleet
from tests.postgres import Server
from tests.running import eventually

pytestmark = [pytest.mark.slow, pytest.mark.postgres]
NOTHING = 10**9  # a version of the stand-in that is never reached
DIVISIONS, EACH = 10, 2
PEOPLE = DIVISIONS * EACH
PERIOD = {"text": "ปีงบประมาณ พ.ศ. ๒๕๖๖", "start": "2022-10-01", "end": "2023-09-30"}
PLAN: dict[str, Any] = {
    "schema_version": 1,
    "organisation": {"name": "เทศบาลตัวอย่าง", "short_name": "ทต.ตัวอย่าง", "type": "เทศบาล"},
    "fiscal_year": 2566,
    "divisions": [{"code": f"d{n}", "name": f"กองที่ {n + 1}"} for n in range(DIVISIONS)],
    "measures": [
        {"code": f"M{n}", "order": n, "title": f"มาตรการที่ {n}", "period": PERIOD, "divisions": ["all"]}
        for n in (1, 2, 3, 4)
    ],
}


class Crowd:
    """Twenty people of ten divisions, who do things at the same time."""

    def __init__(self, fleet: Fleet, db: Database) -> None:
        self.fleet, self.db = fleet, db
        self.ids = [f"U{n:032x}" for n in range(1, PEOPLE + 1)]

    def everybody(self, does: Callable[[int], None]) -> None:
        """All at once, each in a thread; then all that they did is applied and answered."""
        with ThreadPoolExecutor(PEOPLE) as threads:
            list(threads.map(does, range(PEOPLE)))
        eventually(self._settled, 90)

    def says(self, n: int, *texts: str) -> None:
        """Type one text after another, without waiting for answers."""
        for text in texts:
            self.fleet.control("say", {"user_id": self.ids[n], "type": "text", "text": text})

    def _settled(self) -> bool:
        if self.state(since=NOTHING)["pending"]:
            return False
        with self.db.read() as session:
            new = session.scalar(select(func.count(InboundEvent.event_id)).where(InboundEvent.state == "new"))
            unsent = session.scalar(select(func.count(Outgoing.id)).where(Outgoing.state == "pending"))
        return not new and not unsent

    def state(self, since: int = 0) -> Any:
        return requests.get(f"{self.fleet.line}/simulator/state?since={since}", timeout=10).json()

    def sent(self) -> int:
        """How many events people made: each became a friend, and each text."""
        return PEOPLE + len([m for m in self.state()["messages"] if m["from"] == "person"])


@pytest.fixture
def crowd(tmp_path: Path, server: Server) -> Iterator[Crowd]:
    name = server.create()
    db = Database(server.url(name))
    with Fleet(tmp_path, "2022-10-24T09:00", server.url(name), webs=4) as fleet:
        fleet.start_line()
        fleet.start_webs()
        path = tmp_path / "plan.json"
        path.write_text(json.dumps(PLAN, ensure_ascii=False), encoding="utf-8")
        fleet.done("plan", "import", str(path))
        yield Crowd(fleet, db)
        print(fleet.logs()[-5000:])
    db.close()
    server.drop(name)


def test_four_web_processes_and_two_clocks(crowd: Crowd) -> None:
    codes = _codes(crowd.db)

    def joins(n: int) -> None:
        crowd.fleet.control("people", {"name": f"คนที่ {n}", "user_id": crowd.ids[n]})
        crowd.says(n, codes[n // EACH], f"คนชื่อ {n}")

    def reports_alone(n: int) -> None:
        crowd.says(n, f"ข้อ {2 + n % EACH}", "ทำต่อเนื่อง", f"กิจกรรมของคนที่ {n}", "7 ต.ค. 65", "ข้าม", "ไม่มี", "ส่ง")

    def reports_beside_a_colleague(n: int) -> None:
        crowd.says(n, "ข้อ 1", "ทำต่อเนื่อง", f"งานของคนที่ {n}", "10 ต.ค. 65", "ข้าม", "ไม่มี")

    crowd.everybody(joins)
    crowd.everybody(reports_alone)
    crowd.everybody(reports_beside_a_colleague)
    crowd.everybody(lambda n: crowd.says(n, "ส่ง"))  # the first answer of each division, twice at the same moment
    crowd.everybody(lambda n: crowd.says(n, "ส่งแทนคำตอบเดิม"))
    crowd.fleet.start_clocks(2, "2022-10-25T09:05")  # the opening of the month has just fallen due
    crowd.everybody(lambda n: crowd.says(n, "สถานะ", "เมนู", "สถานะ"))
    eventually(lambda: len(_delivered(crowd, "push")) >= DIVISIONS, 60)
    crowd.everybody(lambda n: crowd.says(n, "สถานะ"))

    with crowd.db.read() as session:
        _joined_once(session)
        _applied_once_and_in_order(session, crowd)
        _answered_once(session)
        _delivered_once_and_in_order(session, crowd)
        _reminded_once(session, crowd)
    assert "Traceback" not in crowd.fleet.logs()


def _codes(db: Database) -> list[str]:
    """A code for each division, which both of its people use at the same moment."""
    with db.write() as session:
        divisions = session.scalars(select(Division.id).order_by(Division.position)).all()
        now = datetime.now(UTC)
        return [joining.invite(session, 1, "reporter", division, now, uses=EACH)[0] for division in divisions]


def _delivered(crowd: Crowd, via: str) -> list[dict[str, Any]]:
    return [one for one in crowd.fleet.delivered() if one["via"] == via]


def _joined_once(session: Any) -> None:
    assert session.scalars(select(Invitation.uses_left)).all() == [0] * DIVISIONS
    roles = session.scalars(select(RoleRow)).all()
    assert Counter(r.division_id for r in roles) == dict.fromkeys({r.division_id for r in roles}, EACH)
    assert sum(r.asked_first for r in roles) == DIVISIONS  # who came first, and nobody beside
    names = session.execute(select(Person.line_id, Person.name)).all()
    assert sorted(names) == sorted((f"U{n + 1:032x}", f"คนชื่อ {n}") for n in range(PEOPLE))


def _applied_once_and_in_order(session: Any, crowd: Crowd) -> None:
    events = session.scalars(select(InboundEvent).order_by(InboundEvent.occurred_at, InboundEvent.event_id)).all()
    assert len(events) == crowd.sent() > 400
    assert {(e.state, e.attempts, e.error) for e in events} == {("done", 0, None)}  # none failed even once
    done = defaultdict(list)
    for event in events:
        done[json.loads(event.body)["source"]["userId"]].append(event.done_at)
    assert len(done) == PEOPLE
    assert all(times == sorted(times) for times in done.values())


def _answered_once(session: Any) -> None:
    codes = dict(session.execute(select(MeasureRow.id, MeasureRow.code)).all())
    said: dict[tuple[str, int], list[tuple[int, str]]] = defaultdict(list)
    for entry in session.scalars(select(ProgressEntry).order_by(ProgressEntry.id)):
        said[codes[entry.measure_id], entry.division_id].append((entry.revision, entry.answers["activity"]))
    heads = {(codes[h.measure_id], h.division_id): h.revision for h in session.scalars(select(Progress))}
    assert heads == {key: len(found) for key, found in said.items()}
    assert Counter(code for code, _ in said) == {"M1": DIVISIONS, "M2": DIVISIONS, "M3": DIVISIONS}
    for (code, _), found in said.items():
        assert [revision for revision, _ in found] == ([1, 2] if code == "M1" else [1])
    alone = {text for (code, _), found in said.items() if code != "M1" for _, text in found}
    beside = {text for (code, _), found in said.items() if code == "M1" for _, text in found}
    assert alone == {f"กิจกรรมของคนที่ {n}" for n in range(PEOPLE)}
    assert beside == {f"งานของคนที่ {n}" for n in range(PEOPLE)}


def _delivered_once_and_in_order(session: Any, crowd: Crowd) -> None:
    rows = session.scalars(select(Outgoing).order_by(Outgoing.created_at)).all()
    assert {row.state for row in rows} == {"sent"}
    named = {row.request_id for row in rows if row.line_id}  # whose the first answer to a stranger was is not kept
    answered = [row.reply_token for row in rows if row.kind == "reply"]
    assert len(answered) == len(set(answered)) == crowd.sent()  # everything that was said is answered, once
    arrived = [one["request_id"] for one in crowd.fleet.delivered()]
    assert len(arrived) == len(set(arrived)) == len(rows)
    for user in crowd.ids:
        written = [r.request_id for r in rows if r.line_id == user and r.kind == "reply"]
        theirs = [one["request_id"] for one in crowd.fleet.delivered(user) if one["via"] == "reply"]
        assert [request for request in theirs if request in named] == written


def _reminded_once(session: Any, crowd: Crowd) -> None:
    first = select(RoleRow.person_id).where(RoleRow.asked_first)
    reminded = session.scalars(select(Reminder.person_id).where(Reminder.step == "open")).all()
    assert sorted(reminded) == sorted(session.scalars(first))
    primaries = session.scalars(select(Person.line_id).where(Person.id.in_(first))).all()
    pushed = [user for one in _delivered(crowd, "push") for user in one["to"]]
    assert sorted(pushed) == sorted(primaries)
    assert crowd.state()["quota"]["used"] == DIVISIONS
