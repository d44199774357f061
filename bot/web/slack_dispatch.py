"""From a request that Slack signed to Bolt's listeners, and back."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from slack_bolt.adapter.starlette.async_handler import (
    to_async_bolt_request,
    to_starlette_response,
)
from slack_bolt.async_app import AsyncApp
from starlette.requests import Request
from starlette.responses import Response

from handlers.edge.shapes import lacking_in

log = structlog.get_logger()
_NOT_SOUND = (AttributeError, KeyError, TypeError, ValueError, RecursionError)
"""What Bolt raises where it looks into a body: a user that is a number, a team that is a list."""


@dataclass(frozen=True, slots=True)
class SlackDispatch:
    """Hands requests to `app`."""

    app: AsyncApp

    async def handle(self, request: Request) -> Response:
        """Return what the listeners answer; 400 where the body is not as its kind has to be.

        Bolt looks into a body as it makes a request of it, and in its own middleware, before
        ours (`RequireShape`) is asked.
        """
        body = await request.body()
        try:
            asked = to_async_bolt_request(request, body)
        except _NOT_SOUND as error:
            log.warning("payload_not_sound", lacking=repr(error)[:200])
            return Response(status_code=400)
        if lacking := lacking_in(asked.body):
            log.warning("payload_not_sound", lacking=lacking)
            return Response(status_code=400)
        return to_starlette_response(await self.app.async_dispatch(asked))
