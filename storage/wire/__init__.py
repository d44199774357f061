"""Between rows and values: nothing but translation."""

from storage.wire.books import (
    account_of,
    account_to_columns,
    book_of,
    company_rules_of,
    company_rules_to_json,
    connection_of,
)
from storage.wire.entries import (
    content_to_json,
    costs_of,
    costs_posted_to_json,
    costs_to_json,
    entry_of,
    head_to_columns,
    line_of,
    line_to_json,
)
from storage.wire.failures import conflict_to_json, failure_of, failure_to_columns
from storage.wire.incidents import incident_of, incident_to_columns, memory_of, tally_in, tally_of

__all__ = [
    "account_of",
    "account_to_columns",
    "book_of",
    "company_rules_of",
    "company_rules_to_json",
    "conflict_to_json",
    "connection_of",
    "content_to_json",
    "costs_of",
    "costs_posted_to_json",
    "costs_to_json",
    "entry_of",
    "failure_of",
    "failure_to_columns",
    "head_to_columns",
    "incident_of",
    "incident_to_columns",
    "line_of",
    "line_to_json",
    "memory_of",
    "tally_in",
    "tally_of",
]
