"""The analysis report: scores by indicator and question, what is strong and weak, and which measures answer it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from statistics import mean

from exports.dossier import Dossier
from exports.memo import made_at
from exports.paper_fields import Speaker, score, threshold
from exports.texts import paper
from exports.word import Line, Paper
from models.plan import Analysis, Indicator, Measure, Plan, Question
from models.thai import thai_digits

NO_SCORES = "ยังไม่มีคะแนน ITA ในแผน จึงออกรายงานผลการวิเคราะห์ไม่ได้ค่ะ กรุณานำเข้าคะแนนก่อน แล้วลองอีกครั้ง"
UNDER, REACHED = "ต่ำกว่าเกณฑ์", "ถึงเกณฑ์"


def refusal(plan: Plan) -> str | None:
    """Why the report cannot be made of this plan, or None."""
    found = plan.analysis
    told = (found.strengths, found.weaknesses, found.issues_to_improve, found.indicators)
    return None if found.overall_score is not None or any(told) else NO_SCORES


def write(dossier: Dossier, path: Path) -> None:
    """Write the analysis report to `path` (.docx); what the plan does not hold is left out.

    Raises OSError when the folder cannot be written to."""
    speaker, plan = Speaker.of(dossier), dossier.plan
    title = speaker.say("analysis.title")
    file = Paper(title, dossier.report.organisation, made_at(dossier))
    for text in (title, dossier.report.organisation):
        file.put(Line(text, bold=True, align="center", kept=True))
    file.text(speaker.say("analysis.intro"), before=12)
    parts = (
        ("ผลการประเมินในภาพรวม", _overall),
        ("คะแนนรายตัวชี้วัด", _indicators),
        ("คะแนนรายตัวชี้วัดย่อยและข้อคำถาม", _questions),
        ("จุดแข็ง", lambda f, p: _list(f, p.analysis.strengths)),
        ("จุดอ่อน", lambda f, p: _list(f, p.analysis.weaknesses)),
        ("ประเด็นที่ต้องปรับปรุง", _issues),
        ("มาตรการที่ตอบสนองต่อผลการวิเคราะห์", _answers),
    )
    number = 0
    for title, lay in parts:
        part = _Part(file, f"{thai_digits(number + 1)}. {title}")
        lay(part, plan)
        number += part.begun
    file.save(path)


class _Part:
    """A part of the report, whose heading is only written when something stands under it."""

    def __init__(self, file: Paper, title: str) -> None:
        self._file, self._title, self.begun = file, title, False

    def begin(self) -> Paper:
        if not self.begun:
            self._file.put(Line(self._title, bold=True, before=10, kept=True))
            self.begun = True
        return self._file


# --- The parts -----------------------------------------------------------------------------------------------


def _overall(part: _Part, plan: Plan) -> None:
    found = plan.analysis
    lines = [
        f"คะแนนรวม {score(found.overall_score)} คะแนน" if found.overall_score is not None else "",
        f"ระดับผลการประเมิน {paper(found.level)}" if found.level else "",
        f"ค่าเป้าหมาย {score(found.target_score)} คะแนน" if found.target_score is not None else "",
    ]
    for line in filter(None, lines):
        part.begin().text(line, before=0)


def _indicators(part: _Part, plan: Plan) -> None:
    scored = [i for i in plan.analysis.indicators if i.score is not None]
    if not scored:
        return
    ranked = any(i.rank_printed for i in scored)
    headings = ("ตัวชี้วัดที่", "เครื่องมือ", "ชื่อตัวชี้วัด", "คะแนน", "ผลการประเมิน", *(["อันดับ"] if ranked else []))
    widths = (1.9, 1.9, 5.4, 2.3, 2.7, 1.8) if ranked else (1.9, 1.9, 7.0, 2.3, 2.9)
    limit = threshold(plan.analysis)
    rows = [
        (
            thai_digits(i.number),
            paper(i.instrument),
            paper(i.name),
            score(i.score),
            _mark(i.score, limit),
            *([thai_digits(i.rank_printed or "–")] if ranked else []),
        )
        for i in sorted(scored, key=lambda i: i.number)
    ]
    part.begin().text(f"เกณฑ์ที่ใช้พิจารณา {score(limit)} คะแนน", before=0)
    part.begin().table(headings, rows, widths, centred=(0, 1, 3, 4, 5))


def _mark(value: float | None, limit: float) -> str:
    return "" if value is None else UNDER if value < limit else REACHED


def _questions(part: _Part, plan: Plan) -> None:
    """Every question and sub-indicator, when any of them has a score."""
    limit, analysis = threshold(plan.analysis), plan.analysis
    scored = any(_value(q) is not None for q in _all_questions(analysis))
    scored = scored or any(sub.score is not None for i in analysis.indicators for sub in i.sub_indicators)
    rows = [row for i in analysis.indicators for row in _rows_of(i, limit)]
    if rows and scored:
        headings = ("ข้อ", "ตัวชี้วัดย่อย / ข้อคำถาม", "คะแนน", "ผลการประเมิน")
        part.begin().table(headings, rows, (1.8, 7.5, 4.2, 2.5), centred=(0, 2, 3))


def _rows_of(indicator: Indicator, limit: float) -> Iterator[tuple[str, str, str, str]]:
    for question in indicator.questions:
        yield _row(question, limit)
    for sub in indicator.sub_indicators:
        finding = f"\nข้อสังเกต: {paper(sub.finding)}" if sub.finding else ""
        name = f"{paper(sub.name)}{finding}"
        yield thai_digits(paper(sub.code)), name, score(sub.score), _mark(sub.score, limit)
        for question in sub.questions:
            yield _row(question, limit)


def _row(question: Question, limit: float) -> tuple[str, str, str, str]:
    sources = [f"{paper(s.source)} {score(s.score)}" for s in question.scores]
    return (
        thai_digits(paper(question.code)),
        paper(question.text),
        "\n".join([*([score(question.score)] if question.score is not None or not sources else []), *sources]),
        _mark(_value(question), limit),
    )


def _value(question: Question) -> float | None:
    """The score by which a question is judged: its own, else the mean of its sources (DOMAIN.md section 3)."""
    found = [s.score for s in question.scores if s.score is not None]
    return question.score if question.score is not None or not found else mean(found)


def _list(part: _Part, texts: Iterable[str]) -> None:
    texts = [paper(text) for text in texts if text.strip()]
    for n, text in enumerate(texts, 1):
        part.begin().text(f"{thai_digits(n)}) {text}" if len(texts) > 1 else text, first=1.5, before=0)


def _issues(part: _Part, plan: Plan) -> None:
    """The issues as the plan names them, else whatever is under the threshold; a question's code with its words."""
    known = {q.code: q for q in _all_questions(plan.analysis)}
    if named := plan.analysis.issues_to_improve:
        _list(part, [_named(known[code]) if code in known else code for code in named])
        return
    limit = threshold(plan.analysis)
    indicators = [
        f"ตัวชี้วัดที่ {i.number} {i.name} ({score(i.score)} คะแนน)"
        for i in plan.analysis.indicators
        if i.score is not None and i.score < limit
    ]
    questions = [_named(q) for q in known.values() if (value := _value(q)) is not None and value < limit]
    _list(part, [*indicators, *questions])


