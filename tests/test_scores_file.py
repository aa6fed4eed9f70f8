"""Scores in and out of their workbook, and every problem of a bad one in one go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from exports.plan_file import PlanFileError
from exports.scores_file import read_scores, write_scores
from models.plan import Analysis, SourceScore
from tests.plan_cases import Rows
from tests.reports.rounds import sample_plan

YEAR: Rows = [["ปีงบประมาณของผลประเมิน (พ.ศ.)", 2569], ["คะแนนรวม", "๙๒.๒๗"], ["ระดับ", "ผ่านดี"]]
INDICATORS: Rows = [
    ["ตัวชี้วัดที่", "เครื่องมือ", "ชื่อตัวชี้วัด", "คะแนน"],
    [7, "EIT", "การสื่อสาร", 92.46],
    [9, "oit", "การเปิดเผย", None],
]
SUBS: Rows = [["ตัวชี้วัดที่", "รหัส", "ชื่อตัวชี้วัดย่อย", "คะแนน"], [9, "9.1", "ข้อมูลพื้นฐาน", 87.5]]
QUESTIONS: Rows = [
    ["ตัวชี้วัดที่", "ตัวชี้วัดย่อย", "ข้อ", "ข้อคำถาม", "คะแนน", "คะแนน EITPublic", "คะแนน EITSurvey"],
    [7, None, "E4", "ช่องทางเผยแพร่", None, 98.8, "๗๙.๐๙"],
    [9, "9.1", "O1", "โครงสร้าง", 50, None, None],
]


def file(folder: Path, spoil: Callable[[dict[str, Rows]], Any] | None = None) -> Path:
    """A workbook typed by hand, after `spoil` changed its rows."""
    sheets = {"ผลประเมิน": YEAR, "ตัวชี้วัด": INDICATORS, "ตัวชี้วัดย่อย": SUBS, "ข้อคำถาม": QUESTIONS}
    sheets = {title: [list(row) for row in rows] for title, rows in sheets.items()}
    if spoil:
        spoil(sheets)
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        table = book.create_sheet(title)
        for row in rows:
            table.append(row)
    book.save(folder / "scores.xlsx")
    return folder / "scores.xlsx"


def put(sheet: str, row: int, column: int, value: Any) -> Callable[[dict[str, Rows]], Any]:
    def spoil(sheets: dict[str, Rows]) -> None:
        sheets[sheet][row - 1][column - 1] = value

    return spoil


def problems(path: Path) -> tuple[str, ...]:
    with pytest.raises(PlanFileError) as refused:
        read_scores(path)
    return refused.value.problems


def test_a_file_typed_by_hand(tmp_path: Path) -> None:
    found = read_scores(file(tmp_path)).analysis
    assert (found.source_fiscal_year, found.overall_score, found.level) == (2569, 92.27, "ผ่านดี")
    seven, nine = found.indicators
    assert (seven.score, nine.score, nine.instrument) == (92.46, None, "OIT")
    assert seven.questions[0].scores == (SourceScore("EITPublic", 98.8), SourceScore("EITSurvey", 79.09))
    assert (nine.sub_indicators[0].score, nine.sub_indicators[0].questions[0].score) == (87.5, 50)


@pytest.mark.parametrize(("typed", "code"), [("e4", "E4"), ("ข้อ ๐๔", "O4"), (" ก1 ", "ก1")])
def test_a_code_is_kept_as_the_ita_writes_it(typed: str, code: str, tmp_path: Path) -> None:
    found = read_scores(file(tmp_path, put("ข้อคำถาม", 2, 3, typed))).analysis
    assert [q.code for i in found.indicators for q in i.questions] == [code]


@pytest.mark.parametrize("name", ["phonsongkhram-2569", "khaochaison-2564"])
def test_scores_of_a_seed_go_out_and_in_again(name: str, tmp_path: Path) -> None:
    analysis = replace(sample_plan(name).analysis, derived_below_target={})
    write_scores(tmp_path / "scores.xlsx", analysis)
    read = read_scores(tmp_path / "scores.xlsx")
    assert read.analysis == analysis
    assert read.warnings == ()


def test_the_template_names_the_ten_indicators_and_holds_no_score(tmp_path: Path) -> None:
    write_scores(tmp_path / "scores.xlsx", Analysis())
    rows = list(load_workbook(tmp_path / "scores.xlsx")["ตัวชี้วัด"].iter_rows(min_row=2, max_row=11, values_only=True))
    assert [row[0] for row in rows] == list(range(1, 11))
    assert rows[9][1:4] == ("OIT", "การป้องกันการทุจริต", None)
    assert problems(tmp_path / "scores.xlsx") == ("scores.xlsx: there is no score in the file",)


def test_a_source_of_another_name_is_kept(tmp_path: Path) -> None:
    def more(sheets: dict[str, Rows]) -> None:
        sheets["ข้อคำถาม"][0].append("คะแนนแหล่งอื่น")
        sheets["ข้อคำถาม"][1].append("EITOther = 88.5")

    (question,) = read_scores(file(tmp_path, more)).analysis.indicators[0].questions
    assert [one.source for one in question.scores] == ["EITPublic", "EITSurvey", "EITOther"]


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (put("ตัวชี้วัด", 2, 4, 192), "sheet ตัวชี้วัด, row 2, column คะแนน: 192 is not a score from 0 to 100"),
        (put("ตัวชี้วัด", 2, 4, -1), "sheet ตัวชี้วัด, row 2, column คะแนน: -1 is not a score from 0 to 100"),
        (put("ตัวชี้วัด", 2, 4, "มาก"), "sheet ตัวชี้วัด, row 2, column คะแนน: 'มาก' is not a number"),
        (put("ตัวชี้วัด", 2, 4, "=1+1"), "sheet ตัวชี้วัด, row 2, column คะแนน: the cell holds a formula"),
        (put("ตัวชี้วัด", 2, 1, 11), "sheet ตัวชี้วัด, row 2, column ตัวชี้วัดที่: 11 is not an indicator from 1 to 10"),
        (put("ตัวชี้วัด", 2, 1, 9), "sheet ตัวชี้วัด, row 3, column ตัวชี้วัดที่: '9' stands there twice"),
        (put("ตัวชี้วัด", 2, 2, "IIT"), "sheet ตัวชี้วัด, row 2, column เครื่องมือ: indicator 7 is of EIT, not 'IIT'"),
        (put("ตัวชี้วัด", 2, 3, None), "sheet ตัวชี้วัด, row 2, column ชื่อตัวชี้วัด: is missing"),
        (put("ตัวชี้วัดย่อย", 2, 1, 8), "sheet ตัวชี้วัดย่อย, row 2, column ตัวชี้วัดที่: the indicator 8 is not on the sheet"),
        (put("ตัวชี้วัดย่อย", 2, 4, 101), "sheet ตัวชี้วัดย่อย, row 2, column คะแนน: 101 is not a score"),
        (
            put("ข้อคำถาม", 3, 2, "9.9"),
            "sheet ข้อคำถาม, row 3, column ตัวชี้วัดย่อย: the sub-indicator 9.9 is not on the sheet",
        ),
        (
            put("ข้อคำถาม", 3, 3, "e๔"),
            "sheet ข้อคำถาม, row 3, column ข้อ: 'e๔' stands there twice (sheet ข้อคำถาม, row 2",
        ),
        (put("ข้อคำถาม", 2, 7, 791), "sheet ข้อคำถาม, row 2, column คะแนน EITSurvey: 791 is not a score from 0 to 100"),
        (
            put("ผลประเมิน", 1, 2, 2026),
            "sheet ผลประเมิน, row 1, ปีงบประมาณของผลประเมิน (พ.ศ.): 2026 is a Christian-era year",
        ),
        (put("ผลประเมิน", 2, 2, 9227), "sheet ผลประเมิน, row 2, คะแนนรวม: 9227 is not a score from 0 to 100"),
        (lambda sheets: sheets.pop("ตัวชี้วัด"), "sheet ตัวชี้วัด: the sheet is missing"),
        (lambda sheets: sheets["ตัวชี้วัด"].pop(0), "sheet ตัวชี้วัด: the row of headings is missing"),
    ],
)
def test_a_problem_is_named_with_its_cell(spoil: Callable[[dict[str, Rows]], Any], says: str, tmp_path: Path) -> None:
    found = problems(file(tmp_path, spoil))
    assert any(one.startswith(says) for one in found), found


def test_every_problem_is_found_at_once(tmp_path: Path) -> None:
    def spoil(sheets: dict[str, Rows]) -> None:
        sheets["ตัวชี้วัด"][1][3] = 192
        sheets["ข้อคำถาม"][1][5] = "ไม่มี"
        sheets["ผลประเมิน"][1][1] = 9227

    assert len(problems(file(tmp_path, spoil))) == 3


def test_percents_are_not_taken_for_scores(tmp_path: Path) -> None:
    def percents(sheets: dict[str, Rows]) -> None:
        sheets["ผลประเมิน"][1][1] = 0.9227
        sheets["ตัวชี้วัด"][1][3] = 0.9246
        sheets["ตัวชี้วัดย่อย"][1][3] = 0.875
        sheets["ข้อคำถาม"][1][5:7] = [0.988, 0.7909]
        sheets["ข้อคำถาม"][2][4] = 0.5

    (found,) = problems(file(tmp_path, percents))
    assert "type 99.2 for ninety-nine point two, not 99.2%" in found


def test_a_file_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "scores.xlsx").write_bytes(b"no workbook")
    assert "not a workbook" in problems(tmp_path / "scores.xlsx")[0]
    assert "ends in .xlsx" in problems(tmp_path / "scores.csv")[0]
    assert "there is no such file" in problems(tmp_path / "none.xlsx")[0]


def test_texts_that_attack_come_back_as_texts(tmp_path: Path) -> None:
    texts = ["=1+1", "+66", "@x", "<b>ก</b>", "\u202eกลับ", "😀", "ก" * 10_000]
    analysis = sample_plan("phonsongkhram-2569").analysis
    questions = tuple(replace(q, text=t) for q, t in zip(analysis.indicators[0].questions, texts, strict=False))
    first = replace(analysis.indicators[0], questions=questions, name=texts[-1])
    spoilt = replace(analysis, level="=HYPERLINK(1)", indicators=(first,), derived_below_target={})
    write_scores(tmp_path / "scores.xlsx", spoilt)
    read = read_scores(tmp_path / "scores.xlsx").analysis
    assert read.indicators[0] == first
    assert read.level == "=HYPERLINK(1)"
