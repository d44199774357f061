"""Who is in the channels of books, read by the clock and as soon as Slack tells of a change."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack_pages import pages
from journal.ports import Clock
from storage.database import Database
from storage.slack.members import DueChannel

EVERY: Final = timedelta(minutes=10)
"""How old what is known of a channel may be, should Slack ever not tell of a change."""
AGAIN: Final = timedelta(seconds=20)
"""How soon a channel is read again that Slack did not answer for."""
MOST: Final = 3
"""How many channels are read in two seconds: conversations.members may be called 100 times a
minute (tier 4 of docs.slack.dev/apis/web-api/rate-limits)."""
PAGE: Final = 1000
_NOT_OURS: Final = frozenset({"channel_not_found", "not_in_channel", "is_archived"})
"""Slack shows us no such channel: deleted, or private and we were taken out of it."""
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ReadMembers:
    """Ask Slack who is in the channels that are due, and keep it."""

    database: Database
    client: AsyncWebClient
    close_offers: Callable[[], Awaitable[None]]
    now: Clock

    async def __call__(self) -> None:
        """Read what is due, one channel after the other.

        What cannot be read now stays as it was known, and is read soon again. Where Slack shows us
        no such channel, nobody is in it: what is not known is not taken for granted.
        """
        at = self.now()
        async with self.database.store() as store:
            due = await store.members.claim_due(at, at + EVERY, MOST)
        for place, channel in enumerate(due):
            try:
                people = await self._people(channel.id)
            except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
                log.warning("members_not_read", channel=channel.id, error=str(error)[:200])
                await self._put_off(due[place:])
                return
            async with self.database.store() as store:
                await store.members.keep(channel, people, self.now())
        if due:
            await self.close_offers()

    async def _people(self, channel_id: str) -> set[str]:
        """Return who is in a channel; nobody, where Slack shows us no such channel."""
        try:
            return await people_in(self.client, channel_id)
        except SlackApiError as error:
            if error.response.get("error") not in _NOT_OURS:
                raise
            log.warning("channel_not_shown", channel=channel_id)
            return set()

    async def _put_off(self, channels: Sequence[DueChannel]) -> None:
        async with self.database.store() as store:
            for one in channels:
                await store.members.read_again(one.id, self.now(), AGAIN)


async def people_in(client: AsyncWebClient, channel_id: str) -> set[str]:
    """Return who is in a channel; docs.slack.dev/reference/methods/conversations.members.

    Raises:
        SlackApiError, aiohttp.ClientError, TimeoutError.
    """
    answers = pages(client.conversations_members, channel=channel_id, limit=PAGE)
    return {str(one) async for answer in answers for one in answer["members"]}
