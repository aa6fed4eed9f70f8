"""`remind --dry-run`: who would get what and what it would cost, without sending or changing anything."""

from __future__ import annotations

import json

from models import organisations
from models.database import Database
from tests import cast
from tests.test_commands import KUDJOK, Office, office

__all__ = ["office"]


def staffed(office: Office) -> None:
    """Two of the five divisions have a reporter, and there are a secretary and an executive."""
    office.done("plan", "import", KUDJOK)
    db = Database(office.url)
    with db.write() as session:
        organisation = organisations.choose(session, None)
        for name, role, division in (
            ("มาลี", "reporter", "กองคลัง"),
            ("สมชาย", "reporter", "กองช่าง"),
            ("นิภา", "secretary", None),
            ("ปลัด", "executive", None),
        ):
            cast.join(session, organisation, name, role, division)
    db.close()


def test_it_says_who_would_get_what_and_changes_nothing(office: Office) -> None:
    staffed(office)
    before = office.contents()
    out = office.done("remind", "--dry-run", "--at", "2022-10-25T09:00")
    assert "open 2022-10 มาลี (กองคลัง): would be sent, 1 push" in out
    assert "open 2022-10 (สำนักปลัด): no_reporter" in out
    assert "2 pushes now" in out
    assert office.contents() == before


def test_it_forecasts_the_rest_of_the_calendar_month(office: Office) -> None:
    staffed(office)
    found = json.loads(office.done("remind", "--dry-run", "--json", "--at", "2022-11-01T08:00"))
    assert found["cost"] == 0, "before office hours"
    assert {w["reason"] for w in found["would"] if w["person"]} == {"outside_office_hours"}
    assert [(f["step"], f["period"], f["cost"]) for f in found["later"]] == [
        ("nudge", "2022-10", 2),
        ("late", "2022-10", 2),
        ("late_again", "2022-10", 2),
        ("head", "2022-10", 0),
        ("listed", "2022-10", 1),
        ("digest", "2022-10", 1),
        ("named", "2022-10", 0),  # in the same letter
        ("open", "2022-11", 2),
        ("nudge", "2022-11", 2),
    ]
    assert found["quota_left"] is None


def test_without_dry_run_it_is_refused(office: Office) -> None:
    assert "--dry-run" in office.refused("remind")
