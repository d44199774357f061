"""How often people tried a key: an address that someone types in is called only so often."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a table, which the previous release never looks at."""
    op.create_table(
        "key_try",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_try")),
    )
    op.create_index("ix_key_try_asked_by_at", "key_try", ["asked_by", "at"])
    op.create_index("ix_key_try_at", "key_try", ["at"])
