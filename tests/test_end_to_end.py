"""The bot and the stand-in as two processes: join, the month opens, an answer, a restart, the executive's file."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from openpyxl import load_workbook

from tests.running import Phone, Town, eventually, shown
from tests.stores import Store

pytestmark = pytest.mark.slow
PLAN = Path(__file__).resolve().parent.parent / "samples" / "plans" / "kudjok-2566.json"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64


@pytest.fixture
def town(tmp_path: Path, store: Store) -> Iterator[Town]:
    url = "" if store.kind == "sqlite" else store.empty(tmp_path)
    with Town(tmp_path, "2022-10-25T09:30", url) as made:
        made.start_line()
        made.done("plan", "import", str(PLAN))
        yield made


def test_a_month_from_invitation_to_excel(town: Town) -> None:
    town.start_bot("--web-only")
    reporter, executive = Phone(town, "สมชาย"), Phone(town, "ปลัด")
    assert "รหัสเชิญ" in shown(reporter.say("สวัสดี"))
    invited = json.loads(town.done("invite", "--role", "webkeeper", "--qr", str(town.folder / "qr.png"), "--json"))
    assert invited["link"].startswith("https://line.me/R/oaMessage/%40")
    assert (town.folder / "qr.png").read_bytes().startswith(b"\x89PNG")
    reporter.join("reporter", "กองช่าง")
    executive.join("executive")

    # the month opens: a card to the one division that has a reporter, the others with the reason
    told = json.loads(town.done("tick", "--at", "2022-10-25T09:00", "--json"))["steps"]
    assert {(s["division"], s["state"], s["reason"]) for s in told} == {
        ("กองช่าง", "sent", ""),
        ("สำนักปลัด", "not_sent", "no_reporter"),
        ("กองคลัง", "not_sent", "no_reporter"),
        ("กองการศึกษา ศาสนาและวัฒนธรรม", "not_sent", "no_reporter"),
        ("กองสวัสดิการสังคม", "not_sent", "no_reporter"),
    }
    card = shown(reporter.answer())
    assert "รายงานเดือน ต.ค. ๖๕ กองช่าง" in card
    assert "0 sent, 4 not sent" in town.done("tick", "--at", "2022-10-25T09:05")

    # an answer, with a restart in the middle of it
    assert "อยู่ในสถานะใด" in shown(reporter.say("1"))
    reporter.say("ทำต่อเนื่อง")
    assert "วันที่เท่าไร" in shown(reporter.say("เน้นย้ำในที่ประชุมประจำเดือน"))
    bot = town.processes.pop()
    bot.terminate()
    assert bot.wait(timeout=20) == 0
    town.start_bot()
    assert "ผลผลิต" in shown(reporter.say("10 ต.ค. 65"))
    reporter.say("ข้าม")
    reporter.say("ไม่มี")
    files = {"file": ("photo.png", PNG, "image/png")}
    requests.post(f"{town.line}/simulator/upload", data={"user_id": reporter.user_id}, files=files, timeout=10)
    assert "รวม ๑ รายการ" in shown(reporter.answer())
    assert "บันทึกรายงานเดือน ต.ค. ๖๕" in shown(reporter.say("ส่ง"))
    evidence = town.folder / "data" / "evidence" / "1"
    (stored,) = eventually(lambda: [p for p in evidence.glob("*") if not p.name.startswith(".")])
    assert stored.read_bytes() == PNG

    # the executive's card, the link and the file behind it
    summary = shown(executive.say("สรุป"))
    assert "ส่งแล้ว ๑ จาก ๑๘ ข้อ" in summary
    link = re.findall(r'"uri": "([^"]+)"', shown(executive.tap("excel/2566/6m")))[0]
    assert "openExternalBrowser=1" in link
    assert reporter.user_id not in link
    answer = requests.get(link, timeout=20)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert load_workbook(io.BytesIO(answer.content)).sheetnames[:3] == ["สรุป", "รายงานรอบ ๖ เดือน", "รายมาตรการ"]
    wrong = requests.get(f"{town.bot}/files/{urlsplit(link).path[-5:]}", timeout=10)
    assert (wrong.status_code, "ใช้ไม่ได้" in wrong.text) == (404, True)

    # what arrived, arrived once: replies cost nothing, one push was counted
    calls = requests.get(f"{town.line}/simulator/state?since=0", timeout=10).json()
    assert calls["quota"]["used"] == 1


def test_photos_together_a_quoted_card_and_an_unsent_photo(town: Town) -> None:
    town.start_bot()
    reporter = Phone(town, "สมชาย")
    reporter.join("reporter", "กองช่าง")
    photos = [("file", (f"{n}.png", PNG + bytes([n]), "image/png")) for n in range(3)]
    upload = {"user_id": reporter.user_id}
    sent = requests.post(f"{town.line}/simulator/upload", data=upload, files=photos, timeout=10).json()["sent"]
    assert "ได้รับแล้ว ๓ รายการ" in shown(reporter.answer())
    assert "รวม ๓ รายการ" in shown(reporter.say("1"))
    evidence = town.folder / "data" / "evidence" / "1"
    eventually(lambda: len([p for p in evidence.glob("*") if not p.name.startswith(".")]) == 3)

    assert "อยู่ในสถานะใด" in shown(reporter.say("ข้อ 1"))
    asked = town.delivered(reporter.user_id)[-1]["message_ids"][-1]
    assert "พักไว้แล้ว" in shown(reporter.say("ยกเลิก"))
    town.control("say", {"user_id": reporter.user_id, "type": "text", "text": "ยังไม่เริ่ม", "quoted": asked})
    assert "มีปัญหา" in shown(reporter.answer())
    assert "๓ รายการ" in shown(reporter.say("ไม่มี"))
    assert "บันทึกรายงาน" in shown(reporter.say("ส่ง"))

    town.control("unsend", {"user_id": reporter.user_id, "message_id": sent[0]["message_id"]})
    eventually(lambda: len([p for p in evidence.glob("*") if not p.name.startswith(".")]) == 2)
    assert "กรุณาส่งใหม่แทน" in shown(reporter.say("เมนู"))
    assert len(town.delivered(reporter.user_id)) == reporter.read, "each photo of a set is not answered"


def test_line_sends_everything_twice_and_nothing_is_doubled(town: Town) -> None:
    town.start_bot()
    town.control("faults", {"webhook": {"twice": True}})
    reporter = Phone(town, "สมชาย")
    reporter.join("reporter", "กองช่าง")
    for said in ("รายงาน", "1", "ยังไม่เริ่ม", "ไม่มี", "ส่ง"):
        last = reporter.say(said)
    assert "บันทึกรายงาน" in shown(last)
    assert len(town.delivered(reporter.user_id)) == reporter.read


def test_a_push_that_line_took_but_answered_with_500_is_sent_once(town: Town) -> None:
    town.start_bot("--web-only")
    reporter = Phone(town, "สมชาย")
    reporter.join("reporter", "กองช่าง")
    town.control("faults", {"api": [{"path": "/v2/bot/message/push", "fault": "accept-then-500", "times": 1}]})
    told = json.loads(town.done("tick", "--at", "2022-10-25T09:00", "--json"))["steps"]
    assert [s["state"] for s in told if s["division"] == "กองช่าง"] == ["pending"]

    def settled() -> bool:
        steps = json.loads(town.done("tick", "--at", "2022-10-25T09:10", "--json"))["steps"]
        return not any(s["state"] == "pending" for s in steps)

    eventually(settled, 60)
    state = requests.get(f"{town.line}/simulator/state?since=0", timeout=10).json()
    pushes = [c for c in state["calls"] if c["path"] == "/v2/bot/message/push"]
    assert [c["status"] for c in pushes] == [500, 409]
    assert len({c["retry_key"] for c in pushes}) == 1
    assert len([d for d in town.delivered(reporter.user_id) if d["via"] == "push"]) == 1


def test_a_wrong_token_loses_no_card(town: Town) -> None:
    town.start_bot("--web-only")
    reporter = Phone(town, "สมชาย")
    reporter.join("reporter", "กองช่าง")
    right = town.environment["LINE_CHANNEL_ACCESS_TOKEN"]
    town.environment["LINE_CHANNEL_ACCESS_TOKEN"] = "wrong"
    told = json.loads(town.done("tick", "--at", "2022-10-25T09:00", "--json"))["steps"]
    assert "access token" in next(s["reason"] for s in told if s["division"] == "กองช่าง")
    town.environment["LINE_CHANNEL_ACCESS_TOKEN"] = right

    def pushed() -> list[dict[str, Any]]:
        town.done("tick", "--at", "2022-10-25T09:10")
        return [d for d in town.delivered(reporter.user_id) if d["via"] == "push"]

    (card,) = eventually(pushed, 60)
    assert "รายงานเดือน ต.ค. ๖๕" in shown(card["messages"])


def test_blocking_is_noticed_and_said(town: Town) -> None:
    town.start_bot("--web-only")
    reporter = Phone(town, "สมชาย")
    reporter.join("reporter", "กองช่าง")
    town.control(f"people/{reporter.user_id}/block", {})

    def reasons() -> list[str]:
        steps = json.loads(town.done("tick", "--at", "2022-10-25T07:00", "--json"))["steps"]
        return [s["reason"] for s in steps if s["division"] == "กองช่าง"]

    # before 09:00 nothing is due; at 09:00 the block has been noticed
    assert reasons() == []
    steps = json.loads(town.done("tick", "--at", "2022-10-25T09:00", "--json"))["steps"]
    assert [s["reason"] for s in steps if s["division"] == "กองช่าง"] == ["unreachable"]
