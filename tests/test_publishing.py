"""The publishing list as data: which texts are addresses, which OIT item asks for the report, what is pasted."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from exports import publishing
from exports.report import Names, build
from exports.report_value import Report
from models.calendar import FiscalYear, Round
from models.oit import asking_for, set_year
from models.plan import Plan, plan_from_json

SEEDS = Path(__file__).parent.parent / "samples" / "plans"
PAGE = "https://www.khaochaison.go.th/ita/2564/O43.pdf"


def seed(name: str) -> Plan:
    return plan_from_json(json.loads((SEEDS / f"{name}.json").read_text(encoding="utf-8")))


def report(plan: Plan) -> Report:
    round = Round.of(FiscalYear(plan.fiscal_year), "12m")
    return build(plan, round, (), Names({}, {}), None, datetime(2021, 10, 5, tzinfo=UTC))


@pytest.mark.parametrize(
    "text",
    [
        PAGE,
        "http://example.go.th",
        "HTTPS://EXAMPLE.GO.TH/a?b=c#d",
        "https://example.go.th:8443/ผลการดำเนินการ/2564",
        "https://เทศบาลตัวอย่าง.ไทย/รายงาน",
    ],
)
def test_an_address(text: str) -> None:
    assert publishing.is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "www.example.go.th",
        "ftp://example.go.th/a",
        "javascript:alert(1)",
        "https://",
        "https://localhost/a",
        "https://example.go.th/a b",
        "https://example.go.th/\u202egnp.exe",
        "https://example.go.th/\x00",
        "https://example.go.th/<script>",
        "https://user:secret@example.go.th/",
        "https://example.go.th:99999/",
        "https://[::1/",
        "https://a..b/",
        "https://example.go.th/" + "a" * 1000,
        f"ดูที่ {PAGE}",
        f"{PAGE}\n{PAGE}",
    ],
)
def test_no_address(text: str) -> None:
    assert not publishing.is_address(text)


@pytest.mark.parametrize(("fiscal_year", "code"), [(2564, "O43"), (2567, "O28"), (2568, "O26"), (2590, "")])
def test_the_item_that_asks_for_the_report_is_that_of_the_year(fiscal_year: int, code: str) -> None:
    assert publishing.asked_by(asking_for({}, fiscal_year)) == code


def test_the_agencys_own_year_counts() -> None:
    rules = set_year({}, 2570, "O30", "O31")
    assert publishing.asked_by(asking_for(rules, 2569)) == "O31"


def test_the_list_names_the_item_of_the_year() -> None:
    titles = [publishing.title(item, "O43") for item in publishing.ITEMS]
    assert titles == [
        "เว็บไซต์ของหน่วยงาน",
        "ปิดประกาศที่บอร์ดประชาสัมพันธ์",
        "เฟซบุ๊กหรือช่องทางอื่น",
        "กรอกลิงก์ในระบบ ITAS (O43)",
        "กรอกในระบบ E-PLAN NACC",
    ]


def test_what_is_pasted_into_itas() -> None:
    plan = seed("khaochaison-2564")
    assert publishing.for_itas("O43", report(plan), PAGE, date(2021, 10, 8)).splitlines() == [
        "ข้อ O43",
        *report(plan).table.titles,
        PAGE,
        "เผยแพร่เมื่อวันที่ ๘ ตุลาคม ๒๕๖๔",
    ]


def test_what_is_pasted_into_eplan() -> None:
    plan = seed("khaochaison-2564")
    text = publishing.for_eplan(report(plan), PAGE, None)
    assert text.endswith(f"ไม่มีข้อที่ต้องรายงานในรอบนี้\n{PAGE}")
