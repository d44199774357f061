"""The program frozen at any step for longer than it may be silent, while another takes over."""

from __future__ import annotations

import asyncio
import re
import signal
from collections import Counter
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from journal.books.book import Platform
from tests.database import Shelf
from tests.faults.lives import Lives, Plan
from tests.faults.test_killed import a_card, retry, told_and_closed
from tests.faults.world import (
    a_file,
    a_home,
    all_posted,
    days,
    in_time,
    jobs_done,
    open_world,
    settings_of,
)
from tests.storage.invariants import broken_rules
from tests.stories.desk import Company, Desk

pytestmark = pytest.mark.timeout(300)  # for a machine with much else to do
SHARES = 2
POINTS: Mapping[str, Platform] = {
    "the entries are claimed": Platform.QUICKBOOKS,
    "an entry is about to be posted": Platform.QUICKBOOKS,
    "a call that writes is about to leave": Platform.QUICKBOOKS,
    "the platform has answered": Platform.QUICKBOOKS,
    "the attempts are written, not committed": Platform.QUICKBOOKS,
    "an entry of Xero is about to be posted": Platform.XERO,
    "an entry of Zoho is about to be posted": Platform.ZOHO,
    "Zoho has answered": Platform.ZOHO,
    "the card is about to be sent": Platform.QUICKBOOKS,
    "the card is sent, not noted": Platform.QUICKBOOKS,
    "the reply is sent, not noted": Platform.QUICKBOOKS,
    "the card is about to be drawn again": Platform.QUICKBOOKS,
}
CLOSING = {
    Platform.QUICKBOOKS: "close_date",
    Platform.XERO: "period_lock_date",
    Platform.ZOHO: "lock_date",
}


@pytest.mark.parametrize("share", range(SHARES))
async def test_frozen_at_a_point_while_another_goes_on(
    share: int, shelf: Shelf, tmp_path: Path
) -> None:
    """Once it goes on it writes nothing: each entry, card and line is there once."""
    # Two programs each: more at once would starve one another, and look frozen.
    room = asyncio.Semaphore(4)
    async with AsyncExitStack() as opened, asyncio.TaskGroup() as stories:
        for number, point in enumerate([*POINTS][share::SHARES]):
            url = opened.enter_context(shelf.database())
            world = open_world(url, a_home(tmp_path, str(number)), JEFAIL_STALLED_SECONDS=3)
            desk = await opened.enter_async_context(world)
            stories.create_task(_in_turn(room, _story(point, desk)))


async def _in_turn(room: asyncio.Semaphore, story: Coroutine[Any, Any, None]) -> None:
    async with room:
        await story


async def _story(point: str, desk: Desk) -> None:
    """One refusal and one click, with a freeze at `point` and a second program that goes on."""
    platform = POINTS[point]
    company = await desk.company(platform=platform, lasting=timedelta(hours=1))
    await company.switch(**{CLOSING[platform]: "2026-07-31"})
    plan = Plan(settings_of(desk), point=point, how=signal.SIGSTOP)
    file = a_file(plan.settings.home, date(2026, 7, 30), *days(date(2026, 8, 1), 3))
    assert await desk.take(company, file) == 4
    await desk.poll()
    async with _frozen_and_followed(plan) as (frozen, other):
        try:
            card = await in_time(lambda: a_card(desk), "the card")
            await all_posted(company, 3)
            await company.switch(**{CLOSING[platform]: None})
            await retry(desk, card)
            await all_posted(company, 4)
            await told_and_closed(desk, card)
            assert plan.marker.exists(), "it never came to this point"

            frozen.send(signal.SIGCONT)
            late = a_file(plan.settings.home, date(2026, 8, 9), name="late")
            await desk.take(company, late)
            await all_posted(company, 5)
            frozen.send(signal.SIGTERM)
            await frozen.over()
            await jobs_done(desk)
            numbers = await _numbers(company)
            assert len(numbers) == 5
            assert set(numbers.values()) == {1}, numbers
            await told_and_closed(desk, card)
            assert await broken_rules(desk.program.database) == []
        except AssertionError as error:
            words = f"{frozen.last_words()}\n{other.last_words()}"
            error.add_note(f"frozen when {point}; the logs end with:\n{words}")
            raise


@asynccontextmanager
async def _frozen_and_followed(plan: Plan) -> AsyncIterator[tuple[Lives, Lives]]:
    """Yield a program that will freeze, and the one that is started once it has."""
    frozen, other = Lives(plan), Lives(Plan(plan.settings, role="all"))

    async def is_frozen() -> bool:
        return plan.marker.exists()

    async def follow() -> None:
        await in_time(is_frozen, "the freeze")
        other.begin()

    frozen.begin()
    following = asyncio.create_task(follow())
    try:
        yield frozen, other
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        for lives in (frozen, other):
            await lives.end()


async def _numbers(company: Company) -> Counter[str]:
    """Return how often each of our numbers is in the ledger, wherever the platform has it."""
    texts = [f"{one['doc_number']} {one['private_note']}" for one in await company.ledger()]
    return Counter(number for text in texts for number in set(re.findall(r"JF-\d+", text)))
