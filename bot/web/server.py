"""The server: connections that do not get on are dropped, and no more are held than is good.

uvicorn has no deadline for a request's head or body, and its own bound on connections turns away
those who come last. Here the one that has waited longest for nothing gives way.
"""

from __future__ import annotations

import contextlib
import functools
from asyncio import TimerHandle, Transport
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a connection may take for what, in seconds, and how many there may be."""

    head: float = 10.0  # from the connection, or the last answer, to a whole head
    body: float = 30.0  # from the head to the end of the body
    taking: float = 30.0  # until an answer that waits to be sent is taken
    most: int = 1000


USUAL: Final = Patience()
_FREE_PIECES, _PIECE_BYTES = 1000, 256
"""A body may come in so many pieces, and one more for so many bytes: each costs us time."""


class FewPieces(h11.Connection):
    """The wire, on which a body in thousands of tiny pieces is a fault."""

    def __init__(self) -> None:
        super().__init__(h11.SERVER)
        self._pieces = self._bytes = 0

    def next_event(self) -> h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED]:
        """Return what came. Raises h11.RemoteProtocolError, as h11 does, and for that."""
        event = super().next_event()
        if isinstance(event, h11.Request):
            self._pieces = self._bytes = 0
        elif isinstance(event, h11.Data):
            self._pieces += 1
            self._bytes += len(event.data)
            if self._pieces > _FREE_PIECES + self._bytes // _PIECE_BYTES:
                raise h11.RemoteProtocolError("the body comes in too many pieces")
        return event


@dataclass(frozen=True, slots=True)
class Waiting:
    """The connections of a server that wait for their other side, the longest waiting first."""

    new: dict[Hurried, None] = field(default_factory=dict)  # never answered: these end first
    answered: dict[Hurried, None] = field(default_factory=dict)

    def begin(self, one: Hurried) -> None:
        """Have `one` wait from now on."""
        self.end(one)
        (self.answered if one.has_answered else self.new)[one] = None

    def end(self, one: Hurried) -> None:
        """Have `one` wait no more."""
        self.new.pop(one, None)
        self.answered.pop(one, None)

    def longest(self) -> Hurried | None:
        """Return the one that ends first; None: nobody waits."""
        return next(iter(self.new or self.answered), None)


class Hurried(H11Protocol):
    """One connection. `dropped` counts those that are ended, by why."""

    def __init__(
        self,
        *args: Any,
        patience: Patience,
        dropped: Callable[[str], None],
        waiting: Waiting,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.conn = FewPieces()
        self.patience = patience
        self.dropped = dropped
        self.waiting = waiting
        self.waits_for = ""  # "head" or "body"; empty: we are at work
        self.has_answered = False
        self._due: TimerHandle | None = None
        self._taking: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]  # as uvicorn
        """Begin; where it is too full, the longest waiting one ends."""
        super().connection_made(transport)
        if len(self.connections) > self.patience.most:
            (self.waiting.longest() or self)._end("crowded")
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self.waiting.end(self)
        for timer in (self._due, self._taking):
            if timer:
                timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came. What breaks the parser ends the connection, and nothing else."""
        try:
            super().data_received(data)
        except Exception:  # noqa: BLE001  h11 raises ValueError for a length of 5,000 figures
            self._end("broken")
        self._look()

    def on_response_complete(self) -> None:
        """Wait for the next request, which has its time from now on."""
        self.has_answered = True
        self.waits_for = ""
        super().on_response_complete()
        self._look()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP, where no answer is on its way already."""
        self.dropped("connection_broken")
        try:
            super().send_400_response(msg)
        except h11.LocalProtocolError:
            self.transport.abort()

    def pause_writing(self) -> None:
        """Wait for the other side to take what we sent."""
        super().pause_writing()
        self._taking = self.loop.call_later(self.patience.taking, self._end, "answer_not_taken")

    def resume_writing(self) -> None:
        """Go on."""
        if self._taking:
            self._taking.cancel()
        super().resume_writing()

    def _look(self) -> None:
        """See what is waited for now, and give it its time."""
        state = self.conn.their_state
        waits_for = "head" if state is h11.IDLE else "body" if state is h11.SEND_BODY else ""
        if waits_for == self.waits_for or self.transport.is_closing():
            return
        self.waits_for = waits_for
        if self._due:
            self._due.cancel()
        self.waiting.end(self)
        if waits_for:
            self.waiting.begin(self)
            seconds = self.patience.head if waits_for == "head" else self.patience.body
            self._due = self.loop.call_later(seconds, self._end, f"slow_{waits_for}")

    def _end(self, why: str) -> None:
        if not self.transport.is_closing():
            self.dropped(f"connection_{why}")
        self.connections.discard(self)
        self.waiting.end(self)
        self.transport.abort()


class Server(uvicorn.Server):
    """Leaves the signals to us: uvicorn would end the process around its own server only."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


def server_of(app: ASGIApp, dropped: Callable[[str], None], patience: Patience = USUAL) -> Server:
    """Return what serves `app`; `dropped` counts connections that are ended, by why."""
    protocol: Any = functools.partial(
        Hurried, patience=patience, dropped=dropped, waiting=Waiting()
    )
    config = uvicorn.Config(
        app,
        http=protocol,
        ws="none",
        log_config=None,
        log_level="error",  # it warns of each request that is none, which we count
        access_log=False,
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=5,
    )
    return Server(config)
