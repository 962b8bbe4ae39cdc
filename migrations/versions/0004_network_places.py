"""Where each organisation stands in the drawing of the network."""

import sqlalchemy as sa
from alembic import op

revision = "0004_network_places"
down_revision = "0003_taken_down"


def upgrade() -> None:
    op.create_table(
        "network_place",
        sa.Column("organisation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("x", sa.Integer(), nullable=False),
        sa.Column("y", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_network_place_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_network_place")),
    )


def downgrade() -> None:
    op.drop_table("network_place")
