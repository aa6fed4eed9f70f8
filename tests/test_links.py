"""Signed addresses: they expire, name nobody, open for their own organisation only, and say so in Thai."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from bot.links import LinkExpired, Links, LinkWrong
from bot.web import make_app
from models.post_tables import FileLink
from tests import cast
from tests.desk import FakeDesk

NOW = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
LINKS = Links("https://bot.example", "key")


def client(desk: FakeDesk, organisation_id: int = 1, signer: Links = LINKS) -> FlaskClient:
    app = make_app(
        desk.db,
        organisation_id,
        ("secret",),
        signer,
        Path(),
        wall=lambda: NOW,
        now=lambda: NOW,
        stored=lambda: None,
        health=lambda: {"ok": True},
    )
    return app.test_client()


def path_of(desk: FakeDesk) -> str:
    """What the executive gets by the button, signed as the running bot signs it."""
    desk.say("ปลัด", "ขอไฟล์", NOW)
    with desk.db.read() as session:
        row = session.scalars(select(FileLink)).one()
    assert "fiscal" not in row.id
    return LINKS.make(row.id).removeprefix("https://bot.example")


def test_the_address_opens_the_report_in_the_phones_browser(desk: FakeDesk) -> None:
    path = path_of(desk)
    assert path.endswith("?openExternalBrowser=1")
    answer = client(desk).get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert load_workbook(io.BytesIO(answer.data)).sheetnames[0] == "สรุป"


def test_the_address_names_nobody(desk: FakeDesk) -> None:
    path = path_of(desk)
    assert not any(word in path for word in ("2570", "ปลัด", cast.line_id("ปลัด"), "6m"))


def test_the_address_expires(desk: FakeDesk) -> None:
    path = path_of(desk)
    answer = client(desk, signer=Links("https://bot.example", "key", minutes=-1)).get(path)
    assert (answer.status_code, "หมดอายุแล้ว" in answer.text) == (410, True)


@pytest.mark.parametrize("token", ["x", "x.y.z", "..%2f..%2fetc", "ก"])
def test_an_address_that_is_not_ours_is_refused(desk: FakeDesk, token: str) -> None:
    answer = client(desk).get(f"/files/{token}")
    assert answer.status_code == 404


def test_an_address_of_another_organisation_is_refused(desk: FakeDesk) -> None:
    assert client(desk, 2).get(path_of(desk)).status_code == 404


def test_signing_is_by_key_and_purpose() -> None:
    made = LINKS.make("id").split("/files/")[1].split("?")[0]
    assert LINKS.open(made) == "id"
    with pytest.raises(LinkWrong):
        Links("https://bot.example", "another key").open(made)
    with pytest.raises(LinkWrong):
        LINKS.open(made[:-1])


def test_an_old_signature_is_told_from_a_wrong_one() -> None:
    made = LINKS.make("id").split("/files/")[1].split("?")[0]
    with pytest.raises(LinkExpired):
        Links("https://bot.example", "key", minutes=-1).open(made)
