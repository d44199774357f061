"""From what is set to what each connector is told: where its platform is, and who we are there."""

from __future__ import annotations

from bot.settings import Settings
from connectors.quickbooks.settings import QuickBooksSettings
from connectors.tryton.settings import TrytonSettings
from connectors.xero.settings import XeroSettings
from connectors.zoho.settings import ZohoSettings


def quickbooks_of(settings: Settings) -> QuickBooksSettings:
    """Return our app at Intuit."""
    return QuickBooksSettings(
        client_id=settings.quickbooks_client_id,
        client_secret=settings.quickbooks_client_secret.get_secret_value(),
        api_url=settings.quickbooks_api_url,
        token_url=settings.quickbooks_token_url,
        link=settings.quickbooks_link,
    )


def xero_of(settings: Settings) -> XeroSettings:
    """Return our app at Xero."""
    root = settings.xero_api_url.rstrip("/")
    return XeroSettings(
        client_id=settings.xero_client_id,
        client_secret=settings.xero_client_secret.get_secret_value(),
        api_url=f"{root}/api.xro/2.0",
        connections_url=f"{root}/connections",
        token_url=settings.xero_token_url,
        link=settings.xero_link,
    )


def zoho_of(settings: Settings) -> ZohoSettings:
    """Return our API client at Zoho."""
    return ZohoSettings(
        client_id=settings.zoho_client_id,
        client_secret=settings.zoho_client_secret.get_secret_value(),
        api_url=settings.zoho_api_url,
        accounts_url=settings.zoho_accounts_url,
        link=settings.zoho_link,
    )


def tryton_of(settings: Settings) -> TrytonSettings:
    """Return how moves of a Tryton server are shown."""
    return TrytonSettings(link=settings.tryton_link)
