"""Map accounts in the browser: by mouse and keyboard, from the card to the ledger."""

from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.look import all_named, card_at, form, in_focus, ledger, press
from tests.page.tabs import OpenTab
from tests.stories.desk import Company, Desk
from tests.stories.test_mapping_accounts import an_entry, hand_in

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def waiting(desk: Desk, company: Company, *categories: str) -> str:
    """Hand in two days that lack accounts; return the `ts` of their card."""
    days = [an_entry(f"S-{day}", *categories) for day in (1, 2)]
    await hand_in(desk, company, *days)
    sent = await desk.card("no account", company.book.name)
    await desk.quiet()
    return str(sent["ts"])


def options(page: Page) -> Locator:
    """The accounts in the list that is open."""
    return page.get_by_role("listbox", name="Options").get_by_role("option")


def field(page: Page, category: str) -> Locator:
    """The field of a category in the form."""
    return form(page).get_by_role("button", name=category)


async def test_by_keyboard_alone_from_the_card_to_the_ledger(
    desk: Desk, company: Company, tab: OpenTab
) -> None:
    """Enter opens the form and a field, typing finds the account, Enter takes it and sends all."""
    card = await waiting(desk, company, "Surcharges")
    page = await tab("#as=U_ANA")
    await press(card_at(page, card), "Map accounts").press("Enter")
    await expect(form(page)).to_contain_text(f"2 entries of {company.book.name}")
    await expect(page.get_by_test_id("modal-submit")).to_have_text("Map accounts")
    await all_named(form(page))

    await field(page, "Surcharges").press("Enter")
    await expect(page.get_by_role("combobox", name="Search options")).to_be_focused()
    await page.keyboard.type("shopify sal")
    await expect(options(page)).to_have_text(["4010 Sales:Shopify salesIncome"])
    await page.keyboard.press("Enter")
    await expect(field(page, "Surcharges")).to_contain_text("4010 Sales:Shopify sales")
    await expect(page.get_by_test_id("modal-submit")).to_have_text("Map and post 2 entries")
    await page.get_by_test_id("modal-submit").press("Enter")

    heading = card_at(page, card).get_by_role("heading")
    await expect(heading).to_contain_text("Posted: 2 entries")
    await expect(heading).to_contain_text("mapped to 4010 Sales:Shopify sales by Ana")
    await expect(form(page)).to_have_count(0)
    await expect(in_focus(page, card)).to_be_visible()
    await page.get_by_test_id("company").select_option(company.realm)
    await expect(ledger(page)).to_contain_text("2 entries posted")


async def test_unknown_names_go_from_the_card_to_the_ledger(
    desk: Desk, company: Company, tab: OpenTab, tmp_path: Path
) -> None:
    """Each name has its field: one is filled in, the other is chosen, and both entries post."""
    file = tmp_path / "settlement.csv"
    file.write_text(
        "Journal No,Journal Date,Account,Debits,Credits,Description\n"
        "A-1,2026-07-15,1320 · Amazon clearing,80.00,,Amazon payout\n"
        "A-1,2026-07-15,Marketplace selling fees,20.00,,Amazon fees\n"
        "A-1,2026-07-15,Amazon sales,,100.00,Amazon sales\n"
        "A-2,2026-07-22,Clearing : Amazon clearing,90.00,,Amazon payout\n"
        "A-2,2026-07-22,Sponsored products,10.00,,Amazon adverts\n"
        "A-2,2026-07-22,4020,,100.00,Amazon sales\n"
    )
    await desk.take(company, file)
    said = 'QuickBooks has no account called "Marketplace selling fees" (and 1 more)'
    sent = await desk.card(said, company.book.name)
    await desk.quiet()
    page = await tab("#as=U_ANA")
    card = card_at(page, str(sent["ts"]))
    await expect(card).to_contain_text("Sponsored products")
    await press(card, "Map accounts").click()

    await expect(field(page, "Marketplace selling fees")).to_contain_text("6010 Marketplace fees")
    await expect(form(page)).to_contain_text("is remembered in this book")
    await field(page, "Sponsored products").click()
    await options(page).filter(has_text="Payment processing fees").first.click()
    await expect(field(page, "Sponsored products")).to_contain_text("6000 Payment processing")
    await expect(page.get_by_test_id("modal-submit")).to_have_text("Map and post 2 entries")
    await page.get_by_test_id("modal-submit").click()

    heading = card_at(page, str(sent["ts"])).get_by_role("heading")
    await expect(heading).to_contain_text("Posted: 2 entries")
    await page.get_by_test_id("company").select_option(company.realm)
    await expect(ledger(page)).to_contain_text("2 entries posted")


async def test_a_field_left_empty_is_told_and_what_was_chosen_stays(
    desk: Desk, company: Company, tab: OpenTab
) -> None:
    """Nothing chosen is said under the field; then the mouse chooses, and the card goes on."""
    card = await waiting(desk, company, "Handling", "Deposits held")
    page = await tab("#as=U_BEN")
    await press(card_at(page, card), "Map accounts").click()
    await press(form(page), "Create an account").press("Enter")
    await expect(form(page)).to_have_count(2)
    await all_named(form(page).last)
    await page.get_by_test_id("modal-close").last.press("Escape")
    await expect(press(form(page), "Create an account")).to_be_focused()
    await page.get_by_test_id("modal-submit").click()
    await expect(form(page).get_by_test_id("field-error")).to_have_text(
        "Choose an account for at least one."
    )

    for category, account in (("Handling", "Sales"), ("Deposits held", "Tips payable")):
        await field(page, category).click()
        await options(page).filter(has_text=account).first.click()
        await expect(field(page, category)).to_contain_text(account)
    await expect(page.get_by_test_id("modal-submit")).to_have_text("Map and post 2 entries")
    await page.get_by_test_id("modal-submit").click()

    heading = card_at(page, card).get_by_role("heading")
    await expect(heading).to_contain_text("2 categories mapped by Ben")
