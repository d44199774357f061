"""Who may, in the browser: a guest is told in private, and two people do what one may not."""

import pytest
from playwright.async_api import Page, expect

from journal.amounts.money import Money
from journal.incidents.move import MoveName
from journal.rights import Rule
from tests.browser.look import card_at, choose, form, may_post_again, press, retry
from tests.browser.test_map import field, options, waiting
from tests.page.tabs import OpenTab
from tests.stories.desk import Company, Desk

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def second_person(desk: Desk, company: Company, move: MoveName) -> None:
    """Have a second person be wanted for a move above a dollar."""
    async with desk.program.database.store() as store:
        await store.rights.save(company.book.id, Rule(move, second_above=Money(100, "USD")))


async def test_a_guest_is_told_in_private(card: str, tab: OpenTab) -> None:
    """Dee presses Retry and is answered alone; the card stays as it is for everybody."""
    dee, ana = await tab("#as=U_DEE"), await tab("#as=U_ANA")

    await retry(dee, card_at(dee, card))

    told = dee.get_by_test_id("ephemeral").filter(has_text="Guests of this workspace may not post")
    await expect(told).to_be_visible()
    await expect(press(card_at(ana, card), "Retry")).to_be_visible()
    guests = ana.get_by_test_id("ephemeral").filter(has_text="Guests of this workspace")
    await expect(guests).to_have_count(0)


async def test_two_people_post_what_is_too_much_for_one(
    desk: Desk, company: Company, card: str, tab: OpenTab
) -> None:
    """Ana asks, may not approve it herself, Ben does; the closed card names both."""
    await second_person(desk, company, MoveName.RETRY)
    ana, ben = await tab("#as=U_ANA"), await tab("#as=U_BEN")
    await may_post_again(ana, company)

    await retry(ana, card_at(ana, card))
    await expect(card_at(ana, card)).to_contain_text("asks to post 3 entries ($2,307.75) again")
    await press(card_at(ana, card), "Approve").click()
    await expect(ana.get_by_text("You asked for this yourself").first).to_be_visible()
    await press(card_at(ben, card), "Approve").click()

    await expect(card_at(ben, card).get_by_role("heading")).to_contain_text("Posted: 3 entries")
    await expect(card_at(ben, card)).to_contain_text("approved by @Ben Okafor")
    await desk.quiet()
    assert len(await company.ledger()) == 3


async def test_a_second_person_reads_and_approves_a_mapping(
    desk: Desk, company: Company, tab: OpenTab
) -> None:
    """Ana chooses an account; Ben declines and she is told, then he approves and all is posted."""
    await second_person(desk, company, MoveName.MAP)
    ts = await waiting(desk, company, "Donations")
    ana, ben = await tab("#as=U_ANA"), await tab("#as=U_BEN")

    await map_to(ana, ts, "Donations", "Tips payable")
    asks = "asks to map Donations to 2400 Tips payable; that posts 2 entries ($100.00)"
    await expect(card_at(ben, ts)).to_contain_text(asks)
    await press(card_at(ben, ts), "Decline").click()
    await expect(press(card_at(ana, ts), "Map accounts")).to_be_visible()
    await ana.get_by_role("button", name="jefail").first.click()
    answer = ana.get_by_test_id("message").last
    await expect(answer).to_contain_text(
        "@Ben Okafor declined what you asked for: to map Donations"
    )
    await ana.get_by_role("button", name="bookkeeping").first.click()

    await map_to(ana, ts, "Donations", "Tips payable")
    await press(card_at(ben, ts), "Approve").click()

    heading = card_at(ben, ts).get_by_role("heading")
    await expect(heading).to_contain_text("mapped to 2400 Tips payable by Ana")
    await expect(card_at(ben, ts)).to_contain_text("approved by @Ben Okafor")
    await desk.quiet()
    assert len(await company.ledger()) == 2


async def map_to(page: Page, ts: str, category: str, account: str) -> None:
    """Choose an account for the one category of a card, and send the form in."""
    await press(card_at(page, ts), "Map accounts").click()
    await field(page, category).click()
    await options(page).filter(has_text=account).first.click()
    await expect(field(page, category)).to_contain_text(account)
    await page.get_by_test_id("modal-submit").click()
    await expect(form(page)).to_have_count(0)


async def test_the_owner_is_asked_once_and_the_connection_tested(
    desk: Desk, company: Company, tab: OpenTab
) -> None:
    """The card says who was asked; a test says how it stands, and closes the card once let in."""
    async with desk.program.database.store() as store:
        connection = await store.books.connection_of(company.book.id)
        await store.desk.set_owner(connection.id, "U_CHI")
    await company.switch(connected=False)
    await desk.poll()
    lost = str((await desk.card("no longer lets us in", company.book.name))["ts"])
    ana = await tab("#as=U_ANA")
    shown, told = card_at(ana, lost), ana.get_by_test_id("ephemeral").last

    await press(shown, "Ask the owner").press("Enter")
    await expect(shown).to_contain_text("@Chi Wei was asked by @Ana Lima")
    await press(shown, "Ask the owner").press("Enter")
    await expect(told).to_contain_text("already")

    await choose(shown, "Test connection")
    await expect(told).to_contain_text("QuickBooks does not let us in")
    await company.switch(connected=True)
    await choose(shown, "Test connection")
    await expect(shown.get_by_role("heading")).to_contain_text("lets us in again")


async def test_a_request_is_taken_back(
    desk: Desk, company: Company, card: str, tab: OpenTab
) -> None:
    """Declined by the person who asked, by keyboard: the card offers what it did before."""
    await second_person(desk, company, MoveName.SKIP)
    ana = await tab("#as=U_ANA")
    await press(card_at(ana, card), "Resolve").click()
    await ana.get_by_test_id("modal").get_by_label("Not needed").check()
    await ana.get_by_test_id("modal-submit").click()
    await expect(card_at(ana, card)).to_contain_text("asks to skip 3 entries ($2,307.75)")

    await press(card_at(ana, card), "Decline").press("Enter")

    await expect(press(card_at(ana, card), "Resolve")).to_be_visible()
    await expect(card_at(ana, card)).not_to_contain_text("asks to skip")
