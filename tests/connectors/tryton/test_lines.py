"""Parties and analytic accounts, put to a real server, which has the last word."""

from __future__ import annotations

import asyncio
from datetime import date
from decimal import Decimal

import psycopg
import pytest

from connectors.tryton.client import TrytonLedger
from journal.books.lists import NAME, TAX
from journal.entries.failure import FailureReason
from journal.entries.posting import Posted
from journal.ports import Wanted
from sandbox.tryton.books import Tryton
from tests.connectors.tryton.coded import (
    CHANNEL,
    channel,
    credit,
    debit,
    entry,
    moves,
    party,
    read_back,
    refusal,
)

R = FailureReason
MAY_5 = date(2026, 5, 5)
_WANTED = Wanted("JF-1", "S-1", MAY_5)


async def test_lists_are_read(ledger: TrytonLedger) -> None:
    """Parties, taxes and analytic accounts, what is out of use among them and marked."""
    items = {(one.dimension, one.name): one for one in await ledger.lists()}

    assert items[NAME, "Harbor Cafe"].active
    assert not items[NAME, "Old Mill Bakery"].active
    assert items[TAX, "VAT 20%"].rate == Decimal(20)
    assert items[TAX, "VAT 20%"].kind == "sales"
    assert not items[TAX, "VAT 17.5%"].active
    assert items[CHANNEL, "Shopify"].number == "SHOP"
    assert not items[CHANNEL, "Etsy"].active
    assert (CHANNEL, "Channel") not in items


async def test_what_the_company_wants_is_read(ledger: TrytonLedger, tryton: Tryton) -> None:
    """Analytic accounts go on income and expense, and a person has to choose where no rule does."""
    rules = await ledger.company_rules()

    assert rules.uses == (CHANNEL, NAME, TAX)
    assert rules.requires == (CHANNEL,)
    assert rules.requires_on == (tryton.account("4200"),)
    assert rules.tracks(tryton.account("4000"))
    assert not rules.tracks(tryton.account("1300"))
    assert rules.currencies


async def test_accounts_say_that_they_want_a_party(ledger: TrytonLedger, tryton: Tryton) -> None:
    """Receivables take entries, with a party on each line."""
    chart = {one.external_id: one for one in await ledger.accounts()}

    assert chart[tryton.account("1100")].wants_name == "any"
    assert chart[tryton.account("1100")].postable
    assert not chart[tryton.account("1300")].wants_name


async def test_party_and_channel_are_in_the_books(ledger: TrytonLedger, tryton: Tryton) -> None:
    """Each is on its line and read back under its label; analytic lines have the entry's day."""
    sale = entry(
        debit(tryton, "1100", "90", party(tryton, "Harbor Cafe")),
        credit(tryton, "4200", "90", channel(tryton, "Wholesale")),
        on=MAY_5,
    )

    assert isinstance(await ledger.post(sale), Posted)

    shown = await read_back(ledger)
    assert [line.extras for line in shown.lines] == [
        (("Name", "Harbor Cafe"),),
        (("Channel", "Wholesale"),),
    ]
    fields = ("date", "credit", "account.name")
    (line,) = await asyncio.to_thread(
        tryton.get, "analytic_account.line", [["id", ">", 0]], *fields
    )
    assert line["date"] == {"__class__": "date", "year": 2026, "month": 5, "day": 5}
    assert line["account"]["name"] == "Wholesale"


async def test_a_missing_party_is_refused(ledger: TrytonLedger, tryton: Tryton) -> None:
    """By Tryton itself, in its words; nothing of the entry stays behind."""
    outcome = await ledger.post(entry(debit(tryton, "1100", "90"), credit(tryton, "4000", "90")))

    failure = refusal(outcome).failure
    assert (failure.reason, failure.subject, failure.details) == (R.NAME_MISSING, "name", ("",))
    assert 'A value is required for field "Party"' in failure.words
    assert await moves(tryton) == []


async def test_a_missing_channel_is_refused(ledger: TrytonLedger, tryton: Tryton) -> None:
    """Tryton holds the line for incomplete, so it is not posted, and no draft stays behind."""
    outcome = await ledger.post(entry(debit(tryton, "1300", "90"), credit(tryton, "4200", "90")))

    failure = refusal(outcome).failure
    assert (failure.reason, failure.subject) == (R.DIMENSION_MISSING, CHANNEL.key)
    assert failure.details == ("",)
    assert "4200 - Wholesale" in failure.words
    assert await moves(tryton) == []


