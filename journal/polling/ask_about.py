"""A poll finds in the ledger what may be an entry that waits: a person is asked, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from journal.entries.entry import Entry
from journal.entries.failure import FailureReason
from journal.incidents.detection import fingerprint
from journal.incidents.incident import Incident
from journal.incidents.story.event import Event
from journal.incidents.story.posting import (
    EntriesJoined,
    EntriesMoved,
    IncidentOpened,
    NumberElsewhere,
)
from journal.incidents.story.values import Batch, There
from journal.matching.plan import asked_about
from journal.matching.proof import Finding, likeness_of
from journal.ports import Found, Store


async def ask_about(
    store: Store, incident: Incident, entry: Entry, found: Finding, at: datetime
) -> Incident | None:
    """Give an entry that waits on `incident` a card of its own that asks whether `found` is it.

    The others of its card stay there. None: it left. Else it is asked on this very card, which is
    returned as it is to show what the ledger has now.
    """
    failure = asked_about(entry, likeness_of(found))
    mark = fingerprint(
        failure, book_id=entry.book_id, connection_id=entry.connection_id, entry=entry
    )
    if mark == incident.fingerprint:
        return replace(incident, failure=replace(incident.failure, likeness=failure.likeness))
    channel = entry.content.sales_channel
    cause = Found(failure, mark, entry.book_id, entry.connection_id, channel)
    asking, is_new = await store.incidents.open_for(cause, at)
    if not await store.revisions.give(entry, asking.id):
        return incident  # it moved on since it was read; the next look judges
    entries = Batch(1, (entry.content.total,), (entry.number,))
    turn = IncidentOpened(entries) if is_new else EntriesJoined(entries)
    await store.incidents.tell(asking, Event(turn), at)
    await store.incidents.save(replace(asking, failure=failure))
    await store.incidents.owe_card(asking)
    await store.incidents.tell(incident, Event(EntriesMoved(entries)), at)
    return None


async def tell_of_number(
    store: Store, incident: Incident, entry: Entry, found: Finding, at: datetime
) -> Incident:
    """Tell once that something else in the ledger has the entry's number; nothing moves.

    Returns the incident as its card is to show it.
    """
    likeness = likeness_of(found)
    if incident.failure.reason is FailureReason.DUPLICATE:
        return replace(incident, failure=replace(incident.failure, likeness=likeness))
    if await store.revisions.tell_of(entry, likeness.ledger_id):
        there = There(likeness.number, likeness.date, likeness.total)
        await store.incidents.tell(incident, Event(NumberElsewhere(entry.number, there)), at)
    return incident
