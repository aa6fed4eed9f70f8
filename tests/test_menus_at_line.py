"""Rich menus at LINE: made, linked, made anew and deleted at the stand-in over HTTP, with a real database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import requests
from sqlalchemy import select

from bot import menus
from bot.line import LineApi
from models import people
from models.database import Database
from models.post_tables import RichMenu
from models.tables import Person
from scheduler.menus import Design, step
from simulator.app import StandIn
from simulator.settings import Settings
from tests import cast
from tests.desk import FakeDesk
from tests.simulator.receiver import SECRET, Receiver

NOW = cast.START


class Town:
    """The database with the cast, the stand-in, and the hand that does one step after the other."""

    def __init__(self, db: Database, line: StandIn, url: str) -> None:
        self.db, self.line, self.url, self.now = db, line, url, NOW
        self.api = LineApi(url, "test-token")
        self.designs = dict(menus.designs())
        with db.write() as session:
            self.organisation_id = cast.publish(session).id

    def friend(self, name: str) -> None:
        body = {"user_id": cast.line_id(name), "name": name}
        requests.post(f"{self.url}/simulator/people", json=body, timeout=5).raise_for_status()

    def joins(self, name: str, role: str, division: str | None = None) -> None:
        with self.db.write() as session:
            cast.join(session, cast.publish(session), name, role, division)

    def loses(self, name: str) -> None:
        """All roles end; the rows stay as history."""
        with self.db.write() as session:
            person = session.get_one(Person, self.person(name).id)
            for role in people.roles(session, person):
                people.end(session, role, self.now)

    def person(self, name: str) -> Person:
        with self.db.read() as session:
            return session.scalars(select(Person).where(Person.line_id == cast.line_id(name))).one()

    def run(self) -> None:
        """Everything that is due now; it must come to an end."""
        for _ in range(50):
            if not step(self.db, self.organisation_id, self.designs, self.api, self.now):
                return
        raise AssertionError("it goes on for ever")

    def sees(self, name: str) -> str | None:
        """The name of the menu on a person's phone."""
        menu_id = self.line.menus.of(cast.line_id(name))
        menu = self.line.menus.find(menu_id) if menu_id else None
        return menu["name"] if menu else None

    def fault(self, path: str, fault: str, times: int = 1) -> None:
        self.line.faults.add_api({"path": path, "fault": fault, "times": times})

    def created(self) -> int:
        """How many menus were asked for at LINE."""
        calls: list[dict[str, Any]] = requests.get(f"{self.url}/simulator/state?since=0", timeout=5).json()["calls"]
        return sum(c["path"] == "/v2/bot/richmenu" for c in calls)

    def shelf(self) -> list[str]:
        return sorted(m.body["name"] for m in self.line.menus.shelf.values())


@pytest.fixture
def town(db: Database) -> Iterator[Town]:
    bot = Receiver()
    line = StandIn(Settings(channel_secret=SECRET, access_token="test-token", bot_url=bot.url))
    port = line.listen("127.0.0.1", 0)
    line.serve_in_background()
    yield Town(db, line, f"http://127.0.0.1:{port}")
    line.close()
    bot.close()


def test_the_menu_follows_the_roles(town: Town) -> None:
    town.friend("สมชาย")
    assert town.sees("สมชาย") is None
    town.run()
    assert town.sees("สมชาย") == "newcomer"
    town.joins("สมชาย", "reporter", "กองช่าง")
    town.run()
    assert town.sees("สมชาย") == "reporter"
    town.joins("สมชาย", "secretary")
    town.run()
    assert town.sees("สมชาย") == "reporter-secretary"
    town.loses("สมชาย")
    town.run()
    assert (town.sees("สมชาย"), town.person("สมชาย").menu) == ("newcomer", None)


def test_a_menu_is_made_once_and_only_when_somebody_needs_it(town: Town) -> None:
    for name in ("สมชาย", "มาลี"):
        town.friend(name)
        town.joins(name, "reporter", "กองช่าง")
    for _ in range(3):  # as after restarts
        town.run()
    assert town.shelf() == ["newcomer", "reporter"]
    assert town.created() == 2


def test_a_changed_design_is_made_anew_and_the_old_one_deleted(town: Town) -> None:
    town.friend("สมชาย")
    town.joins("สมชาย", "reporter", "กองช่าง")
    town.run()
    before = town.person("สมชาย").menu
    for name in ("newcomer", "reporter"):
        old = town.designs[name]
        body = old.body | {"chatBarText": "ใหม่"}
        town.designs[name] = Design(name, body, old.image, for_all=old.for_all)
    town.run()
    assert town.person("สมชาย").menu != before
    assert town.line.menus.of(cast.line_id("สมชาย")) == town.person("สมชาย").menu
    assert town.shelf() == ["newcomer", "reporter"]
    assert {m.body["chatBarText"] for m in town.line.menus.shelf.values()} == {"ใหม่"}
    assert town.created() == 4
    assert town.line.menus.default in town.line.menus.shelf


