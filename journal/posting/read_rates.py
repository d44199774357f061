"""What currencies are worth is asked of the platform for the days of entries that have no rate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from journal.books.book import Connection
from journal.books.rates import Rate
from journal.entries.failure import Failure, FailureReason
from journal.entries.mapping import Prepared
from journal.entries.placing import Known
from journal.ports import Ledger, OpenStore


async def read_rates(
    open_store: OpenStore, ledger: Ledger, connection: Connection, ours: Sequence[Prepared]
) -> Known | None:
    """Read and keep the rates that `ours` lack; None: nothing new is known.

    A rate that was told is not asked for again, so what people are shown is what is sent.

    Raises:
        LedgerError: the platform could not be read.
    """
    read: dict[tuple[str, date], Rate] = {}
    for currency, day in dict.fromkeys(_wanted(one) for one in ours if _lacks_rate(one)):
        rate = await ledger.rate(currency, day)
        if rate is not None:
            read[currency, day] = rate
    if not read:
        return None
    async with open_store() as store:
        await store.books.save_rates(connection.id, read)
        return await store.books.known(await store.books.connection(connection.id))


def _lacks_rate(ours: Prepared) -> bool:
    gap = ours.ready
    if not isinstance(gap, Failure) or gap.reason is not FailureReason.RATE_MISSING:
        return False
    return ours.known.rates.proposal(*_wanted(ours)) is None


def _wanted(ours: Prepared) -> tuple[str, date]:
    content = ours.entry.content
    return content.currency, content.date
