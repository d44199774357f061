"""Cards that someone took out of a channel while their incident is open come back."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.slack_channel import SlackChannel
from journal.incidents.incident import IncidentState
from journal.ports import Clock
from storage.database import Database
from storage.slack.messages import CardAt

LOOK: Final = "cards"
MOST_OLD: Final = 5
"""Cards older than a page of the channel that are asked for one by one, others each time."""
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class SeeDeleted:
    """Look in each channel whether its open cards are still there: one call, and a few more."""

    database: Database
    slack: SlackChannel
    now: Clock
    every: timedelta

    async def __call__(self) -> None:
        """Look, if nobody did so lately."""
        at = self.now()
        async with self.database.store() as store:
            if not await store.roster.claim(LOOK, at, at - self.every):
                return
            channels = await store.outbox.open_cards()
        for channel, cards in channels.items():
            try:
                gone = await self._gone(channel, cards)
            except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
                log.warning("cards_not_seen", channel=channel, error=str(error)[:200])
                continue
            for card in gone:
                await self._bring_back(channel, card)

    async def _gone(self, channel: str, cards: Sequence[CardAt]) -> Sequence[CardAt]:
        """Return those that are surely not there."""
        there, since = await self.slack.standing(channel)
        old = [one for one in cards if one.ts < since]
        missing = [one for one in cards if one.ts >= since and one.ts not in there]
        missing += random.sample(old, min(MOST_OLD, len(old)))  # others each time
        return [one for one in missing if await self.slack.is_gone(channel, one.ts)]

    async def _bring_back(self, channel: str, card: CardAt) -> None:
        async with self.database.store() as store:
            incident = await store.incidents.for_change(card.incident_id)
            if incident.state is not IncidentState.RESOLVED:
                await store.outbox.repost_card(card.incident_id, instead_of=card.ts)
                await store.jobs.send_cards(channel)
