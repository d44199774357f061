"""What a click does: it waits, it warns, it asks first, and it changes the card in place."""

import asyncio
import re

import pytest
from playwright.async_api import expect

from tests.page.gallery import CARD
from tests.page.kit import section
from tests.page.partner import Partner, Payload
from tests.page.tabs import OpenTab

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_pressed_button_waits_for_its_answer(partner: Partner, tab: OpenTab) -> None:
    """Until the app answers, the button is disabled and a second press sends nothing."""
    answered = asyncio.Event()

    async def slowly(_payload: Payload) -> None:
        await answered.wait()

    partner.answers["retry"] = slowly
    await partner.says("C_BOOKKEEPING", CARD)
    retry = (await tab()).get_by_role("button", name="Retry")

    await retry.click()
    await expect(retry).to_be_disabled()
    await retry.click(force=True)
    answered.set()
    await expect(retry).to_be_enabled()

    (heard,) = partner.heard_of("retry")
    assert heard["actions"][0]["value"] == "INC-1"
    assert heard["user"]["id"] == "U_ANA"


async def test_a_click_without_an_app_shows_a_warning(partner: Partner, tab: OpenTab) -> None:
    """When nobody acknowledges, the warning stands beside the button."""
    partner.deaf_to.add("retry")
    ts = await partner.says("C_BOOKKEEPING", CARD)
    page = await tab()

    await page.get_by_role("button", name="Retry").click()

    warning = page.locator(f'[data-ts="{ts}"] [data-block-id="do"]').get_by_role("alert")
    await expect(warning).not_to_be_empty()
    await expect(page.get_by_role("button", name="Retry")).to_be_enabled()


async def test_a_dangerous_button_asks_first(partner: Partner, tab: OpenTab) -> None:
    """Keep sends nothing and gives the focus back; confirming sends the click."""
    await partner.says("C_BOOKKEEPING", CARD)
    page = await tab()
    skip, dialog = page.get_by_role("button", name="Skip", exact=True), page.get_by_role("dialog")

    await skip.click()
    await expect(dialog).to_have_accessible_name("Skip these entries?")
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(skip).to_be_focused()
    assert partner.heard_of("skip") == []

    await skip.click()
    await dialog.get_by_role("button", name="Skip them").click()
    await expect(dialog).to_have_count(0)
    await partner.has_heard("skip")
    await expect(skip).to_be_enabled()
    assert len(partner.heard_of("skip")) == 1


async def test_the_overflow_menu_sends_its_option(partner: Partner, tab: OpenTab) -> None:
    """The three dots open a menu; choosing sends the option."""
    await partner.says("C_BOOKKEEPING", CARD)
    page = await tab()

    await page.locator('[data-action-id="more"]').click()
    await page.get_by_role("menuitem", name="Snooze").click()
    await expect(page.get_by_role("menu")).to_have_count(0)

    (heard,) = await partner.has_heard("more")
    await expect(page.locator('[aria-busy="true"]')).to_have_count(0)
    assert heard["actions"][0]["selected_option"]["value"] == "snooze"


async def test_an_open_menu_stays_when_its_card_is_drawn_again(
    partner: Partner, tab: OpenTab
) -> None:
    """What is new is shown once the menu is closed: it does not go from under the hand."""
    ts = await partner.says("C_BOOKKEEPING", CARD)
    page = await tab()
    await page.locator('[data-action-id="more"]').click()

    newer = [section("newer", "*Two entries* wait"), *CARD]
    await partner.web.chat_update(channel="C_BOOKKEEPING", ts=ts, text="Newer", blocks=newer)
    await partner.says("C_BOOKKEEPING", [section("after", "Told after it")])
    await expect(page.get_by_text("Told after it")).to_be_visible()
    await expect(page.get_by_text("Two entries")).to_have_count(0)
    await page.get_by_role("menuitem", name="Snooze").press("Escape")

    await expect(page.get_by_text("Two entries")).to_be_visible()
    await expect(page.locator('[data-action-id="more"]')).to_be_focused()


async def test_a_card_changes_in_place_and_keeps_the_focus(partner: Partner, tab: OpenTab) -> None:
    """An update redraws the card where it stands, without taking the focus from its button."""
    ts = await partner.says("C_BOOKKEEPING", CARD)
    page = await tab()
    card = page.locator(f'[data-ts="{ts}"]')

    await page.get_by_role("button", name="Retry").focus()
    changed = [section("changed", "Posting again, asked by Ana"), *CARD[1:]]
    await partner.web.chat_update(channel="C_BOOKKEEPING", ts=ts, text="Again", blocks=changed)

    await expect(card).to_contain_text("Posting again, asked by Ana")
    await expect(page.get_by_role("button", name="Retry")).to_be_focused()


async def test_two_people_see_each_others_work(partner: Partner, tab: OpenTab) -> None:
    """Two tabs are two people: each clicks under their own name and sees the same card."""

    async def taken(payload: Payload) -> None:
        who = payload["user"]["id"]
        blocks = [section("taken", f"Taken by <@{who}>"), *CARD[1:]]
        place = {"channel": "C_BOOKKEEPING", "ts": payload["message"]["ts"]}
        await partner.web.chat_update(**place, text="Taken", blocks=blocks)

    partner.answers["retry"] = taken
    await partner.says("C_BOOKKEEPING", CARD)
    ana, ben = await tab("#as=U_ANA"), await tab("#as=U_BEN")

    await ben.get_by_role("button", name="Retry").click()
    await expect(ana.locator('[data-block-id="taken"]')).to_have_text("Taken by @Ben Okafor")
    await ana.get_by_role("button", name="Retry").click()
    await expect(ben.locator('[data-block-id="taken"]')).to_have_text("Taken by @Ana Lima")


async def test_someone_else_sits_down(partner: Partner, tab: OpenTab) -> None:
    """The switch changes who acts, and the address remembers it."""
    await partner.says("C_BOOKKEEPING", CARD)
    page = await tab()

    await page.get_by_label("Acting as").select_option("U_CHI")
    await expect(page).to_have_url(re.compile("#as=U_CHI"))
    await page.get_by_role("button", name="Retry").click()

    (heard,) = await partner.has_heard("retry")
    await expect(page.locator('[aria-busy="true"]')).to_have_count(0)
    assert heard["user"]["id"] == "U_CHI"
