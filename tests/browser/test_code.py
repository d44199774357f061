"""Choose a class in the browser: from the card, by keyboard, to what the book remembers."""

from dataclasses import replace

import pytest
from playwright.async_api import Locator, Page, expect

from blocks.kit import names
from journal.books.company import Company as Books
from journal.books.lists import CLASS, CompanyRules, ListItem
from journal.entries.coding import Coding
from journal.entries.coding_rules import Scope
from journal.incidents.story.mending import ItemsCoded
from tests.browser.cases import told
from tests.browser.look import card_at, form, options, press, submit
from tests.page.named import all_named
from tests.page.tabs import OpenTab
from tests.stories.desk import Company, Desk, eventually
from tests.stories.test_mapping_accounts import an_entry, hand_in

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ITEMS = (ListItem(CLASS, "c1", "Retail:Online"), ListItem(CLASS, "c2", "Stores"))
RULES = CompanyRules(uses=(CLASS,), requires=(CLASS,))


async def waiting(desk: Desk, company: Company) -> str:
    """Hand in two days of a company with classes: one says "Onlin", one nothing; return the card.

    The lists are kept here as the platform would have them read.
    """
    services = desk.program.services
    async with desk.program.database.store() as store:
        connection = await store.books.connection_of(company.book.id)
    await services.read_chart(connection)
    async with desk.program.database.store() as store:
        accounts = (await store.books.known(connection)).chart.accounts
        books = Books(accounts, ITEMS, RULES)
        await store.books.save_company(connection.id, books, services.now())
        own = [("Shopify", "Sales", "4000")]
        await store.desk.save_mapping(company.book.id, own)
    days = []
    for day, word in enumerate(("Onlin", ""), 1):
        clearing, sales = an_entry(f"S-{day}", "Sales").lines
        lines = (
            replace(clearing, coding=Coding(class_name="Stores")),
            replace(sales, coding=Coding(class_name=word)),
        )
        days.append(replace(an_entry(f"S-{day}", "Sales"), lines=lines))
    await hand_in(desk, company, *days)
    sent = await desk.card(names.CODE, company.book.name)
    await desk.quiet()
    return str(sent["ts"])


def field_of(page: Page, label: str) -> Locator:
    """The field of a word or a category in the form, which is called after it."""
    return form(page, names.CODE_FORM).get_by_role("button", name=label)


async def test_what_lines_lack_is_chosen_from_the_card(
    desk: Desk, company: Company, tab: OpenTab
) -> None:
    """The nearest class is filled in for the word; the category's is typed, chosen and sent."""
    card = await waiting(desk, company)
    page = await tab("#as=U_ANA")
    await press(card_at(page, card), names.CODE).press("Enter")
    await expect(form(page)).to_contain_text(company.book.name)
    await all_named(form(page))
    await expect(field_of(page, "“Onlin” (")).to_contain_text("Retail:Online")
    await expect(submit(page)).to_contain_text("1")

    await field_of(page, "Sales").press("Enter")
    await expect(page.get_by_test_id("option-search")).to_be_focused()
    await page.keyboard.type("sto")
    await expect(options(page)).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(field_of(page, "Sales")).to_contain_text("Stores")
    await expect(submit(page)).to_contain_text("2")
    await submit(page).press("Enter")
    await expect(form(page)).to_have_count(0)

    async def coded() -> ItemsCoded | None:
        turns = await told(desk, card, ItemsCoded)
        return turns[0].turn if turns and turns[0].by == "U_ANA" else None

    turn = await eventually(coded, "the choices in the story")
    assert {*turn.chosen} == {("Onlin", "Retail:Online"), ("Sales", "Stores")}
    async with desk.program.database.store() as store:
        kept = await store.codings.all(company.book.id)
    assert {(one.slot.word, one.slot.scope): one.item_id for one in kept} == {
        ("Onlin", Scope()): "c1",
        ("", Scope("Shopify", category="Sales")): "c2",
    }
