"""The analysis report: scores by indicator and question, what is strong and weak, and which measures answer it.

What the scores mean for the plan was found by exports/scoring.py; here it is only laid out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from exports.dossier import Dossier
from exports.memo import made_at
from exports.paper_fields import Speaker
from exports.score_words import difference_text, indicator_label, score_text, scored_text, threshold_text
from exports.scoring import Below, Coverage, Scores
from exports.texts import paper, short
from exports.word import HEADING, Line, Paper
from models.assessments import has_scores, mean_score, questions_of
from models.oit import code_key
from models.plan import Analysis, Indicator, Measure, Plan, Question
from models.thai import thai_digits

NO_SCORES = "ยังไม่มีผลการประเมิน ITA ในระบบ จึงออกรายงานผลการวิเคราะห์ไม่ได้ค่ะ ให้ผู้ดูแลระบบนำเข้าไฟล์คะแนน หรือเติมคะแนนในไฟล์แผน"
UNDER, REACHED, PARTLY = "ต่ำกว่าเกณฑ์", "ถึงเกณฑ์", "บางแหล่ง\nต่ำกว่า"
NO_MEASURE = "ยังไม่มีมาตรการ"
_MOST_SOURCES = 3  # columns of their own; ITAS has two


def refusal(analysis: Analysis) -> str | None:
    """Why the report cannot be made of this assessment, or None."""
    told = (analysis.strengths, analysis.weaknesses, analysis.issues_to_improve)
    return None if has_scores(analysis) or any(told) else NO_SCORES


def write(dossier: Dossier, path: Path) -> None:
    """Write the analysis report to `path` (.docx); what is not known is left out.

    Raises OSError when the folder cannot be written to."""
    speaker = Speaker.of(dossier)
    title = speaker.say("analysis.title")
    file = Paper(title, dossier.report.organisation, made_at(dossier))
    for text in (title, dossier.report.organisation):
        file.put(Line(text, bold=True, align="center", kept=True))
    file.text(speaker.say("analysis.intro"), before=12)
    number = 0
    for name, lay in _PARTS.items():
        part = _Part(file, f"{thai_digits(number + 1)}. {name}")
        lay(part, dossier.scores, dossier.plan)
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

    def list(self, texts: Iterable[str]) -> None:
        """Numbered paragraphs; one alone has no number."""
        texts = [paper(text) for text in texts if text.strip()]
        for n, text in enumerate(texts, 1):
            self.begin().text(f"{thai_digits(n)}) {text}" if len(texts) > 1 else text, first=1.5, before=0)


# --- The scores ------------------------------------------------------------------------------------------------


def _overall(part: _Part, scores: Scores, _plan: Plan) -> None:
    found, before = scores.analysis, scores.before
    lines = [
        f"คะแนนรวม {score_text(found.overall_score)} คะแนน" if found.overall_score is not None else "",
        f"ระดับผลการประเมิน {paper(found.level)}" if found.level else "",
        f"ค่าเป้าหมาย {threshold_text(found.target_score)} คะแนน" if found.target_score is not None else "",
    ]
    if before and before.overall_score is not None:
        level = f" ระดับ {paper(before.level)}" if before.level else ""
        lines.append(f"ปี พ.ศ. {thai_digits(scores.ita_year - 1)} ได้ {score_text(before.overall_score)} คะแนน{level}")
    for line in filter(None, lines):
        part.begin().text(line, before=0)


def _indicators(part: _Part, scores: Scores, _plan: Plan) -> None:
    scored = [one for one in scores.coverage if one.score is not None]
    if not scored:
        return
    ranks = {i.number: i.rank_printed for i in scores.analysis.indicators if i.rank_printed}
    headings = ("ตัวชี้วัดที่", "เครื่องมือ", "ชื่อตัวชี้วัด", "คะแนน", "ผลการประเมิน", *(["อันดับ"] if ranks else []))
    widths = (1.9, 1.9, 5.4, 2.3, 2.7, 1.8) if ranks else (1.9, 1.9, 7.0, 2.3, 2.9)
    rows = [
        (
            thai_digits(one.number),
            paper(one.instrument),
            paper(one.name),
            score_text(one.score),
            _mark(one.score, scores.threshold),
            *([thai_digits(ranks.get(one.number, "–"))] if ranks else []),
        )
        for one in scored
    ]
    part.begin().text(f"เกณฑ์ที่ใช้พิจารณา {threshold_text(scores.threshold)} คะแนน", before=0)
    part.begin().table(headings, rows, widths, centred=(0, 1, 3, 4, 5))


def _mark(value: float | None, limit: float) -> str:
    return "" if value is None else UNDER if value < limit else REACHED


def _changes(part: _Part, scores: Scores, _plan: Plan) -> None:
    rows = [
        (
            f"{paper(one.code)} {paper(one.name)}",
            score_text(one.before),
            score_text(one.now),
            difference_text(one.difference),
        )
        for one in scores.changes
        if one.kind == "indicator" or one.crossed
    ]
    if rows:
        years = (f"ปี {thai_digits(scores.ita_year - 1)}", f"ปี {thai_digits(scores.ita_year)}")
        headings = ("ตัวชี้วัด และข้อคำถามที่ผ่านหรือตกเกณฑ์", *years, "เปลี่ยนแปลง")
        part.begin().table(headings, rows, (8.2, 2.5, 2.5, 2.8), centred=(1, 2, 3))


def _questions(part: _Part, scores: Scores, _plan: Plan) -> None:
    """Every question and sub-indicator, when any of them has a score: a table for each instrument, in which each
    source has a column."""
    groups: dict[str, list[_Asked]] = {}
    for indicator in scores.analysis.indicators:
        groups.setdefault(indicator.instrument, []).extend(_asked(indicator))
    if not any(one.score is not None for group in groups.values() for one in group):
        return
    for instrument, group in groups.items():
        _questions_of(part.begin(), paper(instrument), group, scores.threshold)


def _questions_of(file: Paper, instrument: str, group: Sequence[_Asked], limit: float) -> None:
    sources = list(dict.fromkeys(source for one in group for source in one.sources))[:_MOST_SOURCES]
    score = "คะแนนเฉลี่ย" if sources else "คะแนน"
    headings = (
        "ข้อ",
        f"ข้อคำถาม {instrument}",
        score,
        *(paper(short(one, 20)).replace("EIT", "EIT\n", 1) for one in sources),
        "ผลการประเมิน",
    )
    widths = (1.4, 10.5 - 2.1 * len(sources), 2.1, *[2.1] * len(sources), 2.0)
    rows = [
        (one.code, one.text, score_text(one.score), *(_of_source(one, s) for s in sources), _judged(one, limit))
        for one in group
    ]
    if rows:
        file.table(headings, rows, widths, centred=(0, *range(2, len(headings))), size=HEADING)


@dataclass(frozen=True)
class _Asked:
    """A question or sub-indicator as a row: what it scored, by each of its sources."""

    code: str
    text: str
    score: float | None
    sources: dict[str, float | None] = field(default_factory=dict)


def _asked(indicator: Indicator) -> Iterator[_Asked]:
    yield from map(_question_asked, indicator.questions)
    for sub in indicator.sub_indicators:
        finding = f"\nข้อสังเกต: {paper(sub.finding)}" if sub.finding else ""
        yield _Asked(paper(sub.code), f"{paper(sub.name)}{finding}", sub.score)
        yield from map(_question_asked, sub.questions)


def _question_asked(question: Question) -> _Asked:
    """Of two sources each has its score, and the mean is what counts."""
    sources = {one.source: one.score for one in question.scores}
    return _Asked(paper(question.code), paper(question.text), mean_score(question), sources)


def _of_source(one: _Asked, source: str) -> str:
    return score_text(one.sources[source]) if source in one.sources else ""


def _judged(one: _Asked, limit: float) -> str:
    found = _mark(one.score, limit)
    some = any(score is not None and score < limit for score in one.sources.values())
    return PARTLY if found == REACHED and some else found


# --- What follows from them ------------------------------------------------------------------------------------


def _issues(part: _Part, scores: Scores, _plan: Plan) -> None:
    """The issues as they were named, a question's code with its words; then what else is under the threshold."""
    asked = {code_key(q.code): q for i in scores.analysis.indicators for q in questions_of(i) if code_key(q.code)}
    named = scores.analysis.issues_to_improve
    known = {code_key(code) for code in named}
    texts = [_question(asked[code_key(text)]) if code_key(text) in asked else text for text in named]
    low = [one for one in scores.below if one.by_mean and code_key(one.item.code) not in known - {""}]
    part.list([*texts, *map(_low, low)])


