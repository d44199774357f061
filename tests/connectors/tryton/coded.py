"""Entries for a real Tryton whose lines say more than an account."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from journal.amounts.money import Money
from journal.books.lists import NAME, Dimension, Field, ListItem
from journal.entries.coding import Coded
from journal.entries.entry import Side
from journal.entries.posting import LedgerEntry, Outcome, ReadyEntry, ReadyLine, Refused
from journal.ports import Ledger, Wanted
from sandbox.tryton.books import Tryton
from tests.fakes.ready import JULY_7

CHANNEL = Dimension(Field.TRACKING, "Channel")
NOBODY = "99999"


def party(books: Tryton, name: str) -> Coded:
    """Return a party; one of another name than the books have is not there."""
    return Coded(NAME, ListItem(NAME, str(books.facts["parties"].get(name, NOBODY)), name))


def channel(books: Tryton, name: str) -> Coded:
    """Return an account of the root Channel; one that the books have not is not there."""
    item_id = str(books.facts["channels"].get(name, NOBODY))
    return Coded(CHANNEL, ListItem(CHANNEL, item_id, name))


def debit(books: Tryton, account: str, amount: str, *coded: Coded, of: str = "USD") -> ReadyLine:
    """Return a debit on the account of a number."""
    return _line(Side.DEBIT, books, account, amount, coded, of)


def credit(books: Tryton, account: str, amount: str, *coded: Coded, of: str = "USD") -> ReadyLine:
    """Return a credit on the account of a number."""
    return _line(Side.CREDIT, books, account, amount, coded, of)


def entry(*lines: ReadyLine, on: date = JULY_7, **changes: Any) -> ReadyEntry:
    """Return an entry of these lines, JF-1."""
    currency = lines[0].amount.currency
    return ReadyEntry("JF-1", "JF-1-key", on, currency, lines, "Shopify S-1 [JF-1]", **changes)


async def read_back(ledger: Ledger, total: Money | None = None) -> LedgerEntry:
    """Return the one entry that is found as JF-1, with its lines."""
    (found,) = await ledger.find([Wanted("JF-1", "S-1", JULY_7, total)])
    return await ledger.read(found)


def refusal(outcome: Outcome) -> Refused:
    """Return the refusal that it is."""
    assert isinstance(outcome, Refused)
    assert outcome.failure.words
    return outcome


async def moves(books: Tryton) -> Sequence[dict[str, Any]]:
    """Return all moves, posted ones and drafts, as their keeper sees them."""
    fields = ("state", "lines.debit", "lines.credit", "lines.account.code")
    return await asyncio.to_thread(books.get, "account.move", [["id", ">", 0]], *fields)


def number(shown: dict[str, str]) -> Decimal:
    """Return a number as Tryton shows it."""
    return Decimal(shown["decimal"])


def _line(
    side: Side, books: Tryton, account: str, amount: str, coded: tuple[Coded, ...], currency: str
) -> ReadyLine:
    money = Money.of(amount, currency)
    return ReadyLine(side, money, books.account(account), "Daily sales", coded)
