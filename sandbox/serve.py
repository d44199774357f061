"""Runs an ASGI app on a loopback port inside the running event loop."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

DROP = "sandbox.drop"
"""Key in a scope's `extensions`: a callable that cuts the connection as a broken cable would."""


@asynccontextmanager
async def serving(app: ASGIApp, port: int = 0) -> AsyncIterator[str]:
    """Serve `app` on 127.0.0.1 (0 = a free port) and yield its address without a last slash.

    Leaving ends event streams and sockets first, so that none of them holds the shutdown.

    Raises:
        OSError: the port is taken.
    """
    sock = _bound(port)
    front = _Front(app)
    server = _QuietServer(
        uvicorn.Config(
            front,
            log_level="warning",
            access_log=False,
            lifespan="on",
            ws="websockets-sansio",
            timeout_graceful_shutdown=3,
            timeout_keep_alive=75,  # seconds; dropped sooner, one is lost just as it is used again
        )
    )
    running = asyncio.create_task(server.serve(sockets=[sock]))
    try:
        await _started(server, running)
        yield f"http://127.0.0.1:{sock.getsockname()[1]}"
    finally:
        front.hang_up()
        server.should_exit = True
        await running
        sock.close()


def _bound(port: int) -> socket.socket:
    # asyncio turns Nagle's delays off only for sockets that say they are TCP: 40 ms a call.
    sock = socket.socket(proto=socket.IPPROTO_TCP)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(("127.0.0.1", port))
    except OSError:
        sock.close()
        raise
    return sock


async def _started(server: uvicorn.Server, running: "asyncio.Task[None]") -> None:
    # uvicorn tells of its start by an attribute only.
    while not server.started:
        if running.done():
            await running
            raise RuntimeError("the server ended while it started")
        await asyncio.sleep(0.005)


class _QuietServer(uvicorn.Server):
    """A server that leaves the process's signal handlers to its owner."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class _Front:
    """Stands before the app: lets it cut a connection, and ends open streams at shutdown."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._leaving = asyncio.Event()

    def hang_up(self) -> None:
        """Tell every answer that is still being streamed that its reader is gone."""
        self._leaving.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        # uvicorn offers no public way to its transport; its `send` is a method of the object
        # that holds it, both for requests and for sockets.
        transport = send.__self__.transport  # type: ignore[attr-defined]
        scope.setdefault("extensions", {})[DROP] = transport.abort
        if scope["type"] == "websocket":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(receive, send, self._leaving)
        await self._app(scope, exchange.receive, exchange.send)
        await exchange.finish()


class _Exchange:
    """One request and its answer; an answer that is under way ends when the server leaves."""

    def __init__(self, receive: Receive, send: Send, leaving: asyncio.Event) -> None:
        self._receive = receive
        self._send = send
        self._leaving = leaving
        self._answering = False

    async def receive(self) -> Message:
        """Return what the client sends, or that it is gone when the server leaves mid-answer."""
        message = asyncio.ensure_future(self._receive())
        leaving = asyncio.ensure_future(self._leaving.wait())
        try:
            await asyncio.wait({message, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if self._answering and not message.done():
                return {"type": "http.disconnect"}
            return await message
        finally:
            message.cancel()
            leaving.cancel()

    async def send(self, message: Message) -> None:
        """Pass a part of the answer on, and see whether it is the last."""
        last = message["type"] == "http.response.body" and not message.get("more_body")
        self._answering = not last
        await self._send(message)

    async def finish(self) -> None:
        """End an answer that was interrupted because the server leaves."""
        if self._answering and self._leaving.is_set():
            await self._send({"type": "http.response.body"})
