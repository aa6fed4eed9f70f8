"""Checks the meaning of a raw plan and makes the plan of it; both file formats pass through here.

Every problem is found before any is reported, so that an operator corrects a file once. Rules: issue 2 item 2,
DESIGN.md section 2 and samples/plans/README.md where present; a place is named by the reader (plan_file.Places).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from pydantic import ValidationError

from exports.layouts import LAYOUTS
from exports.plan_dates import FIRST_BE_YEAR, FIRST_CE_YEAR, LAST_BE_YEAR, iso_day
from exports.plan_file import Findings, Place, Raw, quoted
from exports.plan_names import ALL_NAME, DivisionNames, name_key
from models.calendar import FiscalYear, Month, be_year
from models.plan import ALL_DIVISIONS, Plan, plan_from_json

# Besides the result tables, agencies print tables that are no report of ours (samples/plans).
KNOWN_LAYOUTS = frozenset(LAYOUTS) | {
    "khaochaison-announcement-list", "oit-item-table", "indicator-score-table", "question-score-table",
}  # fmt: skip

LONGEST_CODE = 40  # what the tables hold (models/tables.py)

_SENTENCES = {
    "missing": "is missing",
    "string_type": "must be text",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "too_short": "must have two entries",
    "too_long": "must have two entries",
    "dict_type": "must be an object",
    "dataclass_type": "must be an object",
    "tuple_type": "must be a list",
}


def checked_plan(raw: Raw, findings: Findings) -> Plan:
    """The plan of a raw plan (changed on the way: names become codes, orders are counted anew).

    Raises PlanFileError with every problem, those already in `findings` included.
    """
    if isinstance(organisation := raw.get("organisation"), dict):
        _required(organisation, ("name",), ("organisation",), findings)
    year = _fiscal_year(raw, findings)
    check_analysis(raw, findings)
    _check_divisions(raw, findings)
    _measures(raw, year, findings)
    _spans(raw, findings)
    try:
        plan = plan_from_json(raw)
    except ValidationError as error:
        for wrong in error.errors():
            findings.problem(tuple(wrong["loc"]), sentence(wrong))
        plan = None
    findings.raise_problems()
    assert plan is not None
    _warn(plan, findings)
    return plan


def records(parent: Any, *path: str) -> list[tuple[int, dict[str, Any]]]:
    """The objects of the list at a path of a raw plan, with their index; nothing where it is something else."""
    for part in path:
        parent = parent.get(part) if isinstance(parent, dict) else None
    return [(i, item) for i, item in enumerate(parent) if isinstance(item, dict)] if isinstance(parent, list) else []


def _fiscal_year(raw: Raw, findings: Findings) -> FiscalYear | None:
    value = raw.get("fiscal_year")
    if isinstance(value, str) and value.strip().isdecimal() and len(value) < 10:
        raw["fiscal_year"] = value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        if "fiscal_year" in raw:
            findings.problem(("fiscal_year",), f"{quoted(value)} is not a fiscal year such as 2570")
        return None
    return FiscalYear(value) if _is_be_year(value, ("fiscal_year",), findings) else None


def _is_be_year(value: int, place: Place, findings: Findings) -> bool:
    if FIRST_CE_YEAR <= value < FIRST_BE_YEAR:
        findings.problem(
            place, f"{value} is a Christian-era year where a Buddhist-era year stands; write {be_year(value)}"
        )
    elif not FIRST_BE_YEAR <= value <= LAST_BE_YEAR:
        findings.problem(place, f"{value} is not a Buddhist-era year such as 2570")
    else:
        return True
    return False


def check_analysis(raw: Raw, findings: Findings) -> None:
    """The year of the analysis, every number of the plan, and that indicators and sub-indicators stand once."""
    _other_years(raw, findings)
    _numbers(raw, findings)
    _unique(raw, findings)


def _other_years(raw: Raw, findings: Findings) -> None:
    analysis = raw.get("analysis")
    value = analysis.get("source_fiscal_year") if isinstance(analysis, dict) else None
    if isinstance(value, int) and not isinstance(value, bool):
        _is_be_year(value, ("analysis", "source_fiscal_year"), findings)


def _numbers(raw: Raw, findings: Findings) -> None:
    """Infinite numbers have no place in a plan (JSON allows 1e999)."""
    for place, value in _leaves(raw, ()):
        if isinstance(value, float) and not math.isfinite(value):
            findings.problem(place, "is not a number")


def _leaves(value: Any, place: Place) -> Iterator[tuple[Place, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _leaves(inner, (*place, index))
    else:
        yield place, value


def _check_divisions(raw: Raw, findings: Findings) -> None:
    seen: dict[str, int] = {}
    for index, division in records(raw, "divisions"):
        place: Place = ("divisions", index)
        _required(division, ("code", "name"), place, findings)
        _fitting(division, place, findings)
        code, name = division.get("code"), division.get("name")
        if not isinstance(code, str) or not isinstance(name, str):
            continue
        is_all = name_key(code) == ALL_DIVISIONS
        division.setdefault("kind", "group" if is_all else "division")
        if is_all != (division["kind"] == "group") or (not is_all and name_key(name) == name_key(ALL_NAME)):
            findings.problem((*place, "code"), f"only {ALL_NAME} has the code '{ALL_DIVISIONS}', and no other code")
            continue
        if is_all:
            division["code"] = ALL_DIVISIONS
        for field, text in (("code", code), ("name", name)):
            first = seen.setdefault(name_key(text), index)
            if first != index:
                other = findings.places.name(("divisions", first))
                findings.problem((*place, field), f"{quoted(text)} already names another division ({other})")
    if not any(division.get("kind", "division") == "division" for _, division in records(raw, "divisions")):
        findings.problem(("divisions",), "the plan names no division, so nobody could be asked")


def _fitting(record: dict[str, Any], place: Place, findings: Findings) -> None:
    code = record.get("code")
    if isinstance(code, str) and len(code) > LONGEST_CODE:
        findings.problem((*place, "code"), f"{quoted(code)} is too long for a code ({LONGEST_CODE} letters at most)")


def _required(record: dict[str, Any], fields: tuple[str, ...], place: Place, findings: Findings) -> None:
    """Texts that must say something; blanks around them are dropped."""
    for field in fields:
        value = record.get(field)
        if isinstance(value, str):
            record[field] = value.strip()
        if value is None or (isinstance(value, str) and not value.strip()):
            findings.problem((*place, field), "is missing")


def _measures(raw: Raw, year: FiscalYear | None, findings: Findings) -> None:
    names = DivisionNames.of(division for _, division in records(raw, "divisions"))
    measures = records(raw, "measures")
    if "measures" in raw and not raw["measures"]:
        findings.problem(("measures",), "the plan has no measure")
    # Sections are learnt from the whole file first: a later measure may name the division of an earlier one's.
    for _, measure in measures:
        _learn_section(measure, names)
    first: dict[str, int] = {}
    for index, measure in measures:
        place: Place = ("measures", index)
        _required(measure, ("code", "title"), place, findings)
        _fitting(measure, place, findings)
        code = measure.get("code")
        if isinstance(code, str) and code and first.setdefault(name_key(code), index) != index:
            other = findings.places.name(("measures", first[name_key(code)]))
            findings.problem((*place, "code"), f"{quoted(code)} is already the code of another measure ({other})")
        measure["order"] = index + 1
        issue = measure.get("issue")
        if isinstance(issue, dict) and all(value is None for value in issue.values()):
            measure["issue"] = None
        _resolve_divisions(measure, place, names, findings)
        _period(measure, place, year, findings)


def _learn_section(measure: dict[str, Any], names: DivisionNames) -> None:
    section, divisions = measure.get("section"), measure.get("divisions")
    if isinstance(section, str) and isinstance(divisions, list) and len(divisions) == 1:
        code = names.codes.get(name_key(divisions[0])) if isinstance(divisions[0], str) else None
        if code is not None and code != ALL_DIVISIONS and name_key(section) not in names.codes:
            names.teach(section, code)


def _resolve_divisions(measure: dict[str, Any], place: Place, names: DivisionNames, findings: Findings) -> None:
    named = measure.get("divisions")
    if isinstance(named, str):
        named = [named]
    if not isinstance(named, list):
        return
    codes: list[str] = []
    for text in named:
        if not isinstance(text, str):
            return
        try:
            found = names.resolve(text)
        except ValueError as error:
            # Without any division the plan is refused already; that this one is unknown only follows.
            if names.names:
                findings.problem((*place, "divisions"), f"{error}")
            continue
        codes += [code for code in found.codes if code not in codes]
        if found.section is not None and measure.get("section") is None:
            measure["section"] = found.section
    measure["divisions"] = codes


def _period(measure: dict[str, Any], place: Place, year: FiscalYear | None, findings: Findings) -> None:
    period = measure.get("period")
    if isinstance(period, dict):
        here: Place = (*place, "period")
        _required(period, ("text",), here, findings)
        start, end = _span(period, here, findings)
        if start and end and year and not (start <= year.end and end >= year.start):
            findings.problem(
                (*here, "start"),
                f"the period {start} to {end} lies outside fiscal year {year.number} ({year.start} to {year.end})",
            )
        quarters = period.get("quarters")
        if (
            isinstance(quarters, list)
            and len(quarters) == 2
            and all(isinstance(quarter, int) for quarter in quarters)
            and not 1 <= quarters[0] <= quarters[1] <= 4
        ):
            findings.problem((*here, "quarters"), f"{quarters[0]} to {quarters[1]} are not quarters from 1 to 4")
    follow_up = measure.get("follow_up")
    deadline = follow_up.get("deadline") if isinstance(follow_up, dict) else None
    if isinstance(deadline, dict):
        _day(deadline, "date", (*place, "follow_up", "deadline"), findings)


def _span(record: dict[str, Any], place: Place, findings: Findings) -> tuple[date | None, date | None]:
    """The start and end of a record, checked; None where there is none."""
    start, end = (_day(record, field, place, findings) for field in ("start", "end"))
    if start and end and end < start:
        findings.problem((*place, "end"), f"the end {end} is before the start {start}")
        return None, None
    return start, end


def _day(record: dict[str, Any], field: str, place: Place, findings: Findings) -> date | None:
    value = record.get(field)
    if value is None:
        return None
    try:
        if not isinstance(value, str):
            raise ValueError(f"{quoted(value)} is not a date such as 2026-10-01")
        day = iso_day(value)
    except ValueError as error:
        findings.problem((*place, field), f"{error}")
        return None
    record[field] = day.isoformat()
    return day


def _spans(raw: Raw, findings: Findings) -> None:
    """Dates of rounds and documents."""
    for index, item in records(raw, "rounds"):
        _span(item, ("rounds", index), findings)
    for index, item in records(raw, "documents"):
        _day(item, "date", ("documents", index), findings)
        month = item.get("month")
        if isinstance(month, str):
            try:
                Month.parse(month)
            except ValueError as error:
                findings.problem(("documents", index, "month"), f"{error}")


def _unique(raw: Raw, findings: Findings) -> None:
    """Indicators by number and sub-indicators by code: the workbook's questions refer to them."""
    top: Place = ("analysis", "indicators")
    indicators = records(raw, *("analysis", "indicators"))
    _once(indicators, lambda item: item.get("number"), top, "number", findings)
    for index, indicator in indicators:
        subs = records(indicator, "sub_indicators")
        _once(subs, lambda item: item.get("code"), (*top, index, "sub_indicators"), "code", findings)


