"""The memo (บันทึกข้อความ) that carries a round's report up the chain, as DOMAIN.md section 9 describes it.

What it says stands in exports/paper_wording.py; figures are those of the report's value, the level of the assessment
is the one that was stored. Long lists are shortened here, and say so: the report that is attached has them whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from exports.amendments import Amendment
from exports.dossier import Comment, Dossier
from exports.orders import ORDER_STATES
from exports.paper_fields import BESIDE, TO_FILL_IN, Speaker, post_lines
from exports.paper_wording import FREE
from exports.report_value import Figures, OrderLine, WaivedGap, waived_by_reason
from exports.texts import number, paper, short
from exports.word import HEADING, Line, Paper
from models.thai import long_date, thai_digits

EMBLEM = 1.5  # cm
MOST, LETTERS = 20, 300  # lines of a list in the memo, letters of a line
HALF = 250  # letters of a comment that stands beside another; with a longer one each has the whole width
NONE = "ไม่มี"
_PARTS = ("เรื่องเดิม", "ข้อเท็จจริง", "ข้อกฎหมาย", "ข้อพิจารณา")
_HEADINGS = ("ส่วนราชการ", "ต้อง\nรายงาน", "ใน\nกำหนด", "ล่าช้า", "ยัง\nไม่ส่ง", "ยกเว้น", "ครบถ้วน\n(ร้อยละ)")
_WIDTHS = (3.8, 2.15, 2.15, 1.95, 1.95, 1.85, 2.15)  # a total of five digits on one line
_AMENDED = ("ที่", "รายการ", "ข้อความเดิม", "ข้อความที่แก้ไข")
_AMENDED_WIDTHS = (1.0, 5.0, 5.0, 5.0)


def write(dossier: Dossier, path: Path) -> None:
    """Write the memo to `path` (.docx), whole or not at all. Raises OSError when the folder cannot be written to."""
    speaker = Speaker.of(dossier)
    file = Paper(speaker.say("memo.subject"), dossier.report.organisation, made_at(dossier))
    head(file, speaker, "memo", speaker.say("number"))
    if speaker.choice("memo.form") == FREE:
        _free(file, speaker)
    else:
        _in_parts(file, speaker)
    file.closing(speaker.say("memo.closing"))
    file.signature(*speaker.signer("memo"))
    _comments(file, speaker)
    _amendments(file, dossier.amendments)
    file.foot(version(dossier))
    file.save(path)


def head(file: Paper, speaker: Speaker, paper_name: str, number: str) -> None:
    """What every memo begins with: heading, office, number, date, subject, to whom."""
    file.heading("บันทึกข้อความ", EMBLEM)
    file.labels(("ส่วนราชการ", speaker.say("office"), 16))
    file.labels(("ที่", number, 8), ("วันที่", speaker.say("date"), 16))
    file.labels(("เรื่อง", speaker.say(f"{paper_name}.subject"), 16))
    file.put(Line(f"เรียน  {speaker.say(f'{paper_name}.to')}", before=12))


def made_at(dossier: Dossier) -> datetime:
    """When the report's value was made, UTC: so the same paper is the same file."""
    return datetime.fromisoformat(dossier.report.made_at)


def version(dossier: Dossier) -> str:
    """Which version of the report a paper is about, in one line."""
    frozen = dossier.frozen
    if frozen is None:
        return f"ฉบับร่าง ยังไม่ปิดรอบ {dossier.report.made_text}"
    which = f"ฉบับปิดรอบครั้งที่ {thai_digits(frozen.version)} วันที่ {long_date(frozen.on)}"
    return f"{which}\nรหัสตรวจสอบ (SHA-256) {frozen.sha256}"


# --- The body ------------------------------------------------------------------------------------------------


def _in_parts(file: Paper, speaker: Speaker) -> None:
    parts = iter(enumerate(_PARTS, 1))
    _part(file, *next(parts))
    _background(file, speaker)
    _part(file, *next(parts))
    _facts(file, speaker, "๒.")
    _part(file, *next(parts))
    laws = [line for line in speaker.say("law").split("\n") if line.strip()]
    for n, law in enumerate(laws, 1):
        file.text(f"๓.{thai_digits(n)} {law}" if len(laws) > 1 else law, before=0)
    _part(file, *next(parts))
    file.text(speaker.say("memo.proposal"), before=0)


def _free(file: Paper, speaker: Speaker) -> None:
    _background(file, speaker)
    _facts(file, speaker, "")
    file.text(speaker.say("memo.proposal"))


def _part(file: Paper, number: int, title: str) -> None:
    file.put(Line(f"{thai_digits(number)}. {title}", bold=True, before=8, kept=True))


def _background(file: Paper, speaker: Speaker) -> None:
    file.text(speaker.say("memo.background"), before=0)
    if speaker.dossier.assessment.overall_score is not None:
        file.text(speaker.say("memo.score"), before=0)


def _facts(file: Paper, speaker: Speaker, prefix: str) -> None:
    """The figures of the round by division, what is missing and why, orders, what changed since the freeze."""
    report, changed = speaker.dossier.report, len(speaker.dossier.amendments)
    file.text(speaker.say("memo.facts"), before=0)
    _figures(file, report.summary.by_division, report.summary.total)
    missing = [f"{line.subject}: {line.text}" for line in report.summary.missing]
    problems = [
        f"{p.label} {', '.join(p.divisions)} ({', '.join(p.months)}): {p.text}" for p in report.summary.problems
    ]
    lists = {
        "เดือนที่ยังไม่มีรายงาน": missing,
        "ปัญหา อุปสรรค ข้อเสนอแนะ": problems,
        "รายการที่ยกเว้นพร้อมเหตุผล": _waived(report.waived),
        "ข้อสั่งการและผลการปฏิบัติ": [_order(order) for order in report.orders],
    }
    if changed:
        lists["การแก้ไขภายหลังการปิดรอบ"] = [f"{number(changed)} รายการ ปรากฏตามบัญชีท้ายบันทึกนี้"]
    for n, (title, lines) in enumerate(lists.items(), 1):
        _list(file, f"{prefix}{thai_digits(n)} {title}" if prefix else title, lines)
    file.text(speaker.say("memo.attached"))


