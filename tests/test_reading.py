"""What a typed reply means: what staff type in a hurry. Doubtful replies are asked back (None), never guessed."""

from __future__ import annotations

from datetime import date

import pytest

from models import intents, same, thai
from models.calendar import Month
from models.thai_dates import read_dates

STATUSES: dict[str | None, list[str]] = {
    "not_started": [
        "ยังไม่เริ่ม", "ยังไม่ได้ทำ", "ยังไม่ได้ดำเนินการ", "ยังไม่ดำเนินการ", "ยังไม่เริ่มดำเนินการครับ", "ไม่ได้ทำเลย",
    ],
    "in_progress": [
        "กำลังทำ", "กำลังดำเนินการ", "ทำไปแล้วบางส่วน", "ยังไม่เสร็จ", "ยังไม่เรียบร้อย", "อยู่ระหว่างดำเนินการ", "ทำอยู่",
        "ยังดำเนินการไม่แล้วเสร็จ", "ไม่แล้วเสร็จ", "ใกล้เสร็จแล้ว", "กำลังจัดทำอยู่ค่ะ", "ดำเนินการไม่แล้วเสร็จ",
    ],
    "done": [
        "เสร็จแล้ว", "เรียบร้อย", "ครบแล้ว", "ดำเนินการแล้วเสร็จ", "เสร็จเเล้วค่ะ", "เสร็จเรียบร้อยแล้ว", "ทำเสร็จแล้วครับ",
        "ดำเนินการเสร็จสิ้นแล้ว", "เรียบร้อยแล้ว 👍",
    ],
    "ongoing": ["ทำต่อเนื่อง", "ทำทุกเดือน", "ดำเนินการอย่างต่อเนื่อง", "ต่อเนื่อง", "ดำเนินการต่อเนื่อง"],
    "blocked": ["ติดขัด", "รองบประมาณ", "ทำไม่ได้", "ติดปัญหา", "ติดปัญหางบประมาณ", "รออนุมัติ", "มีปัญหา"],
    "cancelled": ["ไม่ทำแล้ว", "งดจัด", "ยกเลิกมาตรการนี้", "ยกเลิกโครงการแล้ว"],
    None: [
        "ไม่ติดปัญหา", "ไม่มีปัญหา", "ดำเนินการแล้ว", "ทำแล้ว", "เสร็จแล้วแต่ติดปัญหา", "คาดว่าจะแล้วเสร็จเดือนหน้า", "เสร็จแล้ว 30%",
        "เสร็จแล้วครึ่งหนึ่ง", "ยังไม่ค่อยเรียบร้อย", "ไม่ประสบความสำเร็จ", "เสร็จหรือยัง", "สำเร็จไม่ได้", "ไม่ยกเลิกโครงการ",
        "ไม่งดจัด", "ไม่ได้ติดปัญหา", "ไม่มีอะไรติดขัด", "รองปลัดลงนามแล้ว", "รอบ 6 เดือน", "ไม่ต่อเนื่อง", "ทำไม่ต่อเนื่อง",
        "จะเริ่มทุกเดือน", "กำลังจะเริ่ม", "ไม่ทำ", "รองปลัด", "", "ครับ", "7",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("status", "typed"), [(s, t) for s, texts in STATUSES.items() for t in texts])
def test_a_status_is_read_or_asked_back(status: str | None, typed: str) -> None:
    assert thai.read_status(typed) == status


# The reporting month is October 2569, typed on 28 October.
DATES = [
    ("10 ต.ค. 69", "10/10/2026"),
    ("๑๐ ต.ค. ๖๙", "10/10/2026"),
    ("6 และ 20 ม.ค. 70", "6/1/2027 20/1/2027"),
    ("2-4 ก.พ. 70", "2/2/2027 3/2/2027 4/2/2027"),
    ("15ม.ค.70", "15/1/2027"),
    ("15 ตุลาคม 2569", "15/10/2026"),
    ("10/10/2569", "10/10/2026"),
    ("10/10/69 ค่ะ", "10/10/2026"),
    ("10.10.69", "10/10/2026"),
    ("2026-10-10", "10/10/2026"),
    ("วันนี้", "28/10/2026"),
    ("เมื่อวานครับ", "27/10/2026"),
    ("เมื่อวานซืน", "26/10/2026"),
    ("สิ้นเดือนที่แล้ว", "30/9/2026"),
    ("10 ต.ค. 69, 7 พ.ย. 69", "10/10/2026 7/11/2026"),
    ("วันที่ 10", "10/10/2026"),
    ("10", "10/10/2026"),
    ("10 ตค", "10/10/2026"),
    ("7 ธค. 69 ค่ะ", "7/12/2026"),
    ("เมื่อวันที่ ๗ เดือน มกราคม พ.ศ. ๒๕๖๓", "7/1/2020"),
    ("6 ม.ค. 20 ม.ค. 70", "6/1/2027 20/1/2027"),
    ("10 ตุลา 69", "10/10/2026"),
    ("1-3 ต.ค. และ 5 ต.ค. 69", "1/10/2026 2/10/2026 3/10/2026 5/10/2026"),
    ("10 ก.ย.", "10/9/2026"),
    ("ประชุม 10 ต.ค.", "10/10/2026"),
    ("10 ต.ค. 69 เวลา 9.10 น.", "10/10/2026"),
    ("5 ต.ค. 69 เวลา 13.05 น.", "5/10/2026"),
    ("1 ต.ค. - 3 ต.ค. 69", "1/10/2026 2/10/2026 3/10/2026"),
    ("1 ต.ค. ถึง 3 ต.ค. 69", "1/10/2026 2/10/2026 3/10/2026"),
    ("1/10/69 - 3/10/69", "1/10/2026 2/10/2026 3/10/2026"),
    ("30 ก.ย. - 2 ต.ค. 69", "30/9/2026 1/10/2026 2/10/2026"),
    ("30 ธ.ค. 69 - 1 ม.ค. 70", "30/12/2026 31/12/2026 1/1/2027"),
    ("1 3-5 ต.ค. 69", "1/10/2026 3/10/2026 4/10/2026 5/10/2026"),
    ("9-10", "9/10/2026 10/10/2026"),
    ("5/10", "5/10/2026"),
    ("5/10 และ 7/10", "5/10/2026 7/10/2026"),
    ("วันที่ 5, 7 และ 9", "5/10/2026 7/10/2026 9/10/2026"),
    ("31 ก.พ. 70", "impossible"),
    ("29 ก.พ. 70", "impossible"),
    ("28-2 ต.ค. 69", "impossible"),
    ("ต้นเดือน", "which_day"),
    ("อาทิตย์ที่ 2 เดือนตุลาคม", "which_day"),
    ("สัปดาห์ที่แล้ว", "which_day"),
    ("ไม่มี", "none"),
    ("เวลา 8.10 น.", "none"),
    ("คำสั่งที่ 4/10", "none"),
    ("ต.ค. 69", "none"),
    ("อบรม 1.5 ชม. วันที่ 5 ต.ค. 69", "leftover"),
    ("10 ต.ค. 69 ครั้งที่ 3/10", "leftover"),
    ("วันนี้ไม่ได้ทำ", "leftover"),
    ("ไม่ใช่วันนี้", "leftover"),
    ("พรุ่งนี้ วันนี้", "leftover"),
    ("ไม่ใช่ 5 ต.ค. 69", "leftover"),
    ("ยกเว้นวันที่ 5 ต.ค. 69", "leftover"),
    ("ก่อนวันที่ 10 ต.ค. 69", "leftover"),
    ("5 ต.ค. 9", "leftover"),
    ("7 พ.ย. 69 ผู้เข้าร่วม 24 คน", "7/11/2026"),
    ("1 " * 2000, "leftover"),
]


@pytest.mark.parametrize(("typed", "read"), DATES, ids=[t[:30] for t, _ in DATES])
def test_dates_are_read_or_asked_back(typed: str, read: str) -> None:
    found = read_dates(typed, Month(2026, 10), date(2026, 10, 28))
    assert (found.trouble or " ".join(f"{d.day}/{d.month}/{d.year}" for d in found.dates)) == read


@pytest.mark.parametrize(
    ("typed", "nothing"),
    [
        ("ไม่มี", True), ("ไม่มีค่ะ", True), ("-", True), ("ไม่มีปัญหา", True), ("ไม่มีปัญหาและอุปสรรค", True),
        ("ไม่มีปัญหาใดๆ", True),
        ("ไม่พบปัญหา", True), ("ไม่มีงบประมาณ", False), ("ไม่มีเจ้าหน้าที่", False), ("มี", False), ("", False),
    ],
)  # fmt: skip
def test_nothing_to_report_is_told_from_a_lack_of_something(typed: str, nothing: bool) -> None:
    assert thai.means_nothing(typed) is nothing


NOTHING_NEW = (
    "ไม่มีอะไรใหม่", "ยังไม่มีค่ะ", "เดือนนี้ไม่มี", "ยังเหมือนเดิม", "ไม่มีการเปลี่ยนแปลง", "ยังไม่มีอะไรใหม่", "ไม่มีอะไรคืบหน้า",
    "ยังไม่มีอะไรเพิ่มเติม", "ไม่มี", "ไม่", "ยังค่ะ", "เหมือนเดิมค่ะ", "เดือนนี้ยังไม่มีอะไรคืบหน้าเลยครับ", "ไม่มีความคืบหน้า", "ไม่มีเพิ่มเติม",
    "ไม่มีกิจกรรมใหม่", "ไม่เปลี่ยนแปลง", "ไม่มีอะไรเปลี่ยน", "ทุกข้อเหมือนเดิม", "ไม่มีอะไรใหม่ เหมือนเดิมค่ะ",
    "ยังไม่มีความคืบหน้าจากเดือนที่แล้ว", "เดือนนี้ไม่มีอะไรใหม่เลยค่ะ", "ไม่ได้ทำอะไรเพิ่ม", "ไม่มีข้อมูลเพิ่มเติม",
    "ไม่มีรายการอัปเดต", "คงเดิม", "-", "เหมือนเดือนก่อน",
)  # fmt: skip
NEWS = (
    "ไม่มีอะไรใหม่ แต่อบรมเพิ่ม 1 ครั้ง", "อบรมเพิ่ม 20 คน", "ไม่มีงบประมาณใหม่", "ไม่มีการเปลี่ยนแปลงบุคลากร แต่ย้ายที่ตั้ง",
    "เหมือนเดิม ยกเว้น 2", "มีค่ะ", "ไม่มีเจ้าหน้าที่", "ไม่มีผู้ร้องเรียนเพิ่ม", "ยังไม่เสร็จ", "ยังไม่ดำเนินการ", "เพิ่มเติม", "เปลี่ยนวันประชุม",
    "ไม่มีอะไรใหม่ ข้อ 2 อบรม", "ใหม่", "เหมือนเดิมแต่เพิ่มป้าย 2 จุด", "",
)  # fmt: skip


@pytest.mark.parametrize(("typed", "nothing"), [*((t, True) for t in NOTHING_NEW), *((t, False) for t in NEWS)])
def test_nothing_new_is_told_from_news(typed: str, nothing: bool) -> None:
    assert same.read_nothing_new(typed) is nothing


UNREAD = same.NoActivity(trouble="except")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ทุกข้อไม่มีการดำเนินการ ยกเว้น 2 เพราะรองบ", same.NoActivity("รองบ", None, (2,))),
        ("ไม่มีการดำเนินการ เพราะรองบ ยกเว้น 2", same.NoActivity("รองบ", None, (2,))),
        ("ไม่มีการดำเนินการ ยกเว้นข้อ ๒ และ ๓ ค่ะ", same.NoActivity("", None, (2, 3))),
        ("ยกเว้นข้อ 2 ข้ออื่นไม่มีการดำเนินการ เพราะน้ำท่วม", same.NoActivity("น้ำท่วม", None, (2,))),
        ("ข้อ 1 กับ 3 ไม่มีการดำเนินการ รองบ", same.NoActivity("รองบ", (1, 3))),
        ("ข้อ 1-3 ไม่มีการดำเนินการ ยกเว้น 2", same.NoActivity("", (1, 2, 3), (2,))),
        ("ข้อ 1-3 ไม่มีการดำเนินการ ยกเว้น 7", UNREAD),
        ("ไม่มีการดำเนินการ ยกเว้น 5-2", UNREAD),
        ("ไม่มีการดำเนินการ ยกเว้นข้อ 2 อบรม 20 คน", UNREAD),
        ("ไม่มีการดำเนินการ เพราะทุกคนลา ยกเว้น 2 คน", same.NoActivity("ทุกคนลา ยกเว้น 2 คน")),
        ("ไม่มีการดำเนินการ นอกจากประชุม", None),
        ("ข้อ 2 ไม่มีการดำเนินการ", None),
        ("ข้อ 1 กับ 3 ไม่มีการดำเนินการ รองบ ข้อ 2 อบรม", None),
    ],
)
def test_of_which_measures_nothing_was_done(typed: str, read: same.NoActivity | None) -> None:
    assert same.read_no_activity(typed) == read


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("โครงการที่ 3 ปี 2569", "โครงการที่ ๓ ปี ๒๕๖๙"),
        ("ดูที่ www.kudjok.go.th/2569 หน้า 2", "ดูที่ www.kudjok.go.th/2569 หน้า ๒"),
        ("ส่งที่ ita2569@example.go.th", "ส่งที่ ita2569@example.go.th"),
        ("แบบ O42", "แบบ O42"),
    ],
)
def test_digits_on_paper_are_thai_except_in_latin_words(text: str, printed: str) -> None:
    assert thai.thai_digits_on_paper(text) == printed


