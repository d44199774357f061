"""Asking in the browser: commands, details, and the App Home."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.look import all_named, card_at, form, in_focus
from tests.page.tabs import OpenTab
from tests.stories.desk import Company

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def _type(page: Page, text: str) -> None:
    box = page.get_by_role("textbox", name="Message #bookkeeping")
    await box.fill(text)
    await box.press("Enter")


async def test_status_is_answered_to_the_asker_alone(
    company: Company, card: str, tab: OpenTab
) -> None:
    """`/jefail status` tells how the books stand; Ben does not see it."""
    ana, ben = await tab("#as=U_ANA"), await tab("#as=U_BEN")

    await _type(ana, "/jefail status")

    answer = ana.get_by_test_id("ephemeral").filter(has_text="Polling")
    await expect(answer).to_contain_text("Only visible to you")
    await expect(answer).to_contain_text(company.book.name)
    await expect(answer).to_contain_text("3 wait ($2,307.75")
    await expect(card_at(ben, card)).to_be_visible()
    await expect(ben.get_by_test_id("ephemeral")).to_have_count(0)


async def test_a_mistyped_command_is_answered_with_the_nearest(card: str, tab: OpenTab) -> None:
    """`/jefail stauts` is not left without an answer."""
    page = await tab("#as=U_ANA")

    await _type(page, "/jefail stauts")

    await expect(page.get_by_test_id("ephemeral").last).to_contain_text(
        "There is no /jefail stauts. Did you mean /jefail status?"
    )


async def test_details_open_from_the_menu_and_fill(card: str, tab: OpenTab) -> None:
    """The three dots lead to everything: the platform's words and all entries."""
    page = await tab("#as=U_ANA")
    await card_at(page, card).get_by_role("button", name="More actions").click()

    await page.get_by_role("menuitem", name="Details").click()

    details = form(page)
    await expect(details.get_by_role("heading")).to_contain_text("Details of INC-")
    for reference in ("shop-0707", "shop-0708", "shop-0809"):
        await expect(details).to_contain_text(reference)
    table = details.locator("pre").first
    await expect(table).to_have_text(re.compile(r"^Number  Date      Amount  Ref no\.\nJF-"))
    await all_named(details)
    await details.get_by_role("button", name="Close").first.click()
    await expect(details).to_have_count(0)
    await expect(in_focus(page, card)).to_be_visible()


async def test_the_home_shows_the_books(card: str, tab: OpenTab) -> None:
    """App Home tells how each book stands and lists the open cases."""
    page = await tab("#as=U_BEN")

    await page.get_by_role("button", name="jefail Home").click()

    home = page.get_by_test_id("home")
    await expect(home.get_by_role("heading", name="Your books")).to_be_visible()
    await expect(home).to_contain_text("3 wait ($2,307.75")
    await home.get_by_role("button", name="Details").first.click()
    await expect(form(page)).to_contain_text("shop-0708")
