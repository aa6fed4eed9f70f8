"""What a division produced over a round, added up: 24 คน and 30 คน of one thing are รวม ๕๔ คน.

Only what surely adds up does: the same words before the number, the same unit, more than one answer, and nothing that
was carried over from the month before (เหมือนเดือนก่อน) or is a sum itself (สะสม, รวม, เดือนละ).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from exports.texts import paper
from models.amounts import counts_of
from models.ledger import Answer
from models.thai import fold, thai_digits

_LABEL = re.compile(r"[^\n,;:()]*$")  # what stands before the number, from the last break on
_MARK = re.compile(r"^\s*(?:[-–•*]|\d{1,2}[.)])?\s*(?:และ|มี|ได้|จำนวน)*\s*")
_JOINED = re.compile(r"\s*(?:จำนวน|ประมาณ|:)*\s*$")
_NO_TERM = re.compile(r"รวม|สะสม|ทั้งหมด|ทั้งสิ้น|เป้าหมาย|ร้อยละ|ละ$")


def total(answers: Iterable[Answer]) -> str:
    """The sums of the outputs of one division's answers as a line: รวม ผู้เข้าร่วม ๕๔ คน, คู่มือ ๓ เล่ม; "" without any."""
    sums: Counter[tuple[str, str]] = Counter()
    terms: Counter[tuple[str, str]] = Counter()
    for answer in answers:
        if "repeated" in answer.flags:
            continue
        found: Counter[tuple[str, str]] = Counter()
        for label, number, unit in _counts(answer.output):
            found[label, unit] += number
        sums.update(found)
        terms.update(found.keys())
    told = [
        f"{label} {thai_digits(f'{sums[label, unit]:,}')} {unit}".strip()
        for label, unit in sums
        if terms[label, unit] > 1
    ]
    return paper(f"รวม {', '.join(told)}") if told else ""


def _counts(text: str) -> Iterator[tuple[str, int, str]]:
    """The counts of an output that may be added up, each with the words before it, its number and its unit."""
    folded, _ = fold(text)
    end = 0
    for count in counts_of(folded):
        before = _LABEL.search(folded[end : count.start])
        label = _JOINED.sub("", _MARK.sub("", before[0] if before else ""))
        end = count.end
        figure = re.match(r"[\d,]+", folded[count.start : count.end])
        if figure and not _NO_TERM.search(label) and not re.match(r"\s*(?:ต่อ|สะสม|รวม)", folded[end:]):
            unit = folded[count.start + figure.end() : count.end].strip()
            yield " ".join(label.split()), int(figure[0].replace(",", "")), unit
