"""The round's text of a measure, field by field: as it is assembled from the answers, and as the secretary put it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from sqlalchemy.orm import Session

from exports.cells import assembled
from exports.entries import divisions_of, entries_of, said_of
from exports.layouts import find
from exports.narrative import TextField, basis
from exports.report import Names
from models import reports
from models.calendar import Round
from models.records import StoredPlan, ledger, so_far

FIELDS: tuple[TextField, ...] = get_args(TextField)


@dataclass(frozen=True)
class Story:
    """A field's text. `own` is the secretary's words, "" when there are none; `stale`: the answers changed after."""

    field: TextField
    assembled: str
    own: str = ""
    stale: bool = False

    @property
    def shown(self) -> str:
        """What the report prints."""
        return self.own or self.assembled


def stories(session: Session, stored: StoredPlan, round: Round, measure_id: int, now: datetime) -> tuple[Story, ...]:
    """The texts of a measure in a round as they stand at `now`."""
    names = Names({id_: m.code for id_, m in stored.measures.items()}, dict(stored.divisions))
    obligations = so_far(ledger(session, stored, measure_id=measure_id), now)
    entries = entries_of(stored.plan, round, obligations, names)
    said = said_of(entries, divisions_of(stored.plan, entries))
    own = reports.own_words(session, stored.id, round.key)
    found, form = [], find(None, stored.plan.layout)
    for field in FIELDS:
        text, row = assembled(stored.measures[measure_id], said, field, form), own.get((measure_id, field))
        stale = row is not None and row.basis != basis(text)
        found.append(Story(field, text, (row.text or "") if row else "", stale))
    return tuple(found)


def all_stale(session: Session, stored: StoredPlan, round: Round, now: datetime) -> list[int]:
    """The measures (ids) whose own words were written before the answers changed."""
    edited = sorted({measure_id for measure_id, _ in reports.own_words(session, stored.id, round.key)})
    return [
        i for i in edited if i in stored.measures and any(s.stale for s in stories(session, stored, round, i, now))
    ]
