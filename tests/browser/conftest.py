"""The whole desk, and people who sit before it in real browser tabs."""

from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio

from journal.entries.failure import FailureReason
from tests.database import Shelf
from tests.page.tabs import Chromium, OpenTab, chromium, tabs
from tests.stories.desk import Company, Desk, open_desk
from tests.stories.seen import case_at

FILES = Path(__file__).parents[1] / "stories" / "files"
NUMBERS = count(1)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Chromium]:
    """A Chromium for all stories; each tab has a profile of its own."""
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def desk(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    """The outside world and the program; its base is the address of the page."""
    with shelf.database() as url:
        async with open_desk(url, tmp_path_factory.mktemp("home")) as opened:
            yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def company(desk: Desk) -> Company:
    """A book of this test alone, connected to its own company."""
    return await desk.company(f"client-{next(NUMBERS)}")


@pytest_asyncio.fixture(loop_scope="session")
async def card(desk: Desk, company: Company) -> str:
    """The `ts` of a card of the company: its user may not post, three entries wait."""
    await company.switch(can_post=False)
    await desk.take(company, FILES / "sales.jsonl")
    sent = await desk.card("$2,307.75", company.book.name)
    await desk.quiet()
    case = await case_at(desk, str(sent["ts"]))
    assert case.incident.failure.reason is FailureReason.PERMISSION
    return str(sent["ts"])


@pytest_asyncio.fixture(loop_scope="session")
async def tab(browser: Chromium, desk: Desk) -> AsyncIterator[OpenTab]:
    """Opens tabs at the desk."""
    async with tabs(browser, desk.base) as open_tab:
        yield open_tab
