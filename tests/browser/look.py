"""Where things are on the page, as a person would point at them."""

import os
import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.stories.desk import Company

taken_when_asked = pytest.mark.skipif(
    not os.environ.get("JEFAIL_PICTURES"), reason="JEFAIL_PICTURES=1 takes them"
)
"""Of tests that write the documents' pictures: nobody else's run changes files that are kept."""


def card_at(page: Page, ts: str) -> Locator:
    """A card in the middle of the page, by its `ts`."""
    return page.locator(f'#messages [data-ts="{ts}"]')


def press(place: Locator, label: str) -> Locator:
    """The button with these words on it, whatever more it says to those who cannot see."""
    return place.locator(".button", has_text=label)


def form(page: Page) -> Locator:
    """The open form."""
    return page.get_by_test_id("modal")


NAMELESS = re.compile(r"- (textbox|combobox|radio|checkbox|button)\b(?! \")")


async def all_named(dialog: Locator) -> None:
    """Everything in the open form that can be filled in or pressed has a name that is read out."""
    await expect(dialog).to_be_visible()
    read = await dialog.aria_snapshot()
    assert NAMELESS.findall(read) == [], read


def in_focus(page: Page, ts: str) -> Locator:
    """The card if it, or anything on it, has the focus."""
    return page.locator(f'#messages [data-ts="{ts}"]:focus-within')


async def choose(card: Locator, label: str) -> None:
    """Open the card's menu and choose, once what was chosen before is answered."""
    more = card.get_by_role("button", name="More actions")
    await expect(more).not_to_have_attribute("aria-busy", "true")
    await more.click()
    await card.page.get_by_role("menuitem", name=label).click()


async def retry(page: Page, place: Locator) -> None:
    """Press Retry on a card of several entries, and say yes to the question it asks first."""
    await press(place, "Retry").click()
    question = page.get_by_test_id("confirm")
    await expect(question.get_by_role("heading")).to_contain_text("again?")
    await question.get_by_role("button", name="Post them again").click()


async def may_post_again(page: Page, company: Company) -> None:
    """Give the company's user the right to post back, on the panel."""
    await page.get_by_test_id("company").select_option(company.realm)
    switch = page.get_by_role("switch", name="This user may not create journal entries")
    await switch.click()
    await expect(switch).not_to_be_checked()


def ledger(page: Page) -> Locator:
    """The ledger in the panel at the right."""
    return page.get_by_role("region", name="Ledger")
