"""A wish to correct what was answered: แก้ข้อ 2 ม.ค. ผลผลิต เป็น 46 คน. Measure, month, field and the new value.

A text that begins with such a word and names a measure or a field is never a report: what is not understood of it
is asked back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from models import intents, thai
from models.intents import Field
from models.month_names import MONTH, month_number


@dataclass(frozen=True)
class Correction:
    """What is to be changed. `value` is the new one, `rest` words without a place, both as typed; `several`: more
    than one measure is named. `month` is 1 to 12, `year` its last two digits (BE) when they were said."""

    order: int | None = None
    field: Field = ""
    month: int | None = None
    year: int | None = None
    value: str = ""
    rest: str = ""
    several: bool = False


_LEAD = re.compile(
    r"\s*(?:(?:ขอ|ช่วย|รบกวน|อยาก|ต้องการ|จะ|กรุณา|ผม|หนู|ดิฉัน|เรา|งั้น|อนุญาต)\s*)*"
    r"(?P<word>แก้ไข|แก้ใข|แก้|เปลี่ยนแปลง|เปลี่ยน|ปรับ)"
)
_CORRECTS = ("แก้ไข", "แก้ใข", "แก้")  # เปลี่ยน and ปรับ may as well tell what was done
_BECOMES = re.compile(r"(?:ให้\s*)?(?:(?:แก้|เปลี่ยน)\s*)?เป็น\s*:?\s*")
_ORDER = re.compile(r"(?:ข้อ|มาตรการ|ลำดับ)(?:ที่)?\s*(\d{1,4})(?!\d)")
_MONTH = re.compile(rf"(?:ของ)?(?:ประจำ)?(?:เดือน\s*)?({MONTH})(?:\s*(?:25)?([67]\d)(?!\d))?")
_BETWEEN = re.compile(r"[\s:]+|ของ|ที่|ตรง|ช่อง|ส่วน|เรื่อง|คำตอบ|รายงาน|ใน|ให้|หน่อย|ด้วย|ใหม่|ผิด|นะ")
_MORE = re.compile(r"\s*(?:,|และ|กับ|ถึง|-)\s*(?:ข้อ)?\s*\d")
_WORDS = tuple((field, re.compile(words)) for field, words in intents.FIELDS)
# Beside these what follows can only be the new answer (แก้วันที่ 10 พ.ย.); แก้ปัญหา … may be what was done.
_SURE = re.compile("สถานะ|ความคืบหน้า|วันที่|ผลผลิต|จำนวน|ผู้เข้าร่วม|ผลลัพธ์")


def read_correction(text: str) -> Correction | None:
    """The wish to correct that a whole text is, or None when it is something else."""
    folded, places = thai.fold(text)
    lead = _LEAD.match(folded)
    found = _after(text, folded, places, lead) if lead else None
    if found is not None or "เป็น" in folded:  # แก้ปัญหาเป็นรายกรณี is what was done
        return found
    order, field = intents.read_edit_order(text), intents.read_edit(text)  # the other orders of words: วันที่ผิด ขอแก้
    return Correction(order, field) if order is not None or field else None


def _after(text: str, folded: str, places: list[int], lead: re.Match[str]) -> Correction | None:
    """What is named after the word แก้, taken off piece by piece; what is left is the value, or has no place."""
    at = before = lead.end()
    orders: list[int] = []
    field: Field = ""
    month: int | None = None
    year: int | None = None
    sure, value, spaced = False, "", True
    while at < len(folded):
        if named := _ORDER.match(folded, at):
            orders.append(int(named[1]))
        elif (orders or field or month) and (named := _BECOMES.match(folded, at)):
            apart = spaced or named[0] != "เป็น"
            if not orders and not sure and not (apart and lead["word"] in _CORRECTS):
                return None
            value = _typed(text, places, named.end())
            at = named.end()
            break
        elif (one := _field_at(folded, at)) and not field:
            before, (field, named) = at, one
            sure = bool(_SURE.match(named[0]))
        elif month is None and (named := _MONTH.match(folded, at)):
            month, year = month_number(named[1]), int(named[2]) if named[2] else None
        elif not (named := _BETWEEN.match(folded, at)):
            break
        at, spaced = named.end(), named[0].isspace()
    rest = "" if value else _typed(text, places, at)
    rest = rest if thai.bare(rest) else ""
    if field and orders and rest and not spaced:  # ผู้เข้าร่วมประชุม 3 คน names no field
        field, rest = "", _typed(text, places, before)
    named_at_all = orders or field or (month and not rest)
    if not named_at_all or (rest and not orders and not (spaced and (sure or month))):
        return None
    if len(orders) > 1 or (orders and _MORE.match(rest)):
        return Correction(orders[0], several=True)
    if field and spaced and rest:
        value, rest = rest, ""
    return Correction(orders[0] if orders else None, field, month, year, value, rest)


def _field_at(folded: str, at: int) -> tuple[Field, re.Match[str]] | None:
    """The field whose name stands at a place of the text, the longest when several do."""
    found = [(field, named) for field, words in _WORDS if (named := words.match(folded, at))]
    return max(found, key=lambda one: one[1].end(), default=None)


def _typed(text: str, places: list[int], at: int) -> str:
    return text[places[at] :].strip() if at < len(places) else ""