def _question(question: Question) -> str:
    value = mean_score(question)
    score = f" ({score_text(value)} คะแนน)" if value is not None else ""
    return f"{paper(question.code)} {question.text}{score}"


def _low(one: Below) -> str:
    kind = {"indicator": "ตัวชี้วัดที่ ", "sub_indicator": "ตัวชี้วัดย่อยที่ ", "question": ""}[one.item.kind]
    return f"{kind}{paper(one.item.code)} {one.item.name} ({scored_text(one)} คะแนน)"


def _answers(part: _Part, scores: Scores, plan: Plan) -> None:
    """Which measures answer each indicator; one that was scored and has none is shown too."""
    measures = sorted(plan.measures, key=lambda m: m.order)
    of_an_indicator = {code for one in scores.coverage for code in one.measures}
    for one in scores.coverage if of_an_indicator else ():
        if one.measures or one.score is not None:
            _answer(part, one, [m for m in measures if m.code in one.measures])
    others = [m for m in measures if m.code not in of_an_indicator]
    if others and of_an_indicator:
        part.begin().put(Line("มาตรการอื่น", bold=True, left=1, before=6, kept=True))
    part.list(m.title_in_memo or m.title for m in others)


def _answer(part: _Part, indicator: Coverage, measures: Sequence[Measure]) -> None:
    value = f" ({score_text(indicator.score)} คะแนน)" if indicator.score is not None else ""
    part.begin().put(Line(f"{indicator_label(indicator)}{value}", bold=True, left=1, before=6, kept=True))
    if not measures:
        part.begin().text(NO_MEASURE, first=1.5, before=0)
    for measure in measures:
        for n, text in enumerate(_told(measure)):
            part.begin().text(text, first=1.5, before=0 if n else 4)


