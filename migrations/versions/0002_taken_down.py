"""What was taken down and what was hidden are found by indexes of their own, for the public list of reasons."""

import sqlalchemy as sa
from alembic import op

revision = "0002_taken_down"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, table, column, where in (
        ("ix_decision_taken_down", "decision", "at", "act = 'unpublish'"),
        ("ix_comment_hidden", "comment", "hidden_at", "hidden_at IS NOT NULL"),
    ):
        op.create_index(name, table, [column, "id"], sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    op.drop_index("ix_comment_hidden", "comment")
    op.drop_index("ix_decision_taken_down", "decision")
