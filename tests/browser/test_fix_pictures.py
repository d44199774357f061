"""The pictures of docs/fixing.md: taken again with JEFAIL_PICTURES=1."""

from datetime import date
from pathlib import Path

import pytest
from playwright.async_api import FilePayload, Locator, Page, expect

from journal.amounts.money import Money
from journal.incidents.move import MoveName
from journal.rights import Rule
from tests.browser.conftest import FILES
from tests.browser.look import card_at, choose, form, press, retry, taken_when_asked
from tests.browser.png import keep
from tests.browser.test_overwrite import asked as edited_by_hand
from tests.page.tabs import chromium, tabs
from tests.stories.desk import Company, Desk, open_desk
from tests.stories.test_editing import with_noughts
from tests.stories.test_month_closes import july_waits, look
from tests.stories.test_rights import some_days

SHEET: FilePayload = {
    "name": "costs.csv",
    "mimeType": "text/csv",
    "buffer": b"SKU,Cost\nMUG,4.00\nPOT,lots\nTRAY,2.50\n",
}


@pytest.mark.browser
@pytest.mark.timeout(400)
@taken_when_asked
async def test_each_fix_has_its_picture(database_url: str, tmp_path: Path) -> None:
    """One book for each cause; people press what the document says they press."""
    async with (
        open_desk(database_url, tmp_path) as desk,
        chromium() as browser,
        tabs(browser, desk.base) as tab,
    ):
        page = await tab("#as=U_ANA", width=1000, height=1100)
        await _compare(desk, page)
        await _edit_lines(desk, page)
        await _overwrite(desk, page)
        await _closed_month(desk, page)
        await _before_the_close(desk, page)
        await _sheet(desk, page)
        await _from_the_menu(desk, page)
        await _memory(desk, page)
        await _second_person(desk, page)


async def _card(desk: Desk, page: Page, *words: str) -> Locator:
    sent = await desk.card(*words)
    await desk.quiet()
    return card_at(page, str(sent["ts"]))


async def _closed(page: Page) -> None:
    await page.get_by_test_id("modal-close").last.press("Escape")
    await expect(form(page)).to_have_count(0)


async def _compare(desk: Desk, page: Page) -> None:
    company = await desk.company("alder")
    lines = [{"side": side, "amount": "10.00", "account": "35"} for side in ("debit", "credit")]
    await company.type_in(doc_number="JF-1", date="2026-06-01", lines=lines)
    await desk.program.services.accept_entries(company.book.id, some_days(1))
    card = await _card(desk, page, "number already", "Alder")
    await press(card, "Compare").click()
    await expect(form(page)).to_contain_text("Is this it?")
    await keep("compare", form(page))
    await _closed(page)


async def _edit_lines(desk: Desk, page: Page) -> None:
    company = await desk.company("birch")
    await desk.program.services.accept_entries(company.book.id, [with_noughts()])
    card = await _card(desk, page, "turned the entry down", "Birch")
    await press(card, "Edit lines").click()
    await expect(form(page)).to_contain_text("Line 2: debit or credit")
    await form(page).get_by_role("textbox", name="Line 1: debit or credit").fill("Debit 1000")
    await form(page).get_by_role("textbox", name="Line 2: debit or credit").fill("Credit 990")
    await page.get_by_test_id("modal-submit").click()
    await expect(form(page).get_by_test_id("field-error")).to_be_visible()
    await keep("edit-lines", form(page))
    await _closed(page)


async def _overwrite(desk: Desk, page: Page) -> None:
    card = card_at(page, await edited_by_hand(desk, await desk.company("ginkgo")))
    await press(card, "Overwrite").click()
    await expect(form(page)).to_contain_text("is lost")
    await keep("overwrite", form(page))
    await _closed(page)


