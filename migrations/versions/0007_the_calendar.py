"""The calendar: holidays with the years that come with the program, dates that the secretary enters, reminders that
were asked for; deadlines are counted from the end of the month."""

import json
from datetime import date

import sqlalchemy as sa
from alembic import op

from models.holidays import shipped

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

RENAMED = {"due_day": "timely_days", "locks_day": "expiry_days", "named_after_workdays": "named"}


def upgrade() -> None:
    holiday = op.create_table(
        "holiday",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_holiday_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
        sa.UniqueConstraint("organisation_id", "day", name=op.f("uq_holiday_organisation_id_day")),
    )
    op.create_index(op.f("ix_holiday_organisation_id"), "holiday", ["organisation_id"])
    op.create_table(
        "calendar_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_calendar_entry_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_entry_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_entry")),
    )
    op.create_index(op.f("ix_calendar_entry_organisation_id"), "calendar_entry", ["organisation_id"])
    op.create_index(op.f("ix_reminder_outgoing_id"), "reminder", ["outgoing_id"])
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("remind_on", sa.Date(), nullable=True))
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("quota", sa.JSON(), nullable=True))
    _fill(holiday)
    _rename(RENAMED)


def _fill(holiday: sa.Table) -> None:
    ids = [row[0] for row in op.get_bind().execute(sa.text("SELECT id FROM organisation"))]
    days: dict[date, str] = shipped()
    rows = [{"organisation_id": i, "day": day, "name": name} for i in ids for day, name in days.items()]
    if rows:
        op.bulk_insert(holiday, rows)


def _rename(names: dict[str, str]) -> None:
    """Rename the keys of the organisations' own rules."""
    bind = op.get_bind()
    table = sa.table("organisation", sa.column("id", sa.Integer), sa.column("rules", sa.JSON))
    for id_, rules in bind.execute(sa.select(table.c.id, table.c.rules)).all():
        stored = json.loads(rules) if isinstance(rules, str) else rules
        renamed = {names.get(key, key): value for key, value in (stored or {}).items()}
        if renamed != stored:
            bind.execute(table.update().where(table.c.id == id_).values(rules=renamed))


def downgrade() -> None:
    _rename({new: old for old, new in RENAMED.items()})
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_column("quota")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("remind_on")
    op.drop_index(op.f("ix_reminder_outgoing_id"), table_name="reminder")
    op.drop_table("calendar_entry")
    op.drop_table("holiday")
