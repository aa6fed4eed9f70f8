"""The elements that a complete report shows (DOMAIN.md section 4): present, partial or missing, and where to mend it.

Everything is read from the dossier: what the plan says, what the report prints, what was published.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from exports.dossier import Dossier
from exports.score_words import item_name
from exports.scoring import scores_of
from exports.texts import number
from models.assessments import Assessed, has_scores, threshold, year_of
from models.plan import Measure
from models.thai import thai_digits

State = Literal["present", "partial", "missing"]
WEBSITE = "website"  # the item of the publishing check-list
_MOST_NAMED = 6
_CHASE = "ผู้ดูแลรายงานพิมพ์ ตาม เพื่อตามกองที่ยังไม่ส่ง"


@dataclass(frozen=True)
class Element:
    """An element of a complete report: `lacks` says what is not there, `fix` what to do; "" when it is present."""

    number: int
    name: str
    state: State
    lacks: str = ""
    fix: str = ""


@dataclass(frozen=True)
class _Found:
    state: State
    lacks: str = ""
    fix: str = ""


_PRESENT = _Found("present")


def completeness(dossier: Dossier) -> tuple[Element, ...]:
    """The eleven elements in order."""
    elements = []
    for position, (name, look) in enumerate(_ELEMENTS, 1):
        found = look(dossier)
        elements.append(Element(position, name, found.state, found.lacks, found.fix))
    return tuple(elements)


def _sheet(sheet: str, column: str = "") -> str:
    where = f"แผ่นงาน {sheet}" + (f" ช่อง {column}" if column else "")
    return f"แก้ไฟล์แผน {where} แล้วนำเข้าใหม่"


# --- The plan ----------------------------------------------------------------------------------------------------


def _analysis(dossier: Dossier) -> _Found:
    """Scores, and words about what they mean."""
    found, measures = dossier.assessment, dossier.plan.measures
    scored = has_scores(found)
    words = bool(
        found.weaknesses
        or found.issues_to_improve
        or any(m.analysis for m in measures)
        or any(s.finding for i in found.indicators for s in i.sub_indicators)
    )
    if scored and words:
        return _PRESENT
    if scored:
        return _Found("partial", "มีคะแนน แต่ไม่มีประเด็นที่ต้องปรับปรุงหรือจุดอ่อน", _sheet("หน่วยงาน", "ประเด็นที่ต้องปรับปรุง"))
    fix = f"นำเข้าไฟล์คะแนน หรือ{_sheet('ตัวชี้วัด', 'คะแนน')}"
    return _Found("partial" if words else "missing", "ไม่มีคะแนน ITA ของปีที่นำมาวิเคราะห์", fix)


def _answers(dossier: Dossier) -> _Found:
    """Measures, and that they answer what is under the threshold."""
    plan, assessment = dossier.plan, dossier.assessment
    found = dossier.report.scores or scores_of(
        plan, Assessed(year_of(plan), assessment, None, threshold(assessment, {}))
    )
    fix = _sheet("มาตรการ", "ตัวชี้วัดที่ตอบ หรือ ประเด็น: ข้อคำถาม")
    if not plan.measures:
        return _Found("missing", "แผนไม่มีมาตรการ", _sheet("มาตรการ"))
    if not found.linked:
        return _Found("partial", "ไม่มีมาตรการใดระบุตัวชี้วัดหรือข้อคำถามที่ตอบ", fix)
    if found.unanswered:
        names = _some([item_name(one.item) for one in found.unanswered])
        return _Found("partial", f"ต่ำกว่าเกณฑ์แต่ยังไม่มีมาตรการตอบ: {names}", fix)
    return _PRESENT


def _of_measures(has: Callable[[Measure], bool], column: str) -> Callable[[Dossier], _Found]:
    """An element that every measure of the plan must have in a column."""

    def look(dossier: Dossier) -> _Found:
        lacking = [m.order for m in dossier.plan.measures if not has(m)]
        return _by_measure(lacking, len(dossier.plan.measures), _sheet("มาตรการ", column))

    return look


def _by_measure(lacking: Sequence[int], of: int, fix: str) -> _Found:
    if not lacking:
        return _PRESENT if of else _Found("missing", "แผนไม่มีมาตรการ", fix)
    if len(lacking) == of:
        return _Found("missing", "ไม่มีในทุกมาตรการ", fix)
    names = _some([thai_digits(n) for n in sorted(lacking)])
    return _Found("partial", f"ไม่มีในมาตรการที่ {names}", fix)


def _some(names: Sequence[str]) -> str:
    rest = f" และอีก {number(len(names) - _MOST_NAMED)} รายการ" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + rest


# --- The results -------------------------------------------------------------------------------------------------


def _results(dossier: Dossier) -> _Found:
    """A result for every measure, and no month that is past due."""
    lacking = _without(dossier, "results.activity", "results.outputs", "results.outcomes")
    found = _by_measure(lacking, len(dossier.report.cells), _CHASE)
    total = dossier.report.summary.total
    if found.state == "present" and total.missing - total.not_due > 0:
        late = f"ทุกมาตรการมีผล แต่ยังมีรายงานรายเดือนค้างส่ง {number(total.missing - total.not_due)} ข้อ"
        return _Found("partial", late, _CHASE)
    return found


def _told(field: str, what: str) -> Callable[[Dossier], _Found]:
    def look(dossier: Dossier) -> _Found:
        fix = f"ให้กองพิมพ์ แก้ไข แล้วเติม{what}ของมาตรการนั้น"
        return _by_measure(_without(dossier, field), len(dossier.report.cells), fix)

    return look


def _without(dossier: Dossier, *fields: str) -> list[int]:
    return [c.order for c in dossier.report.cells if not any(c.fields[field].strip() for field in fields)]


# --- The right year, and published -------------------------------------------------------------------------------


def _right_year(dossier: Dossier) -> _Found:
    """That the report's fiscal year is the one an ITA year asks for, and its dates lie in the round."""
    year = thai_digits(dossier.plan.fiscal_year)
    if dossier.report.fiscal_year != dossier.plan.fiscal_year:
        return _Found("missing", f"รายงานไม่ใช่ของปีงบประมาณ {year}", "ขอไฟล์ของรอบที่ถูกต้องใหม่")
    outside = [n for n in dossier.report.summary.notes if n.kind == "date_outside_round"]
    if outside:
        lacks = f"มีวันที่นอกรอบรายงาน {number(len(outside))} แห่ง: {_some([n.subject for n in outside[:2]])}"
        return _Found("partial", lacks, "ให้กองพิมพ์ แก้ไข แล้วแก้วันที่ หรือดูในไฟล์รายงาน แผ่น สรุป")
    if not any(one.confirmed for one in dossier.oit):
        named = "ยังไม่ยืนยัน" if dossier.oit else "ยังไม่ได้บันทึก"
        lacks = f"ข้อ OIT ที่ใช้เปิดเผยรายงานของปีงบประมาณ {year} {named}"
        return _Found("partial", lacks, "เมื่อ ป.ป.ช. ประกาศแล้ว ให้ผู้ดูแลระบบบันทึกข้อ OIT ของปีนั้น")
    return _PRESENT


