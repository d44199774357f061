"""Journals that are there: changed by an app at their own address, and by people."""

from typing import Any

import pytest

from tests.sandbox.ledger.books import Books, Json
from tests.sandbox.xero.books import a_journal, journals, messages_of, post


async def stored(books: Books) -> Json:
    """Store a journal and return it as Xero shows it."""
    await post(books, a_journal())
    (shown,) = await journals(books)
    return shown


async def change(books: Books, journal_id: str, key: str = "", **changes: Any) -> int:
    """Change a journal as an app does; return the status of the answer."""
    headers = {"Idempotency-Key": key} if key else {}
    body = {"ManualJournals": [a_journal(Narration="ours [JF-1]", **changes)]}
    what = f"ManualJournals/{journal_id}"
    return (await books.call("POST", what, json=body, headers=headers)).status_code


async def by_hand(books: Books, journal_id: str, **what: Any) -> int:
    """Change it as a person does."""
    path = f"control/companies/{books.realm}/entries/{journal_id}"
    return (await books.http.post(path, json=what)).status_code


async def test_a_posted_journal_is_changed_in_place(books: Books) -> None:
    """One journal, with a later time of change, under one key once."""
    before = await stored(books)
    lines = [{"LineAmount": amount, "AccountCode": "4000"} for amount in (9, -9)]

    assert await change(books, before["ManualJournalID"], "key-1", JournalLines=lines) == 200
    (after,) = await journals(books)
    assert await change(books, before["ManualJournalID"], "key-1", JournalLines=lines) == 200

    assert after["Narration"] == "ours [JF-1]"
    assert [line["LineAmount"] for line in after["JournalLines"]] == [9, -9]
    assert after["UpdatedDateUTC"] > before["UpdatedDateUTC"]
    assert await journals(books) == [after]


async def test_what_is_not_there_is_not_made(books: Books) -> None:
    """An address of nothing is 404, also once the journal was deleted or voided."""
    journal_id = (await stored(books))["ManualJournalID"]
    assert await change(books, journal_id, Status="VOIDED") == 200

    assert await change(books, journal_id) == 404
    assert await change(books, "00000000-0000-0000-0000-000000000000") == 404
    assert await journals(books) == []


@pytest.mark.parametrize("method", ["at its address", "by its id"])
async def test_what_is_matched_is_changed_by_no_app(books: Books, method: str) -> None:
    """A person matches it with the bank, which is no change, and may set it free again."""
    before = await stored(books)
    journal_id = before["ManualJournalID"]
    assert await by_hand(books, journal_id, matched=True) == 200
    assert await journals(books) == [before]

    if method == "by its id":
        refused = await post(books, a_journal(ManualJournalID=journal_id), method="POST")
        assert "not of valid status" in messages_of(refused)[0]
    assert await change(books, journal_id) == 400
    assert await by_hand(books, journal_id, matched=False) == 200
    assert await change(books, journal_id) == 200


async def test_a_locked_journal_is_not_moved_out(books: Books) -> None:
    """The day that it had counts as well as the one that it is to have."""
    journal_id = (await stored(books))["ManualJournalID"]
    await books.switch(period_lock_date="2026-07-07")

    assert await change(books, journal_id, Date="2026-07-20") == 400


async def test_someone_changes_it_by_hand(books: Books) -> None:
    """Its time of change moves on, however quick they are; wrong lines are refused."""
    before = await stored(books)
    journal_id = before["ManualJournalID"]

    assert await by_hand(books, journal_id, private_note="a tip was missing") == 200

    (after,) = await journals(books)
    assert after["Narration"] == "a tip was missing"
    assert after["UpdatedDateUTC"] != before["UpdatedDateUTC"]
    account = before["JournalLines"][0]["AccountID"]
    lines = [{"side": "debit", "amount": "1", "account": account}] * 2
    assert await by_hand(books, journal_id, lines=lines) == 400
