"""The worker, supervised: it stops silently when PostgreSQL is away, so it is started again.

Measured: a side task of the engine fails, and the worker returns without an exception, or goes
on without working. Hence a loop around it, and a watch on its heartbeat.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import psycopg
import structlog
from procrastinate import App
from procrastinate.exceptions import ConnectorException
from procrastinate.worker import Worker as WholeEngine
from typing_extensions import override

from bot.jobs import BEATS
from journal.errors import JefailError
from storage.engine.jobs import QUEUE, RESCUE
from storage.engine.wire import lively

CONCURRENCY = 50
"""Jobs wait for platforms most of their time; a platform that hangs must hold up nobody else."""
LOOKS_A_BEAT = 2
"""How often is looked for workers that are dead, for each heartbeat."""
RESCUE_SECONDS = 20.0
"""How long one such look may take."""
PAUSE_SECONDS = 1.0
ANSWER_SECONDS = 10.0
GRACE_SECONDS = 10.0
"""How long jobs may go on when the worker ends; and how long then the engine may take."""
log = structlog.get_logger()


class Engine(WholeEngine):
    """The engine, which rescues jobs instead of its periodic tasks.

    Those go by the wall clock: set back by an hour they stand still for an hour, and after a sleep
    they make up for every run that was missed. This waits for no free place among the jobs either.
    """

    @override
    async def _periodic_deferrer(self) -> None:
        rescue = self.app.tasks[RESCUE]
        while True:
            await asyncio.sleep(self.update_heartbeat_interval / LOOKS_A_BEAT)
            try:
                async with asyncio.timeout(RESCUE_SECONDS):
                    await rescue()
            except (JefailError, TimeoutError) as error:
                log.warning("rescue_put_off", error=repr(error))


@dataclass(slots=True)
class Worker:
    """Runs jobs until it is cancelled, whatever happens to the database."""

    make_app: Callable[[], App]
    database_url: str
    stalled: timedelta = timedelta(seconds=15)
    restarts: int = 0
    is_working: bool = False

    async def run(self) -> None:
        """Work until cancelled; a worker that stopped or hangs is replaced by a new one."""
        while True:
            with contextlib.suppress(ConnectorException, psycopg.Error, OSError):
                await self._work_once()
            self.is_working = False
            self.restarts += 1
            log.warning("worker_stopped", restarts=self.restarts)
            await asyncio.sleep(PAUSE_SECONDS)

    async def _work_once(self) -> None:
        async with self.make_app().open_async() as app:
            engine = self._engine(app)
            self.is_working = True
            work = asyncio.create_task(engine.run())  # type: ignore[no-untyped-call]
            watch = asyncio.create_task(self._watch(engine))
            try:
                await asyncio.wait({work, watch}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                watch.cancel()
                await _end(work)

    def _engine(self, app: App) -> Engine:
        return Engine(
            app,
            queues=[QUEUE],
            concurrency=CONCURRENCY,
            install_signal_handlers=False,
            listen_notify=True,
            fetch_job_polling_interval=1,
            update_heartbeat_interval=self._beat,
            stalled_worker_timeout=self.stalled.total_seconds(),
            shutdown_graceful_timeout=GRACE_SECONDS,
            delete_jobs="successful",
        )

    @property
    def _beat(self) -> float:
        return self.stalled.total_seconds() / BEATS

    async def _watch(self, engine: Engine) -> None:
        """Return when the database answers but this engine has no fresh heartbeat in it."""
        silent = 0
        while silent < BEATS:
            await asyncio.sleep(self._beat)
            try:
                async with asyncio.timeout(ANSWER_SECONDS):
                    silent = 0 if await self._has_heartbeat(engine) else silent + 1
            except TimeoutError:
                silent += 1  # connected, and silent: so is the engine's own connection
            except (psycopg.Error, OSError):
                continue
        log.warning("worker_hangs", worker_id=engine.worker_id)

    async def _has_heartbeat(self, engine: Engine) -> bool:
        async with await psycopg.AsyncConnection.connect(
            lively(self.database_url), autocommit=True, connect_timeout=3
        ) as connection:
            found = await connection.execute(
                "SELECT 1 FROM procrastinate_workers WHERE id = %s AND last_heartbeat > now() - %s",
                (engine.worker_id, self.stalled),
            )
            return await found.fetchone() is not None


async def _end(work: asyncio.Task[None]) -> None:
    """Let the engine end its jobs; one that hangs does not heed the first call."""
    for _ in range(2):
        work.cancel()
        await asyncio.wait({work}, timeout=2 * GRACE_SECONDS)
        if work.done():
            break
    if work.done() and not work.cancelled() and (error := work.exception()):
        log.warning("worker_failed", error=repr(error))
