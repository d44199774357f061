"""Tell elsewhere of channels that take nothing: the fallback channel, else the books' owners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from journal.incidents.outage import Outage
from journal.ports import Clock
from storage.database import Database, SqlStore

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class TellOfOutages:
    """Owe one word of each outage that outlasts `patience`, and a reminder a day."""

    database: Database
    fallback: str  # id of a channel of Slack; "": there is none
    patience: timedelta
    now: Clock

    async def __call__(self) -> None:
        """Tell what is due. Of several processes one tells."""
        async with self.database.store() as store:
            for one in await store.outages.due(self.patience):
                places = await self._places(store, one)
                if not places:
                    log.error("outage_untold", channel=one.channel_id, fault=one.fault)
                await store.outages.tell(one, places, self.now())

    async def _places(self, store: SqlStore, one: Outage) -> Sequence[str]:
        fallback = self.fallback
        if fallback and fallback != one.channel_id and not await store.outages.is_out(fallback):
            return [fallback]
        return await store.outages.owners(one.channel_id)
