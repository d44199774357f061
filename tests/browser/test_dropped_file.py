"""A file of entries dropped on the box one writes in, offered below it, and imported by a click."""

from __future__ import annotations

import os

import pytest
from playwright.async_api import Page, expect
from sqlalchemy import text

from blocks.answers.status import help_card
from blocks.kit import names
from journal.offers.file_offer import OfferState, Progress
from tests.browser.conftest import NUMBERS
from tests.browser.look import field, form, options, press, submit
from tests.july import JULY
from tests.page.named import all_named
from tests.page.tabs import OpenTab
from tests.stories.desk import Company, Desk, eventually
from tests.stories.dropped import Dropped

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
FILE = JULY / "us_shopify_plain.csv"
_DROP = """([name, content]) => {
    const held = new DataTransfer();
    held.items.add(new File([content], name, {type: "text/csv"}));
    const form = document.querySelector("form.composer");
    const how = {dataTransfer: held, bubbles: true, cancelable: true};
    form.dispatchEvent(new DragEvent("drop", how));
}"""


async def a_channel(desk: Desk, *members: str) -> str:
    """Make a channel of its own for a book; return its id."""
    made = await desk.outside.post(
        "slack/control/channels",
        json={"name": f"books-{next(NUMBERS)}", "members": [*members, "U_JEFAIL"]},
    )
    return str(made.raise_for_status().json()["channel"]["id"])


async def drop_on_page(page: Page, name: str, content: str) -> None:
    """Let a file fall on the box one writes in, and send it."""
    await page.evaluate(_DROP, [name, content])
    await page.get_by_test_id("send").first.click()


async def dropped_in(desk: Desk, channel: str) -> Dropped:
    """Return the newest file of a channel, once its offer is kept."""
    asked = text("SELECT file_ts FROM file_offer WHERE channel_id = :id ORDER BY id DESC LIMIT 1")

    async def there() -> str | None:
        async with desk.program.database.engine.connect() as sql:
            return (await sql.execute(asked, {"id": channel})).scalar()

    return Dropped(desk, channel, await eventually(there, "an offer"))


async def look(page: Page, name: str) -> None:
    """Keep a picture of the page where `JEFAIL_LOOK` names a folder."""
    if folder := os.environ.get("JEFAIL_LOOK"):
        await page.screenshot(path=f"{folder}/{name}.png")


async def test_a_file_is_dropped_and_imported(desk: Desk, tab: OpenTab) -> None:
    """31 entries of a shop's July: offered in the thread, imported by one click, all of them in."""
    channel = await a_channel(desk, "U_ANA", "U_BEN")
    company: Company = await desk.company(f"shop-{next(NUMBERS)}", channel=channel)
    page = await tab(f"#as=U_ANA&channel={channel}")

    await drop_on_page(page, FILE.name, FILE.read_text())
    await page.get_by_test_id("replies").click()
    thread = page.get_by_test_id("thread")
    await expect(press(thread, names.OFFER_IMPORT)).to_contain_text("31")
    await all_named(thread)
    await look(page, "offer")
    await press(thread, names.OFFER_IMPORT).click()

    dropped = await dropped_in(desk, channel)
    await dropped.shown(OfferState.IMPORTED)
    await expect(press(thread, names.OFFER_IMPORT)).to_have_count(0)
    await look(page, "imported")
    offer = await dropped.offer()
    assert offer is not None
    assert (offer.progress, offer.moved_by) == (Progress(31, 31), "U_ANA")
    async with desk.program.database.store() as store:
        (entry,) = await store.entries.find("SHOP-0731")
    assert entry.book_id == company.book.id


async def test_what_is_left_open_is_answered_in_a_form(desk: Desk, tab: OpenTab) -> None:
    """Which of two days it is, chosen by keyboard; the table of what is wrong stands below."""
    channel = await a_channel(desk, "U_ANA")
    await desk.company(f"shop-{next(NUMBERS)}", channel=channel)
    page = await tab(f"#as=U_ANA&channel={channel}")
    head = "Journal No,Date,Account,Debit,Credit,Description\n"
    rows = "".join(
        f"A-{n},01/02/2026,Clearing,10.00,,Shopify\nA-{n},01/02/2026,Sales,,{paid},Shopify\n"
        for n, paid in ((1, "10.00"), (2, "9.00"))
    )

    await drop_on_page(page, "july.csv", head + rows)
    await page.get_by_test_id("replies").click()
    thread = page.get_by_test_id("thread")
    await press(thread, names.OFFER_OPTIONS).click()
    asked = form(page, names.OFFER_FORM)
    await all_named(asked)
    await look(page, "offer-form")
    await field(asked, "dates").click()
    await options(page).first.click()
    await submit(page).click()

    await expect(press(thread, names.OFFER_IMPORT)).to_contain_text("1")
    await expect(thread.get_by_test_id("file").last).to_contain_text("not-imported-july.csv")
    await expect(thread.locator("pre")).to_contain_text("A-2")
    await look(page, "offer-faults")


async def test_jefail_is_spoken_to_in_the_page(desk: Desk, tab: OpenTab) -> None:
    """ "@jefail" names it; the direct message is there before anything was said in it."""
    channel = await a_channel(desk, "U_ANA")
    await desk.company(f"shop-{next(NUMBERS)}", channel=channel)
    page = await tab(f"#as=U_ANA&channel={channel}")
    box = page.get_by_test_id("composer").first

    await box.fill("@jefail help")
    await box.press("Enter")
    await page.get_by_test_id("replies").click()
    await expect(page.get_by_test_id("thread")).to_contain_text("retry INC-7")

    await page.locator('[data-channel="D_ANA"]').click()
    await box.fill("help")
    await box.press("Enter")

    async def told() -> bool:
        return help_card().text in [one["text"] for one in await desk.direct("U_ANA")]

    assert await eventually(told, "an answer beside the question")
    await expect(page.locator("#messages")).to_contain_text("retry INC-7")
