"""What an agency's papers say: every text with its usual wording, and an agency's own words in its place.

A text may name fields in braces, such as {organisation}; only the names of FIELDS are replaced, each once, so that
what stands in a value is never read as a field. The own words are data (Organisation.wording); the command `wording`
changes them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from exports.texts import clean
from models import audit
from models.tables import Organisation

PARTS, FREE = "parts", "free"
CHOICES = {"memo.form": (PARTS, FREE)}  # settings that are not texts
LONGEST = 10_000

FIELDS = {
    "organisation": "the agency's name",
    "short_name": "its short name, else its name",
    "year": "the fiscal year of the plan",
    "round": "the round with its months and year",
    "chief": "the post at the head of the agency, to whom the memo goes",
    "maker": "the post that prepares",
    "office": "the office that writes: สำนักปลัด",
    "prefix": "the fixed part of the document number",
    "date": "the day the round was frozen; empty for a draft",
    "measures": "how many measures the plan has",
    "expected": "how many reports were to be made in the round",
    "received": "how many of them came",
    "in_time": "how many came in time",
    "late": "how many came late",
    "missing": "how many did not come",
    "completeness": "received of expected, in words: ร้อยละ ๕๐",
    "timeliness": "in time of expected, in words",
    "score_year": "the year of the assessment that the plan answers",
    "score": "its score",
    "level": "its level as it was announced, with the word ระดับ",
    "target": "the score that is aimed at, or under which a question is to be improved",
    "laws": "the laws of the text `law`, in one sentence",
    "legal_basis": "the laws that the plan names, else the usual ones; one a line",
    "announcement": "the title of the plan's announcement of measures",
    "announced_on": "its date; empty when the plan says none",
    "everybody": "to whom the plan's circular goes",
    "address": "the published address; empty before",
    "published_on": "the day of publishing; empty when it was not noted",
}

_ITA = "การประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA)"
_MEASURES = "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"

DEFAULTS: dict[str, str] = {
    "office": "{office} {organisation}",
    "number": "{prefix}",
    "date": "{date}",
    "law": "{legal_basis}",
    "memo.form": PARTS,
    "memo.subject": f"รายงานผลการดำเนินการตาม{_MEASURES} {{round}}",
    "memo.to": "{chief}",
    "memo.background": (
        f"ตามที่{{organisation}}ได้กำหนด{_MEASURES} ประจำปีงบประมาณ พ.ศ. {{year}} จำนวน {{measures}} มาตรการ "
        "และมอบหมายให้ส่วนราชการที่รับผิดชอบดำเนินการและรายงานผลเป็นประจำทุกเดือน นั้น"
    ),
    "memo.score": f"ผล{_ITA} ประจำปีงบประมาณ พ.ศ. {{score_year}} {{organisation}}มีคะแนน {{score}} คะแนน {{level}}",
    "memo.facts": (
        "{office}ได้รวบรวมผลการดำเนินการ{round} แล้ว มีรายการที่ต้องรายงาน {expected} รายการ ได้รับรายงาน {received} รายการ "
        "({completeness}) เป็นรายงานที่ส่งภายในกำหนด {in_time} รายการ ({timeliness}) ส่งหลังกำหนด {late} รายการ "
        "และยังไม่ได้รับรายงาน {missing} รายการ จำแนกตามส่วนราชการดังนี้"
    ),
    "memo.attached": "รายละเอียดผลการดำเนินการของแต่ละมาตรการปรากฏตามรายงานที่แนบมาพร้อมนี้",
    "memo.proposal": (
        "เพื่อให้การดำเนินการตามมาตรการเป็นไปอย่างต่อเนื่อง เห็นควรเสนอ{chief}เพื่อโปรดทราบผลการดำเนินการ "
        "และพิจารณาให้เผยแพร่รายงานบนเว็บไซต์ของหน่วยงาน พร้อมทั้งแจ้งเวียนให้ทุกส่วนราชการทราบ"
    ),
    "memo.closing": "จึงเรียนมาเพื่อโปรดทราบและพิจารณา",
    "memo.signer": "{maker}",
    "comment.endorse": "เห็นชอบ",
    "comment.return": "ส่งกลับให้แก้ไข",
    "announcement.subject": "{announcement}",
    "announcement.preamble": (
        f"ด้วย{{organisation}}ได้นำผล{_ITA} มาวิเคราะห์เพื่อกำหนดแนวทางยกระดับคุณธรรมและความโปร่งใสของหน่วยงาน "
        "และเพื่อให้การปฏิบัติงานเป็นไปตาม{laws}"
    ),
    "announcement.resolves": f"{{organisation}}จึงกำหนด{_MEASURES} ประจำปีงบประมาณ พ.ศ. {{year}} ไว้ดังต่อไปนี้",
    "announcement.closing": "จึงประกาศให้ทราบโดยทั่วกัน",
    "announcement.date": "{announced_on}",
    "announcement.signer": "{chief}",
    "circular.subject": f"แจ้งเวียนรายงานผลการดำเนินการตาม{_MEASURES} {{round}}",
    "circular.to": "{everybody}",
    "circular.body": f"ด้วย{{organisation}}ได้จัดทำรายงานผลการดำเนินการตาม{_MEASURES} {{round}} เสร็จเรียบร้อยแล้ว",
    "circular.figures": "ได้รับรายงานจากส่วนราชการ {received} รายการ จากที่ต้องรายงาน {expected} รายการ ({completeness})",
    "circular.published": "รายงานดังกล่าวได้เผยแพร่ทางเว็บไซต์ของหน่วยงานแล้วตามที่อยู่ดังนี้",
    "circular.unpublished": "ท่านสามารถขอดูรายงานดังกล่าวได้ที่{office}",
    "circular.asks": "จึงขอให้ทุกส่วนราชการแจ้งบุคลากรในสังกัดทราบ และดำเนินการตามมาตรการอย่างต่อเนื่อง",
    "circular.closing": "จึงเรียนมาเพื่อทราบและดำเนินการต่อไป",
    "circular.signer": "{chief}",
    "analysis.title": f"รายงานผลการวิเคราะห์{_ITA} ประจำปีงบประมาณ พ.ศ. {{score_year}}",
    "analysis.intro": (
        f"{{organisation}}ได้นำผล{_ITA} ประจำปีงบประมาณ พ.ศ. {{score_year}} มาวิเคราะห์เพื่อกำหนด{_MEASURES} "
        "ประจำปีงบประมาณ พ.ศ. {year} ดังนี้"
    ),
}
OF = {  # which paper a text belongs to, by the first part of its name; the others stand in several
    "memo": "บันทึกข้อความ",
    "comment": "ความเห็น",
    "announcement": "ประกาศ",
    "circular": "หนังสือเวียน",
    "analysis": "รายงานผลการวิเคราะห์",
}

_BRACES = re.compile(r"\{([^{}]*)\}")


class WordingRefused(ValueError):
    """Words that cannot be taken; the sentence says why."""


def text_of(wording: Mapping[str, Any], name: str) -> str:
    """The text as the agency says it, else as usual; its fields still stand in braces."""
    own = wording.get(name)
    return own if isinstance(own, str) else DEFAULTS[name]


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields replaced; what is no field of ours stays as it is. Spaces that an empty field leaves
    are folded."""
    filled = _BRACES.sub(lambda found: values.get(found[1], found[0]), clean(text))
    return "\n".join(re.sub(" {2,}", " ", line).strip() for line in filled.split("\n"))


