"""Every answer carries the id that the platform's support asks for."""

from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class TraceId:
    """Gives every request an id, in `scope["trace"]` and in a header of the answer."""

    def __init__(self, app: ASGIApp, header: str, new_id: Callable[[], str]) -> None:
        self._app = app
        self._header = header
        self._new_id = new_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request with its id."""
        scope["trace"] = self._new_id()

        async def stamped(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[self._header] = scope["trace"]
            await send(message)

        await self._app(scope, receive, stamped)
