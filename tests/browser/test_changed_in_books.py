"""Changed by hand in QuickBooks after it was posted, and settled in the browser."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from blocks.card.face import Face
from blocks.kit import names
from journal.entries.failure import FailureReason
from journal.incidents.story.mending import OursPutBack
from tests.browser.cases import shows, told
from tests.browser.look import card_at, choice, form, press, submit
from tests.page.tabs import OpenTab
from tests.stories.desk import Company, Desk
from tests.stories.seen import the_card
from tests.stories.test_changed_in_books import change, looked_at
from tests.stories.test_overwriting import corrected, hand_in, sums

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_ours_is_put_back_from_the_form(desk: Desk, company: Company, tab: OpenTab) -> None:
    """Both stand side by side, one is chosen, and the books have ours again."""
    await hand_in(desk, company, corrected("shop-0707", "2026-07-07", 1250, revision=1))
    await looked_at(desk)
    (ours,) = [one for one in await company.ledger() if "JF-" in one["private_note"]]
    await change(company, ours["doc_number"], "5.00")
    await looked_at(desk)
    card = await the_card(desk, FailureReason.CHANGED_IN_BOOKS)
    page = await tab("#as=U_ANA")

    await press(card_at(page, card["ts"]), names.CHANGED).click()
    dialog = form(page, names.CHANGED_FORM)
    await expect(dialog).to_contain_text("$1,250.00")
    await expect(dialog).to_contain_text("$5.00")
    await choice(dialog, "overwrite").check()
    await submit(page).click()
    await expect(dialog).to_have_count(0)
    await shows(desk, card_at(page, card["ts"]), Face.POSTED)

    assert [one.by for one in await told(desk, card["ts"], OursPutBack)] == ["U_ANA"]
    assert set(map(tuple, map(sorted, (await sums(company)).values()))) == {("1250.00",)}
