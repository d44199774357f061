"""Jobs, deferred in the same transaction as what makes them due; and who holds which work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from procrastinate import App, PsycopgConnector
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from journal.ports import Hold, Jobs

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
        if at is None or not await self._comes(POST_ENTRIES, str(connection_id), at):
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

    async def _comes(self, task: str, key: str, at: datetime) -> bool:
        """Whether a job that waits for its time does the same by then anyway.

        It is kept from beginning until this transaction ends, or it would not see what is due by
        that. One whose time has come is left alone: locked, it would begin a second late.
        """
        found = await self.sql.execute(_COMES, {"task": task, "key": key, "at": at})
        return found.first() is not None

    @override
    async def hold(self, work: str, key: str, job_id: int) -> Hold | None:
        rows = await self.sql.execute(_HOLD, {"work": work, "key": key, "job": job_id})
        number = rows.scalar_one_or_none()
        return None if number is None else Hold(work, key, job_id, number)

    @override
    async def keep(self, hold: Hold) -> bool:
        return (await self.sql.execute(_KEEP, _named(hold))).first() is not None

    @override
    async def stands(self, hold: Hold) -> bool:
        return (await self.sql.execute(_STANDS, _named(hold))).first() is not None

    async def alone(self, work: str) -> bool:
        """Shut out all others from `work` until this unit of work ends; False: one is at it."""
        return bool((await self.sql.execute(_ALONE, {"work": work})).scalar_one())

    async def heartbeats(self) -> Mapping[int, datetime]:
        """Return when each worker gave a sign last, by its id."""
        return {row.id: row.last_heartbeat for row in await self.sql.execute(_HEARTBEATS)}

    @override
    async def let_go(self, hold: Hold) -> None:
        await self.sql.execute(_LET_GO, _named(hold))


def _named(hold: Hold) -> Mapping[str, object]:
    return asdict(hold)


# Whether the other still runs is what the work engine says of its job: one that died, or froze, is
# handed back to the queue by the engine's rescue, and its work is taken up as the same job. Only
# the number tells the two runs apart.
_HOLD = text(
    """
    INSERT INTO held_work AS held (work, key, job_id, number) VALUES (:work, :key, :job, 1)
    ON CONFLICT (work, key) DO UPDATE SET job_id = excluded.job_id, number = held.number + 1
    WHERE held.job_id IS NULL OR held.job_id = excluded.job_id OR NOT EXISTS (
        SELECT 1 FROM procrastinate_jobs j WHERE j.id = held.job_id AND j.status = 'doing'
    )
    RETURNING number
    """
)
_STANDS = text(
    """
    SELECT 1 FROM held_work
    WHERE work = :work AND key = :key AND job_id = :job_id AND number = :number
    """
)
_KEEP = text(
    """
    SELECT 1 FROM held_work
    WHERE work = :work AND key = :key AND job_id = :job_id AND number = :number FOR UPDATE
    """
)
_COMES = text(
    """
    SELECT FROM procrastinate_jobs
    WHERE task_name = :task AND args ->> 'key' = :key AND status = 'todo'
      AND scheduled_at > clock_timestamp() + interval '1 second' AND scheduled_at <= :at
    LIMIT 1 FOR UPDATE SKIP LOCKED
    """
)
_ALONE = text("SELECT pg_try_advisory_xact_lock(hashtext(:work))")
_HEARTBEATS = text("SELECT id, last_heartbeat FROM procrastinate_workers")
_LET_GO = text(
    "UPDATE held_work SET job_id = NULL, gave_up_at = NULL"
    " WHERE work = :work AND key = :key AND job_id = :job_id AND number = :number"
)
