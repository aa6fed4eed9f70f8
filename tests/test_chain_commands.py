"""The commands of the chain as an operator runs them: what they print, and what they refuse without changing it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from exports.freezing import freeze
from models import chain, endorsements
from models.calendar import Round, bangkok_date
from models.post_tables import Outgoing
from models.records import load_plan
from models.tables import Organisation, Person
from tests import cast
from tests.test_backup import Hands, Place

NOW = datetime(2026, 10, 26, 3, 0, tzinfo=UTC)
USUAL = "1 ผู้จัดทำ [prepare]: -\n2 หัวหน้าสำนักปลัดเทศบาล [comment]: -\n3 รองปลัดเทศบาล [comment]: -\n"
USUAL += "4 ปลัดเทศบาล [comment]: -\n5 นายกเทศมนตรี [approve]: -\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Place:
    monkeypatch.setenv("LINE_API_URL", "http://127.0.0.1:1")
    monkeypatch.chdir(tmp_path)
    found = Place(Hands(tmp_path, monkeypatch, capsys), "here")
    found.fill(files=0)
    with found.opened() as db, db.write() as session:
        organisation = session.scalars(select(Organisation)).one()
        for name, role, division in cast.CAST:
            cast.join(session, organisation, name, role, division)
    return found


def test_the_chain_is_shown_set_and_held(place: Place) -> None:
    assert place.done("chain", "show") == USUAL
    shown = place.done("chain", "set", "ผู้จัดทำ, ปลัดเทศบาล,นายกเทศมนตรี")
    assert shown == "1 ผู้จัดทำ [prepare]: -\n2 ปลัดเทศบาล [comment]: -\n3 นายกเทศมนตรี [approve]: -\n"
    assert place.done("chain", "holder", "ปลัด", "--person", "ปลัด") == "ปลัดเทศบาล: ปลัด\n"
    held = place.done("chain", "holder", "นายกเทศมนตรี", "--person", "ปลัด", "--acting", "--until", "2099-01-31")
    assert held == "นายกเทศมนตรี: ปลัด, acting until 2099-01-31\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["set", "ผู้จัดทำ"], "at least 2"),
        (["set", "ก,,ข"], "no name"),
        (["set", "ก,ก"], "twice"),
        (["holder", "ใครสักคน", "--person", "ปลัด"], "there is no one post"),
        (["holder", "ปลัดเทศบาล", "--person", "สมชาย"], "there is no one such executive"),
        (["holder", "ปลัดเทศบาล"], "--person NAME, or --id N"),
        (["holder", "ปลัดเทศบาล", "--person", "ปลัด", "--id", "3"], "--person NAME, or --id N"),
        (["holder", "ปลัดเทศบาล", "--person", "ปลัด", "--until", "2099-01-31"], "--until goes with --acting"),
        (["holder", "ปลัดเทศบาล", "--person", "ปลัด", "--acting", "--until", "2020-01-31"], "is over"),
        (["vacate", "ปลัดเทศบาล"], "nobody holds"),
    ],
)
def test_what_makes_no_sense_is_refused(place: Place, arguments: list[str], says: str) -> None:
    status, out, err = place.run("chain", *arguments)
    assert (status, out) == (2, "")
    assert says in err
    assert place.done("chain", "show") == USUAL


def test_a_report_that_waits_is_sent_to_the_new_holder(place: Place) -> None:
    with place.opened() as db, db.write() as session:
        organisation = session.scalars(select(Organisation)).one()
        stored = load_plan(session, organisation.id, 2570)
        assert stored
        row = freeze(session, stored, Round.of(stored.fiscal_year, "6m"), None, NOW)
        chain.store(session, organisation.id, stored.plan)
        seat = endorsements.course(session, row, stored.plan, bangkok_date(NOW)).turn
        assert seat
        maker = session.scalars(select(Person).where(Person.name == "นิภา")).one()
        endorsements.say(session, row, seat, maker, "endorse", "", NOW, "")
    said = place.done("chain", "holder", "หัวหน้าสำนักปลัด", "--person", "ปลัด")
    assert said == "หัวหน้าสำนักปลัดเทศบาล: ปลัด; 1 waiting report sent\n"
    place.done("chain", "holder", "หัวหน้าสำนักปลัด", "--person", "ปลัด")  # the same again is not sent again
    assert place.done("chain", "vacate", "หัวหน้าสำนักปลัด") == "หัวหน้าสำนักปลัดเทศบาล: nobody\n"
    with place.opened() as db, db.read() as session:
        pushes = session.scalars(select(Outgoing).where(Outgoing.kind == "push")).all()
        assert [row.line_id for row in pushes] == [cast.line_id("ปลัด")]
