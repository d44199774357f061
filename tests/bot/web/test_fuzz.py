"""The API is tried with what its OpenAPI document allows, and with what it does not."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi import checks
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.web.app import app_of
from storage.database import Database, sqlalchemy_url
from tests.bot.web.stage import add_book, needs_of
from tests.clock import SetClock
from tests.counting import count_case
from tests.database import Shelf
from tests.storage.invariants import broken_rules

load_all_checks()
_SOAKING = settings().max_examples > 100
pytestmark = pytest.mark.timeout(0 if _SOAKING else 300)
EXAMPLES = settings().max_examples if _SOAKING else 8
ALWAYS = [not_a_server_error, checks.status_code_conformance, checks.response_schema_conformance]


class Server(NamedTuple):
    """The web app, its OpenAPI document, and a token that it takes."""

    app: FastAPI
    document: dict[str, Any]
    token: str
    database: Database


@pytest.fixture(scope="module")
def server(shelf: Shelf) -> Iterator[Server]:
    """The web app over a database of its own, with one book; each request has its own loop."""
    with shelf.database() as url:
        database = Database(create_async_engine(sqlalchemy_url(url), poolclass=NullPool))
        token = asyncio.run(add_book(database, "northwind"))
        app = app_of(needs_of(database, SetClock()))
        yield Server(app, app.openapi(), token, database)


def operations_of(document: dict[str, Any]) -> Sequence[tuple[str, str]]:
    """Return the path and method of each operation of the API."""
    return [
        (path, method)
        for path, methods in document["paths"].items()
        for method in methods
        if path.startswith("/api/v1")
    ]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_no_request_breaks_it(server: Server, mode: GenerationMode) -> None:
    """Whatever is asked is answered as the document says, never with a 500, and kept whole."""
    operations = operations_of(server.document)
    assert len(operations) >= 2
    for path, method in operations:
        statuses = tried(server, path, method, mode)
        assert statuses, (method, path)
        assert max(statuses) < 500


def tried(server: Server, path: str, method: str, mode: GenerationMode) -> Sequence[int]:
    """Send cases of one operation, validate every answer; return the statuses."""
    schema = schemathesis.openapi.from_dict(server.document)
    schema.app = server.app
    operation = schema[path][method.upper()]
    statuses: list[int] = []

    @settings(
        max_examples=EXAMPLES,
        derandomize=not _SOAKING,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: schemathesis.Case[Any]) -> None:
        count_case()
        headers = {"Authorization": f"Bearer {server.token}"}
        response = case.call_and_validate(headers=headers, checks=ALWAYS)
        statuses.append(response.status_code)
        assert asyncio.run(broken_rules(server.database)) == []

    send()
    return statuses
