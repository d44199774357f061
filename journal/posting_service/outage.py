"""A posting service that cannot be read: what fails there goes untold, so the team is told that."""

from __future__ import annotations

from datetime import datetime, timedelta

from journal.books.book import Connection
from journal.entries.entry import WAITING
from journal.entries.failure import Failure, FailureReason
from journal.incidents.detection import fingerprint
from journal.incidents.incident import IncidentState, Trigger
from journal.incidents.story.event import Event
from journal.incidents.story.posting import AccessRestored, IncidentOpened
from journal.incidents.story.values import Batch
from journal.ports import Found
from journal.posting_service.reports import ReportStore


async def note_away(
    store: ReportStore, connection: Connection, words: str, at: datetime, patience: timedelta
) -> None:
    """Write that it could not be read at `at`; tell it once when that has outlasted `patience`."""
    since = await store.reports.away(connection.id, at)
    if at - since < patience:
        return
    failure = Failure(FailureReason.TRANSIENT, words=words)
    found = Found(failure, _mark(connection), connection.book_id, connection.id)
    incident, is_new = await store.incidents.open_for(found, at)
    if is_new:
        await store.incidents.tell(incident, Event(IncidentOpened(Batch(0))), at)
        await store.incidents.owe_card(incident)


async def note_back(store: ReportStore, connection: Connection, at: datetime) -> None:
    """Write that it could be read; the card closes, unless entries wait on it as well."""
    if not await store.reports.back(connection.id):
        return
    incident = await store.incidents.open_like(_mark(connection))
    if incident is None or incident.state is not IncidentState.OPEN:
        return
    statuses = await store.incidents.statuses(incident.id)
    if any(statuses.get(status) for status in WAITING):
        return
    await store.incidents.save(incident.after(Trigger.POSTED, at=at))
    await store.incidents.tell(incident, Event(AccessRestored(Batch(0))), at)
    await store.incidents.owe_card(incident)


def _mark(connection: Connection) -> str:
    return fingerprint(
        Failure(FailureReason.TRANSIENT),
        book_id=connection.book_id,
        connection_id=connection.id,
        entry=None,
    )
