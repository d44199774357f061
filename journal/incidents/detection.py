"""What an attempt means: where the entry stands, when it is tried again, which case it belongs to.

Pure: everything it needs is handed in, and nothing is remembered.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from journal.entries.entry import WAITING, Entry, PostingStatus
from journal.entries.entry_moves import ENTRY_MOVES, Why
from journal.entries.failure import CONNECTION_WIDE, PASSING, AccountCause, Failure, FailureReason
from journal.entries.posting import LedgerEntry, Outcome, Posted, Unbooked, Uncertain
from journal.incidents.incident import Incident, IncidentState, Trigger

FINGERPRINT_VERSION = 1
_FIRST_WAIT = timedelta(seconds=2)
_LONGEST_WAIT = timedelta(minutes=15)
_UNNOTICED_WAIT = timedelta(minutes=10)
"""A longer one that the platform asks for is no short trouble: a day's calls are used up."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where an entry stands after an attempt."""

    why: Why  # it moves: one of those that `ENTRY_MOVES` has for what is being posted
    failure: Failure | None = None
    due_at: datetime | None = None  # when it is tried again automatically
    told: bool = False  # whether it belongs on a card
    new_key: bool = False  # the platform judged this revision, so a retry needs a new key

    @property
    def status(self) -> PostingStatus:
        """Where it leaves an entry that is being posted, and that nobody stopped."""
        return ENTRY_MOVES[PostingStatus.POSTING, self.why]


def judge(entry: Entry, outcome: Outcome, *, at: datetime, patience: timedelta) -> Verdict:
    """Return where `entry` stands after `outcome`, which came in `at` (aware UTC).

    What passes without help is tried again with growing waits, and is told only once the entry
    has waited longer than `patience`, or at once where the platform itself asks for a long wait.
    """
    if isinstance(outcome, Posted) and outcome.entry.is_draft:
        # A draft is not in the books. Another key, since the same entry is posted later.
        left = _left_outside(entry, outcome.entry)
        return Verdict(Why.REFUSE, left, told=True, new_key=True)
    if isinstance(outcome, Posted):
        return Verdict(Why.POST)
    failure = outcome.failure
    if failure.reason not in PASSING:
        judged = failure.http_status is not None and failure.reason not in CONNECTION_WIDE
        return Verdict(Why.REFUSE, failure, told=True, new_key=judged)
    hint = outcome.retry_after
    since = entry.failed_at or at
    return Verdict(
        Why.NO_ANSWER if isinstance(outcome, Uncertain) else Why.POSTPONE,
        failure,
        due_at=at + wait_before(entry.attempts + 1, hint),
        told=at - since >= patience or timedelta(seconds=hint or 0) > _UNNOTICED_WAIT,
        new_key=failure.is_error_of_its_own,
    )


def _left_outside(entry: Entry, there: LedgerEntry) -> Failure:
    """Return why `entry` is not in the books though the platform holds it.

    Someone asked for a draft since its month is closed; or the platform itself keeps it outside.
    """
    if entry.as_draft and there.unbooked is Unbooked.DRAFT:
        return Failure(FailureReason.PERIOD_CLOSED, subject=f"{entry.content.date:%Y-%m}")
    return Failure(FailureReason.NOT_PUBLISHED, subject=there.unbooked.value)


def wait_before(attempt: int, hint: float | None = None) -> timedelta:
    """Return how long to wait before `attempt` (counted from 1), at least `hint` seconds."""
    doubled = _FIRST_WAIT * int(2 ** min(attempt - 1, 16))
    return max(min(doubled, _LONGEST_WAIT), timedelta(seconds=hint or 0))


_BY_SUBJECT = frozenset(
    {
        FailureReason.MAPPING_MISSING,
        FailureReason.DIMENSION_MISSING,
        FailureReason.NAME_MISSING,
        FailureReason.TAX_MISSING,
        FailureReason.NOT_CARRIED,
    }
)

_OF_ONE_ENTRY = (FailureReason.DUPLICATE, FailureReason.DOUBLED, FailureReason.UNBALANCED)


