"""A public contact and named links of an organisation; what an applicant answers to the desk."""

import sqlalchemy as sa
from alembic import op

revision = "0012_public_contact"
down_revision = "0011_journal_index"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "applicant_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_applicant_answer_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applicant_answer")),
    )
    op.create_index(op.f("ix_applicant_answer_organisation_id"), "applicant_answer", ["organisation_id"])
    op.add_column("application", sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("organisation", sa.Column("contact", sa.String(), nullable=True))
    op.add_column("organisation", sa.Column("links", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("organisation", "links")
    op.drop_column("organisation", "contact")
    op.drop_column("application", "answered_at")
    op.drop_index(op.f("ix_applicant_answer_organisation_id"), "applicant_answer")
    op.drop_table("applicant_answer")
