"""A posting service is given what was set here: mapping and unit costs."""

from __future__ import annotations

from journal.books.book import Connection
from journal.posting_service.reports import OpenReportStore, PostingService


async def tell_service(
    open_store: OpenReportStore, service: PostingService, connection: Connection
) -> None:
    """Tell the service what was set since it was told last; usually nothing was.

    Raises:
        LedgerError: it did not take it; it is told again at the next look.
    """
    async with open_store() as store:
        untold = await store.reports.untold(connection)
    if untold.mapping is None and untold.costs is None:
        return
    if untold.mapping is not None:
        await service.add_mapping(untold.mapping)
    if untold.costs is not None:
        await service.add_costs(untold.costs)
    async with open_store() as store:
        await store.reports.told(connection.id, untold)
