"""How one writing ended, and what a refusal is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from connectors.subjects import about_accounts, with_subject
from connectors.tryton.replies import Reply
from journal.books.book import Account
from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import LedgerEntry, ReadyEntry, Refused, Uncertain

_R = FailureReason


def foreign(entry: ReadyEntry, home_currency: str) -> Refused:
    """Return the refusal of an entry that Tryton would take for one in its own currency."""
    words = f"Moves go to Tryton in the company's own currency, {home_currency}"
    return Refused(Failure(_R.CURRENCY, subject=entry.currency, words=words))


def no_period(entry: ReadyEntry) -> Refused:
    """Return the refusal of a day for which no fiscal year has been opened."""
    words = f"There is no period for {entry.date.isoformat()} in Tryton"
    return Refused(with_subject(Failure(_R.PERIOD_CLOSED, words=words), entry))


def differs(entry: ReadyEntry) -> Refused:
    """Return the refusal to post a draft that says something else than `entry`."""
    words = (
        f"There is a draft with the number {entry.number} in Tryton, with another day or another"
        " sum. Post it there, or delete it, and try again."
    )
    return Refused(Failure(_R.MATCHED_OR_EDITED, subject=entry.number, words=words))


def stays(there: LedgerEntry) -> Refused:
    """Return the refusal to change what is posted, which Tryton does for nobody."""
    words = (
        f"Tryton lets nobody change a posted move. Cancel move {there.ledger_id} in Tryton, which"
        " books its opposite, and post this entry anew."
    )
    return Refused(Failure(_R.VALIDATION_OTHER, words=words))


def refused(reply: Reply, entry: ReadyEntry) -> Refused | Uncertain:
    """Return the refusal with what it is about, as far as the entry tells."""
    failure = reply.failure
    if failure is None:
        raise AssertionError("asked of refusals only")
    if failure.reason is _R.UNCERTAIN:
        return Uncertain(failure)
    return Refused(with_subject(failure, entry))


def with_names(outcome: Refused, entry: ReadyEntry, chart: Sequence[Account]) -> Refused:
    """Return `outcome` with the accounts by name: all of the entry's that are unfit."""
    known = {account.external_id: account for account in chart}
    used = dict.fromkeys(line.account_id for line in entry.lines)
    unfit = [one for one in used if not _is_fit(known.get(one))]
    names = [known[one].name if one in known else one for one in unfit]
    return replace(outcome, failure=about_accounts(outcome.failure, names))


def _is_fit(account: Account | None) -> bool:
    return account is not None and account.active and account.postable
