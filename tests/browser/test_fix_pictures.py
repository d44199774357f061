"""The pictures of docs/fixing.md: taken again with JEFAIL_PICTURES=1."""

from datetime import date
from pathlib import Path

import pytest
from playwright.async_api import FilePayload, Locator, Page, expect

from blocks.card.face import Face
from blocks.kit import names
from journal.amounts.money import Money
from journal.incidents.move import MoveName
from journal.incidents.notices import NoticeKind
from journal.incidents.story.mending import CostsAdded
from journal.incidents.ways_out import WayOut
from journal.rights import Rule
from tests.browser.cases import notice_to, shows, told_in_thread
from tests.browser.conftest import FILES
from tests.browser.look import (
    card_at,
    choice,
    choose,
    field,
    form,
    press,
    retry,
    submit,
    taken_when_asked,
    wrong,
)
from tests.browser.png import keep
from tests.browser.test_change_cost import posted, seen_for_all, typed
from tests.browser.test_overwrite import asked as edited_by_hand
from tests.page.tabs import chromium, tabs
from tests.stories.desk import BOOKKEEPING, Company, Desk, open_desk
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
        await _change_cost(desk, page)
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
    card = await _card(desk, page, names.COMPARE, "Alder")
    await press(card, names.COMPARE).click()
    await expect(form(page, names.COMPARE_FORM)).to_be_visible()
    await keep("compare", form(page))
    await _closed(page)


async def _edit_lines(desk: Desk, page: Page) -> None:
    company = await desk.company("birch")
    await desk.program.services.accept_entries(company.book.id, [with_noughts()])
    card = await _card(desk, page, names.EDIT_LINES, "Birch")
    await press(card, names.EDIT_LINES).click()
    await field(form(page), f"{names.LINE_AMOUNT_BLOCK}.0").fill("Debit 1000")
    await field(form(page), f"{names.LINE_AMOUNT_BLOCK}.1").fill("Credit 990")
    await submit(page).click()
    await expect(wrong(form(page), f"{names.LINE_AMOUNT_BLOCK}.1")).to_be_visible()
    await keep("edit-lines", form(page))
    await _closed(page)


async def _overwrite(desk: Desk, page: Page) -> None:
    card = card_at(page, await edited_by_hand(desk, await desk.company("ginkgo")))
    await press(card, names.OVERWRITE).click()
    await expect(submit(page)).to_be_visible()
    await keep("overwrite", form(page))
    await _closed(page)


async def _closed_month(desk: Desk, page: Page) -> None:
    company = await desk.company("cedar")
    await company.switch(close_date="2026-07-31")
    await desk.take(company, FILES / "sales.jsonl")
    card = await _card(desk, page, names.PERIOD_WAYS, "Cedar", "Aug 1, 2026")
    await press(card, names.PERIOD_WAYS).click()
    await choice(form(page), WayOut.REDATE).check()
    await keep("period-form", form(page))
    await _closed(page)


async def _before_the_close(desk: Desk, page: Page) -> None:
    clock = await july_waits(desk, await desk.company("dogwood"))
    await look(desk, clock)
    warning = await notice_to(desk, page, NoticeKind.CLOSE, BOOKKEEPING)
    await expect(warning).to_contain_text("Dogwood")
    await keep("close-warning", warning)


async def _change_cost(desk: Desk, page: Page) -> None:
    await typed(page, await posted(desk, await desk.company("juniper"), page))
    seen = await seen_for_all(page)
    await keep("change-cost-seen", seen)
    await submit(page).click()
    await expect(form(page)).to_have_count(0)


async def _sheet(desk: Desk, page: Page) -> None:
    company = await desk.company("elm")
    await desk.take(company, FILES / "cogs.jsonl")
    card = await _card(desk, page, names.ADD_COSTS, "Elm")
    await press(card, names.ADD_COSTS).click()
    await press(form(page), names.COSTS_SHEET).click()
    await expect(card.get_by_test_id("replies")).to_be_visible()
    await _closed(page)
    await card.get_by_test_id("replies").click()
    thread = page.get_by_test_id("thread")
    await thread.get_by_test_id("file-picker").set_input_files(SHEET)
    await thread.get_by_test_id("send").click()
    ts = str(await card.get_attribute("data-ts"))
    reply = await told_in_thread(desk, page, ts, CostsAdded)
    await expect(reply).to_contain_text("lots")
    await keep("costs-sheet", reply)
    await page.get_by_test_id("thread-close").click()


async def _from_the_menu(desk: Desk, page: Page) -> None:
    company = await desk.company("fir")
    await company.switch(can_post=False)
    await desk.take(company, FILES / "sales.jsonl")
    card = await _card(desk, page, "Fir", "$2,307.75")
    await press(card, names.EXPLAIN).click()
    await expect(form(page)).to_contain_text("QuickBooks")
    await keep("explain", form(page))
    await _closed(page)
    await choose(card, names.SNOOZE)
    await expect(form(page, names.SNOOZE_FORM)).to_be_visible()
    await keep("snooze-form", form(page))
    await _closed(page)
    await choose(card, names.DETAILS)
    await expect(press(form(page), names.SUPPORT)).to_be_visible()
    await keep("details", form(page))
    await press(form(page), names.SUPPORT).click()
    await keep("support-form", form(page, names.SUPPORT_FORM))
    await page.get_by_test_id("modal-close").last.press("Escape")
    await expect(form(page)).to_have_count(1)
    await _closed(page)


async def _memory(desk: Desk, page: Page) -> None:
    company = await desk.company("hazel")
    await company.switch(close_date="2026-06-30")
    await desk.program.services.accept_entries(company.book.id, some_days(2))
    first = await _card(desk, page, names.PERIOD_WAYS, "Hazel")
    await press(first, names.PERIOD_WAYS).click()
    await choice(form(page), WayOut.REDATE).check()
    await submit(page).click()
    await expect(form(page, names.REDATE_FORM)).to_be_visible()
    await submit(page).click()
    await shows(desk, first, Face.POSTED)
    late = [one for one in some_days(5) if one.date > date(2026, 6, 2)]
    await desk.program.services.accept_entries(company.book.id, late)
    again = await _card(desk, page, names.AGAIN, "Hazel")
    await keep("memory", again)


async def _second_person(desk: Desk, page: Page) -> None:
    company = await desk.company("juniper")
    await _asks_twice(desk, company)
    await company.switch(can_post=False)
    await desk.take(company, FILES / "sales.jsonl")
    card = await _card(desk, page, "Juniper")
    await retry(page, card)
    await expect(press(card, names.APPROVE)).to_be_visible()
    await keep("second-person", card)


async def _asks_twice(desk: Desk, company: Company) -> None:
    rule = Rule(MoveName.RETRY, second_above=Money(100_000, "USD"))
    async with desk.program.database.store() as store:
        await store.rights.save(company.book.id, rule)
