"""Reads a plan file: JSON as in samples/plans, or a workbook in our template (exports/plan_columns.py).

Steps: take the bytes within limits; make a raw plan and remember where each value stood; check its meaning
(exports/plan_checks.py). Nothing is partly accepted: there is a whole plan, or all problems.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

from exports.plan_agency import Given, TablePlaces, find_table, raw_of_table
from exports.plan_cells import clean
from exports.plan_checks import checked_plan, records
from exports.plan_file import Findings, Places, PlanFile, PlanFileError, Raw
from exports.plan_guard import file_bytes
from exports.plan_names import DivisionNames, name_key
from exports.plan_tables import SheetPlaces, spell_values
from exports.plan_workbook import Workbook, is_template, raw_of_template, read_workbook
from models.plan import ALL_DIVISIONS, DivisionName, OrganisationProfile

__all__ = ["PlanFile", "PlanFileError", "read_plan"]

SCHEMA_VERSION = 1
_KEYS = (
    "organisation", "fiscal_year", "divisions", "measures", "layout", "layouts", "rounds", "analysis",
    "oit_items", "approval_chain", "documents", "publishing",
)  # fmt: skip
_NEEDED = ("organisation", "fiscal_year", "divisions", "measures")


def read_plan(
    path: Path,
    *,
    organisation: OrganisationProfile | None = None,
    fiscal_year: int | None = None,
    divisions: tuple[DivisionName, ...] = (),
) -> PlanFile:
    """The plan of a .json or .xlsx file, with warnings for the operator.

    `organisation`, `fiscal_year` (BE) and `divisions` help with a workbook that holds only an agency's own table
    (exports/plan_agency.py); a plan that says these things itself is read as it is.
    Raises PlanFileError with one sentence for every problem, each with its place.
    """
    ending = path.suffix.lower()
    if ending not in (".json", ".xlsx"):
        raise PlanFileError((f"{path.name}: a plan file ends in .xlsx or .json",))
    data = file_bytes(path)
    return (
        _from_json(data, path.name)
        if ending == ".json"
        else _from_workbook(data, path.name, Given(organisation, fiscal_year, divisions))
    )


def _from_json(data: bytes, name: str) -> PlanFile:
    raw = _loaded(data, name)
    places = Places({i: m["code"] for i, m in records(raw, "measures") if isinstance(m.get("code"), str)})
    findings = Findings(places)
    plan_raw = {key: raw[key] for key in _KEYS if key in raw}
    spell_values(plan_raw)
    _teach_sections(plan_raw)
    return PlanFile(checked_plan(plan_raw, findings), tuple(findings.warnings))


def _loaded(data: bytes, name: str) -> Raw:
    """The JSON object of the bytes with clean texts. Raises PlanFileError when it is not a plan."""
    try:
        raw = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
        raw = _cleaned(raw) if isinstance(raw, dict) else raw
    except json.JSONDecodeError as error:
        raise PlanFileError((f"{name}: the file is broken JSON in line {error.lineno} ({error.msg})",)) from None
    except UnicodeDecodeError:
        raise PlanFileError((f"{name}: the file is not text in UTF-8",)) from None
    except (ValueError, RecursionError):
        raise PlanFileError((f"{name}: the file is broken JSON",)) from None
    if not isinstance(raw, dict) or not any(key in raw for key in _NEEDED):
        raise PlanFileError((f"{name}: this is not a plan; a plan has {', '.join(_NEEDED)}",))
    if raw.get("schema_version", SCHEMA_VERSION) != SCHEMA_VERSION:
        raise PlanFileError(
            (f"{name}: schema_version {raw['schema_version']} is not known; this program reads {SCHEMA_VERSION}",)
        )
    return raw


def _no_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number of JSON")


def _cleaned(value: Any) -> Any:
    """The value with control characters taken out of every text."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {clean(key): _cleaned(item) for key, item in value.items()}
    return value


def _teach_sections(raw: Raw) -> None:
    """In JSON a measure's `section` beside its one division tells that the section belongs to it."""
    divisions = {d["code"]: d for _, d in records(raw, "divisions") if isinstance(d.get("code"), str)}
    names = DivisionNames.of(divisions.values())
    for _, measure in records(raw, "measures"):
        section, named = measure.get("section"), measure.get("divisions")
        if not isinstance(section, str) or not section.strip() or not isinstance(named, list) or len(named) != 1:
            continue
        code = names.codes.get(name_key(named[0])) if isinstance(named[0], str) else None
        known = name_key(section) in names.sections or name_key(section) in names.codes
        if code is None or code == ALL_DIVISIONS or known:
            continue
        names.teach(section, code)
        sections = divisions[code].setdefault("sections", [])
        if isinstance(sections, list):
            sections.append(section)


def _from_workbook(data: bytes, name: str, given: Given) -> PlanFile:
    book = read_workbook(data, name)
    if not is_template(book):
        return _from_table(book, name, given)
    places = SheetPlaces()
    findings = Findings(places)
    raw = raw_of_template(book, findings, places)
    return PlanFile(checked_plan(raw, findings), tuple(findings.warnings))


def _from_table(book: Workbook, name: str, given: Given) -> PlanFile:
    table = find_table(book)
    if table is None:
        raise PlanFileError((f"{name}: this is not a plan; a plan workbook has the sheets หน่วยงาน, กอง, มาตรการ",))
    places = TablePlaces()
    findings = Findings(places)
    raw = raw_of_table(table, given, findings, places)
    return PlanFile(checked_plan(raw, findings), tuple(findings.warnings))
