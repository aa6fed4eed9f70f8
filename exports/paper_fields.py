"""The values that the texts of a paper name in braces (exports/paper_wording.py), of one dossier."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date

from exports.dossier import Dossier, Published
from exports.paper_wording import fill, text_of
from exports.score_words import score_text, threshold_text
from exports.texts import clean, number, paper, share
from models.agencies import chief_of, kind_of
from models.chain import PREPARES
from models.plan import Document, Plan
from models.thai import long_date, thai_digits

LAWS = (
    "พระราชบัญญัติประกอบรัฐธรรมนูญว่าด้วยการป้องกันและปราบปรามการทุจริต พ.ศ. ๒๕๖๑",
    "พระราชบัญญัติข้อมูลข่าวสารของราชการ พ.ศ. ๒๕๔๐",
)
_EVERYBODY = "หัวหน้าส่วนราชการและบุคลากรทุกท่าน"
TO_FILL_IN = "ตำแหน่ง " + "." * 34  # under a signature of which the post is not known
SIGNED, BESIDE = 35, 25  # letters beside each other under a signature, and under one of two beside each other
_PLACE = r"((?:องค์การบริหารส่วน|เทศมนตรี|เทศบาล)(?:ตำบล|เมือง|นคร|จังหวัด))(?=\S)"
_ANNOUNCEMENT = "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ."


@dataclass(frozen=True)
class Speaker:
    """Says the texts of one dossier's papers, in the agency's own words where it has some."""

    dossier: Dossier
    values: dict[str, str]

    @classmethod
    def of(cls, dossier: Dossier) -> Speaker:
        values = _values(dossier)
        law = fill(text_of(dossier.wording, "law"), values)
        laws = " และ".join(line.strip() for line in law.split("\n") if line.strip())
        return cls(dossier, {**values, "laws": laws})

    def say(self, name: str) -> str:
        """The text of that name, its fields filled in, with Thai digits."""
        return paper(fill(text_of(self.dossier.wording, name), self.values))

    def choice(self, name: str) -> str:
        """A setting that is not a text, such as memo.form."""
        return text_of(self.dossier.wording, name)

    def signer(self, name: str) -> list[str]:
        """The lines under the signature of that paper."""
        return post_lines(self.say(f"{name}.signer"))


def post_lines(post: str, letters: int = SIGNED) -> list[str]:
    """A post as it stands under a signature: what somebody acts for is on a line of its own, and so is the place
    where the line would be too long. Who only prepares has a post that nobody told us."""
    if post == PREPARES:
        return [TO_FILL_IN]
    lines = re.sub(r" (?=รักษา(?:ราช)?การแทน)", "\n", post).split("\n")
    for after in (r"(รักษา(?:ราช)?การแทน) ", _PLACE):
        lines = [part for line in lines for part in _parted(after, line, letters)]
    return lines


def _parted(after: str, line: str, letters: int) -> list[str]:
    """A line that is too long, in two."""
    return re.sub(after, "\\1\n", line, count=1).split("\n") if _letters(line) > letters else [line]


def _letters(line: str) -> int:
    """How many letters stand beside each other: vowels and tones above and below take no room."""
    return sum(unicodedata.category(letter) != "Mn" for letter in line)


def _values(dossier: Dossier) -> dict[str, str]:
    plan, report, total = dossier.plan, dossier.report, dossier.report.summary.total
    scores, announced, where = dossier.scores, document(plan, "announcement"), published(dossier)
    circular = document(plan, "circular")
    return {
        "organisation": report.organisation,
        "short_name": paper(plan.organisation.short_name) or report.organisation,
        "year": thai_digits(report.fiscal_year),
        "round": report.round_text,
        "chief": chief(dossier),
        "maker": maker(dossier),
        "office": office(plan),
        "prefix": paper(plan.organisation.document_prefix),
        "date": long_date(dossier.frozen.on) if dossier.frozen else "",
        "measures": number(len(report.cells)),
        "expected": number(total.expected),
        "received": number(total.in_time + total.late),
        "in_time": number(total.in_time),
        "late": number(total.late),
        "missing": number(total.missing),
        "completeness": share(total.completeness),
        "timeliness": share(total.timeliness),
        "score_year": thai_digits(scores.ita_year),
        "score": score_text(scores.analysis.overall_score),
        "level": f"ระดับ {paper(scores.analysis.level)}" if scores.analysis.level else "",
        "target": threshold_text(scores.threshold),
        "legal_basis": "\n".join(laws(plan)),
        "announcement": paper(announced.title) if announced else f"{_ANNOUNCEMENT} {thai_digits(plan.fiscal_year)}",
        "announced_on": _announced_on(announced),
        "everybody": paper(circular.to if circular else None) or _EVERYBODY,
        "address": clean(where.value).strip() if where else "",  # as it was noted: it must open
        "published_on": long_date(where.day) if where and where.day else "",
    }


def chief(dossier: Dossier) -> str:
    """The post that approves; when the chain names it without the place, with the place: นายกเทศมนตรีตำบล…."""
    full = chief_of(replace(dossier.plan.organisation, name=dossier.report.organisation))
    last = [paper(step.position) for step in dossier.chain if step.action == "approve"]
    return last[-1] if last and not full.startswith(last[-1]) else full


def maker(dossier: Dossier) -> str:
    """The post that prepares the report."""
    return next((paper(step.position) for step in dossier.chain if step.action == "prepare"), PREPARES)


def office(plan: Plan) -> str:
    """The division that writes the agency's letters, as the plan calls it."""
    named = [paper(d.name) for d in plan.divisions if d.name.startswith(("สำนักปลัด", "สำนักงานปลัด"))]
    return named[0] if named else kind_of(plan.organisation).office


def laws(plan: Plan) -> tuple[str, ...]:
    """The legal basis that the plan's documents name, else the usual one; without numbers."""
    named = [paper(law) for document in plan.documents for law in document.legal_basis]
    return tuple(dict.fromkeys(named)) or LAWS


def document(plan: Plan, kind: str) -> Document | None:
    """The plan's first document of a kind; of announcements the one of measures, because there are others."""
    found = [d for d in plan.documents if d.kind.startswith(kind)]
    return next((d for d in found if "มาตรการ" in d.title or kind != "announcement"), None)


def _announced_on(announced: Document | None) -> str:
    """๑๖ กุมภาพันธ์ พ.ศ. ๒๕๖๔, as an announcement says its day."""
    try:
        day = date.fromisoformat(announced.date or "") if announced else None
    except ValueError:  # a plan may hold any text
        day = None
    return " พ.ศ. ".join(long_date(day).rsplit(" ", 1)) if day else ""


def published(dossier: Dossier) -> Published | None:
    """Where the report was published on the web: what was noted of the website, else any address that was noted."""
    on_web = [p for p in dossier.published if p.item == "website"]
    addresses = [p for p in dossier.published if "://" in p.value or p.value.startswith("www.")]
    return next(iter([*on_web, *addresses]), None)
