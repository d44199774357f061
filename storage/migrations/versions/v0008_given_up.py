"""What takes its worker with it is singled out, and work that was given up is told."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns that the previous release never writes, and an index on the engine's jobs."""
    op.add_column("entry", sa.Column("runs_died", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("held_work", sa.Column("gave_up_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "CREATE INDEX ix_jobs_to_come ON procrastinate_jobs (task_name, (args ->> 'key'))"
        " WHERE status = 'todo'"
    )
