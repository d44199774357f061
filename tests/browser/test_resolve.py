"""Resolve in the browser: the form asks, says what is missing, and the card shows the result."""

import pytest
from playwright.async_api import Locator, expect

from blocks.card.face import Face
from blocks.kit import names
from journal.incidents.how_resolved import HowResolved
from journal.incidents.story.people import IncidentReopened, IncidentResolved
from tests.browser.cases import shows, told
from tests.browser.look import (
    card_at,
    choice,
    field,
    form,
    in_focus,
    press,
    say_yes,
    submit,
    wrong,
)
from tests.page.named import all_named
from tests.page.tabs import OpenTab
from tests.stories.desk import Company, Desk
from tests.stories.test_rights import some_days

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def stands_whole(card: Locator) -> None:
    """See that a card can be worked on again."""
    for action_id in (names.RETRY, names.RESOLVE):
        await expect(press(card, action_id)).to_be_visible()


async def test_something_else_needs_a_note(desk: Desk, card: str, tab: OpenTab) -> None:
    """Without a note the field says so and the choice stays; with one the card closes."""
    page = await tab("#as=U_ANA")
    await press(card_at(page, card), names.RESOLVE).click()
    dialog = form(page, names.RESOLVE_FORM)
    await expect(dialog).to_contain_text("$2,307.75")

    await all_named(dialog)
    await choice(dialog, HowResolved.OTHER).press("Space")
    await choice(dialog, HowResolved.OTHER).press("Enter")
    note = field(dialog, names.NOTE_BLOCK)
    await expect(wrong(dialog, names.NOTE_BLOCK)).to_be_visible()
    await expect(choice(dialog, HowResolved.OTHER)).to_be_checked()
    await expect(note).to_be_focused()

    await note.fill("Booked as one sum on 31 July")
    await submit(page).click()

    await expect(dialog).to_have_count(0)
    await shows(desk, card_at(page, card), Face.BY_HAND)
    (closed,) = await told(desk, card, IncidentResolved)
    assert (closed.by, closed.turn.how) == ("U_ANA", HowResolved.OTHER)
    await expect(card_at(page, card)).to_contain_text("Booked as one sum on 31 July")
    await expect(in_focus(page, card)).to_be_visible()


async def test_a_closed_card_can_be_reopened(desk: Desk, card: str, tab: OpenTab) -> None:
    """Reopen brings the card back whole, with its buttons and who reopened it."""
    page = await tab("#as=U_CHI")
    shown = card_at(page, card)
    await press(shown, names.RESOLVE).click()
    await choice(form(page), HowResolved.NOT_NEEDED).check()
    await submit(page).click()

    await press(shown, names.REOPEN).click()

    await shows(desk, shown, Face.REOPENED)
    assert [one.by for one in await told(desk, card, IncidentReopened)] == ["U_CHI"]
    await expect(shown).to_contain_text("@Chi Wei")
    await expect(shown).to_contain_text("$2,307.75")
    await stands_whole(shown)


async def test_the_form_can_be_left_without_a_trace(card: str, tab: OpenTab) -> None:
    """Esc closes the form, gives the focus back, and the card is as it was."""
    page = await tab("#as=U_ANA")
    resolve = press(card_at(page, card), names.RESOLVE)
    await resolve.click()
    await expect(form(page)).to_be_visible()

    await choice(form(page), HowResolved.NOT_NEEDED).press("Escape")

    await expect(form(page)).to_have_count(0)
    await expect(resolve).to_be_focused()
    await expect(press(card_at(page, card), names.RETRY)).to_be_visible()


async def test_what_is_not_there_as_was_said_comes_back(
    desk: Desk, company: Company, card: str, tab: OpenTab
) -> None:
    """Closed as fixed in QuickBooks; the next look there finds nothing and says who said so."""
    page = await tab("#as=U_ANA")
    shown = card_at(page, card)
    await press(shown, names.RESOLVE).press("Enter")
    await choice(form(page), HowResolved.FIXED_IN_PLATFORM).press("Space")
    await field(form(page), names.NOTE_BLOCK).fill("By hand, last night")
    # The look that follows takes a while, so that what the card says until then can be seen.
    await company.switch(mode="slow", slow_seconds=6)
    await submit(page).press("Enter")
    await shows(desk, shown, Face.UNCHECKED)

    await company.switch(mode="ok")
    await desk.poll()

    await shows(desk, shown, Face.MISSING)
    await expect(shown).to_contain_text("@Ana Lima")
    await stands_whole(shown)


async def test_what_helped_before_is_done_again_in_one_click(
    desk: Desk, company: Company, card: str, tab: OpenTab
) -> None:
    """The card of the same cause says when, by whom and how; it asks, naming count and sum."""
    page = await tab("#as=U_BEN")
    await press(card_at(page, card), names.RESOLVE).click()
    await choice(form(page), HowResolved.NOT_NEEDED).check()
    await field(form(page), names.NOTE_BLOCK).fill("Test orders")
    await submit(page).click()
    await expect(card_at(page, card)).to_contain_text("Test orders")
    await desk.program.services.accept_entries(company.book.id, some_days(2))
    again = str((await desk.card(names.AGAIN, company.book.name))["ts"])
    for data in ("Ben", "Test orders"):
        await expect(card_at(page, again)).to_contain_text(data)

    await press(card_at(page, again), names.AGAIN).press("Enter")
    await expect(page.get_by_test_id("confirm")).to_contain_text("$20.00")
    await say_yes(page)

    closed = await shows(desk, card_at(page, again), Face.BY_HAND)
    assert (closed.incident.moved_by, closed.incident.how) == ("U_BEN", HowResolved.NOT_NEEDED)
    await expect(in_focus(page, again)).to_be_visible()
