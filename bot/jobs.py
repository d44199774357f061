"""The work engine's tasks: each takes a key, calls one use case, and may run twice.

Procrastinate's `lock` and `queueing_lock` are not used: limits and de-duplication live in
domain rows (docs/decisions/0003-work-engine.md).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog
from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.jobs import Job, Status
from typing_extensions import override

from bot.compose import Program
from bot.giving_up import give_up_polling, give_up_posting, give_up_sending
from bot.silence import Silences
from journal.errors import Superseded
from journal.ports import Clock
from storage.engine.jobs import (
    IMPORT_OFFER,
    POLL,
    POST_ENTRIES,
    QUEUE,
    READ_OFFER,
    READ_SHARED_FILE,
    RESCUE,
    SEND_CARDS,
)
from storage.engine.room import run_as_job
from storage.engine.wire import lively

BEATS = 3
"""How many heartbeats a worker may miss until it counts as dead."""
POISON = 5
"""A job that was handed back this often kills its workers and is not tried again."""
POISON_FILE = 3
"""The same of a file that someone shared, who is told: it is not opened a fourth time."""
FILES_AT_ONCE = 4
"""Each is read in a process of its own, of up to 512 MB."""
PUT_OFF = timedelta(seconds=10)
MOST_ATTEMPTS = 8
_OF_FILES = (READ_SHARED_FILE, READ_OFFER, IMPORT_OFFER)
GiveUp = Callable[[str], Awaitable[None]]
"""Tells of a job's key that nothing came of it, and has it tried again where that is of use."""
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Again(BaseRetryStrategy):
    """When a job that failed is tried again: by the database's clock, which the engine waits by."""

    now: Clock

    @override
    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if job.attempts >= MOST_ATTEMPTS:
            return None
        return RetryDecision(retry_at=self.now() + timedelta(seconds=2 ** (job.attempts + 1)))


def work_app(program: Program) -> App:
    """Return the engine's app with every task; open it before use."""
    app = App(
        connector=PsycopgConnector(conninfo=lively(program.database_url), min_size=1, max_size=6)
    )
    again = Again(program.services.now)

    give_ups: Mapping[str, GiveUp] = {
        POST_ENTRIES: partial(give_up_posting, program),
        POLL: partial(give_up_polling, program),
        SEND_CARDS: partial(give_up_sending, program),
    }

    @app.task(name=POST_ENTRIES, queue=QUEUE, pass_context=True, retry=again)
    async def post_entries(context: JobContext, key: str) -> None:
        run_as_job()
        async with _told_at_last(context.job, give_ups[POST_ENTRIES]):
            with _ending_if_superseded():
                await program.services.post_or_ask_service(int(key), _id_of(context.job))

    @app.task(name=POLL, queue=QUEUE, pass_context=True, retry=again)
    async def poll(context: JobContext, key: str) -> None:
        run_as_job()
        async with _told_at_last(context.job, give_ups[POLL]):
            await program.services.poll(int(key))

    @app.task(name=SEND_CARDS, queue=QUEUE, pass_context=True, retry=again)
    async def send_cards(context: JobContext, key: str) -> None:
        run_as_job()
        async with _told_at_last(context.job, give_ups[SEND_CARDS]):
            with _ending_if_superseded():
                await program.send_cards(key, _id_of(context.job))

    given_up = {**give_ups, **_add_files(app, program)}
    stalled, silences = program.settings.stalled, Silences()

    @app.task(name=RESCUE, queue=QUEUE, priority=100)
    async def rescue(timestamp: int = 0) -> None:  # which the previous release gives along
        del timestamp
        async with program.database.store() as store:
            silences.look(await store.jobs.heartbeats())
            # Two at once would hand back what the first has handed back and someone runs.
            if await store.jobs.alone(RESCUE):
                await rescue_stalled(app, stalled, given_up, silences, program.services.now())

    return app


def _add_files(app: App, program: Program) -> Mapping[str, GiveUp]:
    """Add the tasks of files that people share; return what tells of each that it is given up.

    A file is read in a process of its own, so the try after a worker died is behind that fence as
    the first one was.
    """
    room = asyncio.Semaphore(FILES_AT_ONCE)
    works: Mapping[str, tuple[Callable[[str], Awaitable[None]], GiveUp]] = {
        READ_SHARED_FILE: (program.read_shared_file, program.read_shared_file.give_up),
        READ_OFFER: (lambda key: program.read_offer(int(key)), program.read_offer.give_up),
        IMPORT_OFFER: (lambda key: program.import_offer(int(key)), program.read_offer.give_up),
    }
    for name, (work, give_up) in works.items():
        _add_file_task(app, program, name, work, give_up, room)
    return {name: give_up for name, (_work, give_up) in works.items()}


def _add_file_task(
    app: App, program: Program, name: str, work: GiveUp, give_up: GiveUp, room: asyncio.Semaphore
) -> None:
    """Add one; while too many files are read it is put off, so that postings have their turn."""

    again = Again(program.services.now)

    @app.task(name=name, queue=QUEUE, pass_context=True, retry=again)
    async def read_file(context: JobContext, key: str) -> None:
        if room.locked():
            at = program.services.now() + PUT_OFF
            later = app.configure_task(name, queue=QUEUE, schedule_at=at)
            await later.defer_async(key=key)
            return
        async with room, _told_at_last(context.job, give_up):
            await work(key)


@contextmanager
def _ending_if_superseded() -> Iterator[None]:
    """End a run that was held up: the one that has taken over does what is to be done."""
    try:
        yield
    except Superseded as error:
        log.warning("run_superseded", reason=str(error))


@asynccontextmanager
async def _told_at_last(job: Job, give_up: GiveUp) -> AsyncIterator[None]:
    """Let a try fail; the last one calls `give_up` with the job's key before it does."""
    try:
        yield
    except Exception:
        if job.attempts >= MOST_ATTEMPTS:
            await give_up(str(job.task_kwargs["key"]))
        raise


async def rescue_stalled(
    app: App,
    stalled: timedelta,
    given_up: Mapping[str, GiveUp] | None = None,
    silences: Silences | None = None,
    at: datetime | None = None,
) -> None:
    """Hand the jobs of workers silent for `stalled` back to the queue, each on its own.

    One that took its workers with it too often is not; `given_up` does by its task what follows.
    """
    silent, seen = stalled.total_seconds(), stalled / BEATS * 1.5
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=silent):
        if silences and not silences.is_silent(job.worker_id, seen):
            continue
        tell = (given_up or {}).get(job.task_name)
        try:
            if job.attempts >= (POISON_FILE if job.task_name in _OF_FILES else POISON):
                log.error("job_gives_up", task=job.task_name, attempts=job.attempts)
                await app.job_manager.finish_job_by_id_async(
                    _id_of(job), status=Status.FAILED, delete_job=False
                )
                if tell:
                    await tell(str(job.task_kwargs["key"]))
            else:
                await app.job_manager.retry_job(job, retry_at=at)
        except Exception as error:  # noqa: BLE001  one must not end the rescue of the others
            log.warning("rescue_failed", task=job.task_name, error=repr(error))


def _id_of(job: Job) -> int:
    assert job.id is not None
    return job.id