def test_a_text_is_never_cut_inside_a_letter() -> None:
    assert thai.cut("ที่นี่", 4) == "ที่"
    assert thai.cut("ที่นี่", 2) == ""


POLICY = "ประกาศนโยบายไม่รับของขวัญและของกำนัลทุกชนิดจากการปฏิบัติหน้าที่ (No Gift Policy) ประจำปีงบประมาณ พ.ศ. ๒๕๗๐"


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        (POLICY, 45, "ประกาศนโยบายไม่รับของขวัญและของกำนัลทุกชนิด…"),  # จากการ leads on
        (POLICY, 80, "ประกาศนโยบายไม่รับของขวัญและของกำนัลทุกชนิดจากการปฏิบัติหน้าที่…"),  # no open bracket
        (POLICY, 200, POLICY),
        ("จัดทำคู่มือการปฏิบัติงานและมาตรฐานการให้บริการประชาชน", 20, "จัดทำคู่มือ…"),
        ("(ก่อนการประชุมคณะกรรมการ ครั้งที่ ๑", 12, "(ก่อน…"),
        ("https://www.example.go.th/" + "a" * 60, 30, "https://www.example.go.th/aaa…"),
        ("x" * 60, 30, "x" * 29 + "…"),
    ],
)
def test_a_text_is_shortened_after_a_whole_word(text: str, limit: int, short: str) -> None:
    assert thai.shorten(text, limit) == short
    assert len(thai.shorten(text, limit)) <= limit


