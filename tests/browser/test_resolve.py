"""Resolve in the browser: the form asks, says what is missing, and the card shows the result."""

import pytest
from playwright.async_api import expect

from tests.browser.look import all_named, card_at, form, in_focus, press
from tests.page.tabs import OpenTab
from tests.stories.desk import Company, Desk
from tests.stories.test_rights import some_days

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_something_else_needs_a_note(card: str, tab: OpenTab) -> None:
    """Without a note the field says so and the choice stays; with one the card closes."""
    page = await tab("#as=U_ANA")
    await press(card_at(page, card), "Resolve").click()
    dialog = form(page)
    await expect(dialog).to_contain_text("3 entries of Client")

    await all_named(dialog)
    await dialog.get_by_role("radio", name="Something else").press("Space")
    await dialog.get_by_role("radio", name="Something else").press("Enter")
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
    await expect(in_focus(page, card)).to_be_visible()


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

    await form(page).get_by_label("Not needed").press("Escape")

    await expect(form(page)).to_have_count(0)
    await expect(resolve).to_be_focused()
    await expect(press(card_at(page, card), "Retry")).to_be_visible()


async def test_what_is_not_there_as_was_said_comes_back(
    desk: Desk, card: str, tab: OpenTab
) -> None:
    """Closed as fixed in QuickBooks; the next look there finds nothing and says who said so."""
    page = await tab("#as=U_ANA")
    shown = card_at(page, card)
    await press(shown, "Resolve").press("Enter")
    await form(page).get_by_role("radio", name="Fixed in QuickBooks").press("Space")
    await form(page).get_by_role("textbox", name="Note").fill("By hand, last night")
    await page.get_by_test_id("modal-submit").press("Enter")
    await expect(shown.get_by_role("heading")).to_contain_text("Ana says it's fixed")

    await desk.poll()

    await expect(shown.get_by_role("heading")).to_contain_text("Still missing in QuickBooks")
    await expect(shown).to_contain_text("closed by @Ana Lima")
    for label in ("Retry", "Resolve"):
        await expect(press(shown, label)).to_be_visible()


async def test_what_helped_before_is_done_again_in_one_click(
    desk: Desk, company: Company, card: str, tab: OpenTab
) -> None:
    """The card of the same cause says when, by whom and how; it asks, naming count and sum."""
    page = await tab("#as=U_BEN")
    await press(card_at(page, card), "Resolve").click()
    await form(page).get_by_label("Not needed").check()
    await form(page).get_by_role("textbox", name="Note").fill("Test orders")
    await page.get_by_test_id("modal-submit").click()
    await expect(card_at(page, card)).to_contain_text("“Test orders”")
    await desk.program.services.accept_entries(company.book.id, some_days(2))
    again = str((await desk.card("Second time", company.book.name))["ts"])
    await expect(card_at(page, again)).to_contain_text("closed by Ben, not needed, “Test orders”")

    await press(card_at(page, again), "Close again: not needed").press("Enter")
    question = page.get_by_test_id("confirm")
    await expect(question).to_contain_text("2 entries, $20.00")
    await question.get_by_role("button", name="Close").press("Enter")

    heading = card_at(page, again).get_by_role("heading")
    await expect(heading).to_contain_text("Closed by Ben", ignore_case=True)
    await expect(in_focus(page, again)).to_be_visible()
