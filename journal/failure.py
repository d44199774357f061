"""Why a platform refused an entry: the reasons, and what each one means for people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from journal.money import Money


class FailureReason(StrEnum):
    """Why an entry is not in the ledger. The order is the order of the handbook's table."""

    MAPPING_MISSING = "mapping_missing"
    ACCOUNT_INVALID = "account_invalid"
    COST_MISSING = "cost_missing"
    CONNECTION_LOST = "connection_lost"
    TOKEN_EXPIRED = "token_expired"  # noqa: S105  a reason, not a secret
    TRANSIENT = "transient"
    UNCERTAIN = "uncertain"
    RATE_LIMITED = "rate_limited"
    PERIOD_CLOSED = "period_closed"
    PERMISSION = "permission"
    PLAN_OR_SUBSCRIPTION = "plan_or_subscription"
    DUPLICATE = "duplicate"
    MATCHED_OR_EDITED = "matched_or_edited"
    UNBALANCED = "unbalanced"
    CURRENCY = "currency"
    TAX_OR_DIMENSION = "tax_or_dimension"
    VALIDATION_OTHER = "validation_other"
    UNKNOWN = "unknown"


PASSING = frozenset(
    {
        FailureReason.TOKEN_EXPIRED,
        FailureReason.TRANSIENT,
        FailureReason.UNCERTAIN,
        FailureReason.RATE_LIMITED,
    }
)
"""Reasons that are retried without anybody's help, and told only when they outlast patience."""

CONNECTION_WIDE = frozenset(
    {
        FailureReason.CONNECTION_LOST,
        FailureReason.PERMISSION,
        FailureReason.PLAN_OR_SUBSCRIPTION,
        *PASSING,
    }
)
"""Reasons that hit every entry of the connection alike, so they make one incident."""


A_DAY = "day"
"""The subject of `RATE_LIMITED` when no more calls are answered that day; a short wait has none."""


class Obstacle(StrEnum):
    """What keeps a correction out of the ledger, where the entry before it stands."""

    EDITED = "edited"  # by hand, since we wrote it there
    DELETED = "deleted"
    HELD = "held"  # the platform lets nobody change it: it is matched, reconciled, deposited
    RESTATED = "restated"  # nothing there: this version reads as another entry (`restating.py`)


@dataclass(frozen=True, slots=True)
class Conflict:
    """What a correction met in the ledger, as it was seen then."""

    obstacle: Obstacle
    ledger_id: str = ""
    version: str = ""
    date: date | None = None
    total: Money | None = None  # None: not shown there


@dataclass(frozen=True, slots=True)
class Failure:
    """One refusal of one entry, ours (found before any call) or the platform's."""

    reason: FailureReason
    subject: str = ""  # what it is about: a category, an account, a month "2026-07"
    details: tuple[str, ...] = ()  # further ones of the same: variants, categories
    words: str = ""  # the platform's own, whole, secrets taken out; empty when found by us
    code: str = ""
    http_status: int | None = None
    trace: str = ""  # the platform's id of the request, for its support
    conflict: Conflict | None = None  # of a correction, with MATCHED_OR_EDITED
    answer: str = field(default="", compare=False, repr=False)
    """The platform's whole answer as it came, secrets taken out. Kept with the attempt alone."""
