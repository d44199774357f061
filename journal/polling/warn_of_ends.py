"""An authorisation ends soon: the team is told while there is time."""

from __future__ import annotations

from dataclasses import dataclass

from journal.books.consent import WARNING
from journal.ports import Clock, OpenStore


@dataclass(frozen=True, slots=True)
class WarnOfEnds:
    """Look at every consent; each end is told once, in the channel of every book it concerns."""

    open_store: OpenStore
    now: Clock

    async def __call__(self) -> int:
        """Owe the channels a word about what ends within a fortnight; return how many."""
        at = self.now()
        async with self.open_store() as store:
            ending = await store.consents.claim_ending(at, WARNING)
            for connection in ending:
                await store.notices.tell_of_end(connection, at)
        return len(ending)
