"""Jobs, deferred in the same transaction as what makes them due; and who holds which work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from procrastinate import App, PsycopgConnector
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from journal.ports import Jobs

QUEUE = "jefail"
POST_ENTRIES, POLL, SEND_CARDS = "post_entries", "poll", "send_cards"
READ_SHARED_FILE = "read_cost_file"
"""Its name since costs were all that was read from files: workers of that release know it."""
READ_OFFER, IMPORT_OFFER = "read_offer", "import_offer"
RESCUE = "rescue"

_deferrer = App(connector=PsycopgConnector())
"""Never opened: it only writes jobs over the caller's own connection."""


@dataclass(frozen=True, slots=True)
class JobQueue(Jobs):
    """Writes jobs in the caller's transaction; a job exists if and only if that commits."""

    sql: AsyncConnection

    @override
    async def post_entries(self, connection_id: int, at: datetime | None = None) -> None:
        await self._defer(POST_ENTRIES, str(connection_id), at)

    @override
    async def poll(self, connection_id: int) -> None:
        await self._defer(POLL, str(connection_id))

    @override
    async def send_cards(self, channel_id: str, at: datetime | None = None) -> None:
        await self._defer(SEND_CARDS, channel_id, at)

    @override
    async def read_shared_file(self, key: str) -> None:
        await self._defer(READ_SHARED_FILE, key)

    @override
    async def read_offer(self, offer_id: int) -> None:
        await self._defer(READ_OFFER, str(offer_id))

    @override
    async def import_offer(self, offer_id: int) -> None:
        await self._defer(IMPORT_OFFER, str(offer_id))

    async def _defer(self, task: str, key: str, at: datetime | None = None) -> None:
        raw = (await self.sql.get_raw_connection()).driver_connection
        await _deferrer.configure_task(
            task, queue=QUEUE, schedule_at=at, allow_unknown=True, connection=raw
        ).defer_async(key=key)

    @override
    async def hold(self, work: str, key: str, job_id: int) -> bool:
        row = await self.sql.execute(_HOLD, {"work": work, "key": key, "job": job_id})
        return row.first() is not None

    async def alone(self, work: str) -> bool:
        """Shut out all others from `work` until this unit of work ends; False: one is at it."""
        return bool((await self.sql.execute(_ALONE, {"work": work})).scalar_one())

    async def heartbeats(self) -> Mapping[int, datetime]:
        """Return when each worker gave a sign last, by its id."""
        return {row.id: row.last_heartbeat for row in await self.sql.execute(_HEARTBEATS)}

    @override
    async def let_go(self, work: str, key: str, job_id: int) -> None:
        await self.sql.execute(_LET_GO, {"work": work, "key": key, "job": job_id})


# Whether the other still runs is what the work engine says of its job: one that died is handed
# back to the queue by the engine's rescue, and takes up its work as the same job.
_HOLD = text(
    """
    INSERT INTO held_work AS held (work, key, job_id) VALUES (:work, :key, :job)
    ON CONFLICT (work, key) DO UPDATE SET job_id = excluded.job_id
    WHERE held.job_id IS NULL OR held.job_id = excluded.job_id OR NOT EXISTS (
        SELECT 1 FROM procrastinate_jobs j WHERE j.id = held.job_id AND j.status = 'doing'
    )
    RETURNING job_id
    """
)
_ALONE = text("SELECT pg_try_advisory_xact_lock(hashtext(:work))")
_HEARTBEATS = text("SELECT id, last_heartbeat FROM procrastinate_workers")
_LET_GO = text(
    "UPDATE held_work SET job_id = NULL WHERE work = :work AND key = :key AND job_id = :job"
)
