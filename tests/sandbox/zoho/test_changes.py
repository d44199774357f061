"""Journals that are there: changed by an app, and by people."""

from typing import Any

import httpx

from tests.sandbox.ledger.books import Books, Json
from tests.sandbox.zoho.books import SALES, a_journal, a_line, listed, numbers, post, refusal_of


async def stored(books: Books) -> Json:
    """Store a journal and return it as Zoho shows it."""
    shown: Json = (await post(books, a_journal())).json()["journal"]
    return shown


async def change(books: Books, journal_id: str, **changes: Any) -> httpx.Response:
    """Put a journal in place of another as an app does."""
    return await books.call("PUT", f"journals/{journal_id}", json=a_journal(**changes))


async def by_hand(books: Books, journal_id: str, **what: Any) -> None:
    """Change it as a person does."""
    path = f"control/companies/{books.realm}/entries/{journal_id}"
    (await books.http.post(path, json=what)).raise_for_status()


async def test_a_published_journal_is_changed_in_place(books: Books) -> None:
    """One journal, with the lines that were sent and a later time of change."""
    before = await stored(books)
    lines = [a_line("debit", 9), a_line("credit", 9, SALES)]

    answer = await change(books, before["journal_id"], line_items=lines)

    after = answer.json()["journal"]
    assert (answer.status_code, answer.json()["code"]) == (200, 0)
    assert (after["journal_id"], after["total"]) == (before["journal_id"], 9)
    assert after["last_modified_time"] > before["last_modified_time"]
    assert await numbers(books) == ["JF-1"]


async def test_what_is_not_there_is_not_made(books: Books) -> None:
    """404, and nothing stored."""
    assert refusal_of(await change(books, "46"))[:2] == (404, 1002)
    assert await numbers(books) == []


async def test_what_is_matched_is_changed_by_no_app(books: Books) -> None:
    """A person matches it with the bank, which is no change, and may change it still."""
    before = await stored(books)
    await by_hand(books, before["journal_id"], matched=True)
    shown = (await books.call("GET", f"journals/{before['journal_id']}")).json()["journal"]

    status, _code, message = refusal_of(await change(books, before["journal_id"]))

    assert shown == before
    assert (status, "cannot be edited" in message) == (400, True)
    await by_hand(books, before["journal_id"], private_note="a tip was missing")
    assert (await listed(books))[0]["notes"] == "a tip was missing"


async def test_what_is_wrong_is_refused(books: Books) -> None:
    """As in a new journal; and the day that it had has to be open too."""
    journal_id = (await stored(books))["journal_id"]
    unequal = [a_line("debit"), a_line("credit", 249, SALES)]

    assert "not equal" in refusal_of(await change(books, journal_id, line_items=unequal))[2]
    assert refusal_of(await change(books, journal_id, line_items=[]))[1] == 2
    await books.switch(lock_date="2026-07-07")
    assert "locked" in refusal_of(await change(books, journal_id, journal_date="2026-07-20"))[2]
    await books.switch(lock_date=None, can_post=False)
    assert (await change(books, journal_id)).status_code == 401
