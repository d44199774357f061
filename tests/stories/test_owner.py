"""A lost connection: its owner is asked, connects from the message, and what waits is posted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from blocks.answers import owner as answers
from blocks.card.face import Face, face_of
from blocks.kit import figures, names
from journal.connecting import try_connection
from journal.entries.failure import FailureReason
from journal.incidents.how_resolved import HowResolved
from journal.incidents.notices import NoticeKind
from tests.stories.desk import ANA, BEN, CHI, Company, Desk, buttons, direct_channel, eventually
from tests.stories.seen import the_card, the_case, the_notice

FILES = Path(__file__).parent / "files"


async def asked_of_chi(desk: Desk, face: Face) -> dict[str, Any]:
    """Return the message to Chi that asks her to connect, once it shows how the case stands."""
    return await the_notice(
        desk,
        NoticeKind.OWNER,
        CHI,
        where=lambda one: one.word.to == CHI and one.actor == ANA and face_of(one.case) is face,
    )


async def test_the_owner_reconnects_from_a_message_of_their_own(
    desk: Desk, northwind: Company
) -> None:
    """Ana asks Chi; the button in the message gives Chi a link; let in, all of it is quiet."""
    async with desk.program.database.store() as store:
        connection = await store.books.connection_of(northwind.book.id)
        await store.desk.set_owner(connection.id, CHI)
    await northwind.switch(connected=False)
    await desk.take(northwind, FILES / "sales.jsonl")
    card = await the_card(desk, FailureReason.CONNECTION_LOST, waiting=3)
    await desk.quiet()
    assert buttons(card) == [names.RECONNECT, names.ASK_OWNER, names.RESOLVE]

    assert (await desk.click(card, names.ASK_OWNER, by=ANA))["acked"]
    asked = await asked_of_chi(desk, Face.OPEN)
    await the_card(desk, FailureReason.CONNECTION_LOST, owner_asked=True)
    assert figures.entries(3, "en_US") in asked["text"]

    await desk.press(asked, names.RECONNECT, by=CHI, channel=direct_channel(CHI))

    async def link() -> bool:
        told = await desk.whispers(CHI, direct_channel(CHI))
        return any(names.CONNECT_LINK in buttons(one) for one in told)

    await eventually(link, "a link for Chi alone")
    await northwind.switch(connected=True)
    before = await the_case(desk, card)
    await desk.choose(card, names.TEST, by=ANA)

    await the_card(desk, face=Face.POSTED)
    await desk.quiet()
    assert len(await northwind.ledger()) == 3
    again = await asked_of_chi(desk, Face.POSTED)
    assert (again["ts"], buttons(again)) == (asked["ts"], [])
    assert await desk.told(ANA) == [answers.tested_text(try_connection.Tested(before, works=True))]


async def test_closed_by_hand_the_owner_reads_that_nothing_is_wanted(
    desk: Desk, northwind: Company
) -> None:
    """The button goes from Chi's message when Ben closes the card, and comes back with it."""
    async with desk.program.database.store() as store:
        connection = await store.books.connection_of(northwind.book.id)
        await store.desk.set_owner(connection.id, CHI)
    await northwind.switch(connected=False)
    await desk.take(northwind, FILES / "sales.jsonl")
    card = await the_card(desk, FailureReason.CONNECTION_LOST, waiting=3)
    await desk.quiet()
    await desk.click(card, names.ASK_OWNER, by=ANA)
    asked = await asked_of_chi(desk, Face.OPEN)
    assert buttons(asked) == [names.RECONNECT]

    await desk.resolve(card, "not_needed", by=BEN)
    closed = await asked_of_chi(desk, Face.BY_HAND)
    assert BEN in closed["text"]
    assert (closed["ts"], buttons(closed)) == (asked["ts"], [])

    card = await the_card(desk, face=Face.BY_HAND, by=BEN, how=HowResolved.NOT_NEEDED)
    await desk.click(card, names.REOPEN, by=ANA)
    again = await asked_of_chi(desk, Face.REOPENED)
    assert (again["ts"], buttons(again)) == (asked["ts"], [names.RECONNECT])
