"""The one HTTP client that all connectors share, and what silence on the wire means."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy

import aiohttp
import httpx
import structlog
from aiohttp.abc import AbstractResolver
from aiohttp.resolver import ThreadedResolver

from connectors.addresses import NOWHERE_INSIDE, InnerHosts
from connectors.gate import REFUSED, CheckedResolver, Gate, GatedTransport
from connectors.kept import KeptConnections, ReadsAgain
from journal.errors import NotAnswered

CONNECT_SECONDS = 5.0
POOL_SECONDS = 30.0
MAX_CONNECTIONS = 1000
"""Far above what all platforms together allow, so a company that hangs slows no other."""
KEEP_ALIVE_SECONDS = 15.0
MAX_BODY = 64 * 2**20
"""Bytes; the largest page of journal entries stays far below."""
log = structlog.get_logger(__name__)


class NoAnswer(NotAnswered):
    """No whole answer came. `may_have_arrived`: the request may have left this machine."""

    def __init__(self, what: str, *, may_have_arrived: bool) -> None:
        super().__init__(what)
        self.may_have_arrived = may_have_arrived


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, whatever it says."""

    status: int
    headers: httpx.Headers
    body: bytes

    @property
    def is_success(self) -> bool:
        """Whether the status is 2xx; the body may still hold a fault."""
        return 200 <= self.status < 300  # noqa: PLR2004  the 2xx of HTTP


def open_client(
    read_seconds: float = 120.0,
    inner: InnerHosts = NOWHERE_INSIDE,
    looking: Callable[[], AbstractResolver] = ThreadedResolver,
) -> httpx.AsyncClient:
    """Return the client; close it when the program ends.

    It follows no redirect and keeps no cookie: companies of different owners share it. What leads
    inside it calls only where `inner` names it; `looking` makes what looks names up.
    """
    verify = httpx.create_ssl_context()
    gate = Gate(inner)

    def session() -> aiohttp.ClientSession:
        connector = KeptConnections(
            limit=MAX_CONNECTIONS,
            keepalive_timeout=KEEP_ALIVE_SECONDS,
            ssl=verify,
            resolver=CheckedResolver(gate, looking()),
            socket_factory=gate.open_socket,
        )
        opened = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        # By itself aiohttp sends a PUT again that the other end may have heard.
        opened._retry_connection = False
        return opened

    return httpx.AsyncClient(
        transport=GatedTransport(gate, ReadsAgain(verify=verify, client=session)),
        timeout=httpx.Timeout(read_seconds, connect=CONNECT_SECONDS, pool=POOL_SECONDS),
        cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])),
        headers={"User-Agent": "jefail"},
        follow_redirects=False,
    )


async def call(http: httpx.AsyncClient, request: httpx.Request, *, within: float) -> Answer:
    """Send `request` and return the whole answer, if it comes `within` that many seconds.

    The limit is for all of it, so an answer that drips a byte at a time cannot hang a caller.

    Raises:
        NoAnswer: none came, or it was cut or cannot be read.
    """
    try:
        async with asyncio.timeout(within):
            response = await http.send(request, stream=True)
            try:
                return Answer(response.status_code, response.headers, await _body(response))
            finally:
                await response.aclose()
    except TimeoutError as error:
        raise NoAnswer(f"no answer within {within:g} seconds", may_have_arrived=True) from error
    # aiohttp's own errors come through where the transport has no name for them.
    except (httpx.RequestError, aiohttp.ClientError, OSError) as error:
        what = str(error)[:500] or type(error).__name__
        if _nothing_left(error):
            # How it failed tells what is inside, to anyone who may name an address.
            log.info("not_connected", host=request.url.host, error=what)
            raise NoAnswer(REFUSED, may_have_arrived=False) from error
        raise NoAnswer(what, may_have_arrived=True) from error


async def _body(response: httpx.Response) -> bytes:
    body = bytearray()
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > MAX_BODY:
            raise NoAnswer(f"the answer is over {MAX_BODY} bytes", may_have_arrived=True)
    return bytes(body)


def _nothing_left(error: Exception) -> bool:
    """Whether the connection was never made.

    The transport calls a connection that was dropped after sending `ConnectTimeout` too
    (httpx-aiohttp 0.2 maps aiohttp's base class so), hence the look at the cause.
    """
    cause = error if isinstance(error, aiohttp.ClientError) else error.__cause__
    if isinstance(cause, aiohttp.ClientError):
        never_made = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
        return isinstance(cause, never_made)
    return isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)
