"""What a poll reads of the platform: closed days, now and then the chart, and entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from journal.books.book import Connection
from journal.books.closed_days import ClosedDays
from journal.books.company import Company
from journal.entries.entry import Entry
from journal.entries.mapping import prepare
from journal.entries.posting import LedgerEntry
from journal.ports import Ledger, OpenStore
from journal.posting.looking_up import all_wanted
from journal.posting.read_books import read_company

ACCOUNTS_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class PlatformSeen:
    """What one look showed."""

    closed: ClosedDays
    company: Company | None  # None: not read this time
    shown: Sequence[LedgerEntry]  # whatever may be one of those looked for, drafts too


async def read_platform(
    open_store: OpenStore,
    ledger: Ledger,
    connection: Connection,
    entries: Sequence[Entry],
    at: datetime,
) -> PlatformSeen:
    """Read what the platform shows, looking for `entries`. Raises LedgerError."""
    read_at = connection.accounts_read_at
    is_old = read_at is None or at - read_at >= ACCOUNTS_EVERY
    return PlatformSeen(
        closed=await ledger.closed_days(),
        company=await read_company(ledger) if is_old else None,
        shown=await _shown(open_store, ledger, connection, entries) if entries else (),
    )


async def _shown(
    open_store: OpenStore, ledger: Ledger, connection: Connection, entries: Sequence[Entry]
) -> Sequence[LedgerEntry]:
    """Return what may be one of `entries`; a draft is there, but not in the books."""
    async with open_store() as store:
        known = await store.books.known(connection)
    return await ledger.find(all_wanted(prepare(one, known) for one in entries))
