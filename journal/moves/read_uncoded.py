"""What an incident waits for to be chosen, and what could be."""

from __future__ import annotations

from journal.incidents.uncoded import Uncoded, uncoded_of
from journal.ports import Store


async def read_uncoded(store: Store, incident_id: int, *, counts: bool = True) -> Uncoded:
    """Return what lines of the incident's failed entries lack beside their account.

    `counts`: with what waits of the book, to count what a choice completes.

    Raises:
        NotFound: there is no such incident.
    """
    case = await store.incidents.case(incident_id)
    known = await store.books.known(case.connection)
    lines = await store.codings.lines(incident_id)
    waiting = await store.codings.waiting(case.book.id) if counts else ()
    return uncoded_of(case, known, lines, waiting)
