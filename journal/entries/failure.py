"""Why a platform refused an entry: the reasons, and what each one means for people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from journal.amounts.money import Money
from journal.entries.grounds import Ground
from journal.errors import LedgerError


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
    NOT_PUBLISHED = "not_published"  # it is there, but waits outside the books
    PERMISSION = "permission"
    PLAN_OR_SUBSCRIPTION = "plan_or_subscription"
    DUPLICATE = "duplicate"
    MATCHED_OR_EDITED = "matched_or_edited"
    CHANGED_IN_BOOKS = "changed_in_books"  # someone changed or deleted it after it was posted
    DOUBLED = "doubled"  # the books hold a posted one twice
    UNBALANCED = "unbalanced"
    CURRENCY = "currency"
    DIMENSION_MISSING = "dimension_missing"  # a class, location, tracking option or project
    NAME_MISSING = "name_missing"  # a customer or vendor
    TAX_MISSING = "tax_missing"
    RATE_MISSING = "rate_missing"
    NOT_CARRIED = "not_carried"  # the platform has no place for a field of it
    TAX_OR_DIMENSION = "tax_or_dimension"
    VALIDATION_OTHER = "validation_other"
    UNKNOWN = "unknown"
    COST_CHANGED = "cost_changed"  # no refusal: a person corrects what pieces cost in posted ones


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
OF_THE_CHART = frozenset(
    {
        FailureReason.ACCOUNT_INVALID,
        FailureReason.DIMENSION_MISSING,
        FailureReason.NAME_MISSING,
        FailureReason.TAX_MISSING,
        FailureReason.NOT_CARRIED,
    }
)
"""Reasons that hang on the platform's chart, lists or rules, which may have changed since."""


A_MOMENT = 3.0
"""Seconds. A platform that wants a longer wait than this is not asked again before that."""
A_DAY = "day"
"""The subject of `RATE_LIMITED` when no more calls are answered that day; a short wait has none."""


ENDS_RUNS = "ends_runs"
"""The subject of `UNKNOWN` when jefail itself stopped, each time it was about to post the entry."""
CHANGE = "change"
"""The subject of `PERMISSION` when entries may be created, but not changed once they are posted."""
_SERVER_ERRORS = 500
"""From here on a status says that the platform as a whole is in trouble."""


class AccountCause(StrEnum):
    """Why an account takes no lines, as the chart shows it; the platform was not asked."""

    MISSING = "missing"
    AMBIGUOUS = "ambiguous"  # more than one account fits what is written
    INACTIVE = "inactive"
    WANTS_PARTY = "wants_party"  # receivables and payables: a customer or vendor on each line
    BANK = "bank"
    NOT_FOR_JOURNALS = "not_for_journals"  # the platform keeps it itself, or does not say why


class Obstacle(StrEnum):
    """What keeps a correction out of the ledger; also what people did to an entry there."""

    EDITED = "edited"  # by hand, since we wrote it there
    DELETED = "deleted"  # or voided
    UNBOOKED = "unbooked"  # it is there still, and not in the books any more
    HELD = "held"  # the platform lets nobody change it: it is matched, reconciled, deposited
    DOUBLED = "doubled"  # another that says the same stands beside it
    RESTATED = "restated"  # nothing there: this version reads as another entry (`restating.py`)


GONE_FROM_BOOKS = frozenset({Obstacle.DELETED, Obstacle.UNBOOKED})
"""After these the books have nothing of the entry."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """What a correction met in the ledger, or what people did to an entry there, as it was seen."""

    obstacle: Obstacle
    ledger_id: str = ""
    version: str = ""
    date: date | None = None
    total: Money | None = None  # None: not shown there
    is_foreign: bool = False  # jefail did not post it: a person linked it, or it was found there
    by: str = ""  # who did it, as the platform calls them; "": it does not say
    at: datetime | None = None  # when; None: it does not say
    mark: str = ""  # of what stands there now (`mark_of` in journal/matching/watching.py)
    url: str = ""  # of a copy: where a person sees it in the ledger


class Kin(StrEnum):
    """What an entry in the ledger may be to one of ours, so that a person has to say."""

    CANDIDATE = "candidate"  # same day and total, or same lines: perhaps the same
    OTHER_CONTENT = "other_content"  # our number on something else
    GONE = "gone"  # a person linked it, and it is not there any more


@dataclass(frozen=True, slots=True)
class Likeness:
    """An entry in the ledger that may be ours, as it was seen then."""

    kin: Kin
    ledger_id: str = ""
    number: str = ""  # its own; "" where it has none
    date: date | None = None
    total: Money | None = None  # None: not shown there
    ground: Ground = Ground.ALIKE


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
    cause: AccountCause | None = None  # with ACCOUNT_INVALID that was found by us
    likeness: Likeness | None = None  # with DUPLICATE: what the ledger has, where it was looked at
    answer: str = field(default="", compare=False, repr=False)
    """The platform's whole answer as it came, secrets taken out. Kept with the attempt alone."""

    @property
    def ends_runs(self) -> bool:
        """True if jefail itself stopped each time, so whether anything was sent is not known."""
        return (self.reason, self.subject) == (FailureReason.UNKNOWN, ENDS_RUNS)

    @property
    def is_error_of_its_own(self) -> bool:
        """True if the platform works, and refused this one entry because of a trouble of its own.

        It may repeat that answer to the same key, so the next try needs another one.
        """
        answered = self.http_status is not None and self.http_status < _SERVER_ERRORS
        return self.reason is FailureReason.TRANSIENT and answered


class ReadingRefused(LedgerError):
    """The accounting platform answered, would not show what was asked for, and said why."""

    def __init__(
        self,
        platform: str,
        failure: Failure,
        retry_after: float | None = None,
        *,
        is_wait_told: bool = True,
    ) -> None:
        super().__init__(f"{platform} answered {failure.http_status}: {failure.words[:300]}")
        self.failure = failure
        self.retry_after = retry_after  # seconds; None: nothing is known
        self._is_long = is_wait_told and (retry_after or 0) > A_MOMENT

    @property
    def is_brief(self) -> bool:
        """Whether the platform is only busy, so that another try in a moment may be answered."""
        is_day = self.failure.subject == A_DAY
        return self.failure.reason in PASSING and not (self._is_long or is_day)
