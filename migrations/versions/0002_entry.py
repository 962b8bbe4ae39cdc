"""Changes of an address that wait for both ends, and applications whose address nobody has confirmed yet."""

import sqlalchemy as sa
from alembic import op

revision = "0002_entry"
down_revision = "0001"

OPEN = sa.text("done_at IS NULL AND stopped_at IS NULL")


def upgrade() -> None:
    _address_change()
    _unconfirmed_application()


def _address_change() -> None:
    op.create_table(
        "address_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("old_email", sa.String(), nullable=False),
        sa.Column("new_email", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("old_digest", sa.String(), nullable=False),
        sa.Column("new_digest", sa.String(), nullable=False),
        sa.Column("old_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("new_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("new_email = lower(new_email)", name=op.f("ck_address_change_new_email_lower")),
        sa.CheckConstraint(
            "done_at IS NULL OR (old_confirmed_at IS NOT NULL AND new_confirmed_at IS NOT NULL)",
            name=op.f("ck_address_change_done_at_both_ends"),
        ),
        sa.CheckConstraint("done_at IS NULL OR stopped_at IS NULL", name=op.f("ck_address_change_done_or_stopped")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_address_change_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_change")),
        sa.UniqueConstraint("new_digest", name=op.f("uq_address_change_new_digest")),
        sa.UniqueConstraint("old_digest", name=op.f("uq_address_change_old_digest")),
    )
    op.create_index(
        "uq_address_change_open",
        "address_change",
        ["person_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def _unconfirmed_application() -> None:
    op.create_table(
        "unconfirmed_application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("mails", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_unconfirmed_application_email_lower")),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (organisation_id IS NULL)",
            name=op.f("ck_unconfirmed_application_confirmed_as_application"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_unconfirmed_application_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unconfirmed_application")),
        sa.UniqueConstraint("digest", name=op.f("uq_unconfirmed_application_digest")),
    )
    op.create_index(op.f("ix_unconfirmed_application_until"), "unconfirmed_application", ["until"], unique=False)


def downgrade() -> None:
    op.drop_table("unconfirmed_application")
    op.drop_table("address_change")
