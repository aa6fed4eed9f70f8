"""A reply to the question for the status: the status, how far in percent, or what must be asked back.

A contradiction (เสร็จแล้ว 30%) or two statuses in one reply are given back with the choices; nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from models import thai
from models.amounts import percents_in
from models.clauses import UNSURE, read_clauses
from models.speech import POLITE, SOFT, is_small_talk
from models.status_words import finished_or_ongoing, statuses_of, tells_more
from models.typos import mended

if TYPE_CHECKING:
    from models.ledger import Status

StatusTrouble = Literal["", "none", "over_100", "percent", "contradiction", "finished_or_ongoing", "several", "more"]


@dataclass(frozen=True)
class StatusRead:
    """What a reply says about the status.

    `trouble` is "" when `status` was read. Else: `none` nothing was read; `over_100` more than 100 percent;
    `percent` a share that is no clear figure; `contradiction` status and percent exclude one another;
    `finished_or_ongoing` ทำแล้ว; `several` two statuses; `more` one status (the choice) beside words that may turn it.
    `words` is what is in the way, or where the trouble lies; `told` is what else was told beside a status (what was
    done, a day, a plan); both as typed: keep them. `choices` are the statuses it can be.
    """

    status: Status | None = None
    percent: int | None = None
    trouble: StatusTrouble = ""
    words: str = ""
    choices: tuple[Status, ...] = ()
    told: str = ""


# ข้อก่อนหน้าเสร็จแล้ว ข้อนี้ยังไม่เริ่ม: what is said of another measure is not the answer for this one.
_OF_ANOTHER = re.compile(
    r"^\s*(?:ข้อ|อัน|มาตรการ|เรื่อง)(?:ก่อนหน้า(?:นี้)?|ก่อน|ที่แล้ว|อื่น\s?ๆ?)[ก-๙ ]{2,40}?\s*(?:แต่|ส่วน)?"
    r"(?=(?:ข้อ|อัน|มาตรการ|เรื่อง)นี้)"
)
_TO_WHOM = re.compile(r"^\s*เรียน[ \t]*[ก-๙. ]{2,40}\n")  # the line that opens a letter
# กำลังทำ เอ้ยไม่ใช่ เสร็จแล้ว: what was said by mistake, taken back at once.
SO_FAR = re.compile(r"เสร็จ(?=ไป(?:ได้)?(?:ประมาณ|ราวๆ|สัก)?\s*(?:ครึ่ง|ร้อยละ\s*\d\d(?!\d)|\d{1,2}\s*(?:%|เปอร์)))")
_TAKEN_BACK = re.compile(
    r"^.{1,60}?\s*(?:เอ้ย|เอ๊ย|อุ๊ย|อุ้ย|โทษที|ขอโทษ)(?:ค่ะ|คะ|ครับ|คับ)?\s*(?:ไม่ใช่|พิมพ์ผิด|ผิด)(?:สิ|แล้ว|นะ|ค่ะ|คะ|ครับ|คับ)*[\s,]+(?=\S)",
    re.DOTALL,
)
LONGEST = 300  # letters; a longer text tells more than a status
_ABOUT = re.compile(
    r"progress|(?:โดย|ภาพ)รวม(?:ของงาน)?|(?:(?:เหลือ|ขาด)?(?:อีก)?(?:นิด|หน่อย)(?:ๆ|เดียว|นึง|หน่อย)?(?=\s|$))|(?:หนึ่ง|สอง|สาม)ใน(?:สอง|สาม|สี่|ห้า)(?:ส่วน)?|ประมาณ|ราวๆ|ราว|น่าจะ|สัก|ซัก|อยู่ที่|แค่|เพียง|พอดี|เท่ากับ|(?<!ไม่)ได้(?=\s|$)|คิดเป็น|(?:มี)?(?:ความคืบหน้า|คืบหน้า|ความก้าวหน้า|ก้าวหน้า)(?:ของ)?(?:งาน|โครงการ)?(?:อยู่)?|"
    r"\d{1,3}\s*(?:ใน|จาก|/)\s*\d{1,3}\s*(?:กิจกรรม|ข้อ|โครงการ|ครั้ง|ส่วน|ขั้นตอน|หมู่บ้าน|หมู่)?|(?<=\s)ที่(?=\s|$)|(?<=\s)ของ(?:ทั้งปี|แผน(?:งาน)?|งาน(?:ทั้งหมด)?|ทั้งหมด|เป้าหมาย|โครงการ)|[:=~()]"
)
# ทำไปแล้ว 90% รอลงนาม: how far it came, beside which the status stands.
_LEADS_TO_SHARE = re.compile(r"(?<![ก-๙])(?:ทำ|ดำเนินการ|ได้)(?:ไป|ได้|มา|แล้ว|\s)*$")
_FOLLOWS_SHARE = re.compile(rf"\s*(?:แล้ว|ละ|กว่า\s?ๆ?)+(?={POLITE}|{SOFT}|น้า|\s|$)")
# เหลือ 10% จะเสร็จแล้ว
_SOON_DONE = re.compile(r"(?:ก็|ใกล้)*จะ(?:แล้ว)?(?:เสร็จ|ครบ|เรียบร้อย)(?:สมบูรณ์|เรียบร้อย)?(?:แล้ว|ละ)*")
_ONLYSO_FAR = re.compile("(?:ตอนนี้|เดือนนี้|ก็|ทำ|ดำเนินการ|จัดทำ|งาน|ไป|ได้|แล้ว|ละ|มา|พี่|อยู่|กว่า|ขณะนี้|ปัจจุบัน)*")


def read_status_reply(text: str) -> StatusRead:
    """What a reply to the question for the status says (DOMAIN.md section 7). Never guesses; see StatusRead."""
    if len(text) > LONGEST:
        return StatusRead(trouble="none", words=text.strip())
    text = _TAKEN_BACK.sub("", _TO_WHOM.sub("", _OF_ANOTHER.sub("", text))) or text
    text = SO_FAR.sub("ทำ", text)
    read = _read(text)
    if read.status and UNSURE.search(mended(thai.bare(text))):  # ยังไม่ได้ทำมั้ง
        return StatusRead(None, read.percent, "more", text.strip(), (read.status,))
    return read


def _read(text: str) -> StatusRead:
    folded = thai.clean(text)
    percents = percents_in(folded)
    if not percents and (found := statuses_of(thai.bare(text))):
        return _of(found, text)
    if len({share.value for share in percents}) > 1:
        return StatusRead(trouble="percent", words=text.strip())
    if percents:
        share = percents[0]
        words = folded[share.start : share.end]
        if share.value is None:
            return StatusRead(trouble="percent", words=words)
        if share.value > 100:
            return StatusRead(trouble="over_100", words=words)
        before = _LEADS_TO_SHARE.sub("", folded[: share.start])
        after = None if before.rstrip().endswith(("ครบ", "เสร็จ")) else _FOLLOWS_SHARE.match(folded, share.end)
        rest = " " * len(after.group()) + folded[after.end() :] if after else folded[share.end :]
        beside = before + " " * (share.start - len(before)) + words + rest
        if "เหลือ" in words:
            beside = _SOON_DONE.sub(" ", beside)
        for told in reversed(percents):  # เสร็จไปครึ่งนึง เหลืออีกครึ่ง says one share twice
            beside = f"{beside[: told.start]} {beside[told.end :]}"
        return _with_percent(beside, share.value, text)
    return _clauses(text)


def _of(found: tuple[Status, ...], text: str) -> StatusRead:
    if len(found) == 1:
        more = text.strip() if tells_more(thai.bare(text)) else ""
        return StatusRead(found[0], words=more) if found[0] == "blocked" else StatusRead(found[0], told=more)
    if found == ("done", "ongoing"):
        return StatusRead(trouble="finished_or_ongoing", words=text.strip(), choices=found)
    return StatusRead(trouble="several", words=text.strip(), choices=found)


def _with_percent(beside: str, percent: int, text: str) -> StatusRead:
    """Status and percent together; a percent from 1 to 99 alone can only mean that the work goes on."""
    beside = _ABOUT.sub(" ", beside)
    rest = mended(thai.bare(beside))
    if not rest or is_small_talk(beside.strip()) or finished_or_ongoing(rest) or _ONLYSO_FAR.fullmatch(rest):
        if percent == 100:
            return StatusRead(None, percent, "finished_or_ongoing", text.strip(), ("done", "ongoing"))
        if percent == 0:
            return StatusRead(None, percent, "percent", text.strip(), ("not_started", "in_progress"))
        return StatusRead("in_progress", percent)
    found = statuses_of(rest)
    read = _of(found, beside) if found else _clauses(beside)
    if read.status is None:
        several = read.choices if len(read.choices) > 1 else ()
        if several == ("done", "ongoing") and 0 < percent < 100:
            return StatusRead("in_progress", percent)
        return StatusRead(None, percent, "several" if several else "more", text.strip(), several or ("in_progress",))
    checked = check(read.status, percent, text.strip())
    return replace(checked, words=read.words, told=read.told) if checked.status else checked


def check(status: Status, percent: int, words: str) -> StatusRead:
    """A status held against a percent: contradictions are given back with the two that are plausible."""
    if status in ("done", "cancelled") and percent < 100:
        return StatusRead(None, percent, "contradiction", words, (status, "in_progress"))
    if status == "in_progress" and percent == 100:
        return StatusRead(None, percent, "contradiction", words, ("in_progress", "done"))
    if status == "blocked" and percent == 100:
        return StatusRead(None, percent, "contradiction", words, ("blocked", "done"))
    if status == "not_started" and percent > 0:
        return StatusRead(None, percent, "contradiction", words, ("not_started", "in_progress"))
    return StatusRead(status, percent)


def _clauses(text: str) -> StatusRead:
    """Several clauses: one status, with its reason and what else was told; anything doubtful is asked back."""
    read = read_clauses(text)
    if not read.found:
        return StatusRead(trouble="none", words=text.strip())
    if len(read.found) > 1:
        return _of(read.found, text)
    if read.doubt:
        return StatusRead(trouble="more", words=text.strip(), choices=read.found)
    return StatusRead(read.found[0], words=read.reason.strip(), told=read.told.strip())
