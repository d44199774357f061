"""The imitation of QuickBooks Online as one app, mounted at /quickbooks."""

import asyncio
from uuid import uuid4

from starlette.applications import Starlette
from starlette.middleware import Middleware

from sandbox.ledger.clock import Clock, Sleep, utc_now
from sandbox.ledger.consent import Consent
from sandbox.ledger.control import control_routes
from sandbox.ledger.shelf import Keeper
from sandbox.ledger.trace_id import TraceId
from sandbox.quickbooks.api import api_routes
from sandbox.quickbooks.control_calls import control_handlers
from sandbox.quickbooks.oauth import oauth_routes
from sandbox.quickbooks.services import CLIENT_ID, Services, make_services


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
    services = make_services(keep, now=now, sleep=sleep, enforce_pace=enforce_pace)
    app = Starlette(
        routes=[
            *api_routes(services),
            *oauth_routes(services),
            *_consent(services).routes(),
            *control_routes(control_handlers(services), services.feed),
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
        CLIENT_ID,
        services.companies,
        services.codes,
        told=lambda _request, realms: {"realmId": realms[0]},
    )
