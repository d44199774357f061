"""What lines carry beside their account, what the company wants there, what pieces cost."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what the previous release can run beside: columns with defaults, and tables."""
    _keep_heads()
    _keep_lists()
    _keep_what_people_said()
    _keep_rates()
    _keep_costs_that_were_used()
    _offer_files()


def _keep_heads() -> None:
    """How amounts and tax go together, the rate, the auditors' mark, and reversals."""
    for one in (
        sa.Column("amounts", sa.Text(), server_default="no_tax", nullable=False),
        sa.Column("exchange_rate", sa.Text()),
        sa.Column("adjusting", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("reverse_on", sa.Date()),
        sa.Column("reverses", sa.BigInteger()),
    ):
        op.add_column("entry", one)
    _index("ix_entry_reversed", "connection_id", "reverse_on")
    _index("ix_entry_reverses", "reverses", "reverses")


def _index(name: str, column: str, where: str) -> None:
    is_there = sa.text(f"{where} IS NOT NULL")
    op.create_index(name, "entry", [column], postgresql_where=is_there)


def _keep_lists() -> None:
    """The platform's lists, which are read with the chart; so the chart is read again soon."""
    wants_name = sa.Column("wants_name", sa.Text(), server_default="", nullable=False)
    op.add_column("account", wants_name)
    rules = sa.Column(
        "company_rules", JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
    )
    op.add_column("connection", rules)
    op.create_table(
        "list_item",
        _of("connection"),
        *(sa.Column("dimension", sa.Text(), primary_key=True), _part_of_key("kind")),
        sa.Column("external_id", sa.Text(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False, server_default=""),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("rate", sa.Text()),
        sa.Column("stable_id", sa.Text(), nullable=False, server_default=""),
    )
    op.execute("UPDATE connection SET accounts_read_at = NULL")


def _keep_what_people_said() -> None:
    """Which choice of a list lines go to, and what lines call one."""
    op.create_table(
        "coding_rule",
        _of("book"),
        *(_part_of_key(name) for name in ("sales_channel", "kind", "category", "account_id")),
        sa.Column("dimension", sa.Text(), primary_key=True),
        sa.Column("item_id", sa.Text(), nullable=False),
        *_said(),
    )
    op.create_table(
        "item_alias",
        _of("book"),
        sa.Column("dimension", sa.Text(), primary_key=True),
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        *_said(),
    )


def _keep_rates() -> None:
    """What currencies are worth: as platforms told it, as people said, and who is asked."""
    rule = sa.Column("rates", sa.Text(), server_default="ask", nullable=False)
    op.add_column("book", rule)
    rounding = sa.Column("rounding_account", sa.Text(), server_default="", nullable=False)
    op.add_column("book", rounding)
    op.create_table("exchange_rate", _of("connection"), *_rate())
    op.create_table(
        "agreed_rate",
        _of("book"),
        *_rate(),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
    )


def _rate() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("currency", sa.Text(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("of_day", sa.Date(), nullable=False),
    )


def _offer_files() -> None:
    """What is offered of files that people drop into Slack, and where in Slack that stands."""
    op.add_column("message", sa.Column("thread_ts", sa.Text()))
    texts = ("told_as", "channel_id", "thread_ts", "file_ts", "file_id", "file_name", "dropped_by")
    op.create_table(
        "file_offer",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        *(_text(name) for name in (*texts, "state", "digest", "why", "faults_sent")),
        sa.Column("book_id", sa.BigInteger(), sa.ForeignKey("book.id"), index=True),
        *(_json(name) for name in ("choices", "asks", "summary", "progress")),
        sa.Column("moved_by", sa.Text()),
        sa.Column("moved_at", sa.DateTime(timezone=True)),
        sa.Column("asked_by", sa.Text()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.Column(name, sa.BigInteger(), sa.ForeignKey("notice.id"), unique=True)
            for name in ("notice_id", "faults_notice_id")
        ),
        sa.UniqueConstraint("told_as"),
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, JSONB(astext_type=sa.Text()), nullable=False)


def _of(table: str) -> sa.Column[int]:
    return sa.Column(f"{table}_id", sa.BigInteger(), sa.ForeignKey(f"{table}.id"), primary_key=True)


def _part_of_key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), primary_key=True, server_default="")


def _said() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Text()),
    )


def _keep_costs_that_were_used() -> None:
    """Keep what one piece of each SKU costs in an entry, whatever the book says by now."""
    json = JSONB(none_as_null=True, astext_type=sa.Text())
    op.add_column("entry", sa.Column("costs", json, nullable=True))
    op.execute(COSTS_ALREADY_USED)
    op.create_index(
        "ix_entry_costs",
        "entry",
        ["costs"],
        unique=False,
        postgresql_using="gin",
        postgresql_where=sa.text("costs IS NOT NULL"),
    )
    op.create_index(
        "ix_entry_uncosted",
        "entry",
        ["book_id", "sales_channel"],
        unique=False,
        postgresql_where=sa.text("costs = '{}'"),
    )


# What was posted before this was kept holds the costs that are known now where it comes to what
# was posted; of everything else it is not known, which {} says.
COSTS_ALREADY_USED = """
    UPDATE entry e SET costs = CASE
        WHEN used.is_whole AND e.sent_minor = e.total_minor + used.minor THEN used.costs
        ELSE '{}' END
    FROM (
        SELECT sold.id, jsonb_object_agg(sold.sku, c.minor) AS costs,
            sum(round(sold.pieces * c.minor)) AS minor, bool_and(c.minor IS NOT NULL) AS is_whole
        FROM (
            SELECT p.id, p.book_id, p.sales_channel, p.currency, line ->> 'sku' AS sku,
                coalesce(sum(CAST(line ->> 'quantity' AS numeric))
                    FILTER (WHERE line ->> 'side' = 'debit'), 0) AS pieces
            FROM entry p CROSS JOIN LATERAL jsonb_array_elements(p.lines) line
            WHERE p.status = 'posted' AND line ? 'sku' AND NOT line ? 'minor'
            GROUP BY p.id, line ->> 'sku'
        ) sold
        LEFT JOIN unit_cost c ON c.book_id = sold.book_id AND c.sku = sold.sku
            AND c.sales_channel = sold.sales_channel AND c.currency = sold.currency
        GROUP BY sold.id
    ) used
    WHERE e.id = used.id
"""
