"""Rich menus at LINE, and which one each person was given."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rich_menu",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("menu_id", sa.String(length=100), nullable=True),
        sa.Column("ready", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_rich_menu_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rich_menu")),
        sa.UniqueConstraint("organisation_id", "digest", name=op.f("uq_rich_menu_organisation_id_digest")),
    )
    with op.batch_alter_table("rich_menu", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rich_menu_organisation_id"), ["organisation_id"], unique=False)
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("menu", sa.String(length=100), nullable=True))
        batch_op.add_column(sa.Column("menu_try_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("menu_try_at")
        batch_op.drop_column("menu")
    with op.batch_alter_table("rich_menu", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rich_menu_organisation_id"))
    op.drop_table("rich_menu")
