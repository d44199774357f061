"""Taxes: what a move reports of them in Tryton's own boxes, put to a real server."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from decimal import Decimal

import pytest

from connectors.tryton.client import TrytonLedger
from journal.books.lists import TAX, ListItem
from journal.entries.coding import Coded
from journal.entries.failure import FailureReason
from journal.entries.posting import Posted, ReadyEntry
from sandbox.tryton.books import Tryton
from tests.connectors.tryton.coded import (
    NOBODY,
    credit,
    debit,
    entry,
    moves,
    number,
    read_back,
    refusal,
)

R = FailureReason
VAT = "VAT 20%"


def tax(books: Tryton, name: str = VAT) -> Coded:
    """Return a tax; one that the books have not is not there."""
    return Coded(TAX, ListItem(TAX, str(books.facts["taxes"].get(name, NOBODY)), name))


def a_sale(books: Tryton, vat: str = "20") -> ReadyEntry:
    """Return a sale of 100 with its tax as a line, whose account tells what it is."""
    total = str(Decimal(100) + Decimal(vat))
    return entry(
        debit(books, "1300", total),
        credit(books, "4000", "100", tax(books)),
        credit(books, "2200", vat),
    )


async def boxes(books: Tryton) -> Mapping[str, Decimal]:
    """Return what the boxes of the tax return come to in July, but for those at nought."""
    domain = [["start_date", "=", "2026-07-01"], ["type", "=", "standard"]]
    (july,) = await asyncio.to_thread(books.get, "account.period", domain)
    context = {"periods": [july["id"]]}
    shown = await asyncio.to_thread(
        books.get, "account.tax.code", [["id", ">", 0]], "name", "amount", context=context
    )
    return {one["name"]: number(one["amount"]) for one in shown if number(one["amount"])}


async def test_a_sale_and_its_tax_are_reported(ledger: TrytonLedger, tryton: Tryton) -> None:
    """The sale as what is taxed, the line on the tax's account as the tax; both are read back."""
    assert isinstance(await ledger.post(a_sale(tryton)), Posted)

    assert await boxes(tryton) == {f"{VAT}, base": 100, f"{VAT}, tax": 20}
    shown = await read_back(ledger)
    assert [dict(line.extras).get("Tax code") for line in shown.lines] == [None, VAT, VAT]
    assert [line.tax for line in shown.lines] == [(), (("Taxed", "100.00"),), (("Tax", "20.00"),)]


async def test_a_refund_takes_back_what_was_reported(ledger: TrytonLedger, tryton: Tryton) -> None:
    """On the other side the amounts of the tax are below nought."""
    refund = entry(
        debit(tryton, "4000", "50", tax(tryton)),
        debit(tryton, "2200", "10", tax(tryton)),
        credit(tryton, "1300", "60"),
    )

    assert isinstance(await ledger.post(refund), Posted)

    assert await boxes(tryton) == {f"{VAT}, base": -50, f"{VAT}, tax": -10}


async def test_a_purchase_is_reported_as_one(ledger: TrytonLedger, tryton: Tryton) -> None:
    """A debit is the usual direction of a tax on purchases."""
    name = "VAT 20% on purchases"
    bought = entry(
        debit(tryton, "6000", "100", tax(tryton, name)),
        debit(tryton, "1400", "20"),
        credit(tryton, "1000", "120"),
    )

    assert isinstance(await ledger.post(bought), Posted)

    assert await boxes(tryton) == {f"{name}, base": 100, f"{name}, tax": 20}


@pytest.mark.parametrize("vat", ["0.01", "19", "21"])
async def test_tax_that_does_not_fit_is_refused(
    ledger: TrytonLedger, tryton: Tryton, vat: str
) -> None:
    """Tryton would take it, and the tax return would be wrong; nothing is sent."""
    failure = refusal(await ledger.post(a_sale(tryton, vat))).failure

    assert (failure.reason, failure.subject) == (R.NOT_CARRIED, "amounts")
    assert "20.00" in failure.words
    assert await moves(tryton) == []


async def test_a_tax_that_is_gone_is_named(ledger: TrytonLedger, tryton: Tryton) -> None:
    """One that was deleted since the lists were read is told by its name."""
    gone = entry(debit(tryton, "1300", "9"), credit(tryton, "4000", "9", tax(tryton, "VAT 7%")))

    failure = refusal(await ledger.post(gone)).failure

    assert (failure.reason, failure.subject, failure.details) == (R.TAX_MISSING, "tax", ("VAT 7%",))


async def test_a_tax_of_several_parts_is_refused(ledger: TrytonLedger, tryton: Tryton) -> None:
    """What a move reports of it cannot be told from its lines, so it is not made up."""
    parted = {"name": "GST and PST", "description": "GST and PST", "type": "none"}
    made = await asyncio.to_thread(tryton.post, "account.tax", parted)
    both = Coded(TAX, ListItem(TAX, str(made["id"]), "GST and PST"))

    outcome = await ledger.post(
        entry(debit(tryton, "1300", "9"), credit(tryton, "4000", "9", both))
    )

    failure = refusal(outcome).failure
    assert (failure.reason, failure.subject) == (R.NOT_CARRIED, "tax")
    assert await moves(tryton) == []
