"""Alembic's entry: runs the migrations on the connection that bot/schema.py hands over."""

from typing import Any, Literal

from alembic import context

from models import keeping_tables, post_tables, report_tables, tables  # noqa: F401  (they fill the metadata)
from models.base import Base
from models.database import Instant, MonthKey

PLAIN = {Instant: "sa.DateTime()", MonthKey: "sa.String(length=7)"}


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """A migration names plain column types, so that it still runs when ours have changed."""
    return PLAIN.get(type(item), False) if kind == "type" else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite cannot alter most of a table in place
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
