"""What a poll saw is kept, and what waits goes by it."""

from __future__ import annotations

from datetime import datetime

from journal.books.book import Connection, ConnectionState
from journal.entries.failure import FailureReason
from journal.entries.mapping import prepare
from journal.polling.comparing_polled import compare
from journal.polling.let_in_again import let_in_again
from journal.polling.look_at_unbooked import look_at_unbooked
from journal.polling.plan_search import Search
from journal.polling.read_platform import PlatformSeen
from journal.ports import Store
from journal.posting.make_reversals import make_reversals
from journal.posting.post_entries import STALE


async def bring_in_line(
    store: Store,
    connection: Connection,
    search: Search,
    seen: PlatformSeen,
    looked_at: datetime,
    at: datetime,
) -> None:
    """Bring our books in line with what was `seen`, in the caller's transaction."""
    await _keep(store, connection, search, seen, at)
    await let_in_again(store, connection, looked_at, at)
    booked = [one for one in seen.shown if not one.is_draft]
    outside = [one for one in seen.shown if one.is_draft]
    known = await store.books.known(connection) if seen.shown else None
    ours = {one.id: prepare(one, known) for one in search.entries} if known else {}
    await compare(store, search.entries, ours, booked, looked_at, at)
    await look_at_unbooked(store, search.entries, ours, outside, looked_at, at)
    await store.postings.release_abandoned(connection.id, at - STALE)
    await make_reversals(store, connection.id, at)
    if await store.postings.next_due(connection.id) is not None:
        await store.jobs.post_entries(connection.id)


async def _keep(
    store: Store, connection: Connection, search: Search, seen: PlatformSeen, at: datetime
) -> None:
    """Keep how far was looked and what was read; owe the cards that show it."""
    await store.books.note_polled(connection.id, at)
    if search.known_to not in (None, connection.changes_read_to):
        await store.books.note_changes_read(connection.id, search.known_to)
    await store.books.note_looked_up_to(connection.id, search.goes_on_after)
    await store.books.save_closed_days(connection.id, seen.closed)
    if seen.closed != connection.closed:
        await store.incidents.owe_cards_of(connection.id, FailureReason.PERIOD_CLOSED)
    if seen.company is not None:
        await store.books.save_company(connection.id, seen.company, at)
    was_lost = connection.state is ConnectionState.LOST
    if was_lost:
        await store.books.set_state(connection.id, ConnectionState.CONNECTED)
    if was_lost or connection.unread_since:
        await store.incidents.owe_unchecked(connection.id)
