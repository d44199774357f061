"""What was sent without an answer is not sent again while a gateway may still be working on it.

For ledgers that know no keys: there only a look keeps an entry from being stored twice, and a look
shows nothing of what is stored after it (decision 0059).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from journal.entries.entry import Entry
from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import Outcome, Posted, Uncertain
from journal.incidents.detection import Verdict
from journal.matching.plan import Send
from journal.ports import Ledger, OpenStore

LONGEST_WORK: Final = timedelta(minutes=5)
"""How long a gateway may go on with a request that it, or the network, answered for already."""


def held_back(
    entry: Entry, planned: Send | Outcome, ledger: Ledger, at: datetime
) -> Send | Outcome:
    """Return `planned`, or that its last sending may still be stored: it is looked for again."""
    if not isinstance(planned, Send) or ledger.capabilities.native_idempotency:
        return planned
    if entry.sent_at is None or at - entry.sent_at >= LONGEST_WORK:
        return planned
    return Uncertain(Failure(FailureReason.UNCERTAIN, words=entry.words))


async def note_sending(
    open_store: OpenStore, ledger: Ledger, entry: Entry, at: datetime
) -> datetime | None:
    """Keep that `entry` leaves now, so that it is known even if nobody lives to see an answer.

    Returns when it left, None where keys keep a second one out.
    """
    if ledger.capabilities.native_idempotency:
        return None
    async with open_store() as store:
        await store.postings.note_sending(entry.id, at)
    return at


def unanswered_since(outcome: Outcome, left_at: datetime | None) -> datetime | None:
    """Return when it left last without an answer, after a sending that ended in `outcome`."""
    return left_at if isinstance(outcome, Uncertain) else None


def look_again_at(entry: Entry, outcome: Outcome, at: datetime) -> datetime | None:
    """Return when to look for a second copy of what is posted now, and was sent unanswered before.

    A gateway that works longer than anyone waits stores the first one after the second.
    """
    is_doubtful = isinstance(outcome, Posted) and entry.sent_at is not None
    return at + LONGEST_WORK if is_doubtful else None


def due_by(verdict: Verdict, sent_at: datetime | None, at: datetime) -> Verdict:
    """Return `verdict`, due no later than it may be sent again."""
    free_at = sent_at + LONGEST_WORK if sent_at else at
    if verdict.due_at is None or free_at <= at:
        return verdict
    return replace(verdict, due_at=min(verdict.due_at, free_at))
