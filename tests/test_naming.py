"""Division names as they are typed: the beginning of a name, with or without what kind of division it is."""

from __future__ import annotations

import pytest

from handlers.naming import begins_division

SCHOOLS = "กองการศึกษา ศาสนาและวัฒนธรรม"


@pytest.mark.parametrize(
    ("text", "name", "begins"),
    [
        ("กองการศึกษา", SCHOOLS, True),
        ("การศึกษาค่ะ", SCHOOLS, True),
        (SCHOOLS, SCHOOLS, True),
        ("ปลัด", "สำนักปลัด", True),
        ("กอง", SCHOOLS, False),
        ("ศาสนา", SCHOOLS, False),
        ("ยกเลิก", "ยกเลิกมาตรการนี้", False),
    ],
)
def test_the_beginning_of_a_division_name(text: str, name: str, begins: bool) -> None:
    assert begins_division(text, name) is begins
