"""Every way in which a company refuses an entry, in QuickBooks' words."""

from typing import Any

import pytest

from tests.sandbox.ledger.books import Books
from tests.sandbox.quickbooks.books import a_line, an_entry, fault_of, post

DEBIT, CREDIT = a_line("Debit", "35"), a_line("Credit")
REFUSALS: list[tuple[dict[str, Any], str, str]] = [
    ({"Line": [DEBIT, a_line("Credit", amount=249.99)]}, "6000", "balance debits and credits"),
    ({"Line": [DEBIT]}, "6000", "balance debits and credits"),
    ({"Line": [a_line("Debit", amount=0)]}, "6000", "balance debits and credits"),
    ({"Line": [a_line("Debit", amount=-5), a_line("Credit", amount=-5)]}, "6000", "negative"),
    ({"Line": [DEBIT, a_line("Credit", "999")]}, "2500", "Accounts element id 999 not found"),
    ({"Line": [a_line("Debit", "84"), CREDIT]}, "6000", "must choose a customer"),
    ({"Line": [DEBIT, a_line("Credit", "33")]}, "6000", "must choose a vendor"),
    ({"CurrencyRef": {"value": "EUR"}}, "6000", "currency EUR"),
    ({"Line": []}, "2020", "Required parameter Line is missing"),
    ({"Line": [{"Amount": 1, "DetailType": "JournalEntryLineDetail"}]}, "2020", "missing"),
    ({"Line": [{**DEBIT, "Amount": 1.005}, CREDIT]}, "2010", "Line.Amount"),
    ({"Line": [{**DEBIT, "Amount": "much"}, CREDIT]}, "2010", "Line.Amount"),
    ({"Line": [a_line("Sideways"), CREDIT]}, "2170", "Sideways"),
    ({"TxnDate": "7 July"}, "2010", "TxnDate"),
    ({"Sparkle": True}, "2010", "Property Name:Sparkle"),
    ({"DocNumber": "J" * 22}, "2050", "Max:21 supported. Supplied length:22"),
    ({"PrivateNote": "n" * 4001}, "2050", "Max:4000"),
    ({"Id": "77", "SyncToken": "0"}, "610", "Object Not Found"),
]


@pytest.mark.parametrize(("changes", "code", "words"), REFUSALS)
async def test_a_bad_entry_is_refused_and_nothing_is_stored(
    books: Books, changes: dict[str, Any], code: str, words: str
) -> None:
    """The fault has the code and the words of the case, and the books stay as they were."""
    answer = await post(books, an_entry(**changes))

    assert fault_of(answer)[:2] == (400, code)
    assert words in fault_of(answer)[2]
    assert answer.json()["Fault"]["type"] == "ValidationFault"
    assert (await books.state())["entries"] == []


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff", b'{"Line": NaN}', b"[" * 100_000])
async def test_what_is_not_an_entry_at_all_is_refused(books: Books, body: bytes) -> None:
    """Broken JSON, a wrong shape and endless nesting are 2010, never a crash."""
    answer = await books.call("POST", "journalentry", content=body)

    assert fault_of(answer)[:2] == (400, "2010")


async def test_an_inactive_account_is_refused_without_its_name(books: Books) -> None:
    """610, as QuickBooks words it: something is inactive."""
    await books.http.post(f"control/companies/{books.realm}/accounts/79", json={"active": False})

    status, code, detail = fault_of(await post(books, an_entry()))

    assert (status, code) == (400, "610")
    assert "has been made inactive" in detail


@pytest.mark.parametrize(
    ("day", "status"), [("2026-06-29", 400), ("2026-06-30", 400), ("2026-07-01", 200)]
)
async def test_closed_books_take_nothing_on_or_before_the_day(
    books: Books, day: str, status: int
) -> None:
    """The close date itself is closed, the day after is open."""
    await books.switch(close_date="2026-06-30")

    answer = await post(books, an_entry(TxnDate=day))

    assert answer.status_code == status
    if status == 400:
        assert fault_of(answer)[1] == "6210"


async def test_a_document_number_is_unique_while_the_company_wants_it(books: Books) -> None:
    """6140 names the entry that has the number; with the preference off both stand."""
    await post(books, an_entry())

    refused = await post(books, an_entry())
    await books.switch(unique_doc_numbers=False)
    accepted = await post(books, an_entry())

    assert fault_of(refused)[1] == "6140"
    assert "TxnId=1" in fault_of(refused)[2]
    assert accepted.status_code == 200


@pytest.mark.parametrize(("right", "status"), [("5020", 400), ("120", 403)])
async def test_without_the_right_nothing_is_posted(books: Books, right: str, status: int) -> None:
    """Both ways of missing a right refuse posts and leave reads alone."""
    await books.switch(can_post=False, missing_right=right)

    refused = await post(books, an_entry())

    assert fault_of(refused)[:2] == (status, right)
    assert (await books.call("GET", "preferences")).status_code == 200


async def test_a_caller_that_did_not_ask_for_json_gets_xml(books: Books) -> None:
    """The same fault, in QuickBooks' XML."""
    body = an_entry(DocNumber="J" * 22)

    answer = await books.call("POST", "journalentry", json=body, headers={"Accept": "*/*"})

    assert answer.headers["content-type"].startswith("application/xml")
    assert '<Error code="2050" element="DocNumber">' in answer.text


async def test_a_deleted_entry_says_that_someone_deleted_it(books: Books) -> None:
    """Its Id stays used, and 610 has other words than for an Id that never was."""
    await post(books, an_entry())
    await books.http.delete(f"control/companies/{books.realm}/entries/1")

    detail = fault_of(await books.call("GET", "journalentry/1"))[2]
    again = await post(books, an_entry())

    assert "Another user has deleted this transaction" in detail
    assert again.json()["JournalEntry"]["Id"] == "2"
