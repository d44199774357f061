"""What a good journal entry gets, and how one is changed."""

from typing import Any

from tests.sandbox.ledger.books import Books
from tests.sandbox.quickbooks.books import a_line, an_entry, fault_of, post


async def test_an_entry_comes_back_as_it_was_sent(books: Books) -> None:
    """The answer carries Id, SyncToken, lines with account names, and the trace header."""
    answer = await post(books, an_entry())

    entry = answer.json()["JournalEntry"]
    assert answer.status_code == 200
    assert answer.headers["intuit_tid"].startswith("1-")
    assert (entry["Id"], entry["SyncToken"], entry["DocNumber"]) == ("1", "0", "JF-1042-1")
    assert entry["Line"][0]["JournalEntryLineDetail"] == {
        "PostingType": "Debit",
        "AccountRef": {"value": "35", "name": "Checking"},
    }
    read = await books.call("GET", "journalentry/1")
    assert read.json()["JournalEntry"] == entry


async def test_amounts_stay_decimals(books: Books) -> None:
    """Ten cents added three times is thirty cents, and goes out with two places."""
    debits = [a_line("Debit", "35", 0.1) for _ in range(3)]

    answer = await post(books, an_entry(Line=[*debits, a_line("Credit", "79", "0.30")]))

    assert '"Amount":0.30' in answer.text
    assert '"Amount":0.10' in answer.text


async def test_dimensions_and_parties_are_kept(books: Books) -> None:
    """Class, department and the customer of a receivable line come back."""
    await books.switch(customers=[{"name": "Ada", "id": "7"}], classes=[{"name": "Web", "id": "1"}])
    party = {"Type": "Customer", "EntityRef": {"value": "7"}}
    debit = a_line("Debit", "84", Entity=party, ClassRef={"value": "1"})

    answer = await post(books, an_entry(Line=[debit, a_line("Credit")]))

    detail = answer.json()["JournalEntry"]["Line"][0]["JournalEntryLineDetail"]
    assert detail["Entity"] == {"Type": "Customer", "EntityRef": {"value": "7", "name": "Ada"}}
    assert detail["ClassRef"] == {"value": "1", "name": "Web"}


async def test_an_entry_without_date_is_of_today(books: Books) -> None:
    """QuickBooks fills in the day."""
    entry = an_entry()
    del entry["TxnDate"]

    answer = await post(books, entry)

    assert answer.json()["JournalEntry"]["TxnDate"] == "2026-07-07"


async def test_a_sparse_update_changes_only_what_is_sent(books: Books) -> None:
    """Id and SyncToken find the entry, its lines and number stay, the token moves on."""
    await post(books, an_entry())

    update = {"Id": "1", "SyncToken": "0", "sparse": True, "PrivateNote": "moved"}
    changed = (await post(books, update)).json()["JournalEntry"]

    assert (changed["SyncToken"], changed["PrivateNote"]) == ("1", "moved")
    assert (changed["DocNumber"], len(changed["Line"])) == ("JF-1042-1", 2)


async def test_a_full_update_empties_what_is_not_sent(books: Books) -> None:
    """Without `sparse` the note is gone when it is not sent again."""
    await post(books, an_entry())
    update = an_entry(Id="1", SyncToken="0")
    del update["PrivateNote"]

    changed = (await post(books, update)).json()["JournalEntry"]

    assert "PrivateNote" not in changed


async def test_an_old_sync_token_is_stale(books: Books) -> None:
    """Anyone who holds an older copy is refused with 5010."""
    await post(books, an_entry())
    update = {"Id": "1", "SyncToken": "0", "sparse": True, "PrivateNote": "first"}
    await post(books, update)

    status, code, _ = fault_of(await post(books, update))

    assert (status, code) == (400, "5010")


async def test_an_update_needs_its_sync_token(books: Books) -> None:
    """An Id alone is not enough."""
    await post(books, an_entry())

    assert fault_of(await post(books, an_entry(Id="1")))[1] == "2020"


async def test_a_closed_entry_cannot_be_moved_out(books: Books) -> None:
    """An entry dated in the closed period is refused though its new date is open."""
    await post(books, an_entry(TxnDate="2026-06-30"))
    await books.switch(close_date="2026-06-30")
    update = {"Id": "1", "SyncToken": "0", "sparse": True, "TxnDate": "2026-07-02"}

    assert fault_of(await post(books, update))[1] == "6210"


async def test_a_foreign_currency_is_taken_when_turned_on(books: Books) -> None:
    """Currency and rate come back; a currency nobody has is refused."""
    await books.switch(multicurrency=True)
    foreign: dict[str, Any] = {"CurrencyRef": {"value": "GBP"}, "ExchangeRate": 1.17}

    entry = (await post(books, an_entry(**foreign))).json()["JournalEntry"]
    refused = await post(books, an_entry("JF-2", CurrencyRef={"value": "pounds"}))

    assert (entry["CurrencyRef"]["value"], entry["ExchangeRate"]) == ("GBP", 1.17)
    assert "currency" in fault_of(refused)[2]


async def test_a_matched_entry_is_changed_by_no_app(books: Books) -> None:
    """Matching changes nothing that the entry says; a person still may."""
    await post(books, an_entry())
    path = f"control/companies/{books.realm}/entries/1"
    await books.http.post(path, json={"matched": True})
    update = {"Id": "1", "SyncToken": "0", "sparse": True, "PrivateNote": "ours"}

    assert fault_of(await post(books, update))[:2] == (400, "6540")
    assert (await books.http.post(path, json={"private_note": "mine"})).status_code == 200
    await books.http.post(path, json={"matched": False})
    assert (await post(books, {**update, "SyncToken": "1"})).status_code == 200


async def test_a_deleted_entry_is_changed_by_nobody(books: Books) -> None:
    """610, for an app and for a person."""
    await post(books, an_entry())
    path = f"control/companies/{books.realm}/entries/1"
    await books.http.delete(path)

    update = {"Id": "1", "SyncToken": "0", "sparse": True, "PrivateNote": "ours"}

    assert fault_of(await post(books, update))[:2] == (400, "610")
    assert (await books.http.post(path, json={"private_note": "mine"})).status_code == 404
