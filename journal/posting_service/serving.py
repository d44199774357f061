"""Another jefail, or a person who watches this one so, wants an entry tried again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from journal.incidents.incident import IncidentState, Trigger
from journal.incidents.story.event import Event
from journal.incidents.story.people import RetryAsked
from journal.incidents.story.values import Batch
from journal.ports import Click, Clock
from journal.posting_service.reports import OpenReportStore, ReportStore


@dataclass(frozen=True, slots=True)
class RetryEntry:
    """Hand one entry back to the poster."""

    open_store: OpenReportStore
    now: Clock

    async def __call__(self, book_id: int, reference: str, key: str) -> None:
        """Make the entry due, once for each `key`; one that is posted or waits is left alone.

        Raises:
            NotFound: the book has no such entry.
        """
        at = self.now()
        async with self.open_store() as store:
            entry = await store.reports.wanted_again(book_id, reference)
            if not await store.clicks.remember(Click(f"retry/{book_id}/{key}", "")):
                return
            if not await store.reports.release(entry.id, at):
                return
            if entry.incident_id is not None:
                await _tell(store, entry.incident_id, at)
            await store.jobs.post_entries(entry.connection_id)


async def _tell(store: ReportStore, incident_id: int, at: datetime) -> None:
    """Let the card say that one of its entries is on its way again."""
    incident = await store.incidents.for_change(incident_id)
    if incident.state is IncidentState.OPEN:
        incident = incident.after(Trigger.RETRY, at=at)
        await store.incidents.save(incident)
    await store.incidents.tell(incident, Event(RetryAsked(Batch(1))), at)
    await store.incidents.owe_card(incident)
