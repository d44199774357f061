"""Which failed entries a poll looks for in the ledger: a few at a time, and none in vain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from journal.books.book import Connection
from journal.entries.entry import Entry
from journal.ports import Change, Ledger, OpenStore

LOOK_UPS = 200
"""How many failed entries one poll looks for in the ledger; the next one goes on behind them."""
OVERLAP = timedelta(minutes=10)
"""How far back changes are asked for again: platforms show them late, and clocks differ."""


@dataclass(frozen=True, slots=True)
class Search:
    """The entries to look for, and up to when the ledger is known once they were."""

    entries: Sequence[Entry]
    known_to: datetime | None
    goes_on_after: int = 0  # the id behind which the next poll goes on; 0: it begins again
    changes: Sequence[Change] | None = None  # since the last look; None: it was not asked now


async def plan_search(
    open_store: OpenStore, ledger: Ledger, connection: Connection, looked_at: datetime
) -> Search:
    """Return which entries to look for now, `looked_at` (aware UTC).

    Where the ledger tells what changed, and nothing did but what we wrote ourselves, the failed
    ones are not looked for again: an idle poll costs the same however many there are. Where it
    does not, or each look is dear, it is asked now and then (`Capabilities.look_every`).

    Raises:
        LedgerError: it could not be asked what changed; of these AuthorisationLost.
    """
    known_to = connection.changes_read_to
    rests = _rests(ledger, connection, looked_at)
    changes = None if rests else await _changes(ledger, connection, looked_at)
    is_quiet = rests or await _is_quiet(open_store, ledger, connection, changes)
    since = known_to if is_quiet else None
    async with open_store() as store:
        entries = await store.entries.to_look_up(connection.id, LOOK_UPS, since)
    # What changes during a round that takes several polls is asked for after it.
    tells = changes is not None
    is_start = not connection.is_looking and (since is None or tells)
    # A round that is not full reaches the last of them.
    goes_on_after = entries[-1].id if len(entries) == LOOK_UPS else 0
    to = looked_at if is_start else known_to
    return Search(entries, to, goes_on_after, changes)


async def _changes(
    ledger: Ledger, connection: Connection, looked_at: datetime
) -> Sequence[Change] | None:
    """Return what changed since the ledger was looked through; None: it is not asked now."""
    known_to = connection.changes_read_to
    if known_to is None or connection.is_looking:
        return None
    if looked_at - known_to > ledger.capabilities.changes_reach:
        return None
    return await ledger.changes(known_to - OVERLAP)


async def _is_quiet(
    open_store: OpenStore,
    ledger: Ledger,
    connection: Connection,
    changes: Sequence[Change] | None,
) -> bool:
    """Whether nobody is taken to have typed anything there since it was looked through."""
    if changes is None or not ledger.capabilities.changes:
        return False
    there = [one.ledger_id for one in changes if one.there is not None]
    async with open_store() as store:
        return await store.entries.are_ours(connection.id, there)


def _rests(ledger: Ledger, connection: Connection, looked_at: datetime) -> bool:
    """True if the ledger was looked through so lately that it is not asked again yet."""
    known_to = connection.changes_read_to
    if known_to is None or connection.is_looking:
        return False
    return looked_at - known_to < ledger.capabilities.look_every
