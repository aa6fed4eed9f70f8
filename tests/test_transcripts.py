"""Conversations as golden transcripts, played through the real handler with everything reloaded at each turn.

A file begins with `# ` and what it shows. `@ 2569-11-25 16:20` sets the clock (BE). A person's line is
`สมชาย: text`, or in brackets what was done: `สมชาย: [กด ส่งรายงาน]`, `[เลือกวันที่ 2026-10-07]`, `[รูป]`,
`[รูป 3 รูป]`, `[ไฟล์ แผน.pdf 1200]`, `[สติกเกอร์]`, `[วิดีโอ]`, `[บล็อก]`, `[เพิ่มเพื่อน]`, `[เมนู สรุป]` for an item of
the rich menu. `[ยกเลิกการส่ง รูป]` takes the last photo back, `[ยกเลิกการส่ง “text”]` a text. `[ตอบกลับ “words”] text`
quotes the bot's newest message with these words, `[ตอบกลับรูป] text` the person's own last photo. `@ ดาวน์โหลด รูป`
fetches what waits, all of one content; `@ ดาวน์โหลด ไม่ได้` as content that is not kept. `สมชาย@กลุ่ม: text` is said in a
group (`@บอท` mentions the bot; `[เชิญบอท]`, `[แก้ข้อความ]`, `[ออกจากกลุ่ม]` are events there). `@ นาฬิกา` runs the ladder.
`@ ส่งครบ 2569-10 2570-02` reports all of those months (` ไม่มีรูป`: without photos), `@ ปิดรอบ 6m`
freezes a round whatever it lacks. `@ รหัส reporter กองช่าง` makes an invitation (with
` ถึง 2569-11-30` an acting one) and `{รหัส}` stands for its code. What others are sent by a line stands behind it.
`@ คะแนน …` and `@ มาตรการตอบ …` bring scores in (tests/score_stage.py).
`@ ดาวน์โหลด แบบฟอร์ม` (or ` แบบฟอร์มเสีย`) fetches a form of นิภา's and writes what is answered then.
The bot's lines are compared; `pytest --update` writes them.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from exports.freezing import freeze
from handlers import joining
from models.calendar import BANGKOK, Month, Round, ce_year
from models.plan_store import find_division
from models.records import load_plan
from models.say import Message, as_text
from scheduler.fetching import Fetched, fetch_next
from tests import cast, own_forms, score_stage
from tests.desk import FakeDesk
from tests.reported import report_months

FOLDER = Path(__file__).parent / "transcripts"
INDENT = "     "


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda p: p.stem)
def test_the_conversation_goes_as_written(path: Path, desk: FakeDesk, update: bool, tmp_path: Path) -> None:
    written = path.read_text(encoding="utf-8")
    played = Player(desk, tmp_path).play(written)
    if update:
        path.write_text(played, encoding="utf-8")
        return
    assert played == written


class Player:
    """Plays the people's lines of a transcript and writes it anew with what the bot says."""

    def __init__(self, desk: FakeDesk, folder: Path) -> None:
        self.desk = desk
        self.folder = folder
        self.now = cast.START
        self.code = ""
        self.lines: list[str] = []

    def play(self, text: str) -> str:
        for line in _people_lines(text):
            self.lines.append(line)
            if line.startswith("@ "):
                self._stage(line[2:])
            elif match := re.match(r"(\S+?): (.*)", line, re.DOTALL):
                self._speak(match[1], match[2].replace(f"\n{INDENT}", "\n"))
        return "\n".join(self.lines) + "\n"

    def _stage(self, direction: str) -> None:
        if match := re.match(r"(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d)", direction):
            year, month, day, hour, minute = map(int, match.groups())
            self.now = datetime(ce_year(year), month, day, hour, minute, tzinfo=BANGKOK).astimezone(UTC)
        elif direction == "นาฬิกา":
            lines, pushed = self.desk.tick(self.now)
            self._pushed(pushed)
            for line in lines:
                if line.reason:
                    self.lines.append(f"({line.step} {line.period} {line.division or line.person}: {line.reason})")
        elif match := re.match(r"ส่งครบ (\d{4})-(\d\d) (\d{4})-(\d\d)( ไม่มีรูป)?$", direction):
            first, last = (Month(ce_year(int(match[n])), int(match[n + 1])) for n in (1, 3))
            with self.desk.db.write() as session:
                report_months(session, self.desk.organisation_id, first, last, photos=not match[5])
        elif match := re.match(r"ปิดรอบ (\S+)", direction):
            with self.desk.db.write() as session:
                stored = load_plan(session, self.desk.organisation_id, cast.PLAN.fiscal_year)
                assert stored
                freeze(session, stored, Round.parse(stored.fiscal_year, match[1]), None, self.now)
        elif match := re.match(r"ดาวน์โหลด (\S+)", direction):
            content = (
                b"\x89PNG\r\n\x1a\n" if match[1] == "รูป" else own_forms.form() if match[1] == "แบบฟอร์ม" else b"GIF89a"
            )
            while fetch_next(
                self.desk.db,
                self.desk.organisation_id,
                self.folder,
                lambda _id: Fetched("here", content + b"\0" * 64),
                self.now,
            ):
                pass
            if match[1].startswith("แบบฟอร์ม"):  # it is answered when it was read
                self._write("บอท", self.desk.due("นิภา", self.now))
        elif match := re.match(r"รหัส (\S+)(?: (.+?))?(?: ถึง (\d{4})-(\d\d)-(\d\d))?$", direction):
            until = date(ce_year(int(match[3])), int(match[4]), int(match[5])) if match[3] else None
            with self.desk.db.write() as session:
                division = find_division(session, self.desk.organisation_id, match[2]) if match[2] else None
                self.code, _ = joining.invite(
                    session,
                    self.desk.organisation_id,
                    match[1],
                    division.id if division else None,
                    self.now,
                    acting_until=until,
                )
        elif not score_stage.stage(self.desk.db, direction, self.now):
            raise AssertionError(f"unknown stage direction: {direction}")

    def _speak(self, who: str, what: str) -> None:
        what = what.replace("{รหัส}", self.code)
        name, at_sign, _ = who.partition("@กลุ่ม")
        if at_sign:
            kind = {"[เชิญบอท]": "join", "[แก้ข้อความ]": "messageEdited", "[ออกจากกลุ่ม]": "leave"}.get(what, "message")
            self._write("บอท@กลุ่ม", self.desk.in_group(name, what, self.now, kind))
        else:
            self._write("บอท", self._done(who, what))
            self._pushed(self.desk.pushed(self.now))

    def _pushed(self, pushed: dict[str, list[Message]]) -> None:
        """What others got, by name."""
        names = {cast.line_id(name): name for name in (*cast.LINE_IDS, *self.desk.seen)}
        for line_id, messages in sorted(pushed.items(), key=lambda push: names[push[0]]):
            self.desk.remember(names[line_id], messages)
            self._write(f"บอท → {names[line_id]}", messages)

    def _done(self, who: str, what: str) -> list[Message]:
        desk, now = self.desk, self.now
        if match := re.fullmatch(r"\[ตอบกลับ(?: “(.+)”|รูป)\] (.+)", what, re.DOTALL):
            shown = reversed(desk.shown_ids[cast.line_id(who)])
            own = reversed(desk.sent_ids.get(who, []))
            found = (
                next(i for text, i in shown if match[1] in text)
                if match[1]
                else next(i for kind, i in own if kind == "image")
            )
            return desk.say(who, match[2], now, quoted=found)
        if not (what.startswith("[") and what.endswith("]")):
            return desk.say(who, what, now)
        verb, _, rest = what[1:-1].partition(" ")
        match verb:
            case "กด":
                return desk.tap(who, rest, now)
            case "เมนู":
                return desk.event(who, now, "postback", postback={"data": f"word/{rest}"})
            case "เลือกวันที่":
                return desk.tap(who, "เลือกวันที่", now, picked=rest)
            case "รูป":
                return desk.photos(who, int(rest.split()[0]), now) if rest else desk.photo(who, now)
            case "วิดีโอ":
                return desk.event(who, now, "message", message={"id": "1", "type": "video", "duration": 3000})
            case "ยกเลิกการส่ง":
                wanted = {"รูป": "image", "ไฟล์": "file"}.get(rest, rest.strip("“”"))
                desk.unsend(who, next(i for said, i in reversed(desk.sent_ids[who]) if said == wanted), now)
                return []
            case "ไฟล์":
                name, size = rest.rsplit(" ", 1)
                return desk.file(who, name, int(size), now)
            case "สติกเกอร์":
                return desk.sticker(who, now)
            case "บล็อก":
                return desk.event(who, now, "unfollow")
            case "เพิ่มเพื่อน":
                return desk.event(who, now, "follow", follow={"isUnblocked": False})
        raise AssertionError(f"unknown doing: {what}")

    def _write(self, speaker: str, messages: list[Message]) -> None:
        if not messages:
            self.lines.append(f"({speaker}ไม่ตอบ)")
        for message in messages:
            text = re.sub(r"files/x+", "files/…", as_text(message))
            text = re.sub(r"รหัสตรวจสอบ [0-9a-f]+", "รหัสตรวจสอบ …", text)
            self.lines.append(f"{speaker}: " + text.replace("\n", f"\n{INDENT}"))


def _people_lines(text: str) -> list[str]:
    """The lines that are not the bot's, each with its continuation."""
    blocks: list[str] = []
    for line in text.splitlines():
        if line.startswith(INDENT) and blocks:
            blocks[-1] += "\n" + line
        else:
            blocks.append(line)
    return [b for b in blocks if not b.startswith(("บอท", "("))]
