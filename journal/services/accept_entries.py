"""Entries come in: they are kept, and their posting is made due, together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from journal.entry import NewEntry
from journal.ports import Acceptance, Clock, OpenStore


@dataclass(frozen=True, slots=True)
class AcceptEntries:
    """Take entries into a book."""

    open_store: OpenStore
    now: Clock

    async def __call__(
        self, book_id: int, entries: Sequence[NewEntry], *, corrected: bool = False
    ) -> Sequence[Acceptance]:
        """Keep `entries` (each already checked) and answer for each, in order.

        A reference and revision known already is not taken twice; a higher revision takes the
        place of one that is not posted yet, and so does other content where it is `corrected`
        on purpose. All are kept in one transaction, with the job.

        Raises:
            NotFound: the book is unknown or has no connection.
        """
        at = self.now()
        async with self.open_store() as store:
            connection = await store.books.connection_of(book_id)
            accepted = await store.intake.accept(connection, entries, at, corrected=corrected)
            if any(one.taken for one in accepted):
                await store.jobs.post_entries(connection.id)
        return accepted
