"""A hand edit in the ledger and a correction, settled in the browser."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.look import card_at, form, press
from tests.page.tabs import OpenTab
from tests.stories.desk import Company, Desk
from tests.stories.test_overwriting import corrected, edit, hand_in, sums

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def asked(desk: Desk, company: Company) -> str:
    """Have two posted entries edited by hand and handed in again; return the `ts` of a card."""
    days = {"shop-0707": "2026-07-07", "shop-0708": "2026-07-08"}
    for reference, day in days.items():
        await hand_in(desk, company, corrected(reference, day, 1250, revision=1))
    for number in {one["doc_number"] for one in await company.ledger()}:
        await edit(company, str(number), "5.00")
    for reference, day in days.items():
        await hand_in(desk, company, corrected(reference, day, 1300))
    return str((await desk.card("changed by hand", company.book.name, "shop-0707"))["ts"])


async def test_one_is_overwritten_and_one_kept(desk: Desk, company: Company, tab: OpenTab) -> None:
    """Both stand side by side before anything is written over; Keep theirs is asked once more."""
    first = await asked(desk, company)
    second = str((await desk.card("changed by hand", company.book.name, "shop-0708"))["ts"])
    page = await tab("#as=U_ANA")

    await press(card_at(page, first), "Overwrite").click()
    dialog = form(page)
    await expect(dialog).to_contain_text("$1,300.00")
    await expect(dialog).to_contain_text("$5.00")
    await expect(dialog).to_contain_text("is lost")
    await dialog.get_by_role("button", name="Overwrite it").click()
    await expect(dialog).to_have_count(0)
    await expect(heading(page, first)).to_contain_text("theirs overwritten by Ana")

    await press(card_at(page, second), "Keep theirs").click()
    question = page.get_by_test_id("confirm")
    await expect(question).to_contain_text("QuickBooks keeps what it has: Jul 8, 2026 · $5.00.")
    await question.get_by_role("button", name="Keep theirs").click()
    await expect(heading(page, second)).to_contain_text("Closed by Ana: theirs kept")

    assert sorted(map(sorted, (await sums(company)).values())) == [["1300.00"], ["5.00"]]


def heading(page: Page, ts: str) -> Locator:
    """Return the first line of a card."""
    return card_at(page, ts).get_by_role("heading")
