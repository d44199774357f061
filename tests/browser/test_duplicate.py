"""What may be an entry of ours in the browser, by keyboard: linked, or another beside it."""

import pytest
from playwright.async_api import Locator, expect

from tests.browser.conftest import FILES
from tests.browser.look import all_named, card_at, form, in_focus, press
from tests.page.tabs import OpenTab
from tests.stories.desk import Company, Desk

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def taken_twice(desk: Desk, company: Company) -> list[str]:
    """Have the first two entries typed in on other accounts; return the `ts` of their cards.

    The number that the second one would have beside it is taken as well.
    """
    typed = (
        ("JF-1", "2026-07-07", "1250.00"),
        ("JF-2", "2026-07-08", "980.50"),
        ("JF-2-2", "2026-03-01", "64.00"),
    )
    for number, on, amount in typed:
        lines = [{"side": side, "amount": amount, "account": "35"} for side in ("debit", "credit")]
        await company.type_in(doc_number=number, date=on, lines=lines)
    await desk.take(company, FILES / "sales.jsonl")
    await desk.quiet()
    return [one["ts"] for one in await desk.cards() if "Is this it?" in one["text"]]


async def compare(card: Locator) -> Locator:
    """Open the form of a card; return it once both entries are in it."""
    await press(card, "Compare").press("Enter")
    dialog = form(card.page)
    await expect(dialog).to_contain_text("In QuickBooks: ")
    await all_named(dialog)
    return dialog


async def test_one_is_linked_to_and_one_posted_beside(
    desk: Desk, company: Company, tab: OpenTab
) -> None:
    """Without a reason nothing is posted and what was chosen stays; each card tells its end."""
    ours, other = await taken_twice(desk, company)
    page = await tab("#as=U_ANA")
    face = card_at(page, ours).get_by_role("heading")
    await expect(face).to_contain_text("🟡 Is this it? QuickBooks has a journal JF-1 of $1,250.00")

    dialog = await compare(card_at(page, ours))
    await expect(dialog).to_contain_text("Ours: JF-1")
    await expect(dialog).to_contain_text("In QuickBooks: JF-1")
    await dialog.get_by_role("radio", name="Yes, this is it").press("Space")
    await dialog.get_by_role("radio", name="Yes, this is it").press("Enter")
    await expect(dialog).to_have_count(0)
    heading = card_at(page, ours).get_by_role("heading")
    await expect(heading).to_contain_text("linked to the entry that was there by Ana")
    await expect(in_focus(page, ours)).to_be_visible()

    dialog = await compare(card_at(page, other))
    await dialog.get_by_role("radio", name="No, post ours").press("Space")
    await dialog.get_by_role("radio", name="No, post ours").press("Enter")
    reason = dialog.get_by_role("textbox", name="Why both")
    await expect(dialog.get_by_test_id("field-error")).to_have_text(
        "Say in a few words why both belong in the books."
    )
    await expect(reason).to_be_focused()
    await expect(dialog.get_by_role("radio", name="No, post ours")).to_be_checked()
    await reason.fill("That one is the rent")
    await page.get_by_test_id("modal-submit").press("Enter")

    heading = card_at(page, other).get_by_role("heading")
    await expect(heading).to_contain_text("posted beside the other as JF-2-3 by Ana")
    await desk.quiet()
    numbers = sorted(entry["doc_number"] for entry in await company.ledger())
    assert numbers == ["JF-1", "JF-2", "JF-2-2", "JF-2-3", "JF-3"]
