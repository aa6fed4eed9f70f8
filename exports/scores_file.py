"""The workbook that ITA scores come in by: its sheets, the template, and reading it back.

The sheets are those of the plan's workbook (exports/plan_columns.py), but for a question's two EIT scores, which have
a column each as ITAS shows them. Nothing is partly accepted: there is a whole assessment, or every problem.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from exports.plan_cells import NUMBER
from exports.plan_checks import check_analysis, records, sentence
from exports.plan_columns import AGENCY, INDICATORS, QUESTIONS, SUB_INDICATORS, Column
from exports.plan_file import Findings, Place, PlanFileError, Raw, quoted
from exports.plan_guard import file_bytes
from exports.plan_tables import ReadRow, SheetPlaces, indicators_of, rows_of
from exports.plan_workbook import read_workbook, rows_of_sheets
from exports.plan_writer import Form, save_sheets
from models import indicators as known
from models.assessments import has_scores
from models.oit import code_key
from models.plan import Analysis, analysis_from_json, analysis_to_json

ASSESSMENT = replace(
    AGENCY,
    title="ผลประเมิน",
    help="ผลประเมินของปี กรอกในช่อง “ค่า” ทีละบรรทัด ช่องที่เว้นว่างใช้ตามแผน (ถ้ามี)",
    columns=tuple(column for column in AGENCY.columns if column.field.startswith("analysis.")),
    required=False,
)
SOURCES = tuple(
    Column(f"คะแนน {source}", source, NUMBER, f"เฉพาะแบบ EIT คะแนนจาก {source} เว้นว่างได้", 18)
    for source in known.EIT_SOURCES
)
_at = next(n for n, column in enumerate(QUESTIONS.columns) if column.field == "scores")
_of_sources = replace(QUESTIONS.columns[_at], heading="คะแนนแหล่งอื่น", rare=True)
SCORED = replace(QUESTIONS, columns=(*QUESTIONS.columns[:_at], *SOURCES, *QUESTIONS.columns[_at + 1 :], _of_sources))
OF_INDICATORS = replace(INDICATORS, required=True)
FORM = Form(
    "คำอธิบายการกรอกคะแนน ITA",
    (ASSESSMENT, OF_INDICATORS, SUB_INDICATORS, SCORED),
    OF_INDICATORS,
    (
        "กรอกคะแนนตามที่ประกาศในระบบ ITAS คะแนนอยู่ระหว่าง 0 ถึง 100 ไม่ต้องใส่เครื่องหมายร้อยละ",
        "แผ่นงาน ตัวชี้วัด ต้องมี แผ่นงานอื่นเว้นว่างหรือลบออกได้",
        "ข้อคำถามแบบ EIT มีคะแนนสองแหล่ง ให้กรอกคนละช่อง ช่อง คะแนน ใช้เมื่อมีคะแนนเดียว",
        "ระดับให้พิมพ์ตามที่ประกาศ ระบบไม่คำนวณระดับให้",
        "อย่าใช้สูตรในช่องใด ๆ ให้พิมพ์ข้อความหรือตัวเลขเท่านั้น",
    ),
)
_INSTRUMENTS = {number: instrument for number, (instrument, _) in known.INDICATORS.items()}


@dataclass(frozen=True)
class ScoresFile:
    """An assessment that was read, and what the operator should look at although it was accepted."""

    analysis: Analysis
    warnings: tuple[str, ...] = ()


def write_scores(path: Path, analysis: Analysis) -> None:
    """An assessment as a workbook; of an empty one the template, which names the ten indicators.

    Raises PlanFileError when a text is too long for a cell, and OSError when the file cannot be written.
    """
    named = {one.number for one in analysis.indicators}
    data = analysis_to_json(analysis)
    data["indicators"] += [
        {"number": number, "instrument": instrument, "name": name, "questions": [], "sub_indicators": []}
        for number, (instrument, name) in known.INDICATORS.items()
        if number not in named
    ]
    data["indicators"].sort(key=lambda one: one["number"])
    lists: dict[str, Any] = {sheet.records: [] for sheet in FORM.sheets} | {"questions": [], "sub_indicators": []}
    rows = rows_of({**lists, "analysis": data})
    rows["questions"] = [_apart(question) for question in rows["questions"]]
    save_sheets(rows, path, FORM)


def _apart(question: Mapping[str, Any]) -> dict[str, Any]:
    """A question with the scores of the two usual sources in columns of their own."""
    usual = {one["source"]: one["score"] for one in question["scores"] if one["source"] in known.EIT_SOURCES}
    others = [one for one in question["scores"] if one["source"] not in known.EIT_SOURCES]
    return {**question, **usual, "scores": others}


def read_scores(path: Path) -> ScoresFile:
    """The assessment of an .xlsx file in our form. Raises PlanFileError with one sentence for every problem."""
    if path.suffix.lower() != ".xlsx":
        raise PlanFileError((f"{path.name}: a file of scores ends in .xlsx",))
    book = read_workbook(file_bytes(path), path.name)
    places = SheetPlaces(sheets=FORM.sheets)
    findings = Findings(places)
    rows = rows_of_sheets(book, FORM.sheets, findings, places)
    raw: Raw = dict(rows["plan"][0].values) if rows.get("plan") else {}
    analysis = raw.setdefault("analysis", {})
    for row in rows.get("questions", []):
        _together(row, findings, places)
    analysis["indicators"] = indicators_of(rows, places, findings)
    check_analysis(raw, findings)
    _check(analysis, findings)
    found = _built(analysis, findings)
    findings.raise_problems()
    assert found is not None
    if not has_scores(found):
        raise PlanFileError((f"{path.name}: there is no score in the file",))
    return ScoresFile(found, tuple(findings.warnings))


def _together(row: ReadRow, findings: Findings, places: SheetPlaces) -> None:
    """The scores of the two sources, which stand in columns, as a question's list."""
    others = row.values.pop("scores", [])
    both = [{"source": s, "score": row.values.pop(s)} for s in known.EIT_SOURCES if s in row.values]
    scores = [*both, *others]
    names = [one["source"] for one in scores]
    if len(set(names)) < len(names):
        findings.problems.setdefault(
            places.cell(SCORED, row.number, _of_sources.heading), "a source stands there twice"
        )
    row.values["scores"] = scores


