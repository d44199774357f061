"""What makes an entry in the ledger ours, and what people said of accounts, costs and numbers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what the previous release can run beside: columns with defaults, and tables."""
    _keep_what_is_restated()
    _send_refused_messages_again()
    _tell_what_cannot_be_checked()
    _keep_amounts_and_names()
    _keep_accounts_by_id()
    _keep_proof()
    _keep_what_is_written()


def _keep_what_is_restated() -> None:
    """Keep the version before one that reads as another entry, until people say which it is."""
    restates = JSONB(none_as_null=True, astext_type=sa.Text())
    op.add_column("entry", sa.Column("restates", restates, nullable=True))


def _send_refused_messages_again() -> None:
    """Note when a message that Slack refused is tried again; NULL: at once."""
    op.add_column("message", sa.Column("retry_at", sa.DateTime(timezone=True)))
    op.create_index(
        "ix_message_refused",
        "message",
        ["channel_id", "retry_at"],
        postgresql_where=sa.text("owed > shown AND fault IS NOT NULL"),
    )


def _tell_what_cannot_be_checked() -> None:
    """Note since when a platform does not answer polls, and where a card is in Slack."""
    op.add_column("connection", sa.Column("unread_since", sa.DateTime(timezone=True)))
    op.add_column("message", sa.Column("permalink", sa.Text()))
    op.create_index(
        "ix_incident_unchecked",
        "incident",
        ["connection_id"],
        postgresql_where=sa.text(
            "state = 'resolved' AND how = 'fixed_in_platform' AND verified_at IS NULL"
        ),
    )


def _keep_amounts_and_names() -> None:
    """What an entry came to as it was posted, and what a posting service posts to."""
    op.add_column("entry", sa.Column("sent_minor", sa.BigInteger()))
    op.add_column("connection", sa.Column("posts_to", sa.Text(), nullable=False, server_default=""))


def _keep_accounts_by_id() -> None:
    """Mappings hold ids, names of accounts have aliases, and what entries lack is kept.

    What was mapped before holds an id, a number or a name, and is settled when the chart is read
    next: the previous release goes on reading and writing `account` alone.
    """
    stable = sa.Column("stable_id", sa.Text(), nullable=False, server_default="")
    op.add_column("account", stable)
    op.add_column("mapping", sa.Column("account_id", sa.Text()))
    op.add_column("mapping", sa.Column("settled_as", sa.Text()))
    op.add_column("incident", sa.Column("cause", sa.Text()))
    op.add_column("entry", sa.Column("lacks", JSONB()))
    op.create_table(
        "account_alias",
        sa.Column("book_id", sa.BigInteger(), sa.ForeignKey("book.id"), primary_key=True),
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Text()),
    )


def _keep_proof() -> None:
    """Keep how an entry is known to be in the books, and what a person said is not it."""
    json = JSONB(astext_type=sa.Text())
    op.add_column("entry", sa.Column("not_these", json, server_default="[]", nullable=False))
    for name in ("told_of", "posted_how"):
        op.add_column("entry", sa.Column(name, sa.Text(), server_default="", nullable=False))
    op.add_column("incident", sa.Column("likeness", json, nullable=True))
    op.create_index(
        "ix_entry_replaces",
        "entry",
        ["connection_id", "replaces"],
        unique=False,
        postgresql_where=sa.text("replaces <> ''"),
    )
    op.execute(ALREADY_SENT)


# What was posted before this was kept, by an attempt that sent it for certain: the platform gave
# it an id of the request, or it was the first attempt, before which the ledger is not looked at.
# Of everything else it is not known, so a correction asks a person first.
ALREADY_SENT = """
    UPDATE entry e SET posted_how = 'sent'
    WHERE (e.status = 'posted' OR e.replaces IS NOT NULL)
      AND (SELECT a.outcome = 'posted' AND (a.trace <> '' OR a.id = (
               SELECT min(first.id) FROM attempt first WHERE first.entry_id = e.id))
           FROM attempt a WHERE a.entry_id = e.id AND a.outcome = 'posted'
           ORDER BY a.id DESC LIMIT 1)
"""


def _keep_what_is_written() -> None:
    """The caller's own number of an entry, and whether the ledger has more there than ours."""
    op.add_column("entry", sa.Column("number", sa.Text(), server_default="", nullable=False))
    for name in ("has_theirs", "may_lose"):
        op.add_column(
            "entry", sa.Column(name, sa.Boolean(), server_default="false", nullable=False)
        )
