"""Tokens held in memory, with the promise of the real safe: one holder at a time."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from journal.errors import NotFound, StoreBusy
from journal.ports import Tokens


class FakeTokenSafe:
    """Keeps tokens by consent; `saved` is every save in order, `busy` makes it too slow.

    The next `refuses` saves come at a bad moment.
    """

    def __init__(self, tokens: dict[int, Tokens] | None = None) -> None:
        self.kept = dict(tokens or {})
        self.saved: list[Tokens] = []
        self.busy = False
        self.refuses = 0
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def read(self, consent_id: int) -> Tokens:
        """Return the newest tokens."""
        if self.busy:
            raise StoreBusy
        if consent_id not in self.kept:
            raise NotFound(f"no tokens for consent {consent_id}")
        return self.kept[consent_id]

    @asynccontextmanager
    async def alone(self, consent_id: int) -> AsyncIterator["FakeTokenSlot"]:
        """Shut out the others."""
        async with self._locks[consent_id]:
            yield FakeTokenSlot(self, consent_id, await self.read(consent_id))


@dataclass(frozen=True, slots=True)
class FakeTokenSlot:
    """The tokens of one consent, as they were when it was this one's turn."""

    safe: FakeTokenSafe
    consent_id: int
    tokens: Tokens

    async def save(self, tokens: Tokens) -> None:
        """Keep them."""
        if self.safe.refuses:
            self.safe.refuses -= 1
            raise StoreBusy
        self.safe.kept[self.consent_id] = tokens
        self.safe.saved.append(tokens)
