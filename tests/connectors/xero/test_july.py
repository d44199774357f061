"""A month of Xero's own template, posted to the imitation: tax as Xero reckons it, and tracking."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from journal.amounts.money import Money
from journal.entries.coding import Coding, TaxOn
from journal.entries.entry import Line, Side
from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import LedgerLine, Posted, ReadyEntry
from journal.matching.comparing import as_shown, in_our_names
from journal.matching.keeping import weigh
from journal.matching.proof import Proof, proof_of, sought
from journal.ports import Wanted
from tests.connectors.xero.imitated import Organisation, organisation
from tests.july import JULY

ACCOUNTS = [
    {"name": "Sales", "type": "REVENUE", "number": "200"},
    {"name": "Books", "type": "REVENUE", "number": "205"},
    {"name": "Fees", "type": "EXPENSE", "number": "404"},
    {"name": "Clearing", "type": "CURRENT", "number": "630"},
]
BRITISH: dict[str, Any] = {"currency": "GBP", "accounts": ACCOUNTS}
AUSTRALIAN: dict[str, Any] = {"currency": "AUD", "accounts": ACCOUNTS}
CATEGORIES: Mapping[str, list[dict[str, Any]]] = {
    "GBP": [
        {"name": "Channel", "options": ["Shopify UK", "Amazon UK"]},
        {"name": "Region", "options": ["GB", "IE"]},
    ],
    "AUD": [{"name": "Store", "options": ["Carlton", "Brunswick", "Fitzroy"]}],
}


def entries_of(file: str, currency: str, amounts: TaxOn) -> list[dict[str, Any]]:
    """Return the journals of a file as entries, each the content of `some_content`."""
    journals: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for row in csv.DictReader((JULY / file).read_text("utf-8").splitlines()):
        journals[row["*Narration"]].append(row)
    return [
        {
            "reference": narration,
            "date": datetime.strptime(rows[0]["*Date"], "%d/%m/%Y").date(),  # noqa: DTZ007  a day
            "currency": currency,
            "amounts": amounts,
            "lines": tuple(a_line(row, currency) for row in rows),
        }
        for narration, rows in journals.items()
    ]


def a_line(row: Mapping[str, str], currency: str) -> Line:
    """Return a line of the template, with its tax rate and its tracking."""
    amount = Decimal(row["*Amount"])
    tracking = ((row[f"TrackingName{place}"], row[f"TrackingOption{place}"]) for place in (1, 2))
    return Line(
        Side.DEBIT if amount > 0 else Side.CREDIT,
        Money.of(abs(amount), currency),
        account=row["*AccountCode"],
        description=row["Description"],
        coding=Coding(tax=row["*TaxRate"], tracking=tuple(one for one in tracking if one[0])),
    )


async def posted(there: Organisation, entries: list[dict[str, Any]]) -> list[ReadyEntry]:
    """Post entries; return them as they were sent."""
    await there.turn(tracking=CATEGORIES[entries[0]["currency"]])
    sent = []
    for number, content in enumerate(entries, start=1):
        ready = (await there.prepared(number, **content)).ready
        assert isinstance(ready, ReadyEntry), ready
        outcome = await there.ledger.post(ready)
        assert isinstance(outcome, Posted), outcome
        assert not outcome.remark
        sent.append(ready)
    return sent


async def test_amounts_without_vat() -> None:
    """31 days in the United Kingdom: Xero adds the VAT, and both tracking categories are there."""
    entries = entries_of("uk_xero_vat.csv", "GBP", TaxOn.EXCLUSIVE)
    async with organisation(**BRITISH) as there:
        await posted(there, entries)

        content = await there.ledger.calls.get("ManualJournals", page="1")

    journals = content["ManualJournals"]
    assert len(journals) == 31
    for journal in journals:
        lines = journal["JournalLines"]
        assert journal["LineAmountTypes"] == "Exclusive"
        taxes = {line["TaxType"]: Decimal(str(line["TaxAmount"])) for line in lines}
        sales = next(line["LineAmount"] for line in lines if line["TaxType"] == "OUTPUT2")
        assert taxes["OUTPUT2"] == round(Decimal(str(sales)) / 5, 2)
        assert taxes == {
            "OUTPUT2": taxes["OUTPUT2"],
            "ZERORATEDOUTPUT": 0,
            "EXEMPTINPUT": 0,
            "NONE": 0,
        }
        gross = [Decimal(str(one["LineAmount"])) + Decimal(str(one["TaxAmount"])) for one in lines]
        assert sum(gross) == 0
        for line in lines:
            chosen = {one["Name"]: one["Option"] for one in line["Tracking"]}
            assert chosen == {"Channel": "Shopify UK", "Region": "GB"}


async def test_amounts_with_gst() -> None:
    """31 days in Australia: Xero takes an eleventh out of each sale, and keeps the store."""
    entries = entries_of("au_xero_gst.csv", "AUD", TaxOn.INCLUSIVE)
    async with organisation(**AUSTRALIAN) as there:
        await posted(there, entries)

        content = await there.ledger.calls.get("ManualJournals", page="1")

    stores = {entry["reference"]: entry["lines"][0].coding.tracking[0][1] for entry in entries}
    assert len(content["ManualJournals"]) == 31
    for journal in content["ManualJournals"]:
        (store,) = [store for said, store in stores.items() if said in journal["Narration"]]
        assert journal["LineAmountTypes"] == "Inclusive"
        for line in journal["JournalLines"]:
            taxed = line["AccountCode"] == "200"
            assert line["TaxType"] == ("OUTPUT" if taxed else "BASEXCLUDED")
            tax = round(Decimal(str(line["LineAmount"])) / 11, 2) if taxed else 0
            assert Decimal(str(line["TaxAmount"])) == tax
            assert [(one["Name"], one["Option"]) for one in line["Tracking"]] == [("Store", store)]


def told(line: LedgerLine) -> tuple[str, Money, frozenset[tuple[str, str]]]:
    """Return what a person sees of a line: account, amount, and what it carries beside."""
    return line.account, line.amount, frozenset((*line.extras, *line.tax))


async def test_a_taxed_journal_is_found_to_be_ours() -> None:
    """Its amounts are compared as they were sent, and side by side it is all the same."""
    (content, *_) = entries_of("uk_xero_vat.csv", "GBP", TaxOn.EXCLUSIVE)
    async with organisation(**BRITISH) as there:
        await posted(there, [content])
        ours = await there.prepared(1, **content)
        assert isinstance(ours.ready, ReadyEntry)
        wanted = Wanted(ours.ready.number, content["reference"], content["date"], ours.ready.total)

        (found,) = await there.ledger.find([wanted])
        read = in_our_names(await there.ledger.read(found), ours.known.chart)

    assert proof_of(sought(ours), found, ours.known.chart).proof is Proof.STRONG
    assert {told(one) for one in read.lines} == {told(one) for one in as_shown(ours)}
    assert weigh(as_shown(ours), (ours.ready.note,), read).goes == ()


@pytest.mark.parametrize(("said", "differs"), [("1958.34", "0.01 GBP"), ("1670.86", "287.47 GBP")])
async def test_a_journal_that_balances_otherwise_is_not_sent(said: str, differs: str) -> None:
    """A cent too much, or without the VAT that Xero adds: it is told before anything is sent."""
    (content, *_) = entries_of("uk_xero_vat.csv", "GBP", TaxOn.EXCLUSIVE)
    first, second, third, _ = content["lines"]
    clearing = Line(Side.DEBIT, Money.of(Decimal(said), "GBP"), account="630")
    async with organisation(**BRITISH) as there:
        await there.turn(tracking=CATEGORIES["GBP"])
        changed = {**content, "lines": (first, second, third, clearing)}

        ready = (await there.prepared(1, **changed)).ready

    assert isinstance(ready, Failure)
    assert (ready.reason, ready.subject) == (FailureReason.UNBALANCED, differs)
