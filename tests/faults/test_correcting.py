"""kill -9 while a posted entry is corrected: done once, and never over what someone did since."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest

from journal.entries.failure import Obstacle
from tests.database import Shelf
from tests.faults.lives import Lives, Plan
from tests.faults.points import CORRECTING
from tests.faults.world import (
    a_file,
    a_home,
    all_posted,
    in_time,
    jobs_done,
    open_world,
    settings_of,
)
from tests.stories.desk import Company, Desk
from tests.stories.seen import the_cards
from tests.stories.test_overwriting import corrected, edit, sums

pytestmark = pytest.mark.timeout(300)  # for a machine with much else to do
RIGHT = corrected("shop-1", "2026-08-01", 1300)
DONE, EDITED = "1300.00", "5.00"


async def test_killed_while_correcting(shelf: Shelf, tmp_path: Path) -> None:
    """Left alone, the next life finishes it; edited in between, it asks people instead."""
    async with AsyncExitStack() as opened, asyncio.TaskGroup() as stories:
        for number, (point, amount) in enumerate(product(CORRECTING, (DONE, EDITED))):
            url = opened.enter_context(shelf.database())  # in turn: alembic does one at a time
            home = a_home(tmp_path, str(number))
            world = open_world(url, home, JEFAIL_STALLED_SECONDS=4)
            desk = await opened.enter_async_context(world)
            stories.create_task(_story(Plan(settings_of(desk), point=point), desk, amount))


async def _story(plan: Plan, desk: Desk, amount: str) -> None:
    """One entry posted, one correction of it, one death; the ledger has `amount` in the end."""
    company = await desk.company(lasting=timedelta(hours=1))
    assert await desk.take(company, a_file(plan.settings.home, date(2026, 8, 1))) == 1
    lives = Lives(plan)
    lives.begin()
    try:
        await all_posted(company, 1)
        await jobs_done(desk)
        await _killed(desk, company, lives)
        if amount == EDITED:
            await edit(company, "JF-1", EDITED)
        lives.begin()
        await _ended(desk, company, amount)
    finally:
        await lives.end()


async def _killed(desk: Desk, company: Company, lives: Lives) -> None:
    """Hand the correction in, and wait for the program to die of it."""
    (answer,) = await desk.program.services.accept_entries(company.book.id, [RIGHT])
    assert answer.taken, answer.error
    await lives.over()
    assert lives.plan.marker.exists(), "it never came to this point"


async def _ended(desk: Desk, company: Company, amount: str) -> None:
    """Check that the ledger has the entry once, and with which sum; a hand edit has a card."""

    async def settled() -> bool:
        asked = await the_cards(desk, obstacle=Obstacle.EDITED)
        there = await sums(company) == {"JF-1": {amount}}
        return there and len(asked) == (amount == EDITED)

    await in_time(settled, "the correction, or the card")
    await desk.poll()
    await jobs_done(desk)
    assert await settled()
