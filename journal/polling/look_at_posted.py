"""What a poll sees of entries that jefail posted: which of them people changed or deleted there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from journal.books.book import Connection
from journal.entries.entry import Entry
from journal.entries.failure import Conflict
from journal.entries.mapping import prepare
from journal.entries.posting import LedgerEntry
from journal.matching.watching import OBSTACLES, Standing, is_told, mark_of, standing_of
from journal.ports import Change, Ledger, OpenStore

AUTHORS = 20
"""How many changed entries of one poll the platform is asked for who did it, where that is a call
each; of the others people read it there."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One posted entry as a poll saw it, and what became of it."""

    entry: Entry
    standing: Standing
    there: LedgerEntry | None
    met: Conflict | None  # what people did to it; None: it says what it said
    mark: str = ""


@dataclass(frozen=True, slots=True)
class PostedSeen:
    """What a poll saw of posted entries, and up to which day they were looked for one by one."""

    sightings: Sequence[Sighting] = ()
    counted_after: date | None = None  # None: nothing was looked for


async def look_at_posted(
    open_store: OpenStore,
    ledger: Ledger,
    connection: Connection,
    changes: Sequence[Change] | None,
    looked_at: datetime,
) -> PostedSeen:
    """Return what became of the posted entries among `changes`. Raises LedgerError.

    What was written or decided on after `looked_at` is left to the next poll. None: the ledger
    was not asked what changed, and is asked nothing here.
    """
    if changes is None:
        return PostedSeen()
    gone, counted_after = await _missing(open_store, ledger, connection)
    changes = [*changes, *(Change(one, None) for one in gone)]
    posted = await _posted(open_store, connection, changes, looked_at)
    ours = [one for one in changes if one.ledger_id in posted]
    known = {key: one.ledger_version for key, one in posted.items()}
    seen = await ledger.examine(ours, known) if ours else ()
    judged = await _judged(open_store, connection, seen, posted)
    return PostedSeen(await _with_authors(ledger, seen, judged), counted_after)


async def _missing(
    open_store: OpenStore, ledger: Ledger, connection: Connection
) -> tuple[Sequence[str], date | None]:
    """Look for a part of what is posted, where the platform does not tell what was deleted."""
    most = ledger.capabilities.counts_posted
    if not most:
        return (), None
    async with open_store() as store:
        after = connection.counted_after or date.min
        batch, to = await store.watch.next_round(connection.id, after, most)
    return (await ledger.missing(dict(batch)) if batch else ()), to


async def _posted(
    open_store: OpenStore, connection: Connection, changes: Sequence[Change], looked_at: datetime
) -> Mapping[str, Entry]:
    if not changes:
        return {}
    async with open_store() as store:
        kept = await store.watch.posted(connection.id, [one.ledger_id for one in changes])
    return {
        one.ledger_id: one
        for one in kept
        if one.ledger_id
        if all(at is None or at <= looked_at for at in (one.posted_at, one.stands_since))
    }


async def _judged(
    open_store: OpenStore,
    connection: Connection,
    seen: Sequence[Change],
    posted: Mapping[str, Entry],
) -> Sequence[Sighting]:
    known = None
    if any(not posted[one.ledger_id].stands_as for one in seen):
        async with open_store() as store:
            known = await store.books.known(connection)
    sightings = []
    for change in seen:
        entry, there = posted[change.ledger_id], change.there
        ours = prepare(entry, known) if known and not entry.stands_as else None
        standing = standing_of(entry, there, ours)
        sightings.append(_sighting(entry, standing, change))
    return sightings


def _sighting(entry: Entry, standing: Standing, change: Change) -> Sighting:
    there, obstacle = change.there, OBSTACLES.get(standing)
    mark = mark_of(there) if there else ""
    if obstacle is None:
        return Sighting(entry, standing, there, None, mark)
    met = Conflict(obstacle, change.ledger_id, by=change.by, at=change.at, mark=mark)
    if there is not None:
        met = replace(met, version=there.version, date=there.date, total=there.total)
    return Sighting(entry, standing, there, met, mark)


async def _with_authors(
    ledger: Ledger, seen: Sequence[Change], judged: Sequence[Sighting]
) -> Sequence[Sighting]:
    """Return the sightings with who did what people are not told of yet."""
    asked, told = 0, []
    for change, one in zip(seen, judged, strict=True):
        is_new = one.met is not None and not one.met.by and not is_told(one.entry, one.met)
        if is_new and one.met and asked < AUTHORS:
            asked += 1
            author = await ledger.with_author(change)
            told.append(replace(one, met=replace(one.met, by=author.by, at=author.at)))
        else:
            told.append(one)
    return told