async def _closed_month(desk: Desk, page: Page) -> None:
    company = await desk.company("cedar")
    await company.switch(close_date="2026-07-31")
    await desk.take(company, FILES / "sales.jsonl")
    card = await _card(desk, page, "July 2026 is closed", "Cedar", "Aug 1, 2026")
    await press(card, "Post another way").click()
    await form(page).get_by_role("radio", name="Post on Aug 1, 2026").check()
    await keep("period-form", form(page))
    await _closed(page)


async def _before_the_close(desk: Desk, page: Page) -> None:
    clock = await july_waits(desk, await desk.company("dogwood"))
    await look(desk, clock)
    warning = await _card(desk, page, "July 2026 of *Dogwood* closes in 2 days")
    await keep("close-warning", warning)


async def _sheet(desk: Desk, page: Page) -> None:
    company = await desk.company("elm")
    await desk.take(company, FILES / "cogs.jsonl")
    card = await _card(desk, page, "3 variants have no cost", "Elm")
    await press(card, "Add costs").click()
    await press(form(page), "Send a sheet to the thread").click()
    await expect(form(page)).to_contain_text("The sheet is in the card's thread now")
    await _closed(page)
    await card.get_by_test_id("replies").click()
    thread = page.get_by_role("complementary", name="Thread")
    await thread.get_by_test_id("file-picker").set_input_files(SHEET)
    await thread.get_by_test_id("send").click()
    await expect(thread).to_contain_text("Row 3")
    await keep("costs-sheet", thread.get_by_test_id("message").filter(has_text="Row 3"))
    await page.get_by_test_id("thread-close").click()


async def _from_the_menu(desk: Desk, page: Page) -> None:
    company = await desk.company("fir")
    await company.switch(can_post=False)
    await desk.take(company, FILES / "sales.jsonl")
    card = await _card(desk, page, "may not", "Fir", "*3 entries*")
    await press(card, "What is this?").click()
    await expect(form(page)).to_contain_text("In QuickBooks")
    await keep("explain", form(page))
    await _closed(page)
    for item, words, name in (
        ("Snooze …", "Until tomorrow, 9:00", "snooze-form"),
        ("Details", "Attempts", "details"),
    ):
        await choose(card, item)
        await expect(form(page)).to_contain_text(words)
        await keep(name, form(page))
        if name == "details":
            await press(form(page), "Contact support").click()
            await expect(form(page)).to_have_count(2)
            await keep("support-form", form(page).last)
            await page.get_by_test_id("modal-close").last.press("Escape")
            await expect(form(page)).to_have_count(1)
        await _closed(page)


async def _memory(desk: Desk, page: Page) -> None:
    company = await desk.company("hazel")
    await company.switch(close_date="2026-06-30")
    await desk.program.services.accept_entries(company.book.id, some_days(2))
    first = await _card(desk, page, "June 2026 is closed", "Hazel")
    await press(first, "Post another way").click()
    await form(page).get_by_role("radio", name="Post on Jul 1, 2026").check()
    await page.get_by_test_id("modal-submit").click()
    await page.get_by_test_id("modal-submit").last.click()
    await expect(first.get_by_role("heading")).to_contain_text("Posted")
    late = [one for one in some_days(5) if one.date > date(2026, 6, 2)]
    await desk.program.services.accept_entries(company.book.id, late)
    again = await _card(desk, page, "Second time", "Hazel")
    await keep("memory", again)


async def _second_person(desk: Desk, page: Page) -> None:
    company = await desk.company("juniper")
    await _asks_twice(desk, company)
    await company.switch(can_post=False)
    await desk.take(company, FILES / "sales.jsonl")
    card = await _card(desk, page, "may not", "Juniper")
    await retry(page, card)
    await expect(card).to_contain_text("asks to post 3 entries")
    await keep("second-person", card)


async def _asks_twice(desk: Desk, company: Company) -> None:
    rule = Rule(MoveName.RETRY, second_above=Money(100_000, "USD"))
    async with desk.program.database.store() as store:
        await store.rights.save(company.book.id, rule)
