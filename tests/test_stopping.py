"""A stop in the middle: what is in hand is finished, what is left is done by the next start, nothing twice."""

from __future__ import annotations

import json
import signal
import sqlite3
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.running import Phone, Town, eventually, shown

pytestmark = pytest.mark.slow
SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "plans" / "kudjok-2566.json"


@pytest.fixture
def town(tmp_path: Path):
    with Town(tmp_path, "2023-02-02T10:00") as town:
        town.start_line()
        town.done("plan", "import", str(SAMPLE))
        yield town


def rows(town: Town, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(town.folder / "data" / "bot.db", timeout=10)) as connection:
        return connection.execute(query).fetchall()


def test_a_delivery_in_hand_is_finished_and_the_next_start_goes_on(town: Town) -> None:
    bot = town.start_bot()
    phone = Phone(town, "สมชาย")
    phone.join("reporter", "กองช่าง")
    # what LINE has taken may not be written down yet: the next look must not take the last reply for the one in hand
    eventually(lambda: not rows(town, "select 1 from outgoing where state = 'pending'"))
    before = len(town.delivered(phone.user_id))
    town.control("faults", {"api": [{"path": "/v2/bot/message/reply", "fault": "accept-then-hang", "seconds": 2}]})
    town.control("say", {"user_id": phone.user_id, "type": "text", "text": "เมนู"})
    eventually(lambda: rows(town, "select 1 from outgoing where state = 'pending' and attempts = 1"))
    bot.send_signal(signal.SIGTERM)
    assert bot.wait(timeout=20) == 0
    assert rows(town, "select count(*) from outgoing where state = 'pending'") == [(0,)]
    assert len(town.delivered(phone.user_id)) == before + 1
    town.control("say", {"user_id": phone.user_id, "type": "text", "text": "สถานะ"})  # nobody is there
    town.start_bot()
    eventually(lambda: "ส่งแล้ว" in shown(town.delivered(phone.user_id)[-1]["messages"]))
    eventually(lambda: not rows(town, "select 1 from outgoing where state <> 'sent'"))
    assert rows(town, "select distinct attempts from outgoing") == [(1,)]
    assert rows(town, "select count(*) from inbound_event where state <> 'done'") == [(0,)]


def test_an_event_in_hand_is_finished_and_those_behind_it_wait(town: Town) -> None:
    """Many people speak at once; whatever the stop cuts off is applied later, each event once."""
    bot = town.start_bot()
    phones = [Phone(town, f"คน {n}") for n in range(4)]
    for phone in phones:
        phone.join("reporter", "กองช่าง")
    before = rows(town, "select count(*) from outgoing where kind = 'reply'")[0][0]
    for _ in range(5):
        for phone in phones:
            town.control("say", {"user_id": phone.user_id, "type": "text", "text": "สถานะ"})
    bot.send_signal(signal.SIGTERM)
    assert bot.wait(timeout=20) == 0
    town.start_bot()
    eventually(lambda: rows(town, "select count(*) from outgoing where kind = 'reply'")[0][0] == before + 20, 60)
    eventually(lambda: not rows(town, "select 1 from inbound_event where state <> 'done'"))
    texts = [json.dumps(d["messages"], ensure_ascii=False) for p in phones for d in town.delivered(p.user_id)]
    assert len([t for t in texts if "กองช่าง" in t]) >= 4


def test_a_file_in_hand_is_finished(town: Town) -> None:
    bot = town.start_bot()
    boss = Phone(town, "ปลัด")
    boss.join("executive")
    (message, *_) = boss.say("ขอไฟล์")
    link = json.dumps(message).split('"uri": "')[1].split('"')[0]
    connection = HTTPConnection("127.0.0.1", town.bot_port, timeout=30)
    connection.request("GET", urlsplit(link).path)
    eventually(lambda: _has_read_all(bot.pid, connection.sock.getsockname()[1]))
    bot.send_signal(signal.SIGTERM)
    answer = connection.getresponse()
    assert (answer.status, answer.read()[:2]) == (200, b"PK")
    connection.close()
    assert bot.wait(timeout=20) == 0
    assert rows(town, "select what, person_id from audit_entry where what = 'report.made'") == [("report.made", 1)]


def _has_read_all(pid: int, port: int) -> bool:
    """Whether a process has the connection that comes from this port, and has read all that came: on this machine
    what was sent has arrived. Others, such as the stand-in's, keep theirs open without a request."""
    fields = [line.split() for line in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]]
    inodes = {f[9] for f in fields if f[2].endswith(f":{port:04X}") and f[4].endswith(":00000000")}
    open_ = {p.readlink().name for p in Path(f"/proc/{pid}/fd").iterdir() if p.is_symlink()}
    return any(f"socket:[{inode}]" in open_ for inode in inodes)
