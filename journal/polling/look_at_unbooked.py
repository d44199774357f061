"""What waits outside the books of a platform is looked at again once its state there changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from journal.entries.entry import Entry
from journal.entries.failure import FailureReason
from journal.entries.mapping import Prepared
from journal.entries.posting import LedgerEntry
from journal.incidents.incident import Incident, IncidentState, Trigger
from journal.incidents.story.event import Event
from journal.incidents.story.posting import DraftsDecided
from journal.incidents.story.values import Batch
from journal.ports import Store
from journal.posting.looking_up import hold_against


async def look_at_unbooked(
    store: Store,
    asked: Sequence[Entry],
    ours: Mapping[int, Prepared],
    shown: Sequence[LedgerEntry],
    looked_at: datetime,
    at: datetime,
) -> None:
    """Make due what stands otherwise in the platform than its card says.

    `ours`: the same entries by their ids. `shown`: what a poll saw there that is not in the
    books, and may be one of `asked`. What an approver has approved is published so; their approval
    is the click that decision 6 asks for. What they rejected moves to a card that says so. A card
    that moved after the look is left alone.
    """
    if not shown:
        return
    found = await hold_against(store, [ours[one.id] for one in asked], shown)
    outside = {number: one.there for number, one in found.items() if one.is_ours}
    by_incident: defaultdict[int, list[Entry]] = defaultdict(list)
    for entry in asked:
        if entry.incident_id is not None and entry.number in outside:
            by_incident[entry.incident_id].append(entry)
    for incident_id in sorted(by_incident):
        incident = await store.incidents.for_change(incident_id)
        if incident.state is not IncidentState.OPEN or incident.moved_at > looked_at:
            continue
        changed = [
            one for one in by_incident[incident_id] if _differs(incident, outside[one.number])
        ]
        if changed:
            await _send_again(store, incident, changed, at)


def _differs(incident: Incident, there: LedgerEntry) -> bool:
    is_about_it = incident.failure.reason is FailureReason.NOT_PUBLISHED
    return is_about_it and there.unbooked.value != incident.failure.subject


async def _send_again(
    store: Store, incident: Incident, changed: Sequence[Entry], at: datetime
) -> None:
    released = 0
    for entry in changed:
        released += await store.postings.release(incident.id, at, entry_id=entry.id)
    if not released:
        return
    incident = incident.after(Trigger.RETRY, at=at)
    await store.incidents.save(incident)
    entries = Batch(released, numbers=tuple(one.number for one in changed[:3]))
    await store.incidents.tell(incident, Event(DraftsDecided(entries)), at)
    await store.incidents.owe_card(incident)
    await store.jobs.post_entries(incident.connection_id)
