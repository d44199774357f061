"""Lines corrected in the browser: what is wrong is told under its field and stays as typed."""

import pytest
from playwright.async_api import expect

from tests.browser.look import all_named, card_at, form, in_focus, press
from tests.page.tabs import OpenTab
from tests.stories.desk import Company, Desk
from tests.stories.test_editing import with_noughts

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_lines_are_corrected_by_keyboard(desk: Desk, company: Company, tab: OpenTab) -> None:
    """A difference is told at the last amount; put right, Enter posts."""
    await desk.program.services.accept_entries(company.book.id, [with_noughts()])
    sent = await desk.card("turned the entry down", company.book.name)
    await desk.quiet()
    page = await tab("#as=U_ANA")
    shown = card_at(page, str(sent["ts"]))
    await press(shown, "Edit lines").click()
    dialog = form(page)
    await expect(dialog).to_contain_text("debits and credits $10,000,000,000,000.00")

    await dialog.get_by_role("textbox", name="Line 1: debit or credit").fill("Debit 1000")
    amount = dialog.get_by_role("textbox", name="Line 2: debit or credit")
    await all_named(dialog)
    await amount.fill("Credit 990")
    await amount.press("Enter")
    await expect(dialog.get_by_test_id("field-error")).to_have_text(
        "Debits and credits differ by 10.00 USD."
    )
    await expect(amount).to_have_value("Credit 990")
    await expect(amount).to_be_focused()
    await amount.fill("Credit 1000")
    await amount.press("Enter")

    await expect(dialog).to_have_count(0)
    await expect(shown.get_by_role("heading")).to_contain_text("edited by Ana")
    await expect(in_focus(page, str(sent["ts"]))).to_be_visible()
    assert len(await company.ledger()) == 1
