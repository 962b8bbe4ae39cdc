"""Of which browser and device a session is, in words, for the list of one's sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0013_browser"
down_revision = "0012_public_contact"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("browser", "device"):
        op.add_column("signed_in", sa.Column(name, sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    for name in ("device", "browser"):
        op.drop_column("signed_in", name)
