"""What an incident waits for to be mapped, and what could be chosen."""

from __future__ import annotations

from collections.abc import Sequence, Set

from journal.incidents.gaps import (
    NAMED,
    Category,
    Gaps,
    Known,
    account_for,
    gaps_of,
    is_watched,
    named_by_lines,
    refused_by,
)
from journal.ports import Store


async def read_gaps(store: Store, incident_id: int) -> Gaps:
    """Return the categories and names that the incident's failed entries lack an account for.

    Raises:
        NotFound: there is no such incident.
    """
    case = await store.incidents.case(incident_id)
    known = await store.books.known(case.connection)
    refused = refused_by(case.incident.failure)
    names = await store.mappings.names(case.book.id)
    mapped = placed(names, known, refused)
    rows = gaps_of(case, known, await store.mappings.rows(incident_id))
    own = await store.mappings.named(incident_id) if is_watched(case) else ()
    return Gaps(
        case=case,
        known=known,
        rows=rows,
        named=named_by_lines(own, known, refused),
        lacks=tuple(await store.mappings.lacks(case.book.id, mapped)),
    )


def placed(
    names: Sequence[str], known: Known, refused: Set[str] = frozenset()
) -> frozenset[Category]:
    """Return every mapped category, and those `names` of accounts, that have an account."""
    categories = [*known.mappings, *((NAMED, one) for one in names)]
    return frozenset(one for one in categories if account_for(one, known, refused))
