"""Clocks that are set while the program works: of its machine, of the database's, of both."""

from __future__ import annotations

import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from journal.entries.failure import FailureReason
from storage.cluster import start_cluster
from tests.faults.faketime import a_clock, needs_faketime, running_by, servers_by
from tests.faults.lives import Plan
from tests.faults.test_slack import strike
from tests.faults.world import (
    a_file,
    all_posted,
    in_time,
    jobs_done,
    open_world,
    settings_of,
    standing,
)
from tests.places import made_folder
from tests.storage.invariants import broken_rules
from tests.stories.desk import BOOKKEEPING, Company, Desk
from tests.stories.seen import the_cards

HOUR, TEN_MINUTES, NIGHT = timedelta(hours=1), timedelta(minutes=10), timedelta(hours=8)
ZERO = timedelta()
STEPS = {
    "the program's an hour ahead": (ZERO, HOUR),
    "the program's ten minutes back": (ZERO, -TEN_MINUTES),
    "the database's an hour ahead": (HOUR, ZERO),
    "the database's an hour back": (ZERO, ZERO),
    "the database's ten minutes back": (-TEN_MINUTES, ZERO),
    "both slept for eight hours": (NIGHT - TEN_MINUTES, NIGHT),
}
"""How far the database's clock and the program's are ahead from then on."""
_RESCUES = text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'rescue'")

pytestmark = [needs_faketime, pytest.mark.large, pytest.mark.timeout(300)]


async def test_clocks_are_set_while_entries_are_posted(tmp_path: Path) -> None:
    """Whatever is set: work goes on, every entry is there once, every card and line is once."""
    async with a_database(tmp_path) as (url, database):
        machine = a_clock(database.file.parent, "machine")
        async with open_world(url, tmp_path, JEFAIL_WEB_PORT=a_port()) as desk:
            company = await desk.company(lasting=timedelta(days=2))
            await company.switch(close_date="2026-06-30")
            async with running_by(machine, Plan(settings_of(desk))):
                for month, (name, (of_database, of_machine)) in enumerate(STEPS.items(), 1):
                    try:
                        await _troubled(desk, company, month)
                        database.set(of_database)
                        machine.set(of_machine)
                        await all_posted(company, month)
                        await in_time(lambda: _told(desk, month), "its card")  # noqa: B023
                        apart = abs(of_machine - of_database) > timedelta(seconds=5)
                        await in_time(lambda: _says(desk, apart=apart), "health to say so")  # noqa: B023
                    except AssertionError as error:
                        error.add_note(f"after this was set: {name}")
                        raise
                await jobs_done(desk)
            await _once(desk, company)


async def _troubled(desk: Desk, company: Company, month: int) -> None:
    """Hand in an entry that has to be tried twice, and one that is refused: a card of its own.

    What becomes of the card's sending is not known at first.
    """
    await company.switch(mode="error", mode_times=1, mode_calls="writes")
    await strike(desk, channel=BOOKKEEPING, method="chat.postMessage", kind="dropped_but_done")
    home = desk.program.settings.home
    dates = (date(2026, month, 15), date(2026, 7, month))
    assert await desk.take(company, a_file(home, *dates, name=f"shop{month}")) == 2


async def _told(desk: Desk, month: int) -> bool:
    cards = await the_cards(desk, reason=FailureReason.PERIOD_CLOSED, subject=f"2026-{month:02}")
    return len(cards) == 1


async def _says(desk: Desk, *, apart: bool) -> bool:
    """Whether health says of the clocks what is so."""
    port = desk.program.settings.web_port
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        told = (await client.get("/health/ready")).json()
    return told["clock"]["ok"] is not apart and (told["status"] == "degraded") is apart


async def _once(desk: Desk, company: Company) -> None:
    """Check the ledger, the channel and the database."""
    numbers = await all_posted(company, len(STEPS))
    assert set(numbers.values()) == {1}
    assert len(numbers) == len(STEPS)
    cards = standing(await desk.cards())
    assert len(cards) == len(STEPS)
    for card in cards:
        lines = [line for one in await desk.thread(card) for line in one.splitlines()]
        assert len(lines) == len(set(lines)), lines
    assert await broken_rules(desk.program.database) == []
    async with desk.program.database.engine.connect() as sql:
        assert (await sql.execute(_RESCUES)).scalar_one() == 0


@asynccontextmanager
async def a_database(tmp_path: Path) -> AsyncIterator[tuple[str, Any]]:
    """Yield the URL of a PostgreSQL of its own, and its clock."""
    folder = made_folder("jfclocks")
    clock = a_clock(folder, "database")
    (folder / "home").mkdir()
    try:
        with servers_by(clock):
            cluster = await start_cluster(folder / "home", database="jefail")
        try:
            yield cluster.url, clock
        finally:
            await cluster.stop()
    finally:
        shutil.rmtree(folder)


def a_port() -> int:
    """Return a port that is free."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
