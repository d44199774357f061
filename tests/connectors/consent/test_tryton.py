"""A key of a Tryton server is tried before it is kept."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from connectors.consent.tryton import TrytonKey
from journal.books.consent import Company
from journal.errors import ConsentRefused
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


async def test_every_failure_is_told_in_one_sentence() -> None:
    """Anyone who asks learns nothing of what answers at an address."""
    told = set()
    for answer in (
        lambda: httpx.Response(401, text="<html>"),
        lambda: httpx.Response(404, text="<html>"),
        lambda: httpx.Response(200, text="<html>Welcome"),
        lambda: httpx.Response(503),
        {"not": "a list"},
    ):
        way, _platform = form(answer)
        with pytest.raises(ConsentRefused) as caught:
            await way.take(SITE, "the-key")
        told.add(str(caught.value))

    assert len(told) == 1


@pytest.mark.parametrize(
    "site",
    ["", "tryton.example/books", "file:///etc/passwd", "https://tryton.example", f"{SITE}?x=1"],
)
async def test_an_address_that_is_none_is_not_called(site: str) -> None:
    """The key leaves for whole addresses only."""
    way, platform = form([])

    with pytest.raises(ConsentRefused, match=r"tryton\.example\.com/database"):
        await way.take(site, "the-key")
    assert platform.asked == []
