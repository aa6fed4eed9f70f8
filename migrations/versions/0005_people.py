"""People come and go: roles that end, acting roles, leave; the days of the monthly meeting."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asking_about", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("away_until", sa.Date(), nullable=True))
    with op.batch_alter_table("role", schema=None) as batch_op:
        batch_op.add_column(sa.Column("acting", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(), nullable=True))
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("acting", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("until", sa.Date(), nullable=True))
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("dates", sa.JSON(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_meeting_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_meeting_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("organisation_id", "month", name=op.f("uq_meeting_organisation_id_month")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_organisation_id"), ["organisation_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_organisation_id"))
    op.drop_table("meeting")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_column("until")
        batch_op.drop_column("acting")
    with op.batch_alter_table("role", schema=None) as batch_op:
        batch_op.drop_column("ended_at")
        batch_op.drop_column("until")
        batch_op.drop_column("acting")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("away_until")
        batch_op.drop_column("asking_about")
