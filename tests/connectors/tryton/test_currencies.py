"""Entries in another currency than the company's, put to a real server."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import psycopg

from connectors.tryton.client import TrytonLedger
from journal.amounts.money import Money
from journal.books.rates import Rate
from journal.entries.entry import Side
from journal.entries.failure import FailureReason
from journal.entries.posting import Posted, ReadyEntry
from sandbox.tryton.books import Tryton
from tests.connectors.tryton.coded import (
    credit,
    debit,
    entry,
    moves,
    number,
    read_back,
    refusal,
)

R = FailureReason
RATE = Decimal("1.0869565217")


def in_euros(books: Tryton, **changes: Any) -> ReadyEntry:
    """Return a sale of 5.05 euros in five parts, whose dollars do not add up."""
    parts = (credit(books, "4000", "1.01", of="EUR") for _ in range(5))
    lines = (debit(books, "1300", "5.05", of="EUR"), *parts)
    return entry(*lines, **{"rate": RATE, **changes})


async def test_rates_are_trytons_own(ledger: TrytonLedger) -> None:
    """The newest up to the day, turned round: Tryton keeps euros to the dollar."""
    assert await ledger.rate("EUR", date(2026, 7, 7)) == Rate(RATE, "Tryton", date(2026, 7, 1))
    assert await ledger.rate("EUR", date(2026, 3, 1)) == Rate(
        Decimal("1.1111111111"), "Tryton", date(2026, 1, 1)
    )
    assert await ledger.rate("EUR", date(2025, 12, 31)) is None
    assert await ledger.rate("CHF", date(2026, 7, 7)) is None


async def test_it_is_converted_at_the_rate_given(ledger: TrytonLedger, tryton: Tryton) -> None:
    """Dollars balance, euros stand on each line, and rounding has a line of its own."""
    outcome = await ledger.post(in_euros(tryton))

    assert isinstance(outcome, Posted)
    assert "0.01 USD" in outcome.remark
    assert "Exchange losses" in outcome.remark
    (move,) = await moves(tryton)
    lines = Counter(
        (one["account"]["code"], number(one["debit"]), number(one["credit"]))
        for one in move["lines"]
    )
    assert lines == {
        ("1300", Decimal("5.49"), 0): 1,
        ("4000", 0, Decimal("1.10")): 5,
        ("6910", Decimal("0.01"), 0): 1,
    }


async def test_it_is_read_in_its_own_currency(ledger: TrytonLedger, tryton: Tryton) -> None:
    """Euros again, with the dollars beside them; it is found by its total in euros."""
    await ledger.post(in_euros(tryton))

    shown = await read_back(ledger, Money.of("5.05", "EUR"))

    assert str(shown.total) == "5.05 EUR"
    assert [line.side for line in shown.lines] == [Side.DEBIT, *[Side.CREDIT] * 5]
    assert ("In USD", "5.49") in shown.lines[0].extras
    assert shown.extras == (
        ("Exchange rate", "1.087"),  # the shortest that comes to these amounts
        ("Rounding", "debit 0.01 USD, Exchange losses"),
    )


async def test_nothing_vanishes_without_an_account_for_it(
    ledger: TrytonLedger, tryton: Tryton
) -> None:
    """Where Tryton names no account for differences, the entry waits and the words say why."""
    with psycopg.connect(host=tryton.host, user="postgres", dbname=tryton.database) as sql:
        sql.execute(
            "UPDATE account_configuration_default_account SET"
            " currency_exchange_credit_account = NULL, currency_exchange_debit_account = NULL"
        )

    failure = refusal(await ledger.post(in_euros(tryton))).failure

    assert failure.reason is R.VALIDATION_OTHER
    assert "0.01 USD" in failure.words
    assert await moves(tryton) == []


async def test_no_rate_is_made_up(ledger: TrytonLedger, tryton: Tryton) -> None:
    """Without one that someone said, or agreed to, nothing is sent."""
    failure = refusal(await ledger.post(in_euros(tryton, rate=None))).failure

    assert (failure.reason, failure.subject) == (R.RATE_MISSING, "EUR")
    assert await moves(tryton) == []


async def test_an_entry_that_does_not_balance_is_no_rounding(
    ledger: TrytonLedger, tryton: Tryton
) -> None:
    """What differs in euros is refused by Tryton, not put on an account."""
    lines = debit(tryton, "1300", "5", of="EUR"), credit(tryton, "4000", "4.99", of="EUR")

    failure = refusal(await ledger.post(entry(*lines, rate=RATE))).failure

    assert failure.reason is R.UNBALANCED
    assert await asyncio.to_thread(tryton.moves, "draft") == []
