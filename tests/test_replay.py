"""The proof on real data: three real reports, answered month by month through the conversation, come out as printed.

Each answer of samples/replay is typed by a reporter of its division in its month; what is not there stays missing.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from exports import excel
from exports.plan_reader import read_plan
from exports.rounds import build_report
from exports.summary_sheet import NOTES
from handlers.owed import tag
from models import organisations
from models.calendar import FiscalYear, Month, Round, at
from models.database import Database
from models.ledger import Key
from models.plan_store import assign, save_plan
from models.records import StoredPlan, load_plans
from models.say import Message, as_text
from tests import cast
from tests.desk import FakeDesk
from tests.report_tables import broken, expected_rows, result_rows, squeeze

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
PUBLISHED = datetime(2026, 11, 20, 9, tzinfo=UTC)
CASES = [("kudjok-2566", "6m"), ("maechedi-2567", "12m"), ("khaosaming-2564", "6m")]


ASKED = {  # words of each question, as the person reads them
    "status": "อยู่ในสถานะใด",
    "activity": "ได้ดำเนินการอะไรบ้าง",
    "dates": "วันที่เท่าไร",
    "output": "ได้ผลผลิตอะไร",
    "outcome": "เกิดผลลัพธ์อย่างไร",
    "problem": "มีปัญหา อุปสรรค หรือข้อเสนอแนะไหม",
    "evidence": "ส่งรูปหรือไฟล์หลักฐาน",
}


def asked_in(message: Message) -> str:
    """The question that a message asks; "" when it is the card to confirm."""
    text = as_text(message)
    if "โปรดตรวจสอบก่อนส่ง" in text:
        return ""
    (name,) = [name for name, words in ASKED.items() if words in text]
    return name


class Replay:
    """Imports a sample plan, lets one reporter of each division join, and types the answers."""

    def __init__(self, db: Database, name: str) -> None:
        self.db = db
        self.script: dict[str, Any] = json.loads((SAMPLES / "replay" / f"{name}.json").read_text(encoding="utf-8"))
        plan = read_plan(SAMPLES / "plans" / self.script["plan"]).plan
        with db.write() as session:
            organisation = organisations.choose(session, None)
            save_plan(session, organisation, plan, PUBLISHED)
            for given in self.script["assign"]:
                assign(session, organisation, plan.fiscal_year, given["measure"], given["division"], PUBLISHED)
            for division in plan.divisions:
                cast.join(session, organisation, division.code, "reporter", division.name)
        self.desk = FakeDesk(db)
        with db.read() as session:
            self.stored: StoredPlan = load_plans(session, self.desk.organisation_id)[0]
        self.codes = {measure.code: id_ for id_, measure in self.stored.measures.items()}

    def play(self) -> list[str]:
        """Type every answer; gives the questions that the bot had because of a doubt."""
        doubts: list[str] = []
        for answer in self.script["answers"]:
            month = Month.parse(answer["month"])
            now = at(month.first_day.replace(day=28), time(10, 30))
            who = answer["division"]
            key = Key(self.codes[answer["measure"]], self.stored.division_codes[who], month)
            (asked,) = self.desk.event(who, now, "postback", postback={"data": f"open/{tag(key)}"})
            doubts += self._answer(who, answer, now, asked)
        return doubts

    def _answer(self, who: str, answer: dict[str, Any], now: datetime, asked: Message) -> list[str]:
        doubts: list[str] = []
        typed = {
            "status": {"done": "เสร็จแล้ว", "ongoing": "ทำต่อเนื่อง"}[answer["status"]],
            "activity": answer["activity"],
            "dates": answer["typed_dates"],
            "output": answer["output"],
            "outcome": answer["outcome"],
            "problem": answer["problem"],
            "evidence": "ต่อไป",
        }
        while name := asked_in(asked):
            (*_, asked) = self.desk.say(who, typed[name] or "ข้าม", now)
            if "ถูกต้องไหม" in as_text(asked):
                assert answer.get("outside_round_confirmed"), as_text(asked)
                doubts.append(as_text(asked).splitlines()[0])
                (*_, asked) = self.desk.say(who, "ใช่", now)
        (receipt,) = self.desk.say(who, "ส่ง", now)
        assert "บันทึกรายงาน" in as_text(receipt)
        return doubts

    def write(self, code: str, out: Path) -> None:
        """Write the report of a round to a workbook, as the command does."""
        with self.db.read() as session:
            stored = load_plans(session, self.desk.organisation_id)[0]
            round = Round.of(FiscalYear(stored.plan.fiscal_year), code)
            excel.write(build_report(session, stored, round, PUBLISHED), out)


@pytest.mark.parametrize(("name", "code"), CASES)
def test_the_report_comes_out_as_the_agency_printed_it(db: Database, tmp_path: Path, name: str, code: str) -> None:
    replay = Replay(db, name)
    doubts = replay.play()
    out = tmp_path / "report.xlsx"
    replay.write(code, out)
    assert [[squeeze(c) for c in row] for row in result_rows(out)] == [
        [squeeze(c) for c in row] for row in expected_rows(name)
    ]
    assert [[broken(c) for c in row] for row in result_rows(out)] == [
        [broken(c) for c in row] for row in expected_rows(name)
    ]
    summary = "\n".join(str(cell.value) for row in load_workbook(out)[NOTES].iter_rows() for cell in row)
    assert {"kudjok-2566": "ทุกมาตรการ ยังไม่รายงาน ม.ค. ๖๖, ก.พ. ๖๖, มี.ค. ๖๖"}.get(name, "") in summary
    outside = [a for a in replay.script["answers"] if a.get("outside_round_confirmed")]
    assert len(doubts) == len(outside)
    assert all("อยู่นอกรอบรายงาน" in doubt for doubt in doubts)
    assert summary.count("ซึ่งอยู่นอกรอบรายงาน (ผู้รายงานยืนยันแล้ว)") == len(outside)
