"""What may be an entry of ours in the browser, by keyboard: linked, or another beside it."""

import pytest
from playwright.async_api import Locator, expect

from blocks.card.face import Face
from blocks.forms.duplicate import Answer
from blocks.kit import names
from journal.incidents.story.mending import LinkAsked, PostedAnyway
from tests.browser.cases import shows, told
from tests.browser.conftest import FILES
from tests.browser.look import (
    card_at,
    choice,
    field,
    form,
    in_focus,
    press,
    submit,
    wrong,
)
from tests.page.named import all_named
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
    return [one["ts"] for one in await desk.cards() if names.COMPARE in str(one)]


async def compare(card: Locator) -> Locator:
    """Open the form of a card; return it once both entries are in it."""
    await press(card, names.COMPARE).press("Enter")
    dialog = form(card.page, names.COMPARE_FORM)
    await all_named(dialog)
    return dialog


async def test_one_is_linked_to_and_one_posted_beside(
    desk: Desk, company: Company, tab: OpenTab
) -> None:
    """Without a reason nothing is posted and what was chosen stays; each card tells its end."""
    ours, other = await taken_twice(desk, company)
    page = await tab("#as=U_ANA")
    await shows(desk, card_at(page, ours), Face.CANDIDATE)

    dialog = await compare(card_at(page, ours))
    for data in ("JF-1", "$1,250.00"):
        await expect(dialog).to_contain_text(data)
    await choice(dialog, Answer.LINK).press("Space")
    await choice(dialog, Answer.LINK).press("Enter")
    await expect(dialog).to_have_count(0)
    await shows(desk, card_at(page, ours), Face.POSTED)
    (linked,) = await told(desk, ours, LinkAsked)
    assert (linked.by, linked.turn.number) == ("U_ANA", "JF-1")
    await expect(in_focus(page, ours)).to_be_visible()

    dialog = await compare(card_at(page, other))
    await choice(dialog, Answer.POST_ANYWAY).press("Space")
    await choice(dialog, Answer.POST_ANYWAY).press("Enter")
    reason = field(dialog, names.REASON_BLOCK)
    await expect(wrong(dialog, names.REASON_BLOCK)).to_be_visible()
    await expect(reason).to_be_focused()
    await expect(choice(dialog, Answer.POST_ANYWAY)).to_be_checked()
    await reason.fill("That one is the rent")
    await submit(page).press("Enter")

    await shows(desk, card_at(page, other), Face.POSTED)
    (beside,) = await told(desk, other, PostedAnyway)
    assert (beside.by, beside.turn.number) == ("U_ANA", "JF-2-3")
    await desk.quiet()
    numbers = sorted(entry["doc_number"] for entry in await company.ledger())
    assert numbers == ["JF-1", "JF-2", "JF-2-2", "JF-2-3", "JF-3"]
