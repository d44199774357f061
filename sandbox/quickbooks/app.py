"""The imitation of QuickBooks Online as one app, mounted at /quickbooks."""

import asyncio
from datetime import timedelta
from functools import partial
from secrets import randbelow
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
from sandbox.quickbooks.api import api_routes
from sandbox.quickbooks.beside import beside
from sandbox.quickbooks.chart import CLASSIFICATIONS, DEFAULT_CHART, next_account_id
from sandbox.quickbooks.checks import complaints
from sandbox.quickbooks.company import QuickBooksSwitches
from sandbox.quickbooks.earlier import rewrite_earlier
from sandbox.quickbooks.oauth import oauth_routes
from sandbox.quickbooks.posting import next_entry_id

TERMS: Final = Terms(
    "quickbooks",
    access_lives=timedelta(hours=1),
    refresh_lives=timedelta(days=100),
    consent_lives=timedelta(days=5 * 365),
    refresh_prefix="RT1-",
)
LIMITS: Final = ((timedelta(seconds=1), 10), (timedelta(minutes=1), 500))


def quickbooks_app(
    keep: Keeper,
    *,
    now: Clock = utc_now,
    sleep: Sleep = asyncio.sleep,
    enforce_pace: bool = True,
) -> Starlette:
    """Make the app on what `keep` holds; a fresh keep has no company.

    Serve it with `sandbox.serve.serving`, or a dropped connection shows the client the
    headers of an answer before it breaks.
    """
    rewrite_earlier(keep)
    services = make_services(TERMS, LIMITS, keep, now=now, sleep=sleep, enforce_pace=enforce_pace)
    app = Starlette(
        routes=[
            *api_routes(services, Keys(TERMS.platform, keep)),
            *oauth_routes(services),
            *_consent(services).routes(),
            *control_routes(_hand(services).handlers(), services.feed),
        ],
        middleware=[Middleware(TraceId, header="intuit_tid", new_id=_trace)],
    )
    app.state.feed = services.feed  # the page follows all platforms in one stream
    return app


def _trace() -> str:
    trace = uuid4().hex
    return f"1-{trace[:8]}-{trace[8:]}"


def _consent(services: Services) -> Consent:
    return Consent(
        "/oauth2/connect",
        "QuickBooks",
        services.client.id,
        services.companies,
        services.codes,
        told=lambda _request, realms: {"realmId": realms[0]},
    )


def _hand(services: Services) -> Hand:
    return Hand(
        services,
        new_realm=lambda: f"9341{randbelow(10**12):012d}",
        new_account_id=partial(next_account_id, services),
        new_entry_id=partial(next_entry_id, services),
        chart=lambda: DEFAULT_CHART,
        account_types=CLASSIFICATIONS,
        switches=QuickBooksSwitches,
        complaints=complaints,
        beside=beside,
    )
