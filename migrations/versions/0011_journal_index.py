"""The journal is found by act, by person and by month without being read from end to end."""

from alembic import op

revision = "0011_journal_index"
down_revision = "0010_logo"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_journal_entry_kind_id"), "journal_entry", ["kind", "id"])
    op.create_index(op.f("ix_journal_entry_actor_key_id"), "journal_entry", ["actor_key", "id"])
    op.create_index(op.f("ix_journal_entry_at"), "journal_entry", ["at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_journal_entry_at"), "journal_entry")
    op.drop_index(op.f("ix_journal_entry_actor_key_id"), "journal_entry")
    op.drop_index(op.f("ix_journal_entry_kind_id"), "journal_entry")