def _once(
    items: list[tuple[int, dict[str, Any]]],
    key: Callable[[dict[str, Any]], Any],
    place: Place,
    field: str,
    findings: Findings,
) -> None:
    seen: list[Any] = []
    for index, item in items:
        value = key(item)
        if value is not None and value in seen:
            findings.problem((*place, index, field), f"{quoted(value)} stands there twice")
        seen.append(value)


def sentence(wrong: Any) -> str:
    """What pydantic found wrong, in words."""
    kind: str = wrong["type"]
    if kind in _SENTENCES:
        return _SENTENCES[kind]
    if kind.startswith("int_"):
        return "must be a whole number"
    if kind.startswith("float_") or kind == "finite_number":
        return "must be a number"
    if kind.startswith("date_"):
        return "is not a date such as 2026-10-01"
    if kind == "literal_error":
        return f"must be {wrong['ctx']['expected']}"
    return str(wrong["msg"]).lower()


def _warn(plan: Plan, findings: Findings) -> None:
    """What an accepted plan leaves open."""
    year = FiscalYear(plan.fiscal_year)
    if plan.layout is not None and plan.layout not in KNOWN_LAYOUTS:
        findings.warning(("layout",), f"{quoted(plan.layout)} is not a known report layout")
    for index, layout in enumerate(plan.layouts):
        if layout.name not in KNOWN_LAYOUTS:
            findings.warning(("layouts", index, "name"), f"{quoted(layout.name)} is not a known report layout")
    for index, measure in enumerate(plan.measures):
        if not measure.divisions:
            findings.warning(
                ("measures", index, "divisions"),
                f"measure {measure.code} {quoted(measure.title, 300)} names no division; "
                "give it one with plan assign",
            )
        deadline = measure.follow_up.deadline
        if deadline and not year.start <= deadline.date <= year.end:
            findings.warning(
                ("measures", index, "follow_up", "deadline", "date"),
                f"the deadline {deadline.date} of measure {measure.code} lies outside fiscal year {year.number}",
            )
