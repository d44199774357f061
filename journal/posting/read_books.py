"""What the platform says of its own books is read again: closed days, chart and lists."""

from __future__ import annotations

from journal.books.book import Connection
from journal.books.company import Company
from journal.entries.placing import Known
from journal.ports import Clock, Ledger, OpenStore


async def read_company(ledger: Ledger) -> Company:
    """Return chart, lists and rules as the platform has them now. Raises as `Ledger.find`."""
    return Company(await ledger.accounts(), await ledger.lists(), await ledger.company_rules())


async def read_books(
    open_store: OpenStore, ledger: Ledger, connection: Connection, now: Clock
) -> Known:
    """Read and keep closed days, chart, lists and the company's rules; return what is known then.

    Raises:
        LedgerError: the platform could not be read; what was known before stays.
    """
    closed = await ledger.closed_days()
    company = await read_company(ledger)
    async with open_store() as store:
        await store.books.save_company(connection.id, company, now())
        await store.books.save_closed_days(connection.id, closed)
        return await store.books.known(await store.books.connection(connection.id))
