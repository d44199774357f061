"""Opening the ledger of one connection."""

from __future__ import annotations

import httpx

from connectors.key import Key
from connectors.tryton.books import Books
from connectors.tryton.calls import Calls
from connectors.tryton.client import TrytonLedger
from connectors.tryton.settings import TrytonSettings
from journal.books.book import Connection
from journal.ports import Clock, TokenSafe


def open_tryton(
    connection: Connection,
    *,
    http: httpx.AsyncClient,
    settings: TrytonSettings,
    safe: TokenSafe,
    now: Clock,
) -> TrytonLedger:
    """Return the ledger of `connection`: site is the server's address with the database at its
    end, realm the id of the company.

    Nothing is called and nothing is to be closed.
    """
    key = Key(safe, connection.consent_id)
    calls = Calls(http, key, connection.site.rstrip("/"), connection.realm, settings.timeout)
    return TrytonLedger(calls, Books(calls), settings, connection.currency, now)
