"""What stands between the program and PostgreSQL, and goes silent, refuses, or cuts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit


@dataclass(slots=True)
class Proxy:
    """A port of this machine that leads to a server's socket. `is_silent`: it swallows all."""

    socket: str
    port: int = 0
    is_silent: bool = False
    _ends: set[asyncio.StreamWriter] = field(default_factory=set)

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection."""
        behind, before = await asyncio.open_unix_connection(self.socket)
        self._ends |= {writer, before}
        await asyncio.gather(self._carry(reader, before), self._carry(behind, writer))

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while piece := await reader.read(65536):
                if not self.is_silent:
                    writer.write(piece)
                    await writer.drain()
        writer.close()

    def cut(self) -> None:
        """End every connection."""
        for writer in self._ends:
            writer.transport.abort()
        self._ends.clear()


@asynccontextmanager
async def in_between(url: str) -> AsyncIterator[tuple[str, Proxy]]:
    """Yield the URL (libpq form) of a way to the database at `url` that can go silent."""
    parts = urlsplit(url)
    (folder,) = parse_qs(parts.query)["host"]
    proxy = Proxy(f"{folder}/.s.PGSQL.5432")
    server = await asyncio.start_server(proxy.take, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    database = parts.path.removeprefix("/")
    try:
        yield f"postgresql://postgres@127.0.0.1:{proxy.port}/{database}?sslmode=disable", proxy
    finally:
        server.close()
        proxy.cut()
