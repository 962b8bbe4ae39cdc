"""Whoever has left an organisation may ask that acts name a former member."""

from alembic import op

revision = "0006_leaving"
down_revision = "0005_four_eyes"
branch_labels = None
depends_on = None


# In raw words, since SQLite takes a CHECK together with its column only.
ADD = (
    "ALTER TABLE membership ADD COLUMN unnamed_at {moment}"
    " CONSTRAINT ck_membership_unnamed_once_ended CHECK (unnamed_at IS NULL OR ended_at IS NOT NULL)"
)


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(ADD.format(moment="DATETIME" if is_sqlite else "TIMESTAMP WITH TIME ZONE"))


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint("ck_membership_unnamed_once_ended", "membership")
    op.execute("ALTER TABLE membership DROP COLUMN unnamed_at")
