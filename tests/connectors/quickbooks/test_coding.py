"""What lines and entries carry beside accounts: as it is sent, kept and compared."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from connectors.quickbooks.entries import WireEntry, entry_body
from connectors.quickbooks.merging import merged
from journal.amounts.money import Money
from journal.books.lists import ListItem
from journal.entries.coding import Coded, TaxOn
from journal.entries.failure import FailureReason
from journal.entries.posting import LedgerEntry, Posted, ReadyEntry, Refused
from journal.matching.keeping import keeping
from tests.connectors.quickbooks.bodies import fault
from tests.connectors.quickbooks.coded import (
    ADA,
    BYRON,
    HST,
    OF_PURCHASES,
    ONLINE,
    PAPER,
    UNKNOWN_RATE,
    WHOLE,
    a_coded_entry,
)
from tests.connectors.quickbooks.platform import answering
from tests.fakes.ready import JULY_7

R = FailureReason
DETAIL = "JournalEntryLineDetail"


def sent(entry: ReadyEntry, home: str = "USD") -> dict[str, Any]:
    """Return what is sent for an entry, amounts exact."""
    body: dict[str, Any] = json.loads(entry_body(entry, home), parse_float=Decimal)
    return body


def credit_of(body: dict[str, Any]) -> dict[str, Any]:
    """Return the detail of the credit line."""
    detail: dict[str, Any] = body["Line"][1][DETAIL]
    return detail


def shown(body: dict[str, Any], **changes: Any) -> bytes:
    """Return an answer with what was sent, whose credit line has other `changes`."""
    debit, credit = body["Line"]
    changed = {**credit, DETAIL: {**credit[DETAIL], **changes}}
    entry = {**body, "Id": "227", "SyncToken": "0", "Line": [debit, changed]}
    return json.dumps({"JournalEntry": entry}, default=float).encode()


def test_each_choice_has_its_field() -> None:
    """By QuickBooks' ids, on the line that makes it; the other line names none."""
    body = sent(a_coded_entry(*WHOLE))

    assert credit_of(body) == {
        "PostingType": "Credit",
        "AccountRef": {"value": "79"},
        "ClassRef": {"value": "12"},
        "DepartmentRef": {"value": "2"},
        "TaxCodeRef": {"value": "5"},
        "TaxApplicableOn": "Sales",
        "Entity": {"Type": "Customer", "EntityRef": {"value": "7"}},
    }
    assert body["Line"][0][DETAIL].keys() == {"PostingType", "AccountRef"}


@pytest.mark.parametrize(
    ("name", "kind"), [(ADA, "Customer"), (PAPER, "Vendor"), (BYRON, "Employee")]
)
def test_a_name_says_whose_it_is(name: ListItem, kind: str) -> None:
    """Customers, vendors and employees are of three lists there."""
    assert credit_of(sent(a_coded_entry(name)))["Entity"]["Type"] == kind


@pytest.mark.parametrize(
    ("code", "account_kind", "on"),
    [
        (HST, "Income", "Sales"),
        (HST, "Other Current Asset", "Sales"),
        (HST, "Accounts Receivable", "Sales"),
        (HST, "Expense", "Purchase"),
        (HST, "Cost of Goods Sold", "Purchase"),
        (HST, "Accounts Payable", "Purchase"),
        (OF_PURCHASES, "Income", "Purchase"),
        (HST, "", "Sales"),
    ],
)
def test_a_tax_belongs_in_a_return(code: ListItem, account_kind: str, on: str) -> None:
    """As the code says where it has rates on one side alone, else by the type of its account."""
    assert credit_of(sent(a_coded_entry(code, account_kind=account_kind)))["TaxApplicableOn"] == on


def test_tax_comes_on_top() -> None:
    """Amounts stay, QuickBooks works the tax out; a stated amount of it is sent along."""
    entry = replace(a_coded_entry(HST), amounts=TaxOn.EXCLUSIVE)
    debit, credit = entry.lines
    stated = replace(entry, lines=(debit, replace(credit, tax_amount=Money(3251, "USD"))))

    body = sent(entry)

    assert body["GlobalTaxCalculation"] == "TaxExcluded"
    assert body["Line"][1]["Amount"] == Decimal("250.00")
    assert not {"TaxAmount", "TaxInclusiveAmt"} & credit_of(body).keys()
    assert credit_of(sent(stated))["TaxAmount"] == Decimal("32.51")


