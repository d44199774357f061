"""Adding costs in the browser: typed wrongly, mended, posted; and a sheet dropped in the thread."""

import os

import pytest
import pytest_asyncio
from playwright.async_api import FilePayload, Locator, Page, expect

from blocks.card.face import Face
from blocks.kit import names
from journal.entries.failure import FailureReason
from journal.incidents.story.mending import CostsAdded
from tests.browser.cases import counts, shows, told, told_in_thread
from tests.browser.conftest import FILES
from tests.browser.look import (
    card_at,
    choice,
    field,
    form,
    in_focus,
    ledger,
    press,
    submit,
    wrong,
)
from tests.page.named import all_named
from tests.page.tabs import OpenTab
from tests.stories.desk import Company, Desk

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def waiting(desk: Desk, company: Company) -> str:
    """The `ts` of a card of the company: three entries wait for the costs of three variants."""
    await desk.take(company, FILES / "cogs.jsonl")
    sent = await desk.card(names.ADD_COSTS, company.book.name, "TRAY")
    await desk.quiet()
    return str(sent["ts"])


def cost(page: Page, sku: str) -> Locator:
    """The field of a variant in the form."""
    return field(form(page, names.COSTS_FORM), names.cost_block(sku, 0))


async def look(page: Page, name: str) -> None:
    """Keep a picture of the open form where `JEFAIL_LOOK` names a folder."""
    if folder := os.environ.get("JEFAIL_LOOK"):
        await page.screenshot(path=f"{folder}/{name}.png")
        before = page.viewport_size
        await page.set_viewport_size({"width": 390, "height": 800})
        await page.screenshot(path=f"{folder}/{name}-phone.png")
        await page.set_viewport_size(before or {"width": 1280, "height": 900})


async def test_a_wrong_cost_is_mended_where_it_stands(
    desk: Desk, waiting: str, tab: OpenTab
) -> None:
    """By keyboard: what was typed stays, the field says what is right, then a part is posted."""
    page = await tab("#as=U_ANA")
    await press(card_at(page, waiting), names.ADD_COSTS).click()
    pot = cost(page, "POT")
    await all_named(form(page))
    await pot.fill("1.234")
    await cost(page, "MUG").fill("$4,00")

    await pot.fill("a lot")
    await pot.press("Enter")
    await expect(wrong(form(page), names.cost_block("POT", 0))).to_contain_text("a lot")
    await expect(pot).to_be_focused()
    await pot.fill("1.234")
    await page.get_by_test_id("modal-submit").click()

    asked = form(page, names.COSTS_SEEN_FORM)
    await expect(choice(asked, "123400")).to_be_visible()
    await all_named(asked)
    await look(page, "costs-asked")
    await choice(asked, "123").check()
    await submit(page).click()
    await expect(asked).to_contain_text("$11.07")
    await expect(asked).to_contain_text("TRAY")
    await look(page, "costs-seen")
    await submit(page).click()

    await expect(form(page)).to_have_count(0)
    await desk.quiet()
    left = await shows(desk, card_at(page, waiting), Face.PARTLY)
    assert left.incident.failure.reason is FailureReason.COST_MISSING
    await counts(card_at(page, waiting), left, posted=2, left=1)


async def test_nothing_is_asked_about_once(desk: Desk, waiting: str, tab: OpenTab) -> None:
    """Zero has to be confirmed; then all of it is posted and the card says by whom."""
    page = await tab("#as=U_BEN")
    await press(card_at(page, waiting), names.ADD_COSTS).click()
    await cost(page, "TRAY").fill("0")
    await field(form(page), names.REST_BLOCK).fill("2.50")

    await submit(page).click()
    asked = form(page, names.COSTS_SEEN_FORM)
    await choice(asked.locator(f'[data-block-id="{names.doubt_block("TRAY")}"]'), "0").check()
    await submit(page).click()
    await expect(asked.get_by_role("radio")).to_have_count(0)
    await submit(page).click()

    posted = await shows(desk, card_at(page, waiting), Face.POSTED)
    assert posted.summary.posted == 3
    (added,) = await told(desk, waiting, CostsAdded)
    assert (added.by, added.turn.variants) == ("U_BEN", 3)
    await expect(in_focus(page, waiting)).to_be_visible()


async def test_a_sheet_dropped_in_the_thread_is_taken(
    desk: Desk, company: Company, waiting: str, tab: OpenTab
) -> None:
    """The thread tells the row that is wrong; the good ones are in the ledger."""
    page = await tab("#as=U_CHI")
    await page.get_by_test_id("company").select_option(company.realm)
    await press(card_at(page, waiting), names.ADD_COSTS).click()
    await press(form(page), names.COSTS_SHEET).click()
    await expect(card_at(page, waiting).get_by_test_id("replies")).to_be_visible()
    await page.get_by_test_id("modal-close").press("Escape")
    await card_at(page, waiting).get_by_test_id("replies").click()
    thread = page.get_by_test_id("thread")
    await expect(thread.get_by_test_id("file")).to_contain_text("costs-client")
    sheet: FilePayload = {
        "name": "costs.csv",
        "mimeType": "text/csv",
        "buffer": b"SKU,Cost\nMUG,4.00\nPOT,lots\nTRAY,2.50\n",
    }

    await thread.get_by_test_id("file-picker").set_input_files(sheet)
    await thread.get_by_test_id("send").click()

    reply = await told_in_thread(desk, page, waiting, CostsAdded)
    for data in ("@Chi Wei", "MUG", "$4.00", "TRAY", "$2.50", "lots"):
        await expect(reply).to_contain_text(data)
    await desk.quiet()
    left = await shows(desk, card_at(page, waiting), Face.PARTLY)
    await counts(card_at(page, waiting), left, posted=2, left=1)
    await expect(ledger(page)).to_have_count(2)
