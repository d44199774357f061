"""A key of a Tryton server is tried before it is kept."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from connectors.consent.tryton import TrytonKey
from journal.books.consent import Company
from journal.errors import ConsentRefused, LedgerError
from tests.connectors.consent.platform import Platform

SITE = "https://tryton.example/books"


def form(answer: Any) -> tuple[TrytonKey, Platform]:
    """Return the way in, and the server it leads to."""
    platform = Platform({"/books/rest/model/company.company": answer})
    return TrytonKey(platform.http()), platform


@pytest.mark.parametrize("site", [SITE, f"{SITE}/"])
async def test_companies_of_the_key_are_read(site: str) -> None:
    """The key goes in a header; the address is kept without its last slash."""
    way, platform = form([{"id": 1, "rec_name": "Northwind"}, {"id": 2, "rec_name": "Harbor"}])

    granted = await way.take(site, "the-key")

    assert granted.companies == [Company("1", "Northwind", SITE), Company("2", "Harbor", SITE)]
    assert (granted.tokens.access, granted.tokens.refresh) == ("the-key", "")
    assert platform.asked[0].headers["authorization"] == "Bearer the-key"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda: httpx.Response(401, text="<html>"), "does not take this key"),
        (lambda: httpx.Response(404, text="<html>"), "no Tryton database"),
        (lambda: httpx.Response(200, text="<html>Welcome"), "no Tryton server"),
        ({"not": "a list"}, "no Tryton server"),
    ],
)
async def test_what_will_not_do_is_told(answer: Any, words: str) -> None:
    """So that the person can set it right in the form."""
    way, _platform = form(answer)

    with pytest.raises(ConsentRefused, match=words):
        await way.take(SITE, "the-key")


async def test_a_server_in_trouble_is_not_a_wrong_key() -> None:
    """Trying again later is what helps."""
    way, _platform = form(lambda: httpx.Response(503))

    with pytest.raises(LedgerError, match="503"):
        await way.take(SITE, "the-key")


@pytest.mark.parametrize(
    "site",
    ["", "tryton.example/books", "file:///etc/passwd", "https://tryton.example", f"{SITE}?x=1"],
)
async def test_an_address_that_is_none_is_not_called(site: str) -> None:
    """The key leaves for whole addresses only."""
    way, platform = form([])

    with pytest.raises(ConsentRefused, match="whole"):
        await way.take(site, "the-key")
    assert platform.asked == []