@pytest.mark.parametrize(
    ("came", "stated"),
    [("282.53", None), ("282.52", "32.52"), ("282.51", None)],
)
def test_half_a_cent_is_rounded_as_the_entry_has_it(came: str, stated: str | None) -> None:
    """Stated only where that makes debits and credits equal; any other cent is no rounding."""
    debit, credit = a_coded_entry(HST).lines
    halved = replace(credit, amount=Money(25000, "USD"))
    half = replace(HST, rate=Decimal("13.01"))
    coded = replace(halved, coded=(Coded(half.dimension, half),))
    lines = (replace(debit, amount=Money.of(Decimal(came), "USD")), coded)

    body = sent(replace(a_coded_entry(), lines=lines, amounts=TaxOn.EXCLUSIVE))

    assert credit_of(body).get("TaxAmount") == (None if stated is None else Decimal(stated))


@pytest.mark.parametrize(
    ("stated", "amount", "tax"), [(None, "221.24", "28.76"), (2875, "221.25", "28.75")]
)
def test_tax_is_inside(stated: int | None, amount: str, tax: str) -> None:
    """The amount goes before tax, beside it the tax and the whole; what was stated counts."""
    entry = replace(a_coded_entry(HST), amounts=TaxOn.INCLUSIVE)
    debit, credit = entry.lines
    told = None if stated is None else Money(stated, "USD")

    body = sent(replace(entry, lines=(debit, replace(credit, tax_amount=told))))

    assert body["GlobalTaxCalculation"] == "TaxInclusive"
    assert [line["Amount"] for line in body["Line"]] == [Decimal("250.00"), Decimal(amount)]
    detail = credit_of(body)
    assert (detail["TaxAmount"], detail["TaxInclusiveAmt"]) == (Decimal(tax), Decimal("250.00"))


async def test_tax_inside_that_nobody_knows_is_not_sent() -> None:
    """Without the rate of the code it can't be taken out; nothing is asked of QuickBooks."""
    entry = replace(a_coded_entry(UNKNOWN_RATE), amounts=TaxOn.INCLUSIVE)
    platform = answering((200, b"{}"))

    posted = await platform.ledger().post(entry)
    replaced = await platform.ledger().replace(entry, LedgerEntry("1", "JF-1", JULY_7, version="1"))

    for outcome in (posted, replaced):
        assert isinstance(outcome, Refused)
        assert (outcome.failure.reason, outcome.failure.subject) == (R.NOT_CARRIED, "amounts")
    assert platform.asked == []


def test_currency_rate_and_mark() -> None:
    """The rate goes with another currency alone; without one QuickBooks takes its own."""
    foreign = replace(a_coded_entry(), currency="CAD", rate=Decimal("0.7315"), adjusting=True)

    body = sent(foreign)

    assert body["CurrencyRef"] == {"value": "CAD"}
    assert (body["ExchangeRate"], body["Adjustment"]) == (Decimal("0.7315"), True)
    assert "ExchangeRate" not in sent(replace(foreign, rate=None))
    assert not {"ExchangeRate", "CurrencyRef"} & sent(foreign, "CAD").keys()
    plain = sent(a_coded_entry())
    assert not {"Adjustment", "GlobalTaxCalculation", "ExchangeRate"} & plain.keys()


@pytest.mark.parametrize(
    "changes",
    [
        {"ClassRef": {"value": "13"}},
        {"DepartmentRef": None},
        {"TaxCodeRef": {"value": "6"}},
        {"Entity": {"Type": "Customer", "EntityRef": {"value": "70"}}},
    ],
)
async def test_a_choice_that_is_not_kept_is_told(changes: dict[str, Any]) -> None:
    """The entry is in the books; a person hears that it is not whole there."""
    entry = a_coded_entry(*WHOLE)
    body = entry_body(entry, "USD")
    other = shown(sent(entry), **changes)

    outcome = await answering((200, other)).ledger().post(entry)
    whole = await answering((200, shown(sent(entry), TaxAmount=1))).ledger().post(entry)

    assert isinstance(outcome, Posted)
    assert isinstance(whole, Posted)
    assert (bool(outcome.remark), whole.remark) == (True, "")
    assert not WireEntry.model_validate(json.loads(other)["JournalEntry"]).says(body)


def test_what_people_chose_beside_ours_says_the_same() -> None:
    """Of what ours doesn't carry, nothing is compared."""
    plain = entry_body(a_coded_entry(ONLINE), "USD")
    theirs = json.loads(shown(sent(a_coded_entry(*WHOLE))))["JournalEntry"]

    assert WireEntry.model_validate(theirs).says(plain)


