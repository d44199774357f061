"""Someone wants the accounts as the platform has them now."""

from __future__ import annotations

from dataclasses import dataclass

from journal.books.book import Connection
from journal.ports import Clock, OpenLedger, OpenStore
from journal.posting.read_books import read_books


@dataclass(frozen=True, slots=True)
class ReadChart:
    """Read a connection's chart again, and its closed days with it."""

    open_store: OpenStore
    open_ledger: OpenLedger
    now: Clock

    async def __call__(self, connection: Connection) -> None:
        """Read and keep it. It asks the platform, so it has no place before an acknowledgement.

        Raises:
            LedgerError: the platform could not be read; what was known before stays.
        """
        await read_books(self.open_store, self.open_ledger(connection), connection, self.now)
