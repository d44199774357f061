"""The work engine's tasks: each takes a key, calls one use case, and may run twice.

Procrastinate's `lock` and `queueing_lock` are not used: limits and de-duplication live in
domain rows (docs/decisions/0003-work-engine.md).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog
from procrastinate import App, JobContext, PsycopgConnector, RetryStrategy
from procrastinate.jobs import Job, Status

from bot.compose import Program
from storage.engine.jobs import (
    IMPORT_OFFER,
    POLL,
    POST_ENTRIES,
    QUEUE,
    READ_OFFER,
    READ_SHARED_FILE,
    SEND_CARDS,
)

RESCUE_EVERY = 5
"""Seconds; more often when a worker counts as dead sooner."""
POISON = 5
"""A job that was handed back this often kills its workers and is not tried again."""
MOST_ATTEMPTS = 8
_RETRY = RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=2)
log = structlog.get_logger()


def work_app(program: Program) -> App:
    """Return the engine's app with every task; open it before use."""
    app = App(connector=PsycopgConnector(conninfo=program.database_url, min_size=1, max_size=6))

    @app.task(name=POST_ENTRIES, queue=QUEUE, pass_context=True, retry=_RETRY)
    async def post_entries(context: JobContext, key: str) -> None:
        await program.services.post_or_ask_service(int(key), _id_of(context.job))

    @app.task(name=POLL, queue=QUEUE, retry=_RETRY)
    async def poll(key: str) -> None:
        await program.services.poll(int(key))

    @app.task(name=SEND_CARDS, queue=QUEUE, pass_context=True, retry=_RETRY)
    async def send_cards(context: JobContext, key: str) -> None:
        await program.send_cards(key, _id_of(context.job))

    _add_offers(app, program)
    stalled = program.settings.stalled

    @app.periodic(cron=f"* * * * * */{max(1, min(RESCUE_EVERY, stalled.seconds // 3))}")
    @app.task(name="rescue", queue=QUEUE, priority=100)
    async def rescue(timestamp: int) -> None:
        del timestamp
        async with program.database.store() as store:
            # Two at once would hand back what the first has handed back and someone runs.
            if await store.jobs.alone("rescue"):
                await rescue_stalled(app, stalled)

    return app


def _add_offers(app: App, program: Program) -> None:
    """Add the tasks of files that people share; the last try at one says so to them."""

    @app.task(name=READ_SHARED_FILE, queue=QUEUE, pass_context=True, retry=_RETRY)
    async def read_shared_file(context: JobContext, key: str) -> None:
        async with _told_at_last(context.job, program.read_shared_file.give_up):
            await program.read_shared_file(key)

    @app.task(name=READ_OFFER, queue=QUEUE, pass_context=True, retry=_RETRY)
    async def read_offer(context: JobContext, key: str) -> None:
        async with _told_at_last(context.job, program.read_offer.give_up):
            await program.read_offer(int(key))

    @app.task(name=IMPORT_OFFER, queue=QUEUE, pass_context=True, retry=_RETRY)
    async def import_offer(context: JobContext, key: str) -> None:
        async with _told_at_last(context.job, program.read_offer.give_up):
            await program.import_offer(int(key))


@asynccontextmanager
async def _told_at_last(job: Job, give_up: Callable[[str], Awaitable[None]]) -> AsyncIterator[None]:
    """Let a try at a file fail; the last one calls `give_up` with its key before it does."""
    try:
        yield
    except Exception:
        if job.attempts >= MOST_ATTEMPTS:
            await give_up(str(job.task_kwargs["key"]))
        raise


async def rescue_stalled(app: App, stalled: timedelta) -> None:
    """Hand the jobs of workers silent for `stalled` back to the queue, each on its own."""
    silent = stalled.total_seconds()
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=silent):
        try:
            if job.attempts >= POISON:
                log.error("job_gives_up", task=job.task_name, attempts=job.attempts)
                await app.job_manager.finish_job_by_id_async(
                    _id_of(job), status=Status.FAILED, delete_job=False
                )
            else:
                await app.job_manager.retry_job(job)
        except Exception as error:  # noqa: BLE001  one must not end the rescue of the others
            log.warning("rescue_failed", task=job.task_name, error=repr(error))


def _id_of(job: Job) -> int:
    assert job.id is not None
    return job.id
