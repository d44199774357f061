"""What makes an entry in the ledger ours, and what people said of accounts, costs and numbers."""

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what the previous release can run beside: columns with defaults, and tables."""
