"""The table of replies: how many are read right, and that none is read wrongly without anybody noticing."""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from models import care, intents, same, thai
from models.corrections import read_correction
from models.dates_inside import dates_in
from models.ledger import FINAL
from models.reading import Part, read_report
from models.references import is_heading
from models.status_reply import read_status_reply
from models.thai_dates import read_dates
from tests.replies import MONTH, ORDERS, TODAY, counts_in, judge, read, replies

TABLES = (
    "replies.csv", "replies_held_out.csv", "replies_blind_a.csv", "replies_blind_b.csv", "replies_blind_c.csv",
    "replies_blind_d.csv", "replies_blind_e.csv", "replies_blind_f.csv", "replies_blind_g.csv", "replies_blind_h.csv",
    "replies_blind_i.csv", "replies_blind_j.csv", "replies_blind_k.csv", "replies_blind_l.csv",
    "replies_blind_m.csv", "replies_blind_n.csv", "replies_blind_o.csv", "replies_blind_p.csv",
    "replies_blind_q.csv", "replies_blind_r.csv", "replies_third.csv",
)  # fmt: skip
FRESH: tuple[str, ...] = ()  # a new table is put here first and run as it came: nothing was mended from it
DOCS = (Path(__file__).resolve().parent.parent / "docs" / "reading.md").read_text(encoding="utf-8")


def figure(name: str) -> str:
    """The share of a table read right, asked back and read wrongly, in the words of docs/reading.md."""
    rows = replies(name)
    found = Counter(judge(row) for row in rows)
    right, asked, unseen = (100 * found[verdict] / len(rows) for verdict in ("right", "asked", "unseen"))
    return (
        f"{len(rows)} replies, {right:.1f} % read right, {asked:.1f} % asked back, {unseen:.1f} % not seen, "
        f"{found['wrong']} read wrongly"
    )


@pytest.mark.parametrize("name", TABLES)
def test_replies_are_read_right_or_asked_back(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    rows = replies(name)
    judged = [(judge(row), row) for row in rows]
    with capsys.disabled():
        print(f"\nreading {name}: {figure(name)}")
    assert [(row.kind, row.typed, row.expected, read(row)) for verdict, row in judged if verdict == "wrong"] == []
    assert sum(verdict == "right" for verdict, _ in judged) >= 0.97 * len(rows)


def test_a_table_that_nobody_has_mended_from_is_not_read_wrongly(capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        for name in FRESH:
            print(f"\nreading {name}, fresh: {figure(name)}")
    wrong = [row for name in FRESH for row in replies(name) if judge(row) == "wrong"]
    assert [(row.typed, row.expected, read(row)) for row in wrong] == []


@pytest.mark.parametrize("name", [*TABLES, *FRESH])
def test_the_document_states_the_figure_of_today(name: str) -> None:
    assert f"`tests/{name}`: {figure(name)}" in DOCS


def test_the_table_has_enough_of_every_kind() -> None:
    count = Counter(row.kind for row in replies("replies.csv"))
    assert count["status"] >= 90
    assert count["dates"] + count["datesin"] >= 60
    assert count["report"] >= 50
    assert sum(count[kind] for kind in ("intent", "same", "none", "edit", "files", "leave")) >= 60
    assert count["percent"] + count["counts"] >= 30
    assert sum(count[kind] for kind in ("personal", "complaint", "vague")) >= 30


def test_the_choices_are_those_that_are_plausible() -> None:
    assert read_status_reply("เสร็จแล้ว 30%").choices == ("done", "in_progress")
    assert read_status_reply("ทำแล้ว").choices == ("done", "ongoing")
    assert read_status_reply("เสร็จแล้วแต่ติดปัญหา").choices == ("done", "blocked")
    assert read_status_reply("120%").trouble == "over_100"
    assert read_status_reply("ยังไม่ได้ทำครับ ติดงานอื่น").words == "ติดงานอื่น"
    assert read_status_reply("รอผู้บริหารลงนาม").words == "รอผู้บริหารลงนาม"


def test_no_slip_of_one_letter_ends_an_obligation() -> None:
    """A letter left out, doubled or swapped may make a reply unreadable, never finished or cancelled."""
    wrong = []
    for row in [row for table in TABLES for row in replies(table)]:
        if row.kind != "status" or row.expected.startswith(("done", "cancelled")):
            continue
        for at in range(len(row.typed)):
            head, letter, tail = row.typed[:at], row.typed[at], row.typed[at + 1 :]
            for slip in (head + tail, head + letter + letter + tail, head + tail[:1] + letter + tail[1:]):
                if read_status_reply(slip).status in FINAL:
                    wrong.append((row.typed, slip))
    assert wrong == []


# --- No word is lost -----------------------------------------------------------------------------------------

PIECES = (
    "ข้อ 3", "ข้อ 1 กับ 4", "ประชุมพนักงาน", "จัดอบรม", "เมื่อวันที่ 7 พ.ย. 69", "5-7 พ.ย. 69", "ต้นเดือน",
    "ผู้เข้าร่วม 24 คน", "คู่มือ 1 เล่ม", "อบรม 2 ครั้ง", "เสร็จแล้ว", "กำลังทำ", "60%", "ติดปัญหางบไม่พอ", "รองบ",
    "แต่ยังขาดงบประมาณ", "ไม่มีปัญหา", "ต่อเนื่องค่ะ", "No Gift Policy", "คาดว่าจะเสร็จ", "โทร 0812345678", "\n",
    "หนังสือที่ นร 0105/ว 3", "และ", "ทำแล้ว", "เจ้าหน้าที่ลา", "เมื่อเสร็จแล้วจะแจ้ง", "๒๔ คน", "👍",
)  # fmt: skip
REFERENCE = r"(?:ข้อ|มาตรการ)(?:ที่)?\s*\d+(?:\s*กับ\s*\d+)*"
WHEN = r"เมื่อวันที่|ในวันที่|วันที่|เมื่อ|\d+(?:-\d+)? พ\.ย\.(?: 69)?"
STATUS = r"ทำแล้ว|เสร็จแล้ว|กำลังทำ|ต่อเนื่อง|60%|ยังไม่เริ่ม"
JOINS = r"และ|แต่|ค่ะ|ครับ|นะ|[\s,;:.()\-–=/]"


def words_of(text: str) -> Counter[str]:
    """The letters of a text beside those of references, dates, statuses, joining words and emoji."""
    for pattern in (WHEN, REFERENCE, STATUS, JOINS):
        text = re.sub(pattern, " ", text)
    return Counter(c for c in text if not c.isspace() and c not in "👍")


def kept_of(part: Part) -> Counter[str]:
    return Counter(f"{part.activity}{part.output}{part.problem}")


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8))
@example(["ข้อ 3", "ประชุมพนักงาน", "เมื่อวันที่ 7 พ.ย. 69", "ผู้เข้าร่วม 24 คน", "เสร็จแล้ว"])
@example(["👍", "\n", "ข้อ 3"])
@example(["และ", "\n", "ข้อ 3"])
@example(["และ", "\n", "ประชุมพนักงาน", "ข้อ 3"])
def test_no_word_of_a_report_is_lost(pieces: list[str]) -> None:
    text = " ".join(pieces)
    parts = read_report(text, MONTH, TODAY, ORDERS)
    for part in parts:
        lost = words_of(part.said) - kept_of(part)
        assert not lost, (text, part)
    if parts:
        said = Counter("".join(part.said for part in parts).replace(" ", ""))
        opening = text.partition("ข้อ")[0].rpartition("\n")[0]  # lines that only open the message are no part of it
        heading = opening if is_heading(thai.fold(opening)[0]) else ""
        assert not Counter("".join(text.split()).replace("👍", "")) - said - Counter(heading)


