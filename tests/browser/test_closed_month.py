"""A closed month in the browser, by keyboard: a way, a yes, and the card that says what came."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.look import card_at, form, press
from tests.page.tabs import OpenTab
from tests.stories.desk import Company, Desk

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
FILES = Path(__file__).parents[1] / "stories" / "files"


async def test_another_day_is_chosen_by_keyboard(
    desk: Desk, company: Company, tab: OpenTab
) -> None:
    """Two forms, one on the other, both gone after the yes."""
    await company.switch(close_date="2026-07-31")
    await desk.take(company, FILES / "sales.jsonl")
    sent = await desk.card("July 2026 is closed", company.book.name, "Aug 1, 2026")
    await desk.quiet()
    page = await tab("#as=U_ANA")
    shown = card_at(page, str(sent["ts"]))

    await press(shown, "Post another way").focus()
    await page.keyboard.press("Enter")
    await expect(form(page)).to_contain_text("How shall they be posted?")
    await page.keyboard.press("Space")
    await expect(form(page).get_by_label("Post on Aug 1, 2026")).to_be_checked()
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("modal-submit").last).to_have_text("Post on Aug 1, 2026")
    await expect(form(page).last).to_contain_text("2 entries")
    await page.get_by_test_id("modal-submit").last.click()

    await expect(form(page)).to_have_count(0)
    await expect(shown.get_by_role("heading")).to_contain_text("dated Aug 1, 2026 by Ana")
    assert len(await company.ledger()) == 3
