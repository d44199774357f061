"""At every platform: who gave access is told by name and address, or access is given without."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack

import httpx
import pytest

from connectors.consent.tryton import TrytonKey
from connectors.http import open_client
from journal.books.book import Platform
from journal.books.signed_in import NOBODY, SignedIn
from tests.agreements.sign_in_stages import (
    Entrance,
    TrytonEntrance,
    quickbooks_entrance,
    xero_entrance,
    zoho_entrance,
)
from tests.loopback import LOOPBACK

MALLORY = SignedIn("Mallory Quinn", "mallory@example.com")
Opener = Callable[[AsyncExitStack, httpx.AsyncClient], Awaitable[Entrance]]
OPENERS: Mapping[Platform, Opener] = {
    Platform.QUICKBOOKS: quickbooks_entrance,
    Platform.XERO: xero_entrance,
    Platform.ZOHO: zoho_entrance,
}
WITHOUT = {
    Platform.QUICKBOOKS: "com.intuit.quickbooks.accounting",
    Platform.XERO: "accounting.manualjournals accounting.settings offline_access",
}
"""What was asked for before people were told who signed in. Zoho's was enough then already."""


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    """The client of all connectors."""
    async with open_client(inner=LOOPBACK) as client:
        yield client


@pytest.fixture(params=[*OPENERS, Platform.TRYTON])
def opener(request: pytest.FixtureRequest) -> Opener:
    """How a platform is opened; a real server is started before there is a loop."""
    if request.param is not Platform.TRYTON:
        return OPENERS[request.param]
    books = request.getfixturevalue("tryton")

    async def open_tryton(_stack: AsyncExitStack, http: httpx.AsyncClient) -> Entrance:
        return TrytonEntrance(TrytonKey(http, LOOPBACK), books)

    return open_tryton


@pytest.fixture
async def entrance(opener: Opener, http: httpx.AsyncClient) -> AsyncIterator[Entrance]:
    """One platform, with a company in it."""
    async with AsyncExitStack() as stack:
        yield await opener(stack, http)


async def test_who_gives_access_is_told(entrance: Entrance) -> None:
    """Who gave access is told by the name and the address that the platform has of them"""
    access, company = await entrance.give(MALLORY)

    assert await entrance.way.who_signed_in(access, company) == MALLORY


async def test_what_a_platform_does_not_tell_is_left_out(entrance: Entrance) -> None:
    """Without an address the name is told alone."""
    access, company = await entrance.give(SignedIn("Mallory Quinn"))

    assert await entrance.way.who_signed_in(access, company) == SignedIn("Mallory Quinn")


async def test_access_that_ended_tells_of_nobody(entrance: Entrance) -> None:
    """The question is refused as any other, and that is no error."""
    access, company = await entrance.give(MALLORY)
    await entrance.end()

    assert await entrance.way.who_signed_in(access, company) == NOBODY


@pytest.mark.parametrize("platform", WITHOUT)
async def test_a_consent_without_the_scope_tells_of_nobody(
    platform: Platform, http: httpx.AsyncClient
) -> None:
    """Access is given as before there were these scopes."""
    async with AsyncExitStack() as stack:
        entrance = await OPENERS[platform](stack, http)
        access, company = await entrance.give(MALLORY, WITHOUT[platform])

        assert company.name == "Northwind"
        assert await entrance.way.who_signed_in(access, company) == NOBODY
