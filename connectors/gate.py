"""The gate that every call out goes through: what leads inside is refused where it connects.

A name is checked when it is looked up, and aiohttp connects to just those addresses; the socket is
looked at once more. So a name that leads elsewhere at the second look-up gains nothing.
"""

from __future__ import annotations

import errno
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
from aiohttp.abc import AbstractResolver, ResolveResult

from connectors.addresses import InnerHosts, address_in, is_public

REFUSED = "no connection could be made"
"""Said of every call that never got through, so that nobody learns what is inside by asking."""
_PORTS = {"https": 443, "http": 80}


@dataclass(slots=True)
class Gate:
    """What one client may reach. `passed`: addresses and ports of hosts inside that are named."""

    inner: InnerHosts
    passed: set[tuple[str, int]] = field(default_factory=set)

    def let_out(self, url: httpx.URL) -> None:
        """Return when `url` may be called. Raises httpx.ConnectError."""
        host = url.raw_host.decode("ascii")
        port = url.port or _PORTS.get(url.scheme, 0)
        if not self.inner.may_call(url.scheme, host, port):
            raise httpx.ConnectError(REFUSED)
        if address_in(host) and self.inner.has(host, port):
            self.passed.add((host, port))

    def looked_up(
        self, host: str, port: int, found: Sequence[ResolveResult]
    ) -> list[ResolveResult]:
        """Return those of the addresses of a name that may be reached. Raises OSError: none."""
        if self.inner.has(host, port):
            self.passed.update((one["host"], port) for one in found)
            return [*found]
        kept = [one for one in found if _is_public(one["host"])]
        if not kept:
            raise OSError(errno.EACCES, REFUSED)
        return kept

    def open_socket(self, info: tuple[Any, ...]) -> socket.socket:
        """Make the socket of one try to connect, as aiohttp asks. Raises OSError: not there."""
        family, kind, protocol, _name, place = info
        if (place[0], place[1]) not in self.passed and not _is_public(place[0]):
            raise OSError(errno.EACCES, REFUSED)
        return socket.socket(family, kind, protocol)


class CheckedResolver(AbstractResolver):
    """Looks names up, and gives out what the gate lets through."""

    def __init__(self, gate: Gate, looking: AbstractResolver) -> None:
        self._gate = gate
        self._looking = looking

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of `host` that may be reached. Raises OSError: there are none."""
        found = await self._looking.resolve(host, port, family)
        return self._gate.looked_up(host, port, found)

    async def close(self) -> None:
        """Close what looks names up."""
        await self._looking.close()


def _is_public(written: str) -> bool:
    address = address_in(written)
    return address is not None and is_public(address)


@dataclass(frozen=True, slots=True)
class GatedTransport(httpx.AsyncBaseTransport):
    """A transport whose calls go through the gate first."""

    gate: Gate
    inside: httpx.AsyncBaseTransport

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request`. Raises httpx.ConnectError: it may not leave."""
        self.gate.let_out(request.url)
        return await self.inside.handle_async_request(request)

    async def aclose(self) -> None:
        """Close what is inside."""
        await self.inside.aclose()
