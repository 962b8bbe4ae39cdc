"""What people could not use, with the desk's answer."""

import sqlalchemy as sa
from alembic import op

revision = "0008_feedback"
down_revision = "0007_asking"
branch_labels = None
depends_on = None

TABLE = "barrier"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_barrier_answered_by_someone")
        ),
        sa.CheckConstraint(
            "answered_at IS NULL OR (name = '' AND email = '')", name=op.f("ck_barrier_forgotten_once_answered")
        ),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_barrier_answered_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_barrier")),
        sa.UniqueConstraint("public_id", name=op.f("uq_barrier_public_id")),
    )
    waiting = sa.text("answered_at IS NULL")
    op.create_index("ix_barrier_waiting", TABLE, ["at", "id"], sqlite_where=waiting, postgresql_where=waiting)


def downgrade() -> None:
    op.drop_table(TABLE)
