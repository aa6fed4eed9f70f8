"""The agency's own words: which there are, what they may say, how a command changes them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy import select

from exports.dossier import gather
from exports.paper_fields import Speaker
from exports.paper_wording import CHOICES, DEFAULTS, FIELDS, LONGEST, OF, WordingRefused, change, check, fill, text_of
from models import audit, organisations
from models.calendar import Round
from models.keeping_tables import AuditEntry
from models.records import load_plan
from tests import cast
from tests.desk import FakeDesk
from tests.dossiers import endorsed
from tests.test_commands import Office, office  # noqa: F401

NOW = datetime(2026, 11, 2, 3, tzinfo=UTC)


def test_the_usual_words_name_only_fields_that_there_are() -> None:
    for name, text in DEFAULTS.items():
        check(name, text)
    assert {name.split(".")[0] for name in DEFAULTS if "." in name} == set(OF)


def test_every_field_has_a_value_and_no_value_is_undeclared() -> None:
    assert set(Speaker.of(endorsed()).values) == set(FIELDS)


def test_only_known_names_in_braces_are_replaced_and_each_once() -> None:
    values = {"chief": "นายก {round}", "round": "รอบ ๖ เดือน"}
    assert fill("เรียน {chief} {nobody} {} {chief.name} {{round}}", values) == (
        "เรียน นายก {round} {nobody} {} {chief.name} {รอบ ๖ เดือน}"
    )
    assert fill("ก {empty} ข\n{empty}", {"empty": ""}) == "ก ข\n"


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("memo.nothing", "x", "there is no wording 'memo.nothing'"),
        ("memo.subject", "ของ {agency}", "there is no field {agency}"),
        ("memo.subject", "ของ {}", "there is no field {}"),
        ("memo.form", "both", "memo.form is parts or free"),
        ("memo.subject", "ก" * (LONGEST + 1), "may have"),
    ],
)
def test_what_cannot_be_said_is_refused(name: str, text: str, sentence: str) -> None:
    with pytest.raises(WordingRefused, match=sentence.replace("{", r"\{").replace("}", r"\}")):
        check(name, text)


def test_words_that_are_no_text_are_as_usual() -> None:
    for odd in (None, 3, ["x"], {"a": 1}):
        assert text_of({"memo.closing": odd}, "memo.closing") == DEFAULTS["memo.closing"]
    assert set(CHOICES) <= set(DEFAULTS)


def test_own_words_stand_in_the_dossier_and_the_change_in_the_audit(desk: FakeDesk, tmp_path: Path) -> None:
    with desk.db.write() as session:
        organisation = organisations.choose(session, None)
        assert change(session, organisation, "memo.closing", "จึงเรียนมาเพื่อทราบ", NOW)
        assert not change(session, organisation, "memo.closing", "จึงเรียนมาเพื่อทราบ", NOW)
    with desk.db.read() as session:
        stored = load_plan(session, desk.organisation_id, cast.PLAN.fiscal_year)
        assert stored is not None
        dossier = gather(session, stored, Round.of(stored.fiscal_year, "6m"), NOW, tmp_path)
        assert Speaker.of(dossier).say("memo.closing") == "จึงเรียนมาเพื่อทราบ"
        rows = session.scalars(select(AuditEntry).where(AuditEntry.what == audit.WORDING)).all()
        assert [(row.place, row.old, row.new) for row in rows] == [
            ("บันทึกข้อความ", {"text": ""}, {"code": "memo.closing", "text": "จึงเรียนมาเพื่อทราบ"})
        ]


def test_the_command_changes_what_the_memo_says(office: Office) -> None:  # noqa: F811
    plan = Path(__file__).parents[1] / "samples" / "plans" / "kudjok-2566.json"
    office.done("plan", "import", plan, "--from", "2022-10")
    assert "memo.closing: จึงเรียนมาเพื่อโปรดทราบและพิจารณา\n" in office.done("wording", "list")
    words = office.folder / "words.txt"
    words.write_text("\ufeffเรียน {chief}\nโปรดพิจารณา\n", encoding="utf-8")
    assert (
        office.done("wording", "set", "memo.closing", "--file", words) == "memo.closing: เรียน {chief}\nโปรดพิจารณา\n"
    )
    assert "memo.closing (own): เรียน {chief}" in office.done("wording", "list")
    out = office.folder / "memo.docx"
    office.done("report", "--year", "2566", "--round", "6m", "--out", out)
    lines = [p.text for p in Document(str(out)).paragraphs]
    assert lines[lines.index("โปรดพิจารณา") - 1] == "เรียน นายกองค์การบริหารส่วนตำบลกุดจอก"
    assert "nothing changed" in office.done("wording", "set", "memo.closing", "เรียน {chief}\nโปรดพิจารณา")
    assert office.done("wording", "reset", "memo.closing") == f"memo.closing: {DEFAULTS['memo.closing']}\n"
    assert "(own)" not in office.done("wording", "list")
    office.done("wording", "set", "memo.form", "free")
    office.done("report", "--year", "2566", "--round", "6m", "--out", out)
    assert "ข้อกฎหมาย" not in "".join(p.text for p in Document(str(out)).paragraphs)


def test_a_wrong_command_is_refused_in_a_sentence(office: Office) -> None:  # noqa: F811
    assert "no wording 'x'" in office.refused("wording", "reset", "x")
    assert "no field {who}" in office.refused("wording", "set", "memo.to", "{who}")
    assert "--file" in office.refused("wording", "set", "memo.to")
    assert "--file" in office.refused("wording", "set", "memo.to", "ก", "--file", "f")
    assert "No such file" in office.refused("wording", "set", "memo.to", "--file", "nowhere.txt")
    (office.folder / "bad.txt").write_bytes(b"\xff\xfe\xfa")
    assert "UTF-8" in office.refused("wording", "set", "memo.to", "--file", "bad.txt")


def test_every_paper_comes_by_its_command(office: Office) -> None:  # noqa: F811
    plan = Path(__file__).parents[1] / "samples" / "plans" / "khaochaison-2564.json"
    office.done("plan", "import", plan, "--from", "2020-10")
    for kind, words in (
        ("announcement", "ประกาศองค์การบริหารส่วนตำบลเขาชัยสน"),
        ("circular", "แจ้งเวียนรายงานผล"),
        ("analysis", "จุดอ่อน"),
    ):
        out = office.folder / f"{kind}.docx"
        office.done("report", "--year", "2564", "--round", "12m", "--paper", kind, "--out", out)
        assert words in "\n".join(p.text for p in Document(str(out)).paragraphs)
    assert "is a .docx file" in office.refused(
        "report", "--year", "2564", "--round", "12m", "--paper", "memo", "--out", office.folder / "memo.xlsx"
    )
