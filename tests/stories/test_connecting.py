"""A lost connection, end to end: the card, the personal link, the platform's page, the books."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from blocks.card.face import Face
from blocks.kit import names
from bot.schedule import warn_of_ends
from bot.web.connecting.page import Page
from bot.web.connecting.pages import asked_page
from journal.books.book import Book
from journal.books.consent import Connecting, Ending
from journal.books.signed_in import SignedIn
from journal.connecting.keep_consent import Awaited
from journal.entries.failure import FailureReason
from journal.errors import NotFound
from journal.incidents.move import MoveName
from journal.incidents.notices import NoticeKind
from journal.incidents.story.posting import AccessRestored
from journal.rights import Rule
from sandbox.ledger.person import ROBIN
from tests.stories.browser import Browser, link_in, open_browser
from tests.stories.desk import ANA, BEN, Company, Desk, buttons, direct_channel, eventually
from tests.stories.seen import the_card, the_notice, turns

FILES = Path(__file__).parent / "files"
WHO_SIGNS_IN = SignedIn(ROBIN.name, ROBIN.email)


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


async def asked_of(desk: Desk, person: str = ANA) -> dict[str, Any]:
    """Return the question to a person whether the company is right, once it is there."""

    async def asked() -> dict[str, Any] | None:
        told = [one for one in await desk.direct(person) if names.CONNECT_CONFIRM in buttons(one)]
        return told[-1] if told else None

    return await eventually(asked, "the question about the company")


async def confirmed(desk: Desk, person: str = ANA) -> None:
    """Have a person say in Slack that the company someone signed in to is the right one."""
    question = await asked_of(desk, person)
    channel = direct_channel(person)
    assert (await desk.press(question, names.CONNECT_CONFIRM, by=person, channel=channel))["acked"]


async def consent(
    browser: Browser, address: str, realm: str, platform: str = "QuickBooks", **person: str
) -> str:
    """Go from the link over the platform's page and back, for one company.

    `person`: who is signed in there, as its form has them.
    """
    await browser.open(address)
    assert browser.status == 200
    assert f"Connect to {platform}" in await browser.send()
    return await browser.send(realm=realm, answer="approve", **person)


def page_of(company: Company, *, name: str = "") -> Page:
    """Return the page that says what is confirmed in Slack. `name`: of the company there."""
    book = company.book
    told = Connecting(
        platform=company.platform.label,
        company=name or book.name,
        realm=company.realm,
        signed_in=WHO_SIGNS_IN,
    )
    return asked_page(Awaited(book, told))


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
        assert browser.shows(page_of(northwind))
        await confirmed(desk)

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
        assert browser.shows(page_of(northwind))
        await confirmed(desk)
    await desk.quiet()
    assert len(await northwind.ledger()) == 3
    assert await harbor.ledger() == []


async def test_a_found_link_tells_who_used_it(desk: Desk, northwind: Company) -> None:
    """Someone else signs in by it: who asked reads their address, and nothing is connected."""
    made = await desk.outside.post("quickbooks/control/companies", json={"name": "Mallory Inc."})
    async with desk.program.database.store() as store:
        await store.desk.add_book(replace(northwind.book, id=2, slug="harbor", name="Harbor"))
        await store.rights.save(2, Rule(MoveName.CONNECT, people=(ANA,)))
    await desk.program.read_members()
    await desk.command("connect harbor quickbooks")

    async with open_browser(desk.program) as browser:
        person = {"person_name": "Mallory Quinn", "person_email": "mallory@example.com"}
        await consent(browser, await the_link(desk), made.json()["realm"], **person)
        assert "mallory@example.com" in browser.text
    question = await asked_of(desk)
    assert "mallory@example.com" in question["text"]
    channel = direct_channel(ANA)
    assert (await desk.press(question, names.CONNECT_DECLINE, by=ANA, channel=channel))["acked"]

    async def answered() -> bool:
        told = [one for one in await desk.direct(ANA) if one["ts"] == question["ts"]]
        return [buttons(one) for one in told] == [[]]

    await eventually(answered, "the question without its buttons")
    async with desk.program.database.store() as store:
        with pytest.raises(NotFound):
            await store.books.connection_of(2)


async def test_a_book_is_connected_for_the_first_time(desk: Desk, northwind: Company) -> None:
    """Without a terminal: the link, the platform's page, and its first entries are posted."""
    made = await desk.outside.post(
        "quickbooks/control/companies", json={"name": "Harbor Coffee", "currency": "USD"}
    )
    realm = made.json()["realm"]
    book = replace(northwind.book, id=2, slug="harbor", name="Harbor")
    async with desk.program.database.store() as store:
        await store.desk.add_book(book)
        await store.rights.save(2, Rule(MoveName.CONNECT, people=(ANA,)))
    await desk.program.read_members()
    harbor = Company(book, realm, desk.outside)

    assert names.CONNECT_LINK not in await desk.command("connect harbor")
    async with open_browser(desk.program) as browser:
        await desk.command("connect harbor quickbooks")
        taken = await consent(browser, await the_link(desk), northwind.realm)
        assert (browser.status, "Northwind" in taken) == (422, True)
        await desk.command("connect harbor quickbooks")
        await consent(browser, await the_link(desk), realm)
        assert browser.shows(page_of(harbor, name="Harbor Coffee"))
        await confirmed(desk)

    def is_told(one: tuple[Connecting, Book]) -> bool:
        told = one[0]
        who = (told.company, told.asked_by, told.signed_in)
        return who == ("Harbor Coffee", ANA, WHO_SIGNS_IN)

    await the_notice(desk, NoticeKind.CONNECTED, where=is_told)

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
        await confirmed(desk, BEN)

    renewed = await the_notice(desk, NoticeKind.END, where=lambda end: end.granted_by == BEN)
    assert (renewed["ts"], buttons(renewed)) == (warning["ts"], [])
    assert BEN in renewed["text"]
    assert len(await desk.cards()) == 1