def _published(dossier: Dossier) -> _Found:
    """The address on the website and the day."""
    ticked = next((one for one in dossier.published if one.item == WEBSITE), None)
    if ticked is None:
        return _Found("missing", "ยังไม่ได้บันทึกที่อยู่เว็บและวันที่เผยแพร่", "เมื่อรายงานได้รับความเห็นชอบ ผู้ดูแลเว็บไซต์พิมพ์ เผยแพร่")
    if ticked.day is None:
        return _Found("partial", "ยังไม่ได้บันทึกวันที่เผยแพร่", "ผู้ดูแลเว็บไซต์พิมพ์ เผยแพร่ แล้วบันทึกวันที่")
    return _PRESENT


_ELEMENTS: tuple[tuple[str, Callable[[Dossier], _Found]], ...] = (
    ("การวิเคราะห์ผลการประเมิน", _analysis),
    ("มาตรการที่ตอบผลการประเมิน", _answers),
    ("ขั้นตอนหรือวิธีการปฏิบัติ", _of_measures(lambda m: bool(m.steps or m.guidelines), "ขั้นตอน/วิธีการ")),
    (
        "ผู้รับผิดชอบ",
        _of_measures(lambda m: bool(m.responsible_text or m.divisions or m.responsible_roles), "กองผู้รับผิดชอบ"),
    ),
    ("ระยะเวลา", _of_measures(lambda m: bool(m.period.text.strip()), "ระยะเวลา")),
    (
        "การกำกับติดตาม",
        _of_measures(
            lambda m: bool(m.follow_up.items or m.follow_up.cadence or m.follow_up.deadline), "การกำกับติดตาม"
        ),
    ),
    ("ผลการดำเนินการของทุกมาตรการ", _results),
    ("ผลผลิต", _told("results.outputs", "ผลผลิต")),
    ("ผลลัพธ์", _told("results.outcomes", "ผลลัพธ์")),
    ("ปีงบประมาณถูกต้อง", _right_year),
    ("เผยแพร่พร้อมที่อยู่เว็บและวันที่", _published),
)
