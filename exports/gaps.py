"""What a round's report still lacks: one line each, with whose it is, so that exactly that person can be asked.

A gap has a key that stays the same as long as it lacks the same things; a waiver (models/reports.py) names that key,
so that what is lacking later is a gap again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from exports.entries import Entry, measure_label, month_list
from exports.report_value import Note
from exports.texts import paper, short
from models.calendar import Month, Round
from models.form import BY_NAME
from models.ledger import Answer, Key
from models.orders import Order
from models.plan import Measure
from models.thai import long_date, thai_digits

GapKind = Literal["missing", "returned", "field", "outcome", "evidence", "unsent", "date", "order", "no_owner"]
DOING = ("in_progress", "done", "ongoing")  # statuses that say that something was done
WANTED = ("activity", "dates", "output")  # what such a report is expected to say
TITLE = 50  # letters of a measure's title in a line


@dataclass(frozen=True)
class Gap:
    """Something that a round's report lacks. `division_id` None: nobody in particular can be asked. `keys` are the
    obligations it is about, oldest first; `waived` why it may stay, "" when it may not."""

    kind: GapKind
    key: str
    text: str
    division_id: int | None = None
    division: str = ""
    keys: tuple[Key, ...] = ()
    waived: str = ""


def gaps_of(
    round: Round,
    entries: Sequence[Entry],
    notes: Iterable[Note],
    orders: Iterable[Order],
    waived: Mapping[str, str],
    now: datetime,
) -> tuple[Gap, ...]:
    """Every gap of a round at `now`, division by division in printed order, then those of nobody.

    `entries` are the obligations of the months that have opened; `notes` those of the report; `orders` those that
    nobody answered; `waived` the reasons by
    key. Waived obligations (ledger) are no gaps: they are not expected at all.
    """
    found = [
        *_not_in(entries, now),
        *_lacking(entries),
        *_outside(round, entries),
        *(_order(order) for order in orders),
        *(_nobody(note) for note in notes if note.kind == "no_owner"),
    ]
    place = {division: n for n, division in enumerate(dict.fromkeys(e.division for e in entries))}
    found.sort(key=lambda gap: place.get(gap.division, len(place)))
    return tuple(replace(gap, waived=waived.get(gap.key, "")) for gap in found)


def open_gaps(gaps: Iterable[Gap]) -> list[Gap]:
    """Those that still stand in the way: not waived."""
    return [gap for gap in gaps if not gap.waived]


def parts_of(gap: Gap, answer: Answer) -> tuple[str, ...]:
    """The questions of the form that a gap is about in one of its reports; () when it is about the whole report."""
    match gap.kind:
        case "field":
            return tuple(name for name in WANTED if not getattr(answer, name))
        case "outcome" | "evidence":
            return (gap.kind,)
        case "date":
            return ("dates",)
        case "unsent":
            return answer.unsent
    return ()


# --- Months that are not in ----------------------------------------------------------------------------------


def _not_in(entries: Sequence[Entry], now: datetime) -> Iterable[Gap]:
    """A line for each division and month: which measures were not sent, and which were sent back."""
    groups: dict[tuple[str, Month, str], list[Entry]] = {}
    for entry in entries:
        if entry.obligation.state in ("missing", "returned"):
            groups.setdefault((entry.division, entry.month, entry.obligation.state), []).append(entry)
    for (division, month, state), group in groups.items():
        orders = ", ".join(thai_digits(e.measure.order) for e in group)
        kind: GapKind = "missing" if state == "missing" else "returned"
        words = "ยังไม่ส่งแก้ไข" if kind == "returned" else _late(group, now)
        yield _gap(kind, f"{division} เดือน {month_list([month])} {words} ข้อ {orders}", group, month.key)


def _late(group: Sequence[Entry], now: datetime) -> str:
    if all(e.not_due(now) for e in group):
        return "ยังไม่ส่ง (ยังไม่ถึงกำหนด)"
    return "ปิดรับแล้ว ยังไม่ส่ง" if all(e.obligation.locked(now) for e in group) else "ค้างส่ง"


# --- What is in, but does not say everything -----------------------------------------------------------------


def _lacking(entries: Sequence[Entry]) -> Iterable[Gap]:
    """A line for each measure and division: fields, outcome, evidence, and what was taken back."""
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        if entry.said:
            groups.setdefault((entry.measure.code, entry.division), []).append(entry)
    for group in groups.values():
        about = f"{_label(group[0].measure)} {group[0].division}"
        fields = {name: [e for e in group if _wants(e, name)] for name in WANTED}
        lacks = [f"{BY_NAME[name].label} ({_months(found)})" for name, found in fields.items() if found]
        if lacks:
            lacking = [e for e in group if any(e in found for found in fields.values())]
            yield _gap("field", f"{about} ยังไม่มี{', '.join(lacks)}", lacking, ";".join(lacks))
        if outcome := [e for e in group if _wants_outcome(e)]:
            yield _gap("outcome", f"{about} ยังไม่มีผลลัพธ์ ({_months(outcome)})", outcome, _months(outcome))
        if unsent := [e for e in group if _answer(e).unsent]:
            words = f"{about} รอข้อความใหม่แทนที่ถูกยกเลิกการส่ง ({_months(unsent)})"
            yield _gap("unsent", words, unsent, _months(unsent))
        doing = [e for e in group if _did_something(e)]
        if doing and not any(_answer(e).evidence for e in group):
            yield _gap("evidence", f"{about} ยังไม่มีรูปหรือไฟล์หลักฐานในรอบนี้", doing[-1:], "")


def _wants(entry: Entry, name: str) -> bool:
    return _did_something(entry) and not getattr(_answer(entry), name)


def _did_something(entry: Entry) -> bool:
    answer = _answer(entry)
    return answer.status in DOING and "no_activity" not in answer.flags


def _wants_outcome(entry: Entry) -> bool:
    """Owed when the measure is done, or in the last month owed within the round (DESIGN.md section 8)."""
    answer = _answer(entry)
    due = answer.status == "done" or (answer.status in DOING and entry.obligation.last_owed_in_round)
    return due and not answer.outcome


def _outside(round: Round, entries: Sequence[Entry]) -> Iterable[Gap]:
    """Dates that the round cannot hold, also those that the person said are right: it is for the secretary to let
    them stand in a report that is signed."""
    for entry in entries:
        answer = entry.obligation.answer
        if not entry.said or answer is None:
            continue
        days = " ".join(long_date(day) for day in sorted(set(answer.dates)) if day not in round)
        if days:
            sure = " ผู้รายงานยืนยันแล้ว" if "date_outside_round" in answer.flags else ""
            words = f"เดือน {month_list([entry.month])} ระบุวันที่ {days} ซึ่งอยู่นอกรอบ{sure}"
            yield _gap("date", f"{_label(entry.measure)} {entry.division} {words}", [entry], days)


# --- What is nobody's report ---------------------------------------------------------------------------------


def _order(order: Order) -> Gap:
    words = f"{order.division} ยังไม่ตอบข้อสั่งการที่ {thai_digits(order.number)} “{short(paper(order.text), 60)}”"
    return Gap("order", f"order/{order.id}", words, order.division_id, order.division)


def _nobody(note: Note) -> Gap:
    return Gap("no_owner", f"no_owner/{note.measure}", f"{note.subject} {note.text}")


# --- Parts ---------------------------------------------------------------------------------------------------


def _gap(kind: GapKind, text: str, entries: Sequence[Entry], details: str) -> Gap:
    first = entries[0]
    of = first.measure.code if kind not in ("missing", "returned") else ""
    orders = ",".join(e.measure.code for e in entries)
    mark = hashlib.sha256(f"{of}/{orders}/{details}".encode()).hexdigest()[:16]
    keys = tuple(sorted((e.obligation.key for e in entries), key=lambda key: (key.month, key.measure_id)))
    return Gap(
        kind, f"{kind}/{first.obligation.key.division_id}/{mark}", text, keys[0].division_id, first.division, keys
    )


def _answer(entry: Entry) -> Answer:
    assert entry.obligation.answer is not None
    return entry.obligation.answer


def _label(measure: Measure) -> str:
    return measure_label([measure], TITLE)


def _months(entries: Iterable[Entry]) -> str:
    return month_list(sorted({e.month for e in entries}))
