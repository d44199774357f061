"""The reference server put together: every path of the contract stands here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from time import monotonic

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from bot.web.answers import tell_problems
from bot.web.bodies import BodyReader
from bot.web.guard import Guard
from bot.web.metrics import RequestFigures
from bot.web.pace import Pace
from bot.web.posting_service.asked import ServiceNeeds
from bot.web.posting_service.books import BooksApi
from bot.web.posting_service.reports import ReportsApi
from bot.web.posting_service.settings import SettingsApi
from bot.web.surroundings import closing, surround
from journal.ports import Clock
from journal.posting_service.serving import RetryEntry
from storage.database import Database

Endpoint = Callable[[Request], Awaitable[Response]]


def service_needs(database: Database, now: Clock, pace: Pace | None = None) -> ServiceNeeds:
    """Return what the server works with, over the queue in `database`."""
    guard = Guard(database, calls=pace or Pace(monotonic))
    return ServiceNeeds(database, RetryEntry(database.store, now), guard, BodyReader())


def posting_service_app(needs: ServiceNeeds) -> FastAPI:
    """Return the server; nothing is opened or called yet."""
    # Described by docs/posting-service.yaml, which others build by; not by what is built here.
    app = FastAPI(
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=closing(needs.bodies),
    )
    for path, endpoints in _paths(needs).items():
        app.add_api_route(path, by_method(endpoints), methods=[*endpoints])
    tell_problems(app)
    surround(app, RequestFigures())
    return app


def by_method(endpoints: Mapping[str, Endpoint]) -> Endpoint:
    """Return one endpoint for all methods of a path, so that a 405 names them all."""

    async def endpoint(request: Request) -> Response:
        return await endpoints[request.method](request)

    return endpoint


def _paths(needs: ServiceNeeds) -> dict[str, dict[str, Endpoint]]:
    books, reports, settings = BooksApi(needs), ReportsApi(needs), SettingsApi(needs)
    one = "/v1/books/{book}"
    return {
        "/v1/books": {"GET": books.list},
        one: {"GET": books.get},
        f"{one}/accounts": {"GET": books.accounts},
        f"{one}/reports": {"GET": reports.changed},
        f"{one}/entries": {"GET": reports.find},
        f"{one}/entries/{{reference:path}}/retry": {"POST": reports.retry},
        f"{one}/mapping": {"GET": settings.mapping, "PUT": settings.put_mapping},
        f"{one}/costs": {"GET": settings.costs, "PUT": settings.put_costs},
    }
