"""Four processes whose clocks tick at one moment: what is due is done, and told, once."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from tests.faults.lives import Plan, environment
from tests.faults.world import a_file, in_time, open_world, settings_of

pytestmark = pytest.mark.timeout(300)  # for a machine with much else to do
PROCESSES, ROUNDS = 4, 3
_FORKS = multiprocessing.get_context("forkserver")
GATE = 65
AT_THE_GATE = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
DUE = """
    UPDATE connection SET next_poll_at = now();
    UPDATE incident SET snoozed_until = now(), snoozed_by = 'U_ANA';
    UPDATE book SET closes_on = extract(day FROM now() + interval '2 days');
    UPDATE consent SET refresh_expires_at = now() + interval '2 days', granted_by = 'U_ANA';
    UPDATE entry SET date = (date_trunc('month', now() + interval '2 days') - interval '1 day');
    DELETE FROM procrastinate_jobs;
"""
DONE = """
    SELECT 'polls', count(*) FROM procrastinate_jobs WHERE task_name = 'poll'
    UNION SELECT kind, count(*) FROM incident_event WHERE kind = 'woken' GROUP BY kind
    UNION SELECT kind, count(*) FROM notice GROUP BY kind
"""


async def test_each_due_thing_is_done_once(database_url: str, tmp_path: Path) -> None:
    """A poll, a snooze that ends, a consent that ends, a month that closes."""
    async with open_world(database_url, tmp_path, JEFAIL_POLL_SECONDS=600) as desk:
        company = await desk.company(lasting=timedelta(hours=1))
        await company.switch(close_date="2026-07-31")
        assert await desk.take(company, a_file(tmp_path, date(2026, 7, 30))) == 1
        await desk.program.services.post_entries(1, 0)
        with psycopg.connect(database_url) as connection:
            connection.execute(DUE)
        given = environment(Plan(settings_of(desk)))

        processes = [_FORKS.Process(target=_tick, args=(given, tmp_path)) for _ in range(PROCESSES)]
        with psycopg.connect(database_url) as gate, psycopg.connect(database_url) as looker:
            looker.autocommit = True
            gate.execute("SELECT pg_advisory_xact_lock(%s)", (GATE,))
            for one in processes:
                one.start()

            async def wait() -> bool:
                return bool(looker.execute(AT_THE_GATE).fetchall() == [(PROCESSES,)])

            await in_time(wait, "all to be ready")
            gate.rollback()
            for one in processes:
                await asyncio.to_thread(one.join)

    assert [one.exitcode for one in processes] == [0] * PROCESSES
    with psycopg.connect(database_url) as connection:
        done: dict[str, int] = dict(connection.execute(DONE).fetchall())
    assert done == {"polls": 1, "woken": 1, "end": 1, "close": 1}


def _tick(given: Mapping[str, str], home: Path) -> None:
    """Be a process that ticks: everything that happens by the clock, as the others do it."""
    os.environ.update(given)
    os.chdir(home)
    asyncio.run(_ticked())


async def _ticked() -> None:
    from bot.compose import compose_program
    from bot.schedule import ticks
    from bot.settings import read_settings
    from journal.errors import JefailError

    async with compose_program(read_settings()) as program:
        async with program.database.engine.begin() as sql:
            await sql.execute(text("SET LOCAL lock_timeout = 0"))
            await sql.execute(text(f"SELECT pg_advisory_xact_lock_shared({GATE})"))
        for _ in range(ROUNDS):
            for tick in ticks(program):
                with contextlib.suppress(JefailError):  # as in the program, it is for a later one
                    await tick.claim()
