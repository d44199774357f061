"""A version that reads as another entry, settled in the browser."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.async_api import expect

from blocks.card.face import Face
from blocks.kit import names
from journal.entries.entry import OnChange
from journal.incidents.story.mending import PostedApart
from tests.browser.cases import shows, told
from tests.browser.look import card_at, form, press, submit
from tests.build import some_content
from tests.page.named import all_named
from tests.page.tabs import OpenTab
from tests.stories.desk import Company, Desk
from tests.stories.test_numbers_that_restart import days
from tests.stories.test_overwriting import FIRST

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def asked(desk: Desk, company: Company) -> str:
    """Hand July 15 in under the number of July 14, which is posted; return the card's `ts`."""
    for revision, day in ((1, 14), (2, 15)):
        content = some_content(
            reference="7",
            date=date(2026, 7, day),
            revision=revision,
            lines=FIRST.lines,
            on_change=OnChange.ASK,
        )
        await desk.program.services.accept_entries(company.book.id, [content])
        await desk.quiet()
    return str((await desk.card(names.POST_APART, company.book.name))["ts"])


async def test_another_entry_is_posted_beside_the_one_before(
    desk: Desk, company: Company, tab: OpenTab
) -> None:
    """The card has both days and three answers; the form shows both before anything is posted."""
    ts = await asked(desk, company)
    page = await tab("#as=U_ANA")
    card = card_at(page, ts)
    for action_id in (names.OVERWRITE, names.POST_APART, names.KEEP_THEIRS):
        await expect(press(card, action_id)).to_be_visible()
    await expect(card).to_contain_text("Jul 14, 2026 · $1,300.00")
    await expect(card).to_contain_text("Jul 15, 2026 · $1,300.00")

    await press(card, names.POST_APART).click()
    dialog = form(page, names.APART_FORM)
    await all_named(dialog)
    await submit(page).click()
    await expect(dialog).to_have_count(0)
    await shows(desk, card, Face.POSTED)
    assert [one.by for one in await told(desk, ts, PostedApart)] == ["U_ANA"]

    assert await days(company) == ["2026-07-14", "2026-07-15"]