def test_an_upload_that_fails_is_tried_again_later_with_the_same_menu(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    town.fault("/v2/bot/richmenu/*/content", "500")
    town.run()
    assert town.line.menus.default is None
    assert "cannot be made at LINE" in caplog.text
    town.run()  # not yet due
    assert town.line.menus.default is None
    town.now += timedelta(seconds=31)
    town.run()
    assert town.line.menus.default in town.line.menus.shelf
    assert town.created() == 1


def test_an_upload_whose_answer_was_lost_leaves_no_second_menu(town: Town) -> None:
    town.fault("/v2/bot/richmenu/*/content", "accept-then-500")
    for _ in range(4):
        town.run()
        town.now += timedelta(hours=1)
    assert town.shelf() == ["newcomer"]
    assert town.line.menus.default in town.line.menus.shelf


def test_a_link_that_fails_is_tried_again_and_stops_nobody_else(town: Town) -> None:
    for name, division in (("สมชาย", "กองช่าง"), ("มาลี", "กองคลัง")):
        town.friend(name)
        town.joins(name, "reporter", division)
    town.fault(f"/v2/bot/user/{cast.line_id('สมชาย')}/richmenu/*", "500")
    town.run()
    assert (town.sees("สมชาย"), town.sees("มาลี")) == ("newcomer", "reporter")
    town.now += timedelta(minutes=6)
    town.run()
    assert town.sees("สมชาย") == "reporter"


def test_who_has_blocked_is_left_alone_and_linked_again_after(desk: FakeDesk, town: Town) -> None:
    town.friend("สมชาย")
    town.joins("สมชาย", "reporter", "กองช่าง")
    desk.event("สมชาย", NOW, "unfollow")
    town.run()
    assert town.person("สมชาย").menu is None
    desk.event("สมชาย", NOW, "follow", follow={"isUnblocked": True})
    town.run()
    assert town.sees("สมชาย") == "reporter"
    town.line.menus.link([cast.line_id("สมชาย")], None)  # LINE forgot it while it was blocked
    desk.event("สมชาย", NOW, "follow", follow={"isUnblocked": True})
    town.run()
    assert town.sees("สมชาย") == "reporter"


def _left(desk: FakeDesk, town: Town, name: str) -> Person:
    """The person leaves in the chat; gives the row that stays."""
    person_id = town.person(name).id
    desk.say(name, "ออกจากระบบ", town.now)
    desk.say(name, "ยืนยันออกจากระบบ", town.now)
    with town.db.read() as session:
        return session.get_one(Person, person_id)


def test_who_leaves_sees_the_menu_of_strangers_and_then_the_line_id_goes(desk: FakeDesk, town: Town) -> None:
    town.friend("สมชาย")
    town.run()
    assert town.sees("สมชาย") == "reporter"
    left = _left(desk, town, "สมชาย")
    assert left.menu_line_id == cast.line_id("สมชาย")
    town.fault(f"/v2/bot/user/{cast.line_id('สมชาย')}/richmenu", "500")
    town.run()
    assert town.sees("สมชาย") == "reporter"
    town.now += timedelta(minutes=6)
    town.run()
    with town.db.read() as session:
        row = session.get_one(Person, left.id)
    assert (town.sees("สมชาย"), row.menu, row.menu_line_id) == ("newcomer", None, None)
    with town.db.read() as session:  # nothing is ever linked to `left-1`
        assert session.scalars(select(Person.menu_try_at).where(Person.id == left.id)).one() is None


def test_who_comes_back_before_the_menu_was_unlinked_keeps_the_new_one(desk: FakeDesk, town: Town) -> None:
    town.friend("สมชาย")
    town.run()
    _left(desk, town, "สมชาย")
    town.joins("สมชาย", "executive")
    town.run()
    assert town.sees("สมชาย") == "executive"
    with town.db.read() as session:
        assert session.scalars(select(Person).where(Person.menu_line_id.is_not(None))).all() == []


def test_menus_that_line_has_lost_are_made_again(town: Town) -> None:
    town.friend("สมชาย")
    town.joins("สมชาย", "reporter", "กองช่าง")
    town.run()
    town.line.menus.shelf.clear()
    town.line.menus.default = None
    town.friend("มาลี")
    town.joins("มาลี", "reporter", "กองคลัง")
    town.run()
    town.now += timedelta(minutes=1)
    town.run()
    assert (town.sees("สมชาย"), town.sees("มาลี")) == ("reporter", "reporter")
    assert town.line.menus.default in town.line.menus.shelf


def test_line_out_of_reach_stops_nothing(town: Town) -> None:
    town.friend("สมชาย")
    town.joins("สมชาย", "reporter", "กองช่าง")
    town.api = LineApi("http://127.0.0.1:9", "test-token")
    town.run()
    with town.db.read() as session:
        rows = session.scalars(select(RichMenu)).all()
    assert [(r.ready, r.menu_id, r.attempts) for r in rows] == [(False, None, 1)] * 2


def test_another_process_at_the_same_time_does_no_harm(town: Town) -> None:
    """While one makes a menu, the other finds it taken."""
    town.friend("สมชาย")
    town.joins("สมชาย", "reporter", "กองช่าง")

    class Meanwhile(LineApi):
        def create_menu(self, body: dict[str, Any]) -> str:
            other = LineApi(town.url, "test-token")
            while step(town.db, town.organisation_id, town.designs, other, town.now):
                pass
            return super().create_menu(body)

    town.api = Meanwhile(town.url, "test-token")
    town.run()
    assert town.created() == 2
    assert town.sees("สมชาย") == "reporter"
