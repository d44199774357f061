"""Tryton, with no imitation on the way: a real server refuses, the cause is mended, Retry posts."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from blocks.card.face import Face
from blocks.kit import names
from journal.amounts.money import Money
from journal.books.book import Book, Platform
from journal.entries.coding import Coding
from journal.entries.entry import EntryKind, Line, NewEntry, Side
from journal.entries.failure import FailureReason
from journal.incidents.story.posting import AccessRestored
from journal.ports import tokens_of_key
from sandbox.tryton.books import Tryton
from sandbox.tryton.server import Server
from tests.stories.browser import open_browser
from tests.stories.desk import ANA, Desk, buttons, open_desk
from tests.stories.seen import the_card, the_case, turns
from tests.stories.test_connecting import confirmed, the_link

JULY_7 = date(2026, 7, 7)


def sale(
    reference: str,
    *,
    account: str = "4000",
    credit: int = 1250_00,
    revision: int = 1,
    **coding: Any,
) -> NewEntry:
    """Return a sale of $1,250 on 7 July as a file gives it, not looked at yet."""
    lines = (
        Line(Side.DEBIT, Money(1250_00, "USD"), account="1310"),
        Line(Side.CREDIT, Money(credit, "USD"), account=account, coding=Coding(**coding)),
    )
    kind = EntryKind.SALES_SUMMARY
    return NewEntry(reference, JULY_7, "Shopify", kind, "USD", lines, revision=revision)


@dataclass(frozen=True, slots=True)
class Firm:
    """A desk, one book, and the real books that it is connected to."""

    desk: Desk
    book: Book
    books: Tryton

    async def hand_in(
        self, reason: FailureReason, *references: str, account: str = "4000"
    ) -> dict[str, Any]:
        """Hand sales of 7 July in, which Tryton refuses; return the card that tells so."""
        await self.take(*references, account=account)
        await self.desk.quiet()
        card = await the_card(self.desk, reason, waiting=len(references))
        assert await self.cards() == [card]
        return card

    async def take(self, *references: str, account: str = "4000") -> None:
        """Hand sales of 7 July in, from clearing to `account`."""
        entries = [sale(one, account=account) for one in references]
        answers = await self.desk.program.services.accept_entries(self.book.id, entries)
        assert [one.taken for one in answers] == [True] * len(references)

    async def warm(self) -> None:
        """Post one entry on a good day, so that chart and periods have been read."""
        await self.take("good-day")
        await self.desk.quiet()
        assert await self.cards() == []

    async def cards(self) -> list[dict[str, Any]]:
        """Return the cards of the channel."""
        return [one for one in await self.desk.cards() if not one.get("is_ephemeral")]

    async def posted(self) -> Counter[str]:
        """Count how often each of our numbers is in Tryton's books."""
        moves = await asyncio.to_thread(self.books.moves)
        return Counter(re.findall(r"JF-\d+", " ".join(move["description"] for move in moves)))

    async def retried(self, card: Mapping[str, Any], *numbers: str) -> None:
        """Press Retry: the same card closes, and Tryton has each entry once and no drafts."""
        assert (await self.desk.click(card, names.RETRY))["acked"]
        await self.closed(card, *numbers)

    async def closed(self, card: Mapping[str, Any], *numbers: str) -> None:
        """See the card close, with each entry in the books once, and no draft beside it."""
        posted = await the_card(self.desk, face=Face.POSTED)
        await self.desk.quiet()
        assert posted["ts"] == card["ts"]
        assert await self.posted() == dict.fromkeys(numbers, 1)
        assert await asyncio.to_thread(self.books.moves, "draft") == []


async def a_firm(desk: Desk, books: Tryton) -> Firm:
    """Connect a book to `books`."""
    book = await desk.connect(
        "northwind", Platform.TRYTON, books.company, tokens_of_key(books.key), books.site
    )
    return Firm(desk, book, books)


@pytest.fixture
async def firm(tryton: Tryton, desk: Desk) -> Firm:
    """A book that was posted to on a good day."""
    firm = await a_firm(desk, tryton)
    await firm.warm()
    return firm


async def test_closed_period(firm: Firm) -> None:
    """The month is named, in Tryton's words too; reopened there, Retry posts."""
    await asyncio.to_thread(firm.books.close, JULY_7)
    card = await firm.hand_in(FailureReason.PERIOD_CLOSED, "a", "b")
    assert (await the_case(firm.desk, card)).incident.failure.subject == "2026-07"
    assert "closed journal-period" in str(card)

    await asyncio.to_thread(firm.books.close, JULY_7, closed=False)

    await firm.retried(card, "JF-1", "JF-2", "JF-3")


async def test_closed_account(firm: Firm) -> None:
    """An account past its end is named; taken up again, Retry posts."""
    sales = firm.books.account("4000")
    await asyncio.to_thread(firm.books.end, sales, date(2026, 1, 1))
    card = await firm.hand_in(FailureReason.ACCOUNT_INVALID, "a")
    assert "Sales" in (await the_case(firm.desk, card)).incident.failure.subject
    assert "not valid according to its domain" in str(card)

    await asyncio.to_thread(firm.books.end, sales, None)

    await firm.retried(card, "JF-1", "JF-2")


async def test_unknown_account(firm: Firm) -> None:
    """An account that was deleted since the chart was read; with one of its number, Retry posts."""
    await asyncio.to_thread(firm.books.delete_account, "6000")
    card = await firm.hand_in(FailureReason.ACCOUNT_INVALID, "a", account="6000")
    assert "Payment processing fees" in str(card)
    assert "does not exist" in str(card)

    await asyncio.to_thread(firm.books.open_account, "6000", "Fees", like="4000")

    await firm.retried(card, "JF-1", "JF-2")


