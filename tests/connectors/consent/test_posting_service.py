"""Coming in at a posting service with a key."""

from typing import Any

import httpx
import pytest

from connectors.consent.posting_service import PostingServiceKey
from journal.books.consent import Company
from journal.errors import ConsentRefused, LedgerError
from journal.ports import FOR_EVER

BOOK = {
    "id": "northwind",
    "name": "Northwind Retail",
    "currency": "USD",
    "platform": "QuickBooks",
    "connected": True,
}


def form(status: int, content: Any) -> PostingServiceKey:
    """Return the form for a service that answers so to its one key."""

    def answer(request: httpx.Request) -> httpx.Response:
        assert str(request.url) == "https://posting.example/jefail/v1/books"
        assert request.headers["Authorization"] == "Bearer key-1"
        return httpx.Response(status, json=content)

    return PostingServiceKey(httpx.AsyncClient(transport=httpx.MockTransport(answer)))


async def test_a_key_opens_its_books() -> None:
    """It is proven by reading them, and neither ends nor is renewed."""
    granted = await form(200, {"books": [BOOK]}).take("https://posting.example/jefail/", "key-1")

    root = "https://posting.example/jefail"
    assert granted.companies == [Company("northwind", "Northwind Retail", root)]
    assert (granted.tokens.access, granted.tokens.access_expires_at) == ("key-1", FOR_EVER)


@pytest.mark.parametrize(
    ("status", "content"),
    [(401, {}), (403, {}), (404, {}), (200, {"hello": "world"}), (200, "<html>")],
)
async def test_what_is_no_way_in(status: int, content: Any) -> None:
    """A refused key, or an address where something else answers, says so."""
    with pytest.raises(ConsentRefused):
        await form(status, content).take("https://posting.example/jefail", "key-1")


async def test_a_service_that_is_down_may_be_tried_again() -> None:
    """That is nothing against the key."""
    with pytest.raises(LedgerError):
        await form(503, {}).take("https://posting.example/jefail", "key-1")


@pytest.mark.parametrize(
    ("site", "key"),
    [
        ("posting.example", "key-1"),
        ("ftp://posting.example", "key-1"),
        ("https://posting.example/?a=b", "key-1"),
        ("https://me:secret@posting.example", "key-1"),
        ("https://posting.example", "clé"),
        ("https://posting.example", "two\nlines"),
    ],
)
async def test_what_cannot_be_sent_is_refused_here(site: str, key: str) -> None:
    """Nothing is called with an address or a key that cannot be right."""
    with pytest.raises(ConsentRefused):
        await form(200, {}).take(site, key)
