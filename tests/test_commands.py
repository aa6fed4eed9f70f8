"""The commands as an operator runs them: what they print, what they refuse, and that a refusal changes nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from openpyxl import Workbook

from bot.__main__ import main
from models.base import Base
from models.database import Database
from models.records import load_plans
from tests.report_tables import expected_rows
from tests.stores import Store

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "plans"
KUDJOK, MAECHEDI = SAMPLES / "kudjok-2566.json", SAMPLES / "maechedi-2567.json"


class Office:
    """Runs commands on a data folder of its own and reads what they print."""

    def __init__(self, folder: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.url, self.capsys = folder, url, capsys

    def run(self, *arguments: str | Path) -> tuple[int, str, str]:
        try:
            status = main([str(a) for a in arguments])
        except SystemExit as ending:
            status = int(str(ending.code))
        out, err = self.capsys.readouterr()
        return status, out, err

    def done(self, *arguments: str | Path) -> str:
        status, out, err = self.run(*arguments)
        assert status == 0, err
        return out

    def refused(self, *arguments: str | Path) -> str:
        """A command that must end with 2 and one sentence on standard error, and change nothing."""
        before = self.contents()
        status, out, err = self.run(*arguments)
        assert (status, out) == (2, "")
        assert self.contents() == before
        return err

    def contents(self) -> str:
        """Everything in the database, as text."""
        db = Database(self.url)
        with db.read() as session:
            rows = [
                [list(r) for r in session.execute(t.select().order_by(*t.primary_key))]
                for t in Base.metadata.sorted_tables
            ]
        db.close()
        return str(rows)


@pytest.fixture
def office(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], store: Store
) -> Office:
    for name in ("DATABASE_URL", "LINE_CHANNEL_SECRET", "LINE_CHANNEL_ACCESS_TOKEN", "PUBLIC_URL", "SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("LINE_API_URL", "http://127.0.0.1:1")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    url = store.fresh(tmp_path / "data")
    if store.kind != "sqlite":  # the file is where it is without the setting
        monkeypatch.setenv("DATABASE_URL", url.replace("postgresql+psycopg:", "postgresql:"))
    return Office(tmp_path, url, capsys)


# --- The plan


@pytest.mark.parametrize("plan", sorted(SAMPLES.glob("*.json")), ids=lambda p: p.stem)
def test_a_plan_goes_in_out_and_in_again_and_nothing_changes(office: Office, plan: Path) -> None:
    assert "stored" in office.done("plan", "import", plan)
    before = office.contents()
    assert "nothing changed" in office.done("plan", "import", plan)
    for name in ("again.xlsx", "again.json"):
        office.done("plan", "export", office.folder / name)
        assert "nothing changed" in office.done("plan", "import", office.folder / name)
    assert office.contents() == before


def test_a_measure_without_a_division_is_named_and_can_be_given_an_owner(office: Office) -> None:
    status, _, err = office.run("plan", "import", MAECHEDI)
    assert status == 0
    assert "M4" in err
    assert "M7" in err
    given = office.done("plan", "assign", "M4", "สำนักปลัด").split("\n")
    assert given[0] == "M4 is owned by สำนักปลัด"
    assert given[1].startswith("the printed cell ผู้รับผิดชอบ stays as the plan has it: empty;")
    before = office.contents()
    assert "nothing changed" in office.run("plan", "import", MAECHEDI)[1]
    assert office.contents() == before  # an owner given by hand stays


def test_a_freeze_names_what_looks_odd_and_is_not_held_up_by_it(office: Office) -> None:
    office.done("plan", "import", SAMPLES / "khaochaison-2564.json")
    which = ("freeze", "--year", "2564", "--round", "6m")
    dry = office.done(*which, "--dry-run")
    assert "lacks: " in dry
    assert re.search("^looks odd: .*แต่แผนไม่ได้ระบุว่ามาตรการใดตอบตัวชี้วัดใด$", dry, re.MULTILINE)
    assert "looks odd: " in office.done(*which, "--waive", "เริ่มใช้ระบบภายหลัง")
    assert "version 1:" in office.done(*which, "--versions")


def test_a_section_belongs_to_its_division(office: Office) -> None:
    office.done("plan", "import", KUDJOK)
    assert office.done("plan", "assign", "E12", "งานพัสดุ").startswith(
        "E12 is owned by กองคลัง; all its owners: สำนักปลัด"
    )


def test_every_division_answers_for_a_measure_of_all(office: Office) -> None:
    office.done("plan", "import", SAMPLES / "phonsongkhram-2569.json")
    db = Database(office.url)
    with db.read() as session:
        (stored,) = load_plans(session, 1)
    db.close()
    ids = [i for i, m in stored.measures.items() if m.code == "IND1"]
    owners = {stored.divisions[a.division_id] for a in stored.assignments if a.measure_id == ids[0]}
    assert owners == {"สำนักปลัด", "กองคลัง"}


def test_a_dry_run_stores_nothing(office: Office) -> None:
    before = office.contents()
    out = office.done("plan", "import", KUDJOK, "--dry-run")
    assert "measure added: E12" in out
    assert "nothing stored" in out
    assert office.contents() == before


def test_a_plan_of_another_organisation_needs_to_be_named(office: Office) -> None:
    office.done("plan", "import", KUDJOK)
    assert "--organisation" in office.refused("plan", "import", MAECHEDI)
    name = "องค์การบริหารส่วนตำบลแม่เจดีย์"
    office.done("plan", "import", MAECHEDI, "--organisation", name)
    assert "name one with --organisation" in office.refused("plan", "export", office.folder / "x.xlsx")
    office.done("plan", "export", office.folder / "x.xlsx", "--organisation", name)


def test_a_changed_plan_is_brought_up_to_date(office: Office) -> None:
    office.done("plan", "import", KUDJOK)
    plan = json.loads(KUDJOK.read_text(encoding="utf-8"))
    plan["measures"][0]["title"] = "ชื่อใหม่"
    dropped = plan["measures"].pop()["code"]
    changed = office.folder / "changed.json"
    changed.write_text(json.dumps(plan), encoding="utf-8")
    out = office.done("plan", "import", changed)
    assert "measure changed: E12" in out
    assert f"measure removed: {dropped}" in out
    assert "nothing changed" in office.done("plan", "import", changed)
    assert f"measure changed: {dropped}" in office.done("plan", "import", KUDJOK)


def test_the_template_can_be_written_and_is_not_yet_a_plan(office: Office) -> None:
    office.done("plan", "template", office.folder / "template.xlsx")
    assert "หน่วยงาน" in office.refused("plan", "import", office.folder / "template.xlsx")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["plan", "import", "nothing.json"], "nothing.json"),
        (["plan", "import", str(KUDJOK), "--from", "2565-10"], "Buddhist"),
        (["plan", "import", str(KUDJOK), "--from", "2026-10"], "2566"),
        (["plan", "export", "plan.pdf"], ".xlsx or .json"),
        (["plan", "export", "plan.xlsx"], "no plan yet"),
        (["plan", "assign", "E12", "กองคลัง"], "no plan yet"),
        (["plan", "template", "nowhere/x.xlsx"], "folder"),
        (["invite", "--role", "reporter"], "needs --division"),
        (["invite", "--role", "executive", "--division", "กองช่าง"], "takes no --division"),
        (["invite", "--role", "reporter", "--division", "กองลูกเสือ"], "no division"),
        (["invite", "--role", "king"], "invalid choice"),
        (["invite", "--role", "reporter", "--division", "กองช่าง", "--acting"], "--until"),
        (["invite", "--role", "reporter", "--division", "กองช่าง", "--until", "2099-01-01"], "--acting"),
        (["invite", "--role", "secretary", "--acting", "--until", "2099-01-01"], "a reporter or a head"),
        (["invite", "--role", "head", "--division", "กองช่าง", "--acting", "--until", "2020-01-01"], "is over"),
        (["invite", "--role", "head", "--division", "กองช่าง", "--acting", "--until", "soon"], "not a day"),
        (["invite", "--role", "head", "--division", "กองช่าง", "--acting", "--until", "2570-01-01"], "not a day"),
        (["invite", "--role", "executive", "--uses", "0"], "1 to 1000"),
        (["report", "--year", "2566", "--round", "6m", "--out", "x.xlsx"], "no plan"),
        (["report", "--year", "2566", "--round", "6m", "--out", "x.pdf"], ".xlsx"),
        (["report", "--year", "2566", "--round", "9m", "--out", "x.xlsx"], "invalid choice"),
        (["tick"], "LINE_CHANNEL_SECRET is not set"),
        (["serve"], "LINE_CHANNEL_SECRET is not set"),
        (["reopen", "E12", "กองช่าง", "2565-10", "--reason", "x"], "Buddhist"),
        (["nonsense"], "invalid choice"),
        ([], "required"),
    ],
)
def test_a_wrong_input_ends_with_2_and_one_sentence(office: Office, arguments: list[str], sentence: str) -> None:
    err = office.refused(*arguments)
    assert sentence in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["report", "--year", "2566", "--round", "3m", "--out", "x.xlsx"], "quarter"),
        (["report", "--year", "2566", "--round", "6m", "--layout", "fancy", "--out", "x.xlsx"], "kudjok-6m-5col"),
        (["report", "--year", "2570", "--round", "6m", "--out", "x.xlsx"], "2566"),
        (["report", "--year", "2566", "--round", "6m", "--quarter", "2", "--out", "x.xlsx"], "--round 3m"),
        (["report", "--year", "0", "--round", "6m", "--out", "x.xlsx"], "no plan of fiscal year 0"),
        (["reopen", "I20", "กองช่าง", "2022-10", "--reason", "x"], "does not owe I20"),
        (["reopen", "E12", "กองช่าง", "2022-10", "--reason", " "], "must say why"),
        (["invite", "--role", "executive", "--days", "99999999"], "--days 1 to 366"),
        (["plan", "assign", "E99", "กองคลัง"], "no measure 'E99'"),
        (["plan", "assign", "E12", "กองลูกเสือ"], "no division 'กองลูกเสือ'"),
        (["reopen", "E99", "กองช่าง", "2022-10", "--reason", "x"], "no measure"),
    ],
)
def test_a_wrong_input_about_a_plan(office: Office, arguments: list[str], sentence: str) -> None:
    office.done("plan", "import", KUDJOK)
    assert sentence in office.refused(*arguments)


def test_a_rehearsal_is_refused_unless_line_is_on_this_machine(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINE_API_URL", "https://api.line.me")
    monkeypatch.setenv("LINE_CHANNEL_SECRET", "s")
    monkeypatch.setenv("LINE_CHANNEL_ACCESS_TOKEN", "t")
    assert "LINE_API_URL" in office.refused("tick", "--at", "2022-10-25T09:00")
    assert "LINE_API_URL" in office.refused("serve", "--clock", "2022-10-25T09:00")


# --- The others


def test_an_invitation_is_printed_as_json_with_its_link_when_line_answers(office: Office) -> None:
    office.done("plan", "import", KUDJOK)
    terms = ("--role", "head", "--division", "กองช่าง", "--acting", "--until", "2099-01-31")
    assert json.loads(office.done("invite", *terms, "--json"))["acting_until"] == "2099-01-31"
    assert "acting until 2099-01-31" in office.done("invite", *terms)
    found = json.loads(office.done("invite", "--role", "reporter", "--division", "งานพัสดุ", "--json"))
    assert (found["role"], found["division"], found["uses"], found["link"]) == ("reporter", "กองคลัง", 1, None)
    assert len(found["code"]) == 9
    assert "code " in office.done("invite", "--role", "secretary")


def test_a_qr_code_needs_the_bots_id(office: Office) -> None:
    assert "needs the bot's id" in office.refused("invite", "--role", "secretary", "--qr", office.folder / "code.png")


def test_a_filled_in_plan_is_not_overwritten_by_a_template(office: Office) -> None:
    office.done("plan", "template", office.folder / "plan.xlsx")
    assert "exists already" in office.refused("plan", "template", office.folder / "plan.xlsx")


def test_an_agencys_own_table_is_read_with_what_the_database_knows(office: Office) -> None:
    office.done("plan", "import", KUDJOK)
    book = Workbook()
    for row in expected_rows("kudjok-2566"):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(office.folder / "table.xlsx")
    assert "fiscal year" in office.refused("plan", "import", office.folder / "table.xlsx")
    status, out, err = office.run("plan", "import", office.folder / "table.xlsx", "--year", "2566", "--dry-run")
    assert (status, "6 measures: nothing stored (dry run)" in out) == (0, True), err
    assert "division added" not in out  # the divisions of the database are known by their names


@pytest.mark.parametrize("layout", ["kudjok-6m-5col", "maechedi-annual-6col", "khaosaming-6m-result", "default"])
def test_a_report_is_written_in_every_layout(office: Office, layout: str) -> None:
    office.done("plan", "import", KUDJOK)
    out = office.folder / "r.xlsx"
    assert "ค้างส่ง" in office.done("report", "--year", "2566", "--round", "6m", "--layout", layout, "--out", out)
    assert out.read_bytes().startswith(b"PK")
    office.done("report", "--year", "2566", "--round", "3m", "--quarter", "2", "--layout", layout, "--out", out)


@pytest.mark.parametrize("kind", ["divisions", "measures"])
def test_a_code_that_the_tables_cannot_hold_is_refused(office: Office, kind: str) -> None:
    plan = json.loads(KUDJOK.read_text(encoding="utf-8"))
    plan[kind][0]["code"] = "x" * 41
    (office.folder / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    assert "too long for a code" in office.refused("plan", "import", office.folder / "plan.json")


def test_every_command_has_help(office: Office) -> None:
    commands = ["demo", "serve", "clock", "tick", "invite", "report", "reopen", "replay", "migrate"]
    for command in [*commands, "plan import", "plan template", "plan export", "plan assign"]:
        status, out, _ = office.run(*command.split(), "--help")
        assert (status, "usage: python -m bot" in out) == (0, True)


def test_an_older_database_is_refused_with_the_command_to_run(office: Office) -> None:
    from sqlalchemy import text

    db = Database(office.url)
    with db.write() as session:
        session.execute(text("update alembic_version set version_num = '9999'"))
    db.close()
    assert "newer than this program" in office.refused("replay")


def test_a_database_of_something_else_is_left_alone(office: Office) -> None:
    from sqlalchemy import text

    db = Database(office.url)
    with db.write() as session:
        session.execute(text("drop table alembic_version"))
    db.close()
    status, _, err = office.run("replay")
    assert (status, "something else" in err) == (2, True)


def test_the_migrations_make_exactly_the_tables_of_the_program(db: Database) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
