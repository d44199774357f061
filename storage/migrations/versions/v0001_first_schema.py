"""The first schema: jefail's tables, and the work engine's."""

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_NOTE_CHANGE = """
    CREATE FUNCTION note_entry_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.changed_in = pg_current_xact_id()::text::bigint;
        NEW.version = OLD.version + 1;
        RETURN NEW;
    END $$;
    CREATE TRIGGER note_entry_change BEFORE UPDATE ON entry FOR EACH ROW
    WHEN ((OLD.revision, OLD.attempts, OLD.incident_id)
            IS DISTINCT FROM (NEW.revision, NEW.attempts, NEW.incident_id)
        OR ((OLD.status, OLD.words, OLD.ledger_id)
            IS DISTINCT FROM (NEW.status, NEW.words, NEW.ledger_id)
        AND NOT (OLD.status IN ('pending', 'posting', 'uncertain')
            AND NEW.status IN ('pending', 'posting', 'uncertain'))))
    EXECUTE FUNCTION note_entry_change();
    """
"""What is reported of an entry changes with these columns only; waiting is one state there."""


def upgrade() -> None:
    """Create everything."""
    op.execute(SchemaManager.get_schema())

    op.create_table(
        "book",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column(
            "stores",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="{}",
            nullable=False,
        ),
        sa.Column("closes_on", sa.Integer(), nullable=True),
        sa.Column("note_above", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_book")),
        sa.UniqueConstraint("slug", name=op.f("uq_book_slug")),
    )
    _create_people()
    _create_clicks()
    op.create_table(
        "held_work",
        sa.Column("work", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("work", "key", name=op.f("pk_held_work")),
    )
    op.create_table(
        "slack_channel",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("next_send_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.Column("fault_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slack_channel")),
    )
    op.create_table(
        "api_token",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("book_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["book_id"], ["book.id"], name=op.f("fk_api_token_book_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_token_digest")),
    )
    op.create_index(op.f("ix_api_token_book_id"), "api_token", ["book_id"], unique=False)
    op.create_table(
        "consent",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("access_token", sa.LargeBinary(), nullable=True),
        sa.Column("refresh_token", sa.LargeBinary(), nullable=True),
        sa.Column("access_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refresh_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("granted_by", sa.Text(), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_table(
        "connection",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("book_id", sa.BigInteger(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("realm", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("consent_id", sa.BigInteger(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("owner_chosen", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("closed_until", sa.Date(), nullable=True),
        sa.Column("closed_softly_until", sa.Date(), nullable=True),
        sa.Column(
            "closed_spans",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="[]",
            nullable=False,
        ),
        sa.Column("polled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changes_read_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("look_up_after", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("accounts_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_poll_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_call_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["book_id"], ["book.id"], name=op.f("fk_connection_book_id")),
        sa.ForeignKeyConstraint(
            ["consent_id"], ["consent.id"], name=op.f("fk_connection_consent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connection")),
        sa.UniqueConstraint("book_id", name=op.f("uq_connection_book_id")),
        sa.UniqueConstraint(
            "platform", "site", "realm", name=op.f("uq_connection_platform_site_realm")
        ),
    )
    op.create_index(
        op.f("ix_connection_next_poll_at"), "connection", ["next_poll_at"], unique=False
    )
    op.create_index(op.f("ix_connection_consent_id"), "connection", ["consent_id"], unique=False)
    op.create_table(
        "consent_link",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("book_id", sa.BigInteger(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.LargeBinary(), nullable=True),
        sa.Column("verifier", sa.LargeBinary(), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("consent_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "companies",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="[]",
            nullable=False,
        ),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["book_id"], ["book.id"], name=op.f("fk_consent_link_book_id")),
        sa.ForeignKeyConstraint(
            ["consent_id"], ["consent.id"], name=op.f("fk_consent_link_consent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_link")),
        sa.UniqueConstraint("digest", name=op.f("uq_consent_link_digest")),
        sa.UniqueConstraint("state", name=op.f("uq_consent_link_state")),
    )
    for column in ("book_id", "consent_id", "expires_at"):
        name = op.f(f"ix_consent_link_{column}")
        op.create_index(name, "consent_link", [column], unique=False)
    op.create_table(
        "mapping",
        sa.Column("book_id", sa.BigInteger(), nullable=False),
        sa.Column("sales_channel", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["book_id"], ["book.id"], name=op.f("fk_mapping_book_id")),
        sa.PrimaryKeyConstraint("book_id", "sales_channel", "category", name=op.f("pk_mapping")),
    )
    op.create_table(
        "unit_cost",
        sa.Column("book_id", sa.BigInteger(), nullable=False),
        sa.Column("sales_channel", sa.Text(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["book_id"], ["book.id"], name=op.f("fk_unit_cost_book_id")),
        sa.PrimaryKeyConstraint("book_id", "sales_channel", "sku", name=op.f("pk_unit_cost")),
    )
    op.create_table(
        "account",
        sa.Column("connection_id", sa.BigInteger(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("postable", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["connection_id"], ["connection.id"], name=op.f("fk_account_connection_id")
        ),
        sa.PrimaryKeyConstraint("connection_id", "external_id", name=op.f("pk_account")),
    )
    op.create_table(
        "incident",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("book_id", sa.BigInteger(), nullable=False),
        sa.Column("connection_id", sa.BigInteger(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("sales_channel", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("http_status", sa.Integer(), nullable=True),
        sa.Column("trace", sa.Text(), nullable=False),
        sa.Column("conflict", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_by", sa.Text(), nullable=True),
        sa.Column("last_trigger", sa.Text(), nullable=True),
        sa.Column("how", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mending", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("assignee", sa.Text(), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("snoozed_by", sa.Text(), nullable=True),
        sa.Column("asking", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("request", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("awaited_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["book_id"], ["book.id"], name=op.f("fk_incident_book_id")),
        sa.ForeignKeyConstraint(
            ["connection_id"], ["connection.id"], name=op.f("fk_incident_connection_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    op.create_index(
        "ix_incident_open",
        "incident",
        ["book_id", "id"],
        unique=False,
        postgresql_where=sa.text("state <> 'resolved'"),
    )
    op.create_index(
        "ix_incident_settled",
        "incident",
        ["fingerprint"],
        unique=False,
        postgresql_where=sa.text("state = 'resolved'"),
    )
    op.create_index(
        "ix_incident_snoozed",
        "incident",
        ["snoozed_until"],
        unique=False,
        postgresql_where=sa.text("snoozed_until IS NOT NULL"),
    )
    op.create_index(
        "ix_incident_subject",
        "incident",
        ["book_id", "reason", "sales_channel", "subject"],
        unique=False,
        postgresql_where=sa.text("state = 'resolved' AND subject <> ''"),
    )
    op.create_index(
        "uq_incident_open_fingerprint",
        "incident",
        ["fingerprint"],
        unique=True,
        postgresql_where=sa.text("state <> 'resolved'"),
    )
    op.create_table(
        "entry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("uid", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("book_id", sa.BigInteger(), nullable=False),
        sa.Column("connection_id", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("sales_channel", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("posting_revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("as_draft", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("handed_in", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column(
            "earlier_days",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="[]",
            nullable=False,
        ),
        sa.Column("numbered", sa.Integer(), server_default="1", nullable=False),
        sa.Column("number_taken", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("linked_to", sa.Text(), nullable=True),
        sa.Column("not_this", sa.Text(), nullable=True),
        sa.Column("replaces", sa.Text(), nullable=True),
        sa.Column("ledger_version", sa.Text(), server_default="", nullable=False),
        sa.Column("incident_id", sa.BigInteger(), nullable=True),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ledger_id", sa.Text(), nullable=True),
        sa.Column("ledger_url", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("prepared_by", sa.Text(), server_default="", nullable=False),
        sa.Column("stopped", sa.Boolean(), server_default="false", nullable=False),
        sa.Column(
            "changed_in",
            sa.BigInteger(),
            server_default=sa.text("pg_current_xact_id()::text::bigint"),
            nullable=False,
        ),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["book_id"], ["book.id"], name=op.f("fk_entry_book_id")),
        sa.ForeignKeyConstraint(
            ["connection_id"], ["connection.id"], name=op.f("fk_entry_connection_id")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_entry_incident_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("book_id", "reference", name=op.f("uq_entry_book_id_reference")),
    )
    op.create_index("ix_entry_changed", "entry", ["book_id", "changed_in", "id"], unique=False)
    op.execute(_NOTE_CHANGE)
    op.create_index(
        "ix_entry_due",
        "entry",
        ["connection_id", "due_at"],
        unique=False,
        postgresql_where=sa.text("status IN ('pending', 'uncertain')"),
    )
    op.create_index(
        "ix_entry_ledger_id",
        "entry",
        ["connection_id", "ledger_id"],
        unique=False,
        postgresql_where=sa.text("ledger_id IS NOT NULL"),
    )
    op.create_index(
        "ix_entry_failed",
        "entry",
        ["connection_id", "id"],
        unique=False,
        postgresql_where=sa.text("status = 'failed'"),
    )
    op.create_index("ix_entry_incident", "entry", ["incident_id", "status"], unique=False)
    op.create_index(
        "ix_entry_unposted",
        "entry",
        ["book_id", "date"],
        unique=False,
        postgresql_where=sa.text("status <> 'posted'"),
    )
    op.create_index(
        "ix_entry_posted_at",
        "entry",
        ["book_id", "posted_at"],
        unique=False,
        postgresql_where=sa.text("status = 'posted'"),
    )
    op.create_index(
        "ix_entry_posting",
        "entry",
        ["connection_id"],
        unique=False,
        postgresql_where=sa.text("status = 'posting'"),
    )
    op.create_index("ix_entry_reference", "entry", ["reference"], unique=False)
    op.create_table(
        "posting_service",
        sa.Column("connection_id", sa.BigInteger(), nullable=False),
        sa.Column("cursor", sa.Text(), server_default="", nullable=False),
        sa.Column("etag", sa.Text(), server_default="", nullable=False),
        sa.Column("mapping_told", sa.Text(), server_default="", nullable=False),
        sa.Column("costs_told", sa.Text(), server_default="", nullable=False),
        sa.Column("away_since", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["connection_id"], ["connection.id"], name=op.f("fk_posting_service_connection_id")
        ),
        sa.PrimaryKeyConstraint("connection_id", name=op.f("pk_posting_service")),
    )
    op.create_table(
        "report_read",
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_report_read_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_report_read")),
    )
    op.create_table(
        "incident_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("incident_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=True),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_incident_event_incident_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_event")),
    )
    op.create_index(
        op.f("ix_incident_event_incident_id"), "incident_event", ["incident_id"], unique=False
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("http_status", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("trace", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_attempt_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index(op.f("ix_attempt_entry_id"), "attempt", ["entry_id"], unique=False)
    op.create_table(
        "notice",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("connection_id", sa.BigInteger(), nullable=True),
        sa.Column("about_id", sa.BigInteger(), nullable=True),
        sa.Column("book_id", sa.BigInteger(), nullable=True),
        sa.Column("month", sa.Date(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=True),
        sa.Column(
            "facts",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="{}",
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["about_id"], ["incident.id"], name=op.f("fk_notice_about_id")),
        sa.ForeignKeyConstraint(
            ["connection_id"], ["connection.id"], name=op.f("fk_notice_connection_id")
        ),
        sa.ForeignKeyConstraint(["book_id"], ["book.id"], name=op.f("fk_notice_book_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("book_id", "month", name=op.f("uq_notice_book_id_month")),
    )
    op.create_index(op.f("ix_notice_connection_id"), "notice", ["connection_id"], unique=False)
    op.create_table(
        "message",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("channel_id", sa.Text(), nullable=False),
        sa.Column("incident_id", sa.BigInteger(), nullable=True),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.Column("notice_id", sa.BigInteger(), nullable=True),
        sa.Column("ts", sa.Text(), nullable=True),
        sa.Column("owed", sa.Integer(), server_default="1", nullable=False),
        sa.Column("shown", sa.Integer(), server_default="0", nullable=False),
        sa.Column("attempted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["incident_event.id"], name=op.f("fk_message_event_id")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_message_incident_id")
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_message_notice_id")),
        sa.CheckConstraint("num_nonnulls(incident_id, notice_id) = 1", name="message_is_of_one"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("notice_id", name=op.f("uq_message_notice_id")),
    )
    op.create_index(
        "ix_message_owed",
        "message",
        ["channel_id", "created_at"],
        unique=False,
        postgresql_where=sa.text("owed > shown AND fault IS NULL"),
    )
    op.create_index(
        "ix_message_reply",
        "message",
        ["incident_id"],
        unique=False,
        postgresql_where=sa.text("event_id IS NOT NULL"),
    )
    op.create_index(
        "uq_message_card",
        "message",
        ["incident_id"],
        unique=True,
        postgresql_where=sa.text("event_id IS NULL"),
    )


def _create_clicks() -> None:
    op.create_table(
        "click",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_click")),
    )
    op.create_index(op.f("ix_click_at"), "click", ["at"], unique=False)
    op.create_table(
        "form_draft",
        sa.Column("view_id", sa.Text(), nullable=False),
        sa.Column("typed", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("view_id", name=op.f("pk_form_draft")),
    )
    op.create_index(op.f("ix_form_draft_at"), "form_draft", ["at"], unique=False)


def _create_people() -> None:
    """Who is who in Slack, and who may what."""
    op.create_table(
        "person",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("is_guest", sa.Boolean(), nullable=False),
        sa.Column("is_external", sa.Boolean(), nullable=False),
        sa.Column("is_gone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_table(
        "user_group",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("people", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_group")),
    )
    op.create_table(
        "right",
        sa.Column("book_id", sa.BigInteger(), nullable=False),
        sa.Column("move", sa.Text(), nullable=False),
        sa.Column("anyone", sa.Boolean(), nullable=False),
        sa.Column("user_groups", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("people", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("above_minor", sa.BigInteger(), nullable=True),
        sa.Column("second_above_minor", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["book_id"], ["book.id"], name=op.f("fk_right_book_id")),
        sa.PrimaryKeyConstraint("book_id", "move", name=op.f("pk_right")),
    )
    op.create_table(
        "slack_read",
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("what", name=op.f("pk_slack_read")),
    )
