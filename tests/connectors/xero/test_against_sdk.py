"""Xero's own library judges what we send: it would send the same, and reads what we read."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import httpx
import pytest

from connectors.xero.coding import line_amount_types
from connectors.xero.extras import NO_TAX
from journal.entries.coding import TaxOn
from journal.entries.posting import LedgerEntry, Posted, ReadyEntry
from journal.ports import Wanted
from tests.connectors.xero.bodies import JOURNAL_ID, STORED, tax_rates
from tests.connectors.xero.coded import a_coded_entry
from tests.connectors.xero.platform import TENANT, AnsweringPlatform, answering
from tests.connectors.xero.sdk import Sdk, told
from tests.fakes.ready import JULY_7, a_ready_entry

SAID = ("xero-tenant-id", "idempotency-key", "if-modified-since", "accept", "authorization")
ENTRIES = [
    a_ready_entry(),
    a_ready_entry("JF-1042", on=date(2024, 2, 29), debit="0.01", credit="0.01"),
    a_ready_entry(debit="123456789.12", credit="123456789.12"),
    replace(a_ready_entry(), url="https://shop.invalid/days/2026-07-07", note="日本 [JF-1]"),
    replace(a_coded_entry(), note="with VAT on top [JF-1]"),
    replace(a_coded_entry(TaxOn.INCLUSIVE, tax_amount="41.67"), note="with VAT inside [JF-1]"),
    replace(a_coded_entry(TaxOn.NO_TAX, tax=None, debit="250.00"), note="tracking alone [JF-1]"),
]


def said(request: httpx.Request) -> dict[str, str]:
    """Return the headers that mean something to Xero."""
    return {name: request.headers[name] for name in SAID if name in request.headers}


def as_theirs(request: httpx.Request) -> tuple[str, str, dict[str, str], dict[str, str]]:
    """Return method, last part of the path, query and headers of a call of either."""
    query = {name: text.lower() for name, text in request.url.params.items()}
    return request.method, request.url.path.rsplit("/", 1)[-1], query, said(request)


def assert_same_call(ours: httpx.Request, theirs: httpx.Request) -> None:
    """Compare two calls; where the token stands the library writes that it is one."""
    theirs.headers["authorization"] = ours.headers["authorization"]
    assert as_theirs(ours) == as_theirs(theirs)


def assert_same_journal(ours: httpx.Request, theirs: httpx.Request) -> None:
    """Compare the journals sent: the library writes the day in milliseconds, and one flag more."""
    mine, other = told(ours), told(theirs)
    milliseconds = datetime.fromisoformat(f"{mine['Date']}T00:00:00+00:00").timestamp() * 1000
    expected = {**mine, "Date": f"/Date({milliseconds:.0f})/", "HasAttachments": False}

    assert other == expected
    # Equal is not enough: the library's amounts went through a float, ours keep their places.
    amounts = [line["LineAmount"] for line in mine["JournalLines"]]
    assert all(isinstance(amount, Decimal) and amount.as_tuple()[2] == -2 for amount in amounts)


async def asked_last(platform: AnsweringPlatform, entry: ReadyEntry, *, draft: str = "") -> None:
    """Post `entry`, or its draft, on a platform that shows it as posted."""
    there = LedgerEntry(draft, entry.number, entry.date, is_draft=True) if draft else None
    assert isinstance(await platform.ledger().post(entry, there), Posted)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.note)
async def test_posting(entry: ReadyEntry) -> None:
    """The library creates the same journal with the same call."""
    rates = [] if line_amount_types(entry) == NO_TAX else [(200, tax_rates())]
    platform = answering(*rates, (200, STORED))
    await asked_last(platform, entry)

    theirs = Sdk(TENANT, STORED).store(entry, "POSTED", entry.key)

    assert_same_call(platform.asked[-1], theirs)
    assert_same_journal(platform.asked[-1], theirs)


async def test_posting_a_draft() -> None:
    """The library makes the entry of a draft with the same call."""
    platform = answering((200, STORED))
    await asked_last(platform, a_ready_entry(), draft=JOURNAL_ID)

    theirs = Sdk(TENANT, STORED).store(
        a_ready_entry(), "POSTED", f"JF-1-key-1-{JOURNAL_ID}", manual_journal_id=JOURNAL_ID
    )

    assert_same_call(platform.asked[0], theirs)
    assert_same_journal(platform.asked[0], theirs)


async def test_looking_up() -> None:
    """The library asks for journals in the same words."""
    platform = answering((200, STORED))
    await platform.ledger().find([Wanted("JF-1", "", JULY_7)])

    theirs = Sdk(TENANT, STORED).list(
        where='Narration.Contains("[JF-1]")', order="UpdatedDateUTC DESC", page=1
    )

    assert_same_call(platform.asked[0], theirs)


async def test_asking_for_changes() -> None:
    """The library tells the moment of the last look in the same header and form."""
    since = datetime(2026, 7, 7, 11, 30, 15, tzinfo=UTC)
    platform = answering((200, STORED))
    await platform.ledger().changes(since)

    theirs = Sdk(TENANT, STORED).list(since=since, order="UpdatedDateUTC DESC", page=1)

    assert_same_call(platform.asked[0], theirs)


async def test_answer_is_read_alike() -> None:
    """The library and we read the same id, day, text and status out of one answer."""
    outcome = await answering((200, STORED)).ledger().post(a_ready_entry())
    (theirs,) = Sdk(TENANT, STORED).read()

    assert isinstance(outcome, Posted)
    ours = outcome.entry
    assert ours.ledger_id == theirs.manual_journal_id
    assert ours.date == theirs.date
    assert ours.texts == (theirs.narration,)
    assert ours.is_draft is (theirs.status == "DRAFT")
