"""Groups: silence unless spoken to, counts only, nothing kept, nothing changed, nothing pushed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text

from bot import line_draw, line_events
from models import dispatch
from models.base import Base
from models.post_tables import InboundEvent, Outgoing
from models.say import as_text
from models.tables import Invitation, Person, RoleRow
from tests import cast
from tests.desk import GROUP, FakeDesk
from tests.test_joining import code_of

NOW = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)


def everything_but_the_post(desk: FakeDesk) -> dict[str, int]:
    with desk.db.read() as session:
        return {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
            if name not in ("inbound_event", "outgoing", "sent_message")
        }


@pytest.mark.parametrize(
    "said", ["สถานะรายงาน", "สถานะรายงานค่ะ", " สถานะ รายงาน ครับ", "@บอท ว่าไง", "@บอท ออกจากระบบ"]
)
def test_who_speaks_to_it_gets_counts_and_nothing_changes(desk: FakeDesk, said: str) -> None:
    before = everything_but_the_post(desk)
    (answer,) = desk.in_group("มาลี", said, NOW)
    assert "ส่งแล้ว ๐ จาก ๕ ข้อ ครบแล้ว ๐ จาก ๒ กอง" in as_text(answer)
    for name in ("กองช่าง", "กองคลัง", "สมชาย", "มาลี", "นโยบาย"):
        assert name not in as_text(answer)
    assert everything_but_the_post(desk) == before


@pytest.mark.parametrize("said", ["รายงาน", "สถานะ", "ออกจากระบบ", "สรุป", "สถานะรายงานเป็นไงบ้าง", "@สมชาย สถานะ"])
def test_chatter_is_not_answered(desk: FakeDesk, said: str) -> None:
    assert desk.in_group("มาลี", said, NOW) == []


def test_a_code_in_a_group_is_not_used(desk: FakeDesk) -> None:
    code = code_of(desk)
    assert desk.in_group("อารี", code, NOW) == []
    (warned,) = desk.in_group("อารี", f"@บอท {code}", NOW)
    assert "ความลับ" in as_text(warned)
    assert code not in as_text(warned)
    with desk.db.read() as session:
        assert session.scalars(select(Invitation.uses_left)).all() == [1]
        assert len(session.scalars(select(Person)).all()) == 4


@pytest.mark.parametrize("kind", ["leave", "memberJoined", "memberLeft", "unsend", "messageEdited", "galaxy"])
def test_other_events_of_a_group_are_passed_over_and_not_kept(desk: FakeDesk, kind: str) -> None:
    assert desk.in_group("มาลี", "@บอท สถานะรายงาน", NOW, kind=kind) == []


def test_a_button_pressed_in_a_group_does_nothing(desk: FakeDesk) -> None:
    source = {"type": "group", "groupId": GROUP, "userId": cast.line_id("สมชาย")}
    assert desk.event("สมชาย", NOW, "postback", source=source, postback={"data": "out/yes"}) == []
    with desk.db.read() as session:
        assert all(role.ended_at is None for role in session.scalars(select(RoleRow)))


def raw(**more: Any) -> dict[str, Any]:
    message = {"type": "text", "text": "สถานะรายงาน"}
    source = {"type": "room", "roomId": "R" + "1" * 32}
    return {"type": "message", "mode": "active", "source": source, "replyToken": "t", "message": message} | more


def test_a_room_is_a_group() -> None:
    heard = line_events.read_group(raw(), NOW)
    assert heard is not None
    assert (heard.group_id, heard.mentioned) == ("R" + "1" * 32, False)


@pytest.mark.parametrize(
    "event",
    [
        raw(mode="standby"),
        raw(replyToken=None),
        raw(source={"type": "room"}),
        raw(source={"type": "user", "userId": "U1"}),
        raw(message=None),
        raw(message={"type": "text"}),
        raw(message={"type": "sticker"}),
        None,
    ],
)
def test_half_events_are_nothing(event: Any) -> None:
    assert line_events.read_group(event, NOW) is None


@pytest.mark.parametrize("mention", [None, [], {}, {"mentionees": None}, {"mentionees": [None, {"isSelf": "yes"}]}])
def test_an_odd_mention_is_none(mention: Any) -> None:
    heard = line_events.read_group(raw(message={"type": "text", "text": "x", "mention": mention}), NOW)
    assert heard is not None
    assert not heard.mentioned


def test_old_counts_do_not_ride_on_new_ones(desk: FakeDesk) -> None:
    desk.in_group("มาลี", "สถานะรายงาน", NOW)
    with desk.db.write() as session:  # as if nobody had delivered it within the token's minute
        row = session.scalars(select(Outgoing)).one()
        row.state, row.sent_at, row.body = "pending", None, None
    with desk.db.write() as session:
        later = NOW + timedelta(minutes=5)
        assert dispatch.claim(session, desk.organisation_id, later, line_draw.render) is None
    assert len(desk.in_group("มาลี", "สถานะรายงาน", NOW + timedelta(hours=1))) == 1
    with desk.db.read() as session:
        rows = session.execute(select(Outgoing.state, Outgoing.kind).order_by(Outgoing.created_at)).all()
    assert [tuple(row) for row in rows] == [("dead", "reply"), ("sent", "reply")]


def test_what_fails_in_a_group_is_not_kept_either(desk: FakeDesk) -> None:
    with desk.db.write() as session:
        session.execute(text("alter table assignment rename to hidden"))
    desk.in_group("มาลี", "สถานะรายงาน", NOW)
    with desk.db.read() as session:
        assert session.scalars(select(InboundEvent.body)).all() == [""]
