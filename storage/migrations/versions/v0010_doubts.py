"""Messages whose end was not known are looked at once more; refusals in a row are counted."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns, which the previous release leaves as they are."""
    for column in (
        sa.Column("sent_after", sa.Text()),
        sa.Column("look_at", sa.DateTime(timezone=True)),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("refused_since", sa.DateTime(timezone=True)),
        sa.Column("replaced", sa.Integer(), nullable=False, server_default="0"),
    ):
        op.add_column("message", column)
    op.create_index("ix_message_place", "message", ["channel_id", "ts"])
    op.create_index(
        "ix_message_doubt",
        "message",
        ["channel_id", "look_at"],
        postgresql_where=sa.text("look_at IS NOT NULL"),
    )