def _told(measure: Measure) -> Iterator[str]:
    """What was found, the measure that answers it, and whose it is."""
    issue = measure.issue
    asks = paper(issue.text) if issue and issue.question else ""
    about = f"{paper(issue.question)} {asks}" if issue and asks else ""
    yield from (f"ผลการวิเคราะห์: {text}" for text in (about, paper(measure.analysis)) if text)
    items = measure.title_items if len(measure.title_items) > 1 else (measure.title,)
    if asks and asks == paper(measure.title):  # the plan names the question; what is done about it are the steps
        items = (*measure.guidelines, *measure.steps) or items
    texts = [paper(item) for item in items]
    yield "มาตรการ: " + (texts[0] if len(texts) == 1 else "".join(f"\n- {text}" for text in texts))
    if measure.responsible_text:
        yield "ผู้รับผิดชอบ: " + ", ".join(paper(measure.responsible_text).split("\n"))


_PARTS = {
    "ผลการประเมินในภาพรวม": _overall,
    "คะแนนรายตัวชี้วัด": _indicators,
    "เปรียบเทียบกับปีก่อน": _changes,
    "คะแนนรายตัวชี้วัดย่อยและข้อคำถาม": _questions,
    "จุดแข็ง": lambda part, scores, _plan: part.list(scores.analysis.strengths),
    "จุดอ่อน": lambda part, scores, _plan: part.list(scores.analysis.weaknesses),
    "ประเด็นที่ต้องปรับปรุง": _issues,
    "มาตรการที่ตอบสนองต่อผลการวิเคราะห์": _answers,
}
