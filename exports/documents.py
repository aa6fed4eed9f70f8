"""The papers that a round's report is printed as: one line each, by the name that buttons and commands use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from exports import evidence_pack, excel, own_form
from exports.dossier import Dossier, PaperRefused

__all__ = ["PAPERS", "Paper", "PaperRefused", "file_name"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP = "application/zip"


@dataclass(frozen=True)
class Paper:
    """A kind of paper: what it is called in Thai, its file's ending and type, and what writes it.

    `write` takes the dossier and the path to write to, and may raise PaperRefused."""

    title: str
    suffix: str
    mimetype: str
    write: Callable[[Dossier, Path], None]


def _excel(dossier: Dossier, path: Path) -> None:
    excel.write(dossier.report, path, dossier.standing, dossier.amendments)


PAPERS: dict[str, Paper] = {
    "excel": Paper("ไฟล์รายงาน Excel", ".xlsx", XLSX, _excel),
    "own": Paper("แบบฟอร์มของหน่วยงาน", ".xlsx", XLSX, own_form.write),
    "evidence": Paper("ชุดหลักฐาน", ".zip", ZIP, evidence_pack.write),
}


def file_name(kind: str, dossier: Dossier) -> str:
    """What the file is called when it is saved: the paper, the round, the fiscal year."""
    paper = PAPERS[kind]
    name = dossier.report.sheet if kind == "excel" else f"{paper.title} {dossier.report.sheet}"
    return f"{name} {dossier.report.fiscal_year}{paper.suffix}"
