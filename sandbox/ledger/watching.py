"""What the page and the tests see of the imitation: its calls, and that something changed."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable
from dataclasses import asdict, dataclass
from typing import Any, Final

MOST_CALLS: Final = 10_000


@dataclass(frozen=True, slots=True)
class CallMade:
    """One call received. `status` is None when the connection was dropped unanswered."""

    method: str
    path: str
    query: dict[str, str]
    realm: str | None
    body: Any
    at: str
    status: int | None
    trace: str = ""  # the id that the answer carried


class CallLog:
    """The newest calls, oldest first; not kept over a restart."""

    def __init__(self) -> None:
        self._calls: deque[CallMade] = deque(maxlen=MOST_CALLS)

    def add(self, call: CallMade) -> None:
        """Note a call."""
        self._calls.append(call)

    def all(self) -> list[dict[str, Any]]:
        """Return the calls as JSON."""
        return [asdict(call) for call in self._calls]

    def clear(self) -> None:
        """Forget them."""
        self._calls.clear()


class Feed:
    """Tells every listener which company changed."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[str]] = set()

    def changed(self, realm: str) -> None:
        """Tell that a company changed."""
        for listener in self._listeners:
            listener.put_nowait(realm)

    @classmethod
    async def listen(cls, feeds: Iterable["Feed"]) -> AsyncIterator[str]:
        """Yield the realm of each change in any of `feeds`, until the listener goes away."""
        queue: asyncio.Queue[str] = asyncio.Queue()
        for feed in feeds:
            feed._listeners.add(queue)
        try:
            while True:
                yield await queue.get()
        finally:
            for feed in feeds:
                feed._listeners.discard(queue)
