"""One look at one connection: what the platform shows now, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass

from journal.errors import AuthorisationLost, LedgerError
from journal.polling.bring_in_line import bring_in_line
from journal.polling.look_at_posted import look_at_posted
from journal.polling.look_for_doubles import look_for_doubles
from journal.polling.note_silence import note_lost_access, note_no_answer
from journal.polling.plan_search import plan_search
from journal.polling.post_reopened import post_reopened
from journal.polling.read_platform import read_platform
from journal.polling.tell_of_changes import keep_doubles, keep_posted
from journal.ports import Clock, OpenLedger, OpenStore


@dataclass(frozen=True, slots=True)
class PollConnection:
    """Look at one connection and bring our books in line with what it shows."""

    open_store: OpenStore
    open_ledger: OpenLedger
    now: Clock

    async def __call__(self, connection_id: int) -> None:
        """Poll once. A platform that does not answer is left for the next round."""
        looked_at = self.now()
        async with self.open_store() as store:
            connection = await store.books.connection(connection_id)
        ledger = self.open_ledger(connection)
        try:
            posts_to = await ledger.check()
            search = await plan_search(self.open_store, ledger, connection, looked_at)
            posted = await look_at_posted(
                self.open_store, ledger, connection, search.changes, looked_at
            )
            doubles = await look_for_doubles(
                self.open_store, ledger, connection, search.changes, looked_at
            )
            seen = await read_platform(
                self.open_store, ledger, connection, search.entries, self.now()
            )
        except AuthorisationLost as error:
            await note_lost_access(self.open_store, connection, error.words, self.now())
            return
        except LedgerError:
            await note_no_answer(self.open_store, connection, self.now())
            return
        if posts_to and posts_to != connection.posts_to:
            async with self.open_store() as store:
                await store.books.save_posts_to(connection.id, posts_to)
        async with self.open_store() as store:
            await bring_in_line(store, connection, search, seen, looked_at, self.now())
            await keep_doubles(store, doubles, self.now())
            await keep_posted(store, connection, doubles.beside(posted), self.now())
            await store.watch.note_looked([one.id for one in doubles.looked_for])
        await post_reopened(self.open_store, connection, seen.closed, looked_at, self.now())
