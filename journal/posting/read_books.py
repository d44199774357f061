"""What the platform says of its own books is read again: the closed days and the chart."""

from __future__ import annotations

from journal.books.book import Connection
from journal.entries.placing import Known
from journal.ports import Clock, Ledger, OpenStore


async def read_books(
    open_store: OpenStore, ledger: Ledger, connection: Connection, now: Clock
) -> Known:
    """Read and keep the closed days and the chart; return what is known then.

    Raises:
        LedgerError: the platform could not be read; what was known before stays.
    """
    closed = await ledger.closed_days()
    accounts = await ledger.accounts()
    async with open_store() as store:
        await store.books.save_accounts(connection.id, accounts, now())
        await store.books.save_closed_days(connection.id, closed)
        return await store.books.known(await store.books.connection(connection.id))
