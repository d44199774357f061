"""Opening one book at a posting service."""

from __future__ import annotations

import httpx

from connectors.key import Key
from connectors.posting_service.calls import Calls
from connectors.posting_service.client import ServiceClient
from connectors.posting_service.ledger import ServiceLedger
from journal.books.book import Connection
from journal.ports import TokenSafe


def open_service(
    connection: Connection, *, http: httpx.AsyncClient, safe: TokenSafe
) -> ServiceClient:
    """Return the posting service of `connection`; nothing is called yet."""
    return ServiceClient(calls_of(connection, http=http, safe=safe))


def open_service_ledger(
    connection: Connection, *, http: httpx.AsyncClient, safe: TokenSafe
) -> ServiceLedger:
    """Return the ledger behind the posting service of `connection`; nothing is called yet."""
    return ServiceLedger(calls_of(connection, http=http, safe=safe))


def calls_of(connection: Connection, *, http: httpx.AsyncClient, safe: TokenSafe) -> Calls:
    """Return the calls of `connection`: its site is the base URL, its realm the book's id."""
    return Calls(http, Key(safe, connection.consent_id), connection.site, connection.realm)
