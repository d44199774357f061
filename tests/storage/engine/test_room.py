"""Jobs never take the last connections of the pool."""

from __future__ import annotations

import asyncio

from storage.database import Database
from storage.engine.room import FOR_JOBS, run_as_job


async def test_a_click_gets_in_while_jobs_fill_the_pool(database: Database) -> None:
    """Jobs wait for each other; who is no job finds a connection free."""
    inside, go = asyncio.Semaphore(0), asyncio.Event()
    opened = 0

    async def job() -> None:
        nonlocal opened
        run_as_job()
        async with database.store():
            opened += 1
            inside.release()
            await go.wait()

    jobs = [asyncio.create_task(job()) for _one in range(3 * FOR_JOBS)]
    for _one in range(FOR_JOBS):
        await inside.acquire()
    async with database.store() as store:
        assert await store.books.all() == []
        assert opened == FOR_JOBS
    go.set()
    await asyncio.gather(*jobs)

    assert opened == 3 * FOR_JOBS
