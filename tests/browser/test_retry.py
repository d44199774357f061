"""Retry in the browser: mended on the panel, pressed on the card, seen in the ledger."""

from dataclasses import replace

import pytest
from playwright.async_api import expect

from tests.browser.look import card_at, in_focus, ledger, may_post_again, press, retry
from tests.page.tabs import OpenTab
from tests.stories.desk import Company, Desk
from tests.stories.test_rights import some_days

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_mended_cause_is_retried_and_seen_in_the_ledger(
    desk: Desk, company: Company, card: str, tab: OpenTab
) -> None:
    """Ana turns the right to post on, presses Retry; the card says Posted, the ledger shows it."""
    page = await tab("#as=U_ANA")
    shown = card_at(page, card)
    await expect(shown).to_contain_text(f"3 entries of {company.book.name} wait · $2,307.75")

    await may_post_again(page, company)
    await expect(ledger(page)).to_contain_text("Nothing posted yet")
    await retry(page, shown)

    await expect(shown.get_by_role("heading")).to_contain_text("Posted: 3 entries")
    await expect(press(shown, "Retry")).to_have_count(0)
    await expect(page.get_by_test_id("ledger-count")).to_have_text("3 entries posted")
    await expect(ledger(page).locator("summary").filter(has_text="$1,250.00")).to_be_visible()
    await desk.quiet()
    about = [one for one in await desk.cards() if company.book.name in str(one)]
    assert len(about) == 1


async def test_the_story_is_told_in_the_thread(company: Company, card: str, tab: OpenTab) -> None:
    """Pressed too early, then mended: the thread tells who asked and what QuickBooks said."""
    page = await tab("#as=U_BEN")
    shown = card_at(page, card)
    await retry(page, shown)
    await expect(shown).to_contain_text("2 attempts")
    await may_post_again(page, company)
    await retry(page, shown)
    await expect(shown.get_by_role("heading")).to_contain_text("Posted")

    await shown.get_by_test_id("replies").click()

    thread = page.get_by_role("complementary", name="Thread").get_by_test_id("message")
    told = thread.filter(has_text="@Ben Okafor asked to post")
    await expect(told).to_have_count(2)
    await expect(thread.filter(has_text="not posted").first).to_contain_text("Permission Denied")
    await expect(thread.last).to_contain_text("posted in QuickBooks")


async def test_a_posted_card_leads_to_its_entry(company: Company, card: str, tab: OpenTab) -> None:
    """View in QuickBooks opens the panel at that entry, its lines unfolded."""
    page = await tab("#as=U_ANA")
    await may_post_again(page, company)
    await retry(page, card_at(page, card))
    link = card_at(page, card).get_by_role("link", name="View in QuickBooks")

    async with page.context.expect_page() as opened:
        await link.click()
    entry = ledger(await opened.value).locator("details[open]")

    await expect(entry).to_have_count(1)
    await expect(entry).to_be_in_viewport()
    await expect(entry.get_by_role("row")).to_have_count(3)


async def test_two_tabs_are_two_people(card: str, tab: OpenTab) -> None:
    """Ben sees at once what Ana closes, under her name; Ana sees him open it again."""
    ana, ben = await tab("#as=U_ANA"), await tab("#as=U_BEN")

    await press(card_at(ana, card), "Resolve").click()
    await ana.get_by_test_id("modal").get_by_label("Not needed").check()
    await ana.get_by_test_id("modal-submit").click()

    await expect(card_at(ben, card).get_by_role("heading")).to_contain_text(
        "Closed by Ana", ignore_case=True
    )
    await press(card_at(ben, card), "Reopen").click()

    await expect(card_at(ana, card)).to_contain_text("reopened by @Ben Okafor")
    await expect(press(card_at(ana, card), "Retry")).to_be_visible()


async def test_many_are_stopped_midway_and_the_part_is_said(
    desk: Desk, company: Company, tab: OpenTab
) -> None:
    """By keyboard: the question names count and sum, the card counts, Stop leaves the rest.

    Sixty take eight seconds at the pace that QuickBooks allows: nobody is too slow for Stop.
    """
    await company.switch(close_date="2026-06-30")
    many = [replace(one, reference=f"{one.reference}-{n}") for one in some_days(20) for n in "abc"]
    await desk.program.services.accept_entries(company.book.id, many)
    sent = await desk.card("*60 entries*", "June 2026 is closed", company.book.name)
    await desk.quiet()
    page = await tab("#as=U_ANA")
    shown = card_at(page, str(sent["ts"]))
    await company.switch(close_date=None)

    await press(shown, "Retry").press("Enter")
    question = page.get_by_test_id("confirm")
    await expect(question).to_contain_text("Post 60 entries again?")
    await expect(question).to_contain_text("$600.00 of")
    await question.get_by_role("button", name="Post them again").press("Enter")
    await expect(shown).to_contain_text("of 60 posted")
    await press(shown, "Stop").press("Enter")

    await expect(shown).to_contain_text("stopped by @Ana Lima")
    await desk.quiet()
    there = len(await company.ledger())
    assert 0 < there < 60
    await expect(shown).to_contain_text(f"{there} of 60 posted, {60 - there} left")
    await expect(press(shown, "Retry")).to_be_visible()
    await expect(in_focus(page, str(sent["ts"]))).to_be_visible()
