"""What can go wrong between a connector and any platform: answers lost, spoiled, or too slow."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum

import anyio
import httpx


class Spoil(StrEnum):
    """How the answer to a write goes wrong. The request always arrives and is obeyed."""

    LOST = "lost"  # the connection is dropped instead of an answer
    GARBAGE = "garbage"  # success, and a page of HTML
    HUGE = "huge"  # success, and an answer without end
    SLOW = "slow"  # no answer while anybody waits
    GATEWAY = "gateway"  # a gateway in between gives up: 504


@dataclass(slots=True)
class Weather(httpx.AsyncBaseTransport):
    """A transport that hands requests on, and spoils the answer to the next write when told."""

    inner: httpx.AsyncBaseTransport
    spoil: Spoil | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Hand `request` on; spoil the answer if it is a write's turn."""
        response = await self.inner.handle_async_request(request)
        if self.spoil is None or request.method == "GET" or _is_sign_in(request):
            return response
        spoil, self.spoil = self.spoil, None
        await response.aread()
        await response.aclose()
        return await _spoiled(spoil, request)

    async def aclose(self) -> None:
        """Close what carries the requests."""
        await self.inner.aclose()


def _is_sign_in(request: httpx.Request) -> bool:
    return b"grant_type=" in request.content


async def _spoiled(spoil: Spoil, request: httpx.Request) -> httpx.Response:
    if spoil is Spoil.LOST:
        raise httpx.ReadError("the connection was dropped", request=request)
    if spoil is Spoil.SLOW:
        await anyio.sleep_forever()
    if spoil is Spoil.GATEWAY:
        return httpx.Response(504, html="<h1>Gateway Timeout</h1>")
    if spoil is Spoil.HUGE:
        return httpx.Response(200, content=_endless())
    return httpx.Response(200, html="<html><body>Sign in to continue</body></html>")


async def _endless() -> AsyncIterator[bytes]:
    while True:
        yield b"\0" * 2**20
