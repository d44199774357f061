"""Asking in the browser: commands, details, and the App Home."""

import pytest
from playwright.async_api import Page, expect

from blocks.kit import names
from tests.browser.look import card_at, choose, form, go_to, in_focus, press
from tests.page.named import all_named
from tests.page.tabs import OpenTab
from tests.stories.desk import Company

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def _type(page: Page, text: str) -> None:
    box = page.get_by_role("main").get_by_test_id("composer")
    await box.fill(text)
    await box.press("Enter")


async def test_status_is_answered_to_the_asker_alone(
    company: Company, card: str, tab: OpenTab
) -> None:
    """`/jefail status` tells how the books stand; Ben does not see it."""
    ana, ben = await tab("#as=U_ANA"), await tab("#as=U_BEN")

    await _type(ana, "/jefail status")

    answer = ana.get_by_test_id("ephemeral").last  # Ana may have asked before, in another test
    await expect(answer).to_contain_text("Only visible to you")
    await expect(answer).to_contain_text(company.book.name)
    await expect(answer).to_contain_text("$2,307.75")
    await expect(card_at(ben, card)).to_be_visible()
    await expect(ben.get_by_test_id("ephemeral")).to_have_count(0)


async def test_a_mistyped_command_is_answered_with_the_nearest(card: str, tab: OpenTab) -> None:
    """`/jefail stauts` is not left without an answer."""
    page = await tab("#as=U_ANA")

    await _type(page, "/jefail stauts")

    answer = page.get_by_test_id("ephemeral").last
    await expect(answer).to_contain_text(f"{names.COMMAND} status")


async def test_details_open_from_the_menu_and_fill(card: str, tab: OpenTab) -> None:
    """The three dots lead to everything: the platform's words and all entries."""
    page = await tab("#as=U_ANA")

    await choose(card_at(page, card), names.DETAILS)

    details = form(page, names.DETAILS_VIEW)
    for reference in ("shop-0707", "shop-0708", "shop-0809"):
        await expect(details).to_contain_text(reference)
    table = details.locator("pre").first
    await expect(table).to_contain_text("JF-")
    await all_named(details)
    await page.get_by_test_id("modal-x").click()
    await expect(details).to_have_count(0)
    await expect(in_focus(page, card)).to_be_visible()


async def test_the_home_shows_the_books(card: str, tab: OpenTab) -> None:
    """App Home tells how each book stands and lists the open cases."""
    page = await tab("#as=U_BEN")

    await go_to(page, "home")

    home = page.get_by_test_id("home")
    await expect(home).to_contain_text("$2,307.75")
    await press(home, names.DETAILS).first.click()
    await expect(form(page)).to_contain_text("shop-0708")
