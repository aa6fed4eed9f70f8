"""Dossiers of the sample plans for tests of papers, and a Word file as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from docx import Document
from docx.document import Document as WordFile
from docx.section import _BaseHeaderFooter
from docx.table import Table
from docx.text.paragraph import Paragraph

from exports.amendments import Amendment
from exports.dossier import Comment, Dossier, Frozen, Published
from exports.report import build
from exports.report_value import OrderLine, WaivedGap
from models.calendar import FiscalYear, Round
from models.chain import chain_of
from tests.reports.rounds import names_of, sample_plan, sample_report


def reported(name: str, code: str) -> Dossier:
    """A sample plan with its replay, the round not frozen yet."""
    plan, report = sample_plan(name), sample_report(name, code)
    return Dossier(plan, report, date.fromisoformat(report.made_at[:10]), chain=chain_of(plan))


def planned(name: str) -> Dossier:
    """A sample plan of which nothing was asked yet."""
    plan = sample_plan(name)
    now = datetime(plan.fiscal_year - 543, 1, 4, 2, tzinfo=UTC)
    report = build(plan, Round.of(FiscalYear(plan.fiscal_year), "6m"), (), names_of(plan), None, now)
    return Dossier(plan, report, now.date(), chain=chain_of(plan))


def endorsed() -> Dossier:
    """The report of kudjok, frozen, with everything that can stand in a memo."""
    dossier = reported("kudjok-2566", "6m")
    order = OrderLine(
        "กองคลัง",
        "ข้อ ๓",
        "ให้เผยแพร่แผนจัดซื้อจัดจ้างภายในสัปดาห์นี้",
        "นายก",
        "๑๐ ก.พ. ๖๖",
        "๑๗ ก.พ. ๖๖",
        "closed",
        ("เผยแพร่แล้วเมื่อวันที่ ๑๕ ก.พ. ๖๖",),
    )
    gap = WaivedGap("กองช่าง ม.ค. ๖๖ ยังไม่มีรายงาน", "ไม่มีผู้รับผิดชอบ เนื่องจากโอนย้าย")
    return replace(
        dossier,
        report=replace(dossier.report, waived=(gap,), orders=(order,)),
        frozen=Frozen(3, 2, "4f2a" * 16, date(2023, 4, 7)),
        comments=(
            Comment("หัวหน้าสำนักปลัด", False, "endorse", "ตรวจสอบแล้ว ครบถ้วนตามแผน", date(2023, 4, 10)),
            Comment("รองปลัดองค์การบริหารส่วนตำบล", True, "return", "ขอคำชี้แจงเดือน มกราคม 2566", date(2023, 4, 11)),
        ),
        amendments=(
            Amendment("๑. หน่วยงานที่ท่านติดต่อ", "E12", "กองช่าง", "ม.ค. ๖๖", "สิ่งที่ดำเนินการ", "", "ประชุมประจำเดือน"),
        ),
        published=(Published("website", "https://www.kudjok.go.th/ita/2566/6m.pdf", date(2023, 4, 12)),),
    )


def dump(path: Path) -> str:
    """A Word file as text: a line a paragraph, a row's cells divided by |, then head and foot of the pages."""
    file = Document(str(path))
    lines = [line for block in file.iter_inner_content() for line in _lines(block)]
    section = file.sections[0]
    for name, part in (("หัวกระดาษ", section.header), ("ท้ายกระดาษ", section.footer)):
        lines += [f"{name}: {line}" for line in _texts(part)]
    return "\n".join(line.replace("\u00a0", " ").rstrip() for line in lines) + "\n"


def _lines(block: Paragraph | Table) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield block.text
        return
    for row in block.rows:
        yield " | ".join("⏎".join(p.text for p in cell.paragraphs) for cell in row.cells)


def _texts(part: _BaseHeaderFooter) -> list[str]:
    return [p.text.replace("\n", "⏎") for p in part.paragraphs if p.text]


def paragraphs(file: WordFile) -> Iterator[Paragraph]:
    """Every paragraph of a file, also of its tables, heads and feet."""
    for block in file.iter_inner_content():
        if isinstance(block, Paragraph):
            yield block
        else:
            yield from (p for row in block.rows for cell in row.cells for p in cell.paragraphs)
    section = file.sections[0]
    for part in (section.header, section.footer, section.first_page_footer):
        yield from part.paragraphs
