"""Every platform a book can be connected to has a connector."""

import httpx
import pytest

from bot.ledgers import ledgers_of
from bot.settings import Settings
from journal.books.book import Platform
from tests.build import a_connection
from tests.clock import SetClock
from tests.fakes.tokens import FakeTokenSafe


@pytest.mark.parametrize("platform", Platform)
async def test_a_connection_opens_the_ledger_of_its_platform(platform: Platform) -> None:
    """Nothing is called by opening it, and it says what the platform can do."""

    def nobody(request: httpx.Request) -> httpx.Response:
        raise AssertionError(f"{request.url} was called")

    async with httpx.AsyncClient(transport=httpx.MockTransport(nobody)) as http:
        ledgers = ledgers_of(Settings(), http, FakeTokenSafe(), SetClock())
        ledger = ledgers.open(a_connection(platform=platform))

    assert ledger.capabilities.calls_per_minute > 0
    assert ledger.capabilities.in_flight > 0
    assert ledger.capabilities.replaces is platform.changes_in_place
    assert ledger.capabilities.drafts is platform.keeps_drafts
    assert bool(ledger.capabilities.account_kinds) is platform.makes_accounts
