"""What is said in each status (DOMAIN.md section 7): a grammar over whole replies, without their spaces.

A reply that says anything more is no status here, because one that is read wrongly ends or opens an obligation
without anybody noticing. Exact rules first, then known slips mended, then the closest known phrase.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from models.status_grammar import (
    BEFORE,
    DO,
    DONE_SOMETHING,
    NEVER_FINAL,
    NOT_FOR_EVER,
    PART_OF,
    PENDING,
    POSTPONED,
    STATUS,
    TELLS,
    YET,
)
from models.typos import SHORTEST, closest, mended, skeleton

if TYPE_CHECKING:
    from models.ledger import Status

_VERBS = ("ทำ", "จัดทำ", "ดำเนินการ", "ดำเนินงาน")
_FORMS: dict[Status, str] = {
    "not_started": "ยังไม่ได้{0} ยังไม่{0} ยังไม่ได้เริ่ม{0} ยังไม่เริ่ม{0} ยังไม่ได้เริ่ม ยังไม่เริ่ม",
    "in_progress": "กำลัง{0} กำลัง{0}อยู่ อยู่ระหว่าง{0} อยู่ระหว่างการ{0} {0}ไปแล้วบางส่วน {0}ได้บางส่วน ยัง{0}ไม่เสร็จ "
    "ยัง{0}ไม่แล้วเสร็จ ยังไม่เสร็จ ยังไม่แล้วเสร็จ ยังไม่เรียบร้อย",
    "done": "เสร็จแล้ว เรียบร้อย เสร็จเรียบร้อย เสร็จสิ้น {0}แล้วเสร็จ {0}เสร็จแล้ว {0}เสร็จเรียบร้อยแล้ว "
    "{0}เสร็จสิ้นแล้ว {0}เรียบร้อยแล้ว เสร็จเรียบร้อยแล้ว เรียบร้อยแล้ว เสร็จสิ้นแล้ว",
    "ongoing": "{0}ต่อเนื่อง {0}อย่างต่อเนื่อง {0}ต่อเนื่องทุกเดือน {0}ทุกเดือน {0}เป็นประจำทุกเดือน {0}เป็นประจำ",
    "blocked": "{0}ไม่ได้ ไม่สามารถ{0}ได้ ติดปัญหา ติดปัญหางบประมาณ มีปัญหาอุปสรรค",
    "cancelled": "ยกเลิกมาตรการนี้ ยกเลิกโครงการ ยกเลิกกิจกรรม งดจัดกิจกรรม",
}
_KNOWN: tuple[tuple[Status, str], ...] = tuple(
    dict.fromkeys(
        (status, form.format(verb)) for status, forms in _FORMS.items() for form in forms.split() for verb in _VERBS
    )
)
_BARE_KNOWN = {skeleton(phrase): status for status, phrase in _KNOWN}
_FINALS: frozenset[Status] = frozenset({"done", "cancelled"})
LONGEST = 80  # letters; a longer reply is no status, and must not be tried against every rule


def status_of(said: str) -> Status | None:
    """The status that a cleaned reply without spaces means; None when it means none, several, or says more."""
    found = statuses_of(said)
    return found[0] if len(found) == 1 else None


def statuses_of(said: str, *, near: bool = True, slips: bool = True) -> tuple[Status, ...]:
    """The statuses that a cleaned reply without spaces can mean: one when it is clear, several when it is not.

    `near`: also by the closest known phrase, which is for whole replies and whole phrases only. `slips`: False when
    the known slips are mended already.
    """
    if not said or len(said) > LONGEST or said == "ครบ":  # ครบ alone may be a slip of ครับ
        return ()
    found = _statuses(said, near=near, slips=slips)
    return () if set(found) & _FINALS and len(found) == 1 and NEVER_FINAL.search(said) else found


def _statuses(said: str, *, near: bool, slips: bool) -> tuple[Status, ...]:
    for words in dict.fromkeys((said, mended(said))) if slips else (said,):
        if finished_or_ongoing(words):
            return ("done", "ongoing")
        if PENDING.fullmatch(words):
            return ("not_started", "blocked")
        if YET.fullmatch(words):
            return ("not_started", "in_progress")
        if found := tuple(status for status, pattern in STATUS if pattern.fullmatch(words)):
            this_month = found == ("cancelled",) and NOT_FOR_EVER.search(words)
            return ("not_started", "cancelled") if this_month else found
        if POSTPONED.fullmatch(words):
            return ("not_started", "blocked", "cancelled")
        if (share := PART_OF.fullmatch(words)) and int(share["part"]) < int(share["all"]):
            return ("in_progress",)
        if found := tuple(status for status, pattern in TELLS if pattern.fullmatch(words)):
            return found
    if near and (status := _BARE_KNOWN.get(skeleton(words := mended(said)))) and len(words) >= SHORTEST:
        return (status,)
    found_near = closest(mended(said), _KNOWN, _FINALS) if near else None
    return (found_near,) if found_near else ()


def tells_more(said: str) -> bool:
    """Whether a reply that is a status also tells what goes on or what is in the way: ติดปัญหางบ, กำลังจัดทำคู่มือ."""
    words = mended(said)
    if any(pattern.fullmatch(words) for status, pattern in STATUS if status != "blocked"):
        return False
    if re.fullmatch(
        rf"{BEFORE}(?:ยัง)?(?:ติดปัญหา|ติดขัด|มีปัญหา|มีอุปสรรค|(?:{DO}|(?:ทำ|ไป|เดิน|ดำเนินการ)ต่อ)ไม่ได้|ไม่สามารถ{DO}(?:ได้)?)",
        words,
    ):
        return False
    return status_of(said) is not None


def finished_or_ongoing(said: str) -> bool:
    """Whether a cleaned reply without spaces is ทำแล้ว or ดำเนินการแล้ว: finished, or going on."""
    return bool(DONE_SOMETHING.fullmatch(said))
