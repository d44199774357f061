"""What goes out to the last digit, and what comes in."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from connectors.xero.journals import DRAFT, MAX_TEXT, POSTED, WireJournal, entry_body
from connectors.xero.wire import page_count, read_all, read_one
from journal.entries.posting import LedgerEntry
from journal.errors import LedgerError
from tests.connectors.xero.bodies import JOURNAL_ID, NIL, UPDATED, journal
from tests.fakes.ready import JULY_7, a_ready_entry

ACCOUNT_ID = "c4f29c22-28c2-4a13-9eab-ecbbd641ffdf"


def sent(body: bytes) -> dict[str, Any]:
    """Return the one journal in a body."""
    (only,) = json.loads(body)["ManualJournals"]
    assert isinstance(only, dict)
    return only


def test_body_as_xero_takes_it() -> None:
    """The whole body, character by character: debits positive, credits negative."""
    assert entry_body(a_ready_entry(), POSTED).decode() == (
        '{"ManualJournals":[{"Narration":"shopify S-JF-1 [JF-1]","Date":"2026-07-07",'
        '"Status":"POSTED","LineAmountTypes":"NoTax","JournalLines":['
        '{"LineAmount":250.00,"AccountCode":"35","Description":"Daily sales"},'
        '{"LineAmount":-250.00,"AccountCode":"79","Description":"Daily sales"}]}]}'
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
    """Amounts go out with the currency's places, every digit and their sign, never as 1E+8."""
    body = entry_body(a_ready_entry(debit=amount, credit=amount, currency=currency), POSTED)

    assert f'"LineAmount":{written},'.encode() in body
    assert f'"LineAmount":-{written},'.encode() in body
    json.loads(body)


def test_nothing_has_no_sign() -> None:
    """An amount of nothing is not written as less than nothing."""
    body = entry_body(a_ready_entry(debit="0.00", credit="0.00"), POSTED)

    assert body.count(b'"LineAmount":0.00,') == 2


def test_link_of_the_entry() -> None:
    """The link goes along when there is one."""
    linked = replace(a_ready_entry(), url="https://shop.invalid/days/2026-07-07")

    assert sent(entry_body(linked, POSTED))["Url"] == "https://shop.invalid/days/2026-07-07"
    assert "Url" not in sent(entry_body(a_ready_entry(), POSTED))


def test_draft_and_what_becomes_of_it() -> None:
    """A draft says so; what posts it names it and carries the whole entry again."""
    draft = sent(entry_body(a_ready_entry(), DRAFT))
    posted = sent(entry_body(a_ready_entry(), POSTED, JOURNAL_ID))

    assert draft["Status"] == "DRAFT"
    assert "ManualJournalID" not in draft
    assert posted == {**draft, "Status": "POSTED", "ManualJournalID": JOURNAL_ID}


def test_account_without_a_code_is_named_by_its_id() -> None:
    """A line names its account by code, or by id where there is none."""
    lines = sent(entry_body(a_ready_entry(credit_account=ACCOUNT_ID), POSTED))["JournalLines"]

    assert [line.get("AccountCode") for line in lines] == ["35", None]
    assert [line.get("AccountID") for line in lines] == [None, ACCOUNT_ID]


def test_long_texts_are_cut_to_what_fits() -> None:
    """A note too long keeps its end, where our number stands; any script comes through whole."""
    text = 'Ünïcode "quoted"\\ \n \u2028 日本 😀'
    long = replace(a_ready_entry(), note="x" * MAX_TEXT + text + "[JF-1]")

    narration = sent(entry_body(long, POSTED))["Narration"]

    assert len(narration) == MAX_TEXT
    assert narration.endswith(text + "[JF-1]")


def test_journal_comes_in() -> None:
    """A journal of theirs is one of ours, with our number and the whole narration."""
    read = WireJournal.model_validate(journal("shopify 7 [jf-12]", status="DRAFT"))

    assert read.entry("https://x.invalid", "USD") == LedgerEntry(
        JOURNAL_ID,
        "JF-12",
        JULY_7,
        "https://x.invalid",
        is_draft=True,
        texts=("shopify 7 [jf-12]",),
        version=UPDATED,
    )


@pytest.mark.parametrize("narration", ["", None, "JF-1 typed by hand", "[X-1]"])
def test_journal_of_others_has_no_number(narration: str | None) -> None:
    """What does not bear our number in brackets has none."""
    assert (
        WireJournal.model_validate(journal() | {"Narration": narration}).entry("", "USD").number
        == ""
    )


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("/Date(1783382400000+0000)/", JULY_7),
        ("/Date(1783468799999+0000)/", JULY_7),
        ("/Date(1783382400000)/", JULY_7),
        ("/Date(-86400000+0000)/", date(1969, 12, 31)),
        ("2026-07-07T00:00:00", JULY_7),
        ("2026-07-07", JULY_7),
    ],
)
def test_days(written: str, day: date) -> None:
    """A day is that of the moment in UTC, or the one that is written out."""
    assert WireJournal.model_validate(journal(day=written)).day == day


@pytest.mark.parametrize(
    "wrong",
    [
        {"ManualJournalID": NIL},
        {"ManualJournalID": ""},
        {"Date": "/Date(99999999999999999+0000)/"},
        {"Date": "/Date(soon)/"},
        {"Date": None},
        {"Status": None},
    ],
)
def test_unknown_shape_is_told(wrong: dict[str, Any]) -> None:
    """A journal that is not as we know it is an error of reading, never a wrong answer."""
    with pytest.raises(LedgerError, match="we do not know"):
        read_one({"ManualJournals": [journal() | wrong]}, "ManualJournals", WireJournal)


@pytest.mark.parametrize("content", [{}, {"ManualJournals": {}}, {"ManualJournals": ["text"]}])
def test_unknown_page_is_told(content: dict[str, Any]) -> None:
    """So is a page that is not as we know it."""
    with pytest.raises(LedgerError, match="we do not know"):
        read_all(content, "ManualJournals", WireJournal)


def test_one_is_one() -> None:
    """Two journals are not the answer to one, and none is not either."""
    for several in ([], [journal(), journal()]):
        with pytest.raises(LedgerError, match="we do not know"):
            read_one({"ManualJournals": several}, "ManualJournals", WireJournal)


def test_page_count() -> None:
    """The number of pages is known where the answer tells it."""
    assert page_count({"pagination": {"page": 1, "pageCount": 3}}) == 3
    assert page_count({"pagination": None}) is None
    assert page_count({}) is None
    with pytest.raises(LedgerError):
        page_count({"pagination": {"pageCount": "many"}})
