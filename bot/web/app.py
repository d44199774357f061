"""The web app put together: every path stands here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import FastAPI
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp

from bot.compose import Program, utc_now
from bot.ways_in import CALLBACK
from bot.web.answers import tell_problems
from bot.web.connecting.endpoints import Connecting
from bot.web.documents import ASKS_BY_REFERENCE, TAKES_ENTRIES, document, refusals
from bot.web.entries import PATH, EntriesApi
from bot.web.health import Health, Readiness
from bot.web.limits import LimitBody
from bot.web.metrics import Metrics, RequestFigures
from bot.web.models import ReceiptsJson
from bot.web.needs import Needs, Vitals
from bot.web.problems import (
    BAD_ENTRIES,
    BROKEN_JSON,
    BUSY,
    CONFLICT,
    NOT_AUTHORISED,
    NOT_CONNECTED,
    NOT_JSON,
    RESTATED,
    TOO_LARGE,
    TOO_MANY,
    UNKNOWN_ENTRY,
)
from bot.web.watched import Watched
from bot.web.webhooks import QUICKBOOKS, QuickBooksHook
from storage.database import sqlalchemy_url
from storage.schema import is_current


def web_app(program: Program, slack: AsyncApp | None, vitals: Vitals | None = None) -> FastAPI:
    """Return the program's web app; `slack` is given when Slack calls us over HTTP."""
    return app_of(
        Needs(
            database=program.database,
            accept_entries=program.services.accept_entries,
            is_schema_current=once_true(lambda: is_current(sqlalchemy_url(program.database_url))),
            vitals=vitals or Vitals(),
            connecting=connecting_of(program),
            quickbooks_hook=quickbooks_hook_of(program),
            slack=slack,
        )
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
    )
    app.openapi = lambda: document(app)  # type: ignore[method-assign]  # as FastAPI documents
    _add_entries(app, needs)
    _add_health(app, needs)
    if needs.connecting is not None:
        _add_connecting(app, needs.connecting)
    if needs.quickbooks_hook is not None:
        hook = needs.quickbooks_hook
        app.add_api_route(QUICKBOOKS, hook.take, methods=["POST"], include_in_schema=False)
    if needs.slack is not None:
        handler = AsyncSlackRequestHandler(needs.slack)
        app.add_route("/slack/events", handler.handle, methods=["POST"])
    figures = RequestFigures()
    app.add_api_route("/metrics", Metrics(needs, figures).read, include_in_schema=False)
    tell_problems(app)
    app.add_middleware(LimitBody)
    app.add_middleware(Watched, figures=figures)  # the last one added is the outermost
    return app


def connecting_of(program: Program) -> Connecting:
    """Return the pages on which people connect books."""

    async def name_of(user_id: str) -> str:
        return (await program.people.names(user_id)).get(user_id, "")

    is_secure = program.settings.pages_url.startswith("https://")
    return Connecting(program.take_consent, name_of, is_secure)


def quickbooks_hook_of(program: Program) -> QuickBooksHook | None:
    """Return what takes Intuit's webhooks; None where no verifier token is set."""
    verifier = program.settings.quickbooks_webhook_token.get_secret_value()
    return QuickBooksHook(program.database.store, utc_now, verifier) if verifier else None


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


def _add_entries(app: FastAPI, needs: Needs) -> None:
    api = EntriesApi(needs)
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
                *(TOO_LARGE, TOO_MANY, NOT_JSON, BAD_ENTRIES, BUSY),
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
        responses=refusals(NOT_AUTHORISED, UNKNOWN_ENTRY, BUSY),
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


def _add_health(app: FastAPI, needs: Needs) -> None:
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
