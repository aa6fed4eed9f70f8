"""What an overseer names: divisions by name, beginning and short name, months, measures; the rest stays as typed."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.naming import Named, one_of, read
from models.calendar import Month

DIVISIONS = {
    1: "สำนักปลัด",
    2: "กองคลัง",
    3: "กองช่าง",
    4: "กองการศึกษา ศาสนาและวัฒนธรรม",
    5: "กองสวัสดิการสังคม",
    6: "กองสาธารณสุขและสิ่งแวดล้อม",
    7: "กองช่างสุขาภิบาล",
    8: "{0}<b>&%s",
}
YEAR = Month(2022, 10).fiscal_year
MARCH, OCTOBER = Month(2023, 3), Month(2022, 10)
KONG = (2, 3, 4, 5, 6, 7)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("กองช่าง", Named((3,))),
        ("กองช่างสุขาภิบาล", Named((7,))),
        ("กองช่างเร่งส่งรูป", Named((3,), rest="เร่งส่งรูป")),
        ("กองช่าง มี.ค. 66 ข้อ 2 เร่งส่งรูป", Named((3,), MARCH, 20, "เร่งส่งรูป")),
        ("ข้อ ๒ ของกองช่าง เดือนมีนาคม ๒๕๖๖  เร่ง  ส่ง", Named((3,), MARCH, 20, "เร่ง  ส่ง")),
        ("ต.ค.65 คลัง", Named((2,), OCTOBER)),
        ("กองการศึกษา ข้อ 1 เร่งส่งรายงาน", Named((4,), None, 10, "เร่งส่งรายงาน")),
        ("กองการศึกษาเร่งส่งรายงาน", Named((4,), rest="เร่งส่งรายงาน")),
        ("กองการศึกษาฯ ข้อ 1", Named((4,), None, 10)),
        ("การศึกษา", Named((4,))),
        ("กองการศึกษาศาสนาและวัฒนธรรม", Named((4,))),
        ("กองการศึกษา  ศาสนา ทบทวน", Named((4,), rest="ทบทวน")),
        ("คลัง เร่งส่ง", Named((2,), rest="เร่งส่ง")),
        ("คลังข้อ 2", Named((2,), None, 20)),
        ("ถึงกองสาธารณสุข", Named((6,))),
        ("ปลัด", Named((1,))),
        ("สํานักปลัด", Named((1,))),
        ("ช่าง", Named((3,))),  # the whole short name comes before a beginning
        ("กองส", Named((5, 6))),
        ("กองส ข้อ 1 เร่งส่ง", Named((5, 6), None, 10, "เร่งส่ง")),
        ("กอง", Named(KONG)),
        ("กองอื่น", Named(rest="กองอื่น")),
        ("คลังพัสดุ", Named(rest="คลังพัสดุ")),  # not a word of its own
        ("กองช่าง ของบประมาณเพิ่ม", Named((3,), rest="ของบประมาณเพิ่ม")),
        ("กองช่าง ภายในเดือน มี.ค. 66 ข้อ 2", Named((3,), rest="ภายในเดือน มี.ค. 66 ข้อ 2")),
        ("กองช่าง มีนาคมนี้ต้องส่ง", Named((3,), rest="มีนาคมนี้ต้องส่ง")),
        ("กองช่าง ข้อ 99 เร่ง", Named((3,), rest="ข้อ 99 เร่ง")),  # no such measure
        ("กองช่าง มี.ค. 60 เร่ง", Named((3,), rest="มี.ค. 60 เร่ง")),  # no month of the plan
        ("กองช่าง กองคลัง", Named((3,), rest="กองคลัง")),
        ("{0}<b>&%s ข้อ 1 {1} %d", Named((8,), None, 10, "{1} %d")),
        ("กองช่าง 👍 ดีมากครับ", Named((3,), rest="👍 ดีมากครับ")),
        ("เร่งส่งรายงานทุกกอง", Named(rest="เร่งส่งรายงานทุกกอง")),
        ("", Named()),
    ],
)
def test_what_is_named_at_the_beginning_of_a_text(text: str, expected: Named) -> None:
    assert read(text, date(2023, 4, 3), DIVISIONS, YEAR.months, {1: 10, 2: 20}) == expected


def test_a_long_text_is_read_at_once() -> None:
    text = "กอง ข้อ " * 5000
    assert read(text, date(2023, 4, 3), DIVISIONS, YEAR.months, {}).divisions == KONG


@pytest.mark.parametrize(
    ("text", "names", "which"),
    [
        ("กองการศึกษา", ["กองช่าง", "กองการศึกษา ศาสนาและวัฒนธรรม"], 1),
        ("การศึกษาค่ะ", ["กองช่าง", "กองการศึกษา ศาสนาและวัฒนธรรม"], 1),
        ("ปลัด", ["สำนักปลัด", "กองช่าง"], 0),
        ("กองส", ["กองสวัสดิการสังคม", "กองสาธารณสุข"], None),  # two are called so
        ("ศาสนา", ["กองการศึกษา ศาสนาและวัฒนธรรม"], None),
        ("ยกเลิก", ["ยกเลิกมาตรการนี้"], None),  # no division
    ],
)
def test_a_division_of_a_list_by_what_it_is_called(text: str, names: list[str], which: int | None) -> None:
    assert one_of(text, names) == which
