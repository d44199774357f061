"""How one writing ended: Xero's answer, and what a refusal is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from connectors.reply import Reply, refused
from connectors.silence import unreadable
from connectors.subjects import about_accounts
from connectors.words import MAX_WORDS
from connectors.xero.coding_told import about_coding, remark_on
from connectors.xero.extras import NO_NAMES, Names
from connectors.xero.journals import DRAFT, WireJournal
from connectors.xero.settings import XeroSettings
from connectors.xero.wire import read_one
from journal.books.book import Account
from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import Outcome, Posted, ReadyEntry, Refused, Uncertain
from journal.errors import LedgerError

_ACCOUNT = re.compile(r"account code '+([^']{1,40})'", re.IGNORECASE)
KEPT_AS_DRAFT = "Xero kept it as a draft, which is not in the books"


def foreign(entry: ReadyEntry, home_currency: str) -> Refused:
    """Return the refusal of an entry that Xero would take for one in its own currency."""
    words = f"Manual journals in Xero are in the organisation's own currency, {home_currency}"
    return Refused(Failure(FailureReason.CURRENCY, subject=entry.currency, words=words))


def outcome_of(
    reply: Reply,
    entry: ReadyEntry,
    status: str,
    settings: XeroSettings,
    realm: str,
    *,
    names: Names = NO_NAMES,
) -> Outcome:
    """Return how the writing of `entry` ended that was to have `status` afterwards.

    Only the status shown counts: the books have what is posted, and a draft is a draft.
    """
    if reply.failure is not None:
        return _refused(reply, reply.failure, entry)
    try:
        journal = read_one(reply.content, "ManualJournals", WireJournal)
    except LedgerError as error:
        return unreadable(str(error), http_status=reply.status, trace=reply.trace)
    if journal.status in (status, DRAFT):
        # A draft that was to be posted is told as what it is: there, and not in the books.
        link = settings.link_to(journal.id, realm)
        remark = remark_on(entry, journal.lines(NO_NAMES, entry.currency))
        return Posted(journal.entry(link, entry.currency, names), trace=reply.trace, remark=remark)
    words = f"Xero shows the journal as {journal.status[:40]}"
    return unreadable(words, http_status=reply.status, trace=reply.trace)


def _refused(reply: Reply, failure: Failure, entry: ReadyEntry) -> Refused | Uncertain:
    outcome = refused(failure, entry, reply.retry_after)
    if not isinstance(outcome, Refused):
        return outcome
    failure = outcome.failure
    failure = about_coding(failure, entry)
    if failure.reason is FailureReason.ACCOUNT_INVALID:
        failure = about_accounts(failure, [*dict.fromkeys(_ACCOUNT.findall(failure.words))])
    if _is_kept(reply):
        kept = f"{failure.words[: MAX_WORDS - len(KEPT_AS_DRAFT) - 2]}; {KEPT_AS_DRAFT}"
        failure = replace(failure, words=kept)
    return replace(outcome, failure=failure)


def _is_kept(reply: Reply) -> bool:
    """Whether the refused entry is there nevertheless, for someone to complete."""
    try:
        return read_one(reply.content, "ManualJournals", WireJournal).status == DRAFT
    except LedgerError:
        return False


def with_names(outcome: Refused, chart: Sequence[Account], entry: ReadyEntry) -> Refused:
    """Return `outcome` with the accounts by name: Xero tells their codes, if it tells any."""
    known = {account.external_id: account for account in chart}
    failure = outcome.failure
    codes = [code for code in (failure.subject, *failure.details) if code]
    if not codes:
        fit = {account.external_id for account in chart if account.active and account.postable}
        used = dict.fromkeys(line.account_id for line in entry.lines)
        codes = [code for code in used if code not in fit]
    names = [known[code].name if code in known else code for code in codes]
    return replace(outcome, failure=about_accounts(failure, names))
