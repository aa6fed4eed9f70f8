"""A reply to the question for the status: the status, how far in percent, or what must be asked back.

A contradiction (เสร็จแล้ว 30%) or two statuses in one reply are given back with the choices; nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from models import thai
from models.amounts import percents_in
from models.status_words import finished_or_ongoing, status_of, statuses_of, tells_more
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
    `words` is what was said beside the status, or where the trouble lies, as typed: keep it. `choices` are the
    statuses it can be.
    """

    status: Status | None = None
    percent: int | None = None
    trouble: StatusTrouble = ""
    words: str = ""
    choices: tuple[Status, ...] = ()


_BREAK = re.compile(r"[\s,;/()\n]+|(?=เพราะ|เนื่องจาก|แต่|โดยมี|ส่วน)")
_BECAUSE = re.compile("(?:เพราะ(?:ว่า)?|เนื่องจาก|เนื่องด้วย|ด้วยเหตุ|ติด|รอ(?![บงด])|ขาด|งบ|ไม่มีงบ|ไม่มีคน|คน(?:ไม่พอ|น้อย))")
LONGEST = 300  # letters; a longer text tells more than a status
_COURTESY = re.compile(r"\s*(?:ขอบคุณ|ขอบพระคุณ)(?:มาก)?(?:ครับ|ค่ะ|คะ|คับ)?\s*$|^\s*สวัสดี(?:ครับ|ค่ะ|คะ|คับ)\s*")
_ABOUT = re.compile("(?:ประมาณ|ราวๆ|ราว|น่าจะ|สัก|ซัก|อยู่ที่|ที่|แค่|เพียง|เท่ากับ|ได้|คิดเป็น|ความคืบหน้า|คืบหน้า|[:=~()])")


def read_status_reply(text: str) -> StatusRead:
    """What a reply to the question for the status says (DOMAIN.md section 7). Never guesses; see StatusRead."""
    if len(text) > LONGEST:
        return StatusRead(trouble="none", words=text.strip())
    text = _COURTESY.sub("", text)
    folded = thai.clean(text)
    percents = percents_in(folded)
    if not percents and (found := statuses_of(thai.bare(text))):
        return _of(found, text)
    if len(percents) > 1:
        return StatusRead(trouble="percent", words=text.strip())
    if percents:
        (share,) = percents
        words = folded[share.start : share.end]
        if share.value is None:
            return StatusRead(trouble="percent", words=words)
        if share.value > 100:
            return StatusRead(trouble="over_100", words=words)
        rest = thai.bare(f"{folded[: share.start]} {folded[share.end :]}")
        return _with_percent(rest, share.value, text)
    return _clauses(text)


def _of(found: tuple[Status, ...], text: str) -> StatusRead:
    if len(found) == 1:
        return StatusRead(found[0], words=text.strip() if tells_more(thai.bare(text)) else "")
    if found == ("done", "ongoing"):
        return StatusRead(trouble="finished_or_ongoing", words=text.strip(), choices=found)
    return StatusRead(trouble="several", words=text.strip(), choices=found)


def _with_percent(rest: str, percent: int, text: str) -> StatusRead:
    """Status and percent together; a percent from 1 to 99 alone can only mean that the work goes on."""
    rest = mended(_ABOUT.sub("", rest))
    if (
        not rest
        or finished_or_ongoing(rest)
        or re.fullmatch("(?:ทำ|ดำเนินการ|จัดทำ|งาน)(?:ไป)?(?:ได้)?(?:แล้ว)?|ไป(?:ได้)?แล้ว|ไป|แล้ว", rest)
    ):
        if percent == 100:
            return StatusRead(None, percent, "finished_or_ongoing", text.strip(), ("done", "ongoing"))
        if percent == 0:
            return StatusRead(None, percent, "percent", text.strip(), ("not_started", "in_progress"))
        return StatusRead("in_progress", percent)
    status = status_of(rest)
    if status is None:
        several = statuses_of(rest)
        return StatusRead(None, percent, "several" if several else "more", text.strip(), several or ("in_progress",))
    return check(status, percent, text.strip())


def check(status: Status, percent: int, words: str) -> StatusRead:
    """A status held against a percent: contradictions are given back with the two that are plausible."""
    if status in ("done", "cancelled") and percent < 100 and status == "done":
        return StatusRead(None, percent, "contradiction", words, ("done", "in_progress"))
    if status == "in_progress" and percent == 100:
        return StatusRead(None, percent, "contradiction", words, ("in_progress", "done"))
    if status == "not_started" and percent > 0:
        return StatusRead(None, percent, "contradiction", words, ("not_started", "in_progress"))
    return StatusRead(status, percent)


def _clauses(text: str) -> StatusRead:
    """A status first and a reason after it are read, with the reason as its words; anything else is asked back."""
    starts = [0] + [m.end() for m in _BREAK.finditer(text)]
    for at in reversed(starts):
        rest = text[at:].strip()
        status = status_of(thai.bare(text[:at])) if thai.bare(rest) else None
        if status is None:
            continue
        pieces = [re.sub("^(?:แต่|และ|ส่วน|เพราะ|เนื่องจาก)", "", p) for p in _BREAK.split(rest) if p]
        others = {meant for piece in pieces for meant in statuses_of(thai.bare(piece))} - {status}
        if thai.means_nothing(rest.removeprefix("และ")):  # เสร็จแล้ว ไม่มีปัญหา
            return StatusRead(status)
        reason = _BECAUSE.match(rest.removeprefix("แต่"))
        if status in ("not_started", "in_progress") and reason and not others - {"blocked"}:
            return StatusRead(status, words=rest)
        if status in ("blocked", "cancelled") and reason and not others:
            return StatusRead(status, words=rest)
        if not others and status in statuses_of(thai.bare(rest), near=False):  # ทำอยู่ ยังไม่เสร็จ: said twice
            return StatusRead(status)
        if others:
            order = (status, *sorted(others))
            return StatusRead(trouble="several", words=text.strip(), choices=order)
        return StatusRead(trouble="more", words=rest, choices=(status,))
    return StatusRead(trouble="none", words=text.strip())