def over(
    entry: ReadyEntry, theirs: dict[str, Any], head: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Return what is sent over an entry of the same lines, whose credit line has `theirs`."""
    told = json.loads(shown(sent(a_coded_entry()), **theirs))["JournalEntry"]
    now = WireEntry.model_validate({**told, **(head or {})})
    return merged(sent(entry), now.raw, keeping(entry.lines, now.lines("USD")))


def test_ours_wins_and_the_rest_stays() -> None:
    """Of class and name ours counts; the location that someone added stays."""
    theirs = {
        "ClassRef": {"value": "99", "name": "Other"},
        "DepartmentRef": {"value": "2", "name": "Leeds"},
        "Entity": {"Type": "Vendor", "EntityRef": {"value": "8"}},
    }

    detail = credit_of(over(a_coded_entry(ONLINE, ADA), theirs))

    assert detail["ClassRef"] == {"value": "12"}
    assert detail["DepartmentRef"] == theirs["DepartmentRef"]
    assert detail["Entity"] == {"Type": "Customer", "EntityRef": {"value": "7"}}


@pytest.mark.parametrize(("ours", "stays"), [(HST, False), (OF_PURCHASES, False), (None, True)])
def test_an_amount_of_tax_goes_with_its_code(ours: ListItem | None, *, stays: bool) -> None:
    """A code of ours has it reckoned again, on the line and in all; without one it stays."""
    theirs = {"TaxCodeRef": {"value": "5"}, "TaxApplicableOn": "Sales", "TaxAmount": 32.5}
    entry = a_coded_entry(*([ours] if ours else []))

    body = over(entry, theirs, {"TxnTaxDetail": {"TotalTax": -32.5}})

    assert ("TaxAmount" in credit_of(body)) is stays
    assert ("TxnTaxDetail" in body) is stays
    assert credit_of(body)["TaxCodeRef"]["value"] == (ours.external_id if ours else "5")


def test_amounts_with_tax_are_read_and_kept_as_they_are_meant() -> None:
    """What someone set to "inclusive" there comes to the same, and its amount before tax stays."""
    theirs = {"TaxCodeRef": {"value": "5"}, "TaxAmount": 28.76, "TaxInclusiveAmt": 250.0}
    told = json.loads(shown(sent(a_coded_entry()), **theirs))["JournalEntry"]
    told["Line"][1]["Amount"] = 221.24
    now = WireEntry.model_validate({**told, "GlobalTaxCalculation": "TaxInclusive"})
    ours = a_coded_entry()

    body = merged(sent(ours), now.raw, keeping(ours.lines, now.lines("USD")))

    assert [str(line.amount) for line in now.lines("USD")] == ["250.00 USD", "250.00 USD"]
    assert body["Line"][1]["Amount"] == 221.24
    assert credit_of(body)["TaxInclusiveAmt"] == 250.0


async def test_tax_codes_are_read_by_their_names() -> None:
    """QuickBooks shows their ids alone: they are asked for, once for all lines."""
    told = shown(sent(a_coded_entry(HST, ONLINE)))
    codes = b'{"QueryResponse":{"TaxCode":[{"Id":"5","Name":"HST ON"}]}}'
    classes = b'{"QueryResponse":{"Class":[{"Id":"12","FullyQualifiedName":"Retail:Online"}]}}'
    platform = answering((200, told), (200, classes), (200, codes))

    entry = await platform.ledger().read(LedgerEntry("227", "JF-1", JULY_7))

    assert dict(entry.lines[1].extras) == {"Class": "Retail:Online", "Tax code": "HST ON"}
    assert [query.partition(" startposition")[0] for query in platform.queries] == [
        "select * from Class where Id in ('12')",
        "select * from TaxCode where Id in ('5')",
    ]


async def test_names_that_are_shown_cost_no_call() -> None:
    """So do the two tax codes of the United States, whose ids are their names."""
    body = sent(a_coded_entry())
    told = shown(body, TaxCodeRef={"value": "NON"}, ClassRef={"value": "12", "name": "Retail"})
    platform = answering((200, told))

    entry = await platform.ledger().read(LedgerEntry("227", "JF-1", JULY_7))

    assert dict(entry.lines[1].extras) == {"Class": "Retail", "Tax code": "NON"}
    assert platform.queries == []


@pytest.mark.parametrize(
    ("words", "element", "reason", "subject", "details"),
    [
        (
            "Classes element id 12 not found",
            "ClassRef",
            R.DIMENSION_MISSING,
            "class",
            "Retail:Online",
        ),
        ("Departments element id 2 not found", "", R.DIMENSION_MISSING, "location", "Leeds"),
        ("Names element id 7 not found", "EntityRef", R.NAME_MISSING, "name", "Ada"),
        ("TaxCodes element id 5 not found", "TaxCodeRef", R.TAX_MISSING, "tax", "HST ON"),
        ("Classes element id 99 not found", "ClassRef", R.DIMENSION_MISSING, "class", ""),
    ],
)
async def test_a_refusal_says_which_choice(
    words: str, element: str, reason: FailureReason, subject: str, details: str
) -> None:
    """The list it is of, and the choice by its name."""
    answer = fault("2500", "Invalid Reference Id", words, element)

    outcome = await answering((400, answer)).ledger().post(a_coded_entry(*WHOLE))

    assert isinstance(outcome, Refused)
    failure = outcome.failure
    assert (failure.reason, failure.subject, failure.details) == (reason, subject, (details,))
