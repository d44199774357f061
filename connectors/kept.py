"""Connections that are kept open between calls, and may be closed at the other end meanwhile."""

from __future__ import annotations

import aiohttp
import httpx
from aiohttp.client_reqrep import ClientRequest
from aiohttp.connector import Connection
from aiohttp.tracing import Trace
from httpx_aiohttp import AiohttpTransport
from typing_extensions import override

from journal.ports import before_write

_READS = ("GET", "HEAD")
_NEVER_MADE = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientConnectorCertificateError,
    aiohttp.ConnectionTimeoutError,
)


class KeptConnections(aiohttp.TCPConnector):
    """The connections of a session, of which idle ones can be given up."""

    @override
    async def connect(
        self, req: ClientRequest, traces: list[Trace], timeout: aiohttp.ClientTimeout
    ) -> Connection:
        """Return the connection for a request, once what it would write may be written.

        This is the last thing that is waited for before the first byte leaves.
        """
        connection = await super().connect(req, traces, timeout)
        if req.method in _READS:
            return connection
        try:
            await before_write()
        except BaseException:
            connection.release()
            raise
        return connection

    def drop_idle(self) -> None:
        """Close those that no call uses now, so that the next call makes a new one.

        One that the other end has closed looks like any other until something is sent on it, and
        after a while that is true of all of them.
        """
        for kept in self._conns.values():  # aiohttp has no public way to this
            for connection, _since in kept:
                connection.close()
        self._conns.clear()


def was_closed_unheard(error: BaseException) -> bool:
    """Whether a connection that was made ended before any of an answer came.

    Whether what was sent was heard can't be told: only what changes nothing may be sent again.
    """
    cause = error if isinstance(error, aiohttp.ClientError) else error.__cause__
    if isinstance(cause, _NEVER_MADE):
        return False
    return isinstance(cause, aiohttp.ServerDisconnectedError | aiohttp.ClientOSError)


class ReadsAgain(AiohttpTransport):
    """Sends a GET once more, on a new connection, where the kept one was closed; nothing else."""

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        try:
            return await super().handle_async_request(request)
        # aiohttp's own errors come through where the transport has no name for them.
        except (httpx.RequestError, aiohttp.ClientError) as error:
            if request.method != "GET" or not was_closed_unheard(error):
                raise
        kept = self.get_client().connector
        if isinstance(kept, KeptConnections):
            kept.drop_idle()
        return await super().handle_async_request(request)
