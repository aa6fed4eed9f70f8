"""Decisions about obligations: append-only rows, with their line in the audit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from models.audit import DECISION, place_of, record
from models.ledger import DecisionKind, Key
from models.tables import DecisionRow


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
