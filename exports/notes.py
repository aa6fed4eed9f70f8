"""What the reader of a report has to know beside the figures: problems, doubtful dates, what was sent back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from exports.entries import Entry, measure_label, month_list
from exports.report_value import Note, NoteKind, Problem
from exports.texts import fits_cell, fold, paper
from models.calendar import Month, Round
from models.ledger import STATUSES, Answer
from models.plan import Plan
from models.thai import long_date, means_nothing, short_month

# Doubts that a person confirmed (Answer.flags), in words; an unknown one is shown by its code.
CONFIRMED = {
    "date_outside_round": "วันที่อยู่นอกรอบ ผู้รายงานยืนยันแล้ว",
    "date_in_future": "วันที่ยังมาไม่ถึง ผู้รายงานยืนยันแล้ว",
    "repeated": "ใช้คำตอบเดิมของเดือนก่อน",
    "no_activity": "ไม่มีการดำเนินการในเดือนนี้",
    "vague": "คำตอบยังไม่มีรายละเอียด",
}
_STATE_NOTES: dict[str, tuple[NoteKind, str]] = {
    "returned": ("returned", "ส่งกลับให้แก้ไข ยังไม่ได้ส่งใหม่ (นับเป็นยังไม่ส่ง)"),
    "waived": ("waived", "ยกเว้นการรายงาน (ไม่นับรวม)"),
}


def problems_of(entries: Sequence[Entry], divisions: Sequence[str]) -> tuple[Problem, ...]:
    """Problems and suggestions by measure; equal ones of a measure once, with everyone who said so and when.

    An answer that says there is none (ไม่มี) is no problem, unless the measure is blocked: then what was done, or
    the status alone, says what is known.
    """
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        if said := entry.said:
            text = fold(paper(_problem(said.answer)))
            if text:
                groups.setdefault((entry.measure.code, text), []).append(entry)
    found = []
    for group in groups.values():
        first, answers = group[0], [e.said.answer for e in group if e.said]
        found.append(
            Problem(
                first.measure.code,
                measure_label([first.measure]),
                _names(group, divisions),
                tuple(short_month(month) for month in _months(group)),
                fits_cell(paper(_problem(answers[0]))),
                any(a.status == "blocked" for a in answers),
            )
        )
    return tuple(found)


def _problem(answer: Answer) -> str:
    if not means_nothing(answer.problem) and answer.problem:
        return answer.problem
    if answer.status != "blocked":
        return ""
    return f"{STATUSES['blocked']}: {answer.activity}" if answer.activity else STATUSES["blocked"]


def notes_of(
    plan: Plan, round: Round, entries: Sequence[Entry], divisions: Sequence[str], owned: frozenset[str]
) -> list[Note]:
    """Dates outside the round and other confirmed doubts, measures without owner (not those `owned`, by code),
    returned and waived reports."""
    return [
        *_outside(round, entries, divisions),
        *_confirmed(entries, divisions),
        *_without_owner(plan, round, entries, owned),
        *_sent_back_or_waived(entries, divisions),
    ]


def _outside(round: Round, entries: Iterable[Entry], divisions: Sequence[str]) -> list[Note]:
    """Dates are judged against this round, whatever was asked when they were typed: an annual report may hold
    what was outside a half year."""
    groups: dict[tuple[str, Month, str, bool], list[Entry]] = {}
    for entry in entries:
        if said := entry.said:
            days = " ".join(long_date(day) for day in sorted(set(said.answer.dates)) if day not in round)
            if days:
                confirmed = "date_outside_round" in said.answer.flags
                groups.setdefault((entry.measure.code, entry.month, days, confirmed), []).append(entry)
    return [
        Note(
            "date_outside_round",
            code,
            measure_label([group[0].measure]),
            f"{', '.join(_names(group, divisions))} รายงานเดือน {short_month(month)} ระบุวันที่ {days} "
            f"ซึ่งอยู่นอกรอบรายงาน{' (ผู้รายงานยืนยันแล้ว)' if confirmed else ''}",
        )
        for (code, month, days, confirmed), group in groups.items()
    ]


def _confirmed(entries: Iterable[Entry], divisions: Sequence[str]) -> list[Note]:
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        if said := entry.said:
            for flag in said.answer.flags:
                if flag != "date_outside_round":
                    groups.setdefault((entry.measure.code, flag), []).append(entry)
    return [
        Note(
            "repeated" if flag == "repeated" else "confirmed",
            code,
            measure_label([group[0].measure]),
            f"{', '.join(_names(group, divisions))} รายงานเดือน {month_list(_months(group))}: "
            f"{CONFIRMED.get(flag, paper(flag))}",
        )
        for (code, flag), group in groups.items()
    ]


def _without_owner(plan: Plan, round: Round, entries: Sequence[Entry], owned: frozenset[str]) -> list[Note]:
    """Measures for which nobody answers: the plan names no division and none was given.

    Only measures that run in the months reported on: of a later one nothing is owed yet, whoever its owner is.
    """
    owned |= {e.measure.code for e in entries}
    months = [e.month for e in entries] or [round.first, round.last]
    start, end = min(months).first_day, max(months).last_day
    return [
        Note("no_owner", m.code, measure_label([m]), "ยังไม่มีส่วนราชการผู้รับผิดชอบ จึงไม่มีผู้รายงาน")
        for m in plan.measures
        if m.code not in owned and not m.divisions and m.period.start <= end and m.period.end >= start
    ]


def _sent_back_or_waived(entries: Iterable[Entry], divisions: Sequence[str]) -> list[Note]:
    groups: dict[tuple[str, str, str], list[Entry]] = {}
    for entry in entries:
        if entry.obligation.state in _STATE_NOTES:
            key = (entry.obligation.state, entry.measure.code, paper(entry.obligation.reason))
            groups.setdefault(key, []).append(entry)
    notes = []
    for (state, code, reason), group in sorted(groups.items(), key=lambda item: item[0][0]):
        kind, words = _STATE_NOTES[state]
        why = f" เหตุผล: {reason}" if reason else ""
        who = f"{', '.join(_names(group, divisions))} เดือน {month_list(_months(group))}"
        notes.append(Note(kind, code, measure_label([group[0].measure]), fits_cell(f"{who}: {words}{why}")))
    return notes


def status_line(entries: Sequence[Entry], divisions: Sequence[str]) -> str:
    """The latest status of a measure with its month; empty when nothing is in.

    Divisions that stand alike are named together, and not at all when every one of them stands alike.
    """
    latest: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda e: e.month):
        if entry.said:
            latest[entry.division] = entry
    groups: dict[tuple[str, Month], list[str]] = {}
    for division in divisions:
        if (last := latest.get(division)) and last.obligation.answer:
            groups.setdefault((STATUSES[last.obligation.answer.status], last.month), []).append(division)
    everyone = {e.division for e in entries}
    return "; ".join(
        ("" if everyone == set(names) else f"{', '.join(names)}: ") + f"{status} ({short_month(month)})"
        for (status, month), names in groups.items()
    )


def _names(entries: Iterable[Entry], divisions: Sequence[str]) -> tuple[str, ...]:
    found = {e.division for e in entries}
    return tuple(d for d in divisions if d in found)


def _months(entries: Iterable[Entry]) -> list[Month]:
    return sorted({e.month for e in entries})
