"""Resolve in the browser: the form asks, says what is missing, and the card shows the result."""

import pytest
from playwright.async_api import expect

from tests.browser.look import card_at, form, press
from tests.page.tabs import OpenTab

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_something_else_needs_a_note(card: str, tab: OpenTab) -> None:
    """Without a note the field says so and the choice stays; with one the card closes."""
    page = await tab("#as=U_ANA")
    await press(card_at(page, card), "Resolve").click()
    dialog = form(page)
    await expect(dialog).to_contain_text("3 entries of Client")

    await dialog.get_by_label("Something else").check()
    await page.get_by_test_id("modal-submit").click()
    note = dialog.get_by_role("textbox", name="Note")
    await expect(dialog.get_by_test_id("field-error")).to_have_text(
        "Say in a few words what was done."
    )
    await expect(dialog.get_by_label("Something else")).to_be_checked()
    await expect(note).to_be_focused()

    await note.fill("Booked as one sum on 31 July")
    await page.get_by_test_id("modal-submit").click()

    await expect(dialog).to_have_count(0)
    await expect(card_at(page, card).get_by_role("heading")).to_contain_text(
        "Closed by Ana", ignore_case=True
    )
    await expect(card_at(page, card)).to_contain_text("“Booked as one sum on 31 July”")


async def test_a_closed_card_can_be_reopened(card: str, tab: OpenTab) -> None:
    """Reopen brings the card back whole, with its buttons and who reopened it."""
    page = await tab("#as=U_CHI")
    shown = card_at(page, card)
    await press(shown, "Resolve").click()
    await form(page).get_by_label("Not needed").check()
    await page.get_by_test_id("modal-submit").click()

    await press(shown, "Reopen").click()

    await expect(shown).to_contain_text("reopened by @Chi Wei")
    await expect(shown).to_contain_text("3 entries of Client")
    for label in ("Retry", "Resolve"):
        await expect(press(shown, label)).to_be_visible()


async def test_the_form_can_be_left_without_a_trace(card: str, tab: OpenTab) -> None:
    """Esc closes the form, gives the focus back, and the card is as it was."""
    page = await tab("#as=U_ANA")
    resolve = press(card_at(page, card), "Resolve")
    await resolve.click()
    await expect(form(page)).to_be_visible()

    await page.keyboard.press("Escape")

    await expect(form(page)).to_have_count(0)
    await expect(resolve).to_be_focused()
    await expect(press(card_at(page, card), "Retry")).to_be_visible()
