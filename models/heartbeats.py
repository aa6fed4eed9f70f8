"""When something last went well: the row by which one process knows that another one lives."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.keeping_tables import Heartbeat

TICK, BACKUP = "tick", "backup"


def beat(session: Session, organisation_id: int, name: str, now: datetime) -> None:
    """Write down that it went well now; several processes may do so at once."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    made = dialect.insert(Heartbeat).values(organisation_id=organisation_id, name=name, at=now)
    session.execute(made.on_conflict_do_update(index_elements=["organisation_id", "name"], set_={"at": now}))


def last(session: Session, organisation_id: int, name: str) -> datetime | None:
    """When it last went well; None when it never did."""
    row = session.get(Heartbeat, (organisation_id, name))
    return row.at if row else None
