"""What makes an entry in the ledger ours, and what people said of accounts, costs and numbers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what the previous release can run beside: columns with defaults, and tables."""
    _keep_what_is_restated()


def _keep_what_is_restated() -> None:
    """Keep the version before one that reads as another entry, until people say which it is."""
    restates = postgresql.JSONB(none_as_null=True, astext_type=sa.Text())
    op.add_column("entry", sa.Column("restates", restates, nullable=True))
