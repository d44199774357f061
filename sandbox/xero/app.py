"""The imitation of Xero as one app, mounted at /xero."""

import asyncio
from datetime import timedelta
from typing import Final
from uuid import uuid4

from starlette.applications import Starlette
from starlette.middleware import Middleware

from sandbox.ledger.clock import Clock, Sleep, utc_now
from sandbox.ledger.consent import Consent
from sandbox.ledger.control import control_routes
from sandbox.ledger.grants import Terms
from sandbox.ledger.hand import Hand
from sandbox.ledger.keys import Keys
from sandbox.ledger.services import Services, make_services
from sandbox.ledger.shelf import Keeper
from sandbox.ledger.trace_id import TraceId
from sandbox.xero.accounts import TYPES
from sandbox.xero.api import api_routes
from sandbox.xero.beside import beside
from sandbox.xero.chart import default_chart
from sandbox.xero.oauth import oauth_routes
from sandbox.xero.rules import complaints, unbalanced
from sandbox.xero.switches import XeroSwitches

TERMS: Final = Terms(
    "xero",
    access_lives=timedelta(minutes=30),
    refresh_lives=timedelta(days=60),
    grace=timedelta(minutes=30),
)
LIMITS: Final = ((timedelta(minutes=1), 60),)


def xero_app(
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
            *api_routes(services, Keys(TERMS.platform, keep)),
            *oauth_routes(services),
            *_consent(services).routes(),
            *control_routes(_hand(services).handlers(), services.feed),
        ],
        middleware=[Middleware(TraceId, header="Xero-Correlation-Id", new_id=_new_id)],
    )
    app.state.feed = services.feed  # the page follows all platforms in one stream
    return app


def _consent(services: Services) -> Consent:
    return Consent(
        "/identity/connect/authorize",
        "Xero",
        services.client.id,
        services.companies,
        services.codes,
        told=lambda _request, _realms: {},
        several=True,
    )


def _hand(services: Services) -> Hand:
    return Hand(
        services,
        new_realm=_new_id,
        new_account_id=lambda _realm: _new_id(),
        new_entry_id=lambda _realm: _new_id(),
        chart=default_chart,
        account_types=TYPES,
        switches=XeroSwitches,
        complaints=complaints,
        of_whole=unbalanced,
        beside=beside,
    )


def _new_id() -> str:
    return str(uuid4())
