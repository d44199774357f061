"""Retry in the browser: mended on the panel, pressed on the card, seen in the ledger."""

from dataclasses import replace

import pytest
from playwright.async_api import expect

from blocks.card.face import Face
from blocks.kit import names
from journal.incidents.how_resolved import HowResolved
from journal.incidents.story.people import IncidentReopened, RetryAsked, RetryStopped
from journal.incidents.story.posting import EntriesPosted, EntriesRefused
from tests.browser.cases import counts, reply_at, shows, told, told_in_thread
from tests.browser.look import (
    card_at,
    choice,
    form,
    in_focus,
    ledger,
    may_post_again,
    press,
    retry,
    say_yes,
    submit,
    thread,
)
from tests.page.tabs import OpenTab
from tests.stories.desk import Company, Desk
from tests.stories.seen import case_at
from tests.stories.test_rights import some_days

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_mended_cause_is_retried_and_seen_in_the_ledger(
    desk: Desk, company: Company, card: str, tab: OpenTab
) -> None:
    """Ana turns the right to post on, presses Retry; the card says Posted, the ledger shows it."""
    page = await tab("#as=U_ANA")
    shown = card_at(page, card)
    for data in (company.book.name, "$2,307.75"):
        await expect(shown).to_contain_text(data)

    await may_post_again(page, company)
    await expect(ledger(page)).to_have_count(0)
    await retry(page, shown)

    assert (await shows(desk, shown, Face.POSTED)).summary.posted == 3
    await expect(press(shown, names.RETRY)).to_have_count(0)
    await expect(ledger(page)).to_have_count(3)
    await expect(ledger(page).locator("summary").filter(has_text="$1,250.00")).to_be_visible()
    await desk.quiet()
    about = [one for one in await desk.cards() if company.book.name in str(one)]
    assert len(about) == 1


async def test_the_story_is_told_in_the_thread(
    desk: Desk, company: Company, card: str, tab: OpenTab
) -> None:
    """Pressed too early, then mended: the thread tells who asked and what QuickBooks said."""
    page = await tab("#as=U_BEN")
    shown = card_at(page, card)
    await retry(page, shown)
    await shows(desk, shown, Face.OPEN, lambda case: case.summary.attempts == 2)
    await may_post_again(page, company)
    await retry(page, shown)
    await shows(desk, shown, Face.POSTED)

    await shown.get_by_test_id("replies").click()

    await told_in_thread(desk, page, card, RetryAsked)  # lines are sent in order: all are there
    asked = await told(desk, card, RetryAsked)
    assert [one.by for one in asked] == ["U_BEN", "U_BEN"]
    for one in asked:
        await expect(reply_at(page, one.ts)).to_contain_text("@Ben Okafor")
    refused = await told_in_thread(desk, page, card, EntriesRefused)
    await expect(refused).to_contain_text("Permission Denied")
    posted = await told_in_thread(desk, page, card, EntriesPosted)
    await expect(thread(page).last.and_(posted)).to_be_visible()


async def test_a_posted_card_leads_to_its_entry(company: Company, card: str, tab: OpenTab) -> None:
    """View in QuickBooks opens the panel at that entry, its lines unfolded."""
    page = await tab("#as=U_ANA")
    await may_post_again(page, company)
    await retry(page, card_at(page, card))
    link = press(card_at(page, card), names.VIEW_IN_LEDGER)

    async with page.context.expect_page() as opened:
        await link.click()
    entry = ledger(await opened.value).and_((await opened.value).locator("details[open]"))

    await expect(entry).to_have_count(1)
    await expect(entry).to_be_in_viewport()
    await expect(entry.get_by_role("row")).to_have_count(3)


async def test_two_tabs_are_two_people(desk: Desk, card: str, tab: OpenTab) -> None:
    """Ben sees at once what Ana closes, under her name; Ana sees him open it again."""
    ana, ben = await tab("#as=U_ANA"), await tab("#as=U_BEN")

    await press(card_at(ana, card), names.RESOLVE).click()
    await choice(form(ana), HowResolved.NOT_NEEDED).check()
    await submit(ana).click()

    closed = await shows(desk, card_at(ben, card), Face.BY_HAND)
    assert closed.incident.moved_by == "U_ANA"
    await press(card_at(ben, card), names.REOPEN).click()

    await expect(card_at(ana, card)).to_contain_text("@Ben Okafor")
    assert [one.by for one in await told(desk, card, IncidentReopened)] == ["U_BEN"]
    await expect(press(card_at(ana, card), names.RETRY)).to_be_visible()


async def test_many_are_stopped_midway_and_the_part_is_said(
    desk: Desk, company: Company, tab: OpenTab
) -> None:
    """By keyboard: the question names count and sum, the card counts, Stop leaves the rest.

    Sixty take eight seconds at the pace that QuickBooks allows: nobody is too slow for Stop.
    """
    await company.switch(close_date="2026-06-30")
    many = [replace(one, reference=f"{one.reference}-{n}") for one in some_days(20) for n in "abc"]
    await desk.program.services.accept_entries(company.book.id, many)
    sent = await desk.card("$600.00", names.PERIOD_WAYS, company.book.name)
    await desk.quiet()
    page = await tab("#as=U_ANA")
    shown = card_at(page, str(sent["ts"]))
    await company.switch(close_date=None)

    await press(shown, names.RETRY).press("Enter")
    for data in ("60", "$600.00"):
        await expect(page.get_by_test_id("confirm")).to_contain_text(data)
    await say_yes(page)
    await shows(desk, shown, Face.RETRYING, lambda case: case.summary.posted > 0)
    await press(shown, names.STOP).press("Enter")

    await expect(press(shown, names.RETRY)).to_be_visible()
    await desk.quiet()
    assert [one.by for one in await told(desk, str(sent["ts"]), RetryStopped)] == ["U_ANA"]
    there = len(await company.ledger())
    assert 0 < there < 60
    stopped = await case_at(desk, str(sent["ts"]))
    await counts(shown, stopped, posted=there, left=60 - there)
    await expect(in_focus(page, str(sent["ts"]))).to_be_visible()
