"""Which message is which: ids of what came and of what was sent; links and sets of photos as evidence."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sent_message",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.Column("outgoing_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_sent_message_organisation_id")
        ),
        sa.ForeignKeyConstraint(["outgoing_id"], ["outgoing.id"], name=op.f("fk_sent_message_outgoing_id")),
        sa.PrimaryKeyConstraint("organisation_id", "message_id", name=op.f("pk_sent_message")),
    )
    with op.batch_alter_table("inbound_event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("message_id", sa.String(length=64), nullable=True))
        batch_op.create_index(batch_op.f("ix_inbound_event_message_id"), ["message_id"], unique=False)

    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("part", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("url", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("set_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("set_total", sa.Integer(), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_evidence_organisation_id_message_id"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_evidence_organisation_id_message_id_part"), ["organisation_id", "message_id", "part"]
        )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.alter_column("part", existing_type=sa.Integer(), existing_nullable=False, server_default=None)


def downgrade() -> None:
    op.execute("delete from evidence where part > 0 or url is not null")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_evidence_organisation_id_message_id_part"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_evidence_organisation_id_message_id"), ["organisation_id", "message_id"]
        )
        batch_op.drop_column("set_total")
        batch_op.drop_column("set_id")
        batch_op.drop_column("url")
        batch_op.drop_column("part")

    with op.batch_alter_table("inbound_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inbound_event_message_id"))
        batch_op.drop_column("message_id")
        batch_op.drop_column("kind")

    op.drop_table("sent_message")
