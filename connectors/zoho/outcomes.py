"""How one writing ended: Zoho's answer, and what a refusal is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus

from connectors.reply import Reply, refused
from connectors.silence import unreadable
from connectors.subjects import naming_unfit
from connectors.zoho.journals import WireJournal
from connectors.zoho.settings import ZohoSettings
from connectors.zoho.wire import read_one
from journal.books.book import Account
from journal.entries.failure import CHANGE, Failure, FailureReason
from journal.entries.posting import Outcome, Posted, ReadyEntry, Refused
from journal.errors import LedgerError

NO_STATE = "Zoho Books answered without the state of the journal"
_ID = re.compile(r"\d{5,}")


def foreign(entry: ReadyEntry, home_currency: str) -> Refused:
    """Return the refusal of an entry that Zoho would take for one in its own currency."""
    words = f"Journals go to Zoho Books in the organisation's own currency, {home_currency}"
    return Refused(Failure(FailureReason.CURRENCY, subject=entry.currency, words=words))


def created(reply: Reply, entry: ReadyEntry, settings: ZohoSettings, realm: str) -> Outcome:
    """Return how the creating of `entry` ended, which was to be in the books afterwards.

    Only the state shown counts: where journals need approval, one that was sent to be published
    waits for it, and is told as what it is.
    """
    if reply.failure is not None:
        return refused(reply.failure, entry, reply.retry_after)
    try:
        journal = read_one(reply.content.get("journal"), WireJournal)
    except LedgerError as error:
        return unreadable(str(error), http_status=reply.status, trace="")
    if not journal.status:
        return unreadable(NO_STATE, http_status=reply.status, trace="")
    return Posted(journal.entry(settings.link_to(journal.journal_id, realm), entry.currency))


def about_changing(reply: Reply) -> Reply:
    """Return `reply` with what a missing right was wanted for.

    To change a journal takes the scope ZohoBooks.accountants.UPDATE (journals.yml), which jefail
    did not ask for at first: a connection of that time may create and not change, until someone
    reconnects.
    """
    failure = reply.failure
    if failure is None or failure.reason is not FailureReason.PERMISSION:
        return reply
    return replace(reply, failure=replace(failure, subject=CHANGE))


def replaced(
    reply: Reply, entry: ReadyEntry, sent: bytes, settings: ZohoSettings, realm: str
) -> Outcome:
    """Return how the putting of `sent` in place of a journal ended.

    Its lines are looked at: that those which are not sent go is not documented.
    """
    if reply.status == HTTPStatus.NOT_FOUND and reply.failure is not None:
        return refused(_about_the_journal(reply.failure), entry, reply.retry_after)
    outcome = created(reply, entry, settings, realm)
    if not isinstance(outcome, Posted):
        return outcome
    if read_one(reply.content.get("journal"), WireJournal).has_lines_of(sent):
        return outcome
    words = "Zoho Books shows other lines than were sent. Look at the journal there."
    return unreadable(words, http_status=reply.status, trace="")


def not_published(reply: Reply, failure: Failure, entry: ReadyEntry) -> Outcome:
    """Return how the publishing of a draft ended, which was refused with `failure`."""
    if reply.status == HTTPStatus.NOT_FOUND:
        failure = _about_the_journal(failure)
    return refused(failure, entry, reply.retry_after)


def _about_the_journal(failure: Failure) -> Failure:
    """Return a 404, which is about no account as when an entry is created: it was deleted."""
    return replace(failure, reason=FailureReason.MATCHED_OR_EDITED)


def differs(entry: ReadyEntry) -> Refused:
    """Return the refusal to publish a draft that says something else than `entry`."""
    words = (
        f"There is a draft with the number {entry.number} in Zoho Books, with another day or"
        " another sum. Publish it there, or delete it, and try again."
    )
    return Refused(Failure(FailureReason.MATCHED_OR_EDITED, subject=entry.number, words=words))


def with_names(outcome: Refused, chart: Sequence[Account], entry: ReadyEntry) -> Refused:
    """Return `outcome` with the accounts by name: those it tells of, else all that are unfit."""
    return naming_unfit(outcome, entry, chart, set(_ID.findall(outcome.failure.words)))
