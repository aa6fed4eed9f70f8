"""The demo: the real bot, the LINE stand-in as a process of its own, a sample agency and a movable clock.

Everything is shown under one address; nothing leaves the machine. Only the demo can move the clock. It starts
from an empty folder each time, one day before the sample plan's first month opens.
"""

from __future__ import annotations

import secrets
import shutil
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import requests
from flask import Flask, Response, redirect, request

from bot import demo_answers
from bot.schema import ensure
from bot.service import Clock, Service
from bot.serving import app_of, listen, say, service_of
from bot.settings import Settings
from exports.plan_reader import read_plan
from handlers import joining
from handlers.runs import shown_round
from handlers.wording_ladder import STEP_NAMES
from models import organisations, outbox
from models.calendar import BANGKOK, Month
from models.database import Database
from models.plan_store import save_plan
from models.records import load_plans
from models.steps import BY_NAME
from models.tables import Division
from models.thai import WEEKDAYS, short_date, short_month, thai_digits
from scheduler import due, ladder

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "plans" / "kudjok-2566.json"
# The cast: a name, and the division code of a reporter or the role of somebody else.
REPORTERS = (
    ("วิภา", "clerk"),
    ("มาลี", "finance"),
    ("สมชาย", "works"),
    ("อารีย์", "education"),
    ("ประเสริฐ", "welfare"),
)
OTHERS = (("ปลัดสมศักดิ์", "executive", "ปลัด"), ("นิภา", "secretary", "ผู้ดูแลรายงาน"))
HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "content-encoding", "host"})
LARGEST_UPLOAD = 100 * 1024 * 1024


