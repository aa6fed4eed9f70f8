"""Every button's label, typed, does what the tap does, wherever a conversation stands: LINE on a PC shows no buttons
under a text. The conversations are transcripts; at every answer and push that somebody gets each of its buttons is
tried both ways (tests/labels.py), once in each place."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models import people
from models.database import Database
from models.say import Message, as_text
from models.tables import BundleRow, ConversationRow, Person
from tests import labels
from tests.cast import line_id
from tests.desk import FakeDesk
from tests.test_transcripts import FOLDER, Player

ENOUGH = (  # so different that most of what can be typed is in them; the others are tried with the slow tests
    "04-a-date-outside-the-round",
    "05-joining",
    "12-several-divisions-and-roles",
    "20-the-rich-menus",
    "25-care",
    "41-the-papers",
    "42-the-agencys-own-form",
    "45-the-scores",
    "47-small-questions-wait",
    "50-the-months-card",
    "52-overdue-orders",
    "55-what-an-overseer-names",
    "60-the-chain-to-the-circular",
    "72-gaps-are-chased-and-waived",
    "74-chased-for-one-part",
    "78-a-word-in-between",
    "81-an-editor-left",
    "86-the-month-that-was-chosen",
    "89-labels-on-a-pc",
)
THE_OTHERS = sorted({path.stem for path in FOLDER.glob("*.txt")} - {*ENOUGH})
CONVERSATIONS = [*ENOUGH, *(pytest.param(name, marks=pytest.mark.slow) for name in THE_OTHERS)]
# Known differences. Of a label beside several lines it is asked which is meant; these are words that do something:
SEVERAL = {
    "รายงาน": "goes on with what was begun, or shows the card, whose note says to type the measure's number",
    "แก้ไข": "beside an open report it is that report that is changed",
    "ตาม": "shows the divisions again, whose card says to type a name after it",
}
# Words that are typed for others to read are these words, and no button of what was pushed meanwhile.
FOR_OTHERS = ("order", "order_sure", "comment")


@pytest.fixture
def cast_at_desk(sqlite_templates: dict[bool, Path], tmp_path: Path) -> Iterator[FakeDesk]:
    """The cast at work, on SQLite alone: what is held together does not depend on the database."""
    shutil.copyfile(sqlite_templates[True], tmp_path / "bot.db")
    db = Database(f"sqlite:///{tmp_path / 'bot.db'}")
    yield FakeDesk(db)
    db.close()


MARKS = (
    "_doubt",
    "_loose",
    "_edit",
    "_theirs",
    "_adding",
    "_at",
    "_late",
)  # what is asked of a draft beside its questions


TRIED: set[str] = set()  # what was tried in this run, also in other conversations


class Trying(Player):
    """Plays a conversation, and tries the buttons of each answer and push both ways."""

    who = ""

    def __init__(self, desk: FakeDesk, folder: Path) -> None:
        super().__init__(desk, folder)
        self.differ: list[str] = []

    def _speak(self, who: str, what: str) -> None:
        self.who = who
        super()._speak(who, what)

    def _write(self, speaker: str, messages: list[Message]) -> None:
        super()._write(speaker, messages)
        name = self.who if speaker == "บอท" else speaker.removeprefix("บอท → ")
        if messages and speaker != "บอท@กลุ่ม":
            self._try(name, messages, pushed=speaker != "บอท")

    def _try(self, who: str, messages: list[Message], *, pushed: bool) -> None:
        stands, asked = self._stands(who)
        if pushed and asked in FOR_OTHERS:
            return
        sends: dict[str, list[str]] = {}
        for choice in labels.taps(messages):
            sends.setdefault(choice.label, []).append(choice.send)
        for label, found in sends.items():
            what = repr((stands, _shape(label), [_shape(one) for one in found]))
            if stands is not None and what not in TRIED:
                TRIED.add(what)
                self._try_label(who, label, list(dict.fromkeys(found)), messages)

    def _try_label(self, who: str, label: str, sends: list[str], messages: list[Message]) -> None:
        of_last = {c.send for c in labels.taps(messages[-1:]) if c.label == label}
        where = (self.desk.db, self.desk.organisation_id, who)
        typed = labels.typed(*where, label, self.now)
        if len(sends) > 1 and (label in SEVERAL or set(typed.sends) == set(sends)):
            return
        taps = [labels.tapped(*where, send, self.now) for send in (of_last if len(of_last) == 1 else sends)]
        if len(taps) > 1 or taps[0] != typed:
            self.differ.append(f"{who}: [{label}] {sends}\n{labels.told_apart(taps[0], typed)}")

    def _stands(self, who: str) -> tuple[object, str]:
        """Where a person stands, as far as it decides what words mean (None for who has not joined), and the small
        question that is open."""
        with self.desk.db.read() as session:
            person = session.scalar(select(Person).where(Person.line_id == line_id(who)))
            if person is None:
                return None, ""
            theirs = (ConversationRow.person_id == person.id, ConversationRow.open)
            draft = session.scalar(select(ConversationRow).where(*theirs))
            bundle = session.scalar(select(BundleRow).where(BundleRow.person_id == person.id, BundleRow.open))
            marks = [name for name in MARKS if draft and draft.answers.get(name)]
            roles = {(role.name, role.division_id is not None) for role in people.roles(session, person)}
            asked = person.asking or ""
            return (sorted(roles), _shape(asked), draft is not None, marks, bundle and bundle.kind), asked


def _shape(text: str) -> str:
    """A label or what it sends, without the numbers in it."""
    return re.sub(r"[0-9๐-๙]+|[0-9a-f]{16}", "#", text)


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_a_label_typed_does_what_the_tap_does(name: str, cast_at_desk: FakeDesk, tmp_path: Path) -> None:
    played = Trying(cast_at_desk, tmp_path)
    played.play((FOLDER / f"{name}.txt").read_text(encoding="utf-8"))
    assert not played.differ, "\n\n".join([f"{len(played.differ)} buttons", *played.differ])


# --- What is no button ---------------------------------------------------------------------------------------

NOW = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)


def texts(messages: list[Message]) -> str:
    return "\n".join(as_text(message) for message in messages)


def test_words_for_others_are_no_button_of_a_push_that_came_meanwhile(cast_at_desk: FakeDesk) -> None:
    desk = cast_at_desk
    for said in ("สั่งการ กองคลัง เร่งรัดด้วย", "ส่ง"):
        desk.say("ปลัด", said, NOW)
    desk.pushed(NOW)
    desk.say("มาลี", "ตอบข้อสั่งการ", NOW)
    desk.say("นิภา", "ตามคลัง", NOW)
    assert "ไม่มีการดำเนินการ" in texts(desk.pushed(NOW)[line_id("มาลี")])
    assert "คำตอบ — ไม่มีการดำเนินการ" in texts(desk.say("มาลี", "ไม่มีการดำเนินการ", NOW))


def test_an_answer_of_the_open_report_is_no_button_of_a_push(cast_at_desk: FakeDesk) -> None:
    desk = cast_at_desk
    for said in ("ข้อ 2", "ต่อเนื่อง"):
        desk.say("สมชาย", said, NOW)
    desk.say("ปลัด", "สั่งการ กองช่าง เร่งรัดด้วย", NOW)
    desk.say("ปลัด", "ส่ง", NOW)
    desk.pushed(NOW)
    assert "วันที่เท่าไร" in texts(desk.say("สมชาย", "ประชุมชี้แจงแนวทางการให้บริการ", NOW))
    assert "พิมพ์คำตอบได้เลยค่ะ" in texts(desk.say("สมชาย", "ตอบข้อสั่งการ", NOW))


def test_a_label_that_came_late_is_read_as_before(cast_at_desk: FakeDesk) -> None:
    desk = cast_at_desk
    desk.say("สมชาย", "ข้อ 2", NOW)
    desk.say("สมชาย", "ต่อเนื่อง", NOW)
    assert "เพิ่งมาถึงค่ะ" in texts(desk.say("สมชาย", "ข้าม", NOW - timedelta(seconds=30)))


def test_a_label_that_was_typed_can_be_unsent(cast_at_desk: FakeDesk) -> None:
    desk = cast_at_desk
    desk.say("สมชาย", "ข้อ 2", NOW)
    desk.say("สมชาย", "ดำเนินการต่อเนื่อง", NOW, message_id="777")
    desk.unsend("สมชาย", "777", NOW)
    with desk.db.read() as session:
        assert "status" not in session.scalars(select(ConversationRow)).one().answers
