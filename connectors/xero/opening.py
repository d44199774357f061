"""Opening the ledger of one connection."""

from __future__ import annotations

import httpx

from connectors.oauth import App, Authorisation
from connectors.xero.calls import Calls
from connectors.xero.choices import Choices
from connectors.xero.client import XeroLedger
from connectors.xero.settings import REFRESH_IDLE, XeroSettings
from journal.books.book import Connection
from journal.ports import Clock, TokenSafe


def open_xero(
    connection: Connection,
    *,
    http: httpx.AsyncClient,
    settings: XeroSettings,
    safe: TokenSafe,
    now: Clock,
) -> XeroLedger:
    """Return the ledger of `connection`, whose realm is Xero's tenant id.

    Nothing is called and nothing is to be closed; it may be kept, so that tokens are read once.
    """
    authorisation = Authorisation(http, xero_app(settings), safe, connection.consent_id, now)
    calls = Calls(http, settings, authorisation, connection.realm)
    return XeroLedger(calls, connection.currency, Choices(calls))


def xero_app(settings: XeroSettings) -> App:
    """Return the program as Xero's token endpoint knows it."""
    return App(settings.token_url, settings.client_id, settings.client_secret, idle=REFRESH_IDLE)
