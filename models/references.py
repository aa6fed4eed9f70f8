"""Which measures a message names, and which words belong to which: ข้อ 3, ข้อ 1 กับ 4, ข้อ 2-5, a line's "1."."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from models.amounts import CLASSIFIERS, COUNTED
from models.month_names import MONTH
from models.speech import POLITE, SOFT, VOCATIVE
from models.status_grammar import DEED
from models.thai import WORD_NUMBER, word_number

# A number that goes on as a date, a count, a share or a time is no measure.
_NO_MORE = rf"(?![\d%]|[./]\d|\s*(?:{MONTH}|[/:]\s*\d|%|น\.|โมง|วัน|เดือน|ปี|บาท|ชั่วโมง|{'|'.join(COUNTED)}|ร้อย|เปอร์))"
_WORD = r"(?:ข้อ้?|ขอ้|ข่อ|ขัอ|มาตรการ|ลำดับ|รายการ)(?:ที่|ที(?=\s*\d))?"
_AND = r"\s*(?:,|และ|กับ|กะ|แล้วก็|&|\+|-|–|ถึง|\s)\s*"
# 5 of "ข้อ 3 5-7 พ.ย." begins the days of a date.
_NO_DAYS = rf"(?!(?:\s*(?:-|–|ถึง|,|และ|กับ)\s*(?:วันที่\s*)?\d{{1,2}}){{1,9}}\s*(?:เดือน\s*)?(?:{MONTH}|/))"
_LIST = rf"\d{{1,3}}(?!\d|[./]\d|\s*(?:%|เปอร์))(?:{_AND}(?:{_WORD}\s*)?\d{{1,3}}{_NO_MORE}{_NO_DAYS})*"
# เหลือข้อ 4 กำลังทำ, นอกจากข้อ 3 ที่ยังไม่เริ่ม: words that only lead to a measure which is not at its end.
_OPEN = rf"(?={_WORD}\s*{_LIST}\s*(?:ที่)?(?:ยัง|กำลัง|อยู่|ติด))"
# ยกเว้นข้อ 6 ที่รองบ ที่เหลือเรียบร้อย: told first, and then all the others.
_BUT_FIRST = r"(?:ยกเว้น|เว้น|นอกจาก)\s*(?=[^\n]{1,80}(?:ที่เหลือ|นอกนั้น|(?:ข้อ|มาตรการ)อื่น))"
_NAMED = re.compile(
    rf"(?<![ก-๙]ใน)(?:{_BUT_FIRST}|(?:(?:ยัง)?เหลือ(?:แค่|แต่|เพียง)?|นอกจาก(?=[^\n]{{0,12}}ที่(?:ยัง|กำลัง|อยู่|ติด)))\s*{_OPEN})?{_WORD}\s*"
    rf"(?P<list>{_LIST})(?:[.):]|\s*ที่(?=ยัง|กำลัง|อยู่|ติด|รอ|ไม่))?"
)
_BEGINS = (
    r"(?:เสร็จ|เส็|เสด|แล้วเสร็จ|กำลัง|ยังไม่|ยังบ่|ไม่ได้|เรียบร้อย|ต่อเนื่อง|ติดปัญหา|ติดขัด|รอ(?![บง])|รองบ|ทำ|อยู่ระหว่าง|"
    r"ยกเลิก|ดำเนินการ|งดจัด)"
)
_IN_WORDS = re.compile(rf"{_WORD}\s*(?P<word>{WORD_NUMBER})(?=\s|$|[.,:)]|กับ|และ|ยัง|เหมือน|{_BEGINS}|{DEED})")
_LINE = re.compile(
    rf"^\s*(?:[-•*]\s*)?(?P<list>\d{{1,3}}(?:\s*(?:,|-|และ|กับ)\s*\d{{1,3}})*)(?:\s*[.):]+\s*(?!\d)|"
    rf"\s*[-–=]\s*(?=[ก-๙])|\s+(?=[ก-๙]){_NO_MORE})",
    re.MULTILINE,
)
_BARE_NUMBER = re.compile(rf"^\s*\d{{1,3}}\s+(?:{MONTH}|{'|'.join(COUNTED)}|น\.|โมง|วัน|เดือน|ปี|บาท|ชั่วโมง|ถึง|และ|กับ)")
_EVERY = re.compile(
    r"(?:(?:ครบ|ทั้งหมด)?(?:ทุกข้อ|ทุกมาตรการ)|ทั้ง(?:หมด)?\s*(?P<count>\d{1,3})\s*(?:ข้อ|มาตรการ)(?!ที่))(?:(?P<except>\s*(?:ยกเว้น|เว้น)\s*)(?:ข้อ)?(?:ที่)?\s*(?P<but>\d{1,3}(?:\s*(?:,|และ|"
    r"กับ|-|ถึง)\s*(?:ข้อ)?(?:ที่)?\s*\d{1,3})*))?"
)
_GOES_ON = re.compile(r"\s*(?:ที่)?(?:ยัง|กำลัง|อยู่ระหว่าง|ติด|รอ(?![บด])|ต่อเนื่อง|เสร็จ|เรียบร้อย|ยกเลิก)")
_REST = re.compile(
    r"(?:ข้อ|มาตรการ)อื่น\s?ๆ?|(?:ข้อ)?(?:ส่วน)?ที่เหลือ(?:ทั้งหมด|ทุกข้อ|ๆ|ก็)*(?=\s*(?:ยัง|เสร็จ|กำลัง|เรียบร้อย|"
    r"ต่อเนื่อง|ทำ|ดำเนิน|เหมือน|ไม่|เดี๋ยว|ขอ|ค่อย|อยู่|ติด|รอ(?![บง])|รองบ|ครบ|ยกเลิก|แล้วเสร็จ))|นอกนั้น"
)
# ขอ 6 เสร็จแล้ว: ข้อ without its tone mark. ขอ 2 วัน asks for something.
_ASKED_FOR = (
    r"(?!\d|\s*(?:[-–,]\s*\d|วัน|นาที|ชั่วโมง|ชม|เดือน|ปี|สัปดาห์|อาทิตย์|บาท|ข้อ|มาตรการ|อัน|ตัว|ปุ่ม|หน้า|"
    rf"{'|'.join(CLASSIFIERS)}))"
)
_WITHOUT_MARK = re.compile(
    rf"(?<![ก-๙])ขอ\s?(?P<list>{_LIST.replace(_WORD, f'(?:{_WORD}|ขอ)')}){_ASKED_FOR}(?:[.):])?"
)
# ข้อ 5 of a rule, a paper or a form is no measure of the plan.
_OF_A_PAPER = re.compile(r"(?:ตาม|ระเบียบ|มาตรา\s*\d*|ประกาศ|หนังสือ|ฉบับ|คำสั่ง|กฎ|แบบ|ใน|วรรค|จริยธรรม)\s*$")


@dataclass(frozen=True)
class Reference:
    """Where measures are named, and which. `orders` is () when it cannot be told which (ข้ออื่น, a turned range)."""

    start: int
    end: int
    orders: tuple[int, ...]


@dataclass(frozen=True)
class Section:
    """A piece of the message and the reference it goes with, None when no measure is named. `mixed`: it cannot be
    told which words belong to which measure."""

    start: int
    end: int
    reference: Reference | None = None
    mixed: bool = False


def references(folded: str, orders: Collection[int]) -> tuple[Reference, ...]:
    """Where measures are named in a folded text, in order."""
    found = [
        Reference(*match.span(), numbers(match["list"]))
        for match in _NAMED.finditer(folded)
        if not _OF_A_PAPER.search(folded[max(0, match.start() - 12) : match.start()])
        or (match.group().startswith("มาตรการ") and folded[: match.start()].rstrip().endswith("ตาม"))
    ]
    for slip in _WITHOUT_MARK.finditer(folded):
        line = folded[folded.rfind("\n", 0, slip.start()) + 1 : slip.start()]
        goes_on = found and re.match(rf"\s*(?:{_BEGINS}|{DEED})", folded[slip.end() :])
        if is_heading(line) or goes_on:
            found.append(Reference(*slip.span(), numbers(slip["list"])))
    found += [Reference(*m.span(), (word_number(m["word"]),)) for m in _IN_WORDS.finditer(folded)]
    for match in _EVERY.finditer(folded):
        if match["count"] and int(match["count"]) != len(orders):
            continue
        but = numbers(match["but"]) if match["but"] else _excepted(folded, found)
        line = folded[folded.rfind("\n", 0, match.start()) + 1 : match.start()]
        own = match["but"] and not is_heading(line) and _GOES_ON.match(folded, match.end())
        if own and any(match.start("except") <= f.start < match.end() for f in found):
            # เสร็จทุกข้อ ยกเว้นข้อ 3 กำลังทำ: the exception has its own words
            rest = tuple(o for o in sorted(orders) if o not in but)
            found.append(Reference(match.start(), match.start("except"), rest))
            continue
        if not any(f.start < match.end() and match.start() < f.end for f in found) or match["but"]:
            found = [f for f in found if not (f.start < match.end() and match.start() < f.end)]
            found.append(Reference(*match.span(), tuple(o for o in sorted(orders) if o not in but)))
    told = {order for reference in found for order in reference.orders}
    others = tuple(o for o in sorted(orders) if o not in told) if told else ()
    for match in _REST.finditer(folded):
        sure = match.group().startswith(("นอกนั้น", "ข้อ", "มาตรการ")) or _of_others(folded, found, match.start())
        found.append(Reference(*match.span(), others if sure else ()))
    if not found:
        found = _numbered(folded)
    if not found:
        lines = [m for m in _LINE.finditer(folded) if not _BARE_NUMBER.match(folded[m.start() :].lstrip("\n"))]
        found = [Reference(m.start("list"), m.end(), numbers(m["list"])) for m in lines]
    if not found and folded.count("ม.") == 1 and (short := _SHORT.match(folded)):
        found = [Reference(short.start("name"), short.end(), (int(short["order"]),))]
    if len(found) == 1 and _BUT.search(folded[: found[0].start]):
        found = [replace(found[0], orders=())]  # เสร็จหมดแล้ว ยกเว้นข้อ 3 tells of all the others
    return tuple(sorted(found, key=lambda r: r.start))


# What leaves nothing of the measure itself over.
_LEAVES_NOTHING = re.compile(
    rf"\s*(?:ก็|คือ)?\s*(?:(?:ดำเนินการ|ทำ)?(?:แล้ว)?เสร็จ(?:สิ้น|เรียบร้อย|หมด)*(?:แล้ว)?|เรียบร้อย(?:แล้ว)?|ยังไม่(?:ได้)?(?:เริ่ม|ทำ|ดำเนินการ)(?:เลย)?|ยกเลิก(?:แล้ว)?|ทำ?ต่อเนื่อง)(?:{POLITE}|{SOFT}|แล้ว|[\s,])*"
)
_OF_ITSELF = re.compile("บาง|ครึ่ง|ส่วนหนึ่ง|ส่วนใหญ่|%|เปอร์|ร้อยละ|จาก|แค่|เฉพาะ")


def _of_others(folded: str, found: list[Reference], at: int) -> bool:
    """Whether ที่เหลือ is surely of the other measures: after one measure it may be the rest of that one."""
    last = max((f for f in found if f.end <= at), key=lambda f: f.end, default=None)
    if last is None:
        return False
    between = folded[last.end : at]
    if _LEFT.search(_before(folded, last)) or _LEAVES_NOTHING.fullmatch(between):
        return True
    return len({o for f in found for o in f.orders}) > 1 and not _OF_ITSELF.search(between)


_BUT = re.compile(r"(?:ยกเว้น|เว้น(?:แต่)?|นอกจาก)\s*$")
_BUT_THIS = re.compile(r"(?:ทุก|ทั้ง)[^\n]*(?:แต่(?:ว่า)?|ส่วน)\s*(?:ข้อ|มาตรการ)?(?:ที่)?$")  # เสร็จทุกข้อ แต่ข้อ 3 ยังไม่เริ่ม
_LEFT = re.compile(r"(?:ยกเว้น|เว้น(?:แต่)?|นอกจาก|เหลือ(?:แค่|แต่|เพียง)?)\s*(?:ข้อ|มาตรการ)?(?:ที่)?$")


def _excepted(folded: str, found: list[Reference]) -> tuple[int, ...]:
    """The measures that ยกเว้น takes out of all: ทุกข้อต่อเนื่อง ยกเว้นข้อ 3, เสร็จทุกข้อ เหลือข้อ 3."""
    return tuple(
        o for f in found if _LEFT.search(before := _before(folded, f)) or _BUT_THIS.search(before) for o in f.orders
    )


def _before(folded: str, reference: Reference) -> str:
    """The text before the number of a reference."""
    number = re.search(r"\d|$", folded[reference.start :])
    return folded[: reference.start + (number.start() if number else 0)].rstrip()


def _numbered(folded: str) -> list[Reference]:
    """1เสร็จ 2กำลังทำ 3ยังไม่เริ่ม: numbers in order, each before a status, the first at the beginning."""
    found = [Reference(m.start("order"), m.end(), (int(m["order"]),)) for m in _INLINE.finditer(folded)]
    orders = [reference.orders[0] for reference in found]
    begins = bool(found) and is_heading(folded[: found[0].start])
    return found if len(found) > 1 and begins and orders == sorted(set(orders)) else []


_INLINE = re.compile(rf"(?:^|(?<=[\s,/;]))(?P<order>\d{{1,2}})\s*[.):=-]?\s*(?={_BEGINS})")
# ม.3 เสร็จแล้ว opens a message about measure 3; anywhere else ม.3 is a village.
_SHORT = re.compile(rf"\s*(?:{POLITE}|{VOCATIVE}|\s)*(?P<name>ม\.\s?(?P<order>\d{{1,2}}))(?!\d)\s*(?={_BEGINS})")


def sections(folded: str, found: tuple[Reference, ...]) -> tuple[Section, ...]:
    """The text parted so that every piece goes with one reference.

    A line with one reference is that measure's, wherever the reference stands in it; a line without one goes on with
    the line before. In a line with several, the words after a reference are its own, unless all stand before.
    """
    if not found:
        return (Section(0, len(folded)),)
    cuts: list[Section] = []
    at = 0
    for line in folded.splitlines(keepends=True):
        begin, at = at, at + len(line)
        inside = [r for r in found if begin <= r.start < at]
        if not inside and cuts:
            last = cuts.pop()
            cuts.append(Section(last.start, at, last.reference, last.mixed))
        elif not inside:
            cuts.append(Section(begin, at))
        else:
            cuts += _of_line(folded, begin, at, inside)
    if len(cuts) > 1 and cuts[0].reference is None and is_heading(folded[cuts[0].start : cuts[0].end]):
        cuts = cuts[1:]
    if len(cuts) > 1 and cuts[0].reference is None:  # words before the first reference: a heading, or of all
        cuts[1] = Section(cuts[0].start, cuts[1].end, cuts[1].reference, cuts[1].mixed)
        cuts = cuts[1:]
    return tuple(cuts)


_HEADING = re.compile(
    rf"(?:[\s,.:;()\-–]|เรียน\s?[ก-๙ .]{{0,40}}(?=\n|$)|ฝาก(?:ลง|ส่ง|บันทึก|ดู)?(?:ให้|ด้วย|แหน่|หน่อย|ที)*|{POLITE}|"
    rf"{VOCATIVE}|และ|ส่วน|นะ|น้า|สวัสดี|หวัดดี|เรียน|อนุญาต|ขอ|ฝาก|ราย?งาน|สรุป|แจ้ง|ส่ง|ผล|การดำเนินงาน|การดำเนินการ|"
    rf"ความก้าวหน้า|ความคืบหน้า|มาตรการ|ita|ประจำ|เดือน|{MONTH}|\d{{2,}}+|(?:ทาง|ของ|จาก)?(?:กอง|สำนัก|งาน|ฝ่าย)[ก-๙]{{0,20}}?(?=\s|ขอ|ราย|แจ้ง|ส่ง|สรุป|$)|นี้|ดังนี้|ว่า|หนู|"
    r"เอา|ที|แล้ว|เลย)*"
)


def is_heading(words: str) -> bool:
    """Whether words before the first measure only open the message: กองช่างขอรายงานค่ะ, พี่คะ, สรุปเดือน พ.ย."""
    return bool(_HEADING.fullmatch(words))


def _of_line(folded: str, begin: int, end: int, inside: list[Reference]) -> list[Section]:
    first, last = inside[0], inside[-1]
    led = not is_heading(folded[begin : first.start])
    trailed = not is_heading(folded[last.end : end])
    if len(inside) == 1:
        return [Section(begin, end, first)]
    if led and not trailed:  # เสร็จแล้ว ข้อ 1 กำลังทำ ข้อ 2
        ends = [r.end for r in inside[:-1]] + [end]
        return [Section(a, b, r) for a, b, r in zip([begin, *ends], ends, inside, strict=False)]
    between = folded[first.end : inside[1].start]
    turn = _APART.fullmatch(between + (m.group() if (m := _LEADS_ON.match(folded, inside[1].start)) else ""))
    if led and turn:  # เสร็จทุกข้อค่ะ ยกเว้นข้อ 2 ยังไม่เริ่ม: each has its own words
        starts = [begin] + [r.start for r in inside[1:]]
        starts[1] -= 0 if m else len(turn["but"] or "")
        return [Section(a, b, r) for a, b, r in zip(starts, [*starts[1:], end], inside, strict=True)]
    starts = [begin] + [r.start for r in inside[1:]]
    return [Section(a, b, r, led) for a, b, r in zip(starts, [*starts[1:], end], inside, strict=True)]


_LEADS_ON = re.compile(r"(?:ยกเว้น|เว้น|นอกจาก|(?:ยัง)?เหลือ(?:แค่|แต่|เพียง)?)\s*")
# Nothing but a closing word, and perhaps ยกเว้น or ส่วน, stands between two measures that each have their own words.
_APART = re.compile(
    rf"\s*(?:(?:หมด|แล้ว|ละ|เลย|เรียบร้อย)*(?:{POLITE}|{SOFT}|[,\s])*(?P<but>(?:(?:แต่)?(?:ยกเว้น|เว้น(?:แต่)?|เหลือ(?:แค่|แต่|เพียง)?)|ส่วน|แต่)\s*)|(?:{POLITE}|,)(?P<none>)\s*)"
)


def numbers(text: str) -> tuple[int, ...]:
    """The numbers of `3 กับ 7` and of the range `2-5`, without repeats; () for a range turned round."""
    found: list[int] = []
    for first, last in re.findall(rf"(\d+)(?:\s*(?:-|–|ถึง)\s*(?:{_WORD}\s*)?(\d+))?", text):
        if last and not int(first) < int(last) <= int(first) + 99:
            return ()
        found += range(int(first), int(last or first) + 1)
    return tuple(dict.fromkeys(found))