async def beside(books: Tryton, *fields: str) -> list[dict[str, Any]]:
    """Return what the lines of posted moves that are credits have in `fields`."""
    domain = [["credit", ">", 0], ["move_state", "=", "posted"]]
    return await asyncio.to_thread(books.get, "account.move.line", domain, *fields)


async def test_missing_party(firm: Firm) -> None:
    """The account came to want a party since it was read: Tryton says so, and a name is given."""
    wants = f"account.account/{firm.books.account('2300')}"
    await asyncio.to_thread(firm.books.change, wants, {"party_required": True})
    card = await firm.hand_in(FailureReason.NAME_MISSING, "a", account="2300")
    assert 'A value is required for field "Party"' in str(card)
    assert (await firm.desk.click(card, names.RETRY))["acked"]  # reads the chart again
    await the_card(firm.desk, FailureReason.NAME_MISSING)
    await firm.desk.quiet()

    again = sale("a", account="2300", revision=2, name="harbor cafe")
    await firm.desk.program.services.accept_entries(firm.book.id, [again])

    await firm.closed(card, "JF-1", "JF-2")
    parties = [one["party"] for one in await beside(firm.books, "party.name")]
    assert [one["name"] for one in parties if one] == ["Harbor Cafe"]


async def test_missing_channel(firm: Firm) -> None:
    """The rule that chose the channel is gone: Tryton holds the line for incomplete, and waits."""
    for rule in await asyncio.to_thread(firm.books.get, "analytic_account.rule", [["id", ">", 0]]):
        await asyncio.to_thread(firm.books.remove, f"analytic_account.rule/{rule['id']}")
    card = await firm.hand_in(FailureReason.DIMENSION_MISSING, "a")
    failure = (await the_case(firm.desk, card)).incident.failure
    assert (failure.subject, failure.details) == ("tracking:Channel", ("",))
    assert await asyncio.to_thread(firm.books.moves, "draft") == []

    again = sale("a", revision=2, tracking=(("channel", "SHOP"),))
    await firm.desk.program.services.accept_entries(firm.book.id, [again])

    await firm.closed(card, "JF-1", "JF-2")
    lines = await beside(firm.books, "analytic_lines.account.name")
    channels = [one["analytic_lines"][0]["account"]["name"] for one in lines]
    assert sorted(channels) == ["Shop", "Shopify"]


async def test_missing_right(firm: Firm) -> None:
    """The user is no accountant any more; made one again, Retry posts."""
    await asyncio.to_thread(firm.books.permit, may_post=False)
    card = await firm.hand_in(FailureReason.PERMISSION, "a", "b")
    assert "not allowed to access" in str(card)

    await asyncio.to_thread(firm.books.permit, may_post=True)

    await firm.retried(card, "JF-1", "JF-2", "JF-3")


async def test_unbalanced(firm: Firm) -> None:
    """jefail lets none in, so this one went round its door; Tryton refuses it and keeps nothing.

    Retry alone cannot help; the corrected revision is posted, and the card closes.
    """
    accept = firm.desk.program.services.accept_entries
    await accept(firm.book.id, [sale("a", credit=1249_99)])
    card = await the_card(firm.desk, FailureReason.UNBALANCED)
    await firm.desk.quiet()
    assert "balance all its lines" in str(card)
    assert (await firm.desk.click(card, names.RETRY))["acked"]
    await the_card(firm.desk, FailureReason.UNBALANCED, attempts=2)
    assert await asyncio.to_thread(firm.books.moves, "draft") == []

    await accept(firm.book.id, [sale("a", revision=2)])

    await firm.closed(card, "JF-1", "JF-2")


async def test_revoked_key(firm: Firm) -> None:
    """Reconnect asks for a new key on a page of its own; with it all that waited is posted."""
    key = await asyncio.to_thread(firm.books.new_key)
    card = await firm.hand_in(FailureReason.CONNECTION_LOST, "a", "b")
    assert firm.books.key not in str(card)

    assert (await firm.desk.click(card, names.RECONNECT))["acked"]
    async with open_browser(firm.desk.program) as browser:
        await browser.open(await the_link(firm.desk))
        site = firm.books.site
        assert f'readonly value="{site}"' in browser.page
        await browser.send(site=site, key=firm.books.key)
        assert (browser.status, 'class="wrong"' in browser.page) == (422, True)
        await browser.send(site=site, key=key)
        assert browser.status == 200
    await confirmed(firm.desk)

    await firm.closed(card, "JF-1", "JF-2", "JF-3")
    ((restored, by),) = await turns(firm.desk, card, AccessRestored)
    assert (restored.entries.count, by) == (2, ANA)


@pytest.fixture
async def hasty(tryton: Tryton, database_url: str, tmp_path: Path) -> AsyncIterator[Firm]:
    """A book whose desk keeps no trouble to itself."""
    async with open_desk(database_url, tmp_path, JEFAIL_PATIENCE_SECONDS=0) as desk:
        firm = await a_firm(desk, tryton)
        await firm.warm()
        yield firm


async def test_server_gone(hasty: Firm, tryton_server: Server) -> None:
    """Nobody answers; started again, Retry now posts at once what would be tried by and by."""
    await asyncio.to_thread(tryton_server.stop)
    try:
        await hasty.take("a")
        card = await the_card(hasty.desk, FailureReason.TRANSIENT)
        assert names.RETRY in buttons(card)
    finally:
        await asyncio.to_thread(tryton_server.start)

    await hasty.retried(card, "JF-1", "JF-2")
