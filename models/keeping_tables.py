"""The tables of the keeping: who changed what, and what was alive when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, organisation


class AuditEntry(Base):
    """One change: who, when, what, from what to what. Appended in the transaction of the change and never edited, but
    for words that must be kept nowhere (models/audit.py, forget).

    `author`: person (`person_id`), operator (a command) or clock. `place` says in Thai what it is about, without
    names. `old` and `new` hold values; of answers only the ids of the revisions, whose words stand in one place.
    """

    __tablename__ = "audit_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = organisation()
    at: Mapped[datetime] = mapped_column(index=True)
    author: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    what: Mapped[str] = mapped_column(String(30))
    about: Mapped[str] = mapped_column(String(20))
    about_id: Mapped[int | None]
    place: Mapped[str]
    measure_id: Mapped[int | None] = mapped_column(ForeignKey("measure.id"))
    division_id: Mapped[int | None] = mapped_column(ForeignKey("division.id"))
    old: Mapped[dict[str, Any]]
    new: Mapped[dict[str, Any]]


class Heartbeat(Base):
    """When something last went well: a tick of the clock, a backup. `name` says what."""

    __tablename__ = "heartbeat"
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    at: Mapped[datetime]
