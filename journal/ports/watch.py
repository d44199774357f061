"""What is kept of posted entries, so that what people do to them in the ledger is noticed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

from journal.entries.entry import Entry
from journal.entries.failure import Conflict
from journal.entries.posting import LedgerEntry


class Watch(Protocol):
    """Entries that jefail posted, or that people linked, and what became of them there.

    Each that changes an entry returns False when it is not any more as it was read: then it was
    posted again, corrected or decided on meanwhile.
    """

    async def posted(self, connection_id: int, ledger_ids: Iterable[str]) -> Sequence[Entry]:
        """Return the posted entries that the ledger has under these ids."""

    async def posted_ones(self, connection_id: int, entry_ids: Sequence[int]) -> Sequence[Entry]:
        """Return those of these entries that jefail posted, or people linked."""

    async def doubtful(self, connection_id: int, at: datetime, limit: int) -> Sequence[Entry]:
        """Return posted entries that the books may hold twice, and are to be looked for by `at`.

        Those that are known to be there twice too.
        """

    async def note_looked(self, entry_ids: Sequence[int]) -> None:
        """Note that a second copy of these was looked for."""

    async def adopt(self, entry: Entry, there: LedgerEntry, mark: str, at: datetime) -> bool:
        """Take the copy that remained for the posted entry; nobody has to decide on it."""

    async def undecided(self, incident_id: int, limit: int) -> Sequence[Entry]:
        """Return entries of an incident that people have to decide on, oldest first.

        Posted ones that were changed in the books, and those that the books have no more.
        """

    async def count_undecided(self, incident_id: int) -> int:
        """Return how many posted entries of an incident people have to decide on."""

    async def next_round(
        self, connection_id: int, after: date, limit: int
    ) -> tuple[Sequence[tuple[str, date]], date]:
        """Return posted entries of the first days after one: ledger ids, days; and the last day.

        All of a day together, up to about `limit`. When none is left it begins again: `date.min`.
        """

    async def note_round(self, connection_id: int, after: date) -> None:
        """Remember up to which day posted entries were looked for."""

    async def note_standing(
        self, entry: Entry, there: LedgerEntry, mark: str, at: datetime
    ) -> bool:
        """Note that what the ledger shows is what is known of it; nobody has to decide on it."""

    async def note_change(
        self, entry: Entry, met: Conflict, incident_id: int, at: datetime
    ) -> bool:
        """Note what people did to a posted entry, which waits on an incident for a decision.

        What the books have no more is not posted any more.
        """

    async def put_back(self, entry: Entry, seen: Conflict, at: datetime) -> bool:
        """Have ours posted in place of what a person saw there, in a new posting revision."""

    async def keep(self, entry: Entry, met: Conflict, at: datetime) -> bool:
        """Let what people did to it count as what is posted."""
