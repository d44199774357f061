"""Opening the ledger of one connection."""

from __future__ import annotations

import httpx

from connectors.oauth import App, Authorisation
from connectors.quickbooks.calls import Calls
from connectors.quickbooks.client import QuickBooksLedger
from connectors.quickbooks.settings import QuickBooksSettings
from journal.books.book import Connection
from journal.ports import Clock, TokenSafe

ASKS_FOR_THE_END = {"x-include-refresh-token-hard-expires-in": "true"}
"""With it the answers tell when the consent itself ends, whatever is renewed: after five years
(release notes of Intuit's own SDKs)."""


def quickbooks_app(settings: QuickBooksSettings) -> App:
    """Return our app as Intuit's token endpoint knows it."""
    return App(
        settings.token_url,
        settings.client_id,
        settings.client_secret,
        headers=ASKS_FOR_THE_END,
    )


def open_quickbooks(
    connection: Connection,
    *,
    http: httpx.AsyncClient,
    settings: QuickBooksSettings,
    safe: TokenSafe,
    now: Clock,
) -> QuickBooksLedger:
    """Return the ledger of `connection`.

    Nothing is called and nothing is to be closed; it may be kept, so that tokens are read once.
    """
    app = quickbooks_app(settings)
    authorisation = Authorisation(http, app, safe, connection.consent_id, now)
    calls = Calls(http, settings, authorisation, connection.realm)
    return QuickBooksLedger(calls, connection.currency)
