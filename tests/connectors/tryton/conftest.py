"""Fixtures of tests that ask a real server."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from connectors.http import open_client
from connectors.tryton.client import TrytonLedger
from connectors.tryton.opening import open_tryton
from connectors.tryton.settings import TrytonSettings
from journal.books.book import Connection, ConnectionState, Platform
from journal.ports import tokens_of_key
from sandbox.tryton.books import Tryton
from tests.agreements.stages import NOW
from tests.fakes.tokens import FakeTokenSafe
from tests.loopback import LOOPBACK


@pytest.fixture
async def ledger(tryton: Tryton) -> AsyncIterator[TrytonLedger]:
    """The connector over real sockets, with the books of `tryton` behind it."""
    state = ConnectionState.CONNECTED
    async with open_client(inner=LOOPBACK) as http:
        yield open_tryton(
            Connection(
                1, 1, Platform.TRYTON, tryton.company, state, site=tryton.site, consent_id=1
            ),
            http=http,
            settings=TrytonSettings(),
            safe=FakeTokenSafe({1: tokens_of_key(tryton.key)}),
            now=lambda: NOW,
        )
