"""Nothing is read silently: whatever a report stores, the person who sent it had been shown in plain words before.

What a reader takes a reply for may be wrong on words that nobody wrote before (docs/reading.md); it is never wrong
behind the person's back.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select

from models import thai
from models.replies import STATUS_LABELS
from models.say import Card, Message, as_text
from models.shown import brief
from models.tables import BundleRow, ConversationRow, Progress, ProgressEntry
from tests.desk import FakeDesk
from tests.replies import replies
from tests.stores import Store
from tests.test_any_sequence import at_work

NOW = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
WHO = "สมชาย"
TABLES = [f"replies_blind_{letter}.csv" for letter in "nopqr"]


@pytest.mark.parametrize("table", TABLES)
def test_what_is_stored_was_shown_before(tmp_path: Path, store: Store, table: str) -> None:
    """Every report and status of the strangers' tables, sent with the shortest sensible replies to what is asked."""
    entries = 0
    with at_work(store, tmp_path) as desk:
        desk.tick(NOW)
        now = NOW
        for row in replies(table):
            if row.kind not in ("report", "status", "percent"):
                continue
            now += timedelta(seconds=40)
            _afresh(desk)
            if row.kind != "report":
                desk.say(WHO, "ข้อ 1", now)
            entries += _told(desk, row.typed, now)
    assert entries >= 50


def _afresh(desk: FakeDesk) -> None:
    """Nothing is reported yet, and no question is open."""
    with desk.db.write() as session:
        for table in (Progress, ProgressEntry, ConversationRow, BundleRow):
            session.execute(delete(table))


def _told(desk: FakeDesk, typed: str, now: datetime) -> int:
    """Say it and answer what is asked until a report is sent; gives how many were, all of which had been shown."""
    known, shown = _sent(desk), ""
    given = desk.say(WHO, typed, now)
    for _ in range(12):
        shown += "\n".join(map(as_text, given)) + "\n"
        reply = _reply(given)
        if not reply:
            break
        given = desk.say(WHO, reply, now)
        if new := {id_: answers for id_, answers in _sent(desk).items() if id_ not in known}:
            for answers in new.values():
                for value in _values(answers):
                    assert _plain(value) in _plain(shown), (typed, value, answers, shown)
            return len(new)
    return 0


def _reply(given: list[Message]) -> str:
    """What the person types next: sends what is shown, skips what can be skipped; "" when nothing is asked."""
    labels = [c.label for m in given for c in (m.buttons if isinstance(m, Card) else m.choices)]
    wanted = ("ส่งรายงาน", "ส่งแทนคำตอบเดิม", "ใช่ ถูกต้อง", "ใช่", "ข้าม", "ไม่มี", "เก็บตามที่พิมพ์", "ไม่ใช้")
    return next((w for w in wanted if w in labels), "")


def _sent(desk: FakeDesk) -> dict[int, dict[str, Any]]:
    with desk.db.read() as session:
        return {row.id: dict(row.answers) for row in session.scalars(select(ProgressEntry))}


def _plain(text: str) -> str:
    return re.sub(r"[\s│]+", "", thai.arabic_digits(text))


def _values(answers: dict[str, Any]) -> list[str]:
    """What a report stores, in the words in which the chat shows it."""
    said = [STATUS_LABELS[answers["status"]]]
    said += [thai.short_date(date.fromisoformat(day)) for day in answers.get("dates") or ()]
    said += [f"{answers['percent']}%"] if answers.get("percent") not in (None, "") else []
    return said + [brief(answers[name]) for name in ("activity", "output", "problem") if answers.get(name)]
