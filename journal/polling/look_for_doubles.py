"""What a poll sees of entries that the books may hold twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from journal.books.book import Connection
from journal.entries.entry import Entry
from journal.entries.failure import Conflict, Obstacle
from journal.entries.mapping import Prepared, prepare
from journal.entries.posting import LedgerEntry
from journal.matching.doubles import Copies, copies_of, doubled, ids_borne, is_doubled
from journal.matching.watching import Standing, mark_of
from journal.polling.look_at_posted import PostedSeen, Sighting
from journal.ports import Change, Ledger, OpenStore
from journal.posting.looking_up import all_wanted

MOST = 40
"""Posted entries that one poll looks for once more; the next one goes on."""
_MOST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class DoublesSeen:
    """What a poll saw: entries with what stands beside them, and those whose copy remained."""

    looked_for: Sequence[Entry] = ()
    sightings: Sequence[Sighting] = ()
    remained: Sequence[tuple[Entry, LedgerEntry]] = ()  # ours was deleted, this one is there

    def beside(self, posted: PostedSeen) -> PostedSeen:
        """Return `posted` with this: of what is there twice nothing else is told."""
        ours = {one.entry.id: one for one in self.sightings}
        told = {one.entry.id for one in posted.sightings}
        settled = {key for key, one in ours.items() if one.met} | {e.id for e, _ in self.remained}
        kept = [one for one in posted.sightings if one.entry.id not in settled]
        added = [one for key, one in ours.items() if key in settled or key not in told]
        return PostedSeen([*kept, *added], posted.counted_after)


async def look_for_doubles(
    open_store: OpenStore,
    ledger: Ledger,
    connection: Connection,
    changes: Sequence[Change] | None,
    looked_at: datetime,
) -> DoublesSeen:
    """Look for a second copy of posted entries that may have one. Raises LedgerError.

    That is so of what was sent twice, the first time without an answer; of what is known to be
    there twice; and of those whose number something else among `changes` bears.
    """
    if not connection.platform.takes_ours:
        return DoublesSeen()
    borne = ids_borne(one.there for one in changes or () if one.there is not None)
    ids = {one for several in borne.values() for one in several if one <= _MOST_ID}
    async with open_store() as store:
        borne_by = await store.watch.posted_ones(connection.id, sorted(ids))
        suspects = [one for one in borne_by if _is_elsewhere(one, borne)]
        doubtful = await store.watch.doubtful(connection.id, looked_at, MOST)
        entries = [*{one.id: one for one in [*doubtful, *suspects]}.values()]
        known = await store.books.known(connection) if entries else None
    if known is None:
        return DoublesSeen()
    ours = [prepare(one, known) for one in entries]
    shown = await ledger.find(all_wanted(ours))
    async with open_store() as store:
        ids_shown = [one.ledger_id for one in shown if one.ledger_id]
        owners = await store.entries.owners(connection.id, ids_shown)
    seen = [(one, copies_of(one, shown, owners, known.chart)) for one in ours]
    return DoublesSeen(
        entries,
        [told for one, copies in seen if (told := _sighting(one, copies))],
        [(one.entry, them.others[0]) for one, them in seen if not them.ours and them.others],
    )


def _is_elsewhere(entry: Entry, borne: Mapping[str, frozenset[int]]) -> bool:
    """Whether its number stands on something that is not known as it."""
    return any(entry.id in ids and key != entry.ledger_id for key, ids in borne.items())


def _sighting(ours: Prepared, copies: Copies) -> Sighting | None:
    """Return what is told of an entry; None where nothing is: it has no copy, and had none."""
    entry, there = ours.entry, copies.ours
    if there is None:
        return _vanished(entry) if is_doubled(entry) and not copies.others else None
    if copies.others:
        met = doubled(copies.others[0])
        return Sighting(entry, Standing.OURS, there, met, mark_of(there))
    if not is_doubled(entry):
        return None
    return Sighting(entry, Standing.OURS, there, None, mark_of(there))


def _vanished(entry: Entry) -> Sighting:
    """Return that both are gone, which is told as what is deleted in the books."""
    met = Conflict(Obstacle.DELETED, entry.ledger_id or "")
    return Sighting(entry, Standing.GONE, None, met)
