"""The imitation of Zoho Books as one app, mounted at /zoho."""

import asyncio
from datetime import timedelta
from secrets import randbelow
from typing import Final

from starlette.applications import Starlette

from sandbox.ledger.clock import Clock, Sleep, utc_now
from sandbox.ledger.consent import Consent
from sandbox.ledger.control import control_routes
from sandbox.ledger.grants import Terms
from sandbox.ledger.hand import Hand
from sandbox.ledger.services import Services, make_services
from sandbox.ledger.shelf import Keeper
from sandbox.zoho.accounts import TYPES
from sandbox.zoho.api import api_routes
from sandbox.zoho.beside import beside
from sandbox.zoho.chart import default_chart
from sandbox.zoho.oauth import oauth_routes
from sandbox.zoho.rules import complaints
from sandbox.zoho.switches import ZohoSwitches

TERMS: Final = Terms("zoho", access_lives=timedelta(hours=1), rotates=False)
LIMITS: Final = ((timedelta(minutes=1), 100),)
_FIRST_ID: Final = 460000000100000


def zoho_app(
    keep: Keeper,
    *,
    now: Clock = utc_now,
    sleep: Sleep = asyncio.sleep,
    enforce_pace: bool = True,
) -> Starlette:
    """Make the app on what `keep` holds; a fresh keep has no organisation.

    Serve it with `sandbox.serve.serving`, or a dropped connection shows the client the
    headers of an answer before it breaks.
    """
    services = make_services(TERMS, LIMITS, keep, now=now, sleep=sleep, enforce_pace=enforce_pace)
    app = Starlette(
        routes=[
            *api_routes(services, _new_id),
            *oauth_routes(services, enforce_pace=enforce_pace),
            *_consent(services).routes(),
            *control_routes(_hand(services).handlers(), services.feed),
        ]
    )
    app.state.feed = services.feed  # the page follows all platforms in one stream
    return app


def _consent(services: Services) -> Consent:
    return Consent(
        "/oauth/v2/auth",
        "Zoho Books",
        services.client.id,
        services.companies,
        services.codes,
        told=lambda _request, _realms: {"location": "us"},
        several=True,
    )


def _hand(services: Services) -> Hand:
    return Hand(
        services,
        new_realm=_new_realm,
        new_account_id=lambda _realm: _new_id(),
        new_entry_id=lambda _realm: _new_id(),
        chart=default_chart,
        account_types=TYPES,
        switches=ZohoSwitches,
        complaints=complaints,
        beside=beside,
    )


def _new_realm() -> str:
    return str(10_000_000 + randbelow(90_000_000))


def _new_id() -> str:
    return str(_FIRST_ID + randbelow(10**12))
