"""Whether a result speaks of what its measure is about, by families of words; it doubts only what is plain.

A family is a subject of integrity measures: training, gifts, procurement … `says` are words by which a title or a
result is of the subject; `also` words that let a result pass for it without making it one. A result is in doubt when
its measure's title is of known subjects, its own words are of known subjects, and the two have none in common,
neither with what the plan's steps say; or when the title names an edition (ฉบับที่ ๓) and the result only another.
Meetings are no subject: everything is brought up in a meeting.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from exports.texts import fold
from models.plan import Measure
from models.thai import clean, thai_digits


@dataclass(frozen=True)
class Family:
    """A subject with its words; `name` is how a doubt calls it."""

    name: str
    says: tuple[str, ...]
    also: tuple[str, ...] = ()


FAMILIES = (
    Family(
        "การไม่รับของขวัญ",
        ("ของขวัญ", "ของกำนัล", "no gift", "ประโยชน์อื่นใด", "ทรัพย์สินหรือประโยชน์"),
        ("สินบน", "นโยบาย", "เจตนารมณ์", "เจตจำนง"),
    ),
    Family(
        "การอบรม",
        ("อบรม", "สัมมนา", "หลักสูตร", "วิทยากร", "ปฐมนิเทศ"),
        ("บรรยาย", "ความรู้", "ถ่ายทอด", "เรียนรู้", "ฝึก", "ผู้เข้าร่วม", "ศึกษาดูงาน", "จิตสำนึก", "โครงการ"),
    ),
    Family(
        "การเผยแพร่ข้อมูลหรือเว็บไซต์",
        ("เว็บไซต์", "เวปไซต์", "เว็ปไซต์", "เว็บไซด์", "website", "เผยแพร่", "ประชาสัมพันธ์", "เปิดเผยข้อมูล"),
        ("เฟซบุ๊ก", "เฟสบุ๊ก", "facebook", "ช่องทาง", "ข้อมูลข่าวสาร", "สาธารณ", "ติดประกาศ", "line", "ออนไลน์"),
    ),
    Family("การจัดซื้อจัดจ้าง", ("จัดซื้อจัดจ้าง", "จัดหาพัสดุ", "e-gp"), ("พัสดุ", "ประกวดราคา", "เสนอราคา", "ผู้รับจ้าง")),
    Family("การสำรวจความพึงพอใจ", ("ความพึงพอใจ", "แบบสอบถาม"), ("สำรวจ", "แบบประเมิน", "ผู้รับบริการ")),
    Family("คู่มือหรือขั้นตอนการปฏิบัติงาน", ("คู่มือ", "แผนผังขั้นตอน", "แผนผังแสดงขั้นตอน"), ("ขั้นตอน", "แนวทางการปฏิบัติ", "แนวปฏิบัติ")),
    Family(
        "การใช้ทรัพย์สินของราชการ",
        ("ทรัพย์สินของราชการ", "ทรัพย์สินของทางราชการ", "ทรัพย์สินราชการ"),
        ("ยืม", "พัสดุ", "ครุภัณฑ์", "ทะเบียน"),
    ),
    Family("การมีส่วนร่วมของประชาชน", ("ประชาคม", "มีส่วนร่วม"), ("ประชาชน", "ชุมชน", "หมู่บ้าน", "รับฟังความคิดเห็น")),
    Family("การจัดการเรื่องร้องเรียน", ("ร้องเรียน", "ร้องทุกข์"), ("แจ้งเบาะแส",)),
    Family("การใช้ดุลพินิจ", ("ดุลพินิจ", "ดุลยพินิจ"), ("หลักเกณฑ์",)),
)
_EDITION = re.compile(r"ฉบับที่(\d{1,3})")
_SPACES = re.compile(r"\s+")


def subjects(text: str) -> frozenset[str]:
    """The subjects that a text is of."""
    said = _folded(text)
    return frozenset(f.name for f in FAMILIES if any(word in said for word in _WORDS[f.name][0]))


def unfit(measure: Measure, result: str) -> tuple[str, str] | None:
    """What the measure is about and what its result speaks of instead; None when it fits or nothing is sure."""
    if wrong := _other_edition(measure.title, result):
        return wrong
    about, told = subjects(measure.title), subjects(result)
    if not about or not told or _passes(about | subjects(_plan_words(measure)), result):
        return None
    return " และ".join(_listed(about)), " และ".join(_listed(told))


def _other_edition(title: str, result: str) -> tuple[str, str] | None:
    """ฉบับที่ ๓ in the title, and in the result only another ฉบับที่."""
    ours, told = (set(_EDITION.findall(_folded(text))) for text in (title, result))
    if not ours or not told or ours & told:
        return None
    return " ".join(f"ฉบับที่ {thai_digits(n)}" for n in sorted(ours)), " ".join(
        f"ฉบับที่ {thai_digits(n)}" for n in sorted(told)
    )


def _passes(allowed: frozenset[str], result: str) -> bool:
    said = _folded(result)
    return any(word in said for name in allowed for words in _WORDS[name] for word in words)


def _plan_words(measure: Measure) -> str:
    """All that the plan says of the measure."""
    issue = (measure.issue.text or "") if measure.issue else ""
    target = measure.target.text if measure.target else ""
    parts = (*measure.title_items, *measure.steps, *measure.guidelines, *measure.follow_up.items, issue, target)
    return "\n".join([*parts, measure.analysis or "", measure.title_in_memo or ""])


def _listed(names: frozenset[str]) -> list[str]:
    return [family.name for family in FAMILIES if family.name in names]


def _folded(text: str) -> str:
    return _SPACES.sub("", clean(fold(text)))


_WORDS = {f.name: (tuple(map(_folded, f.says)), tuple(map(_folded, f.also))) for f in FAMILIES}
