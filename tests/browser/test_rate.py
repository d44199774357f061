"""Say at which rate dollars are converted, in the browser: the form, and what is in the books."""

from dataclasses import replace

import pytest
from playwright.async_api import expect

from blocks.kit import names
from journal.books.rates import RateRule
from journal.entries.entry import NewEntry
from tests.browser.look import card_at, form, heading, press, submit
from tests.page.named import all_named
from tests.page.tabs import OpenTab
from tests.stories.desk import Company, Desk, eventually
from tests.stories.test_mapping_accounts import an_entry, hand_in

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def in_canadian_dollars() -> NewEntry:
    """Return a day in Canadian dollars that says no rate."""
    entry = an_entry("CAD-1", "Sales")
    lines = tuple(
        replace(line, amount=replace(line.amount, currency="CAD"), category=None, account=account)
        for line, account in zip(entry.lines, ("1310", "4010"), strict=True)
        if line.amount
    )
    return replace(entry, currency="CAD", lines=lines)


async def test_the_platforms_rate_is_agreed_to(desk: Desk, company: Company, tab: OpenTab) -> None:
    """Seen with its source, ticked for all that comes, by keyboard; the entry is posted at it."""
    entry = in_canadian_dollars()
    rates = {entry.date.isoformat(): "0.7315"}
    await company.switch(multicurrency=True, currencies=[{"name": "CAD", "rates": rates}])
    await hand_in(desk, company, entry)
    card = str((await desk.card(names.RATE, company.book.name))["ts"])
    page = await tab("#as=U_ANA")
    await expect(heading(card_at(page, card))).to_contain_text("0.7315")
    await press(card_at(page, card), names.RATE).press("Enter")
    asked = form(page, names.RATE_FORM)
    await expect(asked).to_contain_text("0.7315")
    await all_named(asked)

    await asked.get_by_role("checkbox").press("Space")
    await submit(page).press("Enter")
    await expect(form(page)).to_have_count(0)

    async def posted() -> bool:
        return any(one["own"].get("ExchangeRate") for one in await company.ledger())

    await eventually(posted, "the entry in the books")
    (there,) = await company.ledger()
    assert (there["currency"], str(there["own"]["ExchangeRate"])) == ("CAD", "0.7315")
    async with desk.program.database.store() as store:
        assert (await store.books.by_slug(company.book.slug)).rates is RateRule.PLATFORM
