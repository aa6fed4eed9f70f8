"""Reads a plan from a workbook that holds an agency's own table, in one of the layouts of exports/layouts.py.

Such a table holds measures only. The organisation, the fiscal year and the divisions come from the caller; what he
does not say is taken from the lines above the table and from its responsible cells, with a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from exports.layouts import LAYOUTS, Layout
from exports.plan_cells import plain
from exports.plan_dates import FIRST_BE_YEAR, LAST_BE_YEAR
from exports.plan_file import Findings, Place, Places, PlanFileError, Raw
from exports.plan_names import ALL_NAME, DivisionNames, name_key
from exports.plan_periods import printed_period
from exports.plan_printed import READERS
from exports.plan_workbook import Formula, Line, Workbook
from models.calendar import FiscalYear
from models.plan import DivisionName, OrganisationProfile

_GROUP = re.compile(r"ตัวชี้วัดที่\s*(\d{1,2})\s*(.+)", re.DOTALL)
_ORGANISATION = re.compile(r"(?:องค์การบริหารส่วนตำบล|เทศบาล(?:ตำบล|เมือง|นคร)|องค์การบริหารส่วนจังหวัด)[^\s()]+")
_FISCAL_YEAR = re.compile(r"ปีงบประมาณ\s*(?:พ\.?\s*ศ\.?)?\s*(\d{4})")
_USUAL_CODES = {
    "สำนักปลัด": "clerk", "กองคลัง": "finance", "กองช่าง": "works", "กองการศึกษา": "education",
    "กองสวัสดิการ": "welfare", "กองสาธารณสุข": "health",
}  # fmt: skip
_DIVISION_WORDS = ("กอง", "สำนัก", "ส่วน", "หน่วยตรวจสอบ", "ฝ่าย")


@dataclass(frozen=True)
class Given:
    """What the caller knows about the plan of a table."""

    organisation: OrganisationProfile | None = None
    fiscal_year: int | None = None
    divisions: tuple[DivisionName, ...] = ()


@dataclass
class TablePlaces(Places):
    """Names a measure's place by sheet, row and heading of the table."""

    sheet: str = ""
    rows: list[int] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)  # by field of the plan

    def name(self, place: Place) -> str:
        """Such as `sheet ตาราง, row 5, column ผู้รับผิดชอบ`."""
        if len(place) > 1 and place[0] == "measures" and isinstance(place[1], int):
            heading = self.headings.get(str(place[2])) if len(place) > 2 else None
            return f"sheet {self.sheet}, row {self.rows[place[1]]}" + (f", column {heading}" if heading else "")
        return f"sheet {self.sheet}" if place == ("measures",) else super().name(place)


@dataclass(frozen=True)
class Table:
    """A table that was recognised: where its headings are, and the index of each field's column."""

    layout: Layout
    sheet: str
    lines: list[Line]
    heading_row: int
    columns: dict[str, int]


def find_table(book: Workbook) -> Table | None:
    """The first table of a known layout in the workbook; of two layouts the one with more headings."""
    layouts = sorted(LAYOUTS.values(), key=lambda layout: -len(layout.leaves))
    for sheet, lines in book.items():
        for index, (number, cells) in enumerate(lines):
            for layout in layouts:
                below = lines[index + 1][1] if len(layout.heading_rows) > 1 and index + 1 < len(lines) else []
                if columns := _columns(layout, cells, below):
                    return Table(layout, sheet, lines, number + len(layout.heading_rows) - 1, columns)
    return None


def _columns(layout: Layout, cells: list[Any], below: list[Any]) -> dict[str, int] | None:
    """The column of each field when every heading of the layout stands in the row (or the one below it)."""
    at = {name_key(cell): index for row in (below, cells) for index, cell in enumerate(row) if isinstance(cell, str)}
    headings = [name_key(heading) for row in layout.heading_rows for heading in row if heading]
    if any(heading not in at for heading in headings):
        return None
    return {leaf.field: at[name_key(leaf.heading)] for leaf in layout.leaves}


def raw_of_table(table: Table, given: Given, findings: Findings, places: TablePlaces) -> Raw:
    """The raw plan of a table. Raises PlanFileError when nobody says whose plan of which year it is."""
    places.sheet = table.sheet
    above = "\n".join(
        cell
        for number, cells in table.lines
        if number <= table.heading_row
        for cell in cells
        if isinstance(cell, str)
    )
    profile, year = _whose(given, above, table.sheet)
    places.headings = {
        "divisions": _heading(table.layout, "responsible_text"),
        "period": _heading(table.layout, "period.text"),
    }
    measures: list[dict[str, Any]] = []
    group: re.Match[str] | None = None
    for number, texts in _rows(table, findings):
        if set(texts) <= {_key_field(table)} and (found := _GROUP.fullmatch(texts.get(_key_field(table), ""))):
            group = found
            continue
        place: Place = ("measures", len(measures))
        places.rows.append(number)
        measures.append(_measure(texts, group, year, place, findings))
    divisions: list[dict[str, Any]] = [
        {"code": d.code, "name": d.name, "kind": d.kind, "sections": list(d.sections)} for d in given.divisions
    ]
    if not divisions and (divisions := _divisions(measures)):
        listed = ", ".join(division["name"] for division in divisions)
        findings.warnings.append(f"sheet {table.sheet}: the divisions are those that the table names: {listed}")
    if not any(leaf.field.endswith("period.text") for leaf in table.layout.leaves):
        findings.warnings.append(
            f"sheet {table.sheet}: the table prints no period; each measure runs the whole fiscal year {year.number}"
        )
    _codes(measures)
    return {
        "organisation": {key: value for key, value in vars(profile).items() if value is not None},
        "fiscal_year": year.number,
        "divisions": divisions,
        "measures": measures,
        "layout": table.layout.name,
    }


