"""What every table is made of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from models.calendar import Month
from models.database import Instant, MonthKey


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={  # constraints need names, or a later migration on SQLite cannot change them
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012  (SQLAlchemy reads it from the class)
        datetime: Instant,
        Month: MonthKey,
        dict[str, Any]: JSON,
        list[Any]: JSON,
        str: Text,
    }


def organisation() -> Mapped[int]:
    """The column that every table carries: whose row it is."""
    return mapped_column(ForeignKey("organisation.id"), index=True)
