"""What became of a message whose sending, or drawing, ended unknown: Slack itself is looked at."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.sent import writing
from bot.slack_channel import Blocked, Found, NotSent, Outcome, Shown, SlackChannel
from storage.database import Database
from storage.slack.messages import Owed

SETTLE = timedelta(seconds=5)
"""A message just posted may not be in the history at once: look twice, this far apart."""
LIVES = timedelta(seconds=90)
"""Longer than a call can be under way: ours gives up after 10 seconds, and a gateway of theirs, or
a proxy in between, after a minute at most. Slack tells no figure."""


@dataclass(frozen=True, slots=True)
class LookBack:
    """Looks for messages by the intent that they carry."""

    database: Database
    slack: SlackChannel

    async def settle_attempt(self, owed: Owed) -> Outcome | None:
        """Find out what became of a call that began and of which nothing is known. None: go on."""
        if owed.is_reply or owed.ts is None:
            return await self._look_back(owed)
        async with writing(self.database) as store:
            await store.outbox.not_sent(owed)
            await store.doubts.note([owed.id], LIVES)
        return None

    async def settle_doubt(self, owed: Owed) -> Outcome:
        """Close what arrived late beside a message, and have that drawn again."""
        try:
            found = await self._all_of(owed)
        except (SlackApiError, aiohttp.ClientError, TimeoutError):
            return await self._doubt_again(owed)
        ts = owed.ts or next((one.ts for one in found), None)
        for one in found:
            if one.ts != ts and not await self.slack.close(owed.channel_id, one.ts):
                return await self._doubt_again(owed)
        async with writing(self.database) as store:
            if owed.ts is None and ts is not None:
                await store.outbox.shown([owed.id], ts, 0)
            await store.doubts.settle(owed)
        return Shown(ts or "")

    async def _look_back(self, owed: Owed) -> Outcome | None:
        """Search the channel for a sending whose end is not known. None: it is not there.

        It is looked for twice, so far apart that a message just posted is shown by then. One that
        arrives later still is found when it is looked at again.
        """
        try:
            found = await self._first_of(owed)
            if found is None:
                await asyncio.sleep(SETTLE.total_seconds())
                found = await self._first_of(owed)
        except SlackApiError as error:
            return Blocked(f"{error.response.get('error')} when reading the channel", SETTLE)
        except (aiohttp.ClientError, TimeoutError):
            return NotSent(SETTLE)
        async with writing(self.database) as store:
            if found is None:
                await store.outbox.not_sent(owed)
                await store.doubts.note([owed.id], LIVES)
                return None
            # Which version it shows is not known: a card is drawn once more in place.
            version = 1 if owed.is_reply else 0
            await store.outbox.shown(found.intents, found.ts, version)
            return Shown(found.ts)

    async def _first_of(self, owed: Owed) -> Found | None:
        found = await self._all_of(owed)
        return found[0] if found else None

    async def _all_of(self, owed: Owed) -> Sequence[Found]:
        found = self.slack.carrying(
            owed.channel_id, owed.id, after=owed.sent_after, thread_ts=owed.thread_ts
        )
        return [one async for one in found]

    async def _doubt_again(self, owed: Owed) -> Outcome:
        async with writing(self.database) as store:
            await store.doubts.note([owed.id], LIVES)
        return NotSent(timedelta())
