"""What a refusal is about, where the entry or the chart tells."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Container, Sequence
from dataclasses import replace

from journal.books.book import Account
from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import Outcome, ReadyEntry, Refused
from journal.errors import LedgerError


def with_subject(failure: Failure, entry: ReadyEntry) -> Failure:
    """Return `failure` with its subject: the month that is closed, the number."""
    if failure.reason is FailureReason.PERIOD_CLOSED:
        return replace(failure, subject=f"{entry.date:%Y-%m}")
    if failure.reason in (FailureReason.DUPLICATE, FailureReason.MATCHED_OR_EDITED):
        return replace(failure, subject=entry.number)
    return failure


def about_accounts(failure: Failure, named: list[str]) -> Failure:
    """Return `failure` as one about these accounts; none named leaves it open."""
    first, *others = named or [""]
    return replace(failure, subject=first, details=tuple(others))


def naming_unfit(
    outcome: Refused, entry: ReadyEntry, chart: Sequence[Account], told: Container[str] = ()
) -> Refused:
    """Return `outcome` with the accounts by name: those of the ids `told`, and all unfit ones."""
    known = {account.external_id: account for account in chart}
    used = dict.fromkeys(line.account_id for line in entry.lines)
    unfit = [one for one in used if one in told or not _is_fit(known.get(one))]
    names = [known[one].name if one in known else one for one in unfit]
    return replace(outcome, failure=about_accounts(outcome.failure, names))


async def with_accounts(
    outcome: Outcome,
    chart: Callable[[], Awaitable[Sequence[Account]]],
    named: Callable[[Refused, Sequence[Account]], Refused],
) -> Outcome:
    """Return what `named` makes of a refusal of accounts, where the chart can be read.

    Any other outcome is returned as it is, without a call.
    """
    if not isinstance(outcome, Refused):
        return outcome
    if outcome.failure.reason is not FailureReason.ACCOUNT_INVALID:
        return outcome
    try:
        return named(outcome, await chart())
    except LedgerError:
        return outcome


def _is_fit(account: Account | None) -> bool:
    return account is not None and account.active and account.postable
