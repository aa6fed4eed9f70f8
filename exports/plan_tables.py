"""A plan as rows of the workbook's sheets, and rows as a plan again: what is nested in one is flat in the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from exports.plan_columns import MEASURES, SHEETS, Sheet
from exports.plan_file import Findings, Place, Places, Raw, quoted

Row = dict[str, Any]
Rows = dict[str, list[Row]]  # by `Sheet.records`


def rows_of(plan: Raw) -> Rows:
    """The rows of every sheet for the JSON values of a plan (models.plan.plan_to_json)."""
    rows: Rows = {sheet.records: plan.get(sheet.records, []) for sheet in SHEETS}
    analysis = plan["analysis"]
    rows["plan"] = [plan]
    rows["indicators"] = analysis["indicators"]
    rows["below_target"] = [
        {"rule": rule, "items": items} for rule, items in analysis["derived_below_target"].items()
    ]
    for indicator in analysis["indicators"]:
        here = {"indicator": indicator["number"]}
        rows["questions"] += [question | here for question in indicator["questions"]]
        for sub in indicator["sub_indicators"]:
            rows["sub_indicators"].append(sub | here)
            rows["questions"] += [q | here | {"sub_indicator": sub["code"]} for q in sub["questions"]]
    return rows


def spell_values(plan: Raw) -> None:
    """Thai labels of usual values (ทุกเดือน) in a raw plan become the values (monthly), as in the workbook."""
    for sheet in SHEETS:
        listed = [plan] if sheet.pairs else plan.get(sheet.records)
        for record in listed if isinstance(listed, list) else ():
            for column in sheet.columns:
                value = value_at(record, column.field)
                texts = value if column.kind.several else [value]
                if (
                    column.kind.choices
                    and value
                    and isinstance(texts, list)
                    and all(isinstance(text, str) for text in texts)
                ):
                    with suppress(ValueError):  # what is none of the choices is told by the checks
                        put_at(record, column.field, column.kind.read(column.kind.show(value)))


def value_at(record: Mapping[str, Any], path: str) -> Any:
    """The value at a dotted path of a record; None where the way ends early."""
    value: Any = record
    for part in path.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(part)
    return value


def put_at(record: Row, path: str, value: Any) -> None:
    """Sets the value at a dotted path, making the records on the way."""
    *way, last = path.split(".")
    for part in way:
        record = record.setdefault(part, {})
    record[last] = value


@dataclass
class SheetPlaces(Places):
    """Names a place by sheet, row and column heading; `sheets` are those of the file."""

    sheets: tuple[Sheet, ...] = SHEETS
    rows: dict[Place, tuple[Sheet, int]] = field(default_factory=dict)
    pair_rows: dict[str, int] = field(default_factory=dict)
    # Sheets and columns that are not there at all: what lacks in their rows is said once, for all of them.
    absent: set[tuple[str, str]] = field(default_factory=set)

    def name(self, place: Place) -> str:
        """Such as `sheet มาตรการ, row 5, column วันเริ่ม`."""
        for length in range(len(place), 0, -1):
            if place[:length] in self.rows:
                sheet, row = self.rows[place[:length]]
                return self.cell(sheet, row, _heading(sheet, place[length:]))
        for sheet in self.sheets:
            if sheet.pairs and (heading := _heading(sheet, place)):
                return self.cell(sheet, self.pair_rows.get(heading), heading)
            if place == (sheet.records,):
                return self.cell(sheet, None, "")
        return "the workbook"

    def sheet(self, records: str) -> Sheet:
        """The sheet whose rows are these records."""
        return next(sheet for sheet in self.sheets if sheet.records == records)

    def cell(self, sheet: Sheet, row: int | None, heading: str) -> str:
        """The name of a cell, or of the row, column or sheet when the rest is not given or not there."""
        text = f"sheet {sheet.title}"
        if (sheet.title, "") in self.absent:
            return text
        if row is not None and (sheet.title, heading) not in self.absent:
            text += f", row {row}"
        if heading:
            text += f", {heading}" if sheet.pairs else f", column {heading}"
        return text


def _heading(sheet: Sheet, place: Iterable[str | int]) -> str:
    path = ".".join(part for part in place if isinstance(part, str))
    found = [c.heading for c in sheet.columns if c.field == path]
    # An error about a whole record (issue, target) is shown at its first column.
    found += [c.heading for c in sheet.columns if path and c.field.startswith(f"{path}.")]
    return found[0] if found else ""


@dataclass(frozen=True)
class ReadRow:
    """A row as read: its number in the sheet and its values by path."""

    number: int
    values: Row


def plan_of(rows: Mapping[str, list[ReadRow]], places: SheetPlaces, findings: Findings) -> Raw:
    """The raw plan of the rows; tells `places` where each record stands and finds rows that hang in the air."""
    plan: Raw = dict(rows["plan"][0].values) if rows.get("plan") else {}
    plan.setdefault("organisation", {})
    analysis = plan.setdefault("analysis", {})
    for sheet in SHEETS:
        if sheet.records not in ("plan", "indicators", "sub_indicators", "questions", "below_target"):
            plan[sheet.records] = _registered(sheet, (sheet.records,), rows.get(sheet.records, []), places)
    for record in plan[MEASURES.records]:
        record.setdefault("period", {})
    for record in plan["oit_items"]:
        record.setdefault("code", None)  # the model wants it said that an item has none
    analysis["indicators"] = indicators_of(rows, places, findings)
    below: dict[str, Any] = {}
    for row in rows.get("below_target", []):
        rule = row.values.get("rule")
        place: Place = ("analysis", "derived_below_target", row.number)
        places.rows[place] = (places.sheet("below_target"), row.number)
        if rule is None:
            findings.problem((*place, "rule"), "is missing")
        elif rule in below:
            findings.problem((*place, "rule"), f"{quoted(rule)} stands there twice")
        else:
            below[rule] = row.values.get("items", [])
    analysis["derived_below_target"] = below
    return plan


def _registered(sheet: Sheet, parent: Place, rows: Iterable[ReadRow], places: SheetPlaces) -> list[Row]:
    """The values of the rows, each known to `places` under its index in the list at `parent`."""
    values = []
    for index, row in enumerate(rows):
        places.rows[(*parent, index)] = (sheet, row.number)
        values.append(row.values)
    return values


def indicators_of(rows: Mapping[str, list[ReadRow]], places: SheetPlaces, findings: Findings) -> list[Row]:
    """The indicators with their sub-indicators and questions."""
    top: Place = ("analysis", "indicators")
    indicators = _registered(places.sheet("indicators"), top, rows.get("indicators", []), places)
    by_number: dict[Any, tuple[int, Row]] = {}
    for index, indicator in enumerate(indicators):
        indicator.update(questions=[], sub_indicators=[])
        by_number.setdefault(indicator.get("number"), (index, indicator))
    subs: dict[tuple[Any, Any], tuple[Place, Row]] = {}
    for kind in ("sub_indicators", "questions"):
        for row in rows.get(kind, []):
            number, code = row.values.pop("indicator", None), row.values.pop("sub_indicator", None)
            parent_place: Place = (*top, -1)
            parent: Row | None = None
            if number in by_number:
                index, parent = by_number[number]
                parent_place = (*top, index)
            lost: Place = (*top, -1, kind, row.number)  # a place of its own for a row without a parent
            places.rows[lost] = (places.sheet(kind), row.number)
            if number is None:
                findings.problem((*lost, "indicator"), "is missing")
            elif parent is None:
                findings.problem((*lost, "indicator"), f"the indicator {number} is not on the sheet ตัวชี้วัด")
            elif kind == "questions" and code is not None:
                parent_place, parent = subs.get((number, code), (parent_place, None))
                if parent is None:
                    findings.problem(
                        (*lost, "sub_indicator"), f"the sub-indicator {code} is not on the sheet ตัวชี้วัดย่อย"
                    )
            if parent is None:
                continue
            place = (*parent_place, kind, len(parent[kind]))
            places.rows[place] = (places.sheet(kind), row.number)
            parent[kind].append(row.values)
            if kind == "sub_indicators":
                row.values["questions"] = []
                subs.setdefault((number, row.values.get("code")), (place, row.values))
    return indicators
