"""Amounts inside a text: how far the work is, in percent, and what was counted (24 คน, คู่มือ 1 เล่ม).

Works on folded text (`thai.fold`) so that every find has its place in what the person typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.month_names import MONTH
from models.thai import WORD_NUMBER, word_number

_SIGN = r"(?:%|เปอ(?:ร์?)?เ?[ซชส][็้]?[นณฯ](?:ต์?|์)?|เปอ(?:ร์?)?(?![ก-ฮเร])|percent)"
_PERCENT = re.compile(
    rf"(?:(?:เหลือ|ขาด)(?:อีก|แค่|เพียง|ประมาณ|\s)*(?:(?P<rest>\d{{1,2}})\s*{_SIGN}|(?P<other_half>ครึ่ง(?:หนึ่ง|นึง|เดียว)?(?![ก-๙])))"
    r"(?:\s*ก็(?:จะ)?(?:เสร็จ|ครบ|เรียบร้อย|จบ|หมด)(?:สมบูรณ์|เรียบร้อย)?(?:แล้ว|ละ|ล่ะ)?)?)"
    rf"|(?:อีก\s*(?:ประมาณ\s*)?(?P<missing>\d{{1,2}})\s*{_SIGN}\s*(?:ก็(?:จะ)?|จะ)(?:เสร็จ|ครบ|เรียบร้อย|จบ)(?:สมบูรณ์|เรียบร้อย)?(?:แล้ว|ละ|ล่ะ)?)"
    rf"|(?:ร้อยละ|เปอร์เซ็นต์ที่)\s*(?P<after>-?\d{{1,4}}(?:\.\d+)?|{WORD_NUMBER})(?:\s*{_SIGN})?"
    rf"|(?P<before>-?\d{{1,4}}(?:\.\d+)?|{WORD_NUMBER})\s*{_SIGN}"
    r"|(?P<half>(?:ไป)?(?:ได้)?(?:แล้ว)?ครึ่ง(?:ต่อ)?(?:หนึ่ง|นึง|เดียว|ๆ(?!\s?กลาง)|ทาง)?(?!ๆ|วัน|ปี|เดือน|ชั่วโมง|ชม|หลัง|แรก))"
    r"|(?P<full>เต็มร้อย|ครบร้อย|เต็ม\s*100(?!\d))"
)
_PERCENT_RANGE = re.compile(rf"\d\s*(?:-|–|ถึง|หรือ)\s*\d{{1,3}}(?:\.\d+)?\s*{_SIGN}")
_UNSURE = re.compile(
    r"(?:ไม่ถึง|ไม่เกิน|ไม่|เกือบ|กว่า|เกิน|น้อยกว่า|มากกว่า|อย่างน้อย|เหลือ(?:อีก)?|ขาด(?:อีก)?|อีก|เพิ่ม(?:ขึ้น)?|"
    r"ลด(?:ลง)?|เป้า(?:หมาย)?|คาดว่า|จะ|ประมาณการ|ส่วน)\s*$"
)
_UNSURE_AFTER = re.compile(r"\s*(?:กว่า|ขึ้นไป|หรือ|ของงบ|ของผู้|ของคะแนน|เห็นด้วย|พึงพอใจ)")
_ABOUT_PEOPLE = re.compile(r"(?:พึงพอใจ|คะแนน|ผลประเมิน|งบประมาณ|เบิกจ่าย(?:งบ)?(?:ประมาณ)?|ผู้ตอบ(?:แบบ)?)[^\n]{0,25}$")


@dataclass(frozen=True)
class Percent:
    """A percentage and its place in the folded text; `value` is None when it is no clear figure of progress."""

    start: int
    end: int
    value: int | None


def percents_in(folded: str) -> tuple[Percent, ...]:
    """Every percentage of a folded text, fractions floored: ร้อยละ 80, 60.5%, แปดสิบเปอร์เซ็นต์, ครึ่ง, เต็มร้อย."""
    found: list[Percent] = []
    ranges = [m.span() for m in _PERCENT_RANGE.finditer(folded)]
    for match in _PERCENT.finditer(folded):
        start, end = match.span()
        value = _value(match)
        unsure = _UNSURE.search(folded[max(0, start - 20) : start]) or _UNSURE_AFTER.match(folded, end)
        in_range = any(a < end and start < b for a, b in ranges)
        if _ABOUT_PEOPLE.search(folded[max(0, start - 45) : start]) or _UNSURE_AFTER.match(folded, end):
            unsure = unsure or match
        found.append(Percent(start, end, None if unsure or in_range else value))
    return tuple(found)


def _value(match: re.Match[str]) -> int | None:
    if match["half"] or match["other_half"]:
        return 50
    if match["full"]:
        return 100
    if rest := match["rest"] or match["missing"]:  # เหลืออีก 20%, อีก 20% ก็เสร็จ: 80 percent is done
        return 100 - int(rest) if int(rest) else None
    figure = match["after"] or match["before"]
    if re.match(r"0\d", figure):
        return None
    if figure[-1].isdigit():
        return int(float(figure)) if float(figure) >= 0 else None
    return word_number(figure)


# --- Counts --------------------------------------------------------------------------------------------------

# Words that hardly ever begin the name of a deed, so that 2 คน after ข้อ 1 กับ is surely a count.
COUNTED = (
    "คน", "ราย", "ท่าน", "ครั้ง", "ฉบับ", "เล่ม", "แห่ง", "หลักสูตร", "ชุด", "แผ่น", "เรื่อง", "ครัวเรือน", "รุ่น",
    "ใบ", "จุด", "ชิ้น", "คัน",
)  # fmt: skip
CLASSIFIERS = (
    *COUNTED, "โครงการ", "ป้าย", "ช่องทาง", "เครื่อง", "หมู่บ้าน", "ชุมชน", "หน่วยงาน", "รายการ", "กิจกรรม",
    "โพสต์", "คลิป", "โรงเรียน", "ตำบล", "กลุ่ม", "ทีม", "ภาพ", "รูป", "ไฟล์", "เวที", "รอบ",
)  # fmt: skip
_CLASSIFIER = "|".join(sorted(CLASSIFIERS, key=len, reverse=True))
# Units that begin other words too (ต้นเดือน, สายไฟ): a unit only where the word ends.
UNIT = (
    r"(?:หลอด|สาย|ต้น|แผง|ดวง|ตัว|หลัง|ถัง|กล่อง|ขวด|ถุง|กระสอบ|ตัน|กิโลกรัม|กก\.?|ลิตร|เมตร|กิโลเมตร|ไร่|บ่อ|คู่|ซอย|อาคาร|หลังคาเรือน|"
    r"ครอบครัว|คำร้อง|คดี|ข่าว|อัน|ฎีกา|รีม|ตลับ|ปึก|แฟ้ม|โหล|แพ็[คก]|ห่อ|ซอง|แท่ง|กระป๋อง|แกลลอน|ผืน|ด้าม|เส้น(?:ทาง)?|แปลง|ตู้|ลูก|ห้อง|โต๊ะ|หน้า|คณะ|มัด|ลัง|ตารางเมตร|สถานี|ฐาน|แบบ|บาน|ม้วน|ฝา|ท่อน|ลำ)(?=$|[^ก-๙]|แล้ว|เสร็จ|เรียบร้อย|ค[่้]?[ะา]|ครับ|คับ|จ้[าะ]|นะ)"
)
AFTER_RAI = "งาน|ชื่อ|ละเอียด|ได้|จ่าย|เดือน|ปี|วัน|บุคคล|ไตรมาส"  # behind ราย these make another word, no unit
_COUNT = re.compile(
    rf"(?<![\d./:,-])(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}})[ \t]*"
    rf"(?P<cls>(?:{_CLASSIFIER})(?:(?=แล้ว|เสร็จ|เรียบร้อย)|(?!ที่|ละ|ต่อ|ๆ|"
    rf"[ะ-ูเ-์]))(?!(?<=ราย)(?:{AFTER_RAI}))|{UNIT})(?!\s*(?:ก่อน|ที่แล้ว))"
)
# จำนวน 30 ฎีกา: whatever the word, when it stands alone. Money, time and the number of a measure are no counts.
_WHATEVER = re.compile(
    rf"(?<=จำนวน)(?:ทั้งหมด|ทั้งสิ้น|รวม|[ \t:])*(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}})[ \t]*"
    rf"(?!บาท|ล้าน|แสน|หมื่น|พัน|วัน|เดือน|ปี|ชั่วโมง|ชม|นาที|ข้อ|มาตรการ|เปอร์|ร้อย|และ|กับ|ถึง|กว่า|ยัง|รอ|เสร็จ|เรียบ|แล้ว|กำลัง|ต่อ|ไม่|ติด|อยู่|ได้|โดย|ที่|เมื่อ|คือ|จาก|ใน|ของ|แต่|ค่ะ|คะ|ครับ|คับ|จ้า|นะ|พี่|{MONTH})"
    r"(?P<cls>[ก-๙]{1,20}?)(?<!ที่)(?=$|[\s\0,;:()/.]|แล้ว|เสร็จ|เรียบร้อย)"
)
# The year of a day before a word that only begins like a unit: 10 พ.ย. 69 เรื่องร้องเรียน.
_DAY_OF_A_YEAR = re.compile(rf"\d{{1,2}}\s*{MONTH}\s*$")
_YEAR = re.compile(r"(?:25)?[67]\d$|20[23]\d$")
_NO_COUNT_BEFORE = re.compile(
    r"(?:(?<!พื้น)(?<!หน้า)(?<!สถาน)(?<!เคลื่อน)ที่|ข้อ|มาตรา|(?<![ก-๙])ว|เลข|ปี|พ\.?ศ\.?|(?<!ส)ม\.|หมู่|ชั้น|ห้อง|(?<!สูง)อายุ|ไม่มี|ไม่ถึง|เกือบ|"
    r"ไม่เกิน|อีก|ขาด|เป้าหมาย|เหลือ|จะ|คาดว่า)\s*$"
)


@dataclass(frozen=True)
class Count:
    """A number with its classifier, and its place in the folded text."""

    start: int
    end: int


def counts_of(folded: str) -> tuple[Count, ...]:
    """Every count of a folded text: 24 คน, 1,200 ครัวเรือน; not the number of a document, a year, or money."""
    known = [Count(m.start("number"), m.end("cls")) for m in _WHATEVER.finditer(folded)]
    found = [
        Count(m.start(), m.end())
        for m in _COUNT.finditer(folded)
        if not any(c.start <= m.start() < c.end for c in known)
        and not _NO_COUNT_BEFORE.search(folded[max(0, m.start() - 12) : m.start()])
        and not _is_a_year(folded, m)
    ]
    return tuple(sorted([*known, *found], key=lambda c: c.start))


def _is_a_year(folded: str, match: re.Match[str]) -> bool:
    """Whether the number belongs to the day before it: the word after it only begins like a unit."""
    goes_on = (
        match["cls"] not in ("คน", "ท่าน") and re.match(r"[ก-๙]|\s*(?:ที่)?\s*\d", folded[match.end() :]) is not None
    )
    before = folded[max(0, match.start() - 20) : match.start()]
    return goes_on and _YEAR.match(match["number"]) is not None and _DAY_OF_A_YEAR.search(before) is not None
