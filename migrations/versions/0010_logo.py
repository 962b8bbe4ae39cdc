"""Logos of organisations, in a table of their own, so that a backup carries them."""

import sqlalchemy as sa
from alembic import op

revision = "0010_logo"
down_revision = "0009_job"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "logo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("large", sa.LargeBinary(), nullable=False),
        sa.Column("small", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("(organisation_id IS NULL) = (application_id IS NOT NULL)", name=op.f("ck_logo_of_one")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["unconfirmed_application.id"],
            name=op.f("fk_logo_application_id_unconfirmed_application"), ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_logo_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logo")),
        sa.UniqueConstraint("application_id", name=op.f("uq_logo_application_id")),
        sa.UniqueConstraint("organisation_id", name=op.f("uq_logo_organisation_id")),
    )  # fmt: skip
    op.add_column("organisation", sa.Column("logo", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("organisation", "logo")
    op.drop_table("logo")
