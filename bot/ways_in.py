"""How people give jefail access to each platform that this installation can post to."""

from __future__ import annotations

from collections.abc import Mapping, Set

import httpx

from bot.platforms import quickbooks_of, xero_of
from bot.settings import Settings
from connectors.consent.posting_service import PostingServiceKey
from connectors.consent.quickbooks import QuickBooksSignIn
from connectors.consent.tryton import TrytonKey
from connectors.consent.xero import XeroSignIn
from connectors.consent.zoho import ZohoSignIn
from journal.books.book import Platform
from journal.ports import Clock, KeyForm, SignIn, WaysIn

CALLBACK = "/oauth/callback"
"""Where platforms send people back to, below our pages' address."""


def ways_in_of(
    settings: Settings, http: httpx.AsyncClient, now: Clock, posted_to: Set[Platform]
) -> WaysIn:
    """Return the ways in. `posted_to`: the platforms there is a connector for.

    A platform whose app is not set has none.
    """
    sign_ins: Mapping[Platform, SignIn] = {
        Platform.QUICKBOOKS: QuickBooksSignIn(
            http, quickbooks_of(settings), settings.quickbooks_authorise_url, now
        ),
        Platform.XERO: XeroSignIn(http, xero_of(settings), settings.xero_authorise_url, now),
        Platform.ZOHO: ZohoSignIn(
            http,
            settings.zoho_client_id,
            settings.zoho_client_secret.get_secret_value(),
            now,
            accounts_url=settings.zoho_accounts_url,
            api_url=settings.zoho_api_url,
        ),
    }
    key_forms: Mapping[Platform, KeyForm] = {
        Platform.TRYTON: TrytonKey(http, settings.inner),
        Platform.POSTING_SERVICE: PostingServiceKey(http, settings.inner),
    }
    here = {one for one in posted_to if not settings.lacking(one)}
    return WaysIn(
        {one: sign_in for one, sign_in in sign_ins.items() if one in here},
        {one: form for one, form in key_forms.items() if one in here},
    )
