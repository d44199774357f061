"""Tokens held in memory while they are proven."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from journal.ports import Tokens


@dataclass(slots=True)
class HeldTokens:
    """The safe and its slot in one; nobody else knows of these tokens."""

    tokens: Tokens

    async def read(self, _consent_id: int) -> Tokens:
        """Return the newest tokens."""
        return self.tokens

    async def save(self, tokens: Tokens) -> None:
        """Hold `tokens` from now on."""
        self.tokens = tokens

    @asynccontextmanager
    async def alone(self, _consent_id: int) -> AsyncIterator[HeldTokens]:
        """Yield the slot."""
        yield self
