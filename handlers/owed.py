"""What a person's divisions owe at a moment: the obligations of the organisation's plans, ready to show."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from handlers import wording, wording_month
from handlers import wording_evidence as words
from models.calendar import Month, Round, bangkok_date
from models.ledger import FINAL, Answer, Key, Obligation
from models.plan import Measure
from models.records import StoredPlan, ledger, load_plan, load_plans
from models.replies import status_label
from models.say import Card, Choice, Row, Tone
from models.shown import brief


@dataclass(frozen=True)
class Owed:
    """An obligation with the plan it belongs to, the latest answer of an earlier month of the year, for how many
    months running that one only repeated the one before, and whether the month just before was left unanswered."""

    stored: StoredPlan
    obligation: Obligation
    previous: Answer | None = None
    repeats: int = 0
    previous_month: Month | None = None
    missed_before: bool = False

    @property
    def key(self) -> Key:
        return self.obligation.key

    @property
    def month(self) -> Month:
        return self.obligation.month

    @property
    def measure(self) -> Measure:
        return self.stored.measures[self.key.measure_id]

    @property
    def division(self) -> str:
        return self.stored.divisions[self.key.division_id]

    @property
    def is_finished(self) -> bool:
        """Whether the report that is in says that the measure is done or cancelled."""
        answer = self.obligation.answer
        return self.obligation.is_in and answer is not None and answer.status in FINAL

    @property
    def in_frozen_round(self) -> bool:
        """Whether a round that holds the month was frozen."""
        return any(self.month in Round.parse(self.stored.fiscal_year, key).months for key in self.stored.frozen)

    def was_reopened(self, now: datetime) -> bool:
        """Whether the report is in, and can be changed only because it was opened again."""
        one = self.obligation
        return one.is_in and one.deadlines.locks < now <= one.closes

    @property
    def missing(self) -> bool:
        """Whether a report is still wanted."""
        return self.obligation.state in ("missing", "returned")


def tag(key: Key) -> str:
    """An obligation's name inside buttons: measure.division.month, all ids of ours."""
    return f"{key.measure_id}.{key.division_id}.{key.month.key}"


def read_tag(text: str) -> Key | None:
    """The obligation of a button's tag, or None when the tag is not one of ours."""
    try:
        measure_text, division_text, month = text.split(".")
        measure, division = read_id(measure_text), read_id(division_text)
        return Key(measure, division, Month.parse(month)) if measure and division else None
    except ValueError:
        return None


def read_id(text: str) -> int | None:
    """An id in a button, or None when it is none of ours (a button's data may be forged)."""
    return int(text) if re.fullmatch(r"[0-9]{1,15}", text) else None


def plans_at(session: Session, organisation_id: int, now: datetime) -> list[StoredPlan]:
    """The plans whose months can be open at an instant: of this fiscal year, and of the one that just ended."""
    month = Month.of(bangkok_date(now))
    years = {month.plus(-2).fiscal_year.number, month.fiscal_year.number}
    return load_plans(session, organisation_id, years)


def everything(
    session: Session, organisation_id: int, now: datetime, divisions: Collection[int] | None = None
) -> list[Owed]:
    """The obligations, of all or of some divisions, of the plans that can be open at an instant, in order."""
    plans = plans_at(session, organisation_id, now)
    return in_order(owed for p in plans for owed in with_previous(p, ledger(session, p, divisions=divisions)))


def with_previous(stored: StoredPlan, obligations: Iterable[Obligation]) -> list[Owed]:
    """Obligations of a plan, each with what was answered before it. They come in order of key, so months in order."""
    made: list[Owed] = []
    latest: dict[tuple[int, int], tuple[Answer, int, Month]] = {}
    missed: dict[tuple[int, int], Month] = {}
    for one in sorted(obligations, key=lambda o: o.key):
        of = (one.key.measure_id, one.key.division_id)
        previous, repeats, month = latest.get(of, (None, 0, None))
        made.append(Owed(stored, one, previous, repeats, month, missed.get(of) == one.month.plus(-1)))
        if one.state == "missing":
            missed[of] = one.month
        if one.is_in and one.answer and one.answer.status not in FINAL:
            latest[of] = (one.answer, repeats + 1 if "repeated" in one.answer.flags else 0, one.month)
    return made


def find(session: Session, organisation_id: int, key: Key) -> Owed | None:
    """One obligation by its key, or None when nobody owes it."""
    stored = load_plan(session, organisation_id, key.month.fiscal_year.number)
    if stored is None or key.measure_id not in stored.measures:
        return None
    found = ledger(session, stored, divisions=[key.division_id], measure_id=key.measure_id)
    return next((owed for owed in with_previous(stored, found) if owed.key == key), None)


def in_order(obligations: Iterable[Owed]) -> list[Owed]:
    """By month, division and the plan's order of measures."""
    found = list(obligations)
    order = {id(p): list(p.divisions) for p in {id(o.stored): o.stored for o in found}.values()}
    return sorted(found, key=lambda o: (o.month, order[id(o.stored)].index(o.key.division_id), o.measure.order))


def answerable(found: Sequence[Owed], divisions: Sequence[int], now: datetime) -> list[Owed]:
    """Those of some divisions that can be answered now: the month has begun and is not locked, and one is wanted."""
    today = bangkok_date(now)
    return [
        o
        for o in found
        if o.key.division_id in divisions
        and o.missing
        and o.month.first_day <= today
        and not o.obligation.locked(now)
    ]


