"""Xero's own OpenAPI document judges what we send, and the answers of these tests."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from connectors.xero.books import ACCOUNT_KINDS, account_body
from connectors.xero.journals import DRAFT, POSTED, WireJournal, entry_body, replacing_body
from connectors.xero.options import option_body
from journal.books.book import NewAccount
from journal.books.lists import Dimension, Field
from journal.entries.coding import TaxOn
from journal.entries.posting import LedgerEntry, ReadyEntry
from journal.ports import Wanted
from tests.connectors.xero.bodies import (
    BAD_ACCOUNT,
    JOURNAL_ID,
    JULY_7_MS,
    NONE,
    REMOVED,
    STORED,
    UPDATED,
    account,
    accounts,
    categories,
    category,
    journal,
    options,
    organisation,
    refused,
    refused_under_200,
    tax_rate,
    tax_rates,
    warned,
)
from tests.connectors.xero.coded import a_coded_entry
from tests.connectors.xero.openapi import PATH, described, read_only
from tests.connectors.xero.platform import answering
from tests.fakes.ready import JULY_7, a_ready_entry

pytestmark = pytest.mark.skipif(
    not PATH.exists(), reason="Xero's OpenAPI document is not beside the project"
)
LINKED = replace(a_ready_entry(), url="https://shop.invalid/days/2026-07-07")


def foreign_fields(value: dict[str, Any]) -> dict[str, Any]:
    """Leave out the fields of the envelope that every answer has and none describes."""
    envelope = {"Id", "Status", "ProviderName", "DateTimeUTC"}
    return {name: inner for name, inner in value.items() if name not in envelope}


@pytest.mark.parametrize(
    ("entry", "status", "journal_id"),
    [
        (a_ready_entry(), POSTED, ""),
        (a_ready_entry(), DRAFT, ""),
        (a_ready_entry(), POSTED, JOURNAL_ID),
        (LINKED, POSTED, ""),
        (a_ready_entry(debit_account=JOURNAL_ID, credit_account="200"), POSTED, ""),
        (a_ready_entry(debit="9007199254740.93", credit="0.01"), POSTED, ""),
        (a_coded_entry(), POSTED, ""),
        (a_coded_entry(TaxOn.INCLUSIVE, tax_amount="41.67"), DRAFT, ""),
    ],
)
def test_body_is_as_described(entry: ReadyEntry, status: str, journal_id: str) -> None:
    """What we send is valid, has no field that is unknown, and none that Xero only shows."""
    sent = json.loads(entry_body(entry, status, journal_id))

    assert described().complaints("ManualJournals", sent) == []
    (body,) = sent["ManualJournals"]
    assert not {*body} & read_only(described(), "ManualJournal")
    lines = {field for line in body["JournalLines"] for field in line}
    assert not lines & read_only(described(), "ManualJournalLine")


def test_an_option_is_as_described() -> None:
    """What adds an option to a tracking category is a TrackingOption, without an id."""
    sent = json.loads(option_body("East"))

    assert described().complaints("TrackingOption", sent) == []


def test_a_merged_body_is_as_described() -> None:
    """So is what is sent in place of a journal with tracking and tax, and of no other field."""
    lines = [
        {
            "LineAmount": amount,
            "AccountCode": code,
            "AccountID": JOURNAL_ID,
            "TaxType": "OUTPUT2",
            "TaxAmount": 0,
            "IsBlank": False,
            "Tracking": [{"Name": "Region", "Option": "North", "TrackingOptionID": JOURNAL_ID}],
        }
        for amount, code in ((250, "35"), (-250, "79"))
    ]
    shown = journal(JournalLines=lines, LineAmountTypes="Inclusive", ShowOnCashBasisReports=False)

    sent = json.loads(replacing_body(LINKED, WireJournal.model_validate(shown), "USD"))

    assert described().complaints("ManualJournals", sent) == []
    (body,) = sent["ManualJournals"]
    assert not {*body} & read_only(described(), "ManualJournal")
    assert not {*body["JournalLines"][0]} & read_only(described(), "ManualJournalLine")
    assert body["Url"] == LINKED.url


@pytest.mark.parametrize("kind", [one.value for one in ACCOUNT_KINDS])
def test_account_is_as_described(kind: str) -> None:
    """Of every kind that is offered; nothing is sent that Xero only shows."""
    sent = json.loads(account_body(NewAccount("Gift cards", "4150", kind)))

    assert described().complaints("Account", sent) == []
    assert not {*sent} & read_only(described(), "Account")


@pytest.mark.parametrize(
    "wrong",
    [
        {"Status": "POST"},
        {"Narration": None},
        {"LineAmountTypes": "None"},
        {"JournalLines": [{"LineAmount": "250.00"}]},
        {"JournalLines": [{"AccountID": "35"}]},
        {"JournalLines": [{"Tracking": [{"Category": "Region"}]}]},
        {"JournalLines": [{"TaxAmount": "20.00"}]},
        {"ManualJournalID": "35"},
        {"Reference": "JF-1"},
    ],
)
def test_description_does_judge(wrong: dict[str, Any]) -> None:
    """A wrong word, no narration, an amount as text, or a field of our own is complained of."""
    sent = json.loads(entry_body(a_ready_entry(), POSTED))
    sent["ManualJournals"][0] |= wrong

    assert described().complaints("ManualJournals", sent)


async def test_every_call_is_described() -> None:
    """Each call has a path, a query and headers that the document knows, and all it requires."""
    platform = answering((200, STORED))
    ledger = platform.ledger()
    draft = LedgerEntry(JOURNAL_ID, "JF-1", JULY_7, is_draft=True)
    await ledger.post(a_ready_entry())
    await ledger.post(a_ready_entry(), draft)
    await ledger.save_draft(a_ready_entry())
    await ledger.find([Wanted("JF-1", "", JULY_7), Wanted("JF-2", "", JULY_7)])
    await ledger.changes(datetime(2026, 7, 7, tzinfo=UTC))
    await ledger.replace(a_ready_entry(), LedgerEntry(JOURNAL_ID, "JF-1", JULY_7, version=UPDATED))
    made = (200, accounts(account("4150", "Gift cards")))
    books = answering((200, organisation()), (200, accounts()), made)
    await books.ledger().check()
    await books.ledger().accounts()
    await books.ledger().create_account(NewAccount("Gift cards", "4150", "REVENUE"), "key-1")
    tracked = (200, categories(category("Region", "North")))
    added = (200, options({"TrackingOptionID": "1", "Name": "East", "Status": "ACTIVE"}))
    listed = answering(tracked, (200, tax_rates()), tracked, added)
    await listed.ledger().lists()
    await listed.ledger().create_item(Dimension(Field.TRACKING, "Region"), "East", "", "key-2")

    asked = [*platform.asked, *books.asked, *listed.asked]

    assert len(asked) == 15
    assert {request: described().complaints_of_call(request) for request in asked} == {
        request: [] for request in asked
    }
    keys = [request.headers.get("idempotency-key", "") for request in asked]
    assert len({key for key in keys if key}) == 6
    assert max(map(len, keys)) <= 128


def test_description_does_judge_calls() -> None:
    """A path, a parameter or a header that is unknown or missing is complained of."""
    root = "https://books.invalid/api.xro/2.0"
    for method, path, headers in (
        ("DELETE", "ManualJournals", {"xero-tenant-id": "1"}),
        ("GET", "Journal", {"xero-tenant-id": "1"}),
        ("GET", "ManualJournals?filter=x", {"xero-tenant-id": "1"}),
        ("GET", "ManualJournals", {"xero-tenant-id": "1", "idempotency-key": "1"}),
        ("PUT", "ManualJournals", {}),
    ):
        request = httpx.Request(method, f"{root}/{path}", headers=headers)

        assert len(described().complaints_of_call(request)) == 1


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("ManualJournals", STORED),
        ("ManualJournals", NONE),
        ("ManualJournals", warned(REMOVED)),
        ("ManualJournals", refused_under_200(BAD_ACCOUNT)),
        ("Accounts", accounts(account("79", "Sales"), account("80", "Tax", SystemAccount="GST"))),
        ("Organisations", organisation(PeriodLockDate=JULY_7_MS)),
        ("TaxRates", tax_rates(tax_rate("OUTPUT2", "20% (VAT on Income)", 20))),
        ("TrackingCategories", categories(category("Region", "North", archived=("West",)))),
    ],
)
def test_answers_of_these_tests_are_as_described(name: str, body: bytes) -> None:
    """What the tests let Xero answer is what Xero could answer."""
    assert described().complaints(name, foreign_fields(json.loads(body))) == []


def test_refusal_of_these_tests_is_as_described() -> None:
    """A refusal has the described head; of its elements only the messages are described."""
    head = json.loads(refused(BAD_ACCOUNT))
    elements = head.pop("Elements")

    assert described().complaints("Error", head) == []
    messages = [{"ValidationErrors": one["ValidationErrors"]} for one in elements]
    assert described().complaints("Error", {"Elements": messages}) == []
