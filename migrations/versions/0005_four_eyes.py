"""Four eyes inside an organisation: the setting, and what waits for a second representative."""

import sqlalchemy as sa
from alembic import op

revision = "0005_four_eyes"
down_revision = "0004_network_places"

WAITING = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "four_eyes",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by_id", sa.Integer(), nullable=False),
        sa.Column("end_asked_by_id", sa.Integer(), nullable=True),
        sa.Column("end_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(end_asked_by_id IS NULL) = (end_asked_at IS NULL)", name=op.f("ck_four_eyes_end_asked_when")
        ),
        sa.ForeignKeyConstraint(["begun_by_id"], ["person.id"], name=op.f("fk_four_eyes_begun_by_id_person")),
        sa.ForeignKeyConstraint(["end_asked_by_id"], ["person.id"], name=op.f("fk_four_eyes_end_asked_by_id_person")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_four_eyes_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_four_eyes")),
    )
    op.create_table(
        "prepared_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("lock", sa.Integer(), nullable=True),
        sa.Column("statement", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("commitments", sa.JSON(), nullable=False),
        sa.Column("correction", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_as", sa.String(30), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("word", sa.String(), nullable=False),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_as IS NULL)", name=op.f("ck_prepared_act_ended_how")),
        sa.CheckConstraint(
            "(ended_as IN ('confirmed', 'sent_back', 'taken_back')) = (ended_by_id IS NOT NULL)",
            name=op.f("ck_prepared_act_ended_by_someone"),
        ),
        sa.CheckConstraint(
            "ended_as <> 'confirmed' OR ended_by_id <> prepared_by_id",
            name=op.f("ck_prepared_act_confirmed_by_another"),
        ),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_prepared_act_ended_by_id_person")),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
            name=op.f("fk_prepared_act_initiative_id_initiative"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_prepared_act_membership_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_prepared_act_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["prepared_by_id"], ["person.id"], name=op.f("fk_prepared_act_prepared_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prepared_act")),
    )
    op.create_index(op.f("ix_prepared_act_organisation_id_id"), "prepared_act", ["organisation_id", "id"], unique=False)
    op.create_index(op.f("ix_prepared_act_until"), "prepared_act", ["until"], unique=False)
    op.create_index(
        "uq_prepared_act_waiting",
        "prepared_act",
        ["initiative_id", "organisation_id"],
        unique=True,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )


def downgrade() -> None:
    op.drop_table("prepared_act")
    op.drop_table("four_eyes")
