"""Plausible rows for every table of any version of the database, without the program's own classes: what a database
of an earlier version may hold. A column that is not named here is filled by its type."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from models.plan import plan_to_json
from models.say import Text, to_json
from tests import cast

WHEN = datetime(2026, 10, 26, 3, 0, tzinfo=UTC).replace(tzinfo=None)  # inside the month that is open
ANSWERS = {"status": "ongoing", "activity": "ประชุมประจำเดือน", "dates": ["2026-10-07"], "evidence": [1], "flags": {}}
_PLAN: dict[str, Any] = plan_to_json(cast.PLAN)
_MEASURES: list[dict[str, Any]] = _PLAN.pop("measures")
_EVENT = {"type": "follow", "source": {"type": "user", "userId": cast.line_id("สมชาย")}}

ROWS = {"organisation": 1, "plan": 1}  # two of every other table
PLAUSIBLE: dict[str, Any] = {  # by table and column: of the first row, the second row
    "organisation.name": ["เทศบาลตัวอย่าง"],
    "organisation.rules": [{}],
    "organisation.quota": [None],
    "holiday.day": [date(2030, 2, 5), date(2030, 2, 6)],
    "division.code": ["works", "finance"],
    "division.name": ["กองช่าง", "กองคลัง"],
    "division.sections": [[], ["งานพัสดุ"]],
    "plan.fiscal_year": [2570],
    "plan.owed_from": ["2026-10"],
    "plan.document": [{**_PLAN, "measures": []}],
    "measure.code": [m["code"] for m in _MEASURES],
    "measure.document": _MEASURES,
    "measure.removed": [False, False],
    "assignment.first": ["2026-10", "2026-10"],
    "assignment.last": [None, "2027-03"],
    "person.line_id": [cast.line_id("สมชาย"), cast.line_id("มาลี")],
    "person.name": ["สมชาย", "มาลี"],
    "person.remind_on": [None, None],
    "person.asking": [None, "name"],
    "person.asking_about": [None, None],
    "person.away_until": [None, date(2026, 10, 20)],
    "person.unreachable_since": [None, None],
    "person.menu_line_id": [None, None],
    "role.name": ["reporter", "reporter"],
    "role.acting": [False, False],
    "role.until": [None, None],
    "role.ended_at": [None, None],
    "invitation.role": ["reporter", "head"],
    "conversation.answers": [{"status": "ongoing", "_base": 0}, {}],
    "conversation.open": [True, False],
    "bundle.kind": ["told", "same"],
    "bundle.state": [{"tags": [], "said": {}, "ask": {}, "done": True}] * 2,
    "bundle.open": [False, False],
    "progress.revision": [1, 1],
    "progress.entry_id": [1, 2],
    "progress_entry.revision": [1, 1],
    "progress_entry.answers": [ANSWERS, ANSWERS],
    "decision.kind": ["reopen", "asked"],
    "evidence.state": ["stored", "fetch"],
    "evidence.url": [None, None],
    "meeting.month": ["2026-10", "2026-11"],
    "meeting.dates": [["2026-10-07"], []],
    "inbound_event.body": [json.dumps(_EVENT), ""],
    "inbound_event.state": ["done", "done"],
    "inbound_event.kind": ["follow", None],
    "inbound_event.message_id": [None, "1"],
    "outgoing.kind": ["reply", "push"],
    "outgoing.messages": [to_json([Text("สวัสดีค่ะ")])] * 2,
    "outgoing.state": ["waiting", "sent"],
    "outgoing.line_id": [cast.line_id("สมชาย"), cast.line_id("มาลี")],
    "order_entry.kind": ["answer", "close"],
    "reminder.step": ["open", "summary"],
    "reminder.period": ["2026-09", "2570-6m"],
    "reminder.division_id": [1, 0],
}


def fill(connection: sa.Connection) -> dict[str, list[dict[str, Any]]]:
    """Fill every table; gives what it holds then, by table."""
    metadata = sa.MetaData()
    metadata.reflect(connection)
    tables = [t for t in metadata.sorted_tables if t.name != "alembic_version"]
    for table in tables:
        for n in range(ROWS.get(table.name, 2)):
            if table.name == "organisation":  # the first migration makes it
                connection.execute(table.update().values(_row(table, n)))
            else:
                connection.execute(table.insert().values(_row(table, n)))
    return {t.name: rows(connection, t) for t in tables}


def rows(connection: sa.Connection, table: sa.Table) -> list[dict[str, Any]]:
    """What a table holds, in the order of its keys."""
    found = connection.execute(table.select().order_by(*table.primary_key)).mappings()
    return [dict(row) for row in found]


def _row(table: sa.Table, n: int) -> dict[str, Any]:
    return {
        c.name: _value(table, c, n)
        for c in table.columns
        if not (c.primary_key and isinstance(c.type, sa.Integer) and not c.foreign_keys)  # it counts by itself
    }


def _value(table: sa.Table, column: sa.Column[Any], n: int) -> Any:
    given = PLAUSIBLE.get(f"{table.name}.{column.name}")
    if given is not None:
        return given[n]
    for key in column.foreign_keys:
        of = key.column.table.name
        return _text(of, n) if isinstance(column.type, sa.String) else min(n + 1, ROWS.get(of, 2))
    match column.type:
        case sa.Boolean():
            return bool(n)
        case sa.Integer():
            return n + 1
        case sa.DateTime():
            return WHEN
        case sa.Date():
            return WHEN.date()
        case sa.JSON():
            return {}
        case sa.LargeBinary():
            return b"{}"
        case sa.String() if column.name == "month":
            return "2026-10"
        case sa.String():
            return _text(table.name, n)
    raise AssertionError(f"{table.name}.{column.name} has a type that nothing is made for: {column.type}")


def _text(table: str, n: int) -> str:
    return f"{table[:6]}{n}"