UNITS = (
    "ข้อ 1 ", "1,", "1-", "5 พ.ย. ", "ยังไม่", "เสร็จแล้ว", "ไม่มี", "ก", "24 คน ", "๑", " ", "\n", "กำลัง", "ติดปัญหา",
    "นะคะ", "0", "นาย ก ", "และ", "35 ", "35", "ข้อ 3 กับ", "เหมือนเดิม ", "ทุกข้อ", "ไม่ใช่ ", "วันที่ 5 ", "เหลือ ", "ได้คู่มือ ",
    "เพราะงบไม่พอ ", "อ่ะ", "น่ะ ", "ครับผม", "ผม", "พี่น้อง", "พี่จ๋า", "ยังคง", "แค่มีแค่", "วันนี้เอง", "ปีนี้", "แจ้งว่า",
    "เลยค่ะ ", "ค่ะ 555 ", "7" + 999 * " ", "ข้อ 7" + 999 * "\n", "ใดๆ", "ไปก่อน", "ถาม", "รวมทั้งหมด", "^",
)  # fmt: skip


@pytest.mark.parametrize("length", [60, 300, 5000])  # most readers look at 60 or 300 letters at most
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: repr(unit)[:20])
def test_a_long_text_is_read_quickly(unit: str, length: int) -> None:
    for text in (cut := (unit * length)[:length], cut[:-1] + "ก"):  # what does not end as it began is tried again
        _read_quickly(text)


def _read_quickly(text: str) -> None:
    readers = (
        lambda: read_report(text, MONTH, TODAY, ORDERS),
        lambda: read_status_reply(text),
        lambda: read_dates(text, MONTH, TODAY),
        lambda: dates_in(text, MONTH, TODAY),
        lambda: counts_in(text),
        lambda: intents.read_intent(text),
        lambda: intents.read_edit(text),
        lambda: intents.read_edit_order(text),
        lambda: intents.removes_files(text),
        lambda: same.read_same(text),
        lambda: same.read_no_activity(text),
        lambda: same.read_leave(text, TODAY),
        lambda: care.has_personal_data(text),
        lambda: care.sounds_like_a_complaint(text),
        lambda: care.is_vague(text),
        lambda: thai.read_status(text),
        lambda: thai.means_nothing(text),
        lambda: read_correction(text),
    )
    for number, reader in enumerate(readers):
        thai.clean.cache_clear()
        begin = time.process_time()
        reader()
        assert time.process_time() - begin < 1.0, (number, text[:40])


@pytest.mark.parametrize("unit", ["12", "ผม", "ครับผม", "5"])
def test_a_long_heading_is_read_quickly(unit: str) -> None:
    for text in (f"{unit * 30}ก ข้อ 3 เสร็จแล้ว", f"ข้อ 3 {unit * 30} 24 คน"):
        _read_quickly(text)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x0E5B), max_size=300))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    read_report(text, MONTH, TODAY, ORDERS)
    read_status_reply(text)
    same.read_leave(text, TODAY)
    same.read_leave("ลา" + text, TODAY)
    same.read_no_activity("ไม่มีกิจกรรม" + text)
    care.sounds_like_a_complaint(text)
    counts_in(text)
