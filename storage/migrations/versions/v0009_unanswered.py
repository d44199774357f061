"""When an entry left without an answer, and when a second copy of it is looked for."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add two columns, which the previous release never looks at."""
    op.add_column("entry", sa.Column("sent_at", sa.DateTime(timezone=True)))
    op.add_column("entry", sa.Column("look_again_at", sa.DateTime(timezone=True)))
    op.create_index(
        "ix_entry_look_again",
        "entry",
        ["connection_id", "look_again_at"],
        postgresql_where=sa.text("look_again_at IS NOT NULL"),
    )
