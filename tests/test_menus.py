"""Rich menus: the design, and that every item on them is a word that is answered."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot import menu_drawing, menus
from handlers import wording
from handlers.menus import MENUS, NEWCOMER, REPORTER, SECRETARY, Menu, menu_for
from models.people import ROLES
from models.say import Text, as_text
from models.tables import ConversationRow
from simulator.richmenus import MENU
from tests import cast
from tests.desk import FakeDesk
from tests.openapi import Spec, needs_openapi

NOW = cast.START


# --- The design


def test_roles_add_up() -> None:
    assert menu_for([]) is None
    assert menu_for(["webkeeper"]) is None
    assert menu_for(["head"]) is menu_for(["reporter"]) is REPORTER
    assert menu_for(["secretary", "executive"]) is SECRETARY
    for one in ("secretary", "executive"):
        both, alone = menu_for(["reporter", one]), menu_for([one])
        assert both
        assert alone
        room = {wording.GET_FILE} if one == "secretary" else set()  # no room: it is a button of the summary
        assert set(both.words) == {*REPORTER.words, *alone.words} - room


def test_every_sum_of_roles_has_a_menu_that_is_drawn() -> None:
    found = {menu_for([a, b]) for a in ROLES for b in ROLES} - {None}
    assert found == set(MENUS) - {NEWCOMER}
    assert set(menus.designs()) == {m.name for m in MENUS}


@pytest.mark.parametrize("menu", MENUS, ids=lambda m: m.name)
def test_line_takes_the_menu_and_its_picture(menu: Menu) -> None:
    body, png = menus.body(menu), menus.image(menu).read_bytes()
    assert list(MENU.check(body, ())) == []
    assert struct.unpack(">II", png[16:24]) == (menus.WIDTH, menus.height(menu))
    assert len(png) < 1024 * 1024
    assert [a["action"]["displayText"] for a in body["areas"]] == list(menu.words)


@needs_openapi
@pytest.mark.parametrize("menu", MENUS, ids=lambda m: m.name)
def test_the_body_is_as_line_describes_it(menu: Menu) -> None:
    spec = Spec("messaging-api.yml", known_only=True)
    assert spec.validate(menus.body(menu), {"$ref": "#/x/RichMenuRequest"}) == []


@pytest.mark.parametrize("menu", MENUS, ids=lambda m: m.name)
def test_the_areas_cover_the_picture_once(menu: Menu) -> None:
    cells = menus.cells(menu)
    assert sum(c.width * c.height for c in cells) == menus.WIDTH * menus.height(menu)
    for one in cells:
        for other in cells:
            apart = one.x + one.width <= other.x or other.x + other.width <= one.x
            assert one is other or apart or one.y + one.height <= other.y or other.y + other.height <= one.y
    phone = 360 / menus.WIDTH  # a cheap phone is 360 wide; a thumb needs 48
    assert all(c.width * phone >= 48 and c.height * phone >= 48 for c in cells)


@pytest.mark.parametrize("menu", MENUS, ids=lambda m: m.name)
def test_the_committed_picture_is_of_the_present_design(menu: Menu) -> None:
    drawn = json.loads(menu_drawing.DRAWN.read_text(encoding="utf-8"))
    assert drawn[menu.name] == menu_drawing.digest(menu), "run: python -m bot.menu_drawing"


# --- Every item is a word

WHO: dict[str, list[tuple[str, str | None]]] = {
    "newcomer": [],
    "reporter": [("reporter", "กองช่าง")],
    "secretary": [("secretary", None)],
    "executive": [("executive", None)],
    "reporter-secretary": [("reporter", "กองช่าง"), ("secretary", None)],
    "reporter-executive": [("head", "กองช่าง"), ("executive", None)],
}


def items(found: Iterable[Menu]) -> list[Any]:
    """Every (menu, word) as a case of a test."""
    return [pytest.param(m, w) for m in found for w in m.words]


@pytest.mark.parametrize(("menu", "word"), items(MENUS), ids=lambda v: getattr(v, "name", v))
def test_an_item_and_its_word_do_the_same(desk: FakeDesk, menu: Menu, word: str) -> None:
    with desk.db.write() as session:
        organisation = cast.publish(session)
        for role, division in WHO[menu.name]:
            cast.join(session, organisation, "อารี", role, division)
    at = NOW + timedelta(days=25)
    typed = desk.say("อารี", word, at)
    tapped = desk.event("อารี", at, "postback", postback={"data": f"word/{word}"})
    texts = [m.text for m in typed if isinstance(m, Text)]
    assert typed
    assert not {wording.NOT_UNDERSTOOD, wording.NOT_FOR_YOU, wording.WELCOME_STRANGER} & set(texts)
    assert [as_text(m) for m in tapped] == [as_text(m) for m in typed]


@pytest.mark.parametrize(
    ("menu", "word"), items(m for m in MENUS if wording.REPORT in m.words), ids=lambda v: getattr(v, "name", v)
)
def test_an_item_in_the_middle_of_a_report_is_no_answer_to_it(desk: FakeDesk, menu: Menu, word: str) -> None:
    """The open question takes any text, and an item of the menu is none."""
    with desk.db.write() as session:
        organisation = cast.publish(session)
        for role, division in WHO[menu.name]:
            cast.join(session, organisation, "อารี", role, division)
    at = NOW + timedelta(days=25)
    for said in ("ข้อ 1", "ทำต่อเนื่อง"):
        desk.say("อารี", said, at)
    assert desk.event("อารี", at, "postback", postback={"data": f"word/{word}"})
    with desk.db.read() as session:
        draft = session.scalars(select(ConversationRow)).one()
    assert word not in json.dumps(draft.answers, ensure_ascii=False)
