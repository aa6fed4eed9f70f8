"""A reply of several clauses read for its status: each clause is a status, a reason, a plan, small talk or a deed.

Two statuses are asked back. Beside a status that ends nothing other clauses may stand; beside done and cancelled
only clauses that surely do not turn them, because a final status that is read wrongly ends an obligation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from models import speech, thai
from models.amounts import counts_of
from models.month_names import MONTH
from models.status_grammar import DO, FINISHED, LACK, NOW, PARTS, PLAIN, PREPARE, SOME_DONE, WAIT, WHO_DECIDES
from models.status_words import statuses_of, tells_more
from models.typos import mended

if TYPE_CHECKING:
    from models.ledger import Status

_BREAK = re.compile(
    r"[\s,;/()\n!…]+|(?<=[ก-๙])\.(?=\s)|(?=เพราะ|เนื่?องจาก|เนื่?องด้วย|(?<!ตั้ง)แต่(?!ละ|ง|ก่อน|อย่างใด|ประการใด)|โดยมี|ส่วน(?=ของ|ที่|กอง|ข้อ|งาน)|คาดว่า|ตอนนี้|ขณะนี้|เดี๋ยว)"
)
# Where words that were run together part, tried only when the whole is no status.
_GLUE = re.compile(
    rf"(?={WAIT}(?:หนังสือ|งบ|อนุมัติ|ผู้|คำสั่ง|ผอ|นายก|ปลัด|เอกสาร|จังหวัด|อำเภอ|การ|ให้|ประชุม|ผล|คิว|เสนอ|ลงนาม|ตรวจ|เจ้าหน้าที่|วิทยากร|ระเบียบ)|กำลัง(?!จะ|ใจ|คน)|"
    r"อยู่ระหว่าง|ติดปัญหา|ติดขัด|ติดเรื่อง|ติดงาน|(?<!ช่วย)เหลือ|จึง|ยังไม่|เสร็จแล้ว|เรียบร้อยแล้ว|ทำต่อเนื่อง|งบ(?:ประมาณ)?(?:ยัง)?ไม่|งบหมด|นายก|ผู้บริหาร|(?<!ตรวจ)(?<!สำรวจ)(?<!เหลือ)(?<!ช่วย)(?<!ป้องกัน)(?<!แก้)(?<!ประสบ)(?<!เรื่อง)(?<!ภัย)(?<!ปัญหา)น้ำท่วม|ไม่มี|จะ(?!ง)|เลย(?=ทำ|ต้อง|ไม่|ยัง))"
)
# A guess, a question, a joke, a slip: whatever status stands beside it is asked back.
UNSURE = re.compile(
    r"ไม่แน่ใจ|ไม่รู้|ไม่ทราบ|จำไม่ได้|น่าจะ|มั้ง|เดาว่า|เดาเอา|หรือ(?=ยัง|เปล่า|ป่าว|ไม่|เสร็จ|กำลัง|ว่า|จะ(?:เรียก|ว่า|บอก)|เรียก)|รึยัง|รึเปล่า|ยังคะ$|ไหม(?!้)(?=ค|$|\s|น|ว|พี่)|มั้ย|มัย$|กี่(?=โมง|วัน|ข้อ|เปอร์|คน)|เมื่อไ[หร]|"
    r"ยังไง|อย่างไร(?!ก็)|(?:ข้อ|วัน|อัน|ที่|สถานะ|กอง)ไหน|ถ้า|(?<!ปัญ)หาก|คงจะ|คง(?=เสร็จ|เรียบ|ไม่)|อาจ(?!าร|สามารถ)|ปะ$|ป่าว|หว่า(?!ง|น)|แฮะ|เหมือนจะ|ได้ยินว่า|ไม่ใช่|เข้าใจว่า|คิดว่า|ไม่ชัวร์|ไม่มั่นใจ|"
    r"\?|ไม่จริง|ขอถาม|ขอเวลา|แป๊บ|สมมติ|นึกว่า|บอกว่า|ล้อเล่น|พิมพ์ผิด|ผิดข้อ|หวังว่า|อยาก|ต้องถาม|ขอดู|ขอเช็ค"
)
_PLAN = re.compile(
    r"จะ(?!ง)|เดี๋ยว|คาด|ตั้งใจ|วางแผน|กำหนดการ|กำหนดจัด|นัด|เดือนหน้า|สัปดาห์หน้า|อาทิตย์หน้า|ปีหน้า|พรุ่งนี้|เร็วๆนี้|ภายใน|ค่อย|ไตรมาส(?:หน้า|ที่|\d)|เริ่มเดือน|"
    r"เริ่ม(?:ต้น)?(?:ใน)?(?:ปี|ธ\.?ค|ม\.?ค)|ครั้งหน้า|ครั้งต่อไป|เลื่อน|ต่อไป|สิ้นเดือน|ก่อนสิ้น"
)
_PAST = re.compile("เดือนที่แล้ว|เดือนก่อน|ปีที่แล้ว|ปีก่อน|ก่อนหน้านี้|ตอนแรก|แต่ก่อน|(?<!ไม่)เคย|เมื่อก่อน")
_BECAUSE = re.compile(
    rf"(?:แต่|ก็|คือ|เพราะ|ด้วย)*(?:เพราะ(?:ว่า)?|เนื่?องจาก|เนื่?องด้วย|ด้วยเหตุ|สาเหตุ|ติด(?!ตั้ง|ตาม|ต่อ|ประกาศ|ป้าย|สาย)|{WAIT}|(?:ยัง)?ขาด|งบ|"
    rf"ไม่มี(?!ปัญหา|อุปสรรค|อะไร)|{LACK}|จึง|เลยต้อง|ยังไม่ได้(?:รับ)?(?:งบ|อนุมัติ|จัดสรร)|ไม่ได้รับ|{WHO_DECIDES}(?:ก็)?(?:ไม่อนุมัติ|ไม่เห็นชอบ|ไม่เห็นด้วย|ไม่ให้|ไม่เอา|ไม่ผ่าน|ตัดงบ)|ไม่ผ่าน(?:สภา|การ|ความ)|ตั้งงบ(?:ประมาณ)?ไม่|มัวแต่|ยุ่ง|งานเยอะ|งานล้น|งานอื่น|งาน[ก-๙]{{2,20}}(?:เพิ่ง)?(?:จบ|เข้า|เยอะ))"
)
_WHY = re.compile("(?:แต่)?(?:เพราะ|เนื่?องจาก|เนื่?องด้วย|ด้วยเหตุ|สาเหตุ)")
_TURNS_FINAL = re.compile(
    rf"ไม่|ยัง|(?<!ตั้ง)แต่(?!ง|ละ)|จะ(?!ง)|เดี๋ยว|(?<!ช่วย)เหลือ|รอ(?![บง])|ติด(?!ตั้ง|ป้าย|ประกาศ|ตาม)|ขาด|บาง|ครึ่ง|ส่วน|แค่|เฉพาะ|เพียง|แรก|^{PARTS}(?:แล้ว)?$|กำลัง|ลัง(?!คา)|^ก[ลำ]+|อย|ห[ว่]*าง|ระหว่าง|ต่อ(?!ต้าน)|ทุกเดือน|ตลอด|ประจำ(?!เดือน)|ปัญหา|"
    r"หน้า(?!ที่)|ก่อน|หลัง|ถ้า|(?<!ปัญ)หาก|คาด|น่า|%|จาก\d|เกือบ|ใกล้|เริ่ม|พรุ่ง|แก้|ใหม่|ซ้ำ|อีก|เลื่อน|ยกเว้น|เว้น|ของกอง|คนละ|ขั้นตอน|เสร็จ|เรียบร้อย|ยกเลิก|ร่าง|เตรียม|อยาก|เมื่อ(?!วาน|วันที่|เช้า|กี้)|พอ(?!ใจ)|หวัง|(?:ขอ|เพื่อ)ให้|สมมติ|นึก|บอกว่า|ว่า$|ปีที่แล้ว|เป้า|สิ้นเดือน|ล้อเล่น|ผิด|ฝัน|เดียว|หนึ่ง|ต้อง|เฟส|ระยะ|คนอื่น|กองอื่น|ยืนยัน|อา$|^[เหลือ]{3,7}(?=[ก-ฮ])|^รแอ|^(?!จัด|ทำ|คน|มี|ได้|ไป|อบต|อบจ).{1,4}$"
)
# เสร็จ 8/11 may be eight of eleven; a day is announced, or stands behind แล้ว.
_A_SHARE = re.compile(r"(?<![\d/])(?<!แล้ว)(?<!แล้ว )(?<!วันที่)(?<!วันที่ )(?<!เมื่อ)(?<!เมื่อ )\d{1,3}\s*/\s*\d{1,3}(?![\d/])")
_FEW = re.compile(rf"(?:(?!ทั้ง|ครบ)\D){{0,14}}\d[\d,]*\s*{PARTS}\D{{0,8}}")  # the same, however it is spelt
_TURNS_OTHER = re.compile(
    r"เสร็จ|เรียบร้อย|ยกเลิก|เลิก|แก้ไขได้|แก้ได้|แก้ไขแล้ว|คลี่คลาย|ผ่านแล้ว|ได้รับแล้ว|หายแล้ว|ไม่ใช่|ไม่จริง|ทำใหม่|เริ่มใหม่"
)
_TURNED_BEFORE = re.compile(
    r"(?:ไม่|ว่า|ที่|ให้|จะ|ถ้า|(?<!ปัญ)หาก|เมื่อ|ใช่|คน|ก่อน|หลัง|เคย|อย่า|อยาก|กว่า|พอ|ถึง|น่า|ต้อง|ควร|หยุด|เลิก|ไม่ได้|ไม่มี|ไม่ค่อย)$"
)
_WHEN = r"(?:ไป)?(?:เมื่อ|ตั้งแต่|ใน|ตอน)?\s*+"
_LIST = r"\d{1,2}(?:\s*(?:-|–|และ|กับ|,|ถึง)\s*(?:วันที่\s*)?\d{1,2})*"
_DAY = re.compile(
    rf"{_WHEN}(?:วันที่|วัน(?:{'|'.join(thai.WEEKDAYS)}|พฤหัส)(?:\s*ที่)?)?\s*(?<!\d){_LIST}\s*+(?:เดือน)?\s*+(?:{MONTH})\s*+(?:พ\.?ศ\.?|ปี)?\s*(?:\d{{4}}|\d{{2}})?(?!\d)"
    rf"|{_WHEN}วันที่\s*{_LIST}(?!\s*[/\d])|{_WHEN}(?:วันที่\s*)?(?<!\d)\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?(?!\d)"
    rf"|{_WHEN}(?:เมื่อวานซืน|เมื่อวาน|วานนี้|วันนี้|เช้านี้|เมื่อเช้า|เมื่อกี้|(?:สัปดาห์|อาทิ(?:ตย์|ด|ต)|เดือน|(?:วัน|ตั้งแต่|เมื่อ)(?:{'|'.join(thai.WEEKDAYS)}|พฤหัส))(?:ที่แล้ว|ที่ผ่านมา|ก่อน)|"
    rf"(?:ตั้งแต่|เมื่อ)เดือน\s*(?:{MONTH})|ตั้งแต่\s*(?:เดือน\s*)?(?:{MONTH})\s*(?:(?:25)?\d\d(?!\d)\s*)?(?:จน)?ถึง(?:ปัจจุบัน|ตอนนี้|ขณะนี้|บัดนี้|เดือนนี้|วันนี้)|"
    r"(?:ต้น|กลาง|ปลาย)เดือน(?!\s*ห?น้า)(?:นี้|ที่แล้ว)?)(?:นี้|เอง|ที่ผ่านมา)*"
)
_LEADS = re.compile(
    "(?:ว่า|จะ|ต้อง|ควร|อยาก|ถ้า|(?<!ปัญ)หาก|(?<!ไม่)เคย|เลิก|(?<!ไม่ได้)(?<!เคย)(?<!ไม่)(?<!วัน)หยุด|ให้)$|^ไม่(?:ได้)?$"
)
_NOW = re.compile(f"^{NOW}(?=[ก-ฮเ-ไ])")
_PROMISE = re.compile("(?:เดี๋ยว|จะ)(?:จะ|รีบ|เร่ง|ทำ|ตาม|ส่ง|ดำเนินการ|จัดการ)+ให้")  # เดี๋ยวเร่งให้
_LACK = re.compile(rf"(?:แต่|ก็|ยัง)*{LACK}.*")
_IN_THE_WAY = re.compile(rf"(?:แต่|ก็|ยัง)*(?:{WAIT}|ติด|ขาด(?!งบ|คน|แคลน|บุคลากร))")  # of work that goes on
_NOT_OFF = re.compile("(?:ยัง)?ไม่ได้(?:ถูก|โดน)?(?:ยกเลิก|เลิก|หยุด|งด|ทิ้ง)(?:ทำ|ไป|โครงการ|มาตรการ|กิจกรรม)*")
_SUMMARY = re.compile("(?:ภาพรวม|โดยรวม|สรุป|รวมๆ)(?:แล้ว|ว่า|คือ|จึง|ก็|ยัง|ถือว่า)*(?=[ก-ฮเ-ไ])")
# ร่างคู่มือเสร็จแล้ว กำลังตรวจทาน; เหลือแต่เขียนรายงาน นอกนั้นเสร็จหมด: what is finished is a step, or the rest.
_A_STEP = re.compile(rf"(?:{PREPARE}){PLAIN}{{2,30}}{FINISHED}(?:แล้ว|เรียบร้อย)*")
_BUT_THIS = re.compile("(?<!ช่วย)เหลือ")
_THE_REST = re.compile(
    rf"(?:นอกนั้น|(?:ส่วน)?ที่เหลือ|(?:อย่าง|ส่วน|อัน)อื่น(?:ๆ)?)(?:ก็)?{DO}?{FINISHED}(?:แล้ว|หมด|ครบ|เรียบร้อย|ทั้งหมด)*"
)
_BUT = re.compile("(?<!ตั้ง)แต่(?!ง|ละ)")
# ส่งเรื่องให้อำเภอแล้ว รอตอบกลับ: what was handed on is why it waits, and finishes nothing.
_HANDED_ON = re.compile(
    "(?:ก็|ได้|พอดี|ตอนนี้)*(?:ทำหนังสือ|ส่ง|เสนอ|ยื่น|ทวง|ตาม|ประสาน|ขออนุมัติ|ของบ|โทร|แจ้ง(?!เวียน)|เรื่อง(?:ก็)?(?:ไป|ส่ง|เข้า|อยู่|ถึง))"
)
FINAL = frozenset(("done", "cancelled"))
_BEGINS_LATER = re.compile(r"(?:เดี๋ยว|จะ|ค่อย|คาดว่า|น่าจะได้)(?:จะ|ค่อย|มา)*เริ่ม|เริ่ม(?:ต้น)?(?:เดือน|ต้น|กลาง|ปี)")
_DENIES = re.compile("ไม่ได้(?=ทำ|เริ่ม|จัด|ดำเนิน|เลย)|ยังไม่|หม้าย|ม่าย|(?<![ก-๙])บ่")
NO_PROBLEM = re.compile(
    r"(?:และ|โดย|ก็|นะ)*(?:(?:ไม่|บ่|ม่าย)(?:มี|พบ|เจอ|ได้ติด|ติด|ประสบ)(?:ปัญหา|ปันหา|อุปสรรค|ข้อขัดข้อง|อะไร(?:ติดขัด|ค้าง|(?=\s|$|ค[่้]?ะ|ครับ|คับ|จ้า|นะ|เลย\s|เลย$))|ขัด|ใดๆ)(?:หรือ|และ|/|อุปสรรค|ปัญหา|อะไร|ไร|(?:อะ|อิ|อี)?หยัง|ใดๆ|เลย|นะ|พี่|ใน|การ|ดำเนินการ|ทั้งสิ้น|แต่อย่างใด|แต่ประการใด|\s)*)"
)
MOST = 24  # clauses; more is no reply to a question for the status


@dataclass(frozen=True)
class Clauses:
    """What the clauses of a reply say together: `found` as `statuses_of`; `doubt` when other words may turn it.

    `reason` is what is in the way, `told` what else was told (a deed, a day, a plan), both as typed.
    """

    found: tuple[Status, ...] = ()
    doubt: bool = False
    reason: str = ""
    told: str = ""


def read_clauses(text: str) -> Clauses:
    """The status that the clauses of a typed reply mean together; `found` is () when there is none."""
    without, facts = _without_facts(thai.arabic_digits(text))
    pieces = [p for p in _pieces(without) if thai.bare(p)]
    if not pieces or len(pieces) > MOST:
        return Clauses()
    sets: list[tuple[Status, ...]] = []
    reasons: list[str] = []
    others: list[str] = []
    lacks = why = False
    told = _meanings(pieces)
    for words, meant in told:
        said = _NOW.sub("", mended(thai.bare(words)))
        if meant and not (meant == ("blocked",) and _LACK.fullmatch(said)):
            why = False
            sets.append(meant)
            if meant == ("blocked",) and tells_more(thai.bare(words)):
                reasons.append(words)
        elif said == "แล้ว" and (others or reasons):
            (others or reasons)[-1] += words  # ส่งเรื่องไป (เมื่อต้นเดือน) แล้ว
        elif speech.is_small_talk(thai.clean(words)) or not said or (_NOT_OFF.fullmatch(said) and not _ends(told)):
            continue
        elif why or (_BECAUSE.match(said) and not _TURNS_OTHER.search(said)):
            why = why or bool(_WHY.match(words))
            reasons.append(words)
            lacks = lacks or bool(_LACK.match(said))
        else:
            others.append(words)
    if lacks and ("cancelled",) not in sets:
        sets.append(("blocked",))
    if summary := [
        s for words, s in told if len(s) == 1 and s[0] not in FINAL and _SUMMARY.match(mended(thai.bare(words)))
    ]:
        return Clauses(summary[-1], False, " ".join(reasons), " ".join([*others, *facts]))
    found = _together(sets)
    if set(found) == {"not_started", "in_progress"} and any(
        _BEGINS_LATER.search(mended(thai.bare(w))) for w in others
    ):
        found = ("not_started",)  # ยังค่ะ เดี๋ยวเริ่มธันวา
    only_lacks = lacks and [s for s in sets if s] == [("blocked",)]
    if only_lacks and any(_DENIES.search(mended(thai.bare(w))) for w in others):
        return Clauses(
            found, True, " ".join(reasons), " ".join([*others, *facts])
        )  # unread words may say how it stands
    doubt = len(found) == 1 and _turned(found[0], text, reasons, others)
    return Clauses(found, doubt, " ".join(reasons), " ".join([*others, *facts]))


def _ends(told: list[tuple[str, tuple[Status, ...]]]) -> bool:
    """Whether a clause ends the work; beside ไม่ได้ยกเลิก it is asked back."""
    return any(FINAL & set(meant) for _, meant in told)


def _without_facts(text: str) -> tuple[str, list[str]]:
    """The text without its days and counts, which turn no status, and those that were taken out."""
    facts: list[str] = []
    text = NO_PROBLEM.sub(" ", text)
    for count in reversed(counts_of(text)):
        lead = _LEAD.search(text[: count.start])
        start = lead.start() if lead else count.start
        facts.append(text[start : count.end])
        text = f"{text[:start]} {text[count.end :]}"
    facts = facts[::-1] + [m.group().strip() for m in _DAY.finditer(text)]
    return _DAY.sub(lambda m: m.group() if _PAST.search(m.group()) else " ", text), facts


_LEAD = re.compile(r"(?:รวม|ทั้ง|จำนวน|ทั้งหมด|ประมาณ|มี|ได้|ไป|\s)+$")


def _pieces(text: str) -> list[str]:
    cuts = sorted(
        {0, len(text), *(m.end() for m in _BREAK.finditer(text)), *(m.start() for m in _BREAK.finditer(text))}
    )
    return [text[a:b] for a, b in pairwise(cuts)]


def _meanings(pieces: list[str]) -> list[tuple[str, tuple[Status, ...]]]:
    """The pieces joined to the longest phrases that are a status, the rest one by one, parted where glued."""
    found: list[tuple[str, tuple[Status, ...]]] = []
    at = 0
    while at < len(pieces):
        for last in range(min(len(pieces), at + 4), at, -1):
            words = " ".join(pieces[at:last])
            bare = _bare(words)
            if meant := statuses_of(bare, near=last == at + 1):
                found.append((words, meant))
                at = last
                break
        else:
            found += [(pieces[at], ())] if _WHY.match(pieces[at]) else _glued(pieces[at])
            at += 1
    return found


def _bare(words: str) -> str:
    said = thai.bare(words)
    said = _SUMMARY.sub("", said)
    return re.sub(r"^(?:แต่|และ|โดย|ก็|คือ|นะ)+(?=[ก-ฮเ-ไa-z])", "", said)


def _glued(piece: str) -> list[tuple[str, tuple[Status, ...]]]:
    """A piece without spaces parted where a status or a reason begins: ยังไม่ได้จัด|รอหนังสือจากอำเภอก่อน."""
    cuts = [m.start() for m in _GLUE.finditer(piece) if m.start()]
    for cut in cuts:
        head, tail = piece[:cut], piece[cut:]
        meant = statuses_of(_bare(head), near=False)
        after = statuses_of(_bare(tail), near=False)
        if meant or (after and not FINAL & set(after) and not _TURNED_BEFORE.search(thai.bare(head))):
            return [(head, meant), (tail, after)] if after or len(cuts) == 1 else [(head, meant), *_glued(tail)]
    return [(piece, ())]


def _together(sets: list[tuple[Status, ...]]) -> tuple[Status, ...]:
    """One meaning of all clauses, or all the meanings that they can have."""
    sure = tuple(dict.fromkeys(s[0] for s in sets if len(s) == 1))
    if set(sure) in ({"not_started", "blocked"}, {"in_progress", "blocked"}):  # a status and its reason
        sure = tuple(s for s in sure if s != "blocked")
    unsure = [set(s) for s in sets if len(s) > 1]
    if len(sure) == 1:
        fits = all(sure[0] in several or (sure[0] == "in_progress" and "done" in several) for several in unsure)
        return sure if fits else (*sure, *sorted(set().union(*unsure) - set(sure)))
    if sure:
        return sure
    if not unsure:
        return ()
    common = set.intersection(*unsure) or set.union(*unsure)
    return tuple(s for s in sets[0] if s in common) or tuple(sorted(common))


def _turned(status: Status, text: str, reasons: list[str], others: list[str]) -> bool:
    """Whether other words of the reply may turn the one status that was found in it."""
    if UNSURE.search(mended(thai.bare(text))) or UNSURE.search(thai.clean(text)) or "?" in text:
        return True
    rest = [mended(thai.bare(words)) for words in others]
    said = thai.arabic_digits(text)
    if status in FINAL and ((rest and _BUT.search(text)) or re.search(r"จาก\s*\d", said)):
        return True
    if status == "done":
        if (
            SOME_DONE.search(said)
            or SOME_DONE.search(mended(said))
            or _A_SHARE.search(said)
            or _FEW.fullmatch(thai.clean(text))
        ):
            return True
        return bool(reasons) or any(_TURNS_FINAL.search(r) for r in rest)
    if status == "cancelled":
        why = [mended(thai.bare(words)) for words in reasons]
        return any(_TURNS_FINAL.search(r) for r in rest) or any(
            _PLAN.search(r) or _IN_THE_WAY.match(r) or "ไม่มีใคร" in r for r in why
        )
    if any(_LEADS.search(r) and not _PROMISE.fullmatch(r) for r in rest):
        return True
    now = [r for r in rest if not _PLAN.search(r) or "ยกเลิก" in r or "งด" in r]
    if status == "in_progress":
        now = [r for r in now if not _A_STEP.fullmatch(r) and not (_BUT_THIS.search(said) and _THE_REST.fullmatch(r))]
    if any(_TURNS_OTHER.search(r) or _PAST.search(r) for r in now):
        return True
    return status in ("not_started", "blocked") and any(r.endswith("แล้ว") and not _HANDED_ON.match(r) for r in rest)
