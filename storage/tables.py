"""Every table of jefail's own. Procrastinate's stand beside them in the same database."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

UtcDateTime = DateTime(timezone=True)
"""Every moment is `timestamptz` and comes back aware, in UTC."""


def _id() -> Column[int]:
    return Column("id", BigInteger, Identity(always=True), primary_key=True)


book = Table(
    "book",
    metadata,
    _id(),
    Column("slug", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("channel_id", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("stores", JSONB, nullable=False, server_default="{}"),
    Column("closes_on", Integer),  # day of the following month on which a month closes
    Column("note_above", JSONB, nullable=False, server_default="{}"),  # by currency
    Column("rates", Text, nullable=False, server_default="ask"),  # a RateRule
    Column("rounding_account", Text, nullable=False, server_default=""),  # of converted entries
)

api_token = Table(
    "api_token",
    metadata,
    _id(),
    Column("book_id", ForeignKey("book.id"), nullable=False, index=True),
    Column("digest", LargeBinary, nullable=False, unique=True),  # SHA-256; the token is random
    Column("created_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
)

consent = Table(
    "consent",
    metadata,
    _id(),
    Column("platform", Text, nullable=False),
    Column("access_token", LargeBinary),  # both encrypted
    Column("refresh_token", LargeBinary),
    Column("access_expires_at", UtcDateTime),
    Column("refresh_expires_at", UtcDateTime),
    Column("granted_by", Text),  # Slack user id; NULL: at the terminal
    Column("granted_at", UtcDateTime),
    Column("warned_at", UtcDateTime),  # the team was told that it ends soon
)

connection = Table(
    "connection",
    metadata,
    _id(),
    Column("book_id", ForeignKey("book.id"), nullable=False, unique=True),
    Column("platform", Text, nullable=False),
    Column("site", Text, nullable=False),
    Column("realm", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("consent_id", ForeignKey("consent.id"), nullable=False, index=True),
    Column("owner", Text),  # Slack user id: who is asked to connect it again
    Column("owner_chosen", Boolean, nullable=False, server_default="false"),  # not just the granter
    Column("currency", Text, nullable=False),
    Column("closed_until", Date),
    Column("closed_softly_until", Date),
    Column("closed_spans", JSONB, nullable=False, server_default="[]"),  # [first, last] days
    Column("polled_at", UtcDateTime),
    Column("unread_since", UtcDateTime),  # the platform has not answered a poll since
    Column("changes_read_to", UtcDateTime),
    Column("look_up_after", BigInteger, nullable=False, server_default="0"),
    Column("counted_after", Date),  # posted entries up to this day were looked for last
    Column("accounts_read_at", UtcDateTime),
    Column("next_poll_at", UtcDateTime, nullable=False, index=True),
    Column("next_call_at", UtcDateTime, nullable=False),
    Column("posts_to", Text, nullable=False, server_default=""),  # where a posting service posts
    Column("company_rules", JSONB, nullable=False, server_default="{}"),
    UniqueConstraint("platform", "site", "realm"),  # two books on one ledger would post twice
)

consent_link = Table(
    "consent_link",
    metadata,
    _id(),
    Column("digest", LargeBinary, nullable=False, unique=True),  # SHA-256 of the token in it
    Column("book_id", ForeignKey("book.id"), nullable=False, index=True),
    Column("platform", Text, nullable=False),
    Column("asked_by", Text, nullable=False),  # Slack user id
    Column("expires_at", UtcDateTime, nullable=False, index=True),
    Column("used_at", UtcDateTime),  # gone on to the platform, or its key was taken
    Column("state", LargeBinary, unique=True),  # digest of OAuth's
    Column("verifier", LargeBinary),  # of PKCE, encrypted
    Column("returned_at", UtcDateTime),  # back from the platform
    Column("consent_id", ForeignKey("consent.id"), index=True),  # kept; the company is not chosen
    Column("companies", JSONB, nullable=False, server_default="[]"),  # to choose from
    Column("awaits", JSONB(none_as_null=True)),  # the one that was chosen, to be confirmed in Slack
    Column("settled_at", UtcDateTime),  # confirmed or declined
    Column("signed_in", JSONB, nullable=False, server_default="{}"),  # who, as the platform tells
)

key_try = Table(  # a key and an address that someone typed into a form
    "key_try",
    metadata,
    _id(),
    Column("asked_by", Text, nullable=False),  # Slack user id
    Column("at", UtcDateTime, nullable=False, index=True),
    Index(None, "asked_by", "at"),
)

notice = Table(  # what is told beside the cards: to a channel or to one person
    "notice",
    metadata,
    _id(),
    Column("kind", Text, nullable=False),
    Column("connection_id", ForeignKey("connection.id"), index=True),  # whose consent ends soon
    Column("about_id", ForeignKey("incident.id")),  # the incident that all else is about
    Column("book_id", ForeignKey("book.id")),  # of which a month closes
    Column("month", Date),  # its first day
    Column("actor", Text),  # Slack user id
    Column("facts", JSONB, nullable=False, server_default="{}"),
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("book_id", "month"),  # a month is told of in one place
)

file_offer = Table(  # files of entries that people dropped into Slack, and what is offered of them
    "file_offer",
    metadata,
    _id(),
    Column("told_as", Text, nullable=False, unique=True),  # Slack's id of the event
    Column("channel_id", Text, nullable=False),
    Column("thread_ts", Text, nullable=False),
    Column("file_ts", Text, nullable=False),
    Column("file_id", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("dropped_by", Text, nullable=False),  # Slack user id
    Column("state", Text, nullable=False),
    Column("book_id", ForeignKey("book.id"), index=True),
    Column("digest", Text, nullable=False),  # SHA-256 of what was summed up
    Column("choices", JSONB, nullable=False),
    Column("asks", JSONB, nullable=False),  # what a person has to choose
    Column("why", Text, nullable=False),
    Column("summary", JSONB, nullable=False),
    Column("progress", JSONB, nullable=False),
    Column("moved_by", Text),  # Slack user id
    Column("moved_at", UtcDateTime),
    Column("asked_by", Text),  # Slack user id: who needs a second person
    Column("faults_sent", Text, nullable=False),
    Column("notice_id", ForeignKey("notice.id"), unique=True),  # that offers it
    Column("faults_notice_id", ForeignKey("notice.id"), unique=True),  # that tells what is wrong
    Column("created_at", UtcDateTime, nullable=False),
)

account = Table(
    "account",
    metadata,
    Column("connection_id", ForeignKey("connection.id"), primary_key=True),
    Column("external_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("postable", Boolean, nullable=False),
    Column("stable_id", Text, nullable=False, server_default=""),  # where the other id may change
    Column("wants_name", Text, nullable=False, server_default=""),
)

list_item = Table(  # what lines may carry beside their account, as the platform has it
    "list_item",
    metadata,
    Column("connection_id", ForeignKey("connection.id"), primary_key=True),
    Column("dimension", Text, primary_key=True),  # a Dimension's key
    Column("kind", Text, primary_key=True, server_default=""),
    Column("external_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("number", Text, nullable=False, server_default=""),
    Column("active", Boolean, nullable=False),
    Column("rate", Text),  # of tax codes, in percent, a decimal number
    Column("stable_id", Text, nullable=False, server_default=""),
)

coding_rule = Table(  # what lines carry where they do not say it; an empty column fits all
    "coding_rule",
    metadata,
    Column("book_id", ForeignKey("book.id"), primary_key=True),
    Column("sales_channel", Text, primary_key=True, server_default=""),
    Column("kind", Text, primary_key=True, server_default=""),
    Column("category", Text, primary_key=True, server_default=""),
    Column("account_id", Text, primary_key=True, server_default=""),  # the platform's, that stays
    Column("dimension", Text, primary_key=True),
    Column("item_id", Text, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("updated_by", Text),  # Slack user id; NULL: at the terminal
)

item_alias = Table(  # what lines call a choice of a list, where people said which one is meant
    "item_alias",
    metadata,
    Column("book_id", ForeignKey("book.id"), primary_key=True),
    Column("dimension", Text, primary_key=True),
    Column("name", Text, primary_key=True),  # as names are compared
    Column("written", Text, nullable=False),
    Column("item_id", Text, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("updated_by", Text),
)

mapping = Table(
    "mapping",
    metadata,
    Column("book_id", ForeignKey("book.id"), primary_key=True),
    Column("sales_channel", Text, primary_key=True),
    Column("category", Text, primary_key=True),
    Column("account", Text, nullable=False),  # its id; before the chart was read, what was typed
    Column("updated_at", UtcDateTime, nullable=False),
    Column("updated_by", Text),  # Slack user id; NULL: at the terminal
    Column("account_id", Text),  # the platform's id that stays; NULL: not settled yet
    Column("settled_as", Text),  # `account` as it was settled; another text there is not
)

account_alias = Table(  # what lines call an account, where people said which one is meant
    "account_alias",
    metadata,
    Column("book_id", ForeignKey("book.id"), primary_key=True),
    Column("name", Text, primary_key=True),  # as names are compared
    Column("written", Text, nullable=False),
    Column("account_id", Text, nullable=False),  # the platform's id that stays
    Column("updated_at", UtcDateTime, nullable=False),
    Column("updated_by", Text),  # Slack user id; NULL: at the terminal
)

exchange_rate = Table(  # as the platform told it, for a day of an entry
    "exchange_rate",
    metadata,
    Column("connection_id", ForeignKey("connection.id"), primary_key=True),
    Column("currency", Text, primary_key=True),
    Column("day", Date, primary_key=True),  # of the entry
    Column("value", Text, nullable=False),  # home currency for one unit, a decimal number
    Column("source", Text, nullable=False),
    Column("of_day", Date, nullable=False),  # whose rate it is
)

agreed_rate = Table(  # what a person said of a currency and a day
    "agreed_rate",
    metadata,
    Column("book_id", ForeignKey("book.id"), primary_key=True),
    Column("currency", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("value", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("of_day", Date, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("updated_by", Text, nullable=False),  # Slack user id
)

unit_cost = Table(
    "unit_cost",
    metadata,
    Column("book_id", ForeignKey("book.id"), primary_key=True),
    Column("sales_channel", Text, primary_key=True),
    Column("sku", Text, primary_key=True),
    Column("minor", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)

incident = Table(
    "incident",
    metadata,
    _id(),
    Column("book_id", ForeignKey("book.id"), nullable=False),
    Column("connection_id", ForeignKey("connection.id"), nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("sales_channel", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("details", JSONB, nullable=False),
    Column("words", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("http_status", Integer),
    Column("trace", Text, nullable=False),
    Column("conflict", JSONB(none_as_null=True)),  # what a correction met in the ledger
    Column("cause", Text),  # why an account takes no lines, where the chart showed it
    Column("likeness", JSONB(none_as_null=True)),  # what may be its entry there, or has its number
    Column("state", Text, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("moved_at", UtcDateTime, nullable=False),
    Column("moved_by", Text),
    Column("last_trigger", Text),
    Column("how", Text),
    Column("note", Text, nullable=False),
    Column("verified_at", UtcDateTime),
    Column("mending", JSONB(none_as_null=True)),  # the newest thing that was done about the cause
    Column("assignee", Text),
    Column("assigned_at", UtcDateTime),
    Column("snoozed_until", UtcDateTime),
    Column("snoozed_by", Text),
    Column("asking", JSONB(none_as_null=True)),  # of the connection's owner, who was asked
    Column("request", JSONB(none_as_null=True)),  # what waits for a second person
    Column("approved_by", Text),  # the second person of the last move
    Column("awaited_by", Text),  # who wants it tried by itself once its period is open again
    Index(
        "uq_incident_open_fingerprint",
        "fingerprint",
        unique=True,
        postgresql_where=text("state <> 'resolved'"),
    ),
    Index(  # said to be fixed in the platform, which was not seen yet
        "ix_incident_unchecked",
        "connection_id",
        postgresql_where=text(
            "state = 'resolved' AND how = 'fixed_in_platform' AND verified_at IS NULL"
        ),
    ),
    Index("ix_incident_open", "book_id", "id", postgresql_where=text("state <> 'resolved'")),
    Index(
        "ix_incident_snoozed", "snoozed_until", postgresql_where=text("snoozed_until IS NOT NULL")
    ),
    # What is remembered of the same cause: by its fingerprint, or by what it is about.
    Index("ix_incident_settled", "fingerprint", postgresql_where=text("state = 'resolved'")),
    Index(
        "ix_incident_subject",
        "book_id",
        "reason",
        "sales_channel",
        "subject",
        postgresql_where=text("state = 'resolved' AND subject <> ''"),
    ),
)

entry = Table(
    "entry",
    metadata,
    _id(),
    Column("uid", Uuid, nullable=False, server_default=text("gen_random_uuid()")),
    Column("book_id", ForeignKey("book.id"), nullable=False),
    Column("connection_id", ForeignKey("connection.id"), nullable=False),
    Column("reference", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("date", Date, nullable=False),
    Column("sales_channel", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("total_minor", BigInteger, nullable=False),
    Column("description", Text, nullable=False),
    Column("lines", JSONB, nullable=False),
    Column("status", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("posting_revision", Integer, nullable=False, server_default="1"),
    Column("as_draft", Boolean, nullable=False, server_default="false"),
    Column("handed_in", JSONB(none_as_null=True)),  # what a person changed here, as it was before
    Column("earlier_days", JSONB, nullable=False, server_default="[]"),
    Column("numbered", Integer, nullable=False, server_default="1"),
    Column("number_taken", Boolean, nullable=False, server_default="false"),
    Column("linked_to", Text),  # ids in the ledger: a person says that is this entry
    Column("not_this", Text),  # or that it is another: the newest of `not_these`, for 1.0
    Column("not_these", JSONB, nullable=False, server_default="[]"),
    Column("told_of", Text, nullable=False, server_default=""),  # what else has its number
    Column("posted_how", Text, nullable=False, server_default=""),  # a Ground; "": not known
    Column("replaces", Text),  # of a correction: what it takes the place of; "": that was deleted
    Column("ledger_version", Text, nullable=False, server_default=""),
    Column("restates", JSONB(none_as_null=True)),  # the whole row of a version that stands so far
    Column("incident_id", ForeignKey("incident.id")),
    Column("job_id", BigInteger),  # the job that posts it now
    Column("runs_died", Integer, nullable=False, server_default="0"),  # in a row, that had it
    # The ledger may have it although it was never sent: a backup was put back since.
    Column("look_first", Boolean, nullable=False, server_default="false"),
    Column("claimed_at", UtcDateTime),
    Column("due_at", UtcDateTime),
    Column("accepted_at", UtcDateTime, nullable=False),
    Column("failed_at", UtcDateTime),  # first failure since it came in or was released
    Column("posted_at", UtcDateTime),
    Column("ledger_id", Text),
    Column("ledger_url", Text),
    Column("words", Text, nullable=False, server_default=""),
    Column("prepared_by", Text, nullable=False, server_default=""),  # Slack user id or e-mail
    Column("also_prepared_by", ARRAY(Text), nullable=False, server_default="{}"),  # versions before
    Column("stopped", Boolean, nullable=False, server_default="false"),  # not to be sent any more
    Column("sent_minor", BigInteger),  # what it came to as it was sent or found, costs applied
    # What one piece of each SKU costs in what was sent or found, in the currency of the entry.
    # {}: that is not known; NULL: it has no pieces, or was never sent.
    Column("costs", JSONB(none_as_null=True)),
    Column("lacks", JSONB(none_as_null=True)),  # categories or accounts, of its newest refusal
    Column("number", Text, nullable=False, server_default=""),  # the caller's own, if any
    Column("amounts", Text, nullable=False, server_default="no_tax"),  # a TaxOn
    Column("exchange_rate", Text),  # a decimal number, exactly as it was handed in
    Column("adjusting", Boolean, nullable=False, server_default="false"),
    Column("reverse_on", Date),
    Column("reverses", BigInteger),  # the entry that it books the other way round
    # What is there may hold more than we wrote; and a person saw what a correction removes of it.
    Column("has_theirs", Boolean, nullable=False, server_default="false"),
    Column("may_lose", Boolean, nullable=False, server_default="false"),
    # What counts of what the ledger has, when that was noted, and what people did to it since.
    Column("stands_as", Text, nullable=False, server_default=""),
    Column("stands_since", UtcDateTime),
    Column("changed_there", JSONB(none_as_null=True)),
    # To a ledger without keys: when it left without an answer, and when a second copy of what is
    # posted is looked for.
    Column("sent_at", UtcDateTime),
    Column("look_again_at", UtcDateTime),
    # What a reader of reports goes by, kept by a trigger: which transaction changed last what is
    # reported of the entry, and how often that was changed.
    Column(
        "changed_in",
        BigInteger,
        nullable=False,
        server_default=text("pg_current_xact_id()::text::bigint"),
    ),
    Column("version", BigInteger, nullable=False, server_default="1"),
    UniqueConstraint("book_id", "reference"),
    Index("ix_entry_changed", "book_id", "changed_in", "id"),
    Index(
        "ix_entry_due",
        "connection_id",
        "due_at",
        postgresql_where=text("status IN ('pending', 'uncertain')"),
    ),
    Index(
        "ix_entry_look_again",
        "connection_id",
        "look_again_at",
        postgresql_where=text("look_again_at IS NOT NULL"),
    ),
    Index("ix_entry_posting", "connection_id", postgresql_where=text("status = 'posting'")),
    Index("ix_entry_failed", "connection_id", "id", postgresql_where=text("status = 'failed'")),
    Index("ix_entry_incident", "incident_id", "status"),
    # What of a month is not in the books.
    Index("ix_entry_unposted", "book_id", "date", postgresql_where=text("status <> 'posted'")),
    Index("ix_entry_posted_at", "book_id", "posted_at", postgresql_where=text("status = 'posted'")),
    Index("ix_entry_posted", "connection_id", "date", postgresql_where=text("status = 'posted'")),
    Index("ix_entry_reference", "reference"),
    Index(
        "ix_entry_ledger_id",
        "connection_id",
        "ledger_id",
        postgresql_where=text("ledger_id IS NOT NULL"),
    ),
    Index(  # what was posted at a cost
        "ix_entry_costs",
        "costs",
        postgresql_using="gin",
        postgresql_where=text("costs IS NOT NULL"),
    ),
    Index(  # what was posted at costs that are not known
        "ix_entry_uncosted",
        "book_id",
        "sales_channel",
        postgresql_where=text("costs = '{}'"),
    ),
    Index("ix_entry_reversed", "connection_id", postgresql_where=text("reverse_on IS NOT NULL")),
    Index("ix_entry_reverses", "reverses", postgresql_where=text("reverses IS NOT NULL")),
    Index(
        "ix_entry_replaces", "connection_id", "replaces", postgresql_where=text("replaces <> ''")
    ),
)

attempt = Table(
    "attempt",
    metadata,
    _id(),
    Column("entry_id", ForeignKey("entry.id"), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("key", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("http_status", Integer),
    Column("words", Text, nullable=False),
    Column("trace", Text, nullable=False),
    Column("answer", Text, nullable=False),
)

posting_service = Table(  # how far its reports were read, and what it was told of the book
    "posting_service",
    metadata,
    Column("connection_id", ForeignKey("connection.id"), primary_key=True),
    Column("cursor", Text, nullable=False, server_default=""),
    Column("etag", Text, nullable=False, server_default=""),
    Column("mapping_told", Text, nullable=False, server_default=""),  # digests of what it has
    Column("costs_told", Text, nullable=False, server_default=""),
    Column("away_since", UtcDateTime),  # it could not be read since
)

report_read = Table(  # the newest report of an entry that was read from its posting service
    "report_read",
    metadata,
    Column("entry_id", ForeignKey("entry.id"), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("state", Text, nullable=False),
)

incident_event = Table(
    "incident_event",
    metadata,
    _id(),
    Column("incident_id", ForeignKey("incident.id"), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("kind", Text, nullable=False),
    Column("actor", Text),
    Column("facts", JSONB, nullable=False),
)

message = Table(
    "message",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=text("gen_random_uuid()")),  # the intent
    Column("channel_id", Text, nullable=False),
    Column("incident_id", ForeignKey("incident.id")),  # of this or of a notice
    Column("event_id", ForeignKey("incident_event.id")),  # None: the card itself
    Column("notice_id", ForeignKey("notice.id"), unique=True),
    Column("thread_ts", Text),  # of a notice that stands below what a person wrote
    Column("ts", Text),  # Slack's, once it is known to be there
    Column("permalink", Text),  # its address, once another card led to it
    Column("owed", Integer, nullable=False, server_default="1"),  # newest version to be shown
    Column("shown", Integer, nullable=False, server_default="0"),
    Column("attempted_at", UtcDateTime),  # a sending began whose end is not known
    Column("sent_after", Text),  # the newest `ts` known of the channel when it began
    Column("look_at", UtcDateTime),  # when no call of it can still live: then it is looked at again
    Column("tries", Integer, nullable=False, server_default="0"),  # in a row, refused or unclear
    Column("refused_since", UtcDateTime),
    Column("replaced", Integer, nullable=False, server_default="0"),  # cards left as they are
    Column("fault", Text),  # why Slack refused it, or its blocks; told in health
    Column("retry_at", UtcDateTime),  # when one that was refused is tried again; NULL: at once
    Column("is_first", Boolean, nullable=False, server_default="false"),  # before all others
    Column("created_at", UtcDateTime, nullable=False),
    Index("uq_message_card", "incident_id", unique=True, postgresql_where=text("event_id IS NULL")),
    Index(
        "ix_message_owed",
        "channel_id",
        "created_at",
        postgresql_where=text("owed > shown AND fault IS NULL"),
    ),
    Index(
        "ix_message_refused",
        "channel_id",
        "retry_at",
        postgresql_where=text("owed > shown AND fault IS NOT NULL"),
    ),
    Index("ix_message_place", "channel_id", "ts"),
    Index(
        "ix_message_doubt",
        "channel_id",
        "look_at",
        postgresql_where=text("look_at IS NOT NULL"),
    ),
    Index("ix_message_reply", "incident_id", postgresql_where=text("event_id IS NOT NULL")),
    CheckConstraint("num_nonnulls(incident_id, notice_id) = 1", name="message_is_of_one"),
)

slack_channel = Table(
    "slack_channel",
    metadata,
    Column("id", Text, primary_key=True),
    Column("next_send_at", UtcDateTime, nullable=False),
    Column("fault", Text),
    Column("fault_at", UtcDateTime),
)

outage = Table(  # while a channel took nothing
    "outage",
    metadata,
    _id(),
    Column("channel_id", Text, nullable=False),
    Column("fault", Text, nullable=False),  # what Slack answered last
    Column("began_at", UtcDateTime, nullable=False),
    Column("told_at", UtcDateTime),  # last
    Column("told_to", Text, nullable=False, server_default=""),  # channel or people, by commas
    Column("back_at", UtcDateTime),  # it took the first message again
    Column("held", Integer, nullable=False, server_default="0"),  # cards that waited until then
    Column("ended_at", UtcDateTime),  # nothing waits for it any more
    Index("uq_outage_open", "channel_id", unique=True, postgresql_where=text("ended_at IS NULL")),
)

storm = Table(  # while many new cards waited for a channel, and one digest told of them
    "storm",
    metadata,
    _id(),
    Column("channel_id", Text, nullable=False),
    Column("began_at", UtcDateTime, nullable=False),  # when the first of those cards was made
    Column("drawn_at", UtcDateTime, nullable=False),  # a drawing of the digest was owed last
    Column("ended_at", UtcDateTime),
    Index("uq_storm_open", "channel_id", unique=True, postgresql_where=text("ended_at IS NULL")),
)

person = Table(  # as Slack told of them last
    "person",
    metadata,
    Column("id", Text, primary_key=True),  # Slack user id
    Column("name", Text, nullable=False),
    Column("handle", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("is_guest", Boolean, nullable=False),
    Column("is_external", Boolean, nullable=False),
    Column("is_gone", Boolean, nullable=False),  # deactivated, or no person but an app
)

user_group = Table(
    "user_group",
    metadata,
    Column("id", Text, primary_key=True),
    Column("handle", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("people", ARRAY(Text), nullable=False),  # Slack user ids
)

right = Table(  # who may make a move in a book; without a row, anyone but guests
    "right",
    metadata,
    Column("book_id", ForeignKey("book.id"), primary_key=True),
    Column("move", Text, primary_key=True),  # "all": every move that has no row of its own
    Column("anyone", Boolean, nullable=False),
    Column("user_groups", ARRAY(Text), nullable=False),
    Column("people", ARRAY(Text), nullable=False),
    Column("above_minor", BigInteger),  # in the book's currency
    Column("second_above_minor", BigInteger),
)

slack_read = Table(  # what is read of Slack by the clock, and when it was begun last
    "slack_read",
    metadata,
    Column("what", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

click = Table(
    "click",
    metadata,
    Column("id", Text, primary_key=True),
    Column("actor", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
)

channel_member = Table(  # who is in the channels of books, as Slack told of them last
    "channel_member",
    metadata,
    Column("channel_id", Text, primary_key=True),
    Column("person_id", Text, primary_key=True, index=True),  # Slack user id
)

channel_read = Table(  # when that was read
    "channel_read",
    metadata,
    Column("channel_id", Text, primary_key=True),
    Column("read_at", UtcDateTime),  # NULL: not yet, so nobody is known to be in it
    Column("due_at", UtcDateTime, nullable=False),  # when it is read again
    Column("changes", BigInteger, nullable=False, server_default="0"),  # people who came or went
)

form_draft = Table(  # what was typed on the pages of a form that is still open
    "form_draft",
    metadata,
    Column("view_id", Text, primary_key=True),  # Slack's
    Column("typed", JSONB, nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
)

silence = Table(  # books that nobody could read, from the last reading to the next
    "silence",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("connection_id", ForeignKey("connection.id"), nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Index(
        "uq_silence_open",
        "connection_id",
        unique=True,
        postgresql_where=text("ended_at IS NULL"),
    ),
)

held_work = Table(
    "held_work",
    metadata,
    Column("work", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("job_id", BigInteger),
    Column("number", BigInteger, nullable=False, server_default="0"),  # of the run that has it
    Column("gave_up_at", UtcDateTime),  # a job of it was given up, and none has done it since
)

clock_step = Table(  # when the database's clock was set last, as one process noticed and mended it
    "clock_step",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # there is one row
    Column("noticed_at", UtcDateTime, nullable=False),
    Column("seconds", Double, nullable=False),  # ahead; below zero: back
)

database_mark = Table(  # one row, which tells this database from a backup of it that was put back
    "database_mark",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # 1
    Column("written_in", BigInteger, nullable=False),  # the transaction
    Column("place", JSONB, nullable=False),  # server, database, timeline and files
    Column("put_back_at", UtcDateTime),  # when that was noticed last
)