async def test_a_rule_of_trytons_own_fills_a_line(ledger: TrytonLedger, tryton: Tryton) -> None:
    """A line without a channel goes to what Tryton's rule says, and is complete."""
    sale = entry(debit(tryton, "1300", "90"), credit(tryton, "4000", "90"))

    assert isinstance(await ledger.post(sale), Posted)

    shown = await read_back(ledger)
    assert [line.extras for line in shown.lines] == [(), (("Channel", "Shop"),)]


async def test_every_root_is_wanted(ledger: TrytonLedger, tryton: Tryton) -> None:
    """A second root makes a line incomplete that names the first alone, and is named."""
    wanted = {"name": "Region", "type": "root", "state": "opened"}
    await asyncio.to_thread(tryton.post, "analytic_account.account", wanted)

    outcome = await ledger.post(
        entry(debit(tryton, "1300", "9"), credit(tryton, "4200", "9", channel(tryton, "Shop")))
    )

    assert refusal(outcome).failure.subject == "tracking:Region"
    assert await moves(tryton) == []


async def test_choices_that_are_gone_are_named(ledger: TrytonLedger, tryton: Tryton) -> None:
    """A party or a channel that was deleted since the lists were read is told by its name."""
    gone = [
        entry(debit(tryton, "1100", "9", party(tryton, "Gone Inc.")), credit(tryton, "4000", "9")),
        entry(debit(tryton, "1300", "9"), credit(tryton, "4000", "9", channel(tryton, "Gone"))),
    ]

    found = [refusal(await ledger.post(one)).failure for one in gone]

    assert [(one.reason, one.subject, one.details) for one in found] == [
        (R.NAME_MISSING, "name", ("Gone Inc.",)),
        (R.DIMENSION_MISSING, CHANNEL.key, ("Gone",)),
    ]
    assert await moves(tryton) == []


async def test_a_party_where_none_may_be(ledger: TrytonLedger, tryton: Tryton) -> None:
    """It is refused by name, with the account that takes none."""
    cafe = party(tryton, "Harbor Cafe")

    outcome = await ledger.post(
        entry(debit(tryton, "1300", "9", cafe), credit(tryton, "4000", "9"))
    )

    failure = refusal(outcome).failure
    assert (failure.reason, failure.subject) == (R.NOT_CARRIED, "name")
    assert failure.details == ("1300 - Clearing",)


async def test_a_server_without_the_module(ledger: TrytonLedger, tryton: Tryton) -> None:
    """There nothing is tracked, nothing is wanted, and no question names analytic lines."""
    with psycopg.connect(host=tryton.host, user="postgres", dbname=tryton.database) as sql:
        sql.execute("UPDATE ir_module SET state = 'not activated' WHERE name = 'analytic_account'")

    rules = await ledger.company_rules()
    outcome = await ledger.post(entry(debit(tryton, "1300", "9"), credit(tryton, "4200", "9")))

    assert (rules.uses, rules.requires) == ((NAME, TAX), ())
    assert isinstance(outcome, Posted)
    assert [line.extras for line in (await read_back(ledger)).lines] == [(), ()]


@pytest.mark.parametrize("is_same", [True, False])
async def test_a_draft_is_posted_if_it_says_the_same(
    ledger: TrytonLedger, tryton: Tryton, *, is_same: bool
) -> None:
    """One left by a run that was cut short becomes the entry, unless its lines say otherwise."""
    lines = [(tryton.account("1300"), "debit", "9"), (tryton.account("4000"), "credit", "9")]
    await asyncio.to_thread(tryton.enter, "S-1 [JF-1]", MAY_5, lines, posts=False)
    (draft,) = await ledger.find([_WANTED])
    said = () if is_same else (channel(tryton, "Shopify"),)

    outcome = await ledger.post(
        entry(debit(tryton, "1300", "9"), credit(tryton, "4000", "9", *said), on=MAY_5), draft
    )

    if is_same:
        assert isinstance(outcome, Posted)
    else:
        assert refusal(outcome).failure.reason is R.MATCHED_OR_EDITED
    assert [one["state"] for one in await moves(tryton)] == ["posted" if is_same else "draft"]
