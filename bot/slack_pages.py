"""Lists of Slack's, page by page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from slack_sdk.web.async_slack_response import AsyncSlackResponse


async def pages(
    ask: Callable[..., Awaitable[AsyncSlackResponse]], **asked: Any
) -> AsyncIterator[AsyncSlackResponse]:
    """Yield each page of what `ask` lists (docs.slack.dev/apis/web-api/pagination).

    Raises:
        SlackApiError, aiohttp.ClientError, TimeoutError.
    """
    cursor = ""
    while True:
        answer = await ask(cursor=cursor, **asked)
        yield answer
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return
