"""Where things are on the page, as a person would point at them."""

import os

import pytest
from playwright.async_api import Locator, Page, expect

from blocks.kit import names
from tests.stories.desk import Company

taken_when_asked = pytest.mark.skipif(
    not os.environ.get("JEFAIL_PICTURES"), reason="JEFAIL_PICTURES=1 takes them"
)
"""Of tests that write the documents' pictures: nobody else's run changes files that are kept."""


def card_at(page: Page, ts: str) -> Locator:
    """A card in the middle of the page, by its `ts`."""
    return page.locator(f'#messages [data-ts="{ts}"]')


def press(place: Locator, action_id: str) -> Locator:
    """The button of that name (`blocks/kit/names.py`), whatever its label says."""
    return place.locator(f'.button[data-action-id="{action_id}"]')


def heading(card: Locator) -> Locator:
    """The first line of a card."""
    return card.get_by_role("heading")


def form(page: Page, callback_id: str = "") -> Locator:
    """The open form; with a `callback_id`, that one of those that lie on each other."""
    open_ones = page.get_by_test_id("modal")
    if not callback_id:
        return open_ones
    return open_ones.and_(page.locator(f'[data-callback-id="{callback_id}"]'))


def field(place: Locator, block_id: str) -> Locator:
    """What is typed into, or chosen from, in a block of a form."""
    return place.locator(f'[data-block-id="{block_id}"] [data-action-id]')


def wrong(place: Locator, block_id: str) -> Locator:
    """What a form says is wrong with a field."""
    return place.locator(f'[data-block-id="{block_id}"]').get_by_test_id("field-error")


def choice(place: Locator, value: str) -> Locator:
    """The radio button that stands for a value."""
    return place.locator(f'input[type="radio"][value="{value}"]')


def options(page: Page) -> Locator:
    """What can be chosen in the list that is open."""
    return page.locator('[role="option"]:visible')


def submit(page: Page) -> Locator:
    """What sends the form on top in."""
    return page.get_by_test_id("modal-submit").last


def in_focus(page: Page, ts: str) -> Locator:
    """The card if it, or anything on it, has the focus."""
    return page.locator(f'#messages [data-ts="{ts}"]:focus-within')


async def choose(card: Locator, action_id: str) -> None:
    """Open the card's menu and choose, once what was chosen before is answered."""
    more = press(card, names.MORE)
    await expect(more).not_to_have_attribute("aria-busy", "true")
    await more.click()
    await card.locator(f'[role="menuitem"][data-value^="{action_id}:"]').click()


async def say_yes(page: Page) -> None:
    """Answer the question that is asked before something happens."""
    await page.get_by_test_id("confirm-confirm").press("Enter")


async def retry(page: Page, place: Locator) -> None:
    """Press Retry on a card of several entries, and say yes to the question it asks first."""
    await press(place, names.RETRY).click()
    await say_yes(page)


async def may_post_again(page: Page, company: Company) -> None:
    """Give the company's user the right to post back, on the panel."""
    await page.get_by_test_id("company").select_option(company.realm)
    switch = page.get_by_test_id("may-not-post")
    await switch.click()
    await expect(switch).not_to_be_checked()


async def go_to(page: Page, channel: str) -> None:
    """Open a channel, or the Home, from the side."""
    await page.locator(f'[data-channel="{channel}"]').click()


def thread(page: Page) -> Locator:
    """The messages of the thread that is open, the card first."""
    return page.get_by_test_id("thread").get_by_test_id("message")


def ledger(page: Page) -> Locator:
    """The entries in the ledger of the panel at the right."""
    return page.get_by_test_id("ledger").locator("[data-entry]")
