"""Map accounts in the browser: by mouse and keyboard, from the card to the ledger."""

from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from blocks.card.face import Face
from blocks.kit import names
from journal.incidents.story.mending import AccountsMapped
from tests.browser.cases import shows, told
from tests.browser.look import (
    card_at,
    form,
    in_focus,
    ledger,
    options,
    press,
    submit,
)
from tests.page.named import all_named
from tests.page.tabs import OpenTab
from tests.stories.desk import Company, Desk
from tests.stories.test_mapping_accounts import an_entry, hand_in

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def waiting(desk: Desk, company: Company, *categories: str) -> str:
    """Hand in two days that lack accounts; return the `ts` of their card."""
    days = [an_entry(f"S-{day}", *categories) for day in (1, 2)]
    await hand_in(desk, company, *days)
    sent = await desk.card(names.MAP, company.book.name)
    await desk.quiet()
    return str(sent["ts"])


def account_of(page: Page, category: str) -> Locator:
    """The field of a category in the form, which is called after it."""
    return form(page, names.MAP_FORM).get_by_role("button", name=category)


async def mapped_by(desk: Desk, ts: str) -> dict[str | None, tuple[tuple[str, str], ...]]:
    """Return which categories people of a card's story mapped, each with its account's label."""
    return {one.by: one.turn.mapped for one in await told(desk, ts, AccountsMapped)}


async def test_by_keyboard_alone_from_the_card_to_the_ledger(
    desk: Desk, company: Company, tab: OpenTab
) -> None:
    """Enter opens the form and a field, typing finds the account, Enter takes it and sends all."""
    card = await waiting(desk, company, "Surcharges")
    page = await tab("#as=U_ANA")
    await press(card_at(page, card), names.MAP).press("Enter")
    await expect(form(page)).to_contain_text(company.book.name)
    await expect(submit(page)).not_to_contain_text("2")
    await all_named(form(page))

    await account_of(page, "Surcharges").press("Enter")
    await expect(page.get_by_test_id("option-search")).to_be_focused()
    await page.keyboard.type("shopify sal")
    await expect(options(page)).to_have_count(1)
    await expect(options(page)).to_contain_text("4010 Sales:Shopify sales")
    await page.keyboard.press("Enter")
    await expect(account_of(page, "Surcharges")).to_contain_text("4010 Sales:Shopify sales")
    await expect(submit(page)).to_contain_text("2")
    await submit(page).press("Enter")

    posted = await shows(desk, card_at(page, card), Face.POSTED)
    assert posted.summary.posted == 2
    assert await mapped_by(desk, card) == {"U_ANA": (("Surcharges", "4010 Sales:Shopify sales"),)}
    await expect(form(page)).to_have_count(0)
    await expect(in_focus(page, card)).to_be_visible()
    await page.get_by_test_id("company").select_option(company.realm)
    await expect(ledger(page)).to_have_count(2)


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
    sent = await desk.card(names.MAP, company.book.name, "Marketplace selling fees")
    await desk.quiet()
    page = await tab("#as=U_ANA")
    card = card_at(page, str(sent["ts"]))
    await expect(card).to_contain_text("Sponsored products")
    await press(card, names.MAP).click()

    await expect(account_of(page, "Marketplace selling fees")).to_contain_text(
        "6010 Marketplace fees"
    )
    await account_of(page, "Sponsored products").click()
    await options(page).filter(has_text="Payment processing fees").first.click()
    await expect(account_of(page, "Sponsored products")).to_contain_text("6000 Payment processing")
    await expect(submit(page)).to_contain_text("2")
    await submit(page).click()

    assert (await shows(desk, card, Face.POSTED)).summary.posted == 2
    await page.get_by_test_id("company").select_option(company.realm)
    await expect(ledger(page)).to_have_count(2)


async def test_a_field_left_empty_is_told_and_what_was_chosen_stays(
    desk: Desk, company: Company, tab: OpenTab
) -> None:
    """Nothing chosen is said under the field; then the mouse chooses, and the card goes on."""
    card = await waiting(desk, company, "Handling", "Deposits held")
    page = await tab("#as=U_BEN")
    await press(card_at(page, card), names.MAP).click()
    await press(form(page), names.MAP_CREATE).press("Enter")
    await expect(form(page, names.ACCOUNT_FORM)).to_be_visible()
    await all_named(form(page).last)
    await page.get_by_test_id("modal-close").last.press("Escape")
    await expect(press(form(page), names.MAP_CREATE)).to_be_focused()
    await submit(page).click()
    await expect(form(page).get_by_test_id("field-error")).to_have_count(1)

    for category, account in (("Handling", "Sales"), ("Deposits held", "Tips payable")):
        await account_of(page, category).click()
        await options(page).filter(has_text=account).first.click()
        await expect(account_of(page, category)).to_contain_text(account)
    await expect(submit(page)).to_contain_text("2")
    await submit(page).click()

    await shows(desk, card_at(page, card), Face.POSTED)
    assert {by: len(mapped) for by, mapped in (await mapped_by(desk, card)).items()} == {"U_BEN": 2}
