"""The papers that a round's report is printed as: one line each, by the name that buttons and commands use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from exports import analysis_paper, announcement, excel, memo
from exports.dossier import Dossier

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP = "application/zip"


class PaperRefused(ValueError):
    """A paper that cannot be made from what there is; the sentence (Thai) says why and what to do."""


@dataclass(frozen=True)
class Paper:
    """A kind of paper: what it is called in Thai, its file's ending and type, and what writes it.

    `write` takes the dossier and the path to write to, and may raise PaperRefused."""

    title: str
    suffix: str
    mimetype: str
    write: Callable[[Dossier, Path], None]


def _excel(dossier: Dossier, path: Path) -> None:
    excel.write(dossier.report, path)


def _analysis(dossier: Dossier, path: Path) -> None:
    if reason := analysis_paper.refusal(dossier.plan):
        raise PaperRefused(reason)
    analysis_paper.write(dossier, path)


PAPERS: dict[str, Paper] = {
    "excel": Paper("ไฟล์รายงาน Excel", ".xlsx", XLSX, _excel),
    "memo": Paper("บันทึกข้อความ", ".docx", DOCX, memo.write),
    "announcement": Paper("ประกาศ", ".docx", DOCX, announcement.write_announcement),
    "circular": Paper("หนังสือเวียน", ".docx", DOCX, announcement.write_circular),
    "analysis": Paper("รายงานผลการวิเคราะห์", ".docx", DOCX, _analysis),
}


def file_name(kind: str, dossier: Dossier) -> str:
    """What the file is called when it is saved: the paper, the round, the fiscal year."""
    paper = PAPERS[kind]
    name = dossier.report.sheet if kind == "excel" else f"{paper.title} {dossier.report.sheet}"
    return f"{name} {dossier.report.fiscal_year}{paper.suffix}"
