"""The web app put together: every path stands here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from fastapi import FastAPI
from slack_bolt.async_app import AsyncApp

from bot.compose import Program
from bot.ways_in import CALLBACK
from bot.web.answers import tell_problems
from bot.web.connecting.endpoints import Connecting
from bot.web.documents import ASKS_BY_REFERENCE, TAKES_ENTRIES, document, refusals
from bot.web.entries import PATH, EntriesApi
from bot.web.guard import Guard
from bot.web.health import Health, Readiness
from bot.web.metrics import Metrics, RequestFigures
from bot.web.models import ReceiptsJson
from bot.web.needs import Needs, SlackOverHttp, Vitals
from bot.web.problems import (
    BAD_ENTRIES,
    BROKEN_JSON,
    BUSY,
    CONFLICT,
    NOT_AUTHORISED,
    NOT_CONNECTED,
    NOT_JSON,
    RESTATED,
    TOO_FAST,
    TOO_LARGE,
    TOO_MANY,
    UNKNOWN_ENTRY,
)
from bot.web.slack_dispatch import SlackDispatch
from bot.web.slack_events import SlackEvents
from bot.web.surroundings import closing, surround
from bot.web.webhooks import QUICKBOOKS, QuickBooksHook
from storage.database import Database, sqlalchemy_url
from storage.schema import is_current


def web_app(program: Program, slack: AsyncApp | None, vitals: Vitals | None = None) -> FastAPI:
    """Return the program's web app; `slack` is given when Slack calls us over HTTP."""
    return app_of(web_needs(program, slack, vitals))


SILENT_INTERVALS = 3
"""So many polls a source may miss until health tells of it."""


def web_needs(program: Program, slack: AsyncApp | None, vitals: Vitals | None = None) -> Needs:
    """Return what the program's web app works with."""
    return Needs(
        database=program.database,
        accept_entries=program.services.accept_entries,
        is_schema_current=once_true(lambda: is_current(sqlalchemy_url(program.database_url))),
        vitals=replace(vitals or Vitals(), clock=program.clock.ahead),
        connecting=connecting_of(program),
        quickbooks_hook=quickbooks_hook_of(program),
        slack=_over_http(program, slack) if slack else None,
        is_secure=program.settings.is_secure,
        silent_after=SILENT_INTERVALS * program.settings.poll_every,
        health_apart=program.settings.health_port > 0,
    )


def app_of(needs: Needs) -> FastAPI:
    """Return the web app over what it needs; nothing is opened or called yet."""
    app = FastAPI(
        title="jefail",
        version="1",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # their pages load scripts from the internet
        redoc_url=None,
        redirect_slashes=False,
        lifespan=closing(needs.bodies),
    )
    figures = RequestFigures()
    app.openapi = lambda: document(app)  # type: ignore[method-assign]  # as FastAPI documents
    _add_entries(app, needs, Guard(needs.database, figures.refused))
    if not needs.health_apart:
        add_health(app, needs, figures)
    else:
        app.add_api_route("/health/live", Health(needs).live, include_in_schema=False)
    if needs.connecting is not None:
        _add_connecting(app, needs.connecting)
    if needs.quickbooks_hook is not None:
        hook = needs.quickbooks_hook
        app.add_api_route(QUICKBOOKS, hook.take, methods=["POST"], include_in_schema=False)
    if needs.slack is not None:
        events = _slack_events(needs.slack, needs.database, figures)
        app.add_route("/slack/events", events.take, methods=["POST"])
    tell_problems(app)
    surround(app, figures, is_secure=needs.is_secure)
    return app


def _over_http(program: Program, slack: AsyncApp) -> SlackOverHttp:
    secret = program.settings.slack_signing_secret.get_secret_value()
    return SlackOverHttp(slack, secret, program.services.now)


def _slack_events(slack: SlackOverHttp, database: Database, figures: RequestFigures) -> SlackEvents:
    dispatch = SlackDispatch(slack.app).handle
    return SlackEvents(dispatch, slack.secret, database.store, slack.now, figures.refused)


def connecting_of(program: Program) -> Connecting:
    """Return the pages on which people connect books."""

    async def name_of(user_id: str) -> str:
        return (await program.people.names(user_id)).get(user_id, "")

    return Connecting(program.take_consent, name_of, program.settings.is_secure)


def quickbooks_hook_of(program: Program) -> QuickBooksHook | None:
    """Return what takes Intuit's webhooks; None where no verifier token is set."""
    verifier = program.settings.quickbooks_webhook_token.get_secret_value()
    return (
        QuickBooksHook(program.database.store, program.services.now, verifier) if verifier else None
    )


def once_true(ask: Callable[[], Awaitable[bool]]) -> Callable[[], Awaitable[bool]]:
    """Return `ask`, not asked again once it said yes.

    The next release may bring the tables further while this one still runs beside it, and that
    must not make it unready.
    """
    known = False

    async def asked() -> bool:
        nonlocal known
        known = known or await ask()
        return known

    return asked


def _add_entries(app: FastAPI, needs: Needs, guard: Guard) -> None:
    api = EntriesApi(needs, guard)
    app.add_api_route(
        PATH,
        api.take,
        methods=["POST"],
        summary="Hand in entries",
        operation_id="hand_in_entries",
        response_description="All were known already; nothing changed",
        responses={
            201: {"model": ReceiptsJson, "description": "At least one was taken"},
            **refusals(
                *(BROKEN_JSON, NOT_AUTHORISED, CONFLICT, RESTATED, NOT_CONNECTED),
                *(TOO_LARGE, TOO_MANY, NOT_JSON, BAD_ENTRIES, TOO_FAST, BUSY),
            ),
        },
        openapi_extra=TAKES_ENTRIES,
    )
    app.add_api_route(
        PATH + "/{reference:path}",
        api.ask,
        summary="Ask where an entry stands",
        operation_id="ask_where_an_entry_stands",
        response_description="Where it stands",
        responses=refusals(NOT_AUTHORISED, UNKNOWN_ENTRY, TOO_FAST, BUSY),
        openapi_extra=ASKS_BY_REFERENCE,
    )


def _add_connecting(app: FastAPI, pages: Connecting) -> None:
    link = "/connect/{token}"
    for path, method, endpoint in (
        (link, "GET", pages.look),
        (link, "POST", pages.go),
        (CALLBACK, "GET", pages.come_back),
        ("/oauth/company", "POST", pages.choose),
    ):
        app.add_api_route(path, endpoint, methods=[method], include_in_schema=False)


def health_app(needs: Needs, figures: RequestFigures) -> FastAPI:
    """Return health and metrics of the app that counts in `figures`, for a port of their own."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    add_health(app, needs, figures)
    tell_problems(app)
    surround(app, RequestFigures())
    return app


def add_health(app: FastAPI, needs: Needs, figures: RequestFigures) -> None:
    """Add the paths of health and metrics."""
    app.add_api_route("/metrics", Metrics(needs, figures).read, include_in_schema=False)
    health = Health(needs)
    app.add_api_route(
        "/health/live", health.live, operation_id="live", response_description="It runs"
    )
    app.add_api_route(
        "/health/ready",
        health.ready,
        operation_id="ready",
        response_description="Requests may be sent here",
        responses={503: {"model": Readiness, "description": "Requests must not be sent here"}},
    )
