"""jefail has access again: everything that waited for that goes on automatically."""

from __future__ import annotations

from datetime import datetime

from journal.books.book import Connection
from journal.entries.failure import Failure, FailureReason
from journal.incidents.detection import fingerprint
from journal.incidents.incident import Incident, IncidentState, Trigger
from journal.incidents.story.event import Event
from journal.incidents.story.posting import AccessRestored
from journal.incidents.story.values import Batch
from journal.ports import Store


async def let_in_again(
    store: Store, connection: Connection, looked_at: datetime, at: datetime
) -> int:
    """Put what waited for the connection back in the queue; return how many entries.

    Asked at every poll, since a posting may have found the door open before this one did.
    `looked_at`: when the platform was seen to give access; a card that moved later is left alone.
    """
    incident = await _waiting(store, connection, FailureReason.CONNECTION_LOST)
    if incident is None or incident.moved_at > looked_at:
        return 0
    return await _release(store, incident, at, by=None)


async def connected_by(store: Store, connection: Connection, at: datetime, by: str | None) -> int:
    """As `let_in_again`, now that a person (Slack user id) has given access again.

    That person may have rights that the user before had not, so what was refused for want of
    them is tried as well.
    """
    count = 0
    for reason in (FailureReason.CONNECTION_LOST, FailureReason.PERMISSION):
        incident = await _waiting(store, connection, reason)
        if incident is not None:
            count += await _release(store, incident, at, by)
    return count


async def _waiting(store: Store, connection: Connection, reason: FailureReason) -> Incident | None:
    """Return the open incident of this connection for `reason`, locked, or None."""
    mark = fingerprint(
        Failure(reason), book_id=connection.book_id, connection_id=connection.id, entry=None
    )
    incident = await store.incidents.open_like(mark)
    return incident if incident and incident.state is IncidentState.OPEN else None


async def _release(store: Store, incident: Incident, at: datetime, by: str | None) -> int:
    count = await store.postings.release(incident.id, at)
    again = Trigger.CONNECT if by else Trigger.RETRY
    incident = incident.after(again if count else Trigger.POSTED, at=at, by=by)
    await store.incidents.save(incident)
    await store.incidents.tell(incident, Event(AccessRestored(Batch(count)), by), at)
    await store.incidents.owe_card(incident)
    if count:
        await store.jobs.post_entries(incident.connection_id)
    return count
