"""Working on a card in the browser: taken, put off, skipped, explained, and help asked for."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.look import all_named, card_at, choose, form, in_focus, press
from tests.page.tabs import OpenTab
from tests.stories.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_taken_in_one_click_and_given_to_another(desk: Desk, card: str, tab: OpenTab) -> None:
    """The last line says whose it is; Ben reads a message of his own."""
    ana = await tab("#as=U_ANA")
    shown = card_at(ana, card)

    await choose(shown, "I take it")
    await expect(shown).to_contain_text("@Ana Lima has it since")
    await desk.quiet()

    await choose(shown, "Assign to …")
    dialog = form(ana)
    await expect(dialog).to_contain_text("@Ana Lima has it now.")
    await all_named(dialog)
    await dialog.get_by_role("button", name="Who sees to it?").press("Enter")
    search = ana.get_by_role("combobox", name="Search options")
    await search.fill("ben")
    people = ana.get_by_role("listbox", name="Options")
    await expect(people.get_by_role("option")).to_have_count(1)
    await search.press("Enter")
    await ana.get_by_test_id("modal-submit").press("Enter")
    await expect(shown).to_contain_text("@Ben Okafor has it since")
    await expect(in_focus(ana, card)).to_be_visible()
    ben = await tab("#as=U_BEN")
    await expect(card_at(ben, card)).to_contain_text("@Ben Okafor has it since")


async def test_put_off_until_tomorrow_and_woken(card: str, tab: OpenTab) -> None:
    """The card shrinks to until when and by whom, and comes back whole."""
    page = await tab("#as=U_ANA")
    shown = card_at(page, card)

    await choose(shown, "Snooze …")
    tomorrow = form(page).get_by_role("radio", name="Until tomorrow, 9:00")
    await expect(tomorrow).to_be_visible()
    await all_named(form(page))
    await tomorrow.press("Space")
    await tomorrow.press("Enter")
    await expect(shown).to_contain_text(re.compile(r"Until tomorrow .*\(@Ana Lima\)"))
    await expect(press(shown, "Retry")).to_have_count(0)
    await expect(in_focus(page, card)).to_be_visible()

    await press(shown, "Wake").click()
    await expect(press(shown, "Retry")).to_be_visible()


async def test_one_entry_is_skipped_after_it_was_confirmed(card: str, tab: OpenTab) -> None:
    """The second window names the count and the sum."""
    page = await tab("#as=U_ANA")
    shown = card_at(page, card)
    await choose(shown, "Details")
    await press(form(page), "Skip …").click()

    dialog = form(page).last
    await all_named(dialog)
    await dialog.get_by_label("Which are never to be posted?").click()
    await page.get_by_role("listbox", name="Options").get_by_role("option").nth(1).click()
    await page.get_by_test_id("modal-submit").click()
    await expect(dialog).to_contain_text(re.compile(r"1 entry · .* · \$.* will never be posted"))
    await page.get_by_test_id("modal-submit").press("Enter")

    await expect(form(page)).to_have_count(0)
    await expect(shown).to_contain_text("1 skipped")
    await expect(in_focus(page, card)).to_be_visible()


async def test_the_reason_is_explained_and_help_asked_for(card: str, tab: OpenTab) -> None:
    """What is this? tells the steps of the card's platform; the summary is ready to be copied."""
    page = await tab("#as=U_ANA")
    shown = card_at(page, card)
    await press(shown, "What is this?").click()
    await expect(form(page)).to_contain_text("In QuickBooks")
    await page.get_by_test_id("modal-close").press("Escape")
    await expect(press(shown, "What is this?")).to_be_focused()

    await choose(shown, "Details")
    await expect(form(page)).to_contain_text("Attempts")
    await press(form(page), "Contact support").press("Enter")
    field = form(page).last.get_by_role("textbox")
    await all_named(form(page).last)
    await expect(field).to_have_value(re.compile("intuit_tid"))
    await page.get_by_test_id("modal-submit").click()
    await form(page).get_by_role("button", name="Close").first.click()
    await _told(page, shown, "copied a summary for support")


async def _told(page: Page, shown: Locator, words: str) -> None:
    await shown.get_by_test_id("replies").click()
    thread = page.get_by_role("complementary", name="Thread")
    await expect(thread).to_contain_text(words)
