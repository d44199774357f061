"""A lost connection, end to end: the card, the personal link, the platform's page, the books."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from blocks.card.face import Face
from blocks.kit import names
from bot.schedule import warn_of_ends
from bot.web.connecting.page import Page
from bot.web.connecting.pages import done_page
from journal.books.consent import Company as Books
from journal.books.consent import Ending
from journal.connecting.keep_consent import Connected
from journal.entries.failure import FailureReason
from journal.incidents.notices import NoticeKind
from journal.incidents.story.posting import AccessRestored
from tests.stories.browser import Browser, link_in, open_browser
from tests.stories.desk import ANA, BEN, Company, Desk, buttons, eventually
from tests.stories.seen import the_card, the_notice, turns

FILES = Path(__file__).parent / "files"


async def the_link(desk: Desk, person: str = ANA) -> str:
    """Return the address that only `person` was told, once it is there."""

    async def told() -> dict[str, Any] | None:
        links = [one for one in await desk.whispers(person) if names.CONNECT_LINK in buttons(one)]
        return links[-1] if links else None

    return link_in(await eventually(told, "a personal link"))


async def lost(desk: Desk, company: Company) -> dict[str, Any]:
    """Take three entries in on a day when the company lets nobody in; return the card."""
    await company.switch(connected=False)
    assert await desk.take(company, FILES / "sales.jsonl") == 3
    return await the_card(desk, FailureReason.CONNECTION_LOST, waiting=3)


async def consent(browser: Browser, address: str, realm: str, platform: str = "QuickBooks") -> str:
    """Go from the link over the platform's page and back, for one company."""
    await browser.open(address)
    assert browser.status == 200
    assert f"Connect to {platform}" in await browser.send()
    return await browser.send(realm=realm, answer="approve")


async def page_of(
    desk: Desk, company: Company, *, name: str = "", released: int = 3, is_new: bool = False
) -> Page:
    """Return the page that says that a company is connected. `name`: what it is called there."""
    book = company.book
    async with desk.program.database.store() as store:
        connection = await store.books.connection_of(book.id)
    there = Books(company.realm, name or book.name)
    return done_page(Connected(book, connection, there, is_new, released, ()))


async def test_reconnecting_posts_what_waited(desk: Desk, northwind: Company) -> None:
    """From the card to the ledger without anybody at a terminal, each entry once."""
    card = await lost(desk, northwind)
    assert "invalid_grant: Incorrect or invalid refresh token" in str(card)
    assert buttons(card)[0] == names.RECONNECT

    assert (await desk.click(card, names.RECONNECT))["acked"]
    address = await the_link(desk)
    assert await desk.told(BEN) == []
    async with open_browser(desk.program) as browser:
        for _preview in range(2):
            await browser.open(address)
        await consent(browser, address, northwind.realm)
        assert browser.shows(await page_of(desk, northwind))

        closed = await the_card(desk, face=Face.POSTED)
        await desk.quiet()
        assert closed["ts"] == card["ts"]
        ((restored, by),) = await turns(desk, card, AccessRestored)
        assert (restored.entries.count, by) == (3, ANA)
        numbers = Counter(entry["doc_number"] for entry in await northwind.ledger())
        assert sorted(numbers.values()) == [1, 1, 1]

        await browser.open(address)
        assert browser.status == 410


async def test_another_company_is_refused_and_changes_nothing(
    desk: Desk, northwind: Company
) -> None:
    """Signed in to the wrong books: told with both names, and the right ones still work after."""
    harbor = await desk.company("harbor")
    await lost(desk, northwind)
    assert names.CONNECT_LINK in await desk.command("connect northwind")

    async with open_browser(desk.program) as browser:
        said = await consent(browser, await the_link(desk), harbor.realm)
        assert (harbor.book.name in said, harbor.realm in said) == (True, True)
        assert northwind.realm in said
        assert browser.status == 422
        await the_card(desk, FailureReason.CONNECTION_LOST, waiting=3)
        assert await harbor.ledger() == []

        await desk.command("connect northwind")
        await consent(browser, await the_link(desk), northwind.realm)
        assert browser.shows(await page_of(desk, northwind))
    await desk.quiet()
    assert len(await northwind.ledger()) == 3
    assert await harbor.ledger() == []


async def test_a_book_is_connected_for_the_first_time(desk: Desk, northwind: Company) -> None:
    """Without a terminal: the link, the platform's page, and its first entries are posted."""
    made = await desk.outside.post(
        "quickbooks/control/companies", json={"name": "Harbor Coffee", "currency": "USD"}
    )
    realm = made.json()["realm"]
    book = replace(northwind.book, id=2, slug="harbor", name="Harbor")
    async with desk.program.database.store() as store:
        await store.desk.add_book(book)
    harbor = Company(book, realm, desk.outside)

    assert names.CONNECT_LINK not in await desk.command("connect harbor")
    async with open_browser(desk.program) as browser:
        await desk.command("connect harbor quickbooks")
        taken = await consent(browser, await the_link(desk), northwind.realm)
        assert (browser.status, "Northwind" in taken) == (422, True)
        await desk.command("connect harbor quickbooks")
        await consent(browser, await the_link(desk), realm)
        there = await page_of(desk, harbor, name="Harbor Coffee", released=0, is_new=True)
        assert browser.shows(there)

    assert await desk.take(harbor, FILES / "sales.jsonl") == 3
    await desk.quiet()
    assert len(await harbor.ledger()) == 3
    assert await northwind.ledger() == []


async def test_the_end_of_an_authorisation_is_told_and_put_off(
    desk: Desk, northwind: Company
) -> None:
    """One message a fortnight before, with the button; it says so once someone pressed it."""
    async with desk.program.database.engine.begin() as sql:
        soon = "UPDATE consent SET refresh_expires_at = now() + interval '9 days 1 hour'"
        await sql.exec_driver_sql(soon)
    for _ in range(2):
        await warn_of_ends(desk.program)

    def says_nine_days(end: Ending) -> bool:
        return end.ends_at is not None and (end.ends_at - desk.program.services.now()).days == 9

    warning = await the_notice(desk, NoticeKind.END, where=says_nine_days)
    assert buttons(warning) == [names.RECONNECT]

    assert (await desk.click(warning, names.RECONNECT, by=BEN))["acked"]
    async with open_browser(desk.program) as browser:
        await consent(browser, await the_link(desk, BEN), northwind.realm)

    renewed = await the_notice(desk, NoticeKind.END, where=lambda end: end.granted_by == BEN)
    assert (renewed["ts"], buttons(renewed)) == (warning["ts"], [])
    assert BEN in renewed["text"]
    assert len(await desk.cards()) == 1
