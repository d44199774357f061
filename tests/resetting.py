"""A server that resets connections which were idle, as a far one does that has forgotten them."""

from __future__ import annotations

import asyncio
import re
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


@dataclass(slots=True)
class Resetting:
    """Answers what comes on a connection that was made after the last `forget`; resets others."""

    url: str
    heard: Counter[str] = field(default_factory=Counter)  # requests by method and path
    made: int = 0  # connections
    _forgotten: int = 0

    def forget(self, *, at_once: bool = False) -> None:
        """Reset each connection that is open now as soon as something more comes on it.

        `at_once`: those to come as well, at their first request.
        """
        self._forgotten = sys.maxsize if at_once else self.made

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer requests until the other end leaves, or this one is forgotten."""
        self.made += 1
        number = self.made
        while head := await _head(reader):
            method, path, *_rest = head.split(b" ", 2)
            self.heard[f"{method.decode()} {path.decode().partition('?')[0]}"] += 1
            if number <= self._forgotten:
                writer.transport.abort()
                return
            body = b'{"ok": true, "user_id": "U_BOT", "bot_id": "B_BOT"}'
            kind = b"Content-Type: application/json\r\n"
            size = b"Content-Length: %d\r\n\r\n" % len(body)
            writer.write(b"HTTP/1.1 200 OK\r\n" + kind + size + body)
        writer.close()


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return b""
    if length := _LENGTH.search(head):
        await reader.readexactly(int(length[1]))
    return head


@asynccontextmanager
async def a_resetting_server() -> AsyncIterator[Resetting]:
    """Listen on loopback; leave when all connections have ended."""
    running: set[asyncio.Task[None]] = set()

    def taken(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        running.add(asyncio.create_task(told.serve(reader, writer)))

    server = await asyncio.start_server(taken, "127.0.0.1", 0)
    told = Resetting(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
    async with server:
        yield told
        for one in running:
            one.cancel()
        await asyncio.gather(*running, return_exceptions=True)
