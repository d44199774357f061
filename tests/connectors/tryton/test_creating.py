"""What a line lacks is made in Tryton, where its user may, and once."""

from __future__ import annotations

import asyncio

import pytest

from connectors.tryton.client import TrytonLedger
from journal.books.lists import NAME, TAX
from journal.entries.coding import Coded
from journal.entries.posting import Posted
from journal.errors import AccountRefused, LedgerError
from sandbox.tryton.books import Tryton
from tests.connectors.tryton.coded import CHANNEL, credit, debit, entry


async def test_a_party_is_made_once(ledger: TrytonLedger, tryton: Tryton) -> None:
    """Asked twice, it is there once, and a line may name it at once."""
    made = await ledger.create_item(NAME, "Fern & Co", "customer", "key-1")
    again = await ledger.create_item(NAME, "Fern & Co", "customer", "key-1")

    assert made == again
    assert made in await ledger.lists()
    sale = entry(debit(tryton, "1100", "9", Coded(NAME, made)), credit(tryton, "4000", "9"))
    assert isinstance(await ledger.post(sale), Posted)


async def test_an_inactive_party_is_not_taken_for_it(ledger: TrytonLedger) -> None:
    """Someone put it out of use, so another one of its name is made."""
    made = await ledger.create_item(NAME, "Old Mill Bakery", "", "key-1")

    same = [one for one in await ledger.lists() if one.name == "Old Mill Bakery"]
    assert sorted(one.active for one in same) == [False, True]
    assert made.active


async def test_an_analytic_account_needs_its_right(ledger: TrytonLedger, tryton: Tryton) -> None:
    """An accountant may make none, which is told in Tryton's words; with the right it is made."""
    with pytest.raises(AccountRefused) as caught:
        await ledger.create_item(CHANNEL, "Faire", "", "key-1")
    assert "not allowed" in caught.value.words

    (group,) = await asyncio.to_thread(
        tryton.get, "res.group", [["name", "=", "Analytic Administration"]]
    )
    rights = {"groups": [["add", [group["id"]]]]}
    await asyncio.to_thread(tryton.change, f"res.user/{tryton.facts['user']}", rights)
    made = await ledger.create_item(CHANNEL, "Faire", "", "key-1")

    assert made == await ledger.create_item(CHANNEL, "faire", "", "key-1")
    assert (made.dimension, made.name, made.active) == (CHANNEL, "Faire", True)
    assert made in await ledger.lists()


async def test_a_tax_is_made_in_tryton_itself(ledger: TrytonLedger) -> None:
    """It has accounts and boxes that nobody can guess."""
    with pytest.raises(LedgerError):
        await ledger.create_item(TAX, "VAT 7%", "", "key-1")