def run(settings: Settings, port: int, *, answered: bool = False) -> None:
    """Start everything and serve until stopped. `answered`: at the end of the first round, with its answers in."""
    folder = settings.data_dir / "demo"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    line_port = _free_port()
    mine = replace(
        settings,
        data_dir=folder,
        database_url=f"sqlite:///{folder / 'bot.db'}",
        public_url=f"http://127.0.0.1:{port}",
        port=port,
        line_api_url=f"http://127.0.0.1:{line_port}",
        channel_secrets=(secrets.token_hex(16),),
        channel_token=secrets.token_hex(32),
        secret_key=secrets.token_hex(32),
        heartbeat_url="",
    )
    with closing(Database(mine.database_url)) as db:
        ensure(db)
        start = _plan_in(db, answered=answered)
        service = service_of(mine, db, None, Clock.starting_at(start))
        line = _start_line(mine, line_port, port, start)
        try:
            app = app_of(service, mine)
            _show(app, service, mine.line_api_url)
            _people_join_soon(service, mine.line_api_url, port, mine.evidence_dir if answered else None)
            say(f"open http://127.0.0.1:{port}/ in a browser; Ctrl+C ends the demo")
            listen(service, mine, "127.0.0.1", port, ticks=True, app=app)
        finally:
            line.terminate()
            line.wait(timeout=10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _plan_in(db: Database, *, answered: bool) -> datetime:
    """Import the sample plan; gives the demo's first instant: the morning before its first month opens, or when the
    last month of its first round has been open for a week."""
    plan = read_plan(SAMPLE).plan
    with db.write() as session:
        organisation = organisations.choose(session, None)
        save_plan(session, organisation, plan, Clock.wall())
        stored = load_plans(session, organisation.id)[0]
        if answered:
            return stored.deadlines(stored.rounds[0].last).opens + timedelta(days=7)
        first = min(a.first for a in stored.assignments)
        return stored.deadlines(first).opens - timedelta(days=1)


def _start_line(settings: Settings, line_port: int, port: int, start: datetime) -> subprocess.Popen[bytes]:
    """The stand-in as a process of its own, waited for until it answers."""
    command = [sys.executable, "-m", "simulator", "--port", str(line_port), "--clock", start.isoformat()]
    command += ["--bot", f"http://127.0.0.1:{port}/callback", "--clock-url", "../demo/clock"]
    environment = {
        "LINE_CHANNEL_SECRET": settings.channel_secrets[0],
        "LINE_CHANNEL_ACCESS_TOKEN": settings.channel_token,
        "PYTHONUNBUFFERED": "1",
    }
    root = Path(__file__).resolve().parent.parent
    process = subprocess.Popen(command, env=environment, cwd=root, stdout=subprocess.DEVNULL)  # noqa: S603
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        try:
            requests.get(f"{settings.line_api_url}/simulator/clock", timeout=1)
            return process
        except requests.ConnectionError:
            time.sleep(0.1)
    process.kill()
    raise RuntimeError("the LINE stand-in did not start")


def _people_join_soon(service: Service, line_url: str, port: int, answers_in: Path | None) -> None:
    """Let the cast join through the chat, as real people do, once the bot listens; then their answers are put in."""
    threading.Thread(
        target=_people_join, args=(service, line_url, port, answers_in), name="cast", daemon=True
    ).start()


def _people_join(service: Service, line_url: str, port: int, answers_in: Path | None) -> None:
    while True:
        try:
            requests.get(f"http://127.0.0.1:{port}/healthz", timeout=1)
            break
        except requests.ConnectionError:
            time.sleep(0.1)
    for name, code, label in _invitations(service):
        found = requests.post(f"{line_url}/simulator/people", json={"name": name, "label": label}, timeout=5).json()
        for answers, text in enumerate((code, name), 1):
            _wait_for(line_url, found["user_id"], answers)
            said = {"user_id": found["user_id"], "type": "text", "text": text}
            requests.post(f"{line_url}/simulator/say", json=said, timeout=5)
    if answers_in:
        with service.db.write() as session:
            stored = load_plans(session, service.organisation_id)[0]
            demo_answers.fill(session, stored, stored.rounds[0], answers_in)


def _wait_for(line_url: str, user_id: str, answers: int) -> None:
    """Wait, at most some seconds, until the person has got so many answers: people read before they type."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        got = requests.get(f"{line_url}/simulator/delivered", params={"user_id": user_id}, timeout=5).json()
        if len(got) >= answers:
            return
        time.sleep(0.05)


def _invitations(service: Service) -> list[tuple[str, str, str]]:
    """An invitation for each of the cast: name, code, what stands above the phone."""
    made: list[tuple[str, str, str]] = []
    with service.db.write() as session:
        divisions = {d.code: d for d in session.query(Division).filter_by(organisation_id=service.organisation_id)}
        wanted: list[tuple[str, str, int | None, str]] = [
            (name, "reporter", divisions[code].id, divisions[code].name) for name, code in REPORTERS
        ]
        wanted += [(name, role, None, label) for name, role, label in OTHERS]
        for name, role, division_id, label in wanted:
            code, _ = joining.invite(session, service.organisation_id, role, division_id, service.clock.wall())
            made.append((name, code, label))
    return made


# --- One address, and the clock ------------------------------------------------------------------------------


def _show(app: Flask, service: Service, line_url: str) -> None:
    @app.get("/")
    def home() -> Any:
        return redirect("simulator/")

    @app.route("/simulator/", defaults={"path": ""}, methods=["GET", "POST", "DELETE"])
    @app.route("/simulator/<path:path>", methods=["GET", "POST", "DELETE"])
    def stand_in(path: str) -> Response:
        """Hand a request on to the stand-in's process and its answer back."""
        request.max_content_length = LARGEST_UPLOAD
        answer = requests.request(
            request.method,
            f"{line_url}/simulator/{path}",
            params=list(request.args.items(multi=True)),
            data=request.get_data(),
            headers={k: v for k, v in request.headers if k.lower() not in HOP},
            timeout=60,
            allow_redirects=False,
        )
        headers = [(k, v) for k, v in answer.headers.items() if k.lower() not in HOP]
        return Response(answer.content, answer.status_code, headers)

    moving = threading.Lock()

    @app.get("/demo/clock")
    def clock() -> dict[str, Any]:
        return _clock_face(service)

    @app.post("/demo/clock")
    def move_clock() -> tuple[dict[str, Any], int]:
        """Move on by days, or to the next step that comes due, and do what is due there."""
        if request.headers.get("Sec-Fetch-Site") == "cross-site":
            return {"error": "calls from other sites are refused"}, 403
        with moving:  # a double click moves twice, one after the other
            return _move(service, line_url, request.get_json(silent=True) or {})


def _move(service: Service, line_url: str, wanted: dict[str, Any]) -> tuple[dict[str, Any], int]:
    now = service.clock.now()
    if wanted.get("to") == "next":
        coming = _next(service)
        if coming is None:
            return _clock_face(service) | {"happened": ["ไม่มีเหตุการณ์ถัดไปในแผนนี้แล้ว"]}, 200
        target = coming[0] + timedelta(minutes=1)
    elif isinstance(wanted.get("days"), int) and 0 < wanted["days"] <= 366:
        target = now + timedelta(days=wanted["days"])
    else:
        return {"error": 'say {"to": "next"} or {"days": 1}'}, 400
    service.clock.offset += target - now
    offset = int(service.clock.offset.total_seconds() * 1000)
    requests.post(f"{line_url}/simulator/clock", json={"offset_ms": offset}, timeout=5).raise_for_status()
    happened = [_told(line) for line in service.tick()]
    _wait_until_sent(service)  # or the clock could move on before a card that belongs to this day
    return _clock_face(service) | {"happened": happened}, 200


def _wait_until_sent(service: Service) -> None:
    """Wait, at most some seconds, until nothing is left to send."""
    deadline = time.monotonic() + 8
    while time.monotonic() < deadline:
        with service.db.read() as session:
            if outbox.oldest_pending(session, service.organisation_id) is None:
                return
        time.sleep(0.05)


def _next(service: Service) -> tuple[datetime, str, str] | None:
    with service.db.read() as session:
        return due.next_step(session, service.organisation_id, service.clock.now())


def _clock_face(service: Service) -> dict[str, Any]:
    now, coming = service.clock.now(), _next(service)
    face: dict[str, Any] = {"now": now.isoformat(), "text": _moment(now), "next": None}
    if coming:
        face["next"] = {"at": coming[0].isoformat(), "text": f"{_step(coming[1], coming[2])} {_moment(coming[0])}"}
    return face


def _moment(instant: datetime) -> str:
    local = instant.astimezone(BANGKOK)
    return f"วัน{WEEKDAYS[local.weekday()]} {short_date(local.date())} {thai_digits(f'{local:%H.%M}')} น."


def _step(step: str, period: str) -> str:
    if step in BY_NAME:
        return f"{STEP_NAMES[step]} เดือน {short_month(Month.parse(period))}"
    if step != "summary":
        return STEP_NAMES[step]
    return f"{STEP_NAMES[step]} {shown_round(period)}"


_REASONS = {
    "no_reporter": "ยังไม่มีผู้รายงาน",
    "no_head": "ยังไม่มีหัวหน้ากองในระบบ",
    "no_secretary": "ยังไม่มีผู้ดูแลรายงานในระบบ",
    "away": "ลา",
    "reminded_lately": "เพิ่งเตือนไป",
    "snoozed": "ขอให้เตือนวันอื่น",
    "on_its_way": "ฉบับก่อนกำลังส่ง",
    "quota": "โควตาข้อความไม่พอ",
    "unreachable": "ติดต่อไม่ได้",
    "no_executive": "ยังไม่มีผู้บริหารในระบบ",
    "outside_office_hours": "รอเวลาราชการ",
    "in_conversation": "รอให้ตอบรายงานที่ค้างอยู่ก่อน",
}


def _told(line: ladder.Line) -> str:
    who = " ".join(p for p in (line.person, line.division) if p)
    return f"{_step(line.step, line.period)}: {who} {_REASONS.get(line.reason, 'ส่งแล้ว')}"
