"""The set-up of the campaign, which lives through all faults: the stand-in, a database, twelve people, and a book of
what they said and what they must get for it."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import requests
from sqlalchemy import func, select

from bot import schema
from models import organisations, outbox, people
from models.calendar import BANGKOK
from models.database import Database
from models.keeping_tables import Heartbeat
from models.plan import plan_from_json
from models.plan_store import find_division, save_plan
from models.post_tables import InboundEvent, Outgoing
from models.say import Text
from models.tables import EvidenceRow, Person, ProgressEntry
from scheduler import due
from simulator.sender import sign
from tests.faults.dying import Doom
from tests.faults.processes import Child, Nursery
from tests.running import Town, eventually

Json = dict[str, Any]
REPORTERS, MEASURES = 8, 12
TALKERS = range(4)  # they say words, each of which has its own answer; the others hold conversations
WORDS = {"เมนู": "พิมพ์คำใดคำหนึ่ง", "ช่วยเหลือ": "แล้วตอบทีละคำถาม", "ข้อมูลของฉัน": "ข้อมูลของท่านในระบบ"}
START = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)
PERIOD = {"text": "ปีงบประมาณ พ.ศ. ๒๕๗๐", "start": "2026-10-01", "end": "2027-09-30"}
PLAN = plan_from_json(
    {
        "organisation": {"name": "เทศบาลตัวอย่าง", "short_name": "ทต.ตัวอย่าง", "type": "เทศบาล"},
        "fiscal_year": 2570,
        "divisions": [{"code": f"d{n}", "name": f"กองที่ {n + 1}"} for n in range(REPORTERS)],
        "measures": [
            {"code": f"M{n}", "order": n, "title": f"มาตรการที่ {n}", "period": PERIOD, "divisions": ["all"]}
            for n in range(1, MEASURES + 1)
        ],
    }
)
OTHERS = ("executive", "secretary")
IDS = [f"U{n:032x}" for n in range(1, REPORTERS + len(OTHERS) + 1)]


class City:
    """All that stands while processes of the bot come and go. `instant` is the product's clock of the next start."""

    def __init__(self, folder: Path, url: str = "", data: Path | None = None) -> None:
        self.town = Town(folder, "2026-10-26T09:05", url)
        self.nursery = Nursery(folder)
        self.data = data or folder / "data"
        self.data.mkdir(exist_ok=True)
        self.town.environment["DATA_DIR"] = str(self.data)
        self.url = url or f"sqlite:///{self.data / 'bot.db'}"
        self.db = Database(self.url)
        self.town.start_line()
        self.said: dict[int, list[tuple[str, str]]] = defaultdict(list)  # by person: event id and word
        self.pushed: list[str] = []
        self.posted: list[str] = []  # ids of events that were posted by hand, and acknowledged
        self.locks: list[tuple[datetime, datetime]] = []  # from when to when the database could not be written
        self.talks = self._made = 0
        self.bot: Child | None = None
        schema.migrate(self.db)
        self._populate()
        with self.db.read() as session:
            coming = due.coming(session, 1, START)
        self._instants = sorted({one.at + timedelta(minutes=5) for one in coming})
        self.instant = self._instants.pop(0)
        self.town.control("quota", {"limit": None})
        self.calm()
        self.town.control("clock", {"now": self.local()})
        self.start()
        for n, user in enumerate(IDS):
            self.town.control("people", {"name": f"คนที่ {n}", "user_id": user})
        self.settle()
        self.before = {user: len(self.replies(user)) for user in IDS}

    def _populate(self) -> None:
        with self.db.write() as session:
            organisation = organisations.choose(session, None)
            save_plan(session, organisation, PLAN, START)
            for n, user in enumerate(IDS):
                person = Person(organisation_id=organisation.id, line_id=user, name=f"คนที่ {n}", joined_at=START)
                session.add(person)
                session.flush()
                if n < REPORTERS:
                    division = find_division(session, organisation.id, f"กองที่ {n + 1}").id
                    people.give(session, person, "reporter", division, START)
                else:
                    people.give(session, person, OTHERS[n - REPORTERS], None, START)

    def close(self) -> None:
        self.nursery.close()
        self.town.__exit__(None, None, None)
        self.db.close()

    # --- time

    def local(self) -> str:
        """The instant as operators write it."""
        return self.instant.astimezone(BANGKOK).strftime("%Y-%m-%dT%H:%M:%S")

    def turn(self) -> None:
        """Go on to the next instant at which a step of the ladder is due."""
        self.instant = self._instants.pop(0)
        self.town.control("clock", {"now": self.local()})

    # --- the bot

    def start(self, *arguments: str, doom: Doom | None = None, quick: bool = True, without: str = "") -> Child:
        """Start the service (or another command), without waiting for it. The one before it is killed, if it runs."""
        if self.bot:
            self.bot.kill()
        given = arguments or ("serve", "--clock", self.local())
        self.bot = self.nursery.start(self.town.environment, *given, doom=doom, quick=quick, without=without)
        return self.bot

    def settle(self, seconds: float = 30) -> None:
        """Wait until the running bot has done all that there is to do, a tick included."""
        assert self.bot
        began = datetime.fromtimestamp(self.bot.began, UTC)
        try:
            eventually(lambda: self._ticked() > began and self._quiet(), seconds)
        except AssertionError:
            wrong = [line for line in self.nursery.log.read_text().splitlines() if '"level": "error"' in line]
            raise AssertionError(f"unsettled: {self._waits()} {wrong[-3:]}") from None

    def _ticked(self) -> datetime:
        with self.db.read() as session:
            return session.scalar(select(Heartbeat.at).where(Heartbeat.name == "tick")) or START

    def _quiet(self) -> bool:
        return not any(self._waits().values())

    def _waits(self) -> dict[str, int]:
        state = requests.get(f"{self.town.line}/simulator/state?since={10**9}", timeout=10).json()
        counts = {
            "new": select(func.count()).select_from(InboundEvent).where(InboundEvent.state == "new"),
            "unsent": select(func.count()).select_from(Outgoing).where(Outgoing.state == "pending"),
            "unfetched": select(func.count()).select_from(EvidenceRow).where(EvidenceRow.state == "fetch"),
        }
        with self.db.read() as session:
            waits = {name: session.scalar(count) or 0 for name, count in counts.items()}
        return {"undelivered": state["pending"], **waits}

    # --- what people and the platform do

    def calm(self) -> None:
        """No fault at LINE any more; what is not acknowledged comes again soon."""
        plain = {"twice": False, "out_of_order": False, "hold": False, "delay": 0}
        self.town.control("faults", {"clear": True, "webhook": {**plain, "redelivery_delays": [0.3] * 300}})

    def trouble(self, fault: str, path: str = "*", times: int = 1, seconds: float = 3) -> None:
        """The next calls to a path fail so."""
        entry = {"path": path, "fault": fault, "times": times, "seconds": seconds}
        self.town.control("faults", {"api": [entry]})

    def say(self, n: int, text: str) -> str:
        """A person types; gives the event's id. A word with an answer of its own is put into the book."""
        found = self.town.control("say", {"user_id": IDS[n], "type": "text", "text": text})
        if text in WORDS:
            self.said[n].append((found["webhookEventId"], text))
        return str(found["webhookEventId"])

    def traffic(self, each: int = 1) -> None:
        """Every talker says some words."""
        for _ in range(each):
            for n in TALKERS:
                self.say(n, list(WORDS)[len(self.said[n]) % len(WORDS)])

    def push(self, count: int = 4) -> None:
        """Queue pushes with a text of their own, as a handler does."""
        now = datetime.now(UTC)
        with self.db.write() as session:
            for _ in range(count):
                n = len(self.pushed) % REPORTERS
                self.pushed.append(f"ประกาศที่ {len(self.pushed)} ค่ะ")
                person = people.find(session, 1, IDS[n])
                assert person
                outbox.push(session, 1, IDS[n], person.id, [Text(self.pushed[-1])], now)

    def webhooks(self, **faults: bool) -> None:
        """Switch faults of the webhook on or off."""
        self.town.control("faults", {"webhook": faults})

    def event(self, n: int, word: str, *, known: bool = False, minutes_late: int = 0) -> Json:
        """An event made by hand, a word of a talker, put into the book. `known`: LINE knows its reply token."""
        self._made += 1
        event_id = f"made-{self._made}-{self.bot.pid if self.bot else 0}"
        token = f"token-{event_id}"
        moment = self.state()["now"] - minutes_late * 60_000
        self.said[n].append((event_id, word))
        self.posted.append(event_id)
        event = {
            "type": "message",
            "mode": "active",
            "timestamp": moment,
            "source": {"type": "user", "userId": IDS[n]},
            "webhookEventId": event_id,
            "deliveryContext": {"isRedelivery": False},
            "replyToken": token,
            "message": {"id": f"{10**17 + self._made}", "type": "text", "text": word},
        }
        if known:  # the stand-in learns the token, and tries to deliver where nobody is interested
            self.town.control("raw", {"body": {"events": [event]}, "sign": False})
        return event

    def post(self, *events: Json) -> int:
        """Post a signed webhook by hand; gives the bot's answer."""
        raw = json.dumps({"destination": "x", "events": events}, ensure_ascii=False).encode()
        headers = {"x-line-signature": sign("a-secret", raw)}
        return requests.post(self.town.callback, data=raw, headers=headers, timeout=20).status_code

    def at_once(self, events: Sequence[Json]) -> list[int]:
        """Post events at the same moment, each on a thread of its own; the bot must be there."""
        eventually(lambda: requests.get(f"{self.town.bot}/healthz", timeout=5).status_code)
        with ThreadPoolExecutor(len(events)) as threads:
            return list(threads.map(self.post, events))

    def photo(self, n: int, content: bytes) -> None:
        files = {"file": ("photo.png", content, "image/png")}
        requests.post(f"{self.town.line}/simulator/upload", data={"user_id": IDS[n]}, files=files, timeout=10)

    # --- what arrived

    def state(self) -> Json:
        """What the stand-in shows."""
        found: Json = requests.get(f"{self.town.line}/simulator/state?since=0", timeout=10).json()
        return found

    def count(self, state: str, *, dead: bool = False) -> int:
        """How many messages are in a state; `dead`: of those that had a reply token."""
        wanted = select(func.count()).select_from(Outgoing).where(Outgoing.state == state)
        with self.db.read() as session:
            return session.scalar(wanted.where(Outgoing.reply_token.is_not(None)) if dead else wanted) or 0

    def delivered(self, via: str, user: str = "") -> list[dict[str, Any]]:
        return [one for one in self.town.delivered(user) if one["via"] == via]

    def replies(self, user: str) -> list[dict[str, Any]]:
        return self.delivered("reply", user)

    def converse(self) -> None:
        """One report is typed and sent, by somebody whom no fault was about; it is stored once."""
        n, measure = len(TALKERS) + self.talks % 3, 1 + self.talks // 3 % MEASURES
        self.talks += 1
        entries = self._entries()
        answers: list[str] = []
        month = self.instant.strftime("%Y-%m")
        for text in ("", "ยังไม่เริ่ม", "ไม่มี", "ส่ง"):
            read = len(self.replies(IDS[n]))
            if text:
                self.say(n, text)
            else:  # the button of a card
                data = f"open/{measure}.{n + 1}.{month}"
                self.town.control("say", {"user_id": IDS[n], "type": "postback", "data": data})
            last = json.dumps(self._after(n, read), ensure_ascii=False)
            answers.append(last)
        assert "บันทึกรายงาน" in last, answers
        assert self._entries() == entries + 1

    def _after(self, n: int, read: int) -> Any:
        """What a person gets after so many replies."""
        return eventually(lambda: self.replies(IDS[n])[read:], 15)

    def _entries(self) -> int:
        with self.db.read() as session:
            return session.scalar(select(func.count()).select_from(ProgressEntry)) or 0


def soon(seconds: float) -> None:
    """Let a little time pass."""
    time.sleep(seconds)
