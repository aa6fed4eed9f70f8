"""What a column of an agency's own form can hold, and the headings that agencies usually print over it.

A heading is compared without spaces, dots, digits and signs; the usual ones are those of the known layouts
(exports/layouts.py, DOMAIN.md section 10) and what their neighbours print.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category, normalize

from exports.layouts import LAYOUTS
from exports.report_value import MeasureCells, Report
from exports.sheets import NOTHING
from models.typos import likeness

Value = str | int


@dataclass(frozen=True)
class FormField:
    """A field of the form: how it is called in Thai, and its usual headings."""

    title: str
    headings: tuple[str, ...] = ()


_OF_LAYOUTS: dict[str, tuple[str, ...]] = {  # headings of the layouts that mean one of our fields here
    "title": ("title", "order+title", "title_items"),
    "order+title": ("order+title+items",),
    "order+title+items": (),
    "period.text": ("period.text", "results.period.text"),
    "results": ("results.activity", "results.activity+dates", "results.activity+dates+status"),
}
FORM_FIELDS: dict[str, FormField] = {
    "order": FormField("ลำดับ", ("ลำดับ", "ลำดับที่", "ที่", "ข้อ", "ข้อที่", "เลขที่", "No")),
    "title": FormField(
        "ชื่อมาตรการ",
        (
            "มาตรการ",
            "กิจกรรม",
            "โครงการ",
            "มาตรการ/โครงการ/กิจกรรม",
            "โครงการ/กิจกรรม",
            "ชื่อมาตรการ",
            "รายการ",
            "มาตรการ/แนวทาง",
        ),
    ),
    "order+title": FormField("ลำดับและชื่อมาตรการ", ("ลำดับ/มาตรการ", "ลำดับและมาตรการ")),
    "order+title+items": FormField("มาตรการกับรายการย่อย"),
    "issue": FormField(
        "ประเด็นที่ต้องแก้ไข",
        ("ประเด็นที่ต้องพัฒนา", "ประเด็นที่ต้องปรับปรุง", "ประเด็น", "ข้อบกพร่อง", "จุดที่ต้องพัฒนา", "ประเด็นการประเมิน", "ข้อคำถาม"),
    ),
    "analysis": FormField("ผลการวิเคราะห์", ("ผลการวิเคราะห์", "การวิเคราะห์", "ผลการวิเคราะห์ข้อมูล", "ผลการวิเคราะห์ตัวชี้วัด")),
    "group": FormField("ตัวชี้วัด", ("ตัวชี้วัด", "ตัวชี้วัดที่", "ตัวชี้วัด ITA", "ตัวชี้วัดการประเมิน ITA")),
    "guidelines": FormField("แนวทางปฏิบัติ", ("แนวทาง", "แนวทางการดำเนินการ", "แนวทางการพัฒนา")),
    "steps": FormField("ขั้นตอนหรือวิธีการ", ("ขั้นตอน", "วิธีการ", "ขั้นตอนการดำเนินการ", "ขั้นตอนและวิธีการปฏิบัติ", "วิธีการดำเนินงาน")),
    "responsible_text": FormField(
        "ผู้รับผิดชอบ", ("หน่วยงานที่รับผิดชอบ", "ส่วนราชการ", "กอง", "ส่วนราชการที่รับผิดชอบ", "หน่วยงานรับผิดชอบ", "หน่วยงาน")
    ),
    "period.text": FormField(
        "ระยะเวลา", ("ช่วงเวลา", "ระยะเวลาดำเนินการ", "กำหนดเวลา", "กำหนดแล้วเสร็จ", "เดือน", "ห้วงเวลา")
    ),
    "follow_up": FormField("การกำกับติดตาม", ("กำกับติดตาม", "การติดตาม", "การติดตามประเมินผล", "การรายงานผล")),
    "results": FormField(
        "ผลการดำเนินการ",
        (
            "ผลการดำเนินงาน",
            "ผลการปฏิบัติ",
            "ผลการดำเนินการตามมาตรการ",
            "รายงานผลการดำเนินการ",
            "ผลการดำเนินการรอบ 6 เดือน",
            "ผล",
        ),
    ),
    "results.outputs": FormField("ผลผลิต", ("ผลผลิต (Output)", "ผลผลิตที่ได้", "Output")),
    "results.outcomes": FormField("ผลลัพธ์", ("ผลลัพธ์ (Outcome)", "ผลสำเร็จ", "ความสำเร็จ", "ผลที่ได้รับ", "Outcome")),
    "results.problems": FormField(
        "ปัญหา อุปสรรค", ("ปัญหาและอุปสรรค", "ปัญหา/อุปสรรค", "ข้อเสนอแนะ", "ปัญหาอุปสรรคและข้อเสนอแนะ", "ปัญหา")
    ),
    "status": FormField("สถานะ", ("สถานะการดำเนินการ", "ความก้าวหน้า", "สถานะการดำเนินงาน")),
    "percent": FormField(
        "ร้อยละความก้าวหน้า", ("ร้อยละความสำเร็จ", "ร้อยละความคืบหน้า", "ร้อยละผลการดำเนินการ", "ร้อยละผลการดำเนินงาน")
    ),
    "completeness": FormField("ร้อยละการรายงาน", ("ร้อยละความครบถ้วนของการรายงาน",)),
    "evidence": FormField("จำนวนหลักฐาน", ("หลักฐาน", "เอกสารหลักฐาน", "จำนวนหลักฐาน", "เอกสารอ้างอิง")),
    "blank": FormField("เว้นว่าง", ("หมายเหตุ",)),
}
_PRINTED = {  # which field of a layout (exports/cells.py) a field of the form prints, where the names differ
    "results": "results.activity+dates",
    "title": "title",
}
NUMBERS: dict[str, Callable[[Report, MeasureCells], Value]] = {
    "order": lambda _report, one: one.order,
    "completeness": lambda report, one: _completeness(report, one.code),
    "evidence": lambda report, one: sum(line.measure == one.code for line in report.evidence),
}
_PERCENT = re.compile("%|เปอร์เซ็?น[ตท]์")
_SHARE = re.compile("ร้อยละ(?:ของ)?")
_INDICATOR = "ตัวชี้วัด"
_LEAST = 68.0  # below this a heading means nothing of ours
_NEAR = 12.0  # how much less sure another field of the same heading may be
_LONGEST = 300  # letters of a heading; what is longer is text, and a sheet of it would be compared for minutes
_LONG = 5  # letters of a usual heading that counts also as a part of a longer one


def value_of(field: str, report: Report, one: MeasureCells) -> Value:
    """What a column of the form shows for a measure: a number where one calculates, else its text."""
    if field in NUMBERS:
        return NUMBERS[field](report, one)
    if field == "status":
        return next((p.status for p in report.summary.by_measure if p.code == one.code), "")
    if field == "group":
        return one.group
    if field == "percent":
        text = one.fields.get("results.percent", "")  # a report that was frozen before has none
        return int(text) if text.isdecimal() else text
    return "" if field == "blank" else one.fields[_PRINTED.get(field, field)]


def _completeness(report: Report, code: str) -> Value:
    found = next((p.figures.completeness for p in report.summary.by_measure if p.code == code), None)
    return NOTHING if found is None else found


@lru_cache(maxsize=256)  # each heading is held against every field
def folded(heading: str) -> str:
    """A heading as it is compared: letters and their vowels and marks only."""
    plain = _PERCENT.sub("ร้อยละ", normalize("NFKC", heading).casefold().replace("เเ", "แ"))
    return "".join(letter for letter in plain if category(letter)[0] in "LM")


@lru_cache(maxsize=1)
def _usual() -> dict[str, tuple[str, ...]]:
    """The folded usual headings of each field."""
    found: dict[str, list[str]] = {name: [one.title, *one.headings] for name, one in FORM_FIELDS.items()}
    for name in found:
        meant = _OF_LAYOUTS.get(name, (name,))
        for layout in LAYOUTS.values():
            found[name] += [leaf.heading for leaf in layout.leaves if leaf.field in meant]
    return {name: tuple(dict.fromkeys(filter(None, map(folded, texts)))) for name, texts in found.items()}


def score(heading: str, field: str) -> float:
    """How surely a heading means a field, 0 to 100."""
    if len(heading) > _LONGEST:
        return 0.0
    said = folded(heading)
    usuals = _usual()[field]
    if _INDICATOR in said:  # ตัวชี้วัดความสำเร็จ is what a plan measures by, no result of ours
        usuals = tuple(
            usual
            for usual in usuals
            if (usual == said if field == "group" else _INDICATOR in usual and usual in said)
        )
    is_share = bool(_SHARE.search(said))  # a percent: of what it is must be alike, beside that word
    usuals = tuple(_SHARE.sub("", usual) for usual in usuals if bool(_SHARE.search(usual)) == is_share)
    said = _SHARE.sub("", said)
    if not said:
        return 0.0
    best = 0.0
    for usual in usuals:
        best = max(best, likeness(said, usual))
        if len(usual) >= _LONG and usual in said:
            best = max(best, 75.0 + 25.0 * len(usual) / len(said))
    return best


def matched(headings: Sequence[Sequence[str]]) -> list[str]:
    """The field of each column, "" for none. A column's headings are from the one nearest its cells upwards; what is
    surest is given first, and no field twice."""
    found = []
    for column, texts in enumerate(headings):
        tried = [*texts[:1], " ".join(reversed(texts))] if len(texts) > 1 else list(texts)
        scores = {
            name: max((score(text, name) - 3 * n for n, text in enumerate(tried)), default=0.0)
            for name in FORM_FIELDS
        }
        least = max(
            _LEAST, max(scores.values()) - _NEAR
        )  # the second of two equal headings is not forced into another
        found += [(-sure, column, name) for name, sure in scores.items() if sure >= least]
    given: dict[int, str] = {}
    for _, column, name in sorted(found):
        if column not in given and name not in given.values():
            given[column] = name
    if "order" not in given.values():  # where no column numbers the measures their titles do
        given = {column: "order+title" if name == "title" else name for column, name in given.items()}
    return [given.get(column, "") for column in range(len(headings))]
