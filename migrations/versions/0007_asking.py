"""A link per organisation behind which one asks to join, and those who have asked."""

import sqlalchemy as sa
from alembic import op

revision = "0007_asking"
down_revision = "0006_leaving"
branch_labels = None
depends_on = None

LINK, REQUEST = "joining_link", "joining_request"


def _reference(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def upgrade() -> None:
    op.create_table(
        LINK,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        _reference(LINK, "made_by_id", "person"),
        _reference(LINK, "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joining_link")),
        sa.UniqueConstraint("digest", name=op.f("uq_joining_link_digest")),
    )
    _unique("uq_joining_link_standing", LINK, ["organisation_id"], "revoked_at IS NULL")
    op.create_table(
        REQUEST,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("admitted", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by_id IS NULL)", name=op.f("ck_joining_request_decided_by_someone")
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (admitted IS NULL)", name=op.f("ck_joining_request_decided_somehow")
        ),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_joining_request_email_lower")),
        _reference(REQUEST, "decided_by_id", "person"),
        _reference(REQUEST, "link_id", LINK),
        _reference(REQUEST, "organisation_id", "organisation"),
        _reference(REQUEST, "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joining_request")),
    )
    _unique("uq_joining_request_open", REQUEST, ["organisation_id", "email"], "decided_at IS NULL")


def _unique(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(
        name, table, columns, unique=True, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table(REQUEST)
    op.drop_table(LINK)
