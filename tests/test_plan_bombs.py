"""A plan file from outside cannot eat the machine, whatever it holds."""

from __future__ import annotations

import io
import random
import time
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from exports import plan_guard
from exports.plan_reader import PlanFileError, read_plan
from exports.plan_writer import write_template
from tests.plan_cases import Rows, hand_made, json_file

TOO_MANY = "a sheet has more than 5,000 rows x 50 columns; delete the empty rows and columns"


def repacked(path: Path, changes: dict[str, bytes]) -> Path:
    """The workbook with some parts replaced or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *changes}:
            new.writestr(name, changes[name] if name in changes else old.read(name))
    path.write_bytes(buffer.getvalue())
    return path


def part(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def refusal(path: Path) -> str:
    with pytest.raises(PlanFileError) as caught:
        read_plan(path)
    return str(caught.value)


def test_defusedxml_is_at_work() -> None:
    assert openpyxl.DEFUSEDXML


def test_a_file_over_5_mib_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(b"PK" + bytes(5 * 2**20))
    assert refusal(path) == "plan.xlsx: the file is larger than 5 MiB, which no plan is"


def test_a_workbook_over_50_mib_unpacked_is_refused(tmp_path: Path) -> None:
    path = repacked(hand_made(tmp_path), {"xl/media/zeros.bin": bytes(51 * 2**20)})
    assert refusal(path) == "plan.xlsx: the workbook is larger than 50 MiB when unpacked, which no plan is"


def test_a_workbook_of_more_than_200_parts_is_refused(tmp_path: Path) -> None:
    path = repacked(hand_made(tmp_path), {f"xl/media/{number}.bin": b"" for number in range(200)})
    assert refusal(path) == "plan.xlsx: the workbook has more than 200 parts, which no plan has"


def test_a_million_rows_are_refused_at_once(tmp_path: Path) -> None:
    path = hand_made(tmp_path)
    rows = b"".join(b'<row r="%d"><c><v>1</v></c></row>' % number for number in range(10, 800_000))
    sheet = part(path, "xl/worksheets/sheet3.xml").replace(b"</sheetData>", rows + b"</sheetData>")
    started = time.monotonic()
    assert refusal(repacked(path, {"xl/worksheets/sheet3.xml": sheet})) == f"plan.xlsx: {TOO_MANY}"
    assert time.monotonic() - started < 5


def test_rows_below_5000_and_columns_beyond_50_are_refused(tmp_path: Path) -> None:
    def deep(sheets: dict[str, Rows]) -> None:
        sheets["มาตรการ"] += [[] for _ in range(5_000)] + [["M9"]]

    def wide(sheets: dict[str, Rows]) -> None:
        sheets["มาตรการ"][0] += [f"หมายเหตุ {number}" for number in range(50)]

    assert refusal(hand_made(tmp_path, deep)) == f"plan.xlsx: {TOO_MANY}"
    assert refusal(hand_made(tmp_path, wide)) == f"plan.xlsx: {TOO_MANY.replace('a sheet', 'sheet มาตรการ')}"


def test_empty_rows_at_the_very_bottom_as_libreoffice_writes_them_do_no_harm(tmp_path: Path) -> None:
    path = hand_made(tmp_path)
    sheet = part(path, "xl/worksheets/sheet3.xml").replace(
        b"</sheetData>", b'<row r="1048575"></row><row r="1048576"></row></sheetData>'
    )
    assert len(read_plan(repacked(path, {"xl/worksheets/sheet3.xml": sheet})).plan.measures) == 2


def test_entities_are_refused(tmp_path: Path) -> None:
    path = hand_made(tmp_path)
    bomb = b'<!DOCTYPE x [<!ENTITY a "1"><!ENTITY b "&a;&a;">]>'
    for name in ("xl/workbook.xml", "xl/worksheets/sheet3.xml", "xl/styles.xml"):
        damaged = path.with_name("bomb.xlsx")
        damaged.write_bytes(path.read_bytes())
        body = part(path, name)
        head, mark, tail = body.partition(b"?>")
        repacked(damaged, {name: head + mark + bomb + tail if mark else bomb + body})
        assert refusal(damaged).startswith("bomb.xlsx: the file is broken or not a workbook")


def test_a_workbook_in_utf_16_is_refused_because_it_cannot_be_counted(tmp_path: Path) -> None:
    path = hand_made(tmp_path)
    sheet = part(path, "xl/worksheets/sheet3.xml").decode().encode("utf-16")
    assert "not written in UTF-8" in refusal(repacked(path, {"xl/worksheets/sheet3.xml": sheet}))
    sheet = b'<?xml version="1.0" encoding="UTF-7"?>' + part(path, "xl/workbook.xml")
    assert "not written in UTF-8" in refusal(repacked(path, {"xl/worksheets/sheet3.xml": sheet}))


def test_damaged_bytes_never_end_in_anything_but_a_sentence(tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx")
    path = tmp_path / "plan.xlsx"
    dice = random.Random(7)
    for source in (hand_made(tmp_path).read_bytes(), (tmp_path / "template.xlsx").read_bytes()):
        for _ in range(60):
            data = bytearray(source)
            for _ in range(dice.randint(1, 20)):
                data[dice.randrange(len(data))] = dice.randrange(256)
            path.write_bytes(bytes(data[: dice.choice((len(data), dice.randrange(len(data))))]))
            with suppress(PlanFileError):
                read_plan(path)


def test_damaged_parts_never_end_in_anything_but_a_sentence(tmp_path: Path) -> None:
    source = hand_made(tmp_path).read_bytes()
    path = tmp_path / "plan.xlsx"
    dice = random.Random(11)
    names = [name for name in zipfile.ZipFile(io.BytesIO(source)).namelist() if name.endswith((".xml", ".rels"))]
    for _ in range(100):
        path.write_bytes(source)
        name = dice.choice(names)
        data = bytearray(part(path, name))
        for _ in range(dice.randint(1, 4)):
            at = dice.randrange(len(data))
            data[at : at + dice.randint(0, 9)] = bytes(dice.choice(b'<>/"=1a9_ ') for _ in range(dice.randint(0, 4)))
        repacked(path, {name: bytes(data)})
        with suppress(PlanFileError):
            read_plan(path)


def test_odd_values_in_json_never_end_in_anything_but_a_sentence(tmp_path: Path) -> None:
    odd: list[Any] = [None, "", -1, 1.5, True, [], {}, "x", [None], {"a": 1}, 10**30, [[]], "2566-01-01", "\ud800"]
    dice = random.Random(13)

    def spoil(plan: dict[str, Any]) -> None:
        here: Any = plan
        while True:
            key = dice.choice(list(here) if isinstance(here, dict) else range(len(here)))
            if not isinstance(here[key], dict | list) or not here[key] or dice.random() < 0.3:
                here[key] = dice.choice(odd)
                return
            here = here[key]

    for _ in range(400):
        with suppress(PlanFileError):
            read_plan(json_file(tmp_path, spoil))


def test_the_limits_are_those_of_the_house() -> None:
    limits = (plan_guard.MAX_FILE, plan_guard.MAX_UNCOMPRESSED, plan_guard.MAX_MEMBERS)
    assert limits == (5 * 2**20, 50 * 2**20, 200)
