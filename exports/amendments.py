"""What differs between two values of a round's report: a frozen one and what stands now, or two frozen versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from exports.cells import TOLD
from exports.orders import ORDER_STATES
from exports.report_value import MonthlyRow, OrderLine, Report
from exports.texts import short
from models.form import BY_NAME

_FIELDS = {  # of a report of one month: what a reader would call it
    "sending": "การส่ง",
    **{name: BY_NAME[name].label for name in ("status", "activity", "dates", "output", "outcome", "problem")},
    "evidence": "หลักฐาน (จำนวน)",
}
_OF_ROUND = {"results.activity": "ผลการดำเนินการ", "results.outputs": "ผลผลิต"}
_OF_ROUND |= {"results.outcomes": "ผลลัพธ์", "results.problems": "ปัญหา อุปสรรค ข้อเสนอแนะ"}


@dataclass(frozen=True)
class Amendment:
    """One text or figure that differs. `month` and `division` are empty for the round's own text of a measure."""

    measure: str
    code: str
    division: str
    month: str
    field: str
    old: str
    new: str


def amendments(old: Report, new: Report) -> tuple[Amendment, ...]:
    """Every difference from `old` to `new`: reports of a month first, in printed order, then the secretary's words.

    What is only not due yet in the older one, and not sent in the newer, is no difference.
    """
    return (*_monthly(old, new), *_edited(old, new), *_ordered(old, new))


def _monthly(old: Report, new: Report) -> Iterator[Amendment]:
    before, after = _by_key(old), _by_key(new)
    for key in [*before, *(k for k in after if k not in before)]:
        was, now = before.get(key), after.get(key)
        row = was or now
        assert row
        for name, label in _FIELDS.items():
            texts = _shown(was, name), _shown(now, name)
            if texts[0] != texts[1] and not (name == "sending" and _only_time_passed(*texts)):
                yield Amendment(row.measure, row.code, row.division, row.month, label, *texts)


def _by_key(report: Report) -> Mapping[tuple[str, int, str], MonthlyRow]:
    return {(row.code, row.division_id, row.key): row for row in report.months}


def _shown(row: MonthlyRow | None, name: str) -> str:
    value = getattr(row, name) if row else ""
    return "" if value is None else str(value)


def _only_time_passed(was: str, now: str) -> bool:
    waiting = {"", "ยังไม่ถึงกำหนด", "ยังไม่ส่ง"}
    return was in waiting and now in waiting


def _edited(old: Report, new: Report) -> Iterator[Amendment]:
    """The secretary's words, made or changed or taken back after."""
    before, after = {c.code: c for c in old.cells}, {c.code: c for c in new.cells}
    for code, was in before.items():
        now = after.get(code)
        for name, label in _OF_ROUND.items():
            if now is None or not (_own(was.edited, name) or _own(now.edited, name)):
                continue
            if was.fields[name] != now.fields[name]:
                title = was.fields["order+title"]
                yield Amendment(title, code, "", "", f"{label} (ข้อความที่แก้ไข)", was.fields[name], now.fields[name])


def _ordered(old: Report, new: Report) -> Iterator[Amendment]:
    """Executives' orders that were given, answered or closed after."""
    before, after = ({(o.division, o.about, o.text, o.given): _told(o) for o in r.orders} for r in (old, new))
    for key in dict.fromkeys([*before, *after]):
        if before.get(key, "") != after.get(key, ""):
            division, about, text, _ = key
            title = f"ข้อสั่งการ {about}".strip()
            yield Amendment(title, "", division, "", short(text, 60), before.get(key, ""), after.get(key, ""))


def _told(order: OrderLine) -> str:
    """What became of an order."""
    return "\n".join([ORDER_STATES[order.state], *order.answers])


def _own(edited: tuple[str, ...], name: str) -> bool:
    return any(TOLD[other] == TOLD[name] for other in edited)
