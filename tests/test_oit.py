"""The codes of OIT items, loosely typed, and the items of each ITA year."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import oit
from models.thai import thai_digits


@pytest.mark.parametrize(
    "typed", ["O42", "o42", "๐๔๒", "042", "O ๔๒", "o๔๒", "ข้อ O42", "ข้อ ๐๔๒", "O-42", "O.42", " Ｏ４２ "]
)
def test_every_way_of_typing_a_code_is_the_same(typed: str) -> None:
    assert oit.code_key(typed) == "O42"
    assert oit.same_code(typed, "O42")
    assert not oit.same_code(typed, "O24")


SPACES = st.text(alphabet=" \t\u200b-.", max_size=3)


@given(
    letter=st.sampled_from("IEO"),
    number=st.integers(1, 199),
    lower=st.booleans(),
    thai=st.booleans(),
    zeros=st.integers(0, 2),
    between=SPACES,
    around=SPACES,
)
def test_case_digits_spaces_and_zeros_make_no_difference(
    letter: str, number: int, lower: bool, thai: bool, zeros: int, between: str, around: str
) -> None:
    digits = "0" * zeros + str(number)
    typed = (
        around + (letter.lower() if lower else letter) + between + (thai_digits(digits) if thai else digits) + around
    )
    assert oit.code_key(typed) == f"{letter}{number}"


@given(number=st.integers(1, 199), thai=st.booleans(), between=SPACES)
def test_a_zero_in_front_is_the_letter_o(number: int, thai: bool, between: str) -> None:
    zero = "๐" if thai else "0"
    assert oit.code_key(zero + between + str(number)) == f"O{number}"


@given(st.text(max_size=200))
def test_any_text_gives_a_code_or_nothing(text: str) -> None:
    found = oit.code_key(text)
    assert found == "" or (found[0] in "IEO" and 1 <= int(found[1:]) <= 999)
    assert oit.code_key(found) == found


@pytest.mark.parametrize(
    "typed", ["", None, "42", "๔๒", "O", "00", "O0", "OO42", "O4 2x", "9.1", "A42", "O1234", "²³"]
)
def test_what_is_no_code(typed: str | None) -> None:
    assert oit.code_key(typed) == ""


def test_texts_that_are_no_codes_are_compared_as_texts() -> None:
    assert oit.same_code("การใช้ อำนาจ", "การใช้อำนาจ")
    assert not oit.same_code("", "")
    assert not oit.same_code(None, "E1")


def test_the_years_that_come_with_the_program() -> None:
    found = [(y.ita_year, y.measures, y.report, y.covers, y.confirmed) for y in oit.years({}).values()]
    assert found == [
        (2563, "O42", "O43", 2563, True),
        (2564, "O42", "O43", 2564, True),
        (2565, "O42", "O43", 2565, True),
        (2566, "O42", "O43", 2566, False),
        (2567, "O34", "O35", None, False),
        (2568, "O27", "O28", 2567, True),
        (2569, "O25", "O26", 2568, True),
    ]


def test_a_year_is_added_and_corrected_and_nothing_else_changes() -> None:
    rules = {"timely_days": 7}
    added = oit.set_year(rules, 2570, "๐๒๕", "o26")
    assert rules == {"timely_days": 7}
    assert added["timely_days"] == 7
    assert oit.years(added)[2570] == oit.OitYear(2570, "O25", "O26", 2569, True)
    corrected = oit.set_year(added, 2566, "O42", "O43", 2566)
    assert oit.years(corrected)[2566].confirmed
    assert oit.years(corrected)[2570] == oit.years(added)[2570]
    assert [y.ita_year for y in oit.asking_for(corrected, 2569)] == [2570]
    assert oit.asking_for({}, 2569) == ()


@pytest.mark.parametrize(
    ("year", "measures", "report", "covers", "says"),
    [
        (2570, "25", "O26", None, "--measures: '25' is not a code"),
        (2570, "O25", "E26", None, "--report: 'E26' is not a code"),
        (2570, "o25", "๐๒๕", None, "both O25"),
        (2027, "O25", "O26", None, "--year: 2027 is not a Buddhist-era year"),
        (2570, "O25", "O26", 2560, "--covers: a report of 2560"),
        (2570, "O25", "O26", 2571, "--covers: a report of 2571"),
    ],
)
def test_what_makes_no_sense_is_refused(year: int, measures: str, report: str, covers: int | None, says: str) -> None:
    with pytest.raises(oit.OitRefused) as refused:
        oit.set_year({}, year, measures, report, covers)
    assert says in str(refused.value)
