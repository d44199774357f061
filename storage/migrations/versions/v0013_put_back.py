"""A backup that was put back is noticed, and what it does not know of is looked for first."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a table and a column, which the previous release leaves as they are."""
    op.create_table(
        "database_mark",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("written_in", sa.BigInteger(), nullable=False),
        sa.Column("place", JSONB(), nullable=False),
        sa.Column("put_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_database_mark")),
    )
    op.add_column(
        "entry", sa.Column("look_first", sa.Boolean(), nullable=False, server_default="false")
    )
