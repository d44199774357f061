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
from connectors.zoho.missing import about_choice
from connectors.zoho.settings import ZohoSettings
from connectors.zoho.wire import read_one
from journal.books.book import Account
from journal.entries.failure import CHANGE, Failure, FailureReason
from journal.entries.posting import LedgerEntry, Outcome, Posted, ReadyEntry, Refused
from journal.errors import LedgerError

NOT_KEPT = (
    "Zoho Books shows another contact, tag, tax, location or project than was sent. Look at the "
    "journal there."
)
NO_STATE = "Zoho Books answered without the state of the journal"
_ID = re.compile(r"\d{5,}")


def unfit(entry: ReadyEntry, currency_id: str | None) -> Refused | None:
    """Return the refusal of an entry in a currency that Zoho would take for another amount.

    `currency_id`: "" of the organisation's own currency, which has no rate but 1; None: it does
    not have that currency.
    """
    if currency_id is None:
        words = f"The organisation in Zoho Books has no currency {entry.currency}"
    elif not currency_id and entry.rate not in (None, 1):
        words = f"{entry.currency} is the organisation's own currency, which has no exchange rate"
    else:
        return None
    return Refused(Failure(FailureReason.CURRENCY, subject=entry.currency, words=words))


def created(
    reply: Reply, entry: ReadyEntry, sent: bytes, settings: ZohoSettings, realm: str
) -> Outcome:
    """Return how the creating of `entry`, `sent` so, ended: it was to be in the books afterwards.

    Only the state shown counts: where journals need approval, one that was sent to be published
    waits for it, and is told as what it is. What of the choices on its lines Zoho did not keep is
    told too.
    """
    if reply.failure is not None:
        return refused(about_choice(reply.failure, entry), entry, reply.retry_after)
    try:
        journal = read_one(reply.content.get("journal"), WireJournal)
    except LedgerError as error:
        return unreadable(str(error), http_status=reply.status, trace="")
    if not journal.status:
        return unreadable(NO_STATE, http_status=reply.status, trace="")
    there = journal.entry(settings.link_to(journal.journal_id, realm), entry.currency)
    return posted(journal, there, sent)


def posted(journal: WireJournal, there: LedgerEntry, sent: bytes) -> Posted:
    """Return that `journal` is in the books, with a remark where its lines choose otherwise."""
    return Posted(there, remark="" if journal.keeps_choices_of(sent) else NOT_KEPT)


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
    outcome = created(reply, entry, sent, settings, realm)
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
    return refused(about_choice(failure, entry), entry, reply.retry_after)


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
