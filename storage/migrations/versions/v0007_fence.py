"""Each hold has a number, so that a run that was held up finds out that another has taken over."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column, which the previous release leaves as it is."""
    number = sa.Column("number", sa.BigInteger(), nullable=False, server_default="0")
    op.add_column("held_work", number)
