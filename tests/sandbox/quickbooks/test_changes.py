"""Change data capture, as the imitation tells it."""

import pytest

from tests.sandbox.ledger.books import Books, Json
from tests.sandbox.quickbooks.books import an_entry, post


async def changed(books: Books, since: str) -> list[Json]:
    """Return what changed since a moment."""
    query = {"entities": "JournalEntry", "changedSince": since}
    answer = await books.call("GET", "cdc", params=query)
    assert answer.status_code == 200, answer.text
    (part,) = answer.json()["CDCResponse"]
    (page,) = part["QueryResponse"]
    entries: list[Json] = page.get("JournalEntry", [])
    return entries


async def test_only_what_changed_since_is_shown(books: Books) -> None:
    """New ones whole; of what was deleted the id is left."""
    await post(books, an_entry("A"))
    books.clock.forward(seconds=60)
    since = books.clock().isoformat()
    assert await changed(books, since) == []

    stored = (await post(books, an_entry("B"))).json()["JournalEntry"]
    (shown,) = await changed(books, since)
    assert (shown["DocNumber"], shown["Id"]) == ("B", stored["Id"])

    books.clock.forward(seconds=60)
    await books.http.delete(f"control/companies/{books.realm}/entries/{stored['Id']}")
    (gone,) = await changed(books, since)
    assert (gone["status"], gone["Id"]) == ("Deleted", stored["Id"])
    assert "TxnDate" not in gone


@pytest.mark.parametrize(
    ("entities", "since"),
    [
        ("JournalEntry", "yesterday"),
        ("JournalEntry", "2026-07-07T12:00:00"),
        ("JournalEntry", "2026-01-01T12:00:00+00:00"),
        ("Invoice", "2026-07-07T12:00:00+00:00"),
    ],
)
async def test_questions_that_cannot_be_answered(books: Books, entities: str, since: str) -> None:
    """No moment, none with a zone, one beyond 30 days, another kind: refused, never half told."""
    query = {"entities": entities, "changedSince": since}

    assert (await books.call("GET", "cdc", params=query)).status_code == 400
