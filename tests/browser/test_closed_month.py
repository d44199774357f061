"""A closed month in the browser, by keyboard: another day, once more so, drafts, and a warning."""

import pytest
from playwright.async_api import Locator, Page, expect

from journal.books.book import Platform
from tests.browser.conftest import FILES, NUMBERS
from tests.browser.look import all_named, card_at, form, in_focus, press, retry
from tests.page.tabs import OpenTab
from tests.stories.desk import Company, Desk
from tests.stories.test_month_closes import july_waits, look
from tests.stories.test_rights import some_days

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def choose_way(page: Page, card: Locator, way: str) -> None:
    """Open the form of a card, choose a way and go on, by keys alone."""
    await press(card, "Post another way").press("Enter")
    await expect(form(page)).to_contain_text("How shall they be posted?")
    await all_named(form(page))
    radio = form(page).get_by_role("radio", name=way)
    await radio.press("Space")
    await expect(radio).to_be_checked()
    await radio.press("Enter")


async def test_another_day_is_chosen_and_offered_again(
    desk: Desk, company: Company, tab: OpenTab
) -> None:
    """Two forms, both gone after the yes; what comes late for the same month is asked at once."""
    await company.switch(close_date="2026-07-31")
    await desk.take(company, FILES / "sales.jsonl")
    first = str((await desk.card("July 2026 is closed", company.book.name, "Aug 1, 2026"))["ts"])
    await desk.quiet()
    page = await tab("#as=U_ANA")

    await choose_way(page, card_at(page, first), "Post on Aug 1, 2026")
    submit = page.get_by_test_id("modal-submit").last
    await expect(submit).to_have_text("Post on Aug 1, 2026")
    await expect(form(page).last).to_contain_text("2 entries")
    await submit.press("Enter")
    await expect(form(page)).to_have_count(0)
    heading = card_at(page, first).get_by_role("heading")
    await expect(heading).to_contain_text("dated Aug 1, 2026 by Ana")
    await expect(in_focus(page, first)).to_be_visible()

    late = [one for one in some_days(31) if one.date.month == 7]
    await desk.program.services.accept_entries(company.book.id, late)
    again = str((await desk.card("Second time", company.book.name))["ts"])
    await expect(card_at(page, again)).to_contain_text("dated Aug 1, 2026 by Ana")
    await press(card_at(page, again), "Post on Aug 1, 2026").press("Enter")
    await expect(form(page)).to_contain_text("the first open day")
    await page.get_by_test_id("modal-submit").press("Enter")
    heading = card_at(page, again).get_by_role("heading")
    await expect(heading).to_contain_text("dated Aug 1, 2026 by Ana")
    assert len(await company.ledger()) == 3 + len(late)


async def test_a_draft_is_left_where_the_platform_keeps_them(desk: Desk, tab: OpenTab) -> None:
    """Xero does; the card says that it is not in the books, and stays."""
    company = await desk.company(f"xero-{next(NUMBERS)}", Platform.XERO)
    await company.switch(period_lock_date="2026-06-30")
    await desk.program.services.accept_entries(company.book.id, some_days(1))
    ts = str((await desk.card("June 2026 is closed", company.book.name, "*1 entry*"))["ts"])
    await desk.quiet()
    page = await tab("#as=U_BEN")
    shown = card_at(page, ts)

    await choose_way(page, shown, "Leave as drafts in Xero")
    await expect(shown).to_contain_text("1 draft in Xero, not in the books")
    await expect(press(shown, "Retry")).to_be_visible()
    await expect(in_focus(page, ts)).to_be_visible()


async def test_before_a_month_closes_the_channel_is_warned(
    desk: Desk, company: Company, tab: OpenTab
) -> None:
    """What is outside stands in one message, with the way to each case; mended, it goes quiet."""
    clock = await july_waits(desk, company)
    await look(desk, clock)
    sent = await desk.card(f"July 2026 of *{company.book.name}* closes in 2 days")
    page = await tab("#as=U_CHI")
    warning = card_at(page, str(sent["ts"]))
    await expect(warning).to_contain_text("2 entries of it are not in the books yet ($2,230.50)")

    await press(warning, "Details").press("Enter")
    await expect(form(page)).to_contain_text("shop-0708")
    await page.get_by_test_id("modal-close").press("Enter")
    await expect(press(warning, "Details")).to_be_focused()
    await company.account("4000", active=True)
    card = await desk.card("What to do", "is inactive in QuickBooks", company.book.name)
    await retry(page, card_at(page, str(card["ts"])))
    await expect(card_at(page, str(card["ts"])).get_by_role("heading")).to_contain_text("Posted")
    await desk.quiet()
    await look(desk, clock)

    await expect(warning).to_contain_text("All of July 2026 that came in is in the books")
