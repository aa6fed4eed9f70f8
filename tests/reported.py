"""Months that were reported, written straight into the tables: what the talk about a whole round begins with."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from models.calendar import Month, months_between
from models.ledger import Key
from models.records import ledger, load_plan
from models.tables import EvidenceRow, Progress, ProgressEntry


def report(session: Session, organisation_id: int, key: Key, at: datetime, person_id: int = 1, **said: Any) -> None:
    """One report, sent at an instant."""
    answers = {
        "status": "ongoing",
        "activity": "เน้นย้ำในที่ประชุมประจำเดือน",
        "dates": [key.month.first_day.replace(day=7).isoformat()],
        "output": "รายงานการประชุม ๑ ฉบับ",
        "problem": "",
        "evidence": [],
        "flags": {},
        "sources": {},
        **said,
    }
    entry = ProgressEntry(
        organisation_id=organisation_id,
        measure_id=key.measure_id,
        division_id=key.division_id,
        month=key.month,
        revision=1,
        answers=answers,
        person_id=person_id,
        submitted_at=at,
    )
    session.add(entry)
    session.flush()
    session.add(
        Progress(
            organisation_id=organisation_id,
            measure_id=key.measure_id,
            division_id=key.division_id,
            month=key.month,
            first_submitted_at=at,
            revision=1,
            entry_id=entry.id,
        )
    )


def report_months(session: Session, organisation_id: int, first: Month, last: Month, *, photos: bool = True) -> None:
    """All that is owed from a month to another, in time, each measure of a division with one photo."""
    stored = load_plan(session, organisation_id, first.fiscal_year.number)
    assert stored
    with_photo: set[tuple[int, int]] = set()
    for one in ledger(session, stored):
        if one.month not in tuple(months_between(first, last)) or one.answer:
            continue
        of = (one.key.measure_id, one.key.division_id)
        files = (
            [] if of in with_photo or not photos else [_photo(session, organisation_id, one.key, one.deadlines.opens)]
        )
        with_photo.add(of)
        outcome = "ประชาชนได้รับบริการที่ดีขึ้น" if one.last_owed_in_round else ""
        at = one.deadlines.opens + timedelta(hours=1)
        report(session, organisation_id, one.key, at, evidence=files, outcome=outcome)


def _photo(session: Session, organisation_id: int, key: Key, at: datetime) -> int:
    name = f"{key.measure_id}-{key.division_id}-{key.month.key}"
    row = EvidenceRow(
        organisation_id=organisation_id,
        person_id=1,
        message_id=f"photo-{name}",
        name="",
        state="stored",
        sha256=hashlib.sha256(name.encode()).hexdigest(),
        content_type="image/jpeg",
        size=1000,
        sent_at=at,
        attached=True,
    )
    session.add(row)
    session.flush()
    return row.id
