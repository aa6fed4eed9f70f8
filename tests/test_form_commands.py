"""The commands about the agency's own form, and the report written in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.own_forms import form
from tests.test_commands import KUDJOK, Office, office

__all__ = ["office"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "แบบ ITA.xlsx"
    path.write_bytes(form())
    return path


def test_an_import_says_what_each_column_is_and_stores_nothing_without_yes(office: Office, file: Path) -> None:
    told = office.done("form", "import", file)
    assert "A  ลำดับที่ = order (ลำดับ)\n" in told
    assert "the titles name the year 2569" in told
    assert "nothing stored" in told
    assert "no form" in office.done("form", "show")


def test_a_form_is_used_shown_and_removed(office: Office, file: Path, tmp_path: Path) -> None:
    office.done("plan", "import", KUDJOK, "--from", "2022-10")
    assert "ยังไม่มีแบบฟอร์ม" in office.refused(*report(tmp_path / "own.xlsx"))
    told = office.done("form", "import", file, "--match", "หมายเหตุ=evidence", "--match", "E=-", "--yes")
    assert "G  หมายเหตุ = evidence (จำนวนหลักฐาน)\n" in told
    assert "E  ร้อยละการรายงาน = - (left empty)\n" in told
    assert "แบบ ITA.xlsx, used since" in office.done("form", "show")
    office.done(*report(tmp_path / "own.xlsx"))
    sheet = load_workbook(tmp_path / "own.xlsx").active
    assert sheet
    assert [sheet[place].value for place in ("A1", "A5", "E5", "G5")] == [
        "แบบรายงานผลการดำเนินการตามมาตรการ",
        1,
        None,
        0,
    ]
    office.done("form", "import", file, "--yes")  # another takes its place
    office.done("form", "remove")
    assert "no form" in office.done("form", "show")
    assert "no form" in office.refused("form", "remove")


def report(out: Path) -> tuple[str, ...]:
    return ("report", "--year", "2566", "--round", "6m", "--layout", "own", "--out", str(out))


@pytest.mark.parametrize(
    ("match", "sentence"),
    [
        ("ผลลัพธ์", "must be HEADING=FIELD"),
        ("หมายเหตุ=nothing", "must be HEADING=FIELD"),
        ("ไม่มีช่องนี้=title", "the form has no heading"),
    ],
)
def test_a_wrong_correction_is_refused(office: Office, file: Path, match: str, sentence: str) -> None:
    assert sentence in office.refused("form", "import", file, "--match", match, "--yes")


def test_what_is_no_form_is_refused(office: Office, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"PK no workbook")
    assert "เปิดไฟล์นี้" in office.refused("form", "import", tmp_path / "x.xlsx")
    assert "No such file" in office.refused("form", "import", tmp_path / "none.xlsx")