def _named(question: Question) -> str:
    value = _value(question)
    return f"{thai_digits(question.code)} {question.text}" + (f" ({score(value)} คะแนน)" if value is not None else "")


def _all_questions(analysis: Analysis) -> Iterator[Question]:
    for indicator in analysis.indicators:
        yield from indicator.questions
        for sub in indicator.sub_indicators:
            yield from sub.questions


def _answers(part: _Part, plan: Plan) -> None:
    """Which measures answer each indicator; one that was scored and has none is shown too."""
    measures = sorted(plan.measures, key=lambda m: m.order)
    named = {i.number: i for i in plan.analysis.indicators}
    wanted = {number for m in measures for number in m.indicators}
    scored = {i.number for i in named.values() if i.score is not None} if wanted else set()
    for number in sorted(wanted | scored):
        _answer(part, number, named.get(number), [m for m in measures if number in m.indicators])
    others = [m for m in measures if not m.indicators]
    if others and wanted:
        part.begin().put(Line("มาตรการอื่น", bold=True, left=1, before=6, kept=True))
    _list(part, [m.title_in_memo or m.title for m in others])


def _answer(part: _Part, number: int, indicator: Indicator | None, measures: Sequence[Measure]) -> None:
    name = paper(indicator.name) if indicator else ""
    value = f"({score(indicator.score)} คะแนน)" if indicator and indicator.score is not None else ""
    title = " ".join(filter(None, ("ตัวชี้วัดที่", thai_digits(number), name, value)))
    part.begin().put(Line(title, bold=True, left=1, before=6, kept=True))
    if not measures:
        part.begin().text("ยังไม่มีมาตรการ", first=1.5, before=0)
    for measure in measures:
        for n, text in enumerate(_told(measure)):
            part.begin().text(text, first=1.5, before=0 if n else 4)


def _told(measure: Measure) -> Iterator[str]:
    """What was found, the measure that answers it, and whose it is."""
    issue = measure.issue
    asks = paper(issue.text) if issue and issue.question else ""
    about = f"{thai_digits(issue.question)} {asks}" if issue and asks else ""
    yield from (f"ผลการวิเคราะห์: {text}" for text in (about, paper(measure.analysis)) if text)
    items = measure.title_items if len(measure.title_items) > 1 else (measure.title,)
    if asks and asks == paper(measure.title):  # the plan names the question; what is done about it are the steps
        items = (*measure.guidelines, *measure.steps) or items
    texts = [paper(item) for item in items]
    yield "มาตรการ: " + (texts[0] if len(texts) == 1 else "".join(f"\n- {text}" for text in texts))
    if measure.responsible_text:
        yield "ผู้รับผิดชอบ: " + ", ".join(paper(measure.responsible_text).split("\n"))
