"""Scores, items and indicators as they are called in a sentence, on cards and on sheets."""

from __future__ import annotations

from collections.abc import Sequence

from exports.scoring import Below, Coverage, Item
from exports.texts import paper, short
from models.thai import thai_digits

_KINDS = {"question": "ข้อ ", "sub_indicator": "ตัวชี้วัดย่อย ", "indicator": "ตัวชี้วัดที่ "}
NO_MEASURE = "ยังไม่มีมาตรการ"
_NO_SCORE = 100_000  # what is larger was mistyped, and is shown short


def score_text(score: float | None) -> str:
    """A score as ITAS prints it, Thai digits: ๙๙.๓๕; – when there is none."""
    if score is None:
        return "–"
    if abs(score) >= _NO_SCORE:
        return thai_digits(f"{score:g}")
    two = f"{score:.2f}"
    return thai_digits(two if float(two) == score else repr(score))


def threshold_text(threshold: float) -> str:
    """A threshold: ๘๕, or ๘๗.๕๐."""
    return thai_digits(f"{threshold:g}") if float(threshold).is_integer() else score_text(threshold)


def difference_text(difference: float) -> str:
    """How much more or less it is than the year before: +๑.๒๐, -๐.๕๐, เท่าเดิม."""
    if not difference:
        return "เท่าเดิม"
    return f"{'+' if difference > 0 else '-'}{score_text(round(abs(difference), 6))}"


def item_name(item: Item) -> str:
    """ข้อ O22, ตัวชี้วัดย่อย ๙.๑ or ตัวชี้วัดที่ ๑๐."""
    return _KINDS[item.kind] + short(paper(item.code), 40)


def item_label(item: Item, letters: int = 70) -> str:
    """An item with its words, on one line."""
    return f"{item_name(item)} {short(paper(item.name), letters)}".strip()


def indicator_label(one: Coverage) -> str:
    """ตัวชี้วัดที่ ๑๐ การป้องกันการทุจริต"""
    return f"ตัวชี้วัดที่ {thai_digits(one.number)} {short(paper(one.name), 70)}".strip()


def measures_text(orders: Sequence[int], called: str = "มาตรการที่") -> str:
    """มาตรการที่ ๑, ๓ or ยังไม่มีมาตรการ. `called`: what a measure is called there, in the chat ข้อ."""
    return f"{called} {', '.join(thai_digits(n) for n in orders)}" if orders else NO_MEASURE


def scored_text(one: Below) -> str:
    """The score of an item under the threshold, of each source where there are two."""
    sources = [f"{paper(s.source)} {score_text(s.score)}" for s in one.item.sources if s.score is not None]
    return f"{score_text(one.item.score)} ({', '.join(sources)})" if len(sources) > 1 else score_text(one.item.score)
