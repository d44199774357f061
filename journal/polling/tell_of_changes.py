"""What people did to posted entries in the books is told, on one card for one cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from journal.amounts.money import Money
from journal.books.book import Connection
from journal.entries.entry import Entry
from journal.entries.failure import Conflict, Failure
from journal.incidents.detection import fingerprint, next_move
from journal.incidents.incident import Incident, Trigger
from journal.incidents.story.event import Event
from journal.incidents.story.posting import (
    EntriesBack,
    EntriesChanged,
    EntriesMoved,
    IncidentOpened,
)
from journal.incidents.story.values import Batch
from journal.matching.correction import changed_in_books
from journal.matching.watching import Standing, is_told, mark_of
from journal.polling.look_at_posted import PostedSeen, Sighting
from journal.polling.look_for_doubles import DoublesSeen
from journal.ports import Found, Store
from journal.requests import tell_if_lapsed


async def keep_posted(store: Store, connection: Connection, seen: PostedSeen, at: datetime) -> None:
    """Keep what a poll saw of posted entries, in the caller's transaction.

    Each cause has a card: what one person changed, or deleted, on one day. What is on a card
    already stays there; what says the same as ours again leaves it.
    """
    news: defaultdict[str, list[Sighting]] = defaultdict(list)
    causes: dict[str, Failure] = {}
    if seen.counted_after not in (None, connection.counted_after):
        await store.watch.note_round(connection.id, seen.counted_after)
    for one in seen.sightings:
        if one.met is None:
            await _note_same(store, one, at)
        elif not is_told(one.entry, one.met):
            cause = changed_in_books(_as_first_told(one.entry, one.met))
            mark = fingerprint(
                cause, book_id=connection.book_id, connection_id=connection.id, entry=one.entry
            )
            causes[mark] = cause
            news[mark].append(one)
    for mark in sorted(news):
        await _tell(store, connection, causes[mark], mark, news[mark], at)


async def keep_doubles(store: Store, seen: DoublesSeen, at: datetime) -> None:
    """Take what remained of a pair for ours where ours was deleted, in the caller's transaction."""
    for entry, there in seen.remained:
        if await store.watch.adopt(entry, there, mark_of(there), at) and entry.changed:
            await _tell_back(store, entry, at)


def _as_first_told(entry: Entry, met: Conflict) -> Conflict:
    """Return what happened with who and when of the card it is on, if it is the same again."""
    known = entry.changed
    if known is None or known.obstacle is not met.obstacle:
        return met
    return replace(met, by=known.by, at=known.at)


async def _note_same(store: Store, one: Sighting, at: datetime) -> None:
    """Note that nothing that counts was changed; what waited for a decision is done with."""
    entry, there = one.entry, one.there
    if one.standing is not Standing.OURS or there is None:
        return
    is_known = entry.stands_as == one.mark and entry.ledger_version == there.version
    if is_known and entry.changed is None:
        return
    mark = entry.stands_as or one.mark
    if await store.watch.note_standing(entry, there, mark, at) and entry.changed:
        await _tell_back(store, entry, at)


async def _tell_back(store: Store, entry: Entry, at: datetime) -> None:
    assert entry.incident_id is not None
    incident = await store.incidents.for_change(entry.incident_id)
    back = EntriesBack(_batch([entry]))
    await store.incidents.tell(incident, Event(back), at)
    await _settle(store, incident, at)


async def _tell(
    store: Store,
    connection: Connection,
    cause: Failure,
    mark: str,
    news: Sequence[Sighting],
    at: datetime,
) -> None:
    """Put what is new of one cause on its card, in one turn of its story."""
    channel = news[0].entry.content.sales_channel
    found = Found(cause, mark, connection.book_id, connection.id, channel)
    incident, is_new = await store.incidents.open_for(found, at)
    noted = [one for one in news if await _note(store, one, cause, incident, at)]
    if not noted:  # all of it was posted again or decided on meanwhile
        if is_new:
            await store.incidents.save(incident.after(Trigger.MOVED, at=at))
        return
    entries = [one.entry for one in noted]
    newest = noted[-1].met
    assert newest is not None
    turn = EntriesChanged(_batch(entries), newest.obstacle, newest.by)
    told = IncidentOpened(_batch(entries)) if is_new else turn
    incident = replace(incident, failure=replace(cause, conflict=newest))
    request = incident.request
    await store.incidents.save(replace(incident, request=None))
    await store.incidents.tell(incident, Event(told), at)
    await store.incidents.owe_card(incident)
    await tell_if_lapsed(store, replace(incident, request=None), request, at)
    await _leave(store, entries, incident, at)


async def _note(
    store: Store, one: Sighting, cause: Failure, incident: Incident, at: datetime
) -> bool:
    """Keep what happened to one entry, under who and when of its card."""
    assert one.met is not None
    assert cause.conflict is not None
    met = replace(one.met, by=cause.conflict.by, at=cause.conflict.at)
    return await store.watch.note_change(one.entry, met, incident.id, at)


async def _leave(store: Store, entries: Sequence[Entry], incident: Incident, at: datetime) -> None:
    """Tell the cards that asked about something else that these went on to another."""
    left: defaultdict[int, list[Entry]] = defaultdict(list)
    for one in entries:
        if one.changed is not None and one.incident_id not in (None, incident.id):
            left[one.incident_id or 0].append(one)
    for incident_id in sorted(left):
        before = await store.incidents.for_change(incident_id)
        moved = EntriesMoved(_batch(left[incident_id]), (incident.id,))
        await store.incidents.tell(before, Event(moved), at)
        await _settle(store, before, at)


async def _settle(store: Store, incident: Incident, at: datetime) -> None:
    """Close the incident if nothing of it is to be decided on any more."""
    statuses = await store.incidents.statuses(incident.id)
    undecided = await store.watch.count_undecided(incident.id)
    trigger = next_move(incident, statuses, refused=False, undecided=undecided)
    request = incident.request
    if trigger is not None:
        incident = incident.after(trigger, at=at)
        await store.incidents.save(incident)
    await store.incidents.owe_card(incident)
    await tell_if_lapsed(store, incident, request, at)


def _batch(entries: Sequence[Entry]) -> Batch:
    sums: defaultdict[str, int] = defaultdict(int)
    for one in entries:
        sums[one.total.currency] += one.total.minor
    amounts = tuple(Money(minor, currency) for currency, minor in sums.items())
    return Batch(len(entries), amounts, tuple(one.number for one in entries[:3]))
