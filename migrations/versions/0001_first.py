"""The first tables, as the models make them, triggers and search index included.

There is nothing yet to keep, so the metadata itself is the migration; from the next one on each names its changes.
"""

from alembic import op

from participation.db import Base

revision = "0001"
down_revision = None


def upgrade() -> None:
    Base.metadata.create_all(op.get_bind())


def downgrade() -> None:
    raise NotImplementedError("before the first version there is nothing to go back to")
