"""A lost connection, end to end: the card, the personal link, the platform's page, the books."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.schedule import warn_of_ends
from tests.stories.browser import Browser, link_in, open_browser
from tests.stories.desk import ANA, BEN, Company, Desk, buttons, eventually

FILES = Path(__file__).parent / "files"


async def the_link(desk: Desk, person: str = ANA) -> str:
    """Return the address that only `person` was told, once it is there."""

    async def told() -> dict[str, Any] | None:
        found = [one for one in await desk.whispers(person) if "for you alone" in one["text"]]
        return found[-1] if found else None

    return link_in(await eventually(told, "a personal link"))


async def lost(desk: Desk, company: Company) -> dict[str, Any]:
    """Take three entries in on a day when the company lets nobody in; return the card."""
    await company.switch(connected=False)
    assert await desk.take(company, FILES / "sales.jsonl") == 3
    return await desk.card("no longer lets us in", "*3 entries*")


async def consent(browser: Browser, address: str, realm: str, platform: str = "QuickBooks") -> str:
    """Go from the link over the platform's page and back, for one company."""
    assert "asked for this link" in await browser.open(address)
    assert f"Connect to {platform}" in await browser.send()
    return await browser.send(realm=realm, answer="approve")


async def test_reconnecting_posts_what_waited(desk: Desk, northwind: Company) -> None:
    """From the card to the ledger without anybody at a terminal, each entry once."""
    card = await lost(desk, northwind)
    assert "invalid_grant: Incorrect or invalid refresh token" in str(card)
    assert buttons(card)[0] == "Reconnect"

    assert (await desk.click(card, "Reconnect"))["acked"]
    address = await the_link(desk)
    assert await desk.told(BEN) == []
    async with open_browser(desk.program) as browser:
        for _preview in range(2):
            await browser.open(address)
        done = await consent(browser, address, northwind.realm)
        assert "Northwind is connected to Northwind in QuickBooks again." in done
        assert "3 entries are being posted now." in done

        closed = await desk.card("Posted")
        await desk.quiet()
        assert closed["ts"] == card["ts"]
        assert "connected QuickBooks again; 3 entries" in " ".join(await desk.thread(card))
        numbers = Counter(entry["doc_number"] for entry in await northwind.ledger())
        assert sorted(numbers.values()) == [1, 1, 1]

        assert "used already" in await browser.open(address)
        assert browser.status == 410


async def test_another_company_is_refused_and_changes_nothing(
    desk: Desk, northwind: Company
) -> None:
    """Signed in to the wrong books: told with both names, and the right ones still work after."""
    harbor = await desk.company("harbor")
    await lost(desk, northwind)
    answer = await desk.command("connect northwind")
    assert "for you alone" in answer

    async with open_browser(desk.program) as browser:
        said = await consent(browser, await the_link(desk), harbor.realm)
        assert f"“Harbor” ({harbor.realm})" in said
        assert f"company {northwind.realm}" in said
        assert browser.status == 422
        await desk.card("no longer lets us in", "*3 entries*")
        assert await harbor.ledger() == []

        await desk.command("connect northwind")
        assert "3 entries are being posted" in await consent(
            browser, await the_link(desk), northwind.realm
        )
    await desk.quiet()
    assert len(await northwind.ledger()) == 3
    assert await harbor.ledger() == []


async def test_a_book_is_connected_for_the_first_time(desk: Desk, northwind: Company) -> None:
    """Without a terminal: the link, the platform's page, and its first entries are posted."""
    made = await desk.outside.post(
        "quickbooks/control/companies", json={"name": "Harbor Coffee", "currency": "USD"}
    )
    realm = made.json()["realm"]
    async with desk.program.database.store() as store:
        await store.desk.add_book(replace(northwind.book, slug="harbor", name="Harbor"))
    harbor = Company(replace(northwind.book, id=2, slug="harbor"), realm, desk.outside)

    assert "Say to what" in await desk.command("connect harbor")
    async with open_browser(desk.program) as browser:
        await desk.command("connect harbor quickbooks")
        taken = await consent(browser, await the_link(desk), northwind.realm)
        assert "belongs to Northwind" in taken
        await desk.command("connect harbor quickbooks")
        done = await consent(browser, await the_link(desk), realm)

    assert "Harbor is connected to Harbor Coffee in QuickBooks." in done
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
    warning = await desk.card("for 9 days more")
    assert buttons(warning) == ["Reconnect"]

    assert (await desk.click(warning, "Reconnect", by=BEN))["acked"]
    async with open_browser(desk.program) as browser:
        await consent(browser, await the_link(desk, BEN), northwind.realm)

    renewed = await desk.card("connected QuickBooks again")
    assert (renewed["ts"], buttons(renewed)) == (warning["ts"], [])
    assert BEN in renewed["text"]
    assert len(await desk.cards()) == 1
