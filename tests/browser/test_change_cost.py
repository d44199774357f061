"""Changing a cost in the browser: typed, seen, how far it reaches chosen, and corrected."""

import pytest
from playwright.async_api import Locator, Page, expect

from blocks.card.face import Face
from blocks.kit import names
from journal.amounts.money import Money
from journal.entries.failure import FailureReason
from journal.incidents.story.mending import CostsChanged
from tests.browser.cases import shows, told
from tests.browser.conftest import FILES
from tests.browser.look import card_at, choice, field, form, options, press, submit, wrong
from tests.browser.test_costs import look
from tests.page.named import all_named
from tests.page.tabs import OpenTab
from tests.stories.desk import Company, Desk
from tests.stories.seen import the_card

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
WHY = "the supplier's invoice says so"


async def posted(desk: Desk, company: Company, page: Page) -> Locator:
    """Have three entries posted at $4.00 from a card; return that."""
    await desk.take(company, FILES / "cogs.jsonl")
    sent = await desk.card(names.ADD_COSTS, company.book.name, "TRAY")
    await desk.quiet()
    card = card_at(page, str(sent["ts"]))
    await press(card, names.ADD_COSTS).click()
    await field(form(page, names.COSTS_FORM), names.REST_BLOCK).fill("4.00")
    await submit(page).click()
    await expect(form(page, names.COSTS_SEEN_FORM)).to_be_visible()
    await submit(page).click()
    await shows(desk, card, Face.POSTED)
    return card


async def typed(page: Page, card: Locator) -> Locator:
    """Choose the second entry, and type what a mug costs; return the form."""
    await press(card, names.CHANGE_COST).click()
    which = form(page, names.CHANGE_WHICH_FORM)
    await field(which, names.CHANGED_ENTRY_BLOCK).click()
    await options(page).filter(has_text="cogs-0708").click()
    await submit(page).click()
    asked = form(page, names.CHANGE_COST_FORM)
    await field(asked, names.cost_block("MUG", 0)).fill("4.50")
    return asked


async def seen_for_all(page: Page) -> Locator:
    """Say why, look at the sum, and choose all entries; return the second step."""
    await field(form(page, names.CHANGE_COST_FORM), names.CHANGE_WHY_BLOCK).fill(WHY)
    await submit(page).click()
    seen = form(page, names.CHANGE_SEEN_FORM)
    await expect(seen).to_contain_text("$8.00 → $9.00")
    await choice(seen, "2026-07-07").check()
    await expect(seen).to_contain_text("$20.00 → $22.50")
    return seen


async def test_a_cost_is_changed_in_all_that_used_it(
    desk: Desk, company: Company, tab: OpenTab
) -> None:
    """Why has to be said; what is chosen is drawn at once; a card of its own corrects both."""
    page = await tab("#as=U_ANA")
    first = await posted(desk, company, page)
    asked = await typed(page, first)
    await submit(page).click()
    await expect(wrong(asked, names.CHANGE_WHY_BLOCK)).to_be_visible()
    await expect(form(page, names.CHANGE_SEEN_FORM)).to_have_count(0)
    await all_named(asked)
    seen = await seen_for_all(page)
    await all_named(seen)
    await look(page, "change-cost-seen")
    await submit(page).click()

    await expect(form(page)).to_have_count(0)
    changed = await the_card(desk, FailureReason.COST_CHANGED, face=Face.POSTED, posted=2)
    await desk.quiet()
    case = await shows(desk, card_at(page, str(changed["ts"])), Face.POSTED)
    assert case.summary.amounts == (Money(1350 + 900 + 3600, "USD"),)
    (turn,) = await told(desk, str(changed["ts"]), CostsChanged)
    assert (turn.by, turn.turn.why, turn.turn.kept) == ("U_ANA", WHY, True)
    found = {one["doc_number"]: str(one["total"]) for one in await company.ledger()}
    assert sorted(float(one) for one in found.values()) == [4.0, 13.5, 45.0]