def check(name: str, text: str) -> None:
    """Raises WordingRefused with an English sentence when there is no such text, or it cannot say this."""
    if name not in DEFAULTS:
        raise WordingRefused(f"there is no wording '{name}'; see: python -m bot wording list")
    if name in CHOICES and text not in CHOICES[name]:
        raise WordingRefused(f"{name} is {' or '.join(CHOICES[name])}, not '{text[:40]}'")
    if len(text) > LONGEST:
        raise WordingRefused(f"{name} may have {LONGEST} letters, not {len(text)}")
    unknown = [found for found in _BRACES.findall(text) if found not in FIELDS]
    if unknown:
        raise WordingRefused(f"there is no field {{{unknown[0][:40]}}}; there are: {', '.join(FIELDS)}")


def change(session: Session, organisation: Organisation, name: str, text: str | None, now: datetime) -> bool:
    """Say something differently from now on, or (None) as usual again; gives whether anything changed.

    Raises WordingRefused with an English sentence. Recorded in the audit.
    """
    own = {key: value for key, value in organisation.wording.items() if key != name}
    if text is None:
        check(name, DEFAULTS.get(name, ""))
    else:
        text = clean(text).strip()
        check(name, text)
        own[name] = text
    if own == organisation.wording:
        return False
    old = organisation.wording.get(name)
    organisation.wording = own
    of = OF.get(name.partition(".")[0], "หนังสือทุกชนิด")
    new = {"code": name, "text": text or ""}
    audit.record(session, organisation.id, now, audit.WORDING, place=of, old={"text": old or ""}, new=new)
    return True
