"""Coming in at a posting service with a key."""

from typing import Any

import httpx
import pytest

from connectors.consent.posting_service import PostingServiceKey
from connectors.http import open_client
from journal.books.consent import Company
from journal.errors import ConsentRefused
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
    [
        *((401, {}), (403, {}), (404, {}), (500, {}), (503, "hush"), (301, {}), (204, None)),
        *((200, {"hello": "world"}), (200, "<html>")),
    ],
)
async def test_every_failure_is_told_in_one_sentence(status: int, content: Any) -> None:
    """Anyone who asks learns nothing of what answers at an address."""
    with pytest.raises(ConsentRefused) as caught:
        await form(status, content).take("https://posting.example/jefail", "key-1")

    assert str(caught.value) == await said_of_nothing()


async def said_of_nothing() -> str:
    """Return what is said where no connection is made."""

    def none(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("All connection attempts failed, at 10.0.0.1:22")

    way = PostingServiceKey(httpx.AsyncClient(transport=httpx.MockTransport(none)))
    with pytest.raises(ConsentRefused) as caught:
        await way.take("https://posting.example", "key-1")
    return str(caught.value)


async def test_an_address_inside_is_told_in_the_same_sentence() -> None:
    """Refused before it is called, and not to be told from a server that is not there."""
    async with open_client() as http:
        with pytest.raises(ConsentRefused) as caught:
            await PostingServiceKey(http).take("https://169.254.169.254/latest", "key-1")

    assert str(caught.value) == await said_of_nothing()


@pytest.mark.parametrize(
    ("site", "key"),
    [
        ("posting.example", "key-1"),
        ("ftp://posting.example", "key-1"),
        ("https://posting.example/?a=b", "key-1"),
        ("https://me:secret@posting.example", "key-1"),
        ("http://posting.example", "key-1"),
        ("https://[::1", "key-1"),
        ("https://posting.example", ""),
        ("https://posting.example", "clé"),
        ("https://posting.example", "two\nlines"),
    ],
)
async def test_what_cannot_be_sent_is_refused_here(site: str, key: str) -> None:
    """Nothing is called with an address or a key that cannot be right."""
    with pytest.raises(ConsentRefused):
        await form(200, {}).take(site, key)
