"""The platform did not let a poll in, or did not answer: what is kept of that, and told."""

from __future__ import annotations

from datetime import datetime

from journal.books.book import Connection, ConnectionState
from journal.entries.failure import Failure, FailureReason
from journal.incidents.detection import fingerprint
from journal.incidents.story.event import Event
from journal.incidents.story.posting import IncidentOpened
from journal.incidents.story.values import Batch
from journal.ports import Found, OpenStore


async def note_no_answer(open_store: OpenStore, connection: Connection, at: datetime) -> None:
    """Remember it; cards that wait for a check say that there is none now."""
    async with open_store() as store:
        if await store.books.note_no_answer(connection.id, at):
            await store.incidents.owe_unchecked(connection.id)


async def note_lost_access(
    open_store: OpenStore, connection: Connection, words: str, at: datetime
) -> None:
    """Tell once that the platform lets nobody in, entries waiting or not."""
    failure = Failure(FailureReason.CONNECTION_LOST, words=words)
    mark = fingerprint(failure, book_id=connection.book_id, connection_id=connection.id, entry=None)
    async with open_store() as store:
        await store.books.set_state(connection.id, ConnectionState.LOST)
        if connection.state is not ConnectionState.LOST:
            await store.incidents.owe_unchecked(connection.id)
        await store.books.note_polled(connection.id, at)
        found = Found(failure, mark, connection.book_id, connection.id)
        incident, is_new = await store.incidents.open_for(found, at)
        if is_new:
            await store.incidents.tell(incident, Event(IncidentOpened(Batch(0))), at)
            await store.incidents.owe_card(incident)