def test_words_are_found_as_by_pythainlps_own_tree_of_them() -> None:
    from pythainlp.tokenize import word_tokenize  # what shorten hands its own dictionary to

    assert word_tokenize(POLICY, custom_dict=thai._dictionary(), engine="newmm") == word_tokenize(POLICY)


def test_a_long_text_is_cleaned_once_however_many_read_it() -> None:
    thai.clean.cache_clear()
    for _ in range(50):
        thai.clean("ำ" * 5000)
    assert thai.clean.cache_info().misses == 1


REMOVING = (
    "ลบรูป", "ขอลบรูปค่ะ", "เอารูปออก", "เอารูปออกหน่อยครับ", "ลบไฟล์", "เอาลิงก์ออก", "ลบลิงก์", "ลบหลักฐานทั้งหมด",
    "เอาหลักฐานออก", "เอาออก", "ขอเอาออก", "ส่งรูปผิด", "รูปผิด ขอลบ",
)  # fmt: skip
NOT_REMOVING = ("ลบเอกสารแล้ว", "ไม่ใช้เอกสาร", "ลบข้อมูลบนเว็บไซต์", "เอาป้ายเก่าออก", "จัดทำเอกสาร", "เอารูปไปติดบอร์ด")


@pytest.mark.parametrize("typed", REMOVING)
def test_a_wish_to_take_evidence_out(typed: str) -> None:
    assert intents.removes_files(typed)


@pytest.mark.parametrize("typed", NOT_REMOVING)
def test_a_deed_is_no_wish_to_take_evidence_out(typed: str) -> None:
    assert not intents.removes_files(typed)
