"""Intuit's webhooks at the door: who is let in, and what follows."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.web.app import app_of
from bot.web.webhooks import QUICKBOOKS, QuickBooksHook
from storage.database import Database
from tests.bot.web.stage import add_book, client_of, database_away, needs_of
from tests.build import NOW
from tests.clock import SetClock
from tests.connectors.quickbooks.test_webhook import VERIFIER, cloud_event, older, signature
from tests.storage.stage import put, rows, some_entries, take_in

REALM = "realm of northwind"
LATER = NOW + timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Intuit:
    """Calls as Intuit does."""

    client: httpx.AsyncClient
    database: Database

    async def call(self, value: Any, **headers: str) -> httpx.Response:
        """Send a webhook, signed unless said otherwise."""
        body = json.dumps(value).encode()
        signed = {"intuit-signature": signature(body), "content-type": "application/json"}
        return await self.client.post(QUICKBOOKS, content=body, headers={**signed, **headers})

    async def is_due(self, slug: str = "northwind") -> bool:
        """Whether the book is polled now, not in five minutes."""
        (found,) = await rows(
            self.database,
            "SELECT next_poll_at FROM connection c JOIN book b ON b.id = c.book_id"
            " WHERE b.slug = :slug",
            slug=slug,
        )
        assert found.next_poll_at in (NOW, LATER)
        return bool(found.next_poll_at == NOW)


@pytest.fixture
async def intuit(database: Database, clock: SetClock) -> AsyncIterator[Intuit]:
    """Two connected books that are polled in five minutes."""
    for slug in ("northwind", "harbor"):
        await add_book(database, slug)
    async with database.engine.begin() as sql:
        await sql.exec_driver_sql("UPDATE connection SET next_poll_at = %s", (LATER,))
    clock.now = NOW
    hook = QuickBooksHook(database.store, clock, VERIFIER)
    async with client_of(app_of(needs_of(database, clock, quickbooks_hook=hook))) as client:
        yield Intuit(client, database)


@pytest.mark.parametrize(
    "value",
    [
        [{**cloud_event(), "intuitaccountid": REALM}],
        {
            "eventNotifications": [
                {**older(("JournalEntry", "9"))["eventNotifications"][0], "realmId": REALM}
            ]
        },
    ],
)
async def test_the_company_that_changed_is_polled_at_once(intuit: Intuit, value: Any) -> None:
    """It and no other, in either shape; the same once more changes nothing."""
    for _delivery in range(2):
        assert (await intuit.call(value)).status_code == 200

        assert await intuit.is_due()
        assert not await intuit.is_due("harbor")


async def test_what_we_posted_ourselves_is_no_reason_to_look(
    intuit: Intuit, database: Database, clock: SetClock
) -> None:
    """Each of our own entries comes back as an event."""
    async with database.store() as store:
        connection = await store.books.connection_of((await store.books.by_slug("northwind")).id)
    (entry,) = await take_in(database, connection, some_entries(1), clock())
    await put(database, entry, status="posted", ledger_id="227")

    await intuit.call([{**cloud_event(entry_id="227"), "intuitaccountid": REALM}])
    assert not await intuit.is_due()

    await intuit.call([{**cloud_event(entry_id=one), "intuitaccountid": REALM} for one in "79"])
    assert await intuit.is_due()


async def test_nobody_else_is_let_in(intuit: Intuit) -> None:
    """Without the right signature nothing is read and nothing happens."""
    value = [{**cloud_event(), "intuitaccountid": REALM}]

    for wrong in ("", "x" * 44, signature(b"something else")):
        refused = await intuit.call(value, **{"intuit-signature": wrong})
        assert refused.status_code == 401
        assert refused.json()["type"] == "urn:jefail:problem:unsigned-webhook"
    assert not await intuit.is_due()


async def test_what_is_signed_and_not_understood_is_refused(intuit: Intuit) -> None:
    """Intuit would send it again for nothing, but someone should see it."""
    refused = await intuit.call({"hello": 1})

    assert refused.status_code == 422
    assert refused.json()["type"] == "urn:jefail:problem:bad-webhook"


async def test_companies_that_are_not_ours_are_let_be(intuit: Intuit) -> None:
    """Another app of the same owner may be told of them."""
    assert (await intuit.call([cloud_event()])).status_code == 200
    assert not await intuit.is_due()


async def test_a_database_that_is_away_is_told_so(clock: SetClock) -> None:
    """Intuit then sends it again."""
    async with database_away() as database:
        hook = QuickBooksHook(database.store, clock, VERIFIER)
        needs = needs_of(database, clock, quickbooks_hook=hook)
        async with client_of(app_of(needs)) as client:
            answer = await Intuit(client, database).call([cloud_event()])
    assert answer.status_code == 503


async def test_without_a_token_there_is_no_door(database: Database, clock: SetClock) -> None:
    """Nobody could be told from Intuit."""
    async with client_of(app_of(needs_of(database, clock))) as client:
        assert (await Intuit(client, database).call([cloud_event()])).status_code == 404
