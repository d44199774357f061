"""Adding costs in the browser: typed wrongly, mended, posted; and a sheet dropped in the thread."""

import os

import pytest
import pytest_asyncio
from playwright.async_api import FilePayload, Page, expect

from tests.browser.conftest import FILES
from tests.browser.look import all_named, card_at, form, in_focus, press
from tests.page.tabs import OpenTab
from tests.stories.desk import Company, Desk

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def waiting(desk: Desk, company: Company) -> str:
    """The `ts` of a card of the company: three entries wait for the costs of three variants."""
    await desk.take(company, FILES / "cogs.jsonl")
    sent = await desk.card("3 variants have no cost", company.book.name)
    await desk.quiet()
    return str(sent["ts"])


async def look(page: Page, name: str) -> None:
    """Keep a picture of the open form where `JEFAIL_LOOK` names a folder."""
    if folder := os.environ.get("JEFAIL_LOOK"):
        await page.screenshot(path=f"{folder}/{name}.png")
        before = page.viewport_size
        await page.set_viewport_size({"width": 390, "height": 800})
        await page.screenshot(path=f"{folder}/{name}-phone.png")
        await page.set_viewport_size(before or {"width": 1280, "height": 900})


async def test_a_wrong_cost_is_mended_where_it_stands(waiting: str, tab: OpenTab) -> None:
    """By keyboard: what was typed stays, the field says what is right, then a part is posted."""
    page = await tab("#as=U_ANA")
    await press(card_at(page, waiting), "Add costs").click()
    pot = form(page).get_by_role("textbox", name="Tea pot")
    await all_named(form(page))
    await pot.fill("1.234")
    await form(page).get_by_role("textbox", name="Stoneware mug").fill("$4,00")

    await pot.fill("a lot")
    await pot.press("Enter")
    await expect(form(page).get_by_test_id("field-error")).to_contain_text(
        "“a lot” is not an amount in USD."
    )
    await expect(pot).to_be_focused()
    await pot.fill("1.234")
    await page.get_by_test_id("modal-submit").click()

    asked = page.get_by_role("dialog", name="Check the costs")
    await expect(asked).to_contain_text("Tea pot (POT): did you mean $1.23 or $1,234.00?")
    await all_named(asked)
    await look(page, "costs-asked")
    await asked.get_by_role("radio", name="$1.23").check()
    await asked.get_by_test_id("modal-submit").click()
    await expect(asked).to_contain_text("Tea pot (POT) 9 × $1.23 = $11.07")
    await expect(asked).to_contain_text("1 entry waits for the cost of Oak tray (TRAY)")
    await look(page, "costs-seen")
    await asked.get_by_role("button", name="Post 2 entries ($").click()

    await expect(form(page)).to_have_count(0)
    shown = card_at(page, waiting)
    await expect(shown.get_by_role("heading")).to_contain_text("Oak tray (TRAY) has no cost")
    await expect(shown).to_contain_text("2 of 3 posted, 1 left")


async def test_nothing_is_asked_about_once(waiting: str, tab: OpenTab) -> None:
    """Zero has to be confirmed; then all of it is posted and the card says by whom."""
    page = await tab("#as=U_BEN")
    await press(card_at(page, waiting), "Add costs").click()
    await form(page).get_by_role("textbox", name="Oak tray").fill("0")
    await form(page).get_by_role("textbox", name="One cost for all").fill("2.50")

    await page.get_by_test_id("modal-submit").click()
    asked = page.get_by_role("dialog", name="Check the costs")
    await expect(asked).to_contain_text("Oak tray (TRAY): does one piece really cost nothing?")
    await asked.get_by_role("radio", name="Yes, $0.00").check()
    await asked.get_by_test_id("modal-submit").click()
    await asked.get_by_role("button", name="Post 3 entries ($").click()

    heading = card_at(page, waiting).get_by_role("heading")
    await expect(heading).to_contain_text("Posted: 3 entries")
    await expect(heading).to_contain_text("costs added by Ben")
    await expect(in_focus(page, waiting)).to_be_visible()


async def test_a_sheet_dropped_in_the_thread_is_taken(
    company: Company, waiting: str, tab: OpenTab
) -> None:
    """The thread tells the row that is wrong; the good ones are in the ledger."""
    page = await tab("#as=U_CHI")
    await page.get_by_test_id("company").select_option(company.realm)
    await press(card_at(page, waiting), "Add costs").click()
    await form(page).get_by_role("button", name="Send a sheet to the thread").click()
    await expect(form(page)).to_contain_text("The sheet is in the card's thread now")
    await page.get_by_test_id("modal-close").press("Escape")
    await card_at(page, waiting).get_by_test_id("replies").click()
    thread = page.get_by_role("complementary", name="Thread")
    await expect(thread.get_by_test_id("file")).to_contain_text("costs-client")
    sheet: FilePayload = {
        "name": "costs.csv",
        "mimeType": "text/csv",
        "buffer": b"SKU,Cost\nMUG,4.00\nPOT,lots\nTRAY,2.50\n",
    }

    await thread.get_by_test_id("file-picker").set_input_files(sheet)
    await thread.get_by_test_id("send").click()

    told = thread.get_by_test_id("message").filter(
        has_text="@Chi Wei set MUG to $4.00, TRAY to $2.50"
    )
    await expect(told).to_contain_text("Row 3: “lots” is not an amount in USD")
    await expect(card_at(page, waiting)).to_contain_text("2 of 3 posted, 1 left")
    await expect(page.get_by_test_id("ledger-count")).to_have_text("2 entries posted")
