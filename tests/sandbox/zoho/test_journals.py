"""Journals: stored, published, refused with reasons, and found."""

from typing import Any

import pytest

from tests.sandbox.ledger.books import Books
from tests.sandbox.zoho.books import (
    RECEIVABLE,
    SALES,
    a_journal,
    a_line,
    listed,
    numbers,
    post,
    refusal_of,
)


async def test_a_journal_is_stored_as_sent(books: Books) -> None:
    """201 with code 0, and the whole journal; amounts keep their places."""
    answer = await post(books, a_journal())

    shown = answer.json()["journal"]
    assert (answer.status_code, answer.json()["code"]) == (201, 0)
    assert (shown["status"], shown["journal_date"]) == ("published", "2026-07-07")
    assert [line["debit_or_credit"] for line in shown["line_items"]] == ["debit", "credit"]
    one = await books.call("GET", f"journals/{shown['journal_id']}")
    assert one.json()["journal"] == shown


async def test_the_same_again_is_stored_again(books: Books) -> None:
    """There are no keys, and a reference number may be used twice: a poster has to look."""
    await post(books, a_journal())
    await post(books, a_journal())

    assert await numbers(books) == ["JF-1", "JF-1"]


async def test_a_draft_is_published_once(books: Books) -> None:
    """Lists do not tell it from the others; the second time it is refused."""
    draft = (await post(books, a_journal(status="draft"))).json()["journal"]
    publish = f"journals/{draft['journal_id']}/status/publish"

    first, second = await books.call("POST", publish), await books.call("POST", publish)

    assert draft["status"] == "draft"
    assert "status" not in (await listed(books))[0]
    assert (first.status_code, first.json()["code"]) == (201, 0)
    assert refusal_of(second)[2] == "The journal is already published."
    shown = await books.call("GET", f"journals/{draft['journal_id']}")
    assert shown.json()["journal"]["status"] == "published"


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([a_line("debit"), a_line("credit", 249, SALES)], "are not equal"),
        ([a_line("debit"), a_line("credit", account="46")], "The account 46 does not exist."),
        ([a_line("debit"), a_line("credit", account=RECEIVABLE)], "Select a contact"),
        ([a_line("debit")], "Invalid value passed for line_items"),
        ([a_line("left"), a_line("credit")], "Invalid value passed for line_items.0"),
    ],
    ids=["unbalanced", "unknown account", "no contact", "one line", "no side"],
)
async def test_what_is_wrong_is_refused(
    books: Books, lines: list[dict[str, Any]], words: str
) -> None:
    """400 with a code that is not 0 and words; nothing is stored."""
    status, code, message = refusal_of(await post(books, a_journal(line_items=lines)))

    assert (status, code != 0) == (400, True)
    assert words in message
    assert await numbers(books) == []


async def test_an_inactive_account_is_refused(books: Books) -> None:
    """It stays in the chart, marked; a draft of before cannot be published on it."""
    draft = (await post(books, a_journal(status="draft"))).json()["journal"]
    path = f"control/companies/{books.realm}/accounts/{SALES}"
    await books.http.post(path, json={"active": False})

    assert "Sales is inactive" in refusal_of(await post(books, a_journal()))[2]
    publish = await books.call("POST", f"journals/{draft['journal_id']}/status/publish")
    assert "Sales is inactive" in refusal_of(publish)[2]
    asked = await books.call("GET", "chartofaccounts", params={"per_page": "200"})
    chart = asked.json()["chartofaccounts"]
    assert [one["account_id"] for one in chart if not one["is_active"]] == [SALES]


@pytest.mark.parametrize("status", ["published", "draft"])
async def test_locked_days(books: Books, status: str) -> None:
    """The lock takes its own day along, for drafts too, and is told; the next day is open."""
    await books.switch(lock_date="2026-07-07")

    refused = await post(books, a_journal(status=status))
    passed = await post(books, a_journal(status=status, journal_date="2026-07-08"))

    assert "have been locked" in refusal_of(refused)[2]
    assert passed.status_code == 201
    (lock,) = (await books.call("GET", "transactionlocks")).json()["transaction_locks"]
    assert lock["transaction_lock_date"] == "2026-07-07"


async def test_without_a_lock_there_is_none(books: Books) -> None:
    """The list is empty then."""
    assert (await books.call("GET", "transactionlocks")).json()["transaction_locks"] == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["JF-12", "JF-1"]),
        ({"date_start": "2026-07-08"}, ["JF-12"]),
        ({"date_end": "2026-07-07"}, ["JF-1"]),
        ({"reference_number": "JF-1"}, ["JF-1"]),
        ({"reference_number_startswith": "JF-1"}, ["JF-12", "JF-1"]),
        ({"reference_number_contains": "12"}, ["JF-12"]),
        ({"notes_contains": "[JF-12]", "date_start": "2026-07-01"}, ["JF-12"]),
        ({"per_page": "1"}, ["JF-12"]),
        ({"per_page": "1", "page": "2"}, ["JF-1"]),
    ],
)
async def test_journals_are_found(books: Books, query: dict[str, str], found: list[str]) -> None:
    """By day, reference and notes, page by page, the newest day first."""
    await post(books, a_journal("JF-1"))
    await post(books, a_journal("JF-12", journal_date="2026-07-08"))

    assert await numbers(books, **query) == found


async def test_another_page_is_told_of(books: Books) -> None:
    """The context of a page says whether one follows."""
    pages = [
        await books.call("GET", "chartofaccounts", params={"page": page, "per_page": "20"})
        for page in ("1", "2")
    ]

    assert [one.json()["page_context"]["has_more_page"] for one in pages] == [True, False]


@pytest.mark.parametrize("call", [("GET", "journals/46"), ("POST", "journals/46/status/publish")])
async def test_a_journal_that_is_not_there(books: Books, call: tuple[str, str]) -> None:
    """404 in the same envelope."""
    assert refusal_of(await books.call(*call)) == (404, 1002, "Journal does not exist.")


@pytest.mark.parametrize("body", [b"", b"[]", b"[" * 5000, b'{"line_items":7}', b"NaN"])
async def test_bodies_that_are_none(books: Books, body: bytes) -> None:
    """Whatever is sent, it is refused and nothing breaks."""
    assert (await books.call("POST", "journals", content=body)).status_code == 400
