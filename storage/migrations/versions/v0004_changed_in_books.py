"""What people change or delete in the books after it was posted."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what the previous release can run beside: columns with defaults, and an index."""
    _watch_what_is_posted()


def _watch_what_is_posted() -> None:
    """What counts of what the ledger has, what people did to it there, and what was looked for."""
    changed = JSONB(none_as_null=True, astext_type=sa.Text())
    for one in (
        sa.Column("stands_as", sa.Text(), server_default="", nullable=False),
        sa.Column("stands_since", sa.DateTime(timezone=True)),
        sa.Column("changed_there", changed),
    ):
        op.add_column("entry", one)
    op.add_column("connection", sa.Column("counted_after", sa.Date()))
    op.create_index(
        "ix_entry_posted",
        "entry",
        ["connection_id", "date"],
        postgresql_where=sa.text("status = 'posted'"),
    )
