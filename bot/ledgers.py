"""From a connection to the connector of its platform. A new platform gets one line here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import httpx

from bot.platforms import quickbooks_of, tryton_of, xero_of, zoho_of
from bot.settings import Settings
from connectors.posting_service.opening import open_service_ledger
from connectors.quickbooks.opening import open_quickbooks
from connectors.tryton.opening import open_tryton
from connectors.xero.opening import open_xero
from connectors.zoho.opening import open_zoho
from journal.books.book import Connection, Platform
from journal.ports import Clock, Ledger, OpenLedger, TokenSafe


@dataclass(frozen=True, slots=True)
class Ledgers:
    """Opens ledgers over the one HTTP client."""

    makers: Mapping[Platform, OpenLedger]

    def open(self, connection: Connection) -> Ledger:
        """Return the ledger behind `connection`; nothing is called yet."""
        return self.makers[connection.platform](connection)


def ledgers_of(
    settings: Settings, http: httpx.AsyncClient, tokens: TokenSafe, now: Clock
) -> Ledgers:
    """Return the ledgers of every platform that jefail posts to."""
    quickbooks, xero, zoho = quickbooks_of(settings), xero_of(settings), zoho_of(settings)
    tryton = tryton_of(settings)
    return Ledgers(
        {
            Platform.QUICKBOOKS: partial(
                open_quickbooks, http=http, settings=quickbooks, safe=tokens, now=now
            ),
            Platform.XERO: partial(open_xero, http=http, settings=xero, safe=tokens, now=now),
            Platform.ZOHO: partial(open_zoho, http=http, settings=zoho, safe=tokens, now=now),
            Platform.TRYTON: partial(open_tryton, http=http, settings=tryton, safe=tokens, now=now),
            Platform.POSTING_SERVICE: partial(open_service_ledger, http=http, safe=tokens),
        }
    )
