"""A closed month in the browser, by keyboard: another day, once more so, drafts, and a warning."""

from datetime import date

import pytest
from playwright.async_api import Locator, Page, expect

from blocks.card.face import Face
from blocks.kit import names
from journal.books.book import Platform
from journal.entries.failure import FailureReason
from journal.incidents.notices import NoticeKind
from journal.incidents.story.mending import EntriesRedated
from journal.incidents.ways_out import WayOut
from tests.browser.cases import notice_to, shows, told
from tests.browser.conftest import FILES, NUMBERS
from tests.browser.look import card_at, choice, form, in_focus, press, retry, submit
from tests.page.named import all_named
from tests.page.tabs import OpenTab
from tests.stories.desk import BOOKKEEPING, Company, Desk
from tests.stories.seen import case_at
from tests.stories.test_month_closes import july_waits, look
from tests.stories.test_rights import some_days

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def choose_way(page: Page, card: Locator, way: WayOut) -> None:
    """Open the form of a card, choose a way and go on, by keys alone."""
    await press(card, names.PERIOD_WAYS).press("Enter")
    await all_named(form(page, names.PERIOD_FORM))
    radio = choice(form(page), way)
    await radio.press("Space")
    await expect(radio).to_be_checked()
    await radio.press("Enter")


async def test_another_day_is_chosen_and_offered_again(
    desk: Desk, company: Company, tab: OpenTab
) -> None:
    """Two forms, both gone after the yes; what comes late for the same month is asked at once."""
    await company.switch(close_date="2026-07-31")
    await desk.take(company, FILES / "sales.jsonl")
    first = str((await desk.card(names.PERIOD_WAYS, company.book.name, "Aug 1, 2026"))["ts"])
    await desk.quiet()
    failed = await case_at(desk, first)
    assert failed.incident.failure.reason is FailureReason.PERIOD_CLOSED
    page = await tab("#as=U_ANA")

    await choose_way(page, card_at(page, first), WayOut.REDATE)
    await expect(form(page, names.REDATE_FORM)).to_contain_text("$2,230.50")
    await expect(submit(page)).to_contain_text("Aug 1, 2026")
    await submit(page).press("Enter")
    await expect(form(page)).to_have_count(0)
    await shows(desk, card_at(page, first), Face.POSTED)
    await redated(desk, first, 2)
    await expect(in_focus(page, first)).to_be_visible()

    late = [one for one in some_days(31) if one.date.month == 7]
    await desk.program.services.accept_entries(company.book.id, late)
    again = str((await desk.card(names.AGAIN, company.book.name))["ts"])
    await press(card_at(page, again), names.AGAIN).press("Enter")
    await expect(form(page, names.REDATE_FORM)).to_contain_text("Aug 1, 2026")
    await submit(page).press("Enter")
    await shows(desk, card_at(page, again), Face.POSTED)
    await redated(desk, again, len(late))
    assert len(await company.ledger()) == 3 + len(late)


async def redated(desk: Desk, ts: str, count: int) -> None:
    """See that Ana had so many entries of a card dated on the first day after July."""
    (one,) = await told(desk, ts, EntriesRedated)
    assert (one.by, one.turn.day, one.turn.entries.count) == ("U_ANA", date(2026, 8, 1), count)


async def test_a_draft_is_left_where_the_platform_keeps_them(desk: Desk, tab: OpenTab) -> None:
    """Xero does; the card says that it is not in the books, and stays."""
    company = await desk.company(f"xero-{next(NUMBERS)}", Platform.XERO)
    await company.switch(period_lock_date="2026-06-30")
    await desk.program.services.accept_entries(company.book.id, some_days(1))
    ts = str((await desk.card(names.PERIOD_WAYS, company.book.name))["ts"])
    await desk.quiet()
    page = await tab("#as=U_BEN")
    shown = card_at(page, ts)

    await choose_way(page, shown, WayOut.DRAFT)
    case = await shows(desk, shown, Face.OPEN, lambda case: case.summary.drafts == 1)
    assert case.summary.posted == 0
    await expect(press(shown, names.RETRY)).to_be_visible()
    await expect(in_focus(page, ts)).to_be_visible()


async def test_before_a_month_closes_the_channel_is_warned(
    desk: Desk, company: Company, tab: OpenTab
) -> None:
    """What is outside stands in one message, with the way to each case; mended, it goes quiet."""
    clock = await july_waits(desk, company)
    await look(desk, clock)
    page = await tab("#as=U_CHI")
    warning = await notice_to(desk, page, NoticeKind.CLOSE, BOOKKEEPING)
    await expect(warning).to_contain_text(company.book.name)
    await expect(warning).to_contain_text("$2,230.50")

    await press(warning, names.DETAILS).press("Enter")
    await expect(form(page)).to_contain_text("shop-0708")
    await page.get_by_test_id("modal-close").press("Enter")
    await expect(press(warning, names.DETAILS)).to_be_focused()
    await company.account("4000", active=True)
    sent = await desk.card(names.MAP, company.book.name)
    card = card_at(page, str(sent["ts"]))
    await retry(page, card)
    await shows(desk, card, Face.POSTED)
    await desk.quiet()
    await look(desk, clock)

    await expect(press(warning, names.DETAILS)).to_have_count(0)
    await expect(warning).not_to_contain_text("$2,230.50")
    await expect(warning).to_contain_text(company.book.name)
