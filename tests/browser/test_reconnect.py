"""A lost connection in the browser: its owner signs in again, and what waited is posted."""

import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect

from blocks.card.face import Face
from blocks.kit import names
from bot.web.app import web_app
from journal.incidents.notices import NoticeKind
from sandbox.serve import serving
from tests.browser.cases import notice_to, shows
from tests.browser.conftest import FILES
from tests.browser.look import card_at, go_to, press
from tests.database import Shelf
from tests.page.tabs import OpenTab
from tests.stories.desk import Desk, open_desk

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def desk(shelf: Shelf, tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk whose own pages are served too, where its links lead."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with shelf.database() as url:
        async with (
            open_desk(url, tmp_path, JEFAIL_WEB_PORT=port) as opened,
            serving(web_app(opened.program, None), port),
        ):
            yield opened


async def test_the_owner_signs_in_from_the_message(desk: Desk, tab: OpenTab) -> None:
    """Ana asks, Chi follows his own link over the platform's page, and the card says Posted."""
    company = await desk.company("alder")
    async with desk.program.database.store() as store:
        connection = await store.books.connection_of(company.book.id)
        await store.desk.set_owner(connection.id, "U_CHI")
    await company.switch(connected=False)
    await desk.take(company, FILES / "sales.jsonl")
    ts = str((await desk.card(names.ASK_OWNER, "$2,307.75"))["ts"])
    ana, chi = await tab("#as=U_ANA"), await tab("#as=U_CHI")

    await press(card_at(ana, ts), names.ASK_OWNER).press("Enter")
    for person in ("@Chi Wei", "@Ana Lima"):
        await expect(card_at(ana, ts)).to_contain_text(person)
    await go_to(chi, "D_CHI")
    asked = await notice_to(desk, chi, NoticeKind.OWNER, "U_CHI")
    await press(asked, names.RECONNECT).press("Enter")
    link = chi.get_by_test_id("ephemeral").last.get_by_role("link")
    async with chi.context.expect_page() as opened:
        await link.press("Enter")
    page = await opened.value
    await page.get_by_role("button").press("Enter")
    await page.get_by_role("radio", name="Alder").press("Space")
    await page.locator('[value="approve"]').press("Enter")
    question = await notice_to(desk, chi, NoticeKind.CONFIRM, "U_CHI")
    await press(question, names.CONNECT_CONFIRM).press("Enter")

    assert (await shows(desk, card_at(ana, ts), Face.POSTED)).summary.posted == 3
    await expect(page.get_by_text("Alder").first).to_be_visible()
    await expect(press(asked, names.RECONNECT)).to_have_count(0)
    await desk.quiet()
    assert len(await company.ledger()) == 3
