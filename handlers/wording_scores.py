"""Thai sentences about the ITA scores and the completeness of a report."""

from __future__ import annotations

from collections.abc import Sequence

from exports.score_words import difference_text, score_text, threshold_text
from exports.scoring import Change, Scores
from exports.texts import paper
from models.oit import OitYear
from models.thai import shorten, thai_digits

SCORES = "คะแนน"
COVERED = "มาตรการที่ตอบ"
COMPARED = "เทียบคะแนน"
COMPLETE = "ตรวจความครบถ้วน"

NO_SCORES = "ยังไม่มีคะแนน ITA ในระบบค่ะ ให้ผู้ดูแลระบบนำเข้าไฟล์คะแนน หรือเติมคะแนนในไฟล์แผน"
NO_PLAN_YET = "ในระบบไม่มีแผนที่ตอบผลประเมินปีนี้ค่ะ"
STATES = {"present": "ครบ", "partial": "บางส่วน", "missing": "ขาด"}
COMPLETE_TITLE = "ตรวจความครบถ้วนของรายงาน"
ALL_PRESENT = "ครบทุกเรื่องแล้วค่ะ"


def no_scores_of(year: int, known: Sequence[int]) -> str:
    have = ", ".join(thai_digits(one) for one in known)
    return f"ยังไม่มีคะแนน ITA ปี {thai_digits(year)} ค่ะ มีของปี {have} พิมพ์เช่น {SCORES} {known[-1]}"


def title(year: int) -> str:
    return f"คะแนน ITA ปี {thai_digits(year)}"


def covered_title(year: int) -> str:
    return f"มาตรการที่ตอบคะแนน ITA ปี {thai_digits(year)}"


def compared_title(year: int) -> str:
    return f"คะแนน ITA ปี {thai_digits(year - 1)} เทียบปี {thai_digits(year)}"


def nothing_to_compare(year: int) -> str:
    return f"ยังไม่มีคะแนน ITA ปี {thai_digits(year - 1)} ให้เทียบค่ะ ให้ผู้ดูแลระบบนำเข้าไฟล์คะแนนของปีนั้น"


def overall(scores: Scores) -> str:
    """The overall score and the level as it was announced, and how much it changed."""
    found, before = scores.analysis, scores.before
    said = [] if found.overall_score is None else [f"{score_text(found.overall_score)} คะแนน"]
    said += [f"ระดับ {shorten(found.level, 40)}"] if found.level else []
    lines = [" ".join(said)] if said else []
    if before and before.overall_score is not None and found.overall_score is not None:
        change = difference_text(round(found.overall_score - before.overall_score, 6))
        lines.append(f"ปี {thai_digits(scores.ita_year - 1)} ได้ {score_text(before.overall_score)} ({change})")
    return "\n".join(lines)


def below_line(scores: Scores, planned: bool) -> str:
    """How many are under the threshold, how many of them no measure answers; `planned`: there is a plan to ask."""
    low = [one for one in scores.below if one.by_mean]
    under = threshold_text(scores.threshold)
    if not low:
        return f"ไม่มีข้อที่ต่ำกว่าเกณฑ์ {under}"
    line = f"ต่ำกว่าเกณฑ์ {under} จำนวน {thai_digits(len(low))} ข้อ"
    if not planned:
        return f"{line}\n{NO_PLAN_YET}"
    open_ = len(scores.unanswered)
    return f"{line} ยังไม่มีมาตรการ {thai_digits(open_)} ข้อ" if open_ else f"{line} มีมาตรการครบ"


def figures(score: float | None, change: Change | None) -> str:
    """A score beside its bar, and how much it changed: ๙๙.๓๕ (+๑.๒๐)."""
    return score_text(score) + (f" ({difference_text(change.difference)})" if change else "")


def before_and_now(change: Change) -> str:
    return f"{score_text(change.before)} → {score_text(change.now)}"


def called(change: Change) -> str:
    """An indicator or a question in a list: ตัวชี้วัดที่ ๑๐, E12."""
    if change.kind == "indicator":
        return f"ตัวชี้วัดที่ {thai_digits(change.code)}"
    return shorten(paper(change.code), 20)


def one_source(codes: Sequence[str]) -> str:
    return f"เฉลี่ยผ่านเกณฑ์ แต่บางแหล่งต่ำกว่า: {', '.join(codes)}"


def crossed(up: Sequence[str], down: Sequence[str], threshold: float) -> list[str]:
    """What came over the threshold since the year before, and what fell under it."""
    under = threshold_text(threshold)
    lines = [f"พ้นเกณฑ์ {under} แล้ว: {', '.join(up)}"] if up else []
    return lines + ([f"เคยผ่าน แต่ปีนี้ต่ำกว่าเกณฑ์: {', '.join(down)}"] if down else [])


def fallen(changes: Sequence[Change]) -> list[str]:
    """The questions that fell most."""
    named = [f"{called(one)} ({difference_text(one.difference)})" for one in changes]
    return [f"ลดลงมากที่สุด: {', '.join(named)}"] if named else []


def more(count: int) -> str:
    return f"และอีก {thai_digits(count)} ข้อ ดูในไฟล์รายงาน Excel แผ่น คะแนน ITA"


def counted(present: int, partial: int, missing: int) -> str:
    of = present + partial + missing
    rest = [f"บางส่วน {thai_digits(partial)}"] if partial else []
    rest += [f"ขาด {thai_digits(missing)}"] if missing else []
    return " · ".join([f"ครบ {thai_digits(present)} จาก {thai_digits(of)} เรื่อง", *rest])


def present_row(count: int) -> str:
    return f"ครบแล้ว {thai_digits(count)} เรื่อง"


def numbered(number: int, name: str) -> str:
    return f"{thai_digits(number)} {name}"


def oit_line(one: OitYear) -> str:
    doubt = "" if one.confirmed else " (ยังไม่ยืนยัน)"
    return f"ข้อ OIT ปี {thai_digits(one.ita_year)}: มาตรการ {one.measures} รายงาน {one.report}{doubt}"
