"""Decisions about obligations: append-only rows, with their line in the audit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit import DECISION, place_of, record
from models.ledger import DecisionKind, Key
from models.redaction import MARK, typed_in
from models.tables import DecisionRow, Person


def decide(
    session: Session,
    organisation_id: int,
    keys: Iterable[Key],
    kind: DecisionKind,
    reason: str,
    person_id: int | None,
    now: datetime,
) -> None:
    """Decide the same about some obligations; person_id None is an operator."""
    for key in keys:
        session.add(
            DecisionRow(
                organisation_id=organisation_id,
                measure_id=key.measure_id,
                division_id=key.division_id,
                month=key.month,
                kind=kind,
                reason=reason,
                person_id=person_id,
                at=now,
            )
        )
        record(
            session,
            organisation_id,
            now,
            f"{DECISION}{kind}",
            about="decision",
            place=place_of(session, key.measure_id, key.division_id, key.month),
            measure_id=key.measure_id,
            division_id=key.division_id,
            new={"reason": reason},
        )


def unsend(session: Session, person: Person, message: str, since: datetime) -> list[str]:
    """Take reasons that were typed in a message out of what the person decided; gives them. The decisions stay."""
    theirs = select(DecisionRow).where(DecisionRow.person_id == person.id, DecisionRow.at >= since)
    rows = [row for row in session.scalars(theirs) if typed_in(row.reason, message)]
    gone = [row.reason for row in rows]
    for row in rows:
        row.reason = MARK
    return gone
