"""What goes out to the last digit, and what comes in."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from connectors.exact import exact_json
from connectors.quickbooks.entries import MAX_TEXT, WireEntry, entry_body
from connectors.quickbooks.preferences import close_date
from connectors.quickbooks.wire import WireAccount, read_one, read_page
from journal.amounts.money import Money
from journal.books.book import Account
from journal.entries.entry import Side
from journal.entries.posting import LedgerEntry, LedgerLine, ReadyEntry
from journal.errors import LedgerError
from tests.fakes.ready import a_ready_entry


def test_body_as_quickbooks_takes_it() -> None:
    """The whole body, character by character."""
    assert entry_body(a_ready_entry(), "USD").decode() == (
        '{"TxnDate":"2026-07-07","DocNumber":"JF-1","PrivateNote":"shopify S-JF-1 [JF-1]","Line":['
        '{"Amount":250.00,"DetailType":"JournalEntryLineDetail","JournalEntryLineDetail":'
        '{"PostingType":"Debit","AccountRef":{"value":"35"}},"Description":"Daily sales"},'
        '{"Amount":250.00,"DetailType":"JournalEntryLineDetail","JournalEntryLineDetail":'
        '{"PostingType":"Credit","AccountRef":{"value":"79"}},"Description":"Daily sales"}]}'
    )


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        ("0.10", "USD", "0.10"),
        ("0.01", "USD", "0.01"),
        ("1234567890123.45", "USD", "1234567890123.45"),
        ("9007199254740.93", "USD", "9007199254740.93"),
        ("250", "JPY", "250"),
        ("1.234", "KWD", "1.234"),
        ("100000000", "USD", "100000000.00"),
    ],
)
def test_amounts_are_exact(amount: str, currency: str, written: str) -> None:
    """Amounts go out with the currency's places and every digit, never as 1E+8."""
    body = entry_body(a_ready_entry(debit=amount, credit=amount, currency=currency), currency)

    assert f'"Amount":{written},'.encode() in body
    json.loads(body)


def test_currency_only_when_foreign() -> None:
    """The currency is named when it is not the company's own."""
    entry = a_ready_entry(currency="EUR")

    assert b"CurrencyRef" not in entry_body(entry, "EUR")
    assert json.loads(entry_body(entry, "USD"))["CurrencyRef"] == {"value": "EUR"}


def test_long_texts_are_cut_to_what_fits() -> None:
    """A note too long keeps its end, where our number stands."""
    entry = a_ready_entry()
    long = ReadyEntry(
        entry.number,
        entry.key,
        entry.date,
        entry.currency,
        entry.lines,
        note="x" * MAX_TEXT + "[JF-1]",
    )

    note = json.loads(entry_body(long, "USD"))["PrivateNote"]

    assert len(note) == MAX_TEXT
    assert note.endswith("[JF-1]")


def test_any_text_survives() -> None:
    """Quotes, line ends and all scripts come through JSON whole."""
    text = 'Ünïcode "quoted"\\ \n \u2028 日本 😀'

    assert json.loads(exact_json({text: [text, None, True, 3, Decimal("1.50")]})) == {
        text: [text, None, True, 3, 1.5]
    }


def test_entry_comes_in() -> None:
    """An entry of theirs is one of ours; what it lacks is empty."""
    content = {"JournalEntry": {"Id": "9", "TxnDate": "2026-07-07", "DocNumber": None}}

    entry = read_one(content, "JournalEntry", WireEntry)

    assert entry.entry("https://x.invalid/9", "USD") == LedgerEntry(
        "9", "", date(2026, 7, 7), "https://x.invalid/9"
    )


def test_lines_come_in_where_they_can_be_read() -> None:
    """Each with its account's name; lines that we do not know hide no entry."""
    detail = {"PostingType": "Credit", "AccountRef": {"value": "79", "name": "Sales"}}
    line = {"Amount": 250.5, "JournalEntryLineDetail": detail}
    shown = {"Id": "9", "TxnDate": "2026-07-07", "Line": [line], "CurrencyRef": {"value": "EUR"}}

    entry = read_one({"JournalEntry": shown}, "JournalEntry", WireEntry).entry("", "USD")
    odd = read_one({"JournalEntry": {**shown, "Line": [{}]}}, "JournalEntry", WireEntry)

    assert entry.lines == (LedgerLine(Side.CREDIT, Money(25050, "EUR"), "Sales", "79"),)
    assert odd.entry("", "USD").lines == ()


def test_account_comes_in() -> None:
    """An account keeps its full name, number, kind and whether it is active."""
    shown = {
        "Id": "98",
        "Name": "Shopify",
        "FullyQualifiedName": "Sales:Shopify",
        "AcctNum": "4010",
        "AccountType": "Income",
        "Active": False,
    }

    (account,) = read_page({"QueryResponse": {"Account": [shown]}}, "Account", WireAccount)

    assert account.account() == Account("98", "Sales:Shopify", "4010", "Income", active=False)


@pytest.mark.parametrize(
    ("preferences", "day"),
    [
        ({"BookCloseDate": "2026-06-30"}, date(2026, 6, 30)),
        ({"BookCloseDate": ""}, None),
        ({"BookCloseDate": None}, None),
        ({}, None),
    ],
)
def test_close_date(preferences: dict[str, Any], day: date | None) -> None:
    """The last closed day, when there is one."""
    assert close_date({"Preferences": {"AccountingInfoPrefs": preferences}}) == day


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"Preferences": None},
        {"Preferences": {"AccountingInfoPrefs": {"BookCloseDate": "soon"}}},
    ],
)
def test_unknown_shape_is_told(content: dict[str, Any]) -> None:
    """An answer that is not as we know it is an error of reading, never a wrong answer."""
    with pytest.raises(LedgerError, match="we do not know"):
        close_date(content)


@pytest.mark.parametrize(
    "content",
    [{}, {"QueryResponse": []}, {"QueryResponse": {"Account": [{"Name": "no id"}]}}],
)
def test_unknown_page_is_told(content: dict[str, Any]) -> None:
    """So is a page that is not as we know it."""
    with pytest.raises(LedgerError, match="we do not know"):
        read_page(content, "Account", WireAccount)
