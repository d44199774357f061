"""What happened, as server-sent events: the page reads again what changed."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable

from sandbox.slack.wire import Json

QUIET_SECONDS = 15.0
WAITING = 1000


class Stream:
    """Everybody who listens, and what waits for each of them."""

    def __init__(self) -> None:
        self._listeners: list[tuple[str, asyncio.Queue[Json]]] = []

    def tell(self, users: Iterable[str] | None, kind: str, **what: object) -> None:
        """Tell these people (None = everybody) that something of that kind happened."""
        wanted = None if users is None else frozenset(users)
        for user, queue in self._listeners:
            # A reader that stopped reading is not worth memory: it reads all again on return.
            if (wanted is None or user in wanted or not user) and not queue.full():
                queue.put_nowait({"type": kind, **what})

    async def listen(self, user: str) -> AsyncIterator[str]:
        """Yield server-sent events for `user` ("" = everybody's) until the reader goes away."""
        queue: asyncio.Queue[Json] = asyncio.Queue(WAITING)
        listener = (user, queue)
        self._listeners.append(listener)
        try:
            yield ": listening\n\n"
            while True:
                yield await _next(queue)
        finally:
            self._listeners.remove(listener)


async def _next(queue: "asyncio.Queue[Json]") -> str:
    try:
        async with asyncio.timeout(QUIET_SECONDS):
            return f"data: {json.dumps(await queue.get())}\n\n"
    except TimeoutError:
        return ": still here\n\n"
