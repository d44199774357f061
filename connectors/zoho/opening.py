"""Opening the ledger of one connection."""

from __future__ import annotations

import httpx

from connectors.oauth import App, Authorisation
from connectors.zoho.calls import Calls
from connectors.zoho.client import ZohoLedger
from connectors.zoho.settings import ZohoSettings
from journal.books.book import Connection
from journal.ports import Clock, TokenSafe


def open_zoho(
    connection: Connection,
    *,
    http: httpx.AsyncClient,
    settings: ZohoSettings,
    safe: TokenSafe,
    now: Clock,
) -> ZohoLedger:
    """Return the ledger of `connection`: realm is the organization_id, site the data centre.

    Nothing is called and nothing is to be closed; it may be kept, so that tokens are read once.
    """
    app = App(
        settings.token_url(connection.site),
        settings.client_id,
        settings.client_secret,
        secret_in_body=True,
    )
    authorisation = Authorisation(http, app, safe, connection.consent_id, now)
    calls = Calls(http, settings, authorisation, connection.realm, connection.site)
    return ZohoLedger(calls, connection.currency)