def of_month(found: Iterable[Owed], month: Month, division_id: int) -> list[Owed]:
    """The obligations of one division in one month."""
    return [o for o in found if o.month == month and o.key.division_id == division_id]


A_SCREEN = 6  # a card of more rows is longer than a phone shows: titles are short, and what is sent is one line


def title_row(measure: Measure, rows: int, before: str = "") -> Row:
    """A measure's number and title on a card of so many rows, `before` them what tells it from others."""
    name = before + wording.numbered(measure.order, brief(measure.title, 90 if rows <= A_SCREEN else 50))
    return Row(name, lines=0 if rows <= A_SCREEN else 2)


def _state_row(owed: Owed, now: datetime, row: Row, *, alike: bool) -> Row:
    """A measure on the month's card: where it stands, and a button when something is wanted. A report that is wanted
    is red only when its time has passed; when all rows are `alike` none says that it is wanted."""
    obligation = owed.obligation
    note = ""
    if owed.missing and owed.previous and owed.previous_month:
        far = owed.previous_month.plus(1) != owed.month
        note = wording.last_month(status_label(owed.previous.status), owed.previous_month if far else None)
    if unsent := _unsent(owed):
        state = words.NEW_EVIDENCE_WANTED if "evidence" in unsent else words.NEW_WORDS_WANTED
        return replace(row, state=state, tone="warn", choice=Choice(wording.EDIT, f"edit/{tag(owed.key)}"))
    state, tone = wording.STATES[obligation.state], _TONES[obligation.state]
    if obligation.state == "missing":
        state, tone = "" if alike else state, "bad" if now > obligation.deadlines.due else "quiet"
    elif obligation.is_in and not obligation.in_time:
        state, tone = wording.SUBMITTED_LATE, "warn"
    choice = Choice(wording.ANSWER, f"open/{tag(owed.key)}") if owed.missing else None
    if owed.was_reopened(now):
        choice = Choice(wording.EDIT, f"edit/{tag(owed.key)}")
    return replace(row, state=state, tone=tone, choice=choice, note=note)


def _unsent(owed: Owed) -> Sequence[str]:
    """The fields of a report that is in whose messages were taken back."""
    return owed.obligation.answer.unsent if owed.obligation.answer and owed.obligation.is_in else ()


_TONES: dict[str, Tone] = {
    "missing": "quiet",
    "returned": "bad",
    "submitted": "good",
    "accepted": "good",
    "waived": "quiet",
}


def _rows(owed: Sequence[Owed], now: datetime) -> tuple[Row, ...]:
    """What is wanted first. On a long card what is sent, and what is waived, is one line each."""
    ordered = sorted(owed, key=lambda o: (not o.missing, o.measure.order))
    whole = [o for o in ordered if o.missing or _unsent(o) or o.was_reopened(now) or len(owed) <= A_SCREEN]
    alike = all(o.obligation.state == "missing" for o in whole)
    rows = [_state_row(o, now, title_row(o.measure, len(owed)), alike=alike) for o in whole]
    rest = [o for o in ordered if o not in whole]
    sent = [o.measure.order for o in rest if o.obligation.is_in]
    waived = [o.measure.order for o in rest if not o.obligation.is_in]
    for state, orders in (("submitted", sent), ("waived", waived)):
        if orders:
            rows.append(Row(wording_month.said_of(wording.STATES[state], orders)))
    return tuple(rows)


def month_card(owed: Sequence[Owed], now: datetime, behind: Sequence[Month] = ()) -> Card:
    """The month's card of one division: due date, its measures with their state, a button to start.

    `owed`: all obligations of one division in one month; `behind`: earlier months still missing.
    """
    first = owed[0]
    missing = [o for o in owed if o.missing]
    deadlines = replace(first.obligation.deadlines, locks=max(o.obligation.closes for o in owed))
    due, left = wording.due_line(deadlines, now), wording_month.left(len(missing), len(owed), deadlines, now)
    rows = _rows(owed, now)
    notes = [wording.months_behind(behind)] if behind else []
    if missing:
        notes.append(wording.type_number(missing[0].measure.order))
    if again := [o for o in owed if o.was_reopened(now)]:
        notes.append(wording.type_to_change(again[0].measure.order, first.month))
    if missing and len(rows) > A_SCREEN:  # the head of the card is no longer on the screen
        notes.append(f"{left} {due}")
    return Card(
        title=wording.month_title(first.month, first.division),
        subtitle=due,
        lead=left,
        rows=rows,
        note="\n".join(notes),
        buttons=_month_buttons(missing) if missing else (),
        alt=wording_month.alt(first.month, len(missing), deadlines, now),
        tone="warn" if now > deadlines.due and missing else "good",
    )


def _month_buttons(missing: Sequence[Owed]) -> tuple[Choice, ...]:
    """What can be done with a month: repeat the one before, say that nothing was done, measure by measure, files."""
    where = f"{missing[0].month.key}/{missing[0].key.division_id}"
    same = any(o.previous for o in missing)
    buttons = [Choice(wording.SAME, f"same/{where}", strong=True)] if same else []
    buttons.append(Choice(wording.START, f"start/{where}", strong=not same))
    buttons.append(Choice(wording.NO_ACTIVITY, f"none/{where}"))
    return (*buttons, Choice(wording.ATTACH_FILES, f"word/{wording.EVIDENCE}"))
