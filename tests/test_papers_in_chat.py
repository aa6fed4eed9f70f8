"""Papers asked for in the chat: who may, which buttons work, what the address opens."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from docx import Document
from sqlalchemy import select

from exports import analysis_paper
from exports.documents import DOCX
from exports.paper_wording import change
from handlers import wording
from models import organisations
from models.post_tables import FileLink
from models.say import Card, Text, as_text
from tests.desk import FakeDesk
from tests.test_links import LINKS, client

NOW = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)


def press(desk: FakeDesk, name: str, data: str) -> list[Card | Text]:
    return desk.event(name, NOW, "postback", postback={"data": data})


def path_of(desk: FakeDesk) -> str:
    with desk.db.read() as session:
        row = session.scalars(select(FileLink).order_by(FileLink.created_at.desc())).first()
    assert row is not None
    return LINKS.make(row.id).removeprefix("https://bot.example")


def test_the_address_opens_the_memo_as_a_word_file(desk: FakeDesk) -> None:
    desk.say("นิภา", "บันทึกข้อความ", NOW)
    answer = client(desk).get(path_of(desk))
    assert (answer.status_code, answer.mimetype) == (200, DOCX)
    assert quote("บันทึกข้อความ") in answer.headers["Content-Disposition"]
    assert Document(io.BytesIO(answer.data)).paragraphs[0].text == "บันทึกข้อความ"


def test_what_cannot_be_made_is_said_in_the_chat_and_by_an_old_address(desk: FakeDesk) -> None:
    (said,) = press(desk, "ปลัด", "paper/analysis/2570/6m")
    assert as_text(said) == analysis_paper.NO_SCORES
    desk.say("ปลัด", "บันทึกข้อความ", NOW)
    path = path_of(desk)
    with desk.db.write() as session:
        link = session.scalars(select(FileLink)).one()
        link.what = {**link.what, "paper": "analysis"}
    answer = client(desk).get(path)
    assert answer.status_code == 409
    assert analysis_paper.NO_SCORES in answer.get_data(as_text=True)


@pytest.mark.parametrize("data", ["paper/memo/2570/6m", "papers/2570/6m", "word/หนังสือ"])
def test_who_only_reports_gets_no_paper(desk: FakeDesk, data: str) -> None:
    (said,) = press(desk, "สมชาย", data)
    assert as_text(said) == wording.NOT_FOR_YOU
    with desk.db.read() as session:
        assert session.scalars(select(FileLink)).all() == []


@pytest.mark.parametrize(
    "data", ["paper/memo/9999/6m", "paper/memo/2570/9m", "paper/memos/2570/6m", "papers/x/6m", "papers/2570/3m-9"]
)
def test_a_forged_button_is_an_old_one(desk: FakeDesk, data: str) -> None:
    (said,) = press(desk, "ปลัด", data)
    assert as_text(said) == wording.OLD_BUTTON


def test_a_change_of_the_words_is_seen_in_the_history(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        change(session, organisations.choose(session, None), "memo.closing", "จึงเรียนมาเพื่อทราบ", NOW)
    (said,) = desk.say("นิภา", "ประวัติ", NOW)
    assert "เปลี่ยนถ้อยคำในหนังสือ บันทึกข้อความ · ข้อความ: – → จึงเรียนมาเพื่อทราบ" in as_text(said)
    assert "memo.closing" not in as_text(said)
