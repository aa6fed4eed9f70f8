"""The pieces of one part of a message: the clause of a problem, the phrases of a status.

`Marks` remembers which letters are already understood; what is left over is what was done.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from models import thai
from models.speech import POLITE, VOCATIVE, is_small_talk
from models.status_grammar import DEED, DIVISION, WHO_DECIDES
from models.status_words import LONGEST, statuses_of, tells_more
from models.typos import mended

if TYPE_CHECKING:
    from models.ledger import Status

TAKEN = "\0"


class Marks:
    """A section of a folded text in which letters are taken once they are understood."""

    def __init__(self, folded: str, start: int, end: int) -> None:
        """The section from `start` to `end`; places stay those of the whole text."""
        self.start = start
        self._letters = list(folded[start:end])

    def left(self) -> str:
        """The section with every taken letter as NUL, so that places stay."""
        return "".join(self._letters)

    def take(self, start: int, end: int) -> None:
        """Take the letters from `start` to `end` (places of the whole text)."""
        for place in range(max(start, self.start), min(end, self.start + len(self._letters))):
            self._letters[place - self.start] = TAKEN

    def told(self) -> str:
        """What is left without the pieces of small talk: what may turn a status. Places do not stay."""
        pieces = (words.strip(" ,") for words in re.split(rf"{TAKEN}+", self.left()))
        return TAKEN.join(words for words in pieces if words and not is_small_talk(_trim(words)))

    def rest(self, typed: Callable[[int, int], str]) -> str:
        """What is left, as typed, without the words that only joined what was taken."""
        pieces = []
        for match in re.finditer(rf"[^{TAKEN}]+", self.left()):
            start, end = _trimmed(match.group(), match.start())
            words = match.group()[start - match.start() : end - match.start()]
            if is_small_talk(words):
                continue
            if not _NO_DEED.fullmatch(words) or re.search("(?:ทำ|การ)(?:ไป)?แล้ว", words):
                pieces.append(typed(self.start + start, self.start + end))
        return " ".join(p for p in pieces if p)


_JOINS_BEFORE = re.compile(
    rf"^(?:[\s,;:.()\-–=/]|{POLITE}(?=[\s,:\0]|$)|{VOCATIVE}(?:{POLITE}|(?=[\s,:\0]|$))|(?:และ|แต่|ส่วน|โดย|ซึ่ง|ก็|กับ|คือ|แล้ว(?!เสร็จ)|ได้แก่|ดังนี้|ตอนนี้|สถานะ|"
    rf"ความคืบหน้า|คืบหน้า|สวัสดี(?=ค|\s)|รายงานผล|ขอรายงาน|รายงาน|นะ|น้า|เลย|"
    rf"(?:กิจกรรม|การดำเนินงาน|การดำเนินการ)(?=\s*:|[ ]+{DEED})|"
    r"รายละเอียด(?=\s*:)|สิ่งที่ทำ(?=\s*:)|ที่ผ่านมา)(?=[\s,:\0]|$))*"
)
_JOINS_AFTER = re.compile(
    rf"(?:[\s,;:()\-–=/]|(?<=[\s\0])(?:และ|แต่|ส่วน|โดย|ซึ่ง|ก็|คือ|เมื่อวันที่|เมื่อ|วันที่|ในวันที่|สถานะ|ความคืบหน้า|"
    rf"คืบหน้า|ได้|ประมาณ|ผลผลิต|ยกเว้น|กับ|ตาม|{VOCATIVE})|{POLITE}|(?<!สถา)(?<!ช)นะ|(?<!ห)น้า|(?<=[ก-๙])ไป(?=\s*(?:เมื่อ|$))|เมื่อ|เมื่อวันที่|ในวันที่)*$"
)
# What is left when everything else was understood: no deed.
_NO_DEED = re.compile(
    rf"(?>{POLITE}|{VOCATIVE}|เลย|ละ|ล่ะ|ก็|ทำ|เฮ็ด|ดำเนินการ|หนู|ผม|เรา|นี้|ได้|ไป|มา|แล้ว|อยู่|นะ|น้า|ค่อน|ผลผลิต|กิจกรรม|วันที่|ปัญหา|คือ|ที่ผ่านมา|ยกเว้น|เว้น|\s|[.:,\-])+"
)


_COURTESY = re.compile(rf"(?:นะ)?{POLITE}$")


def without_courtesy(words: str) -> str:
    """The words of a clause as they go into a report: without the polite word that closes it."""
    return _COURTESY.sub("", words).rstrip()


def _trim(words: str) -> str:
    start, end = _trimmed(words, 0)
    return words[start:end] or " "


def _trimmed(words: str, start: int) -> tuple[int, int]:
    before = _JOINS_BEFORE.match(words)
    begin = before.end() if before else 0
    tail = words[begin:]
    after = re.search(_JOINS_AFTER, tail[-40:]) if tail else None
    end = begin + len(tail) - (len(after.group()) if after else 0)
    within = re.sub(r"\([^()]*\)", "", words[begin:end])
    if "(" in within and (closing := re.match(r"\s*\)", words[end:])):  # (ครั้งที่ 3) keeps both its brackets
        end += closing.end()
    if ")" in within.partition("(")[0] and (opening := re.search(r"\(\s*$", words[:begin])):
        begin = opening.start()
    return start + begin, start + end


# --- The clause of a problem ---------------------------------------------------------------------------------

_LABEL = (
    r"(?<!ไม่ติด)(?<!ติด)(?<!มี)(?<!พบ)(?<!เจอ)ปัญหา(?:\s*(?:และ|/|,)?\s*อุปสรรค)?(?:\s*(?:และ|/|,)?\s*ข้อเสนอแนะ)?|"
    r"(?<!มี)อุปสรรค"
)
_NOTHING = (
    r"(?:ไม่มี|ไม่พบ|ไม่ติด|ไม่ประสบ|บ่มี|ม่ายมี)(?:ปัญหา|ปันหา|อุปสรรค|ข้อขัดข้อง)(?:\s*(?:และ|หรือ|/)?\s*(?:อุปสรรค|ปัญหา|"
    r"ข้อเสนอแนะ))*(?:ใด\s?ๆ|อะไร|ไร|(?:อะ|อิ|อี)?หยัง|เลย)*"
)
_PROBLEM = re.compile(
    rf"(?P<nothing>{_NOTHING})|(?P<label>(?:{_LABEL})[\s\0]*(?:[:：=]|คือ|ที่พบ|ได้แก่)\s*|(?:{_LABEL})\s+(?=[ก-๙])|(?:{_LABEL})(?=ไม่มี|ไม่พบ))"
    r"|(?P<blocks>(?:แต่)?(?:ก็)?(?:ยัง)?(?:คง)?(?<!ไม่)(?<!ไม่มี)(?<!ไม่ได้)(?<!ไม่\s)(?<!ไม่ได้\s)(?<!จะ)(?<!จะ\s)(?:ติดปัญหา|ติดขัด|ติดเรื่อง|ติดงบ|ติดงาน|"
    r"ติดที่|ติดน้ำท่วม|มีปัญหา|มีอุปสรรค|พบปัญหา|เจอปัญหา|ประสบปัญหา))"
    r"|(?P<but>(?:แต่|เพราะ(?:ว่า)?|เนื่องจาก|เนื่องด้วย)\s*(?:ว่า)?(?:ยัง)?\s*(?:ขาด|ติด|ไม่มี(?!ปัญหา|อุปสรรค|ผู้ร้อง|"
    r"เรื่อง)|งบ|รอ(?![บด]|งป|งน)|คน(?:ไม่|น้อย)|เจ้าหน้าที่(?:ไม่|น้อย|ลา|ติด)|ฝน|น้ำท่วม|บุคลากร|ระบบ|เครื่อง|ผู้|"
    r"วิทยากร|อุปกรณ์|สถานที่|เอกสาร))"
    r"|แต่\s*(?:ก็)?(?:ยัง)?(?P<weak>(?!ทำได้)[ก-๙]{2,30}?(?:น้อย|ไม่ค่อย|ไม่ให้ความ|ไม่สนใจ|ไม่ร่วมมือ|ล่าช้า|ช้า(?!ง)|งานเยอะ|ไม่เข้าใจ|"
    r"ไม่สะดวก|ลำบาก|ยาก(?!ร)|ไม่ว่าง))"
    r"|(?P<lack>(?<![ก-๙])(?:ยัง)?(?:ขาด(?:งบ|คน|บุคลากร|เจ้าหน้าที่|อุปกรณ์|แคลน)|งบ(?:ประมาณ)?(?:ยัง)?(?:ไม่พอ|"
    r"ไม่เพียงพอ|หมด)|ไม่มี(?:งบ|คน|เจ้าหน้าที่|บุคลากร)))"
)
_NEXT = re.compile(
    r"\s+(?=(?:จัด|ประชุม|อบรม|เผยแพร่|ประกาศ|ทำ(?!ให้)|ดำเนินการ|เสร็จ|เรียบร้อย|ต่อเนื่อง|กำลัง|ผู้เข้าร่วม|มีผู้|"
    r"วันที่\s*\d|เมื่อวันที่|ผลผลิต|\d{1,2}\s*[ก-ฮ]{1,2}\.))|(?<=.)\s*(?=แต่(?!ง|ละ))|\n|(?<=\s)(?=\0)|,\s*(?=เสร็จ|กำลัง)"
)


@dataclass(frozen=True)
class Problem:
    """The clause of a problem: all of it, where its own words begin, and whether it says that the work is stuck.

    `turns`: it stands behind แต่, so that an end told beside it is doubtful.
    """

    start: int
    words_start: int
    end: int
    blocks: bool
    turns: bool = False


_STUCK_LABEL = re.compile(
    rf"(?:แต่)?(?:ก็)?(?:ยัง)?(?:(?:ติด|มี|พบ|เจอ|ประสบ)(?:ปัญหา|อุปสรรค)|ติดขัด)(?:นิดหน่อย|นิดนึง|อยู่)?{POLITE}?(?:คือ|[\s:,])+(?=[ก-๙])"
)


def find_problem(marks: Marks) -> Problem | None:
    """The clause that tells a problem, up to the end of its line or the next thing that is told; else None."""
    left = marks.left()
    match = _PROBLEM.search(left)
    if match is None:
        return None
    tail = left[match.end() :]
    end = match.end() + (0 if match["nothing"] else _end_of(tail))
    labelled = match["label"] is not None
    words = match.end() if labelled else match.start()
    blocks = match["blocks"] is not None or (match["but"] or "").startswith("แต่")
    if match["blocks"] and (label := _STUCK_LABEL.match(left, match.start(), end)):
        words = label.end()  # ติดปัญหาค่ะ งบยังไม่มา: the status says the first, the problem is the second
    while words < end and left[words] in " \0":
        words += 1
    if not labelled:
        words += len(re.match(r"(?:แต่)?\s*", left[words:]).group())  # type: ignore[union-attr]
    return Problem(
        marks.start + match.start(), marks.start + words, marks.start + end, blocks, match["weak"] is not None
    )


def _end_of(tail: str) -> int:
    """Where the clause ends: at the next thing told; a status phrase at the very end is not part of it."""
    match = _NEXT.search(tail)
    end = match.start() if match else len(tail)
    words = tail[:end].rstrip()
    cut = words.rfind(" ")
    if cut > 0 and len(statuses_of(thai.bare(words[cut:]))) == 1 and not tells_more(thai.bare(words[cut:])):
        return cut
    return len(tail[:end].rstrip(" ,"))


# --- The phrases of a status ---------------------------------------------------------------------------------

_GAP = re.compile(
    rf"[\s,;:()/\[\]–\0]+|(?<=\s)-(?=\s)|(?=แต่(?!ละ|ง))|(?<=แล้วครับ)(?={DEED})|(?<=แล้วค่ะ)(?={DEED})|(?<=[ก-๙])(?=และ(?:ทำ|ดำเนินการ)?ต่อเนื่อง)"
)
_TURNED_BEFORE = re.compile(
    r"(?:จะ|คาดว่า|คาด|เมื่อ(?!วัน)|หลังจาก|หลัง|ถ้า|(?<!ปัญ)หาก|ไม่|ยัง|ให้|รอ|ต้อง|ควร|เพื่อ|ก่อน|ใกล้|เกือบ|พอ|หวังว่า|ตั้งเป้า|"
    r"กำหนด|น่าจะ|อาจ|ว่า|แผน|ไม่ได้|ไม่ใช่|เร่ง|เป้าหมาย|อยาก|ขอ|จน|กว่า)(?:ทำ|ดำเนินการ|จัดทำ|จัด|ให้|ที่)?$"
)
_TURNED_AFTER = re.compile(
    r"(?:จะ|จึง(?!เรียน|แจ้ง|รายงาน)|ค่อย|หรือ|ไหม|มั้ย|รึ|เดือนหน้า|ปีหน้า|สัปดาห์หน้า|อาทิตย์หน้า|ภายใน|ก่อน|ถ้า|เมื่อ(?!วัน)|แล้วจะ|ก็จะ|ทัน|"
    r"พรุ่งนี้|เดือน(?:ธ|ม|ก|พ|ส|ต|เ)|ไม่ได้|ไม่ทัน|ใช่ไหม|ยังไม่รู้|\?)"
)
_GLUED = re.compile(
    r"^(?P<what>.{3,60}?)(?P<status>(?:แล้วเสร็จ|เสร็จเรียบร้อย|เสร็จสิ้น|เสร็จสมบูรณ์|เสร็จ|เรียบร้อย|ครบถ้วน|"
    r"อย่างต่อเนื่อง|ต่อเนื่อง(?:ทุกเดือน)?|เป็นประจำทุกเดือน|ทุกเดือน|ยังไม่(?:แล้ว)?เสร็จ|ไม่(?:แล้ว)?เสร็จ|"
    r"ยังไม่เรียบร้อย)(?:แล้ว|เรียบร้อย|ทั้งหมด)*)$"
)
_TURNING = re.compile(
    "ไม่|ยัง|จะ|คาด|เมื่อ(?!วัน)|หลัง|ถ้า|(?<!ปัญ)หาก|ให้|รอ(?![บง])|ต้อง|ควร|เพื่อ|ก่อน|ใกล้|เกือบ|หรือ|เร่ง|เป้าหมาย|กำหนด|"
    "แผน(?!งาน|ที่)|สำเร็จความ|ความ|บาง|ส่วนใหญ่|ส่วนหนึ่ง|ครึ่ง|แรก|แทบ|เฉพาะ|เพียง|แค่|ร่าง|เตรียม|ใบ{1,2}$|ใ$|็บบ$"
)


_IS_DIVISION = re.compile(DIVISION)
_DECIDED = re.compile(WHO_DECIDES)
_CANCELLED = re.compile("(?:ขอ|ถูก)?ยกเลิก(?:เลย|ไป|แล้ว)*")


@dataclass(frozen=True)
class Statuses:
    """What statuses were said: each is the one it means, or the several it can mean."""

    found: tuple[tuple[Status, ...], ...] = ()
    reasons: tuple[tuple[int, int], ...] = ()  # the places of phrases that tell what is in the way: รองบ
    stuck: int | None = None  # where a bare phrase of a stuck measure ends: ทำไม่ได้


def find_statuses(marks: Marks, *, named: bool = False) -> Statuses:
    """The statuses of a part: phrases that stand alone between separators, or close a phrase of what was done.

    `named`: the part is about a named measure, so that ยกเลิก alone is no wish to leave the chat.

    A phrase that other words turn (คาดว่าจะแล้วเสร็จ, เมื่อเสร็จแล้วจะ) is none. Pure status words are taken.
    """
    left = marks.left()
    spans = _segments(left)
    said = _Said(left, spans)
    found: list[tuple[Status, ...]] = []
    reasons: list[tuple[int, int]] = []
    stuck: int | None = None
    position = done = 0
    while position < len(spans):
        for last in range(min(len(spans), position + 5), position, -1):
            start, end = spans[position][0], spans[last - 1][1]
            if "\0" in left[start:end] or "\n" in left[start:end]:
                continue
            if last > position + 1 and _IS_DIVISION.fullmatch(said.pieces[position]) and left[:start].strip(" \0"):
                continue  # เผยแพร่บนเว็บไซต์ อบต. เสร็จแล้ว: it closes what was done
            words = said.window(position, last)
            if len(words) > LONGEST or (last > position + 1 and is_small_talk(said.pieces[position] or " ")):
                continue
            meant = statuses_of(words, near=last == position + 1, slips=False)
            if named and _CANCELLED.fullmatch(words):
                meant = ("cancelled",)
            if words == "ครบ" and re.match(r"\s*\d", left[end:]):  # ครบ 7 หมู่บ้าน is a count
                continue
            if not meant or _turned(left, start, end, done, plan=meant == ("not_started",)):
                continue
            more = len(meant) == 1 and tells_more(words)
            if more and meant != ("blocked",) and (last > position + 1 or _glued(left, spans, position)[0] == meant):
                continue
            if more and last > position + 1 and _is_stuck(said.pieces[last - 1]):
                continue  # รองบประมาณ ทำไม่ได้: the first is the problem, the second only the status
            found.append(meant)
            if meant == ("blocked",) and not more:
                stuck = marks.start + end
            decided = meant == ("cancelled",) and meant in found[:-1] and _DECIDED.match(words)
            if decided or (meant == ("blocked",) and more):  # ไม่ทำแล้วค่ะ ผู้บริหารให้ตัดออก
                reasons.append((marks.start + start, marks.start + end))
            if len(meant) == 1 and (meant == ("blocked",) or not more):
                marks.take(marks.start + start, marks.start + end)
            position, done = last, end
            break
        else:
            meant, at = _glued(left, spans, position)
            if meant:
                found.append(meant)
                marks.take(marks.start + at, marks.start + spans[position][1])
            position += 1
    return Statuses(tuple(found), tuple(reasons), stuck)


_WHY = re.compile(r"(?<![ก-๙])(?:เพราะ(?:ว่า)?|เนื่องจาก|เนื่องด้วย)(?=[\sก-๙])[^\n\0]{2,}")
_HELD_UP = re.compile(r"(?:^|(?<=[\s\0]))ติด(?!ตั้ง|ตาม|ต่อ|ประกาศ|ป้าย|แอร์|กล้อง)[ก-๙][^\n\0]{2,}")
_GOES_ON = re.compile(r"[ ,\0]*(?P<why>[^\s\0,][^\n\0]{2,})")
_NO_WHY = re.compile(rf"{DEED}|จะ(?!ง)|เดี๋ยว|แต่(?!ง|ละ)|ส่วน|และ")


def find_reason(marks: Marks, stuck: int | None, *, held_up: bool) -> tuple[int, int] | None:
    """Where it stands why a measure does not go on, when no words of a problem say so: behind เนื่องจาก, behind ติด when
    nothing goes on (`held_up`), or right behind ทำไม่ได้ (`stuck`, where that ends) when no deed is told there."""
    left = marks.left()
    match = _WHY.search(left) or (_HELD_UP.search(left) if held_up else None)
    if match is None and stuck is not None:
        match = _GOES_ON.match(left, stuck - marks.start)
        if match is None or _NO_WHY.search(match["why"]):
            return None
        return marks.start + match.start("why"), marks.start + match.end()
    return (marks.start + match.start(), marks.start + match.end()) if match else None


def _is_stuck(words: str) -> bool:
    """Whether a bare phrase is a status of a stuck measure that names no reason: ทำไม่ได้."""
    return statuses_of(words, near=False, slips=False) == ("blocked",) and not tells_more(words)


class _Said:
    """The segments cleaned once, so that every run of them is put together cheaply."""

    def __init__(self, left: str, spans: list[tuple[int, int]]) -> None:
        self.pieces = [mended(thai.bare(left[start:end].removeprefix("แต่"))) for start, end in spans]
        self._gaps = ["".join(left[a[1] : b[0]].split()) for a, b in pairwise(spans)]

    def window(self, first: int, last: int) -> str:
        """The segments from `first` up to `last` as one bare phrase."""
        joined = self.pieces[first]
        for at in range(first + 1, last):
            joined += self._gaps[at - 1] + self.pieces[at]
        return joined


def _segments(left: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    at = 0
    for gap in [*_GAP.finditer(left), None]:
        end = gap.start() if gap else len(left)
        if left[at:end].strip():
            spans.append((at, end))
        at = gap.end() if gap else len(left)
    return spans


_LATER = re.compile("จะ|ค่อย|เดี๋ยว|ภายใน|พรุ่งนี้|(?:เดือน|ปี|สัปดาห์|อาทิตย์)หน้า")


def _turned(left: str, start: int, end: int, done: int = 0, *, plan: bool = False) -> bool:
    before = left[max(done, start - 40) : start].rstrip(" ")  # what is a status already turns no other
    after = left[end : end + 20].lstrip(" ")
    if plan and _LATER.match(after):  # ยังไม่ได้ทำ จะจัดเดือนหน้า: a plan does not turn what has not begun
        return bool(_TURNED_BEFORE.search(before))
    return bool(_TURNED_BEFORE.search(before) or _TURNED_AFTER.match(after))


def _glued(left: str, spans: list[tuple[int, int]], position: int) -> tuple[tuple[Status, ...], int]:
    """A status that closes a phrase: ประชุมเสร็จแล้ว. Only where nothing in the phrase, before or after turns it."""
    start, end = spans[position]
    words = left[start:end]
    while (bare := re.sub(r"(?:นะ)?(?:ครับผม|ครับ|คับ|ค่ะ|คะ|ค่า|จ้า|นะ|แล้วนะ)$", "", words)) != words:
        words = bare
    match = _GLUED.match(words)
    if match is None or _TURNING.search(match["what"]) or _turned(left, start, end):
        return (), 0
    meant = statuses_of(match["status"])
    return (meant, start + match.start("status")) if len(meant) == 1 else ((), 0)
