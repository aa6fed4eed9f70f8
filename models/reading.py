"""One free message read as a report of one or several measures: which measure, what, when, how many, how it stands.

Nothing is guessed and no word is lost: a piece that is not surely a date, a count, a status or a problem stays in
`activity`, and what is doubtful is told as a trouble with the choices.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from models import thai
from models.amounts import counts_of, percents_in
from models.calendar import Month
from models.clauses import UNSURE, read_clauses
from models.counted import output_of
from models.dates_inside import find_dates
from models.month_said import month_before, month_in_heading
from models.pieces import TAKEN, Marks, find_problem, find_reason, find_statuses, without_courtesy
from models.references import Reference, Section, is_heading, references, sections
from models.speech import POLITE, is_small_talk
from models.status_grammar import DEED, SOME_DONE, of_all
from models.status_reply import LONGEST as LONGEST_REPLY
from models.status_reply import SO_FAR, check
from models.typos import mended

if TYPE_CHECKING:
    from models.ledger import Status

TroubleKind = Literal[
    "over_100", "percent", "contradiction", "finished_or_ongoing", "several",
    "which_day", "leftover", "impossible", "no_such_measure", "which_measure", "twice",
]  # fmt: skip
# Beside done or cancelled, words left over that may turn it: a part of the work, an exception, a wish, a guess.
_BUT_NOT = re.compile(
    r"(?:แต่(?!ง|ละ)|ยกเว้น|เว้นแต่)\s*(?:ก็)?\s*(?:ยัง|ไม่|เหลือ|ขาด|รอ(?![บง])|ต้อง|จะ|มี|บาง|คน)|(?<!ช่วย)เหลือ|ยังไม่|ยังขาด|ยัง(?=\s|\0|$)|"
    r"ต่อเนื่อง|กำลัง(?!ใจ|กาย)|อยู่ระหว่าง|บางส่วน|บางข้อ|ติดปัญหา|ติดขัด|ส่วนใหญ่|ส่วนหนึ่ง|ครึ่ง|แรก|เฉพาะ|เพียง|แค่|เว้น\s*(?=[ก-๙\d])(?!ว่าง|ระยะ)|บาง(?:หมู่|จุด|ราย|คน|แห่ง)|อันเดียว|ข้อเดียว|หนึ่งเรื่อง|(?:จาก|ใน)\s*\d{1,3}(?![\d-])|ระยะ(?:ที่)?\s*\d(?!\d)|เฟส|"
    r"ไม่ใช่|ไม่จริง|ไม่แน่ใจ|ไม่รู้|เดาว่า|เดาเอา|ล้อเล่น|พิมพ์ผิด|ในฝัน|น่าจะ|มั้ง|คงจะ|อาจจะ|คาดว่า|หวังว่า|สมมติ|นึกว่า|บอกว่า|อยาก|ขอให้|เพื่อให้|(?:^|(?<=[\s\0]))(?:ให้|พอ|ต้อง|เมื่อ|หลัง)(?=[\s\0]|$)|"
    r"ถ้า|(?<!ปัญ)หาก|(?:^|(?<=[\s\0]))พอ(?=[ก-ฮเ-ไ])(?!ใจ|สมควร|ดี)|กว่าจะ|เกือบ|ใกล้(?!เคียง|ชิด)|อีกนิด|พรุ่งนี้|เดือนหน้า|สิ้นเดือน(?!ที่แล้ว)|ปีที่|ปีก่อน|^[\s\0]*(?:ของ)?หมู่(?:บ้าน)?(?:ที่)?\s*\d+[\s\0]*$|เป้าหมายคือ|ต้องแก้|แก้ใหม่|ทำใหม่|ควรจะ|เดี๋ยว|ขาด(?:ลาย|เอก|รูป|แค่|อีก)|กองอื่น|คนอื่น|ไม่ใช่ของ|คิดว่า|เข้าใจว่า|ได้ยิน|เห็นว่า|เหมือนจะ|ไม่มี(?:อะไร|ข้อ|อัน|ใคร|งาน|เรื่อง)|"
    r"(?:บอก|(?<!งาน)(?<!แจ้ง)(?<!พบ)(?<!ถือ)(?<!สรุป)(?<!เรียน)(?<!ปรากฏ)ว่า)(?=[\s\0]|$)"
)
# Beside done, a refusal; beside cancelled, that it was refused to cancel. ยกเลิก นายกไม่อนุมัติ is a reason.
# ข้อ 7 น่าจะเสร็จแล้วมั้ง, ข้อ 8 ไม่รู้ว่าเสร็จยัง: a status that is only guessed is asked for.
_GUESSED = re.compile(
    r"(?:น่าจะ|คง(?:จะ)?|เหมือนจะ|อาจ(?:จะ)?|ไม่(?:ค่อย)?แน่ใจ|ไม่(?:รู้|ทราบ)|เดา|จำไม่ได้|คิดว่า|เข้าใจว่า)[^\n]{0,20}?(?P<end>เสร็จ|เรียบร้อย|ครบ|ยกเลิก|เริ่ม|กำลัง|ทำแล้ว|ทำ(?:หรือ|รึ)?ยัง)(?![^\n]{0,12}(?:หน้า|พรุ่งนี้|ภายใน|สิ้น|เร็วๆ|ทัน))"
    r"|(?P<before>เสร็จ|เรียบร้อย|ครบ|ยกเลิก|เริ่ม|ทำแล้ว)[^\n]{0,12}?(?:มั้ง|แฮะ|ไม่แน่ใจ|ไม่ชัวร์)"
)
_REFUSED: dict[Status, re.Pattern[str]] = {
    "done": re.compile("ไม่(?:ให้(?!ความ)|อนุมัติ|เห็นชอบ|ผ่าน|ยอม)"),
    "cancelled": re.compile("ไม่(?:ให้|ยอม)(?:ยก)?เลิก"),
}
# The same just before a status that ends nothing, or that it is over.
_LEADS = re.compile(
    r"(?:^|(?<=[\s\0]))(?:เคย|เดือนที่แล้ว|เดือนก่อน|ก่อนหน้านี้|ตอนแรก|เลิก|หยุด|จะ|อยาก|ต้อง|ควร)(?:ทำ|ดำเนินการ|จัด)?\s*\0|แก้ได้แล้ว|แก้ไขแล้ว|แก้ไขได้แล้ว|คลี่คลาย"
)
_BEFORE_SHARE = re.compile(
    r"(?:^|(?<=[\s\0,]))(?:(?:มี)?(?:ความคืบหน้า|คืบหน้า|ความก้าวหน้า)|ทำ|ดำเนินการ|ได้|ไป|แล้ว(?!เสร็จ)|ประมาณ|คิดเป็น|อยู่ที่|แค่|เพียง|\s)+$"
)
_AWAY = re.compile(r"\s*(?:วันนี้)?(?:ขอ)?ลา(?:ป่วย|กิจ|พักร้อน|พักผ่อน|คลอด|บวช|หยุด|งาน)")
# เข้าระบบไม่ได้ค่ะ, กดปุ่มไม่ได้, เน็ตล่ม: of the chat and its device, not of a measure.
_OF_THE_CHAT = re.compile(
    r"[^\d\n]{0,25}(?:เข้า(?:สู่)?ระบบ|ระบบ(?=เข้า|ใช้|ล่ม|ค้าง|ไม่|มัน|ช้า|\s*(?:ล่ม|เข้า))|(?<!ออน)ไลน์|แอป|เน็ต|ลิงก์|ลิงค์|ลิ้งค์|เมนู|ปุ่ม|กด|บอท|หน้าจอ|มือถือ|รูปส่ง|ส่งรูป)"
    r"[^\d\n]{0,20}(?:ไม่ได้|ไม่ไป|ไม่ขึ้น|ไม่ติด|ล่ม|ค้าง|หลุด|หาย|เด้ง)[^\d\n]{0,12}"
)
# ฝนตกหนักมากเลยค่ะ, ไฟดับทั้ง อบต.: small talk, when no deed is told with it.
_WEATHER = re.compile(
    rf"(?:วันนี้|เมื่อวาน|เมื่อคืน|ตอนนี้|ช่วงนี้|แถวนี้|ที่นี่|\s)*(?:ฝนตก|น้ำท่วม|ไฟดับ|พายุ|รถติด|รถเสีย|อากาศ|คอม(?:พิวเตอร์)?(?:พัง|เสีย|ค้าง))(?:(?!{DEED}|ไม่ได้|(?<!สำนัก)(?<!ที่ทำ)งาน|โครงการ|งบ|รอ)[^\d\n]){{0,40}}"
)
# วันนี้ประชุมทั้งวันเลย เดี๋ยวมาตอบ: of the person, not of a measure.
_LATER = re.compile(
    rf"(?:วันนี้|ตอนนี้|ช่วงนี้)(?:(?!แล้ว|เสร็จ)[^\d\n]){{0,40}}(?:เดี๋ยว|ค่อย)(?:จะ|มา|ค่อย|กลับมา)*(?:ตอบ|กรอก|รายงาน|ส่ง|ทำ)(?:ให้|ต่อ|{POLITE}|\s)*"
)
# ขอส่งวันจันทร์นะครับ คนทำลาป่วย: when the report comes.
_SENDS_LATER = re.compile(
    rf"(?:{POLITE}|ขออนุญาต|ขอ|เลื่อน|เดี๋ยว|เด๋ว|จะ|ค่อย|ไว้|อาจ|\s)*(?:ส่ง|รายงาน|ตอบ|กรอก|แจ้ง)(?:รายงาน|ข้อมูล|ให้|ผล|ช้า|\s)*(?:เป็น|ใน|ภายใน|ช่วง|ตอน)*"
    r"(?:วัน(?:จันทร์|อังคาร|พุธ|พฤหัส|ศุกร์|เสาร์|อาทิตย์)|พรุ่งนี้|มะรืน|(?:สัปดาห์|อาทิตย์|เดือน)หน้า|สิ้นเดือน|(?:เย็น|บ่าย|ค่ำ|คืน)นี้|ทีหลัง|วันหลัง|ภายหลัง)(?:(?!เสร็จ|เรียบร้อย|ยกเลิก)[^\d\n]){0,60}"
    r"|(?:(?!เสร็จ|งบ|กำลัง|ยัง|เลิก)[^\d\n]){0,30}?(?:ไม่อยู่|ไม่ว่าง|ลา(?:ป่วย|กิจ|พักผ่อน|พักร้อน)?|ยุ่ง|ติด(?:ประชุม|งาน|ธุระ|สอน|อบรม|ราชการ))[^\d\n]{0,15}(?:เดี๋ยว|ไว้|ค่อย)(?:จะ|ค่อย|มา)*(?:ถาม|เช็ค|ดู|แจ้ง|บอก|ตอบ|ส่ง|รายงาน)[^\d\n]{0,20}"
)
# กำลังพิมพ์อยู่: the report itself.
_WRITES = re.compile(rf"(?:{POLITE}|ตอนนี้|\s)*(?:ยัง)?กำลัง(?:พิมพ์|กรอก|เขียน)(?:รายงาน|ข้อมูล|ให้|อยู่|{POLITE}|\s)*")
_NOT_TOLD = re.compile(
    rf"(?:(?:ที่|ส่วน)*เหลือ|เดี๋ยว|ขอ|ค่อย|จะ|ยัง|ไม่(?:มีข้อมูล|ทราบ|รู้|แน่ใจ|ได้ข้อมูล)|ถาม[ก-๙]{{0,15}}?|เช็ค|ดู|ตรวจสอบ|แจ้ง|รายงาน|ส่ง|บอก|"
    rf"อีกที|อีกครั้ง|ทีหลัง|ภายหลัง|ก่อน|ตาม|ไป|ให้|เลย|{POLITE}|\s)+"
)
_DEEDS = re.compile(DEED)
_LABEL_OF_OUTPUT = re.compile(
    rf"^(?:{POLITE}\s+)?(?:ผลผลิต(?:ที่ได้|คือ)?\s*[:=]?|โดยมี(?=ผู้|คน|ประชาชน|ชาวบ้าน|พนักงาน|เจ้าหน้าที่|นักเรียน|เด็ก)|ได้(?=\s*(?:\d|ระยะ|ความ|จำนวน|ปริมาณ|น้ำหนัก)))?\s*"
)
_LINE_OF_OUTPUT = re.compile(
    r"(?:^|(?<=\n))[ \t]*ผลผลิต(?:[ \t]*[:=][ \t]*|[ \t]+)(?P<words>[^\n\0]*[^\s\0])[ \t]*(?=\n|$)"
)
_ASKS = re.compile(
    r"คือ(?:เรื่อง|อัน|ข้อ|ตัว|มาตรการ|โครงการ)?อะไร|อะไรบ้าง|คือ(?:อัน|ข้อ|เรื่อง|ตัว|มาตรการ|โครงการ)?ไหน|(?:อัน|เรื่อง|ตัว|ข้อ|กอง|ฝ่าย|คน)ไหน(?=ค|$|\s|อะ|นะ|วะ|หว่า|เหรอ|หรอ|ต้อง|เป็น|ทำ|รับ|ดูแล)|(?:ต้อง|ให้)(?:ทำ|ส่ง|กรอก|ตอบ|รายงาน)(?:อะไร|ไง)|กี่(?:รูป|หน้า|ไฟล์|ครั้ง|ข้อ|วัน)(?=ค|$|\s)|(?<![ก-๙])ไม่เข้าใจ|ขอ(?:ดู|ตัวอย่าง|คำแนะนำ)|หมายถึงอะไร|หมายความว่า|ขอถาม|ขอสอบถาม|ถามหน่อย|ใคร(?:เป็นคน|เป็นผู้)?(?:ดูแล|รับผิดชอบ|ทำ|รายงาน)(?=ข้อ|มาตรการ|อัน|เรื่อง|\s|$)|(?:อิ|อี)?หยัง|กี่โมง|เมื่อไ[หร]|ที่ไหน|วันไหน|ยังไง|อย่างไร(?=ค|$|\s)|(?:ไหม|มั้ย|หรือยัง|รึยัง|หรือเปล่า)(?=ค|$|\s|นะ)|ใคร(?=รู้|ทราบ)|ใคร[ก-๙]{0,12}?(?:คะ|ครับ|คับ)(?=\s|$)|เสร็จยัง(?=\s*(?:ค|พี่|นะ|อะ|$))|ถึงไหน|ทำไม(?!่)|อะไรค[ะร]|\?"
)
LONGEST = 3000  # letters; what is longer is no message of progress, and is kept whole by the caller


@dataclass(frozen=True)
class Trouble:
    """What must be asked back, the words it lies in, and the statuses it can be (for a button each)."""

    kind: TroubleKind
    words: str = ""
    choices: tuple[Status, ...] = ()


@dataclass(frozen=True)
class Part:
    """What a message says about one group of measures. Texts are as typed.

    `orders` is () when no measure is named; `month` is the reporting month that is named before what was done
    (ข้อ 2 เดือน ต.ค. …), None when none is: its name is in no text. `problem` may be words such as ไม่มีปัญหา: ask
    `thai.means_nothing`. `said` is the whole piece of the message.
    """

    orders: tuple[int, ...] = ()
    activity: str = ""
    dates: tuple[date, ...] = ()
    output: str = ""
    status: Status | None = None
    percent: int | None = None
    problem: str = ""
    said: str = ""
    troubles: tuple[Trouble, ...] = ()
    month: Month | None = None


def read_report(text: str, month: Month, today: date, orders: Collection[int]) -> tuple[Part, ...]:
    """The parts of a free message; () when nothing in it looks like a report.

    `month` is the reporting month and `today` the day it was said (see `read_dates`); `orders` are the numbers of
    the measures that exist: another number is told as `no_such_measure`.
    """
    if len(text) > LONGEST or not text.strip():
        return ()
    folded, places = thai.fold(text)
    if not folded.strip():
        return ()
    found = () if _LAUGHS.match(folded) and is_small_talk(thai.clean(text)) else references(folded, orders)
    asks = bool(_ASKS.search(folded))
    guesses = bool(found) and bool(_GUESSED.search(folded))
    if not found and (asks or _AWAY.match(folded) or _of_the_day(folded.strip())):
        return ()
    if found and _SENDS_LATER.fullmatch(_without(folded, found)):  # เดี๋ยวส่งของข้อ 2 ให้พรุ่งนี้
        return ()
    parts: list[Part] = []
    reports = bool(found)
    heading = folded[: found[0].start] if found and is_heading(folded[: found[0].start]) else ""
    of_heading = month_in_heading(heading, today)
    for section in sections(folded, found):
        part, tells = _part(text, folded, places, section, of_heading or month, today, orders)
        part = replace(part, month=part.month or of_heading)
        reports = reports or tells
        parts.append(part)
    if asks and not guesses and not any(p.status or p.dates or p.output or p.problem or p.troubles for p in parts):
        return ()  # ข้อ 3 คืออะไรคะ
    return _without_repeats(_without_untold(parts)) if reports else ()


_LAUGHS = re.compile(r"\s*5{3,}(?!\d)")  # ห้าห้าห้า, which is no measure
_LAUGHS_AFTER = re.compile(r"(?<=[ก-๙\s])\s*5{3,}\+*$")


def _without(folded: str, found: Collection[Reference]) -> str:
    """A message without the measures that it names."""
    for reference in sorted(found, key=lambda r: -r.start):
        folded = f"{folded[: reference.start].removesuffix('ของ')}{folded[reference.end :].lstrip()}"
    return " ".join(folded.split())


def _of_the_day(words: str) -> bool:
    """Whether a message without a measure only tells of the chat, or of the weather."""
    words = _LAUGHS_AFTER.sub("", words)
    return any(pattern.fullmatch(words) for pattern in (_OF_THE_CHAT, _WEATHER, _LATER, _SENDS_LATER, _WRITES))


def _without_untold(parts: list[Part]) -> list[Part]:
    """The parts without those that only say that the rest is told later; their words stay in `said`."""
    kept: list[Part] = []
    for part in parts:
        empty = not (part.status or part.dates or part.output or part.problem or part.percent is not None)
        only_which = all(trouble.kind == "which_measure" for trouble in part.troubles)
        if (
            kept
            and empty
            and only_which
            and len(part.activity) <= 40
            and _NOT_TOLD.fullmatch(thai.clean(part.activity) or "-")
        ):
            kept[-1] = replace(kept[-1], said=f"{kept[-1].said} {part.said}")
        else:
            kept.append(part)
    return kept


def _without_repeats(parts: list[Part]) -> tuple[Part, ...]:
    """A measure that is named in two parts is told in the later one: neither may silently replace the other."""
    seen: set[int] = set()
    kept: list[Part] = []
    for part in parts:
        again = seen & set(part.orders)
        seen |= set(part.orders)
        trouble = (Trouble("twice", " ".join(str(o) for o in sorted(again))),) if again else ()
        kept.append(Part(**{**vars(part), "troubles": part.troubles + trouble}))
    return tuple(kept)


def _part(
    text: str, folded: str, places: list[int], section: Section, month: Month, today: date, orders: Collection[int]
) -> tuple[Part, bool]:
    """One section read, and whether it tells anything that looks like a report."""
    marks = Marks(folded, section.start, section.end)
    troubles: list[Trouble] = []

    def typed(start: int, end: int) -> str:
        return text[places[start] : places[end - 1] + 1].strip() if end > start else ""

    named: tuple[int, ...] = ()
    if section.reference:
        if is_heading(folded[section.start : section.reference.start]):
            marks.take(section.start, section.reference.start)
        marks.take(section.reference.start, section.reference.end)
        named = section.reference.orders
        missing = [o for o in named if o not in orders]
        if missing:
            troubles.append(Trouble("no_such_measure", " ".join(map(str, missing))))
        named = tuple(o for o in named if o in orders)
        if not section.reference.orders or section.mixed:
            troubles.append(Trouble("which_measure", typed(section.reference.start, section.reference.end)))
    begin = section.reference.end if section.reference else section.start
    said_month = month_before(folded[begin : section.end], today)
    if said_month:
        month = said_month.month
        marks.take(begin, begin + said_month.end)

    problem = find_problem(marks)
    if problem:
        marks.take(problem.start, problem.end)
    days: list[date] = []
    for when in find_dates(marks.left(), month, today):
        if when.trouble:
            kind: TroubleKind = "leftover" if when.trouble == "none" else when.trouble
            troubles.append(Trouble(kind, typed(section.start + when.start, section.start + when.end)))
        else:
            days += when.dates
            marks.take(section.start + when.start, section.start + when.end)
    percent: int | None = None
    shares = percents_in(marks.left())
    for share in shares:
        at = (section.start + share.start, section.start + share.end)
        if share.value is None or len({s.value for s in shares}) > 1:
            troubles.append(Trouble("percent", typed(*at)))
        elif share.value > 100:
            troubles.append(Trouble("over_100", typed(*at)))
            marks.take(*at)
        else:
            percent = share.value
            lead = _BEFORE_SHARE.search(marks.left()[: share.start])
            marks.take(section.start + lead.start() if lead else at[0], at[1])
    statuses = find_statuses(marks, named=bool(named))
    status, trouble = _settle(
        statuses.found, problem.blocks if problem else False, percent, typed(section.start, section.end)
    )
    beside = marks.told()
    if status in _REFUSED and (
        (problem and problem.turns)
        or _only_some(_said(folded, section))
        or (status == "done" and max(days, default=today) > today)  # เสร็จวันที่ 30, said on the 28th
        or _BUT_NOT.search(beside)
        or _REFUSED[status].search(beside)
    ):
        trouble = Trouble("contradiction", typed(section.start, section.end), (status, "in_progress"))
        status = None
    if status is None and trouble is None and not statuses.found and len(marks.left()) <= LONGEST_REPLY:
        whole = read_clauses(marks.left().replace(TAKEN, " "))
        if len(whole.found) == 1 and not whole.doubt and percent is None:
            status = whole.found[0]
    rest = marks.left()
    if (
        status
        and status not in ("done", "cancelled")
        and (UNSURE.search(mended(_said(folded, section))) or _LEADS.search(rest))
    ):
        trouble = Trouble("several", typed(section.start, section.end), (status,))
        status = None
    if status is None and trouble is None and named and (guess := _GUESSED.search(_said(folded, section))):
        ends: Status = "cancelled" if "ยกเลิก" in guess.group() else "done"
        trouble = Trouble("several", typed(section.start, section.end), (ends, "in_progress", "not_started"))
    if trouble:
        troubles.append(trouble)
    reasons = [(problem.words_start, problem.end)] if problem else []
    reasons += statuses.reasons
    why = (
        None
        if reasons or status in (None, "done", "ongoing")
        else find_reason(marks, statuses.stuck, held_up=status in ("not_started", "blocked"))
    )
    if why:
        marks.take(*why)
        reasons.append(why)
    outputs = []
    for line in _LINE_OF_OUTPUT.finditer(marks.left()):
        outputs.append(typed(section.start + line.start("words"), section.start + line.end("words")))
        marks.take(section.start + line.start(), section.start + line.end())
    counts = counts_of(marks.left())
    outputs += [
        " ".join(typed(*span) for span in output_of(marks, section.start + c.start, section.start + c.end))
        for c in counts
    ]
    output = "; ".join(_LABEL_OF_OUTPUT.sub("", words) for words in outputs)
    part = Part(
        orders=named,
        activity=marks.rest(typed),
        dates=tuple(sorted(set(days))),
        output=output,
        status=status,
        percent=percent,
        problem="; ".join(without_courtesy(typed(*span)) for span in reasons),
        said=typed(section.start, section.end),
        troubles=tuple(troubles),
        month=said_month.month if said_month else None,
    )
    return part, bool(
        (status and not (days and status == "blocked" and not named and _today_only(folded, section)))
        or (days and not _today_only(folded, section))
        or shares
        or (statuses.found and status is None)
        or outputs
        or problem
        or troubles
    )


def _only_some(said: str) -> bool:
    """Whether fewer are told to be finished than there are: รถ 3 คัน ซ่อมเสร็จ 1 คัน."""
    match = _FINISHED_OF.search(said)
    return (
        bool(SOME_DONE.search(said) or SOME_DONE.search(mended(said))) or of_all(said)
        if match is None
        else int(match["done"]) < int(match["all"])
    )


_FINISHED_OF = re.compile(
    r"(?<!\d)(?P<all>\d{1,4})\s*(?P<unit>[ก-๙]{2,10})[^\n]{0,40}?เสร็จ(?:แล้ว|ไป)*\s*(?P<done>\d{1,4})\s*(?P=unit)"
)


def _said(folded: str, section: Section) -> str:
    return folded[section.start : section.end].strip()


def _today_only(folded: str, section: Section) -> bool:
    """Whether the only day is said as วันนี้ or เมื่อวาน and no deed beside it: small talk, not a report."""
    words = folded[section.start : section.end]
    return not re.search(r"\d", words) and not _DEEDS.search(words)


def _settle(
    found: tuple[tuple[Status, ...], ...], blocks: bool, percent: int | None, said: str
) -> tuple[Status | None, Trouble | None]:
    """One status from all that were said, or the trouble with them (DOMAIN.md section 7)."""
    sure = tuple(dict.fromkeys(f[0] for f in found if len(f) == 1))
    unsure = [f for f in found if len(f) > 1]
    if blocks and set(sure) & {"done", "cancelled"}:
        return None, Trouble("several", said, (*sure, "blocked"))
    if blocks and not sure:
        sure = ("blocked",)
    if blocks and "blocked" in sure and len(sure) > 1:
        sure = tuple(s for s in sure if s != "blocked")
    if (
        set(sure) == {"cancelled", "blocked"} and not blocks and not re.search("แต่|รอ(?![บง])|ติด|ขาดลาย", said)
    ):  # ยกเลิก งบไม่มี
        sure = ("cancelled",)
    if set(sure) in ({"not_started", "blocked"}, {"in_progress", "blocked"}):  # a status and its reason
        sure = tuple(s for s in sure if s != "blocked")
    if len(sure) > 1:
        return None, Trouble("several", said, sure)
    if not sure and unsure:
        if percent is not None and 0 < percent < 100 and unsure[0] == ("done", "ongoing"):
            return "in_progress", None
        kind: TroubleKind = "finished_or_ongoing" if unsure[0] == ("done", "ongoing") else "several"
        return None, Trouble(kind, said, unsure[0])
    if percent is None:
        return (sure[0] if sure else None), None
    if not sure:
        if percent == 100:
            return None, Trouble("finished_or_ongoing", said, ("done", "ongoing"))
        return ("in_progress" if percent else None), None
    if sure[0] == "done" and SO_FAR.search(said) and said.count("เสร็จ") == 1:  # เสร็จไปครึ่งนึง
        return "in_progress", None
    checked = check(sure[0], percent, said)
    if checked.trouble:
        return None, Trouble("contradiction", said, checked.choices)
    return checked.status, None
