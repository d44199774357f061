"""Ending a connection without an answer, as a network does on its worst day."""

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from sandbox.serve import DROP


class HangUp(Response):
    """No answer at all: the connection is cut before the first byte.

    ASGI has no word for it, so the sandbox's server offers one as an extension. Under
    another server the answer breaks off after its headers.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hang up, and wait until the server has noticed, or it would still answer 500."""
        drop = scope.get("extensions", {}).get(DROP)
        if drop is None:
            headers = [(b"content-length", b"1")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            raise ConnectionAbortedError("the connection was dropped on purpose")
        drop()
        while (await receive())["type"] != "http.disconnect":
            pass
