"""Any plan that the rules allow, with the texts that spoil careless files."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from exports.plan_names import name_key
from models.calendar import FiscalYear, Month
from models.plan import (
    Analysis,
    ApprovalStep,
    DivisionName,
    Document,
    FollowUp,
    Indicator,
    Issue,
    LayoutTitle,
    Measure,
    MeasureDeadline,
    OitItem,
    OrganisationProfile,
    Period,
    Plan,
    Question,
    RoundTitle,
    SourceScore,
    SubIndicator,
    Target,
)  # fmt: skip

AWKWARD = (
    "", " ", "\n", "\t", "=1+1", "+66", "-ข้อ", "@x", "'อ้าง", '""', '" "', '"ก"', '"', "• ข้อ", "•", "  เว้น", "ท้าย \n",
    "ก\n• ข", "ก\n\nข", "ก\n  ข", "001", "1", "1.0", "TRUE", "#REF!", "2566-10-01", "1 ต.ค. 2565", "😀", "ไม่มี", "-",
    "_x0041_", "_x0041_x0042_", "_x005F_", "_x000D_", "a = 1", " = ", "ก/ข", "ทุกส่วน", "{}", "<b>&amp;</b>", "\u2028",
    "\u200b", "\ufeff", "\u00a0", "ำ",
)  # fmt: skip

letters = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")
letters |= st.sampled_from("\n\t •=ก")
texts = st.sampled_from(AWKWARD) | st.text(letters, max_size=6)
spoken = texts.map(str.strip).filter(bool)  # titles, names and codes must say something
maybe = st.none() | texts
items = st.lists(texts, max_size=3).map(tuple)
numbers = st.floats(allow_nan=False, allow_infinity=False)
scores = st.none() | st.integers(0, 100).map(float) | numbers
whole = st.integers(-(10**20), 10**20)
years = st.integers(2500, 2600)
styles = st.sampled_from(("number", "dash", "plain", None))
days = st.dates(date(1957, 1, 1), date(2300, 12, 31))
months = st.builds(Month, st.integers(1957, 2300), st.integers(1, 12)).map(lambda month: month.key)


@st.composite
def divisions(draw: st.DrawFn) -> tuple[DivisionName, ...]:
    words = draw(
        st.lists(
            spoken.filter(lambda text: name_key(text) not in ("all", "ทุกกอง")),
            min_size=2, max_size=6, unique_by=name_key,
        )
    )  # fmt: skip
    found = [
        DivisionName(code, name, sections=draw(items)) for code, name in zip(words[::2], words[1::2], strict=False)
    ]
    if draw(st.booleans()):
        found.insert(0, DivisionName("all", draw(st.sampled_from(("ทุกกอง", "ทุกส่วนราชการ ๑"))), "group"))
    return tuple(found)


def _span(first: date, last: date) -> st.SearchStrategy[tuple[date, date]]:
    return st.tuples(st.dates(first, last), st.integers(0, 500)).map(lambda at: (at[0], at[0] + timedelta(at[1])))


quarters = st.none() | st.tuples(st.integers(1, 4), st.integers(1, 4)).map(lambda pair: (min(pair), max(pair)))
issues = st.none() | st.builds(
    Issue, instrument=maybe, indicator_number=st.none() | whole, indicator_name=maybe, question=maybe, text=maybe
).filter(lambda issue: issue != Issue())
targets = st.none() | st.builds(Target, texts, scores, scores, maybe, maybe)
follow_ups = st.builds(
    FollowUp,
    items,
    st.lists(st.sampled_from(("monthly", "annual", "at_meetings", "รายสัปดาห์")), max_size=3).map(tuple),
    st.none() | st.builds(MeasureDeadline, texts, days),
    items,
)


@st.composite
def measures(draw: st.DrawFn, code: str, order: int, year: FiscalYear, known: list[str]) -> Measure:
    start, end = draw(_span(year.start, year.end))
    plain: dict[str, Any] = {
        name: draw(strategy)
        for name, strategy in {
            "title": spoken, "title_items": items, "title_in_memo": maybe, "issue": issues, "analysis": maybe,
            "indicators": st.lists(whole, max_size=3).map(tuple), "guidelines": items, "steps": items,
            "divisions": st.lists(st.sampled_from(known), max_size=3, unique=True).map(tuple),
            "responsible_text": maybe, "responsible_roles": items, "section": maybe, "target": targets,
            "follow_up": follow_ups, "title_items_style": styles, "guidelines_style": styles, "steps_style": styles,
        }.items()
    }  # fmt: skip
    return Measure(code=code, order=order, period=Period(draw(spoken), start, end, draw(quarters)), **plain)


questions = st.builds(
    Question, texts, texts, scores, st.lists(st.builds(SourceScore, texts, scores), max_size=2).map(tuple), maybe
)
sub_indicators = st.builds(SubIndicator, texts, texts, scores, st.lists(questions, max_size=2).map(tuple), maybe)
indicators = st.builds(
    Indicator, whole, texts, texts, scores, st.none() | whole, st.lists(questions, max_size=2).map(tuple),
    st.lists(sub_indicators, max_size=2, unique_by=lambda sub: sub.code).map(tuple),
)  # fmt: skip
analyses = st.builds(
    Analysis, st.none() | years, scores, maybe, scores,
    st.lists(indicators, max_size=2, unique_by=lambda indicator: indicator.number).map(tuple),
    items, items, items, st.dictionaries(texts, items, max_size=2), maybe,
)  # fmt: skip
profiles = st.builds(OrganisationProfile, spoken, maybe, maybe, maybe, maybe, maybe, maybe, maybe)
rounds = st.tuples(texts, texts, _span(date(1957, 1, 1), date(2300, 12, 31)), st.booleans()).map(
    lambda parts: RoundTitle(parts[0], parts[1], *parts[2], parts[3])
)
documents = st.builds(
    Document,
    texts,
    texts,
    st.none() | days.map(date.isoformat),
    st.none() | months,
    maybe,
    maybe,
    items,
    items,
    items,
)
steps = st.builds(ApprovalStep, whole, texts, st.sampled_from(("prepare", "comment", "approve")))


def some(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=2).map(tuple)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any plan that keeps the rules of exports/plan_checks.py, its measures counted from 1."""
    number = draw(years)
    found = draw(divisions())
    known = [division.code for division in found] + ["all"]
    codes = draw(st.lists(spoken, min_size=1, max_size=3, unique_by=name_key))
    year = FiscalYear(number)
    return Plan(
        organisation=draw(profiles),
        fiscal_year=number,
        divisions=found,
        measures=tuple(draw(measures(code, i, year, known)) for i, code in enumerate(codes, start=1)),
        layout=draw(maybe),
        layouts=draw(some(st.builds(LayoutTitle, texts, texts, texts))),
        rounds=draw(some(rounds)),
        analysis=draw(analyses),
        oit_items=draw(some(st.builds(OitItem, maybe, texts, items))),
        approval_chain=draw(some(steps)),
        documents=draw(some(documents)),
        publishing=draw(items),
    )
