"""The agency's own form for the report: kept, confirmed, ended. What is in it is read by exports/own_form.py."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import audit
from models.report_tables import FormRow

LONGEST_NAME = 120


def current(session: Session, organisation_id: int) -> FormRow | None:
    """The form that is in use."""
    return session.scalar(
        select(FormRow)
        .where(
            FormRow.organisation_id == organisation_id, FormRow.confirmed_at.is_not(None), FormRow.ended_at.is_(None)
        )
        .order_by(FormRow.id.desc())
        .limit(1)
    )


def draft(session: Session, organisation_id: int) -> FormRow | None:
    """The newest form that was sent and waits to be confirmed."""
    return session.scalar(
        select(FormRow)
        .where(FormRow.organisation_id == organisation_id, FormRow.confirmed_at.is_(None), FormRow.ended_at.is_(None))
        .order_by(FormRow.id.desc())
        .limit(1)
    )


def find(session: Session, organisation_id: int, form_id: int) -> FormRow | None:
    """A form of the organisation by its id, whatever became of it."""
    row = session.get(FormRow, form_id)
    return row if row and row.organisation_id == organisation_id else None


def brought_by(session: Session, evidence_id: int) -> FormRow | None:
    """The form whose content comes with a file that is being fetched."""
    return session.scalar(select(FormRow).where(FormRow.evidence_id == evidence_id))


def keep(
    session: Session,
    organisation_id: int,
    name: str,
    content: bytes,
    matching: Mapping[str, Any],
    person_id: int | None,
    now: datetime,
    evidence_id: int | None = None,
) -> FormRow:
    """Keep a form that waits to be confirmed, in the place of one that waited before."""
    while (older := draft(session, organisation_id)) is not None:
        drop(session, older, now)
    row = FormRow(
        organisation_id=organisation_id,
        name=name[:LONGEST_NAME],
        content=content,
        matching=dict(matching),
        person_id=person_id,
        at=now,
        evidence_id=evidence_id,
    )
    session.add(row)
    session.flush()
    return row


def drop(session: Session, row: FormRow, now: datetime) -> None:
    """Give up a form; its content goes."""
    row.ended_at, row.content = now, b""
    session.flush()


def confirm(session: Session, row: FormRow, now: datetime) -> None:
    """Use a form from now on; the one that was used before ends."""
    before = current(session, row.organisation_id)
    if before:
        before.ended_at = now
    row.confirmed_at = now
    session.flush()
    _note(session, row, now, old=before.name if before else "", new=row.name)


def end(session: Session, row: FormRow, now: datetime) -> None:
    """Use no form of the agency's own any more."""
    row.ended_at = now
    session.flush()
    _note(session, row, now, old=row.name, new="")


def take_back(session: Session, evidence_id: int, now: datetime) -> bool:
    """The message that brought a form was unsent: its content goes; gives whether it was in use or waited."""
    row = brought_by(session, evidence_id)
    if row is None:
        return False
    counted = row.ended_at is None
    if counted and row.confirmed_at:
        end(session, row, now)
    drop(session, row, row.ended_at or now)
    return counted


def _note(session: Session, row: FormRow, now: datetime, old: str, new: str) -> None:
    audit.record(
        session,
        row.organisation_id,
        now,
        audit.FORM,
        about="form",
        about_id=row.id,
        old={"name": old} if old else {},
        new={"name": new},
    )
