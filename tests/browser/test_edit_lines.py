"""Lines corrected in the browser: what is wrong is told under its field and stays as typed."""

import pytest
from playwright.async_api import expect

from blocks.card.face import Face
from blocks.kit import names
from journal.incidents.story.mending import LinesEdited
from tests.browser.cases import shows, told
from tests.browser.look import card_at, field, form, in_focus, press, wrong
from tests.page.named import all_named
from tests.page.tabs import OpenTab
from tests.stories.desk import Company, Desk
from tests.stories.test_editing import with_noughts

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_lines_are_corrected_by_keyboard(desk: Desk, company: Company, tab: OpenTab) -> None:
    """A difference is told at the last amount; put right, Enter posts."""
    await desk.program.services.accept_entries(company.book.id, [with_noughts()])
    sent = await desk.card(names.EDIT_LINES, company.book.name)
    await desk.quiet()
    page = await tab("#as=U_ANA")
    shown = card_at(page, str(sent["ts"]))
    await press(shown, names.EDIT_LINES).click()
    dialog = form(page, names.EDIT_LINES_FORM)
    await expect(dialog).to_contain_text("$10,000,000,000,000.00")

    await field(dialog, f"{names.LINE_AMOUNT_BLOCK}.0").fill("Debit 1000")
    amount = field(dialog, f"{names.LINE_AMOUNT_BLOCK}.1")
    await all_named(dialog)
    await amount.fill("Credit 990")
    await amount.press("Enter")
    await expect(wrong(dialog, f"{names.LINE_AMOUNT_BLOCK}.1")).to_contain_text("10.00")
    await expect(amount).to_have_value("Credit 990")
    await expect(amount).to_be_focused()
    await amount.fill("Credit 1000")
    await amount.press("Enter")

    await expect(dialog).to_have_count(0)
    await shows(desk, shown, Face.POSTED)
    assert [one.by for one in await told(desk, str(sent["ts"]), LinesEdited)] == ["U_ANA"]
    await expect(in_focus(page, str(sent["ts"]))).to_be_visible()
    assert len(await company.ledger()) == 1