def _whose(given: Given, above: str, sheet: str) -> tuple[OrganisationProfile, FiscalYear]:
    name, number = _ORGANISATION.search(above), _FISCAL_YEAR.search(above)
    profile = given.organisation or (OrganisationProfile(name.group()) if name else None)
    year = given.fiscal_year or (int(number.group(1)) if number else None)
    problems = []
    if profile is None:
        problems.append(f"sheet {sheet}: the table does not say whose plan it is; give the organisation")
    if year is None:
        problems.append(f"sheet {sheet}: the table does not say of which fiscal year it is; give the year (BE)")
    elif not FIRST_BE_YEAR <= year <= LAST_BE_YEAR:
        problems.append(f"sheet {sheet}: {year} is not a Buddhist-era year such as 2570")
    if profile is None or year is None or problems:
        raise PlanFileError(tuple(problems))
    return profile, FiscalYear(year)


def _key_field(table: Table) -> str:
    return table.layout.leaves[0].field


def _heading(layout: Layout, name: str) -> str:
    return next((leaf.heading for leaf in layout.leaves if leaf.field.endswith(name)), "")


def _rows(table: Table, findings: Findings) -> list[tuple[int, dict[str, str]]]:
    """The texts of the rows below the headings, by field; a row without a first cell goes on with the row above."""
    headings = {name_key(leaf.heading) for leaf in table.layout.leaves}
    key = _key_field(table)
    found: list[tuple[int, dict[str, str]]] = []
    for number, cells in table.lines:
        if number <= table.heading_row:
            continue
        texts: dict[str, str] = {}
        for name, index in table.columns.items():
            cell = cells[index] if index < len(cells) else None
            if isinstance(cell, Formula):
                findings.problems.setdefault(
                    f"sheet {table.sheet}, row {number}",
                    f"a cell holds a formula ({cell.text[:40]}); type its value instead",
                )
            elif text := plain(cell).strip():
                texts[name] = text
        if not texts or all(name_key(text) in headings for text in texts.values()):
            continue
        if key in texts:
            if len(texts) == 1 and not _GROUP.fullmatch(texts[key]):
                findings.warnings.append(
                    f"sheet {table.sheet}, row {number}: passed over, because only its first cell is filled"
                )
                continue
            found.append((number, texts))
        elif found:
            for name, text in texts.items():
                found[-1][1][name] = "\n".join(filter(None, (found[-1][1].get(name), text)))
    return found


def _measure(
    texts: dict[str, str],
    group: re.Match[str] | None,
    year: FiscalYear,
    place: Place,
    findings: Findings,
) -> dict[str, Any]:
    measure: dict[str, Any] = {"code": "", "period": {"text": f"ปีงบประมาณ พ.ศ. {year.number}"}}
    measure["period"] |= {"start": year.start.isoformat(), "end": year.end.isoformat()}
    for name, text in texts.items():
        if name in READERS:
            READERS[name](measure, text)
        elif name.endswith("period.text"):
            _put_period(measure, text, year, place, findings)
    if group is not None:
        number = int(group.group(1))
        measure["indicators"] = [number]
        measure["issue"] = {"indicator_number": number, "indicator_name": group.group(2).strip()}
        if len(measure.get("title_items", ())) > 1:
            measure["title"] = f"มาตรการตาม{' '.join(group.group().split())}"
    return measure


def _put_period(measure: dict[str, Any], text: str, year: FiscalYear, place: Place, findings: Findings) -> None:
    try:
        found = printed_period(text, year)
    except ValueError as error:
        findings.problem((*place, "period"), f"{error}; write it such as ๑ ตุลาคม ๒๕๖๙ – ๓๐ กันยายน ๒๕๗๐")
        return
    measure["period"] = {"text": text, "start": found.start.isoformat(), "end": found.end.isoformat()}
    if found.quarters:
        measure["period"]["quarters"] = list(found.quarters)


def _divisions(measures: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The divisions that responsible cells name, with the codes that the sample plans use."""
    found: dict[str, dict[str, Any]] = {}
    for measure in measures:
        for line in measure.get("divisions", ()):
            for name in filter(None, (part.strip() for part in re.split(r"[/,]", line))):
                if name_key(name) != name_key(ALL_NAME) and name.startswith(_DIVISION_WORDS):
                    usual = next((code for word, code in _USUAL_CODES.items() if name.startswith(word)), name)
                    known = {division["code"] for division in found.values()}
                    code = usual if usual not in known else name
                    found.setdefault(name_key(name), {"code": code, "name": name})
    names = DivisionNames.of(found.values())
    # "กองการศึกษาฯ" and its full name are one division; the full name stays.
    return [d for d in found.values() if not d["name"].endswith("ฯ") or not _longer(d["name"], names)]


def _longer(short: str, names: DivisionNames) -> bool:
    stem = name_key(short)[:-1]
    return any(name_key(name) != name_key(short) and name_key(name).startswith(stem) for name in names.names.values())


def _codes(measures: list[dict[str, Any]]) -> None:
    """A code for each measure without one: IND and the indicator when that is unique, else M and its number."""
    numbers = [tuple(measure.get("indicators", ())) for measure in measures]
    for index, measure in enumerate(measures):
        if not measure["code"]:
            alone = len(numbers[index]) == 1 and numbers.count(numbers[index]) == 1
            measure["code"] = f"IND{numbers[index][0]}" if alone else f"M{index + 1}"
