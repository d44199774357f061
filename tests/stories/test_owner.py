"""A lost connection: its owner is asked, connects from the message, and what waits is posted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.stories.desk import ANA, CHI, Company, Desk, buttons, eventually

FILES = Path(__file__).parent / "files"


async def message_to_chi(desk: Desk, *words: str) -> dict[str, Any]:
    """Return the one direct message to Chi that holds these words, once it is there."""

    async def there() -> dict[str, Any] | None:
        answer = await desk.outside.get(
            "slack/control/messages", params={"channel": "D_CHI", "as": CHI}
        )
        shown = answer.json().get("messages", [])
        found = [one for one in shown if all(word in str(one) for word in words)]
        return found[0] if len(found) == 1 else None

    return await eventually(there, f"a message with {words}")


async def test_the_owner_reconnects_from_a_message_of_their_own(
    desk: Desk, northwind: Company
) -> None:
    """Ana asks Chi; the button in the message gives Chi a link; let in, all of it is quiet."""
    async with desk.program.database.store() as store:
        connection = await store.books.connection_of(northwind.book.id)
        await store.desk.set_owner(connection.id, CHI)
    await northwind.switch(connected=False)
    await desk.take(northwind, FILES / "sales.jsonl")
    card = await desk.card("*3 entries*", "no longer lets us in")
    await desk.quiet()
    assert [one for one in buttons(card) if one != "What is this?"] == [
        "Reconnect",
        "Ask the owner",
        "Resolve",
    ]

    assert (await desk.click(card, "Ask the owner", by=ANA))["acked"]
    asked = await message_to_chi(desk, "asks you to connect it again")
    await desk.card("was asked by")
    assert "3 entries wait" in asked["text"]

    await desk.press(asked, "Reconnect", by=CHI, channel="D_CHI")

    async def link() -> bool:
        return any("is for you alone" in one for one in await desk.told(CHI, "D_CHI"))

    await eventually(link, "a link for Chi alone")
    await northwind.switch(connected=True)
    await desk.choose(card, "Test connection", by=ANA)

    await desk.card("Posted")
    await desk.quiet()
    assert len(await northwind.ledger()) == 3
    again = await message_to_chi(desk, "Nothing is to be done any more")
    assert again["ts"] == asked["ts"]
    assert any("can read QuickBooks" in one for one in await desk.told(ANA))


async def test_closed_by_hand_the_owner_reads_that_nothing_is_wanted(
    desk: Desk, northwind: Company
) -> None:
    """The button goes from Chi's message when Ben closes the card, and comes back with it."""
    async with desk.program.database.store() as store:
        connection = await store.books.connection_of(northwind.book.id)
        await store.desk.set_owner(connection.id, CHI)
    await northwind.switch(connected=False)
    await desk.take(northwind, FILES / "sales.jsonl")
    card = await desk.card("*3 entries*", "no longer lets us in")
    await desk.quiet()
    await desk.click(card, "Ask the owner", by=ANA)
    asked = await message_to_chi(desk, "asks you to connect it again")
    assert buttons(asked) == ["Reconnect"]

    await desk.resolve(card, "not_needed", by="U_BEN")
    closed = await message_to_chi(desk, "Closed by <@U_BEN>, not needed")
    assert (closed["ts"], buttons(closed)) == (asked["ts"], [])

    card = await desk.card("Closed by", "not needed")
    await desk.click(card, "Reopen", by=ANA)
    again = await message_to_chi(desk, "asks you to connect it again")
    assert (again["ts"], buttons(again)) == (asked["ts"], ["Reconnect"])