def _figures(file: Paper, divisions: Sequence[Figures], total: Figures) -> None:
    rows = [(one.label, *_counts(one)) for one in (*divisions, total)]
    file.table(_HEADINGS, rows, _WIDTHS, centred=range(1, len(_WIDTHS)), total=True, size=HEADING)


def _counts(one: Figures) -> tuple[str, ...]:
    counts = (one.expected, one.in_time, one.late, one.missing, one.waived)
    return (*map(number, counts), "–" if one.completeness is None else thai_digits(one.completeness))


def _list(file: Paper, title: str, lines: Sequence[str]) -> None:
    """A titled list; when it is empty that is said in the title's line."""
    if not lines:
        file.put(Line(f"{title}  {NONE}", before=6, left=1))
        return
    file.put(Line(title, bold=True, before=6, left=1, kept=True))
    for n, line in enumerate(lines[:MOST], 1):
        mark = f"{thai_digits(n)}) " if len(lines) > 1 else ""
        file.text(f"{mark}{short(paper(line), LETTERS)}", first=0, left=1.5, before=0)
    if len(lines) > MOST:
        file.text(f"และอีก {number(len(lines) - MOST)} รายการ ปรากฏในรายงานที่แนบ", first=0, left=1.5, before=0)


_MORE = " และอีก {} จุด ปรากฏในรายงานที่แนบ"


def _waived(gaps: Sequence[WaivedGap]) -> list[str]:
    """Each reason once; with several gaps how many, and whole gaps so far as a line has room; the report has all."""
    lines = []
    for reason, texts in waived_by_reason(gaps).items():
        if len(texts) == 1:
            lines.append(f"{texts[0]} เหตุผล: {reason}")
        else:
            line = (
                f"เหตุผล: {short(reason, LETTERS // 3)} ({number(len(texts))} จุด) ได้แก่ {short(texts[0], LETTERS // 3)}"
            )
            told = 1
            while told < len(texts) and len(f"{line}; {texts[told]}") < LETTERS - len(_MORE.format("๐๐๐")):
                line, told = f"{line}; {texts[told]}", told + 1
            lines.append(line + (_MORE.format(number(len(texts) - told)) if texts[told:] else ""))
    return lines


def _order(order: OrderLine) -> str:
    where = " ".join(part for part in (order.division, order.about) if part)
    answers = " ".join(f"ตอบ: {answer}" for answer in order.answers)
    given = f"{order.by} สั่งการ{where} เมื่อ {order.given} กำหนด {order.due}: {order.text}"
    return f"{given} {answers} ({ORDER_STATES[order.state]})"


# --- After the signature -------------------------------------------------------------------------------------


def _comments(file: Paper, speaker: Speaker) -> None:
    """A block for every post that comments or approves; posts that are in the chain no more keep what they said."""
    dossier = speaker.dossier
    posts = [step.position for step in dossier.chain if step.action != "prepare"]
    signed = {step.position for step in dossier.chain if step.action == "prepare"}  # who prepared it signs the memo
    spoken = list(dict.fromkeys(c.post for c in dossier.comments if c.post not in posts and c.post not in signed))
    blocks = [_block(speaker, post, [c for c in dossier.comments if c.post == post]) for post in (*spoken, *posts)]
    if any(len(one.text) > HALF for one in dossier.comments):
        file.put(*(line for block in blocks for line in (Line("", size=10), *block)))
    elif blocks:
        file.put(Line("", size=10))
        file.side_by_side(blocks)


def _block(speaker: Speaker, post: str, comments: Sequence[Comment]) -> list[Line]:
    """What a post said, or dotted lines to write on; then room to sign."""
    acting = comments[-1].acting if comments else post in speaker.dossier.acting
    lines = [Line(f"ความเห็น{paper(post)}", bold=True)]
    for one in comments:
        lines += [Line(speaker.say(f"comment.{one.verdict}"), bold=True)] if one.verdict != "skip" else []
        lines += [Line(paper(one.text))] if one.text.strip() else []
    if comments and comments[-1].verdict == "skip":  # nobody holds the post: nobody signs
        return [*lines, Line("", size=8)]
    if not comments:
        lines += [Line("." * 50)] * 2
    posts = post_lines(f"{TO_FILL_IN} รักษาราชการแทน {paper(post)}" if acting else paper(post), BESIDE)
    day = long_date(comments[-1].on) if comments else f"{'.' * 6}/{'.' * 14}/{'.' * 8}"
    under = (f"({'.' * 40})", *posts, f"วันที่ {day}")
    return [*lines, Line(""), *(Line(text, align="center") for text in under), Line("", size=8)]


def _amendments(file: Paper, found: Sequence[Amendment]) -> None:
    """The list of what was changed after the freeze, on a page of its own, whole."""
    if not found:
        return
    file.new_page()
    file.put(Line("บัญชีการแก้ไขภายหลังการปิดรอบรายงาน", bold=True, align="center"))
    rows = [
        (
            thai_digits(n),
            "\n".join([paper(a.measure), " ".join(filter(None, (paper(a.division), a.month))) or "ทั้งรอบ", a.field]),
            paper(a.old) or "–",
            paper(a.new) or "–",
        )
        for n, a in enumerate(found, 1)
    ]
    file.table(_AMENDED, rows, _AMENDED_WIDTHS, centred=(0,))
