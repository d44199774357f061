"""Who is in the channels of books: those people see them, and nobody else."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add two tables, which are filled from Slack, and the company that a link waits with."""
    json = JSONB(none_as_null=True, astext_type=sa.Text())
    op.add_column("consent_link", sa.Column("awaits", json))
    who: sa.Column[dict[str, str]] = sa.Column(
        "signed_in", JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
    )
    op.add_column("consent_link", who)
    before: sa.Column[list[str]] = sa.Column(
        "also_prepared_by", sa.ARRAY(sa.Text()), server_default="{}", nullable=False
    )
    op.add_column("entry", before)
    op.create_table(
        "channel_member",
        sa.Column("channel_id", sa.Text(), primary_key=True),
        sa.Column("person_id", sa.Text(), primary_key=True, index=True),
    )
    op.create_table(
        "channel_read",
        sa.Column("channel_id", sa.Text(), primary_key=True),
        sa.Column("read_at", sa.DateTime(timezone=True)),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changes", sa.BigInteger(), server_default="0", nullable=False),
    )
