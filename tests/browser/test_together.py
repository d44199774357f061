"""Working on a card in the browser: taken, put off, skipped, explained, and help asked for."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

from blocks.card.face import Face
from blocks.card.parts import progress
from blocks.kit import names
from journal.incidents.story.people import (
    EntriesSkipped,
    IncidentAssigned,
    SupportAsked,
    Way,
)
from tests.browser.cases import shows, told, told_in_thread
from tests.browser.look import (
    card_at,
    choose,
    field,
    form,
    in_focus,
    options,
    press,
    submit,
)
from tests.page.named import all_named
from tests.page.tabs import OpenTab
from tests.stories.desk import Desk
from tests.stories.seen import case_at

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_taken_in_one_click_and_given_to_another(desk: Desk, card: str, tab: OpenTab) -> None:
    """The last line says whose it is; Ben reads a message of his own."""
    ana = await tab("#as=U_ANA")
    shown = card_at(ana, card)

    await choose(shown, names.TAKE)
    await expect(shown).to_contain_text("@Ana Lima")
    await desk.quiet()
    assert (await case_at(desk, card)).incident.assignee == "U_ANA"

    await choose(shown, names.ASSIGN)
    dialog = form(ana, names.ASSIGN_FORM)
    await expect(dialog).to_contain_text("@Ana Lima")
    await all_named(dialog)
    await field(dialog, names.PERSON_BLOCK).press("Enter")
    search = ana.get_by_test_id("option-search")
    await search.fill("ben")
    await expect(options(ana)).to_have_count(1)
    await search.press("Enter")
    await submit(ana).press("Enter")
    await expect(shown).to_contain_text("@Ben Okafor")
    await expect(in_focus(ana, card)).to_be_visible()
    ben = await tab("#as=U_BEN")
    await expect(card_at(ben, card)).to_contain_text("@Ben Okafor")
    given = [(one.by, one.turn.to) for one in await told(desk, card, IncidentAssigned)]
    assert given == [("U_ANA", "U_ANA"), ("U_ANA", "U_BEN")]


async def test_put_off_until_tomorrow_and_woken(desk: Desk, card: str, tab: OpenTab) -> None:
    """The card shrinks to until when and by whom, and comes back whole."""
    page = await tab("#as=U_ANA")
    shown = card_at(page, card)

    await choose(shown, names.SNOOZE)
    tomorrow = form(page, names.SNOOZE_FORM).get_by_role("radio").nth(1)
    await expect(tomorrow).to_be_visible()
    await all_named(form(page))
    await tomorrow.press("Space")
    await tomorrow.press("Enter")
    await expect(press(shown, names.WAKE)).to_be_visible()
    await expect(shown).to_contain_text("@Ana Lima")
    await expect(press(shown, names.RETRY)).to_have_count(0)
    await expect(in_focus(page, card)).to_be_visible()
    snoozed = (await shows(desk, shown, Face.SNOOZED)).incident
    assert snoozed.snoozed_until is not None
    assert timedelta() < snoozed.snoozed_until - datetime.now(UTC) < timedelta(days=2)

    await press(shown, names.WAKE).click()
    await expect(press(shown, names.RETRY)).to_be_visible()


async def test_one_entry_is_skipped_after_it_was_confirmed(
    desk: Desk, card: str, tab: OpenTab
) -> None:
    """The second window names the count and the sum."""
    page = await tab("#as=U_ANA")
    shown = card_at(page, card)
    await choose(shown, names.DETAILS)
    await press(form(page), names.SKIP).click()

    dialog = form(page, names.SKIP_FORM)
    await all_named(dialog)
    await field(dialog, names.ENTRY_BLOCK).click()
    await options(page).nth(1).click()
    await submit(page).click()
    asked = form(page, names.SKIP_CONFIRMED_FORM)
    await expect(asked).to_contain_text(re.compile(r"\b1\b.*\$"))
    await submit(page).press("Enter")

    await expect(form(page)).to_have_count(0)
    (skipped,) = await told(desk, card, EntriesSkipped)
    assert (skipped.by, skipped.turn.entries.count) == ("U_ANA", 1)
    await expect(shown).to_contain_text(progress(await case_at(desk, card)))
    await expect(in_focus(page, card)).to_be_visible()


async def test_the_reason_is_explained_and_help_asked_for(
    desk: Desk, card: str, tab: OpenTab
) -> None:
    """What is this? tells the steps of the card's platform; the summary is ready to be copied."""
    page = await tab("#as=U_ANA")
    shown = card_at(page, card)
    await press(shown, names.EXPLAIN).click()
    await expect(form(page, names.EXPLAIN_VIEW)).to_contain_text("QuickBooks")
    await expect(form(page, names.EXPLAIN_VIEW)).not_to_contain_text("Tryton")
    await page.get_by_test_id("modal-close").press("Escape")
    await expect(press(shown, names.EXPLAIN)).to_be_focused()

    await choose(shown, names.DETAILS)
    await press(form(page), names.SUPPORT).press("Enter")
    dialog = form(page, names.SUPPORT_FORM)
    await all_named(dialog)
    await expect(field(dialog, names.SUMMARY_BLOCK)).to_have_value(re.compile("intuit_tid"))
    await submit(page).click()
    await form(page, names.DETAILS_VIEW).get_by_test_id("modal-x").click()
    await shown.get_by_test_id("replies").click()
    await expect(await told_in_thread(desk, page, card, SupportAsked)).to_be_visible()
    (asked,) = await told(desk, card, SupportAsked)
    assert (asked.by, asked.turn.way) == ("U_ANA", Way.COPY)