def _check(analysis: Raw, findings: Findings) -> None:
    """Numbers of indicators, instruments, codes that stand once, scores from 0 to 100."""
    _in_range(analysis, ("analysis",), ("overall_score", "target_score"), findings)
    seen: dict[str, Place] = {}
    for place, record, kind in _scored(analysis):
        _in_range(record, place, ("score",), findings)
        if kind == "indicator":
            _check_indicator(record, place, findings)
        elif kind == "question":
            _check_question(record, place, seen, findings)
    _check_percent(analysis, findings)


def _scored(analysis: Raw) -> Iterator[tuple[Place, Raw, str]]:
    """Every record that may have a score, with its place."""
    for n, indicator in records(analysis, "indicators"):
        here: Place = ("analysis", "indicators", n)
        yield here, indicator, "indicator"
        for q, question in records(indicator, "questions"):
            yield (*here, "questions", q), question, "question"
        for s, sub in records(indicator, "sub_indicators"):
            yield (*here, "sub_indicators", s), sub, "sub_indicator"
            for q, question in records(sub, "questions"):
                yield (*here, "sub_indicators", s, "questions", q), question, "question"


def _in_range(record: Raw, place: Place, fields: tuple[str, ...], findings: Findings) -> None:
    for field in fields:
        value = record.get(field)
        if isinstance(value, int | float) and not 0 <= value <= 100:
            findings.problem((*place, field), f"{value:g} is not a score from 0 to 100")


def _check_indicator(record: Raw, place: Place, findings: Findings) -> None:
    number, instrument = record.get("number"), record.get("instrument")
    if isinstance(number, int) and number not in _INSTRUMENTS:
        findings.problem((*place, "number"), f"{number} is not an indicator from 1 to 10")
    elif isinstance(instrument, str) and isinstance(number, int):
        record["instrument"] = instrument.strip().upper()
        if record["instrument"] != _INSTRUMENTS[number]:
            findings.problem(
                (*place, "instrument"), f"indicator {number} is of {_INSTRUMENTS[number]}, not {quoted(instrument)}"
            )


def _check_question(record: Raw, place: Place, seen: dict[str, Place], findings: Findings) -> None:
    code = record.get("code")
    if isinstance(code, str):
        record["code"] = code_key(code) or code.strip()  # as it is printed: E1 for e1, O1 for ๐๑
        key = record["code"].casefold()
        first = seen.setdefault(key, place)
        if first != place:
            findings.problem((*place, "code"), f"{quoted(code)} stands there twice ({findings.places.name(first)})")
    for one in record["scores"]:
        if one["score"] is not None and not 0 <= one["score"] <= 100:
            usual = one["source"] in known.EIT_SOURCES
            field = one["source"] if usual else "scores"
            findings.problem((*place, field), f"{one['score']:g} is not a score from 0 to 100")


def _check_percent(analysis: Raw, findings: Findings) -> None:
    """Cells that show 99.2% hold 0.992: scores that are all so small were typed as percents."""
    found = [analysis.get("overall_score"), *(record.get("score") for _, record, _ in _scored(analysis))]
    found += [one["score"] for _, record, kind in _scored(analysis) if kind == "question" for one in record["scores"]]
    scores = [score for score in found if isinstance(score, int | float)]
    if scores and max(scores) <= 1 and any(0 < score < 1 for score in scores):
        findings.problem(("indicators",), "every score is 1 or less; type 99.2 for ninety-nine point two, not 99.2%")


def _built(analysis: Raw, findings: Findings) -> Analysis | None:
    try:
        return analysis_from_json(analysis)
    except ValidationError as error:
        for wrong in error.errors():
            findings.problem(("analysis", *wrong["loc"]), sentence(wrong))
        return None
