"""What is taken down may leave no notice; what was taken down or hidden is found by indexes, for the public list."""

import sqlalchemy as sa
from alembic import op

revision = "0003_taken_down"
down_revision = "0002_entry"
branch_labels = None
depends_on = None


# In raw words, since SQLite takes a CHECK together with its column only.
ADD = (
    "ALTER TABLE initiative ADD COLUMN page_hidden BOOLEAN DEFAULT {no} NOT NULL"
    " CONSTRAINT ck_initiative_hidden_while_down CHECK (NOT page_hidden OR left_status IS NOT NULL)"
)


def upgrade() -> None:
    op.execute(ADD.format(no="0" if op.get_bind().dialect.name == "sqlite" else "false"))
    for name, table, column, where in (
        ("ix_decision_taken_down", "decision", "at", "act = 'unpublish'"),
        ("ix_comment_hidden", "comment", "hidden_at", "hidden_at IS NOT NULL"),
    ):
        op.create_index(name, table, [column, "id"], sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    op.drop_index("ix_comment_hidden", "comment")
    op.drop_index("ix_decision_taken_down", "decision")
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint("ck_initiative_hidden_while_down", "initiative")
    op.execute("ALTER TABLE initiative DROP COLUMN page_hidden")