def fingerprint(  # noqa: C901  one arm a kind of cause
    failure: Failure, *, book_id: int, connection_id: int, entry: Entry | None
) -> str:
    """Return what makes two failures one case: the root cause, with its scope.

    A lost connection is one case for the connection, a missing mapping one per sales channel
    and category, missing costs one per sales channel, names that no account or more than one has
    one per sales channel, what lines lack beside an account one per sales channel and list, a
    closed period one per month, a missing rate one per connection and currency, what waits
    outside the books one per connection and state there, what one person changed, or deleted, on
    one day is one; what the
    platform says of one entry only is a case of that entry. A platform that is away answers
    now this way and now that, so all that passes without help is one case for the connection.
    """
    scope: tuple[object, ...]
    reason = failure.reason
    cause = "passing" if reason in PASSING else reason.value
    if reason is FailureReason.CHANGED_IN_BOOKS:
        scope = ("connection", connection_id, *_change_scope(failure))
    elif reason in CONNECTION_WIDE or entry is None:
        scope = ("connection", connection_id)
    elif reason in _BY_SUBJECT:
        scope = ("book", book_id, entry.content.sales_channel, failure.subject)
    elif reason is FailureReason.COST_MISSING:
        scope = ("book", book_id, entry.content.sales_channel)
    elif reason is FailureReason.ACCOUNT_INVALID:
        scope = ("book", book_id, *_account_scope(failure, entry))
    elif reason in (FailureReason.NOT_PUBLISHED, FailureReason.RATE_MISSING):
        scope = ("connection", connection_id, failure.subject)
    elif reason is FailureReason.PERIOD_CLOSED:
        # What a correction replaces may stand in another month.
        there = failure.subject if entry.is_correction else ""
        scope = ("book", book_id, there or f"{entry.content.date:%Y-%m}")
    elif reason in _OF_ONE_ENTRY or failure.conflict:
        scope = ("entry", entry.id)
    else:
        scope = ("book", book_id, _gist(failure))
    text = json.dumps((FINGERPRINT_VERSION, cause, *scope))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _change_scope(failure: Failure) -> tuple[str, ...]:
    """What was done, on which day, by whom."""
    what = failure.conflict.obstacle.value if failure.conflict else ""
    return (what, failure.subject, *failure.details)


def _account_scope(failure: Failure, entry: Entry) -> tuple[str, ...]:
    if failure.cause in (AccountCause.MISSING, AccountCause.AMBIGUOUS):
        return entry.content.sales_channel, failure.cause.value
    return (failure.subject or _gist(failure),)


def _gist(failure: Failure) -> str:
    """What two answers to different entries have in common: the words without numbers."""
    words = re.sub(r"\d+|\"[^\"]*\"|'[^']*'", "#", failure.words.casefold())
    return f"{failure.code} {' '.join(words.split())[:200]}"


def next_move(
    incident: Incident,
    statuses: Mapping[PostingStatus, int],
    *,
    refused: bool,
    undecided: int = 0,
) -> Trigger | None:
    """Return what moves `incident` now that its entries stand as counted, or None.

    Args:
        incident: as it stands, not resolved.
        statuses: how many of its entries have each status.
        refused: whether something that is to be told was refused just now.
        undecided: how many of its posted entries people have to decide on.
    """
    if incident.state is IncidentState.RESOLVED:
        return None
    waiting = sum(statuses.get(status, 0) for status in WAITING)
    if waiting == 0 and undecided:
        return Trigger.REFUSED if incident.state is IncidentState.RETRYING else None
    if waiting == 0:
        return Trigger.POSTED if statuses.get(PostingStatus.POSTED) else Trigger.MOVED
    if incident.state is not IncidentState.RETRYING:
        return None
    on_the_way = waiting - statuses.get(PostingStatus.FAILED, 0)
    idle = not statuses.get(PostingStatus.POSTING)
    return Trigger.REFUSED if on_the_way == 0 or (refused and idle) else None
