"""What an incident waits for to be mapped, and what could be chosen."""

from __future__ import annotations

from journal.gaps import Gaps, account_for, gaps_of, named_by_lines, refused_by
from journal.ports import Store


async def read_gaps(store: Store, incident_id: int) -> Gaps:
    """Return the categories that the incident's failed entries lack an account for.

    Raises:
        NotFound: there is no such incident.
    """
    case = await store.incidents.case(incident_id)
    known = await store.books.known(case.connection)
    refused = refused_by(case.incident.failure)
    mapped = [one for one in known.mappings if account_for(one, known, refused)]
    return Gaps(
        case=case,
        known=known,
        rows=gaps_of(case, known, await store.mappings.rows(incident_id)),
        named=named_by_lines(await store.mappings.named(incident_id), known, refused),
        lacks=tuple(await store.mappings.lacks(case.book.id, mapped)),
    )
