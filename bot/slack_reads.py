"""Calls to Slack that are made again where a kept connection turns out to be closed."""

from __future__ import annotations

from typing import Final

from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_interval_calculators import FixedValueRetryIntervalCalculator
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from typing_extensions import override

from connectors.kept import KeptConnections, was_closed_unheard

READS: Final = frozenset(
    {
        "apps.connections.open",
        "auth.test",
        "chat.getPermalink",
        "conversations.history",
        "conversations.info",
        "conversations.list",
        "conversations.members",
        "conversations.replies",
        "files.info",
        "usergroups.list",
        "usergroups.users.list",
        "users.info",
        "users.list",
    }
)
"""Methods that change nothing, or nothing that anyone sees. What posts, updates or opens a window
is none: it may have been heard, and a trigger counts once (https://api.slack.com/methods)."""


class ReadAgain(AsyncRetryHandler):
    """Makes a read once more, at once and on a new connection, if the kept one was closed.

    Bolt asks `auth.test` before the first click it hears, mostly on a connection of long ago.
    """

    def __init__(self, kept: KeptConnections) -> None:
        super().__init__(1, FixedValueRetryIntervalCalculator(0))  # a click gives 3 seconds
        self._kept = kept

    @override
    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        is_read = request.url.partition("?")[0].rpartition("/")[2] in READS
        return is_read and error is not None and was_closed_unheard(error)

    @override
    async def prepare_for_next_attempt_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> None:
        self._kept.drop_idle()
        await super().prepare_for_next_attempt_async(
            state=state, request=request, response=response, error=error
        )
