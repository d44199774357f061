"""What the ledger in memory has against an entry."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Protocol

from journal.books.book import Account
from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import ReadyEntry

R = FailureReason
_STATUS = {R.CONNECTION_LOST: 401, R.TRANSIENT: 500, R.RATE_LIMITED: 429}


class Rules(Protocol):
    """What is to be known of a ledger to judge an entry."""

    @property
    def chart(self) -> Mapping[str, Account]:
        """The accounts by id."""
        ...

    @property
    def can_post(self) -> bool:
        """Whether the connected user may post."""
        ...

    @property
    def closed_until(self) -> date | None:
        """The last closed day."""
        ...


def a_failure(reason: FailureReason, words: str, subject: str = "") -> Failure:
    """Return a refusal as a platform words it, with a status and a trace."""
    status = _STATUS.get(reason, 400)
    return Failure(reason, subject, words=words, http_status=status, trace="fake")


def broken_rule(entry: ReadyEntry, rules: Rules, taken: Collection[str]) -> Failure | None:
    """Return what speaks against `entry`, or None; `taken`: the numbers of other entries."""
    if not rules.can_post:
        return a_failure(R.PERMISSION, "You may not post")
    if failure := _bad_account(entry, rules.chart):
        return failure
    if sum(line.side.sign * line.amount.minor for line in entry.lines):
        return a_failure(R.UNBALANCED, "Debits and credits differ")
    if rules.closed_until is not None and entry.date <= rules.closed_until:
        return a_failure(R.PERIOD_CLOSED, "The period is closed", f"{entry.date:%Y-%m}")
    if (entry.own_number or entry.number) in taken:
        return a_failure(R.DUPLICATE, "This number is taken", entry.number)
    return None


def _bad_account(entry: ReadyEntry, chart: Mapping[str, Account]) -> Failure | None:
    for line in entry.lines:
        account = chart.get(line.account_id)
        if account is None:
            return a_failure(R.ACCOUNT_INVALID, "There is no such account", line.account_id)
        if not account.active:
            return a_failure(R.ACCOUNT_INVALID, "An account is inactive", account.name)
    return None
